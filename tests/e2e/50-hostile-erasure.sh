#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Others name him, quote him, forward him and attach him in every way that mail has
# (tools/hostile_mails.py), and he stands in everything else that the desk stores: when
# he is erased no byte of it is left, and everybody else's words are.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=person.sh
. "${0%/*}/person.sh"
need_programs sqlite3 python3 faketime
plan 80

who=niccolo.ferrari@ditta.example
mkdir "$T/mails"
cases=$(python3 "$TOOLS/hostile_mails.py" "$T/mails" | wc -l)
# give FROM TO SUBJECT [EXTENSION [FIELD]] <BODY
give() {
    echo >>"$T/given"
    {
        [ -z "${5:-}" ] || printf '%s\n' "$5"
        printf 'From: %s\nTo: %s\nSubject: %s\nMessage-ID: <%s@e2e.example>\nMIME-Version: 1.0\n' "$1" "$2" "$3" "$(($(wc -l <"$T/given")))"
        printf 'Content-Type: text/plain; charset=UTF-8\n\n'
        cat
    } >"$T/mail"
    from=${1##*<}
    deliver "${from%>}" "${2%%+*}" "${4:-}" <"$T/mail"
}
traces() {
    as_desk python3 "$TOOLS/traces.py" "$T/desk/state" "$@"
}
gone() { # every spelling, and his words
    for word in "$who" niccolo@xn--per-ena.example "niccolo@però.example" "Niccolò Ferrari" "Ferrari Niccolò" \
        "Niccolo Ferrari" "Ferrari Niccolo" "Ferrari, Niccolo" "Niccolo' Ferrari" "Ferrari;Niccolò" "N. Ferrari" \
        Niccolo_Ferrari FERRARI_NICCOLO niccolo-ferrari NiccoloFerrari "niccolo.ferrari (at) ditta.example" \
        "niccolo.ferrari [at] ditta.example" ditta.example=niccolo.ferrari niccolo.ferrari=ditta.example \
        niccolo.ferrari_ditta.example "niccolo.ferrari chiocciola" caldaiamurale "perde acqua da ieri" \
        "degli altri colleghi" zaffiroverde pompanera; do
        is "$1 no: $word" "$(traces "$word")" ""
    done
}
ledger() {
    desk_sql "SELECT * FROM ledger ORDER BY id; SELECT id, ticket_id, minutes, charged, kind, day FROM work_log ORDER BY id;
        SELECT id, cents FROM cost ORDER BY id; SELECT id, organisation_id, person_id, minutes FROM estimate LEFT JOIN consent USING (id)"
}

new_desk 9
sed -i -e 's/desk = {/& flood_hourly = 10000; automatic_hourly_unknown = 100;/; s/"accounts [0-9]*"/"accounts 0"/' "$CONF"
ok "the staff" add_staff
printf 'name,address,organisation\nNiccolò Ferrari,%s,Niccolò Ferrari & C. snc\n' $who >"$T/desk/people.csv"
desk organisation add "Niccolò Ferrari & C. snc" >/dev/null
ok "he comes from a spreadsheet" desk customer import "$T/desk/people.csv"
ok "with another address" desk customer change $who --add-address "niccolo@xn--per-ena.example"
as_desk rm "$T/desk/people.csv"
desk organisation change "Niccolò Ferrari & C. snc" --contact $who >/dev/null
desk supplier add --name "Idraulico di Niccolò Ferrari" --address idraulico@fornitori.example >/dev/null
desk package add "Niccolò Ferrari & C. snc" --hours 10 --title "Pacchetto di Niccolò Ferrari" >/dev/null

# --- he writes; he stands in notes, work, costs, estimates, reminders, copies

python3 -c "import sys; sys.path.insert(0, '$TOOLS'); import hostile_mails; print(hostile_mails.LINES)" |
    give "Niccolò Ferrari <$who>" assistenza@desk.example.it "zaffiroverde rotto: si viene presto?"
token=$(token_to anna.verdi@desk.example.it HT00001)
printf '#ore 1:30 da Niccolò Ferrari\n#spesa 12,50 per Ferrari Niccolo\n#preventivo 3:00 da N. Ferrari\n#promemoria +2g chiamare Niccolò Ferrari\n#copia luca@casa.example\n\nCaro Niccolò Ferrari, zaffiroverde.\n' |
    give "Anna Verdi <anna.verdi@desk.example.it>" "assistenza+$token@desk.example.it" "Re: [HT00001]" "$token"
printf '#fornitore idraulico@fornitori.example\n\nPer Niccolò Ferrari.\n' |
    give "Anna Verdi <anna.verdi@desk.example.it>" "assistenza+$token@desk.example.it" "Re: [HT00001]" "$token"
printf '#ore molte pompanera\n\nCaro Niccolò Ferrari, pompanera.\n' |
    give "Anna Verdi <anna.verdi@desk.example.it>" "assistenza+$token@desk.example.it" "Re: [HT00001] zaffiroverde rotto: si viene presto?" "$token"
printf 'Caro Niccolò Ferrari.\n' |
    give "Anna Verdi <anna.verdi@desk.example.it>" "assistenza@desk.example.it" "Re: [HT00001] zaffiroverde rotto: si viene presto?"
is "all of that is there" "$(desk_sql "SELECT (SELECT count(*) FROM work_log) || (SELECT count(*) FROM cost) || (SELECT count(*) FROM estimate) || (SELECT count(*) FROM reminder)")" 1111
give "Dora Neri <dora@casa.example>" assistenza@desk.example.it "Gatto" <<MAIL
doradice una riga che resta
MAIL
token=$(token_to anna.verdi@desk.example.it HT00002)
printf '#ore 0:30 come da Ferrari Niccolò\n#promemoria +3g sentire %s\n\nNe parlo con NICCOLO FERRARI.\n' $who |
    give "Anna Verdi <anna.verdi@desk.example.it>" "assistenza+$token@desk.example.it" "Re: [HT00002]" "$token"

# --- the others, some of them archived; spam; who waits for a decision; a notice

sent=0
for mail in "$T/mails"/*.eml; do
    deliver giulia@altrove.example assistenza@desk.example.it <"$mail" && sent=$((sent + 1))
done
is "all are taken" "$sent" "$cases"
give "Giulia Costa <giulia@altrove.example>" info@desk.example.it "Archiviata" <<MAIL
giuliaarchivia scrive anche lei una riga

Da: Niccolò Ferrari <$who>
Oggetto: zaffiroverde rotto: si viene presto?

$(python3 -c "import sys; sys.path.insert(0, '$TOOLS'); import hostile_mails; print(hostile_mails.LINES)")
MAIL
echo CHIUDI | give "Giulia Costa <giulia@altrove.example>" info@desk.example.it "Re: [IN00001] Archiviata"
ok "one is archived" at $(($(date +%s) + 4 * 86400)) desk archive
echo "comprate da Niccolò Ferrari" | give "Spam <spam@altrove.example>" info@desk.example.it "Per Niccolò Ferrari" "" "X-Spam-Flag: YES"
printf 'Salve Niccolò Ferrari.\n' | as_desk "$T/bin/sportello" -c "$CONF" announce --title "Auguri a Niccolò Ferrari" >/dev/null 2>&1
ok "a hold on a ticket of another" desk privacy hold HT00002 --reason "lite con Niccolò Ferrari" --until 2040-01-01
ok "which is over" desk privacy unhold 1
is "a notice, an alarm or not" "$(desk_sql "SELECT count(*) FROM announcement")" 1
ok "cron" desk office-hours
for word in "$who" "Niccolò Ferrari" NiccoloFerrari niccolo@xn--per-ena.example caldaiamurale zaffiroverde; do
    like "before: $word" "$(traces "$word")" "$word"
done
ledger >"$T/ledger"
desk_sql "SELECT id, state, requester_id = 1 FROM ticket ORDER BY id" >"$T/tickets"

# --- erased, and read all through

ok "erase" desk privacy erase --quiet $who
as_desk sqlite3 "$DB" "UPDATE outbox SET state = 'sent', done_at = 1 WHERE state IN ('due', 'sending', 'held')"
ok "what waited has left; cron" desk privacy retention
is "it is done" "$(desk_sql "SELECT count(*) FROM erasure WHERE step <> 'done'")" 0
gone "after:"
number=0
while [ "$number" -lt "$cases" ]; do
    number=$((number + 1))
    word=$(printf 'giulia%02d' "$number")
    [ -n "$(traces "$word")" ] || echo "$word"
done >"$T/lost"
is "every word of Giulia's is there" "$(cat "$T/lost")" ""
like "and Dora's" "$(traces "doradice una riga che resta")" 'sportello.db'
like "and in the archive" "$(traces giuliaarchivia)" 'archive'
is "hours and money are exact" "$(ledger)" "$(cat "$T/ledger")"
is "every ticket stands as it did" "$(desk_sql "SELECT id, state, requester_id = 1 FROM ticket ORDER BY id")" "$(cat "$T/tickets")"
ok "the search finds Giulia" desk search giulia01
desk_holds

# --- a copy made before is a copy: but one made after has nothing

ok "a backup" desk backup "$T/desk/state/copy.db"
gone "in the backup:"
as_desk rm "$T/desk/state/copy.db"
ok "twice is refused" sh -c "! '$T/bin/sportello' -c '$CONF' privacy erase 3 2>/dev/null"
