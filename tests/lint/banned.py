#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What must not stand in the code: calls that cannot be used safely, floating
point where hours and money are, SQL and shell commands made from strings, and
paths of somebody's own machine.  Each row says why; the row's last field says
where it applies."""
import re
import sys

import files

C_CODE = r"^(src|fuzz|tests)/.*\.[ch]$"
# Looked for in C with its comments and strings taken out.
IN_CODE = (
    (r"\b(strcpy|strcat|stpcpy|sprintf|vsprintf|gets)\s*\(", "writes without a bound", C_CODE),
    (r"\bstrn(cpy|cat)\s*\(", "leaves text without its end, or pads it: sp_buf, sp_str", C_CODE),
    (r"\b(system|popen)\s*\(", "runs a shell: execv with an array of words", r"^src/"),
    (r"\b(strtok|asctime|ctime|tmpnam|mktemp|tempnam)\s*\(", "has a safe successor", C_CODE),
    (r"\b(atoi|atol|atoll|atof)\s*\(", "knows no errors: sp_str_number and its like", r"^src/"),
    (r"\b(float|double)\b", "no floating point near hours or money", r"^src/(base|text|core)/.*\.[ch]$"),
    (r"\b(setlocale)\s*\(", "the programs stay in the C locale: what is read must not depend on it", r"^src/"),
    (r"\bsqlite3_(vm|m|sn|vsn)printf\s*\(", "no SQL is formatted: parameters", r"^src/"),
    (r"\bsqlite3_(exec|prepare|prepare_v2|prepare_v3|get_table)\s*\([^,;]*,\s*\w*(printf|buf|format)\w*",
     "no SQL is formatted: a row of the table of statements", r"^src/"),
)
# Looked for in the strings of C.
IN_STRINGS = (
    (r"\b(SELECT\s.*\sFROM|INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\b",
     "SQL stands in the statements of src/store only", r"^src/(?!store/)"),
    (r"\b(WHERE|SET|VALUES|FROM)\b.*%[-+ #0]*[0-9]*(l|ll|z|j)?[sdiu]", "SQL with values formatted into it",
     r"^src/"),
)
# Looked for in every text file.
ANYWHERE = (
    (r"(?<![\w.$}/-])/(root|work|Users|mnt|home/\w+)/\w", "a path of somebody's own machine", r"^(?!maildir-test/)"),
    (r"[ \t]+$", "blanks at the end of a line", r"\.(c|h|sh|py|mk|am|ac|sql|rules|conf|md)$"),
)
# Strings first: what looks like a comment inside one is none.
TOKEN = re.compile(r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|//[^\n]*|/\*.*?\*/', re.S)


def without(text, strings):
    """The code with comments blanked, and strings too (or, for strings=True,
    the strings with all else blanked); lines keep their numbers."""
    def blank(piece):
        return re.sub(r"[^\n]", " ", piece)

    result = []
    last = 0
    for found in TOKEN.finditer(text):
        between = text[last:found.start()]
        result.append(blank(between) if strings else between)
        piece = found.group()
        result.append(piece if strings and piece.startswith('"') else blank(piece))
        last = found.end()
    result.append(blank(text[last:]) if strings else text[last:])
    return "".join(result)


def offences(path, text, rows):
    for pattern, why, where in rows:
        if re.search(where, path):
            for found in re.finditer(pattern, text, re.M):
                line = text.count("\n", 0, found.start()) + 1
                yield f"{path}:{line}: {found.group().strip() or 'blanks'}: {why}"


def main():
    files.go_to_source()
    found = []
    for path in files.all_files():
        text = files.read(path)
        found += offences(path, text, ANYWHERE)
        if path.endswith((".c", ".h")):
            found += offences(path, without(text, strings=False), IN_CODE)
            found += offences(path, without(text, strings=True), IN_STRINGS)
    for line in found:
        print(line)
    sys.exit(1 if found else 0)


main()
