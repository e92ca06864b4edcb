#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The whole way of a first mail: swaks -> Postfix -> pipe(8) -> ticket -> outbox ->
# sportello-send -> Postfix -> a real smtp-sink; and the same mail once more.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_postfix
need_programs sqlite3
plan 25

start_smtp_sink sink
route_desk_mail
route_to_sink cliente.example "$SINK_PORT"
route_to_sink desk.example.it "$SINK_PORT"
cat >>"$T/postfix/etc/recipients" <<STAFF
anna.verdi@desk.example.it x
luca.neri@desk.example.it x
STAFF
install_programs
start_postfix
new_desk "$SMTP_PORT"
must "the staff are added" add_staff
must "the customer is added" desk customer add --name "Mario Rossi" --address mario@cliente.example

cat >"$T/first" <<MAIL
From: Mario Rossi <mario@cliente.example>
To: assistenza@desk.example.it
Subject: =?UTF-8?Q?Stampante_ferma_perch=C3=A9?= piove
Date: Mon, 23 Nov 2026 10:00:00 +0100
Message-ID: <prima@cliente.example>
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit

Buongiorno,
la stampante del primo piano è ferma.
MAIL
send_it() {
    swaks_send mario@cliente.example assistenza@desk.example.it --data "@$T/first"
}

must "Postfix takes the mail" send_it
must "it is delivered" wait_until queue_is_empty
wait_until logged 1 'relay=sportello,.* status=sent'
is "pipe(8) says so" "$(maillog 'relay=sportello,.* status=sent')" 1

tickets=$(desk ticket list --json)
is "there is one ticket" "$(json_get "$tickets" count)" 1
is "its number" "$(json_get "$tickets" 0.ticket)" HT00001
is "its queue" "$(json_get "$tickets" 0.queue)" assistenza
is "its subject" "$(json_get "$tickets" 0.subject)" "Stampante ferma perché piove"
like "what was said is on it" "$(desk ticket show HT00001)" "la stampante del primo piano è ferma"

outbox=$(desk outbox list --json)
is "three mails wait" "$(json_get "$outbox" count)" 3
ok "the sender runs" send_all
ok "Postfix passes them on" wait_until queue_is_empty
is "none was bounced or deferred" "$(maillog 'status=(bounced|deferred)')" 0
is "the sink has three mails" "$(files_in "$T/sink")" 3

# sink_mail RECIPIENT: the dump whose envelope names him.
sink_mail() {
    grep -l "^X-Rcpt-Args: <$1>" "$T"/sink/*
}
confirmation=$(sink_mail mario@cliente.example)
is "the confirmation is from the desk" "$(mail_part "$confirmation" address:From)" assistenza@desk.example.it
like "it has the number and the subject" "$(mail_part "$confirmation" Subject)" 'HT00001.*Stampante ferma perché piove'
is "it answers the customer's mail" "$(mail_part "$confirmation" In-Reply-To)" "<prima@cliente.example>"
is "it says that a machine wrote it" "$(mail_part "$confirmation" Auto-Submitted)" auto-replied
like "it left with the null sender" "$(cat "$confirmation")" '^X-Mail-Args: <>'
notification=$(sink_mail anna.verdi@desk.example.it)
like "the notification has what the customer wrote" "$(mail_part "$notification" body)" \
    "la stampante del primo piano è ferma"
like "a token address to answer to" "$(mail_part "$notification" address:Reply-To)" \
    '^assistenza\+[a-z2-7]{36}@desk.example.it$'

send_it
wait_until queue_is_empty
send_all
wait_until queue_is_empty
wait_until logged 2 'relay=sportello,.* status=sent'
is "the same mail again: exit 0" "$(maillog 'relay=sportello,.* status=sent')" 2
is "it changes nothing" "$(desk_sql 'SELECT (SELECT count(*) FROM ticket) || "/" || (SELECT count(*) FROM message)
    || "/" || (SELECT count(*) FROM entry) || "/" || (SELECT count(*) FROM outbox)')" "1/1/1/3"
desk_holds
