"""What personal_data.py must find, planted in each encoding, and what it must not take for it."""
import base64
import contextlib
import io
import os
import tempfile
import unittest
from pathlib import Path

import support  # noqa: F401
import personal_data

NAME = "欧阳测试玥"
CERTIFICATE = "37999919610203001X"
PHONE = "13970008123"
VALUES = {"name": NAME, "certificate number": CERTIFICATE, "phone": PHONE, "report": "右肺上叶磨玻璃结节 8mm"}


def in_base64(before):
    return lambda value: base64.b64encode(b"x" * before + value.encode() + b"yz")


def in_lines(value):
    return base64.encodebytes(b"a line of base64 has 76 characters, so these come first" + value.encode())


# How it is planted, and what the check must call it.
ENCODINGS = {
    "as it is": (str.encode, "UTF-8"),
    "GB18030": (lambda value: value.encode("gb18030"), "GB18030"),
    "UTF-16LE": (lambda value: value.encode("utf-16-le"), "UTF-16LE"),
    "hexadecimal": (lambda value: value.encode().hex().encode(), "UTF-8 in hexadecimal"),
    "hexadecimal in capitals": (lambda value: value.encode().hex().upper().encode(), "UTF-8 in hexadecimal"),
    "hexadecimal in pairs": (lambda value: value.encode().hex(" ").encode(), "UTF-8 in hexadecimal"),
    "hexadecimal of GB18030": (lambda value: value.encode("gb18030").hex().encode(), "GB18030 in hexadecimal"),
    "hexadecimal of UTF-16LE": (lambda value: value.encode("utf-16-le").hex().encode(), "UTF-16LE in hexadecimal"),
    "base64": (in_base64(0), "UTF-8 in base64"),
    "base64, one byte later": (in_base64(1), "UTF-8 in base64"),
    "base64, two bytes later": (in_base64(2), "UTF-8 in base64"),
    "base64 in lines": (in_lines, "UTF-8 in base64"),
    "base64 of URLs": (lambda value: base64.urlsafe_b64encode(b"x" + value.encode()), "UTF-8 in base64"),
    "base64 of GB18030": (lambda value: base64.b64encode(value.encode("gb18030")), "GB18030 in base64"),
    "base64 of UTF-16LE": (lambda value: base64.b64encode(value.encode("utf-16-le")), "UTF-16LE in base64"),
    "between other bytes": (lambda value: b"\0\xff|" + value.encode() + b"^~", "UTF-8"),
    "with spaces": (lambda value: " ".join(value).encode(), "UTF-8"),
    "with dashes": (lambda value: (value[:3] + "-" + value[3:]).encode(), "UTF-8"),
    "small letters": (lambda value: value.lower().encode(), "UTF-8"),
}
ESCAPES = {
    "URL": (lambda _: b"/people?name=%E6%AC%A7%E9%98%B3%E6%B5%8B%E8%AF%95%E7%8E%A5", "UTF-8 in URL escapes"),
    "URL in GB18030": (lambda _: b"%C5%B7%D1%F4%B2%E2%CA%D4%ABh", "GB18030 in URL escapes"),
    "JSON": (lambda _: rb'{"name":"\u6b27\u9633\u6d4b\u8bd5\u73a5"}', "JSON escapes"),
    "XML": (lambda _: b"&#27431;&#38451;&#27979;&#35797;&#29605;", "XML references"),
    "XML in hexadecimal": (lambda _: b"&#x6B27;&#x9633;&#x6D4B;&#x8BD5;&#x73A5;", "XML references"),
}


def named(encoding, value):
    """ASCII is the same in GB18030 and, zeros apart, in UTF-16LE."""
    if not value.isascii():
        return encoding
    return "UTF-8" if encoding == "UTF-16LE" else encoding.replace("GB18030", "UTF-8")


class PersonalDataTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.list, self.searched = Path(folder.name) / "list", Path(folder.name) / "searched"
        self.searched.mkdir()
        (self.searched / "other").write_bytes(b"what is not personal")
        self.wants(VALUES)

    def wants(self, values):
        self.list.write_text("".join(f"{kind}\t{value}\n" for kind, value in values.items()), encoding="utf-8")

    def plant(self, content, name="planted"):
        (self.searched / name).write_bytes(content)

    def run_check(self, *paths):
        """What it prints, and its exit code."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            code = personal_data.main([str(self.list), *map(str, paths or [self.searched])])
        for value in VALUES.values():
            self.assertNotIn(value, out.getvalue())
        return out.getvalue(), code

    def finds(self, kind, encoding):
        printed, code = self.run_check()
        self.assertEqual(code, 1, printed)
        self.assertIn(f"planted: {kind} as {encoding} (line {list(VALUES).index(kind) + 1} of the list)", printed)

    def finds_nothing(self):
        self.assertEqual(self.run_check(), ("nothing personal in clear\n", 0))

    def test_each_value_is_found_in_each_encoding(self):
        for kind, value in VALUES.items():
            for name, (planted, encoding) in ENCODINGS.items():
                with self.subTest(kind=kind, encoding=name):
                    self.plant(planted(value))
                    self.finds(kind, named(encoding, value))

    def test_escapes_are_found(self):
        for name, (planted, encoding) in ESCAPES.items():
            with self.subTest(escapes=name):
                self.plant(planted(NAME))
                self.finds("name", encoding)

    def test_the_name_of_a_file_is_searched_and_not_printed(self):
        self.plant(b"", f"report-{PHONE}.txt")
        printed, code = self.run_check()
        self.assertEqual(code, 1)
        self.assertIn("(its name): phone as UTF-8", printed)

    def test_all_that_is_found_is_said(self):
        self.plant((NAME + CERTIFICATE).encode())
        self.plant(PHONE.encode(), "another")
        self.assertEqual(len(self.run_check()[0].splitlines()), 3)

    def test_what_is_masked_or_random_is_not_taken_for_it(self):
        self.plant("欧**** 3799**********001X 139****8123".encode() + os.urandom(1 << 20))
        self.finds_nothing()

    def test_a_value_that_may_stand_anywhere_by_chance_is_refused(self):
        for short in ("1234", "3-4 5.6", "李玕", "AbC"):
            with self.subTest(short=short):
                self.wants({"phone": short})
                printed, code = self.run_check()
                self.assertEqual(code, 2, printed)
                self.assertIn("by chance", printed)
        self.wants({"phone": "12345"})
        self.assertEqual(self.run_check()[1], 0)

    def test_what_proves_nothing_is_said(self):
        empty = self.searched / "empty"
        empty.mkdir()
        for paths in ([self.searched / "nowhere"], [empty]):
            self.assertEqual(self.run_check(*paths)[1], 2)
        for lines in ("", "\n", "a name without a kind\n", "\tvalue\n", "kind\t\n"):
            with self.subTest(lines=lines):
                self.list.write_text(lines)
                self.assertEqual(self.run_check()[1], 2)
        self.list.unlink()
        self.assertEqual(self.run_check()[1], 2)


if __name__ == "__main__":
    unittest.main()
