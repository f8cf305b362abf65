#!/usr/bin/env bash
# Installs, builds and tests from a fresh clone; a second call installs and compiles nothing.
set -euo pipefail

usage() {
    cat << 'END'
scripts/test.sh                        build release, run every test, check that every error code was returned, kill the hub at every
                                       named point and at 8 seeded moments
scripts/test.sh --asan                 the same under AddressSanitizer and UndefinedBehaviorSanitizer
scripts/test.sh --tsan                 the same under ThreadSanitizer
scripts/test.sh --fault [--seconds N]  the hub killed at named points and at 20 seeded moments, two points on MariaDB, too (none begins
                                       after N seconds; what is left out is named); hubs with a mistake made on purpose are found
scripts/test.sh --fuzz [--seconds N]   every fuzz target of tests/fuzz for N seconds (60) from a copy of its corpus
END
}

refuse() {
    printf 'test.sh: %s\n\n' "$1" >&2
    usage >&2
    exit 2
}

preset=""
seconds=""
while [ $# -gt 0 ]; do
    case $1 in
        --asan | --tsan | --fuzz | --fault)
            [ -z "$preset" ] || refuse "one of --asan, --tsan, --fuzz, --fault at a time"
            preset=${1#--}
            ;;
        --seconds)
            [[ ${2-} =~ ^[1-9][0-9]{0,5}$ ]] || refuse "--seconds needs a whole number from 1 to 999999"
            seconds=$2
            shift
            ;;
        -h | --help)
            usage
            exit 0
            ;;
        *) refuse "unknown option: $1" ;;
    esac
    shift
done
preset=${preset:-release}
[ -z "$seconds" ] || [ "$preset" = fuzz ] || [ "$preset" = fault ] || refuse "--seconds belongs to --fuzz and --fault"

. "$(dirname "$0")/lib.sh"

run_tests() {
    local output=build/$preset/ctest-output.txt
    rm -f "build/$preset/errors-seen"
    local code=0
    ctest --test-dir "build/$preset" -j2 --output-on-failure --no-tests=error 2>&1 | tee "$output" || code=$?
    closing_line=$(grep -E '[0-9]+% tests passed' "$output") || closing_line="ctest ended before its closing line"
    return "$code"
}

check_error_coverage() { /usr/bin/python3 scripts/check/error_coverage.py "build/$preset/errors-seen" schemas/errors/errors.yaml; }

# A fuzz target is a program called fuzz_<name>; its corpus is tests/fuzz/corpus/<name>. What a run finds stays in build/fuzz.
fuzz() {
    local program=build/fuzz/bin/$1 name=${1#fuzz_}
    local seeds=tests/fuzz/corpus/$name corpus=build/fuzz/corpus/$name found=build/fuzz/found/$name-
    [ -d "$seeds" ] || fail "$1 has no corpus: put a few small inputs into $seeds"
    mkdir -p "$corpus" build/fuzz/found
    cp -r "$seeds/." "$corpus/"
    "$program" -max_total_time="${seconds:-60}" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$found" "$corpus" ||
        fail "$1 found something: repeat it with $program and the file named above (${found}…), then make it a test"
}

fuzz_targets() { ninja -C build/fuzz -t targets all | sed -n 's|^bin/\(fuzz_[a-z0-9_]*\): .*|\1|p' | sort; }

crash_tests() { /usr/bin/python3 -B tests/fault/crash_tests.py "$@"; }

# A hub with a mistake made on purpose must not come through. What it leaves behind is of no use.
must_differ() {
    local code=0 folder
    folder=$(mktemp -d)
    TMPDIR=$folder crash_tests --hub "build/release/bin/$1" --only before_commit --quiet 20 || code=$?
    rm -rf "$folder"
    [ "$code" -eq 1 ] || fail "the crash tests do not see what is wrong with $1"
}

if [ "$preset" = fault ]; then
    stage "packages" need_packages build test
    stage "configure (release)" configure release
    stage "build (release)" build release onecard onecard_ack_before_commit onecard_no_inbox
    stage "crash tests" crash_tests --moments 20 --also-mariadb before_send after_commit ${seconds:+--seconds "$seconds"}
    stage "acknowledging too early is seen" must_differ onecard_ack_before_commit
    stage "a missing inbox is seen" must_differ onecard_no_inbox
    closing_line="nothing lost or doubled"
elif [ "$preset" = fuzz ]; then
    stage "packages" need_packages build test fuzz
    stage "configure (fuzz)" configure fuzz
    mapfile -t targets < <(fuzz_targets)
    [ "${#targets[@]}" -gt 0 ] || fail "there is nothing to fuzz: tests/fuzz defines no program called fuzz_<name> under preset fuzz"
    stage "build (fuzz)" build fuzz "${targets[@]}"
    for target in "${targets[@]}"; do stage "$target" fuzz "$target"; done
    closing_line="nothing found by: ${targets[*]}"
else
    stage "packages" need_packages build test
    stage "configure ($preset)" configure "$preset"
    stage "build ($preset)" build "$preset"
    stage "tests ($preset)" run_tests
    stage "every error code was returned" check_error_coverage
    # Sanitizers make a hub that is killed none the wiser.
    [ "$preset" != release ] || stage "crash tests" crash_tests --moments 8
fi
