#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What each step of a delivery costs, alone and as the resident storer does it
(steps.c; the sender holds the database), as shares of maildrop's whole delivery in the same run.  ROUNDS and
SP_REALTIME as in deliver.py."""
import os
import shutil
import subprocess

import bench
import deliver_messages

ROUNDS = int(os.environ.get("ROUNDS", "300"))


def maildrop(work, messages):
    """Microseconds of one of its deliveries; None when it is not installed."""
    if not shutil.which("maildrop"):
        return None
    for part in ("new", "cur", "tmp"):
        os.makedirs(work.path("maildrop", part))
    rules = work.write("mailfilter", f'to "{work.path("maildrop")}/"\n')
    line = "\t".join(["maildrop", "0", messages, shutil.which("maildrop"), rules])
    return work.race(ROUNDS, 1, 1, [line])["maildrop"][0]


def show(how, steps, whole):
    print(f"{how}, medians of {ROUNDS} deliveries, one step after the other")
    for name, taken in [*steps, ("together", sum(taken for _, taken in steps))]:
        share = f"   {taken / whole:5.2f} of a delivery by maildrop" if whole else ""
        print(f"  {name:28} {taken / 1000:6.2f} ms{share}")


def main():
    with bench.Work() as work, bench.Sink() as sink:
        messages = deliver_messages.write(work, 2 * ROUNDS)
        whole = maildrop(work, messages)
        with bench.Desk(work, "desk", sink.port, resident=True) as desk:
            done = subprocess.run([*bench.REALTIME, *work.as_user(), work.program("steps"), desk.conf,
                                   work.program("nothing"), messages, str(ROUNDS)],
                                  check=True, stdout=subprocess.PIPE, text=True)
        found = {}
        for line in done.stdout.splitlines():
            how, name, taken = line.split("\t")
            if float(taken):
                found.setdefault(how, []).append((name, float(taken)))
        show("alone", found["alone"], whole)
        show("as the storer does it", found["resident"], whole)


main()
