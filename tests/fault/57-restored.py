#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 57: after the database was restored from a backup, numbers are given again;
the file of a ticket that was archived in the meantime keeps its messages, under the
same number, also over the year's end and when it is archived twice."""
import os
import shutil
import tempfile

from clock_desk import Desk, Tap, at

FIRST = "Il telefono del magazzino non suona."
SECOND = "Il fax della contabilità fa un rumore strano."


def close_and_archive(desk, number, closed, archived):
    desk.now = at(closed)
    desk.staff_says(number, "#chiudi\n\nFatto.")
    desk.now = at(archived)
    desk.must("archive")


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="sportello-restored.") as folder:
        desk = Desk(os.path.join(folder, "desk"), at("2026-12-21 10:00"))
        desk.make()
        desk.deliver("mario@rossi.example", "Stampante", "La stampante non parte.")
        backup = os.path.join(folder, "backup.db")
        desk.must("backup", backup)
        desk.deliver("mario@rossi.example", "Telefono", FIRST)
        close_and_archive(desk, 2, "2026-12-21 11:00", "2026-12-28 11:00")
        before = desk.archived()
        tap.ok(list(before) == ["state/archive/2026/HT00002.mbox.gz"] and FIRST.encode() in before.popitem()[1],
               "57: a ticket is archived", desk.archived())

        shutil.copyfile(backup, desk.database)
        desk.now = at("2026-12-28 12:00")
        desk.deliver("mario@rossi.example", "Fax", SECOND)
        tap.same(desk.sql("SELECT max(number) FROM ticket"), [(2,)], "57: restored, its number is given again")
        close_and_archive(desk, 2, "2026-12-28 12:30", "2027-01-04 12:00")
        found = desk.archived()
        tap.same(list(found), ["state/archive/2027/HT00002.mbox.gz"], "57: archived in the next year: one file")
        text = found.popitem()[1]
        tap.ok(FIRST.encode() in text and SECOND.encode() in text, "57: with what both said", text)
        tap.same(desk.lost(), [], "57: nothing is nowhere")

        shutil.copyfile(backup, desk.database)
        desk.now = at("2027-01-04 13:00")
        desk.messages = 1
        desk.deliver("mario@rossi.example", "Telefono", FIRST)
        close_and_archive(desk, 2, "2027-01-04 13:30", "2027-01-11 12:00")
        again = desk.archived()["state/archive/2027/HT00002.mbox.gz"]
        tap.same((again.count(b"\nMessage-ID:"), again.count(FIRST.encode())), (text.count(b"\nMessage-ID:") + 1, 1),
                 "57: what the file has already is not written twice")

        with open(os.path.join(desk.folder, "state/archive/2027/HT00001.mbox.gz"), "wb") as file:
            file.write(b"not what it should be")
        desk.now = at("2027-01-11 13:00")
        desk.staff_says(1, "#chiudi\n\nFatto.")
        desk.now = at("2027-01-18 13:00")
        done = desk.run("archive")
        tap.ok(done.returncode == 75 and b"HT00001.mbox.gz: is there already" in done.stderr,
               "57: a file that cannot be read is not replaced", (done.returncode, done.stderr))
        tap.same(desk.sql("SELECT state FROM ticket WHERE number = 1"), [("done",)], "57: and its ticket stays as it is")
        tap.ok(desk.whole(), "57: the database is whole")
    tap.end()


main()
