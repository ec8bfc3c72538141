"""flags.py DATABASE LOG: each unit's words in a compile_commands.json and in the log of go build -x, compared.

Left out is what matters to an object file only; folders of cgo and of the package have one name in both.
"""
import json
import os
import re
import shlex
import sys

DROPPED = re.compile(r"-Wl,--no-gc-sections|-ffile-prefix-map=.*|-fdebug-prefix-map=.*|-gno-record-gcc-switches|-frandom-seed=.*")


def normal(words, package, objects):
    out = []
    words = iter(words)
    for word in words:
        if word == "-o":
            next(words)
        elif not DROPPED.fullmatch(word):
            out.append(word)
    names = {package: "PACKAGE", ".": "PACKAGE", objects: "OBJECTS", objects + "/": "OBJECTS"}
    out = [names.get(word, word) for word in out]
    return out[:-1] + [os.path.basename(out[-1])]


package = os.path.abspath("src") if os.path.exists("src") else os.getcwd()
ours = {}
for entry in json.load(open(sys.argv[1])):
    words = entry["arguments"]
    objects = [w for w in words if os.path.exists(os.path.join(w, "manifest.json"))][0].rstrip("/")
    ours[os.path.basename(entry["file"])] = normal(words, package, objects)[1:]

theirs = {}
for line in open(sys.argv[2]):
    if " -c " not in line or " -x c " in line or not line.startswith("TERM="):
        continue
    words = shlex.split(line)[1:]
    name = os.path.basename(words[-1])
    work = [w for w in words if re.fullmatch(r"\$WORK/b\d+/", w)]
    # The package that was asked for is b001; runtime/cgo is compiled as well.
    if work == ["$WORK/b001/"] and name != "_cgo_main.c":
        theirs[name] = normal(words, package, "$WORK/b001")[1:]

for name in sorted(ours.keys() | theirs.keys()):
    a, b = ours.get(name), theirs.get(name)
    print(f"{name}: the same" if a == b else f"{name}:\n  {a}\n  {b}")
