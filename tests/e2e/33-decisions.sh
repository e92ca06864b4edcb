#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What the staff decide about a message by answering the notice of it: it becomes a
# ticket of its own (#dividi), goes to whoever answers for personal data (#privacy),
# or makes its sender a customer, or not (#attiva, #rifiuta).
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=staff.sh
. "${0%/*}/staff.sh"
need_programs sqlite3 python3
plan 50

# from ADDRESS SUBJECT TEXT [QUEUE [EXTENSION]]: a mail.
mails_sent=0
from() {
    mails_sent=$((mails_sent + 1))
    printf 'From: %s\nTo: %s@desk.example.it\nSubject: %s\nMessage-ID: <m%s@e2e.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\n%b\n' \
        "$1" "${4:-assistenza}" "$2" "$mails_sent" "$3" |
        deliver "$1" "${4:-assistenza}@desk.example.it" "${5:-}"
}

new_desk 9
sed -i -e 's/desk = {/&dpo = "dpo@desk.example.it"; automatic_hourly_unknown = 10;/' \
    -e 's/name = "info";/& registration = "register";/' \
    -e 's/name = "support";/& registration = "closed";/' "$CONF"
ok "the configuration is good" desk show settings
ok "the staff" add_staff

# --- #dividi: a message that is another matter

from mario@cliente.example "Stampante" 'La stampante del primo piano non parte da questa mattina, lampeggia la luce rossa.'
answers anna.verdi@desk.example.it
anna '#dividi'
is "the first message stays" "$(mails)" "command_error:anna.verdi"
last_mail command_error anna.verdi@desk.example.it
like "and why" "$(body)" 'il messaggio con cui la richiesta è nata'
{
    printf 'From: mario@cliente.example\nTo: assistenza@desk.example.it\nSubject: Re: [HT00001] Il router\nMessage-ID: <router@cliente.example>\n'
    printf 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nAnche il router lampeggia.\n'
    printf -- '--b\nContent-Type: image/jpeg; name=router.jpg\nContent-Disposition: attachment; filename=router.jpg\nContent-Transfer-Encoding: base64\n\nQUJDREVG\n--b--\n'
} | deliver mario@cliente.example assistenza@desk.example.it
answers anna.verdi@desk.example.it
anna '#dividi\n#priorita 2'
is "he has a confirmation, Luca a notice, she a receipt" "$(mails)" \
    "confirmation:mario notification:luca.neri receipt:anna.verdi"
last_mail receipt anna.verdi@desk.example.it
like "with the new number" "$(mail_part "$T/mail" Subject)" 'HT00002'
is "the message is there" "$(desk_sql "SELECT ticket_id FROM entry WHERE text LIKE 'Anche il router%'")" 2
is "what was said before is not" "$(desk_sql "SELECT ticket_id FROM entry WHERE text LIKE 'La stampante%'")" 1
is "in his name, more urgent" "$(desk_sql "SELECT subject || priority || (SELECT address FROM address
    WHERE person_id = requester_id) FROM ticket WHERE id = 2")" "Il router2mario@cliente.example"
is "linked" "$(desk_sql "SELECT ticket_id || kind || other_id FROM ticket_link")" 2split1
last_mail notification luca.neri@desk.example.it
like "Luca reads it" "$(body)" '^Anche il router lampeggia\.$'
like "and where it comes from" "$(body)" 'HT00001 \(una nasce dall.altra\)'
is "with its file" "$(mail_part "$T/mail" files)" "router.jpg 6"
printf 'From: mario@cliente.example\nTo: assistenza@desk.example.it\nSubject: Re: Il router\nIn-Reply-To: <router@cliente.example>\nMessage-ID: <more@cliente.example>\n\nAdesso anche il telefono.\n' |
    deliver mario@cliente.example assistenza@desk.example.it
is "what answers it is on the new one" "$(desk_sql "SELECT ticket_id FROM entry WHERE text LIKE 'Adesso anche%'")" 2

# --- #dividi: a duplicate that was none

from mario@cliente.example "Stampante" 'La stampante del primo piano non parte da questa mattina, lampeggia la luce rossa!\n\nNota: la chiave è in portineria'
last_mail notification anna.verdi@desk.example.it
unlike "no colleague's note" "$(body)" 'Una nota di un collega'
is "joined" "$(desk_sql "SELECT count(*) FROM entry WHERE ticket_id = 1 AND kind = 'customer'")" 2
answers anna.verdi@desk.example.it
anna '#dividi'
is "split off again" "$(desk_sql "SELECT count(*) FROM entry WHERE ticket_id = 1 AND kind = 'customer'")" 1
is "a third ticket" "$(desk_sql "SELECT ticket_id FROM entry WHERE text LIKE '%rossa!'")" 3

# --- #privacy

from luisa@cliente.example "I miei dati" 'Non voglio più essere nel vostro archivio.'
answers anna.verdi@desk.example.it
anna '#privacy'
is "handed on" "$(mails)" "privacy_handed:dpo receipt:anna.verdi"
last_mail privacy_handed dpo@desk.example.it
like "with the text" "$(body)" '^Non voglio più essere nel vostro archivio\.$'
like "of whom" "$(body)" '^Cliente: +luisa@cliente\.example'
like "and by when" "$(body)" '^Scadenza:  .*[0-9]'
is "a month from when it came" "$(desk_sql "SELECT strftime('%d', due_at, 'unixepoch') = strftime('%d', received_at, 'unixepoch')
    OR due_at - received_at < 31 * 86400 FROM ticket WHERE id = 4")" 1

is "in the register of requests, from when it came" "$(desk_sql "SELECT p.right || (p.due_at = t.due_at) || a.address
    FROM privacy_request p JOIN ticket t ON t.id = p.ticket_id JOIN address a ON a.person_id = p.person_id")" other1luisa@cliente.example
like "the administrator sees it" "$(desk privacy list)" 'other'

# --- #attiva, #rifiuta

from zeno@nuovo.example "Preventivo" 'Vorrei un sito.' info
from zeno@nuovo.example "Ancora" 'Con le foto.' info
token=$(desk outbox show --raw "$(desk_sql "SELECT id FROM outbox WHERE template = 'terms'")" |
    sed -n 's/.*<info+\([a-z2-7]*\)@.*/\1/p')
from zeno@nuovo.example "Re: Prima di cominciare" 'Zeno Blu, Blu srl, 02 123456' info "$token"
answers anna.verdi@desk.example.it
like "she reads that somebody waits" "$(mail_part "$T/mail" Subject)" '^Chiede di diventare cliente: zeno@nuovo\.example$'
like "and what to write" "$(body)" '#attiva'
like "with what he said of himself" "$(body)" 'Blu srl'
unlike "nothing about a ticket" "$(body)" '^(Numero|Stato|Aperta):'
anna '#attiva\nBenvenuto!'
is "a text would go nowhere" "$(mails)" "command_error:anna.verdi"
anna '#attiva'
is "he is told, she has a receipt, the tickets their notices" "$(mails)" \
    "activated:zeno activated:zeno notification:anna.verdi notification:anna.verdi receipt:anna.verdi"
last_mail receipt anna.verdi@desk.example.it
like "who it is" "$(body)" 'cliente attivato: zeno@nuovo\.example'
is "both messages are tickets of his" "$(desk_sql "SELECT count(*) FROM ticket t JOIN address a ON a.person_id = t.requester_id
    WHERE a.address = 'zeno@nuovo.example' AND t.prefix = 'IN'")" 2
is "by her, in the journal" "$(desk_sql "SELECT actor || person_id FROM event WHERE what = 'person-state'")" staff1
is "nothing waits any more" "$(desk_sql 'SELECT count(*) FROM held')" 0
anna '#attiva'
is "once only" "$(mails)" "command_error:anna.verdi"

ok "a firm" desk organisation add "Serramenti Rossi" --domain serramenti.example
from rita@serramenti.example "Aiuto" 'Non stampa.' support
answers luca.neri@desk.example.it
like "somebody of a known firm" "$(body)" 'scrive da un indirizzo di Serramenti Rossi'
luca() { # TEXT: he answers what `answers` named
    seen=$(desk_sql 'SELECT max(id) FROM outbox')
    printf 'From: luca.neri@desk.example.it\nTo: %s\nSubject: Re\nMessage-ID: <luca%s@desk.example.it>\nIn-Reply-To: %s\n\n%b\n' \
        "$address" "$mails_sent" "$answered" "$1" | deliver luca.neri@desk.example.it "$address" "$extension"
}
luca '#attiva'
is "his ticket" "$(mails)" "activated:rita notification:luca.neri receipt:luca.neri"
last_mail receipt luca.neri@desk.example.it
like "the receipt names the firm" "$(body)" 'rita@serramenti\.example: Serramenti Rossi'
is "he is one of its people, and so is what he asked" "$(desk_sql "SELECT p.organisation_id || t.organisation_id
    FROM ticket t JOIN person p ON p.id = t.requester_id JOIN address a ON a.person_id = p.id
    WHERE a.address = 'rita@serramenti.example'")" 11
from rino@serramenti.example "Guasto" 'La porta non chiude.'
answers luca.neri@desk.example.it
like "on an open queue too" "$(body)" 'Per aggiungerlo basta rispondere con #attiva'
luca '#attiva'
is "added" "$(desk_sql "SELECT p.organisation_id || t.organisation_id FROM ticket t JOIN person p ON p.id = t.requester_id
    JOIN address a ON a.person_id = p.id WHERE a.address = 'rino@serramenti.example'")" 11

from ivo@altrove.example "Ciao" 'Chi siete?' info
token=$(desk outbox show --raw "$(desk_sql "SELECT max(id) FROM outbox WHERE template = 'terms'")" |
    sed -n 's/.*<info+\([a-z2-7]*\)@.*/\1/p')
from ivo@altrove.example "Re: Prima" 'Ivo' info "$token"
answers anna.verdi@desk.example.it
anna '#rifiuta'
is "a reason is needed" "$(mails)" "command_error:anna.verdi"
anna '#rifiuta Lavoriamo solo con ditte.'
is "he is told" "$(mails)" "receipt:anna.verdi refused:ivo"
last_mail refused ivo@altrove.example
like "why" "$(body)" '^Lavoriamo solo con ditte\.$'
is "and waits no more" "$(desk_sql "SELECT state FROM person p JOIN address a ON a.person_id = p.id
    WHERE address = 'ivo@altrove.example'")" refused

# --- nobody else decides

seen=$(desk_sql 'SELECT max(id) FROM outbox')
from ida@altrove.example "Ciao" 'Chi siete?' info
printf 'From: ida@altrove.example\nTo: info@desk.example.it\nSubject: x\nMessage-ID: <ida@x>\nIn-Reply-To: %s\n\n#attiva\n' \
    "$answered" | deliver ida@altrove.example info@desk.example.it
is "whoever waits does not" "$(desk_sql "SELECT state FROM person p JOIN address a ON a.person_id = p.id
    WHERE address = 'ida@altrove.example'")" pending
is "a receipt for nobody else" "$(mails)" "terms:ida"
desk_holds
