// The functions of <immintrin.h> and its like stand for one instruction each and are inlined: what goes through a
// vector register is a copy of memory, of those bytes. Others that are to be inlined keep their calls and verdicts.
// RUN: %cc -w -target x86_64-linux-gnu -fplugin-arg-cgoescape-dump=graph -fsyntax-only %s | grep -v "^  param" | FileCheck %s --implicit-check-not="{{^}}func "
#define intrinsic static __inline__ __attribute__((__always_inline__, __nodebug__))
typedef long long v2 __attribute__((vector_size(16)));
struct word { v2 v; } __attribute__((packed, may_alias));

intrinsic v2 load_vector(const void *p) { return ((const struct word *)p)->v; }
intrinsic void store_vector(void *p, v2 v) { ((struct word *)p)->v = v; }
static inline __attribute__((always_inline)) v2 own(const void *p) { return ((const struct word *)p)->v; }

// CHECK-LABEL: func copy16 {{.*}} params=(d, s)
// CHECK-NEXT: {{^}}  move n0 <- n1 16 (assign{{.*}} {{.*}}intrinsics.c:[[@LINE+1]]:{{[0-9]+}})
void copy16(void *d, const void *s) { store_vector(d, load_vector(s)); }

// CHECK-LABEL: func copy_own {{.*}} params=(d, s)
// CHECK-NEXT: {{^}}  n2 <- call own(n1) {{.*}}
// CHECK-NEXT: {{^}}  store16 n0 <- n2 {{.*}}
void copy_own(void *d, const void *s) { store_vector(d, own(s)); }
// CHECK-LABEL: func own internal static
// CHECK-NEXT: {{^}}  n2 <- load16 n0
// CHECK-NEXT: {{^}}  n1 <- n2
