# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What the tests of the sender share: a desk with an outbox and nothing else.
# Read after tests/e2e/lib.sh.

SEND=$SP_BUILD/sportello-send
FILL=$SP_BUILD/tests/fault/outbox_fill
DESK=$T/desk

# new_desk [LINES]: an empty desk whose send group has these lines.
new_desk() {
    need_programs sqlite3
    rm -rf "$DESK"
    mkdir -m 700 "$DESK"
    cat >"$DESK/sportello.conf" <<CONF
desk = { name = "Prova"; state = "$DESK"; retention = ("conversation 3650", "accounts 3650", "automatic 365", "spam 30", "sent 365"); calendar = "ufficio"; };
queues = ( { name = "assistenza"; title = "Assistenza"; prefix = "HT"; addresses = "desk@example.it"; } );
calendars = { ufficio = { hours = "mon-fri 09:00-18:00"; }; };
send = { ${1:-}
};
CONF
    "$FILL" "$DESK" || bail "no outbox"
}

# fill SENDER RECIPIENT COUNT [AGE_HOURS]: queues mails ("%d" is their number).
fill() {
    "$FILL" "$DESK" "$@" >/dev/null || bail "the outbox cannot be filled"
}

# send_once: the exit status is in $SENT, what it said in $T/send.err.
send_once() {
    "$SEND" -c "$DESK/sportello.conf" 2>"$T/send.err"
    # shellcheck disable=SC2034 # for the test
    SENT=$?
}

# outbox SQL
outbox() {
    sqlite3 -batch -cmd '.timeout 10000' "$DESK/sportello.db" "$1"
}

# outcomes: state|attempts|unknown of every row, one a line, with their counts.
outcomes() {
    outbox "SELECT count(*) || ' ' || state || ' ' || attempts || ' ' || unknown FROM outbox
        GROUP BY state, attempts, unknown ORDER BY state, attempts, unknown"
}

# all_due: what waits for its time is due now.
all_due() {
    outbox "UPDATE outbox SET next_at = 0 WHERE state = 'due'"
}

# sound: the database is whole, and nothing is held by nobody.
sound() {
    [ "$(outbox 'PRAGMA integrity_check')" = ok ] &&
        [ "$(outbox "SELECT count(*) FROM outbox WHERE state = 'sending'")" = 0 ] &&
        [ "$(outbox "SELECT count(*) FROM outbox WHERE lease IS NOT NULL")" = 0 ]
}

# digests FOLDER: SHA-256 of the mail in each file of a sink, without the lines
# that the sink wrote before it.
digests() {
    for digests_file in "$1"/*; do
        [ -f "$digests_file" ] || continue
        sed -n '/^From: /,$p' "$digests_file" | tr -d '\r' | sha256sum | cut -c 1-64
    done
}

# start_server NAME [OPTIONS]: tests/fault/smtp_server.py; its files are in
# $T/NAME, $SERVER_PORT is where it listens.
start_server() {
    server_name=$1
    shift
    mkdir -p "$T/$server_name"
    rm -f "$T/$server_name.port"
    python3 "$SP_SOURCE/tests/fault/smtp_server.py" "$T/$server_name" "$T/$server_name.port" "$@" \
        >"$T/$server_name.log" 2>&1 &
    SERVER_PID=$!
    remember $SERVER_PID
    wait_until test -s "$T/$server_name.port" || bail "no server: $(cat "$T/$server_name.log")"
    # shellcheck disable=SC2034 # for the test
    SERVER_PORT=$(cat "$T/$server_name.port")
}
