#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 48, 51, 52 for a delivery that is handed over: the resident storer, its
parser and the parser's child are killed at each system call that matters, or the call
fails.  The delivery, which nobody disturbs, ends with 0 all the same, because it then
does the work itself; so it does when the storer has committed and could not say so.
Afterwards the desk is the one of an undisturbed delivery without a storer.  A few of
the Ns by default; all of them with SP_FULL=1."""
import os
import subprocess
import sys
import tempfile

import storer
import sweep

MESSAGE = sweep.message("02-gmail-web")
KILLED = ["poll", "accept4", "recvmsg", "mmap", "fcntl", "sendmsg", "close", "newfstatat", "read", "openat", "flock",
          "pread64", "pwrite64", "fdatasync", "clone", "prctl", "write", "sendto", "munmap", "pipe2"]
FAILING = [("accept4", "EMFILE"), ("recvmsg", "EIO"), ("mmap", "ENOMEM"), ("sendmsg", "EPIPE"), ("pipe2", "EMFILE"),
           ("clone", "EAGAIN"), ("read", "EIO"), ("poll", "EINTR"), ("flock", "EINTR"), ("openat", "EMFILE"),
           ("pread64", "EIO"), ("pwrite64", "ENOSPC"), ("pwrite64", "EIO"), ("fdatasync", "EIO"),
           ("sendto", "EPIPE"), ("fcntl", "EINVAL"), ("newfstatat", "EIO")]


def try_at(desk, expected, call, injection, number):
    """(was there an Nth call, complaints)."""
    desk.renew()
    one = storer.Storer(desk.conf)
    if not one.is_ready():
        one.kill()
        return True, ["the storer does not come"]
    tracer = one.trace(desk.trace, "-e", f"trace={call}", "-e", f"inject={call}:{injection}:when={number}")
    status = desk.deliver(MESSAGE)
    one.end() # also this is disturbed
    tracer.wait()
    with open(desk.trace, encoding="utf-8", errors="replace") as file:
        lines = file.read()
    if "(INJECTED)" not in lines and "killed by SIGKILL" not in lines:
        return False, []
    if status != 0:
        return True, [f"the delivery ended with {status}"]
    for time in ("first", "second"):
        if desk.state() != expected:
            return True, [f"after the {time} delivery the desk is another"]
        if desk.deliver(MESSAGE) != 0:
            return True, ["a second delivery fails"]
    return True, []


def calls_of(desk, call):
    """The most such calls that one of the processes makes for one message."""
    desk.renew()
    one = storer.Storer(desk.conf)
    one.is_ready()
    tracer = one.trace(desk.trace, "-e", f"trace={call}")
    desk.deliver(MESSAGE)
    one.end()
    tracer.wait()
    counts = {}
    with open(desk.trace, encoding="utf-8", errors="replace") as file:
        for line in file:
            if f" {call}(" in line:
                counts[line.split()[0]] = counts.get(line.split()[0], 0) + 1
    return max(counts.values(), default=0)


def sweep_call(desk, expected, call, injection):
    most = calls_of(desk, call)
    number, step, count = 1, 1, 0
    while number <= most:
        there, complaints = try_at(desk, expected, call, injection, number)
        count += there
        if complaints:
            return count, [f"at the {number}th: {one}" for one in complaints]
        number += step
        if not sweep.FULL:
            step *= 2
    return count, [] if count else ["it is never called"]


def row_of(call, injection):
    if "ENOSPC" in injection:
        return "51: storer, a full disk"
    if "EIO" in injection and call in ("pwrite64", "fdatasync"):
        return "52: storer, a disk with errors"
    return "48: storer"


def main():
    sweep.need_strace()
    cases = [(call, "signal=SIGKILL") for call in KILLED] + [(call, f"error={error}") for call, error in FAILING]
    print(f"1..{len(cases)}", flush=True)
    failed = total = 0
    with tempfile.TemporaryDirectory(prefix="sportello-storer.") as folder:
        desk = sweep.Desk(folder)
        desk.deliver(MESSAGE)
        expected = desk.state()
        for number, (call, injection) in enumerate(cases, 1):
            count, complaints = sweep_call(desk, expected, call, injection)
            total += count
            failed += bool(complaints)
            print(f"{'not ' if complaints else ''}ok {number} - {row_of(call, injection)}, {injection} at {call}: {count} times", flush=True)
            for complaint in complaints:
                print(f"# {complaint}", flush=True)
    print(f"# {total} interruptions")
    sys.exit(1 if failed else 0)


main()
