#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Too large, too much, twice the same: what joins a ticket that is there, and what
# is not answered (FAULTS 18, 43, 44).
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3
plan 33

# mail NUMBER FROM SUBJECT TEXT: a person's mail.
mail() {
    printf 'From: %s\nTo: assistenza@desk.example.it\nSubject: %s\nMessage-ID: <%s@e2e.example>\n\n%s\n' \
        "$2" "$3" "$1" "$4"
}
# give NUMBER FROM SUBJECT TEXT
give() {
    mail "$@" | deliver "$2" assistenza@desk.example.it
}
mails_of() { # TEMPLATE RECIPIENT
    desk_sql "SELECT count(*) FROM outbox WHERE template = '$1' AND recipient = '$2'"
}

new_desk 9
sed -i -e 's/^    automatic_hourly_desk.*/    automatic_hourly_desk = 100; message_size_limit = "64 KB";/' "$CONF"
ok "the staff" add_staff
ok "a customer" desk customer add --name Mario --address mario@cliente.example

# --- 18: over the limit

large() { # NUMBER SUBJECT
    printf 'From: mario@cliente.example\nTo: assistenza@desk.example.it\nSubject: %s\n' "$2"
    printf 'Message-ID: <%s@e2e.example>\nMIME-Version: 1.0\n' "$1"
    printf 'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nEcco la foto della caldaia.\n'
    printf -- '--b\nContent-Type: image/jpeg; name="foto.jpg"\nContent-Transfer-Encoding: base64\n\n'
    head -c 90000 /dev/zero | base64
    printf -- '--b--\n'
}
large 1 "Caldaia" >"$T/large"
ok "18: a message over the limit" deliver mario@cliente.example assistenza@desk.example.it <"$T/large"
is "18: is a ticket with its text" "$(desk_sql "SELECT text FROM entry")" "Ecco la foto della caldaia."
is "18: its attachment is in the index" "$(desk_sql "SELECT name, size FROM attachment")" "foto.jpg|90000"
is "18: marked as cut" "$(desk_sql "SELECT flags FROM message")" cut
ok "18: its bytes end where the attachment began" \
    desk_sql_is "SELECT length(bytes) < 400 AND size > 64 * 1024 FROM raw JOIN message ON id = message_id" 1
is "18: the confirmation says so" "$(desk_sql "SELECT count(*) FROM outbox JOIN outbox_raw ON outbox_id = id
    WHERE recipient = 'mario@cliente.example' AND CAST(bytes AS TEXT) LIKE '%64 KB%'")" 1
is "18: in one mail" "$(desk_sql "SELECT count(*) FROM outbox WHERE recipient = 'mario@cliente.example'")" 1
ok "18: the same again" deliver mario@cliente.example assistenza@desk.example.it <"$T/large"
is "18: is known" "$(desk_sql "SELECT count(*) FROM message")" 1
large 2 "Re: [HT00001] Caldaia" >"$T/large"
ok "18: an answer over the limit" deliver mario@cliente.example assistenza@desk.example.it <"$T/large"
is "18: is told too" "$(mails_of too_large mario@cliente.example)" 1
is "18: and encloses nothing for the staff" "$(desk_sql "SELECT count(*) FROM outbox_raw
    WHERE CAST(bytes AS TEXT) LIKE '%filename%'")" 0

# --- the same twice

text="Buongiorno, da stamattina la stampante del primo piano non stampa e la spia rossa lampeggia."
ok "a request" give 10 mario@cliente.example "Stampante" "$text"
ok "almost the same" give 11 mario@cliente.example "Ancora la stampante" "$text Grazie."
is "is one ticket" "$(desk_sql "SELECT count(*) FROM ticket WHERE id > 1")" 1
is "and he is told" "$(mails_of joined mario@cliente.example)" 1
ok "the same subject, another text" give 12 mario@cliente.example "Stampante" \
    "Vorrei anche sapere quanto costa un toner nuovo per quella grande dell'ufficio vendite."
is "is a ticket of its own" "$(desk_sql "SELECT count(*) FROM ticket WHERE id > 1")" 2
is "linked for the staff" "$(desk_sql "SELECT ticket_id, other_id, kind FROM ticket_link")" "3|2|same_subject"
ok "almost the same of another customer" give 13 giulia@altrove.example "Stampante" "$text"
is "is his own" "$(desk_sql "SELECT count(*) FROM ticket WHERE id > 1")" 3

# --- 43: one sender's flood

number=0
while [ $number -lt 60 ]; do
    give "flood$number" runaway@cliente.example "Allarme $number" "$(od -An -N16 -tx1 /dev/urandom)" ||
        echo "exit status $?" >>"$T/failures"
    number=$((number + 1))
done
is "every message is taken" "$(cat "$T/failures" 2>/dev/null)" ""
is "past the rate they are one ticket" "$(desk_sql "SELECT max(n) FROM (SELECT count(*) AS n FROM entry
    JOIN message m ON m.id = message_id WHERE m.sender = 'runaway@cliente.example' GROUP BY ticket_id)")" 30
is "which is flagged" "$(desk_sql "SELECT count(*) FROM event WHERE what = 'flood'")" 1
is "with one alarm" "$(desk_sql "SELECT count FROM alarm WHERE kind = 'flood'")" 1
ok "at most 20 answers" desk_sql_is "SELECT count(*) BETWEEN 1 AND 20 FROM outbox
    WHERE recipient = 'runaway@cliente.example'" 1

# --- 44: forged senders

number=0
while [ $number -lt 1000 ]; do
    give "forged$number" "victim$number@forged.example" "BUYNOW $number" "BUYNOW at spam.example" ||
        echo "exit status $?" >>"$T/failures"
    number=$((number + 1))
done
is "every forged message is taken" "$(cat "$T/failures" 2>/dev/null)" ""
is "no answer carries their words" "$(desk_sql "SELECT count(*) FROM outbox JOIN outbox_raw ON outbox_id = id
    WHERE recipient LIKE 'victim%' AND CAST(bytes AS TEXT) LIKE '%BUYNOW%'")" 0
ok "some were answered" desk_sql_is "SELECT count(*) > 0 FROM outbox WHERE recipient LIKE 'victim%'" 1
ok "until the breaker opened" desk_sql_is "SELECT count(*) <= 100 FROM outbox WHERE automatic = 1" 1
desk_holds
