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


def pages_stored(work, desk, messages, first):
    """The same of the storer, for COUNTED deliveries that are handed over: the mean."""
    trace = work.path("trace.storer")
    storer = bench.child_of(desk.sender.pid)
    tracer = subprocess.Popen(["strace", "-f", "-qq", "-e", "trace=pread64", "-o", trace, "-p", str(storer)])
    bench.wait_for(lambda: bench.is_traced(storer), "strace")
    for number in range(first, first + COUNTED):
        with open(messages.replace("%d", str(number)), "rb") as message:
            subprocess.run([*work.as_user(), *(word.replace("%d", str(number)) for word in desk.delivery())],
                           stdin=message, stderr=subprocess.DEVNULL, check=True)
    bench.end(tracer)
    with open(trace, encoding="utf-8", errors="replace") as file:
        return sum("4096, " in line and "= 4096" in line for line in file) / COUNTED


def show(title, results, pages):
    base = results["empty"][0]
    print(title)
    for name, numbers in results.items():
        ratio = f"{pages[name] / pages['empty']:5.2f}" if pages["empty"] else ""
        print(f"  {name:6} {numbers[0] / 1000:6.2f} ms   {numbers[0] / base:5.2f}   pages read {pages[name]:5.1f}   {ratio}"
              + (f"   {numbers[5]:.0f} failed" if numbers[5] else ""))


def main():
    with bench.Work() as work:
        messages = deliver_messages.write(work, 2 * ROUNDS + 2 * COUNTED)
        desks = {name: bench.Desk(work, name, 9, resident=True) for name in ("empty", "old")}
        grow.grow(desks["old"].database, TICKETS, lambda text: print(f"  {text}", file=sys.stderr, flush=True))
        work.give()
        lines = ["\t".join([name, "0", messages, *desk.delivery()]) for name, desk in desks.items()]
        with bench.holding(work, desks["empty"].database), bench.holding(work, desks["old"].database):
            results = work.race(ROUNDS, 1, 1, lines)
            pages = {name: sorted(pages_read(work, desk, messages, ROUNDS + 1 + i) for i in range(COUNTED))
                     [COUNTED // 2] for name, desk in desks.items()}
        show(f"{TICKETS} tickets, {5 * TICKETS} messages, medians of {ROUNDS} interleaved rounds, alone",
             results, pages)
        lines = [line.replace("/messages/%d", "/messages/later.%d") for line in lines]
        for number in range(1, ROUNDS + 1):
            os.rename(messages.replace("%d", str(ROUNDS + COUNTED + number)),
                      messages.replace("%d", f"later.{number}"))
        with desks["empty"], desks["old"]:
            results = work.race(ROUNDS, 1, 1, lines)
            pages = {name: pages_stored(work, desk, messages, 2 * ROUNDS + COUNTED + 1)
                     for name, desk in desks.items()}
        show("handed over to the resident storer", results, pages)


main()
