# SPDX-License-Identifier: GPL-2.0-or-later
# sportello-send: the only program that speaks to the network; libcurl only here.
send_sources = \
	src/send/command.c \
	src/send/lanes.c src/send/lanes.h \
	src/send/queue.c src/send/queue.h \
	src/send/route.c \
	src/send/sender.c src/send/sender.h \
	src/send/slot.c src/send/slot.h \
	src/send/smtp.c \
	src/send/storer.c src/send/storer.h \
	src/send/talk.c src/send/talk.h \
	src/send/transport.h \
	src/send/verdict.c src/send/verdict.h \
	src/send/windows.c src/send/windows.h

pkglibexec_PROGRAMS += sportello-send
sportello_send_SOURCES = $(send_sources) src/send/main.c
sportello_send_CPPFLAGS = $(AM_CPPFLAGS) $(CURL_CFLAGS)
sportello_send_LDADD = libsportello.a $(CURL_LIBS) $(library_libs)

check_PROGRAMS += tests/unit/test_send
tests_unit_test_send_SOURCES = tests/unit/test_send.c \
	src/send/slot.c src/send/talk.c src/send/verdict.c src/send/windows.c
tests_unit_test_send_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_send_LDADD = $(unit_libs)
