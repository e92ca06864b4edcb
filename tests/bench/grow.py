# SPDX-License-Identifier: GPL-2.0-or-later
"""Gives a desk a past: so many tickets of five messages each, with entries, events,
threads and mails sent, from a quarter as many customers, over ten years.  Written
straight into the database.  Indexes that grow at their end are made afterwards; those
that grow anywhere are there from the beginning, for their pages to be as full as they
come to be, and not fuller.  Message-IDs of others are as good as random; our own
begin with the time."""
import sqlite3
import time

GROW_ANYWHERE = {"message_identity", "message_by_header_id", "message_by_sender", "ticket_by_requester",
                 "outbox_by_recipient"}
YEARS = 10 * 365 * 86400
# n counts tickets from 1; m messages from 1, five a ticket.
NUMBERS = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count}) "
TABLES = [
    ("person", "people", """INSERT INTO person (id, role, state, name, language, created_at, changed_at)
        SELECT 100 + n, 'customer', 'active', 'Cliente ' || n, 'it', :from, :from FROM c"""),
    ("address", "people", """INSERT INTO address (address, person_id, main, added_at)
        SELECT 'cliente.' || n || '@azienda' || (n % 5000) || '.example.com', 100 + n, 1, :from FROM c"""),
    ("ticket", "tickets", """INSERT INTO ticket (id, prefix, number, queue_id, state, outcome, subject, language,
            requester_id, opened_at, received_at, answered_at, closed_at, changed_at)
        SELECT n, 'HT', n, 1, CASE WHEN n > :tickets - 200 THEN 'in_progress' ELSE 'done' END,
            CASE WHEN n > :tickets - 200 THEN NULL ELSE 'resolved' END, 'Richiesta numero ' || n, 'it',
            101 + n % :people, :from + n * :step, :from + n * :step, :from + n * :step + 600,
            CASE WHEN n > :tickets - 200 THEN NULL ELSE :from + n * :step + 9000 END,
            :from + n * :step + 9000 FROM c"""),
    ("message", "messages", """INSERT INTO message (id, header_id, content, class, class_reason, author_id, sender,
            sender_name, subject, vouched, envelope_sender, envelope_recipient, mail_queue_id, written_at,
            received_at, stored_at, size)
        SELECT n, printf('<%08x.%d.old@example.com>', n * 2654435761 % 4294967296, n), randomblob(32), 'person', '',
            101 + ((n + 4) / 5) % :people,
            'cliente.' || (1 + ((n + 4) / 5) % :people) || '@azienda' || ((1 + ((n + 4) / 5) % :people) % 5000) ||
            '.example.com', 'Cliente', 'Re: Richiesta numero ' || ((n + 4) / 5), 0, 'x@example.com',
            'assistenza@desk.example.it', 'Q' || n, :from + n * :step / 5, :from + n * :step / 5,
            :from + n * :step / 5, 400 FROM c"""),
    ("raw", "messages", """INSERT INTO raw (message_id, bytes)
        SELECT n, CAST('From: cliente@example.com' || char(10) || char(10) || hex(randomblob(150)) AS BLOB) FROM c"""),
    ("entry", "messages", """INSERT INTO entry (ticket_id, kind, author_id, message_id, text, at)
        SELECT (n + 4) / 5, 'customer', 101 + ((n + 4) / 5) % :people, n, 'La stampante non stampa, ' || n,
            :from + n * :step / 5 FROM c"""),
    ("event", "messages", """INSERT INTO event (at, actor, person_id, ticket_id, message_id, what)
        SELECT :from + n * :step / 5, 'customer', 101 + ((n + 4) / 5) % :people, (n + 4) / 5, n, 'answered' FROM c"""),
    ("thread", "messages", """INSERT INTO thread (header_id, ticket_id, outside, at)
        SELECT printf('<%08x.%d.old@example.com>', n * 2654435761 % 4294967296, n), (n + 4) / 5, 1,
            :from + n * :step / 5 FROM c"""),
    ("outbox", "messages", """INSERT INTO outbox (header_id, template, language, ticket_id, person_id, cause_id,
            automatic, sender, recipient, domain, subject, size, state, attempts, created_at, next_at, done_at, reply)
        SELECT printf('<%09d.sent@desk.example.it>', n), 'notification', 'it', (n + 4) / 5, 1, n, n % 5 = 1, '',
            CASE WHEN n % 5 = 1 THEN 'cliente.' || (1 + ((n + 4) / 5) % :people) || '@example.com'
                ELSE 'anna@desk.example.it' END,
            'desk.example.it', 'Richiesta', 1500, 'sent', 1, :from + n * :step / 5, :from + n * :step / 5,
            :from + n * :step / 5, '250 2.0.0 Ok' FROM c"""),
]


def grow(path, tickets, say=lambda text: None):
    database = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1500000", "temp_store = MEMORY",
                    "foreign_keys = OFF"):
        database.execute(f"PRAGMA {setting}")
    apart = database.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN "
                             "('index', 'trigger')").fetchall()
    apart = [one for one in apart if one[1] not in GROW_ANYWHERE]
    for kind, name, _ in apart:
        database.execute(f"DROP {kind} {name}")
    counts = {"tickets": tickets, "people": max(1, tickets // 4), "messages": 5 * tickets}
    values = {"from": int(time.time()) - YEARS, "step": YEARS // (tickets + 10), **counts}
    database.execute("INSERT OR IGNORE INTO queue (id, name) VALUES (1, 'assistenza')")
    database.execute("INSERT INTO numbering (prefix, last) VALUES ('HT', ?) ON CONFLICT DO UPDATE SET last = ?",
                     (tickets, tickets))
    for table, what, insert in TABLES:
        say(f"{counts[what]} rows of {table}")
        named = {name: value for name, value in values.items() if f":{name}" in insert}
        head, body = insert.split("SELECT", 1)
        database.execute(head + NUMBERS.format(count=counts[what]) + "SELECT" + body, named)
    for _, name, sql in apart:
        say(name)
        database.execute(sql)
    database.execute("PRAGMA journal_mode = WAL")
    database.close()
