#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What one delivery costs: a new ticket, its confirmation and its notification
queued, against maildrop, procmail and dovecot-lda that write a file of a Maildir,
and two floors: a write with fsync, one SQLite commit in a fresh process.  All in
interleaved rounds (race.c); ROUNDS may be set.  With SP_REALTIME=1 (root) all of
them run with real-time priority, for a machine that is busy with something else."""
import os
import shutil
import sqlite3
import subprocess
import sys

import bench
import deliver_messages

ROUNDS = int(os.environ.get("ROUNDS", "300"))


def peers(work):
    """Name and command of those that are installed."""
    found = []
    for name in ("maildrop", "procmail", "dovecot"):
        for part in ("new", "cur", "tmp"):
            os.makedirs(work.path(name, part), exist_ok=True)
    if shutil.which("maildrop"):
        found.append(("maildrop", [shutil.which("maildrop"),
                                   work.write("mailfilter", f'to "{work.path("maildrop")}/"\n')]))
    if shutil.which("procmail"):
        found.append(("procmail", [shutil.which("procmail"), "-m", work.write(
            "procmailrc", f"MAILDIR={work.folder}\nDEFAULT={work.path('procmail')}/\nLOGFILE=/dev/null\n")]))
    lda = "/usr/lib/dovecot/dovecot-lda"
    if os.access(lda, os.X_OK):
        # As little of Dovecot as it runs with: no other service is needed.
        conf = work.write("dovecot.conf", f"""base_dir = {work.path("dovecot.run")}
mail_location = maildir:{work.path("dovecot")}
log_path = {work.path("dovecot.log")}
first_valid_uid = 1
ssl = no
""")
        found.append(("dovecot-lda", [lda, "-c", conf, "-f", "maria@example.com"]))
    return found


def contestants(work, desk, messages):
    lines = []

    def add(name, command, rests=0):
        lines.append("\t".join([name, str(rests), messages, *command]))

    add("write and fsync", [work.program("floor_write"), work.path("floor")])
    add("one SQLite commit", [work.program("floor_sqlite"), work.path("floor.db")])
    for name, command in peers(work):
        add(name, command)
    add("sportello-deliver", desk.delivery(), desk.sender.pid)
    alone = bench.Desk(work, "alone", desk.port)
    add("  without a resident sender", alone.delivery())
    return lines, alone


def check(desk, runs):
    """Each of them is a ticket with two mails."""
    database = sqlite3.connect(desk.database)
    found = [database.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
             for what in ("ticket", "outbox WHERE template = 'confirmation'", "outbox WHERE template = 'notification'")]
    database.close()
    if found != [runs] * 3:
        sys.exit(f"{runs} deliveries made {found}")


def show(title, results, base):
    print(title)
    print(f"  {'':28} {'median':>9} {'slowest':>9} {'cpu':>8}   {'of ' + base:>12}")
    of = results[base][0] if base in results else None
    for name, (median, _, slowest, cpu, _, failed, _) in results.items():
        ratio = f"{median / of:12.2f}" if of else ""
        print(f"  {name:28} {median / 1000:6.2f} ms {slowest / 1000:6.1f} ms {cpu / 1000:5.2f} ms   {ratio}"
              + (f"   {failed:.0f} failed" if failed else ""))


def show_rates(title, results, base):
    print(title)
    of = results[base][4] if base in results else None
    for name, (_, _, _, _, rate, failed, spread) in results.items():
        ratio = f"{rate / of:6.2f} of {base}" if of else ""
        print(f"  {name:28} {rate:7.0f} a second   slowest of a hundred {spread:5.1f} times the median   {ratio}"
              + (f"   {failed:.0f} failed" if failed else ""))


def measure(work, messages, rounds, many, at_once):
    """Everything new: what was delivered before makes no folder larger for this run."""
    with bench.Sink() as sink, bench.Desk(work, "desk", sink.port, resident=True) as desk, \
            bench.holding(work, work.path("floor.db")):
        lines, alone = contestants(work, desk, messages)
        results = work.race(rounds, many, at_once, lines)
        check(desk, rounds * many)
        check(alone, rounds * many)
    for name in ("alone", "desk", "maildrop", "procmail", "dovecot"):
        shutil.rmtree(work.path(name))
    return results


def main():
    batches = max(2, ROUNDS // 50)
    with bench.Work() as work:
        messages = deliver_messages.write(work, max(ROUNDS, 100 * batches))
        show(f"one delivery, medians of {ROUNDS} interleaved rounds",
             measure(work, messages, ROUNDS, 1, 1), "maildrop")
        show_rates(f"eight at once, medians of {batches} interleaved rounds of 100",
                   measure(work, messages, batches, 100, 8), "maildrop")


main()
