#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# 200 mails of 200 known customers, sent by swaks through Postfix, four at a time,
# with the resident sender at work: 200 tickets, 200 confirmations, none twice.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_postfix
need_programs sqlite3
plan 12
many=200

start_sink sink
route_desk_mail
install_programs
start_postfix
new_desk "$SINK_PORT"
add_staff

customer() {
    printf 'cliente%03d@ditta%03d.example' "$1" "$1"
}

add_customers() {
    add_one=0
    while [ $add_one -lt $many ]; do
        add_one=$((add_one + 1))
        desk customer add --name "Cliente $add_one" --address "$(customer $add_one)" || return 1
    done
}
must "$many customers are added" add_customers
start_sender

# send_range FIRST STEP: every STEPth customer's mail.
send_range() {
    range_one=$1
    while [ "$range_one" -le $many ]; do
        swaks_send "$(customer "$range_one")" assistenza@desk.example.it --h-From "$(customer "$range_one")" \
            --h-Subject "Richiesta numero $range_one" --body "Corpo della richiesta $range_one." || return 1
        range_one=$((range_one + $2))
    done
}

send_everything() {
    for lane in 1 2 3 4; do
        send_range $lane 4 &
        lanes="${lanes:-} $!"
    done
    lane_status=0
    for lane in $lanes; do
        wait "$lane" || lane_status=1
    done
    return $lane_status
}
ok "swaks sends $many mails" send_everything
ok "Postfix delivers all" wait_until queue_is_empty
wait_until logged "$many" 'relay=sportello,.* status=sent'
is "pipe(8) delivered each once" "$(maillog 'relay=sportello,.* status=sent')" $many
ok "all mail leaves" wait_until desk_sql_is "SELECT count(*) FROM outbox WHERE state <> 'sent'" 0

is "there are $many tickets" "$(desk_sql 'SELECT count(*) FROM ticket')" $many
is "with the numbers 1 to $many" "$(desk_sql 'SELECT min(number) || "-" || max(number) || "/" || count(DISTINCT number)
    FROM ticket')" "1-$many/$many"
is "each of another customer" "$(desk_sql 'SELECT count(DISTINCT requester_id) FROM ticket')" $many

grep -h '^X-Sink-Recipient: <cliente' "$T"/sink/* | sort >"$T/confirmed"
is "the sink has $many confirmations" "$(wc -l <"$T/confirmed")" $many
is "none twice" "$(uniq -d "$T/confirmed")" ""
is "no mail is there twice" "$(grep -hi '^Message-ID:' "$T"/sink/* | sort | uniq -d)" ""
desk_holds
