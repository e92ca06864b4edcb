# SPDX-License-Identifier: GPL-2.0-or-later
# Recipes for mail servers and filters; the end-to-end tests run them as they stand.
EXTRA_DIST += \
	contrib/cron/sportello \
	contrib/dovecot/dovecot.conf \
	contrib/dovecot/sportello.sieve \
	contrib/maildrop/mailfilter \
	contrib/postfix/main.cf \
	contrib/postfix/master.cf \
	contrib/procmail/procmailrc \
	contrib/systemd/sportello-send.service
