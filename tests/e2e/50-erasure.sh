#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Somebody is erased (SPEC.md section 12): of his name, his address and his words no
# byte is left in any file of the desk, in whatever encoding; other people's data,
# hours and money are what they were.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=person.sh
. "${0%/*}/person.sh"
need_programs sqlite3 python3 faketime
plan 67

# give FROM TO SUBJECT [EXTENSION [HEADER]] <BODY: a mail of today.
give() {
    # In a file: a pipe has a shell of its own.
    number=$(($(cat "$T/number" 2>/dev/null || echo 0) + 1))
    echo "$number" >"$T/number"
    {
        [ -z "${5:-}" ] || printf '%b\n' "$5"
        printf 'From: %s\nTo: %s\nSubject: %s\nMessage-ID: <%s@e2e.example>\nMIME-Version: 1.0\n' "$1" "$2" "$3" "$number"
        cat
    } >"$T/mail.$number"
    from=${1##*<}
    deliver "${from%>}" "${2%%+*}" "${4:-}" <"$T/mail.$number"
}
later() { # DAYS COMMAND...: of the desk
    later_at=$(($(date +%s) + $1 * 86400))
    shift
    at $later_at desk "$@"
}
# traces WORD...: where they are found.
traces() {
    as_desk python3 "$TOOLS/traces.py" "$T/desk/state" "$@"
}
# what others have: all of their rows, as text.
others() {
    desk_sql "SELECT m.id, m.sender, m.subject, hex(r.bytes) FROM message m LEFT JOIN raw r ON r.message_id = m.id
        WHERE m.sender = 'dora@casa.example' ORDER BY 1;
        SELECT e.id, e.text FROM entry e JOIN ticket t ON t.id = e.ticket_id JOIN address a ON a.person_id = t.requester_id
        WHERE a.address = 'dora@casa.example' ORDER BY 1;
        SELECT t.prefix, t.number, t.subject, t.state FROM ticket t JOIN address a ON a.person_id = t.requester_id
        WHERE a.address = 'dora@casa.example' ORDER BY 1, 2;
        SELECT p.name, a.address FROM person p JOIN address a ON a.person_id = p.id
        WHERE a.address NOT LIKE 'niccolo%' AND a.address NOT LIKE 'fabio%' ORDER BY 2;
        SELECT recipient, subject FROM outbox WHERE recipient = 'dora@casa.example' ORDER BY id"
}
ledger() {
    desk_sql "SELECT * FROM ledger ORDER BY id; SELECT id, ticket_id, minutes, charged, kind, day FROM work_log ORDER BY id;
        SELECT id, cents FROM cost ORDER BY id"
}

# Who he is, and what nobody else ever says.
who="niccolo.ferrari@ditta.example"
words="caldaiamurale zaffiroverde pompanera ortensiablu tubodirame"
set_retention() {
    sed -i "s/\"accounts [0-9]*\"/\"accounts $1\"/" "$CONF"
}

start_sink sink
new_desk "$SINK_PORT"
set_retention 0
ok "the staff" add_staff
desk organisation add "Ditta snc" >/dev/null
ok "he and his colleague" desk customer add --name "Niccolò Ferrari" --address "$who" --organisation "Ditta snc"
desk customer add --name "Luigi Bruni" --address luigi.bruni@ditta.example --organisation "Ditta snc" >/dev/null

# --- he writes: encoded headers, HTML, a file with his name

give "=?utf-8?Q?Niccol=C3=B2_Ferrari?= <$who>" assistenza@desk.example.it "=?utf-8?B?$(printf 'caldaiamurale ferma' | base64)?=" <<MAIL
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

$(printf 'La caldaiamurale perde zaffiroverde.\nNiccolò Ferrari, tel. 02 123456\n' | base64)
--c
Content-Type: text/html; charset=utf-8

<p>La <b>caldaiamurale</b> perde zaffiroverde.</p><p>Niccol&ograve;&nbsp;Ferrari</p>
--c--
--b
Content-Type: image/png; name*=utf-8''foto%20di%20Niccol%C3%B2%20Ferrari.png
Content-Transfer-Encoding: base64
Content-Disposition: attachment

$(printf '\211PNG\r\n\032\n zaffiroverde' | base64)
--b--
MAIL
is "his ticket" "$(desk_sql 'SELECT count(*) FROM ticket')" 1

# --- Anna answers, quotes him, logs work; he answers again

token=$(token_to anna.verdi@desk.example.it HT00001)
text '#ore 1:30 caldaiamurale di Niccolò Ferrari\n\nGentile Niccolò Ferrari, guardo la pompanera.\n\nIl giorno lun 23 nov 2026 Niccolò Ferrari ha scritto:\n> La caldaiamurale perde\n> zaffiroverde.' |
    give "Anna Verdi <anna.verdi@desk.example.it>" "assistenza+$token@desk.example.it" "Re: [HT00001] caldaiamurale" "$token"
is "Anna logged work" "$(desk_sql 'SELECT sum(minutes) FROM work_log')" 90
text '#boh la caldaiamurale\n\nNiccolò Ferrari ha la pompanera.' |
    give "Anna Verdi <anna.verdi@desk.example.it>" "assistenza+$token@desk.example.it" "Re: [HT00001] caldaiamurale" "$token"
text '#nota\n\nIl sig. FERRARI NICCOLO è nervoso: pompanera.' |
    give "Anna Verdi <anna.verdi@desk.example.it>" "assistenza+$token@desk.example.it" "Re: [HT00001] caldaiamurale" "$token"
text 'Anche il tubodirame.\n\n> guardo la pompanera' |
    give "NICCOLO FERRARI <Niccolo.Ferrari@Ditta.example>" assistenza@desk.example.it "Re: [HT00001] caldaiamurale"

# --- his colleague writes on it too, and quotes him; so does he on his colleague's

text 'Confermo quello che dice Niccolò\nFerrari: luigidice uno.\n\n> Anche il tubodirame.\n' |
    give "Luigi Bruni <luigi.bruni@ditta.example>" assistenza@desk.example.it "Re: [HT00001] caldaiamurale" "" "Cc: $who"
text 'La mia stampante: luigidice due.' |
    give "Luigi Bruni <luigi.bruni@ditta.example>" assistenza@desk.example.it "Stampante di Luigi"
text 'Da me fa ortensiablu.' | give "Niccolò Ferrari <$who>" assistenza@desk.example.it "Re: [HT00002] Stampante di Luigi"
printf 'Content-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n<p>Sì luigidice tre.</p><blockquote><p>Da me fa ortens=\niablu.</p></blockquote><p>Niccol=F2 Ferr=\nari</p>\n' |
    give "Luigi Bruni <luigi.bruni@ditta.example>" assistenza@desk.example.it "Re: [HT00002] Stampante di Luigi"

# --- a stranger to him names him, in several ways

printf 'Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: base64\n\n%s\n' "$(printf 'Lo sa Niccol\362 Ferrari, giuliadice uno.' | base64)" |
    give "Giulia Costa <giulia@altrove.example>" assistenza@desk.example.it "=?iso-8859-1?Q?Per_Niccol=F2_Ferrari?="
text 'Scrivete a Niccolo.Ferrari@DITTA.example o mailto:niccolo.ferrari%40ditta.example, giuliadice due.' |
    give "Giulia Costa <giulia@altrove.example>" assistenza@desk.example.it "Re: [HT00003] Per" "" "X-Bounces-To: <bounce+niccolo.ferrari=ditta.example@liste.example>"
# ... and one has nothing to do with all that.
text 'Il mio gatto non stampa: una riga qualunque.\n> una citazione' | give "Dora Neri <dora@casa.example>" assistenza@desk.example.it "Gatto"

# --- closed and archived: his, Giulia's; and a bounce of a mail to him

text 'Quarta: tubodirame archiviato.' | give "Niccolò Ferrari <$who>" info@desk.example.it "Archiviata zaffiroverde"
text 'CHIUDI' | give "Niccolò Ferrari <$who>" info@desk.example.it "Re: [IN00001] Archiviata"
text 'Quinta: Niccolò Ferrari sa, giuliadice tre.' | give "Giulia Costa <giulia@altrove.example>" info@desk.example.it "Altra"
text 'CHIUDI' | give "Giulia Costa <giulia@altrove.example>" info@desk.example.it "Re: [IN00002] Altra"
text 'Sesta: il gatto archiviato.' | give "Dora Neri <dora@casa.example>" info@desk.example.it "Gatto bis"
text 'CHIUDI' | give "Dora Neri <dora@casa.example>" info@desk.example.it "Re: [IN00003] Gatto bis"
ok "archive" later 4 archive
is "three files" "$(find "$T/desk/state/archive" -name '*.gz' | wc -l)" 3
ok "some of the mail leaves" send_all
text 'Un ultimo tubodirame.' | give "Niccolò Ferrari <$who>" assistenza@desk.example.it "Re: [HT00001] caldaiamurale"

# --- the search finds what there is to find

for word in "$who" "Niccolò Ferrari" "Ferrari Niccolo" "Niccolo Ferrari" $words; do
    like "before: $word" "$(traces "$word")" "$word"
done
like "in the archive too" "$(traces "$who" zaffiroverde)" 'archive.*mbox.gz: zaffiroverde'
others >"$T/others.before"
ledger >"$T/ledger.before"
cat "$T/desk/state/archive"/*/IN00003.mbox.gz >"$T/dora.before"

# --- a hold keeps him; a dry run says what would be

sqlite_tickets="SELECT count(*) FROM ticket WHERE erased_at IS NOT NULL"
ok "dry run" desk privacy erase --dry-run "$who"
like "says what would go" "$(desk privacy erase --dry-run "$who")" 'goes +2 tickets'
is "and erases nothing" "$(desk_sql "$sqlite_tickets")" 0
is "nor restricts" "$(desk_sql "SELECT count(*) FROM person WHERE restriction IS NOT NULL")" 0
unlike "staff are not erased" "$(desk privacy erase anna.verdi@desk.example.it 2>&1)" 'is erased'

# --- erased

ok "erase" desk privacy erase "$who"
is "his two tickets have no words" "$(desk_sql "$sqlite_tickets")" 2
is "one mail to him is to be sent" "$(desk_sql "SELECT template FROM outbox WHERE recipient = '$who'")" privacy_erased
start_sender
ok "it leaves" wait_until desk_sql_is "SELECT count(*) FROM outbox WHERE state IN ('due', 'sending') AND next_at < strftime('%s', 'now') + 3600" 0
like "it says so" "$(cat "$T"/sink/*)" 'abbiamo cancellato i Suoi dati'
ok "and cron takes the rest" desk privacy retention
for word in "$who" "Niccolò Ferrari" "Ferrari Niccolò" "Niccolo Ferrari" "Ferrari Niccolo" $words; do
    is "after: $word" "$(traces "$word")" ""
done
is "other people's data is what it was" "$(others)" "$(cat "$T/others.before")"
is "hours and money too" "$(ledger)" "$(cat "$T/ledger.before")"
ok "an archive without him is the same file" cmp "$T/desk/state/archive"/*/IN00003.mbox.gz "$T/dora.before"
is "what others said is there" "$(traces luigidice giuliadice | sed 's/:.*//' | sort -u | tr '\n' ' ')" \
    "archive/$(date +%Y)/IN00002.mbox.gz sportello.db "
is "all that Luigi said" "$(desk_sql "SELECT count(*) FROM entry WHERE text LIKE '%luigidice%'")" 3
is "no erasure is left open" "$(desk_sql "SELECT count(*) FROM erasure WHERE step <> 'done'")" 0
is "it is in the register" "$(desk_sql "SELECT what FROM register WHERE what = 'erased'")" erased
desk_holds

# --- what has to be kept, until it has not: work was charged (art. 2220)

set_retention 3650
text 'Settima: pompanera fatturata.' | give "Fabio Sala <fabio.sala@privato.example>" assistenza@desk.example.it "Fatturata"
text 'Ottava: ortensiablu non fatturata.' | give "Fabio Sala <fabio.sala@privato.example>" info@desk.example.it "Altro ancora"
code=$(desk_sql "SELECT printf('%s%05d', prefix, number) FROM ticket WHERE subject = 'Fatturata'")
token=$(token_to anna.verdi@desk.example.it "$code")
text '#ore 2:00 lavoro\n#chiudi\n\nFatto.' |
    give "Anna Verdi <anna.verdi@desk.example.it>" "assistenza+$token@desk.example.it" "Re: [$code] Fatturata" "$token"
ledger >"$T/ledger.before"
ok "a hold on a person" desk privacy hold fabio.sala@privato.example --reason "causa in corso" --until 2040-01-01
like "keeps him" "$(desk privacy erase fabio.sala@privato.example 2>&1)" 'causa in corso'
ok "until it is lifted" desk privacy unhold 1
like "a dry run says what stays and why" "$(desk privacy erase --dry-run fabio.sala@privato.example)" "stays +$code, work was charged"
like "erased in part" "$(desk privacy erase fabio.sala@privato.example)" 'erased in part'
is "he is restricted" "$(desk_sql "SELECT restriction FROM person WHERE name = 'Fabio Sala'")" accounts
ok "the mails leave" wait_until desk_sql_is "SELECT count(*) FROM outbox WHERE state IN ('due', 'sending') AND next_at < strftime('%s', 'now') + 3600" 0
ok "the rest" desk privacy retention
is "what nobody has to keep is gone" "$(traces ortensiablu)" ""
like "the other is kept" "$(traces pompanera)" pompanera
like "he is told until when" "$(cat "$T"/sink/*)" "$code: fino al"
ok "nine years later" later 3285 privacy retention
like "it is still kept" "$(traces pompanera)" pompanera
ok "eleven years later" later 4015 privacy retention
for word in fabio.sala@privato.example "Fabio Sala" pompanera ortensiablu; do
    is "gone: $word" "$(traces "$word")" ""
done
is "hours and money are what they were" "$(ledger)" "$(cat "$T/ledger.before")"
is "in the register" "$(desk_sql "SELECT group_concat(what) FROM (SELECT what FROM register WHERE person_id =
    (SELECT max(person_id) FROM register WHERE what = 'partly-erased') ORDER BY id)")" \
    "terms-given,notice-given,hold,hold-lifted,restricted,restricted,partly-erased,restricted,erased"
desk_holds
