// Which IR arguments carry which C parameter: asked of Clang, not guessed. dump=boundary.
// RUN: %cc -w -target x86_64-linux-gnu -fplugin-arg-cgoescape-dump=boundary -fsyntax-only %s | FileCheck %s
// RUN: %cc -w -target i686-linux-gnu -fplugin-arg-cgoescape-dump=boundary -fsyntax-only %s | FileCheck %s --check-prefix=I386
// RUN: %cc -w -target aarch64-linux-gnu -fplugin-arg-cgoescape-dump=boundary -fsyntax-only %s | FileCheck %s --check-prefix=ARM
// RUN: %cc -w -std=c23 -DC23 -target x86_64-linux-gnu -fplugin-arg-cgoescape-dump=boundary -fsyntax-only %s | FileCheck %s --check-prefix=C23

struct two { int *p, *q; };
struct mixed { double d; int *p; };
struct big { int *p; long pad[8]; };
struct floats { float a, b, c, d; };
struct empty {};
union both { int *p; long n; };
struct unknown;
typedef void hook(int *);

// CHECK-LABEL: func two_registers {{.*}} def args=0,0,1
// CHECK-NEXT: param 0 s {{.*}} aggregate : struct two
// CHECK-NEXT: param 1 n {{[^ ]+}} : int
// I386: func two_registers {{.*}} def args=0,0,1
// ARM: func two_registers {{.*}} def args=0,1
void two_registers(struct two s, int n) {}

// CHECK-LABEL: func mixed_registers {{.*}} def args=0,0
// I386: func mixed_registers {{.*}} def args=0,0
void mixed_registers(struct mixed s) {}

// CHECK-LABEL: func byval {{.*}} def args=0,1
// ARM: func byval {{.*}} def args=0,1
void byval(struct big s, int *p) {}

// CHECK-LABEL: func sret {{.*}} def args=sret,0
// ARM: func sret {{.*}} def args=sret,0
struct big sret(int *p) { return (struct big){p}; }

// CHECK-LABEL: func no_sret {{.*}} def args=0
// I386: func no_sret {{.*}} def args=sret,0
struct two no_sret(int *p) { return (struct two){p}; }

// CHECK-LABEL: func floats {{.*}} def args=0,0,1
// CHECK-NEXT: param 0 s {{[^ ]+}} numbers : struct floats
// I386: func floats {{.*}} def args=0,0,0,0,1
void floats(struct floats s, int *p) {}

// Nothing is passed for it.
// CHECK-LABEL: func nothing {{.*}} def args=1
// CHECK-NEXT: param 0 e {{[^ ]+}} numbers : struct empty
// CHECK-NEXT: param 1 p {{.*}} pointer plain numbers : int *
void nothing(struct empty e, int *p) {}

// CHECK-LABEL: func of_union {{.*}} def args=0
// CHECK-NEXT: param 0 u {{.*}} aggregate : union both
void of_union(union both u) {}

// CHECK-LABEL: func wide {{.*}} def args=0,1,1,2
#ifdef __SIZEOF_INT128__
void wide(__int128 n, _Complex double c, int *p) {}
#endif
// The near miss: two floats travel in one register.
// CHECK-LABEL: func narrow {{.*}} def args=0,1
void narrow(_Complex float c, int *p) {}

#ifndef C23
// CHECK-LABEL: func old_style {{.*}} def args=0,1,2
// CHECK-NEXT: param 0 s {{[^ ]+}} : short
// CHECK-NEXT: param 1 f {{[^ ]+}} : float
// CHECK-NEXT: param 2 p {{.*}} pointer plain numbers : int *
int old_style(s, f, p) short s; float f; int *p; { return *p; }
#endif

// CHECK-LABEL: func variadic {{.*}} def variadic args=0
void variadic(int *p, ...) {}
#ifdef C23
// C23-LABEL: func only_variadic {{.*}} def variadic
void only_variadic(...) {}
// C23-LABEL: func no_parameters {{.*}} def{{$}}
void no_parameters() {}
#endif

// CHECK-LABEL: func variable_length {{.*}} def args=0,1,2
// CHECK-NEXT: param 0 n {{[^ ]+}} : int
// CHECK-NEXT: param 1 a {{.*}} pointer plain numbers : int[n][n]
// CHECK-NEXT: param 2 s {{.*}} pointer plain numbers : char[static 4]
void variable_length(int n, int a[n][n], char s[static 4]) {}

// CHECK-LABEL: func unnamed {{.*}} def args=0,1
// CHECK-NEXT: param 0 - {{.*}} pointer plain numbers : int *
// CHECK-NEXT: param 1 - {{[^ ]+}} : int
void unnamed(int *, int) {}

// CHECK-LABEL: func kinds {{.*}} args=0,1,2,3,4,5,6
// CHECK-NEXT: param 0 o {{.*}} pointer opaque : struct unknown *
// CHECK-NEXT: param 1 v {{[^ ]+}} pointer : void *
// CHECK-NEXT: param 2 f {{.*}} pointer function : void (*)(int *)
// CHECK-NEXT: param 3 h {{.*}} pointer function : hook
// CHECK-NEXT: param 4 n {{.*}} wide-int : unsigned long
// CHECK-NEXT: param 5 i {{[^ ]+}} : unsigned int
// CHECK-NEXT: param 6 a {{.*}} pointer plain numbers : _Atomic(int *)
// I386: param 5 i {{.*}} wide-int : unsigned int
void kinds(struct unknown *o, void *v, void (*f)(int *), hook h, unsigned long n, unsigned i, _Atomic(int *) a) {}

// CHECK-LABEL: func hidden_size {{.*}} args=0,0,1
void hidden_size(void *const p __attribute__((pass_object_size(0))), int *q) {}

// A promise counts wherever it was made, but only for its parameter.
void promised(int *p, int *q);
void promised(__attribute__((noescape)) int *p, int *q);
// CHECK-LABEL: func promised {{.*}} args=0,1
// CHECK-NEXT: param 0 p {{.*}} pointer plain numbers noescape : int *
// CHECK-NEXT: param 1 q {{[^ ]+}} pointer plain numbers : int *
void promised(int *p, int *q) {}

// Nobody uses it, it has no code: still a function of the user.
// CHECK-LABEL: func unused_static {{.*}} static
static void unused_static(int *p) {}

// CHECK-LABEL: func labelled {{.*}} link=other_symbol args=0
void labelled(int *p) __asm__("other_symbol");
void labelled(int *p) {}
