/*
 * cmd_db.c - compile_commands.json for cgo packages: what clangd and every other tool
 * for C lacks there.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "driver/go_session.h"

static json_t *entry(const ce_go_command *c)
{
	json_t *words = json_array();

	for (uint32_t i = 0; i < c->argv.n; i++)
		json_array_append_new(words, json_string(c->argv.at[i]));
	return json_pack("{ssssso}", "directory", c->cwd, "file", c->file, "arguments", words);
}

static void make(const ce_go_session *s, ce_buf *out)
{
	json_t *all = json_array();
	char *text;

	for (uint32_t i = 0; i < s->targets.n; i++) {
		const ce_go_target *t = &s->targets.at[i];

		if (!t->fresh)
			ce_go_keep_listed(t->folder);
		for (uint32_t k = 0; k < t->build.units.n && !t->fresh; k++)
			json_array_append_new(all, entry(&t->build.units.at[k]));
	}
	text = json_dumps(all, JSON_INDENT(1));
	ce_buf_addf(out, "%s\n", text);
	free(text);
	json_decref(all);
}

int cmd_db(const ce_args *args)
{
	ce_go_session s;
	ce_buf text = {0};
	char *error = NULL;
	int status;

	if (ce_go_session_open(&s, args) && ce_go_session_build(&s)) {
		make(&s, &text);
		if (args->output && !ce_file_write(args->output, text.data, text.n, &error)) {
			ce_go_session_fail(&s, "%s", error);
			free(error);
		} else if (!args->output && (fputs(text.data, stdout) < 0 || fflush(stdout) != 0)) {
			ce_go_session_fail(&s, "standard output: %m");
		}
	}
	ce_buf_free(&text);
	if (s.interrupted)
		fputs("cgoescape: interrupted\n", stderr);
	status = ce_go_session_status(&s, false);
	ce_go_session_close(&s);
	return status;
}
