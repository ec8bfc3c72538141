// The reader of comments takes any source: it changes no finding but to accept it, and adds none but
// errors, each at a place in the text; of a Go file every position stays.
//
// RUN: %fuzzer %s %root/plugin/base/*.c \
// RUN:   %root/plugin/golang/go_lexer.c %root/plugin/golang/go_file.c %root/plugin/golang/go_args.c \
// RUN:   %root/plugin/scan/comments.c %root/plugin/scan/prototype.c %root/plugin/report/finding.c \
// RUN:   %root/plugin/report/sources.c -lxxhash -o %t
// RUN: %leaks %t %runs=3000 -max_len=2048 2>&1
//
// To look for longer: the same program with -max_total_time=SECONDS and a folder.
#include "fuzzer.h"
#include "golang/go_file.h"
#include "scan/comments.h"

static void add_function(ce_findings *l, const char *name, unsigned line)
{
	ce_fact_row rows[] = {{-1, "-", "nocallback=no", "callback a.c:1:1 g", {"a.c", line, 6}, ""},
	                      {0, "p", "direct", "global a.c:1:1", {"a.c", line, 13}, "int *"},
	                      {1, "q", "none", "", {"a.c", line + 1, 5}, "int *"}};
	ce_function f = {name, {"a.c", line, 6}, line % 2 == 0, rows, 3};

	ce_findings_function(l, &f);
	ce_findings_add(l, &(ce_finding){.rule = CE_RULE_LEAKING_PARAM,
	                                 .category = "global",
	                                 .function = name,
	                                 .subject = "p",
	                                 .message = "leaking param: p (a.c:3:4), line 7",
	                                 .loc = {"a.c", line, 13}});
}

static void obey(const char *text, size_t n, ce_functions_known known)
{
	ce_findings l = {0};
	ce_sources sources = {0};
	uint32_t before;

	add_function(&l, "f", 1 + n % 7);
	add_function(&l, "g", 3);
	before = l.at.n;
	ce_sources_put(&sources, "a.c", text, n);
	ce_comments_apply(&l, &sources, "a.c", known);
	for (uint32_t i = 0; i < l.at.n; i++) {
		const ce_finding *f = &l.at.at[i];

		require(i < before ? !f->suppressed || *f->suppressed : f->level == CE_LEVEL_ERROR);
		require(i < before ||
		        ce_source_line(ce_sources_get(&sources, "a.c"), f->loc.line, &(size_t){0}));
	}
	ce_findings_finish(&l);
	ce_findings_free(&l);
	ce_sources_free(&sources);
}

static char *comments_of_go(const uint8_t *data, size_t size)
{
	ce_buf text = {0};
	ce_go_file f;
	char *comments;

	ce_buf_add(&text, (const char *)data, size);
	ce_go_file_from(&f, "f.go", &text);
	comments = ce_go_file_comments(&f);
	require(!comments[size]);
	for (size_t i = 0; i < size; i++)
		require((comments[i] == '\n') == (f.source.data[i] == '\n'));
	ce_go_file_close(&f);
	ce_buf_free(&text);
	return comments;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = strndup((const char *)data, size), *go = comments_of_go(data, size);

	for (int known = CE_KNOWN_PROGRAM; known <= CE_KNOWN_LIVE; known++) {
		obey(text, strlen(text), (ce_functions_known)known);
		obey(go, strlen(go), (ce_functions_known)known);
	}
	free(text);
	free(go);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	static const char good[] = "package a\n/*\n// cgoescape: noescape p\nvoid f(int *p, int *q);\n"
				   "// cgoescape-ignore: known\nvoid g(int *p) { }\n*/\nimport \"C\"\n";
	static const char *const pieces[] = {
		"// cgoescape-ignore: x\n",
		"// cgoescape-ignore\n",
		"/* cgoescape-ignore-begin: x */",
		"/* cgoescape-ignore-end */",
		"// cgoescape: noescape\n",
		"// cgoescape: noescape p, q r\n",
		"/* cgoescape: nocallback */",
		"// cgoescape: other\n",
		"void f(int *p, int *q)",
		"void (*g(int))(int *)",
		"(f)(",
		"{",
		"}",
		";",
		",",
		"/*",
		"*/",
		"//",
		"\\\n",
		"\n",
		"\"",
		"'",
		"1'0",
		"`",
		"#if X\n",
		"extern \"C\" {",
		"import \"C\"\n",
		"package p\n",
		"\xff",
	};

	return mutate_with(pieces, sizeof pieces / sizeof *pieces, good, data, size, max, seed);
}
