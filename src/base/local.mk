# SPDX-License-Identifier: GPL-2.0-or-later
# Memory, text, time, files: no knowledge of mail or tickets.
libsportello_a_SOURCES += \
	src/base/arena.c src/base/arena.h \
	src/base/buf.c src/base/buf.h \
	src/base/charset.c src/base/charset.h src/base/charset_names.inc src/base/charset_tables.h \
	src/base/charset_unicode.c src/base/charset_unicode.h \
	src/base/clock.c src/base/clock.h \
	src/base/csv.c src/base/csv.h \
	src/base/csv_read.c src/base/csv_read.h \
	src/base/err.c src/base/err.h \
	src/base/file.c src/base/file.h \
	src/base/gzip.c src/base/gzip.h \
	src/base/hash.c src/base/hash.h \
	src/base/idn.c src/base/idn.h \
	src/base/json.c src/base/json.h \
	src/base/log.c src/base/log.h \
	src/base/mem.c src/base/mem.h \
	src/base/program.c src/base/program.h \
	src/base/show.c src/base/show.h \
	src/base/sources.c src/base/sources.h \
	src/base/str.c src/base/str.h \
	src/base/utf8.c src/base/utf8.h \
	src/base/wrap.c src/base/wrap.h

check_PROGRAMS += tests/unit/test_gzip
tests_unit_test_gzip_SOURCES = tests/unit/test_gzip.c
tests_unit_test_gzip_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_gzip_LDADD = $(unit_libs)
check_PROGRAMS += tests/unit/test_base
tests_unit_test_base_SOURCES = tests/unit/test_base.c
tests_unit_test_base_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_base_LDADD = $(unit_libs)
EXTRA_DIST += src/base/charset_tables.py

# How a delivery wakes the sender.
libsportello_a_SOURCES += src/base/wake.c src/base/wake.h
check_PROGRAMS += tests/unit/test_wake
tests_unit_test_wake_SOURCES = tests/unit/test_wake.c
tests_unit_test_wake_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_wake_LDADD = $(unit_libs)

# Text of strangers on a terminal.
check_PROGRAMS += tests/unit/test_show
tests_unit_test_show_SOURCES = tests/unit/test_show.c
tests_unit_test_show_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_show_LDADD = $(unit_libs)

check_PROGRAMS += tests/unit/test_charset
tests_unit_test_charset_SOURCES = tests/unit/test_charset.c
tests_unit_test_charset_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_charset_LDADD = $(unit_libs)

# Spreadsheets, read.
check_PROGRAMS += tests/unit/test_csv_read
tests_unit_test_csv_read_SOURCES = tests/unit/test_csv_read.c
tests_unit_test_csv_read_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_csv_read_LDADD = $(unit_libs)

# What a process that stays has read.
check_PROGRAMS += tests/unit/test_sources
tests_unit_test_sources_SOURCES = tests/unit/test_sources.c
tests_unit_test_sources_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_sources_LDADD = $(unit_libs)
