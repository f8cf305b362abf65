"""Each habit of hygiene.py, kept and broken."""
import unittest

import support  # noqa: F401
import hygiene


class HygieneTest(unittest.TestCase):
    def problems(self, path, content):
        return list(hygiene.problems(path, content.encode() if isinstance(content, str) else content))

    def allows(self, path, content):
        self.assertEqual(self.problems(path, content), [])

    def refuses(self, path, content, line, part):
        problems = self.problems(path, content)
        self.assertEqual([number for number, _ in problems], [line], problems)
        self.assertIn(part, problems[0][1])

    def test_nothing_is_left_for_later(self):
        self.refuses("hub/core/a.h", "int a;\n// TODO b\n", 2, "TODO is left")
        self.refuses("docs/a.md", "FIXME\n", 1, "FIXME is left")

    def test_no_path_of_one_machine(self):
        for folder in ("work", "home", "root"):
            self.refuses("config/hub.yaml", f"dir: /{folder}/a\n", 1, "path of one machine")
            self.allows("docs/a.md", f"hub/{folder}/a, https://example.org/{folder}/a, ./{folder}/a\n")
        self.refuses("config/hub.yaml", "dir: /tmp/build-a\n", 1, "path of one machine")
        self.allows("docs/a.md", "/var/lib/onecard\n")

    def test_no_package_host(self):
        self.refuses("scripts/a.py", 'x = "https://registry.example.com/x"\n', 1, "package host")
        self.refuses("scripts/a.py", 'x = "deb.debian.org"\n', 1, "package host")
        self.allows("docs/a.md", "the registry. And the proxy, mirrors of the card\n")

    def test_a_file_of_cpp_ends_at_600_lines(self):
        self.allows("hub/core/a.cpp", "a\n" * 600)
        self.refuses("hub/core/a.cpp", "a\n" * 601, 0, "missing")
        self.allows("docs/a.md", "a\n" * 601)

    def test_a_shell_script_stops_at_the_first_error(self):
        self.allows("scripts/a.sh", "#!/usr/bin/env bash\nset -euo pipefail\n")
        self.refuses("scripts/a.sh", "#!/usr/bin/env bash\nset -e\n", 0, "set -euo pipefail")
        self.refuses(".ci/run", "#!/bin/sh\n", 0, "set -euo pipefail")
        self.allows("scripts/a.py", "#!/usr/bin/python3\n")

    def test_lines_end_where_their_text_ends(self):
        self.refuses("hub/core/a.h", "int a; \n", 1, "white space")
        self.refuses("hub/core/a.h", "int a;\nint b;\r\n", 2, "white space")
        self.allows("docs/a.md", "a break  \nhere\n")
        self.allows("tests/data/hl7v2/a.txt", "MSH|\r\n")

    def test_a_binary_past_one_mebibyte_is_test_data(self):
        self.allows("docs/a.png", b"\0" * 1024 * 1024)
        self.refuses("docs/a.png", b"\0" * (1024 * 1024 + 1), 0, "binary file")
        self.allows("tests/data/a.bin", b"\0" * (1024 * 1024 + 1))

    def test_a_package_has_a_reason_and_does_no_harm(self):
        self.assertEqual(list(hygiene.package_list_problems(["# head", "", "mariadb-server-core  # stores"])), [])
        harm = ["ccache", "mariadb-server  # no", "libboost1.81-dev # no"]
        self.assertEqual([line for line, _ in hygiene.package_list_problems(harm)], [1, 2, 3])


if __name__ == "__main__":
    unittest.main()
