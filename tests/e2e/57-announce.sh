#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sportello announce: to each active customer once, paced, also when the run is killed
# in the middle; ANNUNCI answers with it.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3 strace
plan 33

new_desk 9
ok "the staff" add_staff
customers=120
i=0
while [ $i -lt $customers ]; do
    i=$((i + 1))
    echo "customer$i@clienti.example"
done >"$T/customers"
# As many at once as one command takes.
while read -r address; do
    desk customer add --name "Cliente" --address "$address" >/dev/null || bail "no customer"
done <"$T/customers"
as_desk sqlite3 "$DB" "UPDATE person SET state = 'blocked' WHERE id = (SELECT person_id FROM address
    WHERE address = 'customer7@clienti.example')"
printf 'From: Mario <customer3@clienti.example>\nTo: info@desk.example.it\nSubject: Una domanda\nMessage-ID: <1@clienti.example>\n\nQuanto costa?\n' |
    deliver customer3@clienti.example info@desk.example.it
announced() {
    desk_sql "SELECT $1 FROM outbox WHERE template = 'announcement'"
}

like "dry-run counts" "$(echo "Testo" | desk announce --dry-run --title "Manutenzione")" '^would queue 119 mails'
is "and does nothing" "$(announced 'count(*)')" 0
is "dry-run of a queue" "$(json_get "$(echo "Testo" | desk announce --dry-run --json --title "M" --queue info)" mails)" 1
unlike "a title is needed" "$(echo "Testo" | desk announce 2>&1)" '^queued'
unlike "a text too" "$(desk announce --title X </dev/null 2>&1)" '^queued'
unlike "a title of two lines is none" "$(echo "Testo" | desk announce --title "$(printf 'a\nBcc: b@c')" 2>&1)" '^queued'
unlike "a queue that is not there" "$(echo "Testo" | desk announce --title X --queue infi 2>&1)" '^queued'
is "none of these was stored" "$(desk_sql 'SELECT count(*) FROM announcement')" 0

# --- killed in the middle

echo "Sabato dalle 8 alle 10 i siti sono fermi." >"$T/text"
chmod 644 "$T/text"
# The third commit does not come: after the notice itself and fifty mails.
as_desk strace -f -qq -o /dev/null -e trace=fdatasync,fsync -e inject=fdatasync:signal=SIGKILL:when=4 \
    "$T/bin/sportello" -c "$CONF" announce --title "Manutenzione di sabato" --per-minute 10 "$T/text" >/dev/null 2>&1
queued=$(announced 'count(*)')
ok "it was killed in the middle ($queued)" test "$queued" -lt 119
is "the notice is stored" "$(desk_sql 'SELECT count(*) FROM announcement WHERE queued_at IS NULL')" 1
is "what would be resumed" "$(json_get "$(desk announce --resume --dry-run --json)" mails)" $((119 - queued))
ok "resume" desk announce --resume
is "everybody has one" "$(announced 'count(*)')" 119
is "nobody two" "$(announced 'count(DISTINCT recipient)')" 119
is "who is blocked has none" "$(announced "count(*) FILTER (WHERE recipient = 'customer7@clienti.example')")" 0
is "it is over" "$(desk_sql 'SELECT count(*) FROM announcement WHERE queued_at IS NULL')" 0
like "resume again: nothing" "$(desk announce --resume)" '^nobody is to be told'
is "ten a minute" "$(desk_sql "SELECT max(n) FROM (SELECT count(*) AS n FROM outbox
    WHERE template = 'announcement' AND next_at > created_at GROUP BY next_at)")" 10
is "over twelve minutes" "$(desk_sql "SELECT max(next_at) - (SELECT at FROM announcement) FROM outbox
    WHERE template = 'announcement'")" 660
is "they are no automatic answers: those go on" "$(announced 'max(automatic)')" 0

# --- the same command again

unlike "the very same again is refused" "$(desk announce --title "Manutenzione di sabato" "$T/text" 2>&1)" '^queued'
unlike "with dry-run too" "$(desk announce --dry-run --title "Manutenzione di sabato" "$T/text" 2>&1)" '^would queue'
is "nobody was told twice" "$(announced 'count(*)')" 119
as_desk strace -f -qq -o /dev/null -e trace=fdatasync,fsync -e inject=fdatasync:signal=SIGKILL:when=4 \
    "$T/bin/sportello" -c "$CONF" announce --title "Un'altra volta" "$T/text" >/dev/null 2>&1
again="count(*) FILTER (WHERE subject = 'Un''altra volta')"
ok "another one is killed in the middle" test "$(announced "$again")" -lt 119
ok "the same command goes on with it" desk announce --title "Un'altra volta" "$T/text"
is "and everybody has that one once" "$(announced "$again || ' ' || count(DISTINCT recipient) || ' ' || count(DISTINCT subject)")" \
    "119 119 2"

# --- what it is

desk outbox show --raw "$(announced 'min(id)')" >"$T/mail"
is "its subject" "$(mail_part "$T/mail" Subject)" "Manutenzione di sabato"
like "its text" "$(mail_part "$T/mail" body)" '^Sabato dalle 8 alle 10'
like "a machine's mail" "$(mail_part "$T/mail" Auto-Submitted)" 'auto-generated'

printf 'From: Mario <customer3@clienti.example>\nTo: info@desk.example.it\nSubject: ANNUNCI\nMessage-ID: <2@clienti.example>\n\n' |
    deliver customer3@clienti.example info@desk.example.it
desk outbox show --raw "$(desk_sql "SELECT id FROM outbox WHERE template = 'news'")" >"$T/mail"
like "ANNUNCI answers with it" "$(mail_part "$T/mail" body | tr '\n' ' ')" 'Manutenzione di sabato .*Sabato dalle 8'
is "only to who asked" "$(desk_sql "SELECT recipient FROM outbox WHERE template = 'news'")" customer3@clienti.example
desk_holds
