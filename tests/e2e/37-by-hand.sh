#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The staff's commands on the command line: the same table, the same checks and the
# same mails as by mail; all lines or none.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=staff.sh
. "${0%/*}/staff.sh"
need_programs sqlite3 python3
plan 27

new_desk 9
ok "the staff" add_staff
printf 'From: Mario <mario@cliente.example>\nTo: assistenza@desk.example.it\nSubject: Stampante\nMessage-ID: <1@cliente.example>\n\nNon parte.\n' |
    deliver mario@cliente.example assistenza@desk.example.it

# by_hand ARGUMENT...: on HT00001; what it said is in $said, what it queued after $seen.
by_hand() {
    seen=$(desk_sql 'SELECT max(id) FROM outbox')
    said=$(desk ticket 'do' HT00001 "$@" 2>&1)
}
by_hand 'prendo entro 2099-12-03 18:00' priorita\ 2
like "what came of each line" "$said" '^#prendo entro 2099-12-03 18:00: presa in carico'
like "and of the other" "$said" '^#priorita 2: priorità: 2$'
is "taken in charge, by nobody of them" "$(ticket "state || priority || coalesce(assignee_id, '-')")" waiting_input2-
is "he is told, and all the staff; no receipt" "$(mails)" "notification:anna.verdi notification:luca.neri taken:mario"
is "the journal says who" "$(desk_sql "SELECT DISTINCT actor FROM event WHERE what IN ('state', 'priority') AND was <> ''")" administrator
by_hand --as luca.neri@desk.example.it '#prendo'
is "for Luca" "$(ticket assignee_id)" 2
by_hand --text 'Quale stampante?' chiedi
is "a question, and Luca knows" "$(mails)" "notification:luca.neri question:mario"
last_mail question mario@cliente.example
like "in words" "$(body)" '^Quale stampante\?$'
like "of the desk" "$(mail_part "$T/mail" From)" '^Rossi Assistenza '
by_hand --as luca.neri@desk.example.it --text 'Provi adesso.' 'stato in esecuzione'
last_mail status_changed mario@cliente.example
like "of Luca" "$(body)" '^Provi adesso\.$'

# --- all or none

by_hand 'priorita 0' 'stato archiviato'
is "a line that cannot be" "$?" 1
like "says why" "$said" 'si può passare a: '
is "nothing is done" "$(ticket priority)" 2
is "nothing is sent" "$(mails)" ""
by_hand 'chiud'
like "a word that is none" "$said" '#chiudi'
by_hand 'ore 1:00'
like "hours are somebody's" "$said" '\-\-as'
by_hand --as luca.neri@desk.example.it 'ore 1:00 cavo'
is "Luca's" "$(desk_sql "SELECT staff_id || ':' || minutes FROM work_log")" 2:60
by_hand --language en close
like "in English" "$said" '^#close: closed$'
is "closed" "$(ticket state)" "done"
by_hand 'chiudi'
like "not twice" "$said" 'nothing was done'
by_hand 'riapri'
is "open again" "$(ticket state)" in_progress
like "and JSON" "$(desk ticket 'do' HT00001 --json 'priorita 1')" '^\[\{"line":"#priorita 1"'
is "a ticket that is none" "$(desk ticket 'do' HT99999 chiudi >"$T/none" 2>&1; echo $?)" 1

# --- the desk's own words

mkdir -p "$T/desk/templates/it"
printf 'status = { suspended = "In pausa"; };\n' >"$T/desk/templates/it/words.conf"
chmod -R go+rX "$T/desk/templates"
sed -i 's/desk = {/&templates = "templates";/' "$CONF"
like "show states has them" "$(desk show states)" '^suspended +In pausa$'
by_hand 'stato in pausa'
is "and so have the lines" "$(ticket state)" suspended
desk_holds
