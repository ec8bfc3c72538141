"""Random C programs, run and analysed: what is seen to leak must have been said to.

  gen.py FIRST LAST FOLDER COMMAND CLANG OPTION...    seeds FIRST to LAST-1; OPTIONs turn on the plugin,
      COMMAND is cgoescape: what it says of the program as a whole must hold, too

Each program is a unit of small functions (program()) and a main beside it that calls
them with fresh heap objects and looks afterwards who still holds a pointer to one:
globals, the result, or what the arguments reach. A program is defined C: no local
is used after its function, no null is followed, types are kept. A contradiction is printed
with its program and makes the exit status 1.
"""
import os
import shutil
import subprocess
import sys

from harness import harness
from statements import Program


def read_facts(lines):
    facts = {}
    for line in lines[1:]:
        function, index, _, fact = line.split("\t")[:4]
        facts[function, int(index)] = set(fact.split("+"))
    return facts


def level0(fact):
    return any(x == "direct" or x.startswith("param:") or x == "result:0" for x in fact)


def contradictions(facts, seen, params):
    """Lines of what was seen and not said."""
    bad = []
    for line in seen:
        function, index, what, shared = line.split()
        key = function, int(index)
        fact = facts.get(key)
        if what == "called":
            if fact and "nocallback=yes" in fact:
                bad.append("%s calls back" % function)
            continue
        if fact is None:
            if params[function][int(index)] != "w":
                bad.append("%s %s has no row" % key)
            continue
        shared = int(shared)
        others = [facts.get((function, j), {"direct"}) for j in range(8) if shared >> j & 1]
        if what == "leak":
            ok = level0(fact) or any(level0(x) or (shared & 256 and x != {"none"}) for x in others)
            if shared & 256:
                ok = ok or fact != {"none"}
        else:
            # What one parameter holds of another is nobody's content alone.
            ok = shared & 256 or fact != {"none"} or any(x != {"none"} for x in others)
        if not ok:
            bad.append("%s parameter %s: %s seen, said %s%s" % (function, index, what, "+".join(sorted(fact)),
                       " (shared %d)" % shared if shared else ""))
    return sorted(set(bad))


def build(g, seed, base, clang):
    """Writes and compiles the program and its main; what went wrong, or nothing."""
    with open(base + ".c", "w") as f:
        f.write(g.program())
    with open(base + "_main.c", "w") as f:
        f.write(harness(g, seed))
    renamed = ["-D%s=h_%s" % (x, x) for x in ("malloc", "calloc", "realloc", "free")]
    for command in ([clang, "-w", *renamed, "-c", base + ".c", "-o", base + ".o"],
                    [clang, "-w", base + "_main.c", base + ".o", "-o", base]):
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode:
            return "does not compile:\n" + run.stderr[:1500]
    return None


def all_facts(base, command, clang, options):
    """What is said of the unit, and of it as the whole program."""
    facts = "-fplugin-arg-cgoescape-facts=%s.tsv" % base
    esc = "-fplugin-arg-cgoescape-esc=%s.esc" % base
    subprocess.run([clang, *options, facts, esc, "-fsyntax-only", "-w", base + ".c"], check=True)
    with open(base + ".tsv") as f:
        yield "", read_facts(f.read().splitlines())
    units = [os.path.join(base + ".esc", name) for name in os.listdir(base + ".esc")]
    run = subprocess.run([command, "link", "--format=tsv", *units], capture_output=True, text=True)
    yield "linked: ", read_facts(run.stdout.splitlines())


def try_seed(seed, folder, command, clang, options):
    g = Program(seed)
    base = os.path.join(folder, "s%d" % seed)
    wrong = build(g, seed, base, clang)
    if wrong:
        return [wrong]
    run = subprocess.run([base], capture_output=True, text=True)
    seen = set(run.stdout.splitlines())
    bad = []
    params = {f.name: [t for _, t in f.params] for f in g.funcs}
    for word, facts in all_facts(base, command, clang, options):
        bad += [word + line for line in contradictions(facts, seen, params)]
    if run.returncode:
        bad.append("ends with status %d" % run.returncode)
    if not seen and params:
        bad.append("shows nothing")
    if not bad:
        shutil.rmtree(base + ".esc")
        for ending in ("", ".o", "_main.c", ".c", ".tsv"):
            os.remove(base + ending)
    return bad


def main():
    first, last, folder, command, clang = int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:6]
    status = 0
    for seed in range(first, last):
        bad = try_seed(seed, folder, command, clang, sys.argv[6:])
        if bad:
            status = 1
            print("seed %d:" % seed)
            for line in bad:
                print("  " + line)
            sys.stdout.flush()
    return status


if __name__ == "__main__":
    sys.exit(main())
