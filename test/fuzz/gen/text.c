#include "text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { ARENA = 1 << 24 };
static char arena[ARENA];
static size_t used;

unsigned rng_below(rng *r, unsigned n)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (unsigned)((z ^ z >> 31) >> 16) % n;
}

const char *text(const char *format, ...)
{
	char *at = arena + used;
	va_list ap;
	int n;

	va_start(ap, format);
	n = vsnprintf(at, ARENA - used, format, ap);
	va_end(ap);
	if ((size_t)n >= ARENA - used) {
		fprintf(stderr, "gen: out of room for text\n");
		exit(2);
	}
	used += (size_t)n + 1;
	return at;
}

void text_reset(void)
{
	used = 0;
}

static void add(page *p, const char *s, size_t n)
{
	if (p->n + n + 1 > p->room) {
		p->room = 2 * (p->n + n + 1);
		p->bytes = realloc(p->bytes, p->room);
		if (!p->bytes)
			abort();
	}
	memcpy(p->bytes + p->n, s, n);
	p->n += n;
	p->bytes[p->n] = 0;
}

void page_add(page *p, const char *s)
{
	add(p, s, strlen(s));
}

void page_print(page *p, const char *format, ...)
{
	char line[4096];
	va_list ap;

	va_start(ap, format);
	if (vsnprintf(line, sizeof line, format, ap) >= (int)sizeof line)
		abort();
	va_end(ap);
	page_add(p, line);
}

void page_add_numbered(page *p, const char *s, unsigned number)
{
	char digits[16];
	int n = snprintf(digits, sizeof digits, "%u", number);

	for (const char *at; (at = strchr(s, '@')); s = at + 1) {
		add(p, s, (size_t)(at - s));
		add(p, digits, (size_t)n);
	}
	page_add(p, s);
}

bool page_write(page *p, const char *path)
{
	FILE *f = fopen(path, "w");
	bool ok = f && fwrite(p->bytes, 1, p->n, f) == p->n;

	if (f && fclose(f))
		ok = false;
	if (!ok)
		perror(path);
	page_free(p);
	return ok;
}

void page_free(page *p)
{
	free(p->bytes);
	*p = (page){0};
}
