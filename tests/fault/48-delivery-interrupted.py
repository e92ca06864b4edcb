#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 48, 51, 52: a delivery is interrupted at each system call that matters.

For each case and each N: a fresh desk, a delivery that strace kills at the Nth
such call of one of its processes, or whose Nth such call fails, then the same
delivery again, undisturbed.  The first ends with 0, 75 or the signal, and
without 0 nothing is recorded that the second would not find; after the second
the desk is the one of an undisturbed delivery, and the database is whole.  A few
of the Ns by default; all of them with SP_FULL=1."""
import collections
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

SOURCE = os.environ.get("SP_SOURCE", ".")
BUILD = os.environ.get("SP_BUILD", ".")
FULL = os.environ.get("SP_FULL") == "1"
MESSAGE = os.path.join(SOURCE, "maildir-test/new/02-gmail-web")
KILLED = ["openat", "read", "write", "pread64", "pwrite64", "fdatasync", "ftruncate", "unlink", "close", "flock",
          "fcntl", "mmap", "brk", "pipe2", "poll", "wait4", "sendto"]
FAILING = [("pwrite64", "ENOSPC"), ("pwrite64", "EIO"), ("fdatasync", "EIO"), ("pread64", "EIO"), ("read", "EIO"),
           ("read", "EINTR"), ("poll", "EINTR"), ("wait4", "EINTR"), ("flock", "EINTR"), ("openat", "EMFILE"),
           ("openat", "EACCES"), ("ftruncate", "EIO"), ("unlink", "EIO"), ("fcntl", "EAGAIN"), ("clone", "EAGAIN"),
           ("pipe2", "EMFILE"), ("close", "EIO")]
CONF = """desk = { name = "Prova"; state = "state"; retention = ("conversation 3650", "accounts 3650", "automatic 365", "spam 30", "sent 365"); calendar = "ufficio"; };
queues = ( { name = "assistenza"; title = "Assistenza"; prefix = "HT"; addresses = "assistenza@desk.example.it"; } );
calendars = { ufficio = { hours = "mon-fri 09:00-18:00"; }; };
"""
# What has to be the same whenever and however often it was tried.
STATE = ["SELECT id, header_id, hex(content), class, sender, subject, size FROM message",
         "SELECT message_id, hex(bytes) FROM raw",
         "SELECT id, prefix, number, state, subject, requester_id FROM ticket",
         "SELECT id, ticket_id, kind, author_id, message_id, text FROM entry",
         "SELECT id, actor, person_id, ticket_id, message_id, what, was, now FROM event",
         "SELECT id, template, ticket_id, person_id, recipient, subject, state FROM outbox",
         "SELECT id, role, state, name FROM person", "SELECT address, person_id FROM address",
         "SELECT ticket_id, outside FROM thread", "SELECT prefix, last FROM numbering"]


class Desk:
    """A desk as `sportello init` and `staff add` leave it, renewed for each try."""

    def __init__(self, folder):
        self.model = os.path.join(folder, "model")
        self.folder = os.path.join(folder, "desk")
        os.makedirs(os.path.join(self.model, "state"), 0o700)
        with open(os.path.join(self.model, "sportello.conf"), "w", encoding="utf-8") as file:
            file.write(CONF)
        for command in (["init"], ["staff", "add", "--name", "Anna Verdi", "--address", "anna@desk.example.it",
                                   "--queue", "assistenza"]):
            subprocess.run([os.path.join(BUILD, "sportello"), "-c", os.path.join(self.model, "sportello.conf"),
                            *command], check=True, stdout=subprocess.DEVNULL)
        self.renew()
        self.loader = self.calls_of_the_loader()
        self.renew()
        self.deliver()
        self.undisturbed = self.state()

    def calls_of_the_loader(self):
        """How often each call is made before main(), whose first one is getppid: a library that cannot be
        loaded ends the program with 127 before it is ours to say anything."""
        trace = os.path.join(self.folder, "trace")
        self.deliver("strace", "-qq", "-o", trace)
        with open(trace, encoding="utf-8", errors="replace") as file:
            before = file.read().split("getppid", 1)[0]
        return collections.Counter(line.split("(", 1)[0] for line in before.splitlines())

    def renew(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.model, self.folder)

    def deliver(self, *prefix):
        """The exit status, negative for a signal."""
        with open(MESSAGE, "rb") as message:
            return subprocess.run(
                [*prefix, os.path.join(BUILD, "sportello-deliver"), "-c",
                 os.path.join(self.folder, "sportello.conf"), "-f", "giulia.bianchi@example.com", "--",
                 "assistenza@desk.example.it"], stdin=message, stderr=subprocess.DEVNULL, check=False).returncode

    def state(self):
        database = sqlite3.connect(os.path.join(self.folder, "state/sportello.db"))
        try:
            whole = database.execute("PRAGMA integrity_check").fetchall()
            return [whole] + [database.execute(query).fetchall() for query in STATE]
        finally:
            database.close()


def disturbed(desk, call, injection, number):
    """Deliver with the Nth call disturbed.  (status, was there an Nth call)."""
    trace = os.path.join(desk.folder, "trace")
    status = desk.deliver("strace", "-f", "-qq", "-o", trace, "-e", f"trace={call}", "-e",
                          f"inject={call}:{injection}:when={number}")
    with open(trace, encoding="utf-8", errors="replace") as file:
        lines = file.read()
    return status, "(INJECTED)" in lines or "killed by SIGKILL" in lines


def sweep(desk, call, injection):
    """Disturb the Nth call, for rising N, until there is none.  (how often, complaints)."""
    count = 0
    number = 1 if "SIGKILL" in injection else 1 + desk.loader[call]
    step = 1
    while True:
        desk.renew()
        status, there = disturbed(desk, call, injection, number)
        if not there:
            return count, []
        count += 1
        if status not in (0, 75, -signal.SIGKILL, 128 + signal.SIGKILL):
            return count, [f"at the {number}th it ended with {status}"]
        if status == 0 and len(desk.state()[1]) != 1:
            return count, [f"at the {number}th it ended with 0 and stored nothing"]
        again = desk.deliver()
        if again != 0:
            return count, [f"after the {number}th the second delivery ended with {again}"]
        if not same(desk, status):
            return count, [f"after the {number}th the desk is another"]
        number += step
        if not FULL:
            step *= 2  # 1 2 4 8 16 ...


def same(desk, status):
    """The desk is that of an undisturbed delivery.  A parser that was killed or ran into an error
    leaves a message that is kept raw, as an unparsed ticket: then its rows are others."""
    found = desk.state()
    if found == desk.undisturbed:
        return True
    unparsed = status == 0 and found[1] and found[1][0][3] == "unparsed"
    return unparsed and found[0] == [("ok",)] and len(found[1]) == 1 and len(found[3]) == 1


def main():
    if not shutil.which("strace"):
        print("1..0 # SKIP strace is not installed: run ./bootstrap as root")
        sys.exit(77)
    cases = [(call, "signal=SIGKILL") for call in KILLED] + [(call, f"error={error}") for call, error in FAILING]
    failed = total = 0
    print(f"1..{len(cases)}", flush=True)
    os.environ["SPORTELLO_DATA"] = SOURCE
    with tempfile.TemporaryDirectory(prefix="sportello-interrupted.") as folder:
        desk = Desk(folder)
        for number, (call, injection) in enumerate(cases, 1):
            count, complaints = sweep(desk, call, injection)
            total += count
            failed += bool(complaints)
            print(f"{'not ' if complaints else ''}ok {number} - {injection} at {call}: {count} times", flush=True)
            for complaint in complaints:
                print(f"# {complaint}", flush=True)
    print(f"# {total} interruptions")
    sys.exit(1 if failed else 0)


main()
