#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Deliver maildir-test in its order and compare what came of each message with
what must come of it (maildir-test/README.md has both formats).

    maildir_run.py MAILDIR-TEST DATABASE COMMAND...

COMMAND is sportello-deliver with its configuration; the envelope is appended.
Prints one line a message: its name, a tab, "ok"; or one line for each difference:
its name, a tab, what was expected and what is."""
import email
import email.header
import email.policy
import os
import re
import sqlite3
import subprocess
import sys

FACTS = {"class", "from", "subject", "ticket", "priority", "queue"}
LISTS = {"mail", "text-has", "text-lacks", "attachment"}


def one_line(text):
    return re.sub(r"\s+", " ", text or "").strip()


def read_index(folder):
    with open(os.path.join(folder, "INDEX"), encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                name, sender, recipient, extension, _ = (part.strip() for part in line.split("|", 4))
                yield name, "" if sender == "<>" else sender, recipient, extension


def read_expect(folder, name):
    facts, lists, comments = {}, {key: [] for key in LISTS}, []
    with open(os.path.join(folder, "expect", name + ".expect"), encoding="utf-8") as file:
        for line in file.read().splitlines():
            if line.startswith("#"):
                comments.append(line[1:].strip())
                continue
            key, _, value = line.partition(":")
            if key in FACTS:
                facts[key] = value.strip()
            elif key in LISTS:
                lists[key].append(value.strip())
            elif line.strip():
                sys.exit(f"{name}.expect: unknown line: {line}")
    return facts, lists, "unvouched" in comments


class Desk:
    """The database, read only; what is there after a delivery that was not before."""

    def __init__(self, path):
        self.db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        self.db.row_factory = sqlite3.Row
        self.seen = {table: 0 for table in ("message", "ticket", "entry", "outbox", "event")}
        self.news()

    def rows(self, query, *values):
        return self.db.execute(query, values).fetchall()

    def news(self):
        """New rows of each table since the last call."""
        new = {}
        for table in self.seen:
            new[table] = self.rows(f"SELECT * FROM {table} WHERE id > ? ORDER BY id", self.seen[table])
            if new[table]:
                self.seen[table] = new[table][-1]["id"]
        return new

    def bytes_of(self, outbox_id):
        return self.rows("SELECT bytes FROM outbox_raw WHERE outbox_id = ?", outbox_id)[0]["bytes"]

    def code(self, ticket_id):
        row = self.rows("SELECT prefix, number FROM ticket WHERE id = ?", ticket_id)[0]
        return f"{row['prefix']}{row['number']:05d}"

    def ticket(self, ticket_id):
        return self.rows("SELECT t.*, q.name AS queue FROM ticket t JOIN queue q ON q.id = t.queue_id"
                         " WHERE t.id = ?", ticket_id)[0]


def got_ticket(desk, new):
    """What became of the message, as `ticket` says it in an expectation; its ticket's id."""
    if not any(new.values()):
        return "duplicate", None
    if new["ticket"]:
        ticket = new["ticket"][0]["id"]
        # Linked for the staff to see: it claimed to belong to the other.
        links = desk.rows("SELECT other_id FROM ticket_link WHERE ticket_id = ? AND kind = 'claimed'", ticket)
        if links:
            return f"new-linked {desk.code(ticket)} -> {desk.code(links[0]['other_id'])}", ticket
        return f"new {desk.code(ticket)}", ticket
    if new["entry"]:
        ticket = new["entry"][0]["ticket_id"]
        return f"reply {desk.code(ticket)}", ticket
    return "stored", None


def text_of_mail(raw):
    """Subject and text of a mail of ours, decoded."""
    message = email.message_from_bytes(raw, policy=email.policy.compat32)
    subject = str(email.header.make_header(email.header.decode_header(message.get("Subject", ""))))
    texts = [part.get_payload(decode=True).decode("utf-8", "replace") for part in message.walk()
             if part.get_content_type() == "text/plain"]
    return one_line(subject + " " + " ".join(texts))


class Check:
    """One message's expectation against what is new in the database."""

    def __init__(self, desk, folder, name):
        self.desk = desk
        self.facts, self.lists, self.unvouched = read_expect(folder, name)
        self.new = desk.news()
        self.faults = []

    def same(self, key, got, expected):
        if got != expected:
            self.faults.append(f"{key}: expected '{expected}', is '{got}'")

    def run(self):
        expected = self.facts.get("ticket", "")
        got, ticket = got_ticket(self.desk, self.new)
        self.same("ticket", got, "duplicate" if expected.startswith("duplicate of ") else expected)
        if not self.new["message"]:
            return self.faults
        self.message(self.new["message"][0])
        self.mails()
        self.text()
        if ticket:
            self.ticket(self.desk.ticket(ticket))
        return self.faults

    def message(self, row):
        self.same("class", row["class"], self.facts["class"])
        if "from" in self.facts:
            self.same("from", (row["sender"] or "-").lower(), self.facts["from"].lower())
        self.same("subject", one_line(row["subject"]), one_line(self.facts.get("subject", "")))
        index = self.desk.rows("SELECT name, type, size FROM attachment WHERE message_id = ?", row["id"])
        have = [f"{one['name']}|{one['type']}|{one['size']}" for one in index]
        for wanted in self.lists["attachment"]:
            if wanted not in have:
                self.faults.append(f"attachment: '{wanted}' is not among {have}")

    def mails(self):
        have = sorted(f"{row['template']} {row['language']} {row['recipient']}" for row in self.new["outbox"])
        wanted = sorted(self.lists["mail"])
        for one in wanted:
            if one in have:
                have.remove(one)
            else:
                self.faults.append(f"mail: '{one}' does not leave")
        self.faults += [f"mail: '{one}' leaves and must not" for one in have]
        if self.unvouched:
            for row in self.new["outbox"]:
                if row["template"] == "confirmation":
                    self.says_nothing(text_of_mail(self.desk.bytes_of(row["id"])))

    def says_nothing(self, said):
        """An answer to somebody unvouched has none of his words."""
        for phrase in [self.facts.get("subject", "")] + self.lists["text-has"]:
            phrase = one_line(phrase)
            if len(phrase) > 3 and phrase in said:
                self.faults.append(f"confirmation: says '{phrase}' to an unvouched sender")

    def text(self):
        shown = one_line(" ".join(row["text"] for row in self.new["entry"]))
        if not self.new["entry"]:
            return
        for phrase in self.lists["text-has"]:
            if one_line(phrase) not in shown:
                self.faults.append(f"text-has: '{phrase}' is not in the text: {shown[:200]}")
        for phrase in self.lists["text-lacks"]:
            if one_line(phrase) in shown:
                self.faults.append(f"text-lacks: '{phrase}' is in the text")

    def ticket(self, row):
        if "queue" in self.facts:
            self.same("queue", row["queue"], self.facts["queue"])
        if self.new["ticket"]:
            self.same("priority", str(row["priority"]), self.facts.get("priority", "0"))
            return
        raised = [event for event in self.new["event"] if event["what"] == "priority"]
        if "priority" in self.facts:
            self.same("priority", str(row["priority"]), self.facts["priority"])
        elif raised:
            self.faults.append(f"priority: changed to {row['priority']} and must not")


def main():
    folder, database = sys.argv[1:3]
    desk = Desk(database)
    for name, sender, recipient, extension in read_index(folder):
        with open(os.path.join(folder, "new", name), "rb") as mail:
            done = subprocess.run(sys.argv[3:] + ["-f", sender, "-a", extension, "-d", recipient, "-q", name,
                                                  "--", recipient],
                                  stdin=mail, capture_output=True, check=False)
        faults = Check(desk, folder, name).run()
        if done.returncode != 0:
            faults.insert(0, f"exit status {done.returncode}")
        if done.stdout or done.stderr:
            faults.append(f"output: {(done.stdout + done.stderr).decode('utf-8', 'replace')[:200]!r}")
        for fault in faults or ["ok"]:
            print(f"{name}\t{one_line(fault)}", flush=True)


main()
