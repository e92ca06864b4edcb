#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What SpamAssassin says of mails: spam_check.py HOME FILE...

One run of Debian's spamassassin with its own rules and local tests only, no network,
all files in one mbox; HOME is a folder for what it writes.  A mail is clean when no
rule that costs points takes it.  Prints a line for each that is not, and how many
there were; the exit status is 1 when one is not clean."""
import email
import os
import re
import subprocess
import sys

home, files = sys.argv[1], sys.argv[2:]
mbox = []
for number, path in enumerate(files):
    with open(path, "rb") as file:
        text = file.read().replace(b"\r\n", b"\n")
    # The answers come in an order of their own.
    text = b"X-Number: %d\n" % number + text
    mbox.append(b"From nobody Mon Nov 23 09:00:00 2026\n" + re.sub(rb"(?m)^From ", b">From ", text) + b"\n")
done = subprocess.run(["spamassassin", "-L", "--mbox", "--cf=report_safe 0", "-p", os.path.join(home, "user_prefs")],
                      input=b"".join(mbox), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                      env=dict(os.environ, HOME=home))
answers = [email.message_from_bytes(one) for one in re.split(rb"(?m)^From nobody .*\n", done.stdout)[1:]]
bad = 0
if len(answers) != len(files):
    sys.exit(f"spamassassin: {len(answers)} answers to {len(files)} mails: {done.stderr.decode()[-500:]}")
for answer in sorted(answers, key=lambda one: int(one["X-Number"])):
    path = files[int(answer["X-Number"])]
    status = re.sub(r"\s+", " ", answer.get("X-Spam-Status", "nothing"))
    score = re.match(r"No, score=(-?[0-9.]+) ", status)
    if not score or float(score.group(1)) > 0:
        bad += 1
        print(f"{os.path.basename(path)}: {status}")
print(f"{len(files)} mails, {bad} not clean")
sys.exit(1 if bad else 0)
