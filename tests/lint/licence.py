#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every source file says its licence in its first line (a script in its second)."""
import re
import sys

import files

HEADER = "SPDX-License-Identifier: GPL-2.0-or-later"
SOURCES = re.compile(r"\.(c|h|sh|py|mk|am|ac|sql|rules|cases|conf|cf|[1578])$")

files.go_to_source()
status = 0
for path in files.all_files():
    text = files.read(path)
    script = files.interpreter(text) is not None
    if not (SOURCES.search(path) or script) or path.startswith("maildir-test/"):
        continue
    lines = text.split("\n")
    if HEADER not in (lines[1] if script and len(lines) > 1 else lines[0]):
        print(f"{path}:1: no '{HEADER}'")
        status = 1
sys.exit(status)
