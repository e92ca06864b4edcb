#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What leaves a file is used by another: every function that a header of src/
declares is named in some C file beside the one that defines it (a test counts), and
every statement in store/statements.h is run by somebody."""
import re
import sys

import files

files.go_to_source()
sources = {path: files.read(path) for path in files.all_files() if path.endswith((".c", ".h"))}
words = {path: set(re.findall(r"\w+", text)) for path, text in sources.items() if path.endswith(".c")}


def without_comments(text):
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


def declared():
    """(header, name) of each function."""
    for path, text in sources.items():
        if path.startswith("src/") and path.endswith(".h"):
            for name in re.findall(r"^[a-z][^;{}()=]*?\b(sp_\w+)\(", without_comments(text), re.M):
                yield path, name


def defines(path, name):
    return re.search(rf"^[a-z][^;{{}}()=\n]*\b{name}\(", sources[path], re.M)


def statements():
    for name in sorted(set(re.findall(r"\bSP_SQL_\w+", without_comments(sources["src/store/statements.h"])))):
        yield "src/store/statements.h", name


# Steps that belong with others, which somebody uses; a kind of value like its sisters.
OF_A_SET = {"sp_contained_begin", "sp_contained_end", "sp_json_bool"}
# sp_NAME_of() is called by macros that join the name (core/ledger.c, store/query.c).
JOINED = re.compile(r"sp_\w+_of$")

unused = [(path, name) for path, name in declared()
          if name not in OF_A_SET and not JOINED.match(name) and not any(name in found and not defines(place, name) for place, found in words.items())]
unused += [(path, name) for path, name in statements()
           if not any(name in found for place, found in words.items() if place != "src/store/statements.c")]
for path, name in unused:
    print(f"{path}: {name}: nobody but its own file uses it: make it static, or take it out")
print(f"{len(list(declared()))} functions")
sys.exit(1 if unused else 0)
