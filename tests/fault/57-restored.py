#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 57: after the database went back to a backup no ticket number is given again,
whatever the backup was made with, nor an id that others have seen; no statement that was
sent loses its number to another; and should a number come twice all the same, where even
the state folder is another, the archive keeps the messages of both."""
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


def forget(desk):
    """The state folder is another: what it knows of numbers is gone."""
    open(desk.database.replace(".db", ".lock"), "wb").close()


def put_back(desk, kept):
    """As a plain copy of the files, which says nothing of itself."""
    for ending in ("-wal", "-shm"):
        if os.path.exists(desk.database + ending):
            os.remove(desk.database + ending)
    shutil.copyfile(kept, desk.database)


def numbers(desk):
    return [number for number, in desk.sql("SELECT number FROM ticket ORDER BY id")]


def given_once(tap, folder):
    """What is given to people, before and after, by each way back."""
    for way in ("backup", "files", "backup to another folder"):
        desk = Desk(os.path.join(folder, way.replace(" ", "-")), at("2026-12-21 10:00"))
        desk.make()
        desk.deliver("mario@rossi.example", "Stampante", "La stampante non parte.")
        kept = os.path.join(folder, "of-" + way.replace(" ", "-") + ".db")
        if way == "files":
            shutil.copyfile(desk.database, kept)
        else:
            desk.must("backup", kept)
        for number in range(12):
            desk.deliver(f"chi{number}@altrove.example", f"Richiesta {number}", f"Il telefono {number} non suona.")
        seen = set(desk.sql("SELECT header_id FROM outbox"))
        before = desk.sql("SELECT max(id), max(number) FROM ticket") + desk.sql("SELECT max(id) FROM person")
        put_back(desk, kept)
        if way == "backup to another folder":
            forget(desk)
        desk.now += 3600
        checked = desk.run("check", "--json").stdout
        tap.ok(b"is not a database" not in checked, f"57: {way}: it can be looked at", checked)
        desk.deliver("rita@bianchi.example", "Monitor", "Il monitor lampeggia.")
        desk.deliver("rita@bianchi.example", "Tastiera", "La tastiera perde i tasti.")
        first = 1101 if way == "backup to another folder" else 201
        tap.same(numbers(desk), [1, first, first + 1], f"57: {way}: no number is given again")
        after = desk.sql("SELECT id FROM ticket WHERE number > 1") + desk.sql(
            "SELECT person_id FROM address WHERE address = 'rita@bianchi.example'")
        tap.ok(after[0][0] > before[0][0] and after[2][0] > before[1][0],
               f"57: {way}: nor an id that is in addresses", (before, after))
        again = {row for row in desk.sql("SELECT header_id FROM outbox WHERE ticket_id <> 1") if row in seen}
        tap.same(again, set(), f"57: {way}: nor a Message-ID")
        tap.same(desk.sql("SELECT count(*) FROM alarm WHERE kind = 'restored'"), [(1,)], f"57: {way}: there is an alarm")
        checked = desk.run("check").stdout.decode()
        tap.ok("went back to a backup" in checked and f"HT{first:05}" in checked, f"57: {way}: check tells it", checked)
        tap.same(desk.sql("SELECT times FROM token_shown"), [(64,)],
                 f"57: {way}: the staff's earlier addresses prove nothing")
        tap.same(desk.staff_says(1, "#priorita 2"), 0, f"57: {way}: an answer to one is taken")
        tap.same(desk.sql("SELECT priority FROM ticket WHERE number = 1"), [(0,)], f"57: {way}: but does nothing")
        desk.staff_says(first, "#priorita 2")
        tap.same(desk.sql("SELECT priority FROM ticket WHERE number = ?", first), [(2,)], f"57: {way}: a new one does")
        tap.ok(desk.whole(), f"57: {way}: the database is whole")
        last = numbers(desk)[-1]
        desk.deliver("zeno@verdi.example", "Sedia", "La sedia scricchiola da ieri.")
        tap.same(numbers(desk)[-1], last + 1, f"57: {way}: once is enough")


def statements(tap, folder):
    """Numbers without gaps are not skipped: nobody gets one before somebody has looked."""
    desk = Desk(os.path.join(folder, "statements"), at("2026-09-01 10:00"))
    desk.make()
    desk.must("package", "add", "mario@rossi.example", "--title", "Dieci ore", "--hours", "10:00")
    desk.now = at("2026-10-01 06:00")
    desk.must("statements")
    kept = os.path.join(folder, "statements.db")
    desk.must("backup", kept)
    desk.now = at("2026-11-01 06:00")
    desk.must("statements")
    sent = desk.sql("SELECT year, number, month, after_id, until_id FROM statement ORDER BY id")
    tap.same([row[:3] for row in sent], [(2026, 1, 202609), (2026, 2, 202610)], "57: two statements are sent")
    put_back(desk, kept)
    desk.now = at("2026-12-01 06:00")
    checked = desk.run("check").stdout.decode()
    tap.ok("statements 2026/2 to 2026/2 were sent" in checked, "57: check finds the one that is lost", checked)
    done = desk.run("statements")
    tap.ok(done.returncode not in (0, 75) or b"2026/2" in done.stderr, "57: the job says so", (done.returncode, done.stderr))
    tap.same(desk.sql("SELECT count(*) FROM statement"), [(1,)], "57: and makes none")
    desk.now = at("2026-11-01 06:00")
    desk.must("statements", "--again", "--dry-run")
    tap.same(desk.sql("SELECT count(*) FROM statement"), [(1,)], "57: nor does a dry run")
    desk.must("statements", "--again")
    tap.same(desk.sql("SELECT year, number, month, after_id, until_id FROM statement ORDER BY id"), sent,
             "57: made again, it is the same, under its number")
    desk.now = at("2026-12-01 06:00")
    desk.must("statements")
    tap.same(desk.sql("SELECT number FROM statement ORDER BY id"), [(1,), (2,), (3,)], "57: and the next one follows it")
    checked = desk.run("check").stdout.decode()
    tap.ok("no statement that was sent is missing" in checked, "57: check is content", checked)


def archives(tap, folder):
    """A number that comes twice all the same: its file keeps what both said."""
    desk = Desk(os.path.join(folder, "desk"), at("2026-12-21 10:00"))
    desk.make()
    desk.deliver("mario@rossi.example", "Stampante", "La stampante non parte.")
    backup = os.path.join(folder, "backup.db")
    shutil.copyfile(desk.database, backup)
    desk.deliver("mario@rossi.example", "Telefono", FIRST)
    close_and_archive(desk, 2, "2026-12-21 11:00", "2026-12-28 11:00")
    before = desk.archived()
    tap.ok(list(before) == ["state/archive/2026/HT00002.mbox.gz"] and FIRST.encode() in before.popitem()[1],
           "57: a ticket is archived", desk.archived())

    put_back(desk, backup)
    forget(desk)
    desk.now = at("2026-12-28 12:00")
    desk.deliver("mario@rossi.example", "Fax", SECOND)
    tap.same(desk.sql("SELECT max(number) FROM ticket"), [(2,)], "57: all of it is forgotten: its number is given again")
    close_and_archive(desk, 2, "2026-12-28 12:30", "2027-01-04 12:00")
    found = desk.archived()
    tap.same(list(found), ["state/archive/2027/HT00002.mbox.gz"], "57: archived in the next year: one file")
    text = found.popitem()[1]
    tap.ok(FIRST.encode() in text and SECOND.encode() in text, "57: with what both said", text)
    tap.same(desk.lost(), [], "57: nothing is nowhere")

    put_back(desk, backup)
    forget(desk)
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


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="sportello-restored.") as folder:
        archives(tap, folder)
        given_once(tap, folder)
        statements(tap, folder)
    tap.end()


main()
