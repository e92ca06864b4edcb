# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What the tests of the recipes in contrib/ have in common: a substitute for
# sportello-deliver that ends as it is told, and the cases.  Read lib.sh before.

need_postfix

# substitute_deliver: for the tests of recipes, which ask what a mail server does
# with each end of a delivery.  $T/bin/sportello-deliver then writes its arguments
# to $T/got/args.N, what it read to $T/got/mail.N, and ends as $T/how says (a
# status or a signal's name) where $T/got/tried is not there yet; after that, well.
substitute_deliver() {
    mkdir -p "$T/bin" "$T/got"
    chown "$SP_TEST_USER" "$T/got"
    cat >"$T/bin/sportello-deliver" <<STUB
#!/bin/sh
printf '<%s>' "\$@" >"$T/got/args.\$\$"
cat >"$T/got/mail.\$\$"
mkdir "$T/got/tried" 2>/dev/null || exit 0
how=\$(cat "$T/how")
case \$how in
[0-9]*) exit "\$how" ;;
*) kill -"\$how" \$\$ ;;
esac
STUB
    chmod 755 "$T/bin/sportello-deliver"
}

# ends_as HOW: from here on.
ends_as() {
    rm -rf "$T"/got/*
    echo "$1" >"$T/how"
}

tries() {
    find "$T/got" -name 'args.*' | wc -l
}

# tried N: that often, and nothing left in the queue.  Asks Postfix not to wait: its
# own next look may be a minute away when it found a mail "still being delivered".
tried() {
    { [ "$(tries)" -ge "$1" ] && queue_is_empty; } || {
        flush_queue
        return 1
    }
}

# start_local_delivery RECIPE [SED EXPRESSION]: Postfix's local(8) with the
# mailbox_command that stands in the comments of the recipe.
start_local_delivery() {
    prepare_postfix
    {
        printf 'mydestination = desk.example.it\nrelay_domains =\n'
        sed -n 's/^# *\(mailbox_command = .*\)/\1/p' "$1" | sed -e "${2:-}"
    } >"$T/postfix/etc/main.cf.more"
    start_postfix
}

# check_recipe RECIPIENT: 13 statements about mail to the user $SP_TEST_USER; RECIPIENT
# is what the recipe names as such for a mail to his address with +ht1-abc.
check_recipe() {
    recipe_to=$SP_TEST_USER@desk.example.it
    ends_as 0
    ok "Postfix takes a mail for the desk" \
        swaks_send mario@cliente.example "$SP_TEST_USER+ht1-abc@desk.example.it" --body "corpo"
    ok "it leaves the queue" wait_until tried 1
    is "one try for exit 0" "$(tries)" 1
    is "the envelope is on the command line" "$(cat "$T"/got/args.*)" \
        "<-f><mario@cliente.example><-a><ht1-abc><--><$1>"
    like "the content is on standard input" "$(cat "$T"/got/mail.*)" '^corpo.?$'

    ends_as 0
    swaks_send "<>" "$recipe_to"
    wait_until tried 1
    like "the null sender and no extension are empty arguments" "$(cat "$T"/got/args.*)" \
        "^<-f><><-a><><--><$SP_TEST_USER(@desk.example.it)?>$"

    ends_as 0
    # shellcheck disable=SC2016 # not ours to expand
    swaks_send '"$(touch${IFS}'"$T"'/got/x)`touch${IFS}'"$T"'/got/y`\";touch${IFS}'"$T"'/got/z;\""@cliente.example' \
        "$recipe_to"
    wait_until tried 1
    is "a sender made for the shell arrives" "$(tries)" 1
    is "and runs nothing" "$(find "$T/got" -name '[xyz]')" ""

    for recipe_how in 75 127 KILL SEGV; do
        ends_as "$recipe_how"
        swaks_send mario@cliente.example "$recipe_to" --body "$recipe_how"
        wait_until tried 2
        is "ended by $recipe_how: kept, tried again" "$(tries)" 2
    done
    is "nothing was bounced" "$(maillog 'status=bounced')" 0
}
