# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# The five desks of examples/, each told as a story: who writes what to whom, and what
# everybody then finds in his mailbox.  The configuration is the example's own; the
# mail goes through a real Postfix both ways; the desk's clock stands where the story
# says.  The verbs are Italian, as the stories are.  Read lib.sh and desk.sh before.
#
#   sportello_di NAME            examples/NAME, before `apre`
#   persona NICK NAME ADDRESS    somebody with a mailbox
#   apre                         Postfix runs, the desk is made
#   il "2026-12-03 09:10"        from here on the clock stands there (the desk's zone)
#   scrive NICK TO SUBJECT       a new mail; the text on standard input
#   risponde NICK [SUBJECT]      to the mail that he `riceve` last
#   riceve NAME NICK REGEX...    a mail has come that has all of these; he reads it
#   non_riceve NAME NICK [REGEX] none has come (that matches)
#   passa_cron                   what cron does: office hours, archive, sending
#   lettera NICK                 the file of the mail that he read last
#
# A line of "allega FILE" or "campo FIELD" before `scrive` or `risponde` adds that.  Postfix's own
# clock is the machine's; where it writes the date of its Received field, the date of
# the story is put, for that is what it would have written on that day.

need_postfix
need_programs sqlite3 python3 faketime

clock=$T/clock
faketime_library=$(echo /usr/lib/*/faketime/libfaketime.so.1)

sportello_di() {
    story_conf=$SP_SOURCE/examples/$1/sportello.conf
    install_programs
    prepare_postfix
    mkdir -p "$T/people" "$T/desk/state"
    export TZ=Europe/Rome
    story_clock
    # The desk's own addresses are Postfix's to hand over.
    story_domain=$(sed -n 's/^[[:space:]]*addresses = ("[^@"]*@\([^"]*\)".*/\1/p' "$story_conf" | head -n 1)
    sed -n 's/^[[:space:]]*addresses = (\(.*\));/\1/p' "$story_conf" | tr -d '", ' | sed 's/example.it/&\n/g' |
        grep . | while read -r story_address; do
            echo "$story_address sportello:" >>"$T/postfix/etc/transport"
            echo "$story_address x" >>"$T/postfix/etc/recipients"
        done
    echo "relay_domains = $story_domain" >>"$T/postfix/etc/main.cf.more"
}

# What Postfix runs: the program, with the story's clock, and the date of the newest
# Received field as that clock has it.
story_clock() {
    mv "$T/bin/sportello-deliver" "$T/bin/sportello-deliver.real"
    cat >"$T/bin/sportello-deliver" <<WRAPPER
#!/bin/sh
now=\$(cat "$clock")
date=\$(LC_ALL=C TZ=Europe/Rome date -R -d "@\$now")
sed "0,/; [A-Z][a-z][a-z], .*/s//; \$date/" >"$T/incoming/\$\$" || exit 75
exec 0<"$T/incoming/\$\$"
rm -f "$T/incoming/\$\$"
export SPORTELLO_DATA="$T/share" LD_PRELOAD="$faketime_library" FAKETIME_FMT=%s FAKETIME="\$now" FAKETIME_DONT_FAKE_MONOTONIC=1
exec "$T/bin/sportello-deliver.real" "\$@"
WRAPPER
    chmod 755 "$T/bin/sportello-deliver"
    mkdir -p "$T/incoming"
    chown "$SP_TEST_USER" "$T/incoming"
}

persona() {
    echo "$2 <$3>" >"$T/people/$1"
    echo "$3 $1/" >>"$T/postfix/etc/mailboxes"
    echo "$3 virtual:" >>"$T/postfix/etc/transport"
    echo "$3 x" >>"$T/postfix/etc/recipients"
    mkdir -p "$T/mail/$1/cur" "$T/mail/$1/new" "$T/mail/$1/tmp"
    chown -R "$SP_TEST_USER" "$T/mail/$1"
}

apre() {
    start_postfix
    sed -e 's|^desk = {|&\n\tstate = "state";|' "$story_conf" >"$CONF"
    if [ -d "${story_conf%/*}/templates" ]; then
        cp -R "${story_conf%/*}/templates" "$T/desk/"
    fi
    printf '\nsend = { host = "127.0.0.1"; port = %s; tls = "none"; };\n' "$SMTP_PORT" >>"$CONF"
    chown -R "$SP_TEST_USER:$SP_TEST_GROUP" "$T/desk"
    ufficio init >"$T/desk.init" 2>&1 || bail "sportello init: $(cat "$T/desk.init")"
}

il() {
    TZ=Europe/Rome date -d "$1" +%s >"$clock"
}

# ufficio COMMAND...: the administrator's command, at the story's time.
ufficio() {
    at "$(cat "$clock")" desk "$@"
}

allega() {
    allegati="${allegati:-} --attach $1"
}

# campo FIELD: a header field of the next mail, "_" for each blank.
campo() {
    allegati="${allegati:-} --header $1"
}

scrive() { # NICK TO SUBJECT
    story_post "$1" "$2" --subject "$3"
}

risponde() { # NICK [SUBJECT]
    if [ $# -gt 1 ]; then
        story_post "$1" - --answer "$(lettera "$1")" --subject "$2"
    else
        story_post "$1" - --answer "$(lettera "$1")"
    fi
}

story_post() {
    post_nick=$1
    post_to=$2
    shift 2
    # shellcheck disable=SC2086 # words
    python3 "$TOOLS/letter.py" "$SMTP_PORT" "$(cat "$T/people/$post_nick")" "$post_to" "$(cat "$clock")" \
        "$@" ${allegati:-} || bail "$post_nick cannot send"
    allegati=
    story_settles
}

# Everything has come to whom it is for.
story_settles() {
    wait_until queue_is_empty || bail "Postfix does not deliver"
    at "$(cat "$clock")" send_all >>"$T/send.log" 2>&1 || bail "sportello-send: $(tail -n 5 "$T/send.log")"
    wait_until queue_is_empty || bail "Postfix does not deliver"
}

passa_cron() {
    for cron_command in office-hours archive; do
        if "$T/bin/sportello" --help | grep -q "^  $cron_command "; then
            ufficio $cron_command >>"$T/cron.log" 2>&1 || bail "$cron_command: $(tail -n 5 "$T/cron.log")"
        fi
    done
    story_settles
}

lettera() {
    cat "$T/people/$1.letter"
}

# A mail in one line, decoded, so that what is looked for may be broken over lines.
story_line() {
    mail_part "$1" all | tr -s '\n\t ' ' '
}

# story_find NICK REGEX...: the first unread mail that has all of them.
story_find() {
    find_nick=$1
    shift
    find "$T/mail/$find_nick/new" -type f | sort >"$T/found"
    while read -r find_file; do
        story_line "$find_file" >"$T/line"
        find_good=yes
        for find_regex in "$@"; do
            grep -Eq -- "$find_regex" "$T/line" || find_good=
        done
        [ -z "$find_good" ] || { echo "$find_file" && return 0; }
    done <"$T/found"
    return 1
}

story_unread() {
    find "$T/mail/$1/new" -type f | sort | while read -r unread_file; do
        echo "--- unread by $1:"
        mail_part "$unread_file" Subject body
    done
}

riceve() {
    riceve_name=$1
    riceve_nick=$2
    shift 2
    if riceve_file=$(story_find "$riceve_nick" "$@"); then
        mv "$riceve_file" "$T/mail/$riceve_nick/cur/"
        echo "$T/mail/$riceve_nick/cur/${riceve_file##*/}" >"$T/people/$riceve_nick.letter"
        pass "$riceve_name"
    else
        fail "$riceve_name" "nothing has: $*
$(story_unread "$riceve_nick")"
    fi
}

non_riceve() {
    if riceve_file=$(story_find "$2" "${3:-.}"); then
        fail "$1" "$(mail_part "$riceve_file" Subject body)"
    else
        pass "$1"
    fi
}

# tutto_letto NICK...: the rest of his mail is none of the story's.
tutto_letto() {
    for tutto_nick in "$@"; do
        find "$T/mail/$tutto_nick/new" -type f -exec mv {} "$T/mail/$tutto_nick/cur/" \;
    done
}

# richiesta NUMBER COLUMN: of the ticket.
richiesta() {
    desk_sql "SELECT $2 FROM ticket WHERE number = $1"
}

# At the end of every story.
fine() {
    is "Postfix non ha rimandato niente a nessuno" "$(maillog 'status=bounced')" 0
    desk_holds
}
