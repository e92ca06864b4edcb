#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A conversation of five messages between a customer in mutt and a staff member in
# neomutt, both driven in a terminal, through the desk and a real Postfix both ways.
# It stays one thread in both clients; the customer sees the desk's address with the
# staff member's name, and never a token of the staff.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=clients.sh
. "${0%/*}/clients.sh"
need_postfix
need_programs sqlite3 tmux mutt neomutt
plan 30

route_desk_mail
client_mailbox mario mario@cliente.example
client_mailbox anna anna.verdi@desk.example.it
install_programs
start_postfix
new_desk "$SMTP_PORT"
desk staff add --name "Anna Verdi" --address anna.verdi@desk.example.it --queue assistenza >/dev/null
start_sender
new_client mario mutt mario@cliente.example "Mario Rossi"
new_client anna neomutt anna.verdi@desk.example.it "Anna Verdi"

# arrives NAME TEXT: a mail with that text is in his folder.
arrives() {
    wait_until mail_with "$1" "$2"
}

# --- the five messages

must "1. the customer writes" client_writes mario assistenza@desk.example.it "Stampante ferma è un guaio" \
    "Buongiorno, la stampante del primo piano è ferma."
must "the desk confirms it" arrives mario HT00001
must "the staff is told" arrives anna "la stampante del primo piano"
notification=$(mail_with anna "la stampante del primo piano")

must "2. the staff answers" client_answers anna "$notification" "Ha provato a spegnerla e riaccenderla?"
must "the customer gets it" arrives mario "Ha provato a spegnerla"
answer=$(mail_with mario "Ha provato a spegnerla")
is "from the desk's address" "$(mail_part "$answer" address:From)" assistenza@desk.example.it
like "with the staff member's name" "$(mail_part "$answer" name:From)" 'Anna Verdi'
like "his mail in References" "$(mail_part "$answer" References)" \
    "$(mail_part "$(mail_with mario 'Buongiorno, la stampante')" Message-ID | sed 's/[^A-Za-z0-9]/./g')"
unlike "without the quoted notification" "$(mail_part "$answer" body)" '^> '

must "3. the customer answers" client_answers mario "$answer" "Fatto, ma lampeggia la spia rossa."
must "the staff gets it" arrives anna "lampeggia la spia rossa"
question=$(mail_with anna "lampeggia la spia rossa")
like "with the customer's name" "$(mail_part "$question" name:From)" 'Mario Rossi'
like "from the desk's address" "$(mail_part "$question" address:From)" '^assistenza@desk.example.it$'
like "a token address to answer to" "$(mail_part "$question" address:Reply-To)" \
    '^assistenza\+[a-z2-7]{36}@desk.example.it$'

must "4. the staff answers" client_answers anna "$question" "Allora il toner è finito: ne porto uno domani."
must "the customer gets it" arrives mario "ne porto uno domani"
must "5. the customer answers" client_answers mario "$(mail_with mario "ne porto uno domani")" "Perfetto, vi aspetto al primo piano."
must "the staff gets it" arrives anna "vi aspetto al primo piano"

# --- what both have now

is "it is one ticket" "$(desk_sql 'SELECT count(*) FROM ticket')" 1
is "with the five messages" "$(desk_sql 'SELECT group_concat(kind) FROM (SELECT kind FROM entry ORDER BY id)')" \
    customer,staff,customer,staff,customer

for person in mario anna; do
    # shellcheck disable=SC2046 # the files are words
    threads=$(python3 "$TOOLS/threads.py" $(mail_of $person))
    is "$person: one thread by References and In-Reply-To" "$(echo "$threads" | wc -l)" 1
    folded=$(client_threads $person)
    is "$person: one thread in his mail program" "$(echo "$folded" | wc -l)" 1
    is "$person: all his messages are in it" "$(wc -l <"$T/index.$person")" "$(mail_of $person | wc -l)"
done

# tokens NAME: what stands after a + in an address of the desk, in all his mail.
tokens() {
    # shellcheck disable=SC2046 # the files are words
    for tokens_file in $(mail_of "$1"); do
        mail_part "$tokens_file" all
    done | grep -Eo 'assistenza\+[a-z2-7]{36}' | sort -u
}
tokens mario >"$T/tokens.mario"
tokens anna >"$T/tokens.anna"
ok "the staff has tokens" test -s "$T/tokens.anna"
is "none of them is in a mail of the customer's" "$(comm -12 "$T/tokens.mario" "$T/tokens.anna")" ""
is "nothing was bounced" "$(maillog 'status=bounced')" 0
desk_holds
