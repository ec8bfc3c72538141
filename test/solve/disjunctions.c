// A constant that one of several conditions lets through, and one that none does.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
enum mode { PEEK, SKIP, KEEP, LINK, COUNT, LAST };
void *kept;
static void *slot;

static void by_or(void *p, enum mode m)
{
	if (m == KEEP || m == LINK)
		kept = p;
}

// CHECK: {{^}}or_first p leaking param: p{{$}}
void or_first(void *p)
{
	by_or(p, KEEP);
}

// CHECK: {{^}}or_second p leaking param: p{{$}}
void or_second(void *p)
{
	by_or(p, LINK);
}

// CHECK: {{^}}or_neither p p does not escape{{$}}
void or_neither(void *p)
{
	by_or(p, COUNT);
}

static void by_cases(void *p, enum mode m)
{
	switch (m) {
	case PEEK:
	case SKIP:
		break;
	case KEEP:
		kept = 0; /* fall through */
	case LINK:
		slot = p;
		break;
	default:
		kept = *(void **)p;
	}
}

// CHECK: {{^}}cases_shared p p does not escape{{$}}
void cases_shared(void *p)
{
	by_cases(p, PEEK);
	by_cases(p, SKIP);
}

// CHECK: {{^}}case_falls_through p leaking param: p{{$}}
void case_falls_through(void *p)
{
	by_cases(p, KEEP);
}

// CHECK: {{^}}case_fallen_into p leaking param: p{{$}}
void case_fallen_into(void *p)
{
	by_cases(p, LINK);
}

// CHECK: {{^}}case_default p leaking param content: p{{$}}
void case_default(void *p)
{
	by_cases(p, COUNT);
}

static void by_range(void *p, int n)
{
	switch (n) {
	case 10 ... 19:
	case -5:
		kept = p;
	}
}

// CHECK: {{^}}range_in p leaking param: p{{$}}
void range_in(void *p)
{
	by_range(p, 19);
}

// CHECK: {{^}}range_single p leaking param: p{{$}}
void range_single(void *p)
{
	by_range(p, -5);
}

// CHECK: {{^}}range_out p p does not escape{{$}}
void range_out(void *p)
{
	by_range(p, 20);
}

static void by_sign(void *p, int n)
{
	if (n < -1 || n > 1)
		kept = p;
}

// CHECK: {{^}}sign_below p leaking param: p{{$}}
void sign_below(void *p)
{
	by_sign(p, -2);
}

// CHECK: {{^}}sign_above p leaking param: p{{$}}
void sign_above(void *p)
{
	by_sign(p, 2);
}

// CHECK: {{^}}sign_between p p does not escape{{$}}
void sign_between(void *p)
{
	by_sign(p, -1);
	by_sign(p, 1);
}

/* All ways lead there. */
static void by_all(void *p, int n)
{
	if (n < 3)
		kept = 0;
	else
		slot = 0;
	kept = p;
}

// CHECK: {{^}}all_ways p leaking param: p{{$}}
void all_ways(void *p)
{
	by_all(p, 3);
}

static void by_loop(void *p, int n, int k)
{
	if (n == 1 || n == 2)
		while (k--) {
			if (n == 2)
				kept = p;
			if (n == 3)
				slot = p;
		}
}

// CHECK: {{^}}loop_one p p does not escape{{$}}
void loop_one(void *p, int k)
{
	by_loop(p, 1, k);
}

// CHECK: {{^}}loop_two p leaking param: p{{$}}
void loop_two(void *p, int k)
{
	by_loop(p, 2, k);
}

// CHECK: {{^}}loop_three p p does not escape{{$}}
void loop_three(void *p, int k)
{
	by_loop(p, 3, k);
}

static void by_two(void *p, int a, int b)
{
	if (a == 1 || b == 1)
		kept = p;
}

// CHECK: {{^}}two_first p leaking param: p{{$}}
void two_first(void *p)
{
	by_two(p, 1, 0);
}

// BAD: conditions on several arguments are not joined
// CHECK: {{^}}two_neither p leaking param: p{{$}}
void two_neither(void *p)
{
	by_two(p, 0, 0);
}
