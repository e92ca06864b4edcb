#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""json_get.py PATH <JSON: one value of it, names and positions parted by dots.

`count` as the last step is a list's length.  A list is a JSON list, or one object
a line as the programs print lists."""
import json
import sys

text = sys.stdin.read()
try:
    value = json.loads(text)
except json.JSONDecodeError:
    value = [json.loads(line) for line in text.splitlines() if line.strip()]
for step in sys.argv[1].split("."):
    if step == "count" and isinstance(value, list):
        value = len(value)
    else:
        value = value[int(step)] if isinstance(value, list) else value[step]
print(value if isinstance(value, (str, int)) and not isinstance(value, bool) else json.dumps(value))
