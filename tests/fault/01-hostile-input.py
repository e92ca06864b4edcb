#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 1 to 15, 17, 19 to 20, 23 and 24: hostile messages, delivered for real.

After each: exit status 0, nothing on standard output or error, the message kept byte
for byte and once, at most one ticket, no mail to anybody but the sender and the staff,
every mail of ours with CRLF only and 7-bit, the processor time of both processes
bounded, one line in the log in which nothing acts, the database whole; then what the row
itself says.  (tests/fault/ROWS says where the other rows are.)"""
import base64
import io
import os
import re
import resource
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
import zlib

import sweep

PRELOAD = os.path.join(sweep.BUILD, "tests/fault/preload.so")
SENDER = "giulia.bianchi@example.com"
STAFF = "anna@desk.example.it"
CPU_SECONDS = 10 if sweep.FULL else 20  # what the parser's own limit is; nothing comes near it
HEAD = (b"From: Giulia Bianchi <giulia.bianchi@example.com>\nTo: assistenza@desk.example.it\n"
        b"Message-ID: <%d@example.com>\n")


def head(number, subject=b"Prova"):
    return HEAD % number + b"Subject: " + subject + b"\n"


class Given:
    """A message and what has to come of it."""

    def __init__(self, row, name, raw, *checks):
        self.row, self.name, self.raw, self.checks = row, name, raw, checks


class Found:
    """What the delivery of a message left behind."""

    def __init__(self, desk, message_id):
        self.database = sqlite3.connect(desk.database)
        self.desk = desk
        self.id = message_id
        self.log = ""

    def one(self, query, *values):
        row = self.database.execute(query, values).fetchone()
        return row[0] if row else None

    def all(self, query, *values):
        return self.database.execute(query, values).fetchall()

    def message(self, column):
        return self.one(f"SELECT {column} FROM message WHERE id = ?", self.id)

    def names(self):
        return [row[0] for row in self.all("SELECT name FROM attachment WHERE message_id = ?", self.id)]

    def text(self):
        return self.one("SELECT text FROM entry WHERE message_id = ?", self.id) or ""

    def mails(self):
        return [bytes(row[0]) for row in self.all("SELECT bytes FROM outbox_raw JOIN outbox ON id = outbox_id "
                                                  "WHERE cause_id = ?", self.id)]


# --- what rows ask ----------------------------------------------------------------------

def a_ticket(found):
    return None if found.one("SELECT count(*) FROM entry WHERE message_id = ?", found.id) == 1 else "no ticket"


def unparsed_or_read(found):
    return a_ticket(found)


def cut(found):
    return None if "cut" in found.message("flags") or found.message("class") == "unparsed" else "not marked as cut"


def says(text):
    return lambda found: None if text in found.text() else f"{text!r} is not in {found.text()[:200]!r}"


def subject(text):
    return lambda found: None if found.message("subject") == text else f"the subject is {found.message('subject')!r}"


def at_most_parts(found):
    count = len(found.names())
    return None if count <= 1000 else f"{count} parts"


def no_new_recipients(found):
    there = {row[0] for row in found.all("SELECT recipient FROM outbox WHERE cause_id = ?", found.id)}
    return None if there <= {SENDER, STAFF, found.message("sender")} else f"mail to {there}"


def name_is_no_path(found):
    for name in found.names():
        if "/" in name or "\\" in name or name.startswith(".") or "\u202e" in name or len(name) > 255 or \
                re.search(r"[\x00-\x1f\x7f]", name):
            return f"the name {name!r}"
    return None if found.names() else "no attachment"


def no_injected_field(found):
    for mail in found.mails():
        fields = mail.split(b"\r\n\r\n", 1)[0]
        if re.search(rb"(?im)^(bcc|x-evil|reply-to: *<?evil)", fields):
            return f"a field came in: {fields!r}"
    return None


def not_staff(found):
    """Whoever it says it is from, it is nobody's word but a stranger's."""
    kinds = {row[0] for row in found.all("SELECT kind FROM entry WHERE message_id = ?", found.id)}
    done = found.all("SELECT what FROM event WHERE message_id = ? AND actor = 'staff'", found.id)
    return None if kinds <= {"customer", "unproven"} and not done else f"taken as {kinds}, done: {done}"


def one_log_record(found):
    """What a subject says is no line of the log, and no pair in one."""
    return "it is a pair in the log" if re.search(r" opened_ticket=", found.log) else None


def received_rules(found):
    late = found.one("SELECT received_at - stored_at FROM message WHERE id = ?", found.id)
    return None if abs(late) < 86400 else f"received {late} s from now"


# --- the messages --------------------------------------------------------------------------

def nested(depth, kind):
    if kind == "message":
        return b"".join(b"Content-Type: message/rfc822\n\n" for _ in range(depth)) + b"Subject: x\n\nciao\n"
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(depth)) + b"\nciao\n"


class Messages(list):
    """Those to be given; the number of each is its place."""

    def add(self, row, name, raw, *checks):
        self.append(Given(row, name, raw, *checks))


def structure(found):
    """Rows 1 to 6: more than anybody can read."""
    found.add(1, "30,000 nested messages", head(len(found)) + nested(30000, "message"), unparsed_or_read, cut)
    found.add(2, "10,000 nested multiparts", head(len(found)) + nested(10000, "multipart"), unparsed_or_read, cut)
    found.add(2, "200 levels and 10 MB of dashes", head(len(found)) + nested(200, "multipart") +
        b"--\n" * (10 * 1024 * 1024 // 3), unparsed_or_read, cut)
    found.add(3, "200,000 parts in 2 MB", head(len(found)) + b"Content-Type: multipart/mixed; boundary=b\n\n" +
        b"--b\n\nx\n" * 200000 + b"--b--\n", a_ticket, cut, at_most_parts)
    found.add(4, "one field of 10 MB", head(len(found)) + b"X-Long: " + b"a" * (10 * 1024 * 1024) + b"\n\nciao\n", a_ticket)
    found.add(4, "200,000 fields", head(len(found)) + b"".join(b"X-%d: y\n" % i for i in range(200000)) + b"\nciao\n", a_ticket)
    many = b",\n ".join(b"p%d@example.org" % i for i in range(200000))
    found.add(5, "200,000 addresses in To and Cc", head(len(found)) + b"Cc: " + many + b"\nTo: " + many + b"\n\nciao\n",
        a_ticket, no_new_recipients)
    found.add(6, "200,000 parameters", head(len(found)) + b"Content-Type: text/plain;" +
        b"".join(b" a*%d=x;" % i for i in range(200000)) + b"\n\nciao\n", a_ticket)
    found.add(6, "a boundary of 1 MB", head(len(found)) + b"Content-Type: multipart/mixed; boundary=" + b"b" * 1048576 +
        b"\n\nciao\n", a_ticket)
    found.add(6, 'boundary="\\""', head(len(found)) + b'Content-Type: multipart/mixed; boundary="\\""\n\n--"\n\nciao\n--"--\n',
        a_ticket)


def addresses_and_fields(found):
    """Rows 7 to 11: what tries to be something else."""
    found.add(7, "NUL in subject, name and body", head(len(found), b"Pri\0ma") +
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\npri\0ma e dopo\n--b\n"
        b"Content-Disposition: attachment; filename=\"a\0b.txt\"\n\nx\n--b--\n",
        a_ticket, says("e dopo"), name_is_no_path)
    found.add(8, "bare CR and dots", head(len(found)) + b"\nuno\rdue\n.\n..\r\n.\r\ntre\n", a_ticket, says("tre"))
    for name, text in (("an encoded newline", b"=?utf-8?Q?x=0D=0ABcc:_evil@example.org?="),
                       ("a folded field", b"x\n Bcc: evil@example.org"), ("a bare CR", b"x\rBcc: evil@example.org"),
                       ("base64", b"=?utf-8?B?" + base64.b64encode(b"x\r\nX-Evil: y\r\n\r\nbody") + b"?=")):
        found.add(9, f"{name} in the subject", head(len(found), text) + b"\nciao\n", a_ticket, no_injected_field,
            no_new_recipients)
    found.add(9, "and in the name", b"From: =?utf-8?Q?x=0D=0ABcc:_evil@example.org?= <giulia.bianchi@example.com>\n"
        b"Message-ID: <%d@example.com>\nSubject: x\n\nciao\n" % len(found), a_ticket, no_injected_field, no_new_recipients)
    for name, fields in (("no From", b""), ("two From", b"From: anna@desk.example.it\nFrom: x@example.org\n"),
                         ("two mailboxes", b"From: anna@desk.example.it, x@example.org\n"),
                         ("a group", b"From: us: anna@desk.example.it;\n"), ('""@x', b'From: ""@x\n'),
                         ("staff as a name", b"From: anna@desk.example.it <evil@example.org>\n")):
        found.add(10, name, fields + b"Message-ID: <%d@example.com>\nSubject: x\n\n#chiudi\n" % len(found), not_staff)
    for name, address in (("a homograph", "аnna@desk.example.it"), ("a dotless i", "anna@desk.example.ıt"),
                          ("a fullwidth @", "anna\uff20desk.example.it"), ("IDN", "anna@désk.example.it")):
        found.add(11, name, b"From: Anna <" + address.encode() + b">\nMessage-ID: <%d@example.com>\nSubject: x\n\n#chiudi\n"
            % len(found), not_staff)


def names_and_charsets(found):
    """Rows 12 to 15."""
    for name in ("../../etc/passwd", "/etc/passwd", "\u200b.htaccess", "a" * 5000, "\u202egnp.exe", "CON", "..\\..\\x",
                 "a\x1b]0;x\x07.txt", ""):
        encoded = b"=?utf-8?B?" + base64.b64encode(name.encode()) + b"?="
        found.add(12, f"attachment {name[:20]!r}", head(len(found)) + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nciao\n"
            b"--b\nContent-Type: text/x; name=\"" + encoded + b"\"\nContent-Disposition: attachment\n\nx\n--b--\n",
            a_ticket, name_is_no_path)
    bomb = zlib.compress(b"\0" * (100 * 1024 * 1024), 9)
    found.add(14, "a gzip bomb", head(len(found)) + b"Content-Type: application/gzip; name=a.gz\nContent-Encoding: deflate\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(bomb), a_ticket)
    grows = io.BytesIO()
    with zipfile.ZipFile(grows, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(8):
            archive.writestr(f"{number}.txt", b"\0" * (20 * 1024 * 1024))
    found.add(14, "a zip bomb", head(len(found)) + b"Content-Type: application/zip; name=a.zip\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(grows.getvalue()), a_ticket)
    for charset in (b"../../x", b"//TRANSLIT", b"ISO-2022-CN-EXT", b"x-unknown", b"utf-8"):
        found.add(15, f"charset {charset.decode()}", head(len(found), b"=?" + charset + b"?Q?=C3=28_a?=") +
            b"Content-Type: text/plain; charset=\"" + charset + b"\"\n\nper\xc3\x28 ci\xf2\n", a_ticket, says("ci"))


def broken_and_false(found):
    """Rows 17 to 24."""
    for name, body, text in (
            ("broken base64", b"Content-Transfer-Encoding: base64\n\nY2lhbw=!=\nY2lhbw\n", "ciao"),
            ("broken quoted-printable", b"Content-Transfer-Encoding: quoted-printable\n\nciao =Z9 =\n", "ciao"),
            ("broken uuencode", b"\nciao\nbegin 644 a.txt\n#86)C\nM\x80\x81 no\n", "ciao"),
            ("no last boundary", b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nciao\n", "ciao"),
            ("a last delimiter at the end", b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nciao\n--b", "ciao"),
            ("an empty part without header", b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n--b\n\nciao\n--b--\n",
             "ciao")):
        found.add(17, name, head(len(found)) + body, a_ticket, says(text))
    found.add(17, "a first line From ", b"From x Mon Nov 23 10:00:00 2026\n" + head(len(found)) + b"\nciao\n", says("ciao"))
    found.add(17, "CR only", (head(len(found)) + b"\nciao\n").replace(b"\n", b"\r"), says("ciao"))
    found.add(17, "a leading blank line", b"\n" + head(len(found)) + b"\nciao\n", says("ciao"))
    found.add(19, "nothing at all", b"")
    found.add(19, "a header only", b"Subject: solo testata %d\n" % len(found))
    found.add(19, "no Message-ID", b"From: giulia.bianchi@example.com\nSubject: senza\n\nciao\n", a_ticket)
    found.add(19, "a Message-ID of 1 MB", b"From: giulia.bianchi@example.com\nMessage-ID: <" + b"x" * 1048576 +
        b"@example.com>\nSubject: lungo\n\nciao\n", a_ticket)
    for date in (b"Thu, 01 Jan 1970 00:00:00 +0000", b"Fri, 01 Jan 2099 00:00:00 +0000", b"ieri", b"\xff" * 500):
        found.add(20, f"Date: {date[:20]!r}", head(len(found)) + b"Date: " + date + b"\n\nciao\n", a_ticket, received_rules)
    for text in (b"{{secret}} {{code}}", b"%s%n%n%n", b"${HOME} `id` $(id)", b"{{#urgent}}{{/urgent}}{{{x}}}"):
        found.add(23, text.decode(), head(len(found), text) + b"\n" + text + b"\n", a_ticket, subject(text.decode()),
            says(text.decode()))
    found.add(24, "a subject that is a log line", head(len(found), b"=?utf-8?Q?x=0Aopened_ticket=3DHT1=1B[2J?=") + b"\nciao\n",
        a_ticket, one_log_record)
    found.add(24, "a Message-ID and a sender that are log lines", b"From: \"x\" <a=b\" opened_ticket=HT1@example.com>\n"
        b"Message-ID: <%d\\\x1b[2J opened_ticket=HT1@example.com>\nSubject: x\n\nciao\n" % len(found), one_log_record)


def given():
    found = Messages()
    for part in (structure, addresses_and_fields, names_and_charsets, broken_and_false):
        part(found)
    return found


# --- the oracle --------------------------------------------------------------------------------

def deliver(desk, raw):
    """(exit status, what it printed, processor seconds)."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    desk.log = os.path.join(desk.folder, "log")
    done = subprocess.run(desk.delivery(), input=raw, capture_output=True, check=False,
                          env=dict(os.environ, LD_PRELOAD=PRELOAD, SP_SYSLOG=desk.log))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.returncode, done.stdout + done.stderr, \
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def our_mails_are_clean(found):
    for mail in found.mails():
        if re.search(rb"(?<!\r)\n|\r(?!\n)", mail) or re.search(rb"[^\x01-\x7f]", mail):
            return "a mail of ours has bare line ends, NUL or 8-bit"
        if max(len(line) for line in mail.split(b"\r\n")) > 998:
            return "a mail of ours has a line over 998"
    return None


def log_of(desk):
    """The log of the last delivery, taken away."""
    with open(desk.log, "rb") as file:
        text = file.read().decode("latin-1")
    os.unlink(desk.log)
    return text


def judge(desk, one):
    before = Found(desk, 0).one("SELECT coalesce(max(id), 0) FROM message")
    status, said, seconds = deliver(desk, one.raw)
    if status != 0:
        return f"exit status {status}"
    if said:
        return f"it said {said[:100]!r}"
    if seconds > CPU_SECONDS:
        return f"{seconds:.1f} s of the processor"
    found = Found(desk, before + 1)
    if found.one("SELECT max(id) FROM message") != before + 1:
        return "it is not recorded once"
    found.log = log_of(desk)
    if not re.fullmatch(r"[ -~]+\n", found.log):
        return f"the log says {found.log!r}"
    if found.one("SELECT bytes FROM raw WHERE message_id = ?", found.id) != one.raw:
        return "it is not kept byte for byte"
    if found.one("SELECT count(*) FROM entry WHERE message_id = ?", found.id) > 1:
        return "it is on two tickets"
    if found.one("PRAGMA integrity_check") != "ok":
        return "the database is damaged"
    for check in (our_mails_are_clean, no_new_recipients, *one.checks):
        complaint = check(found)
        if complaint:
            return complaint
    found.database.close()
    return None


def planted_links(folder):
    """13: symbolic links where we write are not followed."""
    desk = sweep.Desk(os.path.join(folder, "planted"))
    outside = os.path.join(folder, "outside")
    with open(outside, "w", encoding="ascii") as file:
        file.write("mine")
    state = os.path.dirname(desk.database)
    os.rename(os.path.join(state, "sportello.lock"), os.path.join(state, "lock.old"))
    os.symlink(outside, os.path.join(state, "sportello.lock"))
    os.symlink(outside, os.path.join(state, "sportello.wake"))
    first = desk.deliver(sweep.message("02-gmail-web"))
    os.unlink(os.path.join(state, "sportello.lock"))
    second = desk.deliver(sweep.message("02-gmail-web"))
    os.unlink(os.path.join(state, "sportello.wake"))
    with open(outside, encoding="ascii") as file:
        untouched = file.read() == "mine"
    if (first, second) != (75, 0):
        return f"the deliveries ended with {first} and {second}"
    return None if untouched else "the file outside was written to"


def modules_opened(folder):
    """15: no converter is opened by a name that stands in a mail."""
    desk = sweep.Desk(os.path.join(folder, "charsets"))
    for charset in ("../../evil", "ISO-2022-CN-EXT", "x-evil//TRANSLIT", "evil"):
        mail = os.path.join(folder, "charset")
        with open(mail, "wb") as file:
            file.write(head(1) + b"Content-Type: text/plain; charset=\"%s\"\n\nper\xc3\n" % charset.encode())
        if desk.deliver(mail, ["strace", "-f", "-qq", "-o", desk.trace, "-e", "trace=open,openat,execve"]) != 0:
            return f"{charset}: not delivered"
        with open(desk.trace, encoding="utf-8", errors="replace") as file:
            opened = [line for line in file if re.search(r"evil|gconv/|CN-EXT", line)]
        if opened:
            return f"{charset}: {opened[0]}"
    return None


def known_again(desk, messages):
    """19: what has no Message-ID has an identity from its content."""
    before = Found(desk, 0).one("SELECT count(*) FROM message")
    statuses = {deliver(desk, one.raw)[0] for one in messages if one.row == 19}
    after = Found(desk, 0).one("SELECT count(*) FROM message")
    return None if (statuses, after) == ({0}, before) else f"ended with {statuses}, {after - before} are recorded again"


def main():
    sweep.need_strace()
    messages = given()
    failed = 0
    print(f"1..{len(messages) + 3}", flush=True)
    with tempfile.TemporaryDirectory(prefix="sportello-hostile.") as folder:
        conf = sweep.CONF.replace("retention =", "flood_hourly = 100000; duplicate_hours = 0; automatic_hourly_desk = "
                                  "100000; automatic_hourly_unknown = 100; automatic_daily_unknown = 1000; "
                                  "message_size_limit = \"50 MB\"; retention =")
        desk = sweep.Desk(os.path.join(folder, "hostile"), conf)
        results = [(f"{one.row}: {one.name}", judge(desk, one)) for one in messages]
        results.append(("19: given again, all of them are known", known_again(desk, messages)))
        results.append(("15: no converter is opened by a name in a mail", modules_opened(folder)))
        results.append(("13: links that somebody planted", planted_links(folder)))
    for number, (name, complaint) in enumerate(results, 1):
        failed += complaint is not None
        print(f"{'not ' if complaint else ''}ok {number} - {name.encode('unicode_escape').decode()}", flush=True)
        if complaint:
            print(f"# {complaint}", flush=True)
    sys.exit(1 if failed else 0)


main()
