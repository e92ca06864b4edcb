#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# contrib/maildrop behind Postfix's local(8): whatever way a delivery ends, no mail
# is lost (FAULTS 60).
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
need_programs maildrop
plan 12

substitute_deliver
sed -e "s|/usr/libexec/sportello/|$T/bin/|" "$SP_SOURCE/contrib/maildrop/mailfilter" >"$T/mailfilter"
chmod 600 "$T/mailfilter"
chown "$SP_TEST_USER" "$T/mailfilter"
mailbox_command=$(sed -n 's/^# *\(mailbox_command = .*\)/\1/p' "$SP_SOURCE/contrib/maildrop/mailfilter")
prepare_postfix
cat >"$T/postfix/etc/main.cf.more" <<CONF
mydestination = desk.example.it
relay_domains =
$(echo "$mailbox_command" | sed -e "s|/etc/sportello/mailfilter|$T/mailfilter|")
CONF
start_postfix

user=$SP_TEST_USER
ends_as 0
ok "Postfix takes a mail for the desk" \
    swaks_send mario@cliente.example "$user+ht1-abc@desk.example.it" --body "corpo"
ok "it leaves the queue" wait_until tried 1
is "one try for exit 0" "$(tries)" 1
is "the envelope is on the command line" "$(cat "$T"/got/args.*)" "<-f><mario@cliente.example><-a><ht1-abc><--><$user>"
like "the content is on standard input" "$(cat "$T"/got/mail.*)" '^corpo$'

ends_as 0
# shellcheck disable=SC2016 # not ours to expand
swaks_send '"$(touch${IFS}'"$T"'/got/x)`touch${IFS}'"$T"'/got/y`\";touch${IFS}'"$T"'/got/z;\""@cliente.example' \
    "$user@desk.example.it"
wait_until tried 1
is "a sender made for the shell arrives" "$(tries)" 1
is "and runs nothing" "$(find "$T/got" -name '[xyz]')" ""

for how in 75 127 KILL SEGV; do
    ends_as "$how"
    swaks_send mario@cliente.example "$user@desk.example.it" --body "$how"
    wait_until tried 2
    is "ended by $how: kept, tried again" "$(tries)" 2
done
is "nothing was bounced" "$(maillog 'status=bounced')" 0
