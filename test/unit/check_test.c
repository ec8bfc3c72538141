// The harness itself: a failed check is counted, a program without checks fails.
//
// RUN: %leaks %unit/check_test 2>&1 | FileCheck %s
// CHECK: no check was made
// CHECK: check_test.c:[[#]]: sees_failures: 1 == 2
// CHECK: check_test.c:[[#]]: sees_failures: "a"
// CHECK-NEXT: got:  a
// CHECK-NEXT: want: b
// CHECK: harness works
#include "check.h"

TEST(sees_failures)
{
	CHECK(1 == 2);
	CHECK_STR("a", "b");
	CHECK_STR("a", "a");
}

int main(void)
{
	int without = check_status();

	RUN(sees_failures);
	if (without != 1 || check_failed != 2 || check_count != 3 || check_status() != 1)
		return 1;
	puts("harness works");
	return 0;
}
