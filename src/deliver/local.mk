# SPDX-License-Identifier: GPL-2.0-or-later
# sportello-deliver: speaks exit codes to a mail server.
deliver_sources = \
	src/deliver/ending.c src/deliver/ending.h \
	src/deliver/guest.c src/deliver/guest.h \
	src/deliver/hand_over.c src/deliver/hand_over.h \
	src/deliver/handed.c src/deliver/handed.h \
	src/deliver/log_delivery.c src/deliver/log_delivery.h \
	src/deliver/parser.c src/deliver/parser.h \
	src/deliver/resident.c src/deliver/resident.h \
	src/deliver/rights.c src/deliver/rights.h \
	src/deliver/storing.c src/deliver/storing.h

pkglibexec_PROGRAMS += sportello-deliver
sportello_deliver_SOURCES = $(deliver_sources) src/deliver/main.c
sportello_deliver_LDADD = libsportello.a $(library_libs)

check_PROGRAMS += tests/unit/test_handed
tests_unit_test_handed_SOURCES = tests/unit/test_handed.c src/deliver/handed.c
tests_unit_test_handed_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_handed_LDADD = $(unit_libs)
