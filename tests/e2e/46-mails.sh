#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Every mail that leaves: each template in both languages, and what a desk really
# queued in a day on which almost everything happens.  Python's strictest parser has
# no complaint, nor have SpamAssassin's own rules; invitations are read by icalendar,
# and a second new date is the same event, later.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=staff.sh
. "${0%/*}/staff.sh"
need_programs sqlite3 python3 spamassassin
# Debian's icalendar belongs to Debian's Python, which need not be the first one.
python=
for one in python3 /usr/bin/python3; do
    [ -n "$python" ] || ! "$one" -c 'import icalendar' 2>/dev/null || python=$one
done
[ -n "$python" ] || skip_all "python3-icalendar is not installed: run ./bootstrap as root"
plan 13

new_desk 9
sed -i -e 's/^    automatic_hourly_desk/    flood_hourly = 100000; automatic_hourly_unknown = 100; automatic_daily_unknown = 100; message_size_limit = "64 KB"; dpo = "dpo@desk.example.it";\n&/' "$CONF"
# Three queues that want something before they begin.
sed -i -e 's/^queues = (/&\n    { name = "chiusa"; title = "Riservata"; prefix = "CH"; addresses = ("chiusa@desk.example.it"); registration = "closed"; },\n    { name = "nuovi"; title = "Nuovi clienti"; prefix = "NU"; addresses = ("nuovi@desk.example.it"); registration = "register"; },\n    { name = "luoghi"; title = "Qualità e più"; prefix = "LU"; addresses = ("luoghi@desk.example.it"); required = ("luogo", "allegato"); },/' "$CONF"
ok "the staff" desk staff add --name "Anna Verdi" --address anna.verdi@desk.example.it --queue assistenza \
    --queue support --queue chiusa --queue nuovi --queue luoghi

# --- each template, with the examples

mkdir "$T/previews"
for language in it en; do
    for template in "$SP_SOURCE/templates/$language"/*.txt; do
        name=${template##*/}
        desk template preview --raw --language $language "${name%.txt}" >"$T/previews/${name%.txt}.$language" ||
            echo "$name: exit status $?"
    done
done >"$T/previews.log" 2>&1
is "each template makes a mail" "$(cat "$T/previews.log")" ""
checked=$("$python" "$TOOLS/check_mail.py" --files "$T"/previews/*)
like "the strict parser has no complaint" "$checked" '^[0-9]{2,} mails, 0 complaints$'
diag "$checked"
clean=$(python3 "$TOOLS/spam_check.py" "$T" "$T"/previews/*)
like "SpamAssassin finds them clean" "$clean" '^[0-9]{2,} mails, 0 not clean$'
diag "$clean"

# --- a day on which almost everything happens

mails=0
# give FROM TO SUBJECT TEXT [FIELD...]
give() {
    give_from=$1 give_to=$2 give_subject=$3 give_text=$4
    shift 4
    mails=$((mails + 1))
    {
        [ $# -eq 0 ] || printf '%s\n' "$@"
        printf 'From: %s\nTo: %s\nSubject: %s\nMessage-ID: <%s@mails.example>\n' "$give_from" "$give_to" \
            "$give_subject" "$mails"
        printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\n%b\n' "$give_text"
    } >"$T/given"
    give_extension=""
    case $give_to in *+*) give_extension=$(extension_of "$give_to") ;; esac
    deliver "$(printf '%s' "$give_from" | sed 's/.*<//; s/>.*//')" "$give_to" "$give_extension" <"$T/given"
}
# reply_to RECIPIENT TEMPLATE: the address to answer that mail to.
reply_to() {
    last_mail "$2" "$1" && mail_part "$T/mail" address:Reply-To
}
# day LANGUAGE ADDRESS ...: the words of the language follow, in the order of their use.
day() {
    lang=$1 to=$2
    mario="Mario Ròssi d'Àmico <mario.$lang@cliente.example>"
    give "$mario" "$to" "$3" "$4"
    answers anna.verdi@desk.example.it || fail "$lang: no notification"
    anna "$5"
    anna "$6\n#copia giulia.$lang@altrove.example\n$4"
    anna "$6\n$4"
    give "$mario" "$(reply_to "mario.$lang@cliente.example" new_date)" "Re: x" "$7"
    anna "$8\n$4"
    anna "#chiud"
    anna "$4"
    anna "$9"
    shift 9
    for day_word in "$@"; do
        give "$mario" "$(reply_to "mario.$lang@cliente.example" confirmation)" "$day_word" "$lang $day_word: perché no?"
        give "$mario" "$to" "$day_word" ""
    done
    give "Sconosciuto Molto Lungo di Nome e di Cognome e di Titoli <chi.$lang@altrove.example>" "$to" \
        "Un oggetto che non finisce più, con parole lunghissime e accenti: perché, però, così, più, là, giù, qui è tutto" \
        "$(printf 'parola%.0s ' $(seq 1 60))"
    give "Anna Verdi <anna.verdi@desk.example.it>" "$to" "x" "#chiudi"
}
{
    day it assistenza@desk.example.it "Stampante ferma: perché?" \
        "La stampante del primo piano non parte, è ferma da questa mattina; c'è un odore strano." \
        '#prendo entro 2099-12-03 18:00' '#stato nuova data 2099-12-10 10:00' 'Va bene così, grazie a tutti.' \
        '#chiedi' '#chiudi' AIUTO STATO ELENCO STORICO SALDO ANNUNCI RIAPRI CHIUDI RECLAMO ANNULLA Privacy "Privacy esporta"
    desk staff add --name "Zoë Grün" --address zoe@desk.example.it --language en --queue support
    day en support@desk.example.it "The printer is broken" \
        "The printer on the first floor does not start; it has been off since this morning and smells." \
        '#take by 2099-12-03 18:00' '#status new date 2099-12-10 10:00' 'That is fine with me, thank you all.' \
        '#ask' '#close' HELP STATUS LIST HISTORY BALANCE NEWS REOPEN CLOSE COMPLAINT CANCEL Privacy "Privacy export"
    give "Ugo <ugo@fuori.example>" chiusa@desk.example.it "Info" "Quanto costa?"
    give "Ada <ada@fuori.example>" nuovi@desk.example.it "Info" "Vorrei un sito nuovo per la mia bottega."
    give "Ada <ada@fuori.example>" "$(reply_to ada@fuori.example terms)" "Re: x" "Ada Bassi, Bassi srl, 02 123456"
    desk customer activate ada@fuori.example
    give "Ivo <ivo@fuori.example>" nuovi@desk.example.it "Info" "Chi siete e che cosa fate per le scuole?"
    desk customer refuse --reason "Lavoriamo solo con ditte." ivo@fuori.example
    give "Ida <ida@fuori.example>" luoghi@desk.example.it "Caldaia" "La caldaia perde acqua e fa un rumore forte."
    give "Ida <ida@fuori.example>" luoghi@desk.example.it "Caldaia" "La caldaia perde acqua e fa un rumore forte. Aiuto!"
    {
        printf 'From: Ida <ida@fuori.example>\nTo: luoghi@desk.example.it\nSubject: Foto\nMessage-ID: <foto@fuori.example>\n'
        printf 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nEcco le foto del tetto.\n--b\n'
        printf 'Content-Type: image/jpeg; name="tetto.jpg"\nContent-Transfer-Encoding: base64\n\n'
        head -c 90000 /dev/zero | base64
        printf -- '--b--\n'
    } | deliver ida@fuori.example luoghi@desk.example.it
} >"$T/day.log" 2>&1
is "the day passes without an error" "$(grep -v '^staff \|^customer \|^[a-z.]*@' "$T/day.log" | grep -iE 'error|status|fail')" ""
kinds=$(desk_sql "SELECT count(DISTINCT template) FROM outbox")
diag "$kinds kinds: $(desk_sql "SELECT group_concat(DISTINCT template) FROM outbox")"
ok "most kinds of mail went out" test "$kinds" -ge 24
ok "the customers' in both languages" desk_sql_is "SELECT count(*) >= 14 FROM (SELECT template FROM outbox
    GROUP BY template HAVING count(DISTINCT language) = 2)" 1
checked=$("$python" "$TOOLS/check_mail.py" --outbox "$DB")
like "the strict parser has no complaint of them" "$checked" '^[0-9]{3,} mails, .* 0 complaints$'
diag "$checked"
like "invitations: to both, and a second new date is the same event, later" "$checked" ' 4 invitations, 4 with a later date,'
mkdir "$T/queued"
"$python" "$TOOLS/check_mail.py" --one-of-each "$DB" "$T/queued"
clean=$(python3 "$TOOLS/spam_check.py" "$T" "$T"/queued/*)
like "SpamAssassin finds them clean" "$clean" '^[0-9]{2,} mails, 0 not clean$'
diag "$clean"

# --- the checks can fail

printf 'From: Paul <a@b.example>\nTo: c@d.example\nSubject: =?utf-8?q?x?= y\n z\nMessage-ID: <1>\nDate: x\n\n{{name}}\n' >"$T/bad"
like "a bad mail has complaints" "$("$python" "$TOOLS/check_mail.py" --files "$T/bad")" '^1 mails, [1-9][0-9]* complaints$'
{
    printf 'From: "PRINCE" <x@y.example>\nTo: undisclosed-recipients:;\nSubject: URGENT ASSISTANCE: YOUR 15,000,000 DOLLARS!!!\n\n'
    printf 'Dear beneficiary, million dollars, viagra, click here http://1.2.3.4/x to claim your inheritance.\n'
} >"$T/bad"
like "SpamAssassin knows a bad one" "$(python3 "$TOOLS/spam_check.py" "$T" "$T/bad")" '^1 mails, 1 not clean$'
desk_holds
