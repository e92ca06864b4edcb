# SPDX-License-Identifier: GPL-2.0-or-later
#
# What is asked, and how often.
import cases_hours as hours
import cases_money as money

# How often each is asked, of a hundred.
WEIGHTS = [
    (hours.due, 33), (hours.far, 1), (hours.minutes, 20), (hours.is_open, 8), (hours.explain, 6),
    (hours.check, 1), (money.price, 8), (money.ledger, 13), (money.typed_hours, 4),
    (money.typed_money, 4), (money.shown, 2)]


def random_case(rng):
    functions, weights = zip(*WEIGHTS)
    return rng.choices(functions, weights)[0](rng)
