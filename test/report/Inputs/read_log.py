"""Reads Go's optimisation log as gopls does (golang/tools, compileropt.go): prints
"file:line:col code(message)" with what explains it, positions from 0.

usage: read_log.py DIR
"""
import json
import pathlib
import sys
import urllib.parse


def zero_based(at):
    # "compiler output neglects to convert from 1-based to 0-based coordinates"
    return at["line"] - 1, at["character"] - 1


def place(r):
    assert r["start"] == r["end"], r
    line, col = zero_based(r["start"])
    assert line >= 0 and col >= 0, r
    return f"{line}:{col}"


def read(path):
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    header = json.loads(header)
    assert header["version"] == 0, header
    assert sorted(header) == ["file", "gc_version", "goarch", "goos", "package", "version"], header
    assert urllib.parse.unquote(path.parent.name) == header["package"], path
    print(f"{path.parent.name}/{path.name} {pathlib.PurePath(header['file']).name}")
    before = (0, 0)
    for line in lines:
        d = json.loads(line)
        assert d["severity"] == 3 and d["source"] == "go compiler" and "tags" not in d, d
        assert d["code"] in ("leak", "escape"), d
        now = zero_based(d["range"]["start"])
        assert before <= now, "not sorted"
        before = now
        print(f"{place(d['range'])} {d['code']}({d['message']})")
        for r in d.get("relatedInformation", []):
            uri = urllib.parse.urlsplit(r["location"]["uri"])
            assert uri.scheme == "file" and uri.path.startswith("/"), uri
            print(f"  {pathlib.PurePath(urllib.parse.unquote(uri.path)).name}:{place(r['location']['range'])} {r['message']}")


for log in sorted(pathlib.Path(sys.argv[1]).rglob("*")):
    if log.is_file():
        read(log)
