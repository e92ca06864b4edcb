#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
#
# replay.py [DESKS [SEED]]: random desks on which packages and contracts are
# bought, work is logged, corrected and cancelled, through the real program and
# its database (sportello package, contract, worklog); the model (money.py) does
# the same, and every row of the ledger, each balance before and after it, and
# what each work log is charged have to agree.  Prints where they differ.
import calendar
import datetime
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import cases_money  # noqa: E402
import money  # noqa: E402

BUILD = os.environ.get('SP_BUILD', '.')
SOURCE = os.environ.get('SP_SOURCE', os.path.join(os.path.dirname(__file__), '../..'))
QUEUES = ('web', 'hw', 'sw')
PAYERS = ('Rossi', 'paolo@altrove.example')
STEPS = 30
DAYS = 40  # how far back work and validity go
EPOCH = datetime.date(1970, 1, 1)

CONFIGURATION = '''
desk = {{ name = "Modello"; state = "{folder}/state"; zone = "Europe/Rome"; calendar = "ufficio";
    retention = ("conversation 3650", "accounts 3650", "automatic 365", "spam 30", "sent 365");
    tariff = "t"; excess = "{excess}"; automatic_hourly_desk = 100000; duplicate_hours = 0; }};
queues = (
    {{ name = "web"; title = "Web"; prefix = "WE"; addresses = ("web@desk.example.it"); }},
    {{ name = "hw"; title = "Hw"; prefix = "HW"; addresses = ("hw@desk.example.it"); }},
    {{ name = "sw"; title = "Sw"; prefix = "SW"; addresses = ("sw@desk.example.it"); }} );
calendars = {{ ufficio = {{ hours = ("mon-fri 09:00-18:00"); }}; }};
tariffs = {{ t = {{ {tariff} }}; }};
'''


class Payer(money.Desk):
    """One who pays; logs are numbered over the whole desk, in their order."""

    def __init__(self, name, tariff, carry):
        super().__init__(tariff, carry)
        self.name, self.minutes = name, {}

    def settle(self, account):
        for work in sorted(self.logs.values(), key=lambda work: (work.day, work.number)):
            part = min(self.carried(work.number), self.balance(account))
            if part > 0 and account.in_scope(work):
                self.entries.append(('carry', work.number, 0, part, 0, 0, 0, 0))
                self.to_account(work.number, account, -part, 3)

    def buy(self, account, minutes):
        account.bought += minutes
        if minutes > 0 and account.sort == 'package':
            self.settle(account)


def tariff_text(text):
    """cases_money's notation as the configuration has it."""
    names = {'first': 'first_hour', 'next': 'next_hour', 'out': 'out_of_hours', 'extra': 'extra'}
    lines, units, included = [], [], []
    for item in text.split(';'):
        word, _, rest = item.partition(' ')
        if word in names:
            lines.append(f'{names[word]} = "{rest}";')
        elif word == 'divisible':
            lines.append('divisible = true;')
        else:
            (units if word == 'unit' else included).append(f'"{rest}"')
    lines += [f'unit = ({", ".join(units)});'] if units else []
    lines += [f'included = ({", ".join(included)});'] if included else []
    return ' '.join(lines)


class Replay:
    def __init__(self, folder, rng):
        self.folder, self.rng, self.commands = folder, rng, []
        tariff, text = cases_money.random_tariff(rng)
        carry = rng.random() < 0.5
        self.conf = os.path.join(folder, 'sportello.conf')
        with open(self.conf, 'w', encoding='utf-8') as out:
            out.write(CONFIGURATION.format(folder=folder, tariff=tariff_text(text),
                                           excess='carry' if carry else 'price'))
        os.mkdir(os.path.join(folder, 'state'))
        self.today = datetime.date.today().toordinal() - EPOCH.toordinal()
        self.payers = [Payer(name, tariff, carry) for name in PAYERS]
        self.logs = []  # (payer, ticket code, number on it, queue), by the model's number

    def run(self, *words, program='sportello', stdin=''):
        self.commands.append(' '.join(words))
        done = subprocess.run([os.path.join(BUILD, program), '-c', self.conf, *words], input=stdin,
                              capture_output=True, text=True, encoding='utf-8', check=False,
                              env={**os.environ, 'SPORTELLO_DATA': os.path.abspath(SOURCE)})
        if done.returncode:
            raise SystemExit(f'sportello {" ".join(words)}: {done.returncode}: {done.stderr}')
        return done.stdout

    def ask(self, *words):
        return json.loads(self.run(*words, '--json'))

    def open_desk(self):
        self.run('init')
        self.run('organisation', 'add', 'Rossi')
        self.run('customer', 'add', '--address', 'mario@rossi.example', '--organisation', 'Rossi')
        self.run('customer', 'add', '--address', PAYERS[1])
        self.tickets = []  # (payer, code, queue)
        for number, (payer, sender) in enumerate([(0, 'mario@rossi.example'), (1, PAYERS[1])] * 2):
            queue = QUEUES[number % 3]
            self.run('-f', sender, '--', f'{queue}@desk.example.it', program='sportello-deliver',
                     stdin=f'From: {sender}\nTo: {queue}@desk.example.it\nSubject: {number}\n'
                           f'Message-ID: <{number}@x.example>\n\nTesto numero {number}.\n')
        for ticket in self.ask('ticket', 'list'):
            payer = 1 if 'altrove' in json.dumps(ticket['requester']) else 0
            self.tickets.append((self.payers[payer], ticket['ticket'], ticket['queue']))

    # --- steps ---

    def day_text(self, day):
        date = EPOCH + datetime.timedelta(days=day)
        return self.rng.choice([date.isoformat(), f'{date.day}/{date.month}/{date.year}'])

    def hours_text(self, minutes):
        hours, rest = divmod(minutes, 60)
        return self.rng.choice([f'{minutes}m', f'{hours}:{rest:02d}', f'{hours} h {rest} min'])

    def add_account(self, sort):
        rng, payer = self.rng, self.rng.choice(self.payers)
        start = self.today - rng.randrange(DAYS)
        end = rng.choice([None, start + 10, start + rng.randrange(90), self.today, self.today + 1])
        kinds = rng.choice([None, None, None, tuple(rng.sample(money.KINDS, rng.randrange(1, 4)))])
        queues = rng.choice([None, None, ('web',), ('hw', 'sw')])
        unlimited = sort == 'contract' and rng.random() < 0.3
        bought = 0 if unlimited else rng.choice([60, 90, 600, 7, rng.randrange(1, 2000), 1200])
        words = [sort, 'add', payer.name, '--from', self.day_text(start)]
        words += ['--until', self.day_text(max(start, end))] if end is not None else []
        words += [word for kind in kinds or () for word in ('--kind', kind)]
        words += [word for queue in queues or () for word in ('--queue', queue)]
        words += ['--unlimited', 'yes'] if unlimited else ['--hours', self.hours_text(bought)]
        number = self.ask(*words)['id']
        account = money.Account(number, sort, start, None if end is None else max(start, end),
                                kinds, queues, unlimited, bought)
        payer.accounts.append(account)
        if sort == 'package':
            payer.settle(account)

    def change_account(self):
        payer = self.rng.choice(self.payers)
        limited = [account for account in payer.accounts if not account.unlimited]
        if not limited:
            return
        account = self.rng.choice(limited)
        left = payer.balance(account)
        minutes = self.rng.randrange(1, 200)
        if self.rng.random() < 0.3 and left > 0:
            minutes = -self.rng.randrange(1, left + 1)
        self.run(account.sort, 'change', str(account.number),
                 '--add-hours' if minutes > 0 else '--remove-hours', self.hours_text(abs(minutes)))
        payer.buy(account, minutes)

    def worked(self):
        """Mostly little, so that several logs go on one account."""
        return self.rng.choice([1, 15, 16, 45, 60, 61, self.rng.randrange(1, 300),
                                max(1, cases_money.worked(self.rng))])

    def closed_on(self, day):
        return (EPOCH + datetime.timedelta(days=day)).weekday() >= calendar.SATURDAY

    def add_log(self):
        rng = self.rng
        payer, code, queue = rng.choice(self.tickets)
        day, kind = self.today - rng.randrange(DAYS // 2), rng.choice(money.KINDS)
        real, out, extra = self.worked(), rng.random() < 0.2, rng.random() < 0.2
        words = ['worklog', 'add', code, self.hours_text(real), '--kind', kind,
                 '--date', self.day_text(day)]
        words += (['--out-of-hours'] if out else []) + (['--extra'] if extra else [])
        said = self.ask(*words)
        number = len(self.logs)
        self.logs.append((payer, code, said['number'], queue))
        payer.minutes[number] = real
        payer.charge(money.Work(number, day, kind, queue, payer.tariff.charged(kind, real),
                                out or self.closed_on(day), extra))

    def correct_log(self):
        rng, number = self.rng, self.rng.randrange(len(self.logs))
        payer, code, on_ticket, queue = self.logs[number]
        old = payer.logs[number]
        real = 0 if rng.random() < 0.3 else self.worked()
        words = ['worklog', 'correct', f'{code}/{on_ticket}', self.hours_text(real)]
        day, kind, out, extra = old.day, old.kind, old.out, old.extra
        if rng.random() < 0.4:
            kind = rng.choice(money.KINDS)
            words += ['--kind', kind]
        if rng.random() < 0.4:
            day = self.today - rng.randrange(DAYS // 2)
            out = self.closed_on(day)
            words += ['--date', self.day_text(day)]
        if rng.random() < 0.2:
            out, words = True, words + ['--out-of-hours']
        if rng.random() < 0.2:
            extra, words = True, words + ['--extra']
        self.run(*words)
        work = money.Work(number, day, kind, queue, payer.tariff.charged(kind, real), out, extra)
        payer.minutes[number] = real
        payer.correct(number, work if real else None)
        payer.logs[number] = work

    def step(self):
        pick = self.rng.random()
        if pick < 0.15:
            self.add_account('package')
        elif pick < 0.22:
            self.add_account('contract')
        elif pick < 0.3:
            self.change_account()
        elif pick < 0.65 or not self.logs:
            self.add_log()
        else:
            self.correct_log()

    # --- what came of it ---

    def rows(self):
        """The program's ledger, a list of the model's entries a payer."""
        database = sqlite3.connect(f'file:{self.folder}/state/sportello.db?mode=ro', uri=True)
        found = ([], [])
        names = {(code, number): at for at, (_, code, number, _) in enumerate(self.logs)}
        for row in database.execute(
                "SELECT l.organisation_id, l.target, t.prefix || printf('%05d', t.number), w.number,"
                ' COALESCE(l.account_id, 0), l.minutes, l.cents FROM ledger l'
                ' JOIN work_log w ON w.id = l.work_log_id JOIN ticket t ON t.id = w.ticket_id'
                ' ORDER BY l.id'):
            organisation, target, code, number, account, minutes, cents = row
            found[0 if organisation else 1].append(
                (target, names[code, number], account, minutes, cents))
        database.close()
        return found

    def compare(self):
        wrong = []
        for payer, rows in zip(self.payers, self.rows()):
            expected = [entry[:5] for entry in payer.entries]
            for at, (ours, theirs) in enumerate(zip(rows, expected)):
                if ours != theirs:
                    wrong.append(f'{payer.name}: row {at} is {ours}, not {theirs}')
                    break
            if len(rows) != len(expected):
                wrong.append(f'{payer.name}: {len(rows)} rows, not {len(expected)}')
            wrong += self.compare_accounts(payer)
        for number, (payer, code, on_ticket, _) in enumerate(self.logs):
            said = self.ask('worklog', 'show', f'{code}/{on_ticket}')
            ours = (said['real_minutes'], said['charged_minutes'], said['kind'], said['out_of_hours'])
            work = payer.logs[number]
            if ours != (payer.minutes[number], work.charged, work.kind, work.out):
                wrong.append(f'{code}/{on_ticket} is {ours}')
        checked = subprocess.run([os.path.join(BUILD, 'sportello'), '-c', self.conf, 'check', '--json'],
                                 capture_output=True, text=True, check=False,
                                 env={**os.environ, 'SPORTELLO_DATA': os.path.abspath(SOURCE)})
        if not any(line['check'] == 'ledger' and line['result'] == 'ok'
                   for line in json.loads(checked.stdout)):
            wrong.append(f'sportello check: {checked.stdout}')
        return wrong

    def compare_accounts(self, payer):
        wrong = []
        for account in payer.accounts:
            said = self.ask(account.sort, 'show', str(account.number))
            if said['balance_minutes'] != payer.balance(account):
                wrong.append(f'{account.number}: {said["balance_minutes"]} left, not {payer.balance(account)}')
            balance = 0
            for row in said['ledger']:
                if row['before_minutes'] != balance or row['after_minutes'] != balance + row['minutes']:
                    wrong.append(f'{account.number}: row {row["id"]} goes from {row["before_minutes"]} to '
                                 f'{row["after_minutes"]}, and there were {balance}')
                balance = row['after_minutes']
        return wrong


def main():
    desks = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rows = 0
    for number in range(desks):
        with tempfile.TemporaryDirectory(prefix='sportello-replay-') as folder:
            replay = Replay(folder, random.Random(seed * 1000003 + number))
            replay.open_desk()
            for sort in ('package', 'package', 'contract', 'package'):
                replay.add_account(sort)
            for _ in range(STEPS):
                replay.step()
            wrong = replay.compare()
            rows += sum(len(payer.entries) for payer in replay.payers)
            if wrong:
                print(f'desk {number} of seed {seed}:', *wrong, *replay.commands, sep='\n')
                sys.exit(1)
    print(f'{desks} desks, {desks * STEPS} steps, {rows} rows of the ledger: all as the model has them')


if __name__ == '__main__':
    main()
