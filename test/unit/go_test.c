// Go files as tokens: comments of import "C", promises, calls of C and whose memory their arguments are.
// RUN: %leaks %unit/go_test
#include "check.h"

#include <stdlib.h>

#include "golang/cgo_build.h"
#include "golang/cgo_types.h"
#include "golang/go_args.h"
#include "golang/go_emit.h"

static void read_text(ce_go_file *f, const char *text)
{
	ce_buf b = {0};

	ce_buf_adds(&b, text);
	ce_go_file_from(f, "/x.go", &b);
}

/* "kind:text " of each token. */
static char *tokens_of(const char *text)
{
	ce_go_tokens t;
	ce_buf b = {0};

	ce_go_lex(&t, text, strlen(text));
	for (uint32_t i = 0; i + 1 < t.list.n; i++)
		ce_buf_addf(&b, "%u:%.*s ", t.list.at[i].kind, (int)t.list.at[i].n, text + t.list.at[i].at);
	ce_go_tokens_free(&t);
	ce_buf_adds(&b, "");
	return b.data;
}

static void check_tokens(const char *text, const char *want)
{
	char *got = tokens_of(text);

	CHECK_STR(got, want);
	free(got);
}

TEST(tokens_are_those_of_the_specification)
{
	check_tokens("a1_ b\xc3\xbc", "1:a1_ 1:b\xc3\xbc ");
	check_tokens("0x1p-2+1e+9-.5i+1_000", "2:0x1p-2 6:+ 2:1e+9 6:- 2:.5i 6:+ 2:1_000 ");
	check_tokens("0xe+1", "2:0xe 6:+ 2:1 ");
	check_tokens("'\\'' \"a\\\"b\" `c\\`", "3:'\\'' 4:\"a\\\"b\" 4:`c\\` ");
	check_tokens("x := y // z\n/* a\nb */c", "1:x 6::= 1:y 5:// z 5:/* a\nb */ 1:c ");
	/* What never ends, ends with the line or the file. */
	check_tokens("\"ab\nc", "4:\"ab 1:c ");
	check_tokens("/* a", "5:/* a ");
	check_tokens("`a\nb", "4:`a\nb ");
	check_tokens("\xef\xbb\xbfpackage", "1:package ");
	check_tokens("/*", "5:/* ");
	check_tokens("'\\", "3:'\\ ");
}

/* "noescape f 3:1 0" of each promise. */
static void check_promises(const char *text, const char *want)
{
	ce_go_file f;
	ce_buf b = {0};

	read_text(&f, text);
	ce_buf_adds(&b, "");
	for (uint32_t i = 0; i < f.directives.n; i++) {
		const ce_go_directive *d = &f.directives.at[i];

		ce_buf_addf(&b, "%s %s %u:%u %u;", d->noescape ? "noescape" : "nocallback", d->name, d->line,
		            d->col, d->place);
	}
	CHECK_STR(b.data, want);
	ce_buf_free(&b);
	ce_go_file_close(&f);
}

TEST(promises_count_directly_above_the_import_only)
{
	check_promises("package x\n/*\n#cgo noescape f\n \t#cgo  nocallback\tg \r\n*/\nimport \"C\"\n",
	               "noescape f 3:1 0;nocallback g 4:3 0;");
	check_promises("package x\n// #cgo noescape f\n/* a */\n//#cgo nocallback g\nimport \"C\"\n",
	               "noescape f 2:4 0;nocallback g 4:3 0;");
	/* A blank line between, another import between, a comment behind code. */
	check_promises("package x\n// #cgo noescape f\n\nimport \"C\"\n", "noescape f 2:4 1;");
	check_promises("package x\n// #cgo noescape f\nimport \"fmt\"\nimport \"C\"\n", "noescape f 2:4 1;");
	check_promises("package x // #cgo noescape f\nimport \"C\"\n", "noescape f 1:14 1;");
	check_promises("package x\nimport (\n\t// #cgo noescape f\n\t\"C\"\n)\n", "noescape f 3:5 0;");
	check_promises("package x\n// #cgo noescape f\nimport (\n\t\"C\"\n)\n", "noescape f 2:4 0;");
	check_promises("package x\n// #cgo noescape f\nimport (\n\t\"C\"\n\t\"fmt\"\n)\n",
	               "noescape f 2:4 1;");
	check_promises("package x\n/*\n//#cgo noescape f\n*/\nimport \"C\"\n", "noescape f 3:3 2;");
	check_promises(
		"package x\n// #cgo noescape f g\n// #cgo CFLAGS: -DX\n// #cgo noescape\nimport \"C\"\n", "");
	/* Who does not import C means something else. */
	check_promises("package x\n// #cgo noescape f\nvar x = \"C\"\n", "");
}

static bool is_function(void *ctx, const char *name)
{
	(void)ctx;
	return name[0] == 'f';
}

static bool constant(void *ctx, const char *name, int64_t *value)
{
	(void)ctx;
	*value = 7;
	return strcmp(name, "SEVEN") == 0;
}

/* Of the arguments of C.f in `body`: g Go, ? may be Go, c C, n nil, and the constants. */
static void check_args(const char *body, const char *want)
{
	static const char kinds[] = "?gcn";
	ce_go_names names = {is_function, constant, NULL};
	char *text = ce_format("package x\nimport \"C\"\n%s\n", body);
	ce_go_file f;
	ce_buf b = {0};

	read_text(&f, text);
	ce_go_judge_args(&f, 1, &names);
	ce_buf_adds(&b, "");
	for (uint32_t i = 0; i < f.calls.n; i++)
		for (uint32_t k = 0; k < f.calls.at[i].args.n && strcmp(f.calls.at[i].name, "f") == 0; k++) {
			const ce_go_arg *a = &f.calls.at[i].args.at[k];

			if (a->kind == CE_ARG_CONSTANT)
				ce_buf_addf(&b, "%lld", (long long)a->value);
			else
				ce_buf_addc(&b, kinds[a->kind]);
			if (a->pinned)
				ce_buf_addf(&b, "!%u", a->pinned);
		}
	if (strcmp(b.data, want) != 0)
		fprintf(stderr, "%s\n", body);
	CHECK_STR(b.data, want);
	ce_buf_free(&b);
	ce_go_file_close(&f);
	free(text);
}

TEST(arguments_are_what_stands_there)
{
	check_args("func g() { C.f(nil, (*C.char)(nil), unsafe.Pointer(nil), 0x10, -1, C.int(3), C.SEVEN) }",
	           "nnn16-137");
	check_args(
		"func g() { C.f(&x, &b[0], &T{1}, unsafe.SliceData(b), (*C.char)(unsafe.Pointer(&b[0]))) }",
		"ggggg");
	check_args("func g() { C.f(C.CString(s), C.fnew(x), &C.global, C.callback, C.malloc(3)) }", "ccccc");
	/* A conversion is not a call: nil stays nil, but what a function makes of nil is its own. */
	check_args("func g() { C.f(C.text(nil), C.fnew(nil), C.text(&x)) }", "ncg");
	check_args("func g() { C.f(a.b(), x+1, f(C.fnew(1)), <-c, p) }", "?????");
	check_args(
		"func g() { C.f((C.text)(nil), (C.fnew)(nil), (*h)(nil), (**C.char)(nil), (*[0]byte)(nil)) }",
		"n??nn");
	check_args("func g() { (C.f)(nil, 2) }", "n2");
	check_args("func g() { C./* no */f /* no */ (nil /* no */) }", "n");
}

TEST(variables_are_what_is_assigned_to_them)
{
	check_args("func g() { p := C.fnew(1); C.f(p, (*C.x)(p), &p.field) }", "ccc");
	check_args("func g() { var p *C.x\n if y { p = C.fnew(1) }\n C.f(p) }", "c");
	check_args("func g() { p, err := C.fnew(1); C.f(p) }", "c");
	check_args("func g() { p := C.fnew(1); if y { p = &x }; C.f(p) }", "?");
	check_args("func g() { p := C.fnew(1); change(&p); C.f(p) }", "?");
	check_args("func g(p *C.x) { if p == nil { p = C.fnew(1) }; C.f(p) }", "?");
	check_args("func g(o, p *C.x) { if p == nil { p = C.fnew(1) }; C.f(p) }", "?");
	check_args("func g() { h := func(p *C.x) { C.f(p) }; p := C.fnew(1); h(p) }", "?");
	check_args("func g() { for _, p := range C.fnew(1).all { C.f(p) } }", "?");
	check_args("func h() { p := C.fnew(1) }\nfunc g() { C.f(p) }", "?");
	check_args("func h(x interface{}) interface{} { return 1 }\nfunc g() { p := &x; C.f(p) }", "g");
	/* Of a list each its own; a call that gives all of them is looked at for its first result. */
	check_args("func g() { p, q := C.fnew(1), &x; C.f(p, q) }", "cg");
	check_args("func g() { p, s.h = C.fnew(1), &x; C.f(p) }", "c");
	check_args("func g() { a[0], p = C.fnew(1), &x; C.f(p) }", "?");
	check_args("func h() (a, b *C.x) { return C.fnew(1), &x }\nfunc g() { p, q := h(); C.f(p, q) }",
	           "c?");
	/* A variable of the package is what any function assigns to it. */
	check_args("var p *C.x\nfunc g() { p = C.fnew(1); C.f(p) }", "c");
	check_args("var p *C.x\nfunc h() { p = &x }\nfunc g() { p = C.fnew(1); C.f(p) }", "?");
	check_args("var p *C.x = &x\nfunc g() { p = C.fnew(1); C.f(p) }", "?");
	check_args("var p *C.x\nfunc h() { set(&p) }\nfunc g() { p = C.fnew(1); C.f(p) }", "?");
	check_args("func h() { p := &x }\nfunc g() { p := C.fnew(1); C.f(p) }", "c");
	/* Nil and constants only count in the call itself. */
	check_args("func g() { var p *C.x; n := 1; C.f(p, n) }", "cc");
}

TEST(calls_of_the_package_are_what_they_return)
{
	check_args("func h() *C.x { p := C.fnew(1)\n return p }\nfunc g() { C.f(h()) }", "c");
	check_args("func h() (*C.x, error) { if y { return nil, e }\n return C.fnew(1), nil }\nfunc g() { p, "
	           "e := h(); C.f(p) }",
	           "c");
	check_args("func h(q *C.x) *C.x { if y { return q }\n return C.fnew(1) }\nfunc g() { C.f(h(nil)) }",
	           "?");
	check_args("func h() *C.x { return &x }\nfunc g() { C.f(h()) }", "g");
	check_args("func h() *C.x { return nil }\nfunc g() { C.f(h()) }", "c");
	check_args("func h() (p *C.x) { p = C.fnew(1)\n return\n }\nfunc g() { C.f(h()) }", "?");
	check_args("func h() (p *C.x) { return }\nfunc g() { C.f(h()) }", "?");
	check_args("func h() *C.x\nfunc k() *C.x { return C.fnew(1) }\nfunc g() { C.f(h()) }", "?");
	check_args("func h() *C.x { return h() }\nfunc g() { C.f(h()) }", "?");
	check_args("func h() *C.x { return C.fnew(1) }\nfunc g(h func() *C.x) { C.f(h()) }", "?");
	check_args("func h() *C.x { return C.fnew(1) }\nfunc g() { h := other; C.f(h()) }", "?");
	check_args("func (t T) h() *C.x { return C.fnew(1) }\nfunc g() { C.f(h()) }", "?");
	check_args("func h[T any]() *C.x { return C.fnew(1) }\nfunc g() { C.f(h()) }", "?");
}

TEST(fields_are_what_the_package_assigns_to_their_name)
{
	check_args("func g() { s.h = C.fnew(1) }\nfunc k() { C.f(s.h) }", "c");
	check_args("func g() { return &S{h: C.fnew(1), n: 1} }\nfunc k() { C.f(s.h) }", "c");
	check_args("func g() { s.h = C.fnew(1) }\nfunc i() { t.h = &x }\nfunc k() { C.f(s.h) }", "?");
	check_args("func k() { C.f(s.h) }", "?");
	check_args("func g() { s.h, t[1].i = C.fnew(1), &x }\nfunc k() { C.f(s.h, s.i) }", "c?");
	check_args("func g() { t[1].h = C.fnew(1) }\nfunc k() { C.f(s.h) }", "c");
	check_args("func g() { s.h = C.fnew(1); t.h, n = &x, 1 }\nfunc k() { C.f(s.h) }", "?");
	check_args("func g() { s.h = C.fnew(1); n, t.h = y() }\nfunc k() { C.f(s.h) }", "?");
}

/* Whether a struct C.T and a C.T of other code have Go's pointers in them, to the text: "m" they may, "c"
 * not. */
static void check_made(const char *body, const char *want)
{
	static const char types[] = "package x\n"
				    "type _Ctype_T = _Ctype_struct_t\n"
				    "type _Ctype_struct_t struct {\n"
				    "	n\t_Ctype_int\n"
				    "	p\tunsafe.Pointer\n"
				    "	in\t_Ctype_struct_in\n"
				    "}\n"
				    "type _Ctype_struct_in struct {\n"
				    "	q\t*_Ctype_char\n"
				    "}\n"
				    "type _Ctype_struct_other struct {\n"
				    "	n\t_Ctype_int\n"
				    "}\n"
				    "type _Ctype_int int32\n";
	char *text = ce_format("package x\nimport \"C\"\n%s\n", body);
	ce_go_file files[2];
	ce_cgo_types t;
	ce_buf b = {0};

	ce_buf_adds(&b, types);
	ce_cgo_types_from(&t, &b);
	read_text(&files[0], text);
	read_text(&files[1], "package x\nfunc o() { o.n = 1; o.elsewhere = nil }");
	if (ce_cgo_type_may_be_go(&t, "_Ctype_T", files, 2) != (*want == 'm'))
		fprintf(stderr, "%s\n", body);
	CHECK(ce_cgo_type_may_be_go(&t, "_Ctype_T", files, 2) == (*want == 'm'));
	CHECK(!ce_cgo_type_may_be_go(&t, "_Ctype_struct_other", files, 2));
	ce_go_file_close(&files[0]);
	ce_go_file_close(&files[1]);
	ce_cgo_types_free(&t);
	free(text);
}

TEST(a_struct_has_the_pointers_of_who_makes_it)
{
	check_made("func g() { x := C.fnew(1); C.f(x) }", "c");
	check_made("type N struct { c C.T }\nfunc (n N) raw() C.T { return n.c }", "c");
	check_made("func g() { x := C.T{}; var y C.T; y.n = 2; C.f(x.p, y) }", "c");
	check_made("func g() { x := C.T{p: y} }", "m");
	check_made("func g() { x := []C.T{{p: y}} }", "m");
	check_made("func g() { x := C.T {n: 1} }", "m");
	check_made("func g() { x.p = y }", "m");
	check_made("func g() { x.p, z = y, 1 }", "m");
	check_made("func g() { z, x[i](2).p = f(), y }", "m");
	check_made("func g() { x.p,\n\t\tz = y, 1 }", "m");
	check_made("func g() { h(x.p,\n\t\t1)\n\tz = 1 }", "c");
	check_made("func g() { if x.p == y { h(x.p, 1) } }", "c");
	check_made("func g() { h(&x.p) }", "m");
	check_made("func g() { h(&x[1].p) }", "m");
	check_made("func g() { h(a && &(x.y(1)).p) }", "m");
	check_made("func g() { h(&x); y = x.p }", "c");
	check_made("func g() { h(&y, x.p) }", "c");
	check_made("func g() { x.in = y }", "m");
	check_made("func g() { x.in.q = y }", "m");
	check_made("func g() { if x.p != nil && x.p >= y { n = 1 } }", "c");
	check_made("func g() { x := (*C.T)(p) }", "m");
	check_made("func g() { x := (*[9]C.T)(p) }", "m");
	check_made("type N C.T", "m");
	check_made("type N = C.T", "m");
	check_made("type N []C.T\nvar n = N{{p: y}}", "m");
	check_made("type N map[K][]*C.T\nvar n = N{k: {{p: y}}}", "m");
	check_made("type N *C.T\nvar n []C.T\nfunc g(m [2]*C.T) { x := make([]C.T, 2) }", "c");
	check_made("type (\n\tN = C.T\n)", "m");
	check_made("type (\n\tN C.T\n)", "m");
	check_made("type N = C.struct_t", "m");
	check_made("type (\n\tM struct {\n\tn int }\n\tN C.T\n)", "m");
	check_made("type M struct {\n\tn C.T\n}\nvar (\n\tN C.T\n)", "c");
	check_made("func g(n C.T, m map[C.T]int) (\n\tr C.T,\n) { x = y }", "c");
}

TEST(types_can_hold_pointers_or_not)
{
	ce_cgo_types t;
	ce_buf b = {0};

	ce_buf_adds(&b,
	            "package x\n"
	            "type _Ctype_size_t = _Ctype_ulong\n"
	            "type _Ctype_ulong uint64\n"
	            "type _Ctype_uintptr_t uintptr\n"
	            "type _Ctype_union_u [8]byte\n"
	            "type _Ctype_handle *_Ctype_int\n"
	            "type _Ctype_struct_deep struct {\n\ta\t[4]_Ctype_struct_flat\n\tb\t[2]*_Ctype_int\n}\n"
	            "type _Ctype_struct_flat struct {\n\ta\t[4]_Ctype_size_t\n}\n"
	            "type _Ctype_struct_mixed struct {\n\tu\t[8]byte\n}\n");
	ce_cgo_types_from(&t, &b);
	CHECK(!ce_cgo_type_has_pointer(&t, "_Ctype_size_t") && ce_cgo_type_is_number(&t, "_Ctype_size_t"));
	CHECK(ce_cgo_type_has_pointer(&t, "_Ctype_uintptr_t") &&
	      ce_cgo_type_is_number(&t, "_Ctype_uintptr_t"));
	CHECK(!ce_cgo_type_has_pointer(&t, "_Ctype_struct_flat"));
	CHECK(ce_cgo_type_has_pointer(&t, "_Ctype_struct_deep"));
	CHECK(ce_cgo_type_has_pointer(&t, "_Ctype_struct_mixed"));
	CHECK(ce_cgo_type_has_pointer(&t, "_Ctype_union_u"));
	CHECK(ce_cgo_type_has_pointer(&t, "_Ctype_handle") && !ce_cgo_type_is_number(&t, "_Ctype_handle"));
	CHECK(ce_cgo_type_has_pointer(&t, "_Ctype_unknown"));
	CHECK(ce_cgo_type_has_pointer(&t, "unsafe.Pointer") && ce_cgo_type_has_pointer(&t, "*_Ctype_int"));
	ce_cgo_types_free(&t);
}

TEST(pins_stand_before_the_call)
{
	check_args("func g() {\n p.Pin(&b[0])\n C.f(&b[0], &c[0]) }", "g!4g");
	check_args("func g() {\n C.f(&b[0])\n p.Pin(&b[0]) }", "g");
	check_args("func h() {\n p.Pin(&b[0]) }\nfunc g() {\n C.f(&b[0]) }", "g");
}

static void check_emitted(const char *before, const char *after)
{
	ce_go_result r = {0};
	ce_go_edits edits = {0};
	ce_go_file f;

	ce_push(&r.functions, ((ce_go_function){.name = "f", .pointers = 1}));
	ce_push(&r.functions,
	        ((ce_go_function){.name = "no", .nocallback = CE_ANSWER_UNKNOWN, .pointers = 1}));
	ce_push(&r.functions, ((ce_go_function){.name = "uncalled", .pointers = 1}));
	read_text(&f, before);
	ce_go_emit(&edits, &r, &f, 1, (ce_go_emit_options){0});
	CHECK(edits.n == (after != NULL));
	if (edits.n)
		CHECK_STR(edits.at[0].text.data, after);
	ce_go_edits_free(&edits);
	ce_go_file_close(&f);
	ce_go_result_free(&r);
}

static void check_pruned(const char *before, const char *after)
{
	ce_go_result r = {0};
	ce_go_edits edits = {0};
	ce_go_file f;

	ce_push(&r.functions, ((ce_go_function){"f", CE_ANSWER_REFUTED, CE_ANSWER_UNKNOWN, 1, "", ""}));
	read_text(&f, before);
	ce_go_emit(&edits, &r, &f, 1, (ce_go_emit_options){.prune = true});
	CHECK(edits.n == 1);
	CHECK_STR(edits.at[0].text.data, after);
	ce_go_edits_free(&edits);
	ce_go_file_close(&f);
	ce_go_result_free(&r);
}

TEST(a_comment_stays_one_without_its_line)
{
#define USES "import \"C\"\nvar x = C.f(nil)\n"
	check_pruned("package x\n// a\n// #cgo noescape f\n" USES, "package x\n// a\n" USES);
	check_pruned("package x\n/*\n#cgo noescape f\n*/\n" USES, "package x\n/*\n*/\n" USES);
	check_pruned("package x\n/* #cgo noescape f\n*/\n" USES, "package x\n/* \n*/\n" USES);
	check_pruned("package x\n/*\n#cgo noescape f */\n" USES, "package x\n/*\n */\n" USES);
	check_pruned("package x\n/* #cgo noescape f */\n" USES, "package x\n/*  */\n" USES);
}

TEST(flags_of_packages_neither_write_nor_run)
{
	static const char *const fine[] = {"-DX=1", "-I",    "dir",      "-std=c99",
	                                   "-w",    "-fPIC", "-include", "-m64"};
	static const char *const refused[] = {"@file",
	                                      "-fplugin=x.so",
	                                      "-fproc-stat-report=x",
	                                      "-fno-integrated-as",
	                                      "-working-directory",
	                                      "-module-dependency-dir",
	                                      "-Wp,-MD,x",
	                                      "-Xclang",
	                                      "-B.",
	                                      "-o"};

	for (size_t i = 0; i < sizeof fine / sizeof *fine; i++)
		CHECK(ce_cgo_flag_allowed(fine[i]));
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		CHECK(!ce_cgo_flag_allowed(refused[i]));
	CHECK(ce_cgo_pkg_config_allowed("--static") && ce_cgo_pkg_config_allowed("zlib >= 1"));
	CHECK(!ce_cgo_pkg_config_allowed("--log-file=x") && !ce_cgo_pkg_config_allowed("-x"));
	CHECK(ce_cgo_calls_stay("-lwrap") && !ce_cgo_calls_stay("-Wl,-wrap,free"));
	CHECK(!ce_cgo_calls_stay("-Wl,-s,--defsym=f=g") && !ce_cgo_calls_stay("--wrap=free"));
	CHECK(!ce_cgo_calls_stay("--for-linker=--wrap=free") && ce_cgo_calls_stay("-Wl,-rpath,/a-wrap/lib"));
}

TEST(lines_go_where_cgo_reads_them)
{
#define CALLS "import \"C\"\nvar x = C.f(nil) + C.no(nil)\n"
	check_emitted("package x\n\n" CALLS, "package x\n\n// #cgo noescape f\n// #cgo nocallback f\n" CALLS);
	/* The markers of a block comment are no part of a line of ours. */
	check_emitted("package x\n/* #cgo noescape f\n int f(void *); */\n" CALLS,
	              "package x\n/* #cgo noescape f\n int f(void *); \n#cgo nocallback f\n*/\n" CALLS);
	check_emitted("package x\n/* int f(void *);\n#cgo noescape f */\n" CALLS,
	              "package x\n/* int f(void *);\n#cgo noescape f \n#cgo nocallback f\n*/\n" CALLS);
	check_emitted("package x\n/* int f(void *); */\n" CALLS,
	              "package x\n/* int f(void *); \n#cgo noescape f\n#cgo nocallback f\n*/\n" CALLS);
	check_emitted("package x\n// int f(void *);\n" CALLS,
	              "package x\n// int f(void *);\n// #cgo noescape f\n// #cgo nocallback f\n" CALLS);
	check_emitted(
		"package x\nimport (\n\t// int f(void *);\n\t\"C\"\n)\nvar x = C.f(nil)\n",
		"package x\nimport (\n\t// int f(void *);\n\t// #cgo noescape f\n\t// #cgo nocallback f\n"
		"\t\"C\"\n)\nvar x = C.f(nil)\n");
	/* A last line that runs on must not swallow the first of ours. */
	check_emitted("package x\n/*\n#define X \\\n*/\n" CALLS,
	              "package x\n/*\n#define X \\\n\n#cgo noescape f\n#cgo nocallback f\n*/\n" CALLS);
	/* Half of a pair is completed below it; a whole one is left alone. */
	check_emitted("package x\n/*\n#cgo nocallback f\nint f(void *);\n*/\n" CALLS,
	              "package x\n/*\n#cgo nocallback f\n#cgo noescape f\nint f(void *);\n*/\n" CALLS);
	check_emitted("package x\n/*\n#cgo nocallback f\n#cgo noescape f\n*/\n" CALLS, NULL);
	check_emitted("package x\nimport \"C\"\nvar x = C.other\n", NULL);
}

int main(void)
{
	RUN(tokens_are_those_of_the_specification);
	RUN(promises_count_directly_above_the_import_only);
	RUN(arguments_are_what_stands_there);
	RUN(variables_are_what_is_assigned_to_them);
	RUN(calls_of_the_package_are_what_they_return);
	RUN(fields_are_what_the_package_assigns_to_their_name);
	RUN(a_struct_has_the_pointers_of_who_makes_it);
	RUN(types_can_hold_pointers_or_not);
	RUN(pins_stand_before_the_call);
	RUN(lines_go_where_cgo_reads_them);
	RUN(a_comment_stays_one_without_its_line);
	RUN(flags_of_packages_neither_write_nor_run);
	return check_status();
}
