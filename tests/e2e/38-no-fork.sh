#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# No process is made while the database is open (DESIGN.md): what is decided again is
# parsed before that, by sportello-store, customer activate and quarantine release.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=staff.sh
. "${0%/*}/staff.sh"
need_programs sqlite3 python3 strace
plan 10

new_desk 9
sed -i -e 's/name = "info";/& registration = "register";/; s/desk = {/&automatic_hourly_unknown = 10;/' "$CONF"
ok "the staff" add_staff
: >"$T/trace"
chmod 666 "$T/trace"

# traced COMMAND...: as who runs the desk; what it made and opened is in $T/trace.
traced() {
    as_desk strace -f -qq -o "$T/trace" -e trace=openat,close,clone,clone3,fork,vfork "$@"
}
# give FROM SUBJECT QUEUE [EXTENSION [FIELD]]
given=0
give() {
    given=$((given + 1))
    {
        [ -z "${5:-}" ] || printf '%s\n' "$5"
        printf 'From: %s\nTo: %s@desk.example.it\nSubject: %s\nMessage-ID: <%s@fork.example>\n\nVorrei un sito.\n' \
            "$1" "$3" "$2" "$given"
    } >"$T/given"
    traced "$T/bin/sportello-deliver" -c "$CONF" -f "$1" -a "${4:-}" -d "$3@desk.example.it" -q T -- \
        "$3@desk.example.it" <"$T/given"
}
token_of_terms() {
    desk outbox show --raw "$(desk_sql "SELECT max(id) FROM outbox WHERE template = 'terms'")" |
        sed -n 's/.*<info+\([a-z2-7]*\)@.*/\1/p'
}

give zeno@nuovo.example Preventivo info
is "a delivery: who stores it and one parser, none while it is open" "$(python3 "$TOOLS/no_fork.py" "$T/trace")" "2 0"
give zeno@nuovo.example "Re: Prima" info "$(token_of_terms)"
answers anna.verdi@desk.example.it
printf 'From: anna.verdi@desk.example.it\nTo: %s\nSubject: Re\nMessage-ID: <anna@desk.example.it>\nIn-Reply-To: %s\n\n#attiva\n' \
    "$address" "$answered" >"$T/given"
ok "#attiva" traced "$T/bin/sportello-deliver" -c "$CONF" -f anna.verdi@desk.example.it -a "$extension" \
    -d "$address" -q T -- "$address" <"$T/given"
is "a parser each, none while it is open" "$(python3 "$TOOLS/no_fork.py" "$T/trace")" "3 0"
is "it is a ticket" "$(desk_sql 'SELECT count(*) FROM ticket')" 1
give ugo@nuovo.example Preventivo info
ok "customer activate" traced "$T/bin/sportello" -c "$CONF" customer activate ugo@nuovo.example
is "likewise" "$(python3 "$TOOLS/no_fork.py" "$T/trace")" "1 0"
give spam@nuovo.example Guasto assistenza "" "X-Spam-Flag: YES"
ok "quarantine release" traced "$T/bin/sportello" -c "$CONF" quarantine release \
    "$(desk_sql "SELECT max(id) FROM message WHERE class = 'spam'")"
is "likewise here" "$(python3 "$TOOLS/no_fork.py" "$T/trace")" "1 0"
desk_holds
