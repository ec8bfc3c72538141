// Summaries as bytes: what goes in comes out, and no damaged file gets through,
// whatever the damage; the message names file and byte.
//
// RUN: rm -rf %t && mkdir %t && %leaks %unit/esc_test %t
#include "summary/esc.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

#include "check.h"
#include "units.h"

static const char *folder;

enum { HEADER = 28 };

/* ---- helpers --------------------------------------------------------------- */

static ce_buf encoded(const ce_unit *u)
{
	ce_buf b = {0};

	ce_esc_encode(u, &b);
	return b;
}

/* Make header and payload agree, so that the payload is looked at. */
static void seal(char *bytes, size_t n)
{
	uint64_t length = n - HEADER, sum = XXH64(bytes + HEADER, n - HEADER, 0);

	for (int i = 0; i < 8; i++) {
		bytes[12 + i] = (char)(length >> 8 * i);
		bytes[20 + i] = (char)(sum >> 8 * i);
	}
}

/* From memory of exactly that size, so that ASan sees one byte too many. */
static ce_unit *decode(const char *bytes, size_t n, char **error)
{
	char *exact = memcpy(ce_malloc(n), bytes, n);
	size_t consumed;
	ce_unit *u;

	*error = NULL;
	u = ce_esc_decode(exact, n, &consumed, error);
	CHECK(!u == !!*error);
	CHECK(u ? consumed && consumed <= n : !consumed);
	free(exact);
	return u;
}

/* The decoder must refuse, and say at which byte. */
static void refused(const char *bytes, size_t n, const char *message)
{
	char *error;
	ce_unit *u = decode(bytes, n, &error);
	unsigned long at = ULONG_MAX;

	CHECK(!u);
	if (message)
		CHECK_STR(error, message);
	CHECK(error && sscanf(error, "byte %lu: ", &at) == 1 && at <= n);
	free(error);
	ce_unit_free(u);
}

static bool same_text(const ce_unit *a, const ce_unit *b)
{
	ce_buf x = {0}, y = {0};
	bool same;

	ce_unit_dump(a, &x);
	ce_unit_dump(b, &y);
	same = x.n == y.n && memcmp(x.data, y.data, x.n) == 0;
	ce_buf_free(&x);
	ce_buf_free(&y);
	return same;
}

static bool same_pos(ce_pos a, ce_pos b)
{
	return a.file == b.file && a.line == b.line && a.col == b.col;
}

static bool same_conditions(const ce_func *f, const ce_func *g)
{
	if (f->guards.n != g->guards.n || f->consts.n != g->consts.n)
		return false;
	for (uint32_t k = 1; k < f->guards.n; k++) {
		const ce_guard *a = &f->guards.at[k], *b = &g->guards.at[k];

		if (a->parent != b->parent || a->arg != b->arg || a->test != b->test ||
		    a->negated != b->negated || a->bits != b->bits || a->mask != b->mask ||
		    a->value != b->value)
			return false;
	}
	for (uint32_t k = 0; k < f->consts.n; k++) {
		const ce_const *a = &f->consts.at[k], *b = &g->consts.at[k];

		if (a->call != b->call || a->arg != b->arg || a->from != b->from || a->value != b->value)
			return false;
	}
	for (uint32_t k = 0; k < f->edges.n; k++)
		if (f->edges.at[k].guard != g->edges.at[k].guard)
			return false;
	return true;
}

/* What the dump does not show: numbers of strings and notes, unknown positions. */
static bool same_numbers(const ce_unit *a, const ce_unit *b)
{
	if (a->strings.texts.n != b->strings.texts.n || a->notes.n != b->notes.n || a->source != b->source ||
	    a->funcs.n != b->funcs.n || a->globals.n != b->globals.n || a->uses.n != b->uses.n)
		return false;
	for (uint32_t i = 0; i < a->strings.texts.n; i++)
		if (strcmp(a->strings.texts.at[i], b->strings.texts.at[i]) != 0)
			return false;
	for (uint32_t i = 0; i < a->notes.n; i++) {
		const ce_note *x = &a->notes.at[i], *y = &b->notes.at[i];

		if (!same_pos(x->pos, y->pos) || x->text != y->text || x->reason != y->reason)
			return false;
	}
	for (uint32_t i = 0; i < a->funcs.n; i++) {
		const ce_func *f = &a->funcs.at[i], *g = &b->funcs.at[i];

		if (f->name != g->name || f->alias != g->alias || !same_pos(f->pos, g->pos) ||
		    f->edges.n != g->edges.n || f->calls.n != g->calls.n)
			return false;
		for (uint32_t k = 0; k < f->edges.n; k++)
			if (f->edges.at[k].note != g->edges.at[k].note ||
			    f->edges.at[k].dst != g->edges.at[k].dst ||
			    f->edges.at[k].src != g->edges.at[k].src)
				return false;
		for (uint32_t k = 0; k < f->calls.n; k++)
			if (f->calls.at[k].note != g->calls.at[k].note)
				return false;
		if (!same_conditions(f, g))
			return false;
	}
	return true;
}

static void round_trip(ce_unit *u)
{
	ce_buf first = encoded(u), second;
	char *error;
	ce_unit *back = decode(first.data, first.n, &error);

	CHECK_STR(error, NULL);
	free(error);
	if (back) {
		second = encoded(back);
		CHECK(same_text(u, back));
		CHECK(same_numbers(u, back));
		CHECK(first.n == second.n && memcmp(first.data, second.data, first.n) == 0);
		ce_buf_free(&second);
	}
	ce_buf_free(&first);
	ce_unit_free(back);
	ce_unit_free(u);
}

/* ---- round trips ----------------------------------------------------------- */

TEST(sample_comes_back)
{
	round_trip(sample_unit());
}

TEST(random_units_come_back)
{
	for (uint64_t seed = 0; seed < 2000; seed++)
		round_trip(random_unit(seed));
}

TEST(edges_of_ranges_come_back)
{
	static const ce_off offs[] = {
		{.base = ((int64_t)1 << 62) - 1},
		{.base = -((int64_t)1 << 62)},
		{.base = -1, .stride = UINT32_MAX},
		{.stride = UINT32_MAX, .count = 1},
		{.base = -((int64_t)1 << 62), .stride = 1, .count = UINT32_MAX - 1},
		CE_OFF_INDEX,
		{UINT32_MAX - 1, UINT32_MAX, CE_COUNT_INDEX, 0, -((int64_t)1 << 62)},
		{.base = -((int64_t)1 << 62), .lo = CE_OFF_LEFT},
		{.base = 8, .extent = CE_EXTENT_OPEN, .lo = 8},
		{.base = -8, .extent = 1, .lo = -8},
	};
	ce_unit *u = sample_unit();
	ce_func *f = &u->funcs.at[0];

	for (size_t i = 0; i < sizeof offs / sizeof *offs; i++)
		add_edge(f, CE_OP_COPY, 0, 7, 0)->off = offs[i];
	add_edge(f, CE_OP_LOAD, 7, 0, 0)->size = (uint64_t)1 << 62;
	add_edge(f, CE_OP_LOAD, 7, 0, 0)->size = 8;
	f->edges.at[f->edges.n - 1].type = ce_intern(&u->strings, "node");
	f->nnodes = 1 << 24;
	add_edge(f, CE_OP_COPY, f->nnodes - 1, 0, 0);
	add_edge(f, CE_OP_COPY, 0, f->nnodes - 1, 0);
	u->notes.at[1].pos.line = u->notes.at[2].pos.col = UINT32_MAX;
	f->params.at[0].flags = UINT32_MAX;
	round_trip(u);
}

TEST(lists_in_any_order_come_back)
{
	ce_unit *u = sample_unit();
	ce_call *calls = u->funcs.at[0].calls.at;

	calls[1].args = 0; /* shared with the other call */
	calls[0].rets = 4;
	round_trip(u);
}

/* ---- the format ------------------------------------------------------------ */

/* The example of docs/format.md. When this fails the format has changed: give
 * it a new version. */
TEST(bytes_are_those_of_the_document)
{
	/* clang-format off */
	static const unsigned char want[] = {
		/* header */
		'C', 'G', 'O', 'E', 'S', 'C', '\r', '\n', 12, 0, 0xff, 0xfe,
		68, 0, 0, 0, 0, 0, 0, 0, 0xcd, 0x7f, 0xb3, 0x65, 0xbe, 0xbb, 0x03, 0x44,
		/* strings */
		5, 3, 'f', '.', 'c', 2, 'i', 'd', 1, 'p', 6, 'v', 'o', 'i', 'd', ' ', '*', 8, 'r', 'e', 't', 'u', 'r', 'n', ' ', 'p',
		/* source, directory, producer, pointer size, flags */
		2, 1, 0, 8, 0,
		/* one note, no globals */
		1, 0x62, 10, 5, 2, 19, 0,
		/* one function: names, position, flags, linkage */
		1, 4, 0, 0, 7, 0x80, 0x80, 0x84, 4, 1,
		/* one parameter, one argument, nodes, results, no locals, no calls */
		1, 2, 0, 13, 1, 2, 1, 4, 0, 2, 1, 0, 0,
		/* one edge */
		1, 0xa1, 2, 2,
		/* no guards, no constants; no uses of structs */
		0, 0, 0,
	};
	/* clang-format on */
	ce_unit *u = ce_unit_new();
	ce_buf b;
	ce_func *f;

	u->source = ce_intern(&u->strings, "f.c");
	u->pointer_size = 8;
	f = add_func(u, "id", CE_FUNC_DEFINED | CE_FUNC_RETURNS, 2);
	ce_push(&f->params, ((ce_param){ce_intern(&u->strings, "p"),
	                                {u->source, 1, 13},
	                                CE_PARAM_POINTER,
	                                ce_intern(&u->strings, "void *")}));
	f->pos = (ce_pos){u->source, 1, 7};
	f->nrets = 1;
	ce_push(&f->args, ((ce_arg){CE_ARG_DIRECT, 0, 0}));
	add_edge(f, CE_OP_COPY, 1, 0, add_note(u, CE_REASON_RETURN, "return p", 1, 19));
	b = encoded(u);
	CHECK(b.n == sizeof want && memcmp(b.data, want, b.n) == 0);
	ce_buf_free(&b);
	ce_unit_free(u);
}

/* Numbers in files: what is inserted in the middle changes the format. */
TEST(vocabulary_keeps_its_numbers)
{
	CHECK(CE_OP_ADDR == 0 && CE_OP_COPY == 1 && CE_OP_LOAD == 2 && CE_OP_STORE == 3 && CE_OP_MOVE == 4);
	CHECK(CE_OP_CALL == 5 && CE_OP_LEAK == 6 && CE_OP_OPAQUE == 7 && CE_OP_NEW == 8);
	CHECK(CE_OP_CAST == 9);
	CHECK(CE_TEST_EQ == 0 && CE_TEST_NE == 1 && CE_TEST_ULT == 2 && CE_TEST_ULE == 3);
	CHECK(CE_TEST_SLT == 4 && CE_TEST_SLE == 5);
	CHECK(CE_CAT_NONE == 0 && CE_CAT_GLOBAL == 1 && CE_CAT_THREAD_LOCAL == 2 && CE_CAT_HEAP == 3);
	CHECK(CE_CAT_OUT_PARAM == 4 && CE_CAT_RESULT == 5 && CE_CAT_THREAD == 6 && CE_CAT_CALLBACK == 7);
	CHECK(CE_CAT_CALLBACK_DATA == 8 && CE_CAT_VARIADIC == 9 && CE_CAT_UNKNOWN_CALLEE == 10);
	CHECK(CE_CAT_ASM == 11 && CE_CAT_INT_CAST == 12 && CE_CAT_STACK_ADDRESS == 13 && CE_CAT_LIMIT == 14);
	CHECK(CE_REASON_NONE == 0 && CE_REASON_ASSIGN == 1 && CE_REASON_RETURN == 2 && CE_REASON_CALL == 3);
	CHECK(CE_REASON_ADDRESS == 4 && CE_REASON_INDIRECTION == 5 && CE_REASON_DOT == 6);
	CHECK(CE_REASON_DOT_POINTER == 7 && CE_REASON_SLICE == 8 && CE_REASON_CONVERSION == 9);
	CHECK(CE_REASON_COPY == 10 && CE_REASON_OUT_PARAM == 11 && CE_REASON_UNKNOWN_CALLEE == 12);
	CHECK(CE_REASON_ASM == 13 && CE_REASON_THREAD == 14 && CE_REASON_CALLBACK == 15);
	CHECK(CE_REASON_REGISTERED == 16 && CE_REASON_VARIADIC == 17 && CE_REASON_ATOMIC == 18);
	CHECK(CE_REASON_LIMIT == 19);
	CHECK(CE_USE_UNIT == 0 && CE_USE_SIZE == 1 && CE_USE_KNOWN == 2 && CE_USE_HOOK == 3 &&
	      CE_USE_PART == 4);
	CHECK(CE_USE_STORE == 5 && CE_USE_CAST == 6 && CE_USE_SHOWN == 7 && CE_USE_COPY == 8 &&
	      CE_USE_PARAM == 9);
}

/* ---- damage ---------------------------------------------------------------- */

TEST(every_truncation_is_refused)
{
	ce_unit *u = sample_unit();
	ce_buf b = encoded(u);

	refused("", 0, "byte 0: not a unit summary (.esc): empty");
	refused(b.data, 20, "byte 20: truncated: ends inside the header of a unit summary");
	for (size_t n = 0; n < b.n; n++)
		refused(b.data, n, NULL);
	ce_buf_free(&b);
	ce_unit_free(u);
}

/* Also with the checksum put right: the payload itself must end in time. */
TEST(every_truncation_of_the_payload_is_refused)
{
	ce_unit *u = sample_unit();
	ce_buf b = encoded(u);

	for (size_t n = HEADER; n < b.n; n++) {
		seal(b.data, n);
		refused(b.data, n, NULL);
	}
	ce_buf_free(&b);
	ce_unit_free(u);
}

TEST(every_changed_byte_is_refused)
{
	ce_unit *u = sample_unit();
	ce_buf b = encoded(u);

	for (size_t i = 0; i < b.n; i++) {
		char old = b.data[i];

		for (int v = 1; v < 256; v++) {
			b.data[i] = (char)(old ^ v);
			refused(b.data, b.n, NULL);
		}
		b.data[i] = old;
	}
	ce_buf_free(&b);
	ce_unit_free(u);
}

/* With the checksum put right a change may make another valid unit; it must
 * then be as good as any. */
TEST(every_changed_byte_of_the_payload_is_harmless)
{
	ce_unit *u = sample_unit();
	ce_buf b = encoded(u);

	for (size_t i = HEADER; i < b.n; i++) {
		char old = b.data[i], *error;

		for (int v = 1; v < 256; v++) {
			ce_unit *other;

			b.data[i] = (char)(old ^ v);
			seal(b.data, b.n);
			other = decode(b.data, b.n, &error);
			free(error);
			if (other)
				round_trip(other);
		}
		b.data[i] = old;
	}
	ce_buf_free(&b);
	ce_unit_free(u);
}

TEST(random_damage_is_harmless)
{
	rng r = {42};

	for (uint64_t seed = 0; seed < 300; seed++) {
		ce_unit *u = random_unit(seed), *other;
		ce_buf b = encoded(u);
		char *error;

		for (int i = 0; i < 20; i++) {
			b.data[HEADER + below(&r, (uint32_t)b.n - HEADER)] = (char)rng_next(&r);
			seal(b.data, b.n);
			other = decode(b.data, b.n, &error);
			free(error);
			if (other)
				round_trip(other);
		}
		ce_buf_free(&b);
		ce_unit_free(u);
	}
}

TEST(header_is_told_apart)
{
	ce_unit *u = sample_unit();
	ce_buf b = encoded(u);
	char *message;

	refused("\177ELF\2\1\1\0", 8, "byte 0: not a unit summary (.esc): it does not start with CGOESC");
	refused("CGOESC\n\1", 8, "byte 0: not a unit summary (.esc): it does not start with CGOESC");
	b.data[8] = 1;
	refused(b.data, b.n, "byte 8: unit summary of format version 1, this program reads 12");
	memcpy(b.data + 8, "\0\1\xfe\xff", 4);
	refused(b.data, b.n,
	        "byte 10: wrong byte order: the unit summary is big-endian, this program reads "
	        "little-endian");
	memcpy(b.data + 8, "\14\0\0\0", 4);
	refused(b.data, b.n, "byte 10: damaged header: 0x0000 where the byte-order mark 0xfeff belongs");
	memcpy(b.data + 10, "\xff\xfe", 2);
	message = ce_format(
		"byte %zu: truncated: the file ends here, 5 more bytes belong to the unit summary", b.n - 5);
	refused(b.data, b.n - 5, message);
	free(message);
	memset(b.data + 12, 0xff, 8);
	refused(b.data, b.n, NULL);
	seal(b.data, b.n);
	b.data[b.n - 1] ^= 1;
	message =
		ce_format("byte 28: checksum mismatch: the %zu bytes from here on are damaged", b.n - HEADER);
	refused(b.data, b.n, message);
	free(message);
	ce_buf_free(&b);
	ce_unit_free(u);
}

/* A payload written by hand, under a good header. */
static void refuse_payload(const char *payload, size_t n, const char *message)
{
	char *bytes = ce_calloc(1, HEADER + n);

	memcpy(bytes, "CGOESC\r\n\14\0\xff\xfe", 12);
	memcpy(bytes + HEADER, payload, n);
	seal(bytes, HEADER + n);
	refused(bytes, HEADER + n, message);
	free(bytes);
}

#define REFUSE(payload, message) refuse_payload(payload, sizeof(payload) - 1, message)
#define EMPTY "\0\0\0\0\10\0" /* no text, source, directory, producer, pointer size, flags */

TEST(absurd_payloads_are_refused)
{
	REFUSE("", "byte 28: malformed payload: ends inside a number");
	REFUSE("\xff\xff\xff\xff\x0f",
	       "byte 33: malformed payload: 4294967295 texts cannot be in the 0 bytes left");
	REFUSE("\1\xff\xff\xff\xff\xff\xff\xff\xff\xff\1", "byte 39: malformed payload: 18446744073709551615 "
	                                                   "bytes of text cannot be in the 0 bytes left");
	REFUSE("\xff\xff\xff\xff\xff\xff\xff\xff\xff\2",
	       "byte 37: malformed payload: number of more than 64 bits");
	REFUSE("\1\3a\0b", "byte 30: malformed payload: NUL inside a text");
	REFUSE("\2\1a\1a", "byte 32: malformed payload: the same text twice");
	REFUSE("\1\0", "byte 29: malformed payload: 1 texts cannot be in the 1 bytes left");
	REFUSE("\0\xff\xff\xff\xff\x7f",
	       "byte 34: malformed payload: difference 34359738367 is out of range");
	REFUSE("\0\0\0\0\x10", "byte 33: malformed payload: pointer size 0x10 is unknown");
	REFUSE("\0\0\0\0\10\x10", "byte 34: malformed payload: unit flags 0x10 is unknown");
	REFUSE(EMPTY "\0\0\0\xff\xff\x03",
	       "byte 40: malformed payload: 65535 uses of structs cannot be in the 0 bytes left");
	REFUSE(EMPTY "\0\0\0\0x", "byte 38: malformed payload: 1 bytes left over");
	REFUSE(EMPTY "\xff\xff\x03", "byte 37: malformed payload: 65535 notes cannot be in the 0 bytes left");
	REFUSE(EMPTY "\0\xff\xff\x03",
	       "byte 38: malformed payload: 65535 globals cannot be in the 0 bytes left");
	REFUSE(EMPTY "\0\0\xff\xff\x03",
	       "byte 39: malformed payload: 65535 functions cannot be in the 0 bytes left");
	REFUSE(EMPTY "\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\1",
	       "byte 50: malformed payload: 1 edges cannot be in the 0 bytes left");
	REFUSE(EMPTY "\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\1\x0f",
	       "byte 51: malformed payload: operation 15 is unknown");
	REFUSE(EMPTY "\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\1\x05\0\0\0\0",
	       "byte 0: malformed payload of the unit that starts here: func 0 : edge 0: call is 0, there "
	       "are 0");
	REFUSE(EMPTY "\0\0\1\0\0\0\0\0\0\0\0\0\0\0\0\0\1",
	       "byte 51: malformed payload: 1 guards cannot be in the 0 bytes left");
	REFUSE(EMPTY "\0\0\1"
	             "\0\0\0\0\0\0\0\1\0\1\0\0\0"
	             "\1\x08\0"
	             "\1\1\0\0\1\0\0"
	             "\0\0",
	       "byte 62: malformed payload: a run of no edges");
	REFUSE(EMPTY "\0\0\1"
	             "\0\0\0\0\0\0\0\1\0\1\0\0\0"
	             "\1\x08\0"
	             "\1\1\0\0\1\0\0"
	             "\2\1\0",
	       "byte 62: malformed payload: a run goes past the last edge");
	REFUSE("\0\2\0\0\10\0\0\0\0\0",
	       "byte 0: malformed payload of the unit that starts here: source is 1, there are 1");
	REFUSE(EMPTY "\0\0\0\1\x0a\0\0\0\0",
	       "byte 0: malformed payload of the unit that starts here: use 0: kind 10 is unknown");
}

/* ---- files ----------------------------------------------------------------- */

static char *path_of(const char *name)
{
	return ce_format("%s/%s", folder, name);
}

static void count_unit(void *ctx, ce_unit *u)
{
	++*(unsigned *)ctx;
	ce_unit_free(u);
}

/* Read a file; the message must be that (after the path), or NULL. */
static unsigned read_units(const char *name, const char *message)
{
	char *path = path_of(name), *error = NULL,
	     *want = message ? ce_format("%s: %s", path, message) : NULL;
	unsigned n = 0;

	CHECK(ce_esc_read_file(path, count_unit, &n, &error) == !message);
	CHECK_STR(error, want);
	free(want);
	free(error);
	free(path);
	return n;
}

static void write_bytes(const char *name, const void *bytes, size_t n)
{
	char *path = path_of(name), *error = NULL;

	CHECK(ce_file_write(path, bytes, n, &error));
	free(error);
	free(path);
}

TEST(files_hold_several_units)
{
	ce_unit *u = sample_unit(), *v = random_unit(7);
	ce_buf b = {0};
	size_t first;
	char *message;

	ce_esc_encode(u, &b);
	first = b.n;
	ce_esc_encode(v, &b);
	write_bytes("two.esc", b.data, b.n);
	CHECK(read_units("two.esc", NULL) == 2);
	b.data[first + 8] = 13;
	write_bytes("two.esc", b.data, b.n);
	message = ce_format("byte %zu: unit summary of format version 13, this program reads 12", first + 8);
	CHECK(read_units("two.esc", message) == 1);
	free(message);
	message = ce_format("byte %zu: not a unit summary (.esc): it does not start with CGOESC", first);
	b.data[first] = 'x';
	write_bytes("two.esc", b.data, b.n);
	CHECK(read_units("two.esc", message) == 1);
	free(message);
	write_bytes("empty.esc", "", 0);
	CHECK(read_units("empty.esc", "byte 0: not a unit summary (.esc): empty") == 0);
	CHECK(read_units("missing.esc", "cannot read: No such file or directory") == 0);
	CHECK(read_units(".", "cannot read: Is a directory") == 0);
	ce_buf_free(&b);
	ce_unit_free(u);
	ce_unit_free(v);
}

TEST(files_are_written_whole_or_not_at_all)
{
	ce_unit *u = sample_unit();
	char *path = path_of("one.esc"), *nowhere = path_of("no/one.esc"), *error = NULL, *want;

	CHECK(ce_esc_write_file(path, u, &error));
	CHECK(read_units("one.esc", NULL) == 1);
	CHECK(!ce_esc_write_file(nowhere, u, &error));
	want = ce_format("%s: cannot write: No such file or directory", nowhere);
	CHECK_STR(error, want);
	free(want);
	free(error);
	error = NULL;
	u->pointer_size = 3;
	CHECK(!ce_esc_write_file(path, u, &error));
	want = ce_format("%s: not written, the unit is inconsistent: pointer size 3 is neither 4 nor 8",
	                 path);
	CHECK_STR(error, want);
	CHECK(read_units("one.esc", NULL) == 1); /* the old one is still there */
	free(want);
	free(error);
	free(nowhere);
	free(path);
	ce_unit_free(u);
}

int main(int argc, char **argv)
{
	folder = argc > 1 ? argv[1] : ".";
	RUN(sample_comes_back);
	RUN(random_units_come_back);
	RUN(edges_of_ranges_come_back);
	RUN(lists_in_any_order_come_back);
	RUN(bytes_are_those_of_the_document);
	RUN(vocabulary_keeps_its_numbers);
	RUN(every_truncation_is_refused);
	RUN(every_truncation_of_the_payload_is_refused);
	RUN(every_changed_byte_is_refused);
	RUN(every_changed_byte_of_the_payload_is_harmless);
	RUN(random_damage_is_harmless);
	RUN(header_is_told_apart);
	RUN(absurd_payloads_are_refused);
	RUN(files_hold_several_units);
	RUN(files_are_written_whole_or_not_at_all);
	return check_status();
}
