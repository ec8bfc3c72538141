// The reader of the protocol takes any bytes in any pieces, and edits of any ranges
// leave a text whose positions and offsets agree.
//
// RUN: %fuzzer %s %root/plugin/base/*.c \
// RUN:   %root/plugin/report/json_text.c %root/plugin/lsp/frame.c %root/plugin/lsp/rpc.c \
// RUN:   %root/plugin/lsp/text.c %root/plugin/lsp/uri.c %root/plugin/lsp/document.c \
// RUN:   -ljansson -lxxhash -o %t
// RUN: %leaks %t %runs=30000 -max_len=2048 -malloc_limit_mb=600 2>&1
// RUN: %leaks %t -malloc_limit_mb=600 %S/Inputs/lsp/* 2>&1
//
// To look for longer: the same program with -max_total_time=SECONDS and a folder.
#include "fuzzer.h"
#include "lsp/document.h"
#include "lsp/rpc.h"
#include "lsp/uri.h"

static void change(ce_document *doc, const json_t *item)
{
	const json_t *text = json_object_get(item, "text");
	ce_encoding e = (ce_encoding)(json_string_length(text) % 3);
	ce_doc_text anew = {0};
	ce_range r;
	size_t at;

	if (!json_is_string(text) || !ce_range_read(json_object_get(item, "range"), &r))
		return;
	at = ce_text_offset(&doc->text, r.start, e);
	ce_text_edit(&doc->text, r, json_string_value(text), json_string_length(text), e);
	ce_document_shift(doc, r, ce_text_position(&doc->text, at + json_string_length(text), e));
	require(doc->text.data[doc->text.n] == 0);
	ce_text_set(&anew, doc->text.data, doc->text.n);
	for (unsigned line = 0; line <= anew.lines.n; line++)
		require(ce_text_line(&anew, line) == ce_text_line(&doc->text, line));
	ce_text_free(&anew);
	for (size_t i = 0; i <= doc->text.n; i++) {
		ce_position p = ce_text_position(&doc->text, i, e);
		size_t back = ce_text_offset(&doc->text, p, e);

		require(back <= doc->text.n && ce_text_position(&doc->text, back, e).line == p.line);
	}
}

static void take(void *ctx, ce_frame f)
{
	ce_document *doc = ctx;
	rpc_view view;
	json_t *m = rpc_parse(f, &view), *id = rpc_peek_result(f), *item;
	const char *uri = rpc_text(rpc_get(view.params, "textDocument", NULL), "uri");
	char *path = uri ? ce_uri_path(uri) : NULL;
	size_t i;

	require(f.content <= f.n && f.bytes[f.n] == 0);
	json_array_foreach(json_object_get(view.params, "contentChanges"), i, item) change(doc, item);
	free(path);
	json_decref(id);
	json_decref(m);
	free(f.bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ce_document doc = {0};
	ce_framer f = {.message = take, .ctx = &doc};
	size_t piece = size ? 1 + data[size / 2] % 64 : 1;
	ce_item item = {.range = {{1, 2}, {1, 5}}, .text = json_string("{}")};

	ce_push(&doc.items, item);
	ce_text_set(&doc.text,
	            "a\xc3\xa9\r\nb\xf0\x9f\x98\x80"
	            "c\rd\n",
	            14);
	for (size_t at = 0; at < size; at += piece)
		ce_framer_feed(&f, (const char *)data + at, size - at < piece ? size - at : piece);
	ce_framer_free(&f);
	ce_document_forget(&doc, 0);
	ce_vec_free(&doc.items);
	ce_text_free(&doc.text);
	return 0;
}

/* Now and then a good message, so that no corpus is needed. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	ce_buf json = {0};
	ce_frame f;

	if (seed % 8)
		return LLVMFuzzerMutate(data, size, max);
	ce_buf_addf(
		&json,
		"{\"jsonrpc\":\"2.0\",\"method\":\"textDocument/"
		"didChange\",\"params\":{\"textDocument\":{\"uri\":"
		"\"file:///"
		"a%%%02xb.c\",\"version\":1},\"contentChanges\":[{\"range\":{\"start\":{\"line\":%u,"
		"\"character\":%u},\"end\":{\"line\":%u,\"character\":%u}},\"text\":\"x\\n\\u00e9\\r\"}]}}",
		seed >> 8 & 255, seed >> 3 & 3, seed >> 5 & 3, seed >> 7 & 3, seed >> 9 & 7);
	f = ce_frame_make(json.data, json.n);
	if (f.n <= max)
		memcpy(data, f.bytes, size = f.n);
	free(f.bytes);
	ce_buf_free(&json);
	return size;
}
