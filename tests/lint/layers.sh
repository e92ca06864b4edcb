#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The layers of the house: a file includes its own folder and lower ranks only,
# never a sibling; each library's header appears only in its one folder; every
# header compiles alone.  Prints each offence as FILE:LINE and fails.
set -u
cd "${SP_SOURCE:-.}" || exit 1
CC=${CC:-cc}

# shellcheck disable=SC2046 # the paths are words
awk '
BEGIN {
	split("base text core mail store desk deliver send admin", names)
	rank["base"] = 1; rank["text"] = 2; rank["core"] = 3
	rank["mail"] = 4; rank["store"] = 4; rank["desk"] = 5
	rank["deliver"] = 6; rank["send"] = 6; rank["admin"] = 6
	home["sqlite3.h"] = "store"; home["pcre2.h"] = "text"; home["libconfig.h"] = "text"
	home["iconv.h"] = "base"; home["jansson.h"] = "base"; home["idn2.h"] = "base"
	home["nettle/"] = "base"; home["zlib.h"] = "base"
	home["libetpan/"] = "mail"
	home["linux/seccomp.h"] = "mail"; home["linux/landlock.h"] = "mail"; home["curl/"] = "send"
}
FNR == 1 { split(FILENAME, part, "/"); room = part[2] }
/^[ \t]*#[ \t]*include[ \t]*"/ {
	split($0, quoted, "\""); path = quoted[2]
	if (path == "config.h") next
	n = split(path, piece, "/")
	if (n < 2 || !(piece[1] in rank)) {
		printf "%s:%d: include as \"room/file.h\", not \"%s\"\n", FILENAME, FNR, path; bad = 1; next
	}
	if (piece[1] != room && rank[piece[1]] >= rank[room]) {
		printf "%s:%d: %s may not include %s\n", FILENAME, FNR, room, path; bad = 1
	}
}
/^[ \t]*#[ \t]*include[ \t]*</ {
	match($0, /<[^>]*>/); path = substr($0, RSTART + 1, RLENGTH - 2)
	for (h in home)
		if (index(path, h) == 1 && home[h] != room) {
			printf "%s:%d: <%s> belongs to src/%s only\n", FILENAME, FNR, path, home[h]; bad = 1
		}
}
END { exit bad }
' $(find src -name '*.[ch]' | LC_ALL=C sort) || exit 1

status=0
for header in $(find src -name '*.h' | LC_ALL=C sort); do
	case $header in src/send/*) flags=$(pkg-config --cflags libcurl 2>/dev/null) ;; *) flags= ;; esac
	# shellcheck disable=SC2086 # the flags are words
	if ! echo "#include \"${header#src/}\"" |
		$CC -std=c11 -D_GNU_SOURCE -Wall -Wextra -Werror -fsyntax-only -Isrc $flags -x c -; then
		echo "$header: does not compile alone"
		status=1
	fi
done
exit $status
