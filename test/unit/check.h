/*
 * check.h - the whole test harness.
 *
 *	// RUN: %leaks %unit/map_test
 *	#include "check.h"
 *
 *	TEST(finds_what_was_put)
 *	{
 *		CHECK(n == 1);
 *		CHECK_STR(name, "p");
 *	}
 *
 *	int main(void)
 *	{
 *		RUN(finds_what_was_put);
 *		return check_status();
 *	}
 *
 * A failed check prints place, test and expression, and the test goes on.
 */
#ifndef CE_TEST_CHECK_H
#define CE_TEST_CHECK_H

#include <stdio.h>
#include <string.h>

static int check_failed, check_count;
static const char *check_test = "main";

#define TEST(name) static void test_##name(void)
#define RUN(name) (check_test = #name, test_##name())

#define CHECK(cond) (check_count++, (cond) ? (void)0 : check_fail(__FILE__, __LINE__, #cond, NULL, NULL))
#define CHECK_STR(got, want) check_str(__FILE__, __LINE__, #got, got, want)

static inline void check_fail(const char *file, int line, const char *what, const char *got, const char *want)
{
	check_failed++;
	fprintf(stderr, "%s:%d: %s: %s", file, line, check_test, what);
	if (got || want)
		fprintf(stderr, "\n  got:  %s\n  want: %s", got ? got : "(null)", want ? want : "(null)");
	fputc('\n', stderr);
}

static inline void check_str(const char *file, int line, const char *what, const char *got, const char *want)
{
	check_count++;
	if (!got || !want ? got != want : strcmp(got, want) != 0)
		check_fail(file, line, what, got, want);
}

/** The exit status of main; a program that checked nothing has failed too. */
static inline int check_status(void)
{
	if (!check_count)
		fputs("no check was made\n", stderr);
	return check_failed || !check_count;
}

#endif
