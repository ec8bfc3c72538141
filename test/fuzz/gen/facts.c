#include "facts.h"

#include <stdlib.h>
#include <string.h>

static void read_kind(fact *f, const char *kind)
{
	if (strcmp(kind, "none") == 0)
		f->none = true;
	else if (strcmp(kind, "direct") == 0)
		f->direct = true;
	else if (strcmp(kind, "result:0") == 0)
		f->result = true;
	else if (strncmp(kind, "param:", 6) == 0)
		f->params |= 1u << atoi(kind + 6);
	else if (strncmp(kind, "content", 7) == 0 || strncmp(kind, "result:", 7) == 0)
		f->content = true;
	else if (strcmp(kind, "nocallback=yes") == 0)
		f->nocallback = true;
}

bool facts_read(facts *f, const char *path)
{
	FILE *file = fopen(path, "r");
	char *bytes = NULL;
	size_t room = 0;
	unsigned all = 0;

	*f = (facts){0};
	if (!file) {
		perror(path);
		return false;
	}
	for (int number = 0; getline(&bytes, &room, file) > 0; number++) {
		char *rest = bytes, *name = strsep(&rest, "\t"), *index = strsep(&rest, "\t"), *kinds;
		fact one = {0};

		strsep(&rest, "\t");
		kinds = strsep(&rest, "\t\n");
		if (number == 0 || !kinds || strchr(name, ':'))
			continue;
		snprintf(one.function, sizeof one.function, "%s", name);
		one.index = atoi(index);
		for (char *kind; (kind = strsep(&kinds, "+"));)
			read_kind(&one, kind);
		f->rows += one.index >= 0;
		f->proved += one.none;
		if (f->n == all) {
			all = all ? 2 * all : 256;
			f->at = realloc(f->at, all * sizeof *f->at);
		}
		f->at[f->n++] = one;
	}
	free(bytes);
	fclose(file);
	if (!f->n)
		fprintf(stderr, "%s: no facts\n", path);
	return f->n > 0;
}

void facts_free(facts *f)
{
	free(f->at);
}

static const fact *find(const facts *f, const char *function, int index)
{
	for (unsigned i = 0; i < f->n; i++)
		if (f->at[i].index == index && strcmp(f->at[i].function, function) == 0)
			return &f->at[i];
	return NULL;
}

/* What an object's own hook does with what was put into the object is said of the object. */
static bool by_hook(const facts *f, const fact *said)
{
	const fact *other;

	for (int j = 0; j < MAX_PARAMS; j++)
		if (said->params >> j & 1 && (other = find(f, said->function, j)) &&
		    (other->direct || other->content))
			return true;
	return false;
}

/* May what was seen be, if this was said? No row: an integer that no pointer is made of. */
static bool allowed(const facts *f, const char *function, int index, const char *what, int mask)
{
	const fact *said = find(f, function, index), *other;

	if (strcmp(what, "called") == 0)
		return !said || !said->nocallback;
	if (strcmp(what, "content") == 0) {
		for (int j = 0; j < MAX_PARAMS; j++)
			if (mask >> j & 1 && (!(other = find(f, function, j)) || !other->none))
				return true;
		return false;
	}
	if (!said || said->direct)
		return true;
	if (strcmp(what, "result") == 0)
		return said->result;
	if (strcmp(what, "param") == 0)
		return said->params & (unsigned)mask;
	if (strcmp(what, "leak") == 0)
		return said->params || said->result;
	return strcmp(what, "direct") == 0 && by_hook(f, said);
}

bool facts_compare(const facts *f, const char *seen, page *bad, unsigned long *calls, unsigned long *leaks)
{
	FILE *file = fopen(seen, "r");
	char row[128], function[24], what[16];
	bool done = false;

	if (!file) {
		perror(seen);
		return false;
	}
	while (fgets(row, sizeof row, file)) {
		int index, mask = 0;
		unsigned long n;

		if (sscanf(row, "CALLS %lu", &n) == 1) {
			*calls += n;
			done = true;
		} else if (sscanf(row, "%23s %d %15s %d", function, &index, what, &mask) >= 3) {
			*leaks += index >= 0;
			if (!allowed(f, function, index, what, mask))
				page_add(bad, row);
		}
	}
	fclose(file);
	return done;
}
