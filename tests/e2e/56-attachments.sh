#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sportello attachment: what came with a mail comes out byte for byte, whatever it
# calls itself, and nothing is written anywhere else or over anything (FAULTS 12, 13).
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3 python3
plan 21

new_desk 9
ok "the staff" add_staff
python3 - >"$T/mail" <<'PYTHON'
import sys
from email.message import EmailMessage
message = EmailMessage()
message["From"] = "Mario <mario@cliente.example>"
message["To"] = "assistenza@desk.example.it"
message["Subject"] = "Foto"
message["Message-ID"] = "<1@cliente.example>"
message.set_content("Allego.")
for name, data in (("foto.jpg", bytes(range(256)) * 300), ("../../../etc/passwd", b"x" * 10),
                   ("/etc/cron.d/x", b"y"), ("a\x1b[2Jb\u202egpj.exe", b"z" * 3), ("CON", b""),
                   ("perch\u00e9 no?.txt", "perch\u00e9\r\n".encode())):
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
sys.stdout.buffer.write(message.as_bytes())
PYTHON
python3 -c 'import sys; sys.stdout.buffer.write(bytes(range(256)) * 300)' >"$T/foto.jpg"
ok "a mail with six files" deliver mario@cliente.example assistenza@desk.example.it <"$T/mail"
listed=$(desk attachment list HT1)
like "they are listed" "$listed" '^ +1  .* 75 KB  foto.jpg$'
like "all of them" "$listed" '^6 files$'
is "as JSON" "$(desk attachment list --json HT1 | python3 -c 'import json, sys; print(len(json.load(sys.stdin)))')" 6

mkdir "$T/out" "$T/elsewhere"
chown "$SP_TEST_USER" "$T/out" "$T/elsewhere"
like "dry-run says what would be written" "$(desk attachment extract --dry-run --folder "$T/out" HT1)" \
    "^would write $T/out/HT00001-1-foto.jpg \(76800 bytes\)$"
is "and writes nothing" "$(find "$T/out" -type f)" ""
ok "extract" desk attachment extract --folder "$T/out" HT00001
ok "byte for byte" cmp "$T/out/HT00001-1-foto.jpg" "$T/foto.jpg"
is "six files" "$(find "$T/out" -type f | wc -l)" 6
is "no folders" "$(find "$T/out" -mindepth 1 -type d)" ""
is "nothing of a path in a name" "$(find "$T/out" -name '*[/\\:?*]*' -o -name '..*')" ""
ok "the one with a path for a name" test -s "$T/out/HT00001-2-passwd"
is "no control, no change of direction" \
    "$(find "$T/out" -printf '%f\n' | LC_ALL=C.UTF-8 grep -cP '[\x00-\x1f\x7f\x{202a}-\x{202e}]')" 0
ok "accents stay" test -s "$T/out/HT00001-6-perché no_.txt"
unlike "again: nothing is overwritten" "$(desk attachment extract --folder "$T/out" HT1 2>&1)" '\([0-9]+ bytes\)'
rm "$T/out/HT00001-1-foto.jpg"
ln -s "$T/elsewhere/planted" "$T/out/HT00001-1-foto.jpg"
ok "a link that was planted is not followed" sh -c "! $T/bin/sportello -c $CONF attachment extract --folder $T/out HT1 1 2>/dev/null"
is "nothing is there" "$(find "$T/elsewhere" -type f)" ""
ok "one alone" desk attachment extract --folder "$T/elsewhere" HT1 6
like "one that is not there" "$(desk attachment extract --folder "$T/elsewhere" HT1 7 2>&1)" 'has 6 files'
like "no such folder" "$(desk attachment extract --folder "$T/nowhere" HT1 2>&1)" 'make the folder first'
