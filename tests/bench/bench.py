# SPDX-License-Identifier: GPL-2.0-or-later
"""What the benches share: a desk, a server that takes its mail, the race (race.c)."""
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time

SOURCE = os.path.abspath(os.environ.get("SP_SOURCE", "."))
BUILD = os.path.abspath(os.environ.get("SP_BUILD", "."))
PREFIX = ["chrt", "-f", "30"] if os.environ.get("SP_REALTIME") == "1" else []
# The limits that guard a desk against storms stand in a bench's way.
CONF = """desk = {{ name = "Prova"; state = "{0}"; calendar = "ufficio";
  retention = ("conversation 3650", "accounts 3650", "automatic 365", "spam 30", "sent 365");
  automatic_hourly_desk = 100000; flood_hourly = 100000; }};
queues = ( {{ name = "assistenza"; title = "Assistenza"; prefix = "HT"; addresses = "assistenza@desk.example.it"; }} );
calendars = {{ ufficio = {{ hours = "mon-fri 09:00-18:00"; }}; }};
send = {{ port = {1}; }};
"""
os.environ["SPORTELLO_DATA"] = SOURCE


def program(name):
    return os.path.join(BUILD, name)


def write(folder, name, text, mode):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    os.chmod(path, mode)
    return path


def delivery(conf):
    return [program("sportello-deliver"), "-c", conf, "-f", "maria.rossi@example.com", "-q", "4ABC%d", "--",
            "assistenza@desk.example.it"]


def wait_for(condition, what):
    for _ in range(6000):
        if condition():
            return
        time.sleep(0.01)
    sys.exit(f"{what} does not come")


def end(process):
    process.terminate()
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

    def __init__(self, folder, port, resident=False):
        os.mkdir(folder, 0o700)
        self.state, self.port, self.resident = folder, port, resident
        self.database = os.path.join(folder, "sportello.db")
        self.conf = write(folder, "sportello.conf", CONF.format(folder, port), 0o600)
        for command in (["init"], ["staff", "add", "--name", "Anna Verdi", "--address", "anna@desk.example.it",
                                   "--queue", "assistenza"]):
            subprocess.run([program("sportello"), "-c", self.conf, *command], check=True, stdout=subprocess.DEVNULL)

    def __enter__(self):
        if self.resident:
            self.sender = subprocess.Popen([program("sportello-send"), "-c", self.conf, "--wait"],
                                           stderr=subprocess.DEVNULL)
            wait_for(lambda: os.path.exists(os.path.join(self.state, "sportello.wake")), "the sender")
        return self

    def __exit__(self, *_):
        if self.resident:
            end(self.sender)


@contextlib.contextmanager
def holding(path):
    """floor_sqlite keeps a database open, as the sender does."""
    process = subprocess.Popen([program("tests/bench/floor_sqlite"), path, "hold"])
    try:
        wait_for(lambda: os.path.exists(path + "-shm"), "a database")
        yield
    finally:
        end(process)


def race(rounds, many, at_once, lines):
    """{name: [median, 99th percentile, slowest, cpu, rate, failed]}, times in microseconds."""
    done = subprocess.run([*PREFIX, program("tests/bench/race"), str(rounds), str(many), str(at_once)],
                          input="\n".join(lines) + "\n", check=True, capture_output=True, text=True)
    results = {}
    for line in done.stdout.splitlines():
        name, *numbers = line.split("\t")
        results[name] = [float(number) for number in numbers]
    return results
