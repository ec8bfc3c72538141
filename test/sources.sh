# Each source file is named in the CMakeLists.txt beside it: one that is not would
# neither be compiled nor missed.
# RUN: sh %s
cd "$(dirname "$0")/.." || exit 2
status=0
for file in $(find plugin test/unit -name '*.c' -o -name '*.cpp'); do
  name=$(basename "$file")
  case $file in test/unit/*) name=${name%.c} ;; esac
  grep -qw "$name" "$(dirname "$file")/CMakeLists.txt" || { echo "$file: not listed"; status=1; }
done
exit $status
