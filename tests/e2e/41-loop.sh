#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Two desks that answer each other, with everything removed that says who or what
# wrote: they stop within five mails (FAULTS 41).
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3

install_programs
new_desk 9
add_staff || bail "no staff"
cp -p -R "$T/desk" "$T/one"
rm -rf "$T/desk"
new_desk 9
sed -i -e 's/desk\.example\.it/other.example.it/; s/prefix = "HT"/prefix = "OT"/' "$CONF"
desk staff add --name "Zoe Blu" --address zoe@other.example.it --queue assistenza >/dev/null ||
    bail "no staff"
mv "$T/desk" "$T/two"

# at DESK: the functions of desk.sh are about that one.
at() {
    CONF=$T/$1/sportello.conf
    DB=$T/$1/state/sportello.db
}

# strip FIELDS: a mail without them, their continuation lines too.
strip() {
    tr -d '\r' | awk -v fields="$1" 'BEGIN { IGNORECASE = 1 }
        !body && /^$/ { body = 1 }
        !body && /^[^ \t]/ { gone = tolower($0) ~ "^(" fields "):" }
        body || !gone'
}

# last_answer ADDRESS: the newest mail to the other desk, after the mail number $seen.
last_answer() {
    desk_sql "SELECT max(id) FROM outbox WHERE recipient = '$1' AND id > $2"
}

# loop FIELDS: how many mails go between the two until nobody answers any more.
loop() {
    loop_from=assistenza@other.example.it
    loop_to=assistenza@desk.example.it
    loop_here=one
    loop_there=two
    loop_mails=1
    printf 'From: %s\nTo: %s\nSubject: Fattura %s\nMessage-ID: <%s@other.example.it>\n\n%s\n' "$loop_from" \
        "$loop_to" "$2" "$2" "${3:-Buongiorno, allego la fattura di novembre numero $2.}" >"$T/mail"
    while [ $loop_mails -lt 40 ]; do
        at $loop_here
        loop_seen=$(desk_sql "SELECT coalesce(max(id), 0) FROM outbox")
        deliver "$loop_from" "$loop_to" <"$T/mail" || bail "exit status $?"
        loop_id=$(last_answer "$loop_from" "$loop_seen")
        [ -n "$loop_id" ] || break
        desk outbox show --raw "$loop_id" | strip "$1" >"$T/mail"
        loop_mails=$((loop_mails + 1))
        loop_swap=$loop_from loop_from=$loop_to loop_to=$loop_swap
        loop_swap=$loop_here loop_here=$loop_there loop_there=$loop_swap
    done
    echo $loop_mails
}

# other_words DESK: its mails in words of its own, that no rule knows.
other_words() {
    at "$1"
    mkdir -p "$T/$1/templates/it"
    for other_mail in confirmation joined; do
        sed -e "s/abbiamo ricevuto/eccoci a $1, abbiamo qui/; s/il Suo messaggio/a $1 quello che scrive/" \
            "$T/share/templates/it/$other_mail.txt" >"$T/$1/templates/it/$other_mail.txt"
    done
    sed -i 's/desk = {/&templates = "templates";/' "$CONF"
    chmod -R go+rX "$T/$1/templates"
}

plan 5
automatic='auto-submitted|precedence|x-auto-response-suppress|list-[a-z-]*|x-sportello[a-z-]*|return-path'
mails=$(loop "$automatic" 1)
diag "$mails mails without automatic headers"
ok "without automatic headers they stop within five mails" test "$mails" -le 5
mails=$(loop "$automatic|in-reply-to|references|message-id|reply-to" 2)
diag "$mails mails without any of them"
ok "without those of the thread either" test "$mails" -le 5
other_words one
other_words two
mails=$(loop "$automatic|in-reply-to|references|message-id|reply-to" 3 \
    "Il cancello del cortile resta aperto da ieri sera e il telecomando non risponde.")
diag "$mails mails without any of them, in words that no rule knows"
# Nothing is left then to know a machine by but the numbers that it gives.
ok "nor in words of their own" test "$mails" -le 5
at one
desk_holds
at two
desk_holds
