/* <stdatomic.h>: what the compiler calls when it has no instruction (libatomic), and the outline atomics of
 * AArch64.
 * Assumed: as plain memory accesses: an atomic store stores, an exchange returns what was there. The names
 * are given by label, as the compiler knows the functions by another signature. Arithmetic on an address
 * keeps it. */
#include "model.h"

void atomic_load(size_t n, void *p, void *result, int order) __asm__("__atomic_load");
void atomic_store(size_t n, void *p, void *value, int order) __asm__("__atomic_store");
void atomic_exchange(size_t n, void *p, void *value, void *result, int order) __asm__("__atomic_exchange");
int atomic_compare_exchange(size_t n, void *p, void *expected, void *desired, int order,
                            int failure) __asm__("__atomic_compare_exchange");

void atomic_load(size_t n, void *p, void *result, int order)
{
	__builtin_memmove(result, p, n);
}
void atomic_store(size_t n, void *p, void *value, int order)
{
	__builtin_memmove(p, value, n);
}
void atomic_exchange(size_t n, void *p, void *value, void *result, int order)
{
	__builtin_memmove(result, p, n);
	__builtin_memmove(p, value, n);
}
int atomic_compare_exchange(size_t n, void *p, void *expected, void *desired, int order, int failure)
{
	__builtin_memmove(expected, p, n);
	__builtin_memmove(p, desired, n);
	return model_any();
}

/* of one size each; values narrower than a pointer carry none */
#define MODEL_FETCH(size, type, name, value_op)                                           \
	type fetch_##name##_##size(volatile void *p, type value,                          \
	                           int order) __asm__("__atomic_fetch_" #name "_" #size); \
	type fetch_##name##_##size(volatile void *p, type value, int order)               \
	{                                                                                 \
		type old = *(volatile type *)p;                                           \
		*(volatile type *)p = value_op;                                           \
		return old;                                                               \
	}                                                                                 \
	type name##_fetch_##size(volatile void *p, type value,                            \
	                         int order) __asm__("__atomic_" #name "_fetch_" #size);   \
	type name##_fetch_##size(volatile void *p, type value, int order)                 \
	{                                                                                 \
		type old = *(volatile type *)p;                                           \
		return *(volatile type *)p = value_op;                                    \
	}
#define MODEL_ATOMIC(size, type)                                                                         \
	type __atomic_load_##size(const volatile void *p, int order)                                     \
	{                                                                                                \
		return *(const volatile type *)p;                                                        \
	}                                                                                                \
	void __atomic_store_##size(volatile void *p, type value, int order)                              \
	{                                                                                                \
		*(volatile type *)p = value;                                                             \
	}                                                                                                \
	type __atomic_exchange_##size(volatile void *p, type value, int order)                           \
	{                                                                                                \
		type old = *(volatile type *)p;                                                          \
		*(volatile type *)p = value;                                                             \
		return old;                                                                              \
	}                                                                                                \
	bool __atomic_compare_exchange_##size(volatile void *p, void *expected, type desired, int order, \
	                                      int failure)                                               \
	{                                                                                                \
		*(type *)expected = *(volatile type *)p;                                                 \
		*(volatile type *)p = desired;                                                           \
		return model_any();                                                                      \
	}                                                                                                \
	MODEL_FETCH(size, type, add, old + value)                                                        \
	MODEL_FETCH(size, type, sub, old - value)                                                        \
	MODEL_FETCH(size, type, and, old &value)                                                         \
	MODEL_FETCH(size, type, or, old | value)                                                         \
	MODEL_FETCH(size, type, xor, old ^ value)                                                        \
	MODEL_FETCH(size, type, nand, ~(old & value))
MODEL_ATOMIC(1, uint8_t)
MODEL_ATOMIC(2, uint16_t)
MODEL_ATOMIC(4, uint32_t)
MODEL_ATOMIC(8, uint64_t)
MODEL_ATOMIC(16, unsigned __int128)

bool is_lock_free(size_t n, const volatile void *p) __asm__("__atomic_is_lock_free");
bool is_lock_free(size_t n, const volatile void *p)
{
	return model_any();
}

/* as functions */
MODEL_NOTHING(bool, atomic_flag_test_and_set, (volatile void *flag))
MODEL_NOTHING(bool, atomic_flag_test_and_set_explicit, (volatile void *flag, int order))
MODEL_VOID(atomic_flag_clear, (volatile void *flag))
MODEL_VOID(atomic_flag_clear_explicit, (volatile void *flag, int order))
MODEL_VOID(atomic_thread_fence, (int order))
MODEL_VOID(atomic_signal_fence, (int order))

/* AArch64: compare-and-swap returns what was there; the others are as above */
#define MODEL_OUTLINE(size, type, order)                                         \
	type __aarch64_cas##size##_##order(type expected, type desired, void *p) \
	{                                                                        \
		type old = *(volatile type *)p;                                  \
		*(volatile type *)p = desired;                                   \
		return old;                                                      \
	}                                                                        \
	MODEL_OUTLINE_OP(size, type, order, swp, value)                          \
	MODEL_OUTLINE_OP(size, type, order, ldadd, old + value)                  \
	MODEL_OUTLINE_OP(size, type, order, ldclr, old & ~value)                 \
	MODEL_OUTLINE_OP(size, type, order, ldeor, old ^ value)                  \
	MODEL_OUTLINE_OP(size, type, order, ldset, old | value)
#define MODEL_OUTLINE_OP(size, type, order, op, value_op)        \
	type __aarch64_##op##size##_##order(type value, void *p) \
	{                                                        \
		type old = *(volatile type *)p;                  \
		*(volatile type *)p = value_op;                  \
		return old;                                      \
	}
#define MODEL_OUTLINE_ORDERS(size, type)   \
	MODEL_OUTLINE(size, type, relax)   \
	MODEL_OUTLINE(size, type, acq)     \
	MODEL_OUTLINE(size, type, rel)     \
	MODEL_OUTLINE(size, type, acq_rel) \
	MODEL_OUTLINE(size, type, sync)
MODEL_OUTLINE_ORDERS(1, uint8_t)
MODEL_OUTLINE_ORDERS(2, uint16_t)
MODEL_OUTLINE_ORDERS(4, uint32_t)
MODEL_OUTLINE_ORDERS(8, uint64_t)
