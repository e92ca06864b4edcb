#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# send.tls, ca_file, user and password_file: nothing travels less protected than
# the configuration says, and the password is nowhere but in its file.
. "${SP_SOURCE:-.}/tests/e2e/lib.sh"
. "$SP_SOURCE/tests/fault/send.sh"
plan 35
need_programs sqlite3 python3 openssl

certificate() { # NAME SUBJECT-ALT-NAME
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj "/CN=$1" \
        -addext "subjectAltName=$2" -keyout "$T/$1.key" -out "$T/$1.crt" 2>/dev/null || bail "no certificate"
}
certificate right IP:127.0.0.1
certificate other DNS:other.example.net
secret=S3greto-x
printf '%s\n' "$secret" >"$T/password"
chmod 600 "$T/password"
login="user = \"desk\"; password_file = \"$T/password\";"

# try_case WHAT EXPECTED EXIT TALK LINES SERVER-OPTIONS...: one mail; EXPECTED is
# "state attempts unknown", TALK how MAIL was said: "tls", "clear" or "none".
number=0
try_case() {
    what=$1
    expected=$2
    exit_expected=$3
    talk_expected=$4
    lines=$5
    shift 5
    number=$((number + 1))
    start_server "server$number" "$@"
    new_desk "port = $SERVER_PORT; timeout = 5; $lines"
    fill "" "good@example.com" 1
    send_once
    is "$what: the outbox" "$(outcomes)" "1 $expected"
    is "$what: exit status" "$SENT" "$exit_expected"
    case $(grep -E ' MAIL ' "$T/server$number/talk" 2>/dev/null) in
    *" tls MAIL "*) talk=tls ;;
    *" MAIL "*) talk=clear ;;
    *) talk=none ;;
    esac
    is "$what: how it was sent" "$talk" "$talk_expected"
}

right="--tls $T/right.crt $T/right.key"
other="--tls $T/other.crt $T/other.key"
# shellcheck disable=SC2086 # the options are words
{
    try_case "required, not offered" "due 0 0" 75 none 'tls = "required";'
    try_case "required, a stranger's certificate" "due 0 0" 75 none 'tls = "required";' $right
    try_case "required, ca_file" "sent 1 0" 0 tls "tls = \"required\"; ca_file = \"$T/right.crt\";" $right
    try_case "required, another name" "due 0 0" 75 none "tls = \"required\"; ca_file = \"$T/other.crt\";" $other
    try_case "wrapped" "sent 1 0" 0 tls "tls = \"wrapped\"; ca_file = \"$T/right.crt\";" $right --wrapped
    try_case "opportunistic, offered" "sent 1 0" 0 tls 'tls = "opportunistic";' $other
    try_case "opportunistic, not offered" "sent 1 0" 0 clear 'tls = "opportunistic";'
    try_case "this machine, by default" "sent 1 0" 0 tls "" $other
    try_case "none" "sent 1 0" 0 clear 'tls = "none";' $right
}

# Logins.
new_login() { # LINES SERVER-OPTIONS...
    lines=$1
    shift
    number=$((number + 1))
    start_server "server$number" --login desk "$secret" "$@"
    new_desk "port = $SERVER_PORT; timeout = 5; $lines"
    fill "" "good@example.com" 1
}

# shellcheck disable=SC2086
new_login "$login tls = \"required\"; ca_file = \"$T/right.crt\";" $right
send_once
is "login: sent" "$(outcomes)" "1 sent 1 0"
# shellcheck disable=SC2086
new_login "tls = \"required\"; ca_file = \"$T/right.crt\";" $right
send_once
is "login wanted, none given: no attempt is spent" "$(outcomes) $SENT" "1 due 0 0 75"
new_login "$login tls = \"opportunistic\";"
send_once
is "login, encryption not offered: not sent" "$(outcomes) $SENT" "1 due 0 0 75"
unlike "login, encryption not offered: the password stays here" "$(cat "$T/server$number/talk")" AUTH
echo wrong >"$T/password"
# shellcheck disable=SC2086
new_login "$login tls = \"required\"; ca_file = \"$T/right.crt\";" $right
send_once
is "wrong password: no attempt is spent" "$(outcomes) $SENT" "1 due 0 0 75"
chmod 644 "$T/password"
send_once
is "a password that others may read: exit status" "$SENT" 78
like "a password that others may read: said" "$(cat "$T/send.err")" 'password: others may read|others may read this password'
rm "$T/password"
is "the password is in no other file" "$(grep -rl "$secret" "$T")" ""
