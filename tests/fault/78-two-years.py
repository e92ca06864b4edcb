#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 78, and the promise of cron: two years go by, and jobs are killed at random.

The same story is lived by two desks: requests, urgent ones at night, work, dates,
reminders, closings, reopenings, complaints; office hours, archive and statements
after each step.  On the second desk jobs are killed at a random system call and run
again, run twice, and run beside each other.  In the end the mails that left are the
same, word for word, those sent at the same time of the story in whatever order; no
message is lost; every ticket that ended has one final mail; the ledger adds up.

Counted in steps, not in seconds.  SP_SEED is another story, SP_STEPS another length;
SP_FULL=1 takes a step each working day and each evening."""
import email
import email.policy
import glob
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

from clock_desk import KILLED, Desk, Tap, at, need

FULL = os.environ.get("SP_FULL") == "1"
SEED = int(os.environ.get("SP_SEED", "20261123"))
STEPS = int(os.environ.get("SP_STEPS", "1500" if FULL else "100"))
JOBS = ("office-hours", "archive", "statements")
CALLS = ("openat", "pwrite64", "pread64", "fdatasync", "fsync", "renameat", "flock", "close", "ftruncate")
DAY = 86400
YEARS = 2 * 365
WORDS = ("stampante telefono server posta rete schermo tastiera fax sito dominio archivio contabilità magazzino "
         "fattura cavo armadio portone caldaia furgone badge allarme telecamera router disco memoria licenza").split()
STAFF = (("Anna Verdi", "anna@desk.example.it"), ("Luca Neri", "luca@desk.example.it"))
ANNA, LUCA = (address for _, address in STAFF)
CUSTOMERS = ("mario@rossi.example", "carla@rossi.example", "giulia@altrove.example")


class Story:
    """What happens at each step: the same for the same seed."""

    def __init__(self, seed, steps):
        self.random = random.Random(seed)
        self.tickets = 0
        self.steps = []
        start = at("2026-01-07 10:00")
        for number in range(steps):
            day = start + number * YEARS * DAY // steps
            self.steps.append((day + self.random.choice((-9000, -3300, 0, 7200, 20000, 29000, 43000)), self.actions()))

    def actions(self):
        return [self.action() for _ in range(self.random.choice((0, 1, 1, 2, 3)))]

    def action(self):
        kind = self.random.choice(("new", "new", "urgent", "answer", "take", "date", "suspend", "remind", "hours",
                                   "close", "close", "close", "complain", "reply", "merge"))
        if self.tickets < 2:
            kind = "new"
        words = " ".join(self.random.sample(WORDS, 9))
        # Old ones are archived, and answers to those open new ones too.
        ticket = self.random.randint(max(1, self.tickets - 12), max(1, self.tickets))
        if kind in ("new", "urgent"):
            self.tickets += 1
        days = self.random.randint(1, 9)
        return (kind, ticket, words, days, self.random.choice(CUSTOMERS), self.random.choice((ANNA, LUCA)))


def staff_text(kind, ticket, words, days):
    return {"take": f"#prendo entro +{days}g", "date": f"#stato nuova data +{days}g\n\nCi vediamo allora.",
            "suspend": "#stato sospeso", "remind": f"#promemoria +{days}g {words}",
            "hours": f"#ore 0:{days * 5:02d} {words}", "close": f"#chiudi\n\nFatto: {words}.", "reply": f"Ecco: {words}.",
            "merge": f"#unisci HT{max(1, ticket - 1):05d}"}[kind]


def act(desk, action):
    """What is not possible from there is answered so, on both desks."""
    kind, ticket, words, days, customer, staff = action
    if kind in ("new", "urgent"):
        status = desk.deliver(customer, ("URGENTE " if kind == "urgent" else "") + words, f"Non va: {words}.")
    elif kind in ("answer", "complain"):
        subject = "Reclamo" if kind == "complain" else "Re:"
        status = desk.deliver(customer, f"{subject} [HT{ticket:05d}]", f"Ancora: {words}.")
    elif desk.sql("SELECT 1 FROM outbox o JOIN ticket t ON t.id = o.ticket_id WHERE t.number = ? AND o.recipient = ?",
                  ticket, staff):
        status = desk.staff_says(ticket, staff_text(kind, ticket, words, days), staff)
    else:
        status = 0
    if status != 0:
        raise RuntimeError(f"a delivery ended with {status}: {action}")


class Calm:
    """Each job once."""

    kills = runs = together = 0

    def run(self, desk, job):
        self.runs += 1
        desk.must(job)


class Storm:
    """Jobs are killed, run again, run twice and at once."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.kills = self.runs = self.together = 0

    def run(self, desk, job):
        chance = self.random.random()
        while chance < 0.45:
            self.kill(desk, job)
            chance = self.random.random()
        if chance > 0.93:
            self.at_once(desk, job)
        self.runs += 1
        desk.must(job)
        if chance > 0.8:
            desk.must(job)

    def kill(self, desk, job):
        call, number = self.random.choice(CALLS), self.random.randint(1, 60)
        if call in ("fdatasync", "fsync", "renameat", "flock", "ftruncate"):
            number = 1 + number % 8
        done = desk.run(job, prefix=["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e",
                                     f"inject={call}:signal=SIGKILL:when={number}"])
        if done.returncode not in (0, *KILLED):
            raise RuntimeError(f"{job} killed at the {number}th {call} ended with {done}")
        self.kills += done.returncode != 0

    def at_once(self, desk, job):
        words, environment = desk.command(job)
        running = [subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                   for _ in range(2)]
        self.together += 1
        if any([process.wait() for process in running]):
            raise RuntimeError(f"two of {job} at once fail")


def live(desk, story, weather):
    for number, (now, actions) in enumerate(story.steps):
        desk.now = now
        for action in actions:
            act(desk, action)
        for job in JOBS:
            weather.run(desk, job)
        if number % 10 == 9:
            desk.must(program="sportello-send")
    desk.must(program="sportello-send")


def left(desk):
    """What left, as it was handed over: (time, recipient, subject, text), in no order."""
    mails = []
    for path in glob.glob(os.path.join(desk.folder, "left", "*")):
        with open(path, "rb") as file:
            mail = email.message_from_binary_file(file, policy=email.policy.default)
        body = mail.get_body(("plain",))
        mails.append((str(mail["Date"]), str(mail["To"]), str(mail["Subject"]), body.get_content()))
    return sorted(mails)


def judge(tap, name, desk):
    tap.ok(desk.whole(), f"{name}: the database is whole")
    tap.same(desk.lost(), [], f"{name}: no message is lost, no ticket ended without its mail")
    tap.same(desk.sql("SELECT ticket_id FROM outbox WHERE template = 'summary' GROUP BY ticket_id, person_id "
                      "HAVING count(*) > 1"), [], f"{name}: nobody got two final mails of a ticket")
    tap.same([one for one in desk.archived() if not one.endswith(".mbox.gz")], [], f"{name}: nothing was left behind")
    tap.same(desk.sql("SELECT count(*) FROM outbox WHERE state <> 'sent'"), [(0,)], f"{name}: all mail left")
    tap.same(len(left(desk)), desk.sql("SELECT count(*) FROM outbox")[0][0], f"{name}: each once")
    ledger = [line for line in desk.run("check").stdout.decode().splitlines() if line.split()[1:2] == ["ledger"]]
    tap.ok(ledger and all(line.startswith("ok ") for line in ledger), f"{name}: the ledger adds up", ledger)


    tap.same(load(desk), [], f"{name}: report load adds up, month by month, and ends with what is open")


def load(desk):
    """Where `report load` does not add up: each day opens with what the day before left."""
    wrong, open_now = [], 0
    for month in [f"{year}-{number:02d}" for year in (2026, 2027, 2028) for number in range(1, 13)]:
        if month > time.strftime("%Y-%m", time.gmtime(desk.now)):
            break
        said = json.loads(desk.must("report", "load", "--month", month, "--json"))
        wrong += [f"{month} opens with {said['open_at_start']}"] * (said["open_at_start"] != open_now)
        for day in said["days"]:
            open_now += day["opened"] + day["reopened"] - day["closed"]
            wrong += [f"{day}, not {open_now}"] * (day["open"] != open_now)
    truly = desk.sql("SELECT count(*) FROM ticket WHERE state NOT IN ('done', 'cancelled', 'archived')")[0][0]
    return wrong + [f"{truly} are open, not {open_now}"] * (truly != open_now)


def make_model(folder):
    desk = Desk(folder, at("2026-01-07 08:00"), queue='response_minutes = 240; escalation = "capo@desk.example.it"; '
                'customer_priority = "urgent"; tariff = "ore";', desk="duplicate_hours = 0;",
                more='}; tariffs = { ore = { first_hour = "60.00"; next_hour = "50.00"; };')
    with open(desk.conf, "a", encoding="utf-8") as file:
        file.write(f'send = {{ method = "command"; command = ("{folder}/take"); }};\n')
    os.mkdir(os.path.join(folder, "left"))
    with open(os.path.join(folder, "take"), "w", encoding="utf-8") as file:
        file.write('#!/bin/sh\nfolder=${0%/*}/left\nexec cat >"$(mktemp "$folder/XXXXXXXXXX")"\n')
    os.chmod(os.path.join(folder, "take"), 0o755)
    desk.must("init")
    for name, address in STAFF:
        desk.must("staff", "add", "--name", name, "--address", address, "--queue", "assistenza", "--on-call", "yes")
    desk.must("organisation", "add", "Rossi srl")
    desk.must("customer", "add", "--name", "Mario Rossi", "--address", CUSTOMERS[0], "--organisation", "Rossi srl")
    desk.must("customer", "add", "--name", "Carla Rossi", "--address", CUSTOMERS[1], "--organisation", "Rossi srl")
    desk.must("organisation", "change", "Rossi srl", "--contact", CUSTOMERS[0])
    desk.must("package", "add", "Rossi srl", "--hours", "30", "--title", "Pacchetto 30 ore")
    return desk


def copy(model, folder):
    shutil.copytree(model.folder, folder)
    desk = Desk.__new__(Desk)
    desk.__dict__.update(model.__dict__)
    desk.folder = folder
    desk.conf = os.path.join(folder, "sportello.conf")
    desk.database = os.path.join(folder, "state", "sportello.db")
    with open(desk.conf, encoding="utf-8") as file:
        text = file.read().replace(model.folder, folder)
    with open(desk.conf, "w", encoding="utf-8") as file:
        file.write(text)
    return desk


def first_difference(one, other):
    for left_one, right_one in zip(one, other):
        if left_one != right_one:
            return f"undisturbed: {left_one}\ndisturbed: {right_one}"
    return f"{len(one)} and {len(other)} mails"


def main():
    need("strace", "cat", "mktemp")
    tap = Tap()
    story = Story(SEED, STEPS)
    with tempfile.TemporaryDirectory(prefix="sportello-years.") as folder:
        model = make_model(os.path.join(folder, "model"))
        calm, storm = copy(model, os.path.join(folder, "calm")), copy(model, os.path.join(folder, "storm"))
        weather = Storm(SEED)
        live(calm, story, Calm())
        live(storm, story, weather)
        judge(tap, "undisturbed", calm)
        judge(tap, "disturbed", storm)
        tap.ok(weather.kills > STEPS // 3, f"{weather.kills} of {weather.runs + weather.kills} jobs were killed, "
               f"{weather.together} times two ran at once")
        one, other = left(calm), left(storm)
        kinds = sorted(dict(calm.sql("SELECT template, count(*) FROM outbox GROUP BY template")).items())
        tap.ok(one == other, f"the {len(one)} mails that left are the same",
               first_difference(one, other) if one != other else "")
        wanted = {"warning", "digest", "date_passed", "reminder", "on_call", "summary", "statement"}
        tap.same(sorted(wanted - {name for name, _ in kinds}), [], "every kind of the clock's mails is among them")
        states = dict(calm.sql("SELECT state, count(*) FROM ticket GROUP BY state"))
        tap.ok(states.get("archived", 0) > story.tickets // 4, "tickets were archived", states)
        tap.same(calm.sql("SELECT number, state FROM ticket ORDER BY id"),
                 storm.sql("SELECT number, state FROM ticket ORDER BY id"), "the tickets end the same")
    print(f"# seed {SEED}, {STEPS} steps, {story.tickets} requests: " +
          ", ".join(f"{count} {name}" for name, count in kinds), file=sys.stderr)
    tap.end()


main()
