#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A rule was wrong, is mended, and the administrator sees what it cost: stored messages
# are decided again; what came to nothing is put through the desk again, once.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3
plan 42

# code COMMAND...: its exit status; what it says is in $T/said.
code() {
    desk "$@" >"$T/said" 2>&1
    echo $?
}
said() {
    cat "$T/said"
}
everything() {
    desk_sql "SELECT * FROM ticket; SELECT * FROM entry; SELECT * FROM message; SELECT * FROM event;
        SELECT id, state FROM outbox; SELECT * FROM person; SELECT * FROM attachment"
}
# mail FROM SUBJECT ID [HEADER]: a message on standard output.
mail() {
    printf 'From: %s\nTo: info@desk.example.it\nSubject: %s\nMessage-ID: <%s>\n%sContent-Type: text/plain\n\nBuongiorno, %s.\n' \
        "$1" "$2" "$3" "${4:-}" "$2"
}

# --- what was decided well is decided so again ----------------------------------------------

install_programs
# A rule of somebody's own: all mail of this firm's ticket system is a list.
printf '\nrule wrong\n\tsays list\n\tfield X-Ufficio present\n' >>"$T/share/filters/lists.rules"
new_desk 9
must "the staff" add_staff
cp -R "$SP_SOURCE/maildir-test" "$T/golden"
chmod -R go+rX "$T/golden"
as_desk python3 "$TOOLS/maildir_run.py" "$T/golden" "$DB" "$T/bin/sportello-deliver" -c "$CONF" \
    >"$T/differences" 2>"$T/deliveries.log"
before=$(everything)
is "all messages of maildir-test again" "$(code replay)" 0
like "are decided" "$(said)" '^[4-9][0-9] messages decided again, '
is "as they were" "$(said | grep -c '^  class\|^  text')" 0
diag "$(said)"
like "all of them" "$(said)" ', 0 differ$'
is "and nothing changes" "$(everything)" "$before"

# --- a wrong rule ----------------------------------------------------------------------------

mail "Ada Blu <ada@ufficio.example>" "Fattura sbagliata" a1@ufficio.example "X-Ufficio: 1
" | deliver ada@ufficio.example info@desk.example.it
mail "Ada Blu <ada@ufficio.example>" "Seconda richiesta, del tutto diversa" a2@ufficio.example "X-Ufficio: 1
" | deliver ada@ufficio.example info@desk.example.it
is "two requests are taken for a list's" "$(desk_sql "SELECT count(*) FROM message WHERE class = 'list' AND sender = 'ada@ufficio.example'")" 2
first=$(desk_sql "SELECT min(id) FROM message WHERE sender = 'ada@ufficio.example'")
second=$((first + 1))
is "with that rule nothing differs" "$(json_get "$(desk replay --json --class list)" differ)" 0
is "nor is anything to be had from them" "$(code replay message "$first")" 0
like "again they are a list's" "$(said)" "^message $first: stored, 0 mails$"
sed -i '/^rule wrong$/,$d' "$T/share/filters/lists.rules"
before=$(everything)
is "the rule is mended" "$(code replay --class list)" 0
like "it says which messages" "$(said)" "^message $first, .*, ada@ufficio.example: Fattura sbagliata$"
like "what they are" "$(said)" '^  class   list -> person, no rule$'
like "and where they would go" "$(said)" '^  ticket  no ticket -> a new ticket \(opened\)$'
like "two" "$(said)" ' 2 differ$'
is "as JSON" "$(json_get "$(desk replay --json --class list)" found.1.message)" "$second"
is "from today on" "$(json_get "$(desk replay --json --since "$(date +%Y-%m-%d)" --class list)" differ)" 2
is "from next year on" "$(json_get "$(desk replay --json --since "$(($(date +%Y) + 1))-01-01")" messages)" 0
is "no class" "$(code replay --class lista)" 64
is "and nothing changes" "$(everything)" "$before"
is "a dry run" "$(code replay message "$first" --dry-run)" 0
like "says what comes of it" "$(said)" "^message $first: opened, ticket IN[0-9]+, [0-9]+ mails$"
is "and does nothing" "$(everything)" "$before"
is "again" "$(code replay message "$first" "$second")" 0
code=$(sed -n "s/^message $first: opened, ticket \(IN[0-9]*\),.*/\1/p" "$T/said")
is "is a ticket" "$(json_get "$(desk ticket show "$code" --json)" subject)" "Fattura sbagliata"
is "its customer is told" "$(desk_sql "SELECT count(*) FROM outbox WHERE recipient = 'ada@ufficio.example' AND template = 'confirmation'")" 2
is "it is a person's now" "$(desk_sql "SELECT class FROM message WHERE id = $first")" person
before=$(everything)
is "once" "$(code replay message "$first")" 1
like "and says why not" "$(said)" "message $first stands on $code already"
is "nothing is done" "$(everything)" "$before"
is "all or none" "$(code replay message "$second" 99999)" 1
is "no such message" "$(code replay message 99999)" 1
is "no number" "$(code replay message x)" 1
is "none" "$(code replay message)" 64
is "what is decided stands" "$(json_get "$(desk replay --json --class list)" differ)" 0

# --- what could not be parsed ----------------------------------------------------------------

mail "Ugo <ugo@rotto.example>" "Non letto" u1@rotto.example | deliver ugo@rotto.example info@desk.example.it
broken=$(desk_sql "SELECT max(id) FROM message")
as_desk sqlite3 "$DB" "UPDATE message SET class = 'unparsed', class_reason = 'the parser died', subject = '', sender = '' WHERE id = $broken;
    UPDATE entry SET text = '' WHERE message_id = $broken"
is "an unparsed one" "$(json_get "$(desk replay --json --class unparsed)" found.0.class_now)" person
is "is put through the desk again" "$(code replay message "$broken")" 0
like "as a person's" "$(said)" "^message $broken: (opened|joined), ticket "
is "its subject is known" "$(desk_sql "SELECT subject FROM message WHERE id = $broken")" "Non letto"
is "once" "$(code replay message "$broken")" 1
is "the journal has each once" "$(desk_sql "SELECT count(*) FROM event WHERE what = 'opened' AND message_id = $first")" 1
desk_holds
