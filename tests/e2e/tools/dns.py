#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""A name server for tests: dns.py ZONE ADDRESSFILE

Answers from ZONE, lines "NAME TXT VALUE" (quotes are no part of the value), over
UDP, on port 53 of an address of loopback that nobody else uses; the address goes
into ADDRESSFILE.  A name that is not in ZONE does not exist.  TCP is not served:
no answer here is too large for UDP with EDNS."""
import os
import random
import socket
import struct
import sys

TXT, OPT = 16, 41


def read_zone(path):
    zone = {}
    with open(path, encoding="ascii") as file:
        for line in file:
            words = line.rstrip("\n").split(" ", 2)
            if len(words) == 3 and words[1] == "TXT":
                zone.setdefault(words[0].lower(), []).append(words[2].encode("ascii"))
    return zone


def name_at(packet, at):
    """The name of a question (never compressed) and where it ends."""
    labels = []
    while packet[at]:
        labels.append(packet[at + 1:at + 1 + packet[at]].decode("ascii", "replace"))
        at += 1 + packet[at]
    return ".".join(labels).lower(), at + 1


def strings(value):
    return b"".join(bytes([len(value[i:i + 255])]) + value[i:i + 255] for i in range(0, len(value), 255))


def answer(packet, zone):
    number, flags, questions = struct.unpack("!HHH", packet[:6])
    if questions != 1 or flags & 0x8000:
        return None
    name, end = name_at(packet, 12)
    kind, _ = struct.unpack("!HH", packet[end:end + 4])
    rows = zone.get(name, []) if kind == TXT else []
    missing = name not in zone and not any(one.endswith("." + name) for one in zone)
    head = struct.pack("!HHHHHH", number, 0x8580 | (3 if missing else 0), 1, len(rows), 0, 1)
    out = head + packet[12:end + 4]
    for row in rows:
        data = strings(row)
        out += struct.pack("!HHHIH", 0xC00C, TXT, 1, 60, len(data)) + data
    return out + b"\0" + struct.pack("!HHIH", OPT, 4096, 0, 0)


def main():
    zone_path, address_path = sys.argv[1:3]
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for _ in range(100):
        address = "127.%d.%d.%d" % tuple(random.randint(2, 250) for _ in range(3))
        try:
            server.bind((address, 53))
            break
        except OSError:
            continue
    else:
        sys.exit("no address of loopback has a free port 53")
    with open(address_path + ".new", "w", encoding="ascii") as file:
        file.write(address + "\n")
    os.rename(address_path + ".new", address_path)
    while True:
        packet, client = server.recvfrom(4096)
        try:
            said = answer(packet, read_zone(zone_path))
        except (IndexError, struct.error):
            said = None
        if said:
            server.sendto(said, client)


main()
