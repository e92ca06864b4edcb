# SPDX-License-Identifier: GPL-2.0-or-later
# Pure: facts in, plan out.  No database, no network, no clock.
libsportello_a_SOURCES += \
	src/core/address.c src/core/address.h \
	src/core/asked.c src/core/asked.h \
	src/core/command.c src/core/command.h src/core/command_list.h \
	src/core/command_values.c src/core/command_values.h \
	src/core/decide.c src/core/decide.h src/core/deciding.h \
	src/core/clock.h src/core/clocking.h \
	src/core/decide_answer.c \
	src/core/decide_archive.c \
	src/core/decide_asked.c \
	src/core/decide_automatic.c \
	src/core/decide_limits.c \
	src/core/command_fields.c src/core/command_asked.c src/core/command_moves.c src/core/command_others.c src/core/merge.c src/core/merge.h \
	src/core/command_supplier.c \
	src/core/command_registration.c \
	src/core/command_message.c \
	src/core/commanding.h \
	src/core/decide_clock.c \
	src/core/command_hours.c src/core/commanding.h \
	src/core/decide_commands.c src/core/decide_commands.h \
	src/core/decide_ending.c \
	src/core/decide_hours.c \
	src/core/decide_import.c src/core/decide_import.h \
	src/core/decide_new.c \
	src/core/decide_privacy.c \
	src/core/decide_registration.c \
	src/core/decide_request.c src/core/decide_copy.c src/core/decide_rights.c src/core/decide_shown.c \
	src/core/decide_rounds.c \
	src/core/decide_staff.c \
	src/core/dispute.c src/core/dispute.h \
	src/core/facts.c src/core/facts.h \
	src/core/intake.c src/core/intake.h \
	src/core/mails.c src/core/mails.h \
	src/core/numbering.c src/core/numbering.h \
	src/core/on_call.c src/core/on_call.h \
	src/core/plan.c src/core/plan.h \
	src/core/policy.c src/core/policy.h \
	src/core/privacy.c src/core/privacy.h \
	src/core/request.c src/core/request.h \
	src/core/similar.c src/core/similar.h \
	src/core/monthly.c src/core/monthly.h \
	src/core/subject.c src/core/subject.h \
	src/core/thanks.c src/core/thanks.h \
	src/core/ticket.c src/core/ticket.h \
	src/core/token.c src/core/token.h \
	src/core/when.c src/core/when.h \
	src/core/message.c src/core/message.h

# Working time, prices, the ledger of hours.
libsportello_a_SOURCES += \
	src/core/calendar.c src/core/calendar.h \
	src/core/hours.c src/core/hours.h \
	src/core/ledger.c src/core/ledger.h \
	src/core/tariff.c src/core/tariff.h \
	src/core/work.c src/core/work.h
check_PROGRAMS += tests/unit/test_calendar tests/unit/test_ledger
tests_unit_test_calendar_SOURCES = tests/unit/test_calendar.c
tests_unit_test_calendar_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_calendar_LDADD = $(unit_libs)
tests_unit_test_ledger_SOURCES = tests/unit/test_ledger.c
tests_unit_test_ledger_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_ledger_LDADD = $(unit_libs)

check_PROGRAMS += tests/unit/test_identity tests/unit/test_states tests/unit/test_decide \
	tests/unit/test_decide_others tests/unit/test_subject tests/unit/test_command
tests_unit_test_identity_SOURCES = tests/unit/test_identity.c
tests_unit_test_identity_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_identity_LDADD = $(unit_libs)
tests_unit_test_states_SOURCES = tests/unit/test_states.c
tests_unit_test_states_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_states_LDADD = $(unit_libs)
tests_unit_test_decide_SOURCES = tests/unit/test_decide.c tests/unit/scene.c tests/unit/scene.h
tests_unit_test_decide_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_decide_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_decide_LDADD = $(unit_libs)
tests_unit_test_decide_others_SOURCES = tests/unit/test_decide_others.c tests/unit/scene.c tests/unit/scene.h
tests_unit_test_decide_others_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_decide_others_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_decide_others_LDADD = $(unit_libs)
tests_unit_test_subject_SOURCES = tests/unit/test_subject.c tests/unit/scene.c tests/unit/scene.h
tests_unit_test_subject_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_subject_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_subject_LDADD = $(unit_libs)
tests_unit_test_command_SOURCES = tests/unit/test_command.c tests/unit/scene.c tests/unit/scene.h
tests_unit_test_command_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_command_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_command_LDADD = $(unit_libs)
check_PROGRAMS += tests/unit/test_decide_limits
tests_unit_test_decide_limits_SOURCES = tests/unit/test_decide_limits.c tests/unit/scene.c tests/unit/scene.h
tests_unit_test_decide_limits_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_decide_limits_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_decide_limits_LDADD = $(unit_libs)
check_PROGRAMS += tests/unit/test_clock
tests_unit_test_clock_SOURCES = tests/unit/test_clock.c tests/unit/scene.c tests/unit/scene.h
tests_unit_test_clock_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_clock_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_clock_LDADD = $(unit_libs)
check_PROGRAMS += tests/unit/test_request
tests_unit_test_request_SOURCES = tests/unit/test_request.c tests/unit/scene.c tests/unit/scene.h
tests_unit_test_request_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_request_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_request_LDADD = $(unit_libs)
check_PROGRAMS += tests/unit/test_registration
tests_unit_test_registration_SOURCES = tests/unit/test_registration.c tests/unit/scene.c tests/unit/scene.h
tests_unit_test_registration_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_registration_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_registration_LDADD = $(unit_libs)

scene_sources = tests/unit/scene.c tests/unit/scene.h
staff_sources = $(scene_sources) tests/unit/staff_scene.c tests/unit/staff_scene.h
check_PROGRAMS += tests/unit/test_commands_moves
tests_unit_test_commands_moves_SOURCES = tests/unit/test_commands_moves.c $(staff_sources)
tests_unit_test_commands_moves_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_commands_moves_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_commands_moves_LDADD = $(unit_libs)
check_PROGRAMS += tests/unit/test_commands_fields
tests_unit_test_commands_fields_SOURCES = tests/unit/test_commands_fields.c $(staff_sources)
tests_unit_test_commands_fields_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_commands_fields_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_commands_fields_LDADD = $(unit_libs)
check_PROGRAMS += tests/unit/test_commands_people
tests_unit_test_commands_people_SOURCES = tests/unit/test_commands_people.c $(staff_sources)
tests_unit_test_commands_people_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_commands_people_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_commands_people_LDADD = $(unit_libs)
check_PROGRAMS += tests/unit/test_commands_done
tests_unit_test_commands_done_SOURCES = tests/unit/test_commands_done.c $(staff_sources)
tests_unit_test_commands_done_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_commands_done_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_commands_done_LDADD = $(unit_libs)

hours_sources = tests/unit/hours_scene.c tests/unit/hours_scene.h $(staff_sources)

check_PROGRAMS += tests/unit/test_work
tests_unit_test_work_SOURCES = tests/unit/test_work.c $(hours_sources)
tests_unit_test_work_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_work_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_work_LDADD = $(unit_libs)

check_PROGRAMS += tests/unit/test_decide_hours
tests_unit_test_decide_hours_SOURCES = tests/unit/test_decide_hours.c $(hours_sources)
tests_unit_test_decide_hours_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_decide_hours_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_decide_hours_LDADD = $(unit_libs)

check_PROGRAMS += tests/unit/test_thanks
tests_unit_test_thanks_SOURCES = tests/unit/test_thanks.c
tests_unit_test_thanks_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_thanks_LDADD = $(unit_libs)
check_PROGRAMS += tests/unit/test_asked
tests_unit_test_asked_SOURCES = tests/unit/test_asked.c tests/unit/scene.c tests/unit/scene.h
tests_unit_test_asked_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_asked_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_asked_LDADD = $(unit_libs)

check_PROGRAMS += tests/unit/test_monthly
tests_unit_test_monthly_SOURCES = tests/unit/test_monthly.c
tests_unit_test_monthly_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_monthly_LDADD = $(unit_libs)
check_PROGRAMS += tests/unit/test_rights
tests_unit_test_rights_SOURCES = tests/unit/test_rights.c $(scene_sources)
tests_unit_test_rights_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_rights_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_rights_LDADD = $(unit_libs)

check_PROGRAMS += tests/unit/test_shown
tests_unit_test_shown_SOURCES = tests/unit/test_shown.c $(scene_sources)
tests_unit_test_shown_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_shown_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_shown_LDADD = $(unit_libs)
check_PROGRAMS += tests/unit/test_links
tests_unit_test_links_SOURCES = tests/unit/test_links.c $(scene_sources)
tests_unit_test_links_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_links_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_links_LDADD = $(unit_libs)
check_PROGRAMS += tests/unit/test_commands_message
tests_unit_test_commands_message_SOURCES = tests/unit/test_commands_message.c $(staff_sources)
tests_unit_test_commands_message_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_commands_message_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_commands_message_LDADD = $(unit_libs)

check_PROGRAMS += tests/unit/test_dispute
tests_unit_test_dispute_SOURCES = tests/unit/test_dispute.c tests/unit/scene.c tests/unit/scene.h
tests_unit_test_dispute_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_dispute_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_dispute_LDADD = $(unit_libs)
check_PROGRAMS += tests/unit/test_restriction
tests_unit_test_restriction_SOURCES = tests/unit/test_restriction.c $(scene_sources)
tests_unit_test_restriction_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_restriction_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_restriction_LDADD = $(unit_libs)

# Old mail.
check_PROGRAMS += tests/unit/test_decide_import
tests_unit_test_decide_import_SOURCES = tests/unit/test_decide_import.c tests/unit/scene.c tests/unit/scene.h
tests_unit_test_decide_import_CPPFLAGS = $(AM_CPPFLAGS) -I$(srcdir)/tests
tests_unit_test_decide_import_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS)
tests_unit_test_decide_import_LDADD = $(unit_libs)
