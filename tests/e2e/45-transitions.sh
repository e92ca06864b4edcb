#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each row of the status table, driven by mail in both languages: the status after it,
# its outcome, the mail to the customer; and where the table has no row, or what a row
# needs is missing, nothing changes and its author is told.  The rows are those that
# `sportello show states` prints.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3 python3
python3 -c 'import icalendar' 2>/dev/null || skip_all "python3-icalendar is not installed: run ./bootstrap as root"

new_desk 9
sed -i -e 's/^    automatic_hourly_desk/    flood_hourly = 100000; duplicate_hours = 0;\n&/' "$CONF"
desk staff add --name "Anna Verdi" --address anna.verdi@desk.example.it --queue assistenza --queue support \
    >/dev/null || bail "no staff"
desk show states --json >"$T/states.json" || bail "no table"
chmod 644 "$T/states.json"

# drive LANGUAGE ADDRESS
drive() {
    as_desk python3 "$TOOLS/transitions.py" "$1" "$2" "$T/states.json" "$DB" "$T/bin/sportello-deliver" -c "$CONF" \
        >"$T/driven.$1" 2>"$T/driven.$1.log"
    echo $? >"$T/status.$1"
}
drive it assistenza@desk.example.it
drive en support@desk.example.it

# Their statements are ours; each run ends by saying that it drove all rows.
plan $(($(cat "$T/driven.it" "$T/driven.en" | grep -Ec '^(ok|not ok) ') + 6))
for language in it en; do
    while read -r line; do
        case $line in
        "ok - "*) pass "${line#ok - }" ;;
        "not ok - "*) fail "${line#not ok - }" ;;
        *) echo "$line" ;;
        esac
    done <"$T/driven.$language"
    is "$language: all of them" "$(cat "$T/status.$language")" 0
    like "$language: to the end" "$(tail -n 1 "$T/driven.$language")" 'all [0-9]{2,} rows were driven'
done
checked=$(python3 "$TOOLS/check_mail.py" --outbox "$DB")
like "each mail of it is as it should be" "$checked" '^[0-9]{3,} mails, .* 0 complaints$'
diag "$checked"
desk_holds
