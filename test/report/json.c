// Go's optimisation log: layout, header, one LSP diagnostic a line, read back by a
// reader like gopls'.
// RUN: rm -rf %t && mkdir -p "%t/a b+c" && cp %s "%t/a b+c/x%%y.c"
// RUN: cd "%t/a b+c" && %cc -fplugin-arg-cgoescape-json=%t/log -fsyntax-only -w x%%y.c
// RUN: %python %S/Inputs/read_log.py %t/log | FileCheck --strict-whitespace %s
// RUN: head -n 2 "%t/log/a%20b+c/x%25y.json" | FileCheck --check-prefix=RAW %s
// No diagnostics, no file; a folder that cannot be made is a warning.
// RUN: echo 'int f(int *p) { return *p; }' > "%t/a b+c/quiet.c"
// RUN: cd "%t/a b+c" && %cc -fplugin-arg-cgoescape-json=%t/log -fsyntax-only quiet.c && not ls "%t/log/a%20b+c/quiet.json"
// Bytes that are no UTF-8 become U+FFFD.
// RUN: printf 'int *f(char*, int*); int *g(int *p) { return f("\351<", p); }\n' > "%t/a b+c/latin1.c"
// RUN: cd "%t/a b+c" && %cc -fplugin-arg-cgoescape-json=%t/latin1 -fsyntax-only -w latin1.c && %python %S/Inputs/read_log.py %t/latin1 | FileCheck --check-prefix=LATIN1 %s
// RUN: touch %t/file && %cc -fplugin-arg-cgoescape-json=%t/file/log -fsyntax-only -Wno-everything %s 2>&1 | FileCheck --check-prefix=BAD %s

// LATIN1: escflow:      from f("�<", p) (unknown callee)
// BAD: warning: {{.*}}file/log

// RAW: {"version":0,"package":"a b+c","goos":"{{[a-z]+}}","goarch":"{{[a-z0-9]+}}","gc_version":"cgoescape {{[0-9.]+}}","file":"{{.*}}/a b+c/x%y.c"}
// RAW-NEXT: {"range":{"start":{"line":{{[0-9]+}},"character":16},"end":{"line":{{[0-9]+}},"character":16}},"severity":3,"code":"leak","source":"go compiler","message":"parameter p leaks to {heap} with derefs=0","relatedInformation":[{"location":{"uri":"file://{{.*}}/a%20b+c/x%25y.c","range":{"start":{"line":{{[0-9]+}},"character":26},"end":{"line":{{[0-9]+}},"character":26}}},"message":"escflow:    flow: {heap} = p:"},{"location":{"uri":"file://{{.*}}","range":{"start":{"line":{{[0-9]+}},"character":26},"end":{"line":{{[0-9]+}},"character":26}}},"message":"escflow:      from sink = p (assign)"}]}

// CHECK: {{^}}a%20b+c/x%25y.json x%y.c
int *sink;
void leak(int *p) { sink = p; }
// CHECK-NEXT: {{^}}[[#@LINE-2]]:15 leak(parameter p leaks to {heap} with derefs=0)
// CHECK-NEXT: {{^}}  x%y.c:[[#@LINE-3]]:25 escflow:    flow: {heap} = p:
// CHECK-NEXT: {{^}}  x%y.c:[[#@LINE-4]]:25 escflow:      from sink = p (assign)

int *local(void) { int x; return &x; }
// CHECK-NEXT: {{^}}[[#@LINE-2]]:23 escape(x escapes to heap)
// CHECK-NEXT: {{^}}  x%y.c:[[#@LINE-3]]:26 escflow:    flow: ~r0 = &x:
// CHECK-NEXT: {{^}}  x%y.c:[[#@LINE-4]]:26 escflow:      from &x (address-of)
// CHECK-NEXT: {{^}}  x%y.c:[[#@LINE-5]]:26 escflow:      from return &x (return)
// CHECK-NEXT: {{^}}[[#@LINE-6]]:23 escape()

// What does not escape has no record.
int read(int *p) { return *p; }

int *content(int **pp) { return *pp; }
// CHECK-NEXT: {{^}}[[#@LINE-2]]:19 leak(parameter pp leaks to ~r0 with derefs=1)
// CHECK-NEXT: escflow:    flow: ~r0 = *pp:
// CHECK-NEXT: escflow:      from *pp (indirection)
// CHECK-NEXT: escflow:      from return *pp (return)

// Sorted by place, though the callee is judged first.
int *late(int *p);
int *early(int *p) { return late(p); }
// CHECK-NEXT: {{^}}[[#@LINE-2]]:16 leak(parameter p
// CHECK-NEXT: flow
// CHECK-NEXT: from late(p) (call parameter)
// CHECK-NEXT: from return late(p) (return)
int *late(int *p) { return p; }
// CHECK-NEXT: {{^}}[[#@LINE-2]]:15 leak(parameter p
// CHECK-NEXT: flow
// CHECK-NEXT: from return p (return)

// Nothing after it.
// CHECK-NOT: {{.}}
