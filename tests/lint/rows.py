#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every row of FAULTS.md, parts A, D and E, has its test: tests/fault/ROWS against the
numbers that the tests carry in what they state, both ways; and every test that is
named there is run by `make check`, and by `make check-fault`."""
import re
import sys

import files

ROWS = [*range(1, 26), *range(45, 75)]
# "16: ..." or "16, ..." as the text of a statement; a row as the argument of what makes
# the statement (find.add(16, ..), try_case 16 ..); the name of a C function.
CARRIED = [r"""["'](\d{1,2})[:,] """, r"ok \{number\} - (\d{1,2}): ", r"ok 1 - (\d{1,2}): ", r"\bfound\.add\((\d{1,2}), ", r"\b(?:try|unknown)_case (\d{1,2}) ",
           r"\btest_row_(\d{1,2})_"]
READS = r'^\. "\$\{0%/\*\}/(\w+\.sh)"'


def carried(path, reads=False):
    """The rows that a test carries, and those of the files that it reads."""
    text = files.read(path)
    folder = path.rsplit("/", 1)[0]
    for name in re.findall(READS, text, re.M) if reads else ():
        text += files.read(f"{folder}/{name}")
    return {int(number) for pattern in CARRIED for number in re.findall(pattern, text)} & set(ROWS)


def table():
    """Row -> its tests."""
    found = {}
    for number, line in enumerate(files.read("tests/fault/ROWS").split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        row = re.fullmatch(r"(\d+) *\| *(\S.*?) *\| *(\S.*)", line)
        if not row or int(row.group(1)) in found:
            yield None, f"tests/fault/ROWS:{number}: no row, or one more of the same number"
            continue
        found[int(row.group(1))] = row.group(3).split()
    yield found, None


def complaints():
    rows = {}
    for found, complaint in table():
        if complaint:
            yield complaint
        else:
            rows = found
    for row in sorted(set(ROWS) ^ set(rows)):
        yield f"tests/fault/ROWS: row {row} " + ("is missing" if row in ROWS else "is in no part A, D or E")
    named = {path: {row for row in rows if path in rows[row]} for tests in rows.values() for path in tests}
    there = set(files.all_files())
    makefile = files.read("tests/fault/local.mk")
    for path in sorted(named):
        if path not in there:
            yield f"tests/fault/ROWS: there is no {path}"
            continue
        for row in sorted(named[path] - carried(path, True)):
            yield f"{path}: no statement carries {row}, as tests/fault/ROWS says"
        if re.sub(r"\.c$", "", path) not in makefile:
            yield f"{path}: tests/fault/local.mk does not run it in check-fault"
    for path in sorted(path for path in there if re.match(r"tests/(fault|e2e)/\d\d-.*\.(py|sh)$", path)):
        for row in sorted(carried(path) - named.get(path, set())):
            yield f"{path}: carries {row}, and tests/fault/ROWS does not say so"


files.go_to_source()
offences = list(complaints())
print("\n".join(offences), end="\n" if offences else "")
sys.exit(1 if offences else 0)
