#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# contrib/maildrop behind Postfix's local(8): whatever way a delivery ends, no mail
# is lost (FAULTS 60).
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=recipes.sh
. "${0%/*}/recipes.sh"
recipe=$SP_SOURCE/contrib/maildrop/mailfilter
need_programs maildrop
plan 20

substitute_deliver
sed -e "s|/usr/libexec/sportello/|$T/bin/|" "$recipe" >"$T/mailfilter"
chmod 600 "$T/mailfilter"
chown "$SP_TEST_USER" "$T/mailfilter"
start_local_delivery "$recipe" "s|/etc/sportello/|$T/|"
check_recipe
check_recipe_desk
