#!/usr/bin/env bash
# clang-tidy over the sources of build/release, by .clang-tidy. Takes minutes, so it is no part of the tests.
#   scripts/check/tidy.sh [FOLDER...]     hub and adapters when none is named
# TIDY_BUILD names another configured build folder.
set -euo pipefail
. "$(dirname "$0")/../lib.sh"

folder=${TIDY_BUILD:-build/release}
stage "packages" need_packages build tidy
[ -f "$folder/compile_commands.json" ] ||
    fail "$folder/compile_commands.json is missing: run scripts/test.sh first, or name a build folder in TIDY_BUILD"

tidy() {
    find "$@" -name '*.cpp' -print0 | sort -z |
        xargs -0 --no-run-if-empty -n 4 -P "$(nproc)" clang-tidy-14 -p "$folder" --quiet
}
[ $# -gt 0 ] || set -- hub adapters
stage "clang-tidy $*" tidy "$@"
