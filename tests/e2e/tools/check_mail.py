#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Is each mail that leaves as it should be?  The reader is Python's, at its
strictest, and icalendar; none of ours.

    check_mail.py --outbox DATABASE       every mail of the outbox, with its row
    check_mail.py --files FILE...         mails by themselves (previews)
    check_mail.py --one-of-each DATABASE FOLDER
                                          the newest mail of each template and
                                          language as FOLDER/TEMPLATE.LANGUAGE

Prints a line for each complaint and then how many mails there were; the exit
status is 1 when there was a complaint."""
import email
import email.policy
import os
import re
import sqlite3
import sys

import icalendar

ONCE = {"from", "to", "subject", "date", "message-id", "mime-version", "content-type"}
AT_MOST_ONCE = ONCE | {"reply-to", "in-reply-to", "references", "auto-submitted", "x-auto-response-suppress",
                       "list-id", "content-language", "content-transfer-encoding"}
# A person's own words; all other mail says that a machine wrote it (RFC 3834).
PERSONS = {"staff_reply", "question", "supplier_request"}
complaints = 0


def complain(name, what):
    global complaints
    complaints += 1
    print(f"{name}: {what}")


def check_bytes(name, raw):
    for mark, what in ((b"\r\r", "CR CR"), (b"\0", "a NUL")):
        if mark in raw:
            complain(name, what)
    if any(byte > 126 or (byte < 32 and byte not in (9, 10, 13)) for byte in raw):
        complain(name, "not 7-bit text")
    if raw.replace(b"\r\n", b"").count(b"\n") or raw.replace(b"\r\n", b"").count(b"\r"):
        complain(name, "a lone CR or LF")
    if not raw.endswith(b"\r\n"):
        complain(name, "its last line has no end")
    for line in raw.split(b"\r\n"):
        if len(line) > 78:
            complain(name, f"a line of {len(line)}: {line[:90]!r}")


def check_header(name, mail):
    names = [one.lower() for one in mail.keys()]
    for one in ONCE:
        if names.count(one) != 1:
            complain(name, f"{names.count(one)} of {one}")
    for one in set(names):
        if one not in AT_MOST_ONCE or names.count(one) > 1:
            complain(name, f"{names.count(one)} of {one}")
    for one in mail.keys():
        value = mail[one]
        for defect in getattr(value, "defects", ()):
            complain(name, f"{one}: {defect!r}")
        if re.search(r"[\x00-\x08\x0a-\x1f\x7f]|\{\{|\}\}", str(value)):
            complain(name, f"{one} has what no header has: {value!r}")
    for one in ("from", "to", "reply-to"):
        if mail[one] and len(mail[one].addresses) != 1:
            complain(name, f"{one} is not one address: {mail[one]}")
    if not str(mail["subject"]).strip():
        complain(name, "no subject")
    automatic = mail["auto-submitted"]
    if automatic and automatic not in ("auto-replied", "auto-generated"):
        complain(name, f"Auto-Submitted: {automatic}")
    if bool(automatic) != (mail["x-auto-response-suppress"] == "All"):
        complain(name, "Auto-Submitted and X-Auto-Response-Suppress differ")
    check_thread(name, mail)


def check_thread(name, mail):
    identifier = r"<[^<>@\s]+@[^<>@\s]+>"
    if not re.fullmatch(identifier, mail["message-id"]):
        complain(name, f"Message-ID: {mail['message-id']}")
    references = re.findall(identifier, mail["references"] or "")
    if (mail["references"] or "").split() != references:
        complain(name, f"References: {mail['references']}")
    if mail["in-reply-to"] and (not references or references[-1] != mail["in-reply-to"].strip()):
        complain(name, "In-Reply-To is not the newest of References")
    if mail["message-id"] in references:
        complain(name, "it refers to itself")


def check_text(name, text):
    if not text.strip():
        complain(name, "no text")
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd]", text):
        complain(name, "controls in the text")
    if re.search(r"\{\{|\}\}", text):
        complain(name, "a name was not filled in")
    if "\n\n\n" in text:
        complain(name, "two empty lines together")
    if text.startswith("\n") or text.endswith("\n\n"):
        complain(name, "an empty line at its edge")
    for line in text.split("\n"):
        if len(line) > 78 and " " in line[:78].strip():
            complain(name, f"a line of {len(line)} columns: {line}")
        if line != line.rstrip() and line != "-- ":
            complain(name, f"blanks at the end of: {line!r}")


def check_invitation(name, mail, calendars):
    """One event that asks; the same UID for a ticket, a SEQUENCE that rises."""
    for part in mail.walk():
        if part.get_content_type() != "text/calendar":
            continue
        text = part.get_content()
        if isinstance(text, bytes):
            text = text.decode()
        calendar = icalendar.Calendar.from_ical(text)
        events = list(calendar.walk("VEVENT"))
        if str(calendar.get("METHOD")) != "REQUEST" or part.get_param("method") != "REQUEST":
            complain(name, "the invitation's METHOD is not REQUEST, inside and outside")
        if len(events) != 1 or calendar.errors or events[0].errors:
            complain(name, "the invitation has not one good event")
            continue
        event = events[0]
        for one in ("UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "ORGANIZER", "ATTENDEE"):
            if event.get(one) is None:
                complain(name, f"the invitation has no {one}")
        if event["DTEND"].dt <= event["DTSTART"].dt:
            complain(name, "the invitation ends before it begins")
        if str(event["ORGANIZER"]).lower() != "mailto:" + mail["from"].addresses[0].addr_spec.lower():
            complain(name, "the desk is not the invitation's ORGANIZER")
        if str(event["ATTENDEE"]).lower() != "mailto:" + mail["to"].addresses[0].addr_spec.lower():
            complain(name, "its recipient is not the invitation's ATTENDEE")
        calendars.append((str(event["UID"]), int(event["SEQUENCE"]), event["DTSTART"].dt))


def parsed(name, raw):
    try:
        mail = email.message_from_bytes(raw, policy=email.policy.strict)
    except email.errors.MessageError as error:
        complain(name, f"the strict parser: {error!r}")
        mail = email.message_from_bytes(raw, policy=email.policy.default)
    for part in mail.walk():
        for defect in part.defects:
            complain(name, f"a defect: {defect!r}")
    return mail


def check(name, raw, calendars):
    check_bytes(name, raw)
    mail = parsed(name, raw)
    check_header(name, mail)
    bodies = [part for part in mail.walk() if part.get_content_type() == "text/plain" and not part.get_filename()]
    if not bodies:
        complain(name, "no text part")
    else:
        check_text(name, bodies[0].get_content().replace("\r\n", "\n"))
    check_invitation(name, mail, calendars)
    return mail


def check_row(name, row, mail, role):
    """What the row of the outbox says of it."""
    automatic = mail["auto-submitted"] is not None
    if automatic == (row["template"] in PERSONS):
        complain(name, "Auto-Submitted is for machines' words only, and for all of them")
    if automatic != (row["sender"] == ""):
        complain(name, f"its envelope sender is '{row['sender']}'")
    if role in ("staff", "customer") and bool(mail["list-id"]) != (role == "staff"):
        complain(name, "List-Id is for the staff's mail only")
    if mail["to"].addresses[0].addr_spec != row["recipient"]:
        complain(name, f"To is {mail['to']}")
    if mail["message-id"] != row["header_id"]:
        complain(name, f"Message-ID is {mail['message-id']}")
    if mail["content-language"] != row["language"]:
        complain(name, f"Content-Language is {mail['content-language']}")
    if row["ticket_id"] and not re.search(r"\[[A-Z]+\d{5,}\]", str(mail["subject"])):
        complain(name, f"no number in the subject: {mail['subject']}")


def check_outbox(path):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    db.row_factory = sqlite3.Row
    ids, ours, tokens, dates = set(), set(), {}, {}
    count = 0
    roles = dict(db.execute("SELECT address, role FROM address a JOIN person p ON p.id = person_id").fetchall())
    among_staff = set()
    for row in db.execute("SELECT o.*, r.bytes FROM outbox o JOIN outbox_raw r ON r.outbox_id = o.id ORDER BY o.id"):
        name = f"{row['template']}.{row['language']} (outbox {row['id']})"
        calendars = []
        mail = check(name, row["bytes"], calendars)
        role = roles.get(row["recipient"])
        check_row(name, row, mail, role)
        count += 1
        if row["header_id"] in ids:
            complain(name, "its Message-ID is another's")
        ids.add(row["header_id"])
        if role == "staff":
            among_staff.add(row["header_id"])
        elif role == "customer" and among_staff & set((mail["references"] or "").split()):
            complain(name, "a customer reads a Message-ID of the staff's mail")
        token = (mail["reply-to"].addresses[0].addr_spec if mail["reply-to"] else "")
        if token and tokens.setdefault(token, row["recipient"]) != row["recipient"]:
            complain(name, "two people have one token")
        for uid, sequence, start in calendars:
            key = (row["ticket_id"], row["recipient"])
            known = dates.get(key)
            if known and (known[0] != uid or sequence <= known[1]):
                complain(name, f"a new date has UID {uid} and SEQUENCE {sequence} after {known}")
            dates[key] = (uid, sequence, start)
    rising = sum(1 for _, sequence, _ in dates.values() if sequence > 0)
    print(f"{count} mails, {len(dates)} invitations, {rising} with a later date, {complaints} complaints")


def one_of_each(path, folder):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    for template, language, raw in db.execute(
            "SELECT template, language, bytes FROM outbox o JOIN outbox_raw r ON r.outbox_id = o.id ORDER BY o.id"):
        with open(os.path.join(folder, f"{template}.{language}"), "wb") as file:
            file.write(raw)


if sys.argv[1] == "--outbox":
    check_outbox(sys.argv[2])
elif sys.argv[1] == "--one-of-each":
    one_of_each(sys.argv[2], sys.argv[3])
else:
    for one in sys.argv[2:]:
        with open(one, "rb") as opened:
            check(os.path.basename(one), opened.read(), [])
    print(f"{len(sys.argv) - 2} mails, {complaints} complaints")
sys.exit(1 if complaints else 0)
