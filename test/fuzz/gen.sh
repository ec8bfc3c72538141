# Random programs: who is seen to hold a pointer after a call must have been named.
# More of them by hand: python3 gen.py FIRST LAST FOLDER COMMAND CLANG -fplugin=PLUGIN
# RUN: rm -rf %t && mkdir %t && sh %s %python %t %cgoescape %clang -fplugin=%plugin
python=$1 folder=$2
shift 2
export PYTHONDONTWRITEBYTECODE=1
here=$(dirname "$0")
"$python" "$here/gen.py" 0 20 "$folder" "$@" & first=$!
"$python" "$here/gen.py" 20 40 "$folder" "$@" && wait $first
