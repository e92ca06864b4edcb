#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The mail by which a staff member learns of a ticket has all that he needs to answer:
# whose it is, what is left of his hours, who works on it, what was said and attached
# before, and which of it the customer has never seen.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=staff.sh
. "${0%/*}/staff.sh"
need_programs sqlite3 python3
plan 32

# from ADDRESS QUEUE SUBJECT TEXT [FILE]: a mail, with a file of that name.
mails_sent=0
from() {
    mails_sent=$((mails_sent + 1))
    {
        printf 'From: %s\nTo: %s@desk.example.it\nSubject: %s\nMessage-ID: <m%s@e2e.example>\nMIME-Version: 1.0\n' \
            "$1" "$2" "$3" "$mails_sent"
        printf 'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=UTF-8\n\n%b\n' "$4"
        [ -z "${5:-}" ] || printf -- '--b\nContent-Type: image/jpeg\nContent-Disposition: attachment; filename="%s"\nContent-Transfer-Encoding: base64\n\nQUJDREVG\n' "$5"
        printf -- '--b--\n'
    } >"$T/from.eml"
    deliver "${1##*<}" "$2@desk.example.it" <"$T/from.eml"
}
notice() { # RECIPIENT: the newest, as its reader sees it
    last_mail notification "$1" && body >"$T/notice"
}
line() { # NAME: what stands after it at the top
    sed -n "s/^$1: *//p" "$T/notice"
}
new_desk 9
sed -i -e 's/name = "support";/& language = "en";/' "$CONF"
ok "the staff" add_staff
ok "a firm" desk organisation add "Serramenti Rossi"
ok "with its person" desk customer add --name "Mario Rossi" --address mario@rossi.example --organisation "Serramenti Rossi"
ok "and its package" desk package add "Serramenti Rossi" --title "Pacchetto 10 ore" --hours 10:00

from mario@rossi.example assistenza "Stampante ferma" 'La stampante non parte.\n\nNota: la chiave è in portineria' rullo.jpg
notice anna.verdi@desk.example.it
is "who asks" "$(line Cliente)" "Mario Rossi <mario@rossi.example>"
is "his firm" "$(line Ditta)" "Serramenti Rossi"
is "what is left of its hours" "$(line Ore)" "Pacchetto 10 ore: restano 10:00"
is "nobody works on it" "$(line "Assegnata a")" nessuno
is "he is not named twice" "$(line "Scritto da")" ""
is "the file" "$(line Allegato)" "rullo.jpg (6 byte)"
like "hours are a command of the footer" "$(cat "$T/notice")" '#ore 1:30 LAVORO'

answers anna.verdi@desk.example.it
ok "Anna takes it" anna '#prendo\n#ore 1:00 ho guardato il rullo'
ok "and notes for her colleagues" anna '#nota\nIl signor Rossi non paga volentieri.'
ok "she answers" anna 'Passiamo domani.'
ok "and asks" anna '#chiedi\nChi ci apre?'
from mario@rossi.example assistenza 'Re: [HT00001] Stampante ferma' 'Apre il custode.'
notice anna.verdi@desk.example.it
is "who works on it" "$(line "Assegnata a")" "Anna Verdi"
is "no promise is named that was kept" "$(line Scadenza)" ""
is "his hours, as they are now" "$(line Ore)" "Pacchetto 10 ore: restano 9:00"
is "the work so far" "$(line Lavorate)" "1:00, addebitate 1:00"
like "a question was one" "$(cat "$T/notice")" '^Prima, Anna Verdi \(domanda al cliente\), .*:$'
like "an answer too" "$(cat "$T/notice")" '^Prima, Anna Verdi \(al cliente\), .*:$'
like "an earlier note is marked" "$(cat "$T/notice")" '^Prima, Anna Verdi \(nota interna\), .*:$'
like "his own words are his" "$(cat "$T/notice")" '^Prima, Mario Rossi, .*:$'
like "with what he attached" "$(grep -A 4 '^Prima, Mario Rossi, ' "$T/notice")" '^Allegato: rullo\.jpg \(6 byte\)$'
like "what he wrote for the desk only is a note" "$(cat "$T/notice")" '^Prima, Mario Rossi \(nota interna\), .*:$'
is "the file stands once" "$(grep -c '^Allegato:' "$T/notice")" 1

ok "his other address" desk customer change mario@rossi.example --add-address mario@casa.example
from 'Mario <mario@casa.example>' assistenza 'Re: [HT00001] Stampante ferma' 'Sono io, da casa.'
notice anna.verdi@desk.example.it
is "another address than the one we know him by is shown" "$(line "Scritto da")" "Mario Rossi <mario@casa.example>"

from john@customer.example support "Printer" 'The printer is dead and we cannot work.' roll.jpg
notice luca.neri@desk.example.it
is "who has no name is named once" "$(line Customer)" john@customer.example
is "in the reader's language: who works on it" "$(line "Assigned to")" nobody
like "and the commands" "$(cat "$T/notice")" '#hours 1:30 WORK'
desk_holds
