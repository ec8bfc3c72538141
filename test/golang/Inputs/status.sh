# status.sh N COMMAND...: runs it, and fails unless it ends with exit status N. Its output passes through.
want=$1
shift
"$@"
got=$?
[ $got -eq "$want" ] || { echo "exit status $got, not $want: $*" >&2; exit 1; }
