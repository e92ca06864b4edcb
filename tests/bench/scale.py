#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A delivery to a desk of TICKETS tickets and five times as many messages (20,000; the
figures in RESULTS.md are of 1,000,000, which takes 8 GB and ten minutes), beside one
to an empty desk: time, in interleaved rounds, and pages read."""
import os
import subprocess
import sys

import bench
import deliver_messages
import grow

ROUNDS = int(os.environ.get("ROUNDS", "200"))
TICKETS = int(os.environ.get("TICKETS", "20000"))
COUNTED = 20


def pages_read(work, desk, messages, number):
    """How many pages one delivery reads, of the database and its log."""
    trace = work.path("trace")
    command = [word.replace("%d", str(number)) for word in desk.delivery()]
    with open(messages.replace("%d", str(number)), "rb") as message:
        subprocess.run([*work.as_user(), "strace", "-f", "-qq", "-e", "trace=pread64", "-o", trace, *command],
                       stdin=message, check=True)
    with open(trace, encoding="utf-8", errors="replace") as file:
        return sum("4096, " in line and "= 4096" in line for line in file)


def main():
    with bench.Work() as work:
        messages = deliver_messages.write(work, ROUNDS + COUNTED)
        empty, old = bench.Desk(work, "empty", 9), bench.Desk(work, "old", 9)
        grow.grow(old.database, TICKETS, lambda text: print(f"  {text}", file=sys.stderr, flush=True))
        work.give()
        with bench.holding(work, empty.database), bench.holding(work, old.database):
            lines = ["\t".join([name, "0", messages, *desk.delivery()])
                     for name, desk in (("empty", empty), ("old", old))]
            results = work.race(ROUNDS, 1, 1, lines)
            pages = {name: sorted(pages_read(work, desk, messages, ROUNDS + 1 + i) for i in range(COUNTED))
                     for name, desk in (("empty", empty), ("old", old))}
    base, base_pages = results["empty"][0], pages["empty"][COUNTED // 2]
    print(f"{TICKETS} tickets, {5 * TICKETS} messages, medians of {ROUNDS} interleaved rounds")
    for name, numbers in results.items():
        median = pages[name][COUNTED // 2]
        print(f"  {name:6} {numbers[0] / 1000:6.2f} ms   {numbers[0] / base:5.2f}   pages read {median:4}   "
              f"{median / base_pages:5.2f}" + (f"   {numbers[5]:.0f} failed" if numbers[5] else ""))


main()
