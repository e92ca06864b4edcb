# SPDX-License-Identifier: GPL-2.0-or-later
# Fuzz targets.  Each is built with a plain main that replays fuzz/seeds/NAME in
# `make check`.
EXTRA_DIST += fuzz/seeds

check_PROGRAMS += fuzz/fuzz_compose
fuzz_fuzz_compose_SOURCES = fuzz/fuzz_compose.c fuzz/replay_main.c
fuzz_fuzz_compose_LDADD = libsportello.a $(library_libs)

check_PROGRAMS += fuzz/fuzz_conf fuzz/fuzz_template
fuzz_fuzz_conf_SOURCES = fuzz/fuzz_conf.c fuzz/replay_main.c
fuzz_fuzz_conf_LDADD = libsportello.a $(library_libs)
fuzz_fuzz_template_SOURCES = fuzz/fuzz_template.c fuzz/replay_main.c
fuzz_fuzz_template_LDADD = libsportello.a $(library_libs)
