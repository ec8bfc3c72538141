"""names.py DUMP NAMES: compares the external functions that a dump defines with a list of names."""
import re
import sys

defined = re.findall(r"^func (\S+) (?:extern|weak) .*\bdefined\b", open(sys.argv[1]).read(), re.M)
listed = open(sys.argv[2]).read().split()
twice = sorted({name for name in defined if defined.count(name) > 1})
for what, names in (("defined twice", twice), ("not in names.txt", sorted(set(defined) - set(listed))),
                    ("without a model", sorted(set(listed) - set(defined)))):
    if names:
        print(what, *names)
sys.exit(sorted(defined) != sorted(listed))
