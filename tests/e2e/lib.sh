# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# End-to-end tests: what every one of them needs.  A test reads this file first,
# says `plan N`, and makes N statements with ok, is, like, unlike, pass or fail;
# the output is TAP, the exit status 0 only when all N held.  77 is "skipped":
# something the machine lacks, named in the output.
#
# What always holds: everything a test writes is below its own temporary folder
# $T; every server listens on 127.0.0.1 only, on a port found free; whatever was
# started is ended by its process id, also after a failure or a signal; nothing
# waits for a fixed time, but for a condition, with a bound.
#
# Environment: SP_SOURCE and SP_BUILD (the trees, set by make check), SP_TEST_USER
# (who runs sportello-deliver below pipe(8)), SP_KEEP=1 (keep $T to look at it).

set -u
export LC_ALL=C.UTF-8
umask 022

SP_SOURCE=${SP_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
SP_BUILD=${SP_BUILD:-$SP_SOURCE}
# Debian's own programs: somebody's other ones may not be for the desk's user to run.
PATH=/usr/sbin:/usr/bin:/sbin:/bin:$PATH
PATIENCE=${SP_PATIENCE:-240} # seconds, the bound of every wait: a busy machine is slow

# sweep_clocks: libfaketime names its shared memory by process number and leaves it
# behind where a program ends by _exit or by a signal.  A later process of that number
# that another user runs could not open it, and would not start.
sweep_clocks() {
    for clock_memory in /dev/shm/faketime_shm_* /dev/shm/sem.faketime_sem_*; do
        [ ! -e "$clock_memory" ] || [ -d "/proc/${clock_memory##*_}" ] || printf '%s\0' "$clock_memory"
    done | xargs -0 rm -f
}
sweep_clocks

. "$SP_SOURCE/tests/e2e/tap.sh"

# --- what the machine must have --------------------------------------------------

need_postfix() {
    [ "$(id -u)" -eq 0 ] || skip_all "a real Postfix needs root: run make check as root (CI does)"
    need_programs postfix swaks
}

need_programs() {
    for need_one in "$@"; do
        command -v "$need_one" >/dev/null || skip_all "$need_one is not installed: run ./bootstrap as root"
    done
}

# --- waiting ---------------------------------------------------------------------

# wait_until COMMAND...: polls until the command succeeds; 1 when it never did (and
# what is waited for after that gets little time: the test has failed already).
wait_until() {
    wait_end=$(($(date +%s) + PATIENCE))
    until "$@" >/dev/null 2>&1; do
        if [ "$(date +%s)" -ge "$wait_end" ]; then
            diag "after $PATIENCE s still not true: $*"
            PATIENCE=5
            return 1
        fi
        sleep 0.1
    done
}

# --- what was started, and its end -----------------------------------------------

T=$(mktemp -d "${TMPDIR:-/tmp}/sportello-e2e.XXXXXX") || exit 99
chmod 755 "$T"
# Copied where the desk's user can read them, wherever the source lies.
TOOLS=$T/tools
cp -R "$SP_SOURCE/tests/e2e/tools" "$TOOLS" && chmod -R u+w,go+rX "$TOOLS"
started=$T/started # a line each: process id, when it began
: >"$started"

# remember PID: it is ours to end.
remember() {
    echo "$1 $(born "$1")" >>"$started"
}

# born PID: when it began, in the kernel's ticks.  With it a number names one process
# for ever; its name would not do: until it has called exec, that is still the shell's.
born() {
    sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

is_ours() { # PID BORN
    [ -n "$2" ] && [ "$(born "$1")" = "$2" ]
}

is_gone() { # PID BORN
    ! is_ours "$1" "$2" || grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null
}

stop_one() { # PID BORN
    is_ours "$1" "$2" || return 0
    kill -TERM "$1" 2>/dev/null
    stop_tries=0
    until is_gone "$1" "$2"; do
        stop_tries=$((stop_tries + 1))
        [ $stop_tries -ne 100 ] || kill -KILL "$1" 2>/dev/null
        if [ $stop_tries -ge 150 ]; then
            diag "process $1 does not end"
            return 1
        fi
        sleep 0.1
    done
}

# Ends what is running, the last started first.
stop_all() {
    stop_list=$(sort -rn -k3 <<LIST
$(awk '{ print $1, $2, NR }' "$started")
LIST
    )
    : >"$started"
    printf '%s\n' "$stop_list" | while read -r stop_pid stop_comm _; do
        [ -z "$stop_pid" ] || stop_one "$stop_pid" "$stop_comm"
    done
}

on_exit() {
    exit_status=$?
    trap '' EXIT HUP INT TERM
    stop_all
    if [ $tap_planned -ge 0 ]; then
        if [ $tap_run -ne $tap_planned ]; then
            diag "$tap_run of $tap_planned planned tests ran (exit status $exit_status)"
            tap_failed=$((tap_failed + 1))
        fi
        [ $tap_failed -eq 0 ] || show_logs
        [ $exit_status -ne 0 ] || [ $tap_failed -eq 0 ] || exit_status=1
    fi
    if [ -n "${SP_KEEP:-}" ]; then
        diag "kept: $T"
    else
        rm -rf "$T"
    fi
    exit $exit_status
}
trap on_exit EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# After a failure: the ends of the logs, as diagnostics.
show_logs() {
    for show_log in "$T"/postfix/log/mail.log "$T"/desk/*.log "$T"/*.log; do
        [ -s "$show_log" ] || continue
        diag "--- the end of ${show_log#"$T"/}"
        tail -n 40 "$show_log" | sed 's/^/# /'
    done
}

# free_port: prints one nobody listens on, below the range of outgoing connections.
free_port() {
    python3 "$TOOLS/free_port.py"
}

# listens_there PID PORT: this process does, on 127.0.0.1 or everywhere (state 0A in the
# kernel's table); another one may have taken a port that was free a moment ago.
listens_there() {
    there_inode=$(awk -v port="$(printf %04X "$2")" \
        '$4 == "0A" && ($2 == "0100007F:" port || $2 == "00000000:" port) { print $10; exit }' /proc/net/tcp)
    [ -n "$there_inode" ] && find "/proc/$1/fd" -lname "socket:\[$there_inode\]" 2>/dev/null | grep -q .
}

# listens_or_gone PID BORN PORT: waiting is over.
listens_or_gone() {
    listens_there "$1" "$3" || is_gone "$1" "$2"
}

# --- people of the machine ----------------------------------------------------------

if [ -z "${SP_TEST_USER:-}" ]; then
    if id sportello-test >/dev/null 2>&1; then SP_TEST_USER=sportello-test; else SP_TEST_USER=nobody; fi
fi
SP_TEST_GROUP=$(id -gn "$SP_TEST_USER")

# as_desk COMMAND...: as who runs the desk (without root: as ourselves).  FAKE_CLOCK:
# words to put before the command (desk.sh, at), mostly none.
FAKE_CLOCK=
as_desk() {
    # shellcheck disable=SC2086 # words
    if [ "$(id -u)" -eq 0 ]; then
        setpriv --reuid="$SP_TEST_USER" --regid="$SP_TEST_GROUP" --clear-groups -- $FAKE_CLOCK "$@"
    else
        $FAKE_CLOCK "$@"
    fi
}

. "$SP_SOURCE/tests/e2e/postfix.sh"
. "$SP_SOURCE/tests/e2e/sinks.sh"

# --- mails: counted, sent, read -------------------------------------------------------------

# files_in FOLDER: how many files.
files_in() {
    find "$1" -type f 2>/dev/null | wc -l
}

# has_files FOLDER N: at least N files.
has_files() {
    [ "$(files_in "$1")" -ge "$2" ]
}

# swaks_send FROM TO [SWAKS OPTIONS]: through our Postfix; silent unless it fails.
swaks_send() {
    swaks_from=$1
    swaks_to=$2
    shift 2
    # It would ask for a recipient for ever.
    [ -n "$swaks_to" ] || return 1
    swaks --server "127.0.0.1:$SMTP_PORT" --helo client.example --from "$swaks_from" \
        --to "$swaks_to" --silent 2 "$@"
}

# mail_part FILE WHAT: a header (decoded), or "body": see the program.
mail_part() {
    python3 "$TOOLS/mail_part.py" "$@"
}

# json_get JSON PATH: one value (see the program).
json_get() {
    printf '%s\n' "$1" | python3 "$TOOLS/json_get.py" "$2"
}
