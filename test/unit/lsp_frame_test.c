// Messages in a stream of bytes, whatever pieces it comes in.
// RUN: %leaks %unit/lsp_frame_test
#include <stdlib.h>

#include "base/mem.h"
#include "check.h"
#include "lsp/rpc.h"

typedef struct heard {
	ce_buf messages, bad; /* a line each */
} heard;

static void take(void *ctx, ce_frame f)
{
	heard *h = ctx;

	ce_buf_addf(&h->messages, "%s\n", f.bytes + f.content);
	free(f.bytes);
}

static void take_bad(void *ctx, const char *what)
{
	heard *h = ctx;

	ce_buf_addf(&h->bad, "%s\n", what);
}

/* Feed in pieces of a size, and compare with what is expected. */
static void feed(const char *stream, size_t piece, const char *messages, const char *bad, bool idle)
{
	heard h = {0};
	ce_framer f = {.message = take, .bad = take_bad, .ctx = &h};
	size_t n = strlen(stream);

	for (size_t at = 0; at < n; at += piece)
		ce_framer_feed(&f, stream + at, n - at < piece ? n - at : piece);
	CHECK_STR(h.messages.data ? h.messages.data : "", messages);
	CHECK_STR(h.bad.data ? h.bad.data : "", bad);
	CHECK(ce_framer_idle(&f) == idle);
	ce_framer_free(&f);
	ce_buf_free(&h.messages);
	ce_buf_free(&h.bad);
}

TEST(pieces_do_not_matter)
{
	const char *stream = "Content-Length: 2\r\n\r\n{}"
			     "Content-Type: x; charset=utf-8\r\ncontent-length:  3  \r\n\r\n{ }"
			     "Content-Length: 1\n\n1"
			     "Content-Length: 0\r\n\r\n"
			     "\r\nContent-Length: 2\r\n\r\n[]";

	for (size_t piece = 1; piece < 130; piece++)
		feed(stream, piece, "{}\n{ }\n1\n\n[]\n", "", true);
}

TEST(what_is_no_message_is_passed_over)
{
	feed("hello\nContent-Length: 2\r\n\r\n{}", 7, "{}\n", "bytes that are no header\n", true);
	feed("X-Other: 1\r\n\r\nContent-Length: 2\r\n\r\n{}", 7, "{}\n", "a header without Content-Length\n",
	     true);
	feed("Content-Length: two\r\n\r\nContent-Length: 2\r\n\r\n{}", 7, "{}\n",
	     "a Content-Length that is no number\na header without Content-Length\n", true);
	feed("Content-Length: -1\r\n\r\n", 7, "",
	     "a Content-Length that is no number\na header without Content-Length\n", true);
	feed("Content-Length: 99999999999999999999999\r\n\r\n", 7, "",
	     "a Content-Length that is no number\na header without Content-Length\n", true);
	feed("Content-Length: 999999999999\r\n\r\n{}", 7, "", "a message that is too large\n", false);
}

TEST(a_stream_may_end_in_the_middle)
{
	feed("Content-Length: 5\r\n\r\n{}", 3, "", "", false);
	feed("Content-Len", 3, "", "", false);
}

TEST(a_header_has_a_limit)
{
	char *long_line = ce_malloc(3 * CE_FRAME_MAX_HEADER);

	memset(long_line, 'x', 3 * CE_FRAME_MAX_HEADER);
	strcpy(long_line + 2 * CE_FRAME_MAX_HEADER, "\nContent-Length: 2\r\n\r\n{}");
	feed(long_line, 1000, "{}\n", "a header without end\nbytes that are no header\n", true);
	free(long_line);
}

static char *peeked(const char *text)
{
	ce_frame f = ce_frame_make(text, strlen(text));
	json_t *id = rpc_peek_result(f);
	char *s = id ? json_dumps(id, JSON_ENCODE_ANY) : NULL;

	json_decref(id);
	free(f.bytes);
	return s;
}

/* Only where it cannot be anything else. */
TEST(the_id_of_a_result_is_seen_at_once)
{
	static const char *const rows[][2] = {
		{"{\"id\":7,\"jsonrpc\":\"2.0\",\"result\":[1,2]}", "7"},
		{"{\"id\":\"a\\\"b\",\"jsonrpc\":\"2.0\",\"result\":null}", "\"a\\\"b\""},
		{"{\"id\":7,\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":{}}", NULL},
		{"{\"id\":{\"x\":1,\"jsonrpc\":\"2.0\",\"result\":1}}", NULL},
		{"{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":null}", NULL},
		{"{\"id\":", NULL},
		{"", NULL},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *got = peeked(rows[i][0]);

		CHECK_STR(got, rows[i][1]);
		free(got);
	}
}

int main(void)
{
	RUN(pieces_do_not_matter);
	RUN(what_is_no_message_is_passed_over);
	RUN(a_stream_may_end_in_the_middle);
	RUN(a_header_has_a_limit);
	RUN(the_id_of_a_result_is_seen_at_once);
	return check_status();
}
