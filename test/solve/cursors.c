// A cursor that is kept in memory and moved on by equal steps may be any number of them away; what lies between them
// stays apart.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <stddef.h>
struct pair {
	void *first, *second;
};
struct cursor {
	struct pair *at;
};
void *kept;

static void put(struct cursor *c, void *p)
{
	c->at->first = p;
	c->at++;
}

// CHECK: {{^}}between_steps p p does not escape{{$}}
void between_steps(void *p, int n)
{
	struct pair pairs[64] = {0};
	struct cursor c = {pairs};

	for (int i = 0; i < n; i++)
		put(&c, p);
	kept = pairs[3].second;
}

// CHECK: {{^}}later_step p leaking param: p{{$}}
void later_step(void *p, int n)
{
	struct pair pairs[64] = {0};
	struct cursor c = {pairs};

	for (int i = 0; i < n; i++)
		put(&c, p);
	kept = pairs[40].first;
}

// CHECK: {{^}}steps_back p leaking param: p{{$}}
void steps_back(void *p, int n)
{
	struct pair pairs[64] = {0};
	struct cursor c = {pairs + 64};

	for (int i = 0; i < n; i++) {
		c.at--;
		c.at->second = p;
	}
	kept = pairs[2].second;
}
