// Vector registers carry pointers: lanes, shuffles, masked and scattered stores, reductions.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <immintrin.h>
void *held[8];
long number;
typedef long pair __attribute__((vector_size(16)));
pair kept;

// CHECK: {{^}}lane p leaking param: p{{$}}
void lane(void *p, int i)
{
	pair v = {0};
	v[i] = (long)p;
	kept = v;
}

// CHECK: {{^}}lane_dropped p p does not escape{{$}}
void lane_dropped(void *p, int i)
{
	pair v = {0};
	v[i] = (long)p;
	(void)v;
}

// CHECK: {{^}}shuffled p leaking param: p{{$}}
void shuffled(void *p)
{
	pair v = {(long)p, 0};
	kept = __builtin_shufflevector(v, v, 1, 0);
}

// CHECK: {{^}}reduced p leaking param: p{{$}}
void reduced(void *p)
{
	pair v = {(long)p, 0};
	number = __builtin_reduce_or(v);
}
static pair result(void *p)
{
	return (pair){0, (long)p};
}

// CHECK: {{^}}returned p leaking param: p{{$}}
void returned(void *p)
{
	number = result(p)[1];
}

// CHECK: {{^}}stored p leaking param: p{{$}}
void stored(void *p)
{
	_mm_storeu_si128((__m128i *)held, _mm_set_epi64x(0, (long)p));
}

// CHECK: {{^}}streamed p leaking param: p{{$}}
void streamed(void *p)
{
	_mm_stream_si64((long long *)held, (long)p);
}

// CHECK: {{^}}byte_masked p leaking param: p{{$}}
void byte_masked(void *p)
{
	_mm_maskmoveu_si128(_mm_cvtsi64_si128((long)p), _mm_set1_epi8(-1), (char *)held);
}

// CHECK: {{^}}masked p leaking param: p{{$}}
__attribute__((target("avx2"))) void masked(void *p)
{
	_mm256_maskstore_epi64((long long *)held, _mm256_set1_epi64x(-1), _mm256_set1_epi64x((long)p));
}

// CHECK: {{^}}gathered p leaking param: p{{$}}
__attribute__((target("avx2"))) void gathered(void *p)
{
	void *t[4] = {p, p, p, p};
	number = _mm256_extract_epi64(_mm256_i64gather_epi64((long long *)t, _mm256_setzero_si256(), 8), 0);
}

// CHECK: {{^}}scattered p leaking param: p{{$}}
__attribute__((target("avx512f"))) void scattered(void *p)
{
	_mm512_i64scatter_epi64(held, _mm512_setzero_si512(), _mm512_set1_epi64((long)p), 8);
}

// CHECK: {{^}}compressed p leaking param: p{{$}}
__attribute__((target("avx512f"))) void compressed(void *p)
{
	_mm512_mask_compressstoreu_epi64(held, 3, _mm512_set1_epi64((long)p));
}

// CHECK: {{^}}summed p p does not escape{{$}}
void summed(const int *p)
{
	__m128i v = _mm_loadu_si128((const __m128i *)p);
	_mm_storeu_si128((__m128i *)held, _mm_add_epi32(v, v));
}
