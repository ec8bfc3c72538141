"""Prints function, subject and fingerprint of each finding."""
import json
import sys

for f in json.load(sys.stdin)["findings"]:
    print(f["function"], f["subject"], f["fingerprint"])
