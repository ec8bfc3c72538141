#!/bin/bash
# Builds the example with the plugin in the compiler, prints its verdicts, runs it: run.sh [BUILD]
set -euo pipefail
cd "$(dirname "$0")"
build=$(cd "${1:-../../build}" && pwd)
plugin=$build/lib/cgoescape.so

if ! GOTOOLCHAIN=local go version 2>/dev/null | grep -qE 'go1\.(2[4-9]|[3-9][0-9])'; then
  echo "no Go 1.24 or later on PATH: the C of the example alone" >&2
  exec clang-22 -fplugin="$plugin" -fplugin-arg-cgoescape-m -fsyntax-only packet.c
fi
# go build is silent about a package that it has in its cache, and looks for it there by
# the text of CC, not by the plugin's contents: another text each time.
stamp=$(date +%s%N)
export GOTOOLCHAIN=local GOFLAGS=-mod=mod CGO_ENABLED=1
export CC="clang-22 -fplugin=$plugin -fplugin-arg-cgoescape-m -DCGOESCAPE_RUN=$stamp"
go build -o "$build/example" .
"$build/example"
