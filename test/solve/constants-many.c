// An accessor with a case for each of many kinds is taken apart for each of them.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#define EACH(X) \
	X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15) X(16) X(17) X(18) X(19) X(20) X(21) X(22) X(23)
struct record {
#define MEMBER(n) void *of##n;
	EACH(MEMBER)
};
void *kept;

static void **at(struct record *r, int kind)
{
	switch (kind) {
#define CASE(n) \
	case n: \
		return &r->of##n;
		EACH(CASE)
	}
	return 0;
}

#define SET(n) \
	static void set##n(struct record *r, void *p) \
	{ \
		*at(r, n) = p; \
	}
EACH(SET)

// CHECK: {{^}}all_kinds r r does not escape{{$}}
// CHECK: {{^}}all_kinds p leaking param: p to param r{{$}}
void all_kinds(struct record *r, void *p)
{
#define CALL(n) set##n(r, p);
	EACH(CALL)
}

// CHECK: {{^}}last_kind p p does not escape{{$}}
// CHECK: {{^}}last_kind q leaking param: q{{$}}
void last_kind(void *p, void *q)
{
	struct record r = {0};
	set22(&r, p);
	set23(&r, q);
	kept = *at(&r, 23);
}

// CHECK: {{^}}any_kind p leaking param: p{{$}}
// CHECK: {{^}}any_kind q leaking param: q{{$}}
void any_kind(void *p, void *q, int kind)
{
	struct record r = {0};
	set22(&r, p);
	set23(&r, q);
	kept = *at(&r, kind);
}
