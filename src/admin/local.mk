# SPDX-License-Identifier: GPL-2.0-or-later
# sportello: speaks to people.  One cmd_<name>.c a command, listed in main.c.
bin_PROGRAMS += sportello
sportello_SOURCES = \
	src/admin/command.h \
	src/admin/cmd_calendar.c \
	src/admin/cmd_parse.c \
	src/admin/cmd_price.c \
	src/admin/cmd_show.c \
	src/admin/cmd_template.c \
	src/admin/cmd_explain.c \
	src/admin/cmd_version.c \
	src/admin/main.c \
	src/admin/named.c src/admin/named.h \
	src/admin/needs.c src/admin/needs.h
sportello_LDADD = libsportello.a $(library_libs)
