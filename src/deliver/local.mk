# SPDX-License-Identifier: GPL-2.0-or-later
# sportello-deliver: speaks exit codes to a mail server.  It starts once a message:
# small, and with the C library linked in where that can be had.
pkglibexec_PROGRAMS += sportello-deliver sportello-store
handing_sources = \
	src/deliver/command_line.c src/deliver/command_line.h \
	src/deliver/ending.c src/deliver/ending.h \
	src/deliver/handed.c src/deliver/handed.h \
	src/deliver/rights.c src/deliver/rights.h \
	src/deliver/sealed.c src/deliver/sealed.h

sportello_deliver_SOURCES = $(handing_sources) \
	src/deliver/alone.c src/deliver/alone.h \
	src/deliver/hand_over.c src/deliver/hand_over.h \
	src/deliver/main.c
sportello_deliver_LDADD = libsportello.a
sportello_deliver_LDFLAGS = $(SP_HARDEN_LD) $(SP_STATIC_LD)

# sportello-store: does the work, for one delivery or as the resident storer for all.
sportello_store_SOURCES = $(handing_sources) \
	src/deliver/guest.c src/deliver/guest.h \
	src/deliver/log_delivery.c src/deliver/log_delivery.h \
	src/deliver/parser.c src/deliver/parser.h \
	src/deliver/resident.c src/deliver/resident.h \
	src/deliver/storing.c src/deliver/storing.h \
	src/deliver/store_main.c
sportello_store_LDADD = libsportello.a $(library_libs)

check_PROGRAMS += tests/unit/test_handed
tests_unit_test_handed_SOURCES = tests/unit/test_handed.c src/deliver/handed.c
tests_unit_test_handed_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_handed_LDADD = $(unit_libs)
