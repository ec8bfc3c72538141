"""real.py CC PLUGIN FOLDER [NAME...]: builds and runs the program of FOLDER in a copy, without the plugin and with it.

Both must print the same, and each C function that Go calls must have a verdict for each of its pointer parameters.
NAMEs are called functions that have no body in the package.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

compiler, plugin, folder, *elsewhere = sys.argv[1:]
work = pathlib.Path.cwd()
shutil.copytree(folder, work / "src", dirs_exist_ok=True)
env = {**os.environ, "CGO_ENABLED": "1", "GOCACHE": str(work.parent / "gocache"), "GOTMPDIR": str(work / "tmp"),
       "GOFLAGS": "-mod=readonly -modcacherw -trimpath"}
(work / "tmp").mkdir(exist_ok=True)


def build(program, *keys, cflags="-O1"):
    """The log of go build; its work folder is kept in `work`/tmp. Each text of CC is new to go's cache: the C is
    compiled each time, as by -a, but not the Go of the standard library."""
    cc = " ".join([compiler, *([f"-fplugin={plugin}"] if keys else []), *(f"-fplugin-arg-cgoescape-{k}" for k in keys),
                   f"-DCGOESCAPE_RUN={time.time_ns()}"])
    command = ["go", "build", "-work", "-o", str(work / program), "."]
    done = subprocess.run(command, cwd=work / "src", env={**env, "CC": cc, "CGO_CFLAGS": cflags}, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: status {done.returncode}\n{done.stdout}")
    return done.stdout


def run(program):
    return subprocess.run([work / program], check=True, capture_output=True, text=True, timeout=60).stdout


def called(tree):
    """The functions that the wrappers in cgo's generated files call: name -> number of pointer parameters."""
    found = {}
    for path in tree.glob("*/b*/*.cgo2.c"):
        text = path.read_text()
        for m in re.finditer(r"^_cgo_[0-9a-f]{12}_C2?func_\w+\(void \*v\)\n\{(.*?)^\}", text, re.M | re.S):
            body = m[1]
            pointers = set(re.findall(r"^\t\t[^;\n]*\*\s*(?:const )?(p\d+);", body, re.M))
            for name, args in re.findall(r"^\t(?:_cgo_r = (?:\([^)]*\(.*?\)\) |\([^)]*\) )?)?(\w+)\((.*)\);\n", body, re.M):
                if not name.startswith(("_cgo_", "__typeof__")):
                    found[name] = sum(p in pointers for p in re.findall(r"_cgo_a->(p\d+)", args))
    return found


without = build("without")
shutil.rmtree(work / "tmp")
(work / "tmp").mkdir()
log = build("with", "m")
functions = called(work / "tmp")
table = build("with-tsv", "format=tsv", cflags="-O0")
if re.search(r"error:|internal failure|panic", log):
    sys.exit(log)
if run("without") != run("with"):
    sys.exit("the programs print different things")

verdicts = {}
for line in table.splitlines():
    row = line.split("\t")
    if len(row) == 3 and re.fullmatch(r"~?\w+", row[1]):
        verdicts.setdefault(row[0], set()).add(row[1])
missing = []
for name, count in sorted(functions.items()):
    if name not in elsewhere and len(verdicts.get(name, ())) < count:
        missing.append(f"{name}: {count} pointer parameters, verdicts for {sorted(verdicts.get(name, ()))}")
remarks = len(re.findall(r"^\S+:\d+:\d+: remark: ", log, re.M))
print(run("with"), end="")
print(f"{len(functions)} functions, {sum(functions.values())} pointers, {len(missing)} missing; {remarks} remarks")
print(*sorted(functions))
sys.exit("\n".join(missing) or 0)
