"""table.py SOURCE FACTS: each function of SOURCE has its facts behind it, `// FACT... NOCALLBACK`, one FACT for each
row of the facts table, `*` standing for more; this says where the table FACTS has something else."""
import fnmatch
import re
import sys

want, wrong = {}, 0
for number, line in enumerate(open(sys.argv[1]), 1):
    m = re.match(r"\w.*?\b(\w+)\(.*\) *\{.*\} *// (?:BAD: )?(.*)", line)
    if m:
        want[m[1]] = (number, m[2].split())
have = {name: [] for name in want}
for row in open(sys.argv[2]).read().splitlines()[1:]:
    function, index, name, facts, why = row.split("\t")
    if function in have:
        have[function].append(facts.removeprefix("nocallback="))
for function, (number, facts) in want.items():
    got = have[function][1:] + have[function][:1]
    if len(got) != len(facts) or not all(map(fnmatch.fnmatchcase, got, facts)):
        print(f"{sys.argv[1]}:{number}: {function}: wanted {' '.join(facts)}, got {' '.join(got)}")
        wrong += 1
print(len(want), "functions,", wrong, "wrong")
sys.exit(wrong > 0 or len(want) < int(sys.argv[3]))
