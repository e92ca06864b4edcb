#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# A firm comes with its old support mail: threads become tickets that are closed, with
# their own dates; nobody is written to, no command in it is carried out, a run that
# is killed is gone on with, and each message is there once.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3 python3
plan 61

# code COMMAND...: its exit status; what it says is in $T/said.
code() {
    desk "$@" >"$T/said" 2>&1
    echo $?
}
said() {
    cat "$T/said"
}
# everything: what the database has, but for the journal's word of when it was imported,
# and ids that a run in pieces gives to that.
everything() {
    desk_sql "SELECT prefix, number, state, outcome, subject, requester_id, opened_at, closed_at, answered_at FROM ticket;
        SELECT ticket_id, kind, author_id, message_id, text, at FROM entry;
        SELECT id, header_id, hex(content), class, sender, received_at, stored_at, size FROM message;
        SELECT message_id, length(bytes) FROM raw; SELECT header_id, ticket_id, outside FROM thread;
        SELECT id, role, state, name, created_at FROM person WHERE role <> 'staff';
        SELECT * FROM address WHERE person_id > 2;
        SELECT at, what, was, now, reason, ticket_id FROM event WHERE what NOT IN ('imported', 'person-added') ORDER BY id"
}
fresh() {
    rm -rf "$T/desk"
    new_desk 9
    add_staff || bail "no staff"
}

# --- old mail ---------------------------------------------------------------------------

mkdir -p "$T/old/cur" "$T/old/new" "$T/hard"
cat >"$T/support.mbox" <<'MBOX'
From mario@rossi.example Mon Mar  3 09:12:00 2025
From: Mario Rossi <mario@rossi.example>
To: assistenza@desk.example.it
Subject: La stampante non va
Date: Mon, 3 Mar 2025 09:12:00 +0100
Message-ID: <m1@rossi.example>

Buongiorno, la stampante non stampa.
>From ieri sera fa un rumore strano.

From anna.verdi@desk.example.it Mon Mar  3 10:00:00 2025
From: Anna Verdi <anna.verdi@desk.example.it>
To: Mario Rossi <mario@rossi.example>
Subject: Re: La stampante non va
Date: Mon, 3 Mar 2025 10:00:00 +0100
Message-ID: <a1@desk.example.it>
In-Reply-To: <m1@rossi.example>

#chiudi
#ore 2:00 lavoro
Ho cambiato il toner, provi ora.

Il giorno 3 marzo Mario Rossi ha scritto:
> Buongiorno, la stampante non stampa.

From mario@rossi.example Tue Mar  4 08:00:00 2025
From: Mario Rossi <mario@rossi.example>
To: assistenza@desk.example.it
Subject: Re: La stampante non va
Date: Tue, 4 Mar 2025 08:00:00 +0100
Message-ID: <m2@rossi.example>
In-Reply-To: <a1@desk.example.it>
References: <m1@rossi.example> <a1@desk.example.it>

Ora va, grazie.

From eve@strange.example Tue Mar  4 09:00:00 2025
From: Eve <eve@strange.example>
To: assistenza@desk.example.it
Subject: Re: La stampante non va
Date: Tue, 4 Mar 2025 09:00:00 +0100
Message-ID: <e1@strange.example>
In-Reply-To: <a1@desk.example.it>

Che cosa dice Mario?

From piero@former.example Wed Mar  5 09:00:00 2025
From: Piero <piero@former.example>
To: Lia Neri <lia@neri.example>
Subject: Rinnovo
Date: Wed, 5 Mar 2025 09:00:00 +0100
Message-ID: <p1@former.example>

Il suo dominio scade.

From lia@neri.example Wed Mar  5 12:00:00 2025
From: Lia Neri <lia@neri.example>
To: info@desk.example.it
Subject: R: RINNOVO
Date: Wed, 5 Mar 2025 12:00:00 +0100
Message-ID: <l1@neri.example>

Rinnovate pure.

From MAILER-DAEMON Wed Mar  5 13:00:00 2025
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: anna.verdi@desk.example.it
Subject: Undelivered Mail Returned to Sender
Date: Wed, 5 Mar 2025 13:00:00 +0100
Message-ID: <b1@mx.example>
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system. Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; mario@rossi.example
Action: failed
Status: 5.1.1

--b
Content-Type: message/rfc822

From: Anna Verdi <anna.verdi@desk.example.it>
To: mario@rossi.example
Message-ID: <a1@desk.example.it>
Subject: Re: La stampante non va

x
--b--

From news@shop.example Wed Mar  5 14:00:00 2025
From: Shop <news@shop.example>
To: info@desk.example.it
Subject: Offerte
List-Unsubscribe: <mailto:off@shop.example>
Precedence: bulk
Date: Wed, 5 Mar 2025 14:00:00 +0100
Message-ID: <n1@shop.example>

Compra.
MBOX

fresh
before=$(everything)
is "a dry run" "$(code ticket import --staff piero@former.example "$T/support.mbox" --dry-run)" 0
like "says what each message becomes" "$(said)" '^support.mbox:1: 2025-03-03 09:12 new ticket HT00001$'
like "and the answers" "$(said)" '^support.mbox:3: 2025-03-04 08:00 to HT00001$'
like "and what is left out, and why" "$(said)" "^support.mbox:8: 2025-03-05 14:00 left out: no person's: "
like "counts" "$(said)" '^3 new tickets, 4 messages to them, 0 there already, 1 left out$'
is "and does nothing" "$(everything)" "$before"
is "as JSON" "$(json_get "$(desk ticket import --dry-run --json "$T/support.mbox")" messages.0.ticket)" HT00001
is "the import" "$(code ticket import --staff piero@former.example "$T/support.mbox")" 0
is "nobody is written to" "$(desk_sql "SELECT count(*) FROM outbox")" 0
is "no work is recorded" "$(desk_sql "SELECT count(*) FROM work_log")" 0
is "all are closed" "$(desk_sql "SELECT DISTINCT state || ' ' || outcome FROM ticket")" "done resolved"
show=$(desk ticket show HT1 --json)
is "with the dates of their messages" "$(json_get "$show" opened_at)" 2025-03-03T09:12:00+01:00
is "to the last one" "$(json_get "$show" closed_at)" 2025-03-04T08:00:00+01:00
is "the customer's" "$(json_get "$show" entries.0.kind)" customer
like "is unquoted" "$(json_get "$show" entries.0.text)" '^From ieri sera'
is "the staff's is known by its address" "$(json_get "$show" entries.1.kind)" staff
like "its commands are words" "$(json_get "$show" entries.1.text)" '^#chiudi'
unlike "without the quote" "$(json_get "$show" entries.1.text)" 'non stampa'
is "at its time" "$(json_get "$show" entries.1.at)" 2025-03-03T10:00:00+01:00
is "a bounce is of the mail that bounced" "$(json_get "$show" entries.3.kind)" bounce
is "a stranger has a ticket of his own" "$(json_get "$(desk ticket show HT2 --json)" requester.address)" eve@strange.example
show=$(desk ticket show HT3 --json)
is "a former colleague's mail is the staff's" "$(json_get "$show" entries.0.kind)" staff
is "to this customer" "$(json_get "$show" requester.address)" lia@neri.example
is "whose answer has no references" "$(json_get "$show" entries.1.kind)" customer
is "searched" "$(json_get "$(desk search toner --json)" 0.ticket)" HT00001
after=$(everything)
is "again" "$(code ticket import --staff piero@former.example "$T/support.mbox")" 0
like "finds all there" "$(said)" '^0 new tickets, 0 messages to them, 7 there already, 1 left out$'
is "and changes nothing" "$(everything)" "$after"

# --- what follows -----------------------------------------------------------------------------

ok "the clock says nothing of it" desk office-hours
ok "the archive" desk archive
is "takes them" "$(desk_sql "SELECT DISTINCT state FROM ticket")" archived
is "nobody is told" "$(desk_sql "SELECT count(*) FROM outbox")" 0
ok "their messages are in its files" test -s "$T/desk/state/archive/$(date +%Y)/HT00001.mbox.gz"
is "not in the database" "$(desk_sql "SELECT count(*) FROM raw")" 0
is "again, after that" "$(code ticket import --staff piero@former.example "$T/support.mbox")" 0
like "is there still" "$(said)" '^0 new tickets, 0 messages to them, 7 there already'

# --- killed and gone on with -------------------------------------------------------------------

cp "$SP_SOURCE"/maildir-test/new/* "$T/old/cur/"
cp "$SP_SOURCE"/maildir-test/cur/* "$T/old/new/" 2>/dev/null
python3 - "$T/old" <<'PYTHON'
import sys
for i in range(240):
    refs = f"In-Reply-To: <g{i // 8 * 8}@old.example>\n" if i % 8 else ""
    staff = i % 2
    who = "Anna Verdi <anna.verdi@desk.example.it>" if staff else f"C{i // 8} <c{i // 8}@old.example>"
    to = f"c{i // 8}@old.example" if staff else "assistenza@desk.example.it"
    with open(f"{sys.argv[1]}/new/{(i * 77) % 240:03}.old", "w") as out:
        out.write(f"From: {who}\nTo: {to}\nSubject: {'Re: ' if refs else ''}Storia {i // 8}\n"
                  f"Date: {i // 24 + 1} Apr 2025 {i % 24:02}:00:00 +0200\nMessage-ID: <g{i}@old.example>\n"
                  f"{refs}\nMessaggio {i}\n")
PYTHON
chmod -R u+w,go+rX "$T/old"
fresh
is "a Maildir" "$(code ticket import "$T/old")" 0
is "each thread is a ticket" "$(desk_sql "SELECT count(*) FROM ticket WHERE subject LIKE 'Storia %'")" 30
is "of eight messages" "$(desk_sql "SELECT DISTINCT count(*) FROM entry JOIN ticket t ON t.id = ticket_id WHERE subject LIKE 'Storia %' GROUP BY t.id")" 8
whole=$(everything)
fresh
kills=0
# The steps of a run are its system calls on the database; it dies at one of them, each
# time at another, until one run is through.
for step in 3 5 8 11 14 18 23 29; do
    as_desk strace -f -o /dev/null -e inject=pwrite64:signal=SIGKILL:when=$((step * 4)) \
        "$T/bin/sportello" -c "$CONF" ticket import "$T/old" >/dev/null 2>&1 || kills=$((kills + 1))
done
ok "killed" test $kills -ge 4
is "and gone on with" "$(code ticket import "$T/old")" 0
is "it is the same in the end" "$(everything)" "$whole"
desk_holds

# --- what is damaged -----------------------------------------------------------------------------

python3 - "$T/hard" <<'PYTHON'
import sys
def put(name, data):
    open(f"{sys.argv[1]}/{name}", "wb").write(data)
head = b"From: a@hard.example\nTo: info@desk.example.it\nSubject: x\nMessage-ID: <%d@hard>\n"
put("1", head % 1 + b"Content-Type: multipart/mixed; boundary=\"\\\"\"\n\n--\"\ntesto\n")
put("2", b"Content-Type: message/rfc822\n\n" * 30000)
put("3", head % 3 + b"Date: Thu, 1 Jan 2099 00:00:00 +0000\n\nfuturo\n")
put("4", b"\0\0\0\0")
put("5", b"")
put("6", b"Subject: solo\rFrom: cr@hard.example\r\rtesto\r")
put("7", b"Return-Path: <>\rSubject: altro\rFrom: cr@hard.example\r\rtesto\r")
put("8", head % 8 + b"Date: Mon, 1 Jan 1900 00:00:00 +0000\n\npassato\n")
PYTHON
mkfifo "$T/hard/9"
ln -s /etc/passwd "$T/hard/10"
chmod -R u+w,go+rX "$T/hard"
fresh
is "damaged ones" "$(code ticket import "$T/hard")" 0
# The two without any field are some other files.
like "are all taken that are mail" "$(said)" '^6 new tickets, 0 messages to them, 0 there already, 2 left out$'
is "as a delivery takes them" "$(desk_sql "SELECT count(*) FROM message WHERE class = 'unparsed'")" \
    "$(for one in "$T"/hard/[1-8]; do "$T/bin/sportello" parse "$one" 2>/dev/null; done | grep -c '"class":"unparsed"')"
is "nothing is to come" "$(desk_sql "SELECT count(*) FROM entry WHERE at > unixepoch() OR at < 631152000")" 0
ok "twice" desk ticket import "$T/hard"
is "is once" "$(desk_sql "SELECT count(*) FROM message")" 6
is "no mailbox" "$(code ticket import "$T/nothing")" 1
is "an empty folder" "$(mkdir "$T/empty"; code ticket import "$T/empty")" 1
is "an unknown queue" "$(code ticket import --queue asistenza "$T/hard")" 1
like "has a nearest one" "$(said)" 'did you mean "assistenza"'
is "nobody is written to" "$(desk_sql "SELECT count(*) FROM outbox")" 0

# --- the same mail in mailboxes of two programs ---------------------------------------------------

mail() {
    printf 'From: Lia <lia@neri.example>\nTo: info@desk.example.it\nSubject: Listino\n%sMessage-ID: <l1@neri.example>\n' "$1"
}
mkdir -p "$T/two/Maildir/cur"
{
    printf 'From - Tue Mar  4 08:30:00 2025\nX-Mozilla-Status: 0001\nX-Mozilla-Keys:       \n'
    mail "$(printf 'Date: Tue, 99 Foo 2025\n ')"
    printf '\nAvete un listino?\n>From marzo in poi, grazie.\n\n'
} >"$T/two/thunderbird"
{
    printf 'From lia@neri.example  Tue Mar  4 08:30:00 2025\n'
    mail "$(printf 'Date: Tue, 99 Foo 2025\n ')"
    printf 'Status: RO\nX-UID: 7\nContent-Length: 46\n\nAvete un listino?\n>From marzo in poi, grazie.\n\n'
} >"$T/two/dovecot"
{
    mail "$(printf 'Date: Tue, 99 Foo 2025\n ')"
    printf '\nAvete un listino?\nFrom marzo in poi, grazie.\n'
} >"$T/two/Maildir/cur/1741077000.M1P1.host:2,S"
chmod -R go+rX "$T/two"
fresh
is "the same in three mailboxes" "$(code ticket import "$T/two/thunderbird" "$T/two/dovecot" "$T/two/Maildir")" 0
like "is one" "$(said)" '^1 new ticket, 0 messages to them, 2 there already, 0 left out$'
is "of the day that the mailbox says, its own is none" "$(desk_sql "SELECT opened_at FROM ticket")" 1741077000
fresh
code ticket import "$T/two/Maildir" >/dev/null
is "by the name in a Maildir too" "$(desk_sql "SELECT opened_at FROM ticket")" 1741077000

# --- many --------------------------------------------------------------------------------------------

if [ -d "$SP_SOURCE/../shared/corpus" ]; then
    mkdir -p "$T/many/cur"
    find "$SP_SOURCE/../shared/corpus" -type f -size -2000k ! -name '*.py' ! -name '*.md' |
        sort | while read -r one; do
        cp "$one" "$T/many/cur/$(printf '%s' "${one#*/shared/corpus/}" | tr / _)"
    done
    chmod -R u+w,go+rX "$T/many"
    number=$(find "$T/many" -type f | wc -l)
else
    diag "there is no ../shared/corpus: its place is taken by the Maildir above"
    cp -R "$T/old" "$T/many"
    number=$(find "$T/many" -type f | wc -l)
fi
fresh
desk ticket import "$T/many" --json >"$T/said"
is "every message of a corpus is accounted for" \
    "$(($(json_get "$(said)" opened) + $(json_get "$(said)" joined) + $(json_get "$(said)" seen) + $(json_get "$(said)" "left_out")))" "$number"
first=$(($(json_get "$(said)" opened) + $(json_get "$(said)" joined) + $(json_get "$(said)" seen)))
desk ticket import "$T/many" --json >"$T/said"
is "and nothing is new the second time" "$(json_get "$(said)" opened) $(json_get "$(said)" joined) $(json_get "$(said)" seen)" "0 0 $first"
desk_holds
