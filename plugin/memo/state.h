/*
 * state.h - what the files of memo/ share.
 */
#ifndef CE_MEMO_STATE_H
#define CE_MEMO_STATE_H

#include <xxhash.h>

#include "base/buf.h"
#include "memo/memo.h"
#include "solve/solution.h"

/* ---- numbers that last (numbers.c) -------------------------------------------------
 *
 * The file has lists of the functions, globals, offsets and notes that it mentions. They
 * only grow, so a number means the same as long as the file lives. */

typedef struct ce_numbers {
	CE_VEC(uint64_t) names; /* by number in the file */
	ce_ids here, there;     /* number in the file -> in the program, and back; CE_NONE: not known yet */
	ce_map by_name;         /* name -> number in the file */
	ce_map in_program;      /* name -> number in the program, */
	uint32_t seen;          /* of so many of the program's */
} ce_numbers;

/** The notes of a unit, told by the function that has them and their order there. */
typedef struct ce_unit_notes {
	bool known;
	uint32_t *owner, *place; /* of each note: function of the unit or CE_NONE, place in its list */
	uint32_t *lists, *first; /* all lists; where that of each function starts, and its end */
} ce_unit_notes;

typedef struct ce_memo_entry {
	XXH128_hash_t key;
	size_t at;
	uint32_t n;    /* bytes of its text */
	uint32_t next; /* with the same key, or CE_NONE */
	bool fresh;    /* in ce_memo.fresh, not in the file */
	bool used;
} ce_memo_entry;

struct ce_memo {
	char *path;
	uint64_t tool;
	uint64_t run; /* told from every other */
	ce_program *p;
	bool check; /* every hit is compared with what solving says */
	ce_memo_stats stats;
	ce_buf file, fresh;
	CE_VEC(ce_memo_entry) entries;
	ce_map index; /* of keys: first entry */
	ce_numbers fns, gls;
	CE_VEC(ce_off) offs;
	ce_ids offs_here, offs_there;
	CE_VEC(uint64_t) notes; /* function << 32 | place in its list */
	ce_ids notes_here, notes_there;
	ce_map note_index;
	ce_unit_notes *units;
	/* What is hashed once (hashes.c), by number in the program. */
	CE_VEC(XXH128_hash_t) bodies;
	CE_VEC(uint64_t) fn_hashes, gl_hashes, contents_hashes;
	ce_ids ncontents; /* that are in contents_hashes */
	uint64_t code_hash;
	uint32_t ncode;
	ce_solution solution;
	ce_buf text; /* of the entry that is made */
};

void memo_numbers_init(ce_memo *m);
void memo_numbers_free(ce_memo *m);
uint32_t memo_fn(ce_memo *m, uint32_t fn); /* the number in the file */
uint32_t memo_gl(ce_memo *m, uint32_t gl);
uint32_t memo_off(ce_memo *m, ce_offid off);
uint32_t memo_note(ce_memo *m, ce_gnote note); /* 0: none; CE_NONE: it has no name */
/* And back; CE_NONE: there is none in this program. */
uint32_t memo_fn_here(ce_memo *m, uint32_t fn);
uint32_t memo_gl_here(ce_memo *m, uint32_t gl);
ce_offid memo_off_here(const ce_memo *m, uint32_t off);
ce_gnote memo_note_here(ce_memo *m, uint32_t note);
/** What a note of a unit is known by. */
uint64_t memo_note_name(ce_memo *m, uint32_t unit, uint32_t note);

/* hashes.c: what a solution reads, as it is now */
enum { MEMO_NO_SUMMARY = 1 };
XXH128_hash_t memo_solution_key(ce_memo *m, uint32_t fn, bool widen);
XXH128_hash_t memo_verdict_key(ce_memo *m, uint32_t fn);
/** @param before  the hash of the reader's own summary when it began */
uint64_t memo_read_hash(ce_memo *m, uint32_t reader, uint64_t before, const ce_read *r);
uint64_t memo_summary_hash(ce_memo *m, uint32_t fn);

/* encode.c, decode.c: texts of entries */
void memo_put(ce_buf *b, uint64_t n);
void memo_put_word(ce_buf *b, uint64_t word);
/** False: something in it has no name that lasts. */
bool memo_put_solution(ce_memo *m, uint32_t fn, uint64_t before);
bool memo_put_verdict(ce_memo *m, uint32_t fn, const ce_verdict *v, ce_stats work);
bool memo_put_summary(ce_memo *m, ce_buf *b, const ce_summary *s);

typedef struct ce_memo_text { /* of an entry that is read */
	const unsigned char *at, *end;
	bool ok; /* false: it is damaged */
} ce_memo_text;

uint64_t memo_get(ce_memo_text *t);
uint64_t memo_get_word(ce_memo_text *t);
/** Whether all that it read is the same now. The text is then behind the reads. */
bool memo_same_reads(ce_memo *m, uint32_t fn, ce_memo_text *t);
/** Whether the program's budget is used up where it was then; t is behind the reads. */
bool memo_same_course(const ce_memo *m, ce_memo_text t);
/** Do again what a solution did. False: it is damaged, and nothing is changed that solving does not do too.
 */
bool memo_replay(ce_memo *m, uint32_t fn, ce_memo_text t, bool *changed);
/** The same of a verdict; NULL: it is damaged. */
ce_verdict *memo_get_verdict(ce_memo *m, uint32_t fn, ce_memo_text t);
/** ce_summary.print of the summary that a text has; 0: it has none. */
uint64_t memo_print(ce_memo *m, uint32_t fn, ce_memo_text t);

/* store.c: the file */
void memo_load(ce_memo *m);
void memo_forget(ce_memo *m); /* what was loaded */
void memo_index_entry(ce_memo *m, uint32_t entry);
const unsigned char *memo_entry_text(const ce_memo *m, const ce_memo_entry *e);

#endif
