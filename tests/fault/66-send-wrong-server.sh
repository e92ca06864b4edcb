#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# FAULTS.md 8, 9, 62 to 68 and 74, with a server that answers late, half and
# wrong: no reply is taken for another mail's, nothing is thought sent that was
# not, what may have been taken goes out again with the same bytes.
. "${SP_SOURCE:-.}/tests/e2e/lib.sh"
. "$SP_SOURCE/tests/fault/send.sh"
plan 81
need_programs sqlite3 python3

# outcome RECIPIENT: "state attempts unknown" of its mail.
outcome() {
    outbox "SELECT state || ' ' || attempts || ' ' || unknown FROM outbox WHERE recipient = '$1'"
}

reply_of() {
    outbox "SELECT reply FROM outbox WHERE recipient = '$1'"
}

# fresh SERVER-NAME [LINES]: a new server and a new desk.
fresh() {
    start_server "$1"
    new_desk "port = $SERVER_PORT; timeout = 5; ${2:-}"
}

# What the mail to KIND comes to, and that the next one, which waits for the
# same connection, comes to its own.
while read -r kind expected; do
    fresh "server-$kind" "connections = 1;"
    fill "" "$kind.1@example.com" 1
    fill "" "good.2@example.com" 1
    send_once
    is "66: $kind: its outcome" "$(outcome "$kind.1@example.com")" "$expected"
    is "66: $kind: the next mail" "$(outcome good.2@example.com)" "sent 1 0"
    is "66: $kind: the next mail's reply is its own" "$(reply_of good.2@example.com)" "250 2.0.0 ok"
    ok "66: $kind: sound" sound
done <<KINDS
silent due 1 1
late due 1 1
half due 1 1
endless due 1 1
garbage due 1 1
gone due 1 1
again due 1 1
bye sent 1 0
idle sent 1 0
many failed 1 0
nodata due 1 0
laterdata due 1 0
nevermore failed 1 0
refused failed 1 0
deferred due 1 0
closing due 1 0
KINDS

# A refusal of more than one line is kept whole.
fresh lines
fill "" "refused.1@example.com" 1
send_once
is "a reply in two lines" "$(reply_of refused.1@example.com)" \
    "550-5.1.1 There is nobody 5.1.1 of this name"

# Refused in the middle of the body: whatever is read of it, it was not sent.
fresh early
fill "" "early.1@example.com" 1
send_once
unlike "refused in the middle of the body: not sent" "$(outcomes)" sent

# 65: taken, the reply lost; the second try is byte for byte the first.
fresh again-the-same
fill "desk@example.it" "gone.1@example.com" 1
send_once
all_due
send_once
is "65: both tries arrived" "$(files_in "$T/again-the-same")" 3
is "65: with the same bytes" "$(cat "$T/again-the-same"/*.gone | sha256sum)" \
    "$(cat "$T/again-the-same/000001.gone" "$T/again-the-same/000001.gone" | sha256sum)"

# 74, and what is said on the wire.
fresh three "connections = 1;"
fill "" "good.1@example.com" 1
fill "desk@example.it" "refused.2@example.com" 1
fill "" "good.3@example.com" 1
send_once
is "74: three recipients, one bad" "$(outcomes)" "1 failed 1 0
2 sent 1 0"
like "the null sender" "$(cat "$T/three/talk")" '^1 MAIL FROM:<>( |$)'
like "another sender" "$(cat "$T/three/talk")" ' MAIL FROM:<desk@example.it>( |$)'
is "one recipient a mail" "$(grep -c RCPT "$T/three/talk")" 3

# A connection is used again, and left politely.
fresh many-mails "connections = 1;"
fill "" "good.%d@example.com" 20
send_once
is "20 mails" "$(outcomes)" "20 sent 1 0"
is "over one connection" "$(cut -d ' ' -f 1 "$T/many-mails/talk" | sort -u)" 1
is "with QUIT at its end" "$(grep -c QUIT "$T/many-mails/talk")" 1

# A server that allows fewer connections than we would like gets those.
start_server two-at-once --at-once 2
new_desk "port = $SERVER_PORT; timeout = 5; connections = 6;"
fill "" "good.%d@example.com" 60
send_once
is "no more connections than the server wants" "$(outcomes) $SENT" "60 sent 1 0 0"
is "each mail once" "$(files_in "$T/two-at-once")" 61

# 8: bytes arrive as they are stored, dots at the start of lines too.
fresh bytes
fill "" "good.1@example.com" 1
printf 'A: b\r\n\r\n.\r\n..\r\n...x\r\n.\r\n\r\nFrom me\r\n.end\r\n' >"$T/dots"
outbox "UPDATE outbox_raw SET bytes = readfile('$T/dots')"
send_once
ok "8: dots at the start of lines" cmp "$T/dots" "$T/bytes/000001.good"

# ... wherever libcurl's buffers end.
fresh large
fill "" "good.1@example.com" 1
awk 'BEGIN { printf "A: b\r\n\r\n"; for (i = 0; i < 60000; i++) printf "%s\r\n", substr("...........", 1, i % 11) }' >"$T/dots"
outbox "UPDATE outbox_raw SET bytes = readfile('$T/dots')"
send_once
ok "8: 300 KB of dots" cmp "$T/dots" "$T/large/000001.good"

# 9: an address with CR LF in it never reaches the wire.
fresh injected
fill "" "good.1@example.com>
RCPT TO:<evil@example.org" 1
fill "a@example.it>
RCPT TO:<evil@example.org" "good.2@example.com" 1
fill "" "good.3 evil@example.com" 1
send_once
is "9: a line break or a blank in an address" "$(outcomes)" "3 failed 1 0"
ok "9: nothing of it was said" test ! -e "$T/injected/talk"
