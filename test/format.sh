# Runs clang-format over our own sources: sh format.sh CLANG-FORMAT OPTION...
# RUN: sh %s %clang-format --dry-run --Werror
cd "$(dirname "$0")/.." || exit 2
find include plugin test/unit test/fuzz test/example \( -name '*.c' -o -name '*.cpp' -o -name '*.h' \) -print0 |
  xargs -0 "$@"
