#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# contrib/postfix with every way a delivery can end: what exits 0 is gone from
# the queue, what exits 75 or dies of a signal is kept and tried again, and the
# program gets envelope and content as the recipe says (FAULTS 60).  A substitute
# stands for sportello-deliver here: it ends as it is told.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=recipes.sh
. "${0%/*}/recipes.sh"
plan 12

substitute_deliver
prepare_postfix
echo "assistenza@desk.example.it sportello:" >"$T/postfix/etc/transport"
echo "assistenza@desk.example.it x" >"$T/postfix/etc/recipients"
start_postfix

ends_as 0
ok "Postfix takes a mail for the desk" \
    swaks_send Mario@Cliente.example "Assistenza+HT1-ABC@Desk.Example.it" --h-Subject "uno" --body "corpo"
ok "it leaves the queue" wait_until tried 1
is "one try for exit 0" "$(tries)" 1
like "the envelope is on the command line, the address in lower case" "$(cat "$T"/got/args.*)" \
    '<-f><Mario@Cliente.example><-a><ht1-abc><-d><assistenza\+ht1-abc@desk.example.it><-q><[0-9A-Za-z]+><--><assistenza\+ht1-abc@desk.example.it>$'
like "the content is on standard input" "$(cat "$T"/got/mail.*)" '^corpo$'

ends_as 0
ok "a mail with the null sender" swaks_send "<>" assistenza@desk.example.it
wait_until tried 1
like "its sender is an empty argument" "$(cat "$T"/got/args.*)" '<-f><><-a><>'

for how in 75 KILL SEGV; do
    ends_as "$how"
    swaks_send mario@cliente.example assistenza@desk.example.it --body "$how"
    wait_until tried 2
    is "60: ended by $how: kept, tried again" "$(tries)" 2
done
ok "nothing is left in the queue" queue_is_empty
is "60: nothing was bounced" "$(maillog 'status=bounced')" 0
