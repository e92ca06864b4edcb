#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What customers ask for with one word: each sees his own, and changes his own.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3
plan 68

number=0
# write FROM SUBJECT [TEXT [MESSAGE-ID]]: a person's mail; its answer, if any, is in $T/answer.
write() {
    number=$((number + 1))
    write_last=$(desk_sql "SELECT coalesce(max(id), 0) FROM outbox")
    {
        printf 'From: %s\nTo: assistenza@desk.example.it\nSubject: %s\nMessage-ID: <%s@e2e.example>\n' "$1" "$2" "$number"
        [ -z "${4:-}" ] || printf 'In-Reply-To: %s\n' "$4"
        printf 'Content-Type: text/plain; charset=UTF-8\n\n%s\n' "${3:-}"
    } | deliver "$1" assistenza@desk.example.it || return 1
    write_id=$(desk_sql "SELECT min(id) FROM outbox WHERE id > $write_last AND recipient NOT LIKE '%desk.example.it'")
    : >"$T/answer"
    template=$(desk_sql "SELECT template || ' ' || recipient FROM outbox WHERE id = 0$write_id")
    [ -z "$write_id" ] || desk outbox show --raw "$write_id" >"$T/answer"
}
# step NAME FROM SUBJECT [TEXT [MESSAGE-ID]]: it is taken.  Not through ok, which is a subshell.
step() {
    step_name=$1
    shift
    if write "$@"; then pass "$step_name"; else fail "$step_name"; fi
}
said() {
    [ ! -s "$T/answer" ] || mail_part "$T/answer" body
}
# told: what the staff read first in their newest notification.
told() {
    desk outbox show --raw "$(desk_sql "SELECT max(id) FROM outbox WHERE template = 'notification'")" >"$T/told" &&
        mail_part "$T/told" body | sed -n '1,/^$/p'
}
state_of() {
    desk_sql "SELECT state FROM ticket WHERE number = $1"
}

new_desk 9
sed -i -e 's/^    automatic_hourly_desk/    dpo = "dpo@privacy.example"; automatic_hourly_known = 1000; automatic_hourly_desk/' "$CONF"
ok "the staff" add_staff
desk organisation add "Rossi srl" >/dev/null
ok "Mario and his colleague" desk customer add --name Mario --address mario@rossi.example \
    --address mario@casa.example --organisation "Rossi srl"
desk customer add --name Carla --address carla@rossi.example --organisation "Rossi srl" >/dev/null
desk customer add --name Giulia --address giulia@altrove.example >/dev/null

step "Mario writes" mario@rossi.example "Stampante" "La stampante non parte."
step "and again" mario@rossi.example "Posta" "La posta non arriva da stamattina alle nove."
step "Giulia too" giulia@altrove.example "Segreto" "La combinazione della cassaforte."

# --- what answers with data

step "STATO" mario@casa.example "STATO"
is "goes to the address on file" "$template" "status mario@rossi.example"
like "shows his" "$(said)" 'HT00001 +Stampante'
like "all of them" "$(said)" 'HT00002 +Posta'
unlike "and no others" "$(said)" 'HT00003|Segreto'
step "ELENCO of a colleague" carla@rossi.example "elenco aperti"
like "shows what is his organisation's" "$(said)" 'HT00001 +Stampante'
step "ELENCO chiusi" carla@rossi.example "ELENCO chiusi"
unlike "shows closed ones only" "$(said)" 'HT00001'
step "STATO with a number" mario@rossi.example "stato ht2"
like "shows that one" "$(said)" 'HT00002 +Posta'
unlike "only" "$(said)" 'HT00001'
step "STORICO" mario@rossi.example "STORICO HT00001"
like "has what was said" "$(said)" 'La stampante non parte'
step "STORICO of another's" mario@rossi.example "STORICO HT00003"
unlike "has nothing of it" "$(cat "$T/answer")" 'Segreto|cassaforte'
like "says that it is none of his" "$(said)" 'Suo nome non troviamo una richiesta HT00003'
others=$(said | sed 's/HT00003/HT00999/')
step "STORICO of none" mario@rossi.example "STORICO HT00999"
is "reads the same, so that nobody learns which there are" "$(said)" "$others"
step "SALDO" mario@rossi.example "Saldo"
is "is answered" "${template%% *}" balance
step "ANNUNCI" mario@rossi.example "Annunci"
is "is answered too" "${template%% *}" news
step "thanks for it" mario@rossi.example "Re: gli avvisi" "Grazie mille!" "$(mail_part "$T/answer" Message-ID)"
is "are not answered" "$template" ""
step "PRIVACY alone" mario@rossi.example "Privacy"
like "is answered with what there is" "$(said)" '^  PRIVACY ESPORTA '
is "none of them is a ticket" "$(desk_sql "SELECT count(*) FROM ticket")" 3
step "CONTESTO of nothing" mario@rossi.example "CONTESTO riga 2" "Non l'ho mai chiesto."
is "is a ticket" "$(state_of 4) ${template%% *}" "new confirmation"
like "that says why nothing is marked" "$(said)" 'Con CONTESTO si contestano le righe'
like "to the staff too" "$(told)" '^Il cliente scrive CONTESTO, ma'

# --- what changes something

step "CHIUDI of another's" giulia@altrove.example "CHIUDI HT00001"
is "changes nothing" "$(state_of 1)" new
step "CHIUDI" mario@rossi.example "CHIUDI HT00001"
is "closes" "$(state_of 1) ${template%% *}" "done closed"
like "the staff read what he did" "$(told)" '^Per il cliente è a posto'
step "RECLAMO without a word" mario@rossi.example "Reclamo HT00001"
is "changes nothing" "$(state_of 1) ${template%% *}" "done not_possible"
like "he is asked why" "$(said)" 'ci serve sapere perché'
unlike "and not told that it cannot be" "$(said)" 'non è possibile'
step "a thank-you" mario@rossi.example "Re: [HT00001] Stampante" "Perfetto, grazie Anna! 👍"
is "changes nothing either" "$(state_of 1) $template" "done "
like "the staff need do nothing" "$(told)" '^Il cliente ringrazia'
step "RECLAMO with an explanation" mario@rossi.example "Reclamo HT00001" "Non parte ancora."
is "disputes" "$(state_of 1) ${template%% *}" "disputed disputed"
like "the staff read that first" "$(told)" '^RECLAMO: '
step "CHIUDI of a complaint" mario@rossi.example "CHIUDI HT00001" "Va bene così."
like "is not his, but his words are passed on" "$(said)" '^Quello che ci ha scritto lo abbiamo passato'
like "with what he wanted" "$(told)" 'CHIUDI\.$'
step "RIAPRI of what is open" mario@rossi.example "RIAPRI HT00002"
is "is not possible" "${template%% *}" not_possible
like "and what is" "$(said)" 'CHIUDI HT00002'
step "ANNULLA in an answer" mario@rossi.example "Re: [HT00002] Posta" "ANNULLA
È tornata da sola."
is "cancels" "$(state_of 2)" cancelled
like "the staff read so" "$(told)" '^Il cliente ha annullato la richiesta'
step "a question with thanks" mario@rossi.example "Re: [HT00002] Posta" "Grazie. Quanto vi devo?"
is "reopens it" "$(state_of 2) ${template%% *}" "in_progress reopened"
like "the staff read so too" "$(told)" '^Il cliente ha riaperto la richiesta'

# --- personal data

step "PRIVACY" giulia@altrove.example "Privacy cancella"
is "is a ticket of its own kind" "$(desk_sql "SELECT category FROM ticket WHERE number = 5")" privacy
is "the DPO gets it" "$(desk_sql "SELECT count(*) FROM outbox WHERE recipient = 'dpo@privacy.example'")" 1
desk_holds
