# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# A test's statements, as TAP; lib.sh reads this file, and on_exit there counts.

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
    # shellcheck disable=SC2034 # lib.sh reads it at the end
    tap_planned=-1
    exit 77
}

# For what makes going on pointless.
bail() {
    echo "Bail out! $1"
    tap_failed=$((tap_failed + 1))
    exit 99
}
