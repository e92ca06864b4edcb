#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 48, 51, 52: a delivery is interrupted at each system call that matters.

For each case and each N: a fresh desk, a delivery that strace kills at the Nth
such call of one of its processes, or whose Nth such call fails, then the same
delivery again, undisturbed; without a resident storer, and with one.  The first ends with 0, 75 or the signal, and
without 0 nothing is recorded that the second would not find; after the second
the desk is the one of an undisturbed delivery, and the database is whole."""
import os
import sys
import tempfile

import storer
import sweep

MESSAGE = sweep.message("02-gmail-web")
KILLED = ["openat", "read", "write", "pread64", "pwrite64", "fdatasync", "ftruncate", "unlink", "close", "flock",
          "fcntl", "mmap", "brk", "pipe2", "poll", "wait4", "sendto"]
FULL_DISK = [("pwrite64", "ENOSPC"), ("fdatasync", "ENOSPC"), ("ftruncate", "ENOSPC")]
BAD_DISK = [("fdatasync", "EIO"), ("pwrite64", "EIO")]
FAILING = [("pread64", "EIO"), ("read", "EIO"), ("read", "EINTR"), ("poll", "EINTR"), ("wait4", "EINTR"),
           ("flock", "EINTR"), ("openat", "EMFILE"), ("openat", "EACCES"), ("ftruncate", "EIO"), ("unlink", "EIO"),
           ("fcntl", "EAGAIN"), ("clone", "EAGAIN"), ("pipe2", "EMFILE"), ("close", "EIO")]
HANDING = ["connect", "getsockopt", "memfd_create", "write", "fcntl", "newfstatat", "prctl", "sendmsg", "poll",
           "recvfrom", "close", "exit_group"]
NOT_HANDED = [("connect", "EAGAIN"), ("getsockopt", "EINVAL"), ("memfd_create", "EMFILE"), ("fcntl", "EBUSY"),
              ("sendmsg", "ENOBUFS"), ("poll", "EINTR"), ("recvfrom", "EIO")]


def delivery_job(desk):
    """One delivery.  A library that the loader cannot have ends the program with 127 before it is ours
    to say anything: the calls before the first one of main(), getppid, are left alone."""
    skip = desk.calls_before(desk.delivery(), MESSAGE, "getppid")
    desk.renew()
    desk.deliver(MESSAGE)
    undisturbed = desk.state()

    def after(one, status):
        if status == 0 and len(one.state()[1]) != 1:
            return ["it ended with 0 and stored nothing"]
        return []

    def again(one, first, second):
        if second != 0:
            return [f"the second delivery ended with {second}"]
        found = one.state()
        if found == undisturbed:
            return []
        # A parser that was killed or ran into an error leaves a message that is kept raw, as an
        # unparsed ticket: then its rows are others.
        unparsed = first == 0 and found[1] and found[1][0][3] == "unparsed"
        if unparsed and found[0] == [("ok",)] and len(found[1]) == 1 and len(found[3]) == 1:
            return []
        return ["the desk is another afterwards"]

    return sweep.Job(lambda one: one.delivery(), after, again, allowed=(0, 75), stdin=MESSAGE, skip=skip)


class Keeper:
    """Of a storer for each try."""

    def __init__(self):
        self.storer = None

    def renew(self, desk):
        self.storer = storer.Storer(desk.conf)
        if not self.storer.is_ready():
            sys.exit("the storer does not come")

    def end(self):
        if self.storer:
            self.storer.kill()


def main():
    sweep.need_strace()
    keeper = Keeper()
    with tempfile.TemporaryDirectory(prefix="sportello-interrupted.") as folder:
        desk = sweep.Desk(folder)
        job, handed = delivery_job(desk), delivery_job(desk)
        handed.prepare, handed.release = keeper.renew, keeper.end
        try:
            sweep.run_all(desk, [("48: delivery", job, KILLED, FAILING),
                                 ("48: delivery, handed over", handed, HANDING, NOT_HANDED),
                                 ("51: delivery, a full disk", job, (), FULL_DISK),
                                 ("52: delivery, a disk with errors", job, (), BAD_DISK)])
        finally:
            keeper.end()


main()
