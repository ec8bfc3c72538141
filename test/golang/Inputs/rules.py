"""How many findings of which rule two reports have, one as JSON, one as SARIF; they must agree."""
import collections
import json
import sys

plain = json.load(open(sys.argv[1]))["findings"]
sarif = json.load(open(sys.argv[2]))["runs"][0]["results"]
rules = collections.Counter(f["rule"] for f in plain)
if rules != collections.Counter(r["ruleId"] for r in sarif):
    sys.exit("JSON and SARIF differ")
print(len(plain), *(f"{rule}:{n}" for rule, n in sorted(rules.items())))
