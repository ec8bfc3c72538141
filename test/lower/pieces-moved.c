// Narrow integers that are put down as they are are told so, bytes and what is changed are not; and a unit that stores
// parts of an integer side by side, or any part, cuts. dump=graph.
// RUN: %cc -w -target x86_64-linux-gnu -fplugin-arg-cgoescape-dump=graph -fsyntax-only %s | FileCheck %s --implicit-check-not=' moved'
// RUN: %cc -w -target x86_64-linux-gnu -fplugin-arg-cgoescape-dump=graph -fsyntax-only %s -DHALVES | FileCheck %s --check-prefix=CUTS
// RUN: %cc -w -target x86_64-linux-gnu -fplugin-arg-cgoescape-dump=graph -fsyntax-only %s -DANY | FileCheck %s --check-prefix=CUTS
// RUN: %cc -w -target x86_64-linux-gnu -fplugin-arg-cgoescape-dump=graph -fsyntax-only %s -DMASKED | FileCheck %s --check-prefix=CUTS
// RUN: %cc -w -target x86_64-linux-gnu -fplugin-arg-cgoescape-dump=graph -fsyntax-only %s -DLOOP | FileCheck %s --check-prefix=CUTS
// RUN: %cc -w -target i386-linux-gnu -fplugin-arg-cgoescape-dump=graph -fsyntax-only %s -DNARROW | FileCheck %s --check-prefix=CUTS32

typedef unsigned long u64;
typedef unsigned u32;
typedef unsigned short u16;
typedef struct halves { u32 lo, hi; } halves;

// CHECK: unit {{.*}} pointer=8{{$}}
// CUTS: unit {{.*}} pointer=8 cuts{{$}}
// CUTS32: unit {{.*}} pointer=4 cuts{{$}}

// CHECK-LABEL: func each
// CHECK-COUNT-2: load4 {{.*}} moved
void each(halves *d, const halves *s)
{
	d->lo = s->lo;
	d->hi = s->hi;
}

// CHECK-LABEL: func chosen
// CHECK-COUNT-2: load2 {{.*}} moved
void chosen(u16 *d, const u16 *s, int c) { *d = c ? s[0] : s[1]; }

// CHECK-LABEL: func bytes
void bytes(char *d, const char *s) { d[0] = s[0], d[1] = s[1]; }

// CHECK-LABEL: func changed
void changed(u32 *d, const u32 *s) { *d = *s + 1; }

// CHECK-LABEL: func upper_only
void upper_only(halves *d, u64 hash) { d->hi = hash >> 32; }

// CHECK-LABEL: func apart
void apart(u32 *d, u32 *e, u64 u)
{
	*d = (u32)u;
	*e = u >> 32;
}

// CHECK-LABEL: func other_integers
void other_integers(halves *d, u64 u, u64 v)
{
	d->lo = (u32)u;
	d->hi = v >> 32;
}

// CHECK-LABEL: func counted
void counted(halves *d, u64 u)
{
	d->lo = (u32)u;
	d->hi = u >> 31;
}

// CHECK-LABEL: func of_four_bytes
void of_four_bytes(u16 *d, u64 n)
{
	d[0] = n & 0xffff;
	d[1] = n >> 16;
}

#ifdef HALVES
void cut(halves *d, u64 u)
{
	d->lo = (u32)u;
	d->hi = u >> 32;
}
#elif defined(ANY)
void cut(u16 *d, u64 u)
{
	for (int i = 0; i < 4; i++)
		d[i] = u >> 16 * i;
}
#elif defined(MASKED)
void cut(halves *d, u64 u)
{
	d->lo = u & 0xffffffff;
	d->hi = u >> 32 & 0xffffffff;
}
#elif defined(LOOP)
void cut(u32 *d, u64 u)
{
	for (int i = 0; i < 2; i++) {
		d[i] = u;
		u >>= 32;
	}
}
#elif defined(NARROW)
void cut(u16 *d, unsigned long u)
{
	d[0] = u;
	d[1] = u >> 16;
}
#endif
