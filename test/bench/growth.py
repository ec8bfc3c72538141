"""How the work of `cgoescape link` grows with each doubling of the programs of shapes.py.

usage: growth.py CLANG PLUGIN COMMAND FOLDER N MOST

Work is counted in steps (-v), which are the same on every machine. Prints each doubling from N to 4N that takes
more than MOST times the steps of the one before, and how many were looked at.
"""
import pathlib
import re
import subprocess
import sys

sys.dont_write_bytecode = True
import shapes  # noqa: E402


def steps(clang, plugin, command, folder, text):
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "program.c"
    file.write_text(text)
    subprocess.run([clang, f"-fplugin={plugin}", f"-fplugin-arg-cgoescape-esc={folder}", "-w", "-fsyntax-only",
                    str(file)], check=True)
    unit, = folder.glob("*.esc")
    done = subprocess.run([command, "link", "-v", "--format=tsv", str(unit)], capture_output=True, text=True)
    return int(re.search(r"(\d+) steps", done.stderr).group(1))


def main():
    clang, plugin, command, folder, n, most = sys.argv[1:]
    looked = 0
    for name, make in shapes.SHAPES.items():
        work = [steps(clang, plugin, command, pathlib.Path(folder) / f"{name}{k}", make(int(n) * k)) for k in (1, 2, 4)]
        for small, large in zip(work, work[1:]):
            looked += 1
            if large > small * float(most):
                print(f"{name}: {small} steps, then {large}")
    print(f"{looked} doublings")


main()
