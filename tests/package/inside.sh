#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What package.sh asks inside the chroot, part by part ($1), as root, with the
# package installed and a loopback for a network.  "ok NAME" or "not ok NAME" a line;
# package.sh numbers them.
set -u
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
PATIENCE=${SP_PATIENCE:-240}
conf=/etc/sportello/sportello.conf
state=/var/lib/sportello

ok() {
    ok_name=$1
    shift
    if "$@" >/tmp/said 2>&1; then
        echo "ok $ok_name"
    else
        echo "not ok $ok_name"
        tail -n 40 /tmp/said | sed 's/^/# /'
    fi
}

is() {
    if [ "$2" = "$3" ]; then
        echo "ok $1"
    else
        printf 'not ok %s\n# got: %s\n# expected: %s\n' "$1" "$2" "$3"
    fi
}

wait_until() {
    wait_end=$(($(date +%s) + PATIENCE))
    until "$@" >/dev/null 2>&1; do
        [ "$(date +%s)" -lt "$wait_end" ] || return 1
        sleep 0.2
    done
}

# as_desk COMMAND...: as the package's user.
as_desk() {
    runuser -u sportello -- "$@"
}

mode() {
    stat -c '%A %U %G' "$1"
}

sql() {
    as_desk sqlite3 -readonly $state/sportello.db "$1"
}

# run_cron_jobs: those of /etc/cron.d/sportello, as cron gives them to the shell.
run_cron_jobs() {
    sed -nE 's/^[*0-9/]+( [*0-9/]+){4} sportello //p' /etc/cron.d/sportello >/tmp/jobs
    test -s /tmp/jobs || return 1
    while read -r job; do
        # shellcheck disable=SC2046 # a variable a word
        as_desk env $(grep -E '^[a-z]+=' /etc/cron.d/sportello) /bin/sh -c "$job" </dev/null || return 1
    done </tmp/jobs
}

sent() {
    sql "SELECT count(*) FROM outbox WHERE state = 'sent'"
}

has_sent() {
    [ "$(sent)" -ge "$1" ]
}

part_installed() {
    is "the state folder is the desk's alone" "$(mode $state)" "drwx------ sportello sportello"
    is "the configuration is root's, for the desk to read" "$(mode /etc/sportello)" "drwxr-x--- root sportello"
    is "nobody logs in as the desk" "$(getent passwd sportello | cut -d: -f6,7)" "$state:/usr/sbin/nologin"
    ok "the programs run" sportello version
    ok "each has what it links" sh -c '! ldd /usr/bin/sportello /usr/libexec/sportello/* | grep "not found"'
    ok "nothing was started" sh -c '! ps -e 2>/dev/null | grep sportello'
    ok "without a configuration cron does nothing" run_cron_jobs
    ok "deliveries say 'try again'" sh -c 'echo x | /usr/libexec/sportello/sportello-deliver; test $? -eq 75'
    for page in man1/sportello.1 man5/sportello.conf.5 man7/sportello.7 man7/sportello-tutorial.7 man8/sportello-deliver.8; do
        ok "$page is there" test -e /usr/share/man/$page.gz
    done
}

# The tutorial's commands, one after the other in this shell; tutorial.py has what each
# should print.  Between them mail is delivered, as it is while a person reads on.
part_tutorial() {
    cd /srv || return 1
    for step in /srv/tutorial/*.command; do
        # shellcheck disable=SC1090 # not known before
        . "$step" >"${step%.command}.output" 2>/tmp/errors
        echo $? >"${step%.command}.status"
        sed 's/^/# /' /tmp/errors >>"${step%.command}.output.errors"
        wait_until nothing_queued
    done
    postfix stop >/tmp/postfix.log 2>&1
}

nothing_queued() {
    ! postfix status 2>/dev/null || postqueue -p | grep -q 'queue is empty'
}

part_cron() {
    rm -f /var/log/syslog /var/log/mail.log
    rsyslogd
    wait_until test -S /dev/log
    postfix start >/tmp/postfix.log 2>&1
    ok "Postfix runs" wait_until postfix status
    printf 'From: Mario <mario@example.it>\nTo: assistenza@example.it\nSubject: Ancora\nMessage-ID: <2@example.net>\n\nUn messaggio ben diverso da quello di prima.\n' |
        as_desk /usr/libexec/sportello/sportello-deliver -f mario@example.it -- assistenza@example.it
    mkdir -p /run/systemd/system
    before=$(sent)
    ok "the jobs run" run_cron_jobs
    is "where systemd runs they step aside" "$(sent)" "$before"
    rmdir /run/systemd/system
    cron
    ok "cron sends what waits" wait_until has_sent $((before + 2))
    ok "the log has both programs" wait_until sh -c \
        'grep -q "sportello-deliver\[.*: opened " /var/log/mail.log && grep -q "sportello-send\[.*: sent " /var/log/mail.log'
    is "logcheck's rules know every such line" \
        "$(grep -a sportello- /var/log/mail.log | grep -Ev -f /etc/logcheck/ignore.d.server/sportello)" ""
    echo "Nov 23 10:00:00 host sportello-deliver[1]: deferred queue_id=X because=\"locked\"" >/tmp/line
    ok "but not one that wants looking at" grep -Ev -f /etc/logcheck/ignore.d.server/sportello /tmp/line
    postfix stop >/tmp/postfix.log 2>&1
}

part_upgraded() {
    before=$(sql 'SELECT count(*) FROM message')
    echo '# by the administrator' >>/etc/cron.d/sportello
    cp -p $conf /tmp/conf.before
    ok "dpkg upgrades" dpkg --force-confold -i /srv/newer.deb
    ok "what the administrator changed below /etc stays" grep -q '^# by the administrator' /etc/cron.d/sportello
    ok "with the new one beside it" grep -q '^# of the next release' /etc/cron.d/sportello.dpkg-dist
    ok "what he did not is the new one" grep -q '^# of the next release' /etc/logcheck/ignore.d.server/sportello
    ok "his configuration is untouched" cmp $conf /tmp/conf.before
    is "the version" "$(dpkg-query -W -f '${Version}' sportello | grep -c 'next1$')" 1
    is "the desk is as it was" "$(sql 'SELECT count(*) FROM message')" "$before"
    is "so are its folder and key" "$(mode $state) $(mode $state/token.key)" \
        "drwx------ sportello sportello -rw------- sportello sportello"
    ok "check is content" as_desk sportello check
    ok "the same version again" dpkg -i /srv/newer.deb
}

# The units as they are, with all that they forbid themselves, started by systemd.
part_systemd() {
    for unit in sportello-send.service sportello-office-hours.timer sportello-archive.timer \
        sportello-statements.timer sportello-retention.timer; do
        is "$unit is enabled" "$(systemctl is-enabled $unit)" enabled
    done
    systemctl start postfix
    ok "the sender starts" systemctl start sportello-send
    printf 'From: Mario <mario@example.it>\nTo: assistenza@example.it\nSubject: Terza\nMessage-ID: <3@example.net>\n\nLa rete in magazzino cade ogni ora.\n' |
        as_desk /usr/libexec/sportello/sportello-deliver -f mario@example.it -- assistenza@example.it
    ok "and lets the mails out" wait_until nothing_waits
    is "it is the desk's user's" "$(stat -c %U "/proc/$(pidof -s sportello-send)")" sportello
    is "and filtered" "$(sed -nE 's/^(Seccomp|NoNewPrivs):[[:space:]]*/\1 /p' "/proc/$(pidof sportello-send)/status" | paste -sd' ')" \
        "NoNewPrivs 1 Seccomp 2"
    # A ticket whose reopening time is over, for archive to write into the state folder.
    as_desk sqlite3 $state/sportello.db "UPDATE ticket SET closed_at = closed_at - 1000000 WHERE state = 'done'"
    for job in office-hours archive statements retention; do
        ok "sportello-$job.service ends well" systemctl start sportello-$job
    done
    ok "the archive is written" test -s "$state/archive/$(date +%Y)/HT00001.mbox.gz"
    is "nothing failed" "$(systemctl list-units --no-legend --failed 'sportello*')" ""
    ok "the journal has what was done" sh -c 'journalctl -t sportello-send -t sportello | grep -q " archived "'
    for timer in office-hours archive statements retention; do
        ok "sportello-$timer.timer has its next time" sh -c \
            "systemctl start sportello-$timer.timer && systemctl list-timers --no-legend | grep -q sportello-$timer.timer"
    done
}

nothing_waits() {
    test "$(sql "SELECT count(*) FROM outbox WHERE state NOT IN ('sent', 'dropped', 'held')")" -eq 0
}

part_removed() {
    ok "dpkg removes" dpkg -r sportello
    ok "the programs are gone" sh -c '! test -e /usr/bin/sportello && ! test -e /usr/libexec/sportello'
    ok "the desk and its configuration are not" test -s $state/sportello.db -a -s $conf
    ok "what is left in cron.d does nothing and says nothing" sh -c \
        "test -e /etc/cron.d/sportello && test -z \"\$($0 jobs 2>&1)\""
}

part_purged() {
    ok "dpkg purges" dpkg -P sportello
    is "nothing of the package is left" "$(find /etc /usr /lib /var/lib/systemd -name '*sportello*' ! -path /etc/sportello \
        ! -path "$conf" ! -path '/usr/share/doc/*' ! -path '/etc/postfix/*' 2>/dev/null)" ""
    ok "the firm's correspondence is" test -s $state/sportello.db
    ok "it can be installed again" dpkg -i /srv/newer.deb
    ok "and the desk is there" as_desk sportello check
    rm -rf "${state:?}"/* /etc/sportello/*
    ok "without a desk" dpkg -P sportello
    is "a purge leaves no folder" "$(ls -d $state /etc/sportello 2>/dev/null)" ""
}

case $1 in
jobs) run_cron_jobs ;;
*) "part_$1" ;;
esac
