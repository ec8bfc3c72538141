"""Sources with odd names, and their database."""
import os

names = [b"\xff\xfe.c", b"-o.c", b"@rsp.c", b"a b\t'\"$(x).c"]
with open("compile_commands.json", "wb") as db:
    db.write(b"[\n")
    for i, name in enumerate(names):
        with open(name, "w") as f:
            f.write(f"int *g{i};\nvoid keep{i}(int *p) {{ g{i} = p; }}\n")
        quoted = name.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\t", b"\\t")
        db.write(b"," * (i > 0) + b'{"directory": "%s", "file": "%s", "arguments": ["cc", "-c", "%s"]}\n' % (os.getcwdb(), quoted, quoted))
    db.write(b"]\n")
