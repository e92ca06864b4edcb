#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""An SMTP server that only takes mail: sink.py FOLDER ANSWERS PORTFILE

Listens on a free port of 127.0.0.1 and writes its number to PORTFILE.  Each
message taken becomes a file in FOLDER, 000001 on, in the order of their ends,
whole or not at all (renamed into place).  It begins with two lines of ours,
X-Sink-Sender and X-Sink-Recipient (the envelope), then the bytes as received.

ANSWERS is read again for each command.  A line

    WORD [only=TEXT] ACTION

says how to answer a command whose verb is WORD (CONNECT, EHLO, MAIL, RCPT, DATA,
END for the body, QUIT) when TEXT occurs in its argument.  ACTION is an SMTP reply
(`451 4.3.0 later`), `drop` (close without a word), or `take-and-drop` (END only:
keep the message, close without the reply).  The first line that fits counts."""
import os
import socketserver
import sys
import threading

folder, answers, port_file = sys.argv[1:4]
lock = threading.Lock()
count = 0


def keep(sender, recipients, body):
    """One file for the message; the rename makes it appear whole."""
    global count
    with lock:
        count += 1
        name = f"{count:06d}"
    head = f"X-Sink-Sender: {sender}\r\n" + "".join(f"X-Sink-Recipient: {one}\r\n" for one in recipients)
    partial = os.path.join(os.path.dirname(os.path.abspath(port_file)), f".sink-{os.getpid()}-{name}")
    with open(partial, "wb") as file:
        file.write(head.encode() + body)
    os.rename(partial, os.path.join(folder, name))


def rule(verb, argument):
    """The action the answers file gives this command, or None."""
    with open(answers, encoding="utf-8") as file:
        for line in file:
            word, _, action = line.strip().partition(" ")
            if word != verb:
                continue
            if action.startswith("only="):
                only, _, action = action[len("only="):].partition(" ")
                if only not in argument:
                    continue
            return action
    return None


class Dropped(Exception):
    """The answers file says to close the connection."""


class Session(socketserver.StreamRequestHandler):
    timeout = 300

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def answer(self, verb, argument, usual):
        """Say what the answers file says, else the usual; True when it is a yes."""
        action = rule(verb, argument)
        if action == "drop":
            raise Dropped
        said = action or usual
        self.say(said)
        return said[0] in "23"

    def body(self):
        lines = []
        while True:
            line = self.rfile.readline()
            if not line:
                raise Dropped
            if line in (b".\r\n", b".\n"):
                return b"".join(lines)
            lines.append(line[1:] if line.startswith(b".") else line)

    def data(self):
        if not self.recipients:
            self.say("503 5.5.1 no recipient")
            return
        if not self.answer("DATA", "", "354 go on"):
            return
        content = self.body()
        sender, recipients = self.sender, self.recipients
        self.sender, self.recipients = "", []
        action = rule("END", " ".join(recipients))
        if action == "drop":
            raise Dropped
        if action is None or action == "take-and-drop" or action[0] == "2":
            keep(sender, recipients, content)
        if action == "take-and-drop":
            raise Dropped
        self.say(action or "250 2.0.0 taken")

    def command(self, verb, argument):
        """Answer one command; False ends the session."""
        if verb in ("EHLO", "HELO"):
            self.answer("EHLO", argument, "250 sink.example")
        elif verb == "MAIL":
            if self.answer("MAIL", argument, "250 2.1.0 ok"):
                self.sender = argument.partition(":")[2].split()[0]
        elif verb == "RCPT":
            if self.answer("RCPT", argument, "250 2.1.5 ok"):
                self.recipients.append(argument.partition(":")[2].split()[0])
        elif verb == "DATA":
            self.data()
        elif verb == "RSET":
            self.sender, self.recipients = "", []
            self.say("250 2.0.0 ok")
        elif verb == "NOOP":
            self.say("250 2.0.0 ok")
        elif verb == "QUIT":
            self.answer("QUIT", "", "221 2.0.0 bye")
            return False
        else:
            self.say("502 5.5.2 what?")
        return True

    def handle(self):
        self.sender, self.recipients = "", []
        try:
            if not self.answer("CONNECT", "", "220 sink.example ESMTP"):
                return
            while True:
                line = self.rfile.readline(4096)
                if not line:
                    return
                verb, _, argument = line.decode("utf-8", "replace").strip().partition(" ")
                if not self.command(verb.upper(), argument):
                    return
        except (Dropped, ConnectionError, TimeoutError):
            return


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128


with Server(("127.0.0.1", 0), Session) as server:
    with open(port_file + ".new", "w", encoding="ascii") as written:
        written.write(f"{server.server_address[1]}\n")
    os.rename(port_file + ".new", port_file)
    server.serve_forever()
