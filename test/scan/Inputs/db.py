"""db.py ARG... -- FILE...: writes compile_commands.json here: each FILE compiled by `cc ARG... -c FILE`."""
import json
import os
import sys

at = sys.argv.index("--")
args, files = sys.argv[1:at], sys.argv[at + 1:]
entries = [{"directory": os.getcwd(), "file": f, "arguments": ["cc", *args, "-c", f, "-o", f + ".o"]} for f in files]
with open("compile_commands.json", "w") as f:
    json.dump(entries, f, indent=1)
