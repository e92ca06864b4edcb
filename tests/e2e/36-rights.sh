#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What a customer asks about his own data by mail: the month runs, whoever answers for
# personal data gets it, and nothing is to be done before an answer to the address on
# file says that it was him (SPEC.md section 12).
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=staff.sh
. "${0%/*}/staff.sh"
need_programs sqlite3 python3
plan 30

new_desk 9
sed -i -e 's/desk = {/&dpo = "dpo@desk.example.it";/' "$CONF"
ok "the staff" add_staff
ok "a customer" desk customer add --name "Mario Rossi" --address mario@cliente.example

mails_sent=0
# from ADDRESS SUBJECT TEXT [EXTENSION]: a mail; what it makes is counted from $seen.
from() {
    seen=$(desk_sql 'SELECT coalesce(max(id), 0) FROM outbox')
    mails_sent=$((mails_sent + 1))
    printf 'From: %s\nTo: assistenza@desk.example.it\nSubject: %s\nMessage-ID: <m%s@e2e.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\n%b\n' \
        "$1" "$2" "$mails_sent" "$3" | deliver "$1" assistenza@desk.example.it "${4:-}"
}
request() { # COLUMN
    desk_sql "SELECT $1 FROM privacy_request ORDER BY id DESC LIMIT 1"
}

from mario@cliente.example "PRIVACY CANCELLA" ''
is "he is asked, the dpo and the staff are told" "$(mails)" \
    "notification:anna.verdi notification:luca.neri privacy_handed:dpo privacy_received:mario"
is "the request is kept" "$(request right)" erase
is "a month from when it came" "$(request "strftime('%Y-%m', due_at, 'unixepoch', 'localtime')
    <> strftime('%Y-%m', started_at, 'unixepoch', 'localtime') AND due_at - started_at BETWEEN 27 * 86400 AND 32 * 86400")" 1
is "in the register" "$(desk_sql "SELECT what FROM register")" request-started
last_mail privacy_handed dpo@desk.example.it
like "the dpo reads what" "$(body)" '^Chiede:    cancella$'
like "of whom" "$(body)" '^Cliente:   Mario Rossi <mario@cliente\.example>$'
like "and that it may not be him" "$(body)" 'Non è ancora sicuro'
like "as from a program" "$(mail_part "$T/mail" Auto-Submitted)" 'auto-generated'
last_mail privacy_received mario@cliente.example
like "he reads what to answer" "$(body)" 'soltanto SÌ'
token=$(extension_of "$(mail_part "$T/mail" address:Reply-To)")

# --- nobody else says that it was him

from mario@cliente.example "Re: [HT00001] La Sua richiesta" 'Sì'
is "From alone is not enough" "$(request "coalesce(confirmed_at, 'no')")" no
from zeno@altrove.example "Re: [HT00001] La Sua richiesta" 'Sì' "$token"
is "nor is the token in other hands" "$(request "coalesce(confirmed_at, 'no')")" no

# --- he does

from mario@cliente.example "Re: [HT00001] La Sua richiesta" 'Sì\n\n> Per essere sicuri' "$token"
is "it was him" "$(request 'confirmed_at > 0')" 1
is "all are told" "$(mails)" "notification:anna.verdi notification:luca.neri privacy_confirmed:mario privacy_handed:dpo"
last_mail privacy_handed dpo@desk.example.it
like "the dpo may go on" "$(body)" 'si può procedere'
is "in the register" "$(desk_sql "SELECT group_concat(what) FROM register WHERE what LIKE 'request%'")" request-started,request-confirmed
from mario@cliente.example "Re: [HT00001] La Sua richiesta" 'Sì' "$token"
is "once" "$(desk_sql "SELECT count(*) FROM register WHERE what = 'request-confirmed'")" 1

# --- it was somebody else

from mario@cliente.example "privacy esporta" ''
last_mail privacy_received mario@cliente.example
token=$(extension_of "$(mail_part "$T/mail" address:Reply-To)")
from mario@cliente.example "Re: La Sua richiesta" 'NO' "$token"
is "it was not" "$(request result)" denied
is "nothing is done" "$(mails)" "cancelled:mario notification:anna.verdi notification:luca.neri privacy_handed:dpo"
last_mail privacy_handed dpo@desk.example.it
like "the dpo reads so" "$(body)" 'non va fatto nulla'
is "the ticket is cancelled" "$(desk_sql "SELECT state FROM ticket JOIN privacy_request r ON r.ticket_id = ticket.id WHERE r.result IS NOT NULL")" cancelled

# --- what needs no answer

from mario@cliente.example "PRIVACY INFORMATIVA" ''
last_mail privacy_received mario@cliente.example
like "the notice" "$(body)" '^https://www\.desk\.example\.it/privacy$'
unlike "without a question" "$(body)" 'soltanto SÌ'
from mario@cliente.example "PRIVACY VIOLAZIONE" 'Ho trovato i miei dati in rete.'
last_mail privacy_handed dpo@desk.example.it
like "a violation goes on at once" "$(body)" 'Una richiesta sui dati personali\.'
from mario@cliente.example "La privacy" 'Che cosa ne fate dei miei dati?'
is "other words are for people" "$(mails)" "confirmation:mario notification:anna.verdi notification:luca.neri"
last_mail confirmation mario@cliente.example
like "the notice comes with the first confirmation" "$(body)" 'www\.desk\.example\.it/privacy'
from mario@cliente.example "Il toner" 'Vorrei anche due toner.'
last_mail confirmation mario@cliente.example
unlike "and with no other" "$(body)" 'www\.desk\.example\.it/privacy'
like "the terms with each" "$(body)" 'www\.desk\.example\.it/condizioni'
desk_holds
