#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 75: office hours on the days on which the clock is changed.

01:00 to 04:00 in Rome is 2 hours on 2026-03-29 and 4 on 2026-10-25; 09 to 18 is
9 hours on both.  The warning of three quarters of a response time comes when that
much time has passed, not when the clock on the wall says so."""
import tempfile

from clock_desk import Desk, Tap, at

NIGHT = 'night = { hours = "sun 01:00-04:00"; }; day = { hours = "sun 09:00-18:00"; };'
CASES = [("night", "2026-03-29", 120), ("night", "2026-10-25", 240), ("night", "2026-03-22", 180),
         ("day", "2026-03-29", 540), ("day", "2026-10-25", 540), ("day", "2026-03-22", 540)]


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="sportello-summer.") as folder:
        desk = Desk(folder, at("2026-10-25 00:30"), queue='calendar = "night"; response_minutes = 200;', more=NIGHT)
        for calendar, date, minutes in CASES:
            found = desk.must("calendar", "minutes", "--calendar", calendar, "--from", f"{date}T00:00", "--to",
                              f"{date}T23:59").strip()
            tap.same(found, str(minutes), f"{calendar} of {date}")
        desk.make()
        # 200 minutes from 01:00: 02:00 comes twice, so 03:20 of winter time; 150 are three quarters: 02:30 again.
        tap.same(desk.deliver("mario@rossi.example", "Luce", "Il corridoio è al buio."), 0,
                 "a request at half past midnight")
        due = desk.sql("SELECT due_at FROM ticket")[0][0]
        tap.same(due, at("2026-10-25 01:00") + 200 * 60, "is due when 200 minutes have passed")
        for minutes, warned in [(149, 0), (150, 1), (199, 1), (200, 2)]:
            desk.now = at("2026-10-25 01:00") + minutes * 60
            desk.must("office-hours")
            tap.same(len(desk.mails("warning")), warned, f"warnings after {minutes} minutes")
    tap.end()


main()
