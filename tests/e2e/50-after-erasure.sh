#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Erasures that are not alone: on a ticket that two persons share, in its archive; while
# a restriction is on; twice, and killed in between; of somebody whose address is part
# of another's, or was merged; of one who is kept in part; and who writes again.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=person.sh
. "${0%/*}/person.sh"
need_programs sqlite3 python3 faketime
plan 75

number=0
# give FROM SUBJECT TEXT [EXTENSION]: a mail.
give() {
    number=$((number + 1))
    printf 'From: %s\nTo: info@desk.example.it\nSubject: %s\nMessage-ID: <%s@e2e.example>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\n%b\n' \
        "$1" "$2" "$number" "$3" >"$T/mail.$number"
    give_from=${1##*<}
    deliver "${give_from%>}" info@desk.example.it "${4:-}" <"$T/mail.$number"
}
traces() {
    as_desk python3 "$TOOLS/traces.py" "$T/desk/state" "$@"
}
person() { # ADDRESS
    desk_sql "SELECT person_id FROM address WHERE address = '$1'"
}
code_of() { # SUBJECT
    desk_sql "SELECT printf('%s%05d', prefix, number) FROM ticket WHERE subject = '$1'"
}
mails_leave() {
    as_desk sqlite3 "$DB" "UPDATE outbox SET state = 'sent', done_at = 1 WHERE state IN ('due', 'sending')"
}
gone() { # WHO WORD...
    gone_who=$1
    shift
    for word in "$@"; do
        is "$gone_who: no $word" "$(traces "$word")" ""
    done
}
set_accounts() {
    sed -i "s/\"accounts [0-9]*\"/\"accounts $1\"/" "$CONF"
}

new_desk 9
sed -i -e 's/desk = {/& flood_hourly = 10000; duplicate_hours = 0; automatic_hourly_unknown = 100;/' "$CONF"
set_accounts 0
ok "the staff" add_staff
desk organisation add "Ditta snc" >/dev/null
ok "two of a firm" desk customer add --name "Mario Rossi" --address mario@rossi.example --organisation "Ditta snc"
desk customer add --name "Luigi Bruni" --address luigi@rossi.example --organisation "Ditta snc" >/dev/null
ok "one whose address has the other's in it" desk customer add --name "Ugo Rossini" --address dimario@rossi.example
ok "and another" desk customer add --name "Elia Rossigni" --address mario@rossi.example.org

# --- a ticket that two share, archived

give "Luigi Bruni <luigi@rossi.example>" "Portone" 'luigidice che il portone cigola da ieri.'
code=$(code_of Portone)
give "Mario Rossi <mario@rossi.example>" "Re: [$code] Portone" 'mariodice che la cerniera del portone è rotta.'
give "Luigi Bruni <luigi@rossi.example>" "Re: [$code] Portone" 'luigiaggiunge che ha ragione.\n\nIl giorno lun 2 nov 2026 Mario Rossi ha scritto:\n> mariodice che la cerniera del portone è rotta.'
token=$(token_to anna.verdi@desk.example.it "$code")
give "Anna Verdi <anna.verdi@desk.example.it>" "Re: [$code] Portone" '#nota\n\nMario Rossi (mario@rossi.example) paga tardi: notadice.' "$token"
give "Luigi Bruni <luigi@rossi.example>" "Re: [$code] Portone" CHIUDI
give "Ugo Rossini <dimario@rossi.example>" "Altro" 'rossinidice: scrivete a dimario@rossi.example, non a mario@rossi.example.'
give "Elia Rossigni <mario@rossi.example.org>" "Terzo" 'rossignidice: mario@rossi.example.org è il mio indirizzo.'
give "Mario Rossi <mario@rossi.example>" "Mia" 'mariodice anche questo: la mia finestra.'
ok "archive" at $(($(date +%s) + 4 * 86400)) desk archive
like "both are in the file" "$(traces mariodice)" 'archive/.*mbox.gz'

# --- erased while a restriction is on

mails_leave
ok "he is restricted" desk privacy restrict mario@rossi.example
give "Mario Rossi <mario@rossi.example>" "Re: [$(code_of Mia)] Mia" 'mariodice ancora, da limitato.'
old=$(person mario@rossi.example)
ok "and erased all the same" desk privacy erase mario@rossi.example
is "the mail that says so is due" "$(desk_sql "SELECT state FROM outbox WHERE template = 'privacy_erased'")" due
mails_leave
ok "cron" desk privacy retention
is "nothing is left to do" "$(desk_sql "SELECT count(*) FROM erasure WHERE step <> 'done'")" 0
gone "after" mariodice "Mario Rossi" "Rossi Mario"
is "his address is there as a part of others' alone" "$(as_desk sh -c "strings -n 6 '$DB' | grep -o '[a-z.]*mario@rossi[.]example[a-z.]*' |
    grep -v 'dimario@rossi.example\|mario@rossi.example.org'")" ""
for word in luigidice luigiaggiunge; do
    like "in the archive stands: $word" "$(traces "$word")" 'archive/.*mbox.gz'
done
for word in rossinidice rossignidice "Ugo Rossini" "Elia Rossigni" notadice; do
    like "there is still: $word" "$(traces "$word")" sportello.db
done
like "with the address that has his in it" "$(desk_sql "SELECT text FROM entry WHERE text LIKE 'rossini%'")" 'dimario@rossi\.example, non a \*\*\*'

# --- he writes again: he is new, and what was his is not his any more

give "Mario Rossi <mario@rossi.example>" "Re: [$(desk_sql "SELECT printf('%s%05d', prefix, number) FROM ticket WHERE requester_id = $old LIMIT 1")] Mia" 'nuovodice: buongiorno.'
new=$(person mario@rossi.example)
ok "he is somebody new" test "$new" -gt "$old"
is "with a ticket of his own" "$(desk_sql "SELECT count(*) FROM ticket WHERE requester_id = $new")" 1
is "the first one has no word of it" "$(desk_sql "SELECT count(*) FROM entry e JOIN ticket t ON t.id = e.ticket_id WHERE t.requester_id = $old AND e.text <> ''")" 0
is "he has an answer" "$(desk_sql "SELECT count(*) FROM outbox WHERE template = 'confirmation' AND person_id = $new")" 1
give "Mario Rossi <mario@rossi.example>" ELENCO ' '
is "and sees that ticket alone" "$(desk_sql "SELECT number FROM register WHERE what = 'accessed' AND person_id = $new")" 1
ok "a mail from before, again" deliver mario@rossi.example info@desk.example.it <"$T/mail.2"
is "comes to nothing" "$(traces 'mariodice')" ""
ok "he is erased again" desk privacy erase --quiet mario@rossi.example
mails_leave
ok "cron" desk privacy retention
gone "again" nuovodice "Mario Rossi"

# --- two that were made one

give "Zeno Gallo <zeno@gallo.example>" "Uno" 'zenodice da qui.'
give "Z. Gallo <zeno.gallo@casa.example>" "Due" 'zenodice da casa.'
merged=$(person zeno.gallo@casa.example)
ok "merge" desk customer merge zeno.gallo@casa.example zeno@gallo.example
ok "erase" desk privacy erase --quiet zeno@gallo.example
mails_leave
ok "cron" desk privacy retention
gone "merged" zeno@gallo.example zeno.gallo@casa.example "Zeno Gallo" zenodice
ok "by his old number he is not found either" sh -c "! '$T/bin/sportello' -c '$CONF' privacy erase $merged 2>/dev/null"

# --- kept in part: he writes again, and is answered

set_accounts 3650
give "Fabio Sala <fabio@sala.example>" "Lavoro" 'fabiodice: un lavoro.'
code=$(code_of Lavoro)
token=$(token_to anna.verdi@desk.example.it "$code")
give "Anna Verdi <anna.verdi@desk.example.it>" "Re: [$code] Lavoro" '#ore 1:00 lavoro\n#chiudi\n\nFatto.' "$token"
like "erased in part" "$(desk privacy erase --quiet fabio@sala.example)" 'in part'
mails_leave
give "Fabio Sala <fabio@sala.example>" "Di nuovo" 'fabionuovo: serve un altro lavoro.'
is "what he writes is a ticket" "$(desk_sql "SELECT count(*) FROM ticket WHERE subject = 'Di nuovo'")" 1
is "he and the staff are told" "$(desk_sql "SELECT group_concat(template) FROM (SELECT template FROM outbox
    WHERE ticket_id = (SELECT id FROM ticket WHERE subject = 'Di nuovo') ORDER BY template)")" confirmation,notification
like "what is kept of before is restricted" "$(desk ticket list)" "$code.*restricted"
unlike "the new one is not" "$(desk ticket list | grep 'Di nuovo')" restricted
ok "a link of the old ticket" give "Fabio Sala <fabio@sala.example>" "STORICO $code" ' '
is "shows nothing of it" "$(desk_sql "SELECT count(*) FROM outbox WHERE template = 'history'")" 0
like "and he is erased again" "$(desk privacy erase --quiet fabio@sala.example)" 'in part'
mails_leave
ok "cron" desk privacy retention
gone "in part, again" fabionuovo
like "what was kept is" "$(traces fabiodice)" sportello.db
ok "eleven years later" at $(($(date +%s) + 4015 * 86400)) desk privacy retention
gone "then" fabiodice fabio@sala.example "Fabio Sala"

# --- old mail of somebody who is restricted

give "Ida Conti <ida@conti.example>" "Idea" 'idadice: prima.'
ok "she is restricted" desk privacy restrict ida@conti.example
printf 'From ida@conti.example Mon Nov  2 10:00:00 2026\nFrom: Ida Conti <ida@conti.example>\nTo: info@desk.example.it\nDate: Mon, 3 Nov 2025 10:00:00 +0100\nSubject: Vecchia\nMessage-ID: <v1@e2e.example>\n\nidavecchia: da allora.\n\n' >"$T/desk/old.mbox"
desk ticket import "$T/desk/old.mbox" --queue info >"$T/import" 2>&1
like "her old mail is left out" "$(cat "$T/import")" '1 left out'
is "and stored nowhere" "$(traces idavecchia)" ""
like "what she has is erased, restricted as it is" "$(desk privacy erase --quiet ida@conti.example)" 'is erased'
mails_leave
ok "cron" desk privacy retention
gone "restricted" idadice ida@conti.example "Ida Conti"

# --- twice at once, killed in between, while mail comes

for round in 1 2 3 4 5 6; do
    give "Remo Villa <remo$round@villa.example>" "Giro $round" "remodice il giro $round di una cosa qualunque."
    as_desk "$T/bin/sportello" -c "$CONF" privacy erase --quiet remo$round@villa.example >/dev/null 2>&1 &
    one=$!
    as_desk "$T/bin/sportello" -c "$CONF" privacy erase --quiet remo$round@villa.example >/dev/null 2>&1 &
    two=$!
    give "Sara Longo <sara@longo.example>" "Intanto $round" "saradice il giro $round, mentre si cancella." &
    three=$!
    number=$((number + 1)) # the one before was counted in a shell of its own
    # One of the two, at some moment: its id is the shell's that runs it.
    [ $((round % 2)) -eq 0 ] || kill -KILL $one 2>/dev/null
    wait $one 2>/dev/null
    wait $two 2>/dev/null
    wait $three
done
for round in 1 2 3 4 5 6; do
    desk privacy erase --quiet remo$round@villa.example >/dev/null 2>&1
done
ok "cron finishes what was begun" desk privacy retention
mails_leave
ok "and again" desk privacy retention
gone "at once" remodice remo1@villa.example remo2@villa.example remo6@villa.example "Remo Villa"
is "what came meanwhile is there" "$(desk_sql "SELECT count(*) FROM entry WHERE text LIKE 'saradice%'")" 6
is "each erasure is done" "$(desk_sql "SELECT count(*) FROM erasure WHERE step <> 'done'")" 0
desk_holds
