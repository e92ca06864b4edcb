#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""demo_mail.py COMMAND ...: the mail client of contrib/demo.sh.

show FILE                    a mail as its reader sees it: who, what, text, attachments
field NAME FILE              one header field, decoded
address NAME FILE            the address in it
answer NAME ADDRESS FILE     an answer to FILE as a mail client writes it, the words
                             from standard input; to its Reply-To, quoting below
find FOLDER CODE             the newest mail of a Maildir about a ticket: its file
pick KEY NAME=VALUE... FILE  from a list as `sportello --json` prints it: KEY of each
                             row that has these values
The reader and the writer of mail are Python's own, none of ours."""
import email
import email.message
import email.utils
import json
import os
import sys
from email import policy


def read(path):
    with open(path, "rb") as file:
        return email.message_from_binary_file(file, policy=policy.default)


def text_of(message):
    part = message.get_body(preferencelist=("plain",))
    return part.get_content().replace("\r\n", "\n").rstrip("\n") if part else ""


def address_of(message, name):
    return email.utils.parseaddr(str(message[name]))[1]


def show(path):
    message = read(path)
    for name in ("From", "To", "Subject"):
        print(f"{name}: {message[name]}")
    print(f"Reply-To: {address_of(message, 'Reply-To')}")
    print(f"\n{text_of(message)}")
    for part in message.iter_attachments():
        print(f"\n[{part.get_content_type()}: {part.get_filename()}]")


def answer(name, address, path):
    theirs = read(path)
    ours = email.message.EmailMessage(policy=policy.SMTP)
    subject = str(theirs["Subject"])
    ours["From"] = email.utils.formataddr((name, address))
    ours["To"] = address_of(theirs, "Reply-To" if theirs["Reply-To"] else "From")
    ours["Subject"] = subject if subject.lower().startswith("re:") else f"Re: {subject}"
    ours["Date"] = email.utils.localtime()
    ours["Message-ID"] = email.utils.make_msgid(domain=address.partition("@")[2])
    ours["In-Reply-To"] = str(theirs["Message-ID"])
    ours["References"] = f"{theirs['References'] or ''} {theirs['Message-ID']}".strip()
    when = email.utils.localtime().strftime("%d/%m/%Y %H:%M")
    quoted = "\n".join(f"> {line}".rstrip() for line in text_of(theirs).split("\n"))
    who = email.utils.parseaddr(str(theirs["From"]))[0]
    ours.set_content(f"{sys.stdin.read().strip()}\n\nIl {when}, {who} ha scritto:\n{quoted}\n")
    sys.stdout.buffer.write(ours.as_bytes())


def find(folder, code):
    paths = sorted(os.path.join(folder, "new", name) for name in os.listdir(os.path.join(folder, "new")))
    about = [path for path in paths if f"[{code}]" in str(read(path)["Subject"])]
    if not about:
        sys.exit(f"there is no mail about {code} in {folder}")
    print(about[-1])


def rows(path):
    """A JSON list, or an object a line."""
    with open(path, encoding="utf-8") as file:
        text = file.read()
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return value if isinstance(value, list) else [value]


def pick(key, *wanted):
    *wanted, path = wanted
    for row in rows(path):
        if all(str(row[name]) == value for name, _, value in (pair.partition("=") for pair in wanted)):
            print(row[key])


COMMANDS = {
    "show": show,
    "field": lambda name, path: print(read(path)[name] or ""),
    "address": lambda name, path: print(address_of(read(path), name)),
    "answer": answer,
    "find": find,
    "pick": pick,
}
COMMANDS[sys.argv[1]](*sys.argv[2:])
