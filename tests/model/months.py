#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
#
# months.py [DESKS [SEED]]: random desks over fourteen months, under faketime: hours
# are bought, work is logged, corrected and cancelled, and `sportello statements` runs
# on the first of the month, or is forgotten for a while, or is killed, or runs twice
# at once.  At the end what the statements' mails say, line by line as their readers
# see it, has to equal the ledger: each row in one statement, each balance opening
# where the one before closed, numbers without gaps, one mail each; and so have
# `report hours` and `report invoice` of each month, as text, CSV and JSON.  Months
# are told here by Python's own time zones.  Prints where they differ.
import collections
import csv
import datetime
import email
import email.policy
import glob
import io
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import zoneinfo

BUILD = os.environ.get('SP_BUILD', '.')
SOURCE = os.environ.get('SP_SOURCE', os.path.join(os.path.dirname(__file__), '../..'))
ROME = zoneinfo.ZoneInfo('Europe/Rome')
MONTHS = [(2026 + n // 12, n % 12 + 1) for n in range(14)]
CONFIGURATION = '''
desk = {{ name = "Modello"; state = "{folder}/state"; zone = "Europe/Rome"; calendar = "ufficio"; language = "it";
    retention = ("conversation 3650", "accounts 3650", "automatic 365", "spam 30", "sent 365");
    tariff = "t"; excess = "{excess}"; automatic_hourly_desk = 100000; duplicate_hours = 0; }};
queues = ( {{ name = "web"; title = "Web"; prefix = "WE"; addresses = ("web@desk.example.it"); }} );
calendars = {{ ufficio = {{ hours = ("mon-fri 09:00-18:00"); }}; }};
tariffs = {{ t = {{ first_hour = "100.00"; next_hour = "70.00"; extra = "30%"; unit = 15; }}; }};
'''
LINE = re.compile(r"^ *(\d+)  (\d\d/\d\d/\d{4}) +(-?\d+:\d\d|-?[\d.]+,\d\d\s?€)(?:  (\S+))?$")
BALANCE = re.compile(r"^  (all'inizio|alla fine): +(-?\d+:\d\d)$")


def minutes_of(text):
    hours, minutes = text.lstrip('-').split(':')
    return (-1 if text.startswith('-') else 1) * (int(hours) * 60 + int(minutes))


def cents_of(text):
    return int(text.replace('€', '').strip().replace('.', '').replace(',', ''))


class Desk:
    def __init__(self, folder, rng):
        self.folder, self.rng = folder, rng
        self.conf = os.path.join(folder, 'sportello.conf')
        self.database = os.path.join(folder, 'state/sportello.db')
        os.mkdir(os.path.join(folder, 'state'), 0o700)
        with open(self.conf, 'w', encoding='utf-8') as out:
            out.write(CONFIGURATION.format(folder=folder, excess=rng.choice(['price', 'carry'])))
        self.now = datetime.datetime(2026, 1, 1, 9, 0, tzinfo=ROME)
        self.accounts, self.logs = 0, []
        self.limited = {}  # number: sort
        self.tally = collections.Counter()

    def environment(self):
        library = glob.glob('/usr/lib/*/faketime/libfaketime.so.1')[0]
        return {**os.environ, 'SPORTELLO_DATA': os.path.abspath(SOURCE), 'LD_PRELOAD': library,
                'FAKETIME_FMT': '%s', 'FAKETIME': str(int(self.now.timestamp())),
                'FAKETIME_DONT_FAKE_MONOTONIC': '1'}

    def start(self, *words, program='sportello'):
        return subprocess.Popen([os.path.join(BUILD, program), '-c', self.conf, *words], stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment(),
                                text=True, encoding='utf-8')

    def run(self, *words, program='sportello', stdin='', may_fail=False):
        process = self.start(*words, program=program)
        out, err = process.communicate(stdin)
        if process.returncode and not may_fail:
            raise SystemExit(f'sportello {" ".join(words)}: {process.returncode}: {err}')
        return out

    def open(self):
        self.run('init')
        for name in ('Rossi', 'Bianchi'):
            self.run('organisation', 'add', name)
            self.run('customer', 'add', '--name', name, '--address', f'{name.lower()}@firm.example',
                     '--organisation', name, '--language', 'it')
            self.run('organisation', 'change', name, '--contact', f'{name.lower()}@firm.example')
        self.run('staff', 'add', '--name', 'Anna', '--address', 'anna@desk.example.it', '--queue', 'web')
        self.run('customer', 'add', '--name', 'Paolo', '--address', 'paolo@altrove.example', '--language', 'it')
        self.payers = ['Rossi', 'Bianchi', 'paolo@altrove.example']
        for number, sender in enumerate(['rossi@firm.example', 'bianchi@firm.example', 'paolo@altrove.example']):
            self.run('-f', sender, '--', 'web@desk.example.it', program='sportello-deliver',
                     stdin=f'From: {sender}\nTo: web@desk.example.it\nSubject: {number}\n'
                           f'Message-ID: <{number}@x.example>\n\nTesto numero {number}.\n')

    # --- what happens in a month ---

    def buy(self):
        self.accounts += 1
        sort = self.rng.choice(['package', 'package', 'contract'])
        words = [sort, 'add', self.rng.choice(self.payers), '--title', f'Conto {self.accounts}']
        unlimited = sort == 'contract' and self.rng.random() < 0.4
        hours = f'{self.rng.randrange(1, 20)}:{self.rng.choice(["00", "30"])}'
        words += ['--unlimited', 'yes'] if unlimited else ['--hours', hours]
        if self.rng.random() < 0.4:
            words += ['--until', (self.now + datetime.timedelta(days=self.rng.randrange(100))).date().isoformat()]
        number = json.loads(self.run(*words, '--json'))['id']
        if not unlimited:
            self.limited[number] = sort

    def change(self):
        if self.limited:
            number = self.rng.choice(list(self.limited))
            self.run(self.limited[number], 'change', str(number),
                     *self.rng.choice([('--add-hours', '2:15'), ('--remove-hours', '0:15')]), may_fail=True)

    def work(self):
        code = f'WE{self.rng.randrange(1, 4):05d}'
        day = self.now - datetime.timedelta(days=self.rng.choice([0, 0, 1, 5, 40]))
        words = ['worklog', 'add', code, f'{self.rng.randrange(1, 400)}m', '--date', day.date().isoformat(),
                 '--text', 'lavoro (numero 1,5 €) -0:30  HT1']
        words += ['--extra'] if self.rng.random() < 0.2 else []
        self.logs.append(f'{code}/{json.loads(self.run(*words, "--json"))["number"]}')

    def spend(self):
        self.run('ticket', 'do', f'WE{self.rng.randrange(1, 4):05d}', '--as', 'anna@desk.example.it',
                 f'#spesa {self.rng.randrange(1, 300)},{self.rng.randrange(100):02d} cavo; "nuovo"')

    def correct(self):
        if self.logs:
            self.run('worklog', 'correct', self.rng.choice(self.logs), self.rng.choice(['0', '17m', '1:00', '5:40']))

    def statements(self):
        way = self.rng.random()
        if way < 0.25:
            self.tally['forgotten'] += 1
        elif way < 0.5:
            self.tally['killed'] += 1
            process = self.start('statements')
            try:
                process.wait(self.rng.random() * 0.06)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
            process.communicate()
        elif way < 0.75:
            self.tally['twice at once'] += 1
            for process in [self.start('statements') for _ in range(2)]:
                _, err = process.communicate()
                if process.returncode:
                    raise SystemExit(f'statements, twice at once: {process.returncode}: {err}')
        else:
            self.run('statements')

    def live(self):
        for year, month in MONTHS:
            start = datetime.datetime(year, month, 1, tzinfo=ROME)
            following = datetime.datetime(year + month // 12, month % 12 + 1, 1, tzinfo=ROME)
            length = int(following.timestamp() - start.timestamp())
            self.now = datetime.datetime.fromtimestamp(start.timestamp() + 3600 * 6, ROME)
            self.statements()
            # The first and the last second of a month too.
            seconds = sorted([0, length - 1] + [self.rng.randrange(length) for _ in range(self.rng.randrange(5))])
            for second in seconds:
                self.now = datetime.datetime.fromtimestamp(start.timestamp() + second, ROME)
                self.rng.choice([self.buy, self.work, self.work, self.work, self.correct, self.change, self.spend])()
        self.now = datetime.datetime(2027, 3, 1, 6, 20, tzinfo=ROME)
        self.run('statements')

    # --- what the mails say ---

    def mails(self):
        database = sqlite3.connect(self.database)
        rows = database.execute(
            "SELECT o.once, CAST(r.bytes AS BLOB) FROM outbox o JOIN outbox_raw r ON r.outbox_id = o.id"
            " WHERE o.template = 'statement'").fetchall()
        database.close()
        found = {}
        for once, content in rows:
            message = email.message_from_bytes(content, policy=email.policy.default)
            number = once.split()[-1]
            if number in found:
                raise SystemExit(f'two mails of statement {number}')
            found[number] = self.read(message.get_content(), number)
        return found

    @staticmethod
    def read(text, number):
        """{account title: [opening, [minutes...], closing]}, money, what waits likewise."""
        accounts, money, waiting, numbers = {}, [], [0, [], 0], []
        section = title = None
        for line in text.splitlines():
            balance, movement = BALANCE.match(line), LINE.match(line)
            if re.fullmatch(r'Conto \d+', line):
                section = accounts.setdefault(line, [None, [], None])[1]
                title = line
            elif line.startswith('Importi dovuti'):
                section, title = money, None
            elif line.startswith('Lavoro in attesa'):
                section, title = waiting[1], None
            elif balance and title is None:
                waiting[0 if balance[1] == "all'inizio" else 2] = minutes_of(balance[2])
            elif balance:
                accounts[title][0 if balance[1] == "all'inizio" else 2] = minutes_of(balance[2])
            elif movement and section is not None:
                numbers.append(int(movement[1]))
                section.append(cents_of(movement[3]) if '€' in movement[3] else minutes_of(movement[3]))
        if numbers != list(range(1, len(numbers) + 1)):
            raise SystemExit(f'statement {number}: its lines are numbered {numbers}')
        return accounts, money, waiting


# --- what the ledger says ---

def month_of(instant):
    local = datetime.datetime.fromtimestamp(instant, ROME)
    return local.year * 100 + local.month


def day_of(date):
    return (date - datetime.date(1970, 1, 1)).days


def after(month):
    return month + 1 if month % 100 < 12 else month + 89


class Ledger:
    def __init__(self, path):
        database = sqlite3.connect(path)
        self.accounts = database.execute(
            'SELECT id, COALESCE(organisation_id, 0), COALESCE(person_id, 0), title, from_day, until_day, unlimited,'
            ' created_at FROM account').fetchall()
        self.rows = database.execute(
            'SELECT id, at, COALESCE(organisation_id, 0), COALESCE(person_id, 0), target, account_id, minutes, cents'
            ' FROM ledger ORDER BY id').fetchall()
        self.statements = database.execute(
            "SELECT year, number, COALESCE(organisation_id, 0), COALESCE(person_id, 0), month, after_id, until_id"
            ' FROM statement ORDER BY id').fetchall()
        database.close()

    def expected(self):
        """{(payer, month): what its mail has to say}"""
        found = {}
        for payer in {(account[1], account[2]) for account in self.accounts}:
            accounts = [account for account in self.accounts if (account[1], account[2]) == payer]
            month = min(month_of(account[7]) for account in accounts)
            while month < 202703:
                rows = [row for row in self.rows if (row[2], row[3]) == payer and month_of(row[1]) == month]
                waited = sum(row[6] for row in self.rows if (row[2], row[3]) == payer and
                             row[4] == 'carry' and month_of(row[1]) < month)
                start = day_of(datetime.date(month // 100, month % 100, 1))
                end = day_of(datetime.date(after(month) // 100, after(month) % 100, 1))
                shown = [account for account in accounts
                         if any(row[5] == account[0] for row in rows) or
                         (account[4] < end and (account[5] is None or account[5] >= start) and
                          month_of(account[7]) <= month)]
                if rows or shown:
                    found[payer, month] = self.said(shown, rows, month, waited)
                month = after(month)
        return found

    def said(self, shown, rows, month, waited):
        accounts = {}
        for account in shown:
            moves = [row[6] for row in rows if row[5] == account[0]]
            opening = sum(row[6] for row in self.rows if row[5] == account[0] and month_of(row[1]) < month)
            accounts[account[3]] = [None, moves, None] if account[6] else [opening, moves, opening + sum(moves)]
        money = [row[7] for row in rows if row[4] in ('price', 'extra', 'cost')]
        waiting = [row[6] for row in rows if row[4] == 'carry']
        return accounts, money, [waited, waiting, waited + sum(waiting)]


def compare(desk):
    """Complaints."""
    ledger, mails = Ledger(desk.database), desk.mails()
    expected, complaints = ledger.expected(), []
    numbers = collections.defaultdict(list)
    seen = {}
    for year, number, organisation, person, month, first, last in ledger.statements:
        numbers[year].append(number)
        key = (organisation, person), month
        said = mails.pop(f'{year}/{number}', None)
        if key in seen:
            complaints.append(f'{key} has two statements')
        seen[key] = (first, last)
        if said != expected.get(key):
            complaints.append(f'{year}/{number} of {key} says {said}, the ledger {expected.get(key)}')
    complaints += [f'{key} has no statement: {said}' for key, said in expected.items() if key not in seen]
    complaints += [f'a mail of {number}, which is no statement' for number in mails]
    complaints += [f'the numbers of {year} are {found}' for year, found in numbers.items()
                   if found != list(range(1, len(found) + 1))]
    return complaints + balances(desk, ledger)


def balances(desk, ledger):
    """What the last statement leaves is what the command says is left."""
    complaints = []
    for account in ledger.accounts:
        sort = desk.limited.get(account[0], 'contract')
        left = json.loads(desk.run(sort, 'show', str(account[0]), '--json'))['balance_minutes']
        total = sum(row[6] for row in ledger.rows if row[5] == account[0])
        if left != total:
            complaints.append(f'account {account[0]}: {left} are left, the ledger has {total}')
    return complaints


# --- what the reports say ---

def table(text):
    return list(csv.reader(io.StringIO(text.lstrip('\ufeff')), delimiter=';'))


def total(rows, column, read):
    return sum(read(row[column]) for row in rows if row[column])


def invoice_differs(desk, name, rows):
    """`report invoice` of a month; rows of the ledger that were written in it."""
    objects = json.loads(desk.run('report', 'invoice', '--month', name, '--json'))
    cells = table(desk.run('report', 'invoice', '--month', name, '--csv'))[1:]
    text = desk.run('report', 'invoice', '--month', name)
    cents = sum(row[7] for row in rows)
    bought = sum(row[6] for row in rows if row[8] == 'bought')
    worked = -sum(row[6] for row in rows if row[8] in ('charged', 'taken-back'))
    found = {
        'JSON': (sorted((one['id'], one['minutes'], one['cents']) for one in objects) ==
                 [(row[0], row[6], row[7]) for row in rows]),
        'CSV money': total(cells, 12, cents_of) - total(cells, 13, cents_of) == cents,
        'CSV rows': len(cells) == len(rows),
        'CSV bought': total(cells, 8, minutes_of) - total(cells, 9, minutes_of) == bought,
        'CSV hours': total(cells, 10, minutes_of) - total(cells, 11, minutes_of) == worked,
        'text': cents == sum(cents_of(line.rsplit('  ', 1)[1])
                             for line in text.splitlines() if line.startswith('  total')),
    }
    return [f'invoice of {name}: {what}' for what, holds in found.items() if not holds]


def hours_differ(desk, name, logs):
    """`report hours` of a month; work logs that were done in it, with what they were charged."""
    objects = json.loads(desk.run('report', 'hours', '--month', name, '--json'))
    cells = table(desk.run('report', 'hours', '--month', name, '--csv'))[1:]
    text = [line for line in desk.run('report', 'hours', '--month', name).splitlines() if line.startswith('total')]
    sums = tuple(sum(log[column] for log in logs) for column in range(2, 7))
    said = text[0].split() if text else ['total', '0', '0:00', '0:00', '0:00', '0:00', '0,00', '€']
    found = {
        'JSON': sorted((f"{one['ticket']}/{one['number']}", one['real_minutes'], one['charged_minutes'], one['cents'])
                       for one in objects) == sorted((log[0], log[2], log[3], log[6]) for log in logs),
        'JSON charges': sorted(sum(charge['minutes'] for charge in one['charges']) for one in objects) ==
                        sorted(log[3] for log in logs),
        'CSV': tuple(total(cells, column, minutes_of) for column in (8, 9, 10, 11)) +
               (total(cells, 12, cents_of),) == sums,
        'text': [int(said[1]), *map(minutes_of, said[2:6]), cents_of(said[6])] == [len(logs), *sums],
    }
    return [f'hours of {name}: {what} ({sums})' for what, holds in found.items() if not holds]


def reports(desk):
    database = sqlite3.connect(desk.database)
    rows = database.execute('SELECT id, at, 0, 0, target, account_id, minutes, cents, cause FROM ledger'
                            ' ORDER BY id').fetchall()
    logs = database.execute(
        "SELECT printf('WE%05d/%d', t.number, w.number), w.day, w.minutes, w.charged,"
        " -COALESCE(SUM(l.minutes) FILTER (WHERE l.target = 'account'), 0),"
        " -COALESCE(SUM(l.minutes) FILTER (WHERE l.target IN ('price', 'carry')), 0), COALESCE(SUM(l.cents), 0)"
        ' FROM work_log w JOIN ticket t ON t.id = w.ticket_id LEFT JOIN ledger l ON l.work_log_id = w.id'
        ' WHERE w.minutes > 0 GROUP BY w.id').fetchall()
    database.close()
    complaints = []
    for year, month in [(2025, 11), (2025, 12)] + MONTHS:
        days = [day_of(datetime.date(year, month, 1)), day_of(datetime.date(year + month // 12, month % 12 + 1, 1))]
        name = f'{year}-{month:02d}'
        complaints += invoice_differs(desk, name, [row for row in rows if month_of(row[1]) == year * 100 + month])
        complaints += hours_differ(desk, name, [log for log in logs if days[0] <= log[1] < days[1]])
    return complaints


def main():
    desks, seed = (int(word) for word in (sys.argv[1:3] + ['2', '1'][len(sys.argv) - 1:]))
    if not shutil.which('faketime'):
        raise SystemExit('faketime is not installed: run ./bootstrap as root')
    failed, lines, tally = 0, 0, collections.Counter()
    for number in range(desks):
        with tempfile.TemporaryDirectory(prefix='sportello-months.') as folder:
            desk = Desk(folder, random.Random(f'{seed} {number}'))
            desk.open()
            desk.live()
            complaints = compare(desk) + reports(desk)
            lines += len(Ledger(desk.database).rows)
            tally += desk.tally
        failed += bool(complaints)
        for complaint in complaints[:10]:
            print(f'desk {number} of seed {seed}: {complaint}')
    print(f'{desks} desks, {lines} rows of the ledger, {failed} differ; runs ' +
          ', '.join(f'{key}: {count}' for key, count in sorted(tally.items())))
    return 1 if failed else 0


sys.exit(main())
