#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# contrib/completion/sportello: every command and every option of the program's own
# table is offered, and nothing else.
set -u
export LC_ALL=C.UTF-8
SP_SOURCE=${SP_SOURCE:-.}
SP_BUILD=${SP_BUILD:-.}
# shellcheck source=../../contrib/completion/sportello
. "$SP_SOURCE/contrib/completion/sportello"
wrong=0
asked=0

# offers EXPECTED WORD...: what is offered for the last WORD.
offers() {
    local expected=$1 got
    shift
    COMP_WORDS=("$SP_BUILD/sportello" "$@")
    COMP_CWORD=$#
    _sportello
    got=$(printf '%s\n' "${COMPREPLY[@]}" | sort -u)
    asked=$((asked + 1))
    if [ "$got" != "$(printf '%s\n' "$expected" | sort -u)" ]; then
        printf 'after "%s" expected:\n%s\ngot:\n%s\n' "$*" "$expected" "$got"
        wrong=$((wrong + 1))
    fi
}

table=$("$SP_BUILD/sportello" --help | sed -nE 's/^  ([a-z-]+( [a-z-]+)?)(  .*)?$/\1/p')
[ "$(wc -l <<<"$table")" -gt 30 ] || { echo "the table is not read: $table"; exit 1; }
firsts=$(cut -d ' ' -f 1 <<<"$table" | sort -u)

offers "$firsts
--help" ""
offers "$firsts
--help" -c some.conf ""
offers "calendar" cal
for first in $firsts; do
    if grep -q "^$first " <<<"$table"; then
        offers "$(sed -nE "s/^$first (.*)/\\1/p" <<<"$table")" "$first" ""
    fi
done
while read -r command; do
    # shellcheck disable=SC2086 # one word or two
    options=$("$SP_BUILD/sportello" $command --help </dev/null | grep -Eo '^  --[a-z-]+' | tr -d ' ')
    [ -n "$options" ] || { echo "$command has no option"; wrong=$((wrong + 1)); }
    # shellcheck disable=SC2086
    offers "$options" $command --
    # shellcheck disable=SC2086
    offers "$options" -c some.conf $command --
done <<<"$table"
cd "$SP_SOURCE/examples" || exit 1
case $SP_BUILD in /*) offers sportello.conf explain sportello.c ;; esac
echo "$asked questions, $wrong wrong"
[ "$wrong" -eq 0 ]
