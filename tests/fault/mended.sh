# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What the tests share that break a desk, see a delivery wait, and mend it; read after
# e2e/desk.sh.  Makes $T/mail.

cat >"$T/mail" <<'MAIL'
From: Mario Rossi <mario@cliente.example>
To: assistenza@desk.example.it
Subject: Stampante ferma
Message-ID: <1@cliente.example>

Non stampa.
MAIL

# delivered: prints the exit status.
delivered() {
    deliver mario@cliente.example assistenza@desk.example.it <"$T/mail" >"$T/said" 2>&1
    echo $?
}

# heals NAME: the same delivery, now that all is well.
heals() {
    is "$1: mended, the same delivery makes its ticket" "$(delivered) $(desk_sql 'SELECT count(*) FROM ticket')" "0 1"
}
