"""C that is unlike any other: the plugin neither fails nor changes an object file.

  torture.py CLANG PLUGIN COMMAND FOLDER SCALE

Each case is compiled with and without the plugin, which writes a summary that is then linked. SCALE: 1 for sizes of some thousand
functions, locals, members; 10 for ten times that. Prints what went wrong, and how many cases and builtins there were;
exit status 1 if something went wrong.
"""
import glob
import os
import re
import subprocess
import sys

CLANG, PLUGIN, COMMAND, FOLDER = map(os.path.abspath, sys.argv[1:5])
SCALE = int(sys.argv[5])


def lines(n, text):
    return "\n".join(text.replace("@", str(i)) for i in range(n)) + "\n"


def nested(n, before, middle, after):
    return before * n + middle + after * n


GNU = r"""
#include <stdarg.h>
#include <stddef.h>
#include <complex.h>
#include <setjmp.h>
struct s { struct s *next; int n; char tail[]; };
struct zero { int none[0]; struct s *p; };
typedef union { int *i; struct s *s; } either __attribute__((transparent_union));
typedef int four __attribute__((vector_size(16)));
typedef size_t pair __attribute__((ext_vector_type(2)));
struct s *kept;
static void done(struct s **p) { kept = *p; }
__attribute__((constructor)) static void start(void) { kept = 0; }
__attribute__((destructor(101))) static void stop(void) { kept = 0; }
struct s *statement(struct s *p) { return ({ __auto_type q = p; typeof(*p) *r = q; r; }); }
void cleanup(struct s *p) { __attribute__((cleanup(done))) struct s *q = p; }
int transparent(either e) { return e.s ? e.s->n : 0; }
int use_transparent(int *i, struct s *s) { return transparent(i) + transparent(s); }
void *gotos(void *p, int i) { static void *const to[] = {&&a, &&b, &&c}; goto *to[i]; a: p = 0; b: return p; c: return to[0]; }
int ranges(int i, struct s *p) { switch (i) { case 1 ... 5: return p->n; case 7: kept = p; default: return 0; } }
struct s *vla(struct s *p, int n) { struct s *v[n][n + 1]; v[n - 1][n] = p; return v[0][n]; }
struct s *vla_param(int n, struct s *v[n][n]) { return v[n - 1][0]; }
four vectors(four a, four b) { return (a > b & a) + __builtin_shufflevector(a, b, 7, 0, 1, 6); }
pair pointers(pair p, void *q) { p.x = (size_t)q; return p.yx; }
_Complex double imaginary(_Complex double z, double *re) { *re = __real z; return ~z; }
__int128 wide(void *p, __int128 x) { return (__int128)(size_t)p << 64 | x; }
_BitInt(200) wider(void *p) { return (_BitInt(200))(size_t)p << 100; }
void *back(_BitInt(200) x) { return (void *)(size_t)(x >> 100); }
_Float16 half(_Float16 x) { return x * 2; }
__float128 quad(__float128 x) { return x + 1; }
long double eighty(long double *p) { return *p; }
_Atomic(struct s *) atom; _Atomic struct { struct s *a, *b; } atoms;
struct s *exchange(struct s *p) { return __c11_atomic_exchange(&atom, p, 5); }
void assembly(struct s *p) { __asm__ volatile("" : "+r"(p) : "m"(*p) : "memory", "cc"); }
int asm_goto(struct s *p) { __asm__ goto("" : : "r"(p) : : out); return 0; out: return 1; }
struct s *named(struct s *p) __asm__("other_name");
struct s *named(struct s *p) { return p; }
struct s *same(struct s *p) __attribute__((alias("other_name")));
extern struct s *weak_one(struct s *p) __attribute__((weak));
struct s *call_weak(struct s *p) { return weak_one ? weak_one(p) : p; }
static void *resolve(void) { return (void *)named; }
struct s *chosen(struct s *p) __attribute__((ifunc("resolve")));
_Thread_local struct s *local_exec __attribute__((tls_model("local-exec")));
void thread(struct s *p) { local_exec = p; }
struct s in_section __attribute__((section("odd,name"))) = {&in_section, 1};
struct s flexible = {0, 3, "abc"};
int old_style(p, n) struct s *p; int n; { return p->n + n; }
int no_prototype(); int call_no_prototype(struct s *p) { return no_prototype(p, 1.0f, 'c'); }
void variadic(int n, ...) { va_list a, b; va_start(a, n); va_copy(b, a); kept = va_arg(b, struct s *); va_end(a); va_end(b); }
struct s *literal(struct s *p) { return ((struct zero[]){[1 ... 3] = {.p = p}})[2].p; }
int bits(struct { unsigned a : 3, : 0, b : 29; struct s *p; } *x) { x->a += x->b; return x->a; }
jmp_buf where; int jump(struct s *p) { if (!setjmp(where)) { kept = p; longjmp(where, 1); } return 0; }
struct s *nothing(struct s *p) { return __builtin_choose_expr(1, p, 0) ?: kept; }
void noreturn(struct s *p) __attribute__((noreturn)); void noreturn(struct s *p) { kept = p; for (;;); }
__attribute__((naked)) void bare(void) { __asm__("ret"); }
__attribute__((always_inline)) static inline struct s *inlined(struct s *p) { return p; }
struct s *use_inlined(struct s *p) { return inlined(p); }
enum __attribute__((packed)) small { A, B }; struct __attribute__((packed)) tight { char c; struct s *p; };
struct s *unaligned(struct tight *t) { return t->p; }
void big_struct(struct { struct s *p[100]; } by_value) { kept = by_value.p[99]; }
int main(int argc, char **argv) { return argc + !!argv; }
"""

C23 = r"""
#include <stddef.h>
struct s { struct s *p; };
auto kept = (struct s *)nullptr;
constexpr int many = 3;
enum wide : unsigned long long { ALL = ~0ull };
[[nodiscard]] struct s *get([[maybe_unused]] struct s *p) { static constexpr struct s none = {}; return p ? p : (struct s *)&none; }
void unnamed(struct s *, int) {}
void only_dots(...) { kept = nullptr; }
bool typed(typeof_unqual(kept) p) { return p == nullptr; }
"""

CASES = {
    "empty": "", "comment": "/* nothing */", "declarations": "typedef struct s *t; extern t x; t f(t);\n", "no_newline": "int *f(int *p) { return p; }",
    "mark": "\ufeffint *f(int *p) { return p; }\n", "crlf": "int *g;\r\nvoid f(int *p)\r\n{\r\n\tg = p;\r\n}\r\n", "nul": "int x;\0int *f(int *p) { return p; }\n",
    "gnu": GNU, "c23": C23,
    "straight": "struct s { struct s *n; } *g;\nvoid f(struct s *p, struct s *q) {\n" + lines(2000 * SCALE, "p->n = q; q = p->n;") + "}\n",
    "locals": "int *g;\nvoid f(int *p) {\n" + lines(1000 * SCALE, "int x@; int *p@ = &x@;") + "g = p999; *p = x0;\n}\n",
    "parameters": "int *g;\nvoid f(" + ", ".join("int *p%d" % i for i in range(200 * SCALE)) + ") { g = p199; }\n",
    "switch": "int *g;\nvoid f(int i, int *p) { switch (i) {\n" + lines(500 * SCALE, "case @: g = p + @; break;") + "} }\n",
    "labels": "void *f(void *p, int i) {\n" + lines(200 * SCALE, "l@: if (i-- == @) goto l@;") + "return p; }\n",
    "blocks": "int *g;\nvoid f(int *p) " + nested(200, "{ if (*p) ", "g = p;", " }") + "\n",
    "parentheses": "int *f(int *p) { return " + nested(200, "(", "p", ")") + "; }\n",
    "conditions": "int *f(int *p, int i) { return " + "".join("i == %d ? p + %d : " % (i, i) for i in range(200 * SCALE)) + "p; }\n",
    "sums": "long f(int *p) { return " + " + ".join(["(long)p"] * 500) + "; }\n",
    "pointers": "int " + "*" * 200 + "f(int " + "*" * 200 + "p) { return p; }\nint g(int " + "*" * 100 + "p) { return " + "*" * 100 + "p; }\n",
    "structs": "struct s0 { void *p; };\n" + "".join("struct s%d { struct s%d a, *b; };\n" % (i + 1, i) for i in range(400)) + "void *f(struct s400 *s) { return s->b->a.b->a.a.b; }\n",
    "members": "struct s {\n" + lines(500 * SCALE, "void *m@;") + "};\nvoid f(struct s *s, void *p) {\n" + lines(500 * SCALE, "s->m@ = p;") + "}\nstruct s g(struct s s) { return s; }\n",
    "recursive_types": lines(300, "struct r@;") + "".join("struct r%d { struct r%d *a; struct r%d *b[3]; struct r%d (*f)(struct r%d); };\n" % (i, (i * 7 + 1) % 300, (i * 13 + 5) % 300, i, i) for i in range(300)) +
        "void *f(struct r0 *p) { return p->a->b[1]->a->a->b[2]; }\n",
    "chain": "void *g; void f0(void *p) { g = p; }\n" + "".join("void f%d(void *p) { f%d(p); }\n" % (i + 1, i) for i in range(500 * SCALE)),
    "ring": lines(300, "void *f@(void *p, int n);") + "".join("void *f%d(void *p, int n) { return n ? f%d(p, n - 1) : f%d(&p, n); }\n" % (i, (i + 1) % 300, (i * 7) % 300) for i in range(300)),
    "table": "void *g;\n" + lines(500 * SCALE, "static void f@(void *p) { g = p; }") + "void (*const t[])(void *) = {" + ", ".join("f%d" % i for i in range(500 * SCALE)) + "};\nvoid call(int i, void *p) { t[i](p); }\n",
    "initialiser": "int x;\nint *const a[] = {\n" + lines(5000 * SCALE, "&x + @,") + "};\nint *f(int i) { return a[i]; }\n",
    "string": "const char *f(void) { return \"" + "x" * 50000 * SCALE + "\"; }\n",
    "globals": lines(2000 * SCALE, "int *g@;") + "void f(int *p) {\n" + lines(2000 * SCALE, "g@ = p;") + "}\n",
    "long_name": "void *%s; void %s(void *%s) { %s = %s; }\n" % ("g" * 60000, "f" * 60000, "p" * 60000, "g" * 60000, "p" * 60000),
    "line_numbers": "#line 2147483647 \"odd \\\"name\\\" \\n\\t.c\"\nint *g; void f(int *p) { g = p; }\n#line 1 \"\"\nvoid h(int *p) { g = p; }\n",
    "macros": "#define A(x) x x x x x x x x\n#define B(x) A(A(A(x)))\nint *g; void f(int *p) { B(g = p;) }\n",
}
OPTIONS = {"gnu": ["-std=gnu11"], "c23": ["-std=gnu23"], "blocks": ["-fbracket-depth=1000"], "parentheses": ["-fbracket-depth=1000"]}


def builtin_calls():
    """A function for each builtin (Inputs/builtins.def) that Clang has for this machine."""
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs", "builtins.def")) as f:
        calls = re.findall(r"^B\((.*)\)$", f.read(), re.M)
    text = ["typedef int four __attribute__((vector_size(16)));"]
    text += ["void b%d(void *p, void *q, int i, four v, _Atomic(void *) at, _Complex double x, ...) { __builtin_va_list ap; (void)%s; }" % b for b in enumerate(calls)]
    path = os.path.join(FOLDER, "all_builtins.c")
    with open(path, "w") as f:
        f.write("\n".join(text) + "\n")
    said = subprocess.run([CLANG, "-w", "-ferror-limit=0", "-fno-caret-diagnostics", "-fsyntax-only", path], capture_output=True, text=True).stderr
    bad = {int(n) for n in re.findall(r"all_builtins\.c:(\d+):\d+: (?:fatal )?error", said)}
    good = [line for n, line in enumerate(text, 1) if n not in bad]
    return "\n".join(good) + "\n", len(good) - 1


def compile_one(name, options):
    """What went wrong, or nothing."""
    source = os.path.join(FOLDER, name + ".c")
    objects, said = [], []
    esc = os.path.join(FOLDER, name + ".esc")
    for plugin in ([], ["-fplugin=" + PLUGIN, "-fplugin-arg-cgoescape-esc=" + esc]):
        run = subprocess.run([CLANG, "-w", "-g", "-O1" if name in ("gnu", "c23") else "-O0", *options, *plugin, "-c", name + ".c", "-o", name + ".o"], capture_output=True, text=True, cwd=FOLDER)
        if run.returncode:
            return "status %d%s: %s" % (run.returncode, " with the plugin" if plugin else "", run.stderr[:500])
        with open(os.path.join(FOLDER, name + ".o"), "rb") as f:
            objects.append(f.read())
        said.append(run.stderr)
    if objects[0] != objects[1]:
        return "another object"
    if said[0] != said[1]:
        return "said: " + said[1][:500]
    units = glob.glob(esc + "/*.esc")
    if len(units) != 1:
        return "%d summaries" % len(units)
    run = subprocess.run([COMMAND, "link", "--format=tsv", *units], capture_output=True, text=True)
    if run.returncode > 1 or run.stderr:
        return "link: status %d, %s" % (run.returncode, run.stderr[:500])


def main():
    os.makedirs(FOLDER, exist_ok=True)
    CASES["builtins"], builtins = builtin_calls()
    bad = 0
    for name, text in CASES.items():
        with open(os.path.join(FOLDER, name + ".c"), "w", newline="") as f:
            f.write(text)
        wrong = compile_one(name, OPTIONS.get(name, []))
        if wrong:
            bad += 1
            print("%s: %s" % (name, wrong), flush=True)
    print("%d cases, %d builtins, %d wrong" % (len(CASES), builtins, bad))
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
