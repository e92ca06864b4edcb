#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The register of what was done with personal data (SPEC.md section 12): who was shown
# whose, and what of whom was changed, by whom and when; in numbers and fixed words,
# which are still there when the person is erased, and nothing in it can be changed.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=staff.sh
. "${0%/*}/staff.sh"
need_programs sqlite3 python3
plan 44

mails_sent=0
# from ADDRESS SUBJECT TEXT: a mail.
from() {
    mails_sent=$((mails_sent + 1))
    printf 'From: %s\nTo: assistenza@desk.example.it\nSubject: %s\nMessage-ID: <m%s@e2e.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\n%b\n' \
        "$1" "$2" "$mails_sent" "$3" | deliver "$1" assistenza@desk.example.it
}
person() { # ADDRESS
    desk_sql "SELECT person_id FROM address WHERE address = '$1'"
}
# new_lines: what the register has since the last time, a line each: what, who, of whom,
# on what, which word, how many.
register_seen=0
new_lines() {
    register_lines=$(desk_sql "SELECT what || ' ' || actor || coalesce(':' || by_id, '') || ' ' || coalesce(person_id, '-') || ' '
        || coalesce(ticket_id, '-') || ' ' || word || ' ' || number FROM register WHERE id > $register_seen ORDER BY id")
    register_seen=$(desk_sql 'SELECT coalesce(max(id), 0) FROM register')
}
# lines_are WHAT LINE...: since the last time there are these, and no other.
lines_are() {
    new_lines
    lines_what=$1
    shift
    is "$lines_what" "$register_lines" "$([ $# -eq 0 ] || printf '%s\n' "$@")"
}

new_desk 9
ok "the staff" add_staff
ok "a firm" desk organisation add "Serramenti Rossi"
ok "another" desk organisation add "Vetri Bianchi"
ok "a customer" desk customer add --name "Mario Rossi" --address mario@rossi.example --organisation "Serramenti Rossi"
ok "his colleague" desk customer add --name "Carla Neri" --address carla@rossi.example --organisation "Serramenti Rossi"
mario=$(person mario@rossi.example) carla=$(person carla@rossi.example) luca=$(person luca.neri@desk.example.it)
lines_are "to be entered is no line"

# --- changed on the command line

ok "another name" desk customer change mario@rossi.example --name "Mario De Rossi" --language en
lines_are "which of his data, by whom" "rectified administrator $mario - name,language 2"
ok "the same again" desk customer change mario@rossi.example --name "Mario De Rossi" --language en
lines_are "changes nothing, and is no line"
ok "another address" desk customer change mario@rossi.example --add-address mario@casa.example --main-address mario@casa.example
lines_are "where we write to" "rectified administrator $mario - main-address,addresses 2"
ok "another firm" desk customer change mario@casa.example --organisation "Vetri Bianchi"
lines_are "who pays for him" "rectified administrator $mario - organisation 1"
ok "and back" desk customer change mario@casa.example --organisation "Serramenti Rossi" --main-address mario@rossi.example --remove-address mario@casa.example
lines_are "the same, and his addresses" "rectified administrator $mario - organisation,main-address,addresses 3"
ok "one of the staff" desk staff change luca.neri@desk.example.it --name "Luca De Neri" --queue assistenza
lines_are "is a person too" "rectified administrator $luca - name,queues 2"
printf 'nome;indirizzo\nCarla Neri Bruni;carla@rossi.example\n' >"$T/desk/people.csv"
ok "from a spreadsheet" desk customer import "$T/desk/people.csv"
lines_are "as by hand" "rectified administrator $carla - name 1"
desk customer change nessuno@altrove.example --name X >/dev/null 2>&1
desk customer change carla@rossi.example --name X --language xx >/dev/null 2>&1
lines_are "what is refused is no line"

# --- two that are one

from casa@gmail.example "Stampante" 'Da casa la stampante non va.'
from due@gmail.example "Scanner" 'Lo scanner graffia.'
casa=$(person casa@gmail.example) two=$(person due@gmail.example)
new_lines
answers anna.verdi@desk.example.it
last=$(desk_sql "SELECT o.id FROM outbox o WHERE template = 'notification' AND ticket_id = 1 AND recipient LIKE 'anna%'")
desk_sql "SELECT CAST(bytes AS TEXT) FROM outbox_raw WHERE outbox_id = $last" >"$T/mail"
address=$(mail_part "$T/mail" address:Reply-To) answered=$(mail_part "$T/mail" Message-ID) subject=$(mail_part "$T/mail" Subject)
extension=$(extension_of "$address")
anna '#cliente mario@rossi.example'
anna_id=$(person anna.verdi@desk.example.it)
lines_are "a line of each, with who said so" "rectified staff:$anna_id $casa - merged-into $mario" \
    "rectified staff:$anna_id $mario - merged $casa"
ok "on the command line" desk customer merge due@gmail.example mario@rossi.example
lines_are "too" "rectified administrator $two - merged-into $mario" "rectified administrator $mario - merged $two"

# --- shown to who asked

from carla@rossi.example "Vetro" 'Il vetro è rotto.'
new_lines
from mario@rossi.example "STATO HT00001" ' '
lines_are "his ticket" "accessed customer:$mario $mario 1 status 1"
from carla@rossi.example "STORICO HT00001" ' '
lines_are "his colleague reads what he said" "accessed customer:$carla $mario 1 history 1"
from carla@rossi.example "ELENCO" ' '
lines_are "all of the firm's: whose they are" "accessed customer:$carla $mario - list 2" "accessed customer:$carla $carla - list 1"
from carla@rossi.example "SALDO" ' '
lines_are "hours" "accessed customer:$carla $carla - balance 0"
from zeno@altrove.example "Ciao" 'Una domanda diversa da tutte.'
new_lines
from zeno@altrove.example "STORICO HT00001" ' '
from zeno@altrove.example "STATO HT00001" ' '
from zeno@altrove.example "AIUTO" ' '
lines_are "whoever is shown nothing is no line"

# --- a colleague whose data are restricted

ok "restrict" desk privacy restrict mario@rossi.example
lines_are "is a line" "restricted administrator $mario - asked 0"
from carla@rossi.example "ELENCO" ' '
lines_are "his are not shown any more" "accessed customer:$carla $carla - list 1"
last_mail list carla@rossi.example
unlike "in no word" "$(body)" 'Stampante|HT00001'
ok "lift" desk privacy lift mario@rossi.example

# --- all of it, and for good

is "of him, and of those that he was" "$(desk privacy register mario@rossi.example --json | grep -o '"word":"merged-into"' | wc -l)" 2
like "in words" "$(desk privacy register mario@rossi.example)" "accessed +customer +person $mario by $carla HT00001 history \(1\)"
like "for a spreadsheet" "$(desk privacy register --csv)" ";rectified;administrator;$mario;;;;\"?name,language\"?;2"
before=$(desk_sql "SELECT count(*) FROM register WHERE what IN ('accessed', 'rectified')")
ok "erase him" desk privacy erase --quiet mario@rossi.example
is "the lines stay" "$(desk_sql "SELECT count(*) FROM register WHERE what IN ('accessed', 'rectified')")" "$before"
is "without his name" "$(desk_sql "SELECT group_concat(word) FROM register" | grep -ci 'mario\|rossi\|casa')" 0
for change in "UPDATE register SET at = 0" "DELETE FROM register" "REPLACE INTO register (id, at, what, actor) VALUES (1, 1, 'accessed', 'clock')"; do
    like "never: $change" "$(as_desk sqlite3 "$DB" "$change" 2>&1)" 'append-only'
done
desk_holds
