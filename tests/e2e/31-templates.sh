#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# sportello template and sportello show settings, and what a broken
# configuration says (FAULTS 58): no database is needed for any of it.
# shellcheck source=lib.sh
. "${0%/*}/lib.sh"
plan 28

SPORTELLO_DATA=$SP_SOURCE
export SPORTELLO_DATA
mkdir -p "$T/own/it"
cat >"$T/desk.conf" <<'END'
desk = { name = "Prova"; retention = ("conversation 3650", "accounts 3650", "automatic 365", "spam 30", "sent 365"); calendar = "ufficio"; templates = "own"; };
queues = ( { name = "a"; title = "A"; prefix = "HT"; addresses = ("a@desk.example.it"); } );
calendars = { ufficio = { hours = ("mon-fri 09:00-18:00"); }; };
END

# code COMMAND...: its exit status; what it says is in $T/said.
code() {
    "$SP_BUILD/sportello" -c "$T/desk.conf" "$@" >"$T/said" 2>&1
    echo $?
}
said() {
    cat "$T/said"
}

# --- the mails -------------------------------------------------------------------

is "the shipped mails are whole" "$(code template check)" 0
like "and says how many" "$(said)" '^[0-9]+ templates, all well$'
is "preview" "$(code template preview confirmation)" 0
like "has its subject" "$(said)" '^Subject: \[HT00191\] Stampante ferma$'
like "is signed by the desk" "$(said)" '^Prova$'
is "in English" "$(code template preview --language en confirmation)" 0
like "is English" "$(said)" '^Kind regards$'
is "an unknown one" "$(code template preview confirmazione)" 1
like "has a nearest one" "$(said)" 'did you mean "confirmation"'
is "a path is no name" "$(code template dump ../it/words)" 1
is "nor a language" "$(code template dump --language ../it confirmation)" 1
is "dump" "$(code template dump closed)" 0
is "gives the file" "$(said)" "$(cat "$SP_SOURCE/templates/it/closed.txt")"

# --- the site's own ---------------------------------------------------------------

"$SP_BUILD/sportello" -c "$T/desk.conf" template dump closed >"$T/own/it/closed.txt"
is "a dump into the site's own file is whole" "$(cat "$T/own/it/closed.txt")" \
    "$(cat "$SP_SOURCE/templates/it/closed.txt")"
sed -i 's/Cordiali saluti/A presto/' "$T/own/it/closed.txt"
is "what was dumped and changed is well" "$(code template check)" 0
is "and used" "$(code template preview closed)" 0
like "as changed" "$(said)" '^A presto$'
printf 'Subject: {{oggetto}}\n\n{{#code}}\n' >"$T/own/it/closed.txt"
is "a broken one is an error of the configuration" "$(code template check)" 78
like "with file and line" "$(said)" 'own/it/closed.txt:3: a section is never ended: "code"'
rm "$T/own/it/closed.txt"
echo 'status = { nuovo = "Appena arrivato"; };' >"$T/own/it/words.conf"
is "so is a word that there is not" "$(code template check)" 78
like "with file and line, too" "$(said)" 'own/it/words.conf:1: there is no word "status.nuovo"'

# --- the settings -----------------------------------------------------------------

is "show settings" "$(code show settings)" 0
unlike "within 80 columns" "$(said)" '.{81}'
is "a setting's default" "$("$SP_BUILD/sportello" show settings --json reopening_hours |
    sed 's/.*"default":"\([^"]*\)".*/\1/')" 72
is "a setting that there is not" "$(code show settings reopening)" 1
sed -i 's/calendar = "ufficio"/calender = "ufficio"/' "$T/desk.conf"
is "FAULTS 58: a misspelt setting" "$(code template check)" 78
is "with file and line and what is right" "$(said)" \
    "sportello: $T/desk.conf:1: unknown setting \"calender\"; did you mean \"calendar\"?"
rm "$T/desk.conf"
is "no configuration" "$(code template check)" 78
