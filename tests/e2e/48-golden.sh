#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The golden conversations: customers who know neither the code nor the manual open,
# follow, answer, close, reopen and complain, with what the desk's mails tell them, in
# mutt; the staff answer in neomutt.  golden/conversation.it and .en have what they
# wrote and what their mail program showed, word by word, with instants and tokens
# left out.  After a change that is meant:
#
#     SP_GOLDEN=1 tests/e2e/48-golden.sh
#
# writes them anew; read them, as a customer would, before they are committed.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
# shellcheck source=desk.sh
. "${0%/*}/desk.sh"
# shellcheck source=clients.sh
. "${0%/*}/clients.sh"
need_postfix
need_programs sqlite3 python3 tmux mutt neomutt
plan 51

CLIENT_HEIGHT=100
route_desk_mail
client_mailbox mario mario@cliente.example
client_mailbox grace grace@customer.example
client_mailbox anna anna.verdi@desk.example.it
install_programs
start_postfix
new_desk "$SMTP_PORT"
# Never closed: what is said does not depend on the hour of the test.
sed -i -e 's/hours = (.*); holidays = ("it");/hours = ("mon-sun 00:00-24:00");/' "$CONF"
ok "the staff" desk staff add --name "Anna Verdi" --address anna.verdi@desk.example.it --queue assistenza --queue support
start_sender
new_client mario mutt mario@cliente.example "Mario Rossi"
new_client grace mutt grace@customer.example "Grace Miller"
new_client anna neomutt anna.verdi@desk.example.it "Anna Verdi"

# --- what is written down ----------------------------------------------------------------

written() { # PERSON WHAT TEXT
    {
        printf '\n======== %s\n\n' "$2"
        printf '%s\n' "$3"
    } >>"$T/golden.$1"
}

# unseen PERSON: the mails of the desk in his folder that he has not looked at.
unseen() {
    # shellcheck disable=SC2046 # the files are words
    for unseen_file in $(mail_of "$1"); do
        unseen_name=${unseen_file##*/}
        grep -qxF "${unseen_name%%:*}" "$T/seen.$1" 2>/dev/null && continue
        case $(mail_part "$unseen_file" address:From 2>/dev/null) in
        *@desk.example.it) echo "$unseen_file" ;;
        esac
    done
}
has_unseen() {
    [ -n "$(unseen "$1")" ]
}

# looks_at PERSON FILE: what his mail program shows of it.
looks_at() {
    looks_id=$(mail_part "$2" Message-ID | sed 's/[^A-Za-z0-9]/./g')
    client_open "$1" -f "$T/mail/$1" || return 1
    wait_until client_shows "$1" '^q:Quit' || return 1
    client_keys "$1" /
    wait_until client_shows "$1" '^Search for:' || return 1
    client_keys "$1" -l "~i \"$looks_id\""
    client_keys "$1" Enter
    client_keys "$1" Enter
    wait_until client_shows "$1" '^[iq]:Exit' || return 1
    # All of it is on the screen: the pager says so in its last line.
    wait_until client_shows "$1" '\((all|end)\)' || return 1
    client_screen "$1" >"$T/screen"
    client_keys "$1" q
    wait_until client_shows "$1" '^q:Quit' || return 1
    client_quit "$1"
}

# reads PERSON WHAT: the next mail from the desk, which is written down; its file
# is what $T/read.PERSON names (a file: what ok runs has variables of its own).
reads() {
    wait_until has_unseen "$1" || return 1
    mail=$(unseen "$1" | head -n 1)
    reads_name=${mail##*/}
    echo "${reads_name%%:*}" >>"$T/seen.$1"
    looks_at "$1" "$mail" || return 1
    # In the folder it is another file now: its flags have changed.
    mail_of "$1" | grep -F "${reads_name%%:*}" >"$T/read.$1"
    written "$1" "$2" "$(sed -e 1d "$T/screen")"
}

# clicks PERSON LABEL TEXT: the link under that label in the mail he read last.
clicks() {
    clicks_link=$(mail_part "$(cat "$T/read.$1")" body | grep -F -A 1 "$2" | sed -n 's/^<\(mailto:.*\)>$/\1/p')
    [ -n "$clicks_link" ] || return 1
    printf '%s' "$3" >"$T/home/$1/says"
    client_open "$1" "$clicks_link" || return 1
    wait_until client_shows "$1" '^To:' || return 1
    client_keys "$1" Enter
    wait_until client_shows "$1" '^(Subject:|y:Send)' || return 1
    client_shows "$1" '^y:Send' || client_keys "$1" Enter
    client_sends "$1" || return 1
    client_closes "$1"
    written "$1" "$4" "$(printf '%s' "$3")"
}

answers() { # PERSON TEXT WHAT
    client_answers "$1" "$(cat "$T/read.$1")" "$2" && written "$1" "$3" "$2"
}

# anna TEXT MORE: she answers her newest notification, when MORE of them have come.
notified() {
    [ "$(desk_sql "SELECT count(*) FROM outbox WHERE template = 'notification' AND state = 'sent'")" -ge "$1" ] &&
        [ -n "$(newest_notification)" ]
}
newest_notification() {
    newest_id=$(desk_sql "SELECT header_id FROM outbox WHERE template = 'notification' ORDER BY id DESC LIMIT 1")
    grep -lF "$newest_id" "$T"/mail/anna/new/* "$T"/mail/anna/cur/* 2>/dev/null | while read -r newest_file; do
        [ "$(mail_part "$newest_file" Message-ID)" != "$newest_id" ] || echo "$newest_file"
    done
}
echo 0 >"$T/notifications"
anna() {
    anna_sees=$(($(cat "$T/notifications") + $2))
    echo $anna_sees >"$T/notifications"
    wait_until notified $anna_sees || return 1
    notification=$(newest_notification)
    client_answers anna "$notification" "$1"
}

# --- the walk ------------------------------------------------------------------------------

# shellcheck disable=SC1090,SC2154 # golden/walk.it, golden/walk.en: they set w_...
walk() { # PERSON LANGUAGE ADDRESS
    who=$1 lang=$2
    . "$SP_SOURCE/tests/e2e/golden/walk.$lang"
    must "$lang: opens" client_writes "$who" "$3" "$w_subject" "$w_opens"
    written "$who" "$w_writes" "$w_subject

$w_opens"
    must "$lang: reads that it arrived, and its number" reads "$who" "$w_reads"
    must "$lang: asks where it stands, with a click" clicks "$who" "$w_follow" "" "$w_clicks: $w_follow"
    must "$lang: reads it" reads "$who" "$w_reads"
    must "$lang: the staff take it and ask" anna "$w_asks" 1
    must "$lang: reads the question" reads "$who" "$w_reads"
    must "$lang: answers" answers "$who" "$w_answers" "$w_writes"
    must "$lang: the staff answer" anna "$w_solves" 1
    must "$lang: reads the answer" reads "$who" "$w_reads"
    must "$lang: closes, with a click" clicks "$who" "$w_close" "" "$w_clicks: $w_close"
    must "$lang: reads that it is closed, and until when it can be reopened" reads "$who" "$w_reads"
    must "$lang: reopens with an answer" answers "$who" "$w_reopens" "$w_writes"
    must "$lang: reads that it is open again" reads "$who" "$w_reads"
    must "$lang: the staff close it" anna "$w_closes" 2
    must "$lang: reads it" reads "$who" "$w_reads"
    must "$lang: complains, with a click" clicks "$who" "$w_complain" "$w_complains" "$w_clicks: $w_complain"
    must "$lang: reads that the complaint arrived" reads "$who" "$w_reads"
    must "$lang: the staff make it good" anna "$w_amends" 1
    must "$lang: reads the last word" reads "$who" "$w_reads"
    is "$lang: there is nothing else for him" "$(unseen "$who")" ""
}
walk mario it assistenza@desk.example.it
walk grace en support@desk.example.it

is "two tickets, closed after the complaints" "$(desk_sql "SELECT group_concat(state) FROM ticket")" "done,done"
is "each through the statuses that were walked" "$(desk_sql "SELECT group_concat(now, ' ') FROM
    (SELECT now FROM event WHERE what = 'state' AND ticket_id = 1 ORDER BY id)")" \
    "waiting_customer in_progress done in_progress done disputed done"
is "both through the same" "$(desk_sql "SELECT group_concat(now, ' ') FROM
    (SELECT now FROM event WHERE what = 'state' AND ticket_id = 1 ORDER BY id)")" \
    "$(desk_sql "SELECT group_concat(now, ' ') FROM (SELECT now FROM event WHERE what = 'state' AND ticket_id = 2 ORDER BY id)")"

for person in mario:it grace:en; do
    language=${person#*:}
    golden=$SP_SOURCE/tests/e2e/golden/conversation.$language
    python3 "$TOOLS/normalised.py" <"$T/golden.${person%:*}" >"$T/conversation.$language"
    [ -z "${SP_GOLDEN:-}" ] || cp "$T/conversation.$language" "$golden"
    ok "$language: the conversation is the golden one" diff -u "$golden" "$T/conversation.$language"
    unlike "$language: not a word of machinery" "$(cat "$T/conversation.$language")" \
        '[Tt]icket|[Tt]oken|[Dd]atabase|[Ss]tatus:|#[a-z]|[Nn]otific|\{\{|[Ss]portello|[Pp]lan|[Qq]ueue|[Cc]oda'
    unlike "$language: no line too long for 80 columns but links" \
        "$(grep -v 'mailto:' "$T/conversation.$language")" '.{81}'
done
desk_holds
