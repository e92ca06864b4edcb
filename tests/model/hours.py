# SPDX-License-Identifier: GPL-2.0-or-later
#
# Working time, as SPEC.md section 4 has it: the model that the program is
# compared with.  Written from the specification, not from the C: weekdays are
# maps of minutes, dates are Python's, zones are zoneinfo's, Easter is Clavius'
# epacts.  Where the specification is silent, the program's headers
# (src/text/calendar.h, src/core/calendar.h) say what is meant.
import datetime
import functools
import zoneinfo

DAY = 24 * 60
REACH = 7305  # days: 20 years
EPOCH = datetime.datetime(1970, 1, 1)
ONE_DAY = datetime.timedelta(days=1)


class Never(Exception):
    """No such instant within reach; the program's word for it."""


@functools.lru_cache(maxsize=None)
def easter(year):
    """Easter Sunday by golden number and epact (Clavius, in Knuth's words)."""
    golden = year % 19 + 1
    century = year // 100 + 1
    skipped_leap_years = 3 * century // 4 - 12
    moon_correction = (8 * century + 5) // 25 - 5
    sunday = 5 * year // 4 - skipped_leap_years - 10
    epact = (11 * golden + 20 + moon_correction - skipped_leap_years) % 30
    if (epact == 25 and golden > 11) or epact == 24:
        epact += 1
    full_moon = 44 - epact
    if full_moon < 21:
        full_moon += 30
    day = full_moon + 7 - (sunday + full_moon) % 7
    return datetime.date(year, 3, 1) + datetime.timedelta(days=day - 1)


@functools.lru_cache(maxsize=None)
def italian_holidays(year):
    """The dates of a year that are national holidays in Italy."""
    fixed = [(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25),
             (12, 26)]
    if year >= 2026:  # law 151/2025
        fixed.append((10, 4))
    dates = {datetime.date(year, month, day) for month, day in fixed}
    return dates | {easter(year), easter(year) + ONE_DAY}


def instant_of(zone, wall):
    """UTC seconds of a local time; the first of two, moved forward if it is none."""
    offset = wall.replace(tzinfo=zone, fold=0).utcoffset()
    return round((wall - offset - EPOCH) / datetime.timedelta(seconds=1))


def local(zone, instant):
    return datetime.datetime.fromtimestamp(instant, zone)


@functools.lru_cache(maxsize=4096)
def midnight(zone, date):
    return instant_of(zone, datetime.datetime(date.year, date.month, date.day))


class Calendar:
    def __init__(self, zone):
        self.zone = zoneinfo.ZoneInfo(zone)
        self.week = [bytearray(DAY) for _ in range(7)]  # Monday first
        self.italian = False
        self.periods = []  # (from, to, as written); dates, or (month, day) pairs
        self.runs = None

    def add_hours(self, weekday, start, end):
        if start < end:
            self.week[weekday][start:end] = b'\1' * (end - start)
        else:
            self.week[weekday][start:DAY] = b'\1' * (DAY - start)
            self.week[(weekday + 1) % 7][0:end] = b'\1' * end

    def weekday_runs(self, weekday):
        """Maximal runs of open minutes, as (first, one past the last)."""
        if self.runs is None:
            self.runs = [runs_of(day) for day in self.week]
        return self.runs[weekday]

    def closed(self, date):
        """None, or why: 'holiday', or the period as written."""
        if self.italian and date in italian_holidays(date.year):
            return 'holiday'
        for first, last, written in self.periods:
            asked = date if isinstance(first, datetime.date) else (date.month, date.day)
            if first <= last and first <= asked <= last:
                return written
            if first > last and (asked >= first or asked <= last):
                return written
        return None

    def open_on(self, date):
        """The stretches of a date as instants: in order, apart."""
        runs = self.weekday_runs(date.weekday())
        if not runs or self.closed(date):
            return []
        start, end = midnight(self.zone, date), midnight(self.zone, date + ONE_DAY)
        wall = datetime.datetime(date.year, date.month, date.day)
        pieces = []
        for first, past in runs:
            a = max(start, instant_of(self.zone, wall + datetime.timedelta(minutes=first)))
            b = min(end, instant_of(self.zone, wall + datetime.timedelta(minutes=past)))
            if a < b:
                pieces.append((a, b))
        return union(pieces)

    def dates(self, first, last):
        """The dates that the time between two instants can touch."""
        date = local(self.zone, first).date() - ONE_DAY
        end = local(self.zone, last).date() + ONE_DAY
        while date <= end:
            yield date
            date += ONE_DAY

    def stretches(self, first, last):
        for date in self.dates(first, last):
            for a, b in self.open_on(date):
                if max(a, first) < min(b, last):
                    yield max(a, first), min(b, last)

    def is_open(self, at):
        return any(True for _ in self.stretches(at, at + 1))

    def minutes(self, first, last):
        if last - first > 36525 * 86400:
            raise Never('error perm')
        return sum(b - a for a, b in self.stretches(first, last)) // 60 if last > first else 0

    def due(self, start, minutes):
        limit = start + REACH * 86400
        if minutes < 0:
            raise Never('error perm')
        if minutes == 0:
            for a, _ in self.stretches(start, limit + 1):
                return a
            raise Never('error config')
        left = minutes * 60
        for a, b in self.stretches(start, limit):
            if left <= b - a:
                return a + left
            left -= b - a
        raise Never('error perm')

    def opens_some_day(self, at):
        today = local(self.zone, at).date()
        return any(self.weekday_runs(date.weekday()) and not self.closed(date)
                   for date in (today + datetime.timedelta(days=n) for n in range(REACH + 1)))

    def explain(self, first, last):
        """Open stretches, and [first date, last date, reason] of what is closed."""
        stretches, closed, last_was = [], [], None
        for date in self.dates(first, last):
            if midnight(self.zone, date + ONE_DAY) <= first or midnight(self.zone, date) >= last:
                continue
            reason = self.closed(date) if self.weekday_runs(date.weekday()) else None
            if reason:
                which = (reason, date) if reason == 'holiday' else reason
                if last_was == which:
                    closed[-1][1] = date
                else:
                    closed.append([date, date, reason])
                last_was = which
            for a, b in self.open_on(date):
                if max(a, first) < min(b, last):
                    stretches.append((max(a, first), min(b, last)))
                    last_was = None
        return stretches, closed


def runs_of(minutes):
    runs, start = [], None
    for minute in range(DAY + 1):
        is_open = minute < DAY and minutes[minute]
        if is_open and start is None:
            start = minute
        elif not is_open and start is not None:
            runs.append((start, minute))
            start = None
    return runs


def union(pieces):
    joined = []
    for a, b in sorted(pieces):
        if joined and a <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], b))
        else:
            joined.append((a, b))
    return joined
