#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# FAULTS.md 71 to 73: several senders at once, one that dies, one that freezes,
# and a database that is locked when a mail is to be marked.
. "${SP_SOURCE:-.}/tests/e2e/lib.sh"
. "$SP_SOURCE/tests/fault/send.sh"
plan 31
need_programs sqlite3 python3 flock

# mails SERVER KIND: how many arrived.
mails() {
    find "$T/$1" -name "*.$2" | wc -l
}

arrived() { # SERVER KIND COUNT
    [ "$(mails "$1" "$2")" -ge "$3" ]
}

# start_send: in the background; sets $SENDER.
start_send() {
    "$SEND" -c "$DESK/sportello.conf" "$@" 2>>"$T/send.err" &
    SENDER=$!
    remember $SENDER
}

# --- 71 --------------------------------------------------------------------------
start_server eight
new_desk "port = $SERVER_PORT; connections = 2;"
for domain in a b c d e; do
    fill "" "good.%d@$domain.example.com" 40
done
senders=
for _ in 1 2 3 4 5 6 7 8; do
    start_send
    senders="$senders $SENDER"
done
bad=0
for pid in $senders; do
    wait "$pid" || bad=$((bad + 1))
done
is "71: eight senders end well" "$bad" 0
is "71: all is sent" "$(outcomes)" "200 sent 1 0"
is "71: each row once" "$(mails eight good)" 200
ok "71: sound" sound

# --- 72: a sender dies ------------------------------------------------------------
start_server dies
new_desk "port = $SERVER_PORT; connections = 1;"
fill "" "hold.1@example.com" 1
fill "" "good.%d@example.org" 5
start_send
wait_until arrived dies hold 1
held=$(outbox "SELECT count(*) FROM outbox WHERE state = 'sending'")
ok "72: rows are held ($held)" test "$held" -ge 1
kill -KILL "$SENDER"
wait "$SENDER" 2>/dev/null
touch "$T/dies/go"
send_once
is "72: the next sender takes them over at once" "$(outbox "SELECT count(*) FROM outbox WHERE state = 'sent'")" 6
is "72: what the dead one had given over went out again" "$(mails dies hold)" 2
is "72: with the same bytes" "$(cat "$T/dies/"*.hold | sha256sum)" \
    "$(cat "$(find "$T/dies" -name '*.hold' | head -n 1)" "$(find "$T/dies" -name '*.hold' | head -n 1)" | sha256sum)"
is "72: the others once" "$(mails dies good)" 5
ok "72: sound" sound

# --- 72: a sender freezes; its lease ends by the clock ------------------------------
start_server freezes
new_desk "port = $SERVER_PORT; connections = 1;"
fill "" "hold.1@example.com" 1
start_send
wait_until arrived freezes hold 1
kill -STOP "$SENDER"
send_once
is "72: a frozen sender keeps what it holds" "$(outcomes)" "1 sending 0 0"
outbox "UPDATE outbox SET next_at = 1 WHERE state = 'sending'" # the lease is over
touch "$T/freezes/go"
send_once
is "72: until its lease is over" "$(outcomes)" "1 sent 1 0"
kill -CONT "$SENDER"
wait "$SENDER"
is "72: waking up it changes nothing" "$? $(outcomes)" "0 1 sent 1 0"
is "72: twice on the wire, no more" "$(mails freezes hold)" 2

# --- a domain that is slow or down keeps no other mail -----------------------------------
start_server slow
new_desk "port = $SERVER_PORT; connections = 2;"
fill "" "hold.%d@slow.example.com" 30
fill "" "good.%d@fast.example.com" 30
start_send
wait_until arrived slow good 30
wait_until arrived slow hold 1
is "a slow domain has one lane" "$(mails slow good) $(mails slow hold)" "30 1"
touch "$T/slow/go"
wait "$SENDER"
is "and its turn in the end" "$? $(outcomes)" "0 60 sent 1 0"

start_server down
new_desk "port = $SERVER_PORT; connections = 2; timeout = 5;"
fill "" "silent.%d@down.example.com" 30
fill "" "good.%d@fast.example.com" 30
send_once
is "a domain that is down: the others are sent" "$(mails down good) $SENT" "30 0"
is "after three failures it is left alone" "$(outcomes)" "27 due 0 0
3 due 1 1
30 sent 1 0"
is "for a minute" "$(outbox "SELECT count(*) FROM outbox WHERE attempts = 0 AND next_at >
    (SELECT max(done_at) FROM outbox) + 30")" 27

# --- 73 -----------------------------------------------------------------------------
# lock_database: until $T/unlock is there.
lock_database() {
    rm -f "$T/unlock" "$T/lock.held"
    flock "$DESK/sportello.lock" sh -c "touch '$T/lock.held'; until [ -e '$T/unlock' ]; do sleep 0.05; done" &
    LOCKER=$!
    remember $LOCKER
    wait_until test -e "$T/lock.held"
}

# waits_for_lock PID: it stands in line for a flock.
waits_for_lock() {
    grep -Eq -- "-> FLOCK +ADVISORY +WRITE $1 " /proc/locks
}

start_server locked
new_desk "port = $SERVER_PORT; connections = 1;"
fill "" "hold.1@example.com" 1
start_send
wait_until arrived locked hold 1
lock_database
touch "$T/locked/go"
ok "73: the sender waits for the database" wait_until waits_for_lock "$SENDER"
touch "$T/unlock"
wait "$SENDER"
is "73: locked for a moment: exit status" "$?" 0
wait "$LOCKER"
is "73: locked for a moment: marked all the same" "$(outcomes)" "1 sent 1 0"

start_server killed
new_desk "port = $SERVER_PORT; connections = 1;"
fill "" "hold.1@example.com" 1
start_send
wait_until arrived killed hold 1
lock_database
touch "$T/killed/go"
wait_until waits_for_lock "$SENDER"
kill -KILL "$SENDER"
wait "$SENDER" 2>/dev/null
is "73: never marked: still held" "$(outcomes)" "1 sending 0 0"
touch "$T/unlock"
wait "$LOCKER"
rm "$T/killed/go"
start_send
wait_until arrived killed hold 2
is "73: seen as unknown" "$(outcomes)" "1 sending 0 1"
touch "$T/killed/go"
wait "$SENDER"
is "73: sent again" "$? $(outcomes)" "0 1 sent 1 0"
ok "73: sound" sound

# --- waiting, being called, ending ----------------------------------------------------
start_server waits
new_desk "port = $SERVER_PORT; connections = 2;"
start_send --wait
wait_until test -p "$DESK/sportello.wake"
PATIENCE=30 # it looks by itself every 60 s
fill "" "good.%d@example.com" 3
wait_until arrived waits good 3
is "a delivery wakes the sender" "$(mails waits good)" 3
fill "" "good.%d@example.com" 2
wait_until arrived waits good 5
is "and again" "$(mails waits good)" 5
fill "" "hold.1@example.com" 1
wait_until arrived waits hold 1
kill -TERM "$SENDER"
touch "$T/waits/go"
wait "$SENDER"
is "SIGTERM: what is under way ends well" "$? $(outcomes)" "0 6 sent 1 0"
PATIENCE=60

# A server that does not come back is no reason to stay for ever.
start_server stuck
new_desk "port = $SERVER_PORT; connections = 1;"
fill "" "hold.1@example.com" 1
start_send --wait
wait_until arrived stuck hold 1
kill -TERM "$SENDER"
kill -INT "$SENDER"
wait "$SENDER"
is "SIGTERM, then SIGINT: unknown, to be tried again" "$? $(outcomes)" "0 1 due 1 1"
ok "SIGTERM, then SIGINT: sound" sound
