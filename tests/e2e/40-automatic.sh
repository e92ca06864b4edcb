#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Machines' mail is never answered (FAULTS 40): each sample of filters/*.cases that is
# no person's (absences, bounces, lists, receipts, PEC), as it is and as a customer's
# answer to a mail of ours on a closed ticket; and the same of maildir-test.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3 python3
plan 15

new_desk 9
sed -i -e 's/^    automatic_hourly_desk/    flood_hourly = 100000;\n&/' "$CONF"
ok "the staff" add_staff
ok "a customer" desk customer add --name "Mario Rossi" --address mario@cliente.example
mail() { # NUMBER SUBJECT TEXT
    printf 'From: Mario Rossi <mario@cliente.example>\nTo: assistenza@desk.example.it\nSubject: %s\n' "$2"
    printf 'Message-ID: <%s@cliente.example>\n\n%b\n' "$1" "$3"
}
mail 1 "Stampante" "La stampante non parte." >"$T/given"
ok "a ticket" deliver mario@cliente.example assistenza@desk.example.it <"$T/given"
ANSWERS=$(desk_sql "SELECT header_id FROM outbox WHERE template = 'confirmation'")
export ANSWERS
mail 2 "CHIUDI HT00001" "" >"$T/given"
ok "which is closed" deliver mario@cliente.example assistenza@desk.example.it <"$T/given"
is "by its customer" "$(desk_sql 'SELECT state FROM ticket')" "done"

outside="SELECT count(*) FROM outbox WHERE recipient NOT LIKE '%@desk.example.it'"
desk_sql "$outside" >"$T/before"

# unchanged NAME: nobody outside got a mail, no ticket was opened or reopened.
unchanged() {
    is "$1: nobody outside gets a mail" "$(desk_sql "$outside")" "$(cat "$T/before")"
    is "$1: no ticket is opened, none reopened" "$(desk_sql 'SELECT count(*), min(state) FROM ticket')" "1|done"
    is "$1: all of them are taken" "$(cat "$T/failures" 2>/dev/null)" ""
}
# give_all FILE...: each with an envelope sender, as if there were somebody to answer.
give_all() {
    for give_file in "$@"; do
        deliver robot@altrove.example assistenza@desk.example.it <"$give_file" ||
            echo "${give_file##*/}: exit status $?" >>"$T/failures"
    done
}

mkdir "$T/samples"
count=$(python3 "$TOOLS/filter_samples.py" "$T/samples" "$SP_SOURCE"/filters/*.cases)
diag "$count samples of the filters"
ok "there are thirty and more" test "$count" -ge 30
for kind in automatic bounce list pec-receipt receipt; do
    diag "$kind: $(find "$T/samples/plain" -name "$kind-*" | wc -l)"
done
give_all "$T"/samples/plain/* "$T"/samples/known/*
unchanged "the filters' samples"
is "none is taken for a person's" "$(desk_sql "SELECT count(*) FROM message WHERE class = 'person'")" 2
before=$(desk_sql 'SELECT count(*) FROM message')
# shellcheck disable=SC2046 # the names are words
give_all $(grep -lE '^class: (automatic|bounce|receipt|list|pec-receipt|spam)' "$SP_SOURCE"/maildir-test/expect/*.expect |
    sed -e "s|/expect/|/new/|" -e 's|\.expect$||')
ok "those of maildir-test, ten and more" desk_sql_is "SELECT count(*) >= $((before + 10)) FROM message" 1
unchanged "maildir-test's"
desk_holds
