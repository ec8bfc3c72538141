#!/usr/bin/env python3
"""The test suites of real libraries, run under the checking runtime: nothing that is proved, or that readers of the source
labelled `none`, may be seen to leak.

usage: test/fuzz/libraries.py [--build DIR] [--truth DIR] [--budget SHARE] [--out DIR] [-v] NAME=FOLDER...

NAME is zlib, cJSON, lz4 or hiredis, FOLDER its source with its tests (`apt-get source` or a checkout; it is copied).
Every external function of the library and of its tests is looked at. For each library is printed what was observed,
then come the contradictions, to

  facts  of the library alone, and of each test linked with the library (cgoescape crosscheck)
  truth  --truth/NAME.tsv, if it is there: function, index, name, label (none, or direct, result, param:<j> and
         content, joined with +), evidence, separated by tabs

Exit status: 0 none, 1 some, 2 a library could not be built or its tests fail. --budget is the runtime's (1: each call
is looked at).
"""
import argparse
import collections
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

LIMIT = 1200  # seconds for one run

Test = collections.namedtuple("Test", "name sources runs")


def note(text):
    print(f"libraries: {text}", file=sys.stderr, flush=True)


def sample(folder):
    """A file to work on: all C sources of the library, one after the other."""
    path = folder / "sample"
    path.write_bytes(b"".join(f.read_bytes() for f in sorted(folder.glob("*.[ch]")))[:200000] or os.urandom(4096) * 9)
    return path.name


def zlib(folder):
    if not (folder / "zconf.h").exists():
        shutil.copy(folder / "zconf.h.in", folder / "zconf.h")
    text = sample(folder)
    zipper = [["-9", text], ["-d", f"{text}.gz"], ["-1", "-r", text], ["-d", f"{text}.gz"], ["-h", text], ["-d", f"{text}.gz"]]
    return {
        "flags": ["-DHAVE_UNISTD_H", "-DHAVE_STDARG_H", "-I."],
        "sources": sorted(folder.glob("*.c")),
        "tests": [Test("example", ["test/example.c"], [[]]), Test("infcover", ["test/infcover.c"], [[]]),
                  Test("minigzip", ["test/minigzip.c"], zipper)],
    }


def cjson(folder):
    """Each test includes the library, to get at its static functions."""
    names = sorted(f for f in (folder / "tests").glob("*.c") if "main(" in f.read_text(errors="replace"))
    utils = {"json_patch_tests", "old_utils_tests", "misc_utils_tests"}
    unity = "tests/unity/src/unity.c"
    return {
        "flags": ["-I.", "-Itests", "-Itests/unity/src"],
        "sources": [folder / "cJSON.c", folder / "cJSON_Utils.c"],
        "cd": "tests",
        "own": True,
        "tests": [Test(f.stem, [f"tests/{f.name}", unity] + (["cJSON_Utils.c"] if f.stem in utils else []), [[]])
                  for f in names],
    }


def lz4(folder):
    text = sample(folder / "lib")
    return {
        "flags": ["-Ilib", "-Iprograms", "-DXXH_NAMESPACE=LZ4_"],
        "sources": sorted((folder / "lib").glob("*.c")),
        "tests": [
            Test("fuzzer", ["tests/fuzzer.c", "programs/lorem.c"], [["-i40", "-s1"]]),
            Test("frametest", ["tests/frametest.c", "programs/lorem.c"], [["-i40", "-s1"]]),
            Test("roundTripTest", ["tests/roundTripTest.c"], [[f"lib/{text}"]]),
            Test("decompress-partial", ["tests/decompress-partial.c"], [[]]),
            Test("decompress-partial-usingDict", ["tests/decompress-partial-usingDict.c"], [[]]),
        ],
    }


def hiredis(folder):
    """Its test.sh starts a redis-server; without one there is little to run."""
    library = [f for f in sorted(folder.glob("*.c")) if f.name not in ("test.c", "ssl.c", "dict.c")]
    events = subprocess.run(["pkg-config", "--libs", "libevent"], capture_output=True, text=True)
    loop = {"flags": ["-DHIREDIS_TEST_ASYNC"], "libs": events.stdout.split()} if events.returncode == 0 else {"flags": []}
    if not loop["flags"]:
        note("hiredis: without its asynchronous tests: no libevent")
    if not shutil.which("redis-server"):
        note("hiredis: skipped, no redis-server")
        return None
    return {
        "flags": ["-I.", "-D_DEFAULT_SOURCE", *loop["flags"]],
        "libs": loop.get("libs", []),
        "sources": library,
        "script": ["sh", "test.sh"],
        "tests": [Test("hiredis-test", ["test.c"], [[]])],
    }


LIBRARIES = {"zlib": zlib, "cJSON": cjson, "lz4": lz4, "hiredis": hiredis}


class Failed(Exception):
    pass


def run(argv, accept=(0,), **more):
    """What it says on standard output. What it has started ends with it."""
    with subprocess.Popen([str(a) for a in argv], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, errors="replace", start_new_session=True, **more) as child:
        try:
            out, errors = child.communicate(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGTERM)
            raise Failed(f"{argv[0]}: not ready after {LIMIT} seconds") from None
    if child.returncode not in accept:
        raise Failed(f"{' '.join(map(str, argv))}: status {child.returncode}\n{out[-2000:]}{errors[-2000:]}")
    return out


class Library:
    def __init__(self, args, name, folder, work):
        self.args, self.name, self.work = args, name, work
        self.folder = work / name
        shutil.copytree(folder, self.folder, ignore=shutil.ignore_patterns(".git"))
        self.spec = LIBRARIES[name](self.folder)
        self.prof = work / f"{name}.prof"
        self.out = work / f"{name}.build"
        self.out.mkdir()

    def compile(self, source, esc):
        """The object of a source of the folder; its summary goes into esc."""
        source = pathlib.Path(source)
        path = source.relative_to(self.folder) if source.is_absolute() else source
        out = self.out / (str(path).replace("/", "_") + ".o")
        if not out.exists():
            keys = ["check=extern", f"esc={esc}", "q"]
            run([self.args.clang, "-O1", "-g", "-w", f"-fplugin={self.args.plugin}",
                 *[f"-fplugin-arg-cgoescape-{k}" for k in keys], *self.spec["flags"], "-c", path, "-o", out], cwd=self.folder)
        return out

    def link(self, folders, to):
        facts = self.out / f"{to}.tsv"
        summaries = [f for folder in folders for f in sorted(folder.glob("*.esc"))]
        facts.write_text(run([self.args.cgoescape, "link", "--format=tsv", *summaries], accept=(0, 1)))
        return facts

    def run_test(self, test, objects, prof):
        program = self.folder / (test.name if self.spec.get("script") else f"run-{test.name}")
        run([self.args.clang, "-o", program, *objects, "-lm", "-lpthread", *self.spec.get("libs", [])], cwd=self.folder)
        options = f"dir={prof},max=100000,quiet=1,halt=0,budget={self.args.budget}"
        env = {**os.environ, "CGOESCAPE": options}
        for argv in test.runs:
            run(self.spec.get("script", [program]) + argv, cwd=self.folder / self.spec.get("cd", "."), env=env)

    def all(self):
        """The facts of the library, and of each test with its profiles; what its tests do is in self.prof."""
        own = self.out / "esc"
        library = [self.compile(f, own) for f in self.spec["sources"]]
        tests = []
        self.prof.mkdir()
        for test in self.spec["tests"]:
            prof, esc = self.prof / test.name, self.out / f"esc-{test.name}"
            objects = [self.compile(f, esc) for f in test.sources]
            self.run_test(test, objects + ([] if self.spec.get("own") else library), prof)
            tests.append((test.name, self.link([esc] if self.spec.get("own") else [own, esc], test.name), prof))
        return self.link([own], "library"), tests


def crosscheck(args, facts, profiles):
    """Rows: state, function, index, name, position, predicted, why, observed, seen, of."""
    out = run([args.cgoescape, "crosscheck", "--format=tsv", facts, *profiles], accept=(0, 1, 2))
    if not out:
        raise Failed(f"crosscheck {facts}: it says nothing")
    return [line.split("\t") for line in out.splitlines()[1:]]


def truth_of(path):
    out = {}
    for line in path.read_text().splitlines():
        row = line.split("\t")
        if len(row) >= 4 and not line.startswith("#") and row[0] != "function":
            out[row[0], row[1]] = row[3]
    return out


def observed_kinds(text):
    """`direct g; param:1 q`: the kinds of level 0."""
    return {word for word in text.replace(",", " ").replace(";", " ").split()
            if word == "direct" or word.startswith(("param:", "result"))}


def check(args, name, folder, work):
    library = Library(args, name, folder, work)
    if not library.spec:
        return 0
    facts, tests = library.all()
    profiles = sorted(library.prof.rglob("*.prof"))
    rows = crosscheck(args, facts, profiles)
    bad = 0
    states = collections.Counter(r[0] for r in rows if int(r[2]) >= 0)
    print(f"{name}: {len(profiles)} runs of {len(tests)} tests; parameters: " +
          ", ".join(f"{n} {state}" for state, n in sorted(states.items()) if state != "local"), flush=True)
    for title, table in [("alone", rows)] + [(t, crosscheck(args, f, sorted(p.glob("*.prof")))) for t, f, p in tests]:
        for r in table:
            if r[0] == "contradicted":
                bad += 1
                print(f"  contradicted ({title}): {' '.join(r[1:8])}")
    truth = truth_of(args.truth / f"{name}.tsv") if args.truth and (args.truth / f"{name}.tsv").exists() else {}
    for r in rows:
        label, seen = truth.get((r[1], r[2])), observed_kinds(r[7])
        if label and "?" not in label and seen and args.verbose:
            print(f"  seen: {r[1]} {r[2]} {r[3]}: {r[7]}; labelled {label}; predicted {r[5]}")
        if label in ("none", "content") and seen:
            bad += 1
            print(f"  labelled {label}, but seen: {' '.join(r[1:8])}")
    return bad


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1])
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parents[2] / "build")
    parser.add_argument("--clang", default=shutil.which("clang-22") or "clang")
    parser.add_argument("--truth", type=pathlib.Path)
    parser.add_argument("--budget", default="0.5", metavar="SHARE")
    parser.add_argument("--out", type=pathlib.Path, help="a new folder, that stays")
    parser.add_argument("-v", "--verbose", action="store_true", help="what was seen, beside its label")
    parser.add_argument("library", nargs="+", metavar="NAME=FOLDER")
    args = parser.parse_args()
    args.plugin = args.build.resolve() / "lib" / "cgoescape.so"
    args.cgoescape = args.build.resolve() / "bin" / "cgoescape"
    if not args.plugin.exists():
        parser.error(f"no {args.plugin}: build first, or say --build DIR")
    if args.truth and not args.truth.is_dir():
        parser.error(f"--truth={args.truth}: no such folder")
    bad, failed = 0, 0
    with tempfile.TemporaryDirectory(prefix="cgoescape-libraries.") as tmp:
        work = args.out or pathlib.Path(tmp)
        work.mkdir(parents=True, exist_ok=True)
        for text in args.library:
            name, _, folder = text.partition("=")
            if name not in LIBRARIES or not pathlib.Path(folder).is_dir():
                parser.error(f"{text}: not NAME=FOLDER, with NAME one of {', '.join(LIBRARIES)}")
            try:
                bad += check(args, name, pathlib.Path(folder), work.resolve())
            except Failed as e:
                failed += 1
                note(f"{name}: {e}")
    print(f"{bad} contradictions")
    sys.exit(2 if failed else 1 if bad else 0)


main()
