# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# SMTP servers that only take mail; lib.sh reads this file.

# start_sink NAME: tools/sink.py, one file a message in $T/NAME, named 000001 on;
# how it answers is in $T/NAME.answers (see the program).  Sets $SINK_PORT.
start_sink() {
    mkdir -p "$T/$1"
    : >>"$T/$1.answers"
    rm -f "$T/$1.port"
    python3 "$TOOLS/sink.py" "$T/$1" "$T/$1.answers" "$T/$1.port" >"$T/$1.log" 2>&1 &
    remember $!
    wait_until test -s "$T/$1.port" || bail "the sink does not start: $(cat "$T/$1.log")"
    SINK_PORT=$(cat "$T/$1.port")
}

# start_smtp_sink NAME [OPTIONS]: Postfix's own smtp-sink, one dump file a message
# in $T/NAME, or none where SINK_KEEPS=no.  Sets $SINK_PORT.
start_smtp_sink() {
    sink_name=$1
    shift
    mkdir -p "$T/$sink_name"
    if [ "$(id -u)" -eq 0 ]; then
        chown "$SP_TEST_USER" "$T/$sink_name"
        set -- -u "$SP_TEST_USER" "$@"
    fi
    [ "${SINK_KEEPS:-yes}" = no ] || set -- -d "$T/$sink_name/%Y." "$@"
    sink_tries=0
    while [ $sink_tries -lt 5 ]; do
        sink_tries=$((sink_tries + 1))
        SINK_PORT=$(free_port) || bail "no free port"
        smtp-sink "$@" "127.0.0.1:$SINK_PORT" 100 >"$T/$sink_name.log" 2>&1 &
        sink_pid=$!
        remember $sink_pid
        wait_until listens_or_gone $sink_pid "$(born $sink_pid)" "$SINK_PORT"
        ! listens_there $sink_pid "$SINK_PORT" || return 0
    done
    bail "smtp-sink does not start: $(cat "$T/$sink_name.log")"
}
