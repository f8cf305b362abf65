"""Which codes a test run is said to have missed."""
import unittest

import support  # noqa: F401
import error_coverage

ERRORS = [{"code": "OC-COR-001", "name": "One"}, {"code": "OC-COR-002", "name": "Two"}]


class ErrorCoverageTest(unittest.TestCase):
    def test_a_code_nobody_returned_is_named(self):
        self.assertEqual(error_coverage.never_returned("OC-COR-001\nOC-COR-001\n", ERRORS), [("OC-COR-002", "Two")])

    def test_an_empty_run_misses_every_code(self):
        self.assertEqual(len(error_coverage.never_returned("", ERRORS)), 2)

    def test_a_run_that_returned_all_misses_none(self):
        self.assertEqual(error_coverage.never_returned("OC-COR-002\nOC-COR-001\n", ERRORS), [])


if __name__ == "__main__":
    unittest.main()
