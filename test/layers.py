"""Prints each #include under plugin/ and include/ that layers.txt does not allow; exit status 1 if any."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
lines = [line.split(":") for line in (root / "test/layers.txt").read_text().splitlines() if line[:1] != "#"]
allowed = {folder: rest.split() for folder, rest in lines}
guarded = set(allowed) - {"include"} | {"llvm", "llvm-c", "clang"}
bad = []
for top in ("include", "plugin"):
    for path in sorted(p for p in (root / top).rglob("*") if p.suffix in (".c", ".h", ".cpp", ".def")):
        parts = path.relative_to(root).parts
        folder = parts[1] if top == "plugin" and len(parts) > 2 else top
        if folder not in allowed:
            bad.append(f"{path}: {folder} has no line in layers.txt")
        for n, line in enumerate(path.read_text().splitlines(), 1):
            m = re.match(r'\s*#\s*include\s*["<]((?:\.\./)*([^/">]+)/[^">]+)[">]', line)
            flat = re.match(r'\s*#\s*include\s*"([^/"]+)"', line)
            if flat and not (path.parent / flat[1]).exists() and flat[1] not in allowed.get(folder, []):
                bad.append(f"{path}:{n}: {flat[1]} is not in this folder: write folder/{flat[1]}, or allow it")
            if m and m[2] in guarded and not {m[1], m[2]} & {folder, "base", *allowed.get(folder, [])}:
                bad.append(f"{path}:{n}: {folder} may not include {m[1]}")
print("\n".join(bad))
sys.exit(bool(bad))
