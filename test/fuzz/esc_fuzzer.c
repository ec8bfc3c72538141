// The decoder takes any bytes: no crash, no memory beyond a small multiple, and
// what it accepts is a valid unit that encodes and decodes to itself.
//
// RUN: %fuzzer -I%root/test/unit %s \
// RUN:   %root/plugin/base/*.c %root/plugin/graph/*.c %root/plugin/summary/*.c -lxxhash -o %t
// RUN: %leaks %t %runs=20000 -max_len=4096 -malloc_limit_mb=16 2>&1
// Real summaries, whole and cut short:
// RUN: rm -rf %t.d && %cc -w -g -fsyntax-only -fplugin-arg-cgoescape-esc=%t.d \
// RUN:   %root/test/runtime/observed.c %root/test/example/packet.c
// RUN: for f in %t.d/*.esc; do for n in 60 200 1000; do head -c $n $f > $f.$n; done; done
// RUN: %leaks %t -malloc_limit_mb=16 %t.d/* 2>&1
//
// To look for longer: the same program with -max_total_time=SECONDS and a folder.
#include <xxhash.h>

#include "base/buf.h"
#include "fuzzer.h"
#include "summary/esc.h"
#include "units.h"

enum { HEADER = 28 };

/* The encoder must reach its fixed point at once. */
static void round_trip(const ce_unit *u)
{
	ce_buf first = {0}, second = {0}, text = {0};
	size_t consumed;
	char *error = NULL;
	ce_unit *back;

	ce_esc_encode(u, &first);
	back = ce_esc_decode(first.data, first.n, &consumed, &error);
	require(back && !error);
	require(consumed == first.n);
	ce_esc_encode(back, &second);
	require(first.n == second.n && memcmp(first.data, second.data, first.n) == 0);
	ce_unit_dump(back, &text);
	ce_buf_free(&first);
	ce_buf_free(&second);
	ce_buf_free(&text);
	ce_unit_free(back);
}

static void decode(const uint8_t *bytes, size_t n)
{
	size_t consumed;
	char *error = NULL;
	ce_unit *u = ce_esc_decode(bytes, n, &consumed, &error);

	require(!u == !!error);
	require(consumed <= n);
	if (u)
		round_trip(u);
	ce_unit_free(u);
	free(error);
}

/* As a file, and as the payload of a good header: no mutation finds a checksum. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t sum = XXH64(data, size, 0);
	uint8_t *file = ce_malloc(HEADER + size);

	decode(data, size);
	memcpy(file, "CGOESC\r\n\1\0\xff\xfe", 12);
	for (int i = 0; i < 8; i++) {
		file[12 + i] = (uint8_t)((uint64_t)size >> 8 * i);
		file[20 + i] = (uint8_t)(sum >> 8 * i);
	}
	if (size)
		memcpy(file + HEADER, data, size);
	decode(file, HEADER + size);
	free(file);
	return 0;
}

/* Now and then a valid unit to start from, so that no corpus is needed: its
 * payload, or the whole file. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	ce_buf b = {0};
	ce_unit *u;
	size_t skip = seed & 64 ? HEADER : 0;

	if (seed % 32)
		return LLVMFuzzerMutate(data, size, max);
	u = random_unit(seed);
	ce_esc_encode(u, &b);
	ce_unit_free(u);
	if (b.n - skip <= max) {
		size = b.n - skip;
		memcpy(data, b.data + skip, size);
	}
	ce_buf_free(&b);
	return size;
}
