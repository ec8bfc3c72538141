// What reads Go files and cgo's names takes any bytes: tokens cover the text in order,
// and what is found stands where it is said to stand.
//
// RUN: %fuzzer %s %root/plugin/base/*.c \
// RUN:   %root/plugin/boundary/cgo_names.c %root/plugin/golang/go_lexer.c \
// RUN:   %root/plugin/golang/go_file.c %root/plugin/golang/go_args.c -lxxhash -o %t
// RUN: %leaks %t %runs=8000 -max_len=2048 2>&1
// RUN: %leaks %t %S/Inputs/go/* 2>&1
//
// To look for longer: the same program with -max_total_time=SECONDS and a folder.
#include "boundary/cgo_names.h"
#include "fuzzer.h"
#include "golang/go_args.h"

static bool any_function(void *ctx, const char *name)
{
	(void)ctx;
	return name[0] != 'T';
}

static bool any_constant(void *ctx, const char *name, int64_t *value)
{
	(void)ctx;
	*value = (int64_t)strlen(name);
	return name[0] == 'K';
}

/* Is the text at this line and column of the source? */
static bool stands_at(const ce_go_file *f, uint32_t line, uint32_t col, const char *text)
{
	size_t at = 0;

	for (uint32_t l = 1; l < line && at < f->source.n; at++)
		l += f->source.data[at] == '\n';
	at += col - 1;
	return at + strlen(text) <= f->source.n && memcmp(f->source.data + at, text, strlen(text)) == 0;
}

static void check_tokens(const ce_go_tokens *t, size_t n)
{
	size_t end = 0;

	require(t->list.n > 0 && t->list.at[t->list.n - 1].kind == GO_END);
	for (uint32_t i = 0; i < t->list.n; i++) {
		const ce_go_token *k = &t->list.at[i];

		require(k->at >= end && k->at + k->n <= n && k->line > 0 && k->col > 0);
		require((k->n > 0) == (k->kind != GO_END));
		end = k->at + k->n;
		require(ce_go_skip_group(t, i) <= t->list.n);
	}
}

static void read_go(const uint8_t *data, size_t size)
{
	ce_go_names names = {any_function, any_constant, NULL};
	ce_buf text = {0};
	ce_go_file f;

	ce_buf_add(&text, (const char *)data, size);
	ce_go_file_from(&f, "f.go", &text);
	check_tokens(&f.tokens, f.source.n);
	check_tokens(&f.code, f.source.n);
	for (uint32_t i = 0; i < f.directives.n; i++) {
		const ce_go_directive *d = &f.directives.at[i];

		require(stands_at(&f, d->line, d->col, "#"));
		require(d->line_at + d->line_n <= f.source.n && ce_go_file_cut(&f, d->line) <= d->line_n);
	}
	for (uint32_t i = 0; i < f.calls.n; i++)
		require(stands_at(&f, f.calls.at[i].line, f.calls.at[i].col, "C"));
	for (uint32_t i = 0; i < f.uses.n; i++)
		require(stands_at(&f, f.uses.at[i].line, f.uses.at[i].col, "C"));
	ce_go_judge_args(&f, 1, &names);
	for (uint32_t i = 0; i < f.calls.n; i++)
		for (uint32_t k = 0; k < f.calls.at[i].args.n; k++)
			require(f.calls.at[i].args.at[k].first <= f.calls.at[i].args.at[k].end &&
			        f.calls.at[i].args.at[k].end <= f.code.list.n);
	ce_go_file_close(&f);
	ce_buf_free(&text);
}

static void read_names(const uint8_t *data, size_t size)
{
	char *s = strndup((const char *)data, size);
	const char *name = NULL;

	if (ce_cgo_parse_symbol(s, &name) == CE_CGO_OTHER)
		require(!name);
	else
		require(name > s && name <= s + strlen(s));
	(void)(ce_cgo_is_silent_unit(s, s) + ce_cgo_is_runtime_dir(s) + ce_cgo_is_goroot_mark(s) +
	       ce_cgo_is_export_source(s) + ce_cgo_is_export_header(s) + ce_cgo_is_wrapper_source(s) +
	       ce_cgo_is_go_file(s) + ce_cgo_is_plumbing(s));
	free(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_go(data, size);
	read_names(data, size);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	static const char *const pieces[] = {
		"import \"C\"\n",
		"/*\n",
		"*/\n",
		"// ",
		"#cgo noescape f\n",
		"#cgo nocallback g\n",
		"C.f(",
		"C.T(",
		"C.K",
		"&x",
		"unsafe.Pointer(",
		")",
		"nil",
		"`",
		"\"",
		"'\\''",
		"p.Pin(",
		"import (\n",
		"func f() {\n",
		"x := C.malloc(1)\n",
		"package p\n",
		"_cgo_0123456789ab_Cfunc_",
		"_cgoexp_0123456789ab_",
		".cgo2.c",
		"0x1p-2i",
		"\xef\xbb\xbf",
		"\r\n",
		"//line a.go:1:2\n",
		"*C.struct_s",
		"[]C.int{",
	};

	return mutate_with(pieces, sizeof pieces / sizeof *pieces, NULL, data, size, max, seed);
}
