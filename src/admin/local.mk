# SPDX-License-Identifier: GPL-2.0-or-later
# sportello: speaks to people.  One cmd_<name>.c a command, listed in main.c.
bin_PROGRAMS += sportello
sportello_SOURCES = \
	src/admin/account.c \
	src/admin/account.h \
	src/admin/check.h \
	src/admin/check_desk.c \
	src/admin/check_files.c \
	src/admin/check_hours.c \
	src/admin/check_privacy.c \
	src/admin/check_sender.c \
	src/admin/cmd_announce.c \
	src/admin/cmd_archive.c \
	src/admin/cmd_attachment.c \
	src/admin/cmd_backup.c \
	src/admin/cmd_account.c \
	src/admin/cmd_calendar.c \
	src/admin/cmd_check.c \
	src/admin/cmd_customer.c \
	src/admin/cmd_dispute.c \
	src/admin/cmd_explain.c \
	src/admin/cmd_filter.c \
	src/admin/cmd_import.c \
	src/admin/cmd_import_mail.c \
	src/admin/cmd_init.c \
	src/admin/cmd_metrics.c \
	src/admin/cmd_migrate.c \
	src/admin/cmd_office_hours.c \
	src/admin/cmd_organisation.c \
	src/admin/cmd_outbox.c \
	src/admin/cmd_parse.c \
	src/admin/cmd_price.c \
	src/admin/cmd_privacy.c \
	src/admin/cmd_privacy_erase.c \
	src/admin/cmd_privacy_export.c \
	src/admin/cmd_privacy_keep.c \
	src/admin/cmd_quarantine.c \
	src/admin/cmd_queue.c \
	src/admin/cmd_registration.c \
	src/admin/cmd_report_hours.c \
	src/admin/cmd_report_invoice.c \
	src/admin/cmd_report_load.c \
	src/admin/cmd_report_response.c \
	src/admin/cmd_search.c \
	src/admin/cmd_show.c \
	src/admin/cmd_show_core.c \
	src/admin/cmd_staff.c \
	src/admin/cmd_statements.c \
	src/admin/cmd_template.c \
	src/admin/cmd_ticket_do.c \
	src/admin/cmd_ticket_list.c \
	src/admin/cmd_ticket_show.c \
	src/admin/cmd_token.c \
	src/admin/cmd_version.c \
	src/admin/cmd_worklog.c \
	src/admin/command.h \
	src/admin/filter_cases.c \
	src/admin/filter_cases.h \
	src/admin/find.c \
	src/admin/find.h \
	src/admin/help.c src/admin/help.h \
	src/admin/hours.c \
	src/admin/hours.h \
	src/admin/import.h \
	src/admin/import_accounts.c \
	src/admin/import_columns.c \
	src/admin/import_people.c \
	src/admin/main.c \
	src/admin/named.c \
	src/admin/named.h \
	src/admin/needs.c \
	src/admin/needs.h \
	src/admin/person.c \
	src/admin/person.h \
	src/admin/person_show.c \
	src/admin/prepared.c src/admin/prepared.h \
	src/admin/print.c \
	src/admin/print.h \
	src/admin/progress.c \
	src/admin/progress.h \
	src/admin/report.c \
	src/admin/report.h \
	src/admin/ticket.c \
	src/admin/ticket.h \
	src/admin/ticket_asked.c \
	src/admin/ticket_hours.c
sportello_LDADD = libsportello.a $(library_libs)
