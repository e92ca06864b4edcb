#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What an administrator watches a desk by: one log line a message, by which a mail
# is followed from Postfix's queue id to its ticket and on to the mails that left;
# and metrics for the node exporter's folder.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_postfix
need_programs sqlite3
[ -e "$SP_BUILD/tests/fault/preload.so" ] || skip_all "tests/fault/preload.so is not built: run make check"
plan 42

start_smtp_sink sink
route_desk_mail
route_to_sink cliente.example "$SINK_PORT"
route_to_sink desk.example.it "$SINK_PORT"
cat >>"$T/postfix/etc/recipients" <<STAFF
anna.verdi@desk.example.it x
luca.neri@desk.example.it x
STAFF
install_programs
# What the programs say to syslog goes to a file of ours.
cp "$SP_BUILD/tests/fault/preload.so" "$T/bin/"
: >"$T/syslog"
chmod 666 "$T/syslog"
mv "$T/bin/sportello-deliver" "$T/bin/deliver.real"
cat >"$T/bin/sportello-deliver" <<SH
#!/bin/sh
SP_SYSLOG='$T/syslog' LD_PRELOAD='$T/bin/preload.so' exec '$T/bin/deliver.real' "\$@"
SH
chmod 755 "$T/bin/sportello-deliver"
start_postfix
new_desk "$SMTP_PORT"
must "the staff are added" add_staff

# mail MESSAGE-ID SUBJECT TEXT: through Postfix.
mail() {
    printf 'From: Mario <mario@cliente.example>\nTo: assistenza@desk.example.it\nSubject: %s\nMessage-ID: %s\n\n%s\n' \
        "$2" "$1" "$3" >"$T/a-mail"
    swaks_send mario@cliente.example assistenza@desk.example.it --data "@$T/a-mail"
}
must "Postfix takes a mail" mail '<prima@cliente.example>' 'Stampante ferma' 'Non stampa.'
must "it is delivered" wait_until queue_is_empty
wait_until logged 1 'relay=sportello,.* status=sent'

# value KEY LINE
value() {
    printf '%s\n' "$2" | sed -n "s/.* $1=\([^ ]*\).*/\1/p"
}
queue_id=$(sed -n 's/.* \([0-9A-F]*\): to=<assistenza@desk.example.it>.*status=sent.*/\1/p' "$T/postfix/log/mail.log")
line=$(cat "$T/syslog")
is "one message, one line" "$(wc -l <"$T/syslog")" 1
like "it says what came of it" "$line" '^opened '
is "it has Postfix's queue id" "$(value queue_id "$line")" "$queue_id"
is "the Message-ID" "$(value message_id "$line")" "<prima@cliente.example>"
is "the ticket" "$(value ticket "$line")" HT00001
is "how many mails follow" "$(value mails "$line")" 3
like "the rest is numbers and fixed words" "$line" ' class=person stored=1 mails=3 size=[0-9]+ ms=[0-9]+$'
unlike "nothing of what was said" "$line" 'stampa|Stampante'

as_desk env SP_SYSLOG="$T/syslog" LD_PRELOAD="$T/bin/preload.so" "$T/bin/sportello-send" -c "$CONF"
is "the sender ends well" $? 0
is "each mail that left has its line" "$(grep -c '^sent ' "$T/syslog")" 3
is "with the ticket" "$(grep '^sent ' "$T/syslog" | grep -c ' ticket=HT00001 ')" 3
is "and the message that it answers" "$(grep '^sent ' "$T/syslog" | grep -c ' cause=1 ')" 3
confirmation=$(grep '^sent .*mail=confirmation ' "$T/syslog")
is "to whom" "$(value to "$confirmation")" mario@cliente.example
out_id=$(printf '%s\n' "$confirmation" | sed -n 's/.*queued as \([0-9A-F]*\).*/\1/p')
wait_until queue_is_empty
ok "and the next server's queue id, by which it goes on in its log" \
    wait_until logged 1 "$out_id: to=<mario@cliente.example>.* status=sent"

# A subject that would forge a line stays in one.
must "Postfix takes another" mail '<a"b\\c@cliente.example>' '=?utf-8?Q?x=0Aopened_queue=5Fid=3DFALSE?=' 'Ancora.'
wait_until queue_is_empty
ok "the next message" wait_until test "$(grep -c ' queue_id=' "$T/syslog")" -ge 2
is "a message is never two lines" "$(grep -c 'queue_id=FALSE' "$T/syslog")" 0

# --- metrics -----------------------------------------------------------------------------
mkdir "$T/metrics"
[ "$(id -u)" -ne 0 ] || chown "$SP_TEST_USER" "$T/metrics"
printf 'old' >"$T/metrics/sportello.prom"
ok "metrics are written" desk metrics "$T/metrics/sportello.prom"
is "for others to read" "$(stat -c %a "$T/metrics/sportello.prom")" 644
is "and nothing is left beside them" "$(ls "$T/metrics")" sportello.prom
metrics=$(cat "$T/metrics/sportello.prom")
like "tickets by queue and status" "$metrics" '^sportello_tickets\{queue="assistenza",status="new"\} 2$'
like "tickets ever" "$metrics" '^sportello_tickets_opened_total\{prefix="HT"\} 2$'
like "mails by state" "$metrics" '^sportello_outbox_mails\{state="due"\} [0-9]+$'
# Each sample belongs to a family that was introduced, and no line is of another form.
is "every line is of the format" "$(printf '%s\n' "$metrics" | awk '
    /^# HELP [a-z_]+ ./ { help[$3] = 1; next }
    /^# TYPE [a-z_]+ (gauge|counter)$/ { type[$3] = 1; next }
    /^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[0-9]+$/ { name = $1; sub(/\{.*/, "", name)
        if (help[name] && type[name]) next }
    { print }')" ""
is "as JSON too, each with its labels" "$(desk metrics --json | python3 -c '
import json, sys
for one in json.load(sys.stdin):
    print(one["name"] + json.dumps(one["labels"]), one["type"], one["value"])' | grep -c '^sportello_')" \
    "$(printf '%s\n' "$metrics" | grep -c '^sportello_')"
is "the same on standard output, but for what time changes" "$(desk metrics | grep -c '^sportello_')" \
    "$(printf '%s\n' "$metrics" | grep -c '^sportello_')"

# --- the desk writes to itself -----------------------------------------------------------
start_sender
desk check --round-trip >"$T/checked" 2>&1
is "a mail of the desk to itself: check is content" $? 0
like "and says that it came in" "$(cat "$T/checked")" \
    '^ok +round trip +the mail to assistenza@desk.example.it came in after [0-9]+ ms'
is "it is no ticket" "$(desk_sql "SELECT count(*) FROM entry JOIN message m ON m.id = message_id
    JOIN outbox o ON o.header_id = m.header_id")" 0
is "nobody was told of it" "$(desk_sql "SELECT count(*) FROM outbox WHERE cause_id IN
    (SELECT m.id FROM message m JOIN outbox o ON o.header_id = m.header_id)")" 0
is "it left as the null sender's" "$(desk_sql "SELECT sender || state FROM outbox WHERE template = 'round_trip'")" sent

# What is handed over and never delivered.
chmod 000 "$T/bin/sportello-deliver"
desk check --round-trip --patience 12 >"$T/checked" 2>&1
is "nobody delivers: check is not content" $? 1
like "it says how far the mail came" "$(cat "$T/checked")" \
    '^error +round trip +the mail server took the mail .*queued as .*did not come in within 12 s'
like "and what else is wrong" "$(cat "$T/checked")" '^error +delivery +.*sportello-deliver: cannot be run'
is "an alarm" "$(desk_sql "SELECT detail FROM alarm WHERE kind = 'round-trip'")" "it left and did not come in"
chmod 755 "$T/bin/sportello-deliver"

# What never leaves.
kill -TERM $sender_pid
wait $sender_pid
desk check --round-trip --patience 1 >"$T/checked" 2>&1
is "nobody sends: check is not content" $? 1
like "it says so" "$(cat "$T/checked")" '^error +round trip +the mail .*has not left within 1 s .*does sportello-send run'
is "the mail does not leave later" "$(desk_sql "SELECT count(*) FROM outbox WHERE template = 'round_trip'
    AND state = 'dropped'")" 1
desk check --patience 1 >"$T/checked" 2>&1
like "patience is for nothing else" "$(cat "$T/checked")" "patience is for --round-trip"
