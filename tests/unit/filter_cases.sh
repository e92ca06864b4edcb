#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Each rules file of filters/ has its cases beside it, and all come out as they say.
set -u
SPORTELLO_DATA=${SP_SOURCE:-.}
export SPORTELLO_DATA
status=0
for rules in "$SPORTELLO_DATA"/filters/*.rules; do
	cases=${rules%.rules}.cases
	if [ ! -f "$cases" ]; then
		echo "$rules: it has no cases; write $cases"
		status=1
	fi
done
"${SP_BUILD:-.}/sportello" filter test "$SPORTELLO_DATA"/filters/*.cases || status=1
exit $status
