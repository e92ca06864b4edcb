#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Who takes part in a ticket, and who does not (FAULTS 32 to 34, 36, 37, 39): numbers
# and Message-IDs open no door, nor does a copy, nor a field that only we may write; a
# third party's sign-up mail waits in quarantine.  A real Postfix, with OpenDKIM and
# OpenDMARC before its queue.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=identity.sh
. "${0%/*}/identity.sh"
need_identity
need_programs sqlite3
plan 47

route_desk_mail
install_programs
start_milters
start_postfix
new_desk 9
ok "the staff" add_staff

to=assistenza@desk.example.it
# written FROM SUBJECT TEXT [FIELD...]: a mail in $T/given.
written() {
    written_from=$1
    written_subject=$2
    written_text=$3
    shift 3
    {
        printf 'From: %s\nTo: %s\nSubject: %s\nDate: %s\nMessage-ID: <%s@e2e.example>\n' \
            "$written_from" "$to" "$written_subject" "$(date -R)" "$(date +%s%N)"
        [ $# -eq 0 ] || printf '%s\n' "$@"
        printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\n%b\n' "$written_text"
    } >"$T/given"
}
give() { # SENDER: what is in $T/given
    posted "$1" "$to" <"$T/given"
}
signed_by() { # DOMAIN
    mv "$T/given" "$T/unsigned"
    sign "$1" <"$T/unsigned" >"$T/given"
}
# mail_to ADDRESS: all that ever went to him, decoded.
mail_to() {
    desk_sql "SELECT id FROM outbox WHERE recipient = '$1'" | while read -r mail_id; do
        desk_sql "SELECT CAST(bytes AS TEXT) FROM outbox_raw WHERE outbox_id = $mail_id" >"$T/one"
        mail_part "$T/one" all
    done
}
entries() { # of the first ticket
    desk_sql "SELECT count(*) FROM entry WHERE ticket_id = 1"
}
# a_new_ticket NAME SENDER: it is one, linked to the first for the staff; its sender
# learns nothing of the first, neither what it is about nor whose it is.
a_new_ticket() {
    new_before=$(desk_sql 'SELECT count(*) FROM ticket')
    give "$2"
    is "$1: a ticket of its own" "$(desk_sql 'SELECT count(*) FROM ticket')" $((new_before + 1))
    is "$1: nothing is added to the first" "$(entries)" 1
    is "$1: the staff see what it names" "$(desk_sql "SELECT kind FROM ticket_link
        WHERE other_id = 1 AND ticket_id = (SELECT max(id) FROM ticket)")" claimed
    unlike "$1: he learns nothing of it" "$(mail_to "$2")" 'HT00001|Contratto|riservat|Mario|Rossi <'
}

written "Mario Rossi <mario@cliente.example>" "Contratto riservato" "Le clausole riservate sono nel contratto."
signed_by cliente.example
give mario@cliente.example
must "a customer's ticket" newest confirmation mario@cliente.example
confirmation=$(mail_part "$T/newest" Message-ID)
own=$(desk_sql "SELECT header_id FROM message")
must "and its notification" newest notification anna.verdi@desk.example.it
notification=$(mail_part "$T/newest" Message-ID)

# --- 32, 33

written "Carlo <carlo@povero.example>" "Re: [HT00001] Contratto" "Mi rimanda il contratto?"
a_new_ticket "32 a stranger with the number" carlo@povero.example
written "Dario <dario@povero.example>" "HT00001" "Mi rimanda il contratto di cui sopra?"
a_new_ticket "32 with the bare number" dario@povero.example
guesses=0
for guess in "$confirmation" "$notification" "$own"; do
    guesses=$((guesses + 1))
    written "Elio <elio$guesses@povero.example>" "Re: una cosa" "Mi rimandate quel documento numero $guesses?" \
        "In-Reply-To: $guess" "References: $guess"
    a_new_ticket "33 a stranger with the Message-ID $guesses" "elio$guesses@povero.example"
done
written "Fabio <fabio@povero.example>" "STORICO HT00001" ""
before=$(last_mail)
give fabio@povero.example
is "32 a stranger asks for the history: he is told how to write" "$(mails_since "$before")" "help:fabio"
unlike "32 and nothing of it" "$(mail_to fabio@povero.example)" 'Contratto|riservat|Mario'
unlike "the unvouched read no word of theirs" "$(mail_to carlo@povero.example; mail_to elio1@povero.example)" \
    'rimand|una cosa'

# --- 34: the copy of a customer's mail

written "Mario Rossi <mario@cliente.example>" "Re: [HT00001] Contratto riservato" "Aggiungo Gino in copia: le clausole sono due." \
    "Cc: Gino <gino@povero.example>"
signed_by cliente.example
before=$(last_mail)
give mario@cliente.example
is "34 somebody in Cc gets no mail" "$(mails_since "$before")" "notification:anna.verdi notification:luca.neri"
is "34 and is nobody here" "$(desk_sql "SELECT count(*) FROM address WHERE address LIKE 'gino@%'")" 0
is "34 nor takes part" "$(desk_sql "SELECT count(*) FROM participant WHERE ticket_id = 1")" 0
copied=$(sed -n 's/^Message-ID: //p' "$T/given" | tr -d '\r')
written "Gino <gino@povero.example>" "Re: [HT00001] Contratto riservato" "Che cosa dice il resto?" "In-Reply-To: $copied" \
    "References: $copied"
before=$(desk_sql 'SELECT count(*) FROM ticket')
give gino@povero.example
is "34 his answer to all is a ticket of his own" "$(desk_sql 'SELECT count(*) FROM ticket')" $((before + 1))
is "34 nothing of it on the first" "$(entries)" 2
unlike "34 he reads nothing of the first" "$(mail_to gino@povero.example)" 'HT00001|riservat|Mario'

# --- 36: somebody signs the desk up at a third party

quarantined() { # NAME SENDER
    quarantined_mail=$(last_mail)
    quarantined_tickets=$(desk_sql 'SELECT count(*) FROM ticket')
    give "$2"
    is "36 $1: waits in quarantine" "$(desk_sql "SELECT class FROM message ORDER BY id DESC LIMIT 1")" spam
    is "36 $1: no mail, no ticket" "$(mails_since "$quarantined_mail")/$(desk_sql 'SELECT count(*) FROM ticket')" \
        "/$quarantined_tickets"
}
written "Slackish <no-reply@slackish.example>" "Confirm your email address on Slackish" \
    "Your confirmation code is 341-882.\nhttps://slackish.example/confirm/abc"
quarantined "a code" no-reply@slackish.example
written "GitForge <noreply@gitforge.example>" "[GitForge] Please verify your email address" \
    "Click https://gitforge.example/users/x/emails/1/confirm_verification/abc" "Auto-Submitted: auto-generated"
quarantined "that says that a program wrote it" noreply@gitforge.example
written "Negozio <ordini@negozio.example>" "Conferma il tuo indirizzo e-mail" \
    "Per attivare il tuo account premi qui:\nhttps://negozio.example/attiva?t=1"
quarantined "in Italian" ordini@negozio.example
written "Dora <dora@povero.example>" "Confermare il mio indirizzo" \
    "Buongiorno, non riesco a confermare il mio indirizzo e-mail sul vostro sito: il codice di verifica non arriva."
before=$(desk_sql 'SELECT count(*) FROM ticket')
give dora@povero.example
is "36 a person who writes about it is answered" "$(desk_sql 'SELECT count(*) FROM ticket')" $((before + 1))

# --- 37: fields that only a program of the desk could mean

written "Ugo <ugo@povero.example>" "Prova" "Vorrei un preventivo per la rete dell'ufficio nuovo." \
    "X-Sportello-Ticket: HT00001" "X-Sportello-Staff: anna.verdi@desk.example.it" "X-OTRS-Priority: 5 very high" \
    "X-OTRS-State: closed successful" "X-OTRS-CustomerUser: mario" "RT-Ticket: desk#1" "X-RT-Command: Owner: root" \
    "X-Zammad-Ticket-Owner: anna" "X-Zammad-Article-Internal: true"
before=$(desk_sql 'SELECT count(*) FROM ticket')
give ugo@povero.example
is "37 a new ticket like any other" "$(desk_sql "SELECT count(*), (SELECT state || priority || requester_id ||
    (SELECT address FROM address a WHERE a.person_id = t.requester_id) FROM ticket t ORDER BY id DESC LIMIT 1)
    FROM ticket")" "$((before + 1))|new0$(desk_sql "SELECT person_id FROM address WHERE address = 'ugo@povero.example'")ugo@povero.example"
is "37 the first is as it was" "$(desk_sql 'SELECT state, assignee_id FROM ticket WHERE id = 1')/$(entries)" "new|/2"
is "37 nobody became staff" "$(desk_sql "SELECT count(*) FROM person WHERE role = 'staff'")" 2

# --- 39: a customer from an address that we do not know

written "Mario Rossi <mario.rossi@povero.example>" "Re: [HT00001] Contratto riservato" \
    "Sono Mario, scrivo dal telefono: a che punto siamo?" "In-Reply-To: $confirmation"
before=$(desk_sql 'SELECT count(*) FROM ticket')
give mario.rossi@povero.example
is "39 it is not the customer's word" "$(desk_sql 'SELECT count(*) FROM ticket')/$(entries)" "$((before + 1))/2"
newest notification anna.verdi@desk.example.it
like "39 the staff see both the address" "$(mail_part "$T/newest" body)" 'mario.rossi@povero.example'
like "39 and the ticket, and decide" "$(mail_part "$T/newest" body)" '^Vedi anche: +HT00001'
unlike "39 he learns nothing" "$(mail_to mario.rossi@povero.example)" 'HT00001|riservat'
desk_holds
