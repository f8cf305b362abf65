#!/usr/bin/python3
"""Checks a plugin before anybody loads it: it exports its descriptor and nothing else, and loading it runs no code of its own.

plugin.py PLUGIN    prints what is wrong; exits 1 when there is anything to print

dlopen runs every function of .init_array, before the hub has looked at the descriptor: an object at namespace scope with a
constructor is such code. What may stand there, and why:
  frame_dummy          the compiler's start file; registers nothing on this platform
  _sub_I_00099_<n>     AddressSanitizer's own registration of the file's globals
"""
import re
import subprocess
import sys

EXPORTED = {"onecard_adapter"}
ALLOWED_AT_LOAD = re.compile(r"frame_dummy|_sub_I_00099_\d+")


def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout


def exported(plugin):
    """Names of what others can link to; a weak symbol would be merged with another plugin's, so it counts."""
    return {line.split()[-1] for line in output("nm", "-D", "--defined-only", plugin).splitlines()}


def run_at_load(plugin):
    """Names of the functions in .init_array. A function that nm cannot name is given by its address."""
    names = {}
    for line in output("nm", "--defined-only", plugin).splitlines():
        address, kind, name = line.split(maxsplit=2)
        if kind in "tT":
            names.setdefault(int(address, 16), name)
    start, end = 0, 0
    for line in output("readelf", "--wide", "--section-headers", plugin).splitlines():
        section = re.search(r"\] \.init_array\s+INIT_ARRAY\s+([0-9a-f]+)\s+[0-9a-f]+\s+([0-9a-f]+)", line)
        if section:
            start = int(section[1], 16)
            end = start + int(section[2], 16)
    functions = []
    for line in output("readelf", "--wide", "--relocs", plugin).splitlines():
        entry = re.match(r"([0-9a-f]+)\s+[0-9a-f]+\s+R_\w+_RELATIVE\s+([0-9a-f]+)", line)
        if entry and start <= int(entry[1], 16) < end:
            address = int(entry[2], 16)
            functions.append(names.get(address, hex(address)))
    if len(functions) * 8 != end - start:
        functions.append(f"{(end - start) // 8 - len(functions)} entries that are not relocated in a way this check knows")
    return functions


def problems(plugin):
    names = exported(plugin)
    yield from (f"it does not export {name}" for name in sorted(EXPORTED - names))
    yield from (f"it exports {name}; only {', '.join(EXPORTED)} may be seen" for name in sorted(names - EXPORTED))
    yield from (f"loading it runs {name}: make the object constexpr, or local to the function that needs it"
                for name in run_at_load(plugin) if not ALLOWED_AT_LOAD.fullmatch(name))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    found = list(problems(sys.argv[1]))
    print("\n".join(found) or "it exports its descriptor alone and runs nothing at load")
    sys.exit(1 if found else 0)
