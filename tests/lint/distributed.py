#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every file stands in a list of the build, itself or a folder above it: what stands
in none is neither in the tarball nor installed, and only a tree made from the tarball
would show it."""
import re
import sys

import files

# What Automake takes without being told, and what belongs to the checkout alone.
UNLISTED = {".ci/run", ".gitignore", "m4/.gitkeep", "COPYING", "Makefile.am", "configure.ac"}

files.go_to_source()
listed = set()
for path in files.all_files():
    if path == "Makefile.am" or path.endswith("local.mk"):
        words = re.sub(r"^#.*", "", files.read(path), flags=re.M).replace("$(srcdir)/", "")
        listed.update(re.findall(r"[^\s=\\]+", words))

status = 0
for path in files.all_files():
    parts = path.split("/")
    above = {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
    if path not in UNLISTED and not above & listed:
        print(f"{path}:1: in no list of Makefile.am or a local.mk: not distributed, not installed")
        status = 1
sys.exit(status)
