#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""FAULTS.md 47, 50 and 57 with the resident storer: it takes what it may take, 64 at
once; steps aside when a file, the program or the database is another; is reached by
nobody else; and nothing that a peer says or does not say harms the others."""
import array
import fcntl
import os
import shlex
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile

import storer
import sweep

MAIL = """From: Cliente {0} <cliente.{0}@example.com>
To: assistenza@desk.example.it
Subject: Richiesta {0}
Message-ID: <{0}@example.com>

Buongiorno, la stampante numero {0} non stampa.
"""
CONF = sweep.CONF.replace("desk = {", "desk = { flood_hourly = 100000; automatic_hourly_desk = 100000;") + \
    '@include "more.conf"\n'
F_ADD_SEALS, ALL_SEALS = 1033, 15
ROOT = os.geteuid() == 0
NOBODY = 65534
POLL = "7" if os.uname().machine == "x86_64" else "73"  # poll; ppoll


class Test:
    def __init__(self, folder):
        self.folder = folder
        self.count = self.failed = self.sent = 0
        self.desk = None
        # Files of its own, to be changed.
        self.data = os.path.join(folder, "data")
        for name in ("templates", "filters"):
            shutil.copytree(os.path.join(sweep.SOURCE, name), os.path.join(self.data, name))
        os.environ["SPORTELLO_DATA"] = self.data
        os.mkdir(os.path.join(folder, "bin"))
        for name in ("sportello", "sportello-deliver", "sportello-store", "sportello-send"):
            shutil.copy(os.path.join(sweep.BUILD, name), os.path.join(folder, "bin"))
        sweep.BUILD = os.path.join(folder, "bin")

    def renew(self):
        """A desk with nothing in it."""
        for name in ("model", "desk"):
            shutil.rmtree(os.path.join(self.folder, name), ignore_errors=True)
        os.mkdir(os.path.join(self.folder, "model"))
        with open(os.path.join(self.folder, "model/more.conf"), "w", encoding="utf-8") as file:
            file.write("send = { port = 9; };\n")
        self.desk = sweep.Desk(self.folder, CONF)
        self.sent = 0

    def ok(self, what, good, note=""):
        self.count += 1
        self.failed += not good
        print(f"{'' if good else 'not '}ok {self.count} - {what}", flush=True)
        if not good and note != "":
            print(f"# {note}", flush=True)

    def mail(self):
        """The file of a new message."""
        self.sent += 1
        path = os.path.join(self.folder, f"mail.{self.sent}")
        with open(path, "w", encoding="utf-8") as file:
            file.write(MAIL.format(self.sent))
        return path

    def address(self):
        return storer.address(self.desk.conf)

    def state(self, name):
        return os.path.join(self.desk.folder, "state", name)

    def start(self):
        one = storer.Storer(self.desk.conf)
        return one if one.is_ready() else sys.exit("the storer does not come")

    def deliver(self, prefix=()):
        """(the exit status, was it handed over?), seen by the files that the delivery opens."""
        trace = os.path.join(self.folder, "deliver.trace")
        status = self.desk.deliver(self.mail(), [*prefix, "strace", "-f", "-qq", "-o", trace, "-e", "trace=openat,recvfrom"])
        with open(trace, encoding="utf-8", errors="replace") as file:
            text = file.read()
        return status, "sportello.db" not in text and ', "S", 1, ' in text

    def hands_over(self):
        """A message is handed over; but a delivery that a busy machine holds up may be shown out,
        and does the work itself."""
        return storer.wait_for(lambda: self.deliver() == (0, True))

    def stored(self, path=None):
        database = sqlite3.connect(path or self.desk.database)
        try:
            return database.execute("SELECT count(*), count(DISTINCT header_id) FROM message").fetchone()
        finally:
            database.close()


def hand(path, packet, *fds):
    """What is answered to a packet with descriptors: bytes, b"" for the end, None for nothing yet."""
    peer = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    peer.settimeout(storer.PATIENCE)
    peer.connect(path)
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
    try:
        peer.sendmsg([packet], rights)
        return peer.recv(10)
    except (ConnectionResetError, BrokenPipeError):
        return b""
    except socket.timeout:
        return None
    finally:
        peer.close()


def memory_file(content, seals=ALL_SEALS):
    fd = os.memfd_create("message", os.MFD_ALLOW_SEALING)
    os.write(fd, content)
    if seals:
        fcntl.fcntl(fd, F_ADD_SEALS, seals)
    return fd


def spied(test):
    """A good packet and its message, as a delivery hands them over to somebody else."""
    server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    server.bind(test.address())
    server.listen(1)
    mail = test.mail()
    with open(mail, "rb") as given:
        delivery = subprocess.Popen(test.desk.delivery(), stdin=given, stderr=subprocess.DEVNULL)
        peer, _ = server.accept()
        packet, rights, _, _ = peer.recvmsg(65536, socket.CMSG_SPACE(4))
        message = array.array("i", rights[0][2])[0]
        peer.close()
        server.close()
        status = delivery.wait()
    with open(mail, "rb") as file:
        return packet, message, file.read(), status


def takes_messages(test):
    one = test.start()
    test.ok("a message is handed over", test.hands_over())
    test.ok("its lock is its user's alone", os.stat(test.state("sportello.storer.lock")).st_mode & 0o777 == 0o600)
    path = test.mail()
    test.ok("twice the same message is one", [test.desk.deliver(path), test.desk.deliver(path)] == [0, 0] and
            test.stored() == (test.sent, test.sent), test.stored())
    other = subprocess.run([sweep.program("sportello-deliver"), "--resident", "-c", test.desk.conf],
                           stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode
    test.ok("a second storer ends with 75, the first goes on", other == 75 and test.hands_over(), other)
    running = [start_delivery(test) for _ in range(64)]
    codes = {process.wait() for process in running}
    test.ok("47: 64 at once, handed over, all end with 0", codes == {0}, codes)
    test.ok("47: each is recorded once", test.stored() == (test.sent, test.sent), test.stored())
    database = sqlite3.connect(test.desk.database)
    numbers = [row[0] for row in database.execute("SELECT number FROM ticket ORDER BY number")]
    database.close()
    test.ok("47: their tickets have the numbers from 1 on", numbers == list(range(1, test.sent + 1)), numbers)
    good, found = sweep.no_worse_than_in_line(lambda: start_delivery(test))
    test.ok(f"47: 64 at once end before 64 in a row would twice: {found}", good)
    large = test.mail()
    with open(large, "a", encoding="utf-8") as file:
        file.write("riga di testo\n" * 100000)
    test.ok("a large message is not handed over", test.desk.deliver(large) == 0 and
            test.stored() == (test.sent, test.sent))
    test.ok("let go, it ends with 0 and its socket is gone", one.end() == 0 and not storer.answers(test.desk.conf))


def steps_aside(test):
    def change(what, path, content=None):
        one = test.start()
        before = test.hands_over()
        if content is None:
            with open(path, "rb") as file:
                content = file.read()
        with open(path + ".new", "wb") as file:
            file.write(content)
        shutil.copymode(path, path + ".new") if os.path.exists(path) else None
        os.rename(path + ".new", path)
        after = test.deliver()
        code = one.process.wait() if storer.wait_for(lambda: one.process.poll() is not None) else "none"
        test.ok(f"{what}: the delivery does the work itself, the storer ends with 0",
                (before, after, code) == (True, (0, False), 0), (before, after, code))
        one.kill()

    change("the configuration is written anew", test.desk.conf)
    change("and what it includes", os.path.join(test.desk.folder, "more.conf"))
    change("the token key", test.state("token.key"))
    change("the words", os.path.join(test.data, "templates/it/words.conf"))
    change("a rule", os.path.join(test.data, "filters/automatic.rules"))
    change("a further file of rules", os.path.join(test.data, "filters/zz-own.rules"),
           b"# SPDX-License-Identifier: GPL-2.0-or-later\nrule own-one\n\tsays automatic\n\tfield X-Own is \"yes\"\n")
    change("the program", sweep.program("sportello-deliver"))
    change("that which stores", sweep.program("sportello-store"))
    one = test.start()
    with open(test.desk.conf, "a", encoding="utf-8") as file:
        file.write("wrong = ;\n")
    code = test.desk.deliver(test.mail())
    test.sent -= 1
    test.ok("a configuration that is wrong now is 75, storer or not", code == 75, code)
    one.kill()
    with open(test.desk.conf, "w", encoding="utf-8") as file:
        file.write(CONF)
    if shutil.which("faketime"):
        one = test.start()
        found = test.deliver(["env", "FAKETIME_DONT_FAKE_MONOTONIC=1", "faketime", "-f", "+1h"])
        test.ok("a delivery with another clock does the work itself", found == (0, False), found)
        test.ok("which is no reason to end", test.hands_over() and one.process.poll() is None)
        one.kill()


def database_changes(test):
    one = test.start()
    copy = os.path.join(test.folder, "copy.db")
    test.ok("a backup while it runs", test.desk.sportello("backup", copy) == 0 and test.hands_over())
    before = test.stored(copy)
    shutil.copy(copy, test.desk.database + ".restored")
    for name in ("-wal", "-shm"):
        if os.path.exists(test.desk.database + name):
            os.unlink(test.desk.database + name)
    os.rename(test.desk.database + ".restored", test.desk.database)
    status, _ = test.deliver()
    after = test.stored()
    test.ok("after a restore messages go into the database that is there now",
            status == 0 and after[0] == before[0] + 1, (status, before, after))
    test.ok("and are handed over", test.hands_over())
    subprocess.run([os.path.join(os.environ.get("SP_BUILD", "."), "tests/fault/migrate_next"),
                    os.path.dirname(test.desk.database)], check=True, stdout=subprocess.DEVNULL)
    count = test.stored()
    status, handed = test.deliver()
    test.ok("after a migration by a newer program nothing is written: 75",
            (status, handed, test.stored()) == (75, False, count), (status, handed, test.stored(), count))
    one.kill()


def nobody_else(test):
    if not ROOT:
        return
    one = test.start()
    code = subprocess.run(["setpriv", f"--reuid={NOBODY}", "--clear-groups", "--", sys.executable, "-c", f"""
import socket
peer = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
peer.connect({test.address()!r})
try:
    raise SystemExit(len(peer.recv(1)))
except ConnectionResetError:
    raise SystemExit(0)
"""], check=False).returncode
    test.ok("another user is shown out", code == 0, code)
    one.kill()
    heard = os.path.join(test.folder, "heard")
    fake = subprocess.Popen(["setpriv", f"--reuid={NOBODY}", "--clear-groups", "--", sys.executable, "-c", f"""
import socket
server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
server.bind({test.address()!r})
server.listen(5)
while True:
    peer, _ = server.accept()
    if peer.recv(100000):
        open({heard!r}, "w").close()
        peer.send(b"S")
"""])
    storer.wait_for(lambda: storer.answers(test.desk.conf))
    status, handed = test.deliver()
    other = storer.Storer(test.desk.conf).process.wait()
    fake.kill()
    fake.wait()
    test.ok("nothing is handed to another user's socket", (status, handed, os.path.exists(heard)) == (0, False, False))
    test.ok("where another has its address, the storer ends with 75", other == 75, other)


def hostile_peers(test):
    packet, message, content, status = spied(test)
    test.ok("without an answer a delivery does the work itself", status == 0 and
            test.stored() == (test.sent, test.sent))
    one = test.start()
    path = test.address()
    before = test.stored()
    size = len(content).to_bytes(8, "little")
    assert packet.count(size) >= 1
    said = {
        "nothing but garbage": hand(path, os.urandom(300), message),
        "an empty packet": hand(path, b""),
        "more than a packet may have": hand(path, packet + b"x" * 100000, message),
        "half of it": hand(path, packet[:len(packet) // 2], message),
        "no message": hand(path, packet),
        "two messages": hand(path, packet, message, message),
        "more descriptors than there is room for": hand(path, packet, *[message] * 20),
        "a message that it can still change": hand(path, packet, memory_file(content, 0)),
        "one that can still be cut": hand(path, packet, memory_file(content, 4 | 8)),
        "one of another size": hand(path, packet, memory_file(content + b"x")),
        "an ordinary file": hand(path, packet, os.open(test.desk.conf, os.O_RDONLY)),
        "a folder": hand(path, packet, os.open("/", os.O_RDONLY)),
        "a huge length": hand(path, packet.replace(size, b"\xff" * 8), message),
        "a length of none": hand(path, packet.replace(size, bytes(8)), memory_file(b"")),
    }
    for what, answer in said.items():
        test.ok(f"{what}: shown out", answer == b"", answer)
    test.ok("nothing came of all that, and it serves", test.stored() == before and test.hands_over(),
            (test.stored(), before))
    silent = []
    for _ in range(60):
        peer = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        peer.connect(path)
        silent.append(peer)
    codes = {test.desk.deliver(test.mail()) for _ in range(8)}
    test.ok("60 who say nothing hold up nobody", codes == {0} and test.stored() == (test.sent, test.sent), codes)
    test.ok("and are shown out after a while",
            storer.wait_for(lambda: all(is_shown_out(peer) for peer in silent)))
    test.ok("it serves as before", test.hands_over())
    one.kill()


def is_shown_out(peer):
    peer.setblocking(False)
    try:
        return peer.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionResetError:
        return True


def start_delivery(test):
    with open(test.mail(), "rb") as mail:
        return subprocess.Popen(test.desk.delivery(), stdin=mail, stderr=subprocess.DEVNULL)


def waiting_for(pid):
    """Does it wait for an answer, in poll(2)?"""
    try:
        with open(f"/proc/{pid}/syscall", encoding="ascii") as file:
            return file.read().split()[0] == POLL
    except OSError:
        return False


def some_are_gone(test):
    """Five hand over to a storer that stands still; one is killed, and the server of another."""
    one = test.start()
    one.process.send_signal(signal.SIGSTOP)
    own = [start_delivery(test) for _ in range(4)]
    server = subprocess.Popen(["sh", "-c", f"{shlex.join(test.desk.delivery())} <{test.mail()} & wait"],
                              stderr=subprocess.DEVNULL)
    storer.wait_for(lambda: all(waiting_for(process.pid) for process in own))
    storer.wait_for(lambda: any(waiting_for(pid) for pid in storer.children(server.pid)))
    orphan = storer.children(server.pid)[0]
    for killed in (own[0], server):
        killed.kill()
        killed.wait()
    storer.wait_for(lambda: storer.is_gone(orphan))
    one.process.send_signal(signal.SIGCONT)
    codes = [process.wait() for process in own[1:]]
    test.ok("three of five are stored", codes == [0, 0, 0], codes)
    # Who came before is dealt with before its end.
    ended = test.hands_over(), one.end()
    test.sent -= 2
    test.ok("50: that of a killed delivery and that of a killed mail server are not",
            (ended, test.stored()) == ((True, 0), (test.sent, test.sent)), (ended, test.stored()))
    test.sent += 2


def start_sender(test):
    """The sender that stays, and whether its storer came."""
    sender = subprocess.Popen([sweep.program("sportello-send"), "-c", test.desk.conf, "--wait"],
                              stderr=subprocess.DEVNULL)
    there = storer.wait_for(lambda: storer.answers(test.desk.conf))
    return sender, there and test.hands_over()


def its_storer(sender):
    return next(iter(storer.children(sender.pid)), None)


def comes_again(test, sender, before):
    """Another storer in place of that one, and it serves."""
    return storer.wait_for(lambda: its_storer(sender) not in (before, None) and
                           storer.answers(test.desk.conf)) and \
        test.hands_over()


def is_kept(test):
    sender, there = start_sender(test)
    test.ok("the sender that stays keeps one", there)
    pid = its_storer(sender)
    os.kill(pid, signal.SIGKILL)
    test.ok("killed, it is there again", comes_again(test, sender, pid))
    pid = its_storer(sender)
    os.kill(storer.children(pid)[0], signal.SIGKILL)
    test.ok("so it is when its parser was killed", comes_again(test, sender, pid))
    pid = its_storer(sender)
    os.utime(test.desk.conf)
    test.ok("and after a change of the configuration", test.deliver() == (0, False) and
            comes_again(test, sender, pid))
    pid = its_storer(sender)
    os.kill(pid, signal.SIGSTOP)
    waiting = start_delivery(test)
    test.ok("one that hangs is replaced", comes_again(test, sender, pid))
    test.ok("who waited for it has done the work", waiting.wait() == 0)
    pid = its_storer(sender)
    sender.kill()
    sender.wait()
    test.ok("it ends with a sender that is killed", storer.wait_for(lambda: storer.is_gone(pid)) and
            test.deliver() == (0, False))
    sender, there = start_sender(test)
    pid = its_storer(sender)
    sender.terminate()
    sender.wait()
    test.ok("and with one that is told to end", there and storer.wait_for(lambda: storer.is_gone(pid)) and
            not storer.answers(test.desk.conf))
    test.ok("all that was given is there once", test.stored() == (test.sent, test.sent), test.stored())


def main():
    sweep.need_strace()
    with tempfile.TemporaryDirectory(prefix="sportello-47.") as folder:
        test = Test(folder)
        for part in (takes_messages, steps_aside, some_are_gone, hostile_peers, nobody_else, is_kept,
                     database_changes):
            test.renew()
            part(test)
    print(f"1..{test.count}")
    sys.exit(1 if test.failed else 0)


main()
