"""database.py FILE [run]: the files of a compile_commands.json, or whether each of its commands works."""
import json
import os
import subprocess
import sys

for entry in json.load(open(sys.argv[1])):
    if len(sys.argv) > 2:
        subprocess.run([*entry["arguments"], "-fsyntax-only", "-Werror"], cwd=entry["directory"], check=True)
    else:
        generated = os.path.exists(os.path.join(os.path.dirname(entry["file"]), "manifest.json"))
        print(os.path.basename(entry["file"]), *["generated"] * generated)
