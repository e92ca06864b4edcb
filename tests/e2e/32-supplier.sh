#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A ticket passed to a supplier (#fornitore): he gets what the customer asked, the
# place and the photographs of all his mails, and nothing else; his answers come to
# the staff only.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=staff.sh
. "${0%/*}/staff.sh"
need_programs sqlite3 python3
plan 36

new_desk 9
ok "the staff" add_staff
ok "a supplier" desk supplier add --name "Ugo Tubi" --address ugo@idraulica.example
like "on file" "$(desk supplier list)" 'ugo@idraulica\.example +Ugo Tubi'
like "one of them" "$(desk supplier show ugo@idraulica.example)" '^supplier [0-9]+$'

# photo NAME TYPE DISPOSITION BYTES: one part.
photo() {
    printf -- '--b\nContent-Type: %s; name="%s"\nContent-Disposition: %s; filename="%s"\n' "$2" "$1" "$3" "$1"
    [ "$3" != inline ] || printf 'Content-ID: <%s>\n' "$1"
    printf 'Content-Transfer-Encoding: base64\n\n'
    head -c "$4" /dev/zero | tr '\0' "${1%"${1#?}"}" | base64
    printf '\n'
}
mario() { # SUBJECT NUMBER TEXT
    printf 'From: Mario Rossi <mario@cliente.example>\nTo: assistenza@desk.example.it\nSubject: %s\n' "$1"
    printf 'Message-ID: <%s@cliente.example>\nMIME-Version: 1.0\n' "$2"
    printf 'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=UTF-8\n\n'
    printf '%b\n' "$3"
}
{
    mario "Perdita" 1 'Luogo: via Roma 1\n\nPerde il rubinetto.\n\nNota: pago quando voglio'
    photo rubinetto.jpg image/jpeg attachment 3000
    photo fattura.pdf application/pdf attachment 500
    echo '--b--'
} >"$T/first.eml"
deliver mario@cliente.example assistenza@desk.example.it <"$T/first.eml"
{
    mario "Re: [HT00001] Perdita" 2 "Ecco un'altra foto."
    photo muro.jpg image/jpeg inline 40000
    photo logo.png image/png inline 500
    echo '--b--'
} >"$T/second.eml"
deliver mario@cliente.example assistenza@desk.example.it <"$T/second.eml"

answers anna.verdi@desk.example.it
anna '#nota\nCliente SEGRETO e difficile.'
anna '#fornitore luigi@cliente.example'
is "nobody on file" "$(mails)" "command_error:anna.verdi"
anna '#fornitore ugo@idraulica.example\nPuò passare domani mattina?'
is "passed on" "$(mails)" "notification:luca.neri receipt:anna.verdi status_changed:mario supplier_request:ugo"
is "its status" "$(ticket state)" request_sent
last_mail notification luca.neri@desk.example.it
like "Luca reads what was done" "$(body)" '^Un collega ha scritto al fornitore'
unlike "not that there is an answer" "$(body)" 'Il fornitore ha risposto'
last_mail receipt anna.verdi@desk.example.it
like "she reads to whom" "$(body)" 'passata al fornitore: ugo@idraulica\.example'
like "and what" "$(body)" '^Questo testo è andato al fornitore:$'
last_mail status_changed mario@cliente.example
like "the customer reads where it is" "$(body)" 'Richiesta inviata'
unlike "and not what is for the supplier" "$(body)" 'domani mattina'
last_mail supplier_request ugo@idraulica.example
like "the description" "$(body)" '^Perde il rubinetto\.$'
like "the place" "$(body)" '^Luogo: +via Roma 1$'
like "what she asks" "$(body)" '^Può passare domani mattina\?$'
unlike "no note of his or hers" "$(body)" 'SEGRETO|pago quando|Ecco un'
unlike "not who the customer is" "$(cat "$T/mail")" '[Mm]ario|cliente\.example'
is "the photographs, of both mails" "$(mail_part "$T/mail" files)" "rubinetto.jpg 3000
muro.jpg 40000"
like "from her, not from a machine" "$(mail_part "$T/mail" From)" 'Anna Verdi'
is "no Auto-Submitted" "$(mail_part "$T/mail" Auto-Submitted)" ""
reply=$(mail_part "$T/mail" address:Reply-To)
sent=$(mail_part "$T/mail" Message-ID)

# --- he answers

ugo() { # NUMBER TEXT
    printf 'From: Ugo Tubi <ugo@idraulica.example>\nTo: %s\nSubject: Re: [HT00001] Perdita\n' "$reply"
    printf 'Message-ID: <%s@idraulica.example>\nIn-Reply-To: %s\n\n%s\n' "$1" "$sent" "$2"
}
seen=$(desk_sql 'SELECT max(id) FROM outbox')
ugo 1 'Passo alle nove. Costa 80 euro.' >"$T/ugo.eml"
deliver ugo@idraulica.example "$reply" "$(extension_of "$reply")" <"$T/ugo.eml"
is "the staff alone are told" "$(mails)" "notification:anna.verdi notification:luca.neri"
last_mail notification anna.verdi@desk.example.it
like "that it is the supplier" "$(body)" '^Il fornitore ha risposto\. Il cliente non ha ricevuto niente\.$'
is "the status stays" "$(ticket state)" request_sent
is "kept as his" "$(desk_sql "SELECT text FROM entry WHERE kind = 'supplier' ORDER BY id DESC LIMIT 1")" \
    "Passo alle nove. Costa 80 euro."
anna '#fornitore ugo@idraulica.example\nVa bene.'
is "she answers him" "$(mails)" "notification:luca.neri receipt:anna.verdi status_changed:mario supplier_request:ugo"
last_mail supplier_request ugo@idraulica.example
unlike "who has the rest already" "$(body)" 'rubinetto'
is "and the photographs" "$(mail_part "$T/mail" files)" ""
is "in his thread" "$(mail_part "$T/mail" References)" "$sent <1@idraulica.example>"
anna 'Viene domani alle nove.'
last_mail staff_reply mario@cliente.example
unlike "the customer's thread has nothing of his" "$(cat "$T/mail")" idraulica
printf 'From: mario@cliente.example\nTo: assistenza@desk.example.it\nSubject: STORICO HT00001\nMessage-ID: <3@cliente.example>\n\n' |
    deliver mario@cliente.example assistenza@desk.example.it
last_mail history mario@cliente.example
unlike "nor has the history" "$(body)" 'Passo alle nove|SEGRETO|domani mattina'
sed -e 's/idraulica/altrove/g' "$T/ugo.eml" >"$T/other.eml"
deliver ugo@altrove.example assistenza@desk.example.it <"$T/other.eml"
is "a stranger is no supplier of it" "$(desk_sql "SELECT count(*) FROM entry WHERE ticket_id = 1 AND text LIKE 'Passo%'")" 1
ok "blocked" desk supplier change --state blocked ugo@idraulica.example
anna '#fornitore ugo@idraulica.example'
is "he gets no more" "$(mails)" "command_error:anna.verdi"
is "nothing of a note ever left" "$(desk_sql "SELECT count(*) FROM outbox o JOIN outbox_raw r ON r.outbox_id = o.id
    WHERE recipient NOT LIKE '%desk.example.it' AND instr(r.bytes, CAST('SEGRETO' AS BLOB))")" 0
desk_holds
