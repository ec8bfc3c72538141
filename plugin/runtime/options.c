/*
 * options.c - CGOESCAPE=KEY=VALUE,...: read once, when the program starts.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "rt.h"

static bool read_number(const char *value, uint32_t *out)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(value, &end, 10);
	if (!*value || *value == '-' || *end || errno || n > UINT32_MAX)
		return false;
	*out = (uint32_t)n;
	return true;
}

/* A share between 0 and 1. The decimal point is a point in every locale. */
static bool read_rate(const char *value, uint32_t *out)
{
	uint64_t whole = 0, part = 0, unit = 1;
	const char *s = value;

	while (*s >= '0' && *s <= '9' && whole < 10)
		whole = whole * 10 + (uint64_t)(*s++ - '0');
	if (*s == '.')
		for (s++; *s >= '0' && *s <= '9'; s++)
			if (unit < 1000000000) {
				part = part * 10 + (uint64_t)(*s - '0');
				unit *= 10;
			}
	if (s == value || *s || whole > 1 || (whole == 1 && part))
		return false;
	*out = whole ? UINT32_MAX : (uint32_t)(part * UINT32_MAX / unit);
	return true;
}

static bool read_switch(const char *value, bool *out)
{
	if (strcmp(value, "0") != 0 && strcmp(value, "1") != 0)
		return false;
	*out = *value == '1';
	return true;
}

static bool read_text(const char *value, char *out, size_t room)
{
	if (!*value || strlen(value) >= room)
		return false;
	strcpy(out, value);
	return true;
}

static void read_option(ce_rt_options *o, char *text)
{
	char *equals = strchr(text, '=');
	const char *value = equals ? equals + 1 : "", *wanted;
	bool ok;

	if (equals)
		*equals = 0;
	if (strcmp(text, "rate") == 0) {
		ok = read_rate(value, &o->rate);
		wanted = "a number from 0 to 1";
	} else if (strcmp(text, "budget") == 0) {
		ok = o->budget_set = read_rate(value, &o->budget);
		wanted = "a number from 0 to 1";
	} else if (strcmp(text, "max") == 0) {
		ok = read_number(value, &o->max);
		wanted = "a number";
	} else if (strcmp(text, "dir") == 0) {
		ok = read_text(value, o->dir, sizeof o->dir);
		wanted = "a folder";
	} else if (strcmp(text, "halt") == 0) {
		ok = o->halt_set = read_switch(value, &o->halt);
		wanted = "0 or 1";
	} else if (strcmp(text, "quiet") == 0) {
		ok = read_switch(value, &o->quiet);
		wanted = "0 or 1";
	} else {
		ce_rt_say("CGOESCAPE: no such key: %s (rate, budget, max, dir, halt, quiet)", text);
		return;
	}
	if (!ok)
		ce_rt_say("CGOESCAPE: %s is %s, not \"%s\"; the default is used", text, wanted, value);
}

void ce_rt_options_read(ce_rt_options *o)
{
	/* A program with rights of its own is not told where to write. */
	const char *value = secure_getenv("CGOESCAPE");
	char copy[2048], *next = copy, *text;

	*o = (ce_rt_options){.rate = UINT32_MAX, .max = 50};
	if (value && strlen(value) >= sizeof copy) {
		ce_rt_say("CGOESCAPE: longer than %zu bytes, not read", sizeof copy - 1);
		value = NULL;
	}
	strcpy(copy, value ? value : "");
	while ((text = strsep(&next, ",")))
		if (*text)
			read_option(o, text);
	if (!o->budget_set)
		o->budget = o->rate < UINT32_MAX / 3 ? o->rate : UINT32_MAX / 3;
}
