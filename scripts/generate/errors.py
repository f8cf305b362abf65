#!/usr/bin/env python3
"""Makes the C++ table and the operator's page from schemas/errors/errors.yaml.

errors.py header|table|page ERRORS_YAML > OUT
Exits 1 with a reason when the list is not consistent.
"""
import re
import sys

import yaml

IMPLIES = {"final": "Final", "retry": "Retry", "unknown": "Unknown", "bug": "Bug"}
NEEDED = {"code", "name", "implies", "http", "zh", "en", "operator"}


def load(path):
    with open(path, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    names, codes, last = set(), set(), {}
    for error in document["errors"]:
        label = error.get("code", "?")
        if set(error) != NEEDED:
            fail(f"{label}: keys are {sorted(error)}, needed are {sorted(NEEDED)}")
        match = re.fullmatch(r"OC-([A-Z]{3})-(\d{3})", error["code"])
        if not match or match[1] not in document["areas"]:
            fail(f"{label}: not OC-<area>-<nnn> with a listed area")
        area, number = document["areas"][match[1]], int(match[2])
        if not area["from"] <= number <= area["to"]:
            fail(f"{label}: outside the range {area['from']} to {area['to']} of {match[1]}")
        if number <= last.get(match[1], 0):
            fail(f"{label}: numbers of an area must rise")
        last[match[1]] = number
        if set(error["operator"]) != {"zh", "en"}:
            fail(f"{label}: operator needs zh and en and nothing else: a text with a comma stands in quotes")
        if error["name"] in names or error["code"] in codes:
            fail(f"{label}: name or code stands twice")
        if not re.fullmatch(r"[A-Z][A-Za-z0-9]+", error["name"]):
            fail(f"{label}: name must be PascalCase")
        if error["implies"] not in IMPLIES:
            fail(f"{label}: implies must be one of {sorted(IMPLIES)}")
        if not 400 <= error["http"] <= 599:
            fail(f"{label}: http must be 400 to 599")
        if error["zh"].count("{}") > 1 or error["zh"].count("{}") != error["en"].count("{}"):
            fail(f"{label}: zh and en need the same single {{}} or none")
        names.add(error["name"])
        codes.add(error["code"])
    return document


def fail(reason):
    sys.exit(f"errors.yaml: {reason}")


def literal(text):
    escaped = "".join(c if c.isascii() and c not in '"\\' else "".join(f"\\{b:03o}" for b in c.encode()) for c in text)
    return f'"{escaped}"'


def header(document):
    yield "// Made from schemas/errors/errors.yaml; do not edit."
    yield "#pragma once"
    yield "#include <cstdint>"
    yield "namespace hub::core {"
    yield "enum class Error : std::uint16_t {"
    for error in document["errors"]:
        yield f"    {error['name']},  // {error['code']}"
    yield "};"
    yield f"inline constexpr std::uint16_t kErrorCount = {len(document['errors'])};"
    yield "}  // namespace hub::core"


def table(document):
    yield "// Made from schemas/errors/errors.yaml; do not edit."
    yield '#include "hub/core/error.h"'
    yield "namespace hub::core {"
    yield "extern const ErrorInfo kErrorTable[kErrorCount];"
    yield "constinit const ErrorInfo kErrorTable[kErrorCount] = {"  # plugins hold it: nothing may run when one is loaded
    for e in document["errors"]:
        texts = ", ".join(literal(t) for t in (e["code"], e["name"], e["zh"], e["en"], e["operator"]["zh"], e["operator"]["en"]))
        yield f"    {{Error::{e['name']}, Implies::{IMPLIES[e['implies']]}, {e['http']}, {texts}}},"
    yield "};"
    yield "}  // namespace hub::core"


def page(document):
    yield "# 错误代码 · Error codes"
    yield ""
    yield "<!-- Made from schemas/errors/errors.yaml by scripts/generate/errors.py; do not edit. -->"
    yield ""
    yield "`final` 业务拒绝，重发无用 · `retry` 未发生，可重发 · `unknown` 可能已发生，先查询 · `bug` 本系统缺陷，转人工"
    for area, about in document["areas"].items():
        rows = [e for e in document["errors"] if e["code"].startswith(f"OC-{area}-")]
        if not rows:
            continue
        yield ""
        yield f"## {area} · `{about['module']}`"
        for e in rows:
            yield ""
            yield f"### {e['code']} {e['name']}"
            yield ""
            yield f"`{e['implies']}` · HTTP {e['http']}"
            yield ""
            yield f"- {e['zh']}  "
            yield f"  **处置** {e['operator']['zh']}"
            yield f"- {e['en']}  "
            yield f"  **What to do** {e['operator']['en']}"


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in ("header", "table", "page"):
        sys.exit(__doc__)
    sys.stdout.reconfigure(encoding="utf-8")
    print("\n".join({"header": header, "table": table, "page": page}[sys.argv[1]](load(sys.argv[2]))))
