# SPDX-License-Identifier: GPL-2.0-or-later
"""What the benches share: a desk, a server that takes its mail, the race (race.c)."""
import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

SOURCE = os.path.abspath(os.environ.get("SP_SOURCE", "."))
BUILD = os.path.abspath(os.environ.get("SP_BUILD", "."))
REALTIME = ["chrt", "-f", "30"] if os.environ.get("SP_REALTIME") == "1" else []
BENCH_PROGRAMS = ["tests/bench/race", "tests/bench/floor_write", "tests/bench/floor_sqlite", "tests/bench/nothing",
                  "tests/bench/steps"]
# The limits that guard a desk against storms stand in a bench's way.
CONF = """desk = {{ name = "Prova"; state = "{0}"; calendar = "ufficio";
  retention = ("conversation 3650", "accounts 3650", "automatic 365", "spam 30", "sent 365");
  automatic_hourly_desk = 100000; flood_hourly = 100000; message_size_limit = "50 MB"; }};
queues = ( {{ name = "assistenza"; title = "Assistenza"; prefix = "HT"; addresses = "assistenza@desk.example.it"; }} );
calendars = {{ ufficio = {{ hours = "mon-fri 09:00-18:00"; }}; }};
send = {{ port = {1}; }};
"""


class Work:
    """A folder with the programs in it.  Root gives it to a user of no rights and runs
    everything as him: dovecot-lda wants it so, and it is how a mail server does it."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix="sportello-bench.", dir=os.environ.get("BENCH_FOLDER"))
        os.chmod(self.folder, 0o755)
        self.user = None
        if os.geteuid() == 0:
            try:
                self.user = pwd.getpwnam("sportello-test")
            except KeyError:
                self.user = pwd.getpwnam("nobody")
        os.mkdir(self.path("bin"))
        for name in ("sportello", "sportello-deliver", "sportello-store", "sportello-send", *BENCH_PROGRAMS):
            shutil.copy(os.path.join(BUILD, name), self.path("bin", os.path.basename(name)))
        for name in ("templates", "filters"):
            shutil.copytree(os.path.join(SOURCE, name), self.path("data", name))
        os.environ.update(SPORTELLO_DATA=self.path("data"), HOME=self.folder)
        self.give()
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def program(self, name):
        return self.path("bin", name)

    def give(self):
        """What was made since is the user's too."""
        if self.user:
            for folder, _, files in os.walk(self.folder):
                for name in (".", *files):
                    os.chown(os.path.join(folder, name), self.user.pw_uid, self.user.pw_gid, follow_symlinks=False)

    def as_user(self):
        if not self.user:
            return []
        return ["setpriv", f"--reuid={self.user.pw_uid}", f"--regid={self.user.pw_gid}", "--clear-groups", "--"]

    def write(self, name, text, mode=0o600):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(self.path(name), mode)
        return self.path(name)

    def race(self, rounds, many, at_once, lines):
        """{name: [median, 99th percentile, slowest, cpu, rate, failed, spread]}, times in microseconds."""
        self.give()
        done = subprocess.run([*REALTIME, *self.as_user(), self.program("race"), str(rounds), str(many),
                               str(at_once)], input="\n".join(lines) + "\n", check=True, capture_output=True,
                              text=True)
        results = {}
        for line in done.stdout.splitlines():
            name, *numbers = line.split("\t")
            results[name] = [float(number) for number in numbers]
        return results


def wait_for(condition, what):
    for _ in range(6000):
        if condition():
            return
        time.sleep(0.01)
    sys.exit(f"{what} does not come")


def child_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return int(file.read().split()[0])


def is_traced(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as file:
        return "TracerPid:\t0\n" not in file.read()


def end(process, traced=False):
    """Below strace, which hears no signal, it is what strace started that is told to end."""
    os.kill(child_of(process.pid) if traced else process.pid, signal.SIGTERM)
    process.wait()


class Sink:
    """smtp-sink on a free port."""

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        sink = shutil.which("smtp-sink", path=os.environ["PATH"] + ":/usr/sbin")
        self.process = subprocess.Popen([sink, *(["-u", "nobody"] if os.geteuid() == 0 else []),
                                         f"127.0.0.1:{self.port}", "100"], stdout=subprocess.DEVNULL)
        wait_for(self.answers, "smtp-sink")
        return self

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port)).close()
            return True
        except OSError:
            return False

    def __exit__(self, *_):
        end(self.process)


class Desk:
    """A desk of one queue and one staff member; with a resident sender when asked."""

    def __init__(self, work, name, port, resident=False, prefix=()):
        self.work, self.port, self.resident, self.prefix = work, port, resident, prefix
        self.state = work.path(name)
        os.mkdir(self.state, 0o700)
        self.database = os.path.join(self.state, "sportello.db")
        self.conf = work.write(f"{name}/sportello.conf", CONF.format(self.state, port))
        work.give()
        self.sportello("init")
        self.sportello("staff", "add", "--name", "Anna Verdi", "--address", "anna@desk.example.it",
                       "--queue", "assistenza")

    def sportello(self, *arguments):
        subprocess.run([*self.work.as_user(), self.work.program("sportello"), "-c", self.conf, *arguments],
                       check=True, stdout=subprocess.DEVNULL)

    def delivery(self):
        return [self.work.program("sportello-deliver"), "-c", self.conf, "-f", "maria.rossi@example.com", "-q",
                "4ABC%d", "--", "assistenza@desk.example.it"]

    def __enter__(self):
        if self.resident:
            self.sender = subprocess.Popen([*REALTIME, *self.work.as_user(), *self.prefix,
                                            self.work.program("sportello-send"), "-c", self.conf, "--wait"],
                                           stderr=subprocess.DEVNULL)
            wait_for(self.has_storer, "the storer")
        return self

    def has_storer(self):
        """It listens under a name without a file: src/deliver/handed.h."""
        folder = os.stat(self.state)
        name = f"/{folder.st_dev:x}/{folder.st_ino:x}/sportello.conf"
        with open("/proc/net/unix", encoding="utf-8", errors="replace") as sockets:
            return any("@sportello-storer/" in line and line.rstrip().endswith(name) for line in sockets)

    def __exit__(self, *_):
        if self.resident:
            end(self.sender, bool(self.prefix))


@contextlib.contextmanager
def holding(work, path):
    """floor_sqlite keeps a database open, as the sender does."""
    process = subprocess.Popen([*REALTIME, *work.as_user(), work.program("floor_sqlite"), path, "hold"])
    try:
        wait_for(lambda: os.path.exists(path + "-shm"), "a database")
        yield
    finally:
        end(process)
