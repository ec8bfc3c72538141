#!/bin/bash
# Makes summaries of libraries from Debian's source packages, for `cgoescape check`:
#
#   cgoescape-libraries [-o FOLDER] [LIBRARY...]
#
# Libraries: zlib sqlite3 openssl (default: zlib and sqlite3; openssl takes minutes). The folder:
# ~/.local/share/cgoescape, where check looks. The sources are those of the Debian release that apt
# knows, fetched by apt-get and compiled as their own build does, with the plugin; only summaries
# are kept.
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
: > "$work/log"
trap 'rm -rf "$work"' EXIT

# Apt's own lists, but for sources, in a folder of ours.
read_lists() {
  mkdir -p "$work/lists/partial" "$work/parts"
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*; do
    [ -f "$file" ] || continue
    sed -e 's/^Types:.*/Types: deb-src/' -e 's/^deb /deb-src /' "$file" > "$work/parts/$(basename "$file")"
  done
  apt=(-qq -o "APT::Sandbox::User=$(id -un)" -o Dir::Etc::sourcelist=/dev/null -o "Dir::Etc::sourceparts=$work/parts" -o "Dir::State::lists=$work/lists")
  apt-get "${apt[@]}" update 2> /dev/null || true
}

# The version that is installed, else the newest that can be had: a mirror need not have what its lists name.
fetch() {
  installed=$(dpkg-query -W -f '${source:Package} ${source:Version}\n' 2> /dev/null | sed -n "s/^$1 //p" | head -1)
  apt-cache "${apt[@]}" showsrc "$1" 2> /dev/null | sed -n 's/^Version: //p' | sort -rVu > "$work/versions"
  for version in $(grep -Fx "$installed" "$work/versions") $(grep -vFx "$installed" "$work/versions"); do
    rm -rf "$work/source"
    mkdir "$work/source"
    (cd "$work/source" && apt-get "${apt[@]}" source -y "$1=$version") > "$work/log" 2>&1 || continue
    folder=$(find "$work/source" -mindepth 1 -maxdepth 1 -type d -name "$1-*" | head -1)
    [ "$version" = "$installed" ] || [ -z "$installed" ] || echo "cgoescape-libraries: note: $1 $installed is installed, but apt has the source of $version" >&2
    return
  done
  cat "$work/log" >&2
  echo "cgoescape-libraries: apt has no source of $1" >&2
  exit 2
}

# Each build in its source folder; CC compiles and leaves a summary.
build_zlib() {
  CC="$cc" ./configure --static && make libz.a
}
build_sqlite3() {
  CC="$cc" ./configure --disable-tcl --disable-readline && make sqlite3.c && $cc -O2 -c -o /dev/null sqlite3.c
}
# With Debian's own options. What is assembly otherwise is the same in C; the optimiser changes nothing here.
build_openssl() {
  options=$(sed -n 's/^CONFARGS *= *//p' debian/rules | tr ' ' '\n' | grep -E '^(no|enable)-')
  # shellcheck disable=SC2086
  CC="$clang" CFLAGS="-O0 -w" ./Configure "debian-$(dpkg --print-architecture)" no-shared no-asm $options
  make build_generated && make -j"$(nproc)" CC="$cc" libcrypto.a
}
soname_zlib=libz.so.1
soname_sqlite3=libsqlite3.so.0
soname_openssl=libcrypto.so.3

read_lists

for library in "$@"; do
  declare -F "build_$library" > /dev/null || { echo "cgoescape-libraries: no recipe for $library" >&2; exit 2; }
  fetch "$library"
  cc="$clang -fplugin=$plugin -fplugin-arg-cgoescape-esc=$work/esc -fplugin-arg-cgoescape-no-verdicts -w"
  rm -rf "$work/esc"
  (cd "$folder" && "build_$library") > "$work/log" 2>&1 || { tail -40 "$work/log" >&2; exit 2; }
  # configure's own little programs are none of the library.
  rm -f "$work"/esc/conftest* "$work"/esc/ztest* "$work"/esc/{lemon,mkkeywordhash,mksourceid,jimsh0,src-verify}.c-*
  soname=soname_$library
  mkdir -p "$out"
  cat "$work"/esc/*.esc > "$out/.${!soname}.new"
  mv "$out/.${!soname}.new" "$out/${!soname}.esc"
  echo "$out/${!soname}.esc: $(basename "$folder"), $(ls "$work/esc" | wc -l) units"
done
