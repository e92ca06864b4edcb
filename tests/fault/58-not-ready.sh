#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# FAULTS.md 58, 59 and 61: a configuration, template, rule, time zone or key that is
# wrong; a parser that sleeps and a program that is stuck; a library that is missing.
# `sportello check` names file and line, a delivery ends with 75 and records nothing,
# and when it is mended the same delivery makes one ticket.
# shellcheck source=../e2e/lib.sh
. "${SP_SOURCE:-.}/tests/e2e/lib.sh"
# shellcheck source=../e2e/desk.sh
. "$SP_SOURCE/tests/e2e/desk.sh"
# shellcheck source=mended.sh
. "$SP_SOURCE/tests/fault/mended.sh"
need_programs sqlite3 faketime readelf
plan 58

new_desk 9
add_staff || bail "no staff"
sed -i 's/^desk = {/desk = {\n    templates = "own"; filters = "rules";/' "$CONF"
mkdir -p "$T/desk/own/it" "$T/desk/rules"
chmod -R a+rX "$T/desk/own" "$T/desk/rules"
cp -Rp "$T/desk" "$T/whole"

renew() {
    rm -rf "$T/desk"
    cp -Rp "$T/whole" "$T/desk"
}

# --- 58 -------------------------------------------------------------------------------

# wrong NAME REGEX: what was just broken; REGEX begins with the file and its line.
wrong() {
    desk check >"$T/checked" 2>&1
    is "58, $1: check is not content" $? 1
    like "58, $1: it names file and line, and says what is right" "$(cat "$T/checked")" "^error +[a-z]+ +[^ ]*$2"
    is "58, $1: a delivery ends with 75" "$(delivered)" 75
    is "58, $1: and says nothing to the mail server" "$(cat "$T/said")" ""
    is "58, $1: nothing is recorded" "$(desk_sql 'SELECT count(*) FROM message')" 0
    renew
    heals "58, $1"
    renew
}
# line PATTERN FILE: the number of the first line that matches.
line() {
    grep -n "$1" "$2" | head -n 1 | cut -d : -f 1
}

zone=$(line '^ *zone = ' "$CONF")
sed -i 's/^\( *zone = \).*/\1"Europe\/Roma";/' "$CONF"
wrong "a misspelt time zone" "sportello.conf:$zone: .*Europe/Roma"

sed -i 's/calendar = "/calender = "/' "$CONF"
wrong "a misspelt setting" 'sportello.conf:[0-9]+: unknown setting "calender"; did you mean "calendar"'

sed -i '$d' "$CONF"
printf 'queues = ( { name = "x"' >>"$CONF"
wrong "a file that ends too early" 'sportello.conf:[0-9]+: '

printf 'Subject: {{subject}}\n\n{{#code}}\n' >"$T/desk/own/it/confirmation.txt"
wrong "a template" 'own/it/confirmation.txt:3: a section is never ended'

echo 'status = { nuovo = "Appena arrivato"; };' >"$T/desk/own/it/words.conf"
wrong "a word" 'own/it/words.conf:1: there is no word "status.nuovo"'

printf 'rule mine\n    says automatic\n    header Subject matches ((a\n' >"$T/desk/rules/automatic.rules"
wrong "a rule" 'rules/automatic.rules:[0-9]+: '

echo "not a key" >"$T/desk/state/token.key"
wrong "the key" 'state/token.key:1: '

# --- 59 ---------------------------------------------------------------------------------
# The clock goes faster: ten times, so that the ten seconds of the parser are one and the
# watchdog's two minutes still more than the rest takes; sixty times where that is awaited.
[ -e "$SP_BUILD/tests/fault/preload.so" ] || skip_all "tests/fault/preload.so is not built: run make check"
cp "$SP_BUILD/tests/fault/preload.so" "$T/bin/"
clock=$(echo /usr/lib/*/faketime/libfaketime.so.1)
fast() { # TIMES [LIBRARY]
    as_desk env LD_PRELOAD="$clock${2:+ $2}" FAKETIME="+0 x$1" SP_CHILD_SLEEPS=1 \
        "$T/bin/sportello-deliver" -c "$CONF" -f mario@cliente.example -- assistenza@desk.example.it
    echo $?
}
is "59: the parser sleeps: exit status" "$(fast 10 "$T/bin/preload.so" <"$T/mail")" 0
is "59: the message is a ticket that says so" "$(desk_sql 'SELECT class FROM message JOIN entry ON message_id = message.id')" \
    unparsed
is "59: kept byte for byte" "$(as_desk sqlite3 -readonly "$DB" 'SELECT CAST(bytes AS TEXT) FROM raw')" "$(cat "$T/mail")"
is "59: no parser is left behind" "$(pgrep -f "$T/bin/sportello-deliver" | wc -l)" 0

# What waits for a message that never ends gives up by itself, before pipe(8) does.
renew
rm -f "$T/go"
mkfifo "$T/endless"
{
    head -n 3 "$T/mail"
    until [ -e "$T/go" ]; do sleep 0.05; done
} >"$T/endless" &
FEEDER=$!
remember $FEEDER
is "59: the program is stuck: 75" "$(fast 60 <"$T/endless")" 75
touch "$T/go"
wait $FEEDER
is "59: nothing is recorded" "$(desk_sql 'SELECT count(*) FROM message')" 0
limit=$(sed -n 's/^sportello_time_limit = \([0-9]*\)s$/\1/p' "$SP_SOURCE/contrib/postfix/main.cf")
watchdog=$(sed -n 's/.*WATCHDOG_SECONDS = \([0-9]*\),.*/\1/p' "$SP_SOURCE/src/deliver/ending.c")
ok "59: its own patience ($watchdog s) ends well before Postfix's ($limit s)" test "$((watchdog * 2))" -lt "$limit"
heals 59

# --- 61 ---------------------------------------------------------------------------------
needed() {
    readelf -d "$SP_BUILD/$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -v '^ld-linux'
}
is "61: no library is missed but what the system itself needs" "$(needed sportello-store | grep -Ev '^lib(c|m)\.so\.6$')" ""
is "61: and what the mail server starts misses none" "$(needed sportello-deliver)" ""
# The loader of a program whose library is missing ends it with 127.
renew
mv "$T/bin/sportello-store" "$T/bin/sportello-store.real"
printf '#!/bin/sh\nexit 127\n' >"$T/bin/sportello-store"
chmod 755 "$T/bin/sportello-store"
is "61: what it starts ends with 127: 75" "$(fast 60 <"$T/mail")" 75
printf '#!/bin/sh\nkill -9 $$\n' >"$T/bin/sportello-store"
is "61: with a signal: 75" "$(fast 60 <"$T/mail")" 75
chmod 644 "$T/bin/sportello-store"
is "61: cannot be run: 75" "$(fast 60 <"$T/mail")" 75
rm "$T/bin/sportello-store"
is "61: is not there: 75" "$(fast 60 <"$T/mail")" 75
mv "$T/bin/sportello-store.real" "$T/bin/sportello-store"
is "61: nothing is recorded" "$(desk_sql 'SELECT count(*) FROM message')" 0
heals 61
