#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""desk_state.py DATABASE: what a desk holds, as sorted text without what differs
from run to run (instants, random ids, tokens): two desks that were given the same
mail must print the same."""
import sqlite3
import sys

QUESTIONS = {
    "ticket": "SELECT prefix, number, queue_id, state, priority, wish, subject, category, place, language,"
              " requester_id FROM ticket",
    "message": "SELECT header_id, hex(content), class, sender, subject, vouched, size, flags FROM message",
    "attachment": "SELECT m.header_id, a.part, a.name, a.type, a.size, hex(a.sha256) FROM attachment a"
                  " JOIN message m ON m.id = a.message_id",
    "entry": "SELECT t.prefix, t.number, e.kind, e.text FROM entry e JOIN ticket t ON t.id = e.ticket_id",
    "link": "SELECT a.prefix, a.number, b.prefix, b.number, l.kind FROM ticket_link l"
            " JOIN ticket a ON a.id = l.ticket_id JOIN ticket b ON b.id = l.other_id",
    "outbox": "SELECT o.template, o.language, o.recipient, o.subject, o.state, t.prefix, t.number, m.header_id"
              " FROM outbox o LEFT JOIN ticket t ON t.id = o.ticket_id LEFT JOIN message m ON m.id = o.cause_id",
    "person": "SELECT p.role, p.state, p.name, p.language, a.address FROM person p"
              " JOIN address a ON a.person_id = p.id",
    "event": "SELECT e.actor, e.what, e.was, e.now, e.reason, t.prefix, t.number, m.header_id FROM event e"
             " LEFT JOIN ticket t ON t.id = e.ticket_id LEFT JOIN message m ON m.id = e.message_id",
}

db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
for name, question in QUESTIONS.items():
    for line in sorted(repr(row) for row in db.execute(question)):
        print(name, line)
