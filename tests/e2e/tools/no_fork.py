#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""no_fork.py TRACE: in what `strace -f -e trace=openat,close,clone,clone3,fork,vfork`
wrote, how many processes were made, and how many of them while their maker had the
database open.  Prints "FORKS OPEN"."""
import re
import sys

LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += +(-?\d+)")
# Where two processes speak at once a call stands in two pieces.
BEGUN = re.compile(r"^(\d+) +(\w+\(.*?),? *<unfinished \.\.\.>$")
RESUMED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
held = {}  # process: its descriptors of the database
pieces = {}  # process: the first piece of its call
forks = while_open = 0
with open(sys.argv[1], encoding="utf-8", errors="replace") as trace:
    for line in trace:
        begun, resumed = BEGUN.match(line), RESUMED.match(line)
        if begun:
            pieces[begun[1]] = begun[2]
        if resumed:
            line = f"{resumed[1]} {pieces.pop(resumed[1], '')}{resumed[2]}"
        found = LINE.match(line)
        if not found:
            continue
        process, call, arguments, result = found[1], found[2], found[3], int(found[4])
        mine = held.setdefault(process, set())
        if call == "openat" and result >= 0 and re.search(r'sportello\.db(-wal|-shm)?"', arguments):
            mine.add(result)
        elif call == "close":
            mine.discard(int(re.match(r"\d+", arguments)[0]))
        elif call in ("clone", "clone3", "fork", "vfork") and result > 0:
            forks += 1
            while_open += bool(mine)
print(forks, while_open)
