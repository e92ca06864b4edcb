# SPDX-License-Identifier: GPL-2.0-or-later
#
# What is asked, by subject, and how often each question is of the hundred of its
# subject.
import cases_hours as hours
import cases_money as money

SUBJECTS = {
    'calendars': [(hours.minutes, 55), (hours.is_open, 24), (hours.explain, 18), (hours.check, 3)],
    'deadlines': [(hours.due, 97), (hours.far, 3)],
    'work logs': [(money.work_log, 80), (money.typed_hours, 20)],
    'packages': [(money.ledger, 100)],
    'prices': [(money.price, 70), (money.typed_money, 20), (money.shown, 10)],
}


def random_case(subject, rng):
    functions, weights = zip(*SUBJECTS[subject])
    return rng.choices(functions, weights)[0](rng)
