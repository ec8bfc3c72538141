// Sixty members that take each other's place: in each may be what was in any of them. When that is too much to tell apart
// it is one, and so are the numbers beside them; the other members stay apart.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
struct item {
	struct item *next;
	long used;
};
struct slots {
	void *owner;
	void (*done)(void *);
	struct item *m0; struct item *m1; struct item *m2; struct item *m3; struct item *m4; struct item *m5;
	struct item *m6; struct item *m7; struct item *m8; struct item *m9; struct item *m10; struct item *m11;
	struct item *m12; struct item *m13; struct item *m14; struct item *m15; struct item *m16; struct item *m17;
	struct item *m18; struct item *m19; struct item *m20; struct item *m21; struct item *m22; struct item *m23;
	struct item *m24; struct item *m25; struct item *m26; struct item *m27; struct item *m28; struct item *m29;
	struct item *m30; struct item *m31; struct item *m32; struct item *m33; struct item *m34; struct item *m35;
	struct item *m36; struct item *m37; struct item *m38; struct item *m39; struct item *m40; struct item *m41;
	struct item *m42; struct item *m43; struct item *m44; struct item *m45; struct item *m46; struct item *m47;
	struct item *m48; struct item *m49; struct item *m50; struct item *m51; struct item *m52; struct item *m53;
	struct item *m54; struct item *m55; struct item *m56; struct item *m57; struct item *m58; struct item *m59;
	long n0; long n1; long n2; long n3; long n4; long n5; long n6; long n7;
};
void *kept;
#define MOVE(a, b, c) \
	s->m##a = s->m##b; \
	s->m##b->next = s->m##c; \
	s->m##c = s->m##a->next; \
	s->m##a->used += s->n##0;

static __attribute__((noinline)) void rotate(struct slots *s)
{
	MOVE(0, 1, 7) MOVE(1, 2, 8) MOVE(2, 3, 9) MOVE(3, 4, 10) MOVE(4, 5, 11) MOVE(5, 6, 12) MOVE(6, 7, 13)
	MOVE(7, 8, 14) MOVE(8, 9, 15) MOVE(9, 10, 16) MOVE(10, 11, 17) MOVE(11, 12, 18) MOVE(12, 13, 19)
	MOVE(13, 14, 20) MOVE(14, 15, 21) MOVE(15, 16, 22) MOVE(16, 17, 23) MOVE(17, 18, 24) MOVE(18, 19, 25)
	MOVE(19, 20, 26) MOVE(20, 21, 27) MOVE(21, 22, 28) MOVE(22, 23, 29) MOVE(23, 24, 30) MOVE(24, 25, 31)
	MOVE(25, 26, 32) MOVE(26, 27, 33) MOVE(27, 28, 34) MOVE(28, 29, 35) MOVE(29, 30, 36) MOVE(30, 31, 37)
	MOVE(31, 32, 38) MOVE(32, 33, 39) MOVE(33, 34, 40) MOVE(34, 35, 41) MOVE(35, 36, 42) MOVE(36, 37, 43)
	MOVE(37, 38, 44) MOVE(38, 39, 45) MOVE(39, 40, 46) MOVE(40, 41, 47) MOVE(41, 42, 48) MOVE(42, 43, 49)
	MOVE(43, 44, 50) MOVE(44, 45, 51) MOVE(45, 46, 52) MOVE(46, 47, 53) MOVE(47, 48, 54) MOVE(48, 49, 55)
	MOVE(49, 50, 56) MOVE(50, 51, 57) MOVE(51, 52, 58) MOVE(52, 53, 59) MOVE(53, 54, 0) MOVE(54, 55, 1)
	MOVE(55, 56, 2) MOVE(56, 57, 3) MOVE(57, 58, 4) MOVE(58, 59, 5) MOVE(59, 0, 6)
	s->n0 = s->n1 + s->n2 * s->n3;
	s->n4 = s->n5 ^ s->n6 ^ s->n7;
}

// CHECK: {{^}}beside owner owner does not escape{{$}}
// CHECK: {{^}}beside done done does not escape{{$}}
void beside(void *owner, void (*done)(void *))
{
	struct slots s = {.owner = owner};
	rotate(&s);
	kept = s.m5;
}

// CHECK: {{^}}member p leaking param: p{{$}}
void member(struct item *p)
{
	struct slots s = {.m40 = p};
	rotate(&s);
	kept = s.m5;
}

// CHECK: {{^}}behind p leaking param: p{{$}}
// CHECK: {{^}}behind &first &first escapes to heap{{$}}
void behind(struct item *p)
{
	struct item first = {p};
	struct slots s = {.m40 = &first};
	rotate(&s);
	kept = s.m5->next;
}

// CHECK: {{^}}number p leaking param: p{{$}}
void number(struct item *p)
{
	struct slots s = {.n1 = (long)p};
	rotate(&s);
	kept = (void *)s.n0;
}

// BAD: all numbers are one, and n5 does not get there
// CHECK: {{^}}other_number p leaking param: p{{$}}
void other_number(struct item *p)
{
	struct slots s = {.n5 = (long)p};
	rotate(&s);
	kept = (void *)s.n0;
}
