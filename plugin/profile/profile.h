/*
 * profile.h - escape profiles: what instrumented programs were seen to do.
 *
 * Read from the files that the runtime writes (runtime/profile_format.h) or from
 * pprof profiles made of them, any number into one; written as pprof, text, TSV
 * and JSON.
 */
#ifndef CE_PROFILE_H
#define CE_PROFILE_H

#include "base/buf.h"
#include "base/strings.h"

typedef enum ce_profile_kind {
	CE_PROFILE_CALL,     /* calls of a function that were looked at */
	CE_PROFILE_WATCHED,  /* of these, calls in which a copy of the parameter would have been seen */
	CE_PROFILE_SEEN,     /* calls that left a copy */
	CE_PROFILE_ALLOC,    /* objects made by one call of an allocator */
	CE_PROFILE_CALLBACK, /* calls of Go code */
	CE_PROFILE_NKINDS
} ce_profile_kind;

const char *ce_profile_kind_name(ce_profile_kind k); /* "call", "watched", ... */

/** What a row is about; equal keys are one row. Texts are of the profile's strings. */
typedef struct ce_profile_key {
	uint32_t kind; /* ce_profile_kind */
	ce_str function;
	ce_str file; /* of the function, the parameter or the allocation, as the compiler shows it */
	uint32_t line, col;
	uint32_t index; /* of the parameter in the C signature; CE_PROFILE_NO_INDEX */
	ce_str name;    /* of the parameter; an allocation's text; the Go function */
	ce_str fact;    /* SEEN: "direct", "result:0", "param:J"; ALLOC: as its unit predicted, "local",
	                   "escapes" or "" */
	ce_str where;   /* SEEN: who holds it */
	uint32_t stack; /* index of ce_profile.stacks; 0 is none */
} ce_profile_key;

#define CE_PROFILE_NO_INDEX UINT32_MAX

typedef struct ce_profile_row {
	ce_profile_key key;
	uint64_t count, bytes;
	uint64_t freed, freed_bytes; /* ALLOC: before the function that made them returned */
} ce_profile_row;

/** Addresses, the innermost first, as in the process that was read first. */
typedef struct ce_profile_stack {
	uint32_t first, n; /* in ce_profile.pcs */
} ce_profile_stack;

typedef struct ce_profile_module {
	ce_str path;
	uint64_t base, end, offset;
} ce_profile_module;

typedef struct ce_profile {
	ce_strings strings;
	CE_VEC(ce_profile_row) rows;
	CE_VEC(ce_profile_stack) stacks;
	CE_VEC(uint64_t) pcs;
	CE_VEC(ce_profile_module) modules;
	ce_map index, stack_index;
	uint64_t started; /* of the first, nanoseconds since 1970 */
	double rate;      /* the smallest share of calls that was looked at */
	bool is_go, is_full;
} ce_profile;

void ce_profile_init(ce_profile *p);
void ce_profile_free(ce_profile *p);

/**
 * Add what a file holds; its form is told by its first bytes.
 *
 * @retval false  it cannot be read, or is none; *error names file and place (the
 *                caller frees it). What was read before it stays.
 */
bool ce_profile_read(ce_profile *p, const char *path, char **error);

/** Whether a file's bytes look like a profile of either form. */
bool ce_profile_is_one(const ce_buf *bytes);

/** Sort the rows: by kind, then bytes and count, the most first, then names. */
void ce_profile_sort(ce_profile *p);
/** The same of other rows of this profile. */
void ce_profile_sort_rows(const ce_profile *p, ce_profile_row *rows, uint32_t n);

/* ---- writers: each appends the whole ------------------------------------------------- */

void ce_profile_text(const ce_profile *p, ce_buf *out);
void ce_profile_tsv(const ce_profile *p, ce_buf *out);
void ce_profile_json(const ce_profile *p, ce_buf *out);
/** gzip'ed protobuf, for `go tool pprof`. @retval false  zlib failed */
bool ce_profile_pprof(const ce_profile *p, ce_buf *out);

/* ---- for the readers: profile.c --------------------------------------------------------- */

/** The row of a key, made with zeros if need be; until the next one is made. */
ce_profile_row *ce_profile_row_of(ce_profile *p, const ce_profile_key *key);
/** The number of a stack; equal ones are one. */
uint32_t ce_profile_stack_of(ce_profile *p, const uint64_t *pcs, uint32_t n);
/** The module of that path, added if need be. */
const ce_profile_module *ce_profile_module_of(ce_profile *p, const ce_profile_module *m);

bool ce_profile_read_raw(ce_profile *p, const char *path, const ce_buf *bytes, char **error);
bool ce_profile_read_pprof(ce_profile *p, const char *path, const ce_buf *bytes, char **error);

#endif
