"""What the crash tests draw, repeat and leave out. No hub is started here."""
import contextlib, io, os, sys, unittest

sys.path.insert(0, os.path.dirname(__file__))
import crash_tests


def episodes(*words):
    return crash_tests.episodes_of(crash_tests.options_of(words))


class Played:
    """In place of an Episode."""

    def __init__(self, name, end):
        self.name, self.end = name, end

    def run(self):
        return f"{self.name} {self.end}", self.end


def ran(ends, *words):
    """The exit code and what was printed."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = crash_tests.run_all([Played(f"number {number}", end) for number, end in enumerate(ends)], crash_tests.options_of(words))
    return code, out.getvalue()


class CrashTests(unittest.TestCase):
    def test_every_point_and_so_many_moments_are_drawn(self):
        kinds = [(one.kind, one.database) for one in episodes("--moments", "8", "--also-mariadb", "before_send", "mid_outbox")]
        self.assertEqual(kinds, [(point, "sqlite") for point in crash_tests.POINTS] +
                         [("before_send", "mariadb"), ("mid_outbox", "mariadb")] + [("moment", "sqlite")] * 8)

    def test_the_points_are_those_of_the_hub(self):
        with open(os.path.dirname(__file__) + "/../../hub/flows/crash_point.h", encoding="utf-8") as file:
            header = file.read()
        names = header.split("std::array{")[1].split("};")[0].split('"')[1::2]
        self.assertEqual(list(crash_tests.POINTS), names)

    def test_a_seed_draws_the_same_crashes_and_another_seed_others(self):
        names = [one.name for one in episodes("--seed", "7")]
        self.assertEqual(names, [one.name for one in episodes("--seed", "7")])
        self.assertNotEqual(names, [one.name for one in episodes("--seed", "8")])

    def test_the_command_of_a_crash_repeats_it(self):
        for words in (("--seed", "7"), ("--seed", "7", "--people", "6", "--database", "mariadb", "--hub", "other")):
            for one in episodes(*words):
                [again] = episodes(*one.command().split()[1:])
                self.assertEqual((again.name, again.seed, again.database, again.options.people, again.options.hub),
                                 (one.name, one.seed, one.database, one.options.people, one.options.hub))

    def test_one_that_differs_outweighs_one_that_proves_nothing(self):
        self.assertEqual(ran(["ok", "ok"])[0], 0)
        self.assertEqual(ran(["ok", "NOT PASSED"])[0], 3)
        self.assertEqual(ran(["NOT PASSED", "DIFFERS", "ok"])[0], 1)

    def test_what_does_not_begin_in_time_is_named(self):
        code, said = ran(["ok", "DIFFERS"], "--seconds", "0")
        self.assertEqual(code, 0)
        self.assertIn("left out after 0 s: number 0, number 1", said)
        self.assertIn("0 of 2 crashes", said)


if __name__ == "__main__":
    unittest.main()
