#!/usr/bin/python3
"""Checks small habits over the whole tree: no notes to self, no machine's paths or hosts, no endless files.

hygiene.py [ROOT]    prints file:line and what is wrong; exits 1 when there is anything to print
"""
import re
import sys
from pathlib import Path

import tree

CPP_LINES_MAX = 600
BINARY_BYTES_MAX = 1024 * 1024
SOURCE = (".h", ".cpp", ".py", ".sh", ".cmake", "CMakeLists.txt", ".yaml", ".yml", ".json", ".sql", ".ts", ".vue", ".css", ".html", ".txt")

# Messages and inputs as the world wrote them.
NOT_WRITTEN_BY_US = ("tests/data/", "tests/fuzz/corpus/")
# These name what they look for.
ABOUT_THESE_WORDS = ("scripts/check/hygiene.py", "tests/checks/hygiene_test.py")

WORDS = [
    (re.compile(r"\b(TODO|FIXME)\b"), "{} is left; do it now, or write down in docs/ what is not done"),
    (re.compile(r"(?<![\w.~-])/(?:work|home|root)/|/tmp/build"),
     "{} is a path of one machine; use one relative to the tree, or one that is given"),
    (re.compile(r"\b(?:registry|mirrors?|artifactory|nexus|proxy)\.[a-z0-9-]+(?:\.[a-z0-9-]+)+"
                r"|\b(?:deb|security|ftp)\.debian\.org|\bpypi\.org"),
     "{} is a package host; it belongs to the machine's configuration"),
]


def is_shell(path, text):
    return path.endswith(".sh") or re.match(r"#!.*\b(ba|da)?sh\b", text) is not None


def problems(path, content):
    """(line, what is wrong) of one file; line 0 means the file as a whole."""
    ours = not path.startswith(NOT_WRITTEN_BY_US)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    if text is None or "\0" in text:
        if len(content) > BINARY_BYTES_MAX and not path.startswith("tests/data/"):
            yield 0, f"a binary file of {len(content)} bytes; at most {BINARY_BYTES_MAX} outside tests/data"
        return
    if not ours:
        return
    lines = text.split("\n")
    if tree.is_cpp(path) and len(text.splitlines()) > CPP_LINES_MAX:
        yield 0, f"has {len(text.splitlines())} lines, at most {CPP_LINES_MAX}: look for the noun that is missing and give it a file"
    if is_shell(path, text) and "set -euo pipefail" not in lines:
        yield 0, "a shell script without the line `set -euo pipefail`"
    for number, line in enumerate(lines, 1):
        if path.endswith(SOURCE) and line != line.rstrip():
            yield number, "ends in white space or CR"
        if path not in ABOUT_THESE_WORDS:
            for word, problem in WORDS:
                for found in word.finditer(line):
                    yield number, problem.format(found[0])


def package_list_problems(lines):
    """scripts/packages/*.txt: a reason for each name, and none that does harm."""
    for number, line in enumerate(lines, 1):
        name, _, why = (part.strip() for part in line.partition("#"))
        if name and not why:
            yield number, f"{name} has no reason beside it"
        if name in ("mariadb-server", "libboost1.81-dev", "libboost1.81-all-dev"):
            yield number, f"{name} must not be installed; the reason stands in the head of build.txt or test.txt"


def check(root):
    for path in tree.files(root):
        content = (Path(root) / path).read_bytes()
        found = list(problems(path, content))
        if re.fullmatch(r"scripts/packages/\w+\.txt", path):
            found += package_list_problems(content.decode().split("\n"))
        for line, problem in found:
            yield f"{path}:{line}: {problem}" if line else f"{path}: {problem}"


if __name__ == "__main__":
    found = list(check(Path(sys.argv[1]) if len(sys.argv) > 1 else tree.top()))
    print("\n".join(found) or "nothing to complain about")
    sys.exit(1 if found else 0)
