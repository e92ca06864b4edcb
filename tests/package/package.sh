#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The Debian package, from a clean clone to its purge: built, asked by lintian and by
# systemd-analyze, installed with apt in a fresh chroot, used there (the tutorial,
# word by word), upgraded, removed, purged.  TAP, as the end-to-end tests; wants root
# and a Debian mirror (the one apt is configured with here).
#
# The chroot's programs run in namespaces of their own: their network is a loopback,
# and whatever is left of them ends with the shell that began them.
#
# Environment: SP_SOURCE; SP_KEEP=1 keeps the folder; SP_DEB, a folder with packages
# that were built before.
set -uo pipefail
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
SP_SOURCE=${SP_SOURCE:-$(cd "$(dirname "$0")/../.." && pwd)}
T=$(mktemp -d "${TMPDIR:-/tmp}/sportello-package.XXXXXX") || exit 99
chmod 755 "$T"
root=$T/chroot
count=0
failed=0
part_pid= # while a part runs; what it started ends with it
init_pid= # of the systemd that runs in the chroot
init_group=

finish() {
    trap - EXIT HUP INT TERM
    [ -z "$part_pid" ] || kill "$part_pid" 2>/dev/null
    end_systemd
    if [ -n "${SP_KEEP:-}" ]; then echo "# kept: $T"; else rm -rf --one-file-system "$T"; fi
    echo "1..$count"
    [ "$failed" -eq 0 ] && [ "$count" -gt 0 ]
    exit $?
}
trap finish EXIT
trap 'failed=1; exit 1' HUP INT TERM

# ok NAME COMMAND...: its output is shown when it fails.
ok() {
    local name=$1
    shift
    count=$((count + 1))
    if "$@" >"$T/said" 2>&1; then
        echo "ok $count - $name"
    else
        echo "not ok $count - $name"
        failed=$((failed + 1))
        tail -n 60 "$T/said" | sed 's/^/# /'
        return 1
    fi
}

must() {
    ok "$@" || exit 1
}

# --- the package -----------------------------------------------------------------

# What is not installed of what debian/control asks for to build.
missing() {
    (cd "$T/build/sportello" && dpkg-checkbuilddeps 2>&1) | sed -n 's/.*unmet build dependencies: //p' |
        sed 's/([^)]*)//g'
}

get_tools() {
    apt-get update -qq || return 1
    # shellcheck disable=SC2046 # words
    apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=600 \
        debootstrap debhelper dpkg-dev lintian systemd git util-linux $(missing)
}

clone() {
    mkdir -p "$T/build" && printf '[safe]\n\tdirectory = *\n' >"$T/gitconfig" &&
        GIT_CONFIG_GLOBAL=$T/gitconfig git clone -q "$SP_SOURCE" "$T/build/sportello"
}

build() {
    cd "$T/build/sportello" && DEB_BUILD_OPTIONS="parallel=2 ${DEB_BUILD_OPTIONS:-}" dpkg-buildpackage -us -uc -b
}

# Not a word of lintian's, informational ones included.
lint() {
    local said
    said=$(lintian --allow-root -I --pedantic "$T"/build/sportello_*.changes 2>&1 | grep -Ev '^(N:|$)')
    [ -z "$said" ] || { echo "$said"; return 1; }
}

# An override without a comment above it explains nothing.
overrides_explained() {
    awk '/^#/ { explained = 1; next }
        !explained && !again { print FILENAME ": " $0; bad = 1 }
        { again = explained || again; explained = 0 } /^$/ { again = 0 }
        END { exit bad }' "$T"/build/sportello/debian/*.lintian-overrides
}

# --- the chroot ------------------------------------------------------------------

# The mirror that apt uses for the main archive of this release.
mirror() {
    # shellcheck disable=SC1091,SC2016 # not ours; the dollars are apt's
    (. /etc/os-release && apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' \
        'Created-By: Packages' | awk -v release="$VERSION_CODENAME" '$2 == release && $3 == "main" { print $1; exit }')
}

make_chroot() {
    local uri release
    uri=$(mirror)
    # shellcheck disable=SC1091
    release=$(. /etc/os-release && echo "$VERSION_CODENAME")
    [ -n "$uri" ] || { echo "apt knows no mirror of $release"; return 1; }
    debootstrap --variant=minbase --include=ca-certificates "$release" "$root" "$uri" &&
        echo "deb $uri $release main" >"$root/etc/apt/sources.list" &&
        apt-config dump | grep -E '^Acquire::[a-z]+::Proxy' >"$root/etc/apt/apt.conf.d/99proxy"
    # grep finds none where there is no proxy.
    [ -s "$root/etc/apt/sources.list" ] || return 1
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" && chmod 755 "$root/usr/sbin/policy-rc.d"
}

# inside COMMAND...: in the chroot, with the network as it is here.
inside() {
    # shellcheck disable=SC2016 # the inner shell's
    setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child sh -c \
        'mount -t proc proc "$1/proc" && root=$1 && shift && exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"' inside "$root" "$@"
}

# alone COMMAND...: the same, with a loopback for a network.
alone() {
    # shellcheck disable=SC2016
    setpriv --pdeathsig KILL unshare --mount --pid --net --fork --kill-child sh -c \
        'mount -t proc proc "$1/proc" && ip link set lo up && root=$1 && shift && exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot "$root" "$@"' \
        alone "$root" "$@"
}

# --- a systemd of the chroot's own, to run the units as they are ---------------------

# A control group that it may arrange as it likes, in whichever hierarchy there is.
make_group() {
    for init_group in /sys/fs/cgroup/systemd /sys/fs/cgroup; do
        if [ -e $init_group/cgroup.procs ]; then
            init_group=$init_group/sportello-package-$$
            mkdir "$init_group"
            return
        fi
    done
    echo "no control groups here"
    return 1
}

# start_systemd: as the first process of namespaces of its own, with the chroot as its
# root (in a plain chroot no user namespace can be made, which PrivateUsers= wants).
# It changes no setting of this machine's kernel: /proc/sys is there to read only.
start_systemd() {
    make_group || return 1
    # shellcheck disable=SC2016 # the inner shells'
    setpriv --pdeathsig KILL sh -c 'echo $$ >"$1/cgroup.procs" && shift && exec unshare --mount --pid --net \
        --ipc --uts --cgroup --fork --kill-child sh -e -c "$@"' start "$init_group" '
        mount --make-rprivate / && mount --bind "$1" "$1" && cd "$1"
        mount -t proc proc proc && mount --bind proc/sys proc/sys && mount -o remount,bind,ro proc/sys
        mount -t sysfs -o ro sysfs sys && mount -t tmpfs tmpfs sys/fs/cgroup
        if [ -e /sys/fs/cgroup/cgroup.procs ]; then
            mount -t cgroup2 cgroup2 sys/fs/cgroup
        else
            mkdir sys/fs/cgroup/systemd && mount -t cgroup -o none,name=systemd cgroup sys/fs/cgroup/systemd
        fi
        mount -t tmpfs tmpfs run && mkdir run/lock && ip link set lo up
        pivot_root . mnt && umount -l mnt && cd /
        exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system \
            --log-target=journal systemd.unit=basic.target' systemd "$root" >"$T/systemd.log" 2>&1 </dev/null &
    init_pid=$!
    wait_for_systemd || { cat "$T/systemd.log"; return 1; }
}

# within COMMAND...: beside that systemd.
within() {
    local first
    first=$(pgrep -P "$init_pid") || return 1
    nsenter -t "$first" --mount --pid --net --ipc --uts --cgroup --root --wd=/ \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"
}

wait_for_systemd() {
    local end=$((SECONDS + ${SP_PATIENCE:-240}))
    until within systemctl is-active basic.target >"$T/active" 2>&1; do
        if [ $SECONDS -ge $end ] || ! kill -0 "$init_pid"; then
            cat "$T/active"
            return 1
        fi
        sleep 0.2
    done
}

end_systemd() {
    [ -n "$init_pid" ] || return 0
    pkill -KILL -P "$init_pid"
    wait "$init_pid" 2>/dev/null
    init_pid=
    # What was in the groups is dead, and may not be gone yet.
    local end=$((SECONDS + 10))
    until find "$init_group" -depth -type d -exec rmdir {} + 2>/dev/null || [ $SECONDS -ge $end ]; do
        sleep 0.1
    done
}

install_in_chroot() {
    cp "$T"/build/sportello_*.deb "$root/srv/sportello.deb" &&
        inside apt-get update -qq &&
        inside apt-get install -y -qq --no-install-recommends /srv/sportello.deb
}

# What the test needs besides.
equip() {
    cp "$SP_SOURCE"/tests/package/inside.sh "$root/srv/" &&
        mkdir "$root/srv/tutorial" &&
        "$SP_SOURCE/tests/package/tutorial.py" extract "$SP_SOURCE/man/sportello-tutorial.7" "$root/srv/tutorial" &&
        printf 'postfix postfix/%s\n' 'main_mailer_type select Local only' 'mailname string example.it' |
        inside debconf-set-selections &&
        inside apt-get install -y -qq --no-install-recommends postfix bsd-mailx cron rsyslog sqlite3
}

# The same package with a higher version, as the next release would be, whose files
# below /etc have changed.
newer() {
    local tree=$T/newer
    dpkg-deb -R "$root/srv/sportello.deb" "$tree" &&
        sed -i 's/^Version: .*/&+next1/' "$tree/DEBIAN/control" &&
        echo '# of the next release' | tee -a "$tree/etc/cron.d/sportello" >>"$tree/etc/logcheck/ignore.d.server/sportello" &&
        dpkg-deb -b --root-owner-group "$tree" "$root/srv/newer.deb"
}

# --- all of it -------------------------------------------------------------------

if [ -n "${SP_DEB:-}" ]; then
    must "the source" clone
    cp "$SP_DEB"/sportello* "$T/build/" 2>/dev/null
else
    must "the source is cloned" clone
    must "what it needs is installed" get_tools
    must "the package is built from a clean clone" build
fi
ok "lintian says nothing" lint
ok "every override is explained" overrides_explained
for unit in "$SP_SOURCE"/contrib/systemd/*.service; do
    ok "systemd-analyze security: ${unit##*/} is below 2.0" \
        systemd-analyze security --no-pager --offline=true --threshold=20 "$unit"
done
must "a fresh chroot" make_chroot
must "apt installs the package" install_in_chroot
must "and what the test needs" equip
must "a newer package" newer
for unit in "$SP_SOURCE"/contrib/systemd/*.*; do
    ok "systemd-analyze verify: ${unit##*/}" systemd-analyze verify --man=no --root="$root" "${unit##*/}"
done
# counted PART: "ok" and "not ok" lines of standard input, numbered; the rest as it is.
counted() {
    part_pid=$! # of what writes them
    while IFS= read -r line; do
        case $line in
        "ok "* | "not ok "*)
            count=$((count + 1))
            [ "${line#not }" = "$line" ] || failed=$((failed + 1))
            echo "${line%%ok *}ok $count - $1: ${line#*ok }"
            ;;
        *) printf '%s\n' "$line" ;;
        esac
    done
    part_pid=
}

for part in installed tutorial cron upgraded systemd removed purged; do
    echo "# $part"
    if [ $part = systemd ]; then
        ok "systemd runs in the chroot" start_systemd &&
            counted $part < <(within /bin/sh /srv/inside.sh $part 2>&1 || echo "not ok went to its end")
        end_systemd
        continue
    fi
    counted "$part" < <(alone /bin/sh /srv/inside.sh "$part" 2>&1 || echo "not ok went to its end")
    [ $part != tutorial ] || counted tutorial < <("$SP_SOURCE/tests/package/tutorial.py" compare "$root/srv/tutorial")
done
