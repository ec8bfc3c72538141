#include "helpers.h"

#include <stdlib.h>
#include <string.h>

/* Parts that begin with a line `== NAME`. */
bool helpers_read(helpers *h, const char *path)
{
	page p = {0};
	char *bytes = NULL;
	size_t room = 0;
	FILE *f = fopen(path, "r");

	*h = (helpers){0};
	if (!f) {
		perror(path);
		return false;
	}
	while (getline(&bytes, &room, f) > 0) {
		if (strncmp(bytes, "== ", 3) == 0) {
			bytes[strcspn(bytes, "\n")] = 0;
			page_add(&p, "");
			h->at[h->n] = (helper){strdup(bytes + 3), NULL};
			if (h->n)
				h->at[h->n - 1].text = p.bytes;
			p = (page){0};
			if (++h->n == MAX_HELPERS)
				break;
		} else {
			page_add(&p, bytes);
		}
	}
	if (h->n)
		h->at[h->n - 1].text = p.bytes;
	free(bytes);
	fclose(f);
	return true;
}

/* Is NAME@ in s, as a whole word? */
static bool mentions(const char *s, const char *name)
{
	size_t n = strlen(name);

	for (const char *at = s; (at = strstr(at, name)); at++)
		if (at[n] == '@' && (at == s || !strchr("abcdefghijklmnopqrstuvwxyz_0123456789", at[-1])))
			return true;
	return false;
}

/* A helper uses earlier ones only: going backwards, it is known who is used. */
void helpers_write(const helpers *h, const char *functions, unsigned number, page *p)
{
	bool used[MAX_HELPERS] = {false};

	for (int i = h->n - 1; i >= 0; i--) {
		used[i] = mentions(functions, h->at[i].name);
		for (int j = i + 1; !used[i] && j < h->n; j++)
			used[i] = used[j] && mentions(h->at[j].text, h->at[i].name);
	}
	for (int i = 0; i < h->n; i++)
		if (used[i])
			page_add_numbered(p, h->at[i].text, number);
}
