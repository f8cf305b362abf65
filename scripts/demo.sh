#!/usr/bin/env bash
# From a fresh clone to the running demo; a second call installs and compiles nothing.
#   scripts/demo.sh [--once]   what follows goes to `onecard demo` as it is; --once shows everything and ends
set -euo pipefail
. "$(dirname "$0")/lib.sh"

stage "packages" need_packages build
stage "configure (release)" configure release
stage "build (release)" build release onecard
print_stages
trap - EXIT
exec build/release/onecard demo "$@"
