#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Is anything left of these words?  traces.py FOLDER WORD...

Every file below FOLDER (what is compressed, decompressed) is searched for every
word as it is, in any case, composed and decomposed, in UTF-8, Latin-1 and
UTF-16, quoted-printable, percent-encoded, as HTML, uuencoded, and in base64 at each
of the three alignments, whatever lines it is broken into.  A line a finding:
"FILE: WORD (how)".  Written without a look at how the program erases."""
import base64
import binascii
import gzip
import html
import os
import quopri
import re
import sys
import unicodedata
import urllib.parse


def read(path):
    with open(path, "rb") as file:
        data = file.read()
    return gzip.decompress(data) if path.endswith(".gz") else data


def views(data):
    """The bytes, and what they say when they are decoded in the usual ways."""
    yield "as it is", data
    joined = re.sub(rb"[\r\n]+", b"", data)
    yield "over line ends", joined
    yield "quoted-printable", quopri.decodestring(data)
    yield "Q words", quopri.decodestring(re.sub(rb"\?=\s+=\?[^?]*\?[qQ]\?", b"", data), header=True)
    for number, block in enumerate(re.findall(rb"begin [0-7]{3,4} [^\n]*\n(.*?)\nend", data, re.S)):
        yield f"uuencode {number}", uudecoded(block)
    yield "json", re.sub(rb"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)).encode("utf-8", "replace"), data)
    yield "unfolded", re.sub(rb"\r?\n[ \t]", b"", data)
    yield "percent", urllib.parse.unquote_to_bytes(joined)
    yield "html", html.unescape(re.sub(rb"<[^>]*>", b"", data).decode("latin-1")).encode("utf-8", "replace")


def uudecoded(block):
    out = b""
    for line in block.splitlines():
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            pass
    return out


def lowered(data):
    """Lower case of ASCII, and of Latin letters in UTF-8."""
    return data.decode("utf-8", "surrogateescape").lower().encode("utf-8", "surrogateescape")


def spellings(word):
    for form in ("NFC", "NFD"):
        for text in {word, word.lower(), word.upper(), word.title()}:
            yield unicodedata.normalize(form, text)


def encodings(text):
    yield "utf-8", text.encode("utf-8")
    yield "utf-16le", text.encode("utf-16le")
    yield "utf-16be", text.encode("utf-16be")
    try:
        yield "latin-1", text.encode("latin-1")
    except UnicodeEncodeError:
        pass


def in_base64(code):
    """The letters of it that do not depend on what stands before and after."""
    for shift in range(3):
        letters = base64.b64encode(b"\0" * shift + code)
        start = (shift * 8 + 5) // 6
        end = (shift + len(code)) * 8 // 6
        yield letters[start:end]


def patterns(word):
    """What is sought as it is, and what as base64."""
    plain, letters = {}, {}
    for text in spellings(word):
        for name, code in encodings(text):
            plain[code] = name
            for piece in in_base64(code):
                if len(piece) >= 8:
                    letters[piece] = "base64 of " + name
    return plain, letters


def findings(path, word):
    data = read(path)
    plain, letters = patterns(word)
    for how, view in views(data):
        low = lowered(view)
        for code, name in plain.items():
            if code in view or lowered(code) in low:
                yield f"{name}, {how}"
    joined = re.sub(rb"[\r\n]+", b"", data)
    for piece, name in letters.items():
        if piece in joined:
            yield name


def main():
    folder, words = sys.argv[1], sys.argv[2:]
    count = 0
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            if not os.path.isfile(path):  # the pipe that wakes the sender
                continue
            for word in words:
                for how in sorted(set(findings(path, word))):
                    print(f"{os.path.relpath(path, folder)}: {word} ({how})")
                    count += 1
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
