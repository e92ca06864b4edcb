#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""big_mail.py N: a mail of N megabytes with a text, an HTML part and an attachment."""
import base64
import random
import sys

size = int(sys.argv[1]) * 1024 * 1024
bytes_of_it = random.Random(1).randbytes(size * 54 // 78)
out = sys.stdout.buffer
out.write(b"From: Mario Rossi <mario@example.it>\r\nTo: help@example.com\r\nSubject: big\r\n"
          b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nIn allegato.\r\n"
          b"--b\r\nContent-Type: text/html\r\n\r\n<p>In allegato.</p>\r\n"
          b"--b\r\nContent-Type: application/octet-stream; name=a.bin\r\n"
          b"Content-Transfer-Encoding: base64\r\n\r\n")
for at in range(0, len(bytes_of_it), 57):
    out.write(base64.b64encode(bytes_of_it[at:at + 57]) + b"\r\n")
out.write(b"--b--\r\n")
