// A constant argument decides the branches it is tested in; what it does not decide stays.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s | %check
// RUN: FileCheck --check-prefix=FACTS %s < %t
#include <stdbool.h>
#include <stddef.h>
void *kept, *kept_too;
enum mode { STATIC, TRANSIENT, COPY };
static void by_flag(void *p, int keep)
{
	if (keep)
		kept = p;
}

// CHECK: {{^}}flag_set p leaking param: p{{$}}
void flag_set(void *p)
{
	by_flag(p, 1);
}

// CHECK: {{^}}flag_clear p p does not escape{{$}}
void flag_clear(void *p)
{
	by_flag(p, 0);
}

// CHECK: {{^}}flag_unknown p leaking param: p{{$}}
void flag_unknown(void *p, int keep)
{
	by_flag(p, keep);
}

// CHECK: {{^}}flag_both p leaking param: p{{$}}
// CHECK: {{^}}flag_both q q does not escape{{$}}
void flag_both(void *p, void *q)
{
	by_flag(p, 1);
	by_flag(q, 0);
}

// CHECK: {{^}}flag_both_ways p leaking param: p{{$}}
void flag_both_ways(void *p)
{
	by_flag(p, 0);
	by_flag(p, 1);
}

// CHECK: {{^}}flag_one_of_two p leaking param: p{{$}}
void flag_one_of_two(void *p, int c)
{
	by_flag(p, c ? 0 : 1);
}
static void by_enum(void *p, enum mode m)
{
	switch (m) {
	case STATIC:
		kept = p;
		break;
	case TRANSIENT:
		kept_too = *(void **)p;
		break;
	default:;
	}
}

// CHECK: {{^}}enum_static p leaking param: p{{$}}
void enum_static(void *p)
{
	by_enum(p, STATIC);
}

// CHECK: {{^}}enum_transient p leaking param content: p{{$}}
void enum_transient(void *p)
{
	by_enum(p, TRANSIENT);
}

// CHECK: {{^}}enum_copy p p does not escape{{$}}
void enum_copy(void *p)
{
	by_enum(p, COPY);
}

// CHECK: {{^}}enum_other p p does not escape{{$}}
void enum_other(void *p)
{
	by_enum(p, 77);
}
static void falls_through(void *p, int k)
{
	switch (k) {
	case 1:
		k = 7;
	case 2:
		kept = p;
	case 3:
		break;
	case 4 ... 9:
		kept_too = p;
	}
}

// CHECK: {{^}}through_1 p leaking param: p{{$}}
void through_1(void *p)
{
	falls_through(p, 1);
}

// CHECK: {{^}}through_3 p p does not escape{{$}}
void through_3(void *p)
{
	falls_through(p, 3);
}

// CHECK: {{^}}through_9 p leaking param: p{{$}}
void through_9(void *p)
{
	falls_through(p, 9);
}

// CHECK: {{^}}through_10 p p does not escape{{$}}
void through_10(void *p)
{
	falls_through(p, 10);
}
static void by_mask(void *p, unsigned flags)
{
	if (flags & 4)
		kept = p;
}

// CHECK: {{^}}mask_hit p leaking param: p{{$}}
void mask_hit(void *p)
{
	by_mask(p, 1 | 4);
}

// CHECK: {{^}}mask_missed p p does not escape{{$}}
void mask_missed(void *p)
{
	by_mask(p, 1 | 2 | 8);
}
static void by_range(void *p, int k)
{
	if (k < 2)
		kept = p;
}
static void by_unsigned_range(void *p, unsigned k)
{
	if (k <= 2)
		kept = p;
}

// CHECK: {{^}}below p leaking param: p{{$}}
void below(void *p)
{
	by_range(p, -1);
}

// CHECK: {{^}}not_below p p does not escape{{$}}
void not_below(void *p)
{
	by_range(p, 2);
}

// CHECK: {{^}}unsigned_minus_one p p does not escape{{$}}
void unsigned_minus_one(void *p)
{
	by_unsigned_range(p, -1);
}

// CHECK: {{^}}unsigned_limit p leaking param: p{{$}}
void unsigned_limit(void *p)
{
	by_unsigned_range(p, 2);
}
static void by_char(void *p, signed char k)
{
	if (k < 0)
		kept = p;
}

// CHECK: {{^}}narrowed p leaking param: p{{$}}
void narrowed(void *p)
{
	by_char(p, (signed char)200);
}

// BAD: what is widened before it is compared is not followed
// CHECK: {{^}}not_narrowed p leaking param: p{{$}}
void not_narrowed(void *p)
{
	by_char(p, 100);
}
static void by_bool(void *p, bool keep)
{
	if (!keep)
		return;
	kept = p;
}

// CHECK: {{^}}bool_true p leaking param: p{{$}}
void bool_true(void *p)
{
	by_bool(p, 256); /* true, though its low byte is 0 */
}

// CHECK: {{^}}bool_false p p does not escape{{$}}
void bool_false(void *p)
{
	by_bool(p, false);
}
static void ignore(void *p)
{
}
static void by_callback(void *p, void (*f)(void *))
{
	if (f)
		f(p);
	else
		kept = p;
}

// CHECK: {{^}}callback_null p leaking param: p{{$}}
// FACTS-DAG: {{^}}callback_null -1 - nocallback=yes{{[[:space:]]}}
void callback_null(void *p)
{
	by_callback(p, NULL);
}

// BAD: that an address is not null is not followed
// CHECK: {{^}}callback_given p leaking param: p{{$}}
// FACTS-DAG: {{^}}callback_given -1 - nocallback=yes{{[[:space:]]}}
void callback_given(void *p)
{
	by_callback(p, ignore);
}

// CHECK: {{^}}callback_passed p leaking param: p{{$}}
// CHECK: {{^}}callback_passed f f does not escape{{$}}
// FACTS-DAG: {{^}}callback_passed -1 - nocallback=no{{[[:space:]]}}
void callback_passed(void *p, void (*f)(void *))
{
	by_callback(p, f);
}
static void store_at(void **o, void *p)
{
	if (o)
		*o = p;
}

// CHECK: {{^}}nowhere p p does not escape{{$}}
void nowhere(void *p)
{
	store_at(0, p);
}

// CHECK: {{^}}somewhere p leaking param: p{{$}}
void somewhere(void *p)
{
	store_at(&kept, p);
}
static void level_2(void *p, int keep)
{
	by_flag(p, keep);
}
static void level_3(int a, int keep, void *p)
{
	level_2(p, keep);
}

// CHECK: {{^}}two_levels_clear p p does not escape{{$}}
void two_levels_clear(void *p)
{
	level_3(1, 0, p);
}

// CHECK: {{^}}two_levels_set p leaking param: p{{$}}
void two_levels_set(void *p)
{
	level_3(0, 1, p);
}
static void changed(void *p, int keep)
{
	by_flag(p, !keep);
	by_flag(p, keep + 1);
}

// CHECK: {{^}}not_passed_unchanged p leaking param: p{{$}}
void not_passed_unchanged(void *p)
{
	changed(p, 0);
}
static void by_and(void *p, int a, int b)
{
	if (a > 0 && b > 0)
		kept = p;
}
static void by_or(void *p, int a, int b)
{
	if (a > 0 || b > 0)
		kept = p;
}

// CHECK: {{^}}and_false p p does not escape{{$}}
void and_false(void *p, int b)
{
	by_and(p, 0, b);
}

// CHECK: {{^}}and_second_false p p does not escape{{$}}
void and_second_false(void *p, int a)
{
	by_and(p, a, 0);
}

// CHECK: {{^}}and_undecided p leaking param: p{{$}}
void and_undecided(void *p, int b)
{
	by_and(p, 1, b);
}

// CHECK: {{^}}or_undecided p leaking param: p{{$}}
void or_undecided(void *p, int b)
{
	by_or(p, 0, b);
}

// CHECK: {{^}}or_first_true p leaking param: p{{$}}
void or_first_true(void *p)
{
	by_or(p, 1, 0);
}

// CHECK: {{^}}or_second_true p leaking param: p{{$}}
void or_second_true(void *p)
{
	by_or(p, 0, 1);
}
static void by_loop(void **p, int n)
{
	for (int i = 0; i < n; i++)
		kept = p[i];
}

// CHECK: {{^}}some_rounds p leaking param content: p{{$}}
void some_rounds(void **p)
{
	by_loop(p, 2);
}
static void in_loop(void *p, int keep)
{
	for (int i = 0; i < 3; i++) {
		if (keep)
			kept = p;
		keep = 1;
	}
}

// CHECK: {{^}}set_in_loop p leaking param: p{{$}}
void set_in_loop(void *p)
{
	in_loop(p, 0);
}
static void reassigned(void *p, int keep, int other)
{
	if (other)
		keep = other;
	if (keep)
		kept = p;
}

// CHECK: {{^}}set_before_the_test p leaking param: p{{$}}
void set_before_the_test(void *p, int other)
{
	reassigned(p, 0, other);
}
static void by_address(void *p, int keep)
{
	int *k = &keep;
	*k = 1;
	if (keep)
		kept = p;
}

// CHECK: {{^}}set_through_pointer p leaking param: p{{$}}
void set_through_pointer(void *p)
{
	by_address(p, 0);
}
static void *chosen(void *p, void *q, int second)
{
	return second ? q : p;
}

// CHECK: {{^}}first_chosen p leaking param: p to result ~r0 level=0{{$}}
// CHECK: {{^}}first_chosen q q does not escape{{$}}
void *first_chosen(void *p, void *q)
{
	return chosen(p, q, 0);
}

// CHECK: {{^}}second_chosen p p does not escape{{$}}
// CHECK: {{^}}second_chosen q leaking param: q to result ~r0 level=0{{$}}
void *second_chosen(void *p, void *q)
{
	return chosen(p, q, 1);
}

// CHECK: {{^}}any_chosen p leaking param: p to result ~r0 level=0{{$}}
// CHECK: {{^}}any_chosen q leaking param: q to result ~r0 level=0{{$}}
void *any_chosen(void *p, void *q, int second)
{
	return chosen(p, q, second);
}
static void joined(void *p, void *q, int second)
{
	void *v = p;
	if (second)
		v = q;
	kept = v;
}

// CHECK: {{^}}first_joined p leaking param: p{{$}}
// CHECK: {{^}}first_joined q q does not escape{{$}}
void first_joined(void *p, void *q)
{
	joined(p, q, 0);
}

// CHECK: {{^}}second_joined p p does not escape{{$}}
// CHECK: {{^}}second_joined q leaking param: q{{$}}
void second_joined(void *p, void *q)
{
	joined(p, q, 3);
}
static void other_way_in(void *p, int keep, int c)
{
	if (keep)
		goto store;
	if (c)
		goto store;
	return;
store:
	kept = p;
}

// CHECK: {{^}}reached_another_way p leaking param: p{{$}}
void reached_another_way(void *p, int c)
{
	other_way_in(p, 0, c);
}

// BAD: conditions on several arguments are not joined
// CHECK: {{^}}reached_no_way p leaking param: p{{$}}
void reached_no_way(void *p)
{
	other_way_in(p, 0, 0);
}
static void recursive(void *p, int keep, int n)
{
	if (n)
		recursive(p, keep, n - 1);
	else if (keep)
		kept = p;
}

// CHECK: {{^}}recursive_set p leaking param: p{{$}}
void recursive_set(void *p, int n)
{
	recursive(p, 1, n);
}

// CHECK: {{^}}recursive_clear p p does not escape{{$}}
void recursive_clear(void *p, int n)
{
	recursive(p, 0, n);
}
static void toggling(void *p, int keep, int n)
{
	if (keep)
		kept = p;
	if (n)
		toggling(p, 1, n - 1);
}

// CHECK: {{^}}recursive_toggled p leaking param: p{{$}}
void recursive_toggled(void *p, int n)
{
	toggling(p, 0, n);
}
static void even(void *p, int keep, int n);
static void odd(void *p, int keep, int n)
{
	if (keep)
		kept = p;
	if (n)
		even(p, 0, n - 1);
}
static void even(void *p, int keep, int n)
{
	if (n)
		odd(p, keep, n - 1);
}

// CHECK: {{^}}mutual_clear p p does not escape{{$}}
void mutual_clear(void *p, int n)
{
	even(p, 0, n);
}

// CHECK: {{^}}mutual_set p leaking param: p{{$}}
void mutual_set(void *p, int n)
{
	even(p, 1, n);
}
static void (*const either[])(void *, int) = {by_flag, by_flag};
// BAD: calls through pointers are not told apart by their arguments
// CHECK: {{^}}through_table p leaking param: p{{$}}
void through_table(void *p, int i)
{
	either[i](p, 0);
}

// CHECK: {{^}}through_table_set p leaking param: p{{$}}
void through_table_set(void *p, int i)
{
	either[i](p, 1);
}
static void (*taken)(void *, int) = by_flag;
// CHECK: {{^}}itself p leaking param: p{{$}}
void itself(void *p, int keep)
{
	if (keep)
		kept = p;
}
static void transient(void *p, void **b, int clear)
{
	kept = p;
	if (clear)
		kept = 0;
}

// CHECK: {{^}}cleared p p does not escape{{$}}
void cleared(void *p)
{
	transient(p, 0, 1);
}

// CHECK: {{^}}not_cleared p leaking param: p{{$}}
void not_cleared(void *p)
{
	transient(p, 0, 0);
}
