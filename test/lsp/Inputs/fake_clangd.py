"""A clangd that misbehaves as told: fake_clangd.py WAY [COUNT_FILE].

It answers initialize and shutdown, gives one diagnostic for each version of a
document, and to hovers "theirs". WAY: "crash" dies at a definition request, "hang"
stops reading there, "dead" ends at once, "silent" never says anything.
"""
import json
import sys
import time

WAY = sys.argv[1]


def say(message):
    data = json.dumps({"jsonrpc": "2.0", **message}).encode()
    sys.stdout.buffer.write(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))
    sys.stdout.buffer.flush()


def messages():
    while True:
        length = None
        while (line := sys.stdin.buffer.readline()).strip():
            length = int(line.split(b":")[1]) if line.lower().startswith(b"content-length") else length
        if not line:
            return
        yield json.loads(sys.stdin.buffer.read(length))


def diagnose(document):
    where = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}
    say({"method": "textDocument/publishDiagnostics", "params": {"uri": document["uri"], "version": document["version"],
         "diagnostics": [{"range": where, "severity": 1, "source": "fake", "message": "theirs"}]}})


if WAY == "dead":
    sys.exit(3)
for m in messages():
    method = m.get("method")
    if WAY == "silent":
        time.sleep(1000)
    elif method == "initialize":
        say({"id": m["id"], "result": {"capabilities": {"hoverProvider": True}, "offsetEncoding": "utf-8"}})
    elif method in ("textDocument/didOpen", "textDocument/didChange"):
        diagnose(m["params"]["textDocument"])
    elif method == "textDocument/definition" and WAY == "crash":
        sys.exit(9)
    elif method == "textDocument/definition" and WAY == "hang":
        time.sleep(1000)
    elif method == "textDocument/hover":
        say({"id": m["id"], "result": {"contents": {"kind": "markdown", "value": "theirs"}}})
    elif method == "$/cgoescape/ping":
        say({"id": m["id"], "error": {"code": -32601, "message": "method not found"}})
    elif "id" in m and method:
        say({"id": m["id"], "result": None})
