#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
#
# compare.py [CASES [SEED]]: ask the program (tests/model/driver) and the model
# the same random questions about working time, prices, the ledger and what
# people type, and print where they differ.  A line printed can be given to the
# driver again.  The same seed gives the same cases.
import collections
import os
import random
import subprocess
import sys

sys.dont_write_bytecode = True
import cases  # noqa: E402

BATCH = 2000
SHOWN = 10
DRIVER = os.path.join(os.environ.get('SP_BUILD', '.'), 'tests/model/driver')


def make(count, rng):
    made = []
    while len(made) < count:
        made.append(cases.random_case(rng))
    return made


def ask(lines):
    """The driver's answers; it must answer each line and end well."""
    done = subprocess.run([DRIVER], input='\n'.join(lines) + '\n', capture_output=True, text=True,
                          encoding='utf-8', check=False)
    answers = done.stdout.split('\n')[:-1]
    if done.returncode != 0 or len(answers) != len(lines):
        after = lines[len(answers)] if len(answers) < len(lines) else ''
        sys.exit(f'the driver ended with {done.returncode} after {len(answers)} answers: '
                 f'{done.stderr}{after}')
    return answers


def comparable(line, answer):
    """The titles of holidays are not the model's business."""
    if not line.startswith('explain'):
        return answer
    stretches, closed = answer.split(' closed ')
    parts = []
    for item in closed.split('|')[:-1]:
        dates, reason = item.split(' ', 1)
        parts.append(f'{dates} {reason if reason[0].isdigit() else "holiday"}|')
    return f'{stretches} closed {"".join(parts)}'


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    rng = random.Random(seed)
    asked, differ = collections.Counter(), collections.Counter()
    bar = sys.stderr.isatty()
    while sum(asked.values()) < count:
        batch = make(min(BATCH, count - sum(asked.values())), rng)
        answers = ask([line for line, _ in batch])
        for (line, expected), answer in zip(batch, answers):
            question = line.split('\t', 1)[0]
            asked[question] += 1
            if comparable(line, answer) != expected:
                differ[question] += 1
                if sum(differ.values()) <= SHOWN:
                    print(f'{line}\n  model:   {expected}\n  program: {answer}')
        if bar:
            print(f'\r{sum(asked.values())} of {count}', end='', file=sys.stderr)
    if bar:
        print(file=sys.stderr)
    for question in sorted(asked):
        print(f'{question:8} {asked[question]:7} cases {differ[question]:7} differ')
    print(f'{"all":8} {sum(asked.values()):7} cases {sum(differ.values()):7} differ, seed {seed}')
    return 1 if differ else 0


sys.exit(main())
