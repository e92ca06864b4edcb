#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Through a real Postfix and its pipe(8), eight at once: how many messages a second
# to sportello-deliver, each a new ticket with its mails, beside a program that does
# nothing and one bare SQLite commit.  ROUNDS of MAILS each; each batch waits in the
# queue until all of it is there.  Needs root, as Postfix does.  With SP_REALTIME=1, for
# a machine that is busy with something else, the sessions of Postfix and of all else
# here go before others' (sched(7), autogroup), and are among themselves as ever.
# shellcheck source=../e2e/lib.sh
. "${SP_SOURCE:-.}/tests/e2e/lib.sh"
# shellcheck source=../e2e/desk.sh
. "$SP_SOURCE/tests/e2e/desk.sh"
need_postfix
need_programs python3 sqlite3
tap_planned=-1
rounds=${ROUNDS:-5}
mails=${MAILS:-200}

put_first() { # PID
    [ "${SP_REALTIME:-0}" != 1 ] || echo -20 >"/proc/$1/autogroup"
}

put_first $$
SINK_KEEPS=no # what the next server does with our mails is not measured
start_smtp_sink sink
route_desk_mail
cat >>"$T/postfix/etc/transport" <<MAP
nothing@desk.example.it nothing:
commit@desk.example.it commit:
MAP
printf 'nothing@desk.example.it x\ncommit@desk.example.it x\n' >>"$T/postfix/etc/recipients"
install_programs
cp "$SP_BUILD/tests/bench/nothing" "$SP_BUILD/tests/bench/floor_sqlite" "$T/bin/"
for one in nothing commit; do
    command=$T/bin/nothing
    [ $one = nothing ] || command="$T/bin/floor_sqlite $T/desk/state/floor.db"
    printf '%s unix - n n - 8 pipe flags=ORXhu user=%s:%s null_sender= argv=%s\n' \
        $one "$SP_TEST_USER" "$SP_TEST_GROUP" "$command" >>"$T/postfix/etc/master.cf.more"
done
cat >>"$T/postfix/etc/main.cf.more" <<CONF
nothing_destination_recipient_limit = 1
commit_destination_recipient_limit = 1
smtpd_client_connection_count_limit = 0
CONF
start_postfix
put_first "$postfix_pid"
new_desk "$SINK_PORT"
sed -i 's/^desk = {/&\n\tflood_hourly = 100000;/' "$CONF"
desk staff add --name "Anna Verdi" --address anna.verdi@desk.example.it --queue assistenza --queue info \
    --queue support >/dev/null || bail "no staff"
# Not through as_desk's subshell: the process id must be the program's own.
setpriv --reuid="$SP_TEST_USER" --regid="$SP_TEST_GROUP" --clear-groups -- \
    "$T/bin/floor_sqlite" "$T/desk/state/floor.db" hold &
remember $!
wait_until test -e "$T/desk/state/floor.db-shm"
start_sender

cat >"$T/inject.py" <<'PY'
import smtplib
import sys
port, to, first, count = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
server = smtplib.SMTP("127.0.0.1", port)
for n in range(first, first + count):
    server.sendmail(f"cliente.{n}@example.com", [to], (
        f"From: Cliente {n} <cliente.{n}@example.com>\r\nTo: {to}\r\nSubject: Stampante {n} ferma\r\n"
        f"Message-ID: <{n}.{to}>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0100\r\n\r\n"
        f"Buongiorno,\r\nla stampante {n} non stampa.\r\n").encode())
server.quit()
PY

# batch NAME ADDRESS TRANSPORT: prints messages a second.
batch() {
    postconf -c "$T/postfix/etc" -e "defer_transports = $3"
    postfix -c "$T/postfix/etc" reload >/dev/null 2>&1
    python3 "$T/inject.py" "$SMTP_PORT" "$2" "$sent" "$mails" || bail "Postfix does not take them"
    wait_until all_deferred
    postconf -c "$T/postfix/etc" -e "defer_transports ="
    postfix -c "$T/postfix/etc" reload >/dev/null 2>&1
    batch_begin=$(date +%s.%N)
    flush_queue
    # The queue manager, just begun anew, may miss the call for some; it looks again by
    # itself only after five minutes.
    batch_looks=0
    while ! queue_is_empty; do
        sleep 0.01
        batch_looks=$((batch_looks + 1))
        [ $((batch_looks % 20)) -ne 0 ] || flush_queue
    done
    echo "$1 $(echo "$mails / ($(date +%s.%N) - $batch_begin)" | bc -l)" >>"$T/rates"
}
all_deferred() {
    [ "$(find "$T/postfix/queue/deferred" -type f | wc -l)" -eq "$mails" ]
}

sent=1
round=0
while [ $round -lt "$rounds" ]; do
    batch nothing nothing@desk.example.it nothing
    batch commit commit@desk.example.it commit
    batch sportello assistenza@desk.example.it sportello
    sent=$((sent + mails))
    round=$((round + 1))
done
tickets=$(desk_sql 'SELECT count(*) FROM ticket')
[ "$tickets" -eq $((rounds * mails)) ] || bail "$((rounds * mails)) mails made $tickets tickets"
echo "through Postfix's pipe(8), eight at once, medians of $rounds interleaved rounds of $mails"
python3 - "$T/rates" <<'PY'
import statistics
import sys
rates = {}
with open(sys.argv[1], encoding="ascii") as file:
    for line in file:
        name, rate = line.split()
        rates.setdefault(name, []).append(float(rate))
floor = statistics.median(rates["nothing"])
for name, title in (("nothing", "a program that does nothing"), ("commit", "one SQLite commit"),
                    ("sportello", "sportello-deliver")):
    rate = statistics.median(rates[name])
    print(f"  {title:28} {rate:7.0f} a second   {rate / floor:5.2f}")
PY
