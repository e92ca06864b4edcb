# SPDX-License-Identifier: GPL-2.0-or-later
"""A desk at a time of our choosing: what the tests of cron's jobs share.

Every program runs under libfaketime with its clock standing at one instant
(UTC seconds), so a test takes no longer than its steps, and the same steps give
the same mails.  The programs' own waiting is by the monotonic clock, which runs on."""
import glob
import gzip
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import zoneinfo
from datetime import datetime

SOURCE = os.path.abspath(os.environ.get("SP_SOURCE", "."))
BUILD = os.path.abspath(os.environ.get("SP_BUILD", "."))
ROME = zoneinfo.ZoneInfo("Europe/Rome")
KILLED = (-signal.SIGKILL, 128 + signal.SIGKILL)
CONF = """desk = {{ name = "Prova"; state = "state";
  retention = ("conversation 3650", "accounts 3650", "automatic 365", "spam 30", "sent 365"); calendar = "ufficio";
  administrator = "admin@desk.example.it"; {desk} }};
queues = ( {{ name = "assistenza"; title = "Assistenza"; prefix = "HT"; addresses = "assistenza@desk.example.it";
  {queue} }} );
calendars = {{ ufficio = {{ hours = "mon-fri 09:00-13:00 14:00-18:00"; holidays = "it"; {calendar} }}; {more} }};
"""


def need(*programs):
    """What the tests need of the machine; the path of libfaketime."""
    for program in programs:
        if not shutil.which(program):
            print(f"1..0 # SKIP {program} is not installed: run ./bootstrap as root")
            sys.exit(77)
    found = glob.glob("/usr/lib/*/faketime/libfaketime.so.1")
    if not found:
        print("1..0 # SKIP faketime is not installed: run ./bootstrap as root")
        sys.exit(77)
    return found[0]


def at(text):
    """The instant of "2026-11-23 10:00" in Rome."""
    return int(datetime.fromisoformat(text).replace(tzinfo=ROME).timestamp())


def sweep_clocks():
    """libfaketime names its shared memory by process number and leaves it behind where a program is
    killed; another user's program that is given such a number could not start."""
    for path in glob.glob("/dev/shm/faketime_shm_*") + glob.glob("/dev/shm/sem.faketime_sem_*"):
        if not os.path.isdir("/proc/" + path.rpartition("_")[2]):
            try:
                os.unlink(path)
            except OSError:  # somebody else has swept, or it is somebody else's
                pass


class Desk:
    """A desk in a folder; `now` is what its programs take for the time."""

    def __init__(self, folder, now, desk="", queue="response_minutes = 240;", calendar="", more=""):
        self.library = need("sqlite3")
        self.folder = folder
        self.conf = os.path.join(folder, "sportello.conf")
        self.database = os.path.join(folder, "state", "sportello.db")
        self.now = now
        self.messages = 0
        os.makedirs(os.path.join(folder, "state"), 0o700, exist_ok=True)
        with open(self.conf, "w", encoding="utf-8") as file:
            file.write(CONF.format(desk=desk, queue=queue, calendar=calendar, more=more))

    def environment(self):
        return dict(os.environ, SPORTELLO_DATA=SOURCE, LD_PRELOAD=self.library, FAKETIME=str(self.now),
                    FAKETIME_FMT="%s", FAKETIME_DONT_FAKE_MONOTONIC="1", NO_FAKE_STAT="1")

    def command(self, *arguments, prefix=(), program="sportello"):
        """A program of ours as words, and its environment; strace before it keeps the machine's time."""
        words = [os.path.join(BUILD, program), "-c", self.conf, *arguments]
        if not prefix:
            return words, self.environment()
        ours = [("-E", f"{key}={value}") for key, value in self.environment().items() if os.environ.get(key) != value]
        return [*prefix, *[word for pair in ours for word in pair], *words], dict(os.environ)

    def run(self, *arguments, prefix=(), program="sportello", **more):
        """A finished program of ours."""
        words, environment = self.command(*arguments, prefix=prefix, program=program)
        done = subprocess.run(words, env=environment, capture_output=True, check=False, **more)
        if done.returncode in KILLED:
            sweep_clocks()
        return done

    def must(self, *arguments, **more):
        done = self.run(*arguments, **more)
        if done.returncode != 0:
            raise RuntimeError(f"sportello {' '.join(arguments)}: {done.returncode} {done.stderr.decode()}")
        return done.stdout.decode()

    def make(self, staff=(("Anna Verdi", "anna@desk.example.it"),)):
        """Init and staff, all of whom serve assistenza."""
        self.must("init")
        for name, address in staff:
            self.must("staff", "add", "--name", name, "--address", address, "--queue", "assistenza")
        self.must("customer", "add", "--name", "Mario Rossi", "--address", "mario@rossi.example")

    def deliver(self, sender, subject, text, to="assistenza@desk.example.it", headers=""):
        """A mail; the exit status."""
        mail = self.mail(sender, subject, text, to, headers)
        return self.run("-f", sender, "--", to, program="sportello-deliver", input=mail).returncode

    def mail(self, sender, subject, text, to="assistenza@desk.example.it", headers=""):
        """The next message, as bytes."""
        self.messages += 1
        return (f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{self.messages}@test.example>\r\n"
                f"{headers}\r\n{text}\r\n").encode()

    def staff_says(self, ticket, text, address="anna@desk.example.it"):
        """The staff member answers his last mail about the ticket."""
        header = self.sql("SELECT bytes FROM outbox_raw JOIN outbox o ON o.id = outbox_id JOIN ticket t ON "
                          "t.id = o.ticket_id WHERE t.number = ? AND o.recipient = ? ORDER BY o.id DESC LIMIT 1",
                          ticket, address)[0][0]
        reply_to = [line for line in header.decode().replace("\r\n ", " ").split("\r\n")
                    if line.startswith("Reply-To:")][0].split()[-1].strip("<>")
        return self.deliver(address, "Re: answer", text, to=reply_to)

    def sql(self, query, *values):
        database = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return database.execute(query, values).fetchall()
        finally:
            database.close()

    def mails(self, *templates):
        """(template, recipient) of what was queued, in order; only those templates when some are named."""
        return [row for row in self.sql("SELECT template, recipient FROM outbox ORDER BY id")
                if not templates or row[0] in templates]

    def archived(self):
        """Names and texts of what is below archive/; None for what is no mbox.gz."""
        found = {}
        for path in sorted(glob.glob(os.path.join(self.folder, "state/archive/*/*"))):
            name = os.path.relpath(path, self.folder)
            found[name] = None
            if path.endswith(".mbox.gz"):
                with gzip.open(path) as file:
                    found[name] = file.read()
        return found

    def lost(self):
        """What should be somewhere and is nowhere: messages, the mails that end tickets."""
        texts = b"".join(text for text in self.archived().values() if text)
        found = [f"message {header} is nowhere" for header, there in self.sql(
            "SELECT header_id, EXISTS (SELECT 1 FROM raw WHERE message_id = id) FROM message")
                 if not there and f"Message-ID: {header}".encode() not in texts]
        return found + [f"ticket {number} ended without its mail" for number, in self.sql(
            "SELECT number FROM ticket t WHERE state = 'archived' AND merged_into IS NULL AND NOT EXISTS "
            "(SELECT 1 FROM outbox WHERE ticket_id = t.id AND template = 'summary')")]

    def whole(self):
        return self.sql("PRAGMA integrity_check") == [("ok",)] and not self.sql("PRAGMA foreign_key_check")


class Tap:
    """Statements, counted; the plan comes last."""

    def __init__(self):
        self.count = self.failed = 0

    def ok(self, holds, name, found=""):
        self.count += 1
        self.failed += not holds
        print(f"{'' if holds else 'not '}ok {self.count} - {name}", flush=True)
        if not holds and found != "":
            print(f"# found: {found}", flush=True)

    def same(self, found, expected, name):
        self.ok(found == expected, name, f"{found!r}, expected {expected!r}")

    def end(self):
        print(f"1..{self.count}")
        sys.exit(1 if self.failed else 0)
