"""sarif.py SCHEMA.go FILE...: holds each file against the SARIF 2.1.0 schema, which stands in a Go string."""
import json
import re
import sys

import jsonschema

schema = json.loads(re.search(r"`(\{.*\})\s*`", open(sys.argv[1]).read(), re.S)[1])
validator = jsonschema.validators.validator_for(schema)(schema)
bad = 0
for path in sys.argv[2:]:
    with open(path) as f:
        for error in validator.iter_errors(json.load(f)):
            print(f"{path}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
            bad += 1
print(f"{len(sys.argv) - 2} files, {bad} errors")
sys.exit(bad > 0)
