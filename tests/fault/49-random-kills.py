#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 47 and 49: 64 deliveries at once, 16 of them answers to one ticket; then
random kills under load.

The load: four that deliver at once, the sender that stays, one that makes backups; each
delivery, each backup and the sender are killed (SIGKILL, the parser too) at a random
instant, and begun again, until enough of them were.  Then the oracle: every message given
is recorded exactly once, every one has its ticket and its mails, numbers are unique, each
mail arrived, and the database is whole.  A few hundred kills; 10,000 with SP_FULL=1;
SP_KILLS says another number, SP_SEED repeats one."""
import itertools
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

import sweep

KILLS = int(os.environ.get("SP_KILLS", "10000" if sweep.FULL else "300"))
SEED = int(os.environ.get("SP_SEED", str(random.randrange(1 << 30))))
WORKERS = 4
CONF = """desk = {{ name = "Prova"; state = "state"; calendar = "ufficio"; flood_hourly = 100000;
  automatic_hourly_desk = 1000000;
  retention = ("conversation 3650", "accounts 3650", "automatic 365", "spam 30", "sent 365"); }};
queues = ( {{ name = "assistenza"; title = "Assistenza"; prefix = "HT"; addresses = "assistenza@desk.example.it"; }} );
calendars = {{ ufficio = {{ hours = "mon-fri 09:00-18:00"; }}; }};
send = {{ port = {0}; timeout = 20; connections = 2; }};
"""
MESSAGE = """From: Cliente {0} <good.{0}@example.com>
To: assistenza@desk.example.it
Subject: {1}Richiesta {0}
Message-ID: <{2}@example.com>
{3}
Buongiorno, la stampante numero {0} non stampa. ({2})
"""


def message(customer, number, answers=""):
    return MESSAGE.format(customer, "Re: " if answers else "", number, f"In-Reply-To: {answers}\n" if answers else "")


class Load:
    """Deliveries that are killed, and counted."""

    def __init__(self, desk):
        self.desk = desk
        self.lock = threading.Lock()
        self.kills = 0
        self.given = 0
        self.wrong = []

    def enough(self):
        return self.kills >= KILLS or self.wrong

    def start(self, command, given=None):
        return subprocess.Popen(command, stdin=subprocess.PIPE if given else subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

    def run_killed(self, command, dice, within, given=None, spared=0.0):
        """Exit status of a run that is killed if it lives that long, but for a share that is
        spared; -9 when it was."""
        process = self.start(command, given)

        def kill():
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass

        killer = threading.Timer(dice.uniform(0, within), kill)
        try:
            if dice.random() >= spared:
                killer.start()
            try:
                process.communicate(given)
            except BrokenPipeError:
                process.wait()
        finally:
            killer.cancel()
            if killer.ident:
                killer.join()
        with self.lock:
            self.kills += process.returncode == -signal.SIGKILL
        return process.returncode

    def deliver_until_done(self, dice, given):
        while True:
            status = self.run_killed(self.desk.delivery(), dice, 0.015, given.encode(), 0.15)
            if status == 0:
                return
            if status not in (75, -signal.SIGKILL):
                self.wrong.append(f"a delivery ended with {status}")
                return

    def worker(self, seed):
        dice = random.Random(seed)
        while not self.enough():
            with self.lock:
                self.given += 1
                number = self.given
            self.deliver_until_done(dice, message(number, f"r{number}"))

    def sender(self, seed):
        dice = random.Random(seed)
        while not self.enough():
            status = self.run_killed([sweep.program("sportello-send"), "-c", self.desk.conf, "--wait"], dice, 0.5)
            if status not in (0, 75, -signal.SIGKILL):
                self.wrong.append(f"the sender ended with {status}")

    def backups(self, seed):
        dice = random.Random(seed)
        target = os.path.join(self.desk.folder, "backup.db")
        while not self.enough():
            status = self.run_killed([sweep.program("sportello"), "-c", self.desk.conf, "backup", "--replace", target],
                                     dice, 0.2)
            if status not in (0, 75, -signal.SIGKILL):
                self.wrong.append(f"a backup ended with {status}")
            if os.path.exists(target) and dice.random() < 0.2 and sweep.state_of(target)[0] != [("ok",)]:
                self.wrong.append("a backup is damaged")

    def run(self):
        jobs = [(self.worker, SEED + i) for i in range(WORKERS)] + [(self.sender, SEED + 50), (self.backups, SEED + 51)]
        threads = [threading.Thread(target=job, args=(seed,)) for job, seed in jobs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


def rows(desk, query):
    database = sqlite3.connect(desk.database)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def sixty_four(desk):
    """47: complaints."""
    desk.deliver_text(message(1, "a0"))
    reference = rows(desk, "SELECT header_id FROM thread WHERE header_id LIKE '<a0@%'")[0][0]
    texts = [message(i, f"b{i}") for i in range(2, 50)] + [message(1, f"c{i}", reference) for i in range(16)]
    processes = [subprocess.Popen(desk.delivery(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL) for _ in texts]
    for process, text in zip(processes, texts):
        process.stdin.write(text.encode())
    for process in processes:
        process.stdin.close()
    statuses = [process.wait() for process in processes]
    found = []
    if set(statuses) != {0}:
        found.append(f"they ended with {sorted(set(statuses))}")
    if [row[0] for row in rows(desk, "SELECT number FROM ticket ORDER BY number")] != list(range(1, 50)):
        found.append("the numbers are not 1 to 49")
    if rows(desk, "SELECT count(*) FROM entry WHERE ticket_id = 1") != [(17,)]:
        found.append("the answers are not all on their ticket")
    if desk.state()[0] != [("ok",)]:
        found.append("the database is damaged")
    return found


def in_line(desk):
    """47: complaints, and what was measured."""
    numbers = itertools.count(1)

    def start():
        number = next(numbers)
        process = subprocess.Popen(desk.delivery(), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        process.stdin.write(message(number, f"d{number}").encode())
        process.stdin.close()
        return process

    good, found = sweep.no_worse_than_in_line(start)
    return [] if good else [str(found)], found


def oracle(desk, load, arrived):
    found = list(load.wrong)
    if desk.state()[0] != [("ok",)] or rows(desk, "PRAGMA foreign_key_check"):
        found.append("the database is damaged")
    ids = [row[0] for row in rows(desk, "SELECT header_id FROM message WHERE header_id LIKE '<r%'")]
    if sorted(ids) != sorted(f"<r{i}@example.com>" for i in range(1, load.given + 1)):
        found.append(f"{load.given} messages were given, {len(ids)} recorded, {len(set(ids))} different")
    tickets = rows(desk, "SELECT count(*), count(DISTINCT number), max(number) FROM ticket")[0]
    if len(set(tickets)) != 1:
        found.append(f"tickets, numbers, last number: {tickets}")
    lonely = rows(desk, "SELECT count(*) FROM message m WHERE NOT EXISTS (SELECT 1 FROM entry WHERE message_id = m.id) "
                        "OR NOT EXISTS (SELECT 1 FROM raw WHERE message_id = m.id) "
                        "OR NOT EXISTS (SELECT 1 FROM outbox WHERE cause_id = m.id AND template = 'notification')")
    if lonely != [(0,)]:
        found.append(f"{lonely[0][0]} messages lack their entry, their bytes or their notification")
    unsent = rows(desk, "SELECT state, count(*) FROM outbox WHERE state <> 'sent' GROUP BY state")
    if unsent:
        found.append(f"not sent in the end: {unsent}")
    sent = rows(desk, "SELECT count(*) FROM outbox")[0][0]
    if len(os.listdir(arrived)) < sent:
        found.append(f"{sent} mails were sent, {len(os.listdir(arrived))} arrived")
    return found


class Desk(sweep.Desk):
    def deliver_text(self, text):
        return subprocess.run(self.delivery(), input=text.encode(), stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False).returncode


def main():
    with tempfile.TemporaryDirectory(prefix="sportello-load.") as folder:
        arrived, port_file = os.path.join(folder, "arrived"), os.path.join(folder, "port")
        os.mkdir(arrived)
        server = subprocess.Popen([sys.executable, os.path.join(sweep.SOURCE, "tests/fault/smtp_server.py"), arrived,
                                   port_file])
        try:
            while not os.path.exists(port_file):
                if server.poll() is not None:
                    sys.exit("the server does not start")
                time.sleep(0.01)
            with open(port_file, encoding="ascii") as file:
                conf = CONF.format(file.read()).replace("anna", "good.anna")
            desk = Desk(os.path.join(folder, "one"), conf)
            results = [("47: 64 deliveries at once, 16 of them to one ticket", sixty_four(desk))]
            complaints, found = in_line(Desk(os.path.join(folder, "line"), conf))
            results.append((f"47: 64 at once end before 64 in a row would twice: {found}", complaints))
            desk = Desk(os.path.join(folder, "two"), conf)
            load = Load(desk)
            load.run()
            last = desk.run([sweep.program("sportello-send"), "-c", desk.conf])
            complaints = oracle(desk, load, arrived) + ([f"the last sender ended with {last}"] if last else [])
            results.append((f"49: {load.kills} kills, {load.given} messages", complaints))
        finally:
            server.terminate()
            server.wait()
    print(f"1..{len(results)}")
    for number, (name, complaints) in enumerate(results, 1):
        print(f"{'not ' if complaints else ''}ok {number} - {name}")
        for complaint in complaints:
            print(f"# {complaint}")
    print(f"# seed {SEED}")
    sys.exit(1 if any(complaints for _, complaints in results) else 0)


main()
