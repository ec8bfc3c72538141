// What an editor is given of a unit: functions with their promises, and findings.
// RUN: %cc -fsyntax-only -fplugin-arg-cgoescape-format=editor %s | %python -c \
// RUN:   'import sys, json; [print(json.dumps(json.loads(x), indent=1)) for x in sys.stdin.read().split("\n", 1)]' | FileCheck %s
// RUN: %cc -fsyntax-only -fplugin-arg-cgoescape-format=editor -fplugin-arg-cgoescape-functions=extern %s | \
// RUN:   FileCheck %s --check-prefix=EXTERN --implicit-check-not=hidden

void unknown(int *);
int *g;

// CHECK:      "files": [
// CHECK:      editor.c"
// CHECK:      "callees": [
// CHECK-NEXT:   "unknown"
// CHECK-NEXT: ]
static void hidden(int *p) { *p = 1; }
// CHECK:      "name": "hidden",
// CHECK-NEXT: "id": "hidden",
// CHECK-NEXT: "file": "{{.*}}editor.c",
// CHECK-NEXT: "line": [[# @LINE - 4]],
// CHECK-NEXT: "column": 13,
// CHECK-NEXT: "static": true,
// CHECK-NEXT: "noescape": {
// CHECK-NEXT:   "value": "yes"
// CHECK-NEXT: },
// CHECK-NEXT: "nocallback": {
// CHECK-NEXT:   "value": "yes"
// CHECK-NEXT: },
// CHECK-NEXT: "params": [
// CHECK-NEXT: {
// CHECK-NEXT:   "name": "p",
// CHECK:        "column": 25,
// CHECK-NEXT:   "judged": true,
// CHECK-NEXT:   "noescape": true
// CHECK-NEXT: }

void keep(int *first, int *p __attribute__((noescape)), int n, void (*cb)(int))
{
	unknown(first);
	g = p;
	hidden(first);
	cb(n);
}
// A certain leak stands before one that is only possible.
// CHECK:      "name": "keep",
// CHECK:      "noescape": {
// CHECK-NEXT:   "value": "no",
// CHECK-NEXT:   "why": "p: global"
// CHECK:      "nocallback": {
// CHECK-NEXT:   "value": "no",
// CHECK-NEXT:   "why": "callback"
// CHECK:        "name": "first",
// CHECK:        "judged": true
// CHECK-NEXT: }
// CHECK:        "judged": true,
// CHECK-NEXT:   "declaredNoescape": true
// CHECK:        "name": "n",
// CHECK-NOT:    "judged"
// CHECK:        "name": "cb",
// CHECK:        "function": true

void maybe(int *p) { unknown(p); }
// CHECK:      "value": "unknown",
// CHECK-NEXT: "why": "p: unknown-callee unknown"
// CHECK:      "value": "unknown",
// CHECK-NEXT: "why": "calls unknown"

// CHECK:      "findings": [
// CHECK:      "rule": "does-not-escape",
// CHECK:      "rule": "leaking-param",
// CHECK:      "rule": "noescape-refuted",
// CHECK:      "steps": [

// EXTERN:      "name":"keep",
// EXTERN-SAME: "name":"maybe"
