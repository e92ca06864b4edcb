#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 53: the Nth allocation of a delivery fails, once, or it and all that follow.

The delivery ends with 0 or 75; the same delivery, undisturbed, then leaves the desk of
an undisturbed one, or of one whose parser had no memory: a ticket with the message kept
raw.  A few of the Ns by default; every one with SP_FULL=1."""
import os
import sys
import tempfile

import sweep

MESSAGE = sweep.message("02-gmail-web")
PRELOAD = os.path.join(sweep.BUILD, "tests/fault/preload.so")


def counted(desk, folder):
    """How many allocations an undisturbed delivery makes."""
    file = os.path.join(folder, "counted")
    desk.deliver(MESSAGE, environment={"LD_PRELOAD": PRELOAD, "SP_COUNTED": file})
    with open(file, encoding="ascii") as text:
        return int(text.read())


def places(most):
    if sweep.FULL:
        return range(1, most + 1)
    dense, step, number, found = 24, 1.0, 1, []
    while number <= most:
        found.append(number)
        step = step if len(found) < dense else step * 1.12
        number += max(1, int(step))
    return found


def complaint(desk, undisturbed, how):
    desk.renew()
    status = desk.deliver(MESSAGE, environment={"LD_PRELOAD": PRELOAD, "SP_NO_MEMORY": how})
    if status not in (0, 75):
        return f"ended with {status}"
    found = desk.state()
    if status == 0 and len(found[1]) != 1:
        return "ended with 0 and stored nothing"
    if desk.deliver(MESSAGE) != 0:
        return "the second delivery does not end with 0"
    found = desk.state()
    if found == undisturbed:
        return None
    unparsed = status == 0 and found[1] and found[1][0][3] == "unparsed"
    if unparsed and found[0] == [("ok",)] and len(found[1]) == 1 and len(found[3]) == 1:
        return None
    return f"after {status} the desk is another"


def main():
    if not os.path.exists(PRELOAD):
        print("1..0 # SKIP tests/fault/preload.so is not built: run make check")
        sys.exit(77)
    with tempfile.TemporaryDirectory(prefix="sportello-memory.") as folder:
        desk = sweep.Desk(folder)
        most = counted(desk, folder)
        undisturbed = desk.state()
        print("1..3")
        print(f"{'' if most > 1000 else 'not '}ok 1 - 53: a delivery makes {most} allocations")
        failed = most <= 1000
        for number, (mark, title) in enumerate((("", "fails"), ("+", "and all after it fail")), 2):
            found = [(n, complaint(desk, undisturbed, f"{n}{mark}")) for n in places(most)]
            bad = [(n, text) for n, text in found if text]
            failed = failed or bool(bad)
            print(f"{'not ' if bad else ''}ok {number} - 53: the Nth allocation {title}: {len(found)} times", flush=True)
            for n, text in bad[:20]:
                print(f"# at the {n}th: {text}", flush=True)
    sys.exit(1 if failed else 0)


main()
