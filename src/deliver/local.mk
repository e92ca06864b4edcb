# SPDX-License-Identifier: GPL-2.0-or-later
# sportello-deliver: speaks exit codes to a mail server.
pkglibexec_PROGRAMS += sportello-deliver
sportello_deliver_SOURCES = src/deliver/ending.c src/deliver/ending.h src/deliver/main.c
sportello_deliver_LDADD = libsportello.a $(library_libs)
