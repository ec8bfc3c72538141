"""Prints a SARIF log, a line each: whether all was done, notifications, results with their flows."""
import json
import sys

log = json.load(sys.stdin)
assert log["version"] == "2.1.0" and log["$schema"].startswith("https://")
run, = log["runs"]
rules = run["tool"]["driver"]["rules"]


def place(location):
    at = location["physicalLocation"]
    region = at.get("region", {})
    return f"{at['artifactLocation']['uri']}:{region.get('startLine')}:{region.get('startColumn')}"


invocation, = run["invocations"]
print("ok", invocation["executionSuccessful"])
for n in invocation["toolExecutionNotifications"]:
    print(n["level"], n["message"]["text"])
for r in run["results"]:
    assert rules[r["ruleIndex"]]["id"] == r["ruleId"] and (r["level"] == "none") == (r.get("kind") == "pass")
    assert len(r["partialFingerprints"]["cgoescape/v1"]) == 16
    at, = r["locations"]
    state = "".join(f" [{s['justification']}]" for s in r["suppressions"]) + (f" ({r['baselineState']})" if "baselineState" in r else "")
    print(f"{r['level']} {r['ruleId']} {place(at)} {at.get('logicalLocations', [{'fullyQualifiedName': '-'}])[0]['fullyQualifiedName']}: {r['message']['text']}{state}")
    for flow in r.get("codeFlows", []):
        for step in flow["threadFlows"][0]["locations"]:
            print(f"  {step['nestingLevel']} {place(step['location'])} {step['location']['message']['text']}")
