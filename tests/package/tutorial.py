#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""tutorial.py extract PAGE FOLDER: the commands of the displays in a man page, as
FOLDER/NNN.command, and what should come of each, as NNN.expected.
tutorial.py compare FOLDER: whether each NNN.output is what was expected, numbers,
dates and amounts of blanks apart; a command under which nothing stands may print
anything.  TAP without numbers: "ok NAME" or "not ok NAME" a line.

A command begins with "# ", goes on after a backslash at the line's end, and has its
here-document with it."""
import os
import re
import sys


def plain(line):
    """A line of mdoc text as it is shown."""
    if line.startswith("\\&"):
        line = line[2:]
    for escape, shown in (("\\e", "\\"), ("\\(dq", '"'), ("\\(aq", "'"), ("\\-", "-"), ("\\&", "")):
        line = line.replace(escape, shown)
    return line


def displays(page):
    inside = False
    for line in open(page, encoding="utf-8").read().split("\n"):
        if line.startswith(".Bd -literal"):
            inside = True
        elif line.startswith(".Ed"):
            inside = False
        elif inside:
            yield plain(line)


def steps(page):
    """Pairs of a command and the lines below it."""
    found, end = [], None
    for line in displays(page):
        if end or (found and found[-1][0].endswith("\\")):
            found[-1][0] += "\n" + line
            if line == end:
                end = None
        elif line.startswith("# "):
            found.append([line[2:], []])
            here = re.search(r"<<(\w+)$", line)
            end = here.group(1) if here else None
        else:
            found[-1][1].append(line)
    return found


def extract(page, folder):
    for i, (command, below) in enumerate(steps(page)):
        for name, text in (("command", command), ("expected", "\n".join(below))):
            with open(os.path.join(folder, f"{i:03}.{name}"), "w", encoding="utf-8") as file:
                file.write(text + "\n")


def read(folder, number, name):
    try:
        with open(os.path.join(folder, f"{number}.{name}"), encoding="utf-8", errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return None


def same(text):
    """Without what differs from day to day."""
    return [re.sub(r" +", " ", re.sub(r"[0-9]+", "0", line)).strip() for line in text.strip().split("\n")]


def compare(folder):
    bad = 0
    numbers = sorted(name[:3] for name in os.listdir(folder) if name.endswith(".command"))
    for number in numbers:
        command, expected = read(folder, number, "command"), read(folder, number, "expected")
        output, status = read(folder, number, "output"), read(folder, number, "status")
        good = status == "0\n" and (not expected.strip() or same(output) == same(expected))
        bad += not good
        print(("ok " if good else "not ok ") + command.split("\n")[0])
        if not good:
            for what, text in (("status", status), ("output", output), ("expected", expected)):
                for line in (text or "(none)").rstrip("\n").split("\n"):
                    print(f"# {what}: {line}")
    if len(numbers) < 20:
        print(f"not ok {len(numbers)} commands only")
    return bad


if sys.argv[1] == "extract":
    extract(sys.argv[2], sys.argv[3])
else:
    sys.exit(1 if compare(sys.argv[2]) else 0)
