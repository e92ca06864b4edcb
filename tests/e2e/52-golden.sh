#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The whole way of one ticket with a package, from the first mail to the official
# closing mail and the month's statement, as its people read it: every mail that
# comes in and every mail that leaves, in Italian, compared with the text in
# golden/pacchetto.txt.  The clock is faked; tokens are shown as TOKEN.
#
# When a mail is meant to read otherwise: SP_GOLDEN=write writes the file anew; read
# the difference before it is committed.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3 python3 faketime
plan 23

GOLDEN=$SP_SOURCE/tests/e2e/golden/pacchetto.txt
carla=carla@rossi.example
mario=mario@rossi.example
anna=anna.verdi@desk.example.it

# --- how it is written down

# shown: standard input, without tokens.
shown() {
    sed -E 's/\+[a-z2-7]{36}@/+TOKEN@/g; s/[[:space:]]+$//'
}
# scene TIME WHAT: the next thing that happens.
scene() {
    now=$1
    printf '\n================ %s: %s\n' "$1" "$2" >>"$T/story"
}
# leaves: every mail that was queued since the last time.
leaves() {
    for leaves_id in $(desk_sql "SELECT id FROM outbox WHERE id > $told ORDER BY id"); do
        desk outbox show --raw "$leaves_id" >"$T/mail" || return 1
        {
            printf '\n>>> %s\n' "$(desk_sql "SELECT template FROM outbox WHERE id = $leaves_id")"
            printf 'Da: %s\nA: %s\nOggetto: %s\n\n' "$(mail_part "$T/mail" name:From)" \
                "$(mail_part "$T/mail" To)" "$(mail_part "$T/mail" Subject)"
            mail_part "$T/mail" body
        } | shown >>"$T/story"
        told=$leaves_id
    done
}
# newest TEMPLATE RECIPIENT: into $T/mail, to be answered.
newest() {
    newest_id=$(desk_sql "SELECT max(id) FROM outbox WHERE template = '$1' AND recipient = '$2'")
    [ -n "$newest_id" ] && desk outbox show --raw "$newest_id" >"$T/mail"
}
number=0
# comes FROM SUBJECT EXTENSION IN-REPLY-TO TEXT: a mail comes in.
comes() {
    number=$((number + 1))
    {
        printf 'From: %s\nTo: Rossi Assistenza <assistenza@desk.example.it>\nSubject: %s\n' "$1" "$2"
        printf 'Message-ID: <%s@posta.example>\n' "$number"
        [ -z "$4" ] || printf 'In-Reply-To: %s\nReferences: %s\n' "$4" "$4"
        printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\n%s\n' "$5"
    } >"$T/in"
    printf '\n<<<\nDa: %s\nOggetto: %s\n\n%s\n' "$1" "$2" "$5" >>"$T/story"
    comes_from=${1#*<}
    at "$now" deliver "${comes_from%>}" assistenza@desk.example.it "$3" <"$T/in" && leaves
}
# answers TEMPLATE FROM TEXT: the newest such mail to him is answered.
answers() {
    answers_address=${2#*<}
    newest "$1" "${answers_address%>}" || return 1
    answers_to=$(mail_part "$T/mail" address:Reply-To)
    answers_to=${answers_to#*+}
    comes "$2" "Re: $(mail_part "$T/mail" Subject)" "${answers_to%@*}" "$(mail_part "$T/mail" Message-ID)" "$3"
}
# clicks WORD TEMPLATE FROM: the link below that word in the newest such mail to him.
clicks() {
    clicks_address=${3#*<}
    newest "$2" "${clicks_address%>}" || return 1
    clicks_link=$(mail_part "$T/mail" body | grep -A 1 "^$1:\$" | tail -n 1 | tr -d '<>')
    clicks_token=${clicks_link#*+}
    clicks_subject=$(printf '%s' "${clicks_link#*subject=}" | python3 -c 'import sys, urllib.parse
print(urllib.parse.unquote(sys.stdin.read()))')
    comes "$3" "$clicks_subject" "${clicks_token%%@*}" "" ""
}
# runs JOB: what cron does.
runs() {
    printf '\n(cron: sportello %s)\n' "$1" >>"$T/story"
    at "$now" desk "$1" && leaves
}

# --- the desk

new_desk 9
sed -i -e 's/^    name = "Rossi/    tariff = "ordinaria"; reopening_hours = 72; response_minutes = 240; name = "Rossi/' "$CONF"
cat >>"$CONF" <<'CONF'
tariffs = { ordinaria = { unit = 15; first_hour = "60.00"; next_hour = "60.00"; divisible = true; }; };
CONF
desk staff add --name "Anna Verdi" --address $anna --queue assistenza >/dev/null
desk organisation add "Serramenti Rossi srl" >/dev/null
desk customer add --name "Mario Rossi" --address $mario --organisation "Serramenti Rossi srl" --language it >/dev/null
desk customer add --name "Carla Neri" --address $carla --organisation "Serramenti Rossi srl" --language it >/dev/null
desk organisation change "Serramenti Rossi srl" --contact $mario >/dev/null
ok "Serramenti Rossi have ten hours" at "2026-11-02 08:30" desk package add "Serramenti Rossi srl" \
    --hours 10:00 --title "Pacchetto 10 ore" --until 2027-11-01
told=$(desk_sql "SELECT coalesce(max(id), 0) FROM outbox")
: >"$T/story"
# step NAME COMMAND...: not through ok, which is a subshell.
step() {
    step_name=$1
    shift
    if "$@" >"$T/step.log" 2>&1; then pass "$step_name"; else fail "$step_name" "$(cat "$T/step.log")"; fi
}

# --- the story

scene "2026-11-02 09:05" "Carla chiede"
step "Carla asks" comes "Carla Neri <$carla>" "Le fatture non si stampano" "" "" \
    "Buongiorno,
da stamattina il gestionale non stampa più le fatture: la finestra si
apre e si chiude da sola.

Carla Neri"
scene "2026-11-02 09:20" "Anna prende in carico"
step "Anna takes it in charge" answers notification "Anna Verdi <$anna>" "#prendo entro 2026-11-03 18:00"
scene "2026-11-02 10:00" "Anna chiede di approvare un preventivo"
step "an estimate" answers notification "Anna Verdi <$anna>" "#preventivo 2:00 Aggiornamento del gestionale e prova di stampa"
scene "2026-11-02 10:40" "Mario approva con un clic"
step "is approved" clicks Sì estimate "Mario Rossi <$mario>"
scene "2026-11-02 11:00" "Anna ha una domanda"
step "a question" answers notification "Anna Verdi <$anna>" "#chiedi
Gentile Carla, quale versione del gestionale compare in basso a sinistra?

Anna"
scene "2026-11-02 11:15" "Carla risponde"
step "is answered" answers question "Carla Neri <$carla>" "La 8.2."
scene "2026-11-02 15:30" "Anna ha lavorato, e lo dice a Carla"
step "work" answers notification "Anna Verdi <$anna>" "#ore 1:20 aggiornamento alla versione 8.4
#spesa 12,50 licenza del modulo di stampa
Ho aggiornato il gestionale: può riprovare?

Anna"
scene "2026-11-03 09:00" "Carla conferma e Anna chiude"
step "it works" answers staff_reply "Carla Neri <$carla>" "Ora stampa, ma il logo manca."
step "closed" answers notification "Anna Verdi <$anna>" "#ore 0:15 ripristinato il logo
#chiudi
Ho rimesso anche il logo.

Anna"
scene "2026-11-03 11:30" "Il logo è sbagliato: Carla riapre"
step "reopened" answers closed "Carla Neri <$carla>" "Il logo è quello vecchio."
scene "2026-11-03 12:00" "Anna lo cambia, e corregge le prime ore"
step "a correction" answers notification "Anna Verdi <$anna>" "#ore 0:10 logo nuovo
#ore /1 1:00
#chiudi
Ora il logo è quello nuovo.

Anna"
scene "2026-11-03 12:20" "Carla ringrazia"
step "thanks" answers closed "Carla Neri <$carla>" "Grazie mille!"
scene "2026-11-06 12:10" "Passate 72 ore, il riepilogo"
step "the official mail" runs archive
scene "2026-12-01 06:20" "L'estratto conto di novembre"
step "the statement" runs statements

# --- what it comes to

is "the ticket is in the archive" "$(desk_sql "SELECT state || ' ' || outcome FROM ticket")" "archived resolved"
is "its messages are in a file" "$(as_desk sh -c "zcat '$T'/desk/state/archive/2026/HT00001.mbox.gz | grep -c '^From '")" 12
is "the balance is the ledger's" "$(desk_sql "SELECT sum(minutes) FROM ledger WHERE account_id = 1")" 510
is "Carla reads a balance in the official mail only" "$(desk_sql "SELECT count(*) FROM outbox o JOIN outbox_raw r ON r.outbox_id = o.id
    WHERE o.recipient = '$carla' AND CAST(r.bytes AS TEXT) LIKE '%estano%' AND o.template <> 'summary'")" 0
if [ "${SP_GOLDEN:-}" = write ]; then
    tail -n +2 "$T/story" >"$GOLDEN"
    diag "$GOLDEN is written anew"
fi
tail -n +2 "$T/story" >"$T/told"
is "the story is as it was" "$(diff "$GOLDEN" "$T/told")" ""
is "in 80 columns, but for links" "$(grep -v mailto: "$T/told" | awk 'length > 80')" ""
unlike "no token is shown" "$(cat "$T/told")" '\+[a-z2-7]{36}@'
desk_holds
