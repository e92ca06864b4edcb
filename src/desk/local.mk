# SPDX-License-Identifier: GPL-2.0-or-later
# Use cases: where mail, core and store meet.
libsportello_a_SOURCES += \
	src/desk/again.c \
	src/desk/announce.c src/desk/announce.h \
	src/desk/apply.c src/desk/apply.h \
	src/desk/apply_hours.c \
	src/desk/apply_people.c \
	src/desk/asks_data.c \
	src/desk/archive.c src/desk/archive.h \
	src/desk/archive_file.c src/desk/archive_file.h \
	src/desk/archive_join.c \
	src/desk/by_hand.c src/desk/by_hand.h \
	src/desk/clock_data.c \
	src/desk/clock_step.c src/desk/clock_step.h \
	src/desk/deed_data.c \
	src/desk/desk.c src/desk/desk.h \
	src/desk/erase.c src/desk/erase.h src/desk/erasing.h \
	src/desk/erase_archive.c src/desk/erase_bytes.c src/desk/erase_tell.c \
	src/desk/files.c src/desk/files.h \
	src/desk/export.c src/desk/export.h src/desk/exporting.h \
	src/desk/export_data.c src/desk/export_files.c src/desk/export_held.c \
	src/desk/export_mails.c src/desk/export_messages.c src/desk/export_tickets.c \
	src/desk/gather.c src/desk/gather.h src/desk/gathering.h \
	src/desk/gather_hours.c src/desk/gather_hours.h \
	src/desk/gather_shown.c \
	src/desk/gather_staff.c \
	src/desk/hours_data.c \
	src/desk/given.c src/desk/given.h \
	src/desk/import.c src/desk/import.h src/desk/import_mail.c src/desk/importing.h \
	src/desk/job.c src/desk/job.h \
	src/desk/mailbox.c src/desk/mailbox.h \
	src/desk/mail_data.c src/desk/mail_data.h src/desk/making.h \
	src/desk/mail_lists.c \
	src/desk/mail_said.c \
	src/desk/mails.c \
	src/desk/mailto.c src/desk/mailto.h \
	src/desk/monthly.c src/desk/monthly.h \
	src/desk/office_hours.c src/desk/office_hours.h \
	src/desk/receive.c src/desk/receive.h \
	src/desk/replay.c src/desk/replay.h \
	src/desk/recording.c src/desk/recording.h \
	src/desk/request_data.c \
	src/desk/right_data.c \
	src/desk/statement_data.c src/desk/statement_data.h \
	src/desk/statement_words.c src/desk/statement_words.h \
	src/desk/stored.c src/desk/stored.h \
	src/desk/summary_data.c \
	src/desk/apply_asked.c src/desk/asked_data.c \
	src/desk/apply_ticket.c \
	src/desk/gather_asked.c src/desk/gather_asked.h
