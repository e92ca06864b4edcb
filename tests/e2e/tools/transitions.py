#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Drive each row of the status table by mail (SPEC.md section 3).

    transitions.py LANGUAGE QUEUE-ADDRESS STATES DATABASE COMMAND...

STATES is what `sportello show states --json` prints, in a file: the rows come from
there, so that a new one without a way to drive it fails.  COMMAND is
sportello-deliver with its configuration; the envelope is appended.

For each status that mail can bring about, each event, and both who can write: a
customer of his own and a ticket of his own, brought into the status by mail, then
the event by mail.  What the table allows must happen, with its outcome and its
mail in the customer's language; without the note or the date that it needs, and
where there is no row, nothing must change and its author must be told.  Prints
TAP lines without numbers ("ok - ...", "not ok - ...")."""
import email
import json
import re
import sqlite3
import subprocess
import sys

LANGUAGE, ADDRESS, STATES, DATABASE = sys.argv[1:5]
COMMAND = sys.argv[5:]
STAFF = "anna.verdi@desk.example.it"

# What people write: in place of {n} a number, so that no two mails are alike.
TEXTS = {
    "it": {
        "first": "Buongiorno, la stampante numero {n} del primo piano non parte da questa mattina.",
        "text": "Ecco che cosa volevo dire per la numero {n}, con parole mie.",
        "take": "#prendo", "ask": "#chiedi", "forward": "#stato richiesta inviata",
        "work": "#stato in esecuzione", "reschedule": "#stato nuova data 2099-12-03 10:00",
        "reschedule-bare": "#stato nuova data", "changes": "#stato richiesta modifiche",
        "suspend": "#stato sospeso", "close": "#chiudi", "close-unresolved": "#chiudi non risolto",
        "cancel": "#annulla", "reopen": "#riapri",
        "CLOSE": "CHIUDI", "CANCEL": "ANNULLA", "REOPEN": "RIAPRI", "COMPLAIN": "RECLAMO",
    },
    "en": {
        "first": "Hello, the printer number {n} on the first floor has not been working since this morning.",
        "text": "This is what I would like to say about number {n}, in my own words.",
        "take": "#take", "ask": "#ask", "forward": "#status request sent",
        "work": "#status in progress", "reschedule": "#status new date 2099-12-03 10:00",
        "reschedule-bare": "#status new date", "changes": "#status changes requested",
        "suspend": "#status suspended", "close": "#close", "close-unresolved": "#close not resolved",
        "cancel": "#cancel", "reopen": "#reopen",
        "CLOSE": "CLOSE", "CANCEL": "CANCEL", "REOPEN": "REOPEN", "COMPLAIN": "COMPLAINT",
    },
}[LANGUAGE]

# Events that are no word of a command: a text by itself is the event.
BY_TEXT = {("staff", "first-reply"), ("customer", "answer")}
# How each status is brought about: (who, event), one after the other.
WAYS = {
    "new": [], "waiting_input": [("staff", "take")], "waiting_customer": [("staff", "ask")],
    "request_sent": [("staff", "forward")], "in_progress": [("staff", "first-reply")],
    "rescheduled": [("staff", "reschedule")], "changes_requested": [("staff", "changes")],
    "suspended": [("staff", "suspend")], "disputed": [("staff", "close"), ("customer", "complain")],
    "done": [("staff", "close")], "cancelled": [("staff", "cancel")],
}
# No mail brings them about: the clock does.
NOT_BY_MAIL = {"archived"}
EVENTS = {
    "customer": ["answer", "reopen", "complain", "close", "cancel"],
    "staff": ["first-reply", "take", "ask", "forward", "work", "reschedule", "changes", "suspend",
              "close", "close-unresolved", "cancel", "reopen"],
}
# "In esecuzione" for a closed ticket is to reopen it: the same words, another row.
SAME_WORDS = {("done", "work"): "reopen", ("cancelled", "work"): "reopen"}

failures = 0
number = 0


def report(name, problems):
    global failures
    failures += bool(problems)
    print(f"{'not ok' if problems else 'ok'} - {LANGUAGE}: {name}")
    for problem in problems:
        print(f"# {problem}")


class Desk:
    def __init__(self):
        self.db = sqlite3.connect(f"file:{DATABASE}?mode=ro", uri=True)

    def one(self, query, *values):
        row = self.db.execute(query, values).fetchone()
        return row[0] if row and len(row) == 1 else row

    def mails_since(self, mail_id):
        return self.db.execute("SELECT id, template, recipient, language FROM outbox WHERE id > ? ORDER BY id",
                               (mail_id,)).fetchall()

    def last_mail(self):
        return self.one("SELECT coalesce(max(id), 0) FROM outbox")


DESK = Desk()


class Ticket:
    """A ticket of a customer of its own, and the mails that its people answer to."""

    def __init__(self):
        global number
        number += 1
        self.customer = f"cliente{number}{LANGUAGE}@cliente{number}.example"
        self.deliver(self.customer, ADDRESS, f"Printer {number}", TEXTS["first"].format(n=number), None)
        self.id = DESK.one("SELECT max(id) FROM ticket")

    def deliver(self, sender, recipient, subject, text, answers):
        global number
        number += 1
        extension = re.sub(r"^[^+@]*\+?([^@]*)@.*", r"\1", recipient)
        lines = [f"From: {sender}", f"To: {recipient}", f"Subject: {subject}",
                 f"Message-ID: <{number}.{LANGUAGE}@transitions.example>"]
        lines += [f"In-Reply-To: {answers}"] if answers else []
        mail = "\n".join(lines + ["Content-Type: text/plain; charset=utf-8", "", text, ""])
        subprocess.run(COMMAND + ["-f", sender, "-a", extension, "--", recipient], input=mail.encode(), check=True)

    def says(self, who, text):
        """An answer to the newest mail of the desk about the ticket to that person."""
        address = STAFF if who == "staff" else self.customer
        raw = DESK.one("SELECT r.bytes FROM outbox o JOIN outbox_raw r ON r.outbox_id = o.id"
                       " WHERE o.ticket_id = ? AND o.recipient = ? ORDER BY o.id DESC LIMIT 1", self.id, address)
        mail = email.message_from_bytes(raw)
        reply_to = re.search(r"<(.*)>|(\S+@\S+)", mail["Reply-To"].replace("\n", ""))
        self.deliver(address, reply_to.group(1) or reply_to.group(2), "Re: " + self.code(), text, mail["Message-ID"])

    def code(self):
        return "[%s%05d]" % DESK.one("SELECT prefix, number FROM ticket WHERE id = ?", self.id)

    def state(self):
        return DESK.one("SELECT state FROM ticket WHERE id = ?", self.id)

    def outcome(self):
        return DESK.one("SELECT outcome FROM ticket WHERE id = ?", self.id) or ""

    def drive(self, who, event, note, date=True):
        text = TEXTS["text"].format(n=number)
        if (who, event) in BY_TEXT:
            self.says(who, text)
            return
        word = TEXTS[event.upper() if who == "customer" else event if date else event + "-bare"]
        self.says(who, word + ("\n\n" + text if note else ""))


def in_state(state):
    ticket = Ticket()
    for who, event in WAYS[state]:
        ticket.drive(who, event, note=True)
    if ticket.state() != state:
        report(f"a ticket that is {state}", [f"it is {ticket.state()}"])
    return ticket


def expected_mail(who, move):
    """Of a text without a move's own mail the customer gets it as it is."""
    if move["mail"]:
        return move["mail"]
    return "staff_reply" if who == "staff" else None


def check_move(state, who, move):
    ticket = in_state(state)
    before = DESK.last_mail()
    event = move["event"]
    ticket.drive(who, event, note=move["needs_note"] or (who, event) in BY_TEXT)
    to_customer = [(template, language) for _, template, recipient, language in DESK.mails_since(before)
                   if recipient == ticket.customer]
    mail = expected_mail(who, move)
    wanted = [(mail, LANGUAGE)] if mail else []
    problems = []
    if ticket.state() != move["to"]:
        problems.append(f"it is {ticket.state()}, not {move['to']}")
    if ticket.outcome() != (move["outcome"] or ""):
        problems.append(f"its outcome is '{ticket.outcome()}', not '{move['outcome']}'")
    if to_customer != wanted:
        problems.append(f"the customer got {to_customer}, not {wanted}")
    report(f"{state}, {event} by {who}: {move['to']}, {mail or 'no mail'}", problems)


def check_nothing(state, who, event, note, date, why):
    """Nothing changes, and whoever wrote is told."""
    ticket = in_state(state)
    outcome = ticket.outcome()
    before = DESK.last_mail()
    ticket.drive(who, event, note, date)
    mails = [(template, recipient) for _, template, recipient, _ in DESK.mails_since(before)]
    told = ("command_error", STAFF) if who == "staff" else ("not_possible", ticket.customer)
    problems = []
    if (ticket.state(), ticket.outcome()) != (state, outcome):
        problems.append(f"it is {ticket.state()} now")
    if (who, event) not in BY_TEXT and told not in mails:
        problems.append(f"{told[1]} is not told: {mails}")
    if who == "staff" and (who, event) not in BY_TEXT and any(to == ticket.customer for _, to in mails):
        problems.append("the customer got a mail")
    report(f"{state}, {event} by {who} {why}: nothing changes", problems)


def main():
    with open(STATES, encoding="utf-8") as file:
        states = {row["code"]: row["moves"] for row in json.load(file)}
    report("each status can be brought about by mail, or is the clock's",
           sorted(set(states) ^ (set(WAYS) | NOT_BY_MAIL)))
    driven = 0
    for state in WAYS:
        rows = {(who, move["event"]): move for move in states[state] for who in move["by"]}
        report(f"{state}: each row by mail has a way to drive it", [
            f"{event} by {who}" for who, event in rows if who in EVENTS and event not in EVENTS[who]])
        for who, events in EVENTS.items():
            for event in events:
                move = rows.get((who, event))
                if move:
                    driven += 1
                    check_move(state, who, move)
                    if move["needs_note"]:
                        check_nothing(state, who, event, False, True, "without words")
                    if move["needs_date"]:
                        check_nothing(state, who, event, False, False, "without a date")
                elif (state, event) not in SAME_WORDS:
                    check_nothing(state, who, event, True, True, "has no row")
    wanted = sum(1 for state in WAYS for move in states[state] for who in move["by"] if who in EVENTS)
    report(f"all {wanted} rows were driven", [] if driven == wanted else [f"only {driven}"])
    sys.exit(1 if failures else 0)


main()
