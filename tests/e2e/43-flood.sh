#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A thousand mails in a minute from one sender (FAULTS 43): one flagged ticket, at most
# twenty answers in an hour, and the staff go on answering; the hour after, he is a
# customer like any other.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3 python3 faketime
plan 20

new_desk 9
ok "the staff" add_staff
ok "the runaway is a customer" desk customer add --name Monitor --address monitor@cliente.example

mail() { # FROM NUMBER SUBJECT TEXT
    printf 'From: %s\nTo: assistenza@desk.example.it\nSubject: %s\nMessage-ID: <%s@e2e.example>\n\n%s\n' "$1" "$3" "$2" "$4"
}
mail giulia@altrove.example giulia "Fattura" "Non trovo la fattura di ottobre." >"$T/given"
ok "another customer's ticket" deliver giulia@altrove.example assistenza@desk.example.it <"$T/given"
desk outbox show --raw "$(desk_sql "SELECT id FROM outbox WHERE recipient = 'anna.verdi@desk.example.it'")" >"$T/newest"
address=$(mail_part "$T/newest" address:Reply-To)
token=${address#*+}
token=${token%@*}
must "her notification has an address to answer to" test -n "$token"

flood() { # FIRST LAST
    flood_one=$1
    while [ "$flood_one" -le "$2" ]; do
        mail monitor@cliente.example "flood$flood_one" "Allarme $flood_one" \
            "$(od -An -N24 -tx1 /dev/urandom | tr '\n' ' ')" |
            deliver monitor@cliente.example assistenza@desk.example.it || echo "exit status $?" >>"$T/failures"
        flood_one=$((flood_one + 1))
    done
}
# anna NUMBER: she answers the other customer.
anna() {
    mail anna.verdi@desk.example.it "anna$1" "Re: [HT00001] Fattura" "Gliela mando subito, parte $1." |
        deliver anna.verdi@desk.example.it "$address" "$token"
}
answered() {
    desk_sql "SELECT count(*) FROM outbox WHERE recipient = 'giulia@altrove.example' AND template = 'staff_reply'"
}

flood 1 500
ok "43 in the middle of it a colleague answers somebody else" anna 1
is "43 who gets it" "$(answered)" 1
flood 501 1000
ok "43 and again after it" anna 2
is "43 he gets that too" "$(answered)" 2

is "43 all thousand are taken" "$(cat "$T/failures" 2>/dev/null)" ""
is "43 each is recorded once" "$(desk_sql "SELECT count(*), count(DISTINCT header_id) FROM message
    WHERE sender = 'monitor@cliente.example'")" "1000|1000"
is "43 one ticket is flagged" "$(desk_sql "SELECT count(*), count(DISTINCT ticket_id) FROM event WHERE what = 'flood'")" "1|1"
flagged=$(desk_sql "SELECT ticket_id FROM event WHERE what = 'flood'")
normal=$(desk_sql "SELECT count(*) FROM ticket WHERE id > 1 AND id <> $flagged")
is "43 what came past the rate is all in it" "$(desk_sql "SELECT count(*) FROM entry WHERE ticket_id = $flagged")" $((1000 - normal))
ok "43 which begins at the configured rate" test "$normal" -le 30
ok "43 at most twenty answers" desk_sql_is "SELECT count(*) BETWEEN 1 AND 20 FROM outbox
    WHERE recipient = 'monitor@cliente.example'" 1
# What opens a ticket is told to both of the queue; nothing else is.
ok "43 nor is the staff flooded" desk_sql_is "SELECT count(*) <= 2 * ($normal + 3) FROM outbox
    WHERE recipient LIKE '%@desk.example.it'" 1
is "43 there is one alarm" "$(desk_sql "SELECT count FROM alarm WHERE kind = 'flood'")" 1

before=$(desk_sql "SELECT count(*) FROM outbox WHERE recipient = 'monitor@cliente.example'")
mail monitor@cliente.example later "Ancora io" "Adesso vorrei sapere quanto costa un secondo monitor per l'ufficio." >"$T/given"
ok "43 more than an hour later" as_desk faketime -f +61m "$T/bin/sportello-deliver" -c "$CONF" \
    -f monitor@cliente.example -- assistenza@desk.example.it <"$T/given"
is "43 he is confirmed again" "$(desk_sql "SELECT count(*) FROM outbox WHERE recipient = 'monitor@cliente.example'")" \
    $((before + 1))
ok "43 on a ticket of its own" desk_sql_is "SELECT count(*) FROM entry WHERE ticket_id = (SELECT max(id) FROM ticket)" 1
desk_holds
