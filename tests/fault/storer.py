# SPDX-License-Identifier: GPL-2.0-or-later
"""What the tests of the resident storer share: one that is kept, as the sender keeps
it, until the test lets it go."""
import os
import signal
import socket
import subprocess
import time

import sweep

PATIENCE = float(os.environ.get("SP_PATIENCE", "240"))  # seconds, the bound of every wait


def wait_for(condition):
    """Did it come true in a reasonable time?"""
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.002)
    return True


children = sweep.children


def is_traced(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as file:
            return any(line.startswith("TracerPid:") and line.split()[1] != "0" for line in file)
    except OSError:
        return False


def address(conf, uid=None):
    """Where the storer of this configuration listens: src/deliver/handed.h."""
    folder = os.stat(os.path.dirname(conf) or ".")
    return f"\0sportello-storer/{os.geteuid() if uid is None else uid:x}/{folder.st_dev:x}/{folder.st_ino:x}/" + \
        os.path.basename(conf)


def is_gone(pid):
    """Has it ended, whoever has to take note of it?"""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] in "ZX"
    except OSError:
        return True


def answers(conf):
    """Does somebody listen?"""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as probe:
        try:
            probe.connect(address(conf))
            return True
        except OSError:
            return False


def youngest(conf):
    """When what a storer reads was last changed: the desk's files, the data, the programs."""
    folders = [os.path.dirname(conf)] + [os.path.join(os.environ["SPORTELLO_DATA"], name)
                                         for name in ("templates", "filters")]
    found = [os.stat(sweep.program(name)).st_ctime for name in ("sportello-deliver", "sportello-store")]
    for top in folders:
        for folder, _, names in os.walk(top):
            found += [os.lstat(os.path.join(folder, name)).st_ctime for name in (".", *names)]
    return max(found)


class Storer:
    """`sportello-deliver --resident`, whose standard input we hold."""

    def __init__(self, conf, prefix=()):
        self.conf = conf
        # It does not trust a file that was written in this very moment, and ends.
        settled = youngest(conf) + 0.05
        wait_for(lambda: time.time() > settled)
        ours, theirs = socket.socketpair()
        self.keeper = ours
        self.process = subprocess.Popen([*prefix, sweep.program("sportello-deliver"), "--resident", "-c", conf],
                                        stdin=theirs, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        theirs.close()

    def is_ready(self):
        return wait_for(lambda: answers(self.conf) or self.process.poll() is not None) and self.process.poll() is None

    def trace(self, trace, *arguments):
        """strace on it and its parser, once it is there."""
        pids = [self.process.pid, *children(self.process.pid)]
        tracer = subprocess.Popen(["strace", "-f", "-qq", "-o", trace, *arguments,
                                   *(f"-p{pid}" for pid in pids)], stderr=subprocess.DEVNULL)
        wait_for(lambda: all(is_traced(pid) for pid in pids) or tracer.poll() is not None)
        return tracer

    def end(self):
        """Let it go, and say how it ended."""
        self.keeper.close()
        return self.process.wait()

    def kill(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.keeper.close()
