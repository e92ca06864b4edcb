#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Sending through a sendmail command: its arguments, its standard input, its
# exit status, and that no shell ever sees an address.
. "${SP_SOURCE:-.}/tests/e2e/lib.sh"
. "$SP_SOURCE/tests/fault/send.sh"
plan 17
need_programs sqlite3

# A sendmail that writes down what it gets and ends as the recipient says.
cat >"$T/sendmail" <<SENDMAIL
#!/bin/sh
for last; do :; done
printf '%s\n' "\$@" >"$T/arguments"
cat >"$T/input"
case \$last in
exit-*) echo "it says \$last" >&2; code=\${last#exit-}; exit "\${code%%@*}" ;;
dies@*) kill -KILL \$\$ ;;
hangs@*) exec sleep 600 ;;
esac
SENDMAIL
chmod 755 "$T/sendmail"

command_desk() {
    new_desk "method = \"command\"; command = \"$T/sendmail -i\"; timeout = 5;"
}

while read -r recipient expected; do
    command_desk
    fill "" "$recipient@example.com" 1
    send_once
    is "$recipient: the outbox" "$(outcomes) $SENT" "1 $expected"
done <<EXITS
exit-0 sent 1 0 0
exit-75 due 1 0 0
exit-69 due 1 0 0
exit-67 failed 1 0 0
exit-65 failed 1 0 0
exit-78 due 0 0 75
dies due 1 1 0
hangs due 1 1 0
EXITS

command_desk
fill "desk@example.it" "exit-75@example.com" 1
send_once
is "what it says is kept" "$(outbox 'SELECT reply FROM outbox')" "it says exit-75@example.com"
is "its arguments" "$(cat "$T/arguments")" "-i
-f
desk@example.it
--
exit-75@example.com"

command_desk
fill "" "-oQ.\`id\`\${IFS}\$HOME|x@example.com" 1
send_once
is "an address is an argument, whatever is in it" "$(outcomes) $(tail -n 1 "$T/arguments")" \
    "1 sent 1 0 -oQ.\`id\`\${IFS}\$HOME|x@example.com"
is "the null sender" "$(sed -n 3p "$T/arguments")" "<>"
outbox "SELECT writefile('$T/stored', bytes) FROM outbox_raw" >/dev/null
ok "its input has the system's lines" sh -c "tr -d '\r' <'$T/stored' | cmp - '$T/input'"

new_desk 'method = "command"; command = "/nonexistent/sendmail -i";'
fill "" "a@example.com" 1
send_once
is "no such command: no attempt is spent" "$(outcomes) $SENT" "1 due 0 0 75"
like "no such command: said" "$(cat "$T/send.err")" '/nonexistent/sendmail: cannot run it'

command_desk
fill "" "a.%d@example.com" 20
send_once
is "many" "$(outcomes)" "20 sent 1 0"
ok "sound" sound
