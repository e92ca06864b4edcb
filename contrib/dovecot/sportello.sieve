# SPDX-License-Identifier: GPL-2.0-or-later
#
# Every mail goes to Sportello, its envelope as arguments (dovecot.conf beside this
# file says how it is reached).  No shell is in between.
require ["vnd.dovecot.pipe", "envelope", "subaddress", "variables"];

if envelope :matches "from" "*" {
    set "sender" "${1}";
}
if envelope :matches :detail "to" "*" {
    set "extension" "${1}";
}
if envelope :matches "to" "*" {
    set "recipient" "${1}";
}
pipe "sportello-deliver" ["-f", "${sender}", "-a", "${extension}", "--", "${recipient}"];
