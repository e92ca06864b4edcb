#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A mail that the server refuses for good is recorded on its ticket and shown to the
# staff, once; what is tried again wakes the sender that stays.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=staff.sh
. "${0%/*}/staff.sh"
need_programs sqlite3 python3
plan 14

install_programs
start_sink sink
new_desk "$SINK_PORT"
ok "the staff" add_staff
echo "RCPT only=mario@cliente.example 550 5.1.1 no such user here" >"$T/sink.answers"
printf 'From: Mario <mario@cliente.example>\nTo: assistenza@desk.example.it\nSubject: Stampante\nMessage-ID: <1@cliente.example>\n\nNon parte.\n' |
    deliver mario@cliente.example assistenza@desk.example.it
ok "the sender" send_all
is "the confirmation was refused" "$(desk_sql "SELECT state FROM outbox WHERE template = 'confirmation'")" failed
seen=$(desk_sql 'SELECT max(id) FROM outbox')
like "the clock would tell of it" "$(desk office-hours --dry-run)" 'given up'
ok "the clock" desk office-hours
# In the morning there is a digest too.
is "the staff are told" "$(mails | sed 's/digest:[a-z.]* *//g')" "notification:anna.verdi notification:luca.neri"
last_mail notification anna.verdi@desk.example.it
like "that it was not delivered" "$(body)" '^Una nostra e-mail non è stata consegnata\.$'
like "to whom" "$(body)" '^<mario@cliente\.example>$'
like "and why" "$(body)" '550 5\.1\.1 no such user here'
is "it is on the ticket" "$(desk_sql "SELECT count(*) FROM entry WHERE kind = 'bounce' AND ticket_id = 1")" 1
seen=$(desk_sql 'SELECT max(id) FROM outbox')
desk office-hours >"$T/again"
is "once" "$(mails | sed 's/digest:[a-z.]* *//g')" ""

# --- tried again

: >"$T/sink.answers"
start_sender
ok "try it again" desk outbox retry --failed
# The sender that stays looks by itself only after a pause: here it is woken.
ok "it leaves" wait_until desk_sql_is "SELECT count(*) FROM outbox WHERE state <> 'sent'" 0
desk_holds
