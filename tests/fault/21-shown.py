#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 21 and 22: markup, terminal controls and spreadsheet formulas in names,
subjects and texts, through everything that shows or reports: text, JSON, CSV, and the
mails that leave."""
import base64
import csv
import email
import email.policy
import io
import json
import re
import sqlite3
import subprocess
import sys
import tempfile

import sweep

FORMULAS = ("=HYPERLINK(\"http://evil.example\")", "+1+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1", " =1",
            "\uff1d1")
MARKUP = ("<script>alert(1)</script>", "<a href=\"javascript:alert(1)\">x</a>",
          "<svg/onload=alert(1)>", "\x1b]0;titolo\x07\x1b[31mrosso", "a\u202efdp.exe", "\x9b31m")
LISTS = (["ticket", "list"], ["customer", "list"], ["outbox", "list"], ["quarantine", "list"], ["search", "Prova"],
         ["attachment", "list", "HT1"], ["privacy", "register"], ["explain", "FILE"])
REPORTS = (["report", "hours"], ["report", "response"], ["report", "load"], ["report", "invoice"])
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


class Shown:
    """Statements, counted."""

    def __init__(self, desk):
        self.desk = desk
        self.count = self.failed = 0

    def holds(self, name, complaints):
        self.count += 1
        self.failed += bool(complaints)
        print(f"{'not ' if complaints else ''}ok {self.count} - {name}", flush=True)
        for complaint in complaints[:5]:
            print(f"# {complaint}", flush=True)

    def run(self, arguments):
        done = subprocess.run([sweep.program("sportello"), "-c", self.desk.conf, *arguments], capture_output=True,
                              check=False)
        if done.returncode != 0:
            raise RuntimeError(f"{arguments}: {done.returncode} {done.stderr!r}")
        return done.stdout.decode("utf-8")


def fill(desk):
    """A ticket for each hostile text, as name, subject, text and name of a file."""
    number = 0
    for text in MARKUP + FORMULAS:
        number += 1
        word = f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?="
        mail = (f"From: {word} <c{number}@example.com>\nTo: assistenza@desk.example.it\nSubject: {word} Prova\n"
                f"Message-ID: <{number}@example.com>\nMIME-Version: 1.0\n"
                "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n"
                f"Prova {number}: {text}\n--b\nContent-Type: application/x-y; name=\"{word}\"\n"
                f"Content-Disposition: attachment\n\nx\n--b--\n")
        status = subprocess.run(desk.delivery(), input=mail.encode("utf-8", "surrogateescape"), check=False).returncode
        if status != 0:
            sys.exit(f"a delivery ended with {status}")
        if number == 1:
            with open(desk.folder + "/FILE", "w", encoding="utf-8") as file:
                file.write(mail)
    database = sqlite3.connect(desk.database)
    tickets = database.execute("SELECT count(*) FROM ticket").fetchone()[0]
    database.close()
    if tickets != len(MARKUP + FORMULAS):
        sys.exit(f"{tickets} tickets")


def acts_on_a_terminal(text):
    return [repr(line) for line in text.split("\n") if CONTROLS.search(line)]


def acts_in_a_spreadsheet(text):
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    return [repr(cell) for cell in cells
            if re.match(r"[\s\u200b]*[=+@\uff1d\uff0b\uff0d\uff20\t\r]", cell) or re.match(r"\s*-(?!\d+$)", cell)]


def mails_that_act(desk):
    """A mail of ours has no part that is anything but text, nor a control in any header."""
    found = []
    database = sqlite3.connect(desk.database)
    for content, in database.execute("SELECT bytes FROM outbox_raw"):
        mail = email.message_from_bytes(content, policy=email.policy.default)
        for part in mail.walk():
            shown = part.get_content_disposition() != "attachment" and not part.is_multipart()
            if shown and part.get_content_type() not in ("text/plain", "message/rfc822", "text/calendar"):
                found.append(f"{mail['Subject']!r} has a part {part.get_content_type()}")
        for name in ("Subject", "From", "To"):
            if re.search("[\x00-\x08\x0a-\x1f\x7f]", str(mail[name])):
                found.append(f"{name}: {str(mail[name])!r}")
        if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xff]", content):
            found.append(f"{mail['Subject']!r} has a control as it is")
    database.close()
    return found


def main():
    with tempfile.TemporaryDirectory(prefix="sportello-shown.") as folder:
        desk = sweep.Desk(folder, sweep.CONF.replace("retention =", "flood_hourly = 1000; automatic_hourly_desk = 1000; "
                                                     "duplicate_hours = 0; retention ="))
        fill(desk)
        shown = Shown(desk)
        codes = [f"HT{number}" for number in range(1, len(MARKUP + FORMULAS) + 1)]
        for arguments in [*LISTS, *REPORTS, *(["ticket", "show", code] for code in codes)]:
            arguments = [desk.folder + "/FILE" if word == "FILE" else word for word in arguments]
            name = " ".join(arguments) if arguments[0] != "explain" else "explain"
            text = shown.run(arguments)
            if text.strip() == "" and arguments in (["ticket", "list"], ["customer", "list"]):
                sys.exit(f"{name} shows nothing")
            shown.holds(f"21: {name}: nothing acts on a terminal", acts_on_a_terminal(text))
            as_json = shown.run([*arguments, "--json"])
            values = [json.loads(as_json)] if as_json.strip() else []
            shown.holds(f"21: {name}: JSON is whole, and printable", acts_on_a_terminal(as_json) if values else ["empty"])
        shown.holds("21: the mails that leave are text, whatever came in", mails_that_act(desk))
        for arguments in REPORTS:
            text = shown.run([*arguments, "--csv"])
            shown.holds(f"22: {arguments[1]}: no cell is a formula", acts_in_a_spreadsheet(text))
            shown.holds(f"21: {arguments[1]}: nothing in the CSV acts on a terminal",
                        acts_on_a_terminal(text.replace("\r\n", "\n")))
        response = shown.run(["report", "response", "--csv"])
        shown.holds("22: what the names say is still there", [one for one in ("HYPERLINK", "SUM(A1)")
                                                            if one not in response])
    print(f"1..{shown.count}")
    sys.exit(1 if shown.failed else 0)


main()
