#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Who is staff (FAULTS 26 to 31, 38): a mail proves it by the signed address that it
# answers to, or by what our own mail server found out, and by nothing else.  A real
# Postfix, with OpenDKIM and OpenDMARC before its queue.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=identity.sh
. "${0%/*}/identity.sh"
need_identity
need_programs sqlite3 faketime
plan 71

route_desk_mail
install_programs
start_milters
start_postfix
new_desk 9
# Each mail that claims to be hers is told to her, here not only the first of an hour.
sed -i -e 's/^    automatic_hourly_desk/    automatic_hourly_unknown = 100; automatic_daily_unknown = 100;\n&/' "$CONF"
ok "the staff" add_staff

number=0
# anna TEXT [SUBJECT]: a mail with her From, to $to; nothing proves it yet.  It answers
# a notification, as far as anybody can write that who has seen one.
to=assistenza@desk.example.it
anna() {
    number=$((number + 1))
    printf 'From: Anna Verdi <anna.verdi@desk.example.it>\nTo: %s\nSubject: %s\n' "$to" \
        "${2:-Re: [HT00001] Stampante}"
    printf 'Message-ID: <anna%s@desk.example.it>\nDate: %s\n' "$(date +%s%N)" "$(date -R)"
    printf 'In-Reply-To: %s\nReferences: %s\n' "$reference" "$reference"
    printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\n%b\n' "$1"
}
# what_is: all that a staff member could have changed of HT00001.
what_is() {
    desk_sql "SELECT state, priority, assignee_id, (SELECT count(*) FROM entry WHERE ticket_id = t.id),
        (SELECT count(*) FROM outbox WHERE recipient LIKE '%cliente.example') FROM ticket t WHERE id = 1"
}
alarms() { # KIND
    desk_sql "SELECT coalesce(sum(count), 0) FROM alarm WHERE kind = '$1'"
}
# refused NAME <MAIL (never in a pipe: the statements would be counted in its shell): it changes nothing of the ticket, the customer gets nothing, what
# it says is shown as nobody's, and she is told that something came in her name.
refused() {
    refused_is=$(what_is)
    refused_mail=$(last_mail)
    posted anna.verdi@desk.example.it "$to" || fail "$1: Postfix does not take it"
    is "$1: nothing is done" "$(what_is)" "$refused_is"
    like "$1: she is told" "$(mails_since "$refused_mail")" 'unproven:anna.verdi'
}

printf 'From: Mario Rossi <mario@cliente.example>\nTo: %s\nSubject: Stampante\nDate: %s\nMessage-ID: <1@cliente.example>\n\n%s\n' \
    "$to" "$(date -R)" "La stampante del primo piano non parte da questa mattina." >"$T/first"
sign cliente.example <"$T/first" >"$T/given"
posted mario@cliente.example "$to" <"$T/given"
is "a customer's mail is vouched for" "$(desk_sql 'SELECT vouched FROM message')" 1
must "she is notified" newest notification anna.verdi@desk.example.it
reference=$(mail_part "$T/newest" Message-ID)
token_address=$(mail_part "$T/newest" address:Reply-To)
must "so is her colleague" newest notification luca.neri@desk.example.it
luca_address=$(mail_part "$T/newest" address:Reply-To)

# --- 26, 27

reference="<nessuno@desk.example.it>"
anna '#chiudi\nFatto.' >"$T/given"
refused "26 a From line alone" <"$T/given"
is "26 it is shown as nobody's" "$(desk_sql "SELECT group_concat(kind) FROM entry WHERE author_id IS NULL")" unproven
newest notification luca.neri@desk.example.it
like "26 her colleagues are warned" "$(mail_part "$T/newest" body)" '^ATTENZIONE: questo messaggio dice di essere di un collega'
newest unproven anna.verdi@desk.example.it
like "26 she reads what to do" "$(mail_part "$T/newest" body)" '^  - lo riscriva rispondendo a questa e-mail'
unlike "26 and none of its words" "$(mail_part "$T/newest" all)" 'Fatto|#chiudi'
reference="<qualcosa.$(desk_sql "SELECT value FROM identity" 2>/dev/null)@desk.example.it>"
anna '#chiudi' >"$T/given"
refused "27 a guessed Message-ID in References" <"$T/given"
newest notification anna.verdi@desk.example.it
reference=$(mail_part "$T/newest" Message-ID)
anna '#chiudi' >"$T/given"
refused "27 the right one, which others may have seen" <"$T/given"
anna '#chiudi' | sign cliente.example >"$T/given"
refused "27 and the signature of another domain" <"$T/given"

# --- 28: what claims to be our mail server's

forged() { # NAME FIELD-BODY...
    forged_name=$1
    shift
    {
        for forged_field in "$@"; do
            printf 'Authentication-Results: %b\n' "$forged_field"
        done
        anna '#chiudi\nFatto.'
    } >"$T/given"
    refused "28 $forged_name" <"$T/given"
}
good='dmarc=pass header.from=desk.example.it'
forged "our name as it is" "$AUTHSERV; $good"
forged "in capitals" "MX.DESK.EXAMPLE.IT; $good"
forged "with a trailing dot" "$AUTHSERV.; $good"
forged "with a comment" "$AUTHSERV (mx.desk.example.it); $good"
forged "with a comment before" "(x) $AUTHSERV 1; $good"
forged "in quotes" "\"$AUTHSERV\"; $good"
forged "folded" "\n\t$AUTHSERV\n\t; $good"
forged "two fields" "$AUTHSERV; $good" "$AUTHSERV; $good"
forged "below another's" "mx.other.example; dmarc=none" "$AUTHSERV; $good"
forged "a second statement in one field" "mx.other.example; x=\"; $AUTHSERV; $good"
like "28 what our server found stands on top" \
    "$(desk_sql "SELECT CAST(bytes AS TEXT) FROM raw ORDER BY message_id DESC LIMIT 1" | grep -m1 '^Authentication')" \
    "^Authentication-Results: $AUTHSERV; dmarc=fail"
# Signed by a customer as his own, and another From written above it then.
anna '#chiudi' | sed 's/^From:.*/From: Mario Rossi <mario@cliente.example>/' | sign cliente.example |
    sed '1i From: Anna Verdi <anna.verdi@desk.example.it>' >"$T/given"
before=$(what_is)
posted mario@cliente.example "$to" <"$T/given"
is "28 two From lines, the other one signed: nothing is done" "$(what_is)" "$before"

# --- and with what our server did find

reference="<nessuno@desk.example.it>"
before=$(last_mail)
anna '#priorita 1' | sign desk.example.it >"$T/given"
posted anna.verdi@desk.example.it "$to" <"$T/given"
is "with her domain's signature it is done" "$(desk_sql 'SELECT priority FROM ticket WHERE id = 1')" 1
is "and she gets the receipt" "$(mails_since "$before")" "notification:luca.neri receipt:anna.verdi"

# --- 29: proof, and a token that speaks against it

signed_refused() { # NAME ADDRESS
    to=$2
    anna '#chiudi\nFatto.' | sign desk.example.it >"$T/given"
    refused "29 $1" <"$T/given"
    to=assistenza@desk.example.it
}
letters=${token_address#*+}
letters=${letters%@*}
last=${letters#"${letters%?}"}
if [ "$last" = a ]; then last=b; else last=a; fi
signed_refused "a forged token" "assistenza+${letters%?}$last@desk.example.it"
is "29 there is an alarm" "$(alarms guessed-token)" 1
signed_refused "another person's token" "$luca_address"
is "29 there is one of that" "$(alarms refused-token)" 1
# One that was given 400 days ago: what the desk sent then.
sweep_clocks
setpriv --reuid="$SP_TEST_USER" --regid="$SP_TEST_GROUP" --clear-groups -- faketime -f -400d \
    "$T/bin/sportello-deliver" -c "$CONF" -f mario@cliente.example -- assistenza@desk.example.it <<'MAIL'
From: Mario Rossi <mario@cliente.example>
To: assistenza@desk.example.it
Subject: Tanto tempo fa
Message-ID: <old@cliente.example>

Il monitor lampeggia.
MAIL
must "a notification of 400 days ago" newest notification anna.verdi@desk.example.it
like "is about that" "$(mail_part "$T/newest" body)" lampeggia
signed_refused "an expired token" "$(mail_part "$T/newest" address:Reply-To)"
is "29 that is an alarm too" "$(alarms refused-token)" 2

# --- 30, 31: with the right one

to=$token_address
before=$(last_mail)
anna '#priorita 2\nArrivo domani.' >"$T/once"
posted anna.verdi@desk.example.it "$to" <"$T/once"
is "the token alone is proof" "$(desk_sql 'SELECT priority FROM ticket WHERE id = 1')" 2
is "30 the command and the answer" "$(mails_since "$before")" "notification:luca.neri receipt:anna.verdi staff_reply:mario"
desk_sql "SELECT count(*) FROM event" >"$T/events"
post anna.verdi@desk.example.it "$to" <"$T/once"
wait_until logged 2 "to=<${to%%+*}.${to#*+}>.* status=sent"
is "30 the same mail again: no mail" "$(mails_since "$before")" "notification:luca.neri receipt:anna.verdi staff_reply:mario"
is "30 nothing in the journal" "$(desk_sql "SELECT count(*) FROM event")" "$(cat "$T/events")"

not_done() { # NAME <MAIL
    posted anna.verdi@desk.example.it "$to" || fail "$1: Postfix does not take it"
    is "31 $1" "$(desk_sql 'SELECT state FROM ticket WHERE id = 1')" in_progress
}
anna 'Ecco come si fa.\n\nIl giorno lun 23 nov 2026 alle ore 10:12 Mario Rossi ha scritto:\n\n> #chiudi\n> grazie' >"$T/given"
not_done "in a quote" <"$T/given"
anna 'Ecco.\n\n-----Messaggio originale-----\nDa: Mario Rossi\nInviato: oggi\nOggetto: x\n\n#chiudi' >"$T/given"
not_done "in a quote without marks" <"$T/given"
anna 'Ecco come si fa.\n#chiudi' >"$T/given"
not_done "below the text" <"$T/given"
anna 'Ecco.\n\n-- \nAnna Verdi\n#chiudi' >"$T/given"
not_done "in a signature" <"$T/given"
anna '\n\n-- \n#chiudi' >"$T/given"
not_done "in a signature that is all there is" <"$T/given"
before=$(last_mail)
anna '<p>#chiudi</p><p>Fatto.</p>' | sed 's|text/plain|text/html|' >"$T/given"
not_done "in HTML alone" <"$T/given"
is "31 which is explained" "$(mails_since "$before")" command_error:anna.verdi
newest command_error anna.verdi@desk.example.it
like "31 in words" "$(mail_part "$T/newest" body)" 'solo in un.e-mail di testo'
anna "$(printf -- '--b\nContent-Type: text/plain\n\nEcco come si fa.\n--b\nContent-Type: text/html\n\n<p>#chiudi</p>\n--b--')" |
    sed 's|text/plain; charset=UTF-8|multipart/alternative; boundary=b|' >"$T/given"
not_done "in the HTML beside the text" <"$T/given"
to=assistenza@desk.example.it
before=$(desk_sql 'SELECT count(*) FROM ticket')
reference="<altro@desk.example.it>"
anna '---------- Forwarded message ---------\nDa: Giulia Bianchi <giulia@altrove.example>\nDate: lun 23 nov 2026\nSubject: Aiuto\nTo: Anna Verdi <anna.verdi@desk.example.it>\n\n#chiudi HT00001\n#cliente mario@cliente.example' "Fwd: Aiuto" |
    sign desk.example.it >"$T/given"
not_done "in a mail that she hands on" <"$T/given"
is "31 which is a request of whoever wrote it" "$(desk_sql "SELECT a.address FROM ticket t
    JOIN address a ON a.person_id = t.requester_id ORDER BY t.id DESC LIMIT 1")" giulia@altrove.example
is "31 one more" "$(desk_sql 'SELECT count(*) FROM ticket')" $((before + 1))

# --- 38: no longer staff

sweep_clocks
setpriv --reuid="$SP_TEST_USER" --regid="$SP_TEST_GROUP" --clear-groups -- faketime -f -1h \
    "$T/bin/sportello" -c "$CONF" staff disable anna.verdi@desk.example.it >"$T/disable.log" 2>&1
is "38 she was disabled an hour ago" "$(desk_sql "SELECT state FROM person p JOIN address a ON a.person_id = p.id
    WHERE a.address = 'anna.verdi@desk.example.it'")" disabled
before=$(what_is)
seen=$(last_mail)
to=$token_address
anna '#chiudi\nFatto.' | sign desk.example.it >"$T/given"
posted anna.verdi@desk.example.it "$to" <"$T/given"
is "38 her old token and her signature: nothing is done" "$(what_is)" "$before"
is "38 her colleague is told" "$(mails_since "$seen")" notification:luca.neri
desk_holds
