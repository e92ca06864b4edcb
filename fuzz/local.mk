# SPDX-License-Identifier: GPL-2.0-or-later
# Fuzz targets.  Each is built with a plain main that replays fuzz/seeds/NAME in
# `make check`.
EXTRA_DIST += fuzz/seeds

check_PROGRAMS += fuzz/fuzz_compose
fuzz_fuzz_compose_SOURCES = fuzz/fuzz_compose.c fuzz/replay_main.c
fuzz_fuzz_compose_LDADD = libsportello.a $(library_libs)

# What the staff write after '#'.
check_PROGRAMS += fuzz/fuzz_command
fuzz_fuzz_command_SOURCES = fuzz/fuzz_command.c fuzz/replay_main.c
fuzz_fuzz_command_LDADD = libsportello.a $(library_libs)

check_PROGRAMS += fuzz/fuzz_conf fuzz/fuzz_template
fuzz_fuzz_conf_SOURCES = fuzz/fuzz_conf.c fuzz/replay_main.c
fuzz_fuzz_conf_LDADD = libsportello.a $(library_libs)
fuzz_fuzz_template_SOURCES = fuzz/fuzz_template.c fuzz/replay_main.c
fuzz_fuzz_template_LDADD = libsportello.a $(library_libs)

# The parser: a message, header values, bodies and charsets, the child's record.
check_PROGRAMS += fuzz/fuzz_parse fuzz/fuzz_headers fuzz/fuzz_decode fuzz/fuzz_record
fuzz_fuzz_parse_SOURCES = fuzz/fuzz_parse.c fuzz/replay_main.c
fuzz_fuzz_parse_LDADD = libsportello.a $(library_libs)
fuzz_fuzz_headers_SOURCES = fuzz/fuzz_headers.c fuzz/replay_main.c
fuzz_fuzz_headers_LDADD = libsportello.a $(library_libs)
fuzz_fuzz_decode_SOURCES = fuzz/fuzz_decode.c fuzz/replay_main.c
fuzz_fuzz_decode_LDADD = libsportello.a $(library_libs)
fuzz_fuzz_record_SOURCES = fuzz/fuzz_record.c fuzz/replay_main.c
fuzz_fuzz_record_LDADD = libsportello.a $(library_libs)

# All targets with libFuzzer and the sanitizers (clang), in build-fuzz/.
EXTRA_DIST += fuzz/build.sh
fuzz:
	@SP_SOURCE='$(abs_top_srcdir)' CPPFLAGS="-D_GNU_SOURCE -I$(abs_top_srcdir)/src -I$(abs_top_builddir)" \
	  LIBS='$(fuzz_libs)' $(top_srcdir)/fuzz/build.sh '$(abs_top_builddir)/build-fuzz'
fuzz_libs = -letpan -lsqlite3 -lpcre2-8 -lconfig -lnettle -lidn2 -lunistring -ljansson -lz -lm
.PHONY: fuzz
clean-local:
	rm -rf '$(abs_top_builddir)/build-fuzz'

# What is made of texts, and the rules by which it is made.
check_PROGRAMS += fuzz/fuzz_html fuzz/fuzz_reply fuzz/fuzz_rules
fuzz_fuzz_html_SOURCES = fuzz/fuzz_html.c fuzz/replay_main.c
fuzz_fuzz_html_LDADD = libsportello.a $(library_libs)
fuzz_fuzz_reply_SOURCES = fuzz/fuzz_reply.c fuzz/replay_main.c
fuzz_fuzz_reply_LDADD = libsportello.a $(library_libs)
fuzz_fuzz_rules_SOURCES = fuzz/fuzz_rules.c fuzz/replay_main.c
fuzz_fuzz_rules_LDADD = libsportello.a $(library_libs)

# What proves who somebody is.
check_PROGRAMS += fuzz/fuzz_token
fuzz_fuzz_token_SOURCES = fuzz/fuzz_token.c fuzz/replay_main.c
fuzz_fuzz_token_LDADD = libsportello.a $(library_libs)

# What an administrator brings along: a spreadsheet's rows, a mailbox.
check_PROGRAMS += fuzz/fuzz_csv fuzz/fuzz_mbox
fuzz_fuzz_csv_SOURCES = fuzz/fuzz_csv.c fuzz/replay_main.c
fuzz_fuzz_csv_LDADD = libsportello.a $(library_libs)
fuzz_fuzz_mbox_SOURCES = fuzz/fuzz_mbox.c fuzz/replay_main.c
fuzz_fuzz_mbox_LDADD = libsportello.a $(library_libs)
