// What stands against nocallback is gathered along the calls, around recursions too, and only along those
// that are made: not of a callee's other specialisations.
//
// RUN: %tsv -fplugin-arg-cgoescape-functions=all -fplugin-arg-cgoescape-facts=%t -w %s > /dev/null
// RUN: FileCheck --implicit-check-not=nocallback %s < %t
typedef void (*hook)(int *);
extern void unknown(void);
static hook set_later;

// CHECK-DAG: {{^}}quiet_down -1 - nocallback=yes{{ *$}}
// CHECK-DAG: {{^}}quiet_up -1 - nocallback=yes{{ *$}}
void quiet_up(int *p, int n);
void quiet_down(int *p, int n)
{
	if (n)
		quiet_up(p, n - 1);
}
void quiet_up(int *p, int n)
{
	quiet_down(p + 1, n);
}

// The last of the ring calls what nobody knows.
// CHECK-DAG: {{^}}first -1 - nocallback=unknown unknown-callee {{.*}}/nocallback-recursion.c:[[#@LINE+16]]:3 unknown{{$}}
// CHECK-DAG: {{^}}second -1 - nocallback=unknown unknown-callee {{.*}}/nocallback-recursion.c:[[#@LINE+15]]:3 unknown{{$}}
// CHECK-DAG: {{^}}third -1 - nocallback=unknown unknown-callee {{.*}}/nocallback-recursion.c:[[#@LINE+14]]:3 unknown{{$}}
// CHECK-DAG: {{^}}outside -1 - nocallback=unknown unknown-callee {{.*}}/nocallback-recursion.c:[[#@LINE+13]]:3 unknown{{$}}
static void third(int n);
void second(int n)
{
	third(n);
}
void first(int n)
{
	second(n);
}
static void third(int n)
{
	if (n == 7)
		unknown();
	if (n)
		first(n - 1);
}
void outside(void)
{
	quiet_up(0, 3);
	first(3);
}

// The hook is known late: set by a function that comes after all who call it.
// CHECK-DAG: {{^}}calls_hook -1 - nocallback=yes{{ *$}}
// CHECK-DAG: {{^}}around -1 - nocallback=yes{{ *$}}
// CHECK-DAG: {{^}}sets -1 - nocallback=yes{{ *$}}
static void around(int *p, int n);
static void calls_hook(int *p, int n)
{
	if (set_later)
		set_later(p);
	if (n)
		around(p, n - 1);
}
static void around(int *p, int n)
{
	calls_hook(p, n);
}

// The argument selects the path: only who asks for the call has it.
// CHECK-DAG: {{^}}either -1 - nocallback=no callback {{.*}}/nocallback-recursion.c:[[#@LINE+6]]:3{{ *$}}
// CHECK-DAG: {{^}}asks_not -1 - nocallback=yes{{ *$}}
// CHECK-DAG: {{^}}asks -1 - nocallback=no callback {{.*}}/nocallback-recursion.c:[[#@LINE+4]]:3{{ *$}}
static void either(int *p, hook f, int call, int n)
{
	if (call)
		f(p);
	if (n)
		either(p, f, call, n - 1);
}
void asks_not(int *p, hook f)
{
	either(p, f, 0, 4);
}
void asks(int *p, hook f)
{
	either(p, f, 1, 4);
}

// CHECK-DAG: {{^}}own -1 - nocallback=yes{{ *$}}
static void own(int *p)
{
	around(p, 0);
}
// CHECK-DAG: {{^}}entry -1 - nocallback=yes{{ *$}}
void entry(int *p)
{
	around(p, 2);
}
void sets(void)
{
	set_later = own;
}
