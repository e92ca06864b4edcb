#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 76: the clock is two days ahead and goes back; leap day; year's end.

What was done while the clock was ahead is not done again when that time really
comes, and nothing is counted below zero."""
import tempfile

from clock_desk import KILLED, Desk, Tap, at, need


def rounds(desk, *times):
    """Run office-hours at these times; the mails of it."""
    before = len(desk.mails())
    for time in times:
        desk.now = at(time)
        desk.must("office-hours")
        desk.must("archive")
    return sorted(desk.mails()[before:])


def ahead_and_back(tap, folder):
    desk = Desk(folder, at("2026-11-23 10:00"))
    desk.make()
    desk.deliver("mario@rossi.example", "Stampante", "La stampante non parte.")
    desk.staff_says(1, "#promemoria 2026-11-24 10:00 richiamare")
    desk.now = at("2026-11-23 10:01")
    desk.staff_says(1, "#stato nuova data 2026-11-24 09:30")
    anna = "anna@desk.example.it"
    ahead = rounds(desk, "2026-11-25 11:00")
    tap.same(ahead, sorted([("reminder", anna), ("warning", anna), ("date_passed", anna), ("digest", anna)]),
             "two days ahead: each thing that is due there, once")
    back = rounds(desk, "2026-11-23 11:00", "2026-11-23 17:00", "2026-11-24 08:00")
    tap.same(back, [("digest", anna)], "back again: that day's digest and no second warning")
    later = rounds(desk, "2026-11-24 10:30", "2026-11-25 10:00", "2026-11-25 12:00")
    tap.same(later, [("digest", anna)], "when the time comes: only the digest of the day between")
    tap.same(rounds(desk, "2026-11-26 09:10"), sorted([("date_passed", anna), ("digest", anna)]),
             "from then on as ever")
    desk.now = at("2026-11-23 09:00")
    tap.ok(int(desk.must("calendar", "minutes", "--calendar", "ufficio", "--from", "2026-11-25T10:00", "--to",
                         "2026-11-23T10:00")) == 0, "no time is counted below zero")
    tap.same(desk.deliver("mario@rossi.example", "Altra cosa", "Il telefono non suona."), 0,
             "a message that comes before what is written is taken")
    tap.ok(desk.sql("SELECT due_at - received_at FROM ticket WHERE number = 2")[0][0] > 0, "and is due later")
    tap.ok(desk.whole(), "the database is whole")


def closed_ahead(tap, folder):
    """The reopening time runs from the closing: an instant in the future waits for it."""
    desk = Desk(folder, at("2026-11-25 10:00"))
    desk.make()
    desk.deliver("mario@rossi.example", "Stampante", "La stampante non parte.")
    desk.staff_says(1, "#chiudi\n\nFatto.")
    tap.same(rounds(desk, "2026-11-23 10:00", "2026-11-26 10:00", "2026-11-28 09:59"), [], "not before its time")
    tap.same(rounds(desk, "2026-11-28 10:00", "2026-11-28 10:00", "2026-11-20 10:00"),
             [("summary", "mario@rossi.example")], "archived then, once")


def days(tap, folder):
    """29 February and the new year: the digest of each working day, once."""
    desk = Desk(folder, at("2027-12-31 10:00"), calendar='closed = "12-24..01-02";')
    desk.make()
    desk.deliver("mario@rossi.example", "Stampante", "La stampante non parte.")
    found = rounds(desk, "2027-12-31 11:00", "2028-01-01 11:00", "2028-01-02 11:00")
    tap.same([one for one in found if one[0] == "digest"], [], "closed over the new year: no digest")
    found = rounds(desk, "2028-01-03 09:00", "2028-01-03 09:05", "2028-02-29 09:00", "2028-02-29 17:00",
                   "2028-03-01 09:00")
    tap.same([one[0] for one in found].count("digest"), 3, "3 January, 29 February, 1 March: one each")
    due = desk.sql("SELECT due_at FROM ticket")[0][0]
    tap.same(due, at("2028-01-03 13:00"), "240 minutes from closed days end at 13:00 of the first open one")


def killed_at_midnight(tap, folder):
    """archive is killed on 31 December, when the file has its name and nothing is committed."""
    desk = Desk(folder, at("2026-12-28 23:00"))
    desk.make()
    desk.deliver("mario@rossi.example", "Stampante", "La stampante non parte.")
    desk.staff_says(1, "#chiudi\n\nFatto.")
    desk.now = at("2026-12-31 23:59")
    # Two folders are made, the file is written, it gets its name: each is synced.
    done = desk.run("archive", prefix=["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "-e",
                                       "inject=fsync:signal=SIGKILL:when=4"])
    tap.ok(done.returncode in KILLED, "archive is killed", done)
    tap.same(list(desk.archived()), ["state/archive/2026/HT00001.mbox.gz"], "its file is there")
    tap.same(desk.mails("summary"), [], "and the ticket is not archived")
    desk.now = at("2027-01-01 00:05")
    desk.must("archive")
    tap.same(list(desk.archived()), ["state/archive/2027/HT00001.mbox.gz"], "in the new year there is one file")
    tap.same(desk.mails("summary"), [("summary", "mario@rossi.example")], "and one final mail")
    tap.same(desk.lost(), [], "nothing is lost")


def main():
    tap = Tap()
    need("strace")
    for number, story in enumerate((ahead_and_back, closed_ahead, days, killed_at_midnight)):
        with tempfile.TemporaryDirectory(prefix=f"sportello-jumps{number}.") as folder:
            story(tap, folder)
    tap.end()


main()
