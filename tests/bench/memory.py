#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The most memory that a delivery takes, in all its processes: their shares (PSS)
summed, looked at all the time; strace makes them dwell where they have most, before
the commit's sync and before each end.  A small message, and one of 50 MB; alone, and
with the resident storer, its parser and its parser's children counted too."""
import os
import subprocess
import sys

import bench
import deliver_messages

DWELL = 60000  # microseconds
STRACE = ["strace", "-f", "-qq", "-o", "/dev/null", "--seccomp-bpf", "-e", "trace=fdatasync,exit_group,close_range",
          "-e", f"inject=fdatasync,exit_group,close_range:delay_enter={DWELL}"]


def processes(above):
    """Process ids of a process's descendants."""
    found, todo = [], [above]
    while todo:
        pid = todo.pop()
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
                    children = [int(one) for one in file.read().split()]
                found += children
                todo += children
        except OSError:
            continue
    return found


def share(pid):
    """PSS in KB of a process of ours; 0 for others and those that are gone."""
    try:
        with open(f"/proc/{pid}/comm", encoding="utf-8") as file:
            if not file.read().startswith(("sportello-deliv", "sportello-store")):
                return 0
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            return sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except OSError:
        return 0


def most(work, desk, path):
    command = [word.replace("%d", "1") for word in desk.delivery()]
    resident = [desk.sender.pid] if desk.resident else []
    with open(path, "rb") as message:
        traced = subprocess.Popen([*work.as_user(), *STRACE, *command], stdin=message)
        peak = 0
        while traced.poll() is None:
            peak = max(peak, sum(share(pid) for above in (traced.pid, *resident) for pid in processes(above)))
    if traced.returncode != 0:
        sys.exit(f"the delivery ended with {traced.returncode}")
    return peak / 1024


def main():
    with bench.Work() as work:
        with open(work.path("large"), "wb") as file:
            subprocess.run([os.path.join(bench.SOURCE, "tests/bench/big_mail.py"), "50"], stdout=file, check=True)
        size = os.path.getsize(work.path("large")) / 1048576
        small = deliver_messages.write(work, 1).replace("%d", "1")
        alone = bench.Desk(work, "alone", 9)
        work.give()
        with bench.Desk(work, "desk", 9, resident=True, prefix=STRACE) as desk:
            print("the most memory, summed over the processes of a delivery")
            for what, one in (("", alone), (", storer and all", desk)):
                peak = most(work, one, small)
                print(f"  a small message{what:24} {peak:6.1f} MB")
            for what, one in (("", alone), (", storer and all", desk)):
                peak = most(work, one, work.path("large"))
                print(f"  one of {size:.0f} MB{what:29} {peak:6.1f} MB   {peak / size:5.2f} times the message")


main()
