#!/usr/bin/env python3
"""Makes the C++ table of all migrations, so that the program needs no file beside it to make or update its tables.

migrations.py FOLDER > OUT
Exits 1 with a reason when a file is not named NNNN_<table>.sql, two have one number, or the head of a file does not say what it must.
"""
import re
import sys
from pathlib import Path

HEAD = ["-- why: ", "-- while running: ", "-- old rows: ", "-- way back: "]
LITERAL_MAX = 8000  # characters; compilers need not take literals past 65536


def fail(reason):
    sys.exit(f"schemas/sql: {reason}")


def load(folder):
    files = sorted(Path(folder).glob("*"))
    last = 0
    for path in files:
        match = re.fullmatch(r"(\d{4})_[a-z][a-z0-9_]*\.sql", path.name)
        if not match or int(match[1]) <= last:
            fail(f"{path.name} must be called NNNN_<table>.sql, with a number from {last + 1:04} on that no other file has")
        number = last = int(match[1])
        text = path.read_text(encoding="utf-8")
        for line, head in zip(text.split("\n"), HEAD):
            if not line.startswith(head) or len(line) <= len(head):
                fail(f"{path.name} must begin with the lines {' / '.join(HEAD)}, each with its sentence")
        if ")MIGRATION" in text or len(text) > LITERAL_MAX:
            fail(f"{path.name} cannot stand in a raw string of {LITERAL_MAX} characters")
        yield number, path.stem, text


def table(migrations):
    yield "// Made from schemas/sql; do not edit."
    yield '#include "hub/storage/sql/migrations.h"'
    yield "namespace hub::storage::sql {"
    yield "namespace {"
    yield "constexpr Migration kMigrations[] = {"
    for number, name, text in migrations:
        yield f'    {{{number}, "{name}", R"MIGRATION({text})MIGRATION"}},'
    yield "};"
    yield "}  // namespace"
    yield "std::span<const Migration> releasedMigrations() { return kMigrations; }"
    yield "}  // namespace hub::storage::sql"


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.stdout.reconfigure(encoding="utf-8")
    print("\n".join(table(load(sys.argv[1]))))
