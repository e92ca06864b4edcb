#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 45, 46 and 50: the same message again, one after the other and at once; the
same Message-ID with another content; who gives it dies in the middle, or just before
COMMIT."""
import ctypes
import fcntl
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import sweep

PATIENCE = float(os.environ.get("SP_PATIENCE", "240"))
READ = "0" if os.uname().machine == "x86_64" else "63"
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
MAIL = """From: Giulia Bianchi <giulia.bianchi@example.com>
To: assistenza@desk.example.it
Subject: Stampante
Message-ID: <{0}@example.com>

{1}
"""


def prctl(what, how):
    return ctypes.CDLL(None, use_errno=True).prctl(what, how, 0, 0, 0) == 0


def mail(number, text="La stampante non parte."):
    return MAIL.format(number, text).encode()


def rows(desk, query):
    database = sqlite3.connect(desk.database)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def deliver(desk, raw):
    return subprocess.run(desk.delivery(), input=raw, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          check=False).returncode


def at_once(desk, raw, count):
    """As many deliveries of one message, all fed before the end of any is waited for."""
    all_of_them = [subprocess.Popen(desk.delivery(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                    stderr=subprocess.DEVNULL) for _ in range(count)]
    for one in all_of_them:
        one.stdin.write(raw)
    for one in all_of_them:
        one.stdin.close()
    return [one.wait() for one in all_of_them]


def wait_for(condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError("waited in vain")
        time.sleep(0.005)


class Orphan:
    """A delivery whose parent gives it `raw` (and the end of it, when `whole`), and is then
    killed: what becomes of the delivery is ours to see, as its next parent."""

    def __init__(self, desk, raw, whole):
        self.desk = desk
        said, tells = os.pipe()
        self.parent = os.fork()
        if self.parent == 0:
            prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            os.close(said)
            self.feed(raw, whole, tells)
        os.close(tells)
        with os.fdopen(said) as file:
            self.delivery = int(file.readline())
            file.readline()

    def feed(self, raw, whole, tells):
        one = subprocess.Popen(self.desk.delivery(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, close_fds=True)
        os.write(tells, f"{one.pid}\n".encode())
        one.stdin.write(raw)
        one.stdin.flush()
        if whole:
            one.stdin.close()
        os.write(tells, b"given\n")
        signal.pause()
        os._exit(1)

    def lose_parent(self):
        """The exit status of the delivery, once its parent is killed."""
        os.kill(self.parent, signal.SIGKILL)
        os.waitpid(self.parent, 0)
        return self.end()

    def end(self):
        return os.waitstatus_to_exitcode(os.waitpid(self.delivery, 0)[1])


def waits_for_more(pid):
    """It stands in read(2) of its standard input: what was given before is taken."""
    with open(f"/proc/{pid}/syscall", encoding="ascii") as file:
        return file.read().split()[:2] == [READ, "0x0"]


def twice(desk):
    statuses = [deliver(desk, mail(1)) for _ in range(3)]
    yield "45: three times, one after the other: exit status 0", statuses == [0, 0, 0], statuses
    found = rows(desk, "SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM entry), "
                       "(SELECT count(*) FROM ticket), (SELECT count(*) FROM outbox)")
    yield "45: one message, one ticket, one confirmation and one notification", found == [(1, 1, 1, 2)], found
    statuses = at_once(desk, mail(2, "Il telefono del magazzino non suona."), 8)
    yield "45: eight at once: exit status 0", set(statuses) == {0}, statuses
    found = rows(desk, "SELECT (SELECT count(*) FROM message), (SELECT count(*) FROM entry), "
                       "(SELECT count(*) FROM outbox)")
    yield "45: and one event more", found == [(2, 2, 4)], found


def same_id(desk):
    statuses = [deliver(desk, mail(1)), deliver(desk, mail(1, "Vorrei cambiare la fotografia della prima pagina.")),
                deliver(desk, mail(1, "Vorrei cambiare la fotografia della prima pagina."))]
    yield "46: the same Message-ID with another content: exit status 0", statuses == [0, 0, 0], statuses
    found = rows(desk, "SELECT header_id, instr(flags, 'same-id') > 0 FROM message ORDER BY id")
    yield "46: both are kept, the second flagged", found == [("<1@example.com>", 0), ("<1@example.com>", 1)], found
    found = rows(desk, "SELECT count(DISTINCT bytes) FROM raw")
    yield "46: byte for byte", found == [(2,)], found
    found = rows(desk, "SELECT text FROM entry ORDER BY id")
    yield "46: and both are read by the staff", len(found) == 2 and "fotografia" in found[1][0], found


def parent_dies(desk):
    raw = mail(1, "Prima riga.\n" * 2000)
    orphan = Orphan(desk, raw[:len(raw) // 2], False)
    wait_for(lambda: waits_for_more(orphan.delivery))
    status = orphan.lose_parent()
    yield "50: the parent dies in mid-message: 75", status == 75, status
    yield "50: nothing is committed", rows(desk, "SELECT count(*) FROM message") == [(0,)], ""

    with open(os.path.join(desk.folder, "state/sportello.lock"), "r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        orphan = Orphan(desk, raw, True)
        wait_for(lambda: sweep.is_blocked(orphan.delivery))
        status = orphan.lose_parent()
    yield "50: it dies when all was given, before COMMIT: 75", status == 75, status
    yield "50: nothing is committed then either", rows(desk, "SELECT count(*) FROM message") == [(0,)], ""
    status = deliver(desk, raw)
    found = rows(desk, "SELECT count(*), max(length(bytes)) FROM raw")
    yield "50: given again: one message, whole", (status, found) == (0, [(1, len(raw))]), (status, found)


def main():
    if not prctl(PR_SET_CHILD_SUBREAPER, 1):
        sys.exit("no children's children can be had")
    count = failed = 0
    with tempfile.TemporaryDirectory(prefix="sportello-again.") as folder:
        for part in (twice, same_id, parent_dies):
            desk = sweep.Desk(os.path.join(folder, part.__name__))
            for name, holds, found in part(desk):
                count += 1
                failed += not holds
                print(f"{'' if holds else 'not '}ok {count} - {name}", flush=True)
                if not holds:
                    print(f"# found: {found}", flush=True)
            whole = desk.state()[0]
            count += 1
            failed += whole != [("ok",)]
            print(f"{'' if whole == [('ok',)] else 'not '}ok {count} - the database is whole", flush=True)
    print(f"1..{count}")
    sys.exit(1 if failed else 0)


main()
