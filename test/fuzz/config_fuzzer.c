// The reader of .cgoescape.yaml takes any bytes: there is a place and a reason, or a configuration that reads
// the same when it is printed and read again, and that can be applied.
//
// RUN: %fuzzer %s %root/plugin/base/*.c \
// RUN:   %root/plugin/scan/config.c %root/plugin/report/finding.c %root/plugin/graph/unit.c \
// RUN:   -lyaml -lxxhash -o %t
// RUN: rm -rf %t.d && mkdir %t.d && cd %t.d
// RUN: %leaks %t %runs=8000 -max_len=1024 2>&1
// RUN: %leaks %t %S/Inputs/config/* 2>&1
//
// To look for longer: the same program with -max_total_time=SECONDS and a folder.
#include "fuzzer.h"
#include "scan/config.h"

static const char name[] = ".cgoescape.yaml";

static void write_file(const void *bytes, size_t n)
{
	FILE *file = fopen(name, "w");

	require(file && fwrite(bytes, 1, n, file) == n && fclose(file) == 0);
}

static bool read_file(ce_config *c)
{
	char *error = NULL, *place;
	bool ok = ce_config_read(c, name, &error);

	require(ok == !error);
	if (!ok) {
		require(strncmp(error, name, sizeof name - 1) == 0 && error[sizeof name - 1] == ':');
		require(strtoul(error + sizeof name, &place, 10) > 0 && *place == ':' &&
		        strtoul(place + 1, &place, 10) > 0 && strncmp(place, ": ", 2) == 0 && place[2]);
	}
	free(error);
	return ok;
}

static bool is_ascii(const ce_buf *b)
{
	for (size_t i = 0; i < b->n; i++)
		if (b->data[i] & 0x80)
			return false;
	return true;
}

static void apply(const ce_config *c)
{
	static const char *const functions[] = {"f", "a.c:f", "lib_open"};
	ce_findings l = {.root = "/p"};

	for (uint32_t i = 0; i < 3; i++)
		ce_push(&l.at, ((ce_finding){.function = functions[i],
		                             .category = i ? "global" : "",
		                             .level = i ? CE_LEVEL_NOTE : CE_LEVEL_ERROR,
		                             .loc = {.file = i ? "src/a.c" : "/q/b.c"}}));
	ce_config_apply(c, &l);
	require(l.at.n <= 3);
	ce_vec_free(&l.at);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ce_config first = {0}, second = {0};
	ce_buf dump = {0}, again = {0};

	write_file(data, size);
	if (read_file(&first)) {
		apply(&first);
		ce_config_dump(&first, &dump);
		if (is_ascii(&dump)) {
			write_file(dump.data, dump.n);
			require(read_file(&second));
			ce_config_dump(&second, &again);
			require(dump.n == again.n && memcmp(dump.data, again.data, dump.n) == 0);
		}
	}
	ce_buf_free(&dump);
	ce_buf_free(&again);
	ce_config_free(&first);
	ce_config_free(&second);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	static const char good[] =
		"include: ['src/*', lib/*.c]\nexclude:\n  - '*_test.c'\nfunctions: lib_*\n"
		"categories: [global, result]\nhooks: [my_hook]\nfail-on: leak\nmodels: m.esc\n";
	static const char *const pieces[] = {
		"include:",
		"\n",
		"  - ",
		"editor: no-x\n",
		"handles: f:p\n",
		"[",
		"]",
		"{",
		"}",
		"&a ",
		"*a",
		"<<: *a\n",
		"!!int ",
		"'",
		"\"\\x00\"",
		"\"\\n\"",
		"''",
		"|\n  x\n",
		">-\n  y\n",
		"---\n",
		"...\n",
		"%YAML 1.1\n",
		"? ",
		": ",
		"fail-on: nope\n",
		"# x\n",
		"\t",
		"functions: []\n",
		"models: [.., /x]\n",
		"\"\\u00e9\"",
		"categories: global\n",
		"[[",
	};

	return mutate_with(pieces, sizeof pieces / sizeof *pieces, good, data, size, max, seed);
}
