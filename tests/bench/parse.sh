#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Parsing against GMime (libgmime-3.0-dev, where it is), over the shared corpus or
# else maildir-test, and over mails with one attachment of 1, 25 and 50 MB.
set -eu
cd "${SP_SOURCE:-.}"
build=${SP_BUILD:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

gmime=
if flags=$(pkg-config --cflags --libs gmime-3.0 nettle 2>/dev/null); then
	gmime=$build/tests/bench/parse_gmime
	# shellcheck disable=SC2086 # the flags are words
	${CC:-cc} -O2 -D_GNU_SOURCE tests/bench/parse_gmime.c $flags -o "$gmime"
else
	echo "GMime is not here (libgmime-3.0-dev): ours alone"
fi

# measure TITLE ROUNDS FILE...
measure() {
	echo "$1"
	shift
	[ -z "$gmime" ] || "$gmime" "$@"
	"$build/tests/bench/parse_ours" "$@"
}

if [ -d ../shared/corpus ]; then
	find ../shared/corpus -name '*.eml' >"$work/list"
else
	find maildir-test/new maildir-test/cur -type f >"$work/list"
fi
# shellcheck disable=SC2046 # no name has a blank
measure "$(wc -l <"$work/list") messages:" 3 $(cat "$work/list")
printf 'From: a@b.example\nSubject: s\n\n' >"$work/small"
measure "one empty message:" 300 "$work/small"
{ cat "$work/small"; yes "Una riga di testo, lunga circa settanta lettere come nelle vere mail." | head -c 10000; } >"$work/ten"
measure "one message of 10 KB:" 300 "$work/ten"
for size in 1 25 50; do
	tests/bench/big_mail.py "$size" >"$work/big"
	measure "one message of $size MB:" 5 "$work/big"
done
