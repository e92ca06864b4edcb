#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every script that names its interpreter can be run, and shellcheck finds nothing
in any shell script (.shellcheckrc has its options)."""
import os
import shutil
import subprocess
import sys

import files

files.go_to_source()
if not shutil.which("shellcheck"):
    sys.exit("shellcheck is not installed: run ./bootstrap as root")
named = {path: files.interpreter(files.read(path)) for path in files.all_files()}
stuck = [path for path in named if named[path] and not path.endswith(".in") and not os.access(path, os.X_OK)]
for path in stuck:
    print(f"{path}: its first line names {named[path]}, and it cannot be run: chmod +x")
scripts = [path for path in named if named[path] in ("sh", "bash") or path.endswith(".sh")]
print(f"{len(scripts)} scripts")
found = subprocess.run(["shellcheck", "--", *scripts], check=False).returncode
sys.exit(1 if stuck else found)
