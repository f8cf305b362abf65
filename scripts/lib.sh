# Sourced by the scripts beside it: packages, timed stages, the closing table. Changes to the top of the tree.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# --- stages -------------------------------------------------------------------------------------------------------------------
# stage NAME COMMAND...   runs COMMAND under a heading; the first one that fails ends the script.
# Whatever happens, the script ends with a table of what ran, how long it took and how it ended.

stage_rows=()
stage_running=""
stage_began=0
closing_line=""  # printed after the table

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

stage_row() {
    local took=$(($(milliseconds) - stage_began))
    stage_rows+=("$(printf '%-34s %5d.%01d s  %s' "$stage_running" $((took / 1000)) $((took % 1000 / 100)) "$1")")
    stage_running=""
}

stage() {
    stage_running=$1
    stage_began=$(milliseconds)
    shift
    printf '\n== %s\n' "$stage_running"
    "$@"
    stage_row ok
}

print_stages() {
    [ "${#stage_rows[@]}" -gt 0 ] || return 0
    printf '\n%s\n' "--------------------------------------------------------------"
    printf '%s\n' "${stage_rows[@]}"
    stage_rows=()
    [ -z "$closing_line" ] || printf '%s\n' "$closing_line"
}

at_exit() {
    local code=$? failed=$stage_running
    if [ -n "$failed" ]; then stage_row "FAILED ($code)"; fi
    print_stages
    if [ -n "$failed" ]; then echo "FAILED in: $failed"; fi
    exit "$code"
}
trap at_exit EXIT

# --- packages -----------------------------------------------------------------------------------------------------------------

# need_packages LIST...   installs what the lists scripts/packages/LIST.txt name and dpkg does not have.
# With nothing missing it asks neither the network nor for rights.
need_packages() {
    local list name wanted=() missing=() have
    for list in "$@"; do
        mapfile -t -O "${#wanted[@]}" wanted < <(sed 's/#.*//; s/ *$//; /^$/d' "scripts/packages/$list.txt")
    done
    command -v dpkg-query > /dev/null || fail "this is not Debian 12; install by hand what scripts/packages/*.txt list: $*"
    have=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2> /dev/null || true)
    for name in "${wanted[@]}"; do
        grep -qxF "installed $name" <<< "$have" || missing+=("$name")
    done
    if [ "${#missing[@]}" -eq 0 ]; then
        echo "all ${#wanted[@]} packages are installed"
    else
        echo "installing: ${missing[*]}"
        install_packages "${missing[@]}"
    fi
}

install_packages() {
    local root=() by_hand="apt-get install -y --no-install-recommends $*"
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo > /dev/null || fail "packages are missing and this is neither root nor is there sudo; as root run: $by_hand"
        root=(sudo)
    fi
    # Another apt may hold the lock; a mirror may answer badly once.
    local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
    "${apt[@]}" update || fail "apt-get update failed: check /etc/apt/sources.list and the network; needed is Debian 12 (bookworm), main"
    "${apt[@]}" install -y --no-install-recommends "$@" ||
        fail "apt-get could not install what is missing; its reason is above. By hand: $by_hand"
}

# --- build --------------------------------------------------------------------------------------------------------------------

# configure PRESET; build PRESET [TARGET...]   into build/PRESET; everything when no target is named.
configure() {
    cmake --preset "$1" || fail "cmake could not configure preset $1; its reason is above"
}

build() {
    local preset=$1
    shift
    cmake --build "build/$preset" --parallel "$(nproc)" ${1:+--target "$@"} ||
        fail "preset $preset does not compile; the first error above is the one to look at"
}
