#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Functions of about twenty lines, files of about four hundred.

Lists what is longer than 40 and 400; fails past 60 and 600.  C functions begin
with a brace in the first column and end with one, as the house's style has it;
shell functions with `name() {` and `}`.  A unit test may hold a long array of
cases: only its file is measured.  A *_tables file is data."""
import ast
import re
import sys

import files

FUNCTION, FUNCTION_LIMIT = 40, 60
FILE, FILE_LIMIT = 400, 600


def c_functions(text):
    """(name, first line, lines) of each function body."""
    lines = text.split("\n")
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line.startswith("}") and start:
            head = " ".join(lines[max(0, start - 6):start - 1])
            names = re.findall(r"(\w+)\(", head.split(";")[-1].split("}")[-1])
            yield (names[0] if names else "?"), start, number - start + 1
            start = None


def shell_functions(text):
    name = None
    for number, line in enumerate(text.split("\n"), 1):
        found = re.match(r"(\w+)\(\) \{$", line)
        if found:
            name, start = found.group(1), number
        elif line == "}" and name:
            yield name, start, number - start + 1
            name = None


def python_functions(text):
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            yield node.name, node.lineno, node.end_lineno - node.lineno + 1


def functions(path, text):
    if path.endswith((".c", ".h")):
        return [] if path.startswith("tests/unit/") else c_functions(text)
    kind = files.interpreter(text)
    if kind in ("sh", "bash") or path.endswith(".sh"):
        return shell_functions(text)
    if kind == "python3" or path.endswith(".py"):
        return python_functions(text)
    return None


files.go_to_source()
status = 0
for path in files.all_files():
    text = files.read(path)
    found = functions(path, text)
    if found is None:
        continue
    for name, line, length in found:
        if length > FUNCTION:
            print(f"{path}:{line}: {name}: {length} lines" + (": too long" if length > FUNCTION_LIMIT else ""))
            status |= length > FUNCTION_LIMIT
    length = text.count("\n")
    if length > FILE and not re.search(r"_tables\.[ch]$", path):
        print(f"{path}:1: {length} lines" + (": too long, split it by topic" if length > FILE_LIMIT else ""))
        status |= length > FILE_LIMIT
sys.exit(status)
