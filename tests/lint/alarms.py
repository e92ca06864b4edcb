#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What the administrator is told is in words: every kind of alarm that the program
raises stands in group "alarm" of each words.conf, and no other does."""
import re
import sys

import files

RAISED = [r"alarm\.kind = ([^;]*);", r"sp_alarm_raise\([^,]*,\s*([^,]*),", r'#define SP_ALARM_\w+ ("[^"]*")']


def raised():
    """Kind -> a file that raises it."""
    found = {}
    for path in files.all_files():
        if re.fullmatch(r"src/.*\.[ch]", path):
            for pattern in RAISED:
                for value in re.findall(pattern, files.read(path)):
                    found.update((kind, path) for kind in re.findall(r'"([^"]*)"', value))
    return found


def worded(path):
    group = re.search(r"^alarm = \{\n(.*?)^\};", files.read(path), re.M | re.S)
    return set(re.findall(r"^\t([\w-]+) = ", group.group(1) if group else "", re.M))


def complaints():
    kinds = raised()
    if len(kinds) < 10:
        yield f"only {len(kinds)} kinds of alarm were found in src/: how they are raised has changed"
    for language in ("it", "en"):
        path = f"templates/{language}/words.conf"
        for kind in sorted(set(kinds) - worded(path)):
            yield f"{path}: group alarm has no {kind}, which {kinds[kind]} raises"
        for kind in sorted(worded(path) - set(kinds)):
            yield f"{path}: nothing raises the alarm {kind}"


files.go_to_source()
offences = list(complaints())
print("\n".join(offences), end="\n" if offences else "")
sys.exit(1 if offences else 0)
