#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The golden messages of maildir-test, delivered in their order into an empty desk:
# of each comes what its expectation says.  One statement a message, one line a
# difference.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
need_programs sqlite3
golden=$SP_SOURCE/maildir-test
names=$(sed -n 's/^\([^#|]*[^ #|]\) *|.*/\1/p' "$golden/INDEX")
# shellcheck disable=SC2086 # the names are words
set -- $names
plan $(($# + 4))

install_programs
new_desk 9
must "the staff are added" add_staff
# Where the desk's user can read it.
cp -R "$golden" "$T/golden"
chmod -R go+rX "$T/golden"
# As the desk, also because a WAL database is opened only by who may write beside it.
as_desk python3 "$TOOLS/maildir_run.py" "$T/golden" "$DB" "$T/bin/sportello-deliver" -c "$CONF" \
    >"$T/differences" 2>"$T/deliveries.log"
is "all messages are delivered" $? 0
[ -s "$T/differences" ] || bail "nothing was delivered"
for name; do
    is "$name" "$(sed -n "s/^$name	//p" "$T/differences")" ok
done
desk_holds
is "no alarm was raised but for what is in them" "$(desk_sql "SELECT kind FROM alarm WHERE kind NOT IN ('unproven')")" ""
