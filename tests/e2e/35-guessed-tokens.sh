#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Guessed tokens (FAULTS 35): none is accepted, whoever sends them, and there is an
# alarm.  Ten thousand go through the function that reads them in test_identity; here three
# hundred are delivered, the worst ones: a real token with a letter changed.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3 python3
plan 10

new_desk 9
sed -i -e 's/^    automatic_hourly_desk/    flood_hourly = 100000;\n&/' "$CONF"
ok "the staff" add_staff

mail() { # FROM NUMBER TEXT
    printf 'From: %s\nTo: assistenza@desk.example.it\nSubject: Stampante\nMessage-ID: <%s@e2e.example>\n\n%b\n' "$1" "$2" "$3"
}
mail mario@cliente.example first "La stampante non parte." >"$T/given"
ok "a ticket" deliver mario@cliente.example assistenza@desk.example.it <"$T/given"
tokens() { # RECIPIENT: of the newest mail to him
    desk outbox show --raw "$(desk_sql "SELECT max(id) FROM outbox WHERE recipient = '$1'")" |
        sed -n 's/.*<assistenza+\([a-z2-7]*\)@.*/\1/p'
}
staff=$(tokens anna.verdi@desk.example.it)
customer=$(tokens mario@cliente.example)
must "with a token for the staff" test ${#staff} -eq 36
must "and one for the customer" test ${#customer} -eq 36

# guesses: a token a line: each letter of both changed, and random ones.
python3 - "$staff" "$customer" >"$T/guesses" <<'PY'
import random
import sys

letters = "abcdefghijklmnopqrstuvwxyz234567"
chosen = random.Random(35)
guesses = set()
for real in sys.argv[1:]:
    for at in range(len(real)):
        for _ in range(2):
            guesses.add(real[:at] + chosen.choice(letters.replace(real[at], "")) + real[at + 1:])
while len(guesses) < 300:
    guesses.add("a" + "".join(chosen.choice(letters) for _ in range(35)))
print("\n".join(sorted(guesses)))
PY
before=$(desk_sql 'SELECT count(*) FROM outbox')
number=0
while read -r guess; do
    number=$((number + 1))
    case $((number % 3)) in
    0) from=anna.verdi@desk.example.it ;;
    1) from=mario@cliente.example ;;
    *) from=ignoto$number@altrove.example ;;
    esac
    mail $from $number '#chiudi\nMessaggio numero '$number', diverso da tutti gli altri.' |
        deliver $from assistenza@desk.example.it "$guess" || echo "exit status $?" >>"$T/failures"
done <"$T/guesses"
is "all are taken" "$number/$(cat "$T/failures" 2>/dev/null)" "300/"
is "none did anything to the ticket" "$(desk_sql "SELECT state, (SELECT count(*) FROM entry WHERE ticket_id = 1)
    FROM ticket WHERE id = 1")" "new|1"
is "nothing was said in the desk's name" "$(desk_sql "SELECT count(*) FROM entry WHERE kind IN ('staff', 'note')")" 0
is "each is counted in one alarm" "$(desk_sql "SELECT count FROM alarm WHERE kind = 'guessed-token'")" 300
like "which check shows" "$(desk check 2>&1)" 'guessed-token|token'
diag "$(($(desk_sql 'SELECT count(*) FROM outbox') - before)) mails went out"
desk_holds
