#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sportello statements: each payer's month, numbered without gaps, once, also
# after a long pause and when two run at once.  (Killed at every system call:
# tests/fault/57-jobs-interrupted.py.)
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3 python3 faketime
plan 50

new_desk 9
ok "the staff" add_staff
desk organisation add "Rossi srl" >/dev/null
desk organisation add "Bianchi srl" >/dev/null
desk organisation add "Verdi srl" >/dev/null
desk customer add --name "Mario Rossi" --address mario@rossi.example --organisation "Rossi srl" >/dev/null
desk customer add --name "Carla Rossi" --address carla@rossi.example --organisation "Rossi srl" >/dev/null
desk customer add --name "John Smith" --address john@bianchi.example --organisation "Bianchi srl" --language en >/dev/null
desk customer add --name "Giulia" --address giulia@altrove.example >/dev/null
desk organisation change "Rossi srl" --contact mario@rossi.example >/dev/null
desk organisation change "Bianchi srl" --contact john@bianchi.example >/dev/null

instant() {
    TZ=Europe/Rome date -d "$1" +%s
}
day() {
    echo $(($(date -u -d "$1" +%s) / 86400))
}
# write_rows: what the commands about hours would, months ago.
write_rows() {
    as_desk sqlite3 "$DB" "PRAGMA foreign_keys = ON; BEGIN;
        INSERT OR IGNORE INTO queue (name) VALUES ('assistenza');
        INSERT INTO ticket (prefix, number, queue_id, state, subject, language, requester_id, organisation_id,
            opened_at, received_at, changed_at) VALUES ('HT', 1, (SELECT id FROM queue WHERE name = 'assistenza'),
            'in_progress', 'Stampante', 'it', (SELECT person_id FROM address WHERE address = 'carla@rossi.example'),
            1, 0, 0, 0);
        INSERT INTO account (sort, organisation_id, person_id, title, from_day, until_day, kinds, unlimited, created_at)
            VALUES ('package', 1, NULL, 'Pacchetto 10 ore', $(day 2026-09-01), $(day 2027-08-31), 15, 0, $(instant '2026-09-10 10:00')),
            ('contract', 2, NULL, 'Annual contract', $(day 2026-11-01), NULL, 15, 1, $(instant '2026-10-20 10:00')),
            ('package', 3, NULL, 'Pacchetto di Verdi', $(day 2026-09-01), NULL, 15, 0, $(instant '2026-09-01 10:00')),
            ('package', NULL, (SELECT person_id FROM address WHERE address = 'giulia@altrove.example'),
             'Pacchetto 5 ore', $(day 2026-11-01), $(day 2026-11-30), 15, 0, $(instant '2026-11-05 10:00'));
        INSERT INTO ledger (at, organisation_id, cause, target, account_id, minutes, cents)
            VALUES ($(instant '2026-09-10 10:00'), 1, 'bought', 'account', 1, 600, 0);
        INSERT INTO work_log (ticket_id, number, staff_id, organisation_id, queue_id, kind, day, minutes, charged,
            unconsented, description, logged_at, changed_at)
            VALUES (1, 1, 1, 1, 1, 'ordinary', $(day 2026-09-30), 80, 90, 0, 'sostituzione del cavo', 0, 0),
            (1, 2, 1, 1, 1, 'remote', $(day 2026-11-03), 61, 120, 1, 'collegamento', 0, 0),
            (1, 3, 1, 2, 1, 'remote', $(day 2026-11-10), 61, 120, 0, 'remote support', 0, 0);
        INSERT INTO ledger (at, organisation_id, cause, target, account_id, work_log_id, minutes, cents)
            VALUES ($(instant '2026-09-30 23:59'), 1, 'charged', 'account', 1, 1, -90, 0),
            ($(instant '2026-11-03 12:00'), 1, 'charged', 'price', NULL, 2, -120, 17000);
        INSERT INTO ledger (at, organisation_id, cause, target, account_id, work_log_id, minutes, cents)
            VALUES ($(instant '2026-11-10 12:00'), 2, 'charged', 'account', 2, 3, -120, 0),
            ($(instant '2026-11-10 12:00'), 2, 'charged', 'extra', NULL, 3, 0, 123450);
        INSERT INTO ledger (at, person_id, cause, target, account_id, minutes, cents)
            SELECT $(instant '2026-11-05 10:00'), person_id, 'bought', 'account', 4, 300, 0 FROM account WHERE id = 4;
        COMMIT;"
}
# sent: number, month and recipient of each, in the order in which they left.
sent() {
    desk_sql "SELECT s.year || '/' || s.number || ' ' || s.month || ' ' || o.recipient FROM statement s
        JOIN outbox o ON o.once = 'statement ' || s.year || '/' || s.number ORDER BY s.id"
}
# read_mail NUMBER: into $T/mail.
read_mail() {
    desk_sql "SELECT CAST(r.bytes AS TEXT) FROM outbox o JOIN outbox_raw r ON r.outbox_id = o.id
        WHERE o.once = 'statement $1'" >"$T/mail"
    mail_part "$T/mail" body
}

ok "hours and money" write_rows

# --- the first of October

ok "in September nothing is over" at "2026-09-30 23:59" desk statements
is "so nothing is sent" "$(sent)" ""
is "a dry run says which" "$(at "2026-10-01 06:00" desk statements --dry-run | head -n 1)" \
    "statement of 2026-09 for Rossi srl"
is "and sends none" "$(sent)" ""
ok "the first of October" at "2026-10-01 06:00" desk statements
is "one, for who has a contact" "$(sent)" "2026/1 202609 mario@rossi.example"
like "of the other the administrator is told" "$(desk_sql "SELECT detail FROM alarm WHERE kind = 'statement-contact'")" \
    '^organisation 3 has no contact'
text=$(read_mail 2026/1)
like "it names the month" "$text" '2026/1, per il mese di settembre 2026\.'
like "what there was" "$text" "^  all'inizio:        0:00$"
like "what was bought" "$text" '^   1  10/09/2026    10:00$'
like "what was used, with its ticket" "$text" '^   2  30/09/2026    -1:30  HT00001/1$'
like "and for what" "$text" '^      sostituzione del cavo$'
like "what is left" "$text" '^  alla fine:         8:30$'
like "with a link to dispute" "$text" '^<mailto:assistenza\+[a-z2-7]{36}@desk\.example\.it\?subject=contesto%202026%2F1&body=riga%20>$'
like "to be answered to him alone" "$(mail_part "$T/mail" Reply-To)" 'assistenza\+[a-z2-7]{36}@'
ok "again on the same day" at "2026-10-01 06:00" desk statements
is "sends nothing more" "$(sent | wc -l)" 1

# --- three months later, two at once, and Verdi has a contact

desk customer add --name "Anna Bruni" --address anna@verdi.example --organisation "Verdi srl" >/dev/null
desk organisation change "Verdi srl" --contact anna@verdi.example >/dev/null
FAKE=$(instant "2027-01-01 06:00")
for one in 1 2 3; do
    (at "$FAKE" desk statements >"$T/run.$one" 2>&1) &
    eval "run_$one=$!"
done
# shellcheck disable=SC2154 # set by eval
if wait "$run_1" && wait "$run_2" && wait "$run_3"; then pass "three at once"; else fail "three at once" "$(cat "$T"/run.*)"; fi
is "all that was missed" "$(sent | cut -d ' ' -f 2,3 | sort | tr '\n' ';')" \
    "202609 anna@verdi.example;202609 mario@rossi.example;202610 anna@verdi.example;202610 mario@rossi.example;202611 anna@verdi.example;202611 giulia@altrove.example;202611 john@bianchi.example;202611 mario@rossi.example;202612 anna@verdi.example;202612 john@bianchi.example;202612 mario@rossi.example;"
is "numbered without gaps in the year of sending" \
    "$(desk_sql "SELECT year || ':' || min(number) || '-' || max(number) || ' ' || count(*) FROM statement GROUP BY year" | tr '\n' ';')" \
    "2026:1-1 1;2027:1-10 10;"
is "one mail each" "$(desk_sql "SELECT count(*), count(DISTINCT once) FROM outbox WHERE template = 'statement'")" "11|11"
november=$(desk_sql "SELECT year || '/' || number FROM statement WHERE organisation_id = 1 AND month = 202611")
text=$(read_mail "$november")
like "what closed opens" "$text" "^  all'inizio:        8:30$"
like "money as it is written here" "$text" '^   1  03/11/2026       170,00 €  HT00001/2$'
like "and what is to be known of it" "$text" '^      collegamento \([0-9]+:00, fuori da pacchetti e contratti, senza consenso\)$'
like "all of it" "$text" '^  in tutto:            170,00 €$'
text=$(read_mail "$(desk_sql "SELECT year || '/' || number FROM statement WHERE organisation_id = 2 AND month = 202611")")
like "what a contract without limit was used for" "$text" '^  hours without limit; used this month: 2:00$'
like "hours and dates in English" "$text" '^   1  2026-11-10    -2:00  HT00001/3$'
like "money in English" "$text" '^   2  2026-11-10      €1,234.50  HT00001/3$'
like "what it is" "$text" '^      remote support \(surcharge for priority\)$'
like "all of it in English" "$text" '^  in all:             €1,234.50$'
text=$(read_mail "$(desk_sql "SELECT year || '/' || number FROM statement WHERE organisation_id = 2 AND month = 202612")")
like "in English" "$text" '^for December 2026\.$'
like "a contract without limit" "$text" '^  hours without limit; used this month: 0:00$'
like "that nothing moved" "$text" '^Nothing moved this month\.$'
is "no hours for colleagues" "$(desk_sql "SELECT count(*) FROM outbox WHERE recipient = 'carla@rossi.example'")" 0
is "the journal has them" "$(desk_sql "SELECT count(*) FROM event WHERE what = 'statement' AND actor = 'clock'")" 11

# --- a contact whose data are restricted: no number without its mail

ok "John's data are restricted" desk privacy restrict john@bianchi.example
ok "the first of February" at "2027-02-01 06:00" desk statements
is "no statement that nobody gets" \
    "$(desk_sql "SELECT count(*), max(number) FROM statement WHERE year = 2027")/$(sent | wc -l)" "12|12/13"
like "the administrator is told" "$(desk_sql "SELECT detail FROM alarm WHERE kind = 'statement-contact' ORDER BY id DESC")" \
    '^organisation 2 has no contact'
ok "lifted" desk privacy lift john@bianchi.example
ok "the first of March" at "2027-03-01 06:00" desk statements
is "both months" "$(sent | grep '2027/.*john@bianchi.example' | cut -d ' ' -f 2 | tr '\n' ' ')" "202611 202612 202701 202702 "

# --- on the command line

like "the list" "$(desk statement list --organisation "Rossi srl")" '^2026/1 +2026-09 +2026-10-01 06:00 +Rossi srl$'
like "one of them" "$(desk statement show 2026/1)" '^   2  account +-1:30 +HT00001'
like "money and work in their columns" "$(desk statement show "$november")" \
    '^   1  price       -2:00       170,00 €  HT00001/2    collegamento$'
is "as JSON" "$(desk statement show "$november" --json | python3 -c 'import json, sys
o = json.load(sys.stdin)
print([(l["line"], l["minutes"], l["cents"]) for l in o["lines"]])')" "[(1, -120, 17000)]"
like "there are no others" "$(desk statement show 2026/2 2>&1)" 'there is no statement 2026/2'
desk_holds
