# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What Anna of the staff does by mail: she answers a notification, and one looks at
# what the desk queued because of it.  Read lib.sh and desk.sh before.

seen=0

# last_mail TEMPLATE RECIPIENT: the newest such mail of the outbox, in $T/mail.
last_mail() {
    desk_sql "SELECT CAST(r.bytes AS TEXT) FROM outbox o JOIN outbox_raw r ON r.outbox_id = o.id
        WHERE o.template = '$1' AND o.recipient = '$2' ORDER BY o.id DESC LIMIT 1" >"$T/mail"
    [ -s "$T/mail" ]
}
body() {
    mail_part "$T/mail" body
}
# mails: what has been queued so far, a word a template and recipient, since $seen.
mails() {
    desk_sql "SELECT template || ':' || substr(recipient, 1, instr(recipient, '@') - 1) FROM outbox
        WHERE id > $seen ORDER BY template, recipient" | tr '\n' ' ' | sed 's/ $//'
}
# ticket COLUMN: of HT00001.
ticket() {
    desk_sql "SELECT $1 FROM ticket WHERE number = 1 AND prefix = 'HT'"
}
extension_of() { # ADDRESS
    printf '%s\n' "$1" | sed 's/^[^+]*+//; s/@.*//'
}
# answers RECIPIENT [TEMPLATE]: from now on `anna` answers the newest mail of that kind
# (a notification) to that recipient.
answers() {
    last_mail "${2:-notification}" "$1" || return 1
    address=$(mail_part "$T/mail" address:Reply-To)
    extension=$(extension_of "$address")
    answered=$(mail_part "$T/mail" Message-ID)
    subject=$(mail_part "$T/mail" Subject)
}
# anna TEXT: she answers it with that.
anna() {
    seen=$(desk_sql 'SELECT max(id) FROM outbox')
    # In a file: what ok runs has variables of its own, and no two mails have one id.
    number=$(($(cat "$T/annas" 2>/dev/null || echo 0) + 1))
    echo $number >"$T/annas"
    {
        printf 'From: Anna Verdi <anna.verdi@desk.example.it>\nTo: %s\n' "$address"
        printf 'Subject: Re: %s\nMessage-ID: <anna%s@desk.example.it>\n' "$subject" "$number"
        printf 'In-Reply-To: %s\n' "$answered"
        printf 'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n\n'
        printf '%b\n\nIl giorno lun 23 nov 2026 Mario Rossi ha scritto:\n> #chiudi\n> ferma\n' "$1"
    } >"$T/anna.eml"
    deliver anna.verdi@desk.example.it "$address" "$extension" <"$T/anna.eml"
}
