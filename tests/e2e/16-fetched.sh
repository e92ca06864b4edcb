#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# contrib/fetchmail and contrib/getmail with a real IMAP server: what exits 0 leaves
# the mailbox, what exits 75 or dies stays there and is taken again (FAULTS 60).  A
# substitute stands for sportello-deliver; then the real one has a desk.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=recipes.sh
. "${0%/*}/recipes.sh"
need_programs fetchmail getmail doveadm sqlite3
plan 30

box=$T/mail/assistenza

# start_imap: Dovecot, with one mailbox in $box; sets $IMAP_PORT.
start_imap() {
    imap_tries=0
    until try_imap; do
        imap_tries=$((imap_tries + 1))
        [ $imap_tries -lt 5 ] || bail "Dovecot does not start: $(cat "$T/dovecot.log")"
    done
}

try_imap() {
    IMAP_PORT=$(free_port) || bail "no free port"
    mkdir -p "$T/dovecot" "$box/new" "$box/cur" "$box/tmp"
    chown -R "$SP_TEST_USER:$SP_TEST_GROUP" "$T/mail"
    echo "assistenza@example.it:{PLAIN}the password:$(id -u "$SP_TEST_USER"):$(id -g "$SP_TEST_USER")::$T/mail" \
        >"$T/dovecot/users"
    cat >"$T/dovecot/dovecot.conf" <<CONF
base_dir = $T/dovecot/run
state_dir = $T/dovecot/run
log_path = $T/dovecot.log
listen = 127.0.0.1
protocols = imap
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_location = maildir:$box
passdb {
  driver = passwd-file
  args = $T/dovecot/users
}
userdb {
  driver = passwd-file
  args = $T/dovecot/users
}
service imap-login {
  inet_listener imap {
    port = $IMAP_PORT
  }
  inet_listener imaps {
    port = 0
  }
}
CONF
    dovecot -F -c "$T/dovecot/dovecot.conf" &
    imap_pid=$!
    remember $imap_pid
    wait_until listens_or_gone $imap_pid "$(born $imap_pid)" "$IMAP_PORT"
    listens_there $imap_pid "$IMAP_PORT"
}

# arrives SENDER TEXT [TO FROM]: a mail lies in the mailbox, as the provider's server put it there.
arrives() {
    arrived=$((${arrived:-0} + 1))
    printf 'Return-Path: <%s>\nFrom: %s\nTo: %s\nSubject: Una domanda\nMessage-ID: <%s.%s@cliente.example>\n\n%s\n' \
        "$1" "${4:-mario@cliente.example}" "${3:-assistenza@example.it}" $arrived "$fetcher" "$2" >"$box/tmp/$arrived"
    chown "$SP_TEST_USER" "$box/tmp/$arrived"
    mv "$box/tmp/$arrived" "$box/new/$arrived"
}

in_box() {
    find "$box/new" "$box/cur" -type f | wc -l
}

fetch_fetchmail() {
    as_desk env HOME="$T/home" LC_ALL=C fetchmail --silent --nodetach --fetchmailrc "$T/home/fetchmailrc" --idfile "$T/home/ids" \
        --pidfile "$T/home/pid" >"$T/fetch.log" 2>&1
}

fetch_getmail() {
    as_desk env HOME="$T/home" getmail --quiet --getmaildir "$T/home" --rcfile "$T/home/getmailrc" >"$T/fetch.log" 2>&1
}

# The recipes, with the server, the port and the program of this test.
write_recipes() {
    mkdir -p "$T/home"
    # No certificate here: the lines that ask for encryption go.
    sed -e "s|poll mail.provider.example protocol imap|poll localhost protocol imap port $IMAP_PORT|" \
        -e 's|^    ssl sslproto.*|    sslproto ""|' -e "s|is sportello here|is $SP_TEST_USER here|" \
        -e "s|/usr/libexec/sportello/|$T/bin/|" "$SP_SOURCE/contrib/fetchmail/fetchmailrc" >"$T/home/fetchmailrc"
    sed -e 's|SimpleIMAPSSLRetriever|SimpleIMAPRetriever|' -e "s|^server = .*|server = 127.0.0.1\nport = $IMAP_PORT|" \
        -e "s|/usr/libexec/sportello/|$T/bin/|" "$SP_SOURCE/contrib/getmail/getmailrc" >"$T/home/getmailrc"
    chown -R "$SP_TEST_USER:$SP_TEST_GROUP" "$T/home"
    chmod 700 "$T/home"
    chmod 600 "$T/home/fetchmailrc" "$T/home/getmailrc"
}

# check_fetcher: 11 statements.
check_fetcher() {
    ends_as 0
    arrives mario@cliente.example "il corpo"
    ok "$fetcher takes a mail" "fetch_$fetcher"
    is "which leaves the mailbox" "$(in_box)" 0
    is "one try for exit 0" "$(tries)" 1
    is "the envelope is on the command line" "$(cat "$T"/got/args.*)" '<-f><mario@cliente.example><--><assistenza@example.it>'
    like "the content is on standard input" "$(cat "$T"/got/mail.*)" '^il corpo.?$'

    ends_as 0
    # shellcheck disable=SC2016 # not ours to expand
    arrives '"$(touch${IFS}'"$T"'/got/x)`touch${IFS}'"$T"'/got/y`;touch${IFS}'"$T"'/got/z;'"'"'"@cliente.example' "insidioso"
    "fetch_$fetcher"
    is "a sender made for the shell runs nothing" "$(find "$T/got" -name '[xyz]')" ""

    for how in 75 127 KILL SEGV; do
        ends_as "$how"
        arrives mario@cliente.example "finisce con $how"
        "fetch_$fetcher"
        "fetch_$fetcher"
        is "60: ended by $how: kept, taken again" "$(tries) $(in_box)" "2 0"
    done
    ends_as 75
    arrives mario@cliente.example "resta"
    "fetch_$fetcher"
    is "until then it stays" "$(in_box)" 1
    rm -f "$box"/new/* "$box"/cur/*
}

substitute_deliver
start_imap
write_recipes
for fetcher in fetchmail getmail; do
    check_fetcher
done

install_programs
mv "$T/bin/sportello-deliver" "$T/bin/sportello-deliver.real"
printf '#!/bin/sh\nSPORTELLO_DATA=%s SPORTELLO_CONF=%s exec %s "$@"\n' \
    "$T/share" "$CONF" "$T/bin/sportello-deliver.real" >"$T/bin/sportello-deliver"
chmod 755 "$T/bin/sportello-deliver"
new_desk 9
add_staff || bail "no staff"
for fetcher in fetchmail getmail; do
    entries=$(desk_sql 'SELECT count(*) FROM entry')
    arrives "mario@$fetcher.example" "Una domanda che arriva con $fetcher, diversa dalle altre." assistenza@desk.example.it "mario@$fetcher.example"
    ok "$fetcher brings a mail to a desk" "fetch_$fetcher"
    is "it is a ticket" "$(desk_sql 'SELECT max(number) FROM ticket')" "$((entries / 2 + 1))"
    # The token of Anna's notification, as it stands in the mail.
    reply=$(desk_sql "SELECT CAST(bytes AS TEXT) FROM outbox_raw r JOIN outbox o ON o.id = r.outbox_id
        WHERE o.template = 'notification' AND o.recipient LIKE 'anna%' ORDER BY o.id" | tr -d '\r' | grep -Eo 'assistenza\+[a-z2-7]{36}@desk.example.it' | tail -n 1)
    arrives anna.verdi@desk.example.it "La risposta." "$reply" anna.verdi@desk.example.it
    "fetch_$fetcher"
    is "an answer finds its ticket by the token in To" "$(desk_sql 'SELECT kind FROM entry ORDER BY id DESC LIMIT 1')" staff
done
is "each mail is recorded once" "$(desk_sql 'SELECT count(*) FROM message')" 4
desk_holds
