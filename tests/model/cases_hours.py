# SPDX-License-Identifier: GPL-2.0-or-later
#
# Random cases for the comparison, as nasty as real life and worse: nights on
# which the clock changes, periods over the new year, leap days, no minutes,
# far deadlines, year ends, 4 October before and after 2026, the earliest and
# latest Easters, stretches that overlap or cross midnight.
#
# Each function gives (line for the driver, what the model expects).
import datetime
import functools

import hours

ZONES = ['America/New_York', 'Australia/Lord_Howe', 'Asia/Beirut', 'Africa/Cairo', 'Asia/Gaza',
         'America/Santiago', 'Pacific/Apia', 'Asia/Kathmandu', 'UTC', 'America/St_Johns',
         'Africa/Casablanca', 'Europe/Dublin', 'Antarctica/Troll', 'Pacific/Chatham',
         'America/Havana', 'Europe/London']
DAYS = (('mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'),
        ('lun', 'mar', 'mer', 'gio', 'ven', 'sab', 'dom'))
# Dates around which much goes wrong.
CORNERS = [datetime.date(*date) for date in (
    (2025, 10, 4), (2026, 10, 4), (2027, 10, 4), (2028, 10, 4), (2025, 12, 31), (2026, 1, 1),
    (2026, 1, 6), (2027, 12, 24), (2028, 2, 29), (2027, 2, 28), (2100, 2, 28), (2008, 3, 23),
    (2038, 4, 25), (2038, 4, 26), (2285, 3, 22), (2160, 3, 23), (2026, 4, 5), (2026, 8, 15),
    (2049, 4, 19), (2076, 4, 20), (1981, 4, 20), (2038, 1, 19), (1999, 12, 31), (1970, 1, 1), (2011, 12, 30), (2011, 12, 29), (2399, 12, 31))]


def clock_minute(rng, change=None):
    """A time of the day; with `change`, mostly within hours of that."""
    pick = rng.random()
    if change and pick < 0.8:
        at = change.hour * 60 + change.minute + rng.choice(
            [0, 60, -60, 120, rng.randrange(-150, 150), rng.randrange(-150, 150)])
        return at % hours.DAY
    if pick < 0.5:
        return rng.choice([9, 13, 14, 18, 8, 12, 15]) * 60
    if pick < 0.8:
        return rng.randrange(0, 5 * 60)  # where the clock changes
    return rng.randrange(0, hours.DAY)


def clock_text(rng, minute):
    hour = minute // 60
    return f'{hour}:{minute % 60:02d}' if rng.random() < 0.3 else f'{hour:02d}:{minute % 60:02d}'


def stretch(rng, change):
    if rng.random() < 0.06:
        return 0, hours.DAY
    start, end = clock_minute(rng, change), clock_minute(rng, change)
    if change and rng.random() < 0.5:  # short, so that several lie in the hour that is left out
        end = min(start + rng.randrange(1, 40), hours.DAY)
    if rng.random() < 0.06:
        end = hours.DAY
    if start == end:
        end = (start + rng.randrange(1, 240)) % hours.DAY
    if start > end and rng.random() < 0.8:
        start, end = end, start
    return start, end


def weekdays(rng):
    """(days as a set, as text)"""
    names = rng.choice(DAYS)
    if rng.random() < 0.6:
        first, last = (0, 4) if rng.random() < 0.6 else (rng.randrange(7), rng.randrange(7))
        days = {(first + n) % 7 for n in range((last - first) % 7 + 1)}
        return days, f'{names[first]}-{names[last]}'
    days = rng.sample(range(7), rng.randrange(1, 5))
    return set(days), rng.choice([',', ' ', ', ']).join(names[day] for day in days)


def month_day(rng):
    if rng.random() < 0.25:
        return rng.choice([(2, 29), (12, 31), (1, 1), (2, 28), (3, 1), (10, 4), (12, 25)])
    date = datetime.date(2028, 1, 1) + datetime.timedelta(days=rng.randrange(366))
    return date.month, date.day


def add_period(rng, calendar, near):
    """A closed period or an extra day; its value as text."""
    if rng.random() < 0.5:  # every year
        first = rng.choice([(8, 15), (12, 24), (12, 20), month_day(rng)])
        last = rng.choice([(8, 31), (1, 6), (1, 2), month_day(rng), first])
        text = [f'{month:02d}-{day:02d}' for month, day in (first, last)]
    else:
        first = near + datetime.timedelta(days=rng.randrange(-40, 40))
        last = first + datetime.timedelta(days=rng.choice([0, 0, 1, 4, 13, 40, 300]))
        text = [first.isoformat(), last.isoformat()]
    written = text[0] if first == last else '..'.join(text)
    calendar.periods.append((first, last, written))
    if first == last:
        return rng.choice(['day ', 'closed ']) + text[0]
    return 'closed ' + rng.choice(['..', ' .. ']).join(text)


def random_calendar(rng, near):
    """(zone, calendar, its values as text, the date it is about)"""
    zone = 'Europe/Rome' if rng.random() < 0.6 else rng.choice(ZONES)
    calendar = hours.Calendar(zone)
    values, change = [], None
    if rng.random() < 0.35 and changes_of_clock(calendar.zone):
        change = rng.choice(changes_of_clock(calendar.zone))
        near = change.date()
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        days, text = weekdays(rng)
        for _ in range(rng.choice([1, 2, 2, 3, 5])):
            start, end = stretch(rng, change)
            for day in days:
                calendar.add_hours(day, start, end)
            text += f' {clock_text(rng, start)}-{clock_text(rng, end)}'
        values.append('hours ' + text)
    if rng.random() < (0.3 if change else 0.7):
        calendar.italian = True
        values.append('holidays it')
    for _ in range(rng.choice([0, 0, 0, 1] if change else [0, 0, 1, 1, 2, 4])):
        values.append(add_period(rng, calendar, near))
    if any(len(calendar.weekday_runs(day)) > 24 for day in range(7)):
        return random_calendar(rng, near)
    rng.shuffle(values)
    calendar.periods = ordered(calendar.periods, values)
    return zone, calendar, ';'.join(values), near


def ordered(periods, values):
    """The periods in the order of the values: the first that holds is the reason."""
    written = [value.split(' ', 1)[1].replace(' ', '') for value in values
               if value.startswith(('day ', 'closed '))]
    return [next(period for period in periods if period[2] == text) for text in written]


@functools.lru_cache(maxsize=None)
def changes_of_clock(zone):
    """The local times, by the old offset, at which a zone's clock changes."""
    first, last = (hours.instant_of(zone, datetime.datetime(year, 1, 1)) for year in (1990, 2040))
    changes, offset = [], hours.local(zone, first).utcoffset()
    for day in range(first, last, 86400):
        if hours.local(zone, day + 86400).utcoffset() != offset:
            before, after = day, day + 86400
            while after - before > 1:
                middle = (before + after) // 2
                if hours.local(zone, middle).utcoffset() == offset:
                    before = middle
                else:
                    after = middle
            changes.append(hours.EPOCH + datetime.timedelta(seconds=after) + offset)
            offset = hours.local(zone, after).utcoffset()
    return changes


def random_date(rng):
    if rng.random() < 0.4:
        return rng.choice(CORNERS)
    if rng.random() < 0.15:
        return hours.easter(rng.randrange(1970, 2400)) + hours.ONE_DAY * rng.choice([-1, 0, 1, 2])
    return datetime.date(2024, 1, 1) + datetime.timedelta(days=rng.randrange(0, 2000))


def random_wall(rng, near, calendar):
    """A local time, often where something happens."""
    date = near + datetime.timedelta(days=rng.choice([0, 0, 0, -1, 1, rng.randrange(-10, 10)]))
    wall = datetime.datetime(date.year, date.month, date.day)
    runs = calendar.weekday_runs(date.weekday())
    if runs and rng.random() < 0.4:
        edge = rng.choice(rng.choice(runs))
        return wall + datetime.timedelta(minutes=edge, seconds=rng.choice([0, 0, -1, 1, 30]))
    minute = rng.choice([rng.randrange(hours.DAY), rng.randrange(300)])
    return wall + datetime.timedelta(minutes=minute, seconds=rng.choice([0, 0, 0, 59, 20]))


def instant_text(rng, zone, wall):
    """(UTC seconds, text): local, or with an offset of any kind."""
    at = hours.instant_of(zone, wall)
    if rng.random() < 0.6:
        text = wall.isoformat(rng.choice(['T', ' ']))
        return at, text[:16] if wall.second == 0 and rng.random() < 0.5 else text
    if rng.random() < 0.5:
        at += rng.choice([0, 3600, -3600])  # the second of two, too
    offset = rng.choice([0, 60, 120, -300, 345])
    there = hours.EPOCH + datetime.timedelta(seconds=at, minutes=offset)
    sign = '-' if offset < 0 else '+'
    text = there.isoformat()
    if offset == 0 and rng.random() < 0.5:
        return at, text + 'Z'
    return at, f'{text}{sign}{abs(offset) // 60:02d}:{abs(offset) % 60:02d}'


def asked(rng):
    near = random_date(rng)
    zone, calendar, text, near = random_calendar(rng, near)
    at, at_text = instant_text(rng, calendar.zone, random_wall(rng, near, calendar))
    return zone, calendar, text, at, at_text


def shown_instant(calendar, at):
    return hours.local(calendar.zone, at).isoformat()


def far(rng):
    """Closed for about 20 years: just within reach, or just beyond."""
    zone, calendar, text, at, at_text = asked(rng)
    first = hours.local(calendar.zone, at).date() - hours.ONE_DAY
    last = first + datetime.timedelta(days=7305 + rng.randrange(-30, 4))
    calendar.periods.append((first, last, f'{first}..{last}'))
    minutes = rng.choice([0, 0, 1, 60, 480])
    try:
        expected = shown_instant(calendar, calendar.due(at, minutes))
    except hours.Never as never:
        expected = str(never)
    return f'due\t{zone}\t{text};closed {first}..{last}\t{at_text}\t{minutes}', expected


def due(rng):
    zone, calendar, text, at, at_text = asked(rng)
    minutes = rng.choice([0, 0, 1, 59, 60, 240, 480, 481, rng.randrange(1, 3000),
                          rng.randrange(1, 3000), rng.randrange(1, 30000)])
    if rng.random() < 0.25:  # to the end of a stretch, or to a minute beside it
        stretches = list(calendar.stretches(at, at + rng.choice([86400, 7 * 86400])))
        for _, end in stretches[-1:]:
            minutes = max(0, calendar.minutes(at, end) + rng.choice([0, 0, 0, 1, -1]))
    if rng.random() < 0.008:
        minutes = rng.choice([rng.randrange(500000, 5000000), 10519200, 10519201, 2**62, -1])
    try:
        expected = shown_instant(calendar, calendar.due(at, minutes))
    except hours.Never as never:
        expected = str(never)
    return f'due\t{zone}\t{text}\t{at_text}\t{minutes}', expected


def second_instant(rng, calendar, at):
    after = rng.choice([0, 1, -1, 59, 60, 3600, rng.randrange(86400), rng.randrange(-86400, 0),
                        rng.randrange(10 * 86400), rng.randrange(90 * 86400)])
    if rng.random() < 0.004:
        after = rng.choice([7305, 3652, 36525, 36526]) * 86400
    to = at + after
    there = hours.EPOCH + datetime.timedelta(seconds=to)
    return to, there.isoformat() + rng.choice(['Z', '+00:00'])


def minutes(rng):
    zone, calendar, text, at, at_text = asked(rng)
    to, to_text = second_instant(rng, calendar, at)
    try:
        expected = str(calendar.minutes(at, to))
    except hours.Never as never:
        expected = str(never)
    return f'minutes\t{zone}\t{text}\t{at_text}\t{to_text}', expected


def is_open(rng):
    zone, calendar, text, at, at_text = asked(rng)
    return f'open\t{zone}\t{text}\t{at_text}', str(int(calendar.is_open(at)))


def check(rng):
    zone, calendar, text, at, at_text = asked(rng)
    if rng.random() < 0.5:  # closed nearly always, or always
        first = datetime.date(2028, 1, 1) + datetime.timedelta(days=rng.randrange(366))
        last = first + datetime.timedelta(days=rng.choice([-1, -1, -2, -3, -30]))
        pair = [(date.month, date.day) for date in (first, last)]
        written = '..'.join(f'{month:02d}-{day:02d}' for month, day in pair)
        calendar.periods.append((pair[0], pair[1], written))
        text += f';closed {written}'
    expected = 'ok' if calendar.opens_some_day(at) else 'error config'
    return f'check\t{zone}\t{text}\t{at_text}', expected


def explain(rng):
    zone, calendar, text, at, at_text = asked(rng)
    to, to_text = second_instant(rng, calendar, at)
    if to - at > 100 * 86400:
        to, to_text = at, at_text
    stretches, closed = calendar.explain(at, to) if to > at else ([], [])
    expected = ','.join(f'{a}-{b}' for a, b in stretches) + ' closed '
    expected += ''.join(f'{first}..{last} {reason}|' for first, last, reason in closed)
    return f'explain\t{zone}\t{text}\t{at_text}\t{to_text}', expected
