#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Restricted data are stored and nothing else, until that is lifted (GDPR, Art. 18);
# without consent new requests wait (SPEC.md section 12).  The requests come by mail
# and are confirmed by an answer to the address on file.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3 python3 faketime
plan 34

number=0
mario=mario@rossi.example
# give FROM SUBJECT TEXT [EXTENSION]: a mail.
give() {
    number=$((number + 1))
    printf 'From: %s\nTo: assistenza@desk.example.it\nSubject: %s\nMessage-ID: <%s@e2e.example>\n\n%b\n' \
        "$1" "$2" "$number" "$3" | deliver "$1" assistenza@desk.example.it "${4:-}"
}
# confirm: he answers yes to what asks whether it was him.
confirm() {
    desk_sql "SELECT CAST(r.bytes AS TEXT) FROM outbox o JOIN outbox_raw r ON r.outbox_id = o.id
        WHERE o.template = 'privacy_received' ORDER BY o.id DESC LIMIT 1" >"$T/asked.eml"
    confirm_to=$(mail_part "$T/asked.eml" address:Reply-To)
    confirm_to=${confirm_to#*+}
    give $mario "Re: privacy" "Sì" "${confirm_to%@*}"
}
staff_token() {
    desk_sql "SELECT CAST(r.bytes AS TEXT) FROM outbox o JOIN outbox_raw r ON r.outbox_id = o.id
        WHERE o.template = 'notification' AND o.recipient LIKE 'anna%' AND o.ticket_id = 1 ORDER BY o.id LIMIT 1" >"$T/note.eml"
    staff_to=$(mail_part "$T/note.eml" address:Reply-To)
    staff_to=${staff_to#*+}
    printf '%s' "${staff_to%@*}"
}
queued() { # since $seen: the mails, by template
    desk_sql "SELECT group_concat(template) FROM (SELECT template FROM outbox WHERE id > $seen ORDER BY template)"
}
note_mails() {
    seen=$(desk_sql 'SELECT COALESCE(max(id), 0) FROM outbox')
}
state() {
    desk_sql 'SELECT state FROM ticket WHERE id = 1'
}

new_desk 9
sed -i -e 's/authserv_id/dpo = "dpo@desk.example.it"; legal_basis = "consent"; terms_version = "2026-1"; privacy_version = "2026-2"; authserv_id/' "$CONF"
ok "the staff" add_staff
give $mario "Stampante" "La stampante non va."
is "what he was given, with its version" \
    "$(desk_sql "SELECT group_concat(what || ' ' || word) FROM (SELECT * FROM register ORDER BY id)")" \
    "terms-given 2026-1,notice-given 2026-2"
give $mario "Altro" "Un'altra cosa, del tutto diversa dalla prima."
is "once" "$(desk_sql "SELECT count(*) FROM register")" 2

# --- he asks for a restriction

note_mails
give $mario "PRIVACY LIMITA" ""
is "his request" "$(desk privacy list --json | grep -c '"right":"restrict"')" 1
is "nothing is restricted before he confirms" "$(desk_sql "SELECT count(*) FROM person WHERE restriction IS NOT NULL")" 0
ok "he confirms" confirm
is "it is restricted at once" "$(desk_sql "SELECT restriction FROM person WHERE restriction IS NOT NULL")" asked
is "and the request done" "$(desk_sql "SELECT result FROM privacy_request")" "done"
is "what waited to be sent to him is held" \
    "$(desk_sql "SELECT group_concat(DISTINCT template) FROM outbox WHERE recipient = '$mario' AND state = 'held'")" confirmation
like "marked in the list" "$(desk ticket list)" 'HT00001.*\[restricted\]'
like "in the ticket" "$(desk ticket show HT00001)" 'RESTRICTED'
like "and at the person" "$(desk customer show $mario)" 'restricted +asked'
unlike "he is not changed" "$(desk customer change $mario --name Altro 2>&1)" '^customer'

note_mails
give $mario "Re: [HT00001] Stampante" "Ancora ferma."
is "what he writes is stored" "$(desk_sql "SELECT count(*) FROM entry WHERE text = 'Ancora ferma.'")" 1
is "and nobody is written to" "$(queued)" ""
token=$(staff_token)
give anna.verdi@desk.example.it "Re: [HT00001] Stampante" '#chiudi\n\nFatto.' "$token"
is "the staff are told" "$(queued)" privacy_restricted
is "and change nothing" "$(state)" new
ok "a work log is refused" test -z "$(desk worklog add HT00001 --minutes 30 2>/dev/null)"
as_desk sqlite3 "$DB" "UPDATE ticket SET state = 'done', closed_at = 1 WHERE id = 1"
note_mails
ok "cron" desk archive
ok "cron, years later" at $(($(date +%s) + 20 * 31557600)) desk privacy retention
is "does not archive it" "$(state)" "done"
is "nor purge it" "$(desk_sql "SELECT count(*) FROM message WHERE erased_at IS NOT NULL AND sender = '$mario'")" 0
is "nor write" "$(queued)" ""
ok "lift" desk privacy lift $mario
is "what was held is due" "$(desk_sql "SELECT count(*) FROM outbox WHERE state = 'held'")" 0
unlike "twice is refused" "$(desk privacy lift $mario 2>&1)" 'not restricted any more'

# --- he withdraws his consent

give $mario "PRIVACY REVOCA" ""
ok "he confirms" confirm
is "it is withdrawn" "$(desk_sql "SELECT count(*) FROM person WHERE withdrawn_at IS NOT NULL")" 1
note_mails
give $mario "Router" "Anche il router non va."
give $mario "Telefono" "E il telefono neppure, da ieri sera."
is "new requests are held" "$(desk_sql 'SELECT count(*) FROM held')" 2
is "and answered once" "$(queued)" privacy_withdrawn
ok "he gives it again" desk privacy consent $mario
is "and they are tickets" "$(desk_sql "SELECT count(*) FROM ticket WHERE subject IN ('Router', 'Telefono')")" 2
is "the register has it all" "$(desk privacy register --csv $mario | cut -d ';' -f 3 | grep -c 'consent\|request\|restricted\|lifted')" 10
desk_holds
