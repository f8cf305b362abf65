#!/usr/bin/env python3
"""Runs a bench with tiny numbers and looks at its object (docs/architecture.md): the fields, and counts that have to fit each other.
Never at times: they are the machine's.

    smoke.py onecard FOLDER BENCH [OPTION…]
"""
import json
import subprocess
import sys

FIELDS = ("bench", "value", "unit", "p50_ms", "p99_ms", "n", "seconds", "rss_mib", "parameters", "baseline", "ratio", "fsync_p50_us")
COUNTS = {
    "start": lambda got, said: got["n"] == int(said["pairs"]) and got["serving_s"] <= got["in_service_s"] <= got["value"],
    "isolation": lambda got, said: got["hanging_asked"] > 0 and got["hanging_answered"] == 0 and got["success_share"] == 1,
    "http-crowd": lambda got, said: got["idle_at_the_end"] == int(said["idle"]) and got["success_share"] == 1,
    "lookup": lambda got, said: got["wrong"] == got["lost"] == got["baseline_wrong"] == 0
    and all(got[part]["n"] > 0 for part in ("by_card", "by_id", "unknown"))
    and sum(got[part]["n"] for part in ("by_card", "by_id", "unknown")) == got["n"],
    "mllp-ingest": lambda got, said: got["success_share"] == 1 and got["events_parked_meanwhile"] == 0,
}


def run(onecard, *arguments):
    return subprocess.run([onecard, "bench", *arguments, "--json"], capture_output=True, text=True, timeout=100)


def main(onecard, folder, bench, *options):
    ended = run(onecard, bench, "--dir", folder, *options)
    assert ended.returncode == 0, ended.stderr
    got = json.loads(ended.stdout)
    missing = [field for field in FIELDS if field not in got]
    assert not missing, missing
    assert got["bench"] == bench, got
    assert got["n"] > 0 and got["value"] > 0 and got["rss_mib"] > 0 and got["baseline"]["value"] > 0, got
    for option, value in zip(options[::2], options[1::2]):
        assert option in ("--seconds", "--rate") or got["parameters"][option[2:]] == value, option
    assert COUNTS[bench](got, got["parameters"]), got

    refused = run(onecard, bench, "--dir", "/nowhere/at/all", *options)
    assert refused.returncode != 0 and not refused.stdout and "OC-STO-" in refused.stderr, refused


main(*sys.argv[1:])
