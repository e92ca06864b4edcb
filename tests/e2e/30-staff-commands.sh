#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The staff's commands by mail, through sportello-deliver: what they change, whom they
# are told to, and that a wrong line stops the whole mail (FAULTS B 30, 31).
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=staff.sh
. "${0%/*}/staff.sh"
need_programs sqlite3 python3
plan 64

new_desk 9
ok "the staff" add_staff

deliver mario@cliente.example assistenza@desk.example.it <<'MAIL'
From: Mario Rossi <mario@cliente.example>
To: assistenza@desk.example.it
Subject: Stampante
Message-ID: <1@cliente.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8

La stampante del primo piano non parte da questa mattina.
MAIL
ok "the notification" last_mail notification anna.verdi@desk.example.it
like "says that there are commands" "$(body)" '#nota \(solo per noi\)'
answers anna.verdi@desk.example.it

# --- one wrong line, and nothing happens

anna '#prendo\n#chiud\nArrivo domani.'
is "a wrong line: only its author is told" "$(mails)" "command_error:anna.verdi"
is "nothing changed" "$(ticket 'state || priority')" "new0"
is "nothing was said" "$(desk_sql "SELECT count(*) FROM entry WHERE kind <> 'customer'")" 0
last_mail command_error anna.verdi@desk.example.it
like "the line is marked" "$(body)" '^> #chiud$'
like "with what would be right" "$(body)" '\(forse #chiudi\?\)'
like "the right one is not" "$(body)" '^  #prendo$'
like "his text comes back" "$(body)" 'Arrivo domani\.'

# --- commands and no text

anna '#prendo entro 2099-12-03 18:00\n#priorità 2'
is "taken in charge" "$(ticket 'state || priority')" "waiting_input2"
is "by her" "$(ticket assignee_id)" 1
is "the customer is told once, she gets a receipt" "$(mails)" "receipt:anna.verdi taken:mario"
last_mail receipt anna.verdi@desk.example.it
like "each line with its result" "$(body)" 'presa in carico, gioved'
like "the second too" "$(body)" 'priorità: 2'
like "and that no text of hers went" "$(body)" 'senza testo Suo'
last_mail taken mario@cliente.example
like "the customer reads by when" "$(body)" '3 dicembre 2099'

anna '#priorita 1'
is "no empty mail to the customer" "$(mails)" "receipt:anna.verdi"

# --- the same mail again: done once

seen=$(desk_sql 'SELECT max(id) FROM outbox')
deliver anna.verdi@desk.example.it "$address" "$extension" <"$T/anna.eml"
is "the same mail again: nothing" "$(mails)" ""

# --- a note

anna '#nota\n#segui\nIl cliente vuole lo sconto SEGRETO.'
is "a note goes to no customer" "$(mails)" "receipt:anna.verdi"
is "it is one" "$(desk_sql "SELECT text FROM entry WHERE kind = 'note'")" "Il cliente vuole lo sconto SEGRETO."
is "she follows" "$(desk_sql "SELECT part FROM participant")" follower

# --- another has it, in another queue

anna '#assegna luca.neri@desk.example.it\n#coda info\n#categoria rete\n#luogo via Roma 1'
is "who, where, what" "$(desk_sql "SELECT assignee_id || q.name || category || place FROM ticket
    JOIN queue q ON q.id = queue_id")" "2inforetevia Roma 1"
is "the number stays" "$(desk_sql 'SELECT prefix || number FROM ticket')" HT1
is "he is told" "$(mails)" "notification:luca.neri receipt:anna.verdi"
last_mail notification luca.neri@desk.example.it
like "what has happened" "$(body)" 'ha cambiato la richiesta'
like "and what was said, the note too" "$(body)" 'sconto SEGRETO'

# --- a question, a date

anna '#chiedi\nQuale stampante?'
is "the customer is asked" "$(mails)" "notification:luca.neri question:mario receipt:anna.verdi"
is "and waited for" "$(ticket state)" waiting_customer
last_mail question mario@cliente.example
like "the question" "$(body)" '^Quale stampante\?$'
unlike "without the command" "$(body)" '#chiedi'
anna '#stato nuova data 2099-12-10 10:00\n#copia giulia@cliente.example\nVeniamo quel giorno.'
is "both are told of the date" "$(mails)" "new_date:giulia new_date:mario notification:luca.neri receipt:anna.verdi"
last_mail new_date giulia@cliente.example
like "with an invitation" "$(cat "$T/mail")" 'text/calendar.*method="?REQUEST'
like "and the words" "$(body)" '^Veniamo quel giorno\.$'

# --- closing

anna '#chiudi non risolto'
is "a reason is needed" "$(mails)" "command_error:anna.verdi"
anna '#chiudi non risolto\nNon ci sono i ricambi.'
is "closed" "$(ticket 'state || outcome')" "doneunresolved"
is "they are told once" "$(mails)" "closed:giulia closed:mario notification:luca.neri receipt:anna.verdi"
last_mail closed mario@cliente.example
like "with the reason" "$(body)" 'Non ci sono i ricambi\.'
anna '#stato sospeso'
last_mail command_error anna.verdi@desk.example.it
like "what is possible from here" "$(body)" 'si può passare a: In esecuzione'
anna '#riapri\n#priorita 0'
is "open again" "$(ticket state)" in_progress
is "and the customers know" "$(mails)" "notification:luca.neri receipt:anna.verdi reopened:giulia reopened:mario"

# --- work, and the list of commands

anna '#ore 1:20 sostituito il cavo'
is "the customer is told of the work" "$(mails)" "receipt:anna.verdi worked:mario"
last_mail receipt anna.verdi@desk.example.it
# Out of hours on a Sunday, and then the line is a longer one.
like "real and charged" "$(body | tr -s '\n ' ' ')" 'ore registrate: HT00001/1, lavorate 1:20( \([^)]*\))?, addebitate 1:30'
anna '#aiuto'
is "the list is for her" "$(mails)" "receipt:anna.verdi"
last_mail receipt anna.verdi@desk.example.it
like "it has the commands" "$(body)" '#chiudi \[non risolto\]: chiude'
like "all of it" "$(body)" '#ore 1:30 \[TIPO\] \[del DATA\]'

# --- for a customer, and one ticket into another

printf 'From: Anna Verdi <anna.verdi@desk.example.it>\nTo: %s\nSubject: Telefonata\nMessage-ID: <tel@desk.example.it>\n\n%s\n\n%s\n' \
    assistenza@desk.example.it '#cliente mario@cliente.example' 'Mario ha telefonato: ancora la stampante.' >"$T/anna.eml"
sed -i '1i Authentication-Results: mx.desk.example.it; dkim=pass header.d=desk.example.it' "$T/anna.eml"
seen=$(desk_sql 'SELECT max(id) FROM outbox')
deliver anna.verdi@desk.example.it assistenza@desk.example.it <"$T/anna.eml"
is "opened, confirmed, told" "$(mails)" "confirmation:mario notification:luca.neri receipt:anna.verdi"
is "in his name" "$(desk_sql "SELECT a.address FROM ticket t JOIN address a ON a.person_id = t.requester_id
    WHERE t.number = 2")" mario@cliente.example
last_mail receipt anna.verdi@desk.example.it
like "the receipt has the number" "$(mail_part "$T/mail" Subject)" 'HT00002'
answers anna.verdi@desk.example.it receipt
anna '#unisci HT00001'
is "he is told that it is one" "$(mails)" "joined:mario notification:luca.neri receipt:anna.verdi"
is "it went into the other" "$(desk_sql 'SELECT state || merged_into FROM ticket WHERE number = 2')" cancelled1
is "with what was said" "$(desk_sql "SELECT ticket_id FROM entry WHERE text LIKE 'Mario ha telefonato%'")" 1
anna '#nota\nRisposta alla notifica di HT00002.'
is "what answers it is on the other" "$(desk_sql "SELECT ticket_id FROM entry WHERE text LIKE 'Risposta alla%'")" 1
anna '#unisci HT99999'
is "a ticket that is none" "$(mails)" "command_error:anna.verdi"
anna '#blocca'
is "the customer is blocked" "$(desk_sql "SELECT state FROM person p JOIN address a ON a.person_id = p.id
    WHERE a.address = 'mario@cliente.example'")" blocked
is "and not told" "$(mails)" "receipt:anna.verdi"
anna '#blocca'
is "once only" "$(mails)" "command_error:anna.verdi"
anna '#nota\nFatto.'

# --- nobody else

seen=$(desk_sql 'SELECT max(id) FROM outbox')
sed -e 's/^Message-ID:.*/Message-ID: <falso@x>/' -e "s/^To:.*/To: assistenza@desk.example.it/" "$T/anna.eml" |
    sed 's/#nota/#chiudi/' >"$T/false.eml"
deliver anna.verdi@desk.example.it assistenza@desk.example.it <"$T/false.eml"
is "without proof nothing is closed" "$(ticket state)" in_progress
is "a customer never saw the note" "$(desk_sql "SELECT count(*) FROM outbox o
    JOIN outbox_raw r ON r.outbox_id = o.id WHERE recipient LIKE '%cliente.example' AND instr(r.bytes, CAST('SEGRETO' AS BLOB))")" 0
is "two tickets, and the false one" "$(desk_sql 'SELECT count(*) FROM ticket')" 3
is "each status, code first" "$(desk show states | cut -d' ' -f1 | tr '\n' ' ')" \
    "new waiting_input waiting_customer request_sent in_progress rescheduled changes_requested suspended disputed done cancelled archived "
like "the commands, code first" "$(desk show commands --language en)" '^close +#close \[not resolved\]: closes it$'
like "in Italian too" "$(desk show commands)" '^hours +#ore 1:30 '
desk_holds
