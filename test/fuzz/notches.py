"""Solved coarser, nothing is proved that leaked when solved finely.

  notches.py COMMAND COARSE CLANG PLUGIN FOLDER NOTCHES SOURCE...

Each source, with the flags of its first RUN line if it has one, is a program of its own. COARSE is
test/fuzz/coarse.c, NOTCHES are values of CGOESCAPE_NOTCH, separated by commas. Prints each
contradiction; exit status 1 if there are any.
"""
import glob
import os
import re
import shutil
import subprocess
import sys

from facts import contradictions, read

COMMAND, COARSE, CLANG, PLUGIN, FOLDER, NOTCHES = sys.argv[1:7]


def flags(source):
    with open(source) as f:
        run = re.search(r"RUN: %tsv(.*?) %s", f.read())
    return [x for x in run[1].split() if not x.startswith("-fplugin-arg")] if run else ["-w"]


def facts(command, units, notch):
    done = subprocess.run([command, "link", "--format=tsv", *units], capture_output=True, text=True,
                          env={**os.environ, "CGOESCAPE_NOTCH": notch})
    if done.returncode not in (0, 1) or not done.stdout:
        sys.exit("%s\n%s" % (" ".join(units), done.stderr))
    return read(done.stdout)


def main():
    bad = functions = 0
    for source in sys.argv[7:]:
        where = os.path.join(FOLDER, os.path.basename(source))
        shutil.rmtree(where, ignore_errors=True)
        subprocess.run([CLANG, "-fplugin=" + PLUGIN, "-fplugin-arg-cgoescape-esc=" + where, "-fplugin-arg-cgoescape-q",
                        "-fsyntax-only", *flags(source), source], check=True)
        units = glob.glob(where + "/*.esc")
        fine = facts(COMMAND, units, "")
        functions += sum(index < 0 for _, index in fine)
        for notch in NOTCHES.split(","):
            for line in contradictions(fine, facts(COARSE, units, notch)):
                bad += 1
                print("%s, notch %s: %s" % (os.path.basename(source), notch, line), flush=True)
    print("%d functions, %d contradictions" % (functions, bad))
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
