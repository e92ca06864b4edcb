# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What the tests about one person's data share; read after desk.sh.

# text BODY: of a mail, with its fields.
text() {
    printf 'Content-Type: text/plain; charset=UTF-8\n\n%b\n' "$1"
}
# token_to RECIPIENT CODE: of the newest mail to him about that ticket.
token_to() {
    desk_sql "SELECT CAST(r.bytes AS TEXT) FROM outbox o JOIN outbox_raw r ON r.outbox_id = o.id JOIN ticket t
        ON t.id = o.ticket_id WHERE o.recipient = '$1' AND printf('%s%05d', t.prefix, t.number) = '$2'
        ORDER BY o.id DESC LIMIT 1" >"$T/token.eml"
    address=$(mail_part "$T/token.eml" address:Reply-To)
    address=${address#*+}
    printf '%s' "${address%@*}"
}
