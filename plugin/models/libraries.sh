#!/bin/bash
# Makes summaries of libraries from Debian's source packages, for `cgoescape check`:
#
#   cgoescape-libraries [-o FOLDER] [LIBRARY...]
#
# Libraries: zlib sqlite3 (default: both). The folder: ~/.local/share/cgoescape, where
# check looks. The sources are those of the Debian release that apt knows, fetched by
# apt-get and compiled as their own build does, with the plugin; only summaries are kept.
set -euo pipefail

out=${XDG_DATA_HOME:-$HOME/.local/share}/cgoescape
clang=${CGOESCAPE_CLANG:-clang-22}
if [ "${1-}" = -o ]; then
  out=$(realpath -m "$2")
  shift 2
fi
[ $# -gt 0 ] || set -- zlib sqlite3

here=$(dirname "$(realpath "$0")")
for plugin in "${CGOESCAPE_PLUGIN:-}" "$here/../lib/cgoescape.so" "$here/../lib/cgoescape/cgoescape.so"; do
  [ -f "$plugin" ] && break
done
[ -f "$plugin" ] || { echo "cgoescape-libraries: no plugin; CGOESCAPE_PLUGIN names it" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Apt's own lists, but for sources, in a folder of ours.
fetch() {
  mkdir -p "$work/lists/partial" "$work/parts" "$work/source"
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
    [ -f "$file" ] || continue
    sed -e 's/^Types:.*/Types: deb-src/' -e 's/^deb /deb-src /' "$file" > "$work/parts/$(basename "$file")"
  done
  apt=(apt-get -qq -o "APT::Sandbox::User=$(id -un)" -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$work/parts" -o "Dir::State::lists=$work/lists")
  [ -n "${updated:-}" ] || "${apt[@]}" update 2>/dev/null || true
  updated=yes
  (cd "$work/source" && "${apt[@]}" source -y "$1" > /dev/null)
  find "$work/source" -mindepth 1 -maxdepth 1 -type d -name "$1-*" | head -1
}

# Each build in its source folder; CC compiles and leaves a summary.
build_zlib() {
  CC="$cc" ./configure --static && make libz.a
}
build_sqlite3() {
  CC="$cc" ./configure --disable-tcl --disable-readline && make sqlite3.c && $cc -O2 -c -o /dev/null sqlite3.c
}
soname_zlib=libz.so.1
soname_sqlite3=libsqlite3.so.0

for library in "$@"; do
  declare -F "build_$library" > /dev/null || { echo "cgoescape-libraries: no recipe for $library" >&2; exit 2; }
  folder=$(fetch "$library")
  [ -n "$folder" ] || { echo "cgoescape-libraries: apt has no source of $library" >&2; exit 2; }
  cc="$clang -fplugin=$plugin -fplugin-arg-cgoescape-esc=$work/esc -fplugin-arg-cgoescape-no-verdicts -w"
  rm -rf "$work/esc"
  (cd "$folder" && "build_$library") > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 2; }
  # configure's own little programs are none of the library.
  rm -f "$work"/esc/conftest* "$work"/esc/ztest* "$work"/esc/{lemon,mkkeywordhash,mksourceid,jimsh0,src-verify}.c-*
  soname=soname_$library
  mkdir -p "$out"
  cat "$work"/esc/*.esc > "$out/.${!soname}.new"
  mv "$out/.${!soname}.new" "$out/${!soname}.esc"
  echo "$out/${!soname}.esc: $(basename "$folder"), $(ls "$work/esc" | wc -l) units"
done
