// Texts, positions, edits, and what moves with them.
// RUN: %leaks %unit/lsp_text_test
#include <stdlib.h>

#include "check.h"
#include "lsp/document.h"
#include "lsp/places.h"
#include "lsp/uri.h"

static ce_doc_text text_of(const char *s)
{
	ce_doc_text t = {0};

	ce_text_set(&t, s, strlen(s));
	return t;
}

static ce_range range(unsigned l1, unsigned c1, unsigned l2, unsigned c2)
{
	return (ce_range){{l1, c1}, {l2, c2}};
}

TEST(lines_end_in_three_ways)
{
	ce_doc_text t = text_of("a\nbb\r\nccc\rd");

	CHECK(ce_text_line(&t, 0) == 0);
	CHECK(ce_text_line(&t, 1) == 2);
	CHECK(ce_text_line(&t, 2) == 6);
	CHECK(ce_text_line(&t, 3) == 10);
	CHECK(ce_text_line(&t, 4) == 11); /* there is none: the end */
	CHECK(ce_text_line_end(&t, 1) == 4);
	CHECK(ce_text_line_end(&t, 2) == 9);
	CHECK(ce_text_line_end(&t, 3) == 11);
	CHECK(ce_text_position(&t, 6, CE_UTF16).line == 2);
	ce_text_free(&t);
}

/* e acute is 2, 1, 1 units, an emoji 4, 2, 1; the lone byte is one in each. */
TEST(characters_are_units_of_the_encoding)
{
	static const ce_encoding all[] = {CE_UTF8, CE_UTF16, CE_UTF32};
	static const unsigned units[] = {2 + 4 + 1, 1 + 2 + 1, 3};
	ce_doc_text t = text_of("\xc3\xa9\xf0\x9f\x98\x80\xff"
	                        "x");

	for (int i = 0; i < 3; i++) {
		CHECK(ce_text_offset(&t, (ce_position){0, units[i]}, all[i]) == 7);
		CHECK(ce_text_position(&t, 7, all[i]).character == units[i]);
	}
	CHECK(ce_text_offset(&t, (ce_position){0, 1}, CE_UTF8) == 0); /* inside a character: before it */
	CHECK(ce_text_offset(&t, (ce_position){0, 99}, CE_UTF16) == 8);
	CHECK(ce_text_offset(&t, (ce_position){99, 0}, CE_UTF16) == 8);
	ce_text_free(&t);
}

TEST(places_of_the_compiler_count_bytes)
{
	ce_doc_text t = text_of("/* \xc3\xa9 */ name = 1;\n");
	ce_range r = ce_place_range(&t, 1, 10, CE_UTF16), beyond = ce_place_range(&t, 9, 9, CE_UTF16);

	CHECK(r.start.character == 8 && r.end.character == 12);
	CHECK(beyond.start.line == 1 && beyond.end.line == 1);
	ce_text_free(&t);
}

TEST(edits_replace_a_range)
{
	ce_doc_text t = text_of("one\ntwo\nthree");

	ce_text_edit(&t, range(0, 1, 1, 1), "XX", 2, CE_UTF16);
	CHECK_STR(t.data, "oXXwo\nthree");
	ce_text_edit(&t, range(5, 0, 7, 0), "!", 1, CE_UTF16); /* beyond the end: at it */
	CHECK_STR(t.data, "oXXwo\nthree!");
	ce_text_edit(&t, range(1, 3, 0, 0), "-", 1, CE_UTF16); /* end before start: an insertion */
	CHECK_STR(t.data, "oXXwo\nthr-ee!");
	ce_text_free(&t);
}

static bool same_lines(ce_doc_text *t)
{
	ce_doc_text anew = text_of(t->data);
	unsigned line = 0;
	bool same = anew.n == t->n;

	for (; same && ce_text_line(&anew, line) < anew.n; line++)
		same = ce_text_line(t, line) == ce_text_line(&anew, line);
	same &= ce_text_line(t, line) == ce_text_line(&anew, line);
	ce_text_free(&anew);
	return same;
}

/* Lines are not counted anew for an edit, wherever CR and LF come together or apart. */
TEST(lines_follow_edits)
{
	static const char *const pieces[] = {"", "\r", "\n", "x", "\r\n", "y\rz", "\n\r", "a\n\nb"};
	unsigned seed = 1, wrong = 0;

	for (int round = 0; round < 300; round++) {
		ce_doc_text t = text_of("a\r\nb\rc\n\n\rd");

		for (int i = 0; i < 20; i++) {
			const char *piece;

			seed = seed * 1103515245 + 12345;
			piece = pieces[seed >> 16 & 7];
			ce_text_edit(&t,
			             range(seed >> 19 & 7, seed >> 22 & 1, seed >> 23 & 7, seed >> 26 & 3),
			             piece, strlen(piece), CE_UTF16);
			wrong += !same_lines(&t);
		}
		ce_text_free(&t);
	}
	CHECK(wrong == 0);
}

TEST(bytes_that_are_held_stay)
{
	ce_doc_text t = text_of("one\ntwo");
	ce_bytes *held = ce_text_hold(&t);

	ce_text_edit(&t, range(0, 0, 0, 3), "1", 1, CE_UTF16);
	CHECK_STR(held->data, "one\ntwo");
	CHECK_STR(t.data, "1\ntwo");
	ce_text_free(&t);
	CHECK_STR(held->data, "one\ntwo");
	ce_bytes_drop(held);
}

TEST(the_difference_of_two_texts_is_one_edit)
{
	ce_doc_text a = text_of("one\ntwo\nthree\n"), b = text_of("one\n2\n2\nthree\n");
	ce_range r;
	ce_position end;

	ce_text_difference(&a, &b, CE_UTF16, &r, &end);
	CHECK(r.start.line == 1 && r.start.character == 0 && r.end.line == 1 && r.end.character == 3);
	CHECK(end.line == 2 && end.character == 1);
	ce_text_free(&a);
	ce_text_free(&b);
}

static unsigned shifted(ce_range item, ce_range replaced, ce_position end, ce_range *out)
{
	ce_document doc = {0};
	unsigned left;

	ce_push(&doc.items, ((ce_item){.range = item, .text = json_string("{}")}));
	ce_document_shift(&doc, replaced, end);
	left = doc.items.n;
	*out = left ? doc.items.at[0].range : (ce_range){0};
	ce_document_forget(&doc, 0);
	ce_vec_free(&doc.items);
	return left;
}

TEST(items_move_with_the_text)
{
	ce_range r;

	/* a line put in before; text put in before on the same line; behind */
	CHECK(shifted(range(2, 4, 2, 6), range(1, 0, 1, 0), (ce_position){2, 0}, &r) && r.start.line == 3);
	CHECK(shifted(range(2, 4, 2, 6), range(2, 0, 2, 0), (ce_position){2, 3}, &r) &&
	      r.start.character == 7);
	CHECK(shifted(range(2, 4, 2, 6), range(2, 6, 2, 9), (ce_position){2, 6}, &r) && r.end.character == 6);
	/* right before and right behind it stays whole */
	CHECK(shifted(range(2, 4, 2, 6), range(2, 4, 2, 4), (ce_position){2, 5}, &r) &&
	      r.start.character == 5);
	CHECK(shifted(range(2, 4, 2, 6), range(2, 6, 2, 6), (ce_position){2, 7}, &r) && r.end.character == 6);
	/* inside, and over it */
	CHECK(!shifted(range(2, 4, 2, 6), range(2, 5, 2, 5), (ce_position){2, 6}, &r));
	CHECK(!shifted(range(2, 4, 2, 6), range(0, 0, 9, 0), (ce_position){0, 0}, &r));
}

TEST(uris_name_paths)
{
	static const struct {
		const char *uri, *path;
	} rows[] = {
		{"file:///a%20b/%C3%A9.c", "/a b/\xc3\xa9.c"},
		{"file:///a/./b//../c.c", "/a/c.c"},
		{"FILE:/x.c", "/x.c"},
		{"file://localhost/x.c", "/x.c"},
		{"file:///x.c?query#part", "/x.c"},
		{"file:///100%.c", "/100%.c"},
		{"file:///a%00b", NULL},
		{"untitled:Untitled-1", NULL},
		{"file:relative.c", NULL},
		{"", NULL},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *path = ce_uri_path(rows[i].uri);

		CHECK_STR(path, rows[i].path);
		free(path);
	}
}

TEST(documents_are_found_by_path)
{
	ce_documents d = {0};
	ce_document *doc = ce_documents_open(&d, "file:///a%2Dx/f.c", "c");

	CHECK(ce_documents_find(&d, "file:///a-x/f.c") == doc);
	CHECK(ce_documents_find_path(&d, "/a-x/f.c") == doc);
	CHECK(!ce_documents_find(&d, "file:///a-x/g.c"));
	CHECK(ce_documents_open(&d, "file:///h.h", "cpp")->language == CE_LANGUAGE_HEADER);
	CHECK(ce_documents_open(&d, "untitled:1", "c")->language == CE_LANGUAGE_OTHER);
	CHECK(ce_documents_open(&d, "file:///a-x/f.c", "c")->id != 1 && d.at.n == 3); /* opened anew */
	ce_documents_free(&d);
}

int main(void)
{
	RUN(lines_end_in_three_ways);
	RUN(characters_are_units_of_the_encoding);
	RUN(places_of_the_compiler_count_bytes);
	RUN(edits_replace_a_range);
	RUN(lines_follow_edits);
	RUN(bytes_that_are_held_stay);
	RUN(the_difference_of_two_texts_is_one_edit);
	RUN(items_move_with_the_text);
	RUN(uris_name_paths);
	RUN(documents_are_found_by_path);
	return check_status();
}
