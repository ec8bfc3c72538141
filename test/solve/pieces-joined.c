// A function that joins narrow integers to one as wide as a pointer reads a pointer where its caller has put
// one, in pieces or whole; where nobody has, what it reads is data.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stdint.h>
#include <string.h>
void *kept;
uint64_t number;
struct halves {
	uint32_t lo, hi;
};

static __attribute__((noinline)) uint64_t join(const struct halves *h)
{
	return (uint64_t)h->hi << 32 | h->lo;
}

// CHECK: {{^}}in_halves p leaking param: p{{$}}
void in_halves(void *p)
{
	struct halves h = {(uint32_t)(uintptr_t)p, (uint32_t)((uintptr_t)p >> 32)};
	kept = (void *)join(&h);
}

static __attribute__((noinline)) void put64(unsigned char *b, uint64_t u)
{
	for (int i = 0; i < 8; i++)
		b[i] = u >> 8 * i;
}

static __attribute__((noinline)) uint64_t get64(const unsigned char *b)
{
	uint64_t u = 0;
	for (int i = 0; i < 8; i++)
		u |= (uint64_t)b[i] << 8 * i;
	return u;
}

static __attribute__((noinline)) uint64_t get64_big(const unsigned char *b)
{
	uint64_t u = 0;
	for (int i = 0; i < 8; i++)
		u = u << 8 | b[i];
	return u;
}

static __attribute__((noinline)) uint64_t get64_at_once(const unsigned char *b)
{
	uint32_t lo = b[0] | b[1] << 8 | b[2] << 16 | (uint32_t)b[3] << 24;
	uint32_t hi = b[4] | b[5] << 8 | b[6] << 16 | (uint32_t)b[7] << 24;
	return lo + hi * ((uint64_t)1 << 32);
}

// CHECK: {{^}}in_bytes p leaking param: p{{$}}
void in_bytes(void *p)
{
	unsigned char b[8];
	put64(b, (uintptr_t)p);
	kept = (void *)get64(b);
}

// CHECK: {{^}}in_bytes_big p leaking param: p to result ~r0 level=0{{$}}
void *in_bytes_big(void *p)
{
	unsigned char b[8];
	put64(b, __builtin_bswap64((uintptr_t)p));
	return (void *)get64_big(b);
}

// CHECK: {{^}}in_bytes_at_once p leaking param: p to result ~r0 level=0{{$}}
void *in_bytes_at_once(void *p)
{
	unsigned char b[8];
	put64(b, (uintptr_t)p);
	return (void *)get64_at_once(b);
}

// CHECK: {{^}}stored_whole p leaking param: p to result ~r0 level=0{{$}}
void *stored_whole(void *p)
{
	void *in[1] = {p};
	return (void *)get64((unsigned char *)in);
}

static __attribute__((noinline)) uint64_t join_swapped(const struct halves *h)
{
	return (uint64_t)__builtin_bswap32(h->lo) << 32 | __builtin_bswap32(h->hi);
}

// CHECK: {{^}}in_swapped_halves p leaking param: p to result ~r0 level=0{{$}}
void *in_swapped_halves(void *p)
{
	uint64_t u = __builtin_bswap64((uintptr_t)p);
	struct halves h = {(uint32_t)u, (uint32_t)(u >> 32)};
	return (void *)join_swapped(&h);
}

static __attribute__((noinline)) uint16_t get16(const unsigned char *b)
{
	return b[0] | b[1] << 8;
}

static __attribute__((noinline)) uint32_t get32(const unsigned char *b)
{
	return get16(b) | (uint32_t)get16(b + 2) << 16;
}

static __attribute__((noinline)) uint32_t get32_in_a_loop(const unsigned char *b)
{
	uint32_t u = 0;
	for (int i = 0; i < 4; i++)
		u |= (uint32_t)b[i] << 8 * i;
	return u;
}

// CHECK: {{^}}by_larger_pieces p leaking param: p to result ~r0 level=0{{$}}
void *by_larger_pieces(void *p)
{
	unsigned char b[8];
	put64(b, (uintptr_t)p);
	return (void *)((uint64_t)get32(b + 4) << 32 | get32(b));
}

// CHECK: {{^}}by_larger_pieces_of_loops p leaking param: p to result ~r0 level=0{{$}}
void *by_larger_pieces_of_loops(void *p)
{
	unsigned char b[8];
	put64(b, (uintptr_t)p);
	return (void *)((uint64_t)get32_in_a_loop(b + 4) << 32 | get32_in_a_loop(b));
}

static __attribute__((noinline)) uint64_t join_loops(const unsigned char *b)
{
	uint32_t lo = 0, hi = 0;
	for (int i = 3; i >= 0; i--)
		lo = lo << 8 | b[i];
	for (int i = 7; i > 3; i--)
		hi = hi << 8 | b[i];
	return (uint64_t)hi << 32 | lo;
}

// CHECK: {{^}}by_two_loops p leaking param: p{{$}}
void by_two_loops(void *p)
{
	number = join_loops((unsigned char *)&p);
}

static __attribute__((noinline)) uint64_t copy_and_join(const void *b)
{
	unsigned char t[8];
	memcpy(t, b, sizeof t);
	return get64(t);
}

// CHECK: {{^}}copied_first p leaking param: p{{$}}
void copied_first(void *p)
{
	number = copy_and_join(&p);
}

static __attribute__((noinline)) uint64_t copy_and_loop(const void *b)
{
	unsigned char t[8];
	uint64_t u = 0;
	memcpy(t, b, sizeof t);
	for (int i = 0; i < 8; i++)
		u |= (uint64_t)t[i] << 8 * i;
	return u;
}

// CHECK: {{^}}copied_in_one p leaking param: p{{$}}
void copied_in_one(void *p)
{
	number = copy_and_loop(&p);
}

static __attribute__((noinline)) void split(struct halves *h, void *p)
{
	h->lo = (uint32_t)(uintptr_t)p;
	h->hi = (uintptr_t)p >> 32;
}

static __attribute__((noinline)) uint64_t make(uint32_t lo, uint32_t hi)
{
	return (uint64_t)hi << 32 | lo;
}

// CHECK: {{^}}given_in_pieces p leaking param: p{{$}}
void given_in_pieces(void *p)
{
	struct halves h;
	split(&h, p);
	number = make(h.lo, h.hi);
}

static __attribute__((noinline)) uint64_t weigh(uint32_t lo, uint32_t hi)
{
	return (uint64_t)hi * 3 + lo;
}

// CHECK: {{^}}given_and_weighed p p does not escape{{$}}
void given_and_weighed(void *p)
{
	struct halves h;
	split(&h, p);
	number = weigh(h.lo, h.hi);
}

// CHECK: {{^}}one_larger_piece p p does not escape{{$}}
void one_larger_piece(void *p)
{
	unsigned char b[8];
	put64(b, (uintptr_t)p);
	number = get32(b + 1);
}

struct message {
	unsigned char bytes[16];
	void *owner;
};

// CHECK: {{^}}beside p p does not escape{{$}}
void beside(void *p, uint64_t n)
{
	struct message m = {{0}, p};
	put64(m.bytes, n);
	number = get64(m.bytes);
}

// CHECK: {{^}}of_data b b does not escape{{$}}
uint64_t of_data(const unsigned char *b)
{
	return get64(b) + join((const struct halves *)b);
}

// CHECK: {{^}}data_kept b b does not escape{{$}}
void data_kept(const unsigned char *b)
{
	number = get64(b + 8);
}

// CHECK: {{^}}of_a_struct s s does not escape{{$}}
uint64_t of_a_struct(const struct message *s)
{
	return get64(s->bytes);
}

static __attribute__((noinline)) uint32_t sum(const unsigned char *b, int n)
{
	uint32_t s = 0;
	while (n--)
		s += *b++;
	return s;
}

// CHECK: {{^}}added_up p p does not escape{{$}}
void added_up(void *p)
{
	unsigned char b[8];
	put64(b, (uintptr_t)p);
	number = sum(b, 8);
}

static __attribute__((noinline)) uint64_t join_if(const struct halves *h, int c)
{
	uint64_t u = 0;
	if (c)
		u = (uint64_t)h->hi << 32;
	return u | h->lo;
}
// CHECK: {{^}}joined_after_a_choice p leaking param: p{{$}}
void joined_after_a_choice(void *p, int c)
{
	struct halves h = {(uint32_t)(uintptr_t)p, (uint32_t)((uintptr_t)p >> 32)};
	number = join_if(&h, c);
}

static __attribute__((noinline)) uint64_t or_then_shift(const unsigned char *b)
{
	uint64_t u = 0;
	for (int i = 0; i < 8; i++) {
		u |= b[i];
		if (i < 7)
			u <<= 8;
	}
	return u;
}
// CHECK: {{^}}moved_up_later p leaking param: p{{$}}
void moved_up_later(void *p)
{
	number = or_then_shift((unsigned char *)&p);
}
