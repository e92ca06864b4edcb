#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Is a folder of `sportello privacy export` whole?  export_check.py FOLDER [MAIL...]

Each file stands in the manifest with its size and SHA-256 and no other is there;
data.json is version 1 and every file that it names is there; every MAIL is a file
of messages/, byte for byte.  Prints what the data say in a line, else what is
wrong."""
import hashlib
import json
import os
import sys


def main():
    folder, mails = sys.argv[1], sys.argv[2:]
    wrong, there = [], {}
    for root, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(root, name)
            with open(path, "rb") as file:
                there[os.path.relpath(path, folder)] = file.read()
            if os.stat(path).st_mode & 0o077:
                wrong.append(f"{name}: others may read it")
    manifest = json.loads(there.pop("manifest.json"))
    listed = {one["file"]: one for one in manifest["files"]}
    if set(listed) != set(there):
        wrong.append(f"manifest and folder differ: {set(listed) ^ set(there)}")
    for name, one in listed.items():
        content = there.get(name, b"")
        if (one["size"], one["sha256"]) != (len(content), hashlib.sha256(content).hexdigest()):
            wrong.append(f"{name} is not what the manifest says")
    data = json.loads(there["data.json"])
    if data["version"] != 1:
        wrong.append("version")
    named = [one["file"] for one in data["messages"]]
    named += [file["file"] for one in data["messages"] for file in one["attachments"]]
    named += [one["message"] for ticket in data["tickets"] for one in ticket["entries"]]
    for name in named:
        if name is not None and name not in there:
            wrong.append(f"{name} is named and not there")
    messages = [content for name, content in there.items() if name.startswith("messages/")]
    for mail in mails:
        with open(mail, "rb") as file:
            if file.read() not in messages:
                wrong.append(f"{mail} is not among the messages")
    for one in wrong:
        print(one)
    if not wrong:
        print(len(data["tickets"]), "tickets", len(messages), "messages",
              sum(name.startswith("attachments/") for name in there), "attachments")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
