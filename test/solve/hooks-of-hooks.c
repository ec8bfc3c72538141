// What a hook was copied from another hook is what that holds, whatever comes to be there: kernels that are chosen
// for the processor. What is copied from elsewhere is unknown code.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -w %s | %check
#include <string.h>
typedef void (*kernel)(int *p);
int *kept;
static void plain(int *p) { *p = 1; }
static void vector(int *p) { *p = 2; }
static void keeps(int *p) { kept = p; }

kernel transform, transform_vector;
void init(void) { transform = plain; }
void init_vector(void) { transform_vector = vector; }
void use_vector(void) { transform = transform_vector; }
// CHECK: {{^}}run p p does not escape{{$}}
void run(int *p) { transform(p); }

kernel one, two, three; /* from one to the other, and round */
void hand_on(void)
{
	two = one;
	three = two;
	one = three;
}
// CHECK: {{^}}run_three p leaking param: p{{$}}
void run_three(int *p) { three(p); }
void init_one(void) { one = keeps; } /* after both */

extern kernel elsewhere;
kernel local;
void init_local(void)
{
	local = plain;
	local = elsewhere;
}
// CHECK: {{^}}run_local p leaking param: p{{$}}
void run_local(int *p) { local(p); }

struct device {
	int n;
	kernel k;
};
kernel of_device, from_device;
// CHECK: {{^}}init_from_device d leaking param content: d{{$}}
void init_from_device(struct device *d)
{
	of_device = plain;
	of_device = d->k;
	from_device = of_device;
}
// CHECK: {{^}}put_into_device d d does not escape{{$}}
void put_into_device(struct device *d) { d->k = keeps; }
// CHECK: {{^}}run_from_device p leaking param: p{{$}}
void run_from_device(int *p) { from_device(p); }

/* Another module writes there. */
kernel shown, from_shown;
// CHECK: {{^}}init_shown where where does not escape{{$}}
void init_shown(kernel **where)
{
	*where = &shown;
	from_shown = plain;
	from_shown = shown;
}
// CHECK: {{^}}run_from_shown p leaking param: p{{$}}
void run_from_shown(int *p) { from_shown(p); }

#define SOME(n) \
	static void some##n(int *p) { *p = n; }
SOME(0) SOME(1) SOME(2) SOME(3) SOME(4) SOME(5)
kernel many, from_many, few, from_few;
void init_many(int i)
{
	static const kernel all[] = {some0, some1, some2, some3, some4, some5};
	many = all[i];
	many = keeps;
	few = some0;
	from_many = many;
	from_few = few;
}
// CHECK: {{^}}run_from_many p leaking param: p{{$}}
void run_from_many(int *p) { from_many(p); }
// CHECK: {{^}}run_from_few p p does not escape{{$}}
void run_from_few(int *p) { from_few(p); }

kernel table[4], table_vector[4];
void init_table(void)
{
	table[0] = plain;
	table[1] = keeps;
	memcpy(table_vector, table, sizeof table);
	table_vector[2] = vector;
}
// CHECK: {{^}}run_first p p does not escape{{$}}
void run_first(int *p) { table_vector[0](p); }
// CHECK: {{^}}run_second p leaking param: p{{$}}
void run_second(int *p) { table_vector[1](p); }
// CHECK: {{^}}run_any p leaking param: p{{$}}
void run_any(int *p, int i) { table_vector[i](p); }
