# SPDX-License-Identifier: GPL-2.0-or-later
# Bytes to struct sp_message and back: scan, decode, classify, compose, the sandbox.
libsportello_a_SOURCES += \
	src/mail/address.c src/mail/address.h \
	src/mail/attach.c src/mail/attach.h \
	src/mail/authres.c \
	src/mail/body.c src/mail/body.h \
	src/mail/date.c src/mail/date.h \
	src/mail/decode.c src/mail/decode.h \
	src/mail/fields.c src/mail/fields.h \
	src/mail/flowed.c src/mail/flowed.h \
	src/mail/forget.c src/mail/forget.h src/mail/forget_head.c src/mail/forgetting.h \
	src/mail/identity.c \
	src/mail/ids.c \
	src/mail/invitation.h \
	src/mail/invitation_read.c src/mail/invitation_write.c \
	src/mail/lockdown.c src/mail/lockdown.h \
	src/mail/params.c \
	src/mail/mbox.c src/mail/mbox.h \
	src/mail/parse.c src/mail/parse.h \
	src/mail/part.c src/mail/part.h \
	src/mail/record.c src/mail/record.h \
	src/mail/rtf.c src/mail/rtf.h \
	src/mail/sandbox.c src/mail/sandbox.h \
	src/mail/scan.c src/mail/scan.h \
	src/mail/tnef.c src/mail/tnef.h \
	src/mail/words.c src/mail/words.h

# What a message says and is: text of HTML, replies, classes, by the rules of filters/.
libsportello_a_SOURCES += \
	src/mail/bounce.c src/mail/bounce.h \
	src/mail/classify.c src/mail/classify.h \
	src/mail/entities.c src/mail/entities.h \
	src/mail/filters.c src/mail/filters.h \
	src/mail/html.c src/mail/html.h \
	src/mail/html_elements.c src/mail/html_reader.h \
	src/mail/html_lines.c src/mail/html_lines.h \
	src/mail/html_tags.c src/mail/html_tags.h \
	src/mail/reply.c src/mail/reply.h \
	src/mail/reply_cut.c \
	src/mail/reply_lines.c src/mail/reply_lines.h \
	src/mail/reply_header.c src/mail/reply_signature.c \
	src/mail/report.c src/mail/report.h \
	src/mail/report_text.c

# Our own mail.
libsportello_a_SOURCES += \
	src/mail/clean.c \
	src/mail/compose.c src/mail/compose.h \
	src/mail/compose_header.c src/mail/compose_header.h \
	src/mail/encode.c src/mail/encode.h \
	src/mail/transfer.c
check_PROGRAMS += tests/unit/test_encode tests/unit/test_compose
tests_unit_test_encode_SOURCES = tests/unit/test_encode.c
tests_unit_test_encode_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_encode_LDADD = $(unit_libs)
tests_unit_test_compose_SOURCES = tests/unit/test_compose.c
tests_unit_test_compose_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_compose_LDADD = $(unit_libs)

# The same mails in the eyes of a strict parser; built before any test runs.
EXTRA_PROGRAMS += tests/unit/compose_pipe
check_DATA += tests/unit/compose_pipe
tests_unit_compose_pipe_SOURCES = tests/unit/compose_pipe.c
tests_unit_compose_pipe_LDADD = libsportello.a $(library_libs)
TESTS += tests/unit/compose_strict.py
EXTRA_DIST += tests/unit/compose_strict.py
MOSTLYCLEANFILES += tests/unit/compose_pipe

check_PROGRAMS += tests/unit/test_decode
tests_unit_test_decode_SOURCES = tests/unit/test_decode.c
tests_unit_test_decode_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_decode_LDADD = $(unit_libs)

check_PROGRAMS += tests/unit/test_fields
tests_unit_test_fields_SOURCES = tests/unit/test_fields.c
tests_unit_test_fields_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_fields_LDADD = $(unit_libs)

check_PROGRAMS += tests/unit/test_scan
tests_unit_test_scan_SOURCES = tests/unit/test_scan.c
tests_unit_test_scan_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_scan_LDADD = $(unit_libs)

check_PROGRAMS += tests/unit/test_sandbox
tests_unit_test_sandbox_SOURCES = tests/unit/test_sandbox.c
tests_unit_test_sandbox_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_sandbox_LDADD = $(unit_libs)

check_PROGRAMS += tests/unit/test_parse
tests_unit_test_parse_SOURCES = tests/unit/test_parse.c
tests_unit_test_parse_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_parse_LDADD = $(unit_libs)

check_PROGRAMS += tests/unit/test_claims
tests_unit_test_claims_SOURCES = tests/unit/test_claims.c
tests_unit_test_claims_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_claims_LDADD = $(unit_libs)

check_PROGRAMS += tests/unit/test_html
tests_unit_test_html_SOURCES = tests/unit/test_html.c
tests_unit_test_html_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_html_LDADD = $(unit_libs)

check_PROGRAMS += tests/unit/test_forget
tests_unit_test_forget_SOURCES = tests/unit/test_forget.c
tests_unit_test_forget_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_forget_LDADD = $(unit_libs)
