#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The links at the end of a customer's mail: one click and Send asks, closes, reopens,
# complains, cancels, or puts somebody in copy; as the ticket's status has it, for its
# requester, and for nobody else (SPEC.md sections 2.4 and 7).
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=staff.sh
. "${0%/*}/staff.sh"
need_programs sqlite3 python3
plan 52

new_desk 9
ok "the staff" add_staff

# links: the subjects of those in $T/mail, in their order.
links() {
    python3 "$TOOLS/mailto.py" "$T/mail" | cut -d' ' -f2- | tr '\n' ',' | sed 's/,$//'
}
clicks=0
# click SUBJECT-BEGINS FROM [TEXT [CC]]: opens the link of $T/mail, writes, sends.
click() {
    click_to=$(python3 "$TOOLS/mailto.py" "$T/mail" | grep " $1" | head -n 1)
    [ -n "$click_to" ] || return 1
    clicks=$((clicks + 1))
    seen=$(desk_sql 'SELECT max(id) FROM outbox')
    {
        printf 'From: Mario Rossi <%s>\nTo: <%s>\n' "$2" "${click_to%% *}"
        [ -z "${4:-}" ] || printf 'Cc: %s\n' "$4"
        printf 'Subject: %s\nMessage-ID: <click%s@cliente.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\n%b\n' \
            "${click_to#* }" "$clicks" "${3:-}"
    } | deliver "$2" "${click_to%% *}" "$(extension_of "${click_to%% *}")"
}
# clicked NAME ARGUMENT...: a statement that the click went through.
clicked() {
    clicked_name=$1
    shift
    if click "$@"; then pass "$clicked_name"; else fail "$clicked_name"; fi
}

deliver mario@cliente.example assistenza@desk.example.it <<'MAIL'
From: Mario Rossi <mario@cliente.example>
To: assistenza@desk.example.it
Subject: Stampante
Message-ID: <1@cliente.example>

La stampante non parte.
MAIL
last_mail confirmation mario@cliente.example
is "an open ticket" "$(links)" "STATO HT00001,CHIUDI HT00001,ANNULLA HT00001,COPIA HT00001"
like "said in words" "$(body)" '^È a posto, si può chiudere:$'
like "behind the mark of a signature" "$(body)" '^-- $'
is "no line of the text itself is too long" "$(body | grep -v '^<mailto:' | awk 'length > 78' | wc -l)" 0
cp "$T/mail" "$T/confirmation"

# --- one click and Send

clicked "STATO" STATO mario@cliente.example
is "is answered" "$(mails)" "status:mario"
clicked "also when his program adds something" STATO mario@cliente.example 'Inviato dal mio telefono\nRossi srl, via Roma 1'
is "answered" "$(mails)" "status:mario"
is "no entry of it" "$(desk_sql 'SELECT count(*) FROM entry')" 1
clicked "CHIUDI" CHIUDI mario@cliente.example
is "closes" "$(ticket 'state || outcome')" doneresolved
last_mail closed mario@cliente.example
is "a closed ticket" "$(links)" "RIAPRI HT00001,RECLAMO HT00001"
cp "$T/mail" "$T/closed"
clicked "RIAPRI" RIAPRI mario@cliente.example
is "reopens" "$(ticket state)" in_progress
cp "$T/confirmation" "$T/mail"
clicked "CHIUDI again" CHIUDI mario@cliente.example
cp "$T/closed" "$T/mail"
clicked "RECLAMO without a word" RECLAMO mario@cliente.example
is "asks for it" "$(mails)" "not_possible:mario"
clicked "RECLAMO" RECLAMO mario@cliente.example 'Stampa tutto verde.'
is "complains" "$(ticket state)" disputed
last_mail disputed mario@cliente.example
is "then the staff alone go on" "$(links)" "STATO HT00001,COPIA HT00001"
answers anna.verdi@desk.example.it
anna '#stato in esecuzione'
last_mail status_changed mario@cliente.example
clicked "ANNULLA" ANNULLA mario@cliente.example 'Ne ho comprata una nuova.'
is "cancels" "$(ticket state)" cancelled
last_mail cancelled mario@cliente.example
is "and may reopen" "$(links)" "RIAPRI HT00001"
clicked "which he does" RIAPRI mario@cliente.example

# --- in copy

last_mail reopened mario@cliente.example
cp "$T/mail" "$T/reopened"
clicked "COPIA, the address in the text" COPIA mario@cliente.example 'giulia@cliente.example'
is "he is told" "$(mails)" "copied:mario"
last_mail copied mario@cliente.example
like "who it is" "$(body)" '^giulia@cliente\.example$'
anna 'Ecco.'
is "she gets what is said from now on" "$(mails)" "notification:luca.neri staff_reply:giulia staff_reply:mario"
last_mail staff_reply giulia@cliente.example
is "may ask, and close nothing" "$(links)" "STATO HT00001"
cp "$T/reopened" "$T/mail"
clicked "COPIA, in Cc" COPIA mario@cliente.example 'Grazie\nscrivete anche a falso@x.example' 'Ugo <ugo@cliente.example>, anna.verdi@desk.example.it'
last_mail copied mario@cliente.example
like "a customer" "$(body)" '^ugo@cliente\.example$'
like "not one of the staff" "$(body | sed -n '/Non possiamo/,$p')" 'anna\.verdi'
unlike "nor what stands in a sentence" "$(body)" falso
cp "$T/reopened" "$T/mail"
clicked "COPIA without an address" COPIA mario@cliente.example
last_mail copied mario@cliente.example
like "is explained" "$(body)" 'nessun indirizzo'

# --- what somebody in copy may: write, and so reopen; no more

# giulia SUBJECT [TEXT]: what she writes by hand, with the number that she sees.
letters=0
giulia() {
    letters=$((letters + 1))
    seen=$(desk_sql 'SELECT max(id) FROM outbox')
    printf 'From: giulia@cliente.example\nTo: assistenza@desk.example.it\nSubject: %s\nMessage-ID: <giulia%s@cliente.example>\n\n%b\n' \
        "$1" "$letters" "${2:-}" | deliver giulia@cliente.example assistenza@desk.example.it
}
is "it is open" "$(ticket state)" in_progress
giulia "CHIUDI HT00001"
is "she does not close it" "$(ticket state)" in_progress
is "she alone is told" "$(mails)" not_possible:giulia
last_mail not_possible giulia@cliente.example
like "why" "$(body | tr '\n' ' ')" 'lo può chiedere solo chi ha aperto la richiesta HT00001: Lei la segue in copia\.'
unlike "and nothing that is not for her" "$(body)" 'CHIUDI HT00001|ANNULLA HT00001'
giulia "ANNULLA HT00001" "Non serve più."
is "nor cancel it" "$(ticket state)" in_progress
is "what she wrote is kept" "$(desk_sql "SELECT count(*) FROM entry WHERE ticket_id = 1 AND text = 'Non serve più.'")" 1
is "and the staff read it" "$(mails)" "not_possible:giulia notification:anna.verdi notification:luca.neri"
cp "$T/confirmation" "$T/mail"
clicked "the requester closes it" CHIUDI mario@cliente.example
is "it is closed" "$(ticket state)" "done"
giulia "RECLAMO HT00001" "Non va."
is "she complains about nothing" "$(ticket state)" "done"
giulia "RIAPRI HT00001"
is "she reopens it, as by writing" "$(ticket state)" in_progress

# --- nobody else

cp "$T/reopened" "$T/mail"
click COPIA zeno@altrove.example 'zeno@altrove.example'
is "a stranger puts nobody in copy" "$(desk_sql "SELECT count(*) FROM participant x JOIN address a USING (person_id)
    WHERE a.address = 'zeno@altrove.example'")" 0
cp "$T/confirmation" "$T/mail"
click CHIUDI zeno@altrove.example
is "nor closes" "$(ticket state)" in_progress
printf 'From: mario@cliente.example\nTo: assistenza@desk.example.it\nCc: nina@altrove.example\nSubject: COPIA HT00001\nMessage-ID: <cc@cliente.example>\n\nnina@altrove.example\n' |
    deliver mario@cliente.example assistenza@desk.example.it
is "without the link nobody is in copy" "$(desk_sql 'SELECT count(*) FROM participant')" 2
desk_holds
