# SPDX-License-Identifier: GPL-2.0-or-later
# Pure: facts in, plan out.  No database, no network, no clock.
libsportello_a_SOURCES += \
	src/core/facts.c src/core/facts.h \
	src/core/plan.h \
	src/core/message.c src/core/message.h
