/* Delta debugging by lines, over all sources of the program together. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "run.h"

typedef struct {
	const tools *t;
	const char *folder;
	unsigned units;
	char wanted[64]; /* `FUNCTION INDEX WHAT` */
	char **lines;
	bool *dropped;
	unsigned n, starts[MAX_UNITS + 2]; /* of each file; the harness is the last */
	unsigned long trials;
} reduction;

static const char *file_name(const reduction *r, unsigned file)
{
	return file < r->units ? text("%s/u%u.c", r->folder, file) : text("%s/harness.c", r->folder);
}

static void read_lines(reduction *r)
{
	unsigned room = 0;

	for (unsigned file = 0; file <= r->units; file++) {
		FILE *f = fopen(file_name(r, file), "r");
		char *bytes = NULL;
		size_t size = 0;

		r->starts[file] = r->n;
		while (f && getline(&bytes, &size, f) > 0) {
			if (r->n == room) {
				room = room ? 2 * room : 1024;
				r->lines = realloc(r->lines, room * sizeof *r->lines);
			}
			r->lines[r->n++] = strdup(bytes);
		}
		free(bytes);
		if (f)
			fclose(f);
	}
	r->starts[r->units + 1] = r->n;
	r->dropped = calloc(r->n + 1, sizeof *r->dropped);
}

static void write_lines(const reduction *r)
{
	for (unsigned file = 0; file <= r->units; file++) {
		page p = {0};

		page_add(&p, "");
		for (unsigned i = r->starts[file]; i < r->starts[file + 1]; i++)
			if (!r->dropped[i])
				page_add(&p, r->lines[i]);
		page_write(&p, file_name(r, file));
	}
}

/* Does the contradiction stay? */
static bool holds(reduction *r)
{
	page bad = {0};
	totals sum = {0};
	bool found;

	text_reset();
	write_lines(r);
	page_add(&bad, "\n");
	run_program(r->t, r->folder, r->units, &bad, &sum, true);
	r->trials++;
	found = strstr(bad.bytes, r->wanted) && !strstr(bad.bytes, "!");
	page_free(&bad);
	return found;
}

/* Tries without n lines from i on; true if they are gone. */
static bool drop(reduction *r, unsigned i, unsigned n)
{
	bool was[4096];
	unsigned gone = 0;

	for (unsigned k = 0; k < n && i + k < r->n; k++) {
		was[k] = r->dropped[i + k];
		gone += !was[k];
		r->dropped[i + k] = true;
	}
	if (gone && r->trials < r->t->trials && holds(r))
		return true;
	for (unsigned k = 0; k < n && i + k < r->n; k++)
		r->dropped[i + k] = was[k];
	return false;
}

static bool is_open(const char *s)
{
	size_t n = strcspn(s, "\n");

	return n && (s[n - 1] == '{' || s[0] == '{');
}

/* The lines of the block that line i opens, its head and its end with it. */
static unsigned block_length(const reduction *r, unsigned i)
{
	int depth = 0;
	unsigned n = 0;

	do {
		for (const char *c = r->lines[i + n]; *c; c++)
			depth += (*c == '{') - (*c == '}');
		n++;
	} while (depth > 0 && i + n < r->n && n < 4000);
	return n;
}

static bool drop_blocks(reduction *r)
{
	bool any = false;

	for (unsigned i = r->n; i--;) {
		unsigned head = i && r->lines[i][0] == '{' ? 1 : 0, n;

		if (r->dropped[i] || !is_open(r->lines[i]) || r->trials >= r->t->trials)
			continue;
		n = block_length(r, i);
		if (drop(r, i - head, n + head)) {
			any = true;
			continue;
		}
		/* Only the braces. */
		if (!head && n > 2 && !r->dropped[i + n - 1]) {
			r->dropped[i] = r->dropped[i + n - 1] = true;
			if (holds(r))
				any = true;
			else
				r->dropped[i] = r->dropped[i + n - 1] = false;
		}
	}
	return any;
}

void reduce(const tools *t, const char *folder, unsigned units, const char *bad)
{
	reduction r = {.t = t, .folder = folder, .units = units};
	bool again;
	char function[32], what[16];
	int index;

	if (sscanf(bad, "%31s %d %15s", function, &index, what) != 3)
		return;
	snprintf(r.wanted, sizeof r.wanted, "\n%s %d %s", function, index, what);
	read_lines(&r);
	again = holds(&r);
	if (!again)
		fprintf(stderr, "%s: not seen again\n", folder);
	while (again && r.trials < t->trials) {
		again = drop_blocks(&r);
		for (unsigned n = 64; n; n /= 4)
			for (unsigned i = 0; i < r.n; i += n)
				again |= drop(&r, i, n);
	}
	write_lines(&r);
	for (unsigned i = 0; i < r.n; i++)
		free(r.lines[i]);
	free(r.lines);
	free(r.dropped);
}
