# SPDX-License-Identifier: GPL-2.0-or-later
# Rows <-> core structs; sqlite3 only here.
libsportello_a_SOURCES += \
	src/store/db.h \
	src/store/messages.h \
	src/store/outbox.h \
	src/store/people.h \
	src/store/tickets.h
EXTRA_DIST += src/store/schema/0001-init.sql
