#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 70: what several connections have sent is marked in one transaction.

Eight mails over eight connections; the server keeps all its answers back until somebody
holds the database. When every answer is there, the database is let go: the commits that
follow, counted in its log, are fewer than the mails."""
import fcntl
import os
import sqlite3
import struct
import subprocess
import sys
import tempfile

import storer
import sweep

MAILS = 8
FUTEX = "202" if os.uname().machine == "x86_64" else "98"
SEND = "send = {{ port = {0}; timeout = 60; connections = {1}; }};\n"


def commits(path):
    """How many are in SQLite's log: frames of its present round that end a transaction
    (sqlite.org/fileformat2.html, 4.1)."""
    with open(path, "rb") as file:
        log = file.read()
    page, = struct.unpack(">8xI", log[:12])
    salt = log[16:24]
    found, at = 0, 32
    while log[at + 8:at + 16] == salt:
        found += struct.unpack(">4xI", log[at:at + 8])[0] != 0
        at += 24 + page
    return found


def lanes_rest(pid):
    """Each thread but the first one waits to be told what to do."""
    for thread in os.listdir(f"/proc/{pid}/task"):
        if thread != str(pid):
            with open(f"/proc/{pid}/task/{thread}/syscall", encoding="ascii") as file:
                if file.read().split()[0] != FUTEX:
                    return False
    return True


def all_answered(pid):
    """The sender waits for the database, and every connection has its answer."""
    return sweep.is_blocked(pid) and lanes_rest(pid)


def arrived(folder):
    return len([name for name in os.listdir(folder) if name.endswith(".hold")])


def send_together(desk, server):
    """(exit status, outcomes, commits)."""
    for number in range(MAILS):
        subprocess.run([sweep.program("tests/fault/outbox_fill"), desk.state_folder, "",
                        f"hold.{number}@d{number}.example.com", "1"], check=True, stdout=subprocess.DEVNULL)
    # A reader keeps the log as it is.
    reader = sqlite3.connect(desk.database, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM outbox").fetchone()
    sender = subprocess.Popen([sweep.program("sportello-send"), "-c", desk.conf], stdin=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    there = storer.wait_for(lambda: arrived(server) == MAILS)
    with open(os.path.join(desk.state_folder, "sportello.lock"), "r+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = commits(desk.database + "-wal")
        with open(os.path.join(server, "go"), "w", encoding="ascii"):
            pass
        there = there and storer.wait_for(lambda: all_answered(sender.pid))
    status = sender.wait()
    count = commits(desk.database + "-wal") - before
    reader.close()
    database = sqlite3.connect(desk.database)
    found = database.execute("SELECT state, attempts, unknown, count(*) FROM outbox GROUP BY 1, 2, 3").fetchall()
    database.close()
    return there and status == 0, found, count


def main():
    with tempfile.TemporaryDirectory(prefix="sportello-marks.") as folder:
        server, port_file = os.path.join(folder, "server"), os.path.join(folder, "port")
        os.mkdir(server)
        process = subprocess.Popen([sys.executable, os.path.join(sweep.SOURCE, "tests/fault/smtp_server.py"), server,
                                    port_file])
        try:
            if not storer.wait_for(lambda: os.path.exists(port_file) or process.poll() is not None):
                sys.exit("the server does not start")
            with open(port_file, encoding="ascii") as file:
                desk = sweep.Desk(folder, sweep.CONF + SEND.format(file.read(), MAILS))
            desk.state_folder = os.path.join(desk.folder, "state")
            ended, found, count = send_together(desk, server)
        finally:
            process.terminate()
            process.wait()
    # One for those that were there when it began to wait, one for the rest; one for a straggler.
    results = [(f"70: {MAILS} mails over {MAILS} connections are sent", ended and found == [("sent", 1, 0, MAILS)], found),
               (f"70: and marked in {count} transactions, not in {MAILS}", 1 <= count <= 3, count)]
    print(f"1..{len(results)}")
    for number, (name, good, note) in enumerate(results, 1):
        print(f"{'' if good else 'not '}ok {number} - {name}")
        if not good:
            print(f"# {note}")
    sys.exit(0 if all(good for _, good, _ in results) else 1)


main()
