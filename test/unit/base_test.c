// plugin/base: the containers and the file functions that all stages share.
//
// RUN: rm -rf %t && mkdir %t && cd %t && %leaks %unit/base_test
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/strings.h"
#include "check.h"

TEST(array_grows_and_keeps_items)
{
	CE_VEC(uint32_t) v = {0};

	for (uint32_t i = 0; i < 1000; i++)
		ce_push(&v, i * 3);
	CHECK(v.n == 1000);
	CHECK(v.at[0] == 0 && v.at[999] == 2997);
	ce_vec_free(&v);
	CHECK(!v.at && !v.n);
}

TEST(arena_is_zeroed_and_aligned)
{
	ce_arena a = {0};

	for (size_t n = 1; n < 100000; n = n * 3 + 1) {
		char *p = ce_arena_alloc(&a, n);

		CHECK((uintptr_t)p % _Alignof(max_align_t) == 0);
		CHECK(p[0] == 0 && p[n - 1] == 0);
		memset(p, 0xff, n);
	}
	ce_arena_free(&a);
	ce_arena_free(&a);
}

TEST(map_finds_what_was_put_and_nothing_else)
{
	ce_map m = {0};

	CHECK(ce_map_get(&m, 7) == CE_NONE);
	for (uint32_t i = 0; i < 10000; i++)
		ce_map_put(&m, (uint64_t)i << 32, i);
	CHECK(m.n == 10000);
	for (uint32_t i = 0; i < 10000; i++)
		if (ce_map_get(&m, (uint64_t)i << 32) != i)
			CHECK(!"a value was lost");
	CHECK(ce_map_get(&m, 1) == CE_NONE);
	CHECK(*ce_map_at(&m, 1) == CE_NONE);
	ce_map_put(&m, 0, 5);
	CHECK(ce_map_get(&m, 0) == 5);
	ce_map_clear(&m);
	CHECK(m.n == 0 && ce_map_get(&m, 0) == CE_NONE);
	ce_map_free(&m);
}

TEST(equal_texts_have_equal_numbers)
{
	ce_strings s;
	ce_str a;

	ce_strings_init(&s);
	CHECK(ce_intern(&s, "") == 0);
	CHECK(ce_intern(&s, NULL) == 0);
	a = ce_intern(&s, "param");
	CHECK(ce_intern_n(&s, "parameter", 5) == a);
	CHECK(ce_intern_n(&s, "parameter", 4) != a);
	CHECK(ce_intern(&s, "parameter") != a);
	for (int i = 0; i < 5000; i++) {
		char text[32];

		snprintf(text, sizeof text, "t%d", i);
		ce_intern(&s, text);
	}
	CHECK(ce_intern(&s, "param") == a);
	CHECK_STR(ce_text(&s, a), "param");
	CHECK_STR(ce_text(&s, ce_intern(&s, "t4999")), "t4999");
	ce_strings_free(&s);
}

TEST(buffer_always_ends_in_nul)
{
	ce_buf b = {0};

	ce_buf_adds(&b, "flow: ");
	ce_buf_addf(&b, "%s = %d", "x", 12);
	ce_buf_addc(&b, '\n');
	ce_buf_add(&b, "", 0);
	CHECK_STR(b.data, "flow: x = 12\n");
	CHECK(b.n == 13);
	ce_buf_free(&b);
	CHECK(!b.data);
	ce_buf_addf(&b, "%0*d", 5000, 1);
	CHECK(b.n == 5000 && b.data[4999] == '1' && b.data[5000] == 0);
	ce_buf_free(&b);
}

TEST(file_round_trip_keeps_every_byte)
{
	static const char bytes[] = {'a', 0, '\n', (char)0xff};
	ce_buf b = {0};
	char *error = NULL;

	CHECK(ce_file_write("f", "old, and longer", 15, &error));
	CHECK(ce_file_write("f", bytes, sizeof bytes, &error));
	CHECK(ce_file_read(&b, "f", &error));
	CHECK(b.n == sizeof bytes && memcmp(b.data, bytes, sizeof bytes) == 0);
	ce_buf_free(&b);
	CHECK(!error);
}

TEST(file_failures_name_the_path_and_leave_nothing)
{
	ce_buf b = {0};
	char *error = NULL;

	CHECK(!ce_file_read(&b, "none", &error));
	CHECK_STR(error, "none: cannot read: No such file or directory");
	CHECK(!b.data);
	free(error);
	CHECK(!ce_file_read(&b, ".", &error));
	CHECK_STR(error, ".: cannot read: Is a directory");
	free(error);
	CHECK(!ce_file_write("none/f", "x", 1, &error));
	CHECK_STR(error, "none/f: cannot write: No such file or directory");
	free(error);
	CHECK(access("none", F_OK) != 0);
}

TEST(folders_are_made_with_their_parents)
{
	char *error = NULL;

	CHECK(ce_make_dirs("d/e//f/", &error));
	CHECK(ce_make_dirs("d/e/f", &error));
	CHECK(access("d/e/f", W_OK) == 0);
	CHECK(ce_file_write("d/file", "x", 1, &error));
	CHECK(!ce_make_dirs("d/file/g", &error));
	CHECK_STR(error, "d/file/g: cannot make folder: Not a directory");
	free(error);
}

int main(void)
{
	RUN(array_grows_and_keeps_items);
	RUN(arena_is_zeroed_and_aligned);
	RUN(map_finds_what_was_put_and_nothing_else);
	RUN(equal_texts_have_equal_numbers);
	RUN(buffer_always_ends_in_nul);
	RUN(file_round_trip_keeps_every_byte);
	RUN(file_failures_name_the_path_and_leave_nothing);
	RUN(folders_are_made_with_their_parents);
	return check_status();
}
