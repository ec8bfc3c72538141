/* What the kinds of statements share, and the kinds. */
#ifndef GEN_STATEMENTS_H
#define GEN_STATEMENTS_H

#include "program.h"

/* Both conditions. */
expr both(expr a, expr b);
/* The conditions alone, for behind a call that may have changed what they are about. */
const char *still(const cluster *c, expr e);
const char *fresh(cluster *c, const char *stem);
void declare(cluster *c, const char *name, char kind, bool local);

/* Each writes one statement; depth: how many may stand in each other. */
void s_store(cluster *c, int depth);
void s_load(cluster *c, int depth);
void s_untyped(cluster *c, int depth);
void s_word(cluster *c, int depth);
void s_string(cluster *c, int depth);
void s_local(cluster *c, int depth);
void s_copy(cluster *c, int depth);
void s_interior(cluster *c, int depth);
void s_heap(cluster *c, int depth);
void s_helper(cluster *c, int depth);
void s_context(cluster *c, int depth);
void s_hook(cluster *c, int depth);
void s_atomic(cluster *c, int depth);
void s_temporary(cluster *c, int depth);
void s_parked(cluster *c, int depth);
void s_setjmp(cluster *c, int depth);
void s_call(cluster *c, int depth);
void s_if(cluster *c, int depth);
void s_loop(cluster *c, int depth);
void s_switch(cluster *c, int depth);

#endif
