#!/bin/sh
# warm.sh SCAN...: what a scan with the cache "warm" says is, byte for byte and in every format, what
# one without solutions and verdicts says, and each that it takes is what solving it says. Prints how
# many it took.
set -e
scan() {
	cache=$1 format=$2 out=$3
	shift 3
	"$@" --cache="$cache" --fail-on=none --format="$format" > "$out" 2> err || { cat err; exit 1; }
}
scan warm tsv warm.tsv "$@" -v
grep -o '[0-9]* of [0-9]* solutions and [0-9]* of [0-9]* verdicts' err
scan warm json warm.json "$@"
scan warm sarif warm.sarif "$@"
rm -rf cold
mkdir cold
cp -r warm/units warm/manifests cold
for format in tsv json sarif; do
	scan cold $format cold.$format "$@"
	cmp warm.$format cold.$format
done
rm warm/programs/*.sqlite
CGOESCAPE_CHECK_MEMO=1 scan warm tsv checked.tsv "$@"
cmp checked.tsv cold.tsv
