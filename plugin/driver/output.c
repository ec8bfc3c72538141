#include "driver/output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "driver/progress.h"
#include "scan/config.h"

/* @return false when one is an error */
static bool say_notices(const ce_args *args, const ce_findings *l)
{
	bool ok = true;

	for (uint32_t i = 0; i < l->notices.n; i++) {
		const ce_notice *n = &l->notices.at[i];

		ok &= n->level != CE_LEVEL_ERROR;
		if (n->level == CE_LEVEL_NOTE && !args->verbose)
			continue;
		fputs("cgoescape: ", stderr);
		if (n->loc.file)
			fprintf(stderr, "%s: ", n->loc.file);
		fprintf(stderr, "%s\n", n->text);
	}
	return ok;
}

/* Proofs only with -m. */
static void drop_proofs(ce_findings *l)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < l->at.n; i++)
		if (l->at.at[i].level != CE_LEVEL_NONE)
			l->at.at[n++] = l->at.at[i];
	l->at.n = n;
}

bool ce_fail_on_check(const char *list, char **error)
{
	while (list && *list) {
		size_t n = strcspn(list, ",");
		char *word = ce_strndup(list, n);

		if (!ce_is_fail_word(word)) {
			*error = ce_format("'%s' is neither error, warning, note, leak, none nor a category",
			                   word);
			free(word);
			return false;
		}
		free(word);
		list += n + (list[n] == ',');
	}
	return true;
}

/* A word names a level and all above it, or a category. Errors always count, but for "none". */
static bool is_named(const ce_finding *f, const char *word, size_t n)
{
	static const char *const levels[] = {"none", "leak", "warning", "error"};

	for (int i = CE_LEVEL_NOTE; i <= CE_LEVEL_ERROR; i++)
		if (strlen(levels[i]) == n && strncmp(word, levels[i], n) == 0)
			return (int)f->level >= i;
	if (n == 4 && strncmp(word, "note", n) == 0)
		return f->level >= CE_LEVEL_NOTE;
	return (strlen(f->category) == n && strncmp(word, f->category, n) == 0) ||
	       (f->level == CE_LEVEL_ERROR && !(n == 4 && strncmp(word, "none", n) == 0));
}

bool ce_fail_on_counts(const char *list, const ce_finding *f)
{
	if (f->level < CE_LEVEL_NOTE || f->suppressed || f->state == CE_STATE_ABSENT ||
	    f->state == CE_STATE_UNCHANGED)
		return false;
	for (const char *word = list ? list : "leak"; *word;) {
		size_t n = strcspn(word, ",");

		if (is_named(f, word, n))
			return true;
		word += n + (word[n] == ',');
	}
	return false;
}

static void write_report(const ce_args *args, const ce_findings *l, bool ok, ce_buf *out)
{
	switch ((output_format)args->format) {
	case FORMAT_TEXT:
		ce_findings_text(l, (ce_text_style){args->m > 1, ce_has_colour(STDOUT_FILENO)}, out);
		break;
	case FORMAT_TSV:
		ce_findings_tsv(l, out);
		break;
	case FORMAT_JSON:
		ce_findings_json(l, out);
		break;
	case FORMAT_SARIF:
		ce_findings_sarif(l, ok, out);
		break;
	case FORMAT_HTML:
		ce_findings_html(l, out);
		break;
	}
}

bool ce_output_print(ce_buf *out)
{
	/* Of what does not fit its buffer fwrite() alone knows. */
	bool ok = fwrite(out->n ? out->data : "", 1, out->n, stdout) == out->n && fflush(stdout) == 0;

	if (!ok)
		fprintf(stderr, "cgoescape: standard output: %s\n", strerror(errno));
	ce_buf_free(out);
	return ok;
}

int ce_output(const ce_args *args, ce_findings *l)
{
	ce_buf out = {0};
	bool ok = say_notices(args, l), found = false;

	if (!args->m)
		drop_proofs(l);
	for (uint32_t i = 0; i < l->at.n && !found; i++)
		found = ce_fail_on_counts(args->fail_on, &l->at.at[i]);
	write_report(args, l, ok, &out);
	ok &= ce_output_print(&out);
	return !ok ? EXIT_TROUBLE : found ? EXIT_FINDINGS : EXIT_CLEAN;
}
