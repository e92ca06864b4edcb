#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""letter.py PORT FROM TO DATE [--subject TEXT] [--answer FILE] [--attach FILE]... [--cc WHO]
          [--header "Name:_value"]

What a mail program does with a new mail or an answer: compose it (the text is on
standard input), quote what it answers, give it to the SMTP server on that port.
FROM and TO are as "Mario Rossi <mario@example.it>"; DATE in seconds.  With --answer
the recipient, the subject and the threading fields are those of an answer to FILE.  In a
header "_" stands for a blank."""
import argparse
import email
import mimetypes
import os
import smtplib
import sys
from email import policy
from email.message import EmailMessage
from email.utils import formatdate, getaddresses, make_msgid


def quoted(answered):
    part = answered.get_body(("plain",))
    text = part.get_content() if part else ""
    lines = "".join(f"> {line}\n" for line in text.rstrip("\n").split("\n"))
    return f"\n\nIl {answered['Date']}, {answered['From']} ha scritto:\n{lines}"


def answer(message, path):
    with open(path, "rb") as file:
        answered = email.message_from_binary_file(file, policy=policy.default)
    subject = str(answered["Subject"])
    message["To"] = str(answered["Reply-To"] or answered["From"])
    message["Subject"] = subject if subject.lower().startswith("re:") else "Re: " + subject
    message["In-Reply-To"] = answered["Message-ID"]
    message["References"] = " ".join(f"{answered['References'] or ''} {answered['Message-ID']}".split())
    return quoted(answered)


def main():
    options = argparse.ArgumentParser()
    for name in ("port", "sender", "to", "date"):
        options.add_argument(name)
    for name in ("--subject", "--answer", "--cc", "--header"):
        options.add_argument(name)
    options.add_argument("--attach", action="append", default=[])
    given = options.parse_args()
    message = EmailMessage(policy=policy.SMTP.clone(cte_type="8bit"))
    message["From"] = given.sender
    quote = ""
    if given.answer:
        quote = answer(message, given.answer)
    else:
        message["To"] = given.to
    if given.subject is not None:
        del message["Subject"]
        message["Subject"] = given.subject
    if given.header:
        name, _, value = given.header.replace("_", " ").partition(": ")
        message[name] = value
    if given.cc:
        message["Cc"] = given.cc
    message["Date"] = formatdate(int(given.date), localtime=True)
    message["Message-ID"] = make_msgid(domain=getaddresses([given.sender])[0][1].split("@")[1])
    message.set_content(sys.stdin.read() + quote)
    for path in given.attach:
        kind, _, sub = (mimetypes.guess_type(path)[0] or "application/octet-stream").partition("/")
        with open(path, "rb") as file:
            message.add_attachment(file.read(), maintype=kind, subtype=sub, filename=os.path.basename(path))
    with smtplib.SMTP("127.0.0.1", int(given.port), timeout=120) as server:
        recipients = [address for _, address in getaddresses([str(message["To"]), given.cc or ""]) if address]
        server.sendmail(getaddresses([given.sender])[0][1], recipients, message.as_bytes())


main()
