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

# start_local_delivery RECIPE [SED EXPRESSION]: Postfix's local(8) with the settings
# that stand in the comments of the recipe, and the desk's addresses as aliases of the
# user.
start_local_delivery() {
    prepare_postfix
    printf 'assistenza %s\ninfo %s\n' "$SP_TEST_USER" "$SP_TEST_USER" >"$T/aliases"
    sed -n "s|^#   sportello  |$SP_TEST_USER  |p" "$1" | sed -e "${2:-}" >"$T/postfix/etc/mailbox_command"
    mkdir -m 1777 "$T/spool"
    {
        printf 'mydestination = desk.example.it mx.desk.example.it\nrelay_domains =\nalias_maps = texthash:%s\n' "$T/aliases"
        sed -n 's/^#   \(mailbox_command_maps = \)hash:.*\/\(.*\)/\1texthash:\2/p' "$1" |
            sed "s|texthash:|&$T/postfix/etc/|"
        echo "mail_spool_directory = $T/spool/"
    } >"$T/postfix/etc/main.cf.more"
    start_postfix
}

# tried_twice HOW: a mail whose first delivery ends so.
tried_twice() {
    ends_as "$1"
    swaks_send mario@cliente.example assistenza@desk.example.it --body "$1"
    wait_until tried 2
}

in_his_mailbox() {
    [ "$(find "$T/spool/nobody/new" -type f 2>/dev/null | wc -l)" -eq 1 ]
}

# check_recipe: 16 statements about mail to the desk.
check_recipe() {
    recipe_to=assistenza@desk.example.it
    ends_as 0
    ok "Postfix takes a mail for the desk" \
        swaks_send mario@cliente.example assistenza+ht1-abc@desk.example.it --body "corpo"
    ok "it leaves the queue" wait_until tried 1
    is "one try for exit 0" "$(tries)" 1
    like "the sender is on the command line" "$(cat "$T"/got/args.*)" '^<-f><mario@cliente.example><-a><[^>]*><-'
    like "so is the recipient, with the token" "$(cat "$T"/got/args.*)" '<(-d|--)><assistenza\+ht1-abc@desk.example.it>'
    like "the content is on standard input" "$(cat "$T"/got/mail.*)" '^corpo.?$'

    ends_as 0
    swaks_send mario@cliente.example nobody@desk.example.it --body "non per voi"
    ok "mail of another user of the machine is in his mailbox" wait_until in_his_mailbox
    is "and has not come to the desk" "$(tries)" 0

    swaks_send "<>" "$recipe_to"
    wait_until tried 1
    like "the null sender and no extension are empty arguments" "$(cat "$T"/got/args.*)" "^<-f><><-a><><-"

    ends_as 0
    # shellcheck disable=SC2016 # not ours to expand
    swaks_send '"$(touch${IFS}'"$T"'/got/x)`touch${IFS}'"$T"'/got/y`\";touch${IFS}'"$T"'/got/z;\""@cliente.example' \
        "$recipe_to"
    wait_until tried 1
    is "a sender made for the shell arrives" "$(tries)" 1
    is "and runs nothing" "$(find "$T/got" -name '[xyz]')" ""

    for recipe_how in 75 KILL SEGV; do
        tried_twice "$recipe_how"
        is "60: ended by $recipe_how: kept, tried again" "$(tries)" 2
    done
    tried_twice 127
    is "61: a library is missing: kept, tried again" "$(tries)" 2
    is "60: nothing was bounced" "$(maillog 'status=bounced')" 0
}

# check_recipe_desk: 4 statements: the recipe with the real program and a desk.
check_recipe_desk() {
    install_programs
    mv "$T/bin/sportello-deliver" "$T/bin/sportello-deliver.real"
    printf '#!/bin/sh\nSPORTELLO_DATA=%s SPORTELLO_CONF=%s exec %s "$@"\n' \
        "$T/share" "$CONF" "$T/bin/sportello-deliver.real" >"$T/bin/sportello-deliver"
    chmod 755 "$T/bin/sportello-deliver"
    new_desk 9
    add_staff || bail "no staff"
    swaks_send mario@cliente.example info@desk.example.it --h-Subject "A info" --body "Una domanda."
    ok "a mail to an alias is delivered" wait_until desk_sql_is 'SELECT prefix || number FROM ticket' IN1
    # The token of the staff member's notification, as it stands in the mail.
    recipe_reply=$(desk_sql "SELECT CAST(bytes AS TEXT) FROM outbox_raw r JOIN outbox o ON o.id = r.outbox_id
        WHERE o.template = 'notification'" | tr -d '\r' | grep -Eo 'info\+[a-z2-7]{36}@desk.example.it' | head -n 1)
    like "the staff have a token" "$recipe_reply" '@'
    swaks_send anna.verdi@desk.example.it "$recipe_reply" --h-Subject "Re: A info" --body "Una risposta."
    ok "an answer to it is the staff's" \
        wait_until desk_sql_is 'SELECT group_concat(kind) FROM (SELECT kind FROM entry ORDER BY id)' customer,staff
    ok "nothing is left in the queue" wait_until queue_is_empty
}
