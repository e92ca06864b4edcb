#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""shellcheck finds nothing in any shell script (.shellcheckrc has its options)."""
import shutil
import subprocess
import sys

import files

files.go_to_source()
if not shutil.which("shellcheck"):
    sys.exit("shellcheck is not installed: run ./bootstrap as root")
scripts = [path for path in files.all_files()
           if files.interpreter(files.read(path)) in ("sh", "bash") or path.endswith(".sh")]
print(f"{len(scripts)} scripts")
sys.exit(subprocess.run(["shellcheck", "--", *scripts], check=False).returncode)
