/* What the fuzzers share: libFuzzer's entries, and what is required of a reader. */
#ifndef TEST_FUZZ_FUZZER_H
#define TEST_FUZZ_FUZZER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);

static inline void require(bool ok)
{
	if (!ok)
		abort();
}

/* Pieces that mean something, put in anywhere; and, if there is one, now and then a good text. */
static inline size_t mutate_with(const char *const *pieces, size_t npieces, const char *good, uint8_t *data,
                                 size_t size, size_t max, unsigned seed)
{
	const char *piece = pieces[seed % npieces];
	size_t n = strlen(piece), at = size ? seed / 64 % size : 0;

	if (good && seed % 16 == 0 && strlen(good) <= max) {
		memcpy(data, good, strlen(good));
		return strlen(good);
	}
	if (seed % 4 == 0 || size + n > max)
		return LLVMFuzzerMutate(data, size, max);
	memmove(data + at + n, data + at, size - at);
	memcpy(data + at, piece, n);
	return size + n;
}

#endif
