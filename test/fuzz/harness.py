"""The main beside a random program, which calls it and reports who holds what; see gen.py."""
import os

from expressions import TYPES

INPUTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Inputs")

# What block() notes of an object; objects of one type may be given twice.
CODES = {"N": 1, "v": 1, "w": 1, "B": 2, "O": 3, "S": 2, "P": 4}

MAIN = r"""
int main(void)
{
	size_t size = (size_t)(_end - __data_start);
	struct world *world;

	w = world = room(sizeof *w);
	w->next = room(SPACE);
	w->state = %d;
	setvbuf(stdout, 0, _IOLBF, 0);
	block(16, 0);
	if (size > sizeof w->image)
		return 9;
	memcpy(w->image, __data_start, size);
	for (int round = 0; round < 60; round++) {
		int used;

		for (int i = 0; i < 5; i++)
			switch (rnd(%d)) {
%s
			}
		/* The program's globals as they were, but not our own. */
		used = marks;
		memcpy(__data_start, world->image, size);
		w = world;
		marks = used;
	}
	return 0;
}
"""


def read(name):
    with open(os.path.join(INPUTS, name)) as f:
        return f.read()


def sharing(program, i, t, before):
    """Ways in which parameter i can be, or be held by, what came with those before it."""
    ways = []
    for j, tj in before:
        if t not in "SP" and tj not in "SP" and CODES[t] == CODES[tj]:
            ways.append("one[%d] = one[%d]; one[%d].shared = 1 << %d; one[%d].shared = 1 << %d;" % (i, j, j, i, i, j))
        if t in "Nvw" and tj in "Nvw":
            ways.append("if (!one[%d].old && !one[%d].old) { ((struct N *)one[%d].o)->%s = one[%d].o; "
                        "one[%d].shared = 256 | 1 << %d; one[%d].shared = 256; }"
                        % (i, j, j, program.pick(["next", "prev", "box.n", "arr[0]"]), i, i, j, j))
    return ways


def one_call(program, f):
    """The function that makes arguments for f, calls it and reports."""
    body = ["static void call_%s(void)" % f.name, "{", "\tint before = w->n;", "\tmemset(one, 0, sizeof one);"]
    before, ways, args = [], [], []
    for i, (_, t) in enumerate(f.params):
        if t in "kf":
            args.append({"k": "(int)rnd(8) - 1", "f": "rnd(4) ? outside : 0"}[t])
            continue
        copy = int(t in "SP")
        body.append("\tone[%d].first = w->n; one[%d].copy = %d;" % (i, i, copy))
        if not copy:
            body.append("\tif (!rnd(6) && (one[%d].o = old_one(%d, before))) one[%d].old = 1; else" % (i, CODES[t], i))
        body.append("\tone[%d].o = %s;" % (i, TYPES[t].make))
        body.append("\tone[%d].last = w->n;" % i)
        ways += sharing(program, i, t, before)
        before.append((i, t))
        args.append({"S": "*(struct B *)one[%d].o", "P": "*(struct P *)one[%d].o",
                     "w": "(uintptr_t)one[%d].o"}.get(t, "one[%d].o") % i)
    body.append("\tswitch (rnd(%d)) {" % (2 * len(ways) + 1))
    body += ["\tcase %d: %s break;" % way for way in enumerate(ways)]
    body += ["\t}", "\tfuel = 60; called = 0;"]
    for i, (_, t) in enumerate(f.params):
        body.append("\t%sa%d = %s;" % (f.ktype if t == "k" else TYPES[t].c, i, args[i]))
    call = "%s(%s)" % (f.name, ", ".join("a%d" % i for i in range(len(args))))
    body.append("\t%sresult = %s;" % (TYPES[f.result].c, call) if f.result else "\tlong result = 0; %s;" % call)
    body += ["\treport(\"%s\", %d, &result, sizeof result);" % (f.name, len(f.params)), "}"]
    return "\n".join(body)


def harness(program, seed):
    funcs = [f for f in program.funcs if not f.static]
    parts = [read("runtime.h"), program.type_text] + ["%s;" % f.signature() for f in funcs] + [read("objects.h")]
    parts += [one_call(program, f) for f in funcs]
    cases = ["\t\t\tcase %d: call_%s(); break;" % (i, f.name) for i, f in enumerate(funcs)]
    parts.append(MAIN % (seed * 7919 + 1, max(1, len(funcs)), "\n".join(cases)))
    return "\n".join(parts)
