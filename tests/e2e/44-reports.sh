#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sportello report response and load: three weeks of a small desk, told by its
# tickets and its journal.  The clock is faked for each step.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3 python3 faketime
plan 25

# write TIME FROM SUBJECT [EXTENSION] [TEXT] [QUEUE]
write() {
    # In a file: ok() runs it in a shell of its own.
    number=$(($(cat "$T/number" 2>/dev/null || echo 0) + 1))
    echo "$number" >"$T/number"
    printf 'From: %s\nTo: %s@desk.example.it\nSubject: %s\nMessage-ID: <%s@e2e.example>\n\n%s\n' \
        "$2" "${6:-assistenza}" "$3" "$number" "${5:-Testo numero $number, diverso dagli altri.}" |
        at "$1" deliver "$2" "${6:-assistenza}@desk.example.it" "${4:-}"
}

# token_of STAFF-ADDRESS TICKET: the extension of the newest notification.
token_of() {
    desk outbox show --raw "$(desk_sql "SELECT max(o.id) FROM outbox o JOIN ticket t ON t.id = o.ticket_id
        WHERE o.recipient = '$1' AND t.number = $2")" >"$T/mail" || return 1
    token_address=$(mail_part "$T/mail" address:Reply-To)
    token_address=${token_address#*+}
    echo "${token_address%@*}"
}

# answer TIME TICKET TEXT: Anna answers the notification.
answer() {
    write "$1" anna.verdi@desk.example.it "Re: [HT0000$2]" "$(token_of anna.verdi@desk.example.it "$2")" "$3"
}

new_desk 9
sed -i -e 's/^    name = "Rossi/    response_minutes = 240; automatic_hourly_known = 1000; name = "Rossi/' "$CONF"
ok "the staff" add_staff
desk customer add --name "=Mario;" --address mario@rossi.example >/dev/null
desk customer add --name Giulia --address giulia@altrove.example >/dev/null

ok "Monday at ten" write "2026-11-02 10:00" mario@rossi.example "Stampante"
ok "is answered within half an hour" answer "2026-11-02 10:20" 1 "Provi a spegnerla."
ok "Friday at five" write "2026-11-06 17:00" giulia@altrove.example "Posta"
ok "is answered on Tuesday" answer "2026-11-10 09:30" 2 "La posta va di nuovo."
ok "another one" write "2026-11-09 09:00" giulia@altrove.example "Schermo"
ok "is closed" answer "2026-11-09 10:00" 3 "#chiudi
Il cavo era staccato."
ok "and reopened" write "2026-11-10 09:00" giulia@altrove.example "Re: [HT00003] Schermo"
ok "one for information" write "2026-11-19 12:00" mario@rossi.example "Orari" "" "Quando siete aperti?" info
ok "one of October" write "2026-10-30 12:00" mario@rossi.example "Vecchia" "" "Una richiesta di ottobre."

# --- response

text=$(at "2026-11-20 12:00" desk report response --month 2026-11) || fail "report response fails"
is "has its month" "$(printf '%s\n' "$text" | head -n 1)" "Response, 2026-11"
like "counts, in working time" "$text" '^assistenza +3 +3 +2 +1 +1:00 +9:30$'
like "one is not answered yet" "$text" '^info +1 +0 +0 +1 +- +-$'
like "shows how soon, with bars" "$text" '^up to 0:30 +1 +#{40}$'
unlike "in 80 columns" "$text" '.{81}'
csv=$(at "2026-11-20 12:00" desk report response --month 2026-11 --csv)
like "a row a ticket" "$csv" '^HT00002;assistenza;Giulia;;in_progress;2026-11-06 17:00;2026-11-09 12:00;2026-11-10 09:30;Anna Verdi;570;no'
like "nothing of a name acts in a spreadsheet" "$csv" '^HT00001;assistenza;"'"'"'=Mario;";'
json=$(desk report response --month 2026-11 --customer giulia@altrove.example --json)
is "JSON of a customer" "$(printf '%s' "$json" | python3 -c 'import json, sys
print([(o["ticket"], o["working_minutes"], o["in_time"]) for o in json.load(sys.stdin)])')" \
    "[('HT00002', 570, False), ('HT00003', 60, True)]"
like "of a staff member who answered none" "$(desk report response --month 2026-11 --staff luca.neri@desk.example.it)" \
    'no ticket was received'

# --- load

text=$(at "2026-11-20 12:00" desk report load --month 2026-11)
like "what was open before" "$text" '^open at the start: 1$'
like "a day" "$text" '^2026-11-10 Tu +0 +0 +1 +1 +1 +4$'
like "the sum of them" "$text" '^total +4 +1 +1 +5 +3 +5$'
unlike "in 80 columns too" "$text" '.{81}'
is "CSV up to today" "$(at "2026-11-20 12:00" desk report load --month 2026-11 --csv | tr -d '\r' | tail -n 1)" \
    "2026-11-20;0;0;0;0;0;5"
is "JSON of a queue" "$(at "2026-11-20 12:00" desk report load --month 2026-11 --queue info --json | python3 -c 'import json, sys
o = json.load(sys.stdin)
print(o["open_at_start"], o["queues"][0]["opened"], o["days"][18]["opened"])')" "0 1 1"
