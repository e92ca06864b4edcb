#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The manual says what the program does.

Every page is clean for `mandoc -Tlint`; every setting of the program's table
stands, with its default, in sportello.conf(5) and in examples/sportello.conf,
which reads as it is and with every default uncommented; every mail and every
name of templates/VARIABLES stands in sportello-templates(5)."""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

import files

BUILD = os.path.abspath(os.environ.get("SP_BUILD") or ".")
EXAMPLE = "examples/sportello.conf"


def sportello(*arguments):
    done = subprocess.run([os.path.join(BUILD, "sportello"), *arguments], capture_output=True, text=True,
                          check=False, env={**os.environ, "SPORTELLO_DATA": os.getcwd()})
    return done.returncode, done.stdout, done.stderr


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def lint_pages():
    """What is said of the page itself: that a page is not installed here, or the
    machine's own database is old, is no fault."""
    for page in sorted(glob.glob("man/*.[1-9]")):
        done = subprocess.run(["mandoc", "-Tlint", "-W", "style", page], capture_output=True, text=True,
                              check=False)
        for line in (done.stdout + done.stderr).splitlines():
            if page + ":" in line and "referenced manual not found" not in line:
                yield line


def settings_in(path, settings, shape):
    text = read(path)
    for setting in settings:
        if not re.search(shape(setting), text, re.M):
            yield f"{path}: the setting {setting['name']} is not there with its default"


def manual_shape(setting):
    if setting["default"] is None:
        return rf"^\.It Ic {setting['name']}$"
    default = setting["default"].replace('"', r"\(dq")
    return rf"^\.It Ic {setting['name']} No = {re.escape(default)}$"


def example_shape(setting):
    """One without default is set; one with it may be set to something else."""
    if setting["default"] is None:
        return rf"^\t+{setting['name']} = "
    return rf"^\t+(# {setting['name']} = {re.escape(setting['default'])};|{setting['name']} = )"


def example_reads():
    text = read(EXAMPLE)
    all_set = re.sub(r"^(\t+)# (\w+ = .*;)$", r"\1\2", text, flags=re.M)
    if all_set == text:
        yield f"{EXAMPLE}: no default is commented out"
    # A default that another line of the same group gives otherwise would stand there twice.
    with tempfile.NamedTemporaryFile("w", suffix=".conf", encoding="utf-8") as copy:
        copy.write(all_set)
        copy.flush()
        for path in (EXAMPLE, copy.name):
            code, _, err = sportello("-c", path, "template", "check")
            if code != 0:
                yield f"{EXAMPLE}: {err.strip()}"


def templates_in_manual():
    page = "man/sportello-templates.5"
    text = read(page)
    for line in read("templates/VARIABLES").splitlines():
        name = line.split("|")[0].strip()
        if line and not line.startswith("#") and f".It Li {name} Pq" not in text:
            yield f"{page}: the name {name} is not there"
    for path in sorted(glob.glob("templates/it/*.txt")):
        name = os.path.basename(path)[:-4]
        if f".It Li {name}\n" not in text:
            yield f"{page}: the mail {name} is not there"


def main():
    files.go_to_source()
    code, out, err = sportello("show", "settings", "--json")
    if code != 0:
        sys.exit(f"sportello show settings: {err}")
    settings = json.loads(out)
    problems = [*lint_pages(), *settings_in("man/sportello.conf.5", settings, manual_shape),
                *settings_in(EXAMPLE, settings, example_shape), *example_reads(), *templates_in_manual()]
    print(*problems, sep="\n")
    sys.exit(1 if problems or len(settings) < 50 else 0)


main()
