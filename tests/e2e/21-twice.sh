#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Everything delivered once, against everything delivered by two processes at the
# same time and then once more: the two desks hold the same (FAULTS 45).
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3
plan 8
golden=$SP_SOURCE/maildir-test

install_programs
failures=$T/failures
: >"$failures"

# give NAME SENDER RECIPIENT EXTENSION
give() {
    [ "$2" != "<>" ] || set -- "$1" "" "$3" "$4"
    deliver "$2" "$3" "$4" <"$golden/new/$1" || echo "$1: exit status $?" >>"$failures"
}

give_at_once() {
    give "$@" &
    give_first=$!
    give "$@" &
    wait $! "$give_first"
}

# each COMMAND: calls it with the four columns of each line of INDEX.
each() {
    sed -e '/^#/d; s/ *| */|/g' "$golden/INDEX" >"$T/index"
    while IFS='|' read -r each_name each_sender each_recipient each_extension _; do
        "$1" "$each_name" "$each_sender" "$each_recipient" "$each_extension"
    done <"$T/index"
}

state_of_desk() {
    as_desk python3 "$TOOLS/desk_state.py" "$DB"
}

new_desk 9
must "a desk for once" add_staff
each give
state_of_desk >"$T/once"
desk_holds
rm -rf "$T/desk"

new_desk 9
must "a desk for twice" add_staff
each give_at_once
each give
state_of_desk >"$T/twice"
desk_holds

is "45: every delivery exits 0" "$(cat "$failures")" ""
ok "something was delivered" test -s "$T/once"
is "45: the two desks hold the same" "$(diff "$T/once" "$T/twice" | head -n 40)" ""
is "45: no mail is there twice" "$(desk_sql 'SELECT header_id FROM outbox GROUP BY header_id HAVING count(*) > 1')" ""
