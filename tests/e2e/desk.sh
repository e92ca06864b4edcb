# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# A desk for one test: the programs as they would be installed, a configuration,
# a database that `sportello init` has made, the staff.  It is the desk that
# maildir-test is written to (maildir-test/README.md).  Read lib.sh before.

CONF=$T/desk/sportello.conf
DB=$T/desk/state/sportello.db

# install_programs: copies in $T/bin that the desk's user may run, the data beside.
install_programs() {
    mkdir -p "$T/bin" "$T/share"
    for install_one in sportello sportello-deliver sportello-store sportello-send; do
        cp "$SP_BUILD/$install_one" "$T/bin/" || bail "$install_one is not built"
    done
    cp -R "$SP_SOURCE/templates" "$SP_SOURCE/filters" "$T/share/"
    chmod -R u+w,go+rX "$T/bin" "$T/share"
    SPORTELLO_DATA=$T/share
    export SPORTELLO_DATA
}

# new_desk SEND-PORT: $T/desk, with nobody in it; mail leaves to that port.
new_desk() {
    [ -x "$T/bin/sportello" ] || install_programs
    mkdir -p "$T/desk/state"
    sed -e "s/@SEND_PORT@/$1/" "$SP_SOURCE/tests/e2e/desk.conf" >"$CONF"
    [ "$(id -u)" -ne 0 ] || chown -R "$SP_TEST_USER:$SP_TEST_GROUP" "$T/desk"
    desk init >"$T/desk.init" 2>&1 || bail "sportello init fails: $(cat "$T/desk.init")"
}

# desk COMMAND...: sportello, on this desk.
desk() {
    as_desk "$T/bin/sportello" -c "$CONF" "$@"
}

# add_staff: Anna serves all that is Italian, Luca assistenza and support.
add_staff() {
    desk staff add --name "Anna Verdi" --address anna.verdi@desk.example.it \
        --queue assistenza --queue info >"$T/desk.staff" &&
        desk staff add --name "Luca Neri" --address luca.neri@desk.example.it \
            --queue assistenza --queue support >>"$T/desk.staff"
}

# deliver SENDER RECIPIENT [EXTENSION] <MAIL: as a mail server does, without one.
deliver() {
    as_desk "$T/bin/sportello-deliver" -c "$CONF" -f "$1" -a "${3:-}" -d "$2" -q "TEST$$" -- "$2"
}

# send_all: one run of the sender, as cron does it.
send_all() {
    as_desk "$T/bin/sportello-send" -c "$CONF"
}

# start_sender: the sender that stays.
start_sender() {
    # Not through as_desk's subshell: the process id must be the sender's own.
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid="$SP_TEST_USER" --regid="$SP_TEST_GROUP" --clear-groups -- \
            "$T/bin/sportello-send" -c "$CONF" --wait >"$T/send.log" 2>&1 &
    else
        "$T/bin/sportello-send" -c "$CONF" --wait >"$T/send.log" 2>&1 &
    fi
    sender_pid=$!
    wait_until grep -q sportello-send "/proc/$sender_pid/comm"
    remember $sender_pid
}

# desk_sql QUERY: what the database says, read only.
desk_sql() {
    as_desk sqlite3 -readonly "$DB" "$1"
}

# desk_sql_is QUERY RESULT
desk_sql_is() {
    [ "$(desk_sql "$1")" = "$2" ]
}

# route_desk_mail: before start_postfix: the desk's addresses go to sportello-deliver.
route_desk_mail() {
    prepare_postfix
    for route_queue in assistenza info support; do
        echo "$route_queue@desk.example.it sportello:" >>"$T/postfix/etc/transport"
        echo "$route_queue@desk.example.it x" >>"$T/postfix/etc/recipients"
    done
    echo "export_environment = TZ MAIL_CONFIG LANG SPORTELLO_DATA=$T/share" >>"$T/postfix/etc/main.cf.more"
}

# route_to_sink DOMAIN PORT: before start_postfix: mail to the domain goes there.
route_to_sink() {
    echo "$1 smtp:[127.0.0.1]:$2" >>"$T/postfix/etc/transport"
}

# desk_holds: the oracle of FAULTS.md: the database is whole and each row of the
# outbox is in a state that somebody looks after.
desk_holds() {
    is "the database is whole" "$(desk_sql 'PRAGMA integrity_check; PRAGMA foreign_key_check')" ok
}

# at INSTANT COMMAND...: with a clock that stands at that UTC second, or that
# "2026-11-02 10:00" of the desk's zone; what measures waits goes on.  Only what
# as_desk runs is told so: libfaketime's memory belongs to who made it.
at() {
    case $1 in *-*) at_instant=$(TZ=Europe/Rome date -d "$1" +%s) ;; *) at_instant=$1 ;; esac
    shift
    # shellcheck disable=SC2034 # as_desk's
    FAKE_CLOCK="env FAKETIME_FMT=%s FAKETIME=$at_instant FAKETIME_DONT_FAKE_MONOTONIC=1
        LD_PRELOAD=$(echo /usr/lib/*/faketime/libfaketime.so.1)"
    "$@"
    at_status=$?
    # shellcheck disable=SC2034 # as_desk's
    FAKE_CLOCK=
    return $at_status
}
