"""Plays the messages of a test to a language server and prints what comes back.

usage: wire.py FILE FOLDER COMMAND [ARG...]

FILE is as in clangd's own tests: JSON messages split by lines of "---"; lines that
begin with "#" are comments. @FOLDER@ in it becomes FOLDER, a file URI's path, and
comes back as @FOLDER@. `@FILE name@` stands for the text of FOLDER/name as JSON.
After a message the driver waits for what is due: the answer to a request, the
diagnostics of the version that was opened or changed. In a comment line

    #wait METHOD        also for a message with this method
    #nowait             for nothing
    #raw TEXT           send these bytes instead (with \\r, \\n and \\xNN)
    #sleep SECONDS
    #shell COMMAND      run it in FOLDER; @PID@ is the newest child of the server

Each message is printed pretty, "<--" before what the server sent.
"""
import json
import os
import pathlib
import queue
import re
import subprocess
import sys
import threading
import time

LIMIT = 60  # seconds to wait for one thing


def read_messages(stream, out):
    while True:
        length = None
        while (line := stream.readline()).strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not line and length is None:
            out.put(None)
            return
        out.put(json.loads(stream.read(length)))


class Session:
    def __init__(self, folder, command):
        self.folder = folder
        self.server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.inbox = queue.Queue()
        threading.Thread(target=read_messages, args=(self.server.stdout, self.inbox), daemon=True).start()

    def show(self, message):
        text = json.dumps(message, indent=2, ensure_ascii=False).replace(self.folder, "@FOLDER@")
        print(f"<-- {text}", flush=True)

    def send_bytes(self, data):
        try:
            self.server.stdin.write(data)
            self.server.stdin.flush()
        except BrokenPipeError:
            print("-- the server is gone", flush=True)

    def send(self, message):
        data = json.dumps(message).encode()
        self.send_bytes(b"Content-Length: %d\r\n\r\n%s" % (len(data), data))

    def wait(self, due):
        """Print what comes until all that is due has come."""
        end = time.monotonic() + LIMIT
        due = list(due)
        while due:
            try:
                message = self.inbox.get(timeout=max(0.0, end - time.monotonic()))
            except queue.Empty:
                sys.exit(f"wire.py: {len(due)} messages did not come")
            if message is None:
                self.inbox.put(None)
                sys.exit(f"wire.py: the server has ended, {len(due)} messages did not come")
            self.show(message)
            for fits in reversed(due):  # the most particular last
                if fits(message):
                    due.remove(fits)
                    break

    def rest(self):
        """What comes before the end of the output."""
        self.server.stdin.close()
        while (message := self.inbox.get(timeout=LIMIT)) is not None:
            self.show(message)
        print(f"-- exit status {self.server.wait(LIMIT)}", flush=True)


def due_after(message):
    method, params = message.get("method"), message.get("params", {})
    if "id" in message and method:
        return [lambda m: m.get("id") == message["id"] and "method" not in m]
    if method in ("textDocument/didOpen", "textDocument/didChange"):
        document = params["textDocument"]
        return [lambda m: m.get("method") == "textDocument/publishDiagnostics"
                and m["params"]["uri"] == document["uri"] and m["params"].get("version") == document["version"]]
    return []


def run_comment(session, line, state):
    word, _, rest = line[1:].strip().partition(" ")
    if word == "wait":
        state["also"].append(lambda m, method=rest.strip(): m.get("method") == method)
    elif word == "nowait":
        state["wait"] = False
    elif word == "raw":
        session.send_bytes(rest.encode().decode("unicode_escape").encode("latin-1"))
    elif word == "sleep":
        time.sleep(float(rest))
    elif word == "shell":
        children = subprocess.run(["pgrep", "-P", str(session.server.pid)], capture_output=True, text=True).stdout.split()
        subprocess.run(rest.replace("@PID@", children[-1] if children else ""), shell=True, cwd=session.folder, check=True)


def play(session, text):
    for part in re.split(r"^---.*$", text, flags=re.M):
        lines = part.splitlines()
        state = {"also": [], "wait": True}
        for line in lines:
            if line.startswith("#"):
                run_comment(session, line, state)
        body = "\n".join(line for line in lines if not line.startswith(("#", "//")))
        due = state["also"]
        if body.strip():
            body = re.sub(r"@FILE (\S+?)@", lambda m: json.dumps((pathlib.Path(session.folder) / m[1]).read_text()),
                          body).replace("@FOLDER@", session.folder)
            message = json.loads(body)
            session.send(message)
            due = due + (due_after(message) if state["wait"] else [])
        session.wait(due)


def main():
    file, folder, command = sys.argv[1], os.path.realpath(sys.argv[2]), sys.argv[3:]
    session = Session(folder, command)
    play(session, pathlib.Path(file).read_text())
    session.rest()


main()
