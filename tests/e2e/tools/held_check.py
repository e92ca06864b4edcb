#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Is all that a database holds of a person in his export?  held_check.py DATABASE FOLDER PERSON

HELD says of each column of each table what it has of him: GIVEN, which has to stand
in data.json; BYTES, which have to be a file of the folder; or why it is not given.
For each row of his there has to be one object of data.json with all that is GIVEN.  A
column that is not in HELD is an error, and so is a table of which he has no row: then
nothing was compared.  Prints how many rows were found, or what is missing."""
import datetime
import json
import os
import sqlite3
import sys

GIVEN, BYTES = "given", "bytes"
DESK = "the desk's, of nobody"
OURS = "a number or word of the program's, to find rows by"
STAFF = "who of the staff it was"
TWIN = "stands in another column, or is made of it"
INTERNAL = "a note of the staff's"

HIS_TICKETS = "(SELECT id FROM ticket WHERE requester_id = :p)"
HIS_ADDRESSES = "(SELECT address FROM address WHERE person_id = :p)"
NOBODY = None  # no row of that table is about a person

# Table: which rows are his; its columns.
HELD = {
    "desk": (NOBODY, {}), "queue": (NOBODY, {}), "numbering": (NOBODY, {}), "job": (NOBODY, {}),
    "organisation_domain": (NOBODY, {}), "threshold_told": (NOBODY, {}), "alarm": (NOBODY, {}),
    "announcement": (NOBODY, {}), "staff_queue": (NOBODY, {}), "ticket_link": (NOBODY, {}),
    "account_queue": (NOBODY, {}), "search": (NOBODY, {}), "erasure": (NOBODY, {}),
    "token_shown": (NOBODY, {}),  # how often addresses of the staff's were renewed
    "organisation": ("contact_id = :p", {"name": GIVEN, "id": OURS, "contact_id": OURS, "created_at": DESK}),
    "person": ("id = :p", {
        "id": GIVEN, "role": GIVEN, "state": GIVEN, "name": GIVEN, "language": GIVEN, "organisation_id": TWIN,
        "on_call": STAFF, "token_generation": OURS, "privacy_told_at": GIVEN, "restriction": GIVEN,
        "restricted_at": GIVEN, "restricted_until": "in since", "withdrawn_at": GIVEN, "merged_into": OURS,
        "created_at": "in since", "changed_at": "in since"}),
    "address": ("person_id = :p", {"address": GIVEN, "main": GIVEN, "added_at": GIVEN, "person_id": OURS}),
    "ticket": ("requester_id = :p AND erased_at IS NULL", {
        "id": OURS, "prefix": TWIN, "number": TWIN, "queue_id": TWIN, "state": GIVEN, "outcome": GIVEN, "priority": GIVEN,
        "wish": GIVEN, "extra": GIVEN, "subject": GIVEN, "category": GIVEN, "place": GIVEN, "language": GIVEN,
        "requester_id": OURS, "organisation_id": TWIN, "assignee_id": STAFF, "merged_into": OURS, "opened_at": GIVEN,
        "received_at": GIVEN, "due_at": GIVEN, "answered_at": GIVEN, "planned_at": GIVEN, "review_at": GIVEN,
        "closed_at": GIVEN, "archived_at": GIVEN, "erased_at": OURS, "changed_at": "the last of its journal"}),
    "participant": ("person_id = :p", {"ticket_id": TWIN, "person_id": OURS, "part": GIVEN, "added_by": STAFF,
                                       "added_at": GIVEN}),
    "message": ("author_id = :p", {
        "id": GIVEN, "header_id": "in messages", "content": "a hash of the bytes", "class": GIVEN, "class_reason": GIVEN,
        "author_id": OURS, "sender": GIVEN, "sender_name": GIVEN, "subject": "in messages", "vouched": GIVEN,
        "envelope_sender": GIVEN, "envelope_recipient": GIVEN, "mail_queue_id": GIVEN, "written_at": GIVEN,
        "received_at": GIVEN, "stored_at": GIVEN, "size": "in messages", "flags": GIVEN, "erased_at": OURS}),
    "raw": ("message_id IN (SELECT id FROM message WHERE author_id = :p)", {"message_id": OURS, "bytes": BYTES}),
    "held": ("person_id = :p", {"message_id": GIVEN, "person_id": OURS, "queue_id": TWIN, "at": GIVEN}),
    "attachment": ("message_id IN (SELECT id FROM message WHERE author_id = :p)", {
        "message_id": OURS, "part": OURS, "name": GIVEN, "type": GIVEN, "size": GIVEN, "sha256": "in the manifest",
        "shown": OURS, "body_at": OURS, "body_size": OURS, "encoding": OURS}),
    "entry": (f"author_id = :p OR (ticket_id IN {HIS_TICKETS} AND kind IN ('staff', 'question'))", {
        "id": OURS, "ticket_id": TWIN, "kind": GIVEN, "author_id": OURS, "message_id": TWIN, "text": GIVEN, "at": GIVEN}),
    "thread": (NOBODY, {}),  # Message-IDs: those of his messages and of mails to him are in their bytes
    "event": (f"person_id = :p OR ticket_id IN {HIS_TICKETS}", {
        "id": OURS, "at": GIVEN, "actor": GIVEN, "person_id": OURS, "ticket_id": TWIN, "message_id": OURS, "what": GIVEN,
        "was": GIVEN, "now": GIVEN, "reason": "which rule of the program decided it"}),
    "account": ("person_id = :p", {
        "id": GIVEN, "sort": GIVEN, "organisation_id": OURS, "person_id": OURS, "title": GIVEN, "from_day": GIVEN,
        "until_day": GIVEN, "kinds": DESK, "unlimited": DESK, "on_call": DESK, "ending_told": OURS,
        "response_minutes": DESK, "created_at": "in movements"}),
    "remote_session": (f"ticket_id IN {HIS_TICKETS}", {
        "id": OURS, "ticket_id": TWIN, "opened_by": STAFF, "opened_at": GIVEN, "closed_by": STAFF, "closed_at": GIVEN}),
    "work_log": (f"ticket_id IN {HIS_TICKETS}", {
        "id": OURS, "ticket_id": TWIN, "number": GIVEN, "staff_id": STAFF, "organisation_id": OURS, "person_id": OURS,
        "queue_id": TWIN, "kind": GIVEN, "day": GIVEN, "minutes": GIVEN, "charged": GIVEN, "out_of_hours": DESK,
        "extra": DESK, "unconsented": DESK, "session_id": OURS, "description": GIVEN, "logged_at": "in the journal",
        "changed_at": "in the journal"}),
    "cost": (f"ticket_id IN {HIS_TICKETS}", {
        "id": OURS, "ticket_id": TWIN, "number": GIVEN, "staff_id": STAFF, "organisation_id": OURS, "person_id": OURS,
        "day": GIVEN, "cents": GIVEN, "description": GIVEN, "logged_at": "in the journal", "changed_at": "in the journal"}),
    "ledger": ("person_id = :p", {
        "id": GIVEN, "at": GIVEN, "organisation_id": OURS, "person_id": OURS, "cause": GIVEN, "target": GIVEN,
        "account_id": GIVEN, "work_log_id": OURS, "cost_id": OURS, "minutes": GIVEN, "cents": GIVEN}),
    "estimate": (f"asked_id = :p OR answered_by = :p OR ticket_id IN {HIS_TICKETS}", {
        "id": OURS, "ticket_id": TWIN, "staff_id": STAFF, "asked_id": OURS, "minutes": GIVEN, "description": GIVEN,
        "state": GIVEN, "asked_at": GIVEN, "answered_at": GIVEN, "answered_by": OURS}),
    "consent": ("person_id = :p OR asked_id = :p OR answered_by = :p", {
        "id": OURS, "organisation_id": OURS, "person_id": OURS, "ticket_id": OURS, "account_id": OURS, "asked_id": OURS,
        "state": GIVEN, "asked_at": GIVEN, "answered_at": GIVEN, "answered_by": OURS}),
    "statement": ("person_id = :p OR contact_id = :p", {
        "id": OURS, "year": GIVEN, "number": GIVEN, "organisation_id": OURS, "person_id": OURS, "month": GIVEN,
        "after_id": OURS, "until_id": OURS, "contact_id": OURS, "made_at": GIVEN}),
    "dispute": ("raised_by = :p", {
        "id": OURS, "ledger_id": GIVEN, "statement_id": OURS, "ticket_id": OURS, "raised_by": OURS, "text": GIVEN,
        "state": GIVEN, "raised_at": GIVEN, "decided_at": GIVEN, "decided_by": STAFF}),
    "outbox": (f"person_id = :p OR (person_id IS NULL AND recipient IN {HIS_ADDRESSES})", {
        "id": OURS, "header_id": "in the bytes", "template": GIVEN, "language": "in the bytes", "ticket_id": TWIN,
        "person_id": OURS, "cause_id": OURS, "once": OURS, "automatic": OURS, "sender": DESK, "recipient": GIVEN,
        "domain": TWIN, "subject": GIVEN, "size": GIVEN, "state": GIVEN, "attempts": GIVEN, "created_at": GIVEN,
        "next_at": OURS, "lease": OURS, "done_at": GIVEN, "reply": GIVEN, "unknown": OURS, "bounced_at": GIVEN,
        "bounce": GIVEN}),
    # What lists show is his whole firm's, and stands with each ticket of his.
    "outbox_raw": (f"outbox_id IN (SELECT id FROM outbox WHERE (person_id = :p OR (person_id IS NULL AND recipient IN "
                   f"{HIS_ADDRESSES})) AND template <> 'list' AND (ticket_id IS NULL OR ticket_id IN {HIS_TICKETS}))",
                   {"outbox_id": OURS, "bytes": BYTES}),
    "privacy_request": ("person_id = :p", {
        "id": GIVEN, "right": GIVEN, "person_id": OURS, "ticket_id": TWIN, "started_at": GIVEN, "due_at": GIVEN,
        "confirmed_at": GIVEN, "finished_at": GIVEN, "result": GIVEN}),
    # The line of this very export is written when all of it is there.
    "register": ("person_id = :p AND id < (SELECT max(id) FROM register WHERE what = 'exported')", {
        "id": OURS, "at": GIVEN, "what": GIVEN, "actor": GIVEN, "person_id": OURS, "by_id": OURS, "ticket_id": TWIN,
        "request_id": TWIN, "word": GIVEN, "number": OURS}),
    "hold": (f"person_id = :p OR ticket_id IN {HIS_TICKETS}", {
        "id": OURS, "person_id": OURS, "ticket_id": TWIN, "reason": GIVEN, "at": GIVEN, "until_at": GIVEN,
        "lifted_at": GIVEN}),
    "reminder": (NOBODY, {}),  # INTERNAL, as #nota is
}
# Of the rows that are his these are left to another member of data.json.
ALSO = {"person": {"created_at": GIVEN, "changed_at": GIVEN, "restricted_until": GIVEN},
        "message": {"id": GIVEN, "header_id": GIVEN, "subject": GIVEN, "received_at": GIVEN, "size": GIVEN}}


def objects(value):
    """Every object in there, as the set of its own values."""
    if isinstance(value, list):
        for one in value:
            yield from objects(one)
    if isinstance(value, dict):
        yield set(plain(one) for one in value.values() if not isinstance(one, (list, dict)))
        for one in value.values():
            yield from objects(one)


def plain(value):
    """As the database would have it: an instant is seconds, a day days, a truth 0 or 1."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str) and len(value) >= 10 and value[4:5] == value[7:8] == "-":
        try:
            if len(value) == 10:
                return (datetime.date.fromisoformat(value) - datetime.date(1970, 1, 1)).days
            return int(datetime.datetime.fromisoformat(value.replace("Z", "+00:00")).timestamp())
        except ValueError:
            return value
    return value


def columns_of(database, table):
    return [row[1] for row in database.execute(f"PRAGMA table_info({table})")]


def rows_of(database, table, person):
    where, _ = HELD[table]
    return [dict(row) for row in database.execute(f"SELECT * FROM {table} WHERE {where}", {"p": person})]


def given(row, columns):
    """What of a row has to be found: absent and empty are as good as not there."""
    return {row[name] for name, what in columns.items() if what == GIVEN and row[name] not in (None, "", 0)}


def compare(database, folder, person):
    with open(os.path.join(folder, "data.json"), encoding="utf-8") as file:
        there = list(objects(json.load(file)))
    files = set()
    for root, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(root, name), "rb") as file:
                files.add(file.read())
    tables = [row[0] for row in database.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') "
        "AND name NOT LIKE 'sqlite%'")]
    wrong = [f"{table}: is there something of a person in it? say so in HELD" for table in sorted(set(tables) ^ set(HELD))]
    found = 0
    for table, (where, columns) in HELD.items():
        if where is NOBODY or table not in tables:
            continue
        for name in set(columns_of(database, table)) ^ set(columns):
            wrong.append(f"{table}.{name}: is it given to whom it is about? say so in HELD")
        rows = rows_of(database, table, person)
        if not rows:
            wrong.append(f"{table}: he has no row, so nothing was compared")
        for row in rows:
            found += 1
            for wanted in (given(row, columns), given(row, ALSO.get(table, {}))):
                if not any(wanted <= one for one in there):
                    wrong.append(f"{table}: nowhere: {sorted(map(str, wanted))}")
            wrong += [f"{table} {row}: the bytes are no file" for name, what in columns.items()
                      if what == BYTES and bytes(row[name]) not in files]
    return found, wrong


def main():
    database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    found, wrong = compare(database, sys.argv[2], int(sys.argv[3]))
    for one in wrong:
        print(one[:400])
    if not wrong:
        print("all", "rows" if found else "of nothing")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
