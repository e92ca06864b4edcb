#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""WHERE.md: every status, command, mail and log line of the program, and the files in
which it is defined.  Made from the tables and the files themselves:

    tests/lint/where.py write     writes it anew
    tests/lint/where.py           says whether it is as it would be written"""
import glob
import json
import os
import re
import subprocess
import sys

import files

BUILD = os.path.abspath(os.environ.get("SP_BUILD") or ".")
PAGE = "WHERE.md"
HEAD = """# Where everything is

Every status, command, mail and log line, and the files in which it is defined. Made by
`tests/lint/where.py write`, and checked by `make check`: do not edit it by hand.
[CONTRIBUTING.md](CONTRIBUTING.md) says how each of them is added.
"""


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def sportello(*arguments):
    done = subprocess.run([os.path.join(BUILD, "sportello"), *arguments], capture_output=True, text=True, check=True,
                          env={**os.environ, "SPORTELLO_DATA": os.getcwd()})
    return done.stdout


def sources():
    return {path: read(path) for path in sorted(glob.glob("src/*/*.c"))}


def holds(code, pattern, room="src/"):
    """The files of `room` in which the pattern stands, in order."""
    return [path for path, text in code.items() if path.startswith(room) and re.search(pattern, text)]


def named(paths):
    return ", ".join(f"`{path}`" for path in paths)


def table(title, words, rows, *heads):
    yield f"\n## {title}\n\n{words}\n"
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def in_words(language, group):
    """The keys of a group of words.conf, and what each is called."""
    text = re.search(rf"^{group} = {{\n(.*?)^}}", read(f"templates/{language}/words.conf"), re.M | re.S).group(1)
    return {key: re.findall(r'"([^"]*)"', value) for key, value in re.findall(r"^\t(\w+) = ([^;]*);", text, re.M)}


def statuses():
    other = {row["code"]: row["label"] for row in json.loads(sportello("show", "states", "--json", "--language", "en"))}
    for row in json.loads(sportello("show", "states", "--json", "--language", "it")):
        mails = sorted({move["mail"] for move in row["moves"] if move["mail"]})
        yield f"`{row['code']}`", row["label"], other[row["code"]], ", ".join(mails)


def staff_commands(code):
    english = {row["code"]: row["word"] for row in json.loads(sportello("show", "commands", "--json", "--language", "en"))}
    constant = dict((word, kind) for kind, word in re.findall(r'\{ (SP_CMD_\w+), +"(\w+)"', code["src/core/command.c"]))
    function = dict(re.findall(r"\[(SP_CMD_\w+)\] = (\w+),", code["src/core/decide_commands.c"]))
    for row in json.loads(sportello("show", "commands", "--json", "--language", "it")):
        kind = constant[row["code"]]
        place = holds(code, rf"(?m)^(static )?void {function[kind]}\(")
        yield f"`#{row['word'].lstrip('#')}`", f"`#{english[row['code']].lstrip('#')}`", f"`{kind}`", f"`{function[kind]}`, {named(place)}"


def requests(code):
    italian, english = in_words("it", "command"), in_words("en", "command")
    for kind, word in re.findall(r'\{ (SP_ASK_\w+), +"(\w+)"', code["src/core/request.c"]):
        place = holds(code, rf"\b{kind}\b", "src/core/decide")
        yield ("/".join(italian[word]).upper(), "/".join(english[word]).upper(), f"`{kind}`",
               named(place) or "what its row says, `src/core/decide_request.c`")


def mails(code):
    for name, to in re.findall(r'^\t\{ "(\w+)", +(SP_TO_\w+)', code["src/core/mails.c"], re.M):
        place = [path for path in holds(code, f'"{name}"') if re.match(r"src/core/(decide|command_|ticket|request)", path)]
        place = place or holds(code, f'"{name}"', "src/desk/")
        yield f"`{name}`", to[6:].lower(), named([f"templates/it/{name}.txt", f"templates/en/{name}.txt"]), named(place)


def log_lines(code):
    """What is written to the system's log, by its first word."""
    found = {}
    for path, text in code.items():
        summaries = re.findall(r"summary = ([^;]*);", text) if re.match("src/(core|desk)/", path) else []
        for expression in re.findall(r"sp_log_begin\(&?\w+, ([^;]*)\);", text) + summaries:
            for word in re.findall(r'"([a-z-]+)"', expression):
                found.setdefault(word, set()).add(path)
    # What became of a mail: the outbox's own word for it, but of what is tried again.
    states = "".join(code.values())
    ends = [re.search(rf'\[SP_OUTBOX_{end}\] = "(\w+)"', states).group(1) for end in ("SENT", "FAILED")]
    outcome = re.search(r"static const char \*outcome\(.*?^}", code["src/send/queue.c"], re.M | re.S).group(0)
    for word in re.findall(r'"([a-z-]+)"', outcome) + ends:
        found.setdefault(word, set()).add("src/send/queue.c")
    for word in sorted(found):
        yield f"`{word}`", named(sorted(found[word]))


def commands(code):
    for name in re.findall(r"^  ([a-z-]+(?: [a-z-]+)?)  ", sportello("--help"), re.M):
        # One that several things have may be made by a macro, in the file of its name.
        place = holds(code, f'"{name}"', "src/admin/cmd_") or [
            path for path in (f"src/admin/cmd_{name.split()[-1]}.c",) if path in code]
        yield f"`{name}`", named(place)


def page():
    code = sources()
    yield HEAD.rstrip("\n")
    yield from table("Statuses", "Codes in `src/core/facts.c`, moves in `src/core/ticket.c`, words in "
                     "`templates/it/words.conf` and `templates/en/words.conf`.", statuses(), "code", "Italian", "English",
                     "mails of its moves")
    yield from table("The staff's commands", "Rows in `src/core/command.c`, called from `src/core/decide_commands.c`.",
                     staff_commands(code), "Italian", "English", "row", "done by")
    yield from table("The customers' words", "Rows in `src/core/request.c`.", requests(code), "Italian", "English",
                     "row", "decided in")
    yield from table("Mails", "Rows in `src/core/mails.c`; what their templates may name in `templates/VARIABLES`, "
                     "filled in by `src/desk/mail_data.c`.", mails(code), "name", "to", "templates", "caused in")
    yield from table("Log lines", "By their first word; what follows it is in sportello(7).", log_lines(code), "word", "written in")
    yield from table("The administrator's commands", "Listed in `src/admin/commands.c`, described in `man/sportello.1`.",
                     commands(code), "command", "file")


def main():
    files.go_to_source()
    text = "\n".join(page()) + "\n"
    if sys.argv[1:] == ["write"]:
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(text)
        return 0
    problems = [f"{PAGE}: nothing says where {row}" for row in text.splitlines() if re.search(r"\| +\|", row)
                and not row.startswith("| `archived`")]
    problems += [f"{PAGE}: {name} is not described" for name in re.findall(r"`(templates/\w+/\w+\.txt)`", text)
                 if not os.path.exists(name)]
    if not os.path.exists(PAGE) or read(PAGE) != text:
        problems.append(f"{PAGE}: is not as the tables are; tests/lint/where.py write, and look at the difference")
    print(*problems, sep="\n")
    return 1 if problems else 0


sys.exit(main())
