// Methods that do the same to memory are taken over once, and each is asked whom it calls.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=extern -fplugin-arg-cgoescape-facts=%t -w %s > /dev/null
// RUN: FileCheck --implicit-check-not=nocallback %s < %t
extern void unknown(void);
// CHECK-DAG: {{^}}quiet -1 - nocallback=yes{{ *$}}
static void quiet(int *p)
{
	*p = 1;
}
// CHECK-DAG: {{^}}quiet_too -1 - nocallback=yes{{ *$}}
static void quiet_too(int *p)
{
	*p = 2;
}
// CHECK-DAG: {{^}}loud -1 - nocallback=unknown unknown-callee {{.*}} unknown{{$}}
static void loud(int *p)
{
	*p = 3;
	unknown();
}
typedef void method(int *);

// CHECK-DAG: {{^}}all_quiet -1 - nocallback=yes{{ *$}}
static method *const all[] = {quiet, quiet_too};
void all_quiet(int *p, int i)
{
	all[i](p);
}

// CHECK-DAG: {{^}}one_is_loud -1 - nocallback=unknown unknown-callee {{.*}} unknown{{$}}
static method *const one[] = {quiet, loud, quiet_too};
void one_is_loud(int *p, int i)
{
	one[i](p);
}
