#!/usr/bin/python3
"""Searches files and folders for personal values that were used in a run: none may stand there in clear.

personal_data.py LIST PATH...    LIST has a line for each value: its kind, a tab, the value as UTF-8

Each value is looked for as UTF-8, GB18030 and UTF-16LE text, as these bytes in hexadecimal and in base64 (at its three alignments, both
alphabets), and as JSON, XML and URLs escape it; in names of files, too. Letters' case and separators do not count, so a number in groups and
base64 in lines are found. Columns of numbers are seen in a dump alone. Prints where and which kind was found, never the value.
Exit 1: something was found. 2: nothing is proved, as the list or what is to be searched is missing, empty or no use.
"""
import base64
import sys
import urllib.parse
from pathlib import Path

CHARSETS = {"UTF-8": "utf-8", "GB18030": "gb18030", "UTF-16LE": "utf-16-le"}
SEPARATORS = b" -./:_,;'\t\r\n\0"
# Fewer bytes may stand by chance in a few megabytes of sealed ones.
PATTERN_BYTES_MIN = 5


class NothingProved(Exception):
    pass


def folded(content):
    """Without what does not count. What is in `a` is in folded(a), whatever it is."""
    return content.lower().translate(None, SEPARATORS)


def base64_cores(content):
    """What base64 makes of these bytes whatever stands before and after them."""
    for before in range(3):
        text = base64.b64encode(bytes(before) + content)
        core = text[-(-before * 8 // 6):(before + len(content)) * 8 // 6]
        yield core
        yield core.translate(bytes.maketrans(b"+/", b"-_"))


def spellings(value):
    """(encoding, bytes)"""
    for name, charset in CHARSETS.items():
        content = value.encode(charset)
        yield name, content
        yield f"{name} in hexadecimal", content.hex().encode()
        yield f"{name} in URL escapes", urllib.parse.quote_from_bytes(content).encode()
        for core in base64_cores(content):
            yield f"{name} in base64", core
    units = value.encode("utf-16-be").hex()
    yield "JSON escapes", "".join(f"\\u{units[at:at + 4]}" for at in range(0, len(units), 4)).encode()
    yield "XML references", "".join(f"&#{ord(one)};" for one in value).encode()
    yield "XML references", "".join(f"&#x{ord(one):x};" for one in value).encode()


def patterns(value):
    """Folded spelling -> encoding; a spelling that two encodings have is the first one's."""
    found = {}
    for encoding, content in spellings(value):
        found.setdefault(folded(content), encoding)
    short = min(found, key=len)
    if len(short) < PATTERN_BYTES_MIN:
        raise NothingProved(f"as {found[short]} it has {len(short)} bytes, fewer than {PATTERN_BYTES_MIN}, and may be found by chance")
    return found


def values(path):
    """(line, kind, patterns)"""
    try:
        lines = Path(path).read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise NothingProved(f"{path}: {type(problem).__name__}") from None
    found, seen = [], set()
    for number, line in enumerate(lines, 1):
        kind, tab, value = line.partition("\t")
        if not line or (kind, value) in seen:
            continue
        seen.add((kind, value))
        if not kind or not tab or not value:
            raise NothingProved(f"{path}:{number}: no kind, tab and value")
        try:
            found.append((number, kind, patterns(value)))
        except NothingProved as problem:
            raise NothingProved(f"{path}:{number}: {kind}: {problem}") from None
    if not found:
        raise NothingProved(f"{path}: no values")
    return found


def files(paths):
    for path in map(Path, paths):
        if not path.exists():
            raise NothingProved(f"{path}: is not there")
        inside = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
        if not any(one.stat().st_size for one in inside):
            raise NothingProved(f"{path}: nothing in it")
        yield from inside


def findings(wanted, content):
    """(kind, encoding, line of the list)"""
    content = folded(content)
    for line, kind, spelled in wanted:
        for pattern, encoding in spelled.items():
            if pattern in content:
                yield kind, encoding, line


def search(list_path, paths):
    """What is to be printed: one line a value and encoding in a file."""
    wanted = values(list_path)
    found = []
    for number, file in enumerate(files(paths), 1):
        # A name that holds a value is not printed either.
        in_name = list(findings(wanted, str(file).encode()))
        shown = f"file {number} in the order of their names" if in_name else str(file)
        for where, those in ((" (its name)", in_name), ("", findings(wanted, file.read_bytes()))):
            found += [f"{shown}{where}: {kind} as {encoding} (line {line} of the list)" for kind, encoding, line in those]
    return found


def main(words):
    if len(words) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        found = search(words[0], words[1:])
    except NothingProved as problem:
        print(f"nothing is proved: {problem}", file=sys.stderr)
        return 2
    print("\n".join(found) or "nothing personal in clear")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
