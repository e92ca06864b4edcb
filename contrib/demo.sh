#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# make demo: the three programs on the messages of maildir-test/, without root and
# without a mail server, told as a short story at 80 columns.
#
# A desk is made in a temporary folder.  Every message goes through the real
# sportello-deliver into a fresh database; a staff member and a customer answer
# each other as their mail programs would; the real sportello-send gives each mail
# to a tiny sendmail, which drops it into a Maildir of whom it is for.  Every count
# that is told is compared with what maildir-test/expect says must come of each
# message; the exit status is 1 when one differs.
#
# contrib/demo.sh [--keep]: with --keep the folder stays, and its name is told.
# Environment: SP_SOURCE and SP_BUILD, the source and the build folder.
set -eu
export LC_ALL=C.UTF-8
umask 022

SP_SOURCE=${SP_SOURCE:-$(cd "$(dirname "$0")/.." && pwd)}
SP_BUILD=${SP_BUILD:-$SP_SOURCE}
SPORTELLO_DATA=$SP_SOURCE
export SPORTELLO_DATA
unset SPORTELLO_CONF
messages=$SP_SOURCE/maildir-test
columns=80
keep=
case ${1:-} in
--keep) keep=yes ;;
?*) echo "usage: demo.sh [--keep]" >&2 && exit 64 ;;
esac

T=$(mktemp -d "${TMPDIR:-/tmp}/sportello-demo.XXXXXX")
finish() {
	finish_status=$?
	trap '' EXIT HUP INT TERM
	if [ -n "$keep" ]; then
		printf '\nThe folder of this demo is %s\n' "$T"
	else
		rm -rf "$T"
	fi
	exit $finish_status
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

# --- telling -----------------------------------------------------------------------

heading() {
	printf '\n\n%s\n%s\n\n' "$1" "$(printf '%s' "$1" | sed 's/./=/g')"
}

# say: prose from standard input, filled to the width of a page.
say() {
	tr -s '\n' ' ' | fold -s -w 78 | sed 's/ $//'
	echo
}

wrong() {
	printf '\nmake demo: %s\n' "$*" >&2
	exit 1
}

# expect WHAT GOT WANTED: a count that has to be right.
expect() {
	[ "$2" = "$3" ] || wrong "$1: got $2, expected $3"
}

# page FILE: what a program printed, indented; it has to fit.
page() {
	wide=$(python3 -c 'import sys
print(max((len(line.rstrip("\n")) for line in open(sys.argv[1], encoding="utf-8")), default=0))' "$1")
	[ "$wide" -le $columns ] || wrong "a line of $wide columns in $1"
	cat "$1"
	echo
}

# as_typed COMMAND...: shows the command, runs it, shows what it prints.
as_typed() {
	printf '$ sportello %s\n' "$*"
	sportello "$@" >"$T/shown" || wrong "sportello $* failed"
	page "$T/shown"
}

# --- the programs ----------------------------------------------------------------------

sportello() {
	"$SP_BUILD/sportello" -c "$T/sportello.conf" "$@"
}

mail() {
	python3 "$SP_SOURCE/contrib/demo_mail.py" "$@"
}

# deliver SENDER RECIPIENT EXTENSION <MAIL: as a mail server does.
deliver() {
	"$SP_BUILD/sportello-deliver" -c "$T/sportello.conf" -f "$1" -a "$3" -d "$2" -q DEMO -- "$2" ||
		wrong "a delivery exited $?, the message from $1 would be tried again"
}

send() {
	"$SP_BUILD/sportello-send" -c "$T/sportello.conf" || wrong "sportello-send exited $?"
}

tickets() {
	sportello ticket list --json >"$T/tickets.json" || wrong "sportello ticket list failed"
	mail pick ticket "$@" "$T/tickets.json"
}

# outbox KEY NAME=VALUE...: of the mails that have these values.
outbox() {
	sportello outbox list --all --limit 1000 --json >"$T/outbox.json" || wrong "sportello outbox list failed"
	mail pick "$@" "$T/outbox.json"
}

count() {
	grep -c . || true
}

# expected REGEX: how many lines of maildir-test/expect begin so.
expected() {
	cat "$messages"/expect/*.expect | grep -Ec "^$1" || true
}

# --- the desk ---------------------------------------------------------------------------

write_conf() {
	cat >"$T/sportello.conf" <<CONF
desk = {
    name = "Rossi Assistenza";
    state = "state";
    zone = "Europe/Rome";
    retention = ("conversation 3650", "accounts 3650", "automatic 365", "spam 30", "sent 365");
    calendar = "ufficio";
    authserv_id = "mx.desk.example.it";
    form_sender = ("modulo@www.desk.example.it");
    terms_link = "https://www.desk.example.it/condizioni";
};
queues = (
    { name = "assistenza"; title = "Assistenza"; prefix = "HT";
      addresses = ("assistenza@desk.example.it"); },
    { name = "info"; title = "Informazioni"; prefix = "IN";
      addresses = ("info@desk.example.it"); },
    { name = "support"; title = "Support"; prefix = "EN"; language = "en";
      addresses = ("support@desk.example.it"); }
);
calendars = {
    ufficio = { hours = ("mon-fri 09:00-13:00 14:00-18:00"); holidays = ("it"); };
};
send = { method = "command"; command = "$T/sendmail"; };
CONF
}

# The end of the world for these mails: a Maildir for each recipient.
write_sendmail() {
	cat >"$T/sendmail" <<'SENDMAIL'
#!/bin/sh
# sendmail [-f SENDER] -- RECIPIENT <MAIL: into the Maildir of RECIPIENT.
set -eu
for recipient; do :; done
case $recipient in */* | .*) exit 65 ;; esac
box=${0%/*}/mail/$recipient
mkdir -p "$box/new" "$box/cur" "$box/tmp"
temporary=$(mktemp "$box/tmp/XXXXXX")
cat >"$temporary"
mv "$temporary" "$box/new/$(date +%s%N).${temporary##*/}"
SENDMAIL
	chmod 700 "$T/sendmail"
}

make_desk() {
	mkdir -p "$T/mail"
	write_conf
	write_sendmail
	sportello init >"$T/init" || wrong "sportello init failed"
	sportello staff add --name "Anna Verdi" --address anna.verdi@desk.example.it \
		--queue assistenza --queue info >"$T/staff" || wrong "sportello staff add failed"
	sportello staff add --name "Luca Neri" --address luca.neri@desk.example.it \
		--queue assistenza --queue support >>"$T/staff" || wrong "sportello staff add failed"
}

tell_desk() {
	heading "1. A desk"
	say <<-SAY
		Rossi Assistenza is a small Italian firm that looks after other firms' web
		sites and computers. Its help desk has three addresses, which are three
		queues: assistenza@, info@ and support@desk.example.it. Anna Verdi and Luca
		Neri answer. A configuration of $(count <"$T/sportello.conf") lines, "sportello init", and
		"sportello staff add" for each of the two are all it took to make it.
	SAY
}

# --- the messages -----------------------------------------------------------------------

# Each in its order, as a mail server would hand it over.
deliver_all() {
	grep -v '^#' "$messages/INDEX" | sed 's/ *| */|/g' >"$T/index"
	while IFS='|' read -r name sender recipient extension _; do
		[ "$sender" != '<>' ] || sender=
		deliver "$sender" "$recipient" "$extension" <"$messages/new/$name"
	done <"$T/index"
}

tell_messages() {
	heading "2. A week of mail"
	total=$(count <"$T/index")
	opened=$(tickets | count)
	mails=$(outbox id | count)
	expect "tickets opened" "$opened" "$(expected 'ticket: new')"
	expect "mails to send" "$mails" "$(expected 'mail: ')"
	say <<-SAY
		$total messages arrive, as different as support mail is: from Outlook and from
		telephones, in Italian, English and German, with broken charsets, forged
		names, certified mail, bounces, newsletters and holiday replies. Each one
		goes through sportello-deliver, which exits 0 only when it is safely stored.
	SAY
	echo
	{
		printf '%6d opened a ticket of their own (%d of them are URGENTE)\n' \
			"$opened" "$(tickets priority=3 | count)"
		printf '%6d were answers, and found their ticket\n' "$(expected 'ticket: reply')"
		printf '%6d came from machines and lists: kept, and never answered\n' "$(expected 'ticket: stored')"
		printf '%6d had been delivered before: nothing happened\n' "$(expected 'ticket: duplicate')"
		printf '%6d mails wait to be sent because of them\n' "$mails"
	} >"$T/shown"
	page "$T/shown"
	say <<-SAY
		A mail that said it was Anna's, and proved nothing, closed no ticket: she was
		told of it instead. A stranger who wrote the number of somebody else's ticket
		got one of his own, and learned nothing.
	SAY
}

tell_notification() {
	heading "3. What Anna finds in her mailbox"
	say <<-SAY
		Sportello has no web page to log in to. Giulia, who runs a small hotel, wrote
		to assistenza@ what should change on her web site, and then once more what
		she had forgotten. Anna has it as a mail, in the program that she reads all
		her mail with:
	SAY
	echo
	send
	expect "mails that left" "$(find "$T/mail" -path '*/new/*' | count)" "$mails"
	# The first of that subject: later she forwards her mail to others, in copy to us.
	code=$(tickets "subject=Modifiche al sito entro fine mese" | sed -n 1p)
	notification=$(mail find "$T/mail/anna.verdi@desk.example.it" "$code")
	mail show "$notification" >"$T/shown"
	page "$T/shown"
}

# --- the conversation ---------------------------------------------------------------------

# reply NAME ADDRESS FILE <WORDS: an answer to the mail in FILE, delivered back.
reply() {
	to=$(mail address Reply-To "$3")
	extension=${to%@*}
	extension=${extension#*+}
	mail answer "$1" "$2" "$3" >"$T/answer"
	deliver "$2" "$to" "$extension" <"$T/answer"
	send
}

converse() {
	anna=anna.verdi@desk.example.it
	giulia=giulia.bianchi@example.com
	reply "Anna Verdi" $anna "$notification" <<-WORDS
		Ciao Giulia,
		i prezzi 2027 sono in linea, la piscina non è più nella home e il
		telefono ora finisce con 418. Mancano solo le foto.
		Anna
	WORDS
	theirs=$(mail find "$T/mail/$giulia" "$code")
	expect "whose name Giulia reads" "$(mail field From "$theirs")" \
		"Anna Verdi <assistenza@desk.example.it>"
	reply "Giulia Bianchi" $giulia "$theirs" <<-WORDS
		Che velocità! Le foto sono nella cartella condivisa.
		Giulia
	WORDS
}

tell_conversation() {
	heading "4. They answer each other"
	say <<-SAY
		Anna presses Reply. The address that her answer goes to is the desk's, with a
		signed token: it proves that she is Anna, and says which ticket. Giulia gets
		the answer from the desk, with Anna's name and not her address, and presses
		Reply too. This is what the administrator sees of it:
	SAY
	echo
	converse
	expect "tickets after the conversation" "$(tickets | count)" "$opened"
	expect "mails after the conversation" "$(outbox id | count)" $((mails + 4))
	expect "answers to Giulia" "$(outbox id template=staff_reply recipient=$giulia state=sent | count)" 1
	expect "the ticket's state" "$(tickets "ticket=$code" status=in_progress)" "$code"
	as_typed ticket show "$code"
}

# --- what there is now -----------------------------------------------------------------------

tell_tickets() {
	heading "5. The tickets"
	as_typed ticket list
}

# row TEMPLATE WORDS: a line of the table of mails.
row() {
	printf '%6d  %-13s %s\n' "$(outbox id template="$1" state=sent | count)" "$1" "$2"
}

tell_mails() {
	heading "6. The mails that left"
	say <<-SAY
		Each was written in the same transaction as the ticket that it speaks of, and
		sent by sportello-send afterwards: over SMTP, or as here through a command.
	SAY
	echo
	{
		row confirmation "to customers: we have it, this is its number"
		row notification "to staff: somebody wrote; reply to this mail to answer"
		row staff_reply "to a customer: what a staff member answered"
		row unproven "to staff: somebody uses your name"
	} >"$T/shown"
	page "$T/shown"
	sent=$(outbox id state=sent | count)
	expect "mails that did not leave" "$(($(outbox id | count) - sent))" 0
	expect "mails in the mailboxes" "$(find "$T/mail" -path '*/new/*' | count)" "$sent"
	expect "mails in the table" "$(awk '{ n += $1 } END { print n }' "$T/shown")" "$sent"
	say <<-SAY
		The holiday replies, bounces, receipts and lists got no answer, so that no two
		machines ever write to each other without end.
	SAY
}

tell_again() {
	heading "7. Once more"
	sportello ticket list >"$T/before"
	sportello outbox list --all --limit 1000 --json >"$T/before.json"
	deliver_all
	sportello ticket list >"$T/after"
	sportello outbox list --all --limit 1000 --json >"$T/after.json"
	cmp -s "$T/before" "$T/after" || wrong "delivering everything again changed the tickets"
	cmp -s "$T/before.json" "$T/after.json" || wrong "delivering everything again made mails"
	say <<-SAY
		A mail server that crashed, or was not sure, delivers a message a second time.
		All $total were just delivered again: each was known, nothing changed, and no
		customer got a second confirmation.
	SAY
}

tell_end() {
	heading "Where to go next"
	cat <<-END
		Behind your own Postfix    README.md, "Behind Postfix"
		What it promises           README.md, "What it promises"
		News and known limits      NEWS
		How it works inside        CONTRIBUTING.md
		The manual                 man ./man/sportello.7
		This desk, to look into    contrib/demo.sh --keep
	END
}

make_desk
tell_desk
deliver_all
tell_messages
tell_notification
tell_conversation
tell_tickets
tell_mails
tell_again
tell_end
