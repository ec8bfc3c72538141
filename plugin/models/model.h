/* What the library models are written with; README.md tells how to read and write one.
 *
 * A model is a C body with the pointer flows of a library function and nothing else. It is analysed like user
 * code: field by field, every branch taken, order of statements without meaning. Five functions, known to the
 * engine by name, say what C cannot. */
#ifndef CGOESCAPE_MODEL_H
#define CGOESCAPE_MODEL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* A fresh heap object; every call of the modelled function makes its own. */
void *__cgoescape_new(void);

/* Someone outside holds p after the call. The category is a literal, one of "heap", "global", "thread",
 * "callback-data", "unknown-callee", "variadic". */
void __cgoescape_keep(const volatile void *p, const char *category);

/* Memory that is not the program's (a result buffer of libc, the environment). Storing a pointer there leaks
 * it; what is loaded from there, or called, is unknown. */
void *__cgoescape_outside(void);

/* The same, of memory that holds and leads to data of the library, and no code: text, tables, its own state.
 */
void *__cgoescape_data(void);

/* An int nobody knows: the condition that keeps both branches, the offset that may be any. */
int __cgoescape_any(void);

#define model_new() __cgoescape_new()
#define model_keep(p, category) __cgoescape_keep(p, category)
#define model_outside() __cgoescape_outside()
#define model_data() __cgoescape_data()
#define model_any() __cgoescape_any()

/* A pointer to somewhere in the object of p. */
#define model_within(p) ((void *)((char *)(p) + __cgoescape_any()))

/* One of the two. */
#define model_either(a, b) (__cgoescape_any() ? (void *)(a) : (void *)(b))

/* All content of s, whatever its size, moved to d. */
#define model_copy(d, s) ((void)__builtin_memmove(d, s, (size_t)__cgoescape_any()))

/* What realloc returns: the old block, or a new one with its content. */
#define model_moved(p)                            \
	({                                        \
		void *moved_ = __cgoescape_new(); \
		model_copy(moved_, p);            \
		model_either(moved_, p);          \
	})

/* The bytes at p leave the program (write, send): whoever reads the other end of the pipe could put a pointer
 * among them together again. Byte by byte on purpose: bytes of a parameter's pointee are data (assumption A1
 * of the analysis), a pointer the caller itself has put there is not. */
#define model_sends(p) ((void)(*(char *)model_data() = *(const char *)model_within(p)))

/* End of a body that does not return. A loop, because statements before an `unreachable` may be deleted. */
#define model_no_return() \
	for (;;)          \
		;

/* One line for the many functions that only read, only write data, or only look at their arguments. */
#define MODEL_NOTHING(type, name, params)       \
	type name params                        \
	{                                       \
		return (type)__cgoescape_any(); \
	}
#define MODEL_VOID(name, params) \
	void name params         \
	{                        \
	}
#define MODEL_NO_RETURN(name, params)              \
	__attribute__((noreturn)) void name params \
	{                                          \
		model_no_return()                  \
	}

/* One line for functions whose only flow is their result. */
#define MODEL_RETURNS(type, name, params, value) \
	type name params                         \
	{                                        \
		return (type)(value);            \
	}
#define MODEL_NEW(type, name, params) MODEL_RETURNS(type, name, params, __cgoescape_new())
#define MODEL_OUTSIDE(type, name, params) MODEL_RETURNS(type, name, params, __cgoescape_outside())
#define MODEL_DATA(type, name, params) MODEL_RETURNS(type, name, params, __cgoescape_data())

/* Variables of the library, which only its own functions set: what they lead to is its data, and no code. */
#define MODEL_VARIABLES(name, ...) static void *const name[] __attribute__((used)) = {__VA_ARGS__};

/* Types many models need and whose own headers would bring macros and renamed symbols along. */
typedef struct _IO_FILE FILE;
typedef struct __locale_struct *locale_t;

#endif
