# SPDX-License-Identifier: GPL-2.0-or-later
# The words and mails of each language.
templatesdir = $(pkgdatadir)/templates
dist_templates_DATA = templates/VARIABLES templates/foreign.conf
templates_itdir = $(templatesdir)/it
dist_templates_it_DATA = \
	templates/it/activated.txt \
	templates/it/alarms.txt \
	templates/it/announcement.txt \
	templates/it/balance.txt \
	templates/it/cancelled.txt \
	templates/it/closed.txt \
	templates/it/command_error.txt \
	templates/it/confirmation.txt \
	templates/it/consent.txt \
	templates/it/date_passed.txt \
	templates/it/copied.txt \
	templates/it/digest.txt \
	templates/it/dispute_received.txt \
	templates/it/disputed.txt \
	templates/it/estimate.txt \
	templates/it/extra.txt \
	templates/it/help.txt \
	templates/it/history.txt \
	templates/it/hours_low.txt \
	templates/it/hours_over.txt \
	templates/it/joined.txt \
	templates/it/list.txt \
	templates/it/missing.txt \
	templates/it/new_date.txt \
	templates/it/news.txt \
	templates/it/no_package.txt \
	templates/it/not_customer.txt \
	templates/it/not_possible.txt \
	templates/it/notification.txt \
	templates/it/on_call.txt \
	templates/it/privacy_handed.txt \
	templates/it/privacy_received.txt \
	templates/it/question.txt \
	templates/it/receipt.txt \
	templates/it/refused.txt \
	templates/it/registered.txt \
	templates/it/reminder.txt \
	templates/it/reopened.txt \
	templates/it/staff_reply.txt \
	templates/it/statement.txt \
	templates/it/status.txt \
	templates/it/status_changed.txt \
	templates/it/summary.txt \
	templates/it/supplier_request.txt \
	templates/it/taken.txt \
	templates/it/terms.txt \
	templates/it/too_large.txt \
	templates/it/unproven.txt \
	templates/it/warning.txt \
	templates/it/words.conf
templates_endir = $(templatesdir)/en
dist_templates_en_DATA = \
	templates/en/activated.txt \
	templates/en/alarms.txt \
	templates/en/announcement.txt \
	templates/en/balance.txt \
	templates/en/cancelled.txt \
	templates/en/closed.txt \
	templates/en/command_error.txt \
	templates/en/confirmation.txt \
	templates/en/consent.txt \
	templates/en/date_passed.txt \
	templates/en/copied.txt \
	templates/en/digest.txt \
	templates/en/dispute_received.txt \
	templates/en/disputed.txt \
	templates/en/estimate.txt \
	templates/en/extra.txt \
	templates/en/help.txt \
	templates/en/history.txt \
	templates/en/hours_low.txt \
	templates/en/hours_over.txt \
	templates/en/joined.txt \
	templates/en/list.txt \
	templates/en/missing.txt \
	templates/en/new_date.txt \
	templates/en/news.txt \
	templates/en/no_package.txt \
	templates/en/not_customer.txt \
	templates/en/not_possible.txt \
	templates/en/notification.txt \
	templates/en/on_call.txt \
	templates/en/privacy_handed.txt \
	templates/en/privacy_received.txt \
	templates/en/question.txt \
	templates/en/receipt.txt \
	templates/en/refused.txt \
	templates/en/registered.txt \
	templates/en/reminder.txt \
	templates/en/reopened.txt \
	templates/en/staff_reply.txt \
	templates/en/statement.txt \
	templates/en/status.txt \
	templates/en/status_changed.txt \
	templates/en/summary.txt \
	templates/en/supplier_request.txt \
	templates/en/taken.txt \
	templates/en/terms.txt \
	templates/en/too_large.txt \
	templates/en/unproven.txt \
	templates/en/warning.txt \
	templates/en/words.conf
