#!/usr/bin/env python3
"""Kills a hub at named points and seeded moments, restarts it, waits until it is quiet and has checker.py look. No code of the hub.

Exit 0: nothing lost or doubled. 1: a run differs, its folder stays. 3: a point was not passed, or a run was broken off: nothing is proved.
"""
import argparse, concurrent.futures, os, random, signal, subprocess, sys, time

import checker
from person import Person
from world import World

# How often PEOPLE pass each point at least: any of these passages may be the one.
POINTS = {"before_send": 80, "after_send": 80, "after_answer": 80, "before_commit": 24, "after_commit": 24, "before_follow": 80,
          "mid_outbox": 30}
PEOPLE = 12
LATE = {"after_send": ":50", "before_commit": ":50"}  # ms, while other threads go on
MOMENT = "moment"
REACHED_WITHIN = 30
ENDS = {"ok": 0, "DIFFERS": 1, "NOT PASSED": 3}


class Episode:
    """One crash and what comes of it. All is drawn from its seed, but for how threads and processes take turns."""

    def __init__(self, options, kind, database, seed):
        self.options, self.kind, self.database, self.seed = options, kind, database, seed
        dice = random.Random(seed)
        if kind == MOMENT:
            self.crash_at, self.after_s = "", dice.uniform(0.2, 5)
        else:
            self.crash_at, self.after_s = f"{kind}:{dice.randint(1, POINTS[kind] * options.people // PEOPLE)}{LATE.get(kind, '')}", None
        self.name = f"{kind} at {self.after_s:.2f} s" if self.after_s else self.crash_at

    def command(self):
        given = [f"--{name} {value}" for name, value in (("hub", self.options.hub), ("people", self.options.people))
                 if value not in (None, PEOPLE)]
        return " ".join(["tests/fault/crash_tests.py", "--only", self.kind, "--database", self.database, "--repeat", str(self.seed),
                         *given])

    def run(self):
        """What to print and how it ended."""
        began = time.monotonic()
        world, end, self.said, self.report = None, "NOT PASSED", checker.Said(), checker.Report([], [])
        try:
            world = World(self.options.program, self.options.hub or self.options.program, self.seed, self.database)
            passed = self.crash(world)
            end = "DIFFERS" if self.report.wrong else "ok" if passed else "NOT PASSED"
        except Exception as problem:  # whatever it is: the others go on
            self.report.wrong.append(f"broken off: {type(problem).__name__} {problem}")
        keep = end != "ok" or self.options.keep
        if world:
            world.end(keep)
        line = (f"{self.name:<20} {self.database:<7} seed {self.seed:<10} {time.monotonic() - began:5.1f} s  "
                f"{len(self.said.rows):3} acknowledged, {len(self.report.kept)} in open cases  {end}")
        if keep:
            line += "".join("\n    " + one for one in self.report.wrong[:8])
            line += (f"\n    logs in {world.folder}" if world else "") + f"\n    repeat: {self.command()}"
        return line, end

    def crash(self, world):
        world.start()
        entrance = world.token()
        world.stop()
        world.start(self.crash_at)
        until = time.monotonic() + self.options.quiet
        people = [Person(world, number, entrance, self.said, until) for number in range(1, self.options.people + 1)]
        for one in people:
            one.start()
        reached = True
        try:
            world.hub.wait(timeout=self.after_s or REACHED_WITHIN)
            reached = world.hub.returncode == -signal.SIGKILL
        except subprocess.TimeoutExpired:
            reached = self.after_s is not None
            world.hub.kill()
            world.hub.wait()
        world.start()
        self.wait_for_quiet(world, people, until)
        world.stop()
        tables = world.tables()
        self.report = checker.differences(tables, self.said, world.hospitals(), world.channel())
        with_case = checker.people_with_case(tables)  # the hub says so to the person, and a person goes on
        self.report.wrong.extend(f"person {one.number}: {one.failed}" for one in people if one.failed and one.person not in with_case)
        if fault := world.ledger_fault():
            self.report.wrong.append(fault)
        return reached

    @staticmethod
    def wait_for_quiet(world, people, until):
        """Everybody has come to an end or is named by an open case, and nothing waits, twice in a row."""
        quiet = 0
        while quiet < 2 and time.monotonic() < until:
            time.sleep(0.3)
            tables = world.tables()
            with_case = checker.people_with_case(tables)
            at_rest = all(not one.is_alive() or one.person in with_case for one in people)
            quiet = quiet + 1 if at_rest and not checker.waiting(tables, world.channel()) else 0
        for one in people:
            one.over.set()
        for one in people:
            one.join()


def options_of(words):
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", default="build/release/onecard")
    parser.add_argument("--hub", help="another program to serve with")
    parser.add_argument("--seed", type=int, default=random.randrange(1, 1 << 31), help="all others are drawn from it")
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=3600, help="nothing begins later, and what is left out is named")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--at-a-time", type=int, default=3, help="they wait most of the time")
    parser.add_argument("--quiet", type=float, default=90, help="seconds to come to an end")
    parser.add_argument("--only", choices=(*POINTS, MOMENT))
    parser.add_argument("--repeat", type=int, metavar="SEED", help="with --only: the one run with this seed")
    parser.add_argument("--keep", action="store_true", help="the folder of a run that came out right, too")
    parser.add_argument("--database", choices=("sqlite", "mariadb"), default="sqlite")
    parser.add_argument("--also-mariadb", nargs="*", choices=POINTS, default=[], help="points that are passed on MariaDB, too")
    options = parser.parse_args(words)
    if options.repeat and not options.only:
        parser.error("--repeat needs --only")
    options.program = os.path.abspath(options.program)
    options.hub = os.path.abspath(options.hub) if options.hub else None
    return options


def episodes_of(options):
    dice = random.Random(options.seed)
    kinds = [(options.only, options.database)] if options.only else [(point, options.database) for point in POINTS]
    kinds += [] if options.only else [(point, "mariadb") for point in options.also_mariadb]
    kinds += [] if options.only else [(MOMENT, options.database)] * options.moments
    return [Episode(options, kind, database, options.repeat or dice.randrange(1, 1 << 31)) for kind, database in kinds]


def run_all(episodes, options):
    began, left_out = time.monotonic(), []

    def run(episode):
        if time.monotonic() - began > options.seconds:
            left_out.append(episode.name)
            return 0
        line, end = episode.run()
        print(line, flush=True)
        return ENDS[end]

    with concurrent.futures.ThreadPoolExecutor(options.at_a_time) as pool:
        ends = list(pool.map(run, episodes))
    if left_out:
        print(f"left out after {options.seconds:.0f} s: " + ", ".join(left_out))
    print(f"{len(episodes) - len(left_out)} of {len(episodes)} crashes in {time.monotonic() - began:.0f} s, seed {options.seed}")
    return 1 if 1 in ends else max(ends, default=0)


def main():
    options = options_of(sys.argv[1:])
    print(f"seed {options.seed}", flush=True)
    return run_all(episodes_of(options), options)


if __name__ == "__main__":
    sys.exit(main())
