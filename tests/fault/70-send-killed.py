#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 70: the sender is killed at each system call that matters, or the call fails.

For each call and each N: six mails, a sender over two connections that strace
kills at the Nth such call of one of its threads, or whose Nth such call fails; then
another sender, when what was put off is due.  Each
mail must have arrived, twice at most for as many mails as there were
connections, and then with the same bytes; every row is sent, the database is
whole.  A few of the Ns by default; all of them with SP_FULL=1."""
import hashlib
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

SOURCE = os.environ.get("SP_SOURCE", ".")
BUILD = os.environ.get("SP_BUILD", ".")
FULL = os.environ.get("SP_FULL") == "1"
MAILS, CONNECTIONS = 6, 2
CALLS = ["openat", "read", "write", "pread64", "pwrite64", "fdatasync", "fsync", "ftruncate", "close", "unlink",
         "flock", "fcntl", "connect", "sendto", "recvfrom", "poll", "futex", "munmap"]
FAILING = [("pwrite64", "ENOSPC"), ("pwrite64", "EIO"), ("fdatasync", "EIO"), ("pread64", "EIO"), ("ftruncate", "EIO"),
           ("openat", "EMFILE"), ("openat", "EACCES"), ("flock", "EINTR"), ("fcntl", "EAGAIN"), ("poll", "EINTR"),
           ("sendto", "ECONNRESET"), ("recvfrom", "ECONNRESET"), ("connect", "ETIMEDOUT")]
CONF = """desk = {{ name = "Prova"; state = "{0}"; retention = ("conversation 3650", "accounts 3650", "automatic 365", "spam 30", "sent 365"); calendar = "ufficio"; }};
queues = ( {{ name = "assistenza"; title = "Assistenza"; prefix = "HT"; addresses = "desk@example.it"; }} );
calendars = {{ ufficio = {{ hours = "mon-fri 09:00-18:00"; }}; }};
send = {{ port = {1}; timeout = 20; connections = {2}; }};
"""


class Desk:
    """An outbox, and the server that its mail goes to."""

    def __init__(self, folder):
        self.state = os.path.join(folder, "desk")
        self.arrived = os.path.join(folder, "arrived")
        self.conf = os.path.join(self.state, "sportello.conf")
        os.mkdir(self.arrived)
        port_file = os.path.join(folder, "port")
        self.server = subprocess.Popen(
            [sys.executable, os.path.join(SOURCE, "tests/fault/smtp_server.py"), self.arrived, port_file])
        while not os.path.exists(port_file):
            if self.server.poll() is not None:
                sys.exit("the server does not start")
            time.sleep(0.01)
        with open(port_file, encoding="ascii") as file:
            self.port = file.read()
        self.trace = os.path.join(folder, "trace")

    def renew(self):
        shutil.rmtree(self.state, ignore_errors=True)
        os.mkdir(self.state, 0o700)
        for name in os.listdir(self.arrived):
            os.unlink(os.path.join(self.arrived, name))
        with open(self.conf, "w", encoding="utf-8") as file:
            file.write(CONF.format(self.state, self.port, CONNECTIONS))
        subprocess.run([os.path.join(BUILD, "tests/fault/outbox_fill"), self.state, "", "good.%d@example.com",
                        str(MAILS)], check=True, stdout=subprocess.DEVNULL)

    def send(self, *prefix):
        """The exit status, negative for a signal."""
        # A sanitizer's leak check cannot run below strace.
        environment = dict(os.environ, ASAN_OPTIONS="detect_leaks=0") if prefix else None
        return subprocess.run([*prefix, os.path.join(BUILD, "sportello-send"), "-c", self.conf], env=environment,
                              stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode

    def all_due(self):
        database = sqlite3.connect(os.path.join(self.state, "sportello.db"))
        with database:
            database.execute("UPDATE outbox SET next_at = 0 WHERE state = 'due'")
        database.close()

    def complaints(self):
        """What is wrong with what arrived and what is recorded."""
        found = []
        mails = {}
        for name in os.listdir(self.arrived):
            if name.endswith(".good"):
                with open(os.path.join(self.arrived, name), "rb") as file:
                    body = file.read()
                key = re.search(rb"^Message-ID: (.*)\r$", body, re.M).group(1)
                mails.setdefault(key, []).append(hashlib.sha256(body).digest())
        database = sqlite3.connect(os.path.join(self.state, "sportello.db"))
        rows = database.execute("SELECT header_id, state, lease, bytes FROM outbox "
                                "JOIN outbox_raw ON outbox_id = id").fetchall()
        if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            found.append("the database is damaged")
        for header_id, state, lease, content in rows:
            copies = mails.pop(header_id.encode(), [])
            if not copies:
                found.append(f"{header_id} never arrived ({state})")
            if set(copies) - {hashlib.sha256(content).digest()}:
                found.append(f"{header_id} arrived with other bytes")
            if state != "sent" or lease is not None:
                found.append(f"{header_id} is {state}, held by {lease}")
        database.close()
        again = sum(len(copies) - 1 for copies in mails.values())
        duplicates = len([n for n in os.listdir(self.arrived) if n.endswith(".good")]) - len(rows)
        if mails or again or len(rows) != MAILS or duplicates > CONNECTIONS:
            found.append(f"{duplicates} duplicates, {len(mails)} strangers, {len(rows)} rows")
        return found, duplicates


def sweep(desk, call, injection):
    """Kill at the Nth `call`, or make it fail, for rising N, until there is none.  How often it
    was, mails that arrived twice, complaints."""
    times = duplicates = 0
    kill = "SIGKILL" in injection
    number = step = 1
    while True:
        desk.renew()
        status = desk.send("strace", "-f", "-qq", "-o", desk.trace, "-e", f"trace={call}", "-e",
                           f"inject={call}:{injection}:when={number}")
        with open(desk.trace, encoding="utf-8", errors="replace") as file:
            trace = file.read()
        hit = status in (-signal.SIGKILL, 128 + signal.SIGKILL) if kill else "(INJECTED)" in trace
        # 127: the loader could not have a library.
        if not hit and status != 0 or status not in (0, 75, 78, 127, -signal.SIGKILL, 128 + signal.SIGKILL):
            return times, duplicates, [f"the sender ended with {status} at the {number}th"]
        if not kill:
            desk.all_due()
        second = desk.send()
        found, twice = desk.complaints()
        if second != 0:
            found.append(f"the second sender ended with {second}")
        if found:
            return times, duplicates, [f"at the {number}th: {one}" for one in found]
        duplicates += twice
        if not hit:
            return times, duplicates, []
        times += 1
        number += step
        if not FULL:
            step = step * (2 if kill else 5)  # 1 3 7 15 31 ...; a sender that failed rests before it tries again


def main():
    if not shutil.which("strace"):
        print("1..0 # SKIP strace is not installed: run ./bootstrap as root")
        sys.exit(77)
    cases = [(call, "signal=SIGKILL") for call in CALLS]
    with open(os.path.join(BUILD, "sportello-send"), "rb") as file:
        if b"__asan_init" not in file.read():  # a sanitizer ends a program whose calls fail
            cases += [(call, f"error={error}") for call, error in FAILING]
    failed = 0
    times = duplicates = 0
    print(f"1..{len(cases)}", flush=True)
    with tempfile.TemporaryDirectory(prefix="sportello-killed.") as folder:
        desk = Desk(folder)
        try:
            for number, (call, injection) in enumerate(cases, 1):
                one_times, one_duplicates, complaints = sweep(desk, call, injection)
                times += one_times
                duplicates += one_duplicates
                failed += bool(complaints)
                print(f"{'not ' if complaints else ''}ok {number} - 70: {injection} at {call}: {one_times} times, "
                      f"{one_duplicates} mails twice", flush=True)
                for complaint in complaints:
                    print(f"# {complaint}", flush=True)
        finally:
            desk.server.terminate()
            desk.server.wait()
    print(f"# {times} interruptions, {duplicates} mails arrived twice, none was lost")
    sys.exit(1 if failed else 0)


main()
