#!/usr/bin/python3
"""Checks who includes whom and what is written where, by scripts/check/layers.yaml.

layers.py [ROOT]    prints file:line, the rule and what would be right; exits 1 when there is anything to print
"""
import fnmatch
import re
import sys
from pathlib import Path

import yaml

import tree

INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')
# A comment, or what may contain something that looks like one: a raw string, a string, a character (not a digit separator).
COMMENT_OR_TEXT = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<mark>[^(\s]*)\(.*?\)(?P=mark)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)


def without_comments(text):
    def blank(match):
        found = match[0]
        return "\n" * found.count("\n") if found.startswith(("//", "/*")) else found
    return COMMENT_OR_TEXT.sub(blank, text)


def is_in(path, places):
    """Whether `path` is one of the places, or lies in one."""
    return any(fnmatch.fnmatchcase(path, place) if "*" in place else path == place or path.startswith(place + "/") for place in places)


def module_of(path):
    """hub/core/money.h -> hub/core; None for a file that lies in no module."""
    parts = path.split("/")
    return "/".join(parts[:2]) if len(parts) > 2 and parts[0] in ("hub", "adapters") else None


class Layers:
    def __init__(self, rules):
        self.rules = rules
        self.row = {f"hub/{name}": number for number, row in enumerate(rules["hub"]) for name in row}
        self.exceptions = rules["exceptions"]
        for foreign in rules["foreign"]:
            foreign["headers"] = re.compile(foreign["headers"])
        self.sockets = re.compile(rules["sockets"]["headers"])
        for word in rules["words"]:
            word["pattern"] = re.compile(word["pattern"], re.VERBOSE)

    def modules(self):
        return set(self.row) | set(self.exceptions)

    def may_include(self, module):
        """The places a file of `module` may include from, its own module aside."""
        if module.startswith("adapters/"):
            adapters = self.rules["adapters"]
            return adapters["folders"].get(module.split("/")[1], adapters["each"])
        exception = self.exceptions.get(module, {})
        if "only" in exception:
            return exception["only"]
        inner = [other for other, number in self.row.items() if number < self.row[module]]
        return inner + exception.get("also", [])

    def problems(self, path, text):
        """(line, what is wrong and what would be right) of one file."""
        code = without_comments(text)
        module = module_of(path)
        if not path.startswith("tests/"):
            if module is None or (module.startswith("hub/") and module not in self.modules()):
                yield 1, "lies in no module that scripts/check/layers.yaml knows; put it into one, or give the new module a row there"
                return
            for number, line in enumerate(code.split("\n"), 1):
                include = INCLUDE.match(line)
                if include and include[1] == '"':
                    yield from ((number, problem) for problem in self.own_header(path, module, include[2]))
                elif include:
                    yield from ((number, problem) for problem in self.foreign_header(path, include[2]))
        for word in self.rules["words"]:
            if not is_in(path, word["only_in"]):
                for match in word["pattern"].finditer(code):
                    where = ", ".join(word["only_in"]) or "nowhere"
                    line = code.count("\n", 0, match.end()) + 1
                    yield line, f"{word['name']} is written only in: {where}; right: {word['right']}"

    def own_header(self, path, module, header):
        target = module_of(header)
        if target is None:
            yield f'"{header}" is not a path from the top of the tree into a module, such as "hub/core/money.h"'
        elif target != module:
            allowed = self.may_include(module)
            if not is_in(header, allowed):
                why = self.exceptions.get(module, {}).get("why")
                right = f'it may include: {", ".join(allowed) or "nothing"}' + (f" ({why})" if why else "")
                yield f'{module} must not include "{header}"; {right}'

    def foreign_header(self, path, header):
        sockets = self.rules["sockets"]
        if self.sockets.fullmatch(header):
            if not is_in(path, sockets["only_in"]) or is_in(path, sockets["never_in"]):
                yield f"<{header}> brings sockets, which belong to: {', '.join(sockets['only_in'])}; {sockets['why']}"
                return
        listed = [foreign for foreign in self.rules["foreign"] if foreign["headers"].fullmatch(header)]
        if not listed and not self.sockets.fullmatch(header):
            yield f"<{header}> is of no library that scripts/check/layers.yaml lists; list it there with the folders that may have it"
        elif listed and not is_in(path, listed[0]["only_in"]):
            yield f"<{header}> stays in: {', '.join(listed[0]['only_in'])}; keep its types behind a header of our own"
        elif listed and is_in(path, listed[0].get("never_in", [])):
            yield f"<{header}> is never included in: {', '.join(listed[0]['never_in'])}"


def check(root, rules):
    layers = Layers(rules)
    for path in tree.files(root):
        if tree.is_cpp(path) and path.startswith(("hub/", "adapters/", "tests/")):
            text = (Path(root) / path).read_text(encoding="utf-8")
            for line, problem in layers.problems(path, text):
                yield f"{path}:{line}: {problem}"


def load_rules():
    with open(Path(__file__).parent / "layers.yaml", encoding="utf-8") as file:
        return yaml.safe_load(file)


if __name__ == "__main__":
    found = list(check(Path(sys.argv[1]) if len(sys.argv) > 1 else tree.top(), load_rules()))
    print("\n".join(found) or "every include and word is where it belongs")
    sys.exit(1 if found else 0)
