#!/usr/bin/env python3
"""Makes a C++ function that gives a dialect, written in YAML, as JSON text.

dialect.py NAMESPACE FUNCTION DIALECT_YAML > OUT    adapters::soap_xml trancodeDialect dialects/trancode.yaml
Exits 1 with a reason when a key stands twice or a value is not what it looks like (a number, a date or true where text is meant).
"""
import json
import sys

import yaml


class Loader(yaml.SafeLoader):
    """Keeps what is written: no dates, no yes and no, no key twice."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rows if tag in ("tag:yaml.org,2002:null", "tag:yaml.org,2002:int", "tag:yaml.org,2002:merge")]
    for first, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def mapping(loader, node):
    written = set()
    for key_node, _ in node.value:
        if key_node.tag == "tag:yaml.org,2002:merge":
            continue
        key = loader.construct_object(key_node)
        place = f"{key_node.start_mark.name}:{key_node.start_mark.line + 1}"
        if not isinstance(key, str):
            sys.exit(f"{place}: {key} is not text; put it in quotes")
        if key in written:
            sys.exit(f"{place}: {key} stands twice")
        written.add(key)
    loader.flatten_mapping(node)  # what << brings in comes first, so that what is written here replaces it
    return {loader.construct_object(key): loader.construct_object(value, deep=True) for key, value in node.value}


def scalar(loader, node):
    return {"true": True, "false": False}.get(node.value, node.value) if node.style is None else node.value


Loader.add_constructor("tag:yaml.org,2002:map", mapping)
Loader.add_constructor("tag:yaml.org,2002:str", scalar)


def pieces(text, size=8000):
    """String literals of a length that every compiler takes; split between characters."""
    for start in range(0, len(text), size):
        yield json.dumps(text[start:start + size], ensure_ascii=False)


def function(namespace, name, document):
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    literals = "\n        ".join(pieces(text))
    return f"""// Made from a dialect in YAML by scripts/generate/dialect.py; do not edit.
#include <string_view>

namespace {namespace} {{

std::string_view {name}();
std::string_view {name}() {{
    return
        {literals};
}}

}}  // namespace {namespace}"""


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    with open(sys.argv[3], encoding="utf-8") as file:
        dialect = yaml.load(file, Loader)
    sys.stdout.reconfigure(encoding="utf-8")
    print(function(sys.argv[1], sys.argv[2], dialect))
