#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""check.py PROGRAM: the shared corpus through `PROGRAM parse` (make check-corpus).

Judges with the corpus's own rules (score.py, compare.py beside it).  Fails when
a message crashes or hangs the program; when an upstream fact does not hold that
DIFFERENCES does not explain; when DIFFERENCES explains what does hold; or when
too few of the consensus values hold.  Without a corpus it says so: it is no part
of make check."""
import os
import re
import subprocess
import sys

SOURCE = os.environ.get("SP_SOURCE", ".")
CORPUS = os.path.join(SOURCE, "..", "shared", "corpus")
WANTED = {"from": 99.5, "to": 99.5, "subject": 99.5, "message_id": 99.5, "date": 99.5,
          "text": 98, "attachments": 98, "auto": 98, "bounce": 97, "reply": 90}
ROW = re.compile(r"BAD (upstream|consensus) (\S+) (\S+) expected ")
SHARE = re.compile(r"(upstream|consensus)\s+(\S+)\s+(\d+)/(\d+)\s+(\S+) %")


def differences():
    """{(message, key): reason} of the file beside this one."""
    found = {}
    with open(os.path.join(SOURCE, "tests", "corpus", "DIFFERENCES"), encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if line.startswith("#") or not line.strip():
                continue
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 3 or not all(fields):
                sys.exit("DIFFERENCES:%d: wants MESSAGE, KEY and REASON with tabs between" % number)
            found[fields[0], fields[1]] = fields[2]
    return found


def judge(output, explained):
    """The complaints about what score.py printed."""
    complaints, seen, shares = [], set(), 0
    for line in output.splitlines():
        row, share = ROW.match(line), SHARE.match(line)
        if line.startswith("FAIL"):
            complaints.append(line)
        elif row and row.group(1) == "upstream":
            name = os.path.relpath(row.group(3), CORPUS), row.group(2)
            seen.add(name)
            if name not in explained:
                complaints.append("not explained: " + line)
        elif share:
            shares += 1
            kind, key, good, of, percent = share.groups()
            print("%-9s %-12s %5s/%-5s %6s %%" % (kind, key, good, of, percent))
            if kind == "consensus" and float(percent) < WANTED.get(key, 95):
                complaints.append("consensus %s: %s %%" % (key, percent))
    complaints += ["explained, but it holds: %s %s" % name for name in sorted(set(explained) - seen)]
    if not shares:
        complaints.append("score.py printed no shares: " + output[-500:])
    return complaints


def main():
    if not os.path.isdir(CORPUS):
        print("there is no corpus at %s; nothing was checked" % CORPUS)
        return 0
    command = [os.path.join(CORPUS, "score.py"), "-v", CORPUS, os.path.abspath(sys.argv[1]), "parse"]
    run = subprocess.run(command, capture_output=True, text=True, check=False,
                         env=dict(os.environ, SPORTELLO_DATA=os.path.abspath(SOURCE)))
    complaints = judge(run.stdout, differences())
    for complaint in complaints:
        print(complaint)
    print("%d complaints" % len(complaints))
    return 1 if complaints else 0


sys.exit(main())
