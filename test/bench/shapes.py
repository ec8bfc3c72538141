"""Programs of any size, each with one thing that an analysis may be slow at."""


def chain(n):
    """n functions, each passes its pointer to the one before: summaries through many calls."""
    out = ["int *sink;", "void f0(int *p, int **q) { sink = p; *q = p; }"]
    for i in range(1, n):
        out.append(f"void f{i}(int *p, int **q) {{ int *x; f{i - 1}(p + {i % 7}, &x); *q = x; }}")
    return "\n".join(out) + "\n"


def table(n):
    """A table of n functions called through an index: calls with many targets."""
    out = ["struct s { int *p; struct s *next; };", "int *sink;"]
    out += [f"static int f{i}(struct s *a, int *p) {{ {'a->p = p' if i % 3 else 'sink = a->p'}; return {i}; }}"
            for i in range(n)]
    out.append(f"static int (*const table[{n}])(struct s *, int *) = {{")
    out += [f"\tf{i}," for i in range(n)] + ["};"]
    out += [f"int call{i}(struct s *a, int *p, unsigned k) {{ return table[k % {n}](a, p); }}" for i in range(8)]
    return "\n".join(out) + "\n"


def callers(n):
    """A table of n functions that is called at n places."""
    out = ["struct s { int *p; struct s *next; };", "int *sink;"]
    out += [f"static int f{i}(struct s *a, int *p) {{ {'a->p = p' if i % 3 else 'sink = a->p'}; return {i}; }}"
            for i in range(n)]
    out.append(f"static int (*const table[{n}])(struct s *, int *) = {{")
    out += [f"\tf{i}," for i in range(n)] + ["};"]
    out += [f"int call{i}(struct s *a, int *p, unsigned k) {{ return table[k % {n}](a, p); }}" for i in range(n)]
    return "\n".join(out) + "\n"


def dispatch(n):
    """A table of n functions, each of which calls through the table: interpreters."""
    out = ["struct s { int *p; struct s *next; int op; };", "int *sink;"]
    out += [f"static int f{i}(struct s *a, int *p);" for i in range(n)]
    out.append(f"static int (*const table[{n}])(struct s *, int *) = {{")
    out += [f"\tf{i}," for i in range(n)] + ["};"]
    out += [f"static int f{i}(struct s *a, int *p) {{ {'a->p = p' if i % 3 else 'sink = a->p'}; "
            f"return a->next ? table[a->next->op % {n}](a->next, p) : {i}; }}" for i in range(n)]
    out.append(f"int run(struct s *a, int *p) {{ return table[a->op % {n}](a, p); }}")
    return "\n".join(out) + "\n"


def classes(n):
    """n tables of methods, and as many functions that call methods of objects."""
    out = ["struct o; struct ops { void (*put)(struct o *, int *); int *(*get)(struct o *); };",
           "struct o { const struct ops *ops; int *p; };"]
    for i in range(n):
        out.append(f"static void put{i}(struct o *x, int *p) {{ x->p = p + {i % 3}; }}")
        out.append(f"static int *get{i}(struct o *x) {{ return x->p + {i % 5}; }}")
        out.append(f"static const struct ops ops{i} = {{ put{i}, get{i} }};")
        out.append(f"void init{i}(struct o *x) {{ x->ops = &ops{i}; }}")
        out.append(f"void use{i}(struct o *x, int *p) {{ x->ops->put(x, x->ops->get(x)); x->ops->put(x, p); }}")
    return "\n".join(out) + "\n"


def deep(n):
    """Structs in structs by pointer, n deep, walked from the top: long access paths."""
    out = ["struct s0 { int *p; };"]
    out += [f"struct s{i} {{ struct s{i - 1} *in; int *p; }};" for i in range(1, n)]
    for i in range(1, n):
        out.append(f"int *get{i}(struct s{i} *a) {{ return a{'->in' * min(i, 20)}->p; }}")
        out.append(f"void set{i}(struct s{i} *a, int *p) {{ a{'->in' * min(i, 20)}->p = p; }}")
    return "\n".join(out) + "\n"


def scc(n):
    """n functions that all reach each other: one recursion to be solved as a whole."""
    out = ["struct s { int *p, *q; struct s *next; };", "int *sink;"]
    out += [f"int f{i}(struct s *a, int *p, int d);" for i in range(n)]
    for i in range(n):
        body = [f"if (d) return f{(i + 1) % n}(a->next, p, d - 1);", f"a->{'pq'[i % 2]} = p;"]
        body.append(f"return f{(i * 7 + 3) % n}(a, a->p, d);")
        out.append(f"int f{i}(struct s *a, int *p, int d) {{ {' '.join(body)} }}")
    return "\n".join(out) + "\n"


def straight(n):
    """One function of n statements."""
    out = ["struct s { int *p[8]; struct s *next; };", "int *sink;", "void f(struct s *a, struct s *b, int *p) {"]
    for i in range(n):
        out.append([f"\ta->p[{i % 8}] = p + {i % 5};", f"\tb->p[{i % 8}] = a->p[{(i * 3) % 8}];", "\ta = a->next;",
                    f"\tif (a->p[{i % 8}] == p) sink = b->p[{(i * 5) % 8}];"][i % 4])
    return "\n".join(out + ["}"]) + "\n"


def context(n):
    """One context struct that n functions write, some call each other: as parsers and interpreters have."""
    fields = max(n // 8, 1)
    out = ["struct ctx {"] + [f"\tint *f{i};" for i in range(fields)]
    out += ["\tstruct ctx *up;", "\tvoid (*hook)(struct ctx *, int *);", "};"]
    for i in range(n):
        call = f" op{i - 1 - i % 5}(c->up, c->f{(i * 3) % fields});" if i > 5 else ""
        hook = " if (c->hook) c->hook(c, p);" if i % 16 == 0 else ""
        out.append(f"void op{i}(struct ctx *c, int *p) {{ c->f{i % fields} = p;{call}{hook} }}")
    return "\n".join(out) + "\n"


def mutual(n):
    """Two context structs that lead to each other: what one function stores, all find."""
    fields = max(n // 8, 1)
    out = ["struct b;", "struct a {"] + [f"\tint *f{i};" for i in range(fields)] + ["\tstruct b *other;", "};"]
    out += ["struct b {"] + [f"\tint *f{i};" for i in range(fields)] + ["\tstruct a *other;", "};"]
    for i in range(n):
        call = f" {'ba'[i % 2]}{i - 1 - 2 * (i % 3)}(c->other, c->f{(i * 3) % fields});" if i > 5 else ""
        out.append(f"void {'ab'[i % 2]}{i}(struct {'ab'[i % 2]} *c, int *p) {{ c->f{i % fields} = p;{call} }}")
    return "\n".join(out) + "\n"


def passed(n):
    """One context of n members that is handed down a chain of n functions, each of which writes its own."""
    out = ["struct ctx {"] + [f"\tint *f{i};" for i in range(n)] + ["};"]
    out.append("void op0(struct ctx *c, int *p) { c->f0 = p; }")
    out += [f"void op{i}(struct ctx *c, int *p) {{ c->f{i} = p; op{i - 1}(c, p); }}" for i in range(1, n)]
    return "\n".join(out) + "\n"


def hooks(n):
    """A struct of n function pointers, each set and called by functions of its own."""
    out = ["struct c {"] + [f"\tvoid (*h{i})(struct c *, int *);" for i in range(n)] + ["};"]
    out += [f"void call{i}(struct c *c, int *p) {{ c->h{i}(c, p); }}" for i in range(n)]
    out += [f"void set{i}(struct c *c, void (*f)(struct c *, int *)) {{ c->h{i} = f; }}" for i in range(n)]
    return "\n".join(out) + "\n"


def states(n):
    """A state machine of n states, each with a member of its own."""
    out = ["struct m { int state;"] + [f"\tint *f{i};" for i in range(n)] + ["};", "int run(struct m *m, int *p) {"]
    out.append("\tfor (;;) switch (m->state) {")
    out += [f"\tcase {i}: m->f{i} = p; p = m->f{(i * 3) % n}; m->state = {(i * 5) % n}; break;" for i in range(n)]
    return "\n".join(out + ["\tdefault: return 0;", "\t}", "}"]) + "\n"


SHAPES = {"chain": chain, "table": table, "callers": callers, "dispatch": dispatch, "classes": classes,
          "deep": deep, "scc": scc, "straight": straight, "context": context, "mutual": mutual,
          "passed": passed, "hooks": hooks, "states": states}
