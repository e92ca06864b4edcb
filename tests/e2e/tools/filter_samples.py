#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The messages of filters/*.cases as files: filter_samples.py FOLDER CASES...

Of those that are no person's: a file a case in FOLDER/plain, named
CLASS-FILE-NAME, and in FOLDER/known the same as an answer of
mario@cliente.example, in the place of its own sender, to the message whose id is
in the environment (ANSWERS).  Prints how many cases there are."""
import os
import re
import sys

folder, paths = sys.argv[1], sys.argv[2:]
count = 0
# Nothing but their sender tells these from a person's mail.
BY_SENDER = {"cron", "hotmail-complaint", "interscan", "name-only", "no-reply-of-a-provider",
             "field-lost", "no-reply", "robot-address-says-so"}


def save(name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def known(text):
    head, _, body = text.partition("\n\n")
    head = re.sub(r"(?mi)^(From|In-Reply-To|References|Message-ID):.*\n([ \t].*\n)*", "", head + "\n")
    answers = os.environ["ANSWERS"]
    return (f"{head}From: Mario Rossi <mario@cliente.example>\nIn-Reply-To: {answers}\n"
            f"References: {answers}\n\n{body}")


for sub in ("plain", "known"):
    os.mkdir(os.path.join(folder, sub))
for path in paths:
    with open(path, encoding="utf-8") as file:
        cases = re.split(r"(?m)^case +", file.read())[1:]
    for case in cases:
        name = case.split("\n", 1)[0].strip()
        kind = re.search(r"(?m)^\tclass +(\S+)", case)
        if not kind or kind.group(1) == "person":
            continue
        text = "".join(line[2:] + "\n" for line in case.split("\n") if line.startswith("\t|") for line in [line[1:]])
        count += 1
        label = f"{kind.group(1)}-{os.path.basename(path).split('.')[0]}-{name}"
        save("plain/" + label, text)
        if name not in BY_SENDER:
            save("known/" + label, known(text))
print(count)
