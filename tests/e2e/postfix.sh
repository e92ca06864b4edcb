# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# A real Postfix below $T, on loopback; lib.sh reads this file.

# start_postfix: a real one in $T/postfix; sets $SMTP_PORT.  Before it, a test may
# append to these files:
#   $T/postfix/etc/transport   address or domain -> transport (the desk's own: sportello:)
#   $T/postfix/etc/recipients  addresses in relay domains that exist
#   $T/postfix/etc/mailboxes   address -> Maildir below $T/mail, with its final slash
#   $T/postfix/etc/main.cf.more, master.cf.more
# The pipe(8) transport is contrib/postfix/master.cf, with the paths of the test.
prepare_postfix() {
    mkdir -p "$T/postfix/etc" "$T/postfix/queue" "$T/postfix/data" "$T/postfix/log" "$T/mail"
    chown postfix "$T/postfix/data"
    chown "$SP_TEST_USER" "$T/mail"
    for prepare_file in transport recipients mailboxes main.cf.more master.cf.more; do
        : >>"$T/postfix/etc/$prepare_file"
    done
}

write_main_cf() {
    cat >"$T/postfix/etc/main.cf.all" <<CONF
compatibility_level = 3.6
queue_directory = $T/postfix/queue
data_directory = $T/postfix/data
maillog_file = $T/postfix/log/mail.log
maillog_file_prefixes = $T
mail_owner = postfix
myhostname = mx.desk.example.it
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
disable_dns_lookups = yes
smtpd_peername_lookup = no
mydestination =
alias_maps =
alias_database =
local_recipient_maps =
mynetworks = 127.0.0.0/8
relay_domains = desk.example.it
relay_recipient_maps = texthash:$T/postfix/etc/recipients
transport_maps = texthash:$T/postfix/etc/transport
default_transport = error:no such domain in this test
virtual_mailbox_base = $T/mail
virtual_mailbox_maps = texthash:$T/postfix/etc/mailboxes
virtual_mailbox_limit = 0
mailbox_size_limit = 0
virtual_minimum_uid = 1
virtual_uid_maps = static:$(id -u "$SP_TEST_USER")
virtual_gid_maps = static:$(id -g "$SP_TEST_USER")
message_size_limit = 60000000
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
transport_retry_time = 1s
$(sed -e '/^#/d' "$SP_SOURCE/contrib/postfix/main.cf" | grep -E '^(recipient_delimiter|sportello_)')
CONF
    cat "$T/postfix/etc/main.cf.more" >>"$T/postfix/etc/main.cf.all"
    # Of a setting that stands twice, the last one.
    awk -F ' *= *' '!($1 in line) { order[++n] = $1 } { line[$1] = $0 }
        END { for (i = 1; i <= n; i++) print line[order[i]] }' \
        "$T/postfix/etc/main.cf.all" >"$T/postfix/etc/main.cf"
}

write_master_cf() {
    cat >"$T/postfix/etc/master.cf" <<CONF
127.0.0.1:$SMTP_PORT inet n - n - - smtpd
pickup    unix  n       -       n       60      1       pickup
cleanup   unix  n       -       n       -       0       cleanup
qmgr      unix  n       -       n       300     1       qmgr
rewrite   unix  -       -       n       -       -       trivial-rewrite
bounce    unix  -       -       n       -       0       bounce
defer     unix  -       -       n       -       0       bounce
trace     unix  -       -       n       -       0       bounce
flush     unix  n       -       n       1000?   0       flush
proxymap  unix  -       -       n       -       -       proxymap
smtp      unix  -       -       n       -       -       smtp
showq     unix  n       -       n       -       -       showq
error     unix  -       -       n       -       -       error
retry     unix  -       -       n       -       -       error
discard   unix  -       -       n       -       -       discard
local     unix  -       n       n       -       -       local
virtual   unix  -       n       n       -       -       virtual
anvil     unix  -       -       n       -       1       anvil
scache    unix  -       -       n       -       1       scache
postlog   unix-dgram n  -       n       -       1       postlogd
CONF
    sed -e '/^#/d' -e "s|user=sportello:sportello|user=$SP_TEST_USER:$SP_TEST_GROUP|" \
        -e "s|/usr/libexec/sportello/sportello-deliver|$T/bin/sportello-deliver -c $T/desk/sportello.conf|" \
        "$SP_SOURCE/contrib/postfix/master.cf" >>"$T/postfix/etc/master.cf"
    cat "$T/postfix/etc/master.cf.more" >>"$T/postfix/etc/master.cf"
}

start_postfix() {
    prepare_postfix
    start_tries=0
    while :; do
        SMTP_PORT=$(free_port) || bail "no free port"
        write_main_cf
        write_master_cf
        # A port taken in the meantime: the master ends at once; try another.
        if postfix -c "$T/postfix/etc" start >"$T/postfix/log/start.log" 2>&1 && postfix_answers; then
            return 0
        fi
        start_tries=$((start_tries + 1))
        if [ $start_tries -ge 5 ]; then
            diag "$(cat "$T/postfix/log/start.log" "$T/postfix/log/mail.log" 2>/dev/null)"
            bail "Postfix does not start"
        fi
    done
}

postfix_answers() {
    postfix_pid=$(tr -d ' ' <"$T/postfix/queue/pid/master.pid") || return 1
    remember "$postfix_pid"
    wait_until listens_or_gone "$postfix_pid" "$(born "$postfix_pid")" "$SMTP_PORT"
    listens_there "$postfix_pid" "$SMTP_PORT"
}

# queue_is_empty: Postfix has nothing left to deliver.  What is tried again goes from
# the deferred ones back to the incoming: they are looked at before and after.
queue_is_empty() {
    ! (cd "$T/postfix/queue" && find deferred maildrop incoming active deferred hold -type f 2>/dev/null) |
        grep -q .
}

flush_queue() {
    postqueue -c "$T/postfix/etc" -f
}

# logged COUNT REGEX: so many lines are in Postfix's log.  To be waited for: postlogd
# writes them when it comes to it, perhaps after the mail has left the queue.
logged() {
    [ "$(maillog "$2")" -ge "$1" ]
}

# maillog REGEX: how many lines of Postfix's log match.
maillog() {
    grep -Ec -- "$1" "$T/postfix/log/mail.log"
}
