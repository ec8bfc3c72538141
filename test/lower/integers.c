// Pointers as integers: what still holds one, and what does not. dump=graph.
// RUN: %cc -w -target x86_64-linux-gnu -fplugin-arg-cgoescape-dump=graph -fsyntax-only %s | grep -v "^  param" | FileCheck %s

struct in { int a; int *q; };
struct s { int n; int *p; struct in in[3]; int *tail[1]; };
struct big { int *p; long pad[8]; };
int *g; extern int table[8]; int *const fixed[2] = { &table[1], 0 };
void use(int *, ...);
typedef long lvec __attribute__((vector_size(16)));
struct list { struct list *next; };

// CHECK-LABEL: func sub {{.*}} params=(p, q) args=(0:direct, 1:direct)
// CHECK-NOT: {{<-|leak|move}}
long sub(char *p, char *q) { return p - q; }

// CHECK-LABEL: func add {{.*}} params=(p, n) args=(0:direct, 1:direct)
// CHECK-NEXT: {{^}}  n3 <- n0+any{{( .*)?$}}
// CHECK-NEXT: {{^}}  n3 <- n1+any{{( .*)?$}}
// CHECK-NEXT: {{^}}  n2 <- n3{{( .*)?$}}
long add(long p, long n) { return p + n; }

// CHECK-LABEL: func mul {{.*}} params=(p) args=(0:direct)
// CHECK-NOT: {{<-|leak|move}}
long mul(long p) { return p * 24; }

// CHECK-LABEL: func mul8 {{.*}} params=(p) args=(0:direct)
// CHECK-NEXT: {{^}}  n2 <- n0+any{{( .*)?$}}
// CHECK-NEXT: {{^}}  n1 <- n2{{( .*)?$}}
long mul8(long p) { return p * 8; }

// CHECK-LABEL: func shl {{.*}} params=(p) args=(0:direct)
// CHECK-NEXT: {{^}}  n2 <- n0+any{{( .*)?$}}
// CHECK-NEXT: {{^}}  n1 <- n2{{( .*)?$}}
long shl(long p) { return p << 1; }

// CHECK-LABEL: func div3 {{.*}} params=(p) args=(0:direct)
// CHECK-NOT: {{<-|leak|move}}
long div3(long p) { return p / 3; }

// CHECK-LABEL: func xor {{.*}} params=(p, q) args=(0:direct, 1:direct)
// CHECK-NEXT: {{^}}  n3 <- n0+any{{( .*)?$}}
// CHECK-NEXT: {{^}}  n3 <- n1+any{{( .*)?$}}
// CHECK-NEXT: {{^}}  n2 <- n3{{( .*)?$}}
long xor(long p, long q) { return p ^ q; }

// CHECK-LABEL: func high {{.*}} params=(p) args=(0:direct)
// CHECK-NOT: {{<-|leak|move}}
unsigned long high(char *p) { return (unsigned long)p >> 48; }

// An argument may have been shifted before.
// CHECK-LABEL: func high_of_number {{.*}} params=(p) args=(0:direct)
// CHECK-NEXT: {{^}}  n2 <- n0+any{{( .*)?$}}
// CHECK-NEXT: {{^}}  n1 <- n2{{( .*)?$}}
unsigned long high_of_number(unsigned long p) { return p >> 48; }

// CHECK-LABEL: func mid {{.*}} params=(p) args=(0:direct)
// CHECK-NEXT: {{^}}  n2 <- n0+any{{( .*)?$}}
// CHECK-NEXT: {{^}}  n3 <- n2+any{{( .*)?$}}
// CHECK-NEXT: {{^}}  n1 <- n3{{( .*)?$}}
unsigned long mid(unsigned long p) { return (p >> 8) & 255; }

// CHECK-LABEL: func notlow {{.*}} params=(p) args=(0:direct)
// CHECK-NOT: {{<-|leak|move}}
unsigned long notlow(char *p) { return (unsigned long)p & 4095; }

// CHECK-LABEL: func low_of_number {{.*}} params=(p) args=(0:direct)
// CHECK-NEXT: {{^}}  n2 <- n0+any{{( .*)?$}}
// CHECK-NEXT: {{^}}  n1 <- n2{{( .*)?$}}
unsigned long low_of_number(unsigned long p) { return p & 4095; }

// CHECK-LABEL: func low13 {{.*}} params=(p) args=(0:direct)
// CHECK-NEXT: {{^}}  n2 <- n0+any{{( .*)?$}}
// CHECK-NEXT: {{^}}  n1 <- n2{{( .*)?$}}
unsigned long low13(unsigned long p) { return p & 8191; }

// CHECK-LABEL: func cmp {{.*}} params=(p, q) args=(0:direct, 1:direct)
// CHECK-NOT: {{<-|leak|move}}
int cmp(int *p, int *q) { return p < q; }

// CHECK-LABEL: func fl {{.*}} params=(p) args=(0:direct)
// CHECK-NEXT: {{^}}  n1 <- n0{{( .*)?$}}
double fl(long p) { double d; __builtin_memcpy(&d, &p, 8); return d; }

// CHECK-LABEL: func fadd {{.*}} params=(d) args=(0:direct)
// CHECK-NOT: {{<-|leak|move}}
double fadd(double d) { return d + 1; }

// CHECK-LABEL: func itp {{.*}} params=() args=()
// CHECK-NEXT: {{^}}  n1 <- opaque{{( .*)?$}}
// CHECK-NEXT: {{^}}  n0 <- n1{{( .*)?$}}
void *itp(void) { return (void *)0x40000000; }

// CHECK-LABEL: func mark {{.*}} params=() args=()
// CHECK-NOT: {{<-|leak|move}}
void *mark(void) { return (void *)-1; }

// CHECK-LABEL: func tag {{.*}} params=(p) args=(0:direct)
// CHECK-NOT: {{<-|leak|move}}
long tag(int *p) { return (long)p & 7; }

// CHECK-LABEL: func mask {{.*}} params=(p) args=(0:direct)
// CHECK-NEXT: {{^}}  n2 <- n0+any{{( .*)?$}}
// CHECK-NEXT: {{^}}  n1 <- n2{{( .*)?$}}
long mask(int *p) { return (long)p & -8; }

// CHECK-LABEL: func narrow {{.*}} params=(p) args=(0:direct)
// CHECK-NEXT: {{^}}  n2 <- n0+any{{( .*)?$}}
// CHECK-NEXT: {{^}}  leak n2 int-cast limit{{( .*)?$}}
int narrow(int *p) { return (int)(long)p; }
