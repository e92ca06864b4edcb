#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Everything that is held about somebody, in a folder for him (SPEC.md section 12, GDPR
# Art. 15 and 20): his messages as they came, archived ones too, his attachments, all
# data as JSON, an overview that he can read, a manifest; and nothing of other people.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=person.sh
. "${0%/*}/person.sh"
need_programs sqlite3 python3 faketime
plan 56

who=niccolo.ferrari@ditta.example
# give FROM TO SUBJECT [EXTENSION] <BODY: a mail, kept as $T/mail.N; without its
# trace fields it is what has to come out again.
give() {
    # A pipe makes a shell of its own: a variable would not count.
    echo >>"$T/mails"
    number=$(($(wc -l <"$T/mails")))
    {
        printf 'From: %s\nTo: %s\nSubject: %s\nMessage-ID: <%s@e2e.example>\nMIME-Version: 1.0\n' "$1" "$2" "$3" "$number"
        cat
    } >"$T/mail.$number"
    from=${1##*<}
    deliver "${from%>}" "${2%%+*}" "${4:-}" <"$T/mail.$number"
}
# in_folder WORD...: where in what was exported.
in_folder() {
    as_desk python3 "$TOOLS/traces.py" "$T/desk/out" "$@"
}
check() {
    as_desk python3 "$TOOLS/export_check.py" "$T/desk/out" "$@"
}
of_data() { # an expression on `d`
    as_desk python3 -c "import json, sys
d = json.load(open('$T/desk/out/data.json'))
print($1)"
}
export_to() { # FOLDER...
    export_folder=$1
    shift
    desk privacy export --folder "$export_folder" "$who" "$@"
}
registered() {
    desk_sql "SELECT count(*) FROM register WHERE what = 'exported'"
}

new_desk 9
ok "the staff" add_staff
desk organisation add "Ditta snc" >/dev/null
ok "he" desk customer add --name "Niccolò Ferrari" --address $who --organisation "Ditta snc" --language it
ok "his colleague" desk customer add --name "Luigi Bruni" --address luigi.bruni@ditta.example --organisation "Ditta snc"

give "=?utf-8?Q?Niccol=C3=B2_Ferrari?= <$who>" assistenza@desk.example.it "Caldaia" <<MAIL
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

$(printf 'La caldaiamurale perde.\n' | base64)
--b
Content-Type: image/png; name="../../foto.png"
Content-Transfer-Encoding: base64
Content-Disposition: attachment

$(printf '\211PNG\r\n\032\n zaffiroverde' | base64)
--b--
MAIL
token=$(token_to anna.verdi@desk.example.it HT00001)
text '#ore 1:30 caldaiamurale\n#spesa 12,50 valvola chiesta da Luigi Bruni\n\nHo sentito LUIGI BRUNI <luigi.bruni@ditta.example>: guardo la pompanera.' |
    give "Anna Verdi <anna.verdi@desk.example.it>" "assistenza+$token@desk.example.it" "Re: [HT00001] Caldaia" "$token"
text '#nota\n\nnotasegreta: è nervoso.' |
    give "Anna Verdi <anna.verdi@desk.example.it>" "assistenza+$token@desk.example.it" "Re: [HT00001] Caldaia" "$token"
text 'luigidice uno, sulla sua.' | give "Luigi Bruni <luigi.bruni@ditta.example>" assistenza@desk.example.it "Re: [HT00001] Caldaia"
text 'luigidice due, sulla mia.' | give "Luigi Bruni <luigi.bruni@ditta.example>" assistenza@desk.example.it "Stampantediluigi"
text 'Da me fa ortensiablu.' | give "Niccolò Ferrari <$who>" assistenza@desk.example.it "Re: [HT00002] ripeto"
text 'doradice: il gatto.' | give "Dora Neri <dora@casa.example>" assistenza@desk.example.it "Gattodidora"
text 'Quarta: tubodirame archiviato.\n\nFrom qui in poi\n>From' | give "Niccolò Ferrari <$who>" info@desk.example.it "Archiviata"
text 'CHIUDI' | give "Niccolò Ferrari <$who>" info@desk.example.it "Re: [IN00001] Archiviata"
ok "archive" at $(($(date +%s) + 4 * 86400)) desk archive
is "one is in the archive" "$(desk_sql "SELECT count(*) FROM ticket WHERE archived_at IS NOT NULL")" 1

# --- how much there is

like "a dry run counts" "$(desk privacy export --dry-run $who)" 'would be exported: [0-9]+ files'
is "and writes no line in the register" "$(registered)" 0
unlike "without a folder it is refused" "$(desk privacy export $who 2>&1)" 'is exported'
unlike "staff are not exported" "$(desk privacy export --folder "$T/desk/out" anna.verdi@desk.example.it 2>&1)" 'is exported'
as_desk mkdir "$T/desk/there"
like "a folder that is there is not written to" "$(export_to "$T/desk/there" 2>&1)" 'name a new folder'
is "nothing is in it" "$(ls "$T/desk/there")" ""
is "nor in the register" "$(registered)" 0

# --- the folder

like "export" "$(export_to "$T/desk/out")" 'person [0-9]+ is exported'
is "is whole, with his four mails as they came" "$(check "$T/mail.1" "$T/mail.6" "$T/mail.8" "$T/mail.9")" \
    "3 tickets 4 messages 1 attachments"
is "it is in the register" "$(registered)" 1
is "his attachment" "$(tail -c 12 "$T/desk/out/attachments/"*foto.png)" zaffiroverde
is "whose name is no path" "$(find "$T/desk/out/attachments" -type f | wc -l)" 1
like "an overview in his language" "$(cat "$T/desk/out/LEGGIMI.txt")" 'I Suoi dati personali'
like "with his tickets" "$(cat "$T/desk/out/LEGGIMI.txt")" 'HT00001 .*Caldaia'
is "in 80 columns" "$(awk 'length > 80' "$T/desk/out/LEGGIMI.txt")" ""
is "who he is" "$(of_data "d['person']['name'], d['person']['addresses'], d['person']['organisation']")" \
    "Niccolò Ferrari ['$who'] Ditta snc"
is "what was said on his ticket" "$(of_data "[e['by'] for e in d['tickets'][0]['entries']]")" "['you', 'desk']"
is "his words" "$(of_data "d['tickets'][0]['entries'][0]['text'].strip()")" "La caldaiamurale perde."
is "the desk's, without the colleague" "$(of_data "d['tickets'][0]['entries'][1]['text'].strip()")" \
    "Ho sentito *** <***>: guardo la pompanera."
is "hours and money" "$(of_data "(d['tickets'][0]['work'][0]['minutes'], d['tickets'][0]['costs'][0]['cents'], d['tickets'][0]['costs'][0]['description'])")" \
    "(90, 1250, 'valvola chiesta da ***')"
is "of the colleague's ticket his own word alone" \
    "$(of_data "[(t['yours'], 'subject' in t, len(t['entries'])) for t in d['tickets'] if t['ticket'] == 'HT00002']")" "[(False, False, 1)]"
is "what is left out is counted" "$(of_data "d['left_out']")" \
    "{'internal_notes': 1, 'written_by_others': 1, 'messages_not_found': 0}"
for word in caldaiamurale zaffiroverde ortensiablu tubodirame pompanera; do
    like "there is: $word" "$(in_folder "$word")" "$word"
done
for word in luigidice doradice notasegreta luigi.bruni@ditta.example "Luigi Bruni" dora@casa.example Gattodidora Stampantediluigi; do
    is "there is not: $word" "$(in_folder "$word")" ""
done

# --- what fails leaves nothing

as_desk rm -r "$T/desk/out"
as_desk cp "$(find "$T/desk/state/archive" -name '*.gz')" "$T/desk/saved.gz"
archived=$(find "$T/desk/state/archive" -name '*.gz')
as_desk sh -c "printf x >'$archived'"
unlike "a damaged archive" "$(export_to "$T/desk/out" 2>&1)" 'is exported'
ok "leaves no folder" test ! -e "$T/desk/out"
as_desk rm "$archived"
like "one that is elsewhere is told" "$(export_to "$T/desk/out")" '2 messages of his NOT FOUND'
as_desk cp "$T/desk/saved.gz" "$archived"
as_desk rm -r "$T/desk/out"

# --- it answers a request of his

ok "a request by letter" desk privacy request --right export $who
like "is answered" "$(export_to "$T/desk/out" --request 1)" 'is exported'
is "and done" "$(desk_sql 'SELECT result FROM privacy_request')" "done"
is "which the export of the next time has" "$(desk privacy register --json $who | grep -c '"request":1')" 1
like "the list says when" "$(desk privacy list --all)" '1  export .* on 20.*done'
like "as CSV too" "$(desk privacy list --all --csv)" '^1;export;'

# --- the month

ok "another request" desk privacy request --right rectify $who
like "check: there is time" "$(desk check 2>&1)" 'ok +privacy +1 open request about'
soon=$(($(date +%s) + 26 * 86400))
like "check: it is nearly over" "$(at $soon desk check 2>&1)" 'warning +privacy +request 2 .*rectify.* has to be answered by'
late=$(($(date +%s) + 33 * 86400))
like "check: it is over" "$(at $late desk check 2>&1)" 'error +privacy +request 2 .* is not answered'
like "and the list" "$(at $late desk privacy list)" 'rectify .* OVERDUE'
is "in 80 columns" "$(desk privacy list --all | sed 's/…/./g' | awk 'length > 80')" ""
desk_holds
