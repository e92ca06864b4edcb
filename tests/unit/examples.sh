#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each desk of examples/ works from a checkout, without a database: check finds no
# error, the calendar is open, the tariff has a price, a message is explained.
set -u
export LC_ALL=C.UTF-8
cd "${SP_SOURCE:-.}" || exit 1
sportello=${SP_BUILD:-$(pwd)}/sportello
wrong=0

# is WHAT GOT EXPECTED
is() {
	[ "$2" = "$3" ] || { echo "$desk: $1: got \"$2\", expected \"$3\""; wrong=$((wrong + 1)); }
}

# asks ARGUMENT...: sportello, about this desk.
asks() {
	"$sportello" -c "$desk/sportello.conf" "$@" </dev/null
}

desks=0
for desk in examples/*/sportello.conf; do
	desk=${desk%/*}
	desks=$((desks + 1))
	said=$(asks check 2>&1)
	is "check" "$(printf '%s\n' "$said" | grep -c '^error')" 0
	is "the configuration" "$(printf '%s\n' "$said" | grep -c '^ok  *configuration')" 1
	is "closed on the first of January" "$(asks calendar minutes --calendar ufficio \
		--from 2027-01-01T00:00 --to 2027-01-02T00:00)" 0
	is "open in a working week" "$(asks calendar minutes --calendar ufficio \
		--from 2026-11-09T00:00 --to 2026-11-14T00:00 | grep -c '^[1-9]')" 1
	is "an hour begun" "$(asks price --tariff remoto --minutes 61 | sed 's/ .*//')" charged_minutes=120
	is "explain" "$(asks explain maildir-test/new/01-* | grep -c '^ 1\. store')" 1
done
is "the desks" "$desks" 5

desk=examples/consulenza-it
is "59 minutes" "$(asks price --tariff remoto --minutes 59)" "charged_minutes=60 amount_cents=10000"
is "61 minutes" "$(asks price --tariff remoto --minutes 61)" "charged_minutes=120 amount_cents=17000"
is "121 minutes" "$(asks price --tariff remoto --minutes 121)" "charged_minutes=180 amount_cents=24000"
is "over Christmas" "$(asks calendar due --calendar ufficio --from 2026-12-23T17:30 --minutes 240)" \
	2027-01-07T12:30:00+01:00
is "in August" "$(asks calendar due --calendar ufficio --from 2026-08-14T17:00 --minutes 120)" \
	2026-09-01T10:00:00+02:00
desk=examples/contratto-annuale
is "four hours of an afternoon desk" \
	"$(asks calendar due --calendar ufficio --from 2026-12-03T10:00 --minutes 240)" 2026-12-04T16:00:00+01:00
[ "$wrong" -eq 0 ]
