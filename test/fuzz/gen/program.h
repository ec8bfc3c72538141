/* A random program: clusters of functions that share types, globals and helpers.
 *
 * A cluster is small, so that what one function does to the globals leaves something to
 * prove in others; a program has many, so that a compiler is started rarely. Each cluster has its
 * own random stream and its own choice of idioms (swarm testing). Texts name types, globals and
 * helpers with a `@`, which becomes the cluster's number.
 *
 * Kinds of variables and parameters:
 *   N struct N *   B struct B *   C struct C *   O struct N **   v void *   s char *
 *   w uintptr_t    S struct B     P struct P     U union U       f callback k integer
 * and of locals only:
 *   n struct D, b struct B, p struct P, u union U, c struct C
 * and those of shapes: g char **, other letters pointers to the struct of that name, `e` struct E.
 */
#ifndef GEN_PROGRAM_H
#define GEN_PROGRAM_H

#include "helpers.h"
#include "text.h"

enum { MAX_PARAMS = 6, MAX_VARS = 64, MAX_FUNCS = 20, ALL_FUNCS = 64, MAX_CONDS = 8, MAX_UNITS = 3 };
enum { CLUSTER_SHAPES = 2, PICKS = 10 };

typedef struct {
	const char *name;
	char kind;
	/* Holds the address of a local, perhaps: stored nowhere that outlives the function. */
	bool local;
	/* Not null here, and never assigned. */
	bool nonnull;
} var;

typedef struct {
	const char *name;
	char result; /* 0: void */
	int nparams;
	var params[MAX_PARAMS];
	const char *ktype; /* of its integer parameter */
	bool is_static, setter;
	unsigned unit;
} func;

/* Text that may be evaluated where its conditions hold. */
typedef struct {
	const char *cond[MAX_CONDS];
	int n;
	const char *text;
} expr;

typedef struct shape shape;
typedef struct shapes shapes;

typedef struct {
	rng r;
	unsigned number, units, home; /* home: the unit with its globals, and most functions */
	uint64_t idioms;              /* one bit for each kind of statement, and from 40 for expressions */
	int narr, ntables;
	const char *types, *globals, *others_globals; /* in the unit that defines them; elsewhere */
	func funcs[ALL_FUNCS];
	int nfuncs;
	page bodies[MAX_UNITS];

	/* shapes.c */
	const shape *shapes[CLUSTER_SHAPES];
	page *uses[CLUSTER_SHAPES]; /* where their helpers are, once they are */
	unsigned picks[PICKS];      /* of `$1(` and so on */
	int nshapes;
	/* Not NULL: a struct that one unit knows; the other types, and what others call, are in a header. */
	const char *own_types;
	unsigned own_unit;
	const char *letters, *fields, *layouts; /* kinds of theirs; for the harness */

	/* The function that is being written. */
	func *now;
	var scope[MAX_VARS];
	int nscope;
	page *out;
	int counter, indent;
	bool in_loop, parked;
} cluster;

/* types.c */
#define UNIT_HEAD                                                                                  \
	"#include <pthread.h>\n#include <setjmp.h>\n#include <stdarg.h>\n#include <stdatomic.h>\n" \
	"#include <stddef.h>\n#include <stdint.h>\n#include <stdlib.h>\n#include <string.h>\n"
void types_choose(cluster *c);
/* One more global: of one unit, once for each unit (static), or shared by all. */
void types_add_global(cluster *c, const char *decl);
/* Of a cluster with own_types: what the header has. */
void types_header(cluster *c, page *p);
/* What a unit has of the cluster, before its functions: types, globals, prototypes. */
void types_write(cluster *c, unsigned unit, page *p);

/* expressions.c */
bool one_in(cluster *c, unsigned n);
const char *pick_of(cluster *c, int n, const char *const *items);
#define PICK(c, ...)                                                                    \
	pick_of(c, (int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(const char *)), \
	        (const char *[]){__VA_ARGS__})
bool uses(const cluster *c, int idiom);
var *pick_var(cluster *c, const char *kinds, bool stored);
bool is_nonnull(const cluster *c, const char *name);
expr plain(const char *text);
expr with(expr e, const char *cond);
const char *when(const cluster *c, expr e, const char *other);
expr node_base(cluster *c);
expr box_base(cluster *c);
expr context_base(cluster *c, bool stored);
expr node_slot(cluster *c);
expr assignable(cluster *c);
const char *node(cluster *c, int depth);
const char *string(cluster *c);
const char *constant(cluster *c);
const char *condition(cluster *c);
/* The struct that a base (`x->`, `y.`) belongs to: as an address, as a value. */
const char *address_of(const char *base);
const char *value_of(const char *base);

/* statements.c */
void statement(cluster *c, int depth);
void line(cluster *c, const char *text);
void emit(cluster *c, expr e, const char *text);
const char *return_text(cluster *c);

/* functions.c */
void cluster_make(cluster *c, uint64_t seed, unsigned number, unsigned units, const shapes *all);
void cluster_free(cluster *c);
const char *ops_of(cluster *c);
const char *signature(const func *f);
const char *c_type(const func *f, char kind);
/* A function begins, or ends; it is one of c->funcs. */
void function_begin(cluster *c, func *f);
void function_end(cluster *c);
/* One of random statements. */
void function_random(cluster *c, const char *stem, bool spread);

/* The header of the program; nothing if no cluster needs one. */
void header_write(cluster *const *clusters, unsigned n, page *p);
/* The source of one unit of the program. */
void unit_write(cluster *const *clusters, unsigned n, const helpers *h, unsigned unit, page *p);

/* harness.c: the tables and thunks by which the observer calls the functions */
void harness_write(cluster *const *clusters, unsigned n, page *p);

#endif
