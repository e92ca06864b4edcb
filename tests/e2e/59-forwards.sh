#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A customer's mail that came to a staff member's own address, and that he hands on to
# the desk from mutt, opens the ticket in the customer's name: inline, with lines that
# flow (RFC 3676), and as a file, each with a word of his own above, which is for the
# desk.  Here the mail server vouches for its own domain in so many words; that only
# its own word counts is what 26-31-staff-proof.sh is about.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=clients.sh
. "${0%/*}/clients.sh"
need_postfix
need_programs sqlite3 python3 tmux mutt
plan 44

route_desk_mail
client_mailbox anna anna.verdi@desk.example.it
cat >>"$T/postfix/etc/main.cf.more" <<MAIN
header_checks = regexp:$T/postfix/etc/vouched
MAIN
echo '/^From:.*@desk\.example\.it/ PREPEND Authentication-Results: mx.desk.example.it; dkim=pass header.d=desk.example.it' \
    >"$T/postfix/etc/vouched"
install_programs
start_postfix
new_desk 9
ok "the staff" add_staff
new_client anna mutt anna.verdi@desk.example.it "Anna Verdi"

# write_anna ADDRESS NAME SUBJECT TEXT: somebody writes to Anna herself.
private=0
write_anna() {
    printf 'From: %s <%s>\nTo: anna.verdi@desk.example.it\nSubject: %s\nDate: Mon, 23 Nov 2026 09:0%s:00 +0100\nMessage-ID: <p%s@cliente.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8; format=flowed\nContent-Transfer-Encoding: 8bit\n\n%b\n' \
        "$2" "$1" "$3" "$private" "$private" "$4" >"$T/private"
    swaks --server 127.0.0.1 --port "$SMTP_PORT" --from "$1" --to anna.verdi@desk.example.it \
        --data "@$T/private" --silent 2 || return 1
    wait_until has_private "$private"
}
has_private() {
    grep -lqF "<p$1@cliente.example>" "$T"/mail/anna/new/* "$T"/mail/anna/cur/* 2>/dev/null
}
tickets() {
    [ "$(desk_sql 'SELECT count(*) FROM ticket')" -ge "$1" ]
}
# forwards HOW TEXT: Anna hands on what came last to the desk, with that above it.
forwards() {
    printf '%b\n' "$2" >"$T/home/anna/says"
    client_open anna -e "set $1" -e 'set forward_attachments=yes' -f "$T/mail/anna" || return 1
    wait_until client_shows anna '^q:Quit' || return 1
    client_keys anna /
    wait_until client_shows anna '^Search for:' || return 1
    client_keys anna -l "~i p$private.cliente"
    client_keys anna Enter
    client_keys anna f
    wait_until client_shows anna '^To:' || return 1
    client_keys anna -l assistenza@desk.example.it
    client_keys anna Enter
    wait_until client_shows anna '^(Subject:|y:Send)' || return 1
    client_shows anna '^y:Send' || client_keys anna Enter
    client_sends anna || return 1
    client_closes anna
    wait_until tickets "$private"
}
# of COLUMN: of the ticket of that mail.
of() {
    desk_sql "SELECT $1 FROM ticket t WHERE id = $private"
}
said() { # KIND
    desk_sql "SELECT text FROM entry WHERE ticket_id = $private AND kind = '$1'"
}
given() { # RECIPIENT TEMPLATE
    desk_sql "SELECT CAST(r.bytes AS TEXT) FROM outbox o JOIN outbox_raw r ON r.outbox_id = o.id
        WHERE o.recipient = '$1' AND o.template = '$2' AND o.ticket_id = $private" >"$T/given"
    mail_part "$T/given" body
}

# one WHAT HOW ADDRESS
one() {
    private=$((private + 1)) # here: what must runs has variables of its own
    must "$1: a customer writes to Anna" write_anna "$3" "Mario Rossi" "Stampante ferma" \
        'La stampante non parte da questa mattina, e la luce rossa lampeggia \nsenza fine.\n\nMario'
    must "$1: she hands it on" forwards "$2" '#priorita 2\nÈ un cliente che paga tardi.'
    is "$1: in his name" "$(of '(SELECT address FROM address WHERE person_id = requester_id)')" "$3"
    is "$1: with his name" "$(of '(SELECT name FROM person WHERE id = requester_id)')" "Mario Rossi"
    is "$1: with his subject" "$(of subject)" "Stampante ferma"
    is "$1: her line is done" "$(of priority)" 2
    like "$1: with his words" "$(said customer | tr '\n' ' ')" 'La stampante non parte da questa mattina, e la luce rossa lampeggia +senza fine\.'
    is "$1: her own are a note" "$(said note)" "È un cliente che paga tardi."
    unlike "$1: which is not in what he said" "$(said customer)" 'paga tardi'
    like "$1: he has a confirmation" "$(given "$3" confirmation)" 'HT0000[0-9]'
    unlike "$1: that does not have it" "$(given "$3" confirmation)" 'paga tardi'
    like "$1: Luca reads it" "$(given luca.neri@desk.example.it notification)" 'paga tardi'
    is "$1: Anna is told" "$(desk_sql "SELECT count(*) FROM outbox WHERE recipient = 'anna.verdi@desk.example.it'
        AND template = 'receipt' AND ticket_id = $private")" 1
}
one "inline" mime_forward=no mario@cliente.example
one "flowed" text_flowed=yes rita@cliente.example
one "as a file" mime_forward=yes zeno@cliente.example
like "the file goes along" "$(given luca.neri@desk.example.it notification)" '^Allegato: message/rfc822 \([0-9]+ byte\)$'
is "nobody was told that his mail proved nothing" "$(desk_sql "SELECT count(*) FROM outbox WHERE template = 'unproven'")" 0
is "and nothing is in Anna's name" "$(desk_sql "SELECT count(*) FROM ticket t JOIN address a ON a.person_id = t.requester_id
    WHERE a.address LIKE '%desk.example.it'")" 0
desk_holds
