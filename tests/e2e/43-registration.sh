#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Who may become a customer, what a queue requires, and what waits in quarantine
# (FAULTS 36).
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3
plan 36

number=0
# give FROM TO SUBJECT TEXT [EXTENSION [HEADER]]: a mail.
give() {
    number=$((number + 1))
    {
        [ -z "${6:-}" ] || printf '%s\n' "$6"
        printf 'From: %s\nTo: %s\nSubject: %s\nMessage-ID: <%s@e2e.example>\n\n%s\n' "$1" "$2" "$3" \
            "$number" "$4"
    } | deliver "$1" "$2" "${5:-}"
}
mails_to() { # RECIPIENT
    desk_sql "SELECT group_concat(template) FROM (SELECT template FROM outbox WHERE recipient = '$1' ORDER BY id)"
}
# token_of ID: what stands after the + in the Reply-To of that mail.
token_of() {
    desk outbox show --raw "$1" | sed -n 's/.*<assistenza+\([a-z2-7]*\)@.*/\1/p'
}

new_desk 9
sed -i -e 's/registration = "open"/registration = "register"/' \
    -e 's/name = "info";/& registration = "closed";/' \
    -e 's/desk = {/&terms_version = "2026-3"; privacy_version = "5";/' \
    -e 's/name = "support";/& registration = "open"; required = ("luogo", "allegato");/' "$CONF"
ok "the staff" add_staff
ok "the configuration is good" desk show settings

# --- register

number=0
give mario@cliente.example assistenza@desk.example.it "Preventivo" "Vorrei un sito."
give mario@cliente.example assistenza@desk.example.it "Ancora" "Dimenticavo: con le foto."
is "an unknown sender gets the terms once" "$(mails_to mario@cliente.example)" terms
is "no ticket is opened" "$(desk_sql "SELECT count(*) FROM ticket")" 0
is "his messages are held" "$(desk_sql "SELECT count(*) FROM held")" 2
is "he is pending" "$(desk_sql "SELECT state FROM person WHERE role = 'customer'")" pending
token=$(token_of "$(desk_sql "SELECT id FROM outbox WHERE template = 'terms'")")
is "he was given both, by version" "$(desk_sql "SELECT group_concat(what || ' ' || word) FROM register")" \
    "terms-given 2026-3,notice-given 5"
like "the terms have a token" "$token" '^[a-z2-7]{20,}$'
sed -i -e 's/automatic_hourly_desk/automatic_hourly_unknown = 10; automatic_hourly_desk/' "$CONF"
ok "he accepts" give mario@cliente.example assistenza@desk.example.it "Re: Prima di cominciare" \
    "Mario Rossi, Rossi srl, 02 123456" "$token"
is "with the version of the terms" "$(desk_sql "SELECT word FROM register WHERE what = 'terms-accepted'")" 2026-3
is "which is confirmed" "$(mails_to mario@cliente.example)" "terms,registered"
is "the staff are told" "$(mails_to anna.verdi@desk.example.it)" notification
like "what he wrote" "$(desk outbox show "$(desk_sql "SELECT max(id) FROM outbox
    WHERE recipient = 'anna.verdi@desk.example.it'")")" "Rossi srl"
ok "activate" desk customer activate mario@cliente.example
is "he is told once a message" "$(mails_to mario@cliente.example)" "terms,registered,activated,activated"
is "what he wrote first is a ticket" "$(desk_sql "SELECT text FROM entry ORDER BY id LIMIT 1")" "Vorrei un sito."
is "nothing is held any more" "$(desk_sql "SELECT count(*) FROM held")" 0
is "his acceptance is no ticket" "$(desk_sql "SELECT count(*) FROM entry WHERE text LIKE '%srl%'")" 0
is "it is in the journal" "$(desk_sql "SELECT count(*) FROM event WHERE what = 'accepted'")" 1
unlike "twice is refused" "$(desk customer activate mario@cliente.example 2>&1)" '^customer'
give giulia@altrove.example assistenza@desk.example.it "Ciao" "Chi siete?"
ok "refuse" desk customer refuse --reason "Lavoriamo solo con ditte." giulia@altrove.example
is "she is told" "$(mails_to giulia@altrove.example)" "terms,refused"
like "why" "$(desk outbox show "$(desk_sql "SELECT max(id) FROM outbox")")" "solo con ditte"

# --- closed, required

give carlo@fuori.example info@desk.example.it "Info" "Quanto costa?"
give carlo@fuori.example info@desk.example.it "Info" "Allora?"
is "closed: told once" "$(mails_to carlo@fuori.example)" not_customer
give dora@casa.example support@desk.example.it "Wifi" "Il wifi non va."
is "what is required is asked for" "$(mails_to dora@casa.example)" missing
like "by name" "$(desk outbox show "$(desk_sql "SELECT id FROM outbox WHERE template = 'missing'")")" '- luogo'
give dora@casa.example support@desk.example.it "Re: [EN00001] Wifi" "Luogo: via Roma 1"
is "and filled in by the answer" "$(desk_sql "SELECT place FROM ticket WHERE prefix = 'EN'")" "via Roma 1"

# --- quarantine

give verify@service.example support@desk.example.it "Verify" "Click here" "" "X-Spam-Flag: YES"
give mario@cliente.example support@desk.example.it "Guasto" "La caldaia perde acqua." "" "X-Spam-Flag: YES"
tickets=$(desk_sql "SELECT count(*) FROM ticket")
like "spam waits" "$(desk quarantine list)" '^2 messages'
first=$(desk_sql "SELECT min(id) FROM message WHERE class = 'spam'")
ok "drop" desk quarantine drop "$first"
like "it is gone" "$(desk quarantine list)" '^1 message$'
ok "release" desk quarantine release $((first + 1))
is "is a ticket now" "$(desk_sql "SELECT count(*) FROM ticket")" $((tickets + 1))
is "and confirmed" "$(desk_sql "SELECT class FROM message WHERE id = $((first + 1))")" person
is "each version is given once" "$(desk_sql "SELECT max(n) FROM (SELECT count(*) AS n FROM register
    GROUP BY person_id, what, word)")" 1
is "and it is known who has the notice" "$(desk_sql "SELECT count(*) FROM person WHERE privacy_told_at IS NULL
    AND id IN (SELECT person_id FROM register WHERE what = 'notice-given')")" 0
desk_holds
