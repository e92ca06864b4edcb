#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""mail_part.py FILE WHAT...: parts of a message, one line each, decoded.
mail_part.py --find TEXT FILE...: the first file that has the text, as `all` shows it.

WHAT is a header's name (every field of it, unfolded), `name:HEADER` and
`address:HEADER` (display names, bare addresses), `raw:HEADER` (as it stands in
the file), `body` (the text/plain parts), `files` (name and size of each), or `all` (everything decoded: headers
and text, for searches).  The reader is Python's own, none of ours."""
import email
import email.header
import email.utils
import sys
from email import policy


def fields(message, name):
    return [str(email.header.make_header(email.header.decode_header(value.replace("\r\n", "").replace("\n", ""))))
            for value in message.get_all(name, [])]


def body(message):
    texts = []
    for part in message.walk():
        if part.get_content_type() == "text/plain" and not part.get_filename():
            charset = part.get_content_charset() or "utf-8"
            texts.append(part.get_payload(decode=True).decode(charset, "replace"))
    return "".join(texts).replace("\r\n", "\n")


def show(message, what):
    if what == "body":
        return [body(message)]
    if what == "files":
        return [f"{part.get_filename()} {len(part.get_payload(decode=True))}"
                for part in message.walk() if part.get_filename()]
    if what == "all":
        return [f"{name}: {value}" for name in message.keys() for value in fields(message, name)] + [body(message)]
    kind, colon, name = what.partition(":")
    if not colon:
        return fields(message, what)
    if kind == "raw":
        return message.get_all(name, [])
    pairs = email.utils.getaddresses(message.get_all(name, []))
    if kind == "name":
        return [str(email.header.make_header(email.header.decode_header(shown))) for shown, _ in pairs]
    if kind == "address":
        return [address for _, address in pairs]
    sys.exit(f"mail_part.py: unknown part {what}")


def read(path):
    with open(path, "rb") as file:
        return email.message_from_binary_file(file, policy=policy.compat32)


def find(text, paths):
    """The first of the files that has the text, decoded."""
    for path in paths:
        try:
            if text in "\n".join(show(read(path), "all")):
                return path
        except FileNotFoundError:
            continue  # a mail client renamed it
    return None


if sys.argv[1] == "--find":
    found = find(sys.argv[2], sys.argv[3:])
    if found is None:
        sys.exit(1)
    print(found)
else:
    parsed = read(sys.argv[1])
    for wanted in sys.argv[2:]:
        for line in show(parsed, wanted):
            print(line)
