# SPDX-License-Identifier: GPL-2.0-or-later
#
# Prices, the ledger, and what people type: the model that the program is
# compared with.  Written from SPEC.md section 5 and, where it is silent, from
# the headers src/core/tariff.h, src/core/ledger.h and src/text/money.h.
import fractions
import math
import re

KINDS = ('ordinary', 'extraordinary', 'urgent', 'remote')
MAX_CENTS = 10**11
MAX_MINUTES = 600000


def half_up(number):
    return math.floor(number + fractions.Fraction(1, 2))


# --- prices -------------------------------------------------------------------


class Tariff:
    def __init__(self):
        self.unit = {kind: 60 if kind == 'remote' else 15 for kind in KINDS}
        self.included = set()
        self.first = self.next = 0
        self.divisible = False
        self.out = self.extra = ('cents', 0)

    def charged(self, kind, minutes):
        if kind in self.included:
            return 0
        unit = self.unit[kind]
        return math.ceil(fractions.Fraction(minutes, unit)) * unit

    def price(self, charged, out, extra, paid=0):
        """(work, out of hours, extra, total) in cents; `paid`: minutes of the same log that
        accounts paid before.  The first hour is counted per session, and it is the first
        that was worked, not the first that is left."""
        if charged == 0:
            return 0, 0, 0, 0
        hours = fractions.Fraction(charged, 60)
        first = max(1 - fractions.Fraction(paid, 60), 0)  # how much of the first hour is left
        if not self.divisible:
            hours, first = fractions.Fraction(math.ceil(hours)), math.ceil(first)
        work = half_up(min(hours, first) * self.first + max(hours - first, 0) * self.next)
        more = [self.surcharge(rule, work) if applies else 0
                for rule, applies in ((self.out, out), (self.extra, extra))]
        return work, more[0], more[1], work + sum(more)

    @staticmethod
    def surcharge(rule, work):
        sort, number = rule
        return half_up(fractions.Fraction(work * number, 100)) if sort == 'percent' else number


# --- the ledger ---------------------------------------------------------------


class Account:
    def __init__(self, number, sort, start, end, kinds, queues, unlimited, bought):
        self.number, self.sort = number, sort
        self.start, self.end = start, end  # days; end None: it does not expire
        self.kinds, self.queues = kinds, queues  # None: all
        self.unlimited, self.bought = unlimited, bought

    def in_scope(self, work):
        return ((self.kinds is None or work.kind in self.kinds) and
                (self.queues is None or work.queue in self.queues))

    def covers(self, work):
        return (self.in_scope(work) and work.day >= self.start and
                (self.end is None or work.day <= self.end))

    def order(self):
        return (self.sort != 'contract', math.inf if self.end is None else self.end, self.start,
                self.number)

    def crossed(self, balance):
        if self.unlimited or self.bought <= 0:
            return 0
        used = fractions.Fraction(self.bought - balance, self.bought)
        return (used >= fractions.Fraction(80, 100)) + 2 * (used >= 1)


class Work:
    def __init__(self, number, day, kind, queue, charged, out, extra):
        self.number, self.day, self.kind, self.queue = number, day, kind, queue
        self.charged, self.out, self.extra = charged, out, extra


class Desk:
    """Accounts, logs and the ledger of one organisation."""

    def __init__(self, tariff, carry):
        self.tariff, self.carry = tariff, carry
        self.accounts, self.logs = [], {}
        self.entries = []  # (target, log, account, minutes, cents, before, after, crossed)

    def balance(self, account):
        return account.bought + sum(entry[3] for entry in self.entries
                                    if entry[0] == 'account' and entry[2] == account.number)

    def to_account(self, log, account, minutes, crossed_already):
        before = self.balance(account)
        crossed = account.crossed(before + minutes) & ~crossed_already
        self.entries.append(('account', log, account.number, minutes, 0, before,
                             before + minutes, crossed))

    def charge(self, work, crossed_already=None):
        self.logs[work.number] = work
        if crossed_already is None:
            crossed_already = {a.number: a.crossed(self.balance(a)) for a in self.accounts}
        left = work.charged
        for account in sorted((a for a in self.accounts if a.covers(work)), key=Account.order):
            part = left if account.unlimited else min(left, max(self.balance(account), 0))
            if part:
                self.to_account(work.number, account, -part, crossed_already[account.number])
                left -= part
        if left and self.carry:
            self.entries.append(('carry', work.number, 0, -left, 0, 0, 0, 0))
        elif left:
            cents = self.tariff.price(left, work.out, False, work.charged - left)[3]
            self.entries.append(('price', work.number, 0, -left, cents, 0, 0, 0))
        owed = self.tariff.price(work.charged, False, work.extra)[2]
        if owed:
            self.entries.append(('extra', work.number, 0, 0, owed, 0, 0, 0))

    def correct(self, number, work):
        crossed = {a.number: a.crossed(self.balance(a)) for a in self.accounts}
        charged = {}  # in the order of the first entry
        for target, log, account, minutes, cents, *_ in self.entries:
            if log == number:
                old = charged.get((target, account), (0, 0))
                charged[target, account] = (old[0] + minutes, old[1] + cents)
        for (target, account), (minutes, cents) in charged.items():
            if (minutes, cents) == (0, 0):
                continue
            if target == 'account':
                found = next(a for a in self.accounts if a.number == account)
                self.to_account(number, found, -minutes, 3)
            else:
                self.entries.append((target, number, 0, -minutes, -cents, 0, 0, 0))
        if work:
            self.charge(work, crossed)

    def carried(self, number):
        return -sum(entry[3] for entry in self.entries
                    if entry[0] == 'carry' and entry[1] == number)

    def add_package(self, account):
        self.accounts.append(account)
        for work in sorted(self.logs.values(), key=lambda work: (work.day, work.number)):
            part = min(self.carried(work.number), self.balance(account))
            if part > 0 and account.in_scope(work):
                self.entries.append(('carry', work.number, 0, part, 0, 0, 0, 0))
                self.to_account(work.number, account, -part,
                                account.crossed(self.balance(account)))


# --- what people type, and read -----------------------------------------------

HOUR = '(?:h|ore|ora|hours|hour)'
MINUTE = '(?:m|min|minuti|minuto|minutes|minute)'
BLANKS = ' \t\r\n\v\f'


def limited(number, most):
    return 'too much' if number > most else str(number)


def read_hours(text):
    text = text.strip(BLANKS).lower()
    found = re.fullmatch(rf'([0-9]+):([0-5][0-9])[ ]*{HOUR}?', text)
    if found:
        return limited(int(found[1]) * 60 + int(found[2]), MAX_MINUTES)
    found = re.fullmatch(rf'([0-9]+)([.,])([0-9][0-9]?)[ ]*{HOUR}?', text)
    if found:
        if found[2] == '.' and len(found[3]) == 2:
            return 'ambiguous'
        hours = fractions.Fraction(f'{found[1]}.{found[3]}')
        return limited(half_up(hours * 60), MAX_MINUTES)
    found = re.fullmatch(rf'([0-9]+)[ ]*{MINUTE}', text)
    if found:
        return limited(int(found[1]), MAX_MINUTES)
    found = re.fullmatch(rf'([0-9]+)[ ]*(?:{HOUR}[ ]*(?:([0-5]?[0-9])[ ]*{MINUTE}?)?)?', text)
    if found:
        return limited(int(found[1]) * 60 + int(found[2] or 0), MAX_MINUTES)
    return 'wrong'


def read_money(text):
    text = text.strip(BLANKS)
    found = (re.fullmatch(r'(?:€|euro|eur)[ ]*([0-9.,]+)', text, re.I) or
             re.fullmatch(r'([0-9.,]+)[ ]*(?:€|euro|eur)?', text, re.I))
    if not found:
        return 'wrong'
    text = found[1]
    if re.fullmatch(r'[0-9]{1,3}[.,][0-9]{3}', text):
        return 'ambiguous'
    whole = r'[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?:,[0-9]{3})+'
    for separator, groups in ((',', r'\.'), ('.', ',')):
        found = re.fullmatch(rf'((?:[0-9]+|[0-9]{{1,3}}(?:{groups}[0-9]{{3}})+))'
                             rf'{re.escape(separator)}([0-9]{{1,2}})', text)
        if found:
            return limited(int(re.sub('[.,]', '', found[1])) * 100 + int(found[2].ljust(2, '0')),
                           MAX_CENTS)
    if re.fullmatch(whole, text):
        return limited(int(re.sub('[.,]', '', text)) * 100, MAX_CENTS)
    return 'wrong'


def shown(number):
    sign, size = ('-' if number < 0 else ''), abs(number)
    english = f'{size // 100:,}.{size % 100:02d}'
    italian = english.translate(str.maketrans(',.', '.,'))
    hours, minutes = divmod(size, 60)
    words = ' '.join(([f'{hours} h'] if hours else []) +
                     ([f'{minutes} min'] if minutes or not hours else []))
    return '|'.join([f'{sign}{italian} €', f'{sign}€{english}',
                     sign + italian.replace('.', ''), f'{sign}{hours}:{minutes:02d}',
                     sign + words])
