"""What must hold between the facts of a random program and of one that has more, or knows less.

  properties.py GEN COMMAND CLANG PLUGIN MODELS FOLDER FIRST LAST

For each seed from FIRST to LAST-1, a program of a few clusters (docs/fuzz.md) in two units:
  - units in any order: the same bytes;
  - another program's units beside it, an unrelated function in one of its units, a unit with callers of its
    functions: nothing that leaked is proved, for functions of the program;
  - without one library model, and without all: the same.
Prints each violation; exit status 1 if there are any.
"""
import glob
import os
import random
import re
import shutil
import subprocess
import sys

from facts import WORSE, level0, read

GEN, COMMAND, CLANG, PLUGIN, MODELS, FOLDER = sys.argv[1:7]


def summaries(sources, where):
    """Paths of the .esc files, in the order of the sources."""
    shutil.rmtree(where, ignore_errors=True)
    for source in sources:
        subprocess.run([CLANG, "-w", "-fplugin=" + PLUGIN, "-fplugin-arg-cgoescape-esc=" + where, "-fplugin-arg-cgoescape-q",
                        "-fsyntax-only", source], check=True)
    return [glob.glob("%s/%s-*.esc" % (where, os.path.basename(source)))[0] for source in sources]


def link(*args):
    done = subprocess.run([COMMAND, "link", "--format=tsv", *args], capture_output=True)
    if done.returncode > 1 or not done.stdout:
        sys.exit("%s\n%s" % (" ".join(args), done.stderr.decode()))
    return done.stdout


def better(before, after):
    """Where `after` proves what `before` did not."""
    for key, was in before.items():
        now = after.get(key)
        if now is None:
            yield "%s %d is gone" % key
        elif key[1] < 0:
            if WORSE[min(now)] < WORSE[min(was)]:
                yield "%s: %s, then %s" % (key[0], min(was), min(now))
        elif ("none" in now and "none" not in was) or (level0(was) and not level0(now)):
            yield "%s %d: %s, then %s" % (*key, "+".join(sorted(was)), "+".join(sorted(now)))


def callers(source, other, path):
    """A unit that calls what the source defines and gives it what it keeps itself."""
    with open(source) as f:
        text = f.read()
    start = {int(m[1]): m.start() for m in re.finditer(r"^struct N(\d+);", text, re.M)}
    out = [text[:min(start.values())], "void *kept_by_callers;\n"]
    for number in start:
        found = re.findall(r"^(?!static)(\w[\w *]*?)([fu]\d+_%d)\((.*)\)\n\{" % number, text, re.M)
        types = re.search(r"^struct N%d;\n(?:.*\n)*?(?=struct G%d )" % (number, number), text, re.M)
        out.append(types[0])
        for result, name, params in found:
            out.append("%s%s(%s);\n" % (result, name, params))
            names = [re.search(r"(\w+)$", p)[1] for p in params.split(", ")]
            pointer = [n for n, p in zip(names, params.split(", ")) if "*" in p]
            keep = "kept_by_callers = %s; " % pointer[0] if pointer else ""
            out.append("void call_%s(%s) { %s%s(%s); }\n" % (name, params, keep, name, ", ".join(names)))
    with open(path, "w") as f:
        f.write("".join(out))
    return path


def check(seed):
    base = os.path.join(FOLDER, "s%d" % seed)
    subprocess.run([GEN, "--write", "--clusters=6", str(seed), str(seed + 1), FOLDER], check=True, capture_output=True)
    subprocess.run([GEN, "--write", "--clusters=8", "--only=7", str(seed + 100000), str(seed + 100001), FOLDER], check=True, capture_output=True)
    sources = [base + "/u0.c", base + "/u1.c"]
    units = summaries(sources, base + "/esc")
    tsv = link(*units)
    before = read(tsv.decode())
    if link(*reversed(units)) != tsv:
        yield "another order of units, other bytes"

    def more(what, *args):
        for line in better(before, read(link(*args).decode())):
            yield "%s: %s" % (what, line)

    # It is of cluster 7, so that it has other names.
    beside = os.path.join(FOLDER, "s%d" % (seed + 100000))
    yield from more("beside another program", *units, *summaries([beside + "/u0.c", beside + "/u1.c"], beside + "/esc"))
    with open(base + "/u0.c") as f, open(base + "/more.c", "w") as g:
        g.write(f.read() + "void *unrelated_kept;\nvoid *unrelated(void *p, void **q) { *q = unrelated_kept; return unrelated_kept = p; }\n")
    os.rename(base + "/more.c", base + "/u0.c")
    again = summaries(sources, base + "/esc")
    yield from more("with another function", *again)
    yield from more("with callers", *again, *summaries([callers(sources[0], seed, base + "/callers.c")], base + "/esc2"))
    yield from more("without models", "--no-models", *again)
    models = sorted(glob.glob(MODELS + "/*/*.esc"))
    left_out = random.Random(seed).choice([m for m in models if re.search("/(stdlib|string|builtins|pthread|setjmp)/", m)])
    yield from more("without " + os.path.basename(left_out), "--no-models", *["--model=" + m for m in models if m != left_out], *again)


def main():
    bad = 0
    os.makedirs(FOLDER, exist_ok=True)
    for seed in range(int(sys.argv[7]), int(sys.argv[8])):
        for line in check(seed):
            bad += 1
            print("seed %d: %s" % (seed, line), flush=True)
    print("%d violations" % bad)
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
