#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Whoever asks what is held about him gets all of it (GDPR, Art. 15): the rows of every
# table of the database that has something of him are compared with his export, one by
# one, and the bytes of what he wrote and of what was written to him.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=person.sh
. "${0%/*}/person.sh"
need_programs sqlite3 python3
plan 25

mario=mario@rossi.example
number=0
# give FROM SUBJECT TEXT [EXTENSION]: a mail.
give() {
    number=$((number + 1))
    printf 'From: %s\nTo: assistenza@desk.example.it\nSubject: %s\nMessage-ID: <%s@e2e.example>\nDate: Mon, 2 Nov 2026 10:00:00 +0100\nMIME-Version: 1.0\n%b' \
        "$1" "$2" "$number" "$3" | deliver "${1##*<}" assistenza@desk.example.it "${4:-}"
}
said() { # TEXT
    printf 'Content-Type: text/plain; charset=UTF-8\\n\\n%s\\n' "$1"
}
all_held() { # FOLDER: is everything in it?
    as_desk python3 "$TOOLS/held_check.py" "$DB" "$1" "$person"
}
fill() { # SQL: rows of which a mail would be long in the making
    as_desk sqlite3 "$DB" "PRAGMA foreign_keys = ON; $1"
}

new_desk 9
sed -i -e 's/authserv_id/dpo = "dpo@desk.example.it"; authserv_id/' "$CONF"
ok "the staff" add_staff
ok "he" desk customer add --name "Mario Rossi" --address $mario --address mario.rossi@casa.example --language it
person=$(desk_sql "SELECT person_id FROM address WHERE address = '$mario'")
ok "a firm whose contact he is" desk organisation add "Circolo Rossi" --contact $mario
ok "his package" desk package add $mario --hours 5:00 --title "Pacchetto cinque ore" --until 2030-12-31
# shellcheck disable=SC2312
give "Mario Rossi <$mario>" "Caldaia" "Content-Type: multipart/mixed; boundary=b\\n\\n--b\\n$(said 'Luogo: via Roma 3\n\nLa caldaia perde acqua.')--b\\nContent-Type: image/png; name=foto.png\\nContent-Disposition: attachment\\n\\nnonimmagine\\n--b--\\n"
token=$(token_to anna.verdi@desk.example.it HT00001)
give "Anna Verdi <anna.verdi@desk.example.it>" "Re: [HT00001] Caldaia" "$(said '#ore 1:30 smontata la pompa\n#spesa 12,50 valvola\n#categoria tecnica\n\nVeniamo domattina con la pompa nuova.')" "$token"
give "Anna Verdi <anna.verdi@desk.example.it>" "Re: [HT00001] Caldaia" "$(said '#nota\n\nnotasegreta: paga tardi.')" "$token"
give "Anna Verdi <anna.verdi@desk.example.it>" "Re: [HT00001] Caldaia" "$(said '#remoto apri')" "$token"
give "Dora Neri <dora@casa.example>" "Gatto" "$(said 'doradice: il gatto.')"
give "Mario Rossi <$mario>" "STORICO HT00001" "$(said ' ')"
give "Mario Rossi <$mario>" "ELENCO" "$(said ' ')"
give "Mario Rossi <$mario>" "PRIVACY ESPORTA" "$(said ' ')"
give "Mario Rossi <$mario>" "Aspetta" "$(said 'Questa aspetta ancora.')"
ok "one is sent, and refused later" fill "UPDATE outbox SET state = 'sent', done_at = created_at + 9, attempts = 1,
    reply = '250 2.0.0 Ok', bounced_at = created_at + 60, bounce = '550 casella piena' WHERE template = 'staff_reply'"
ok "what else there may be" fill "
    INSERT INTO participant VALUES ((SELECT id FROM ticket WHERE subject = 'Gatto'), $person, 'copy', NULL, 1700000000);
    INSERT INTO held SELECT id, $person, 1, 1700000001 FROM message WHERE subject = 'Aspetta';
    INSERT INTO estimate (ticket_id, asked_id, minutes, description, state, asked_at, answered_at, answered_by)
        VALUES (1, $person, 180, 'cambiare la caldaia', 'approved', 1700000002, 1700000003, $person);
    INSERT INTO consent (person_id, ticket_id, asked_id, state, asked_at) VALUES ($person, 1, $person, 'asked', 1700000004);
    INSERT INTO statement (year, number, person_id, month, after_id, until_id, contact_id, made_at)
        VALUES (2026, 7, $person, 202611, 0, 1, $person, 1700000005);
    INSERT INTO dispute (ledger_id, raised_by, text, state, raised_at)
        VALUES (1, $person, 'non erano cinque ore', 'open', 1700000006)"
ok "a hold" desk privacy hold --reason "causa pendente" --until 2030-12-31 $mario
ok "he is restricted" desk privacy restrict $mario

ok "export" desk privacy export --folder "$T/desk/out" $mario
is "every row and every byte is in it" "$(all_held "$T/desk/out")" "all rows"
in_folder() {
    as_desk grep -rl "$1" "$T/desk/out" | wc -l
}
like "the bytes of what was written to him" "$(cat "$T/desk/out/sent/"*.eml)" 'Veniamo domattina con la pompa nuova'
like "the overview says where" "$(cat "$T/desk/out/LEGGIMI.txt")" 'sent/ +le e-mail che Le abbiamo scritto'
is "no note of the staff's" "$(in_folder notasegreta)" 0
is "nor anything of others" "$(in_folder 'doradice\|dora@casa')" 0

# --- mails that have something of others

fill "UPDATE person SET restriction = NULL" >"$T/filled" 2>&1
ok "a firm" desk organisation add "Serramenti Rossi"
ok "is his" desk customer change $mario --organisation "Serramenti Rossi"
ok "and his colleague's" desk customer add --name "Luigi Bruni" --address luigi.bruni@rossi.example --organisation "Serramenti Rossi"
give "Mario Rossi <$mario>" "Scala" "$(said 'La luce della scala non si accende.')"
scala=$(desk_sql "SELECT printf('%s%05d', prefix, number) FROM ticket WHERE subject = 'Scala'")
give "Luigi Bruni <luigi.bruni@rossi.example>" "Re: [$scala] Scala" "$(said 'luigidice che anche la luce del corridoio non si accende.')"
give "Mario Rossi <$mario>" "STORICO $scala" "$(said ' ')"
give "Mario Rossi <$mario>" "ELENCO" "$(said ' ')"
like "he was sent what his colleague said" "$(desk_sql "SELECT CAST(bytes AS TEXT) FROM outbox_raw WHERE outbox_id = (SELECT max(id) FROM outbox WHERE template = 'history')")" 'luigidice'
ok "export again" desk privacy export --folder "$T/desk/two" $mario
is "it is not in what he is given" "$(as_desk grep -rli 'luigidice\|luigi.bruni\|Luigi Bruni' "$T/desk/two" | wc -l)" 0
like "which says so" "$(cat "$T/desk/two/data.json")" '"others_left_out": *true'

# --- an address that was another's

ok "an address changes hands" fill "UPDATE outbox SET recipient = '$mario', subject = 'zenosegreto' WHERE id =
    (SELECT min(id) FROM outbox WHERE person_id = (SELECT person_id FROM address WHERE address = 'dora@casa.example'))"
ok "export a third time" desk privacy export --folder "$T/desk/three" $mario
is "mails to who had it before are not his" "$(as_desk grep -rl zenosegreto "$T/desk/three" | wc -l)" 0
desk_holds
