#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""charset_tables.py > charset_tables.h: the upper halves of the single-byte
charsets, from Python's codecs.  Run it again only to add one."""
CHARSETS = """
iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13
iso8859-14 iso8859-15 iso8859-16
cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp874
koi8-r koi8-u mac-roman mac-cyrillic mac-latin2 mac-greek mac-turkish hp-roman8
cp437 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862 cp863 cp865 cp866 cp869
""".split()

print("""/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Made by charset_tables.py: for each single-byte charset what its bytes 0x80
 * to 0xFF mean.  0xFFFD: nothing; in the windows charsets such a byte is the
 * control of the same number, as the WHATWG encoding standard has it.
 */
#ifndef SP_BASE_CHARSET_TABLES_H
#define SP_BASE_CHARSET_TABLES_H

#include <stdint.h>
""")
print("enum sp_charset_table {")
for name in CHARSETS:
    print("\tSP_TABLE_%s," % name.replace("-", "_").upper())
print("\tSP_TABLES\n};\n")
print("static const uint16_t sp_charset_tables[SP_TABLES][128] = {")
for name in CHARSETS:
    print("\t[SP_TABLE_%s] = {" % name.replace("-", "_").upper())
    row = []
    for byte in range(128, 256):
        try:
            char = ord(bytes([byte]).decode(name))
        except UnicodeDecodeError:
            char = byte if name.startswith(("cp125", "cp874")) and byte < 160 else 0xFFFD
        row.append("0x%04X," % char)
    for at in range(0, 128, 12):
        print("\t\t" + " ".join(row[at:at + 12]))
    print("\t},")
print("};\n\n#endif")
