#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""mailto.py FILE: the mailto links in the text of a mail, as a mail client opens
them (RFC 6068): "ADDRESS SUBJECT", one a line."""
import email
import re
import sys
import urllib.parse

with open(sys.argv[1], "rb") as file:
    message = email.message_from_binary_file(file)
text = "".join(part.get_payload(decode=True).decode("utf-8") for part in message.walk()
               if part.get_content_type() == "text/plain")
for link in re.findall(r"<(mailto:[^>\s]+)>", text):
    parts = urllib.parse.urlsplit(link)
    fields = urllib.parse.parse_qs(parts.query, strict_parsing=True)
    print(urllib.parse.unquote(parts.path), fields["subject"][0])
