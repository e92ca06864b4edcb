# SPDX-License-Identifier: GPL-2.0-or-later
"""Which files the lints look at: what is under version control, or, in a
distributed tree, what lies in the project's folders and was not made there."""
import os
import re
import subprocess

FOLDERS = (".ci", "contrib", "debian", "examples", "filters", "fuzz", "maildir-test", "man",
           "src", "templates", "tests")
TOP = (".clang-format", ".editorconfig", ".shellcheckrc", "CONTRIBUTING.md", "Makefile.am", "NEWS",
       "README.md", "bootstrap", "configure.ac")
MADE = re.compile(r"\.(o|a|log|trs|gcda|gcno|Po|pyc)$|(^|/)(\.deps|\.dirstamp|__pycache__)(/|$)"
                  r"|^src/store/schema\.c$")


def go_to_source():
    """Paths in what a lint prints are relative to the source folder."""
    os.chdir(os.environ.get("SP_SOURCE") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))


def is_text(path):
    with open(path, "rb") as file:
        start = file.read(8192)
    return b"\0" not in start and not start.startswith(b"\x7fELF")


def all_files():
    """Every text file of the project, sorted; call go_to_source() before."""
    if os.path.exists(".git"):
        listed = subprocess.run(["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others",
                                 "--exclude-standard"], check=True, capture_output=True).stdout
        paths = [path.decode() for path in listed.split(b"\0") if path]
    else:
        paths = list(TOP)
        for folder in FOLDERS:
            for where, _, names in os.walk(folder):
                paths += [os.path.join(where, name) for name in names]
    return sorted(path for path in paths
                  if os.path.isfile(path) and not MADE.search(path) and is_text(path))


def read(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        return file.read()


def interpreter(text):
    """The program a script names in its first line ("sh"), or None."""
    found = re.match(r"#! ?/\S*?([a-z0-9.]+)(?: ([a-z0-9]+))?\n", text)
    if not found:
        return None
    return found.group(2) if found.group(1) == "env" else found.group(1)
