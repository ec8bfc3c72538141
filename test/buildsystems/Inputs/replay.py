"""replay.py FILE.bzl COMMAND NAME:SOURCE,...:HEADER:DEP...: runs the aspect over targets and the rule over all of them, and each action
in a folder that holds its inputs alone. Starlark of this kind is Python; what Bazel gives is made here as far as it is used."""
import pathlib
import shutil
import subprocess
import sys
import types

work, out = pathlib.Path.cwd(), pathlib.Path.cwd() / "bazel-out"


class Depset(list):
    def __init__(self, direct=(), transitive=()):
        super().__init__(dict.fromkeys([*direct, *(x for d in transitive for x in d)]))

    to_list = list.copy


class File(str):
    path = short_path = property(str)
    basename = property(lambda self: pathlib.Path(self).name)
    extension = property(lambda self: pathlib.Path(self).suffix[1:])


class Actions:
    declared = set()

    def declare_file(self, name):
        assert name not in self.declared, f"{name}: made by two actions"
        self.declared.add(name)
        return File("bazel-out/" + name)

    def run(self, outputs, inputs, arguments, mnemonic, executable, **_):
        self.act(outputs, inputs, [executable, *arguments], mnemonic)

    def run_shell(self, outputs, inputs, arguments, mnemonic, command, **_):
        self.act(outputs, inputs, ["sh", "-c", command, "sh", *arguments], mnemonic)

    def act(self, outputs, inputs, command, mnemonic):
        box = work / "sandbox"
        shutil.rmtree(box, ignore_errors=True)
        for name in [*inputs, *outputs]:
            (box / name).parent.mkdir(parents=True, exist_ok=True)
        for name in inputs:
            shutil.copy(work / name, box / name)
        subprocess.run(command, cwd=box, check=True)
        for name in outputs:
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(box / name, work / name)
            print(mnemonic, str(name).removeprefix("bazel-out/"))


def provider(_, fields):
    return type("Info", (), {"__init__": lambda self, **kw: self.__dict__.update(kw)})


class Target(dict):
    pass


CcInfo, DefaultInfo = object(), lambda **kw: types.SimpleNamespace(**kw)
attr = types.SimpleNamespace(label=lambda **kw: kw, label_list=lambda **kw: kw)
scope = dict(provider=provider, depset=Depset, aspect=lambda **kw: kw, rule=lambda **kw: kw, attr=attr, CcInfo=CcInfo, DefaultInfo=DefaultInfo)
exec(open(sys.argv[1]).read(), scope)
info = scope["CgoescapeInfo"]


def context(name, **more):
    command = File(sys.argv[2])
    return types.SimpleNamespace(actions=Actions(), label=types.SimpleNamespace(name=name), files=types.SimpleNamespace(_plugin=[]),
                                 executable=types.SimpleNamespace(_cgoescape=command), **more)


targets = {}
for word in sys.argv[3:]:
    name, source, header, dep = (word.split(":") + ["", ""])[:4]
    headers = Depset([File(header)] if header else [], [targets[dep].headers] if dep else [])
    target = targets[name] = Target()
    target.headers = headers
    compilation = types.SimpleNamespace(headers=headers, defines=Depset(), local_defines=Depset(), includes=Depset(), quote_includes=Depset(["."]),
                                        system_includes=Depset())
    target[CcInfo] = types.SimpleNamespace(compilation_context=compilation)
    rule = types.SimpleNamespace(attr=types.SimpleNamespace(srcs=[types.SimpleNamespace(files=Depset([File(s)])) for s in source.split(",")], copts=["-O2"],
                                                            deps=[targets[dep]] if dep else []))
    target[info], = scope["cgoescape_aspect"]["implementation"](target, context(name, rule=rule))
scope["cgoescape_report"]["implementation"](context("escapes", attr=types.SimpleNamespace(deps=list(targets.values()))))
