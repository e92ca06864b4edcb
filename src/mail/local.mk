# SPDX-License-Identifier: GPL-2.0-or-later
# Bytes to struct sp_message and back: scan, decode, classify, compose, the sandbox.
libsportello_a_SOURCES += \
	src/mail/address.h \
	src/mail/date.h \
	src/mail/fields.h \
	src/mail/parse.h \
	src/mail/part.h \
	src/mail/scan.h

# What a message says and is: text of HTML, replies, classes, by the rules of filters/.
libsportello_a_SOURCES += \
	src/mail/classify.h \
	src/mail/entities.c src/mail/entities.h \
	src/mail/filters.c src/mail/filters.h \
	src/mail/html.c src/mail/html.h \
	src/mail/html_lines.c src/mail/html_lines.h \
	src/mail/html_tags.c src/mail/html_tags.h \
	src/mail/reply.h
