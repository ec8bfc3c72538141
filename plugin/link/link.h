/*
 * link.h - many units as one program, solved.
 */
#ifndef CE_LINK_H
#define CE_LINK_H

#include "base/buf.h"
#include "memo/memo.h"
#include "solve/program.h"

/**
 * Resolve names across units as a linker would: internal symbols stay in their
 * unit, a strong definition beats weak and linkonce ones, a definition in a
 * user unit beats a library model.
 *
 * @param units, nunits    borrowed; they must outlive the program; in any order: they are
 *                         taken by directory and source
 * @param whole            the program is complete: weak definitions are final
 * @param[out] problems    one line for each duplicate definition (the first one
 *                         in that order counts); empty when there is none
 * @return the program, freed with ce_program_free()
 */
ce_program *ce_link(ce_unit *const *units, size_t nunits, bool whole, ce_buf *problems);
void ce_program_free(ce_program *p); /* NULL allowed */

/** Take the variables of this name for hooks that stay at their default: whatever is
 * stored there that the program does not list is not called. Not those whose default is
 * elsewhere: what is not defined, or, unless the program is whole, weak. */
void ce_program_assume(ce_program *p, const char *variable, bool whole);

/** Function numbers by symbol; CE_NONE when there is none of external linkage. */
uint32_t ce_program_find(const ce_program *p, const char *symbol);

/**
 * Solve every function that a reported one needs: bottom-up over the strongly
 * connected components of the call graph, again where an indirect call or a
 * global's content came to light later, until nothing changes.
 *
 * @param memo  solutions of an earlier run that are done again where nothing they read has
 *              changed, or NULL
 */
void ce_program_solve(ce_program *p, ce_memo *memo);

/* globals.c: what a solved function adds to the contents of globals.
 * Functions whose solution it may change are appended to dirty. */
void ce_globals_update(ce_program *p, uint32_t fn, ce_ids *dirty);
void ce_globals_init(ce_program *p);
/* members.c: before ce_globals_init(). */
void ce_members_init(ce_program *p, bool whole);
/* ... and after it: where members lead to many tables these are taken for one. */
void ce_members_join(ce_program *p);
/* names.c: before aliases are followed. */
void ce_names_init(ce_program *p);
/* private_hooks.c: after decide(). */
void ce_private_hooks_init(ce_program *p, bool whole);
/* returns.c: after decide(). */
void ce_returns_init(ce_program *p);
/* settable.c: after decide(). */
void ce_settable_init(ce_program *p);

#endif
