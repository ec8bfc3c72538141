# The suite: one folder per stage of the pipeline. See docs/tour.md, "Tests".
import os
import re
import shutil
import subprocess
import sys

import lit.formats

if not hasattr(config, "build"):
    # Started on a file of the source tree: take the build of -Dbuild=, or ./build.
    here = os.path.dirname(os.path.abspath(__file__))
    build = lit_config.params.get("build", os.path.join(here, "..", "build"))
    site = os.path.join(os.path.abspath(build), "test", "lit.site.cfg.py")
    if not os.path.exists(site):
        lit_config.fatal("no build in %s: cmake --preset release && cmake --build --preset release" % build)
    lit_config.load_config(config, site)
    # load_config() read this file again, with config.build set.
else:
    config.name = "cgoescape"
    config.test_format = lit.formats.ShTest(execute_external=True)
    config.suffixes = [".c", ".test", ".ll", ".sh"]
    config.excludes = ["Inputs", "example", "lib"]
    config.test_source_root = os.path.join(config.source, "test")
    config.test_exec_root = os.path.join(config.build, "test")

    lib = os.path.join(config.build, "lib")
    plugin = os.path.join(lib, "cgoescape.so")
    command = os.path.join(config.build, "bin", "cgoescape")
    cc = "%s -fplugin=%s" % (config.clang, plugin)
    verdicts = "does not escape|escapes to heap|moved to heap|leaking param|leaks to"

    # Longer names first: lit replaces them in this order, as regular expressions.
    config.substitutions += [
        ("%clang-format", config.clang_format),
        ("%cgoescape", command),
        # FileCheck, and any verdict that no line expects is a failure. Whole phrases:
        # a bare "escape" would also match the path in each message.
        (r"%check\b", "FileCheck %%s --implicit-check-not='{{%s}}'" % verdicts),
        # Instrumented for the checking runtime.
        (r"%checked\b", cc + " -w -fplugin-arg-cgoescape-check"),
        ("%plugin", plugin),
        ("%python", sys.executable),
        ("%pass", os.path.join(lib, "cgoescape-pass.so")),
        ("%unit", os.path.join(config.build, "test", "unit")),
        ("%root", config.source),
        ("%build", config.build),
        ("%clang", config.clang),
        (r"%tsv\b", cc + " -fplugin-arg-cgoescape-m -fplugin-arg-cgoescape-format=tsv -fsyntax-only"),
        (r"%cc\b", cc),
        (r"%m\b", cc + " -fplugin-arg-cgoescape-m -fsyntax-only"),
    ]

    env = config.environment
    env["PATH"] = os.pathsep.join([config.llvm_tools, os.environ["PATH"]])
    for name in ("HOME", "GOCACHE", "GOPATH", "GOMODCACHE", "GOROOT", "GOFLAGS"):
        if name in os.environ:
            env[name] = os.environ[name]
    # Tests bring all they need and get nothing from the network.
    env["GOPROXY"] = "off"
    env["GOTOOLCHAIN"] = "local"

    if config.asan_runtime:
        config.available_features.add("asan")
        # The host clang was built without ASan: it must get the runtime before the
        # plugin does. Clang itself frees little at exit, so leaks cannot be told apart.
        env["LD_PRELOAD"] = config.asan_runtime
        # LLVM's allocators poison where our code has them inlined, and the host's copies
        # do not know; LLVM sets alternate stacks of its own. =2: the plugin's own crash recovery must not catch what ASan should report.
        asan = "allow_user_poisoning=0:use_sigaltstack=0:handle_segv=2:handle_sigbus=2:handle_sigfpe=2:handle_sigill=2:handle_abort=2"
        env["ASAN_OPTIONS"] = "detect_leaks=0:" + asan
        env["UBSAN_OPTIONS"] = "print_stacktrace=1"
    # The engine alone must free what it allocates.
    leaks = "env -u LD_PRELOAD ASAN_OPTIONS=detect_leaks=1" if config.asan_runtime else ""
    config.substitutions.append((r"%leaks\b", leaks))

    # To root no folder is read-only.
    if os.geteuid() == 0:
        config.available_features.add("root-user")

    go = shutil.which("go")
    if go:
        version = subprocess.run([go, "version"], capture_output=True, text=True, env={**os.environ, **env}).stdout
        number = re.search(r"go(\d+)\.(\d+)", version)
        # 1.24 is the first that knows `#cgo noescape`.
        if number and (int(number[1]), int(number[2])) >= (1, 24):
            config.available_features.add("go")
