#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A mail server that answers late, half and wrong: smtp_server.py FOLDER PORTFILE
[--tls CERT KEY] [--wrapped] [--login USER PASSWORD] [--at-once COUNT]

Listens on a free port of 127.0.0.1.  What it does with a mail is the local part
of its recipient (up to the first '.'), see BODY, DATA and RCPT in Session; any other is
taken.  FOLDER gets a file a mail whose end was seen, NUMBER.KIND, and
`talk`: a line "CONNECTION COMMAND" for each command."""
import base64
import os
import select
import socket
import ssl
import sys
import threading

lock = threading.Lock()


class Closed(Exception):
    """The connection is over."""


class Server:
    """What all sessions share."""

    def __init__(self, arguments):
        self.folder, self.port_file = arguments[:2]
        self.context = self.user = self.password = None
        self.wrapped = "--wrapped" in arguments
        self.at_once = self.sessions = 0
        if "--at-once" in arguments:
            self.at_once = int(arguments[arguments.index("--at-once") + 1])
        if "--tls" in arguments:
            at = arguments.index("--tls")
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(arguments[at + 1], arguments[at + 2])
        if "--login" in arguments:
            at = arguments.index("--login")
            self.user, self.password = arguments[at + 1], arguments[at + 2]
        self.mails = 0

    def note(self, session, text):
        with lock, open(os.path.join(self.folder, "talk"), "a", encoding="utf-8") as file:
            file.write(f"{session} {text}\n")

    def enter(self):
        with lock:
            self.sessions += 1
            return not self.at_once or self.sessions <= self.at_once

    def leave(self):
        with lock:
            self.sessions -= 1

    def keep(self, kind, body):
        with lock:
            self.mails += 1
            name = os.path.join(self.folder, f"{self.mails:06d}.{kind}")
            with open(name + ".part", "wb") as file:
                file.write(body)
            os.rename(name + ".part", name)


class Session:
    """One connection."""

    def __init__(self, server, number, connection):
        self.server, self.number, self.connection = server, number, connection
        self.heard, self.at = b"", 0
        self.secure = self.logged_in = False
        self.kind = ""

    def say(self, text):
        self.connection.sendall(text.encode() + b"\r\n")

    def line(self):
        while (end := self.heard.find(b"\n", self.at)) < 0:
            piece = self.connection.recv(65536)
            if not piece:
                raise Closed
            self.heard, self.at = self.heard[self.at:] + piece, 0
        line, self.at = self.heard[self.at:end], end + 1
        return line.rstrip(b"\r")

    def wait_for_the_other_side(self):
        """Silent for as long as the client stays."""
        while self.connection.recv(65536):
            pass
        raise Closed

    # What is done at the end of the body, by the kind of mail.
    def silent(self):
        self.wait_for_the_other_side()

    def late(self):
        """The answer comes when the client no longer waits, but before it hears
        that the connection is closed: it may take it for the next mail's."""
        select.select([self.connection], [], [], 30)
        self.say("250 2.0.0 late, for another mail")
        raise Closed

    def half(self):
        self.connection.sendall(b"250-2.0.0 half a reply")
        raise Closed

    def endless(self):
        self.say("250-2.0.0 and more")
        self.wait_for_the_other_side()

    def garbage(self):
        self.connection.sendall(b"\0\xff\xfe no reply \r\n\r\n2\r\n")
        raise Closed

    def gone(self):
        raise Closed

    def again(self):
        self.say("354 go on")
        self.wait_for_the_other_side()

    def bye(self):
        """Taken, and then the server leaves without a word."""
        self.say("250 2.0.0 ok, bye")
        raise Closed

    def idle(self):
        """Taken, and then the server says that it leaves."""
        self.connection.sendall(b"250 2.0.0 ok\r\n421 4.4.2 idle too long\r\n")
        raise Closed

    def many(self):
        self.say("554-5.7.1 This mail\r\n554-5.7.1 is not\r\n554 5.7.1 wanted")

    def hold(self):
        """Taken, when FOLDER/go is there."""
        while not os.path.exists(os.path.join(self.server.folder, "go")):
            if select.select([self.connection], [], [], 0.02)[0]:
                raise Closed
        self.say("250 2.0.0 ok")

    BODY = {"silent": silent, "late": late, "half": half, "endless": endless, "garbage": garbage,
            "gone": gone, "again": again, "bye": bye, "idle": idle, "many": many, "hold": hold}

    # What is said to DATA instead of 354.
    DATA = {"nodata": "250 2.0.0 what data", "laterdata": "451 4.3.0 later", "nevermore": "554 5.0.0 no"}
    # What is said to RCPT.
    RCPT = {"refused": "550-5.1.1 There is nobody\r\n550 5.1.1 of this name", "deferred": "450 4.2.0 later",
            "closing": "421 4.3.2 closing", "login": "530 5.7.0 authentication required"}

    def secure_now(self):
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.heard, self.at = b"", 0
        self.secure = True

    def ehlo(self, _):
        lines = ["mx.example.net", "SIZE 50000000"]
        if self.server.context and not self.secure:
            lines.append("STARTTLS")
        if self.server.user and self.secure:
            lines.append("AUTH PLAIN LOGIN")
        for line in lines[:-1]:
            self.say("250-" + line)
        self.say("250 " + lines[-1])

    def starttls(self, _):
        if not self.server.context or self.secure:
            return self.say("502 5.5.1 no")
        self.say("220 2.0.0 go ahead")
        return self.secure_now()

    def auth(self, argument):
        mechanism, _, initial = argument.partition(" ")
        if mechanism.upper() != "PLAIN":
            return self.say("504 5.5.4 PLAIN only")
        if not initial:
            self.say("334 ")
            initial = self.line().decode()
        _, user, password = base64.b64decode(initial).decode().split("\0")
        self.logged_in = (user, password) == (self.server.user, self.server.password)
        return self.say("235 2.7.0 welcome" if self.logged_in else "535 5.7.8 wrong")

    def mail(self, _):
        if self.server.user and not self.logged_in:
            return self.say("530 5.7.0 authentication required")
        return self.say("250 2.1.0 ok")

    def rcpt(self, argument):
        address = argument.partition("<")[2].partition(">")[0]
        self.kind = address.partition("@")[0].partition(".")[0]
        self.say(self.RCPT.get(self.kind, "250 2.1.5 ok"))

    def data(self, _):
        if self.kind in self.DATA:
            return self.say(self.DATA[self.kind])
        self.say("354 end with a dot")
        if self.kind == "early":
            self.say("554 5.7.1 no more of this")
            raise Closed
        body = []
        while (line := self.line()) != b".":
            body.append(line[1:] if line.startswith(b".") else line)
        self.server.keep(self.kind, b"".join(line + b"\r\n" for line in body))
        if self.kind in self.BODY:
            return self.BODY[self.kind](self)
        return self.say("250 2.0.0 ok")

    def quit(self, _):
        self.say("221 2.0.0 bye")
        raise Closed

    def command(self):
        text = self.line().decode("utf-8", "replace")
        verb, _, argument = text.partition(" ")
        shown = text if verb.upper() != "AUTH" else "AUTH"
        self.server.note(self.number, ("tls " if self.secure else "") + shown)
        known = {"EHLO": self.ehlo, "STARTTLS": self.starttls, "AUTH": self.auth, "MAIL": self.mail,
                 "RCPT": self.rcpt, "DATA": self.data, "QUIT": self.quit}
        known.get(verb.upper(), lambda _: self.say("500 5.5.2 what"))(argument)

    def run(self):
        try:
            welcome = self.server.enter()
            if self.server.wrapped:
                self.secure_now()
            if not welcome:
                self.say("421 4.7.0 too many connections")
                raise Closed
            self.say("220 mx.example.net ESMTP")
            while True:
                self.command()
        except (Closed, OSError) as end:
            self.server.note(self.number, f"end {type(end).__name__}")
        finally:
            self.server.leave()
            self.connection.close()


def main():
    server = Server(sys.argv[1:])
    listener = socket.create_server(("127.0.0.1", 0))
    with open(server.port_file + ".part", "w", encoding="ascii") as file:
        file.write(str(listener.getsockname()[1]))
    os.rename(server.port_file + ".part", server.port_file)
    number = 0
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        number += 1
        threading.Thread(target=Session(server, number, connection).run, daemon=True).start()


main()
