#!/usr/bin/python3
"""Compares schemas/api/openapi.yaml with what the program says of its routes.

openapi.py ONECARD FILE [--write]    --write makes the file anew
"""
import json
import subprocess
import sys
from pathlib import Path

import yaml


def main(program, path, write):
    said = json.loads(subprocess.run([program, "openapi"], check=True, capture_output=True).stdout)
    if write:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(
            "# Made by `onecard openapi`; do not edit. Make it anew: scripts/check/openapi.py build/release/onecard "
            "schemas/api/openapi.yaml --write\n" + yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=140),
            encoding="utf-8")
        return 0
    written = yaml.safe_load(Path(path).read_text(encoding="utf-8")) if Path(path).exists() else None
    if written == said:
        return 0
    print(f"{path} is not what `onecard openapi` says; make it anew:")
    print(f"  scripts/check/openapi.py {program} {path} --write")
    return 1


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:] == ["--write"]))
