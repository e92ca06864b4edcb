#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Mails a second to smtp-sink: sportello-send, durable marks included, against
libcurl in a loop over one connection (curl_loop.c).  Medians of interleaved
rounds.  ROUNDS, MAILS and CONNECTIONS ("4 8") may be set; with SP_REALTIME=1
(root) all programs run with real-time priority, for a machine that is busy with
something else."""
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

BUILD = os.environ.get("SP_BUILD", ".")
ROUNDS = int(os.environ.get("ROUNDS", "5"))
MAILS = int(os.environ.get("MAILS", "2000"))
CONNECTIONS = [int(one) for one in os.environ.get("CONNECTIONS", "4 8 16").split()]
PREFIX = ["chrt", "-f", "30"] if os.environ.get("SP_REALTIME") == "1" else []
CONF = """desk = {{ name = "Prova"; state = "{0}"; retention = ("conversation 3650", "accounts 3650", "automatic 365", "spam 30", "sent 365"); calendar = "ufficio"; }};
queues = ( {{ name = "assistenza"; title = "Assistenza"; prefix = "HT"; addresses = "desk@example.it"; }} );
calendars = {{ ufficio = {{ hours = "mon-fri 09:00-18:00"; }}; }};
send = {{ port = {1}; connections = {2}; }};
"""


def program(name):
    return os.path.join(BUILD, name)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_sink(port):
    sink = subprocess.Popen(PREFIX + [shutil.which("smtp-sink", path=os.environ["PATH"] + ":/usr/sbin"),
                                      *(["-u", "nobody"] if os.geteuid() == 0 else []), f"127.0.0.1:{port}", "100"],
                            stdout=subprocess.DEVNULL)
    for _ in range(1000):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return sink
        except OSError:
            time.sleep(0.01)
    sys.exit("smtp-sink does not start")


def fill(folder, port, connections):
    """A new desk with MAILS mails; the bytes of one are in FOLDER/body."""
    state = os.path.join(folder, "desk")
    shutil.rmtree(state, ignore_errors=True)
    os.mkdir(state, 0o700)
    with open(os.path.join(state, "sportello.conf"), "w", encoding="utf-8") as file:
        file.write(CONF.format(state, port, connections))
    subprocess.run([program("tests/fault/outbox_fill"), state, "", "u%d@example.com", str(MAILS)], check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run(["sqlite3", os.path.join(state, "sportello.db"),
                    f"SELECT writefile('{folder}/body', bytes) FROM outbox_raw LIMIT 1"], check=True,
                   stdout=subprocess.DEVNULL)
    return state


def sent(state):
    done = subprocess.run(["sqlite3", os.path.join(state, "sportello.db"),
                           "SELECT count(*) FROM outbox WHERE state = 'sent'"], check=True, capture_output=True)
    return int(done.stdout)


def rate(command):
    """Mails a second."""
    begin = time.monotonic()
    subprocess.run(PREFIX + command, check=True, stderr=subprocess.DEVNULL)
    return MAILS / (time.monotonic() - begin)


def main():
    bare, ours = [], {one: [] for one in CONNECTIONS}
    with tempfile.TemporaryDirectory(prefix="sportello-bench.", dir=os.environ.get("BENCH_FOLDER")) as folder:
        port = free_port()
        sink = start_sink(port)
        try:
            for _ in range(ROUNDS):
                for connections in CONNECTIONS:
                    state = fill(folder, port, connections)
                    bare.append(rate([program("tests/bench/curl_loop"), str(port), str(MAILS), f"{folder}/body"]))
                    ours[connections].append(rate([program("sportello-send"), "-c", f"{state}/sportello.conf"]))
                    if sent(state) != MAILS:
                        sys.exit("not everything was sent")
        finally:
            sink.terminate()
            sink.wait()
    floor = statistics.median(bare)
    print(f"sending, {MAILS} mails, medians of {ROUNDS} rounds")
    print(f"  libcurl in a loop, 1 connection     {floor:8.0f} mails/s   1.00")
    for connections, rates in ours.items():
        median = statistics.median(rates)
        print(f"  sportello-send, {connections:2} connections      {median:8.0f} mails/s   {median / floor:.2f}")


main()
