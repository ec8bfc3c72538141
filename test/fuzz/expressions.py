"""Types, globals and expressions of a random program; see gen.py."""
import random


class Type:
    """How a parameter of this kind is written, made by main, and passed on."""
    def __init__(self, c, make, pointer=True):
        self.c, self.make, self.pointer = c, make, pointer


TYPES = {
    "N": Type("struct N *", "make_node(2)"),
    "B": Type("struct B *", "make_box(2)"),
    "O": Type("struct N **", "make_vector(2)"),
    "v": Type("void *", "make_node(2)"),
    "w": Type("uintptr_t ", "make_node(2)"),
    "S": Type("struct B ", "make_box(2)"),
    "P": Type("struct P ", "make_pair(1)"),
    "k": Type("int ", "", False),
    "f": Type("callback ", "", False),
}


class Func:
    def __init__(self, name, result, params, static):
        self.name, self.result, self.params, self.static = name, result, params, static
        self.safe = set()  # parameters that are never stored, so a local's address will do
        self.ktype = "int "

    def signature(self):
        args = []
        for name, t in self.params:
            c = self.ktype if t == "k" else TYPES[t].c
            args.append(c + name)
        head = TYPES[self.result].c if self.result else "void "
        return "%s%s(%s)" % (head, self.name, ", ".join(args) or "void")


class Expressions:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.funcs = []
        self.out = []

    def one(self, n):
        return self.r.randrange(n) == 0

    def pick(self, items):
        return self.r.choice(list(items))

    # ---- types and globals --------------------------------------------------------

    def types(self):
        r = self.r
        self.narr = r.randint(2, 4)
        n = ["struct N *next;", "struct N *prev;", "void *data;", "struct B box;", "int tag;",
             "struct N *arr[%d];" % self.narr, "union U u;", "uintptr_t word;", "struct N **vec;",
             "callback fn;", "const struct ops *ops;", "char raw[%d];" % r.randint(1, 24), "struct B more[2];", "struct P pair;"]
        b = ["struct N *n;", "void *v;", "int k;", "struct B *link;"]
        r.shuffle(n)
        r.shuffle(b)
        two = ["struct N *a;", "struct N *b;"]
        return "\n".join([
            "struct N;", "typedef void (*callback)(int, struct N *, struct N *);",
            "struct B { %s };" % " ".join(b), "struct P { %s };" % " ".join(two),
            "union U { struct N *n; void *v; uintptr_t w; char c[8]; };",
            "struct ops { callback go; void (*put)(struct N **, struct N *); };",
            "struct N { %s };" % " ".join(n), "extern const struct ops *const all_ops[3];"])

    def globals(self):
        q = lambda: "static " if self.one(2) else ""
        return "\n".join([
            q() + "struct N *g0;", q() + "struct N *g1, *g2;", q() + "void *gv;", q() + "struct B gb;",
            q() + "struct N *garr[4];", q() + "uintptr_t gw;", q() + "struct N gn;",
            q() + "struct { struct N *last; struct { struct N *deep; void *v; } in; int n; } gs;",
            q() + "_Thread_local struct N *gt;", q() + "callback hook;", "extern int fuel;",
            "void outside(int, struct N *, struct N *);"])

    # ---- expressions ------------------------------------------------------------
    # Each gives (conditions, text): text may be evaluated when the conditions hold.

    def vars_of(self, *kinds, stored=False):
        return [v for v, t in self.scope.items() if t in kinds and not (stored and v in self.local)]

    def node_base(self):
        """Something to put .field on, of type struct N: (conditions, text with its dot)."""
        c = []
        names = self.vars_of("N")
        structs = self.vars_of("n")
        if structs and self.one(4):
            return c, self.pick(structs) + "."
        if names and not self.one(12):
            v = self.pick(names)
            c.append(v)
            if self.one(6):
                f = self.pick(["next", "prev", "box.n", "arr[0]"])
                c.append("%s->%s" % (v, f))
                return c, "%s->%s->" % (v, f)
            return c, v + "->"
        if self.one(3):
            return ["g0"], "g0->"
        return c, "gn."

    def box_base(self):
        """The same for struct B."""
        names, structs = self.vars_of("B"), self.vars_of("b") + self.vars_of("S")
        if names and self.one(2):
            v = self.pick(names)
            if self.one(4):
                return [v, v + "->link"], v + "->link->"
            return [v], v + "->"
        if structs and self.one(2):
            return [], self.pick(structs) + "."
        if self.one(8):
            return [], "gb."
        c, n = self.node_base()
        return c, n + self.pick(["box.", "more[0].", "more[1]."])

    def index(self):
        i = self.pick(["0", "1", "k & 1", "(unsigned)k %% %d" % self.narr, "%d" % (self.narr - 1)])
        return i if "k" in self.scope or "k" not in i else "0"

    def slot_n(self):
        """An lvalue of type struct N *."""
        pick = self.r.randrange(22)
        if pick < 8:
            c, n = self.node_base()
            return c, n + self.pick(["next", "prev", "u.n", "pair.a", "pair.b"])
        if pick < 11:
            c, n = self.node_base()
            return c, n + "arr[%s]" % self.index()
        if pick < 15:
            c, b = self.box_base()
            return c, b + "n"
        if pick < 17 and self.vars_of("O"):
            v = self.pick(self.vars_of("O"))
            return [v], self.pick(["*%s" % v, "%s[1]" % v])
        if pick == 17:
            c, n = self.node_base()
            return c + [n + "vec"], n + "vec[%s]" % self.pick(["0", "1"])
        if pick == 18 and self.vars_of("P", "p"):
            return [], self.pick(self.vars_of("P", "p")) + self.pick([".a", ".b"])
        if pick < 21:
            return [], self.pick(["g0", "g1", "g2", "garr[1]", "garr[0]", "gs.last", "gs.in.deep", "gt"])
        if self.vars_of("N"):
            return [], self.pick(self.vars_of("N")) if self.one(2) else "gs.last"
        return [], "g1"

    def assignable(self):
        """slot_n() that is not a parameter known to be no local."""
        for _ in range(20):
            c, s = self.slot_n()
            if s not in self.nonnull and s not in self.safe_vars:
                return c, s
        return [], "g1"

    def slot_v(self):
        pick = self.r.randrange(7)
        if pick < 3:
            c, n = self.node_base()
            return c, n + self.pick(["data", "u.v"])
        if pick < 5:
            c, b = self.box_base()
            return c, b + "v"
        return [], self.pick(["gv", "gs.in.v"])

    def slot_w(self):
        if self.one(5):
            return [], "gw"
        c, n = self.node_base()
        return c, n + self.pick(["word", "u.w"])

    def when(self, conds, text, other="0"):
        conds = [c for c in dict.fromkeys(conds) if c not in self.nonnull]
        return "(%s ? %s : %s)" % (" && ".join(conds), text, other) if conds else text

    def node(self, depth=2):
        """A value of type struct N * that may be stored; it may be null."""
        names = self.vars_of("N", stored=True)
        pick = self.r.randrange(26)
        if names and (pick < 13 or depth == 0):
            return self.pick(names)
        if pick < 17 or depth == 0:
            return self.when(*self.slot_n())
        if pick == 17:
            c, s = self.slot_v()
            return self.when(c, "(struct N *)" + s)
        if pick == 18:
            c, s = self.slot_w()
            return self.when(c, "(struct N *)" + s)
        a, b = self.node(depth - 1), self.node(depth - 1)
        if pick == 19:
            return "(%s ? %s : %s)" % (self.cond(), a, b)
        if pick == 20:
            return self.pick(["choose(%s, %s, %s)" % (self.const(), a, b), "va_pick(%d, %s, %s)" % (self.pick([1, 2]), a, b),
                              "pass(%s)" % a, "box_in(box_of(%s))" % a, "pair_of(%s, %s).%s" % (a, b, self.pick("ab"))])
        if pick == 21 and self.vars_of("v", stored=True):
            return "(struct N *)" + self.pick(self.vars_of("v", stored=True))
        if pick == 22 and self.vars_of("w", stored=True):
            return "(struct N *)" + self.pick(self.vars_of("w", stored=True))
        if pick == 23:
            return "(struct N *)((uintptr_t)%s & ~(uintptr_t)%d)" % (a, self.pick([1, 7]))
        if pick == 24:
            return "make()"
        if names:
            v = self.pick(names)
            return self.pick([self.when([v], "of_box(&%s->box)" % v), "last_or(%s)" % v]).replace(
                "last_or(%s)" % v, self.when([v], "last(%s, %s)" % (v, self.pick(["1", "3"]))))
        return self.when(*self.slot_n())

    def const(self):
        return self.pick(["0", "1", "2", "3", "4", "5", "-1", "k", "k & 1", "k + 1"] if "k" in self.scope
                         else ["0", "1", "2", "3", "4", "-1"])

    def cond(self):
        r = self.r
        k = "k" if "k" in self.scope else self.pick(["gs.n", "gn.tag"])
        forms = ["%s == %d" % (k, r.randint(-1, 4)), "%s != %d" % (k, r.randint(0, 3)), "%s & %d" % (k, self.pick([1, 2, 4])),
                 "%s < %d" % (k, r.randint(0, 4)), "%s > %d" % (k, r.randint(0, 3)), k, "!" + k,
                 "%s <= %d && %s > 0" % (k, r.randint(1, 4), k), "(%s & 3) == %d" % (k, r.randint(0, 3)),
                 "%s >= 1 || gn.tag" % k, "gn.tag || %s == 2" % k, "(%s & 6) != 2" % k, "(unsigned)%s < 3u" % k]
        names = self.vars_of("N", "B", "v", "O")
        if names:
            v = self.pick(names)
            forms += [v, "!" + v, "%s && %s" % (v, forms[0])]
        return self.pick(forms)
