#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# FAULTS.md 57: sportello backup, while deliveries run; and the restore that
# sportello(1) describes, its commands taken from there word by word.
. "${SP_SOURCE:-.}/tests/e2e/lib.sh"
. "$SP_SOURCE/tests/fault/send.sh"
need_programs sqlite3 python3 flock mandoc
plan 32

SPORTELLO="$SP_BUILD/sportello"
export SPORTELLO_DATA="$SP_SOURCE"

admin() {
    "$SPORTELLO" -c "$DESK/sportello.conf" "$@" 2>"$T/admin.err"
}

# deliver NUMBER: the exit status.
deliver() {
    printf 'From: Maria <maria@example.com>\nTo: desk@example.it\nSubject: Richiesta %s\nMessage-ID: <%s@example.com>\n\nBuongiorno, richiesta %s.\n' \
        "$1" "$1" "$1" |
        "$SP_BUILD/sportello-deliver" -c "$DESK/sportello.conf" -f maria@example.com -- desk@example.it
}

# messages FILE
messages() {
    sqlite3 -batch "file:$1?immutable=1" 'SELECT count(*) FROM message'
}

whole() {
    [ "$(sqlite3 -batch "file:$1?immutable=1" 'PRAGMA integrity_check')" = ok ]
}

new_desk "port = 9;"
admin init >/dev/null
must "a desk that takes mail" deliver 1
deliver 2

# --- the copy ------------------------------------------------------------------------
admin backup "$T/copy.db" >"$T/said"
is "57: a backup is made" "$? $(messages "$T/copy.db")" "0 2"
ok "it is whole" whole "$T/copy.db"
like "it says what to keep with it" "$(cat "$T/said")" 'token\.key'
is "nobody else may read it" "$(stat -c %a "$T/copy.db")" 600
is "nothing else is left beside it" "$(find "$T" -maxdepth 1 -name 'copy.db?*')" ""
deliver 3
admin backup "$T/copy.db"
is "it takes the place of nothing" "$? $(messages "$T/copy.db")" "1 2"
like "and says so" "$(cat "$T/admin.err")" 'is there already'
admin backup --replace "$T/copy.db" >/dev/null
is "but when asked" "$? $(messages "$T/copy.db")" "0 3"
admin backup --replace "$DESK/sportello.db"
is "never of the desk's own files" $? 1
ln -s "$DESK/token.key" "$T/link.db"
admin backup --replace "$T/link.db"
is "nor through a link" "$? $(grep -c '^0 ' "$DESK/token.key")" "1 1"
ln -s "$T/elsewhere" "$T/planted.db.new"
admin backup "$T/planted.db"
is "nor where a link was planted" "$? $(find "$T" -maxdepth 1 -name 'elsewhere' -o -maxdepth 1 -name planted.db)" "75 "
admin backup "$T/no/such/folder/copy.db"
is "a folder that is not there" $? 75
(
    flock 9
    admin backup --replace "$T/copy.db"
) 9>"$T/copy.db.new"
is "two at once into one file: the second is told" $? 75
like "why" "$(cat "$T/admin.err")" 'another backup'
admin backup --json --replace "$T/copy.db" >"$T/said"
is "as JSON" "$(json_get "$(cat "$T/said")" file)" "$T/copy.db"

# --- a damaged one -----------------------------------------------------------------------
cp -R "$DESK" "$T/damaged"
sed -i "s|$DESK|$T/damaged|" "$T/damaged/sportello.conf"
python3 - "$T/damaged/sportello.db" <<'PY'
import sys
with open(sys.argv[1], "r+b") as file:
    file.seek(4096 * 20)
    file.write(b"\xff" * 4096 * 8)
PY
"$SPORTELLO" -c "$T/damaged/sportello.conf" backup --replace "$T/copy.db" 2>"$T/admin.err"
is "of a damaged database there is no new backup" "$? $(messages "$T/copy.db")" "75 3"
like "and that it is damaged is said" "$(cat "$T/admin.err")" 'damaged'
ok "57: the old backup is as it was" whole "$T/copy.db"
is "57: nothing half is left" "$(find "$T" -maxdepth 1 -name 'copy.db?*')" ""

# --- while deliveries run --------------------------------------------------------------------
rm -f "$T/failed" "$T/stop"
(
    n=100
    until [ -e "$T/stop" ]; do
        deliver $n || echo $n >>"$T/failed"
        n=$((n + 1))
    done
    echo $n >"$T/last"
) &
FEEDER=$!
remember $FEEDER
more_than() { # FILE COUNT
    [ "$(sqlite3 -batch -cmd '.timeout 10000' -readonly "$1" 'SELECT count(*) FROM message')" -gt "$2" ]
}
bad=0
before=3
for n in 1 2 3 4 5; do
    wait_until more_than "$DESK/sportello.db" "$before"
    admin backup --replace "$T/running.db" >/dev/null && whole "$T/running.db" || bad=$((bad + 1))
    now=$(messages "$T/running.db")
    [ "$now" -gt "$before" ] || bad=$((bad + 1))
    before=$now
done
touch "$T/stop"
wait $FEEDER
is "57: five backups while deliveries run: each whole and newer" $bad 0
ok "57: no delivery was put off by them" test ! -e "$T/failed"
is "57: none of them is lost" "$(messages "$DESK/sportello.db")" "$(($(cat "$T/last") - 100 + 3))"

# --- restore --------------------------------------------------------------------------------
# The commands as the manual prints them.
mandoc -T ascii "$SP_SOURCE/man/sportello.1" | col -b |
    sed -n '/^BACKUP AND RESTORE/,/^ENVIRONMENT/p' |
    sed -n '/ cd \/var\/lib\/sportello/,/ sportello check/p' >"$T/manual"
is "57: the manual has the commands" "$(grep -c . "$T/manual")" 11
sed -e "s|/var/lib/sportello|$DESK|" -e "s|/var/backups/sportello.db|$T/copy.db|" \
    -e "s|sportello check|\"$SPORTELLO\" -c \"$DESK/sportello.conf\" check|" "$T/manual" >"$T/restore"

start_server restored
sed -i "s/port = 9;/port = $SERVER_PORT;/" "$DESK/sportello.conf"
"$SEND" -c "$DESK/sportello.conf" --wait 2>"$T/send.err" &
SENDER=$!
remember $SENDER
all_sent() {
    [ "$(outbox "SELECT count(*) FROM outbox WHERE state <> 'sent'")" = 0 ]
}
wait_until all_sent
sh "$T/restore" >"$T/said" 2>&1
unlike "check finds nothing that the restore made" "$(cat "$T/said")" '^error +(database|files|key|lock)'
like "the database is whole" "$(cat "$T/said")" '^ok +database'
is "57: the desk is as it was" "$(outbox 'SELECT count(*) FROM message')" 3
is "what was there is kept" "$(messages "$DESK/before-restore/sportello.db")" "$(($(cat "$T/last") - 100 + 3))"
deliver 9000
is "mail comes in" "$? $(outbox 'SELECT count(*) FROM message')" "0 4"
ok "and leaves, by the sender that ran all the time" wait_until all_sent
ok "sound" sound
kill -TERM $SENDER
wait $SENDER
is "which ends well" $? 0
