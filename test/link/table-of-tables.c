// Tables that only tables of the unit lead to hold what they say as long as nobody stores through those: others cannot find them.
//
// RUN: %clang -w -fsyntax-only -fplugin=%plugin -fplugin-arg-cgoescape-esc=%t.d %s
// RUN: not %cgoescape link --format=tsv %t.d/*.esc | FileCheck %s --implicit-check-not='{{^(call|first|store|give|find)_[a-z]+ -1 }}'
typedef int method(const char *);
static int begins(const char *p) { return p[0]; }
static int goes_on(const char *p) { return p[1]; }

static method *one[2] = {begins, goes_on};
static method *two[2] = {goes_on, begins};
static method **both[2] = {one, two};

// CHECK-DAG: {{^}}call_both -1 - nocallback=yes
int call_both(const char *p, int i, int k) { return both[i][k](p); }

// A function of the unit stores in one of them.
static method *written[2] = {begins, goes_on};
static method **to_written[2] = {written, one};

// CHECK-DAG: {{^}}call_written -1 - nocallback=depends global-hook {{.*}} written
int call_written(const char *p, int i, int k) { return to_written[i][k](p); }

// CHECK-DAG: {{^}}store_written -1 - nocallback=yes
void store_written(int i, int k, method *m) { to_written[0][k] = m; }

// The table of tables is given away.
static method *found[2] = {begins, goes_on};
static method **given[2] = {found, found};
void take(method ***);

// CHECK-DAG: {{^}}call_found -1 - nocallback=depends global-hook {{.*}} found
int call_found(const char *p, int k) { return found[k](p); }

// CHECK-DAG: {{^}}give_away -1 - nocallback=unknown
void give_away(void) { take(given); }

// Others find it through a constant, which they find by name.
struct wrapper {
	method **methods;
};
static method *wrapped[2] = {begins, goes_on};
static const struct wrapper wrapper = {wrapped};
const struct wrapper *shown = &wrapper;

// CHECK-DAG: {{^}}call_wrapped -1 - nocallback=depends global-hook {{.*}} wrapped
int call_wrapped(const char *p, int k) { return wrapped[k](p); }

// Others know its name.
static method *named[2] = {begins, goes_on};
method **for_all[2] = {named, named};

// CHECK-DAG: {{^}}call_named -1 - nocallback=depends global-hook {{.*}} named
int call_named(const char *p, int k) { return named[k](p); }
