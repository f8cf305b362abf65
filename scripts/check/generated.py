#!/usr/bin/python3
"""Checks that committed files which are made from others are up to date.

generated.py            exits 1 and names each that is not
generated.py --write    makes them anew
"""
import subprocess
import sys

import tree

# What is made: the command whose output it is, run at the top of the tree.
MADE = {
    "docs/operations/errors.md": ["scripts/generate/errors.py", "page", "schemas/errors/errors.yaml"],
}


def made(command):
    return subprocess.run([sys.executable, *command], cwd=tree.top(), stdout=subprocess.PIPE, check=True).stdout


def main(write):
    stale = []
    for path, command in MADE.items():
        file = tree.top() / path
        content = made(command)
        if file.exists() and file.read_bytes() == content:
            continue
        if write:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            print(f"wrote {path}")
        else:
            stale.append(f"{path} is not what {' '.join(command)} makes; run scripts/check/generated.py --write and commit it")
    print("\n".join(stale) or "generated files are up to date")
    return 1 if stale else 0


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--write"]):
        sys.exit(__doc__)
    sys.exit(main(write=sys.argv[1:] == ["--write"]))
