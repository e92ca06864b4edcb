# SPDX-License-Identifier: GPL-2.0-or-later
#
# Random prices, ledgers, and texts that people type.  Each function gives
# (line for the driver, what the model expects).
import money


def price_text(rng, cents):
    whole, part = divmod(cents, 100)
    if part == 0 and rng.random() < 0.3:
        return str(whole)
    return f'{whole}{rng.choice(",.")}{part:02d}'


def surcharge(rng):
    if rng.random() < 0.5:
        percent = rng.choice([0, 1, 10, 25, 33, 50, 100, rng.randrange(1001)])
        return ('percent', percent), f'{percent}%'
    cents = rng.choice([0, 1, 1500, rng.randrange(100000)])
    return ('cents', cents), price_text(rng, cents)


def random_tariff(rng):
    tariff, values = money.Tariff(), []
    tariff.first = rng.choice([10000, 7000, 1, 3333, rng.randrange(10**9 + 1), rng.randrange(20000)])
    tariff.next = rng.choice([7000, 0, 1, 9999, rng.randrange(20000)])
    values += [f'first {price_text(rng, tariff.first)}', f'next {price_text(rng, tariff.next)}']
    if rng.random() < 0.4:
        tariff.divisible = True
        values.append('divisible')
    if rng.random() < 0.5:
        tariff.out, text = surcharge(rng)
        values.append(f'out {text}')
    if rng.random() < 0.5:
        tariff.extra, text = surcharge(rng)
        values.append(f'extra {text}')
    if rng.random() < 0.5:
        unit = rng.choice([1, 5, 6, 10, 15, 30, 60, 90, 1440])
        tariff.unit = dict.fromkeys(money.KINDS, unit)
        values.append(f'unit {unit}')
    if rng.random() < 0.4:
        kind, unit = rng.choice(money.KINDS), rng.randrange(1, 1441)
        tariff.unit[kind] = unit
        values.append(f'unit {kind} {unit}')
    if rng.random() < 0.1:
        kind = rng.choice(money.KINDS)
        tariff.included.add(kind)
        values.append(f'included {kind}')
    return tariff, ';'.join(values)


def worked(rng):
    return rng.choice([0, 1, 14, 15, 16, 59, 60, 61, 119, 120, 121, rng.randrange(2000),
                       rng.randrange(600001) if rng.random() < 0.1 else 45])


def price(rng):
    tariff, text = random_tariff(rng)
    kind, out, extra = rng.choice(money.KINDS), rng.randrange(2), rng.randrange(2)
    real = worked(rng)
    charged = tariff.charged(kind, real)
    expected = ' '.join(str(number) for number in (charged, *tariff.price(charged, out, extra)))
    return f'price\t{text}\t{kind}\t{real}\t{out}\t{extra}', expected


def random_account(rng, number, sort):
    start = rng.randrange(0, 60)
    end = rng.choice([None, start, start + 10, start + rng.randrange(90), start + 30])
    kinds = rng.choice([None, None, None, tuple(rng.sample(money.KINDS, rng.randrange(1, 4)))])
    queues = rng.choice([None, None, ('web',), ('hw', 'sw')])
    unlimited = sort == 'contract' and rng.random() < 0.3
    bought = rng.choice([60, 90, 600, 7, 100, rng.randrange(1, 1000), 0 if unlimited else 30])
    account = money.Account(number, sort, start, end, kinds, queues, unlimited, bought)
    text = ':'.join(str(part) for part in (
        number, sort, start, '*' if end is None else end, '+'.join(kinds) if kinds else '*',
        '+'.join(queues) if queues else '*', int(unlimited), bought))
    return account, text


def random_work(rng, desk, number):
    day, kind = rng.randrange(0, 120), rng.choice(money.KINDS)
    queue, real = rng.choice(['web', 'hw', 'sw', 'other']), worked(rng)
    out, extra = rng.randrange(2), int(rng.random() < 0.2)
    work = money.Work(number, day, kind, queue, desk.tariff.charged(kind, real), out, extra)
    return work, f'{number}:{day}:{kind}:{queue}:{real}:{out}:{extra}'


def ledger(rng):
    tariff, tariff_text = random_tariff(rng)
    carry = rng.random() < 0.5
    desk, steps = money.Desk(tariff, carry), []
    numbers = rng.sample(range(1, 30), 12)
    for _ in range(rng.randrange(0, 6)):
        sort = rng.choice(['package', 'package', 'contract'])
        account, text = random_account(rng, numbers.pop(), sort)
        desk.accounts.append(account)
        steps.append(f'account:{text}')
    log = 0
    for _ in range(rng.randrange(1, 16)):
        pick = rng.random()
        if pick < 0.6 or log == 0:
            work, text = random_work(rng, desk, log)
            desk.charge(work)
            steps.append(f'charge:{text}')
            log += 1
        elif pick < 0.75:
            work, text = random_work(rng, desk, rng.randrange(log))
            desk.correct(work.number, work)
            steps.append(f'correct:{text}')
        elif pick < 0.85:
            number = rng.randrange(log)
            desk.correct(number, None)
            steps.append(f'cancel:{number}')
        elif numbers:
            account, text = random_account(rng, numbers.pop(), 'package')
            desk.add_package(account)
            steps.append(f'add:{text}')
    return asked_of(desk, tariff_text, carry, steps)


def work_log(rng):
    """The life of one work log: charged to what there is, then corrected or cancelled."""
    tariff, tariff_text = random_tariff(rng)
    carry = rng.random() < 0.5
    desk, steps = money.Desk(tariff, carry), []
    for number in rng.sample(range(1, 30), rng.randrange(0, 5)):
        account, text = random_account(rng, number, rng.choice(['package', 'package', 'contract']))
        desk.accounts.append(account)
        steps.append(f'account:{text}')
    work, text = random_work(rng, desk, 0)
    desk.charge(work)
    steps.append(f'charge:{text}')
    for _ in range(rng.choice([0, 0, 1, 2])):
        work, text = random_work(rng, desk, 0)
        desk.correct(0, work)
        steps.append(f'correct:{text}')
    if rng.random() < 0.2:
        desk.correct(0, None)
        steps.append('cancel:0')
    return asked_of(desk, tariff_text, carry, steps)


def asked_of(desk, tariff_text, carry, steps):
    expected = ''.join('/'.join(str(part) for part in entry) + ' ' for entry in desk.entries)
    expected += ''.join(f'{a.number}={desk.balance(a)} ' for a in desk.accounts)
    return '\t'.join(['ledger', tariff_text, 'carry' if carry else 'price', *steps]), expected


def typed_text(rng, samples, alphabet):
    text = rng.choice(samples)
    text = ''.join(rng.choice('0123456789') if c == '#' else c for c in text)
    for _ in range(rng.choice([0, 0, 0, 1, 1, 2])):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(['', rng.choice(alphabet)]) + text[at + rng.randrange(2):]
    return text


def typed_hours(rng):
    text = typed_text(rng, ['#:##', '##:##', '#', '##', '#,#', '#.#', '#,##', '#.##', '##m', '## min',
                            '#h', '# ore', '#h##', '# h ## min', '1 ora 5 minuti', '#####:##',
                            '#######m', '######', '99999999999999999999', '# HOURS', '#:30 h'],
                      '0123456789:,. hmoreinut-+')
    return f'hours\t{text}', money.read_hours(text)


def typed_money(rng):
    text = typed_text(rng, ['#', '##,##', '##.##', '#,#', '€ ##,##', '##,## €', '#.###,##', '#,###.##',
                            '#.###.###', '#.###', '###.###,#', '####,##', '12,50 euro', 'EUR ##',
                            '##########,##', '9999999999999999999999', '#,###,###.##', '1.234,567.89'],
                      '0123456789,. €euro-')
    return f'money\t{text}', money.read_money(text)


def shown(rng):
    number = rng.choice([rng.randrange(-10**6, 10**6), rng.randrange(-10**4, 10**4),
                         rng.randrange(-2**63, 2**63), rng.choice([0, -1, 59, 60, -60, 100000])])
    return f'shown\t{number}', money.shown(number)
