# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# A mail server that says who wrote what: Postfix with OpenDKIM and OpenDMARC in
# front of the queue, as sportello.conf(5) says at authserv_id,
# keys and policies from a name server of the test.  Read lib.sh and desk.sh before.
#
# The domains: desk.example.it and cliente.example publish a key (selector "e2e")
# and a DMARC policy; povero.example publishes neither.

AUTHSERV=mx.desk.example.it

need_identity() {
    need_postfix
    need_programs opendkim opendmarc opendkim-testmsg openssl unshare python3
    unshare -m true 2>/dev/null || skip_all "no mount namespace of our own: the milters need a name server of the test"
}

# start_names: the name server; sets $NAMES (its address).
start_names() {
    mkdir -p "$T/keys"
    for names_domain in desk.example.it cliente.example; do
        openssl genrsa -out "$T/keys/$names_domain" 2048 2>/dev/null || bail "no key"
        chmod 600 "$T/keys/$names_domain"
        names_key=$(openssl rsa -in "$T/keys/$names_domain" -pubout 2>/dev/null | grep -v '^-' | tr -d '\n')
        echo "e2e._domainkey.$names_domain TXT v=DKIM1; k=rsa; p=$names_key"
        echo "_dmarc.$names_domain TXT v=DMARC1; p=none"
    done >"$T/zone"
    python3 "$TOOLS/dns.py" "$T/zone" "$T/names" >"$T/names.log" 2>&1 &
    remember $!
    wait_until test -s "$T/names" || bail "no name server: $(cat "$T/names.log")"
    NAMES=$(cat "$T/names")
    echo "nameserver $NAMES" >"$T/resolv.conf"
    echo "options timeout:5 attempts:2" >>"$T/resolv.conf"
}

# with_names COMMAND...: in its place, with the test's name server and no other.
with_names() {
    # shellcheck disable=SC2016 # for the inner shell to expand
    exec unshare -m sh -c 'mount --bind "$0" /etc/resolv.conf && exec "$@"' "$T/resolv.conf" "$@"
}

# start_milter NAME COMMAND...: its configuration is $T/NAME.conf; sets $MILTER_PORT.
start_milter() {
    milter_name=$1
    shift
    for _ in 1 2 3 4 5; do
        MILTER_PORT=$(free_port) || bail "no free port"
        sed -i "s/^Socket .*/Socket inet:$MILTER_PORT@127.0.0.1/" "$T/$milter_name.conf"
        (with_names "$@") >"$T/$milter_name.log" 2>&1 &
        milter_pid=$!
        remember $milter_pid
        wait_until listens_or_gone $milter_pid "$(born $milter_pid)" "$MILTER_PORT"
        ! listens_there $milter_pid "$MILTER_PORT" || return 0
    done
    bail "$milter_name does not start: $(cat "$T/$milter_name.log")"
}

# start_milters: before start_postfix: both, and Postfix asks them.
start_milters() {
    start_names
    prepare_postfix
    # The client of the tests comes from loopback, which both leave alone by themselves.
    echo 192.0.2.1 >"$T/nobody"
    cat >"$T/opendkim.conf" <<CONF
Socket where start_milter says
Mode v
AuthservID $AUTHSERV
AlwaysAddARHeader yes
RemoveARAll yes
RemoveARFrom $AUTHSERV
InternalHosts $T/nobody
ExternalIgnoreList $T/nobody
Nameservers $NAMES
Background no
Syslog no
PidFile $T/opendkim.pid
UserID opendkim
UMask 002
CONF
    start_milter opendkim opendkim -f -x "$T/opendkim.conf"
    echo "smtpd_milters = inet:127.0.0.1:$MILTER_PORT" >"$T/milters"
    cat >"$T/opendmarc.conf" <<CONF
Socket where start_milter says
AuthservID $AUTHSERV
TrustedAuthservIDs $AUTHSERV
IgnoreHosts $T/nobody
Background false
Syslog false
PidFile $T/opendmarc.pid
UserID opendmarc
CONF
    start_milter opendmarc opendmarc -f -c "$T/opendmarc.conf"
    echo "$(cat "$T/milters") inet:127.0.0.1:$MILTER_PORT" >>"$T/postfix/etc/main.cf.more"
    echo "milter_default_action = tempfail" >>"$T/postfix/etc/main.cf.more"
}

# sign DOMAIN <MAIL: with the domain's key.
sign() {
    opendkim-testmsg -d "$1" -k "$T/keys/$1" -s e2e -t "$T" -C
}

# post SENDER RECIPIENT <MAIL: through Postfix and both milters.
post() {
    tr -d '\r' >"$T/post.eml"
    swaks_send "$1" "$2" --data "@$T/post.eml"
}

# stored: how many messages the desk has; posted: sent and stored, which is waited for.
stored() {
    desk_sql 'SELECT count(*) FROM message'
}

posted() {
    posted_before=$(stored)
    post "$@" || return 1
    wait_until desk_sql_is 'SELECT count(*) FROM message' $((posted_before + 1))
}

# --- what the desk made of it ------------------------------------------------------

# last_mail: the id of the outbox's newest mail, for mails_since.
last_mail() {
    desk_sql 'SELECT coalesce(max(id), 0) FROM outbox'
}

# mails_since OUTBOX-ID: what was queued after it, a word template:recipient each.
mails_since() {
    desk_sql "SELECT template || ':' || substr(recipient, 1, instr(recipient, '@') - 1) FROM outbox
        WHERE id > $1 ORDER BY template, recipient" | tr '\n' ' ' | sed 's/ $//'
}

# newest TEMPLATE RECIPIENT: that mail of the outbox, in $T/newest.
newest() {
    desk_sql "SELECT CAST(r.bytes AS TEXT) FROM outbox o JOIN outbox_raw r ON r.outbox_id = o.id
        WHERE o.template = '$1' AND o.recipient = '$2' ORDER BY o.id DESC LIMIT 1" >"$T/newest"
    [ -s "$T/newest" ]
}
