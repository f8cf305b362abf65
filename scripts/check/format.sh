#!/usr/bin/env bash
# Every C++ file is laid out as .clang-format says. To put it right: scripts/check/format.sh --write
set -euo pipefail
cd "$(dirname "$0")/../.."

how=(--dry-run -Werror)
[ "${1-}" != --write ] || how=(-i)
find . \( -path ./build -o -path ./data -o -name .git -o -name node_modules \) -prune -o \
    -type f \( -name '*.h' -o -name '*.cpp' \) -print0 |
    xargs -0 --no-run-if-empty -n 50 clang-format-14 "${how[@]}"
