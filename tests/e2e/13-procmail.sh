#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# contrib/procmail behind Postfix's local(8): whatever way a delivery ends, no mail
# is lost (FAULTS 60).  The last lines show that the plain recipe does lose it: if
# they ever fail, procmail has changed and the recipe may become simpler.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=recipes.sh
. "${0%/*}/recipes.sh"
recipe=$SP_SOURCE/contrib/procmail/procmailrc
need_programs procmail
plan 22

substitute_deliver
sed -e "s|/usr/libexec/sportello/|$T/bin/|" "$recipe" >"$T/procmailrc"
start_local_delivery "$recipe" "s|\$| $T/procmailrc|"
check_recipe
check_recipe_desk

substitute_deliver
printf ':0\n| %s/bin/sportello-deliver\n' "$T" >"$T/procmailrc"
for how in 75 KILL; do
    ends_as "$how"
    swaks_send mario@cliente.example assistenza@desk.example.it --body "$how"
    wait_until tried 1
    is "60: the plain recipe, ended by $how: not tried again" "$(tries)" 1
done
