#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 77: two cron runs at once, one that hangs: one works.

The second run beside one at work does nothing and says so; beside one that was
stopped long ago it goes on, and when the stopped one wakes, nothing happens twice."""
import os
import signal
import subprocess
import tempfile
import time

from clock_desk import BUILD, Desk, Tap, at

JOBS = ("office-hours", "archive")


def new_desk(folder):
    desk = Desk(folder, at("2026-11-23 10:00"))
    desk.make()
    desk.deliver("mario@rossi.example", "Stampante", "La stampante non parte.")
    desk.deliver("mario@rossi.example", "Telefono", "Il telefono del magazzino non suona.")
    desk.staff_says(2, "#chiudi\n\nFatto.")
    desk.now = at("2026-11-26 11:00")
    return desk


def expected(desk):
    return sorted(desk.mails("warning", "digest", "summary"))


def wait_for(condition, patience=240):
    end = time.monotonic() + patience
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def hold_lock(desk, job):
    """A process that has the job's lock and is stopped, as one that hangs has it."""
    path = os.path.join(desk.folder, "state", job + ".lock")
    taken = os.path.join(desk.folder, "taken")
    code = ("import fcntl,os,signal,sys\nf=os.open(sys.argv[1],os.O_RDWR|os.O_CREAT,0o600)\n"
            "fcntl.flock(f,fcntl.LOCK_EX)\nos.ftruncate(f,0)\nos.pwrite(f,(sys.argv[2]+'\\n').encode(),0)\n"
            "open(sys.argv[3],'w').close()\nos.kill(os.getpid(),signal.SIGSTOP)\n")
    process = subprocess.Popen(["python3", "-c", code, path, str(desk.now), taken])
    if not wait_for(lambda: os.path.exists(taken)):
        raise RuntimeError("the lock was not taken")
    os.unlink(taken)
    return process


def one_at_work(tap, desk, job):
    holder = hold_lock(desk, job)
    try:
        before = desk.mails()
        done = desk.must(job, "--json")
        tap.ok('"busy":true' in done and desk.mails() == before, f"{job} beside one at work does nothing", done)
        desk.now += 900
        tap.ok('"busy":true' in desk.must(job, "--json"), f"{job} still waits for it after 15 minutes")
        desk.now += 1800
        done = desk.must(job, "--json")
        tap.ok('"busy":false' in done and '"done":0' not in done, f"{job} goes on without one that hangs for long",
               done)
        again = desk.mails()
        desk.must(job)
        tap.same(desk.mails(), again, f"{job} a second time does nothing more")
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.wait()


def together(tap, desk):
    """Eight at once of each: what one run gives."""
    running = [subprocess.Popen([os.path.join(BUILD, "sportello"), "-c", desk.conf, job], env=desk.environment(),
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
               for job in JOBS * 8]
    ends = [(process.communicate()[1], process.returncode) for process in running]
    tap.ok(all(code == 0 for _, code in ends), "sixteen at once end well", ends)


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="sportello-alone.") as folder:
        desk = new_desk(folder)
        for job in JOBS:
            desk.must(job)
        alone = expected(desk)
        tap.same([one[0] for one in alone], ["digest", "summary", "warning"], "what one run gives")
    with tempfile.TemporaryDirectory(prefix="sportello-hangs.") as folder:
        desk = new_desk(folder)
        for job in JOBS:
            one_at_work(tap, desk, job)
        tap.same(expected(desk), alone, "all of it was done, once")
        tap.ok(desk.whole(), "the database is whole")
    with tempfile.TemporaryDirectory(prefix="sportello-together.") as folder:
        desk = new_desk(folder)
        together(tap, desk)
        # Who came while another was at work left the work to it.
        for job in JOBS:
            desk.must(job)
        tap.same(expected(desk), alone, "each thing happened once")
    tap.end()


main()
