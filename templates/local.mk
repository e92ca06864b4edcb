# SPDX-License-Identifier: GPL-2.0-or-later
# The words and mails of each language.
templatesdir = $(pkgdatadir)/templates
dist_templates_DATA = templates/VARIABLES templates/foreign.conf
templates_itdir = $(templatesdir)/it
dist_templates_it_DATA = \
	templates/it/cancelled.txt \
	templates/it/closed.txt \
	templates/it/confirmation.txt \
	templates/it/disputed.txt \
	templates/it/joined.txt \
	templates/it/new_date.txt \
	templates/it/notification.txt \
	templates/it/question.txt \
	templates/it/reopened.txt \
	templates/it/staff_reply.txt \
	templates/it/status_changed.txt \
	templates/it/taken.txt \
	templates/it/unproven.txt \
	templates/it/words.conf
templates_endir = $(templatesdir)/en
dist_templates_en_DATA = \
	templates/en/cancelled.txt \
	templates/en/closed.txt \
	templates/en/confirmation.txt \
	templates/en/disputed.txt \
	templates/en/joined.txt \
	templates/en/new_date.txt \
	templates/en/notification.txt \
	templates/en/question.txt \
	templates/en/reopened.txt \
	templates/en/staff_reply.txt \
	templates/en/status_changed.txt \
	templates/en/taken.txt \
	templates/en/unproven.txt \
	templates/en/words.conf
