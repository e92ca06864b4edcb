#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Hours and money by mail, through sportello-deliver: a firm with a package, work
# that is logged, corrected and charged, thresholds, a remote session, costs, who
# may see what is left, and requests without a package (SPEC.md section 5).
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=staff.sh
. "${0%/*}/staff.sh"
need_programs sqlite3 python3
plan 88

# write SENDER QUEUE SUBJECT TEXT: a customer's mail.
letters=0
write() {
    seen=$(desk_sql 'SELECT COALESCE(max(id), 0) FROM outbox')
    letters=$((letters + 1))
    printf 'From: <%s>\nTo: %s@desk.example.it\nSubject: %s\nMessage-ID: <c%s@cliente.example>\n\n%s\n' \
        "$1" "$2" "$3" "$letters" "$4" >"$T/letter.eml"
    deliver "$1" "$2@desk.example.it" <"$T/letter.eml"
}
# receipt: what the last one says, on one line: results are wrapped.
receipt() {
    last_mail receipt anna.verdi@desk.example.it && body | tr -s '\n ' ' '
}
# left: of the package, in minutes.
left() {
    desk_sql 'SELECT SUM(minutes) FROM ledger WHERE account_id = 1'
}
# movements LOG: of a work log of HT00001, in order.
movements() {
    desk_sql "SELECT l.cause || ' ' || l.target || ' ' || l.minutes || ' ' || l.cents FROM ledger l
        JOIN work_log w ON w.id = l.work_log_id WHERE w.ticket_id = 1 AND w.number = $1 ORDER BY l.id" | tr '\n' ',' |
        sed 's/,$//'
}

new_desk 9
as_desk sed -i -e 's/^    calendar = "ufficio";/&\n    tariff = "base";/' \
    -e 's/^    { name = "info";/& without_package = "hold";/' \
    -e 's/^    { name = "support";/& without_package = "refuse";/' "$CONF"
printf '%s\n' 'tariffs = { base = { first_hour = "100.00"; next_hour = "70.00"; extra = "10.00"; }; };' |
    as_desk tee -a "$CONF" >/dev/null
ok "the configuration is good" desk show settings
ok "the staff" add_staff
ok "a firm" desk organisation add "Serramenti Rossi"
ok "Giulia" desk customer add --name "Giulia Rossi" --address giulia@cliente.example --organisation "Serramenti Rossi"
ok "Mario" desk customer add --name "Mario Rossi" --address mario@cliente.example --organisation "Serramenti Rossi"
ok "she is told of hours" desk organisation change "Serramenti Rossi" --contact giulia@cliente.example
like "a package" "$(desk package add "Serramenti Rossi" --hours 2:00 --title "Pacchetto 2 ore" --queue assistenza)" 'left +2:00'

# --- a request, and work on it

write mario@cliente.example assistenza Stampante 'La stampante non parte.'
is "confirmed and told" "$(mails)" "confirmation:mario notification:anna.verdi notification:luca.neri"
last_mail notification anna.verdi@desk.example.it
like "the staff see what is left" "$(body)" '^Ore: +Pacchetto 2 ore: restano 2:00$'
last_mail confirmation mario@cliente.example
unlike "nothing of a tariff" "$(body)" '100,00'
answers anna.verdi@desk.example.it

anna '#ore 1:20 sostituito il cavo'
is "a receipt, and the customer is told" "$(mails)" "receipt:anna.verdi worked:mario"
like "real, charged, before and after" "$(receipt)" \
    'HT00001/1, lavorate 1:20( \([^)]*\))?, addebitate 1:30; Pacchetto 2 ore: prima 2:00, ora 0:30 '
last_mail worked mario@cliente.example
like "what was done, by whom" "$(body)" 'Anna Verdi: 1:20$'
like "and what" "$(body)" '^    sostituito il cavo$'
unlike "what is left is not his business" "$(body)" 'restano'

deliver anna.verdi@desk.example.it "$address" "$extension" <"$T/anna.eml"
is "the same mail again: logged once" "$(desk_sql 'SELECT count(*) FROM work_log')" 1
seen=$(desk_sql 'SELECT max(id) FROM outbox')
{ cat "$T/anna.eml" && printf '\n_______\nA list added this.\n'; } |
    deliver anna.verdi@desk.example.it "$address" "$extension"
is "again, with what a list adds: logged once" "$(desk_sql 'SELECT count(*) FROM work_log')" 1
is "and she is told" "$(mails)" "command_error:anna.verdi"

anna '#ore /1 0:30'
like "a correction" "$(receipt)" 'HT00001/1, lavorate 0:30( \([^)]*\))?, addebitate 0:30; Pacchetto 2 ore: prima 0:30, ora 1:30 '
is "by reversal" "$(movements 1)" \
    "charged account -90 0,taken-back account 90 0,charged account -30 0"
is "what was done stays" "$(desk_sql 'SELECT description FROM work_log')" "sostituito il cavo"

anna '#ore 1:30 urgente del 20/11/2020 vecchio lavoro'
like "before the package began: by the tariff" "$(receipt)" 'oltre le ore disponibili 1:30; da pagare, IVA esclusa, 170,00'
is "its kind and day" "$(desk_sql "SELECT kind || date(day * 86400, 'unixepoch') FROM work_log WHERE number = 2")" urgent2020-11-20
anna '#ore /2 0'
like "cancelled" "$(receipt)" 'HT00001/2, annullata'
is "all of it" "$(movements 2)" "charged price -90 17000,taken-back price 90 -17000"

# --- what is wrong, and nothing happens

for wrong in '#ore 1.30' '#ore /9 1:00' '#ore 1:00 del 2099-01-01' '#spesa /1 5,00' '#remoto chiudi' '#ore /1 0:10\n#ore /1 0:20'; do
    anna "$wrong"
    is "refused: ${wrong%%\\*}" "$(mails)" "command_error:anna.verdi"
done
is "nothing was written" "$(desk_sql 'SELECT count(*) FROM work_log')/$(left)" 2/90

# --- thresholds

anna '#ore 1:00'
is "75 %: nobody is told" "$(mails)" "receipt:anna.verdi worked:mario"
anna '#ore 15m'
is "87 %: the contact and the staff" "$(mails)" \
    "hours_low:giulia hours_staff:anna.verdi hours_staff:luca.neri receipt:anna.verdi worked:mario"
last_mail hours_low giulia@cliente.example
like "what is left" "$(body)" '^Pacchetto 2 ore: restano 0:15\.$'
last_mail hours_staff luca.neri@desk.example.it
like "whose" "$(body)" 'Ore usate da Serramenti Rossi: 87%'
anna '#ore /4 0'
anna '#ore 0:15'
is "the same threshold again: told once" "$(mails)" "receipt:anna.verdi worked:mario"
anna '#ore 0:30'
is "100 %" "$(mails)" \
    "hours_over:giulia hours_staff:anna.verdi hours_staff:luca.neri receipt:anna.verdi worked:mario"
last_mail hours_over giulia@cliente.example
like "which package it is" "$(body)" '^le ore di «Pacchetto 2 ore» sono finite\.$'
like "split" "$(receipt)" 'prima 0:15, ora 0:00; oltre le ore disponibili 0:15; da pagare, IVA esclusa, 100,00'
is "over two" "$(movements 6)" "charged account -15 0,charged price -15 10000"

# --- money

anna '#spesa 12,50 cavo di rete\n#spesa 3,00 vite'
like "two costs" "$(receipt)" 'spesa registrata: HT00001/2, 3,00'
anna '#spesa /1 10,00\n#spesa /2 0'
is "corrected and cancelled" "$(desk_sql "SELECT group_concat(cents) FROM (SELECT cents FROM ledger WHERE target = 'cost' ORDER BY id)")" \
    "1250,300,-1250,1000,-300"
anna '#priorita 3 extra\n#ore 0:15'
like "a priority on his wish costs more" "$(receipt)" 'da pagare, IVA esclusa, 110,00'

# --- a remote session

anna '#remoto apri'
is "he is told before it begins" "$(mails)" "receipt:anna.verdi remote:mario"
last_mail remote mario@cliente.example
like "what it costs" "$(body)" '100,00 € per la prima ora'
anna '#remoto apri'
is "one at a time" "$(mails)" "command_error:anna.verdi"
anna '#chiudi'
is "not closed with it open" "$(mails)/$(ticket state)" "command_error:anna.verdi/new"
write mario@cliente.example assistenza 'Chiudi HT00001' ''
is "he closes it himself" "$(ticket state)" "done"
last_mail notification luca.neri@desk.example.it
like "the staff see that it is open" "$(body)" '^Da remoto: +c.è una sessione aperta; si chiude con #remoto chiudi$'
as_desk sqlite3 "$DB" 'UPDATE ticket SET closed_at = closed_at - 999999 WHERE id = 1'
ok "the archive" desk archive
is "waits for its hours" "$(ticket state)" "done"
anna '#riapri'
as_desk sqlite3 "$DB" 'UPDATE remote_session SET opened_at = opened_at - 3660'
anna '#stato connessione remota chiusa'
like "61 minutes are two hours" "$(receipt)" 'lavorate 1:01 \(([0-9/]+, )?remoto(, fuori orario)?\), addebitate 2:00; oltre le ore disponibili 2:00; da pagare, IVA esclusa, 180,00'
last_mail worked mario@cliente.example
unlike "the customer reads nothing of commands" "$(body)" '#remoto'
is "its session is closed" "$(desk_sql 'SELECT closed_by FROM remote_session WHERE closed_at IS NOT NULL')" 1

# --- who may see what is left

write giulia@cliente.example assistenza saldo ''
last_mail balance giulia@cliente.example
like "the contact" "$(body)" 'Pacchetto 2 ore: restano 0:00'
write mario@cliente.example assistenza saldo ''
last_mail balance mario@cliente.example
like "another of the firm is told who" "$(body)" 'si occupa Giulia Rossi'
unlike "and no more" "$(body)" 'Pacchetto'

# --- the end

anna '#priorita 1\n#chiudi\nFatto tutto.'
last_mail closed mario@cliente.example
like "the work is in the closing mail" "$(body)" '^Tempo di lavoro: 3:31, addebitato 4:30$'
is "the ledger is whole" "$(desk check 2>&1 | grep -E '^[a-z]+ +ledger ' | cut -d' ' -f1)" ok
like "the command line says the same" "$(desk worklog list HT00001)" '^8 work logs, 3:31 worked, 4:30 charged$'

# --- he goes to another firm: his old request, and its hours, stay with the old one

before=$(left)
unlike "no package without hours" "$(desk package add "Serramenti Rossi" --hours 0 2>&1)" 'left'
ok "another firm" desk organisation add "Infissi Bianchi"
ok "with hours" desk package add "Infissi Bianchi" --hours 9:00
ok "Mario goes there" desk customer change mario@cliente.example --organisation "Infissi Bianchi"
like "his request stays" "$(desk ticket show HT00001)" '^  organisation +Serramenti Rossi$'
desk worklog correct HT00001/1 2:00 >/dev/null
is "so does a correction" "$(desk_sql 'SELECT count(*), SUM(minutes) FROM ledger WHERE organisation_id = 2')" "1|540"
desk worklog correct HT00001/1 0:30 >/dev/null
is "and what it gives back" "$(left)" "$before"
ok "he comes back" desk customer change mario@cliente.example --organisation "Serramenti Rossi"

# --- requests without a package

write paolo@altrove.example info Domanda 'Quanto costa?'
is "held: told so, and the staff" "$(mails)" "no_package:paolo notification:anna.verdi"
is "it waits" "$(desk_sql "SELECT state || COALESCE(due_at, 0) FROM ticket WHERE prefix = 'IN'")" suspended0
last_mail no_package paolo@altrove.example
like "it is kept" "$(body)" 'La teniamo da parte'
seen=$(desk_sql 'SELECT max(id) FROM outbox')
like "hours are added" "$(desk package add paolo@altrove.example --hours 5)" '1 ticket that waited'
is "and it goes on" "$(mails)/$(desk_sql "SELECT state FROM ticket WHERE prefix = 'IN'")" \
    "confirmation:paolo notification:anna.verdi/new"
write paolo@altrove.example info Altro 'Ancora una cosa, diversa.'
is "he has hours now" "$(mails)" "confirmation:paolo notification:anna.verdi"
write carla@altrove.example support Broken 'It does not start.'
is "refused: told so, and the staff" "$(mails)" "no_package:carla notification:luca.neri"
is "no ticket" "$(desk_sql "SELECT count(*) FROM ticket WHERE prefix = 'EN'")" 0
last_mail notification luca.neri@desk.example.it
like "what was asked is there" "$(body)" 'It does not start\.'
write sara@altrove.example assistenza Prezzi 'Vorrei un intervento.'
last_mail confirmation sara@altrove.example
like "accepted: at the tariff" "$(body)" '100,00 € per la prima ora'
like "a contract with its own time" "$(desk contract add sara@altrove.example --hours 3 --response 2:00 --on-call yes)" 'response +2:00'
write sara@altrove.example assistenza Altra 'Una domanda tutta diversa dalla prima, davvero.'
is "counts before the queue's" "$(desk_sql 'SELECT due_at > received_at FROM ticket ORDER BY id DESC LIMIT 1')" 1

# --- what is about to end

tomorrow=$(TZ=Europe/Rome date -d tomorrow +%F)
ok "a package until tomorrow" desk package add "Serramenti Rossi" --hours 1:00 --until "$tomorrow"
seen=$(desk_sql 'SELECT max(id) FROM outbox')
ok "office hours" desk office-hours
like "the contact and the staff are warned" "$(mails)" 'ending:giulia ending_staff:anna.verdi ending_staff:luca.neri'
last_mail ending giulia@cliente.example
like "of that one" "$(body)" '^Pacchetto 1 h: restano 1:00, da usare entro$'
seen=$(desk_sql 'SELECT max(id) FROM outbox')
ok "office hours again" desk office-hours
unlike "once" "$(mails)" ending
desk_holds
