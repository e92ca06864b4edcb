#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
#
# compare.py [CASES [SEED]]: ask the program (tests/model/driver) and the model
# the same random questions, CASES of each subject (calendars, deadlines, work logs,
# packages, prices), and print where they differ.  A line printed can be given to the
# driver again.  The same seed gives the same cases.
import os
import random
import subprocess
import sys

sys.dont_write_bytecode = True
import cases  # noqa: E402

BATCH = 2000
SHOWN = 10
DRIVER = os.path.join(os.environ.get('SP_BUILD', '.'), 'tests/model/driver')


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


def compare(subject, count, seed):
    """How many answers differ."""
    rng = random.Random(f'{seed} {subject}')
    asked = differ = 0
    while asked < count:
        batch = [cases.random_case(subject, rng) for _ in range(min(BATCH, count - asked))]
        answers = ask([line for line, _ in batch])
        for (line, expected), answer in zip(batch, answers):
            if comparable(line, answer) != expected:
                differ += 1
                if differ <= SHOWN:
                    print(f'{line}\n  model:   {expected}\n  program: {answer}')
        asked += len(batch)
        if sys.stderr.isatty():
            print(f'\r{subject}: {asked} of {count}', end='\n' if asked == count else '', file=sys.stderr)
    print(f'{subject:10} {asked:7} cases {differ:7} differ, seed {seed}', flush=True)
    return differ


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 600
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    return 1 if any([compare(subject, count, seed) for subject in cases.SUBJECTS]) else 0


sys.exit(main())
