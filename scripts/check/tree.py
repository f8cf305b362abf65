"""The files of this tree as the checks see them: what is written by hand, found without git."""
import os
from pathlib import Path

NOT_OURS_ANYWHERE = {".git", "__pycache__", "node_modules"}
NOT_OURS_AT_THE_TOP = {"build", "data"}


def top():
    return Path(__file__).resolve().parents[2]


def files(root):
    """Relative paths as text with forward slashes, sorted."""
    found = []
    for folder, folders, names in os.walk(root):
        at_the_top = Path(folder) == Path(root)
        folders[:] = [f for f in folders if f not in NOT_OURS_ANYWHERE and not (at_the_top and f in NOT_OURS_AT_THE_TOP)]
        found += [(Path(folder) / name).relative_to(root).as_posix() for name in names]
    return sorted(found)


def is_cpp(path):
    return path.endswith((".h", ".cpp"))
