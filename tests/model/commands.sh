#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sportello calendar and sportello price, as SPEC.md section 10 fixes them: what
# they print, what they refuse, and that no calendar is an error and not "always
# open" (FAULTS.md F 75, F 79).
# shellcheck source=../e2e/lib.sh
. "${0%/*}/../e2e/lib.sh"

cat >"$T/desk.conf" <<'END'
desk = { name = "Prova"; state = "state"; retention = ("conversation 3650", "accounts 3650", "automatic 365", "spam 30", "sent 365"); };
queues = ( { name = "a"; title = "A"; prefix = "HT"; addresses = ("a@desk.example.it"); calendar = "ufficio"; } );
calendars = {
    ufficio = { hours = ("mon-fri 09:00-13:00 14:00-18:00"); holidays = ("it");
        closed = ("08-15..08-31", "12-24..01-06"); };
    notte = { hours = ("mon-sun 01:00-04:00"); };
};
tariffs = {
    remoto = { unit = ("60"); first_hour = "100.00"; next_hour = "70.00"; };
    officina = { unit = ("15", "remote 30"); first_hour = "40"; next_hour = "36.00"; divisible = true;
        out_of_hours = "50%"; extra = "15,00"; };
};
END
sed '/calendars = {/,/^};/d; s/ calendar = "ufficio";//' "$T/desk.conf" >"$T/none.conf"

# said COMMAND...: its output, or its error behind the exit status.
said() {
    said_text=$("$SP_BUILD/sportello" -c "$T/desk.conf" "$@" 2>&1)
    said_status=$?
    [ $said_status -eq 0 ] || printf '%s: ' $said_status
    printf '%s\n' "$said_text"
}

plan 33

due() {
    said calendar due --calendar "$1" --from "$2" --minutes "$3"
}
is "due over the end of the year" "$(due ufficio 2026-12-23T17:30 240)" 2027-01-07T12:30:00+01:00
is "due at the end of a stretch" "$(due ufficio 2026-11-23T14:00 240)" 2026-11-23T18:00:00+01:00
is "no minutes, in hours" "$(due ufficio 2026-11-23T14:00 0)" 2026-11-23T14:00:00+01:00
is "no minutes, out of hours" "$(due ufficio 2026-11-20T18:00 0)" 2026-11-23T09:00:00+01:00
is "a time with its offset" "$(due ufficio 2026-11-23T13:00Z 60)" 2026-11-23T15:00:00+01:00
is "4 October 2027 is a holiday" "$(due ufficio 2027-10-04T09:00 60)" 2027-10-05T10:00:00+02:00
is "the second hour of two" "$(due notte 2026-10-25T00:00 150)" 2026-10-25T02:30:00+01:00

minutes() {
    said calendar minutes --calendar "$1" --from "$2" --to "$3"
}
is "F 75: the short night" "$(minutes notte 2026-03-29 2026-03-30)" 120
is "F 75: the long night" "$(minutes notte 2026-10-25 2026-10-26)" 240
is "F 75: another night" "$(minutes notte 2026-10-26 2026-10-27)" 180
is "a day with its break" "$(minutes ufficio 2026-10-26 2026-10-27)" 480
is "never negative" "$(minutes ufficio 2026-10-27 2026-10-26)" 0

is "open" "$(said calendar open --calendar ufficio --at 2026-11-23T12:59:59)" open
is "closed" "$(said calendar open --calendar ufficio --at 2026-11-23T13:00)" closed
is "closed, and why" "$(said calendar open --calendar ufficio --at 2026-12-24T10:00 --explain)" "closed
  2026-12-24  closed: 12-24..01-06
  2026-12-25  closed: Natale
  2026-12-28 to 2026-12-31  closed: 12-24..01-06
  2027-01-01  closed: Capodanno
  2027-01-04 to 2027-01-05  closed: 12-24..01-06
  2027-01-06  closed: Epifania
  opens 2027-01-07T09:00:00+01:00"

is "due explained" "$(said calendar due --calendar ufficio --from 2026-04-03T17:30:20 --minutes 60 --explain)" \
    "2026-04-07T09:30:20+02:00
  2026-04-03  17:30:20 - 18:00       0:29:40
  2026-04-06  closed: Lunedì dell'Angelo
  2026-04-07     09:00 - 09:30:20    0:30:20
  counted                               1:00"
is "due in JSON" "$(said calendar due --json --explain --calendar notte --from 2026-03-29 --minutes 90)" \
    '{"due":"2026-03-29T03:30:00+02:00","counted":[{"from":"2026-03-29T01:00:00+01:00","until":"2026-03-29T03:30:00+02:00","seconds":5400,"closed":null}]}'
is "open in JSON" "$(said calendar open --json --calendar notte --at 2026-03-29T12:00)" \
    '{"open":false,"next_opening":"2026-03-30T01:00:00+02:00"}'
is "minutes in JSON" "$(said calendar minutes --json --calendar notte --from 2026-03-29 --to 2026-03-30)" \
    '{"minutes":120}'

is "F 79: a calendar that is not there" "$(due uficio 2026-11-23 0)" \
    '1: sportello: there is no calendar "uficio"; did you mean "ufficio"?'
is "F 79: no calendar named" "$(said calendar due --minutes 0)" \
    '1: sportello: which calendar? give --calendar, one of: ufficio, notte'
like "F 79: a desk without a calendar" \
    "$("$SP_BUILD/sportello" -c "$T/none.conf" calendar open 2>&1; echo "status $?")" 'status 78'
like "no number of minutes" "$(due ufficio 2026-11-23 -5)" '^64: .*--minutes needs a whole number, 0 or more'
like "no time" "$(due ufficio 23/11/2026 5)" '^64: .*--from "23/11/2026" is no time'
like "too far away" "$(due ufficio 2026-11-23 9999999)" '^1: .*are not over in 20 years'

price() {
    said price --tariff "$@"
}
is "59 minutes" "$(price remoto --minutes 59)" "charged_minutes=60 amount_cents=10000"
is "61 minutes" "$(price remoto --minutes 61)" "charged_minutes=120 amount_cents=17000"
is "none" "$(price remoto --minutes 0)" "charged_minutes=0 amount_cents=0"
is "by the minute, with surcharges" "$(price officina --minutes 61 --out-of-hours --extra)" \
    "charged_minutes=75 amount_cents=8850"
is "another kind of work" "$(price officina --minutes 61 --kind remote)" "charged_minutes=90 amount_cents=5800"
is "price in JSON" "$(price officina --minutes 61 --extra --json)" \
    '{"charged_minutes":75,"amount_cents":6400,"work_cents":4900,"out_of_hours_cents":0,"extra_cents":1500}'
is "a tariff that is not there" "$(price remote --minutes 1)" \
    '1: sportello: there is no tariff "remote"; did you mean "remoto"?'
like "no minutes given" "$(price remoto --minutes 1,5)" '^64: .*--minutes needs a whole number from 0 to 600000'
