# SPDX-License-Identifier: GPL-2.0-or-later
# Recipes for mail servers and filters; the end-to-end tests run them as they stand.
EXTRA_DIST += \
	contrib/cron/sportello \
	contrib/demo.sh \
	contrib/demo_mail.py \
	contrib/dovecot/dovecot.conf \
	contrib/dovecot/sportello.sieve \
	contrib/maildrop/mailfilter \
	contrib/postfix/main.cf \
	contrib/postfix/master.cf \
	contrib/procmail/procmailrc \
	contrib/systemd/sportello-office-hours.service \
	contrib/systemd/sportello-office-hours.timer \
	contrib/systemd/sportello-send.service \
	contrib/systemd/sportello-statements.service \
	contrib/systemd/sportello-statements.timer

# What a person sees first: a desk, its mail and a conversation, as a short story.
demo: all
	@SP_SOURCE='$(abs_top_srcdir)' SP_BUILD='$(abs_top_builddir)' $(srcdir)/contrib/demo.sh
.PHONY: demo

# It counts what it tells, so it is a test too.
if !SANITIZERS
TESTS += contrib/demo.sh
endif
