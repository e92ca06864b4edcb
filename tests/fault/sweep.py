# SPDX-License-Identifier: GPL-2.0-or-later
"""What the sweeps share: a desk that is renewed for each try, and a job on it that
strace interrupts at the Nth system call of a kind, for rising N.

A job is a command line and two questions.  `after` is asked when the disturbed run
has ended, `again` when the same command was run once more, undisturbed; each gives
a list of complaints.  A few of the Ns by default; all of them with SP_FULL=1."""
import collections
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

SOURCE = os.environ.get("SP_SOURCE", ".")
BUILD = os.environ.get("SP_BUILD", ".")
FULL = os.environ.get("SP_FULL") == "1"
KILLED = (-signal.SIGKILL, 128 + signal.SIGKILL)
CONF = """desk = { name = "Prova"; state = "state"; calendar = "ufficio";
  retention = ("conversation 3650", "accounts 3650", "automatic 365", "spam 30", "sent 365"); };
queues = ( { name = "assistenza"; title = "Assistenza"; prefix = "HT"; addresses = "assistenza@desk.example.it"; } );
calendars = { ufficio = { hours = "mon-fri 09:00-18:00"; }; };
"""
# What has to be the same whenever and however often it was tried.
STATE = ["SELECT id, header_id, hex(content), class, sender, subject, size FROM message",
         "SELECT message_id, hex(bytes) FROM raw",
         "SELECT id, prefix, number, state, subject, requester_id FROM ticket",
         "SELECT id, ticket_id, kind, author_id, message_id, text FROM entry",
         "SELECT id, actor, person_id, ticket_id, message_id, what, was, now FROM event",
         "SELECT id, template, ticket_id, person_id, recipient, subject, state FROM outbox",
         "SELECT id, year, number, organisation_id, person_id, month, after_id, until_id FROM statement",
         "SELECT id, role, state, name FROM person", "SELECT address, person_id FROM address",
         "SELECT ticket_id, outside FROM thread", "SELECT prefix, last FROM numbering"]


def program(name):
    return os.path.join(BUILD, name)


def message(name):
    return os.path.join(SOURCE, "maildir-test/new", name)


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
            return [int(one) for one in file.read().split()]
    except OSError:
        return []


def is_blocked(delivery):
    """Does it, or the process that does its work, wait for a lock that somebody has?"""
    pids = {str(pid) for pid in (delivery, *children(delivery))}
    with open("/proc/locks", encoding="ascii") as file:
        return any(line.split()[1] == "->" and line.split()[5] in pids for line in file)


def no_worse_than_in_line(start, count=64, rounds=5):
    """`start` begins a delivery.  The last of so many at once ends before they would have ended twice
    over, one after the other: nobody starves and nobody waits for a clock.  So the ten seconds of row
    47 hold wherever so many in a row take five; seconds themselves are no test on a busy machine, which
    may also hold up any one round.  (does it hold, what was measured)."""
    found = []
    for _ in range(rounds):
        begun = time.monotonic()
        codes = {start().wait() for _ in range(count)}
        in_line = time.monotonic() - begun
        begun = time.monotonic()
        codes |= {one.wait() for one in [start() for _ in range(count)]}
        at_once = time.monotonic() - begun
        found.append(f"{at_once:.1f} s, in line {in_line:.1f} s")
        if codes != {0}:
            return False, [*found, codes]
        if at_once <= 2 * in_line:
            return True, found[-1]
    return False, found


def state_of(path):
    """What a database holds; the first element is [("ok",)] when it is whole."""
    database = sqlite3.connect(path)
    try:
        whole = database.execute("PRAGMA integrity_check").fetchall()
        return [whole] + [database.execute(query).fetchall() for query in STATE]
    finally:
        database.close()


def dump(path):
    """Schema and rows of a database, all of them."""
    database = sqlite3.connect(path)
    try:
        return [database.execute("PRAGMA integrity_check").fetchall(),
                database.execute("PRAGMA user_version").fetchall()] + list(database.iterdump())
    finally:
        database.close()


class Desk:
    """A desk as `sportello init` and `staff add` leave it, renewed for each try."""

    def __init__(self, folder, conf=CONF, messages=()):
        self.model = os.path.join(folder, "model")
        self.folder = os.path.join(folder, "desk")
        self.trace = os.path.join(folder, "trace")
        os.makedirs(os.path.join(self.model, "state"), 0o700)
        with open(os.path.join(self.model, "sportello.conf"), "w", encoding="utf-8") as file:
            file.write(conf)
        os.environ.setdefault("SPORTELLO_DATA", SOURCE)
        for command in (["init"], ["staff", "add", "--name", "Anna Verdi", "--address", "anna@desk.example.it",
                                   "--queue", "assistenza"]):
            subprocess.run([program("sportello"), "-c", os.path.join(self.model, "sportello.conf"), *command],
                           check=True, stdout=subprocess.DEVNULL)
        self.renew()
        for path in messages:
            if self.deliver(path) != 0:
                sys.exit(f"{path} could not be delivered")
        if messages:
            shutil.rmtree(self.model)
            shutil.copytree(self.folder, self.model)

    def renew(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.model, self.folder)

    @property
    def conf(self):
        return os.path.join(self.folder, "sportello.conf")

    @property
    def database(self):
        return os.path.join(self.folder, "state/sportello.db")

    def state(self):
        return state_of(self.database)

    def run(self, arguments, prefix=(), stdin=None, environment=None):
        """The exit status, negative for a signal."""
        with open(stdin or os.devnull, "rb") as given:
            return subprocess.run([*prefix, *arguments], stdin=given, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL, check=False,
                                  env=dict(os.environ, **(environment or {}))).returncode

    def delivery(self):
        return [program("sportello-deliver"), "-c", self.conf, "-f", "giulia.bianchi@example.com", "--",
                "assistenza@desk.example.it"]

    def deliver(self, path, prefix=(), environment=None):
        return self.run(self.delivery(), prefix, path, environment)

    def sportello(self, *arguments, prefix=()):
        return self.run([program("sportello"), "-c", self.conf, *arguments], prefix)

    def calls_before(self, arguments, stdin, marker):
        """How often each call is made before the first `marker`: by the loader, before main()."""
        self.run(arguments, ["strace", "-qq", "-o", self.trace], stdin)
        with open(self.trace, encoding="utf-8", errors="replace") as file:
            before = file.read().split(marker, 1)[0]
        return collections.Counter(line.split("(", 1)[0] for line in before.splitlines())


class Job:
    """A command that must come to the same end however it was interrupted before."""

    def __init__(self, arguments, after, again, allowed=None, stdin=None, prepare=None, skip=None):
        self.arguments = arguments        # a list, or a function of the desk that gives one
        self.after = after                # (desk, status) -> complaints
        self.again = again                # (desk, first status, second status) -> complaints
        self.allowed = allowed            # statuses the disturbed run may end with besides SIGKILL; None: any
        self.stdin = stdin
        self.prepare = prepare            # what is done to a fresh desk before each try
        self.skip = skip or collections.Counter()  # calls that are not ours to make fail
        self.release = lambda: None       # after each try, before the desk is renewed

    def command(self, desk):
        return self.arguments(desk) if callable(self.arguments) else self.arguments

    def try_at(self, desk, call, injection, number):
        """(was there an Nth call, complaints)."""
        try:
            return self.tried_at(desk, call, injection, number)
        finally:
            self.release()

    def tried_at(self, desk, call, injection, number):
        desk.renew()
        if self.prepare:
            self.prepare(desk)
        status = desk.run(self.command(desk),
                          ["strace", "-f", "-qq", "-o", desk.trace, "-e", f"trace={call}", "-e",
                           f"inject={call}:{injection}:when={number}"], self.stdin)
        with open(desk.trace, encoding="utf-8", errors="replace") as file:
            lines = file.read()
        if "(INJECTED)" not in lines and "killed by SIGKILL" not in lines:
            return False, []
        if self.allowed is not None and status not in (*self.allowed, *KILLED):
            return True, [f"ended with {status}"]
        complaints = self.after(desk, status)
        if not complaints:
            complaints = self.again(desk, status, desk.run(self.command(desk), (), self.stdin))
        return True, complaints

    def sweep(self, desk, call, injection):
        """Disturb the Nth call, for rising N, until there is none.  (how often, complaints)."""
        count = 0
        number = 1 if "SIGKILL" in injection else 1 + self.skip[call]
        step = 1
        while True:
            there, complaints = self.try_at(desk, call, injection, number)
            if not there:
                return count, []
            count += 1
            if complaints:
                return count, [f"at the {number}th: {one}" for one in complaints]
            number += step
            if not FULL:
                step *= 2  # 1 2 4 8 16 ...


def need_strace():
    if not shutil.which("strace"):
        print("1..0 # SKIP strace is not installed: run ./bootstrap as root")
        sys.exit(77)


def run_all(desk, named_jobs):
    """TAP for each job (its name, the job, the calls it is killed at, those that fail and how) and
    each way to interrupt it; ends the program."""
    cases = [(name, job, call, injection) for name, job, killed, failing in named_jobs
             for call, injection in [(call, "signal=SIGKILL") for call in killed] +
             [(call, f"error={error}") for call, error in failing]]
    failed = total = 0
    print(f"1..{len(cases)}", flush=True)
    for number, (name, job, call, injection) in enumerate(cases, 1):
        count, complaints = job.sweep(desk, call, injection)
        total += count
        failed += bool(complaints)
        print(f"{'not ' if complaints else ''}ok {number} - {name}: {injection} at {call}: {count} times", flush=True)
        for complaint in complaints:
            print(f"# {complaint}", flush=True)
    print(f"# {total} interruptions")
    sys.exit(1 if failed else 0)
