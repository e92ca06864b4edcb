#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# FAULTS.md 51, 54 to 56: a disk that is full, a database that is read-only, missing,
# locked or damaged.  The delivery ends with 75 and changes nothing, `sportello check`
# says what it is, and when it is mended the same delivery makes one ticket.
# shellcheck source=../e2e/lib.sh
. "${SP_SOURCE:-.}/tests/e2e/lib.sh"
# shellcheck source=../e2e/desk.sh
. "$SP_SOURCE/tests/e2e/desk.sh"
# shellcheck source=mended.sh
. "$SP_SOURCE/tests/fault/mended.sh"
need_programs sqlite3 python3 flock faketime prlimit
plan 81

new_desk 9
add_staff || bail "no staff"
cp -Rp "$T/desk/state" "$T/whole"

# renew: the desk as it was.
renew() {
    chmod -R u+w "$T/desk"
    rm -rf "$T/desk/state"
    cp -Rp "$T/whole" "$T/desk/state"
}

# explains NAME REGEX: check finds it and says what to do.
explains() {
    desk check >"$T/checked" 2>&1
    is "$1: check is not content" $? 1
    like "$1: and says why" "$(cat "$T/checked")" "^error .*$2"
}

# --- 54 -----------------------------------------------------------------------------
chmod 400 "$DB"
is "54, read-only file: 75" "$(delivered)" 75
is "54, read-only file: nothing is said" "$(cat "$T/said")" ""
explains "54, read-only file" 'cannot be written; chmod 600'
chmod 600 "$DB"
is "54, read-only file: nothing is recorded" "$(desk_sql 'SELECT count(*) FROM message')" 0
heals "54, read-only file"

renew
chmod 500 "$T/desk/state"
is "54, read-only folder: 75" "$(delivered)" 75
explains "54, read-only folder" 'nothing can be made in it; chmod 700'
chmod 700 "$T/desk/state"
heals "54, read-only folder"

renew
mv "$DB" "$T/away.db"
is "54, no database: 75" "$(delivered)" 75
ok "54, no database: none is made" test ! -e "$DB"
explains "54, no database" 'there is no database'
mv "$T/away.db" "$DB"
heals "54, no database"

renew
mv "$T/desk/state" "$T/away"
is "54, no folder: 75" "$(delivered)" 75
ok "54, no folder: none is made" test ! -e "$T/desk/state"
mv "$T/away" "$T/desk/state"
heals "54, no folder"

renew
: >"$T/empty.db"
[ "$(id -u)" -ne 0 ] || chown "$SP_TEST_USER" "$T/empty.db"
mv "$DB" "$T/away.db"
cp -p "$T/empty.db" "$DB"
is "54, an empty file: 75" "$(delivered)" 75
is "54, an empty file: it stays empty" "$(stat -c %s "$DB")" 0
explains "54, an empty file" 'not a database of Sportello'
mv "$T/away.db" "$DB"
heals "54, an empty file"

# A link to a database elsewhere is not followed.
renew
mv "$DB" "$T/away.db"
ln -s "$T/away.db" "$DB"
is "54, a link: 75" "$(delivered)" 75
explains "54, a link" 'is not a file'
rm "$DB"
mv "$T/away.db" "$DB"
heals "54, a link"

# --- 55 -----------------------------------------------------------------------------
# hold LOCK COMMAND...: something has it until $T/go is there.
hold() {
    rm -f "$T/go" "$T/held"
    "$@" &
    HOLDER=$!
    remember $HOLDER
    wait_until test -e "$T/held"
}
lock_file() {
    flock "$T/desk/state/sportello.lock" sh -c "touch '$T/held'; until [ -e '$T/go' ]; do sleep 0.05; done"
}
lock_database() {
    python3 - "$DB" "$T" <<'PY'
import os, sqlite3, sys, time
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN IMMEDIATE")
open(os.path.join(sys.argv[2], "held"), "w").close()
while not os.path.exists(os.path.join(sys.argv[2], "go")):
    time.sleep(0.05)
PY
}
release() {
    touch "$T/go"
    wait $HOLDER
}
# What waits 30 s waits half a second: the clock goes sixty times as fast.
delivered_fast() {
    # shellcheck disable=SC2034 # as_desk's
    as_desk env LD_PRELOAD="$(echo /usr/lib/*/faketime/libfaketime.so.1)" FAKETIME='+0 x60' \
        "$T/bin/sportello-deliver" -c "$CONF" -f mario@cliente.example -- assistenza@desk.example.it <"$T/mail"
    echo $?
}
for kind in lock_file lock_database; do
    renew
    hold $kind
    begun=$(date +%s)
    is "55, $kind: waits, then 75" "$(delivered_fast)" 75
    if [ "${SP_FULL:-}" = 1 ]; then
        begun=$(date +%s)
        is "55, $kind, with the real clock: 75" "$(delivered)" 75
        taken=$(($(date +%s) - begun))
        ok "55, $kind: after about 30 s ($taken)" test $taken -ge 25 -a $taken -le 60
    else
        pass "55, $kind, with the real clock: with SP_FULL=1"
        pass "55, $kind: 30 s: with SP_FULL=1"
    fi
    explains "55, $kind" 'fuser -v'
    release
    heals "55, $kind"
    # In time, it waits no longer than it has to.
    renew
    hold $kind
    (deliver mario@cliente.example assistenza@desk.example.it <"$T/mail"; echo $? >"$T/late") &
    LATE=$!
    release
    wait $LATE
    is "55, $kind: free in time: 0" "$(cat "$T/late")" 0
done

# --- 56 -----------------------------------------------------------------------------
[ -e "$SP_BUILD/tests/fault/preload.so" ] && cp "$SP_BUILD/tests/fault/preload.so" "$T/bin/"
# logged_delivery: the same, with its log in $T/syslog.
logged_delivery() {
    : >"$T/syslog"
    chmod 666 "$T/syslog"
    as_desk env SP_SYSLOG="$T/syslog" LD_PRELOAD="$T/bin/preload.so" "$T/bin/sportello-deliver" -c "$CONF" \
        -f mario@cliente.example -- assistenza@desk.example.it <"$T/mail"
    echo $?
}
# damage HOW: to the database.
damage() {
    python3 - "$DB" "$1" <<'PY'
import os, random, sys
path, how = sys.argv[1:]
size = os.path.getsize(path)
with open(path, "r+b") as file:
    if how == "cut":
        file.truncate(size // 2)
    elif how == "odd":
        file.truncate(size - 1000)
    elif how == "text":
        file.seek(0)
        file.write(b"this is no database, it is a text. " * 200)
    elif how == "header":
        file.seek(0)
        file.write(bytes(random.Random(1).randbytes(100)))
    elif how == "schema":
        file.seek(100)
        file.write(bytes(random.Random(2).randbytes(3000)))
    elif how == "all":
        for page in range(1, size // 4096):
            file.seek(page * 4096)
            file.write(bytes(random.Random(page).randbytes(4096)))
PY
}
for how in cut text header schema all; do
    renew
    damage $how
    before=$(sha256sum <"$DB")
    is "56, $how: 75" "$(logged_delivery)" 75
    is "56, $how: the file is untouched" "$(sha256sum <"$DB")" "$before"
    like "56, $how: an alarm in the log" "$(cat "$T/syslog")" '^deferred .*(damaged|not a database of Sportello).*restore'
    explains "56, $how" '(damaged|not a database of Sportello).*restore'
done

# A page here and there: what is not needed is not noticed, but nothing is made worse.
bad=
for seed in $(seq 1 "$([ "${SP_FULL:-}" = 1 ] && echo 200 || echo 15)"); do
    renew
    python3 - "$DB" "$seed" <<'PY'
import os, random, sys
path, dice = sys.argv[1], random.Random(int(sys.argv[2]))
with open(path, "r+b") as file:
    file.seek(dice.randrange(1, os.path.getsize(path) // 4096) * 4096)
    file.write(dice.randbytes(4096))
PY
    before=$(sha256sum <"$DB")
    status=$(delivered)
    case $status in
    0) ;;
    75) [ "$(sha256sum <"$DB")" = "$before" ] || bad="$bad $seed(changed)" ;;
    *) bad="$bad $seed($status)" ;;
    esac
done
is "56, a random page: 0 or 75, and after 75 untouched" "$bad" ""

# --- 60: a limit on the size of files, as local(8) sets it ------------------------------------
limited() { # BYTES: the exit status of a delivery, its log in $T/syslog.
    : >"$T/syslog"
    as_desk env SP_SYSLOG="$T/syslog" LD_PRELOAD="$T/bin/preload.so" prlimit --fsize="$1" "$T/bin/sportello-deliver" \
        -c "$CONF" -f mario@cliente.example -- assistenza@desk.example.it <"$T/mail"
    echo $?
}
renew
is "60, files limited to 8 KB: 75" "$(limited 8192)" 75
like "60, files limited to 8 KB: the log says why" "$(cat "$T/syslog")" '^deferred .*mailbox_size_limit'
heals "60, files limited to 8 KB"
renew
is "60, only the database is larger than the limit: taken" "$(limited $(($(stat -c %s "$DB") - 4096)))" 0
is "60, and recorded once" "$(delivered) $(desk_sql 'SELECT count(*) FROM message')" "0 1"
for recipe in procmail/procmailrc maildrop/mailfilter dovecot/dovecot.conf; do
    ok "60, $recipe: the limit is lifted there" grep -q '^#   mailbox_size_limit = 0$' "$SP_SOURCE/contrib/$recipe"
done

# --- 51: a disk that is full ------------------------------------------------------------
if [ "$(id -u)" -eq 0 ] && mkdir "$T/small" && mount -t tmpfs -o "size=2m,uid=$(id -u "$SP_TEST_USER"),mode=700" \
    tmpfs "$T/small" 2>/dev/null; then
    renew
    cp -p "$T/desk/state"/* "$T/small/"
    sed "s|state = \"state\"|state = \"$T/small\"|" "$CONF" >"$T/small.conf"
    chmod 644 "$T/small.conf"
    CONF=$T/small.conf
    DB=$T/small/sportello.db
    dd if=/dev/zero of="$T/small/filler" bs=4096 >/dev/null 2>&1
    is "51, a full disk: 75" "$(delivered)" 75
    explains "51, a full disk" 'MB free; make room'
    rm "$T/small/filler"
    is "51, a full disk: nothing is recorded" "$(desk_sql 'SELECT count(*) FROM message')" 0
    heals "51, a full disk"
    is "51, and the database is whole" "$(desk_sql 'PRAGMA integrity_check')" ok
    umount "$T/small"
else
    diag "no small disk here (root may mount a tmpfs): the sweep of 48 has ENOSPC at every write"
    for _ in 1 2 3 4 5 6; do pass "51: see tests/fault/48-delivery-interrupted.py"; done
fi
