#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Print a TCP port of 127.0.0.1 that is free: below the range the system takes
for outgoing connections, so that none of those gets it before our server does."""
import random
import socket
import sys

for _ in range(200):
    port = random.SystemRandom().randrange(20000, 32000)
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            continue
    print(port)
    sys.exit(0)
sys.exit("no free port found")
