#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What sportello says about its commands: all, those of one first word, one, and to
# who mistypes one; in 80 columns where a name leaves room.
set -u
export LC_ALL=C.UTF-8
sportello=${SP_BUILD:-.}/sportello
wrong=0

# says STATUS REGEX WORD...: the exit status, and a line of what is printed.
says() {
    expected=$1
    line=$2
    shift 2
    said=$("$sportello" "$@" 2>&1 </dev/null)
    status=$?
    if [ $status -ne "$expected" ] || ! printf '%s\n' "$said" | grep -Eq -- "$line"; then
        printf 'sportello %s: exit status %s, expected %s and /%s/ in:\n%s\n' "$*" $status "$expected" "$line" "$said"
        wrong=1
    fi
}

says 0 '^  ticket list ' --help
says 0 '^  ticket list ' ticket --help
says 64 '^  ticket list ' ticket
says 64 'with "ticket" begin:$' ticket lst
says 64 'no command "tiket list"; did you mean "ticket list"\?' tiket list
says 64 'no command "chek"; did you mean "check"\?' chek
says 64 'no command "qwertyuiop"; see sportello --help$' qwertyuiop
says 0 '^  --queue NAME              of this queue$' ticket list --help
says 0 '^  --open                    only open ones$' ticket list --help
says 64 'there is no option --opne; see sportello ticket list --help' ticket list --opne
wide=$("$sportello" --help | grep -E '^.{80}')
[ -z "$wide" ] || { printf 'wider than 79 columns:\n%s\n' "$wide"; wrong=1; }
exit $wrong
