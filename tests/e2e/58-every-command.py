#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every command of the table, on a desk with something of everything: with --dry-run
it changes no byte that counts and goes out as it would without; what changes
something knows --dry-run; --json is one document, its keys read alike and stand in
sportello(1); a wrong argument is answered with a line that says what to do.

A new command has no row here, and fails until it has one: what it is called with,
and what it does to the desk."""
import glob
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "fault"))
from clock_desk import BUILD, SOURCE, Desk, Tap, at  # noqa: E402

ANNA, MARIO, CARLA, NEW = "anna@desk.example.it", "mario@rossi.example", "carla@rossi.example", "nuovo@altrove.example"
CONF = """desk = {{ name = "Prova"; state = "state";
  retention = ("conversation 1", "accounts 3650", "automatic 365", "spam 1", "sent 365"); calendar = "ufficio";
  administrator = "admin@desk.example.it"; dpo = "dpo@desk.example.it"; tariff = "remoto"; registration = "register";
  authserv_id = "mx.desk.example.it"; terms_link = "https://desk.example.it/t"; privacy_link = "https://desk.example.it/p"; }};
queues = ( {{ name = "assistenza"; title = "Assistenza"; prefix = "HT"; addresses = "assistenza@desk.example.it";
  response_minutes = 240; }} );
calendars = {{ ufficio = {{ hours = "mon-fri 09:00-13:00 14:00-18:00"; holidays = "it"; }}; }};
tariffs = {{ remoto = {{ first_hour = "100.00"; next_hour = "70.00"; unit = (60); }}; }};
"""
# Each command as it is called; those that change something are in the second table.
# "@name" is an id that the desk below has given; "<text" at the end is standard input.
READS = """
attachment list|HT1
calendar due|--minutes 240 --from 2026-12-03T10:00
calendar due|--minutes 240 --from 2026-12-03T10:00 --explain
calendar minutes|--from 2026-12-03T10:00 --to 2026-12-04T10:00 --explain
calendar open|--explain
check|
contract list|
contract show|@contract
customer list|--all
customer show|mario@rossi.example
dispute list|--all
explain|@mail
filter test|@mail
metrics|
organisation list|
organisation show|Rossi srl
outbox list|--all
outbox show|@mailed
package list|
package show|@package
parse|@mail
price|--minutes 61 --kind remote
privacy holds|--all
privacy list|--all
privacy register|
quarantine list|
queue list|
queue show|assistenza
replay|
report hours|--month 2026-10
report invoice|--month 2026-10
report load|--month 2026-10
report response|--month 2026-10
search|stampante
show commands|
show settings|
show states|
staff list|--all
staff show|anna@desk.example.it
statement list|
statement show|2026/1
supplier list|--all
supplier show|idraulico@ditta.example
template check|
template dump|confirmation
template preview|confirmation
ticket list|
ticket search|stampante
ticket show|HT1
version|
worklog list|
worklog show|HT1/1
"""
CHANGES = """
announce|--title Manutenzione|<Domani alle sei.
archive|
attachment extract|--folder @folder HT1
backup|@folder/copy.db
contract add|Rossi srl|--hours 10 --title Assistenza
contract import|@csv/contract
contract change|@contract|--title Altro
customer activate|nuovo@altrove.example
customer add|--address altro@rossi.example|--name Altro
customer change|mario@rossi.example|--language en
customer import|@csv/customer
customer merge|carla@rossi.example mario@rossi.example
customer refuse|nuovo@altrove.example
dispute reject|@dispute
dispute uphold|@dispute
init|
migrate|
office-hours|
organisation add|Verdi srl
organisation import|@csv/organisation
organisation change|Rossi srl|--add-domain rossi2.example
outbox drop|@mailed
outbox retry|@dropped
package add|Rossi srl|--hours 10
package import|@csv/package
package change|@package|--add-hours 1
privacy consent|revoca@rossi.example
privacy erase|carla@rossi.example
privacy export|--folder @folder/mario mario@rossi.example
privacy finish|@request
privacy hold|--reason causa --until 2027-12-31 HT1
privacy lift|limitata@rossi.example
privacy request|--right export mario@rossi.example
privacy restrict|mario@rossi.example
privacy retention|
privacy unhold|@hold
quarantine drop|@spam
quarantine release|@spam
replay message|@lost
staff add|--name Luca --address luca@desk.example.it
staff import|@csv/staff
staff change|anna@desk.example.it|--on-call yes
staff disable|anna@desk.example.it
staff enable|bruno@desk.example.it
statements|
supplier add|--address elettricista@ditta.example
supplier import|@csv/supplier
supplier change|idraulico@ditta.example|--name Idraulico
ticket do|HT1|prendo
ticket import|--queue assistenza @csv/mbox
token revoke|mario@rossi.example
worklog add|HT1|0:30
worklog correct|HT1/1|0
"""
# A word that they do not know yet is what they are for, or they only look for it.
ANY_WORD = {"organisation add", "search", "ticket search"}
INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d|Z)"
# One object a line.
LINES = {"parse"}


class Scene(Desk):
    """A desk from October to December with something of everything, and its ids."""

    def __init__(self, folder):
        super().__init__(folder, at("2026-10-05 10:00"))
        with open(self.conf, "w", encoding="utf-8") as file:
            file.write(CONF.format())
        self.ids = {"folder": os.path.join(folder, "files"), "mail": os.path.join(folder, "a-mail")}
        os.mkdir(self.ids["folder"])
        self.sheets()
        self.people()
        self.october()
        self.now = at("2026-11-02 09:30")
        self.november()
        self.now = at("2026-12-03 10:00")

    def sheets(self):
        """What the import commands are given."""
        self.ids["csv"] = os.path.join(self.folder, "csv")
        os.mkdir(self.ids["csv"])
        for name, text in (("customer", "name,address\nAda,ada@verdi.example\n"),
                           ("supplier", "name,address\nVetraio,vetraio@ditta.example\n"),
                           ("staff", "name,address,queue\nCiro,ciro@desk.example.it,assistenza\n"),
                           ("organisation", "name,domain\nVerdi srl,verdi.example\n"),
                           ("package", "organisation,hours,title,from\nRossi srl,10,Natale,2026-12-01\n"),
                           ("mbox", "From x Mon Jan  5 10:00:00 2026\nFrom: Mario <mario@rossi.example>\n"
                            "To: assistenza@desk.example.it\nSubject: Vecchia\nDate: Mon, 5 Jan 2026 10:00:00 +0100\n"
                            "Message-ID: <vecchia@rossi.example>\n\nUna richiesta di gennaio.\n\n"),
                           ("contract", "organisation,hours,title,from\nRossi srl,20,Annuale,2026-12-01\n")):
            with open(os.path.join(self.ids["csv"], name), "w", encoding="utf-8") as file:
                file.write(text)

    def people(self):
        self.make((("Anna Verdi", ANNA), ("Bruno", "bruno@desk.example.it")))
        self.must("staff", "disable", "bruno@desk.example.it")
        self.must("organisation", "add", "Rossi srl", "--domain", "rossi.example")
        self.must("customer", "change", MARIO, "--organisation", "Rossi srl")
        self.must("organisation", "change", "Rossi srl", "--contact", MARIO)
        for name in ("carla", "limitata", "revoca"):
            self.must("customer", "add", "--name", name.title() + " Neri", "--address", name + "@rossi.example")
        self.must("privacy", "restrict", "limitata@rossi.example")
        database = sqlite3.connect(self.database)
        with database:  # as PRIVACY REVOCA would, confirmed by its mail
            database.execute("UPDATE person SET withdrawn_at = ? WHERE id = (SELECT person_id FROM address "
                             "WHERE address = 'revoca@rossi.example')", (self.now,))
        database.close()
        self.must("supplier", "add", "--name", "Ditta", "--address", "idraulico@ditta.example")
        self.must("package", "add", "Rossi srl", "--hours", "2")
        self.must("contract", "add", "Rossi srl", "--hours", "1", "--kind", "remote")
        self.ids.update(package="1", contract="2")

    def october(self):
        mixed = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n"
        body = ("--b\r\nContent-Type: text/plain\r\n\r\nLa stampante non parte da ieri.\r\n--b\r\nContent-Type: "
                "image/png; name=foto.png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n")
        with open(self.ids["mail"], "wb") as file:
            file.write(self.mail(MARIO, "Di prova", body, headers=mixed))
        self.deliver(MARIO, "Stampante", body, headers=mixed)
        self.staff_says(1, "#prendo\n#ore 1:00 controllo\n#spesa 12,50 cavo\n#promemoria 2026-12-03 09:00 toner")
        self.deliver(CARLA, "Telefono", "Il telefono del magazzino tace.")
        self.staff_says(2, "#chiudi\n\nFatto.")
        self.deliver("truffa@spam.example", "Vinto", "Ha vinto un premio.", headers="X-Spam-Flag: YES\r\n")
        # What a blocked one writes comes to nothing, until he is none any more.
        self.must("customer", "change", CARLA, "--state", "blocked")
        self.deliver(CARLA, "Stampante nuova", "Vorrei una stampante a colori per la segreteria.")
        self.ids["lost"] = self.one("SELECT max(id) FROM message")
        self.must("customer", "change", CARLA, "--state", "active")
        self.deliver(NEW, "Preventivo", "Vorrei un preventivo per la rete del mio ufficio.")
        self.must("privacy", "request", "--right", "notice", CARLA)
        self.must("privacy", "hold", "--reason", "causa", "--until", "2027-12-31", MARIO)

    def november(self):
        self.must("statements")
        found = self.sql("SELECT bytes FROM outbox_raw JOIN outbox o ON o.id = outbox_id WHERE o.template = 'statement'")
        token = re.search(rb"assistenza\+[a-z2-7]{36}@", found[0][0].replace(b"=\r\n", b"")).group().decode()
        self.deliver(MARIO, "Re: Estratto conto", "CONTESTO riga 2: non era un'ora.", to=token + "desk.example.it")
        last = self.sql("SELECT max(id), min(id) FROM outbox")[0]
        self.ids.update(mailed=str(last[0]), dropped=str(last[1]), request="1", hold="1",
                        spam=self.one("SELECT min(id) FROM message WHERE class = 'spam'"),
                        dispute=self.one("SELECT min(id) FROM dispute"))
        self.must("outbox", "drop", self.ids["dropped"])

    def one(self, query):
        return str(self.sql(query)[0][0])

    def words(self, line):
        """The words of a row below "command|", and the standard input."""
        text, _, given = line.partition("<")
        words = []
        for part in text.split("|"):
            words += [part] if " srl" in part else part.split()
        def known(match):
            return self.ids[match.group(1)]

        return [re.sub(r"^@(\w+)", known, word) for word in words], given.encode()


def digest(folder):
    """The desk as it stands: rows of the database in words, other files by content.
    What SQLite keeps beside a database and locks are no change."""
    found = {}
    for path in sorted(glob.glob(folder + "/**", recursive=True)):
        name = os.path.relpath(path, folder)
        if os.path.isdir(path):
            found[name] = "folder"
        elif not re.search(r"-(wal|shm|journal)$|\.(lock|wake)$", name):
            with open(path, "rb") as file:
                found[name] = hashlib.sha256(file.read()).hexdigest()
    database = os.path.join(folder, "state", "sportello.db")
    if os.path.exists(database):
        rows = sqlite3.connect(database)
        found["state/sportello.db"] = hashlib.sha256("\n".join(rows.iterdump()).encode()).hexdigest()
        rows.close()
    return found


class Trial:
    """Commands, each on its own copy of the scene."""

    def __init__(self, tap, scene, keep):
        self.tap, self.scene, self.keep = tap, scene, keep
        self.keys = {}

    def fresh(self, command):
        shutil.rmtree(self.scene.folder)
        shutil.copytree(self.keep, self.scene.folder, symlinks=True)
        if command == "init":
            shutil.rmtree(os.path.join(self.scene.folder, "state"))
        return digest(self.scene.folder)

    def run(self, command, line, *more):
        words, given = self.scene.words(line)
        done = self.scene.run(*command.split(), *words, *more, input=given, stdin=None)
        return done

    def take_keys(self, command, value):
        if isinstance(value, dict):
            for key, child in value.items():
                self.keys.setdefault(key, set()).add(command)
                if key.endswith("_at") and not (child is None or re.fullmatch(INSTANT, str(child))):
                    raise ValueError(f"{key} is {child!r}, no instant")
                if key.endswith(("_minutes", "_cents")) and not (child is None or isinstance(child, int)):
                    raise ValueError(f"{key} is {child!r}, no whole number")
                if key != "policies":  # settings, as the configuration names and writes them
                    self.take_keys(command, child)
        elif isinstance(value, list):
            for child in value:
                self.take_keys(command, child)

    def json(self, command, done):
        """Whether what was printed is one document."""
        try:
            for text in done.stdout.decode().splitlines() if command in LINES else [done.stdout.decode()]:
                self.take_keys(command, json.loads(text))
        except ValueError as wrong:
            return f"{wrong}: {done.stdout[:300]!r} {done.stderr!r}"
        return ""

    def reads(self, command, line):
        before = self.fresh(command)
        done = self.run(command, line, "--json")
        # check says by its status that something is amiss; it is asked what, all the same.
        problems = "" if done.returncode == (1 if command == "check" else 0) else f"{done.returncode} {done.stderr.decode()}"
        if not problems:
            problems = self.json(command, done)
        if not problems and digest(self.scene.folder) != before:
            problems = "it has changed something"
        self.tap.same(problems, "", f"{command}: --json, and nothing is changed")

    def changes(self, command, line):
        before = self.fresh(command)
        dry = self.run(command, line, "--dry-run", "--json")
        problems = [] if dry.returncode == 0 else [f"--dry-run: {dry.returncode} {dry.stderr.decode()}"]
        if digest(self.scene.folder) != before:
            problems.append("--dry-run has changed something")
        problems += [self.json(command, dry)] if not problems else []
        self.fresh(command)
        said = self.run(command, line, "--dry-run")
        if not said.stdout and not said.stderr:
            problems.append("--dry-run says nothing")
        done = self.run(command, line, "--json")
        if done.returncode != dry.returncode:
            problems.append(f"without --dry-run: {done.returncode} {done.stderr.decode()}")
        elif command != "migrate" and digest(self.scene.folder) == before:
            problems.append("it changes nothing: the row proves nothing")
        problems += [self.json(command, done)] if not any(problems) else []
        self.tap.same([text for text in problems if text], [], f"{command}: --dry-run changes nothing, and --json")

    def wrong(self, command):
        """What is said to an option and to an argument that make no sense."""
        before = self.fresh(command)
        option, argument = self.run(command, "--nonsense"), self.run(command, "no/such/nonsense")
        said = argument.stderr.decode()
        problems = [] if option.returncode == 64 and b"--help" in option.stderr else [repr(option)]
        if argument.returncode == 0 and not said:
            problems += [] if command in ANY_WORD else [f"takes any word: {argument.stdout[:200]!r}"]
        elif argument.returncode not in (1, 64, 75) or not re.fullmatch(r"sportello.*\S.*\n", said):
            problems.append(repr(argument))
        elif digest(self.scene.folder) != before:
            problems.append("it has changed something")
        self.tap.same(problems, [], f"{command}: a wrong option and argument")


def rows(table):
    return [line.split("|", 1) for line in table.strip().splitlines()]


def commands():
    done = subprocess.run([os.path.join(BUILD, "sportello"), "--help"], capture_output=True, text=True, check=True)
    return set(re.findall(r"^  ([a-z-]+(?: [a-z-]+)?)  ", done.stdout, re.M))


def documented():
    """The keys that sportello(1) describes, in its section on JSON."""
    with open(os.path.join(SOURCE, "man", "sportello.1"), encoding="utf-8") as file:
        section = file.read().partition(".Sh JSON\n")[2].partition("\n.Sh ")[0]
    return {key for line in re.findall(r"^\.It (Li .*)", section, re.M) for key in re.findall(r"Li (\w+)", line)}


def main():
    tap = Tap()
    with tempfile.TemporaryDirectory(prefix="sportello-commands.") as folder:
        scene = Scene(os.path.join(folder, "desk"))
        keep = os.path.join(folder, "kept")
        shutil.copytree(scene.folder, keep, symlinks=True)
        trial = Trial(tap, scene, keep)
        listed = {command for command, _ in rows(READS) + rows(CHANGES)}
        tap.same(sorted(commands() - listed), [], "every command of the table has its row here")
        tap.same(sorted(listed - commands()), [], "and no row is of another")
        for command, line in rows(READS):
            trial.reads(command, line)
        for command, line in rows(CHANGES):
            trial.changes(command, line)
        for command in sorted(listed):
            trial.wrong(command)
        known = documented()
        tap.same([key for key in sorted(trial.keys) if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", key)], [],
                 "keys are words in lower case")
        tap.same({key: sorted(trial.keys[key]) for key in sorted(set(trial.keys) - known)}, {},
                 "every key stands in sportello(1), JSON")
        tap.same(sorted(known - set(trial.keys)), [], "and no key that nothing prints")
    tap.end()


main()
