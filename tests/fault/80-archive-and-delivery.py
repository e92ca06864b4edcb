#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 80: a delivery to a ticket while that ticket is archived: nothing is lost.

`archive` is stopped at its Nth system call of a kind, for rising N; an answer to the
ticket is delivered; then `archive` goes on.  Either the answer was first and the
ticket is open again, or the archive was, and the answer is a ticket of its own that
follows it; the answer is recorded once, and each message is in the database or in
the file."""
import os
import shutil
import signal
import subprocess
import tempfile
import time

import sweep
from clock_desk import Desk, Tap, at, need

CALLS = ["openat", "fsync", "pwrite64", "fdatasync", "flock", "renameat", "close"]
PATIENCE = 240


def wait_for(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError("waited in vain")
        time.sleep(0.002)


def is_stopped(trace):
    """Not only for a moment, as at each call that strace looks at."""
    if not os.path.exists(trace):
        return False
    with open(trace, encoding="utf-8", errors="replace") as file:
        return "--- stopped by SIGSTOP ---" in file.read()


def make_model(folder):
    desk = Desk(folder, at("2026-11-23 10:00"))
    desk.make()
    desk.deliver("mario@rossi.example", "Stampante", "La stampante non parte.")
    desk.staff_says(1, "#chiudi\n\nFatto.")
    desk.now = at("2026-11-26 11:00")
    return desk


def meet(desk, call, number):
    """(was there an Nth call, complaints)."""
    trace = os.path.join(desk.folder, "trace")
    words, environment = desk.command("archive", prefix=[
        "strace", "-D", "-qq", "-o", trace, "-e", f"trace={call}", "-e",
        f"inject={call}:signal=SIGSTOP:when={number}"])
    archive = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_for(lambda: archive.poll() is not None or is_stopped(trace))
    if archive.returncode is not None:
        return False, []
    words, environment = desk.command("-f", "mario@rossi.example", "--", "assistenza@desk.example.it",
                                      program="sportello-deliver")
    mail = desk.mail("mario@rossi.example", "Re: [HT00001] Stampante", "Si è fermata di nuovo, questa mattina presto.")
    delivery = subprocess.Popen(words, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)
    delivery.stdin.write(mail)
    delivery.stdin.close()
    wait_for(lambda: delivery.poll() is not None or sweep.is_blocked(delivery.pid))
    os.kill(archive.pid, signal.SIGCONT)
    wait_for(lambda: archive.poll() is not None and delivery.poll() is not None)
    return True, judge(desk, archive.returncode, delivery.returncode)


def judge(desk, archived, delivered):
    found = desk.lost()
    if archived != 0 or delivered != 0:
        found.append(f"archive ended with {archived}, the delivery with {delivered}")
    if not desk.whole():
        found.append("the database is damaged")
    tickets = dict(desk.sql("SELECT number, state FROM ticket"))
    summaries = len(desk.mails("summary"))
    answers = desk.sql("SELECT ticket_id FROM entry WHERE text LIKE 'Si è fermata%'")
    links = desk.sql("SELECT ticket_id, other_id, kind FROM ticket_link")
    first = tickets == {1: "in_progress"} and summaries == 0 and answers == [(1,)]
    later = (tickets == {1: "archived", 2: "new"} and summaries == 1 and answers == [(2,)] and
             links == [(2, 1, "follows")])
    if not first and not later:
        found.append(f"{tickets}, {summaries} summaries, answer on {answers}, links {links}")
    desk.must("archive")
    left = [name for name in desk.archived() if not name.endswith(".mbox.gz")]
    return found + [f"{name} was left" for name in left] + desk.lost()


def main():
    need("strace")
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="sportello-meet.") as folder:
        model = os.path.join(folder, "model")
        made = make_model(model)
        for call in CALLS:
            number = step = 1
            count, ways, complaints = 0, set(), []
            while not complaints:
                shutil.rmtree(os.path.join(folder, "desk"), ignore_errors=True)
                shutil.copytree(model, os.path.join(folder, "desk"))
                desk = Desk(os.path.join(folder, "desk"), made.now)
                desk.messages = made.messages
                there, complaints = meet(desk, call, number)
                if not there:
                    break
                count += 1
                ways.add(len(desk.sql("SELECT 1 FROM ticket")))
                number += step
                step *= 1 if sweep.FULL or call in ("fsync", "fdatasync", "flock", "renameat") else 2
            tap.ok(not complaints and count > 0, f"stopped at {call}: {count} times, ending with {sorted(ways)} tickets",
                   complaints)
    tap.end()


main()
