#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A customer who writes from an address that nobody knew (FAULTS 39): what the staff
# decide, by mail (#cliente) or on the command line (sportello customer merge), takes
# all that was his to the customer that he is, or nothing of it.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=staff.sh
. "${0%/*}/staff.sh"
need_programs sqlite3 python3
plan 43

# from ADDRESS SUBJECT TEXT [EXTENSION [IN-REPLY-TO]]: a mail.
mails_sent=0
from() {
    mails_sent=$((mails_sent + 1))
    {
        printf 'From: %s\nTo: assistenza@desk.example.it\nSubject: %s\nMessage-ID: <m%s@e2e.example>\n' \
            "$1" "$2" "$mails_sent"
        [ -z "${5:-}" ] || printf 'In-Reply-To: %s\n' "$5"
        printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\n%b\n' "$3"
    } >"$T/from.eml"
    deliver "$1" assistenza@desk.example.it "${4:-}" <"$T/from.eml"
}
person() { # ADDRESS: whose it is
    desk_sql "SELECT person_id FROM address WHERE address = '$1'"
}
requester() { # NUMBER
    desk_sql "SELECT requester_id FROM ticket WHERE id = $1"
}
# all_of PERSON: everywhere where that person's number stands, but in what is only
# added to (the journal, the register).
all_of() {
    desk_sql "SELECT 'address' FROM address WHERE person_id = $1
        UNION ALL SELECT 'ticket' FROM ticket WHERE requester_id = $1
        UNION ALL SELECT 'participant' FROM participant WHERE person_id = $1
        UNION ALL SELECT 'message' FROM message WHERE author_id = $1
        UNION ALL SELECT 'entry' FROM entry WHERE author_id = $1
        UNION ALL SELECT 'outbox' FROM outbox WHERE person_id = $1
        UNION ALL SELECT 'right' FROM privacy_request WHERE person_id = $1" | sort | uniq -c | tr -s ' \n' ' '
}

new_desk 9
ok "the staff" add_staff
ok "a firm" desk organisation add "Serramenti Rossi"
ok "its customer" desk customer add --name "Mario Rossi" --address mario@rossi.example --organisation "Serramenti Rossi"
ok "and another" desk customer add --name "Carla Neri" --address carla@rossi.example --organisation "Serramenti Rossi"
mario=$(person mario@rossi.example)

# --- by mail

from mario.casa@gmail.example "Stampante" 'Da casa la stampante non va.'
from mario.casa@gmail.example "PRIVACY ESPORTA" ''
casa=$(person mario.casa@gmail.example)
is "he is somebody else so far" "$([ "$casa" != "$mario" ] && requester 1)" "$casa"
last_mail confirmation mario.casa@gmail.example
link=$(extension_of "$(mail_part "$T/mail" body | sed -n 's/^<mailto:\([^?]*\)?subject=STATO.*/\1/p' | head -n 1)")
answered_id=$(mail_part "$T/mail" Message-ID)
answers anna.verdi@desk.example.it
last=$(desk_sql "SELECT o.id FROM outbox o WHERE template = 'notification' AND ticket_id = 1 AND recipient LIKE 'anna%'")
desk_sql "SELECT CAST(bytes AS TEXT) FROM outbox_raw WHERE outbox_id = $last" >"$T/mail"
address=$(mail_part "$T/mail" address:Reply-To) answered=$(mail_part "$T/mail" Message-ID) subject=$(mail_part "$T/mail" Subject)
extension=$(extension_of "$address")

anna '#cliente nessuno@altrove.example'
is "nobody that we know" "$(mails)" command_error:anna.verdi
anna '#cliente luca.neri@desk.example.it'
is "one of the staff" "$(mails)" command_error:anna.verdi
anna '#cliente mario@rossi.example\n#prendo'
is "with other lines" "$(mails)" command_error:anna.verdi
is "nothing has changed" "$(requester 1)" "$casa"
anna '#cliente mario@rossi.example'
is "she has a receipt, Luca a notice" "$(mails)" "notification:luca.neri receipt:anna.verdi"
last_mail receipt anna.verdi@desk.example.it
like "what was done" "$(body)" 'chi ha scritto è il cliente: mario@rossi\.example'
is "the ticket is the customer's" "$(requester 1)" "$mario"
is "his firm pays" "$(desk_sql 'SELECT organisation_id FROM ticket WHERE id = 1')" 1
is "the address is his" "$(person mario.casa@gmail.example)" "$mario"
is "we write to the one on file" "$(desk_sql "SELECT address FROM address WHERE person_id = $mario AND main = 1")" mario@rossi.example
is "nothing is left behind" "$(all_of "$casa")" ""
is "who he was is no name any more" "$(desk_sql "SELECT name || state || merged_into FROM person WHERE id = $casa")" "disabled$mario"
is "in the journal" "$(desk_sql "SELECT actor || was || '>' || now FROM event WHERE what = 'person-merged'")" "staff$casa>$mario"

anna 'Veniamo domani.'
is "an answer goes to the address on file" "$(mails)" "notification:luca.neri staff_reply:mario"
from mario.casa@gmail.example "Re: Stampante" 'Grazie, vi aspetto dalle nove.' "" "$answered_id"
is "from either he goes on with it" "$(desk_sql "SELECT ticket_id || author_id FROM entry WHERE text LIKE 'Grazie, vi%'")" "1$mario"
from mario.casa@gmail.example "STATO HT00001" ' ' "$link"
is "a link of a mail from before is his" "$(desk_sql "SELECT recipient FROM outbox WHERE template = 'status' ORDER BY id DESC LIMIT 1")" mario@rossi.example
from carla@rossi.example "STATO HT00001" ' '
is "his colleague sees it now" "$(desk_sql "SELECT count(*) FROM outbox WHERE template = 'status' AND recipient = 'carla@rossi.example'")" 1

# --- on the command line

from mario2@gmail.example "Scanner" 'Lo scanner graffia.'
from mario3@gmail.example "Router" 'Il router è spento.'
two=$(person mario2@gmail.example)
before=$(all_of "$two")
ok "what would go over" desk customer merge mario2@gmail.example mario@rossi.example --dry-run
like "in figures" "$(desk customer merge mario2@gmail.example mario@rossi.example --dry-run)" \
    "customer $two would become customer $mario: 1 addresses, 1 tickets, 1 messages"
is "nothing has" "$(all_of "$two")" "$before"
is "as JSON" "$(json_get "$(desk customer merge mario2@gmail.example mario@rossi.example --json)" moved_tickets)" 1
is "it has now" "$(all_of "$two")" ""
is "with the ticket" "$(requester 3)" "$mario"
ok "by his old number he is found" desk customer show "$two"
like "as who he is" "$(desk customer show "$two")" 'mario@rossi\.example'

refuses() { # WHAT FROM INTO WHY
    refuses_before=$(desk_sql "SELECT group_concat(person_id || address) FROM address")
    as_desk "$T/bin/sportello" -c "$CONF" customer merge "$2" "$3" >"$T/out" 2>&1 && fail "$1: it is done"
    like "$1: refused, and why" "$(cat "$T/out")" "$4"
    is "$1: nothing has changed" "$(desk_sql "SELECT group_concat(person_id || address) FROM address")" "$refuses_before"
}
ok "packages of his own" desk package add mario3@gmail.example --hours 5:00
refuses "somebody with a package" mario3@gmail.example mario@rossi.example 'packages, work or costs of his own'
refuses "himself" mario@rossi.example mario.casa@gmail.example 'one already'
ok "another firm" desk organisation add "Bianchi"
ok "its customer" desk customer add --address zeno@bianchi.example --organisation Bianchi
refuses "one of another firm" zeno@bianchi.example mario@rossi.example 'two organisations'
refuses "somebody unknown" nessuno@altrove.example mario@rossi.example 'nessuno@altrove'
like "whoever is read through is found whole" "$(desk check 2>&1)" 'database'
desk_holds
