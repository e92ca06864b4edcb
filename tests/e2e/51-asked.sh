#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What a contact is asked and says: estimates, consent past the end of the hours,
# the price of a wished priority, disputed lines of a statement.  By mail, under a
# faked clock.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3 python3 faketime
plan 108

# write TIME FROM SUBJECT EXTENSION TEXT [IN-REPLY-TO]
write() {
    # In a file: ok() runs it in a shell of its own.
    number=$(($(cat "$T/number" 2>/dev/null || echo 0) + 1))
    echo "$number" >"$T/number"
    desk_sql "SELECT coalesce(max(id), 0) FROM outbox" >"$T/seen"
    {
        printf 'From: %s\nTo: assistenza@desk.example.it\nSubject: %s\nMessage-ID: <%s@e2e.example>\n' \
            "$2" "$3" "$number"
        [ -z "${6:-}" ] || printf 'In-Reply-To: %s\nReferences: %s\n' "$6" "$6"
        printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\n%s\n' "$5"
    } | at "$1" deliver "$2" assistenza@desk.example.it "$4"
}
# last_mail TEMPLATE RECIPIENT: the newest such mail, in $T/mail, its text in $text.
last_mail() {
    last_id=$(desk_sql "SELECT max(id) FROM outbox WHERE template = '$1' AND recipient = '$2'")
    text=
    [ -n "$last_id" ] && desk outbox show --raw "$last_id" >"$T/mail" && text=$(mail_part "$T/mail" body)
}
# token: of the Reply-To of $T/mail.
token() {
    token_address=$(mail_part "$T/mail" address:Reply-To)
    token_address=${token_address#*+}
    echo "${token_address%@*}"
}
# link WORD: of $text, the address's extension and the subject, decoded.
link() {
    link_line=$(printf '%s\n' "$text" | grep -A 1 "^$1:\$" | tail -n 1 | tr -d '<>')
    link_token=${link_line#*+}
    link_token=${link_token%%@*}
    link_subject=$(printf '%s' "${link_line#*subject=}" | python3 -c 'import sys, urllib.parse
print(urllib.parse.unquote(sys.stdin.read()))')
}
# anna TIME TICKET LINES: she answers her newest notification of it.
anna() {
    desk outbox show --raw "$(desk_sql "SELECT max(o.id) FROM outbox o JOIN ticket t ON t.id = o.ticket_id
        WHERE o.recipient = 'anna.verdi@desk.example.it' AND t.number = $2")" >"$T/mail" &&
        write "$1" anna.verdi@desk.example.it "Re: [HT0000$2]" "$(token)" "$3"
}
# receipt: the text of what she got back.
receipt() {
    last_mail receipt anna.verdi@desk.example.it && printf '%s\n' "$text"
}
mails() {
    desk_sql "SELECT template || ':' || substr(recipient, 1, instr(recipient, '@') - 1) FROM outbox
        WHERE id > $(cat "$T/seen") ORDER BY id" | tr '\n' ' ' | sed 's/ $//'
}

new_desk 9
sed -i -e 's/^    name = "Rossi/    over = "ask"; tariff = "ordinaria"; automatic_hourly_known = 1000; name = "Rossi/' "$CONF"
cat >>"$CONF" <<'CONF'
tariffs = { ordinaria = { unit = 15; first_hour = "100.00"; next_hour = "70.00"; extra = "30%"; }; };
CONF
ok "the staff" add_staff
desk organisation add "Rossi srl" >/dev/null
desk customer add --name "Mario Rossi" --address mario@rossi.example --organisation "Rossi srl" >/dev/null
desk customer add --name "Carla Rossi" --address carla@rossi.example --organisation "Rossi srl" >/dev/null
ok "Carla writes" write "2026-11-02 10:00" carla@rossi.example "Sito nuovo" "" "Vorremmo un sito nuovo."

# --- an estimate

ok "an estimate without a contact" anna "2026-11-02 10:10" 1 "#preventivo 3:00 Tre pagine"
is "is refused" "$(mails)" "command_error:anna.verdi"
desk organisation change "Rossi srl" --contact mario@rossi.example >/dev/null
ok "with one" anna "2026-11-02 10:15" 1 "#prendo
#preventivo 3:00 Tre pagine e un modulo"
like "is said in the receipt" "$(receipt)" '3:00, Mario Rossi$'
is "the contact is asked, Carla told that it is taken in charge" "$(mails)" \
    "estimate:mario taken:carla receipt:anna.verdi"
is "and the ticket waits" "$(desk_sql "SELECT state FROM ticket WHERE number = 1")" waiting_customer
last_mail estimate mario@rossi.example
like "he reads what is expected" "$text" 'prevediamo 3:00 ore di lavoro'
like "and for what" "$text" '^Tre pagine e un modulo$'
link Sì
first_token=$link_token first_subject=$link_subject
is "with a link that names it" "$first_subject" "sì preventivo 1"

ok "Carla says yes" write "2026-11-02 11:00" carla@rossi.example "Re: [HT00001] Sito nuovo" "" "Sì" "$(mail_part "$T/mail" Message-ID)"
is "which approves nothing" "$(desk_sql "SELECT state FROM estimate")" asked
ok "somebody says yes in Mario's name" write "2026-11-02 11:05" mario@rossi.example "Re: [HT00001] Sito nuovo" "" "Sì" "$(mail_part "$T/mail" Message-ID)"
is "without the token it approves nothing" "$(desk_sql "SELECT state FROM estimate")" asked
ok "a better one" anna "2026-11-02 11:10" 1 "#preventivo 2:00 Due pagine"
ok "the old link" write "2026-11-02 11:15" mario@rossi.example "$first_subject" "$first_token" ""
is "approves neither" "$(desk_sql "SELECT group_concat(state, ' ') FROM estimate")" "withdrawn asked"
last_mail estimate mario@rossi.example
ok "a condition" write "2026-11-02 11:18" mario@rossi.example "Re: [HT00001] Sito nuovo" "$(token)" "Sì, ma solo dopo Natale." "$(mail_part "$T/mail" Message-ID)"
is "is no answer" "$(desk_sql "SELECT state FROM estimate WHERE id = 2")" asked
last_mail estimate mario@rossi.example
ok "the answer" write "2026-11-02 11:20" mario@rossi.example "Re: [HT00001] Sito nuovo" "$(token)" "Sì, grazie." "$(mail_part "$T/mail" Message-ID)"
is "approves it" "$(desk_sql "SELECT state, answered_by = asked_id FROM estimate WHERE id = 2")" "approved|1"
is "and work goes on" "$(desk_sql "SELECT state FROM ticket WHERE number = 1")" in_progress
last_mail notification anna.verdi@desk.example.it
like "the staff are told" "$text" '^Preventivo approvato: 2:00\.$'
like "in his words" "$text" '^Sì, grazie\.$'
last_mail asked_answered mario@rossi.example
like "and so is he" "$text" '^grazie: abbiamo registrato il Suo sì al preventivo di 2:00 ore per$'
is "the journal knows" "$(desk_sql "SELECT was || ' ' || now FROM event WHERE what = 'estimate' ORDER BY id DESC LIMIT 1")" "2 yes"
ok "a third one, refused by its link" anna "2026-11-02 12:00" 1 "#preventivo 1:00 Il modulo"
last_mail estimate mario@rossi.example
link No
ok "with a click" write "2026-11-02 12:05" mario@rossi.example "$link_subject" "$link_token" ""
is "is refused" "$(desk_sql "SELECT state FROM estimate WHERE id = 3")" refused
last_mail notification anna.verdi@desk.example.it
like "the staff read it" "$text" '^Preventivo rifiutato: 1:00\.$'
last_mail asked_answered mario@rossi.example
like "he reads what was understood" "$text" '^abbiamo registrato il Suo no al preventivo di 1:00 ore per la$'
like "ticket show has what was asked" "$(desk ticket show HT00001)" '^  estimate 2 +2026-11-02 11:10  approved +2:00  Mario Rossi$'

# --- consent past the end

ok "two hours are bought" at "2026-11-03 09:00" desk package add "Rossi srl" --hours 2:00 --title "Pacchetto 2 ore"
ok "an hour and a half of work" anna "2026-11-03 10:00" 1 "#ore 1:30 la prima pagina"
unlike "asks nothing" "$(mails)" consent
ok "an hour more" anna "2026-11-03 12:00" 1 "#ore 1:00 la seconda pagina"
like "asks the contact" "$(mails)" '(^| )consent:mario( |$)'
like "the receipt says that there is no consent yet" "$(receipt)" 'senza ancora il consenso'
last_mail consent mario@rossi.example
like "with the price" "$text" '100,00 € per la prima ora$'
ok "more work" anna "2026-11-03 15:00" 1 "#ore 0:30 prove"
unlike "asks no second time" "$(mails)" consent
like "a report marks what was logged without it" "$(desk report hours --month 2026-11)" '^2 logs without consent$'
like "and which" "$(desk report hours --month 2026-11)" '^  HT00001/2 without consent$'
last_mail consent mario@rossi.example
ok "he consents" write "2026-11-03 16:00" mario@rossi.example "Re: [HT00001] Sito nuovo" "$(token)" "Va bene" "$(mail_part "$T/mail" Message-ID)"
is "that is kept" "$(desk_sql "SELECT state FROM consent")" granted
last_mail notification anna.verdi@desk.example.it
like "and the staff know" "$text" '^Ha dato il consenso'
last_mail asked_answered mario@rossi.example
like "he reads what he consented to" "$text" '^grazie: abbiamo registrato il Suo consenso\.'
ok "work after it" anna "2026-11-03 17:00" 1 "#ore 0:15 rifiniture"
is "is not marked" "$(desk_sql "SELECT unconsented FROM work_log ORDER BY id DESC LIMIT 1")" 0
ok "more hours are bought" at "2026-11-04 09:00" desk package add "Rossi srl" --hours 0:15 --title "Pacchetto piccolo"
is "the consent has served" "$(desk_sql "SELECT state FROM consent")" ended
ok "past their end" anna "2026-11-04 10:00" 1 "#ore 0:30 ancora"
is "he is asked anew" "$(desk_sql "SELECT group_concat(state, ' ') FROM consent")" "ended asked"
like "the list for invoices says it" "$(desk report invoice --month 2026-11 --csv)" \
    '^Rossi srl;HT00001/5;2026-11-04;Anna Verdi;ordinario;ancora;;;;;0:15;;"100,00";;"fuori da pacchetti e contratti, senza consenso"'

# --- priority on the customer's wish

ok "a wished priority" anna "2026-11-05 09:00" 1 "#priorità 3 extra"
last_mail extra carla@rossi.example
like "she is told what it costs" "$text" 'supplemento di$'
like "in percent" "$text" '^30 %, al netto'
ok "work at that priority" anna "2026-11-05 10:00" 1 "#ore 1:00 di corsa"
like "costs more" "$(desk report invoice --month 2026-11 --csv)" \
    '^Rossi srl;HT00001/6;2026-11-05;Anna Verdi;ordinario;di corsa;1:00;;;;1:00;;"130,00";|^Rossi srl;HT00001/6;.*"30,00";;"?supplemento per la priorità'

# --- in English

desk customer add --name "John Smith" --address john@smith.example --language en >/dev/null
ok "John has a quarter of an hour" at "2026-11-06 09:00" desk package add john@smith.example --hours 0:15 --title "Package"
ok "he writes" write "2026-11-06 09:10" john@smith.example "Printer" "" "The printer does not print at all."
ok "an estimate and a wish" anna "2026-11-06 09:20" 2 "#preventivo 1:30 A new driver
#priorità 3 extra"
last_mail estimate john@smith.example
like "he reads it in English" "$text" '^for request HT00002 we expect 1:30 hours of work\.$'
link Yes
is "with a link in English" "$link_subject" "yes estimate 4"
last_mail extra john@smith.example
like "what his wish costs" "$text" 'there is a surcharge of 30 %,$'
last_mail estimate john@smith.example
ok "he says yes in his language" write "2026-11-06 09:30" john@smith.example "Re: [HT00002] Printer" "$(token)" "Go ahead." "$(mail_part "$T/mail" Message-ID)"
is "which approves it" "$(desk_sql "SELECT state FROM estimate WHERE id = 4")" approved
ok "work past the end" anna "2026-11-06 11:00" 2 "#ore 1:00 driver"
last_mail consent john@smith.example
like "the price in English" "$text" '^The price, net of VAT, is €100\.00 for the first hour and$'
like "of further hours too" "$text" '^€70\.00 for each further hour\.$'

# --- another contact

last_mail consent mario@rossi.example
mario_token=$(token) mario_asked=$(mail_part "$T/mail" Message-ID)
ok "an estimate for Mario" anna "2026-11-09 09:00" 1 "#preventivo 4:00 Il negozio"
like "Carla is the contact now" "$(desk organisation change "Rossi srl" --contact carla@rossi.example)" \
    '^  estimate 5 of HT00001 waits for the contact before him: ask again there$'
like "ticket show says so too" "$(desk ticket show HT00001)" '^ +not the contact any more: ask again$'
ok "Mario says yes" write "2026-11-09 09:30" mario@rossi.example "Re: [HT00001] Sito nuovo" "$mario_token" "Sì" "$mario_asked"
is "which counts no more" "$(desk_sql "SELECT state FROM consent WHERE organisation_id = 1 ORDER BY id DESC LIMIT 1")" asked
ok "Anna works on" anna "2026-11-09 10:00" 1 "#ore 0:15 testi"
like "Carla is asked" "$(mails)" '(^| )consent:carla( |$)'
last_mail consent carla@rossi.example
ok "she says yes" write "2026-11-09 10:30" carla@rossi.example "Re: [HT00001] Sito nuovo" "$(token)" "Sì" "$(mail_part "$T/mail" Message-ID)"
is "which counts" "$(desk_sql "SELECT group_concat(state, ' ') FROM consent WHERE organisation_id = 1")" "ended ended granted"
ok "Mario is the contact again" desk organisation change "Rossi srl" --contact mario@rossi.example
ok "the estimate is his again" anna "2026-11-09 11:00" 1 "#preventivo 3:30 Il negozio"

# --- a disputed line

ok "the month's statement" at "2026-12-01 06:20" desk statements
last_mail statement mario@rossi.example
statement=$(desk_sql "SELECT year || '/' || number FROM statement WHERE organisation_id = 1")
statement_token=$(token)
row=$(desk_sql "SELECT id FROM ledger WHERE work_log_id = (SELECT id FROM work_log WHERE number = 1) AND target = 'account'")
line=$(desk statement show "$statement" --json | python3 -c "import json, sys
print([l['line'] for l in json.load(sys.stdin)['lines'] if l['row'] == $row][0])")
ok "Carla disputes a line" write "2026-12-01 09:00" carla@rossi.example "Re: Estratto conto delle ore $statement: novembre 2026" "" "CONTESTO riga $line"
is "which is a message like any other" "$(desk_sql "SELECT count(*) FROM dispute")" 0
ok "Mario disputes it" write "2026-12-01 10:00" mario@rossi.example "Re: Estratto conto delle ore $statement: novembre 2026" "$statement_token" "CONTESTO righe $line e 99: un'ora bastava."
is "the line is marked" "$(desk_sql "SELECT ledger_id, state, text FROM dispute")" "$row|open|un'ora bastava."
last_mail dispute_received mario@rossi.example
like "he is told which" "$text" "^ +$line  03/11/2026    -1:30  HT00001/1$"
last_mail notification anna.verdi@desk.example.it
like "so are the staff" "$text" "^Contesta delle righe dell'estratto conto $statement\.$"
like "reports mark it" "$(desk report hours --month 2026-11)" '^  HT00001/1 disputed$'
like "by ticket show too" "$(desk ticket show HT00001)" "^  dispute 1 +2026-12-01 10:00  open +-1:30 of HT00001/1, statement $statement"
like "it is listed" "$(desk dispute list)" "^ +1  open +$statement +HT00001/1 +-1:30 "
ok "Anna decides on another ticket" anna "2026-12-01 10:30" 1 "#contestazione respinta"
is "where nothing is disputed" "$(mails)" "command_error:anna.verdi"
ok "she decides on this one" anna "2026-12-01 10:40" "$(desk_sql "SELECT max(number) FROM ticket")" \
    "#contestazione respinta
Il lavoro è durato un'ora e venti.

Anna"
like "as the receipt says" "$(receipt)" 'contestazione: respinta$'
like "Mario reads why" "$(mails)" "^staff_reply:mario "
is "then nothing is marked" "$(desk dispute list)" "0 disputes"
is "the journal knows" "$(desk_sql "SELECT actor || ' ' || now FROM event WHERE what = 'dispute'")" "staff rejected"
ok "Mario disputes it once more" write "2026-12-01 11:00" mario@rossi.example "Re: Estratto conto delle ore $statement: novembre 2026" "$statement_token" "CONTESTO riga $line"
ok "Mario disputes it again" write "2026-12-01 11:10" mario@rossi.example "Contesto $statement" "$statement_token" "Riga $line, e la 99."
is "it is marked once" "$(desk_sql "SELECT count(*) FROM dispute WHERE state = 'open'")" 1
last_mail dispute_received mario@rossi.example
like "he is told that nothing was marked" "$text" "^nell'estratto conto $statement non abbiamo segnato nessuna riga"
unlike "and no more" "$text" 'restano segnate'
last_mail notification anna.verdi@desk.example.it
like "so are the staff" "$text" '^Nessuna è stata segnata: non ci sono, o erano già contestate\.$'
is "decided on the command line" "$(desk dispute uphold 2)" "dispute 2: upheld"
is "that is kept too" "$(desk dispute list --all | grep -c '^ *[12]  ')" 2
desk_holds
