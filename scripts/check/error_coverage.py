#!/usr/bin/python3
"""Checks after a whole test run that every error code was returned by something a test called.

error_coverage.py SEEN ERRORS_YAML    SEEN is what tests/support/failures.cpp wrote: one code a line, repeated at will
"""
import sys
from pathlib import Path

import yaml


def never_returned(seen, errors):
    """(code, name) of every listed error that is not among the lines of `seen`."""
    returned = set(seen.split())
    return [(error["code"], error["name"]) for error in errors if error["code"] not in returned]


def main(seen_path, errors_path):
    with open(errors_path, encoding="utf-8") as file:
        errors = yaml.safe_load(file)["errors"]
    seen = Path(seen_path).read_text(encoding="ascii") if Path(seen_path).exists() else ""
    missing = never_returned(seen, errors)
    for code, name in missing:
        print(f"{code} {name}: no test brought it about")
    if missing:
        print("Write the test with tests::failsWith (tests/support/failures.h); a code that nothing can return is deleted.")
    print(f"{len(errors) - len(missing)} of {len(errors)} error codes were returned")
    return 1 if missing else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
