#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# FAULTS.md 13, 55, 57, 61 and 69 as `sportello check` tells them: each broken state is
# found, said in one line with what to do, as text and as JSON; and of a desk that is well
# nothing is said but that.  (54-storage.sh and 58-not-ready.sh have what is wrong with the
# database, the disk and the files that are read.)
# shellcheck source=../e2e/lib.sh
. "${SP_SOURCE:-.}/tests/e2e/lib.sh"
# shellcheck source=../e2e/desk.sh
. "$SP_SOURCE/tests/e2e/desk.sh"
need_programs sqlite3 python3 smtp-sink
plan 43

start_smtp_sink sink
well=$SINK_PORT
new_desk "$well"
add_staff || bail "no staff"
cp -Rp "$T/desk" "$T/whole"
cp -p "$CONF" "$T/well.conf"

# finds NAME RESULT QUESTION REGEX: what check says of the desk as it was just broken; then
# it is as it was.
finds() {
    desk check >"$T/checked" 2>"$T/check.err"
    finds_status=$?
    finds_line=$(grep -E "^$2 +$3 +" "$T/checked" | head -n 1)
    is "$1: exit status" $finds_status "$(if [ "$2" = error ]; then echo 1; else echo 0; fi)"
    like "$1: says what it is and what to do" "$finds_line" "$4"
    is "$1: and nothing on standard error" "$(cat "$T/check.err")" ""
    is "$1: the same as JSON" "$(desk check --json | python3 -c 'import json, sys
print(sum(o["result"] == sys.argv[1] and o["check"] == sys.argv[2] for o in json.load(sys.stdin)) > 0)' "$2" "$3")" True
    rm -rf "$T/desk"
    cp -Rp "$T/whole" "$T/desk"
}
send_to() { # LINES: of the group send
    sed '/^send = {/,/^};/d' "$T/well.conf" >"$CONF"
    echo "send = { $1 };" >>"$CONF"
}

desk check >"$T/checked"
is "a desk that is well: exit status" $? 0
is "a desk that is well: nothing else is said" "$(grep -Evc '^ok ' "$T/checked")" 0
like "69: the mail server answers" "$(cat "$T/checked")" "^ok +mail server +127.0.0.1, port $well, answers us"

# --- the way out ----------------------------------------------------------------------
send_to "port = $(free_port);"
finds "69: connection refused" warning "mail server" 'Failed to connect.*mail waits until it answers'
start_smtp_sink refuses -f CONNECT
send_to "port = $SINK_PORT;"
finds "69: turned away for good" error "mail server" 'no mail leaves: 5[0-9][0-9] '
start_smtp_sink busy -Q EHLO -Q HELO
send_to "port = $SINK_PORT;"
finds "67: turned away for now" warning "mail server" 'mail waits until it answers'
send_to "port = $well; tls = \"required\";"
finds "69: encryption that it does not offer" error "mail server" 'no mail leaves: .*(SSL|TLS)'
send_to 'method = "command"; command = "/nonexistent/sendmail -i";'
finds "69: a sendmail command that is not there" error "mail server" '/nonexistent/sendmail: cannot be run'

# --- the programs -------------------------------------------------------------------------
mv "$T/bin/sportello-send" "$T/bin/sender"
printf '#!/bin/sh\necho "sportello-send: error while loading shared libraries: libcurl-gnutls.so.4" >&2\nexit 127\n' \
    >"$T/bin/sportello-send"
chmod 755 "$T/bin/sportello-send"
finds "61: the sender lacks a library" error "mail server" 'sportello-send does not start, so no mail leaves: .*libcurl'
mv "$T/bin/sender" "$T/bin/sportello-send"

# --- what should have been done -------------------------------------------------------------
printf 'From: mario@cliente.example\nTo: assistenza@desk.example.it\nSubject: x\nMessage-ID: <1@cliente.example>\n\nx\n' |
    deliver mario@cliente.example assistenza@desk.example.it
as_desk sqlite3 "$DB" 'UPDATE outbox SET next_at = next_at - 7200, created_at = created_at - 7200'
finds "73: no sender runs" error outbox 'has been due for 1[0-9]+ minutes; does sportello-send run'
as_desk sqlite3 "$DB" "UPDATE job SET done_at = done_at - 90000"
as_desk sqlite3 "$DB" "UPDATE desk SET created_at = created_at - 90000"
finds "57: jobs that do not run" warning jobs 'cron or its timer has to run it'

# --- the files --------------------------------------------------------------------------------
rm "$T/desk/state/sportello.lock"
ln -s /etc/hostname "$T/desk/state/sportello.lock"
finds "13: a link that somebody planted" error files 'sportello.lock: is not a file; somebody planted it'
chmod 666 "$DB"
finds "54: others may look into it" error files 'others may look into it; chmod 600'
