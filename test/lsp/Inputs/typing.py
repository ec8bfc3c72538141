"""Types 1,500 characters into an open file, then opens 2,000 more: fails when the
server grows or does not answer. usage: typing.py FOLDER COMMAND..."""
import json
import pathlib
import re
import subprocess
import sys
import threading
import time

folder, command = sys.argv[1], sys.argv[2:]
server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
answers = {}


def read():
    while line := server.stdout.readline():
        server.stdout.readline()
        message = json.loads(server.stdout.read(int(line.split(b":")[1])))
        if "id" in message:
            answers[message["id"]] = message


def send(method, params, **more):
    data = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
    server.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
    server.stdin.flush()


def ask(number, method, params):
    send(method, params, id=number)
    end = time.monotonic() + 120
    while number not in answers:
        if time.monotonic() > end:
            sys.exit(f"{method}: no answer")
        time.sleep(0.001)


def kib():
    status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1])


def uri(name):
    return f"file://{folder}/{name}.c"


def open_file(name):
    send("textDocument/didOpen", {"textDocument": {"uri": uri(name), "languageId": "c", "version": 1, "text":
         "int *g;\nvoid keep(int *p) { g = p; }\n"}})


def hover(number, name):
    ask(number, "textDocument/hover", {"textDocument": {"uri": uri(name)}, "position": {"line": 1, "character": 6}})


threading.Thread(target=read, daemon=True).start()
ask(1, "initialize", {"capabilities": {}, "initializationOptions": {"cgoescape": {"debounce": 1, "jobs": 1}}})
open_file("typed")
sizes = []
for i in range(1500):
    where = {"line": 2, "character": i % 500}
    send("textDocument/didChange", {"textDocument": {"uri": uri("typed"), "version": i + 2}, "contentChanges": [
        {"range": {"start": where, "end": where}, "text": " " if i % 500 else "\n"}]})
    time.sleep(0.002)
    if i % 500 == 499:
        hover(10 + i, "typed")
        sizes.append(kib())
if sizes[2] > sizes[1] + 4000:
    sys.exit(f"typing: it grows: {sizes} KiB")
for i in range(2000):
    open_file(f"many{i}")
hover(2, "many1999")
if kib() > 50 << 10:
    sys.exit(f"2,000 files: {kib()} KiB")
ask(3, "shutdown", None)
send("exit", None)
sys.exit(server.wait(60))
