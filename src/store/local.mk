# SPDX-License-Identifier: GPL-2.0-or-later
# Rows <-> core structs; sqlite3 only here.
libsportello_a_SOURCES += \
	src/store/accounts.c src/store/accounts.h \
	src/store/announcements.c src/store/announcements.h \
	src/store/backup.c src/store/backup.h \
	src/store/archive.c src/store/archive.h \
	src/store/clock.c src/store/clock.h \
	src/store/replay.c src/store/replay.h \
	src/store/origin.c src/store/origin.h \
	src/store/asked.c src/store/asked.h \
	src/store/conversation.c \
	src/store/db.c src/store/db.h \
	src/store/early.c \
	src/store/handle.h \
	src/store/health.c \
	src/store/held.c \
	src/store/merge.c src/store/merge.h \
	src/store/measures.c src/store/measures.h \
	src/store/messages.c src/store/messages.h \
	src/store/migrate.c src/store/migrations.h \
	src/store/monthly.c src/store/monthly.h \
	src/store/numbers.c src/store/numbers.h \
	src/store/organisations.c src/store/organisations.h \
	src/store/outbox.c src/store/outbox.h \
	src/store/people.c src/store/people.h \
	src/store/erase.c src/store/erase.h src/store/erase_mentions.c src/store/erasing.h \
	src/store/export.c src/store/export.h \
	src/store/personal.c src/store/personal.h \
	src/store/privacy.c src/store/privacy.h \
	src/store/query.c src/store/query.h \
	src/store/rectify.c src/store/rectify.h \
	src/store/reports.c src/store/reports.h \
	src/store/rows.h \
	src/store/search.c src/store/search.h \
	src/store/statements.c src/store/statements.h \
	src/store/statements_asked.inc \
	src/store/statements_clock.inc \
	src/store/statements_export.inc \
	src/store/statements_hours.inc \
	src/store/statements_measures.inc \
	src/store/statements_merge.inc \
	src/store/statements_messages.inc \
	src/store/statements_outbox.inc \
	src/store/statements_people.inc \
	src/store/statements_privacy.inc \
	src/store/statements_reports.inc \
	src/store/hours_rows.c \
	src/store/ledger.c \
	src/store/tickets.c src/store/tickets.h \
	src/store/work_logs.c src/store/work_logs.h \
	src/store/works.c src/store/works.h
nodist_libsportello_a_SOURCES += src/store/schema.c

# The schema's text, compiled in.
migrations = $(srcdir)/src/store/schema/0001-init.sql
src/store/schema.c: $(migrations) $(srcdir)/src/store/schema/embed.awk
	$(AM_V_GEN)$(MKDIR_P) src/store && \
	$(AWK) -f $(srcdir)/src/store/schema/embed.awk $(migrations) >$@.new && mv $@.new $@
CLEANFILES += src/store/schema.c src/store/schema.c.new
EXTRA_DIST += src/store/schema/embed.awk src/store/schema/0001-init.sql

check_PROGRAMS += \
	tests/unit/test_store_measures \
	tests/unit/test_numbering \
	tests/unit/test_store \
	tests/unit/test_store_hours \
	tests/unit/test_store_messages \
	tests/unit/test_store_outbox \
	tests/unit/test_store_people \
	tests/unit/test_store_schema \
	tests/unit/test_store_tickets
tests_unit_test_store_SOURCES = tests/unit/test_store.c tests/unit/store_fixture.h tests/unit/store_plain.h
tests_unit_test_store_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_store_LDADD = $(unit_libs)
tests_unit_test_store_hours_SOURCES = tests/unit/test_store_hours.c tests/unit/store_fixture.h tests/unit/store_plain.h
tests_unit_test_store_hours_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_store_hours_LDADD = $(unit_libs)
tests_unit_test_store_messages_SOURCES = tests/unit/test_store_messages.c tests/unit/store_fixture.h
tests_unit_test_store_messages_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_store_messages_LDADD = $(unit_libs)
tests_unit_test_store_outbox_SOURCES = tests/unit/test_store_outbox.c tests/unit/store_fixture.h
tests_unit_test_store_outbox_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_store_outbox_LDADD = $(unit_libs)
tests_unit_test_store_people_SOURCES = tests/unit/test_store_people.c tests/unit/store_fixture.h
tests_unit_test_store_people_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_store_people_LDADD = $(unit_libs)
tests_unit_test_store_schema_SOURCES = tests/unit/test_store_schema.c tests/unit/store_fixture.h tests/unit/store_plain.h
tests_unit_test_store_schema_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_store_schema_LDADD = $(unit_libs)
tests_unit_test_store_tickets_SOURCES = tests/unit/test_store_tickets.c tests/unit/store_fixture.h
tests_unit_test_store_tickets_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_store_tickets_LDADD = $(unit_libs)

check_PROGRAMS += tests/unit/test_store_works
tests_unit_test_store_works_SOURCES = tests/unit/test_store_works.c tests/unit/store_fixture.h \
	tests/unit/store_plain.h
tests_unit_test_store_works_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_store_works_LDADD = $(unit_libs)
check_PROGRAMS += tests/unit/test_personal
tests_unit_test_personal_SOURCES = tests/unit/test_personal.c tests/unit/store_fixture.h tests/unit/store_plain.h
tests_unit_test_personal_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_personal_LDADD = $(unit_libs)
tests_unit_test_store_measures_SOURCES = tests/unit/test_store_measures.c tests/unit/store_fixture.h
tests_unit_test_store_measures_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_store_measures_LDADD = $(unit_libs)
tests_unit_test_numbering_SOURCES = tests/unit/test_numbering.c tests/unit/store_fixture.h
tests_unit_test_numbering_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_numbering_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_numbering_LDADD = $(unit_libs)

# What was said is found again.
check_PROGRAMS += tests/unit/test_search
tests_unit_test_search_SOURCES = tests/unit/test_search.c tests/unit/store_fixture.h
tests_unit_test_search_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_search_LDADD = $(unit_libs)
