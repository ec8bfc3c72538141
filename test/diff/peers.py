"""What LLVM and GCC prove of C sources, cgoescape must prove, too.

  peers.py [--audit] [--gcc=GCC] COMMAND PLUGIN CLANG FOLDER [FLAG...] FILE...

The sources are one program. LLVM: all units linked as bitcode, through default<O2> without a limit of uses;
a parameter is proved when no provenance is captured (an address that is compared is fine), or only by
the result. GCC: modref's flags, from a link with -flto; no_direct_escape and not_returned_directly.
Prints each external function's parameter that one of them proves and cgoescape does not, with what it says instead, and the
numbers. --audit: also what only cgoescape proves. Exit status 1: there are exceptions.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys


def run(*argv, cwd=None):
    done = subprocess.run(argv, capture_output=True, text=True, cwd=cwd)
    if done.returncode:
        sys.exit("%s: status %d\n%s" % (" ".join(argv), done.returncode, done.stderr[-2000:]))
    return done.stdout


def ours(a):
    """{(function, index): (name, set of facts, why)}, from the linked summaries."""
    esc = os.path.join(a.folder, "esc")
    for f in a.files:
        run(a.clang, "-w", *a.flags, "-fplugin=" + a.plugin, "-fplugin-arg-cgoescape-esc=" + esc,
            "-fplugin-arg-cgoescape-q", "-fsyntax-only", f)
    units = sorted(os.path.join(esc, name) for name in os.listdir(esc))
    done = subprocess.run([a.command, "link", "--format=tsv", *units], capture_output=True, text=True)
    if done.returncode > 1:
        sys.exit(done.stderr)
    rows = [line.split("\t") for line in done.stdout.splitlines()[1:]]
    return {(r[0], int(r[1])): (r[2], set(r[3].split("+")), r[4]) for r in rows if int(r[1]) >= 0}


def level0(facts):
    return {x for x in facts if x in ("direct", "result:0") or x.startswith("param:")}


# ---- LLVM ------------------------------------------------------------------------

def split_args(text):
    """The arguments of a definition, commas in parentheses apart."""
    args, depth, start = [], 0, 0
    for i, c in enumerate(text):
        depth += (c in "({[<") - (c in ")}]>")
        if (c == "," and depth == 0) or depth < 0:
            args.append(text[start:i].strip())
            start = i + 1
        if depth < 0:
            return args
    return args


def captured(attrs):
    """None: nothing, or only an address; "result"; "all"."""
    m = re.search(r"captures\(([^)]*)\)", attrs)
    if not m:
        return "all"
    by_result, others, where = set(), set(), "others"
    for word in re.split(r"[,\s]+", m[1].replace(":", ": ")):
        if word == "ret:":
            where = "result"
        elif word:
            (others if where == "others" else by_result).add(word)
    kept = {"provenance", "read_provenance"}
    if others & kept:
        return "all"
    return "result" if by_result & kept else None


def llvm(a):
    """{(function, parameter's name): None, "result" or "all"}, and the external functions."""
    bitcode = []
    for i, f in enumerate(a.files):
        bitcode.append(os.path.join(a.folder, "%d.bc" % i))
        run(a.clang, "-w", *a.flags, "-O2", "-Xclang", "-disable-llvm-passes", "-fno-discard-value-names", "-fno-inline-functions",
            "-emit-llvm", "-c", f, "-o", bitcode[-1])
    tools = os.path.dirname(os.path.realpath(shutil.which(a.clang)))
    linked, text = os.path.join(a.folder, "linked.bc"), os.path.join(a.folder, "linked.ll")
    run(os.path.join(tools, "llvm-link"), *bitcode, "-o", linked)
    run(os.path.join(tools, "opt"), "-passes=default<O2>", "-capture-tracking-max-uses-to-explore=1000000", "-S", linked, "-o", text)
    found, external = {}, set()
    with open(text) as f:
        for line in f:
            m = re.match(r"define (.*?)@([\w.$]+)\(", line)
            if not m or " internal " in " " + m[1] or " private " in " " + m[1]:
                continue
            external.add(m[2])
            for arg in split_args(line[m.end():]):
                name = re.search(r"%([\w.]+)$", arg)
                if name and arg.startswith("ptr") and "sret(" not in arg and "byval(" not in arg:
                    found[m[2], name[1]] = captured(arg)
    return found, external


# ---- GCC ------------------------------------------------------------------------

def gcc(a):
    """{(function, index): None, "result"}: only what is proved in part or whole."""
    objects = []
    for i, f in enumerate(a.files):
        objects.append("%d.o" % i)
        run(a.gcc, "-w", *a.flags, "-O2", "-flto", "-fno-pie", "-c", os.path.abspath(f), "-o", os.path.join(a.folder, objects[-1]))
    run(a.gcc, "-O2", "-fno-pie", "-flto", "-flto-partition=one", "-r", "-flinker-output=nolto-rel", "-fno-semantic-interposition", "-fdump-ipa-modref",
        "-fdump-tree-modref-all", "-dumpbase", "peer", "-o", "peer.o", *objects, cwd=a.folder)
    found = {}
    for name in os.listdir(a.folder):
        if ".modref" not in name:
            continue
        # The last that a pass says of a function counts: what it says before is the start of an iteration.
        of, function, pure = {}, None, False
        with open(os.path.join(a.folder, name), errors="replace") as f:
            for line in f:
                m = re.match(r"(?:modref analyzing '|(?:Read|Propagated) modref for )([\w.]+)/\d+'?(.*)", line)
                if m:
                    function, pure = m[1], "(pure)" in m[2] or "(const)" in m[2]
                    of[function] = {}
                elif re.match(r" *(Start of SCC|Processing|Propagation) ", line):
                    function = None
                m = re.match(r"  parm (\d+) flags: (.*)", line)
                if m and function:
                    of[function][int(m[1])] = set(m[2].split()) | ({"no_direct_escape"} if pure else set())
        for function, params in of.items():
            for i, flags in params.items():
                if "unused" in flags or {"no_direct_escape", "not_returned_directly"} <= flags:
                    found[function, i] = None
                elif "no_direct_escape" in flags:
                    found.setdefault((function, i), "result")
    return found


# ---- comparing ------------------------------------------------------------------

def compare(peer, proofs, facts, audit):
    """proofs: {(function, index): None or "result"}; the number of exceptions."""
    exceptions = better = both = 0
    for key, (name, said, why) in sorted(facts.items()):
        leaks = level0(said)
        proof = proofs.get(key, "all")
        if proof == "all":
            if not leaks and audit:
                print("only cgoescape proves %s:%s (not %s)" % (key[0], name, peer))
            better += not leaks
        elif leaks - ({"result:0"} if proof == "result" else set()):
            exceptions += 1
            print("only %s proves %s:%s%s, here it is %s (%s)" % (peer, key[0], name, " but for the result" if proof else "", "+".join(sorted(said)), why))
        else:
            both += not leaks
    print("%s: %d parameters proved by both, %d only by cgoescape, %d exceptions" % (peer, both, better, exceptions))
    return exceptions


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--audit", action="store_true")
    p.add_argument("--gcc")
    for name in ("command", "plugin", "clang", "folder"):
        p.add_argument(name)
    a, rest = p.parse_known_args()
    a.flags = [x for x in rest if x.startswith("-")]
    a.files = [x for x in rest if not x.startswith("-")]
    os.makedirs(a.folder, exist_ok=True)
    by_name, external = llvm(a)
    facts = {key: row for key, row in ours(a).items() if key[0] in external}
    index = {(f, name): i for (f, i), (name, _, _) in facts.items()}
    exceptions = compare("LLVM", {(f, index[f, n]): c for (f, n), c in by_name.items() if (f, n) in index}, facts, a.audit)
    if a.gcc:
        exceptions += compare("GCC", gcc(a), facts, a.audit)
    return exceptions > 0


if __name__ == "__main__":
    sys.exit(main())
