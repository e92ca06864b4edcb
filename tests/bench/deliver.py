#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What one delivery costs: a new ticket, its confirmation and its notification
queued, against maildrop, procmail and dovecot-lda that write a file of a Maildir,
and two floors: a write with fsync, one SQLite commit in a fresh process.  All in
interleaved rounds (race.c); ROUNDS may be set.  With SP_REALTIME=1 (root) all of
them run with real-time priority, for a machine that is busy with something else."""
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import bench

ROUNDS = int(os.environ.get("ROUNDS", "300"))
MESSAGE = """Received: from mail.example.com (mail.example.com [192.0.2.7])
\tby mx.desk.example.it (Postfix) with ESMTPS id 4ABC{0}
\tfor <assistenza@desk.example.it>; Mon, 23 Nov 2026 09:00:00 +0100 (CET)
From: "Maria Rossi" <maria.rossi.{0}@example.com>
To: assistenza@desk.example.it
Subject: =?UTF-8?Q?La_stampante_del_secondo_piano_non_stampa_pi=C3=B9_({0})?=
Date: Mon, 23 Nov 2026 08:59:58 +0100
Message-ID: <{0}.maria.rossi@example.com>
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: quoted-printable

Buongiorno,

da questa mattina la stampante del secondo piano non stampa pi=C3=B9 ({0}).
Si accende, ma la spia resta rossa e il foglio non esce.

Potete mandare qualcuno?  Grazie.

--=20
Maria Rossi
Ufficio acquisti, Esempio S.r.l.
Tel. 0123 456789
"""


def write_messages(folder, count):
    os.mkdir(os.path.join(folder, "messages"))
    for number in range(1, count + 1):
        with open(os.path.join(folder, "messages", str(number)), "w", encoding="utf-8") as file:
            file.write(MESSAGE.format(number))
    return os.path.join(folder, "messages", "%d")


def peers(folder):
    """Name and command of those that are installed."""
    found = []
    for name in ("maildrop", "procmail", "dovecot"):
        for part in ("new", "cur", "tmp"):
            os.makedirs(os.path.join(folder, name, part))
    if shutil.which("maildrop"):
        rc = bench.write(folder, "mailfilter", f'to "{folder}/maildrop/"\n', 0o600)
        found.append(("maildrop", [shutil.which("maildrop"), rc]))
    if shutil.which("procmail"):
        rc = bench.write(folder, "procmailrc",
                         f"MAILDIR={folder}\nDEFAULT={folder}/procmail/\nLOGFILE=/dev/null\n", 0o600)
        found.append(("procmail", [shutil.which("procmail"), "-m", rc]))
    lda = "/usr/lib/dovecot/dovecot-lda"
    if os.access(lda, os.X_OK):
        # As little of Dovecot as it runs with: no other service is needed.
        conf = bench.write(folder, "dovecot.conf", f"""base_dir = {folder}/dovecot.run
mail_location = maildir:{folder}/dovecot
log_path = {folder}/dovecot.log
first_valid_uid = 0
ssl = no
""", 0o644)
        found.append(("dovecot-lda", [lda, "-c", conf, "-f", "maria@example.com", "-d", "root"]))
    return found


def contestants(folder, desk, messages):
    lines = []

    def add(name, command, rests=0):
        lines.append("\t".join([name, str(rests), messages, *command]))

    add("write and fsync", [bench.program("tests/bench/floor_write"), os.path.join(folder, "floor")])
    add("one SQLite commit", [bench.program("tests/bench/floor_sqlite"), os.path.join(folder, "floor.db")])
    for name, command in peers(folder):
        add(name, command)
    add("sportello-deliver", bench.delivery(desk.conf), desk.sender.pid)
    alone = bench.Desk(os.path.join(folder, "alone"), desk.port)
    add("  without a resident sender", bench.delivery(alone.conf))
    return lines, alone


def check(desk, runs):
    """Each of them is a ticket with two mails."""
    database = sqlite3.connect(desk.database)
    found = [database.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
             for what in ("ticket", "outbox WHERE template = 'confirmation'", "outbox WHERE template = 'notification'")]
    database.close()
    if found != [runs] * 3:
        sys.exit(f"{runs} deliveries made {found}")


def show(title, results, base):
    print(title)
    print(f"  {'':28} {'median':>9} {'slowest':>9} {'cpu':>8}   {'of ' + base:>12}")
    of = results[base][0] if base in results else None
    for name, (median, _, slowest, cpu, _, failed) in results.items():
        ratio = f"{median / of:12.2f}" if of else ""
        print(f"  {name:28} {median / 1000:6.2f} ms {slowest / 1000:6.1f} ms {cpu / 1000:5.2f} ms   {ratio}"
              + (f"   {failed:.0f} failed" if failed else ""))


def show_rates(title, results, base):
    print(title)
    of = results[base][4] if base in results else None
    for name, (median, _, slowest, _, rate, failed) in results.items():
        ratio = f"{rate / of:6.2f} of {base}" if of else ""
        print(f"  {name:28} {rate:7.0f} a second   slowest {slowest / median:5.1f} times the median   {ratio}"
              + (f"   {failed:.0f} failed" if failed else ""))


def main():
    with tempfile.TemporaryDirectory(prefix="sportello-bench.", dir=os.environ.get("BENCH_FOLDER")) as folder:
        batches = max(1, ROUNDS // 50)
        messages = write_messages(folder, max(ROUNDS, 100 * batches))
        with bench.Sink() as sink, bench.Desk(os.path.join(folder, "desk"), sink.port, resident=True) as desk, \
                bench.holding(os.path.join(folder, "floor.db")):
            lines, alone = contestants(folder, desk, messages)
            results = bench.race(ROUNDS, 1, 1, lines)
            check(desk, ROUNDS)
            check(alone, ROUNDS)
            show(f"one delivery, medians of {ROUNDS} interleaved rounds", results, "maildrop")
        shutil.rmtree(os.path.join(folder, "alone"))
        shutil.rmtree(os.path.join(folder, "desk"))
        for name in ("maildrop", "procmail", "dovecot"):
            shutil.rmtree(os.path.join(folder, name))
        with bench.Sink() as sink, bench.Desk(os.path.join(folder, "desk"), sink.port, resident=True) as desk, \
                bench.holding(os.path.join(folder, "floor.db")):
            lines, alone = contestants(folder, desk, messages)
            results = bench.race(batches, 100, 8, lines)
            check(desk, 100 * batches)
            show_rates(f"eight at once, {batches} interleaved rounds of 100", results, "maildrop")


main()
