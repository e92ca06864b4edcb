#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# FAULTS.md 62 to 69 and 74: what becomes of a mail that smtp-sink refuses,
# defers, drops or forgets, and that the next try sends the same bytes.
. "${SP_SOURCE:-.}/tests/e2e/lib.sh"
. "$SP_SOURCE/tests/fault/send.sh"
plan 53
need_programs smtp-sink sqlite3

# One mail to a sink with these options, then what the outbox says of it.
# case NUMBER EXPECTED EXIT OPTIONS...: EXPECTED is "state attempts unknown".
case_number=0
try_case() {
    row=$1
    expected=$2
    exit_expected=$3
    shift 3
    case_number=$((case_number + 1))
    start_smtp_sink "sink$case_number" "$@"
    new_desk "port = $SINK_PORT; timeout = 5;"
    fill "" "mario@example.com" 1
    send_once
    is "$row: smtp-sink $*: the outbox" "$(outcomes)" "1 $expected"
    is "$row: smtp-sink $*: exit status" "$SENT" "$exit_expected"
    ok "$row: smtp-sink $*: sound" sound
}

try_case 62 "failed 1 0" 0 -f RCPT
is "62: an alarm tells the staff" "$(outbox 'SELECT kind, count FROM alarm')" "mail-failed|1"
try_case 62 "due 1 0" 0 -r RCPT
try_case 63 "failed 1 0" 0 -f .
try_case 63 "due 1 0" 0 -r .
try_case 64 "due 1 0" 0 -q DATA
try_case 67 "due 1 0" 0 -Q .
try_case 67 "due 1 0" 0 -Q MAIL
try_case 68 "sent 1 0" 0 -q QUIT
try_case greeting "due 0 0" 75 -f CONNECT
try_case greeting "due 0 0" 75 -q CONNECT
try_case MAIL "due 1 0" 0 -q MAIL
try_case RCPT "due 1 0" 0 -q RCPT
try_case EHLO "sent 1 0" 0 -f EHLO

# 65, 66: taken, or not, nobody knows.  The next try has the same bytes.
unknown_case() { # ROW OPTIONS
    unknown_row=$1
    shift
    try_case "$unknown_row" "due 1 1" 0 "$@"
    start_smtp_sink "again$case_number"
    sed -i "s/port = [0-9]*/port = $SINK_PORT/" "$DESK/sportello.conf"
    all_due
    send_once
    is "$unknown_row: smtp-sink $*: the second try is sent" "$(outcomes)" "1 sent 2 0"
    ok "$unknown_row: smtp-sink $*: it goes out with the same bytes" wait_until same_bytes
}
# same_bytes: in both sinks, if the first one kept it; they write when they come to it.
same_bytes() {
    taken=$(digests "$T/sink$case_number")
    again=$(digests "$T/again$case_number")
    [ -n "$again" ] && [ "${taken:-$again}" = "$again" ]
}
unknown_case 65 -q .
unknown_case 66 -W .:300

# 69: nobody listens.
new_desk "port = $(free_port);"
fill "" "u%d@example.com" 3
send_once
is "69: connection refused: no attempt is spent" "$(outcomes)" "3 due 0 0"
is "69: exit status" "$SENT" 75
start_smtp_sink up
sed -i "s/port = [0-9]*/port = $SINK_PORT/" "$DESK/sportello.conf"
all_due
send_once
is "69: all sent when the server is back" "$(outcomes)" "3 sent 1 0"

