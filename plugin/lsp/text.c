#include "lsp/text.h"

#include <ctype.h>
#include <stdlib.h>

/* ---- bytes ------------------------------------------------------------------------- */

static ce_bytes *new_bytes(size_t room)
{
	ce_bytes *b = ce_malloc(sizeof *b + room + 1);

	atomic_init(&b->holders, 1);
	b->room = room;
	return b;
}

void ce_bytes_drop(ce_bytes *b)
{
	if (b && atomic_fetch_sub(&b->holders, 1) == 1)
		free(b);
}

ce_bytes *ce_text_hold(const ce_doc_text *t)
{
	if (t->bytes)
		atomic_fetch_add(&t->bytes->holders, 1);
	return t->bytes;
}

void ce_text_free(ce_doc_text *t)
{
	ce_bytes_drop(t->bytes);
	ce_vec_free(&t->lines);
	*t = (ce_doc_text){0};
}

void ce_text_set(ce_doc_text *t, const char *bytes, size_t n)
{
	ce_text_free(t);
	t->bytes = new_bytes(n);
	t->data = t->bytes->data;
	if (n)
		memcpy(t->data, bytes, n);
	t->data[n] = 0;
	t->n = n;
}

/* ---- lines ------------------------------------------------------------------------- */

static size_t find(const ce_doc_text *t, size_t at, char c, size_t end)
{
	const char *found = at < end ? memchr(t->data + at, c, end - at) : NULL;

	return found ? (size_t)(found - t->data) : end;
}

typedef CE_VEC(size_t) offsets;

/* Add where lines begin in (at, end), which begins in the middle of none that ends there. */
static void scan_lines(const ce_doc_text *t, size_t at, size_t stop, offsets *out)
{
	size_t lf = find(t, at, '\n', t->n);

	while (at < stop) {
		size_t end = find(t, at, '\r', lf);

		if (end == t->n)
			break;
		at = end + (t->data[end] == '\r' && end + 1 == lf && lf < t->n ? 2 : 1);
		if (at < stop)
			ce_push(out, at);
		if (at > lf)
			lf = find(t, at, '\n', t->n);
	}
}

static void count_lines(ce_doc_text *t)
{
	offsets all = {0};

	if (t->lines.n)
		return;
	ce_push(&all, (size_t)0);
	scan_lines(t, 0, t->n + 1, &all);
	t->lines.at = all.at;
	t->lines.n = all.n;
	t->lines.cap = all.cap;
}

size_t ce_text_line(ce_doc_text *t, unsigned line)
{
	count_lines(t);
	return line < t->lines.n ? t->lines.at[line] : t->n;
}

size_t ce_text_line_end(ce_doc_text *t, unsigned line)
{
	size_t at = ce_text_line(t, line);

	return at < t->n ? find(t, at, '\r', find(t, at, '\n', t->n)) : t->n;
}

static unsigned line_of(ce_doc_text *t, size_t offset)
{
	uint32_t low = 0, high;

	count_lines(t);
	high = t->lines.n;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (t->lines.at[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* ---- characters ---------------------------------------------------------------------- */

/* Bytes of the character at s, at most n; 1 for what is no UTF-8. */
static size_t character(const char *s, size_t n)
{
	unsigned char c = (unsigned char)*s;
	size_t length = c < 0x80             ? 1
	                : (c & 0xe0) == 0xc0 ? 2
	                : (c & 0xf0) == 0xe0 ? 3
	                : (c & 0xf8) == 0xf0 ? 4
	                                     : 1;

	if (length > n)
		return 1;
	for (size_t i = 1; i < length; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 1;
	return length;
}

static unsigned units(size_t length, ce_encoding e)
{
	return e == CE_UTF8 ? (unsigned)length : e == CE_UTF16 && length == 4 ? 2 : 1;
}

size_t ce_text_offset(ce_doc_text *t, ce_position p, ce_encoding e)
{
	size_t at = ce_text_line(t, p.line), end = ce_text_line_end(t, p.line);
	unsigned seen = 0;

	while (at < end && seen < p.character) {
		size_t length = character(t->data + at, end - at);

		seen += units(length, e);
		if (e == CE_UTF8 && seen > p.character)
			return at; /* in the middle of a character */
		at += length;
	}
	return at;
}

ce_position ce_text_position(ce_doc_text *t, size_t offset, ce_encoding e)
{
	ce_position p = {0};

	if (offset > t->n)
		offset = t->n;
	p.line = line_of(t, offset);
	for (size_t at = t->lines.at[p.line]; at < offset;) {
		size_t length = character(t->data + at, t->n - at);

		p.character += units(length, e);
		at += length;
	}
	return p;
}

size_t ce_text_clang_offset(ce_doc_text *t, unsigned line, unsigned col)
{
	size_t at = ce_text_line(t, line ? line - 1 : 0), end = ce_text_line_end(t, line ? line - 1 : 0);

	return col && col - 1 < end - at ? at + col - 1 : col ? end : at;
}

/* ---- edits --------------------------------------------------------------------------------- */

/* Room for n bytes of our own, the first `keep` of them as they are. */
static void make_room(ce_doc_text *t, size_t keep, size_t n)
{
	ce_bytes *own;

	if (t->bytes && n <= t->bytes->room && atomic_load(&t->bytes->holders) == 1)
		return;
	own = new_bytes(n + n / 16 + 256);
	if (keep)
		memcpy(own->data, t->data, keep);
	ce_bytes_drop(t->bytes);
	t->bytes = own;
	t->data = own->data;
}

/* The lines around bytes from..to, which n others have replaced; those behind only move. */
static void recount_lines(ce_doc_text *t, uint32_t first, uint32_t last, size_t less, size_t more)
{
	offsets between = {0};
	uint32_t tail = t->lines.n - last;

	for (uint32_t i = last; i < t->lines.n; i++)
		t->lines.at[i] = t->lines.at[i] - less + more;
	scan_lines(t, t->lines.at[first], tail ? t->lines.at[last] : t->n + 1, &between);
	while (t->lines.cap < first + 1 + between.n + tail)
		t->lines.at = ce_grow(t->lines.at, &t->lines.cap, sizeof *t->lines.at);
	memmove(t->lines.at + first + 1 + between.n, t->lines.at + last, tail * sizeof *t->lines.at);
	if (between.n)
		memcpy(t->lines.at + first + 1, between.at, between.n * sizeof *between.at);
	t->lines.n = first + 1 + between.n + tail;
	ce_vec_free(&between);
}

void ce_text_edit(ce_doc_text *t, ce_range r, const char *bytes, size_t n, ce_encoding e)
{
	size_t from = ce_text_offset(t, r.start, e), to = ce_text_offset(t, r.end, e), tail;
	uint32_t first = line_of(t, from), last;

	if (to < from)
		to = from;
	last = line_of(t, to) + 1;
	/* A CR before may get its LF, or lose it. */
	first -= first > 0;
	tail = t->n - to;
	make_room(t, t->n, from + n + tail);
	memmove(t->data + from + n, t->data + to, tail);
	if (n)
		memcpy(t->data + from, bytes, n);
	t->n = from + n + tail;
	t->data[t->n] = 0;
	recount_lines(t, first, last, to - from, n);
}

void ce_text_difference(ce_doc_text *old, ce_doc_text *now, ce_encoding e, ce_range *replaced,
                        ce_position *end)
{
	size_t least = old->n < now->n ? old->n : now->n, same = 0, tail = 0;

	while (same < least && old->data[same] == now->data[same])
		same++;
	while (tail < least - same && old->data[old->n - 1 - tail] == now->data[now->n - 1 - tail])
		tail++;
	*replaced = (ce_range){ce_text_position(old, same, e), ce_text_position(old, old->n - tail, e)};
	*end = ce_text_position(now, now->n - tail, e);
}

/* ---- words --------------------------------------------------------------------------------- */

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c & 0x80;
}

size_t ce_text_identifier(const ce_doc_text *t, size_t offset)
{
	size_t end = offset;

	while (end < t->n && is_word(t->data[end]))
		end++;
	return end - offset;
}

size_t ce_text_identifier_start(const ce_doc_text *t, size_t offset)
{
	while (offset && offset <= t->n && is_word(t->data[offset - 1]))
		offset--;
	return offset;
}
