// The reader of compile_commands.json takes any bytes, and whatever stands in it, nothing gets to clang that
// would write a file, load or run something.
//
// RUN: %fuzzer %s %root/plugin/base/*.c \
// RUN:   %root/plugin/scan/database.c %root/plugin/scan/arguments.c \
// RUN:   %root/plugin/report/json_text.c -ljansson -lxxhash -o %t
// RUN: rm -rf %t.d && mkdir %t.d && cd %t.d
// RUN: %leaks %t %runs=4000 -max_len=2048 2>&1
// RUN: %leaks %t %S/Inputs/database/* 2>&1
//
// To look for longer: the same program with -max_total_time=SECONDS and a folder.
#include "fuzzer.h"
#include "scan/arguments.h"

/* Words that write, load or run, unless they are the value of the word before. */
static void check_words(const ce_unit_args *a)
{
	static const char *const bad[] = {"-o",       "-fplugin",           "-load",
	                                  "-Xclang",  "-save-temps",        "-MF",
	                                  "-B",       "-wrapper",           "-specs",
	                                  "@",        "-fprofile-generate", "-fmodules-cache-path",
	                                  "-fuse-ld", "-dumpdir",           "-serialize-diagnostics",
	                                  "-cc1",     "-ftime-trace"};
	static const char *const with_value[] = {"-D",        "-U",           "-I",
	                                         "-isystem",  "-iquote",      "-idirafter",
	                                         "-iprefix",  "-iwithprefix", "-iwithprefixbefore",
	                                         "-isysroot", "--sysroot",    "-imacros",
	                                         "-include",  "-F",           "-iframework",
	                                         "-x",        "-target",      "-arch"};

	for (uint32_t i = 0; i < a->at.n; i++) {
		for (size_t k = 0; k < sizeof with_value / sizeof *with_value; k++)
			if (strcmp(a->at.at[i], with_value[k]) == 0) {
				i++;
				goto next;
			}
		for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
			require(strncmp(a->at.at[i], bad[k], strlen(bad[k])) != 0);
	next:;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FILE *file = fopen("compile_commands.json", "w");
	ce_database d = {0};
	ce_buf said = {0};
	char *error = NULL;

	require(file && fwrite(data, 1, size, file) == size && fclose(file) == 0);
	require(ce_database_read(&d, "compile_commands.json", &said, &error) == !error);
	for (uint32_t i = 0; i < d.at.n; i++) {
		ce_command *c = &d.at.at[i];
		ce_unit_args args = {0};
		const char *why = NULL;

		require(c->directory[0] == '/' && c->path[0] == '/' && !c->argv[c->argc]);
		if (ce_unit_args_make(&args, c, &why) == CE_UNIT_C)
			check_words(&args);
		(void)ce_link_unit(&args.arena, c);
		ce_unit_args_free(&args);
	}
	ce_database_free(&d);
	ce_buf_free(&said);
	free(error);
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	static const char good[] =
		"[{\"directory\":\"/d\",\"file\":\"a.c\",\"command\":\"cc -c a.c -o a.o\"},\n"
		"{\"directory\":\"/d\",\"file\":\"b.c\",\"arguments\":[\"clang\",\"-I\",\"x\",\"b.c\"]}]";
	static const char *const pieces[] = {
		" -o x ",
		" -fplugin=x.so ",
		" -Xclang -load -Xclang x ",
		" @x ",
		" -D ",
		" -include ",
		" -MF d ",
		" \\\"",
		" '",
		"\\\\",
		"$(x)",
		" -x c++ ",
		"ccache ",
		" -save-temps=obj ",
		"\"output\":\"o\",",
		"{}",
		"[",
		"]",
		",",
		"\"command\":",
		"\"arguments\":",
		" -wrapper x ",
		" -Wp,-MD,x ",
		" -Wl,x ",
		" -B x ",
		" --config=x ",
		"\\u0000",
		" -fmodules-cache-path=x ",
		" -std=c11 ",
		" -o",
	};

	return mutate_with(pieces, sizeof pieces / sizeof *pieces, good, data, size, max, seed);
}
