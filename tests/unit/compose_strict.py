#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What we send, read by somebody else: every mail that compose makes, of
# friendly and of hostile texts, goes through Python's email package, which may
# find no defect, no field that we did not write and no recipient that we did
# not name; friendly texts have to come back as they were.
import binascii
import email
import email.header
import email.policy
import os
import random
import re
import subprocess
import sys
import unicodedata

try:
    import icalendar
except ImportError:
    icalendar = None

PIPE = os.path.join(os.environ.get("SP_BUILD", "."), "tests/unit/compose_pipe")
FIELDS = {
    "From", "Reply-To", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
    "Auto-Submitted", "X-Auto-Response-Suppress", "List-Id", "Content-Language", "MIME-Version",
    "Content-Type", "Content-Transfer-Encoding",
}
HOSTILE = [
    "a\r\nBcc: evil@example.org", "a\nBcc: evil@example.org", "a\rBcc: evil@example.org",
    "=0D=0ABcc: evil@example.org", "=?utf-8?Q?=0D=0ABcc:_evil@example.org?=",
    "=?utf-8?B?DQpCY2M6IGV2aWxAZXhhbXBsZS5vcmc=?=", "a\0b", "\0", "\"", "\\", "a\"b\\c\"", "\\\"",
    "x\" <evil@example.org>, \"y", "evil@example.org", "<evil@example.org>", "a, b; c: d", "(comment",
    "\u202efdp.exe", "a\u2028b\u2029c\x85d", "\u200b.htaccess", "../../etc/passwd", "CON", "x" * 5000,
    "è" * 3000, "\U0001f600" * 500, "%0d%0aX: y", "a\x1b[31m", " ", "", "\t", "=?", "?=", "=?x?=",
    "a\x0bb\x0cc", "--=_m000000", "utf-8''x%0d%0a", "a;b=c", "'", "*", "a" * 75 + " " + "b" * 75,
]


def mail(**fields):
    base = {
        "from-name": "Rossi Web", "from": "assistenza@example.it", "to": "mario@example.com",
        "subject": "x", "message-id": "<1@example.it>", "text": "x\n", "language": "it",
    }
    files = fields.pop("files", [])
    references = fields.pop("references", [])
    base.update((key.replace("_", "-"), value) for key, value in fields.items())
    rows = list(base.items()) + [("reference", one) for one in references]
    for name, kind, content in files:
        rows += [("file-name", name), ("file-type", kind), ("file-bytes", content)]
    return rows


def encode(rows):
    lines = []
    for key, value in rows:
        raw = value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
        lines.append("%s %s" % (key, raw.hex()))
    return "\n".join(lines + ["end", ""])


def friendly_word(rng):
    alphabet = "abcdefghilmnopqrstuvzàèéìòù€ÀÈ'’.,:;!?()[]\"\\@#%&=_-+/*<>ñßøЖλ漢😀"
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(1, 14)))


def friendly(rng, most):
    return " ".join(friendly_word(rng) for _ in range(rng.randint(1, most)))


def cases():
    rng = random.Random(20261223)
    out = []
    for text in HOSTILE:
        for where in ("from_name", "to_name", "subject", "text", "summary", "description"):
            extra = {where: text}
            if where == "description":
                extra["summary"] = "x"
            out.append((mail(**extra), None))
        out.append((mail(files=[(text, "image/png", b"1")]), None))
        out.append((mail(files=[("a", text, b"1")]), None))
        out.append((mail(in_reply_to="<" + text + ">", references=[text, "<" + text + ">"]), None))
    for _ in range(1500):
        want = {
            "from-name": friendly(rng, 4), "to-name": friendly(rng, 4),
            "subject": friendly(rng, 20),
            "text": "".join(friendly(rng, rng.choice([1, 5, 40])) + rng.choice(["\n", "\n\n", " \n"])
                            for _ in range(rng.randint(0, 8))),
            "file": friendly_word(rng) + ".pdf",
            "bytes": bytes(rng.randrange(256) for _ in range(rng.randint(0, 300))),
        }
        extra = {}
        if rng.random() < 0.3:
            extra = {"summary": friendly(rng, 6), "description": want["text"]}
        if rng.random() < 0.5:
            extra["auto"] = "auto-replied"
            extra["list_id"] = friendly(rng, 2).replace("<", "").replace(">", "") + " <a.example.it>"
        out.append((mail(from_name=want["from-name"], to_name=want["to-name"],
                         subject=want["subject"], text=want["text"],
                         reply_to="assistenza+abc@example.it",
                         files=[(want["file"], "application/pdf", want["bytes"])],
                         references=["<%d@example.it>" % i for i in range(rng.randint(0, 60))],
                         **extra), want))
    for _ in range(300):  # bytes that are no text at all
        noise = lambda: bytes(rng.randrange(256) for _ in range(rng.randint(0, 200)))
        out.append((mail(from_name=noise(), to_name=noise(), subject=noise(), text=noise(),
                         summary=noise(), description=noise(), files=[(noise(), noise(), noise())]), None))
    return out


failures = 0


def expect(condition, number, what):
    global failures
    if not condition:
        failures += 1
        if failures <= 20:
            print("case %d: %s" % (number, what))


def check_bytes(number, raw):
    expect(re.search(rb"[^\x09\x20-\x7e\r\n]", raw) is None, number, "not printable 7-bit")
    expect(b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b""),
           number, "a bare CR or LF")
    head, _, body = raw.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        expect(len(line) <= 998 and line.strip(), number, "header line %r" % line)
    for line in body.split(b"\r\n"):
        expect(len(line) <= 78, number, "a body line of %d" % len(line))
        expect(not line.startswith((b".", b"From ")), number, "line begins %r" % line[:6])


def check_fields(number, message):
    names = message.keys()
    expect(len(set(names)) == len(names) and set(names) <= FIELDS, number, "fields %r" % names)
    for part in message.walk():
        expect(not part.defects, number, "defects %r" % part.defects)
        for name, value in part.items():
            expect(not value.defects, number, "%s: %s: %r" % (name, value, value.defects))
            expect(not re.search(r"[\r\n\0]", str(value)), number, "%s holds a line break" % name)
    to = message["To"].addresses
    expect([one.addr_spec for one in to] == ["mario@example.com"], number, "To: %s" % message["To"])
    sender = [one.addr_spec for one in message["From"].addresses]
    expect(sender == ["assistenza@example.it"], number, "From: %s" % message["From"])
    for part in message.walk():
        name = part.get_filename()
        if name is not None:
            expect(name and not re.search(r"[/\\\0\r\n]", name) and not name.startswith("."),
                   number, "file name %r" % name)


def check_calendar(number, message):
    for part in message.walk():
        if part.get_content_type() != "text/calendar":
            continue
        raw = part.get_payload(decode=True)
        for line in raw.split(b"\r\n"):
            expect(len(line) <= 75, number, "calendar line of %d" % len(line))
            expect(line.startswith(b" ") or not line or re.match(rb"[A-Z-]+[:;]", line),
                   number, "calendar line %r" % line)
        expect(raw.count(b"BEGIN:") == 2 and b"VALARM\r\n" not in raw, number, "components")
        if icalendar:
            event = icalendar.Calendar.from_ical(raw).walk("VEVENT")[0]
            expect(not event.errors, number, "calendar: %r" % event.errors)
            expect(event.decoded("dtstart").timestamp() == 1798043400, number, "start")


def plain_file_name(name):
    name = re.sub(r'[/\\:*?"<>|]', "_", name)
    return "_" + name if name[0] in ".-~" else name


def display_name(raw, field):
    """The phrase of a mailbox, by RFC 2047: the newer parser of Python 3.11 keeps
    the blank between two adjacent encoded words."""
    value = email.message_from_bytes(raw, policy=email.policy.compat32)[field]
    phrase = re.sub(r"\r?\n", "", value).rpartition("<")[0].strip()
    if phrase.startswith('"'):
        return re.sub(r"\\(.)", r"\1", phrase[1:-1])
    return str(email.header.make_header(email.header.decode_header(phrase)))


def check_round_trip(number, raw, message, want):
    for field, key in (("From", "from-name"), ("To", "to-name"), ("Reply-To", "from-name")):
        got = display_name(raw, field)
        expect(got == want[key], number, "%s: name %r for %r" % (field, got, want[key]))
    expect(str(message["Subject"]) == want["subject"], number,
           "subject %r for %r" % (str(message["Subject"]), want["subject"]))
    text = message.get_body(("plain",)).get_content()
    text = text.replace("\r\n", "\n")
    expect(text == want["text"], number, "text %r for %r" % (text, want["text"]))
    files = [part for part in message.walk() if part.get_content_disposition() == "attachment"]
    expect(len(files) == 1 and files[0].get_filename() == plain_file_name(want["file"]), number,
           "file %r for %r" % ([one.get_filename() for one in files], want["file"]))
    expect(files and files[0].get_payload(decode=True) == want["bytes"], number, "bytes of the file")


def main():
    asked = cases()
    done = subprocess.run([PIPE], input="".join(encode(rows) for rows, _ in asked).encode(),
                          stdout=subprocess.PIPE, check=True)
    answers = done.stdout.split()
    if len(answers) != len(asked):
        sys.exit("compose_pipe: %d answers to %d questions" % (len(answers), len(asked)))
    for number, ((_, want), answer) in enumerate(zip(asked, answers)):
        if answer == b"refused":
            expect(False, number, "refused")
            continue
        raw = binascii.unhexlify(answer)
        message = email.message_from_bytes(raw, policy=email.policy.default)
        check_bytes(number, raw)
        check_fields(number, message)
        check_calendar(number, message)
        if want:
            check_round_trip(number, raw, message, want)
    if not icalendar:
        print("python3-icalendar is not installed: invitations were checked line by line only")
    print("%d mails, %d complaints" % (len(asked), failures))
    sys.exit(1 if failures else 0)


main()
