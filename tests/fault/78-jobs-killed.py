#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 57, 78: office-hours and archive, interrupted at each system call that matters.

After the disturbed run nothing is half done: each message is in the database or in
the file of its ticket, and the mail that ends a ticket is there when it is archived.
After one more run, undisturbed, all is as if nothing had been: each mail once, the
same files, and no other file left behind."""
import os
import shutil
import sys
import tempfile

import sweep
from clock_desk import BUILD, Desk, at, sweep_clocks

KILLED = ["openat", "write", "pread64", "pwrite64", "fsync", "fdatasync", "ftruncate", "mkdirat", "renameat", "close",
          "flock"]
FAILING = [("pwrite64", "ENOSPC"), ("write", "ENOSPC"), ("write", "EINTR"), ("fsync", "EIO"), ("fdatasync", "EIO"),
           ("pread64", "EIO"), ("openat", "EMFILE"), ("ftruncate", "EIO"), ("mkdirat", "ENOSPC"), ("renameat", "EIO"),
           ("flock", "EINTR")]
if sweep.FULL:
    KILLED += ["read", "unlinkat", "fcntl", "mmap", "getdents64"]
    FAILING += [("pwrite64", "EIO"), ("openat", "EACCES"), ("unlinkat", "EIO"), ("fcntl", "EAGAIN"), ("close", "EIO")]
ENDS = (0, 1, 75, 78)
QUERIES = ["SELECT id, state, outcome, closed_at, archived_at FROM ticket",
           "SELECT template, ticket_id, person_id, recipient, subject, once, created_at FROM outbox",
           "SELECT actor, ticket_id, message_id, what, was, now, at FROM event",
           "SELECT message_id, hex(bytes) FROM raw", "SELECT id, done_at FROM reminder",
           "SELECT kind, detail, told FROM alarm", "SELECT name, done_at FROM job"]


class Copies:
    """A desk with something for each job to do, copied anew for each try."""

    def __init__(self, folder):
        self.model = os.path.join(folder, "model")
        self.folder = os.path.join(folder, "desk")
        self.trace = os.path.join(folder, "trace")
        self.desk = Desk(self.model, at("2026-11-23 10:00"))
        self.fill()

    def fill(self):
        desk = self.desk
        desk.make((("Anna Verdi", "anna@desk.example.it"), ("Luca Neri", "luca@desk.example.it")))
        desk.deliver("mario@rossi.example", "Stampante", "La stampante non parte.\r\nFrom qui in poi non stampa.")
        desk.deliver("mario@rossi.example", "Telefono", "Il telefono del magazzino non suona più.")
        desk.deliver("mario@rossi.example", "Sito", "Vorrei cambiare la fotografia della prima pagina.")
        desk.deliver("mario@rossi.example", "Fax", "Il fax della contabilità fa un rumore strano.")
        desk.staff_says(1, "#promemoria 2026-11-25 09:00 richiamare Mario")
        desk.staff_says(1, "#promemoria 2026-11-26 09:00 toner")
        desk.now = at("2026-11-23 10:05")
        desk.staff_says(2, "#stato nuova data 2026-11-25 10:00")
        desk.staff_says(3, "#chiudi\n\nFatto.")
        desk.staff_says(4, "#unisci HT00003")
        # A token that is none of ours: an alarm.
        desk.deliver("mario@rossi.example", "Prova", "Ci siete?",
                     to="assistenza+araaaaaabaaaaacujpababwkgd7im3dtvwe2@desk.example.it")
        desk.now = at("2026-11-26 11:00")

    def renew(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.model, self.folder)
        self.desk.folder = self.folder
        self.desk.conf = os.path.join(self.folder, "sportello.conf")
        self.desk.database = os.path.join(self.folder, "state", "sportello.db")

    def run(self, arguments, prefix=(), stdin=None, environment=None):
        status = sweep.Desk.run(self, arguments, prefix, stdin, environment)
        if status in sweep.KILLED:
            sweep_clocks()
        return status

    def command(self, job):
        ours = [f"{key}={value}" for key, value in self.desk.environment().items() if os.environ.get(key) != value]
        return ["env", *ours, os.path.join(BUILD, "sportello"), "-c", self.desk.conf, job]

    def state(self):
        """Without an order: an errand that failed is done later."""
        return [self.desk.whole()] + [sorted(map(repr, self.desk.sql(query))) for query in QUERIES]


def job(copies, name):
    copies.renew()
    skip = sweep.Desk.calls_before(copies, copies.command(name), None, "sportello.conf")
    copies.renew()
    if copies.run(copies.command(name)) != 0:
        sys.exit(f"{name} fails undisturbed")
    undisturbed = copies.state(), copies.desk.archived()
    if not undisturbed[0][0]:
        sys.exit("the database is damaged undisturbed")

    def after(one, _status):
        return [] if one.desk.whole() else ["the database is damaged"] + one.desk.lost()

    def again(one, _first, second):
        if second != 0:
            return [f"the second run ended with {second}"]
        found = one.desk.lost()
        if one.state() != undisturbed[0]:
            found.append("the desk is another")
        if one.desk.archived() != undisturbed[1]:
            found.append(f"the files are others: {sorted(one.desk.archived())}")
        return found

    return sweep.Job(lambda one: one.command(name), after, again, allowed=ENDS, skip=skip)


def main():
    sweep.need_strace()
    with tempfile.TemporaryDirectory(prefix="sportello-jobs.") as folder:
        copies = Copies(folder)
        sweep.run_all(copies, [("57: office-hours", job(copies, "office-hours"), KILLED, FAILING),
                               ("57: archive", job(copies, "archive"), KILLED, FAILING)])


main()
