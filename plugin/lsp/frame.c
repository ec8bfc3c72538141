/*
 * frame.c - "Content-Length: N", an empty line, N bytes, and again.
 *
 * Lines may end in LF alone. Bytes that are no header are skipped up to the end
 * of their line and reported, so that one bad message does not end the session.
 */
#include "lsp/frame.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"

static void bad(ce_framer *f, const char *what)
{
	if (f->bad)
		f->bad(f->ctx, what);
}

/* The value of a header field on the line, or NULL. */
static const char *field(const char *line, const char *name)
{
	size_t n = strlen(name);

	if (strncasecmp(line, name, n) != 0 || line[n] != ':')
		return NULL;
	line += n + 1;
	return line + strspn(line, " \t");
}

/* A decimal number that fills the rest of the line; false: none, or too large for a size. */
static bool number(const char *text, size_t *out)
{
	size_t n = 0;

	if (!isdigit((unsigned char)*text))
		return false;
	for (; isdigit((unsigned char)*text); text++)
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, *text - '0', &n))
			return false;
	*out = n;
	return text[strspn(text, " \t\r")] == '\n';
}

/* One whole line of the header, which ends at f->head.n. */
static void header_line(ce_framer *f, const char *line)
{
	const char *length = field(line, "Content-Length");
	size_t n;

	if (length && number(length, &n)) {
		f->size = n;
		f->content = 1; /* known, even if 0 */
	} else if (length) {
		bad(f, "a Content-Length that is no number");
	} else if (!field(line, "Content-Type") && !strchr(line, ':')) {
		bad(f, "bytes that are no header");
		f->head.n -= strlen(line);
		f->head.data[f->head.n] = 0;
	}
}

static void finish(ce_framer *f)
{
	ce_frame m = {f->bytes, f->n, f->content};

	f->bytes[f->n] = 0;
	f->bytes = NULL;
	f->n = f->size = f->content = 0;
	f->message(f->ctx, m);
}

/* The header is complete: make room for the whole message. */
static void begin(ce_framer *f)
{
	size_t size = f->size;

	if (!f->content) {
		bad(f, "a header without Content-Length");
	} else if (size > CE_FRAME_MAX_CONTENT) {
		bad(f, "a message that is too large");
		f->skip = size;
	} else {
		f->bytes = ce_malloc(f->head.n + size + 1);
		memcpy(f->bytes, f->head.data, f->head.n);
		f->n = f->content = f->head.n;
		f->size = f->n + size;
	}
	f->head.n = 0;
	if (!f->bytes)
		f->size = f->content = 0;
	else if (f->n == f->size)
		finish(f);
}

/* Take bytes up to the end of a line. Returns how many. */
static size_t feed_header(ce_framer *f, const char *bytes, size_t n)
{
	const char *end = memchr(bytes, '\n', n);
	size_t take = end ? (size_t)(end - bytes) + 1 : n, start = f->head.n;

	while (start && f->head.data[start - 1] != '\n')
		start--;
	if (f->head.n + take > CE_FRAME_MAX_HEADER) {
		bad(f, "a header without end");
		f->head.n = f->size = f->content = 0;
		return take;
	}
	ce_buf_add(&f->head, bytes, take);
	if (!end)
		return take;
	if (strcmp(f->head.data + start, "\r\n") != 0 && strcmp(f->head.data + start, "\n") != 0)
		header_line(f, f->head.data + start);
	else if (start)
		begin(f);
	else
		f->head.n = 0; /* empty lines between messages */
	return take;
}

static size_t feed_content(ce_framer *f, const char *bytes, size_t n)
{
	size_t take = f->size - f->n < n ? f->size - f->n : n;

	memcpy(f->bytes + f->n, bytes, take);
	f->n += take;
	if (f->n == f->size)
		finish(f);
	return take;
}

void ce_framer_feed(ce_framer *f, const char *bytes, size_t n)
{
	size_t took;

	for (; n; bytes += took, n -= took) {
		if (f->skip) {
			took = f->skip < n ? f->skip : n;
			f->skip -= took;
		} else if (f->bytes) {
			took = feed_content(f, bytes, n);
		} else {
			took = feed_header(f, bytes, n);
		}
	}
}

bool ce_framer_idle(const ce_framer *f)
{
	return !f->head.n && !f->bytes && !f->skip;
}

void ce_framer_free(ce_framer *f)
{
	ce_buf_free(&f->head);
	free(f->bytes);
	*f = (ce_framer){0};
}

ce_frame ce_frame_make(const char *content, size_t n)
{
	char head[64];
	int length = snprintf(head, sizeof head, "Content-Length: %zu\r\n\r\n", n);
	ce_frame f = {ce_malloc((size_t)length + n + 1), (size_t)length + n, (size_t)length};

	memcpy(f.bytes, head, (size_t)length);
	memcpy(f.bytes + length, content, n);
	f.bytes[f.n] = 0;
	return f;
}
