// A function that hands its constants on to itself is told apart by them at every level; a large one only at the
// first.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
struct tree {
	struct tree *left, *right;
	void *a[4];
};
void *kept;
static int small(struct tree *t, void *p, int keep)
{
	if (!t)
		return 0;
	if (keep)
		kept = p;
	return small(t->left, p, keep) + small(t->right, p, keep);
}

// CHECK: {{^}}small_kept t t does not escape{{$}}
// CHECK: {{^}}small_kept p leaking param: p{{$}}
int small_kept(struct tree *t, void *p)
{
	return small(t, p, 1);
}

// CHECK: {{^}}small_left t t does not escape{{$}}
// CHECK: {{^}}small_left p p does not escape{{$}}
int small_left(struct tree *t, void *p)
{
	return small(t, p, 0);
}
static int turns(struct tree *t, void *p, int keep)
{
	if (!t)
		return 0;
	if (keep)
		kept = p;
	return turns(t->left, p, !keep);
}

// CHECK: {{^}}later_kept t t does not escape{{$}}
// CHECK: {{^}}later_kept p leaking param: p{{$}}
int later_kept(struct tree *t, void *p)
{
	return turns(t, p, 0);
}

#define MOVE(i)                                                                                    \
	t->a[i] = u->a[(i + 1) % 4], u->a[i] = w->a[i * 5 % 4], w->a[i] = t->a[(i + 2) % 4]
static int large(struct tree *t, struct tree *u, struct tree *w, void *p, int keep)
{
	if (!t || !u || !w)
		return 0;
	MOVE(0), MOVE(1), MOVE(2), MOVE(3);
	if (keep)
		kept = p;
	return large(t->left, u->right, w, p, keep) + large(w->left, t->right, u, p, keep);
}

// CHECK: {{^}}large_kept p leaking param: p{{$}}
// CHECK: {{^}}large_kept t leaking param content: t{{$}}
// CHECK: {{^}}large_kept u leaking param content: u{{$}}
// CHECK: {{^}}large_kept w leaking param content: w{{$}}
int large_kept(void *p, struct tree *t, struct tree *u, struct tree *w)
{
	return large(t, u, w, p, 1);
}

// BAD: what a large function does with the constants further down
// CHECK: {{^}}large_left p leaking param: p{{$}}
// CHECK: {{^}}large_left t leaking param content: t{{$}}
// CHECK: {{^}}large_left u leaking param content: u{{$}}
// CHECK: {{^}}large_left w leaking param content: w{{$}}
int large_left(void *p, struct tree *t, struct tree *u, struct tree *w)
{
	return large(t, u, w, p, 0);
}
static int large_once(struct tree *t, struct tree *u, struct tree *w, void *p, int keep)
{
	if (!t || !u || !w)
		return 0;
	MOVE(0), MOVE(1), MOVE(2), MOVE(3);
	if (keep)
		kept = p;
	return large_once(t->left, u->right, w, 0, keep) + large_once(w->left, t->right, u, 0, keep);
}

// CHECK: {{^}}once_left p p does not escape{{$}}
// CHECK: {{^}}once_left t leaking param content: t{{$}}
// CHECK: {{^}}once_left u leaking param content: u{{$}}
// CHECK: {{^}}once_left w leaking param content: w{{$}}
int once_left(void *p, struct tree *t, struct tree *u, struct tree *w)
{
	return large_once(t, u, w, p, 0);
}
