#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# What the documentation says is there: links and paths point to files, the
# commands of the README exist, every man page fits a terminal and is distributed,
# and each command and option that a program takes stands in its page.  Prints each
# offence; fails when there is one.  (tests/lint/manual.py: the pages as mdoc, the
# settings, the templates.)
set -u
export LC_ALL=C.UTF-8
cd "${SP_SOURCE:-.}" || exit 1
SP_BUILD=${SP_BUILD:-$(pwd)}
sportello=$SP_BUILD/sportello
columns=80

# --- README.md, CONTRIBUTING.md --------------------------------------------------

# Headings as the anchors that forges make of them.
anchors() {
	sed -n 's/^##* *//p' "$1" | tr '[:upper:] ' '[:lower:]-' | tr -cd 'a-z0-9_\n-'
}

# check_link FILE TARGET: relative to the file; TARGET may end in #anchor.
check_link() {
	case $2 in http://* | https://* | mailto:*) return ;; esac
	path=${2%%#*}
	target=$1
	[ -z "$path" ] || target=$(dirname "$1")/$path
	if [ ! -e "$target" ]; then
		echo "$1: the link to $2 points to nothing"
	elif [ "$path" != "$2" ] && ! anchors "$target" | grep -qxF -- "${2#*#}"; then
		echo "$1: $target has no heading for #${2#*#}"
	fi
}

# check_path FILE PATH: a path of this tree in `...`.  A word in capitals (NAME,
# NNNN) and a star stand for anything.
check_path() {
	[ ! -e "$2" ] || return 0
	pattern=$(printf '%s' "$2" | sed -E 's/[A-Z]{2,}/*/g')
	# shellcheck disable=SC2086 # the pattern is to be expanded
	set -- "$1" "$2" $pattern
	[ -e "$3" ] || echo "$1: there is no $2"
}

check_markdown() {
	grep -o '](\([^) ]*\))' "$1" | sed 's/^](\(.*\))$/\1/' | while read -r target; do
		check_link "$1" "$target"
	done
	# shellcheck disable=SC2016 # the backquotes are Markdown's
	grep -o '`[^` ]*`' "$1" | tr -d '`' | sed 's/[:,].*//' |
		grep -E '^(src|filters|templates|examples|man|maildir-test|tests|fuzz|contrib)/' |
		while read -r path; do
			check_path "$1" "$path"
		done
}

# The lines of commands: indented by four, in Markdown.
commands_of() {
	sed -nE 's/^ {4,}(\$ )?//p' "$1"
}

check_commands() {
	commands_of "$1" | grep -Eo '(^|[ &;])make [a-z][a-z-]*' | sed 's/.*make //' | sort -u |
		while read -r name; do
			grep -qE "^([a-z-]+ )*$name( [a-z-]+)*:" "$SP_BUILD/Makefile" ||
				echo "$1: there is no make $name"
		done
	commands_of "$1" | sed -nE 's/^(runuser -u [a-z]+ -- )?sportello (-c [^ ]+ )?([a-z][a-z-]*( [a-z-]+)?).*/\3/p' |
		sort -u | while read -r name; do
			is_command "$name" || echo "$1: there is no command sportello $name"
		done
}

# is_command WORDS: the first, or the first two, of them are one.
is_command() {
	grep -qxF -- "$1" "$list" || grep -qxF -- "${1%% *}" "$list"
}

# --- man pages ---------------------------------------------------------------------

# That it is clean mdoc is tests/lint/manual.py's to say.
check_page() {
	grep -q "${1#man/}" man/local.mk || echo "$1: not in man/local.mk"
	sed -nE 's/^\.Xr (sportello[a-z.-]*) ([0-9]).*/\1.\2/p' "$1" | sort -u | while read -r page; do
		[ -e "man/$page" ] || echo "$1: there is no $page"
	done
	mandoc -Tascii -Owidth=$((columns - 2)) "$1" | sed 's/.\x08//g' |
		awk -v page="$1" -v columns=$columns \
			'length > columns { print page ": wider than " columns " columns: " $0 }'
}

# has_option PAGE NAME [COMMAND]: as .Fl NAME ("c", "-json"); of a command, below it.
has_option() {
	awk -v command="${3:-}" '
		/^\.It Ic / { inside = index($0 " ", ".It Ic " command " ") == 1 }
		command == "" || inside' "$1" | grep -Eq "Fl $2( |\$)" ||
		echo "$1: the option -$2${3:+ of $3} is missing"
}

# What a program's main asks getopt() for, letters and words.
check_getopt() { # PAGE SOURCE
	sed -nE 's/.*getopt[a-z_]*\(argc, argv, "([^"]*)".*/\1/p' "$2" | tr -d ':+' | sed 's/./&\n/g' |
		grep . | while read -r letter; do
			has_option "$1" "$letter"
		done
	sed -nE 's/^[[:space:]]*\{ *"([a-z-]+)", *(no|required)_argument.*/-\1/p' "$2" |
		while read -r word; do
			has_option "$1" "$word"
		done
}

# Every command of `sportello --help`, and every option of each.
check_sportello() {
	[ -s "$list" ] || echo "sportello --help lists no command"
	while read -r command; do
		grep -qE "^\.It Ic $command( |\$)" "$1" ||
			echo "$1: the command \"$command\" is missing"
		# shellcheck disable=SC2086 # two words
		"$sportello" $command --help </dev/null | sed -nE 's/^  -(-[a-z-]+).*/\1/p' |
			while read -r option; do
				case $option in
				-json | -help | -dry-run) has_option "$1" "$option" ;;
				*) has_option "$1" "$option" "$command" ;;
				esac
			done
	done <"$list"
}

check_everything() {
	for page in *.md */*.md; do
		check_markdown "$page"
		check_commands "$page"
	done
	for page in man/*.[1-9]; do
		check_page "$page"
	done
	check_getopt man/sportello-deliver.8 src/deliver/command_line.c
	check_getopt man/sportello-send.8 src/send/main.c
	check_sportello man/sportello.1
}

command -v mandoc >/dev/null || { echo "mandoc is not installed: run ./bootstrap as root"; exit 1; }
list=$(mktemp) || exit 1
trap 'rm -f "$list"' EXIT
trap 'exit 1' HUP INT TERM
"$sportello" --help | sed -nE 's/^  ([a-z-]+( [a-z-]+)?)(  .*)?$/\1/p' >"$list"

offences=$(check_everything 2>&1)
[ -n "$offences" ] || exit 0
printf '%s\n' "$offences"
exit 1
