#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""threads.py FILE...: the threads that these messages make, one line each: how many
messages, then their subjects' first, in the manner of Zawinski's algorithm without
its guessing by subjects: References, and In-Reply-To where its id is not among
them, link a message to its parents, known or not."""
import email
import re
import sys

parent = {}


def root(one):
    while parent.setdefault(one, one) != one:
        one = parent[one]
    return one


def join(one, other):
    parent[root(one)] = root(other)


def ids(message, name):
    return re.findall(r"<[^<>\s]+>", " ".join(message.get_all(name, [])))


messages = []
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        message = email.message_from_binary_file(file)
    own = ids(message, "Message-ID")
    if len(own) != 1:
        sys.exit(f"{path}: {len(own)} Message-IDs")
    chain = ids(message, "References")
    chain += [one for one in ids(message, "In-Reply-To")[:1] if one not in chain]
    for one in chain:
        join(one, own[0])
    messages.append((own[0], message.get("Subject", "")))

threads = {}
for own, subject in messages:
    threads.setdefault(root(own), []).append(subject)
for subjects in sorted(threads.values(), key=len, reverse=True):
    print(len(subjects), subjects[0])
