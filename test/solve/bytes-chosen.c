// Bytes that come by way of an `int`, or are chosen from several, are copied as they are.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
typedef unsigned char byte;
byte kept[64];

static __attribute__((noinline)) void padded(byte *d, const byte *s, int n)
{
	for (int i = 0; i < 8; i++)
		d[i] = i < n ? s[i] : 0;
}
// CHECK: {{^}}with_padding p leaking param: p{{$}}
void with_padding(void *p) { padded(kept, (byte *)&p, 8); }

static __attribute__((noinline)) void until_end(byte *d, const byte *s, int n)
{
	int c;
	while (n-- && (c = *s++) != -1)
		*d++ = c;
}
// CHECK: {{^}}as_an_int p leaking param: p{{$}}
void as_an_int(void *p) { until_end(kept, (byte *)&p, 8); }

static __attribute__((noinline)) void lower(char *d, const char *s, int n)
{
	for (int i = 0; i < n; i++) {
		char c = s[i];
		if (c >= 'A' && c <= 'Z')
			c += 32;
		d[i] = c;
	}
}
// CHECK: {{^}}some_changed p leaking param: p{{$}}
void some_changed(void *p) { lower((char *)kept, (char *)&p, 8); }

static __attribute__((noinline)) void carried(byte *d, const byte *s, int n)
{
	byte c = *s;
	while (n) {
		*d++ = c;
		if (--n)
			c = *++s;
	}
}
// CHECK: {{^}}round_a_loop p leaking param: p{{$}}
void round_a_loop(void *p) { carried(kept, (byte *)&p, 8); }

static __attribute__((noinline)) void masked(byte *d, const byte *s, int n)
{
	for (int i = 0; i < n; i++)
		d[i] = s[i] & 0xff;
}
// CHECK: {{^}}through_a_mask p leaking param: p{{$}}
void through_a_mask(void *p) { masked(kept, (byte *)&p, 8); }

static __attribute__((noinline)) void low_halves(byte *d, const byte *s, int n)
{
	for (int i = 0; i < n; i++)
		d[i] = s[i] & 15;
}
// What is computed from bytes that others have written is data (A1).
// CHECK: {{^}}parts_of_bytes p p does not escape{{$}}
void parts_of_bytes(void *p) { low_halves(kept, (byte *)&p, 8); }
