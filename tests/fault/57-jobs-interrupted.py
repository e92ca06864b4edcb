#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 57, 78: a backup, a migration and each cron job, interrupted at each
system call that matters; the next run finishes or starts again.

To add a job: a row in jobs() at the end."""
import os
import sqlite3
import subprocess
import tempfile

import sweep

KILLED = ["openat", "read", "write", "pread64", "pwrite64", "fsync", "fdatasync", "ftruncate", "rename", "renameat",
          "unlink", "close", "flock", "fcntl", "mmap", "brk"]
FAILING = [("pwrite64", "ENOSPC"), ("pwrite64", "EIO"), ("write", "ENOSPC"), ("fsync", "EIO"), ("fdatasync", "EIO"),
           ("pread64", "EIO"), ("openat", "EMFILE"), ("openat", "EACCES"), ("ftruncate", "EIO"), ("renameat", "EIO"),
           ("rename", "EIO"), ("unlink", "EIO"), ("flock", "EINTR"), ("fcntl", "EAGAIN"), ("close", "EIO")]


def backup_job(desk):
    """What stands under the name is the old backup or the new one, whole, and the desk is as it was."""
    desk.renew()
    now = sweep.dump(desk.database)
    before = now[:2] + ["an older backup"]

    def place(one):
        return os.path.join(one.folder, "backup.db")

    def old_backup(one):
        with open(place(one), "w", encoding="ascii") as file:
            file.write("an older backup")

    def stands(one):
        with open(place(one), "rb") as file:
            old = file.read(20) == b"an older backup"
        return before if old else sweep.dump(place(one))

    def after(one, status):
        if stands(one) not in (before, now):
            return ["what stands there is no backup"]
        if status == 0 and stands(one) != now:
            return ["it ended with 0 and left the old backup"]
        return []

    def again(one, _first, second):
        if second != 0:
            return [f"the second backup ended with {second}"]
        found = [] if stands(one) == now else ["the second backup is another"]
        left = sorted(name for name in os.listdir(one.folder) if name.startswith("backup.db"))
        if left != ["backup.db"]:
            found.append(f"it left {left}")
        if sweep.dump(one.database) != now:
            found.append("the desk is another")
        return found

    return sweep.Job(lambda one: [sweep.program("sportello"), "-c", one.conf, "backup", "--replace", place(one)],
                     after, again, prepare=old_backup)


def migration_job(desk):
    """tests/fault/migrate_next has one more migration than the program."""
    def command(one):
        return [sweep.program("tests/fault/migrate_next"), os.path.join(one.folder, "state")]

    desk.renew()
    before = sweep.dump(desk.database)
    subprocess.run(command(desk), check=True, stdout=subprocess.DEVNULL)
    migrated = sweep.dump(desk.database)
    if before[1] == migrated[1]:
        raise SystemExit("nothing was migrated")

    def after(one, status):
        found = sweep.dump(one.database)
        if found not in (before, migrated):
            return ["the database is neither the old nor the new one"]
        return ["it ended with 0 and did nothing"] if status == 0 and found != migrated else []

    def again(one, _first, second):
        if second != 0:
            return [f"the second migration ended with {second}"]
        return [] if sweep.dump(one.database) == migrated else ["the database is another"]

    return sweep.Job(command, after, again)


def cron_job(desk, *arguments, prepare=None):
    """A job of cron: `sportello ARGUMENTS`, twice, leaves the desk that it leaves undisturbed."""
    def command(one):
        return [sweep.program("sportello"), "-c", one.conf, *arguments]

    desk.renew()
    if prepare:
        prepare(desk)
    idle = desk.state()
    subprocess.run(command(desk), check=True, stdout=subprocess.DEVNULL)
    undisturbed = desk.state()
    if undisturbed == idle:
        raise SystemExit(f"{arguments} had nothing to do")

    def after(one, status):
        return ["it ended with 0 and did not do all"] if status == 0 and one.state() != undisturbed else []

    def again(one, _first, second):
        if second != 0:
            return [f"the second run ended with {second}"]
        return [] if one.state() == undisturbed else ["the desk is another afterwards"]

    return sweep.Job(command, after, again, prepare=prepare)


def accounts(desk):
    """Three customers with a package since two months ago: six statements are due."""
    database = sqlite3.connect(desk.database)
    with database:
        for name in ("a", "b", "c"):
            person, = database.execute(
                "INSERT INTO person (role, state, name, language, created_at, changed_at)"
                " VALUES ('customer', 'active', ?, 'it', 0, 0) RETURNING id", (name,)).fetchone()
            database.execute("INSERT INTO address VALUES (?, ?, 1, 0)", (name + "@firm.example", person))
            database.execute(
                "INSERT INTO account (sort, person_id, title, from_day, kinds, created_at) VALUES ('package', ?,"
                " 'Pacchetto', 0, 15, unixepoch('now', 'start of month', '-2 months', '+15 days'))", (person,))
            database.execute(
                "INSERT INTO ledger (at, person_id, cause, target, account_id, minutes, cents)"
                " SELECT created_at, person_id, 'bought', 'account', id, 600, 0 FROM account WHERE person_id = ?",
                (person,))
    database.close()


def over_its_time(desk):
    """The ticket was archived long ago: its words and its requester are to be erased."""
    database = sqlite3.connect(desk.database)
    with database:
        database.execute("UPDATE ticket SET state = 'archived', outcome = 'resolved', closed_at = 1000, archived_at = 2000")
    database.close()


def announce_job(desk):
    """A notice that was interrupted goes on; one that was not begun is given again."""
    def command(one):
        database = sqlite3.connect(one.database)
        begun = database.execute("SELECT count(*) FROM announcement").fetchone()[0]
        database.close()
        words = ["--resume"] if begun else ["--title", "Chiusura", "/etc/hostname"]
        return [sweep.program("sportello"), "-c", one.conf, "announce", *words]

    desk.renew()
    accounts(desk)
    subprocess.run(command(desk), check=True, stdout=subprocess.DEVNULL)
    undisturbed = desk.state()
    if not [row for row in undisturbed[6] if row[1] == "announcement"]:
        raise SystemExit("nothing was announced")

    def again(one, _first, second):
        if second != 0:
            return [f"the second run ended with {second}"]
        return [] if one.state() == undisturbed else ["the desk is another afterwards"]

    return sweep.Job(command, lambda one, status: [], again, prepare=accounts)


def jobs(desk):
    return [("57: backup", backup_job(desk), KILLED, FAILING),
            ("57: migration", migration_job(desk), KILLED, FAILING),
            ("57: statements", cron_job(desk, "statements", prepare=accounts), KILLED, FAILING),
            ("57: retention", cron_job(desk, "privacy", "retention", prepare=over_its_time), KILLED, FAILING),
            ("57: announce", announce_job(desk), KILLED, FAILING)]


def main():
    sweep.need_strace()
    with tempfile.TemporaryDirectory(prefix="sportello-jobs.") as folder:
        desk = sweep.Desk(folder, messages=[sweep.message("02-gmail-web")])
        sweep.run_all(desk, jobs(desk))


main()
