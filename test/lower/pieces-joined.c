// Loads of pieces that are joined to an integer as wide as a pointer, or to one that is returned, are told so; sums,
// narrower integers that are kept and what is mixed otherwise are none. dump=graph.
// RUN: %cc -w -target x86_64-linux-gnu -fplugin-arg-cgoescape-dump=graph -fsyntax-only %s | FileCheck %s --implicit-check-not=' piece'

typedef unsigned long u64;
typedef unsigned u32;

// CHECK-LABEL: func halves
// CHECK-COUNT-2: load4 {{.*}} piece
u64 halves(const u32 *h) { return (u64)h[1] << 32 | h[0]; }

// CHECK-LABEL: func loop
// CHECK: load1 {{.*}} piece
u64 loop(const unsigned char *b)
{
	u64 u = 0;
	for (int i = 0; i < 8; i++)
		u = u << 8 | b[i];
	return u;
}

// CHECK-LABEL: func product
// CHECK-COUNT-2: load4 {{.*}} piece
u64 product(const u32 *h) { return h[0] + h[1] * 0x100000000ul; }

// CHECK-LABEL: func larger_piece
// CHECK-COUNT-4: load1 {{.*}} piece
u32 larger_piece(const unsigned char *b) { return b[0] | b[1] << 8 | b[2] << 16 | (u32)b[3] << 24; }

u32 hash;

// CHECK-LABEL: func narrow
void narrow(const unsigned char *b) { hash = b[0] | b[1] << 8 | b[2] << 16 | (u32)b[3] << 24; }

// CHECK-LABEL: func sum
u64 sum(const unsigned char *b) { return (u64)b[0] + b[1] + b[2]; }

// CHECK-LABEL: func by_bits
u64 by_bits(const unsigned char *b) { return ((u64)b[0] << 7) + b[1]; }

// CHECK-LABEL: func checksum
u64 checksum(u64 adler, const unsigned char *b)
{
	u64 sum2 = adler >> 16 & 0xffff;
	adler &= 0xffff;
	adler += b[0];
	sum2 += adler;
	return adler | sum2 << 16;
}
