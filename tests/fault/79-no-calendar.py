#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 79: a calendar that is missing or never open is an error, not "always open".

`check` and each job name the file and the line; a delivery answers 75, so that the
mail server keeps the message."""
import re
import tempfile

from clock_desk import Desk, Tap, at

BROKEN = [("a queue names a calendar that is not there", 'calendar = "ufficio";', 'calendar = "uficio";'),
          ("no calendar at all", 'calendar = "ufficio";', ""),
          ("one without hours", 'hours = "mon-fri 09:00-13:00 14:00-18:00";', ""),
          ("one that is never open", 'holidays = "it";', 'holidays = "it"; closed = "01-01..12-31";')]


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="sportello-calendar.") as folder:
        desk = Desk(folder, at("2026-11-23 10:00"))
        desk.make()
        with open(desk.conf, encoding="utf-8") as file:
            right = file.read()
        for name, old, new in BROKEN:
            with open(desk.conf, "w", encoding="utf-8") as file:
                file.write(right.replace(old, new))
            done = desk.run("check")
            tap.ok(done.returncode == 1 and re.search(r"sportello\.conf:\d+: ", done.stdout.decode()),
                   f"{name}: check names file and line", done)
            for job in ("office-hours", "archive"):
                done = desk.run(job)
                tap.ok(done.returncode == 78 and re.search(r"sportello\.conf:\d+: ", done.stderr.decode()),
                       f"{name}: {job} does nothing and says why", done)
            tap.same(desk.deliver("mario@rossi.example", "Stampante", "La stampante non parte."), 75,
                     f"{name}: a delivery is kept by the mail server")
        with open(desk.conf, "w", encoding="utf-8") as file:
            file.write(right)
        tap.same(desk.sql("SELECT count(*) FROM ticket"), [(0,)], "nothing was opened")
        tap.same(desk.deliver("mario@rossi.example", "Stampante", "La stampante non parte."), 0,
                 "with the calendar back it is taken")
    tap.end()


main()
