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

# --- TAP -----------------------------------------------------------------------

tap_planned=0
tap_run=0
tap_failed=0

plan() {
    tap_planned=$1
    echo "1..$1"
}

diag() {
    printf '%s\n' "$*" | sed 's/^/# /'
}

pass() {
    tap_run=$((tap_run + 1))
    echo "ok $tap_run - $1"
}

fail() {
    tap_run=$((tap_run + 1))
    tap_failed=$((tap_failed + 1))
    echo "not ok $tap_run - $1"
    [ $# -lt 2 ] || diag "$2"
}

# ok NAME COMMAND...: holds when the command succeeds; its output is shown if not.
ok() {
    ok_name=$1
    shift
    if ok_said=$("$@" 2>&1); then
        pass "$ok_name"
    else
        fail "$ok_name" "exit status $? of: $*
$ok_said"
    fi
}

# must NAME COMMAND...: like ok, and nothing more is tried when it fails.
must() {
    must_before=$tap_failed
    ok "$@"
    [ $tap_failed -eq $must_before ] || bail "$1"
}

# is NAME GOT EXPECTED
is() {
    if [ "$2" = "$3" ]; then
        pass "$1"
    else
        fail "$1" "     got: $2
expected: $3"
    fi
}

# like NAME TEXT REGEX: some line of TEXT matches (extended regular expression).
like() {
    if printf '%s\n' "$2" | grep -Eq -- "$3"; then
        pass "$1"
    else
        fail "$1" "nothing matches /$3/ in:
$2"
    fi
}

unlike() {
    if printf '%s\n' "$2" | grep -Eq -- "$3"; then
        fail "$1" "/$3/ matches in:
$2"
    else
        pass "$1"
    fi
}

# skip_all WHY: before `plan`, when the machine lacks something.
skip_all() {
    echo "1..0 # SKIP $1"
    tap_planned=-1
    exit 77
}

# For what makes going on pointless.
bail() {
    echo "Bail out! $1"
    tap_failed=$((tap_failed + 1))
    exit 99
}

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

# listens PORT: something does, on 127.0.0.1 or everywhere (state 0A in the kernel's table).
listens() {
    grep -Eq "^ *[0-9]+: (0100007F|00000000):$(printf %04X "$1") 00000000:0000 0A " /proc/net/tcp
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

# --- Postfix -----------------------------------------------------------------------------

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
    wait_until postfix_up_or_gone && listens "$SMTP_PORT"
}

postfix_up_or_gone() {
    listens "$SMTP_PORT" || is_gone "$postfix_pid" master
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

# --- SMTP servers that only take mail ----------------------------------------------------

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
# in $T/NAME.  Sets $SINK_PORT.
start_smtp_sink() {
    sink_name=$1
    shift
    mkdir -p "$T/$sink_name"
    if [ "$(id -u)" -eq 0 ]; then
        chown "$SP_TEST_USER" "$T/$sink_name"
        set -- -u "$SP_TEST_USER" "$@"
    fi
    sink_tries=0
    while [ $sink_tries -lt 5 ]; do
        sink_tries=$((sink_tries + 1))
        SINK_PORT=$(free_port) || bail "no free port"
        smtp-sink -d "$T/$sink_name/%Y." "$@" "127.0.0.1:$SINK_PORT" 100 >"$T/$sink_name.log" 2>&1 &
        sink_pid=$!
        wait_until sink_up_or_gone
        if listens "$SINK_PORT" 2>/dev/null; then
            remember $sink_pid
            return 0
        fi
    done
    bail "smtp-sink does not start: $(cat "$T/$sink_name.log")"
}

sink_up_or_gone() {
    listens "$SINK_PORT" || ! kill -0 "$sink_pid" 2>/dev/null
}

# files_in FOLDER: how many files.
files_in() {
    find "$1" -type f 2>/dev/null | wc -l
}

# has_files FOLDER N: at least N files.
has_files() {
    [ "$(files_in "$1")" -ge "$2" ]
}

# --- sending ---------------------------------------------------------------------------------

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
