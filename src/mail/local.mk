# SPDX-License-Identifier: GPL-2.0-or-later
# Bytes to struct sp_message and back: scan, decode, classify, compose, the sandbox.
libsportello_a_SOURCES += \
	src/mail/address.h \
	src/mail/classify.h \
	src/mail/date.h \
	src/mail/fields.h \
	src/mail/filters.h \
	src/mail/html.h \
	src/mail/parse.h \
	src/mail/part.h \
	src/mail/reply.h \
	src/mail/scan.h
