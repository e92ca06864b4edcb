#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# contrib/dovecot behind Postfix's local(8): whatever way a delivery ends, no mail
# is lost, and it is tried again (FAULTS 60).
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=recipes.sh
. "${0%/*}/recipes.sh"
recipe=$SP_SOURCE/contrib/dovecot
[ -x /usr/lib/dovecot/dovecot-lda ] || skip_all "dovecot-core is not installed: run ./bootstrap as root"
plan 23

substitute_deliver
mkdir -p "$T/etc" "$T/run"
sed -e "s|/usr/libexec/sportello|$T/bin|; s|/etc/sportello/|$T/etc/|" -e "s|= syslog|= $T/dovecot.log|" \
    "$recipe/dovecot.conf" >"$T/etc/dovecot.conf"
echo "base_dir = $T/run" >>"$T/etc/dovecot.conf"
cp "$recipe/sportello.sieve" "$T/etc/"
: >"$T/dovecot.log"
chown -R "$SP_TEST_USER" "$T/etc" "$T/run" "$T/dovecot.log"
ok "the script is compiled, as the recipe says" sievec -c "$T/etc/dovecot.conf" "$T/etc/sportello.sieve"
start_local_delivery "$recipe/dovecot.conf" "s|/etc/sportello/|$T/etc/|"
check_recipe
check_recipe_desk
is "nothing was kept in a mailbox" "$(grep -c 'stored mail into mailbox' "$T/dovecot.log")" 0
is "nothing was said of a script that could not be saved" "$(grep -c svbin "$T/dovecot.log")" 0
