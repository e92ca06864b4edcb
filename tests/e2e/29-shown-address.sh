#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The signed address of a staff member that outsiders have seen proves nothing any more
# (FAULTS 29): whoever shows it, wherever it stands; nobody else can bring that about,
# and no message is lost by it.  A real Postfix, with OpenDKIM and OpenDMARC.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=identity.sh
. "${0%/*}/identity.sh"
need_identity
need_programs sqlite3
plan 50

route_desk_mail
install_programs
start_milters
start_postfix
new_desk 9
sed -i -e 's/^    automatic_hourly_desk/    automatic_hourly_unknown = 100; automatic_daily_unknown = 100;\n&/' "$CONF"
ok "the staff" add_staff

DESK=assistenza@desk.example.it
ANNA=anna.verdi@desk.example.it
MARIO=mario@cliente.example

# address_in TEMPLATE RECIPIENT: what it is answered to.
address_in() {
    newest "$1" "$2" && mail_part "$T/newest" address:Reply-To
}
priority() {
    desk_sql 'SELECT priority FROM ticket WHERE id = 1'
}
shown() {
    desk_sql 'SELECT coalesce(sum(times), 0) FROM token_shown'
}
# mail FROM TO CC TEXT [MORE-FIELDS]: one that stands on HT00001.
mail() {
    printf 'From: %s\nTo: %s\n' "$1" "$2"
    [ -z "$3" ] || printf 'Cc: %s\n' "$3"
    printf 'Subject: Re: [HT00001] Stampante\nMessage-ID: <%s@example.it>\nDate: %s\n' "$(date +%s%N)" "$(date -R)"
    [ -z "${5:-}" ] || printf '%b\n' "$5"
    printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\n%b\n' "$4"
}
# by_token ADDRESS PRIORITY: does that address alone prove it is Anna?
by_token() {
    mail "Anna Verdi <$ANNA>" "$1" "" "#priorita $2" >"$T/given"
    posted "$ANNA" "$1" <"$T/given" && [ "$(priority)" = "$2" ]
}
proves_nothing() {
    ! by_token "$@"
}

mail "Mario Rossi <$MARIO>" "$DESK" "" "La stampante del primo piano non parte." | sed 's/^Subject.*/Subject: Stampante/' |
    sign cliente.example >"$T/given"
posted "$MARIO" "$DESK" <"$T/given"
first=$(address_in notification "$ANNA")
luca=$(address_in notification luca.neri@desk.example.it)
like "she has an address to answer to" "$first" '^assistenza[+][a-z2-7]{36}@'

# --- nobody but the staff sees it: nothing happens

mail "Anna Verdi <$ANNA>" "$first" "Luca Neri <luca.neri@desk.example.it>, $DESK" '#priorita 1' >"$T/given"
posted "$ANNA" "$first" <"$T/given"
is "a colleague and the desk in copy: it is done" "$(priority)" 1
is "and nothing is shown" "$(shown)" 0
mail "Anna Verdi <$ANNA>" "$MARIO" "" 'Le scrivo direttamente.' >"$T/given"
posted "$ANNA" "$first" <"$T/given"
is "Bcc to the desk: nobody sees the address" "$(shown)" 0
mail "Luca Neri <luca.neri@desk.example.it>" "$first" "" '#priorita 3' | sign desk.example.it >"$T/given"
posted luca.neri@desk.example.it "$first" <"$T/given"
is "a colleague who proves it and writes to hers: refused as ever" "$(priority)" 1
is "and nothing is shown" "$(shown)" 0
guess=$(printf '%s' "$first" | sed 's/a@/b@/; t; s/[^a]@/a@/')
before=$(last_mail)
mail "Mario Rossi <$MARIO>" "$guess" "" "Ciao, $guess" | sign cliente.example >"$T/given"
posted "$MARIO" "$guess" <"$T/given"
is "who guesses revokes nothing" "$(shown)" 0
is "and is read" "$(mails_since "$before")" "notification:anna.verdi notification:luca.neri"
ok "it proves as before" by_token "$first" 2

# --- she puts the customer in copy

before=$(last_mail)
mail "Anna Verdi <$ANNA>" "$first" "Mario Rossi <$MARIO>" '#priorita 1\nArrivo domani.' >"$T/given"
posted "$ANNA" "$first" <"$T/given"
is "this last message is carried out" "$(priority)" 1
is "with the mails it would cause anyway" "$(mails_since "$before")" "notification:luca.neri receipt:anna.verdi"
is "her address is shown" "$(desk_sql 'SELECT person_id, ticket_id, times FROM token_shown')" "1|1|1"
is "the journal says so" "$(desk_sql "SELECT ticket_id, now FROM event WHERE what = 'address-shown'")" "1|1"
second=$(address_in receipt "$ANNA")
isnt() {
    if [ "$2" != "$3" ]; then pass "$1"; else fail "$1: $2"; fi
}
isnt "the receipt has another address" "$second" "$first"
like "and says so" "$(mail_part "$T/newest" body | tr '\n' ' ')" 'visibile anche ad altri.*mario@cliente.example.*risponda a questa e-mail'
before=$(last_mail)
tickets=$(desk_sql 'SELECT count(*) FROM ticket')
ok "the old one and a From line: nothing" proves_nothing "$first" 3
is "it is kept, as nobody's" "$(desk_sql 'SELECT count(*) FROM ticket')" $((tickets + 1))
like "she is told" "$(mails_since "$before")" 'unproven:anna.verdi'
fresh=$(address_in unproven "$ANNA")
like "what to do" "$(mail_part "$T/newest" body | tr '\n' ' ')" 'in risposta a questa e-mail'
is "nothing more is shown" "$(shown)" 1
ok "an answer to that is hers" by_token "$fresh" 2
ok "as one to the receipt" by_token "$second" 1
mail "Anna Verdi <$ANNA>" "$first" "" '#priorita 3' | sign desk.example.it >"$T/given"
posted "$ANNA" "$first" <"$T/given"
is "the old one with her domain's signature: done" "$(priority)" 3
mail "Luca Neri <luca.neri@desk.example.it>" "$luca" "" '#priorita 1' >"$T/given"
posted luca.neri@desk.example.it "$luca" <"$T/given"
is "her colleague's is as good as before" "$(priority)" 1

# --- the customer answers all

before=$(last_mail)
entries=$(desk_sql "SELECT count(*) FROM entry WHERE ticket_id = 1 AND kind = 'customer'")
mail "Mario Rossi <$MARIO>" "$second" "Anna Verdi <$ANNA>" 'Va bene, la aspetto.' | sign cliente.example >"$T/given"
posted "$MARIO" "$second" <"$T/given"
is "his answer stands where it belongs" \
    "$(desk_sql "SELECT count(*) FROM entry WHERE ticket_id = 1 AND kind = 'customer'")" $((entries + 1))
is "her second address is shown" "$(shown)" 2
is "no mail more than ever" "$(mails_since "$before")" "notification:anna.verdi notification:luca.neri"
third=$(address_in notification "$ANNA")
like "hers says it" "$(mail_part "$T/newest" body | tr '\n' ' ')" 'qualcun altro, e non vale'
newest notification luca.neri@desk.example.it
unlike "her colleague's does not" "$(mail_part "$T/newest" body)" 'qualcun altro'
ok "the second proves nothing" proves_nothing "$second" 2
ok "the third does" by_token "$third" 2

# --- wherever it stands

# renew: her newest address, in $third.
renew() {
    desk_sql "SELECT CAST(r.bytes AS TEXT) FROM outbox o JOIN outbox_raw r ON r.outbox_id = o.id
        WHERE o.ticket_id = 1 AND o.recipient = '$ANNA' ORDER BY o.id DESC LIMIT 1" >"$T/newest"
    third=$(mail_part "$T/newest" address:Reply-To)
}
# shows NAME FROM ENVELOPE <MAIL: it is one more that is shown; the next one in $third.
shows() {
    shows_before=$(shown)
    posted "$2" "$3" <"$T/given"
    is "$1: it is shown" "$(shown)" $((shows_before + 1))
    renew
}
mail "Mario Rossi <$MARIO>" "$DESK" "" "Grazie ancora.\n\nDa: Anna Verdi\nInviato: oggi\nA: $third\nOggetto: Re: Stampante\n\nArrivo domani." |
    sign cliente.example >"$T/given"
shows "in what he quotes" "$MARIO" "$DESK"
mail "Mario Rossi <$MARIO>" "$DESK" "" "Anche oggi non parte." "X-Forwarded-To: $third" | sign cliente.example >"$T/given"
shows "in a field of no meaning" "$MARIO" "$DESK"
mail "Mario Rossi <$MARIO>" "$DESK" "" "<p>Non <a href=3D\"mailto:$(printf '%s' "$third" | sed 's/@/=\\n@/')\">qui</a>.</p>" |
    sed 's|text/plain; charset=UTF-8|text/html; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable|' | sign cliente.example >"$T/given"
shows "in a link of his HTML, on a broken line" "$MARIO" "$DESK"
upper=$(printf '%s' "$third" | tr '[:lower:]' '[:upper:]')
before=$(last_mail)
mail "Chi Sa <chi@altrove.example>" "$upper" "" "Buongiorno." >"$T/given"
shows "a stranger writes to it, in capitals" chi@altrove.example "$third"
like "she is told that it was not she" "$(mails_since "$before")" ' unproven:anna.verdi$'
mail "Anna Verdi <$ANNA>" "$MARIO" "" "Le scrivo io." "Reply-To: $third" | sign desk.example.it >"$T/given"
before=$(last_mail)
shows "her own program puts it in Reply-To" "$ANNA" "$DESK"
like "she gets a short mail" "$(mails_since "$before")" '^address_shown:anna.verdi '
like "with the number" "$(mail_part "$T/newest" Subject)" '\[HT00001\]'
mail "Anna Verdi <$ANNA>" "$MARIO" "$third" "E ancora." | sign desk.example.it >"$T/given"
before=$(last_mail)
shows "and in copy" "$ANNA" "$third"
unlike "one mail a day is enough" "$(mails_since "$before")" address_shown

# --- what we send to others never has one

mail "Mario Rossi <$MARIO>" "$DESK" "" "Ci siete?" | sign cliente.example >"$T/given"
posted "$MARIO" "$DESK" <"$T/given"
renew
mail "Anna Verdi <$ANNA>" "$third" "" "Le giro quello che ho scritto a $third per il ricambio." >"$T/given"
posted "$ANNA" "$third" <"$T/given"
ok "she writes her address into the text" newest staff_reply "$MARIO"
like "he reads the text" "$(mail_part "$T/newest" body | tr '\n' ' ')" 'scritto a assistenza@desk.example.it per'
is "no mail to him has any of hers" "$(desk_sql "SELECT count(*) FROM outbox o JOIN outbox_raw r ON r.outbox_id = o.id
    WHERE o.recipient = '$MARIO' AND instr(r.bytes, CAST('${third#*+}' AS BLOB)) > 0")" 0
is "and nothing is shown" "$(shown)" 8

# --- the administrator's own word is stronger

ok "token revoke" desk token revoke "$ANNA"
is "what was shown is revoked like the rest" "$(shown)" 0
mail "Anna Verdi <$ANNA>" "$first" "" '#priorita 1' | sign desk.example.it >"$T/given"
before=$(priority)
posted "$ANNA" "$first" <"$T/given"
is "it speaks against her now" "$(priority)" "$before"
desk_holds
