#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What people read, without what differs from run to run: standard input to output.

Instants, the Date line, tokens of addresses and Message-IDs become words in capitals;
blanks at the ends of lines and repeated empty lines go, and what a mail program
draws around a mail (its status line)."""
import re
import sys

DAYS = ("lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|"
        "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday")
MONTHS = ("gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre|"
          "January|February|March|April|May|June|July|August|September|October|November|December")
text = sys.stdin.read()
text = re.sub(r"(?m)^Date: .*$", "Date: DATE", text)
text = re.sub(r"(?m)^-.*-- \((?:all|end)\)$", "", text)
text = re.sub(r"\+[a-z2-7]{36}@", "+TOKEN@", text)
text = re.sub(rf"(?:{DAYS}) (?:\d+ )?(?:{MONTHS})(?: \d+)?(?:,? \d{{4}})?(?:, (?:ore )?\d+:\d\d)?", "INSTANT", text)
text = re.sub(rf"(?:{DAYS}),? \d+ (?:{MONTHS})(?: \d{{4}})?(?:, (?:ore )?\d+:\d\d)?", "INSTANT", text)
text = re.sub(r"(?m)[ \t]+$", "", text)
text = re.sub(r"\n{3,}", "\n\n", text)
print(text.strip())
