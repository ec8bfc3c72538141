"""Statements and functions of a random program; see gen.py."""
import os

from expressions import TYPES, Expressions, Func

with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs", "helpers.h")) as f:
    HELPERS = f.read()


class Program(Expressions):
    def emit(self, conds, text):
        conds = [c for c in dict.fromkeys(conds) if c not in self.nonnull]
        if conds:
            text = "if (%s) %s" % (" && ".join(conds), text if text.startswith("{") else "{ %s }" % text)
        self.out.append("\t" * self.indent + text)

    def fresh(self, kind, local=False):
        self.counter += 1
        name = "%s%d" % ({"N": "x", "B": "b", "n": "ln", "b": "lb", "p": "lp", "O": "t"}[kind], self.counter)
        self.pending = (name, kind, local)
        return name

    def declared(self):
        name, kind, local = self.pending
        self.scope[name] = kind
        if local:
            self.local.add(name)

    def stmt(self, depth):
        kinds = [self.s_store] * 9 + [self.s_load] * 5 + [self.s_local] * 3 + [self.s_copy] * 3 + [self.s_call] * 6 + \
            [self.s_helper] * 7 + [self.s_temporary] * 3 + [self.s_word, self.s_void, self.s_heap, self.s_interior, self.s_hook]
        if depth:
            kinds += [self.s_if] * 4 + [self.s_loop] * 2 + [self.s_switch]
        self.pick(kinds)(depth)

    def s_store(self, depth):
        c, s = self.assignable()
        self.emit(c, "%s = %s;" % (s, self.node()))

    def s_load(self, depth):
        e = self.node()
        self.emit([], "struct N *%s = %s;" % (self.fresh("N"), e))
        self.declared()

    def s_void(self, depth):
        c, s = self.slot_v()
        self.emit(c, "%s = %s;" % (s, self.node()))

    def s_word(self, depth):
        c, s = self.slot_w()
        self.emit(c, "%s = (uintptr_t)%s;" % (s, self.node()))

    def s_local(self, depth):
        pick = self.r.randrange(5)
        if pick == 0:
            c, n = self.node_base()
            e = self.when(c, "*" + n[:-2] if n.endswith("->") else n[:-1], "gn")
            self.emit([], "struct N %s = %s;" % (self.fresh("n"), e))
        elif pick == 1:
            c, b = self.box_base()
            e = self.when(c, "*" + b[:-2] if b.endswith("->") else b[:-1], "gb")
            self.emit([], "struct B %s = %s;" % (self.fresh("b"), e))
        elif pick == 2:
            e = self.node()
            self.emit([], "struct B %s = box_of(%s);" % (self.fresh("b"), e))
        elif pick == 3:
            a, b = self.node(), self.node()
            self.emit([], "struct P %s = {%s, %s};" % (self.fresh("p"), a, b))
        else:
            a, b = self.node(), self.node()
            self.emit([], "struct N *%s[2] = {%s, %s};" % (self.fresh("O", True), a, b))
        self.declared()

    def s_copy(self, depth):
        """Whole structs: by assignment, memcpy, bytes or words."""
        which = self.r.randrange(3)
        base = [self.node_base, self.box_base, self.box_base][which]
        (c, d), (e, s) = base(), base()
        if d == s:
            return
        a, b = (("&" + t[:-1]) if t.endswith(".") else t[:-2] for t in (d, s))
        how = self.r.randrange(5)
        size = "sizeof(struct %s)" % "NBB"[which]
        if how == 0:
            self.emit(c + e, "memmove(%s, %s, %s);" % (a, b, size))
        elif how == 1:
            self.emit(c + e, "copy_bytes((char *)%s, (const char *)%s, %s);" % (("(%s)" % a), ("(%s)" % b), size))
        elif how == 2 and which == 0:
            f = self.pick(["u", "box", "pair"])
            if f == "u" and self.one(2):
                self.emit(c + e, "for (int i = 0; i < 8; i++) %su.c[i] = %su.c[i];" % (d, s))
            else:
                self.emit(c + e, "%s%s = %s%s;" % (d, f, s, f))
        else:
            self.emit(c + e, "*(%s) = *(%s);" % (a, b))

    def s_interior(self, depth):
        if self.vars_of("N", stored=True):
            v = self.pick(self.vars_of("N", stored=True))
            e = self.when([v], "&%s->%s" % (v, self.pick(["box", "more[1]", "more[%s]" % self.pick(["0", "k & 1" if "k" in self.scope else "1"])])))
            self.emit([], "struct B *%s = %s;" % (self.fresh("B"), e))
            self.declared()
            if self.one(2):
                c, b = self.box_base()
                self.emit(c, "%slink = %s;" % (b, self.pending[0]))

    def s_heap(self, depth):
        pick = self.r.randrange(4)
        if pick == 0:
            self.emit([], "struct N *%s = make();" % self.fresh("N"))
            self.declared()
            v = self.pending[0]
            self.emit([], "%s->%s = %s;" % (v, self.pick(["next", "data", "box.n"]), self.node()))
        elif pick == 1 and self.vars_of("N"):
            v = self.pick(self.vars_of("N"))
            self.emit([v], "grow(%s, %s);" % (v, self.node()))
        elif pick == 2:
            c, n = self.node_base()
            name = self.fresh("O")
            self.emit([], "struct N **%s = calloc(4, sizeof *%s);" % (name, name))
            self.declared()
            self.emit([], "%s[1] = %s;" % (name, self.node()))
            if self.one(2):
                self.emit(c, "%svec = %s;" % (n, name))
            else:
                self.emit([], "%s = realloc(%s, 64);" % (name, name))
        else:
            name = self.fresh("N")
            self.emit([], "struct N *%s = calloc(1, sizeof *%s);" % (name, name))
            self.emit([], "%s->next = %s;" % (name, self.node()))
            self.emit([], "%s->next = %s->next ? %s->next->prev : 0;" % (name, name, name))
            c, s = self.assignable()
            if self.one(2):
                self.emit(c, "%s = %s->next;" % (s, name))
            self.emit([], "free(%s);" % name)

    def out_address(self):
        """(conditions, expression of type struct N ** that must not be kept)"""
        c, s = self.slot_n()
        return c, "&" + s

    def s_helper(self, depth):
        c, n = self.node_base()
        x = "&" + n[:-1] if n.endswith(".") else n[:-2]
        a = self.node()
        names = self.vars_of("N", stored=True)
        v = self.pick(names) if names else "g0"
        o, slot = self.out_address()
        o2, slot2 = self.out_address()
        number = self.pick(["0", "1", "2", "3", "4", "7", "-1", "8"] + (["k", "k & 3"] if "k" in self.scope else []))
        safe = v not in self.local and x not in self.local and not x.startswith("&")
        forms = [
            (o, "set(%s, %s);" % (slot, a)), (o + o2, "swap(%s, %s);" % (slot, slot2)),
            (o + o2, "set(%s, get(%s));" % (slot, slot2)),
            (c, "store_if(%s, %s, %s);" % (number, x, a)), (c, "store_case(%s, %s, %s);" % (number, x, a)),
            (c, "store_range(%s, %s, %s);" % (number, x, a)), ([v], "store_both(%s, %s, %s);" % (number, number, v)),
            (c, "store_null(%s, %s);" % (self.pick([x, "0", "NULL"]), a)),
            (o, "store_unless(%s, %s);" % (a, self.pick([slot, "0", "NULL"]))),
            (c, "va_store(%s, %d, %s, %s);" % (x, self.pick([1, 2]), a, self.node())),
            ([], "with_hook(%s, %s, %s);" % (self.pick(["nothing", "link_both", "keep_second", "0", "NULL"]), v, a)),
            ([], "table[%s & 3](1, %s, %s);" % (number, v, a)), ([], "table[%s](%s, %s, %s);" % (self.pick("0123"), number, v, a)),
            ([], "changing[%s](1, %s, %s);" % (self.pick("012"), v, a)),
            (o, "*(%s) = va_pick(2, %s, %s);" % (slot, v, a)),
            (c, "copy_words((uintptr_t *)&%su.w, (uintptr_t *)&gn.u.w, 1);" % n),
        ]
        if safe:
            forms += [(c + [v], "push(%s, %s);" % (v, x)), ([], "walk(%s, %s, %s);" % (v, a, number)),
                      (c, "g1 = find(%s, %s, 3);" % (x, a))]
        conds, text = self.pick(forms)
        if any("&%s%s" % (v, end) in text for v in self.nonnull for end in ",)"):
            return  # it would be written through its address
        self.emit(conds, text)

    def s_hook(self, depth):
        pick = self.r.randrange(9)
        names = self.vars_of("N", stored=True)
        if not names:
            return
        a, b = self.pick(names), self.node()
        if pick > 6:
            self.emit([a, a + "->ops"], "%s->ops->%s;" % (a, self.pick(["go(1, %s, %s)" % (a, b), "put(&%s->next, %s)" % (a, b)])))
            return
        if pick > 4:
            ops = ["&quiet_ops", "&quiet_ops", "&link_ops", "&keep_ops"][:self.tables]
            if names and self.one(3):
                ops.append(self.when([names[0]], names[0] + "->ops", "&quiet_ops"))
            self.emit([a], "%s->ops = %s;" % (a, self.pick(ops)))
            return
        if pick == 0:
            self.emit(["hook"], "hook(1, %s, %s);" % (a, b))
        elif pick == 1:
            self.emit([], "hook = %s;" % self.pick(["nothing", "link_both", "keep_second"]))
        elif pick == 2 and self.vars_of("f"):
            self.emit([self.vars_of("f")[0]], "%s(%s, %s, %s);" % (self.vars_of("f")[0], self.const(), a, b))
        elif pick == 3:
            self.emit([a, a + "->fn"], "%s->fn(1, %s, %s);" % (a, a, b))
        elif self.one(3):
            self.emit([], "outside(1, %s, %s);" % (a, b))
        else:
            self.emit([a], "%s->fn = %s;" % (a, self.pick(["nothing", "link_both", "keep_second"])))

    def s_temporary(self, depth):
        """Stored, seen by what is in between, and overwritten."""
        c, s = self.assignable()
        if s in self.scope or not all(x in self.nonnull for x in c):
            names = [v for v in self.vars_of("N") if v in self.nonnull]
            if not names:
                return
            c, s = [], "%s->%s" % (self.pick(names), self.pick(["next", "prev", "box.n", "arr[0]", "u.n"]))
            if self.one(3):
                s = self.pick(["g0", "g1", "gs.last", "garr[0]", "gt"])
        old = None
        if self.one(3):
            old = self.fresh("N")
            self.emit([], "struct N *%s = %s;" % (old, s))
        self.emit([], "%s = %s;" % (s, self.node()))
        for _ in range(self.r.randint(0, 2)):
            self.stmt(0)
        self.emit([], "%s = %s;" % (s, old or self.pick(["0", "NULL", self.when(*self.slot_n())])))

    def arg(self, callee, name, t):
        """(conditions, text) for an argument."""
        if t == "k":
            return [], self.const()
        if t == "f":
            return [], self.pick(["nothing", "link_both", "keep_second", "0"] + self.vars_of("f"))
        if t == "N":
            if name in callee.safe and self.vars_of("n") and self.one(2):
                return [], "&" + self.pick(self.vars_of("n"))
            return [], self.pick(["0", self.node(), self.node(), self.node(), self.node()])
        if t == "B":
            if name in callee.safe and self.vars_of("b") and self.one(2):
                return [], "&" + self.pick(self.vars_of("b"))
            if self.vars_of("B", stored=True) and self.one(2):
                return [], self.pick(self.vars_of("B", stored=True))
            names = self.vars_of("N", stored=True)
            return [], self.when([n], "&%s->box" % n) if names and (n := self.pick(names)) else "0"
        if t == "O":
            if name in callee.safe and self.vars_of("O"):
                return [], self.pick(self.vars_of("O"))
            if self.one(3):
                c, n = self.node_base()
                return [], self.when(c, n + "vec")
            names = self.vars_of("N", stored=True)
            return [], self.when([n], "&%s->arr[0]" % n) if names and (n := self.pick(names)) else "garr"
        if t == "v":
            return [], self.node()
        if t == "w":
            return [], "(uintptr_t)" + self.node()
        if t == "S":
            c, b = self.box_base()
            return [], self.pick([self.when(c, "*" + b[:-2] if b.endswith("->") else b[:-1], "gb"), "box_of(%s)" % self.node()])
        return [], "pair_of(%s, %s)" % (self.node(), self.node())

    def s_call(self, depth):
        callees = self.funcs[-7:]
        if self.one(4):
            callees = callees + [self.now]
        if not callees:
            return
        f = self.pick(callees)
        conds, args = [], []
        for name, t in f.params:
            c, text = self.arg(f, name, t)
            if t == "k" and f is self.now:
                text = "k - 1"
                conds.append("k > 0")
            conds += c
            args.append(text)
        call = "%s(%s)" % (f.name, ", ".join(args))
        if f.result == "N" and self.one(2) and not conds:
            self.emit([], "struct N *%s = %s;" % (self.fresh("N"), call))
            self.declared()
        elif f.result == "S":
            self.emit(conds, "struct B %s = %s;" % (self.fresh("b"), call))
            if not conds:
                self.declared()
        elif f.result in ("N", "v", "w") and self.one(2):
            c, s = self.assignable()
            store = "%s = r;" % s
            if c:  # the call may have changed what the conditions are about
                store = "if (%s) { %s }" % (" && ".join(dict.fromkeys(c)), store)
            self.emit(conds, "{ struct N *r = (struct N *)%s; %s }" % (call, store))
        else:
            self.emit(conds, call + ";")

    def nested(self, depth, n):
        saved = dict(self.scope), set(self.nonnull), set(self.local)
        self.indent += 1
        for _ in range(n):
            self.stmt(depth - 1)
        self.indent -= 1
        self.scope, self.nonnull, self.local = saved[0], saved[1], saved[2]

    def line(self, text):
        self.out.append("\t" * self.indent + text)

    def s_if(self, depth):
        self.line("if (%s) {" % self.cond())
        self.nested(depth, self.r.randint(1, 3))
        if self.one(3):
            self.line("} else {")
            self.nested(depth, self.r.randint(1, 2))
        if self.one(8) and not self.in_loop:
            self.line("\t" + self.return_text())
        self.line("}")

    def s_loop(self, depth):
        names = self.vars_of("N")
        was, self.in_loop = self.in_loop, True
        self.counter += 1
        i = self.counter
        if names and self.one(2):
            v = self.pick(names)
            self.line("{ int n%d = 3; for (struct N *c%d = %s; c%d && n%d--; c%d = c%d ? c%d->next : 0) {" % (i, i, v, i, i, i, i, i))
            saved = dict(self.scope)
            self.scope["c%d" % i] = "N"
            self.safe_vars.add("c%d" % i)
            if v in self.local:
                self.local.add("c%d" % i)
            self.nested(depth, self.r.randint(1, 2))
            self.scope = saved
            self.line("} }")
        else:
            self.line("for (int i%d = 0; i%d < %d; i%d++) {" % (i, i, self.r.randint(1, 3), i))
            self.nested(depth, self.r.randint(1, 2))
            self.line("}")
        self.in_loop = was

    def s_switch(self, depth):
        if "k" not in self.scope:
            return
        self.line("switch ((int)k) {")
        for i in range(self.r.randint(1, 3)):
            self.line("case %d: {" % i)
            self.nested(depth, 1)
            self.line("} " + self.pick(["break;", "break;", ""]))
        self.line("default: break;" if self.one(2) else "default: {")
        if self.out[-1].endswith("{"):
            self.nested(depth, 1)
            self.line("} break;")
        self.line("}")

    def return_text(self):
        t = self.now.result
        if t is None:
            return "return;"
        if t == "N" or t == "v":
            return "return %s;" % self.node()
        if t == "w":
            return "return (uintptr_t)%s;" % self.node()
        if t == "k":
            return "return %s;" % self.pick(["0", "gn.tag"])
        if t == "O":
            names = self.vars_of("N", stored=True)
            return "return %s;" % (self.when([n], "&%s->arr[0]" % n) if names and (n := self.pick(names)) else "garr")
        c, b = self.box_base()
        return "return %s;" % self.pick([self.when(c, "*" + b[:-2] if b.endswith("->") else b[:-1], "gb"), "box_of(%s)" % self.node()])

    # ---- functions --------------------------------------------------------------

    def function(self, i):
        r = self.r
        params = []
        for n in range(r.randint(1, 4)):
            t = self.pick("NNNNNNNBBOvwSPf")
            if t == "f" and any(p[1] == "f" for p in params):
                t = "N"
            params.append(("%s%d" % ({"N": "p", "B": "q", "O": "o", "v": "v", "w": "w", "S": "s", "P": "d", "f": "cb"}[t], n), t))
        if not self.one(4):
            params.append(("k", "k"))
        f = Func("f%d" % i, self.pick([None, None, None, "N", "N", "v", "w", "S", "k", "O"]), params, self.one(3))
        f.ktype = self.pick(["int ", "int ", "int ", "unsigned ", "char ", "_Bool ", "long "])
        self.now = f
        self.scope = {n: t for n, t in params}
        self.local, self.nonnull, self.safe_vars = set(), set(), set()
        self.counter, self.indent, self.in_loop = 0, 1, False
        for n, t in params:
            if t in "NBO":
                if self.one(3):
                    f.safe.add(n)
                    self.local.add(n)
        start = len(self.out)
        self.line(("static " if f.static else "") + f.signature())
        self.out[-1] = self.out[-1].strip()
        self.line("{")
        self.out[-1] = "{"
        self.line("if (fuel-- <= 0) %s" % {None: "return;", "S": "return gb;"}.get(f.result, "return 0;"))
        for n, t in params:
            if t in "NBOv" and self.one(2):
                self.line("if (!%s) %s" % (n, {None: "return;", "S": "return gb;"}.get(f.result, "return 0;")))
                self.nonnull.add(n)
        for _ in range(r.randint(2, 8)):
            self.stmt(2)
        if f.result:
            self.line(self.return_text())
        self.out.append("}")
        text = self.out[start:]
        del self.out[start:]
        self.funcs.append(f)
        return "\n".join(text)

    def program(self):
        self.type_text = self.types()
        parts = ["#include <stdarg.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <stdlib.h>\n#include <string.h>",
                 self.type_text, self.globals(), HELPERS]
        # Which tables the program has, besides the quiet one.
        self.tables = self.pick([2, 3, 4])
        tables = ["&quiet_ops", "&quiet_ops", "&link_ops", "&keep_ops"][:self.tables]
        parts.append("const struct ops *const all_ops[3] = {%s};" % ", ".join(self.pick(tables) for _ in range(3)))
        for i in range(self.r.randint(8, 18)):
            parts.append(self.function(i))
        return "\n\n".join(parts) + "\n"
