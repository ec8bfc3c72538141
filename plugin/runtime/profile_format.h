/*
 * profile_format.h - the file that a running program keeps its escape profile in.
 *
 * The file is mapped and shared, so it is complete at every moment, also when the
 * program ends without running any of our code (Go programs do). It is in the
 * byte order of the machine. plugin/profile reads it.
 *
 * After the header come records, each 8 bytes aligned, the first 8 bytes its kind
 * and its size. A reference is the offset of another record in the file, of a
 * record before it; 0 is none.
 */
#ifndef CE_RT_PROFILE_FORMAT_H
#define CE_RT_PROFILE_FORMAT_H

#include <stdint.h>

#define CE_RT_PROFILE_MAGIC "CGOPROF" /* with its NUL */
#define CE_RT_PROFILE_VERSION 1
#define CE_RT_PROFILE_ORDER 0x01020304u

enum {
	CE_RT_PROFILE_GO = 1 << 0,   /* of a Go program */
	CE_RT_PROFILE_FULL = 1 << 1, /* it ran out of space: later things are missing */
};

typedef struct ce_rt_profile_header {
	char magic[8];
	uint32_t version, order;
	uint64_t used;    /* bytes, header included; what is behind does not count */
	uint64_t started; /* nanoseconds since 1970 */
	uint32_t pid, flags;
	uint32_t rate; /* share of calls that were looked at, of 2^32 - 1 */
	uint32_t unused;
} ce_rt_profile_header;

typedef enum ce_rt_profile_kind {
	CE_RT_PROFILE_STRING = 1,
	CE_RT_PROFILE_FUNC,
	CE_RT_PROFILE_SITE,
	CE_RT_PROFILE_STACK,
	CE_RT_PROFILE_MODULE,
	CE_RT_PROFILE_CALL,
	CE_RT_PROFILE_PARAM,
	CE_RT_PROFILE_SEEN,
	CE_RT_PROFILE_ALLOC,
	CE_RT_PROFILE_CALLBACK,
} ce_rt_profile_kind;

typedef struct ce_rt_profile_record {
	uint32_t kind, size; /* bytes, this head included; a multiple of 8 */
} ce_rt_profile_record;

typedef struct ce_rt_profile_string {
	ce_rt_profile_record head;
	uint32_t length; /* bytes; a NUL follows */
	char text[4];
} ce_rt_profile_string;

typedef struct ce_rt_profile_param {
	uint64_t name;
	uint32_t line, col;
	uint32_t index, flags; /* of the C signature; CE_RT_PARAM_* */
} ce_rt_profile_param;

typedef struct ce_rt_profile_func {
	ce_rt_profile_record head;
	uint64_t name, file;
	uint32_t line, col;
	uint32_t flags, nparams; /* CE_RT_FUNC_* */
	ce_rt_profile_param params[];
} ce_rt_profile_func;

typedef struct ce_rt_profile_site {
	ce_rt_profile_record head;
	uint64_t function, file, text;
	uint32_t line, col;
	uint32_t verdict, unused; /* CE_RT_SITE_* */
} ce_rt_profile_site;

/** Return addresses, the innermost first. */
typedef struct ce_rt_profile_stack {
	ce_rt_profile_record head;
	uint64_t n;
	uint64_t pcs[];
} ce_rt_profile_stack;

/** Code that was mapped: [base, end) is the file from offset on. */
typedef struct ce_rt_profile_module {
	ce_rt_profile_record head;
	uint64_t base, end, offset, path;
} ce_rt_profile_module;

/* ---- what was counted: these change in place ------------------------------------------ */

/** Calls that were looked at. */
typedef struct ce_rt_profile_call {
	ce_rt_profile_record head;
	uint64_t func, stack, count;
} ce_rt_profile_call;

/** Calls in which a copy of the parameter would have been seen. */
typedef struct ce_rt_profile_watched {
	ce_rt_profile_record head;
	uint64_t func, param, count; /* param: index into the function's params */
} ce_rt_profile_watched;

/** Copies that were left: where, how often, and the bytes of the objects they lead to. */
typedef struct ce_rt_profile_seen {
	ce_rt_profile_record head;
	uint64_t func, stack, where;
	uint32_t param, root; /* param: index into params; root: ce_rt_root_kind */
	uint64_t to;          /* root PARAM: index into params of the one that leads there */
	uint64_t count, bytes;
} ce_rt_profile_seen;

/** Objects made by one call of malloc() or its like; how many of them were freed before
 * the function returned that made them. */
typedef struct ce_rt_profile_alloc {
	ce_rt_profile_record head;
	uint64_t site, stack;
	uint64_t objects, bytes, freed_objects, freed_bytes;
} ce_rt_profile_alloc;

/** Calls of `exported`, which is Go code, by `func`. */
typedef struct ce_rt_profile_callback {
	ce_rt_profile_record head;
	uint64_t func, exported, count;
} ce_rt_profile_callback;

#endif
