// Each invariant of a unit, broken once, is found and named with its place.
//
// RUN: %leaks %unit/unit_check_test
#include <stdlib.h>

#include "check.h"
#include "units.h"

TEST(accepts_valid_units)
{
	ce_unit *u = sample_unit();

	CHECK_STR(ce_unit_check(u), NULL);
	ce_unit_free(u);
	for (uint64_t seed = 0; seed < 500; seed++) {
		u = random_unit(seed);
		CHECK_STR(ce_unit_check(u), NULL);
		ce_unit_free(u);
	}
}

/* One row: what is broken in a fresh sample unit, and the message. */
#define BROKEN(message, ...)                      \
	do {                                      \
		ce_unit *u = sample_unit();       \
		ce_func *f = &u->funcs.at[0];     \
		ce_global *g = &u->globals.at[1]; \
		char *error;                      \
		(void)f, (void)g;                 \
		__VA_ARGS__;                      \
		error = ce_unit_check(u);         \
		CHECK_STR(error, message);        \
		free(error);                      \
		ce_unit_free(u);                  \
	} while (0)

/* Numbers in the sample unit: the first edge of each operation by number. */
enum {
	ADDR = 0,
	COPY = 5,
	STRIDED = 7,
	LOAD = 10,
	STORE = 11,
	MOVE = 13,
	CALL = 15,
	LEAK = 17,
	OPAQUE,
	NEW,
	ARRAY
};

TEST(unit)
{
	BROKEN("string 0 is not the empty string", u->strings.texts.at[0] = "x");
	BROKEN("pointer size 2 is neither 4 nor 8", u->pointer_size = 2);
	BROKEN("note 0 is not empty", u->notes.at[0].pos.line = 1);
	BROKEN("note 0 is not empty", u->notes.n = 0);
	BROKEN("source is 99, there are 16", u->source = 99);
	BROKEN("directory is 99, there are 16", u->directory = 99);
	BROKEN("producer is 99, there are 16", u->producer = 99);
	BROKEN("note 2: reason 99 is unknown", u->notes.at[2].reason = 99);
	BROKEN("note 2: text is 99, there are 16", u->notes.at[2].text = 99);
	BROKEN("note 2: file of the position is 99, there are 16", u->notes.at[2].pos.file = 99);
}

TEST(globals)
{
	BROKEN("global 1 ?: name is 99, there are 16", g->name = 99);
	BROKEN("global 1 keep.ops: shown name is 99, there are 16", g->shown = 99);
	BROKEN("global 1 keep.ops: file of the position is 99, there are 16", g->pos.file = 99);
	BROKEN("global 1 keep.ops: linkage 4 is unknown", g->linkage = 4);
	BROKEN("global 1 keep.ops: flags 0x80 are unknown", g->flags |= 0x80);
	BROKEN("global 1 keep.ops: size 4611686018427387905 is too large", g->size = ((uint64_t)1 << 62) + 1);
	BROKEN("global 1 keep.ops: init 1: byte 16 lies outside the global", g->size = 16);
	BROKEN("global 1 keep.ops: init 0: byte -1 lies outside the global", g->inits.at[0].at = -1);
	BROKEN("global 1 keep.ops: init 1: byte 16 stands after byte 17", g->inits.at[0].at = 17);
	BROKEN("global 1 keep.ops: init 1: offset 4611686018427387904 is out of range",
	       g->inits.at[1].off = (int64_t)1 << 62);
	BROKEN("global 1 keep.ops: init 0: func is 3, there are 3", g->inits.at[0].target++,
	       g->inits.at[0].target++);
	BROKEN("global 1 keep.ops: init 0: an initialiser cannot name a local",
	       g->inits.at[0].target = ce_ref_make(CE_REF_LOCAL, 0));
}

TEST(functions)
{
	BROKEN("func 0 ?: name is 99, there are 16", f->name = 99);
	BROKEN("func 0 keep: shown name is 99, there are 16", f->shown = 99);
	BROKEN("func 0 keep: file of the position is 99, there are 16", f->pos.file = 99);
	BROKEN("func 0 keep: linkage 4 is unknown", f->linkage = 4);
	BROKEN("func 0 keep: flags 0x80000000 are unknown", f->flags |= 1u << 31);
	BROKEN("func 0 keep: 3 arguments and results do not fit into 2 nodes", f->nnodes = 2);
	BROKEN("func 0 keep: 4 arguments and results do not fit into 3 nodes", f->nnodes = 3,
	       f->flags |= CE_FUNC_VARIADIC);
	BROKEN("func 0 keep: 4294967297 arguments and results do not fit into 8 nodes",
	       f->nrets = UINT32_MAX);
	BROKEN("func 0 keep: 16777217 nodes are too many", f->nnodes = (1 << 24) + 1);
	BROKEN("func 2 log2: aliased func is 3, there are 3", u->funcs.at[2].alias = 3);
	BROKEN("func 2 log2: is an alias of itself", u->funcs.at[2].alias = 2);
	BROKEN("func 1 log: is an alias of itself", u->funcs.at[1].flags |= CE_FUNC_ALIAS,
	       u->funcs.at[1].alias = 2);
	BROKEN("func 0 keep: param 1: name is 99, there are 16", f->params.at[1].name = 99);
	BROKEN("func 0 keep: param 1: type is 99, there are 16", f->params.at[1].type = 99);
	BROKEN("func 0 keep: param 1: file of the position is 99, there are 16",
	       f->params.at[1].pos.file = 99);
	BROKEN("func 0 keep: arg 1: kind 3 is unknown", f->args.at[1].kind = 3);
	BROKEN("func 0 keep: arg 1: parameter is 2, there are 2", f->args.at[1].param = 2);
	BROKEN("func 0 keep: arg 1: the hidden result names parameter 1", f->args.at[1].kind = CE_ARG_RESULT);
	BROKEN("func 0 keep: arg 1: size 18446744073709551615 is too large",
	       f->args.at[1].size = CE_SIZE_UNKNOWN);
	BROKEN("func 0 keep: local 3: kind 3 is unknown", f->locals.at[3].kind = 3);
	BROKEN("func 0 keep: local 3: parameter is 2, there are 2", f->locals.at[3].param = 2);
	BROKEN("func 0 keep: local 3: name is 99, there are 16", f->locals.at[3].name = 99);
	BROKEN("func 0 keep: local 3: file of the position is 99, there are 16",
	       f->locals.at[3].pos.file = 99);
	BROKEN("func 0 keep: local 3: size 18446744073709551614 is too large",
	       f->locals.at[3].size = UINT64_MAX - 1);
}

TEST(calls)
{
	BROKEN("func 0 keep: list item 2: node is 8, there are 8", f->lists.at[2] = 8);
	BROKEN("func 0 keep: call 0: target func is 3, there are 3", f->calls.at[0].target = 3);
	BROKEN("func 0 keep: call 1: target node is 8, there are 8", f->calls.at[1].target = 8);
	BROKEN("func 0 keep: call 1: note is 99, there are 5", f->calls.at[1].note = 99);
	BROKEN("func 0 keep: call 1: arguments [3 + 3) reach outside the 5 list items",
	       f->calls.at[1].nargs = 3);
	BROKEN("func 0 keep: call 1: results [4294967295 + 2) reach outside the 5 list items",
	       f->calls.at[1].rets = UINT32_MAX, f->calls.at[1].nrets = 2);
}

TEST(edges)
{
	BROKEN("func 0 keep: edge 0: operation 10 is unknown", f->edges.at[ADDR].op = CE_NOPS);
	BROKEN("func 0 keep: edge 5: flags 0x1 do not fit operation 1",
	       f->edges.at[COPY].flags = CE_EDGE_INT);
	BROKEN("func 0 keep: edge 10: flags 0x2 do not fit operation 2",
	       f->edges.at[LOAD].flags = CE_EDGE_TRANSIENT);
	BROKEN("func 0 keep: edge 11: flags 0x4 do not fit operation 3",
	       f->edges.at[STORE].flags = CE_EDGE_LIMIT);
	BROKEN("func 0 keep: edge 13: flags 0x2 do not fit operation 4",
	       f->edges.at[MOVE].flags = CE_EDGE_TRANSIENT);
	BROKEN("func 0 keep: edge 17: flags 0x80 do not fit operation 6", f->edges.at[LEAK].flags = 0x80);
	BROKEN("func 0 keep: edge 5: note is 5, there are 5", f->edges.at[COPY].note = 5);
	for (uint32_t i = 0; i < NEW + 1; i++) {
		char *want = ce_format("func 0 keep: edge %u: dst node is 8, there are 8", i);

		if (i < CALL || i > LEAK)
			BROKEN(want, f->edges.at[i].dst = 8);
		free(want);
		want = ce_format("func 0 keep: edge %u: src node is 4294967295, there are 8", i);
		if ((i >= COPY && i < CALL) || i == LEAK)
			BROKEN(want, f->edges.at[i].src = CE_NONE);
		free(want);
	}
	BROKEN("func 0 keep: edge 0: local is 4, there are 4",
	       f->edges.at[ADDR].src = ce_ref_make(CE_REF_LOCAL, 4));
	BROKEN("func 0 keep: edge 0: global is 2, there are 2",
	       f->edges.at[ADDR].src = ce_ref_make(CE_REF_GLOBAL, 2));
	BROKEN("func 0 keep: edge 0: func is 3, there are 3",
	       f->edges.at[ADDR].src = ce_ref_make(CE_REF_FUNC, 3));
	BROKEN("func 0 keep: edge 0: reference 0xffffffff is of no kind", f->edges.at[ADDR].src = CE_NONE);
	BROKEN("func 0 keep: edge 15: call is 2, there are 2", f->edges.at[CALL].src = 2);
	BROKEN("func 0 keep: edge 17: category 0 of a leak is unknown",
	       f->edges.at[LEAK].category = CE_CAT_NONE);
	BROKEN("func 0 keep: edge 17: category 99 of a leak is unknown", f->edges.at[LEAK].category = 99);
}

TEST(offsets_and_sizes)
{
	BROKEN("func 0 keep: edge 0: offset -9223372036854775808 is out of range",
	       f->edges.at[ADDR].off.base = INT64_MIN);
	BROKEN("func 0 keep: edge 5: offset has a count of 1 without a stride",
	       f->edges.at[COPY].off.count = 1);
	BROKEN("func 0 keep: edge 7: last offset of 4294967295 * 4294967294 is out of range",
	       f->edges.at[STRIDED].off = (ce_off){.stride = UINT32_MAX, .count = UINT32_MAX - 1});
	BROKEN("func 0 keep: edge 7: an index starts at 8",
	       f->edges.at[STRIDED].off = (ce_off){.base = 8, .stride = 8, .count = CE_COUNT_INDEX});
	BROKEN("func 0 keep: edge 7: offset -9223372036854775808 is out of range",
	       f->edges.at[STRIDED].off = (ce_off){.stride = 8, .count = CE_COUNT_INDEX, .lo = INT64_MIN});
	BROKEN(NULL, f->edges.at[STRIDED].off = (ce_off){7, 8, CE_COUNT_INDEX, 0, -8});
	BROKEN("func 0 keep: edge 5: offset has a misplaced array of 0 bytes", f->edges.at[COPY].off.lo = 8);
	BROKEN(NULL, f->edges.at[COPY].off = ((ce_off){.base = -8, .lo = CE_OFF_LEFT}));
	BROKEN("func 0 keep: edge 5: offset has a misplaced array of 0 bytes",
	       f->edges.at[COPY].off = ((ce_off){.base = 8, .lo = CE_OFF_LEFT}));
	BROKEN("func 0 keep: edge 7: last offset of 8 * 4 is out of range",
	       f->edges.at[STRIDED].off.base = ((int64_t)1 << 62) - 24);
	BROKEN(NULL, f->edges.at[STRIDED].off.base = ((int64_t)1 << 62) - 25);
	BROKEN("func 0 keep: edge 10: access of 0 bytes", f->edges.at[LOAD].size = 0);
	BROKEN("func 0 keep: edge 11: size 18446744073709551615 is too large",
	       f->edges.at[STORE].size = CE_SIZE_UNKNOWN);
	BROKEN("func 0 keep: edge 13: size 9223372036854775808 is too large",
	       f->edges.at[MOVE].size = (uint64_t)1 << 63);
	BROKEN("func 0 keep: edge 13: argument that is a size is 2, there are 2",
	       f->edges.at[MOVE].size = CE_SIZE_ARG(2));
	BROKEN(NULL, f->edges.at[MOVE].size = 0);
}

TEST(arrays)
{
	BROKEN(NULL, f->edges.at[ARRAY].off.extent = CE_EXTENT_OPEN);
	BROKEN("func 0 keep: edge 20: offset has a misplaced array of 32 bytes",
	       f->edges.at[ARRAY].off.lo = 0);
	BROKEN("func 0 keep: edge 20: offset has a misplaced array of 32 bytes",
	       f->edges.at[ARRAY].off.stride = 8);
	BROKEN("func 0 keep: edge 20: offset has a misplaced array of 0 bytes",
	       f->edges.at[ARRAY].off.extent = 0);
}

TEST(conditions)
{
	BROKEN("func 0 keep: edge 11: guard is 3, there are 3", f->edges.at[STORE].guard = 3);
	BROKEN("func 0 keep: edge 11: guard is 2, there are 0", f->guards.n = 0);
	BROKEN("func 0 keep: guard 2: parent is 2, there are 2", f->guards.at[2].parent = 2);
	BROKEN("func 0 keep: guard 1: parent is 4294967295, there are 1", f->guards.at[1].parent = CE_NONE);
	BROKEN("func 0 keep: guard 1: argument is 2, there are 2", f->guards.at[1].arg = 2);
	BROKEN("func 0 keep: guard 1: test 7 of 64 bits is unknown", f->guards.at[1].test = CE_NTESTS);
	BROKEN("func 0 keep: guard 1: test 0 of 0 bits is unknown", f->guards.at[1].bits = 0);
	BROKEN("func 0 keep: guard 1: test 0 of 65 bits is unknown", f->guards.at[1].bits = 65);
	BROKEN("func 0 keep: guard 2: one way is 2, there are 2", f->guards.at[2].test = CE_TEST_EITHER,
	       f->guards.at[2].value = ce_guard_either(2, 1));
	BROKEN("func 0 keep: guard 2: other way is 9, there are 2", f->guards.at[2].test = CE_TEST_EITHER,
	       f->guards.at[2].value = ce_guard_either(1, 9));
	BROKEN(NULL, f->guards.at[0].arg = f->guards.at[0].parent = 99);
}

TEST(constants)
{
	BROKEN("func 0 keep: constant 2: call is 2, there are 2", f->consts.at[2].call = 2);
	BROKEN("func 0 keep: constant 2: argument is 2, there are 2", f->consts.at[2].arg = 2);
	BROKEN("func 0 keep: constant 1: own argument is 2, there are 2", f->consts.at[1].from = 2);
	BROKEN("func 0 keep: constant 1: argument 0 of call 0 is out of order", f->consts.at[1].arg = 0);
	BROKEN("func 0 keep: constant 2: argument 1 of call 0 is out of order", f->consts.at[2].call = 0);
}

/* Unused operands are nobody's business. */
TEST(accepts_what_is_not_used)
{
	BROKEN(NULL, f->edges.at[CALL].dst = 99, f->edges.at[LEAK].dst = 99);
	BROKEN(NULL, f->edges.at[OPAQUE].src = 99, f->edges.at[NEW].src = 99);
	BROKEN(NULL, f->alias = 99, f->locals.at[0].param = 99);
	BROKEN(NULL, f->flags |= 1 << 15, f->params.at[0].flags = UINT32_MAX);
	BROKEN(NULL, u->funcs.at[1].flags |= CE_FUNC_ALIAS, u->funcs.at[1].alias = 0);
}

int main(void)
{
	RUN(accepts_valid_units);
	RUN(unit);
	RUN(globals);
	RUN(functions);
	RUN(calls);
	RUN(edges);
	RUN(offsets_and_sizes);
	RUN(arrays);
	RUN(conditions);
	RUN(constants);
	RUN(accepts_what_is_not_used);
	return check_status();
}
