# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# Real mail clients, mutt and neomutt, driven in a terminal of tmux as a person
# drives them: keys in, screen out.  Each person has a home in $T/home/NAME and a
# Maildir in $T/mail/NAME, which is his inbox and where what he sent is kept, so
# that a conversation is in one folder.  Read lib.sh before; Postfix must deliver
# the person's address there (client_mailbox).

CLIENT_WIDTH=150
CLIENT_HEIGHT=50

# client_mailbox NAME ADDRESS: before start_postfix.
client_mailbox() {
    prepare_postfix
    echo "$2 $1/" >>"$T/postfix/etc/mailboxes"
    echo "$2 virtual:" >>"$T/postfix/etc/transport"
    echo "$2 x" >>"$T/postfix/etc/recipients"
    mkdir -p "$T/mail/$1/cur" "$T/mail/$1/new" "$T/mail/$1/tmp"
    chown -R "$SP_TEST_USER" "$T/mail/$1"
}

# new_client NAME PROGRAM ADDRESS REAL-NAME: PROGRAM is mutt or neomutt.
new_client() {
    mkdir -p "$T/home/$1"
    echo "$2" >"$T/home/$1/program"
    # The editor: what the person answers stands above the quoted mail.
    cat >"$T/home/$1/editor" <<EDITOR
#!/bin/sh
cat "$T/home/$1/says" "\$1" >"\$1.new" && mv "\$1.new" "\$1"
EDITOR
    chmod 755 "$T/home/$1/editor"
    cat >"$T/home/$1/rc" <<RC
set folder="$T/mail/$1" spoolfile="$T/mail/$1" record="$T/mail/$1" mbox_type=Maildir
set from="$3" realname="$4" use_from=yes envelope_from=yes hostname="${3#*@}"
set smtp_url="smtp://127.0.0.1:$SMTP_PORT" ssl_starttls=no ssl_force_tls=no
set editor="$T/home/$1/editor" abort_unmodified=no include=yes fast_reply=yes
set charset=utf-8 send_charset="us-ascii:utf-8" header_cache="" mark_old=no confirmappend=no
set sort=threads strict_threads=yes hide_missing=no hide_top_missing=no
set index_format="%4C [%-20.20n] %s" ascii_chars=yes quit=yes delete=no move=no beep=no
set wait_key=no postpone=no timeout=5 mail_check=1
RC
}

client_tmux() {
    tmux -S "$T/tmux" -f /dev/null "$@"
}

# client_open NAME [ARGUMENTS]: starts his mail program in a window of its own.
client_open() {
    open_name=$1
    shift
    open_program=$(cat "$T/home/$open_name/program")
    client_tmux new-session -d -s "$open_name" -x $CLIENT_WIDTH -y $CLIENT_HEIGHT \
        env HOME="$T/home/$open_name" TERM=screen LC_ALL=C.UTF-8 TMPDIR="$T/home/$open_name" \
        "$open_program" -F "$T/home/$open_name/rc" "$@" || bail "$open_program does not start in tmux"
    [ -s "$T/tmux.pid" ] || {
        client_tmux display-message -p '#{pid}' >"$T/tmux.pid"
        remember "$(cat "$T/tmux.pid")"
    }
}

client_screen() {
    client_tmux capture-pane -p -t "$1"
}

# client_shows NAME REGEX
client_shows() {
    client_screen "$1" | grep -Eq -- "$2"
}

client_keys() {
    keys_name=$1
    shift
    client_tmux send-keys -t "$keys_name" "$@"
}

client_is_closed() {
    ! client_tmux has-session -t "$1" 2>/dev/null
}

client_quit() {
    client_keys "$1" q
    wait_until client_is_closed "$1"
}

# client_sends NAME: from the compose menu; true when the mail left.
client_sends() {
    wait_until client_shows "$1" '^y:Send' || return 1
    client_keys "$1" y
    wait_until client_sent "$1"
}

# It is back in the index, or has ended, when the mail is in the sent folder.
client_sent() {
    client_is_closed "$1" || client_shows "$1" 'Mail sent|^q:Quit'
}

# client_writes NAME TO SUBJECT TEXT: a new mail.
client_writes() {
    printf '%s\n' "$4" >"$T/home/$1/says"
    client_open "$1" -s "$3" -- "$2" || return 1
    wait_until client_shows "$1" '^To:' || return 1
    client_keys "$1" Enter
    wait_until client_shows "$1" '^(Subject:|y:Send)' || return 1
    client_shows "$1" '^y:Send' || client_keys "$1" Enter
    client_sends "$1"
    client_closes "$1"
}

client_closes() {
    client_is_closed "$1" || client_quit "$1"
}

# client_answers NAME FILE TEXT: a reply (r) to the message in FILE of his Maildir.
client_answers() {
    printf '%s\n' "$3" >"$T/home/$1/says"
    # Its Message-ID as a pattern: whatever is not a letter or a digit is any character.
    answers_id=$(mail_part "$2" Message-ID | sed 's/[^A-Za-z0-9]/./g')
    client_open "$1" -f "$T/mail/$1" || return 1
    wait_until client_shows "$1" '^q:Quit' || return 1
    client_keys "$1" /
    wait_until client_shows "$1" '^Search for:' || return 1
    client_keys "$1" -l "~i \"$answers_id\""
    client_keys "$1" Enter
    client_keys "$1" r
    # It asks whether to follow Reply-To; a person does.
    wait_until client_shows "$1" '^y:Send|^Reply to' || return 1
    ! client_shows "$1" '^Reply to' || client_keys "$1" y
    client_sends "$1" || return 1
    client_closes "$1"
}

# index_lines NAME: the messages on the screen of his index.
index_lines() {
    client_screen "$1" | grep -E '^(->)? *[0-9]+ \['
}

# client_threads NAME: his index with all threads folded into one line each, by the
# mail program itself (collapse-all); their messages unfolded go to $T/index.NAME.
client_threads() {
    client_open "$1" -f "$T/mail/$1" || return 1
    wait_until client_shows "$1" '^q:Quit' || return 1
    index_lines "$1" >"$T/index.$1"
    client_keys "$1" Escape V
    # Keys are taken in their order: when the prompt is there, the threads are folded.
    client_keys "$1" :
    wait_until client_shows "$1" '^:$' || return 1
    index_lines "$1"
    client_keys "$1" C-g
    client_quit "$1"
}

# mail_of NAME: his messages, those he sent included.
mail_of() {
    find "$T/mail/$1/new" "$T/mail/$1/cur" -type f | LC_ALL=C sort
}

# mail_with NAME TEXT: the file that has TEXT in its (decoded) subject or text.
mail_with() {
    # shellcheck disable=SC2046 # the files are words
    mail_part --find "$2" $(mail_of "$1")
}
