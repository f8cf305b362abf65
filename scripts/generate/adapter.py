#!/usr/bin/env python3
"""Makes the C descriptor of a plugin from the adapter's manifest.yaml.

adapter.py ID MANIFEST > OUT    ID is the name of the adapter's folder
Exits 1 with a reason when the manifest is not whole.
"""
import re
import sys
from pathlib import Path

import yaml

# Key -> what it must match, or the languages it must be in.
TEXTS = {"id": r"[a-z][a-z0-9_]{1,31}", "version": r"\d+\.\d+\.\d+", "author": r"\S.*", "settings": r"[a-z0-9_.]+\.json"}
BILINGUAL = ("title", "speaks")


def load(identifier, path):
    with open(path, encoding="utf-8") as file:
        manifest = yaml.safe_load(file)
    if not isinstance(manifest, dict) or set(manifest) != {*TEXTS, *BILINGUAL}:
        fail(path, f"needs exactly the keys {sorted([*TEXTS, *BILINGUAL])}")
    for key, form in TEXTS.items():
        if not isinstance(manifest[key], str) or not re.fullmatch(form, manifest[key]):
            fail(path, f"{key} must be a text that matches {form}")
    for key in BILINGUAL:
        texts = manifest[key]
        if not isinstance(texts, dict) or set(texts) != {"zh", "en"} or not all(isinstance(t, str) and t.strip() for t in texts.values()):
            fail(path, f"{key} needs a zh and an en text")
    if manifest["id"] != identifier:
        fail(path, f"id is {manifest['id']}, but the folder and the file of the plugin are called {identifier}")
    if not (Path(path).parent / manifest["settings"]).is_file():
        fail(path, f"settings names {manifest['settings']}, which is not beside it")
    return manifest


def fail(path, reason):
    sys.exit(f"{path}: {reason}")


def descriptor(manifest):
    return f"""// Made from manifest.yaml of adapter {manifest["id"]} by scripts/generate/adapter.py; do not edit.
#include <memory>

#include "hub/contract/adapter.h"
#include "hub/contract/descriptor.h"

namespace adapters::{manifest["id"]} {{
std::unique_ptr<hub::contract::Adapter> makeAdapter();
}}  // namespace adapters::{manifest["id"]}

namespace {{

hub::contract::Adapter* create() {{
    try {{
        return adapters::{manifest["id"]}::makeAdapter().release();
    }} catch (...) {{
        return nullptr;
    }}
}}

void destroy(hub::contract::Adapter* adapter) {{ delete adapter; }}

}}  // namespace

extern "C" __attribute__((visibility("default"))) constinit const hub::contract::AdapterDescriptor onecard_adapter = {{
    sizeof(hub::contract::AdapterDescriptor), hub::contract::kAbiMajor, hub::contract::kAbiMinor, hub::contract::kToolchain,
    "{manifest["id"]}", "{manifest["version"]}", create, destroy}};"""


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.stdout.reconfigure(encoding="utf-8")
    print(descriptor(load(*sys.argv[1:])))
