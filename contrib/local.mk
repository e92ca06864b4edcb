# SPDX-License-Identifier: GPL-2.0-or-later
# Recipes for mail servers and filters; the end-to-end tests run them as they stand.
EXTRA_DIST += \
	contrib/cron/sportello \
	contrib/demo.sh \
	contrib/demo_mail.py \
	contrib/dovecot/dovecot.conf \
	contrib/dovecot/sportello.sieve \
	contrib/fetchmail/fetchmailrc \
	contrib/getmail/getmailrc \
	contrib/logcheck/sportello \
	contrib/maildrop/mailfilter \
	contrib/postfix/main.cf \
	contrib/postfix/master.cf \
	contrib/procmail/procmailrc \
	contrib/systemd/sportello-archive.service \
	contrib/systemd/sportello-archive.timer \
	contrib/systemd/sportello-retention.service \
	contrib/systemd/sportello-retention.timer \
	contrib/systemd/sportello-office-hours.service \
	contrib/systemd/sportello-office-hours.timer \
	contrib/systemd/sportello-send.service \
	contrib/systemd/sportello-statements.service \
	contrib/systemd/sportello-statements.timer

# Asks the program for its own commands and options.
completionsdir = $(datadir)/bash-completion/completions
dist_completions_DATA = contrib/completion/sportello
TESTS += tests/unit/completion.sh tests/unit/help.sh
EXTRA_DIST += tests/unit/completion.sh tests/unit/help.sh

# What a person sees first: a desk, its mail and a conversation, as a short story.
demo: all
	@SP_SOURCE='$(abs_top_srcdir)' SP_BUILD='$(abs_top_builddir)' $(srcdir)/contrib/demo.sh
.PHONY: demo

# It counts what it tells, so it is a test too.
if !SANITIZERS
TESTS += contrib/demo.sh
endif

# The Debian package: dpkg-buildpackage -us -uc -b.  make check-package builds it,
# installs, upgrades, removes and purges it in a chroot (root, a Debian mirror).
EXTRA_DIST += \
	debian/changelog \
	debian/control \
	debian/copyright \
	debian/rules \
	debian/source/format \
	debian/sportello.README.Debian \
	debian/sportello.docs \
	debian/sportello.examples \
	debian/sportello.install \
	debian/sportello.lintian-overrides \
	debian/sportello.postinst \
	debian/sportello.postrm \
	debian/sportello.sysusers \
	debian/sportello.tmpfiles \
	tests/package/inside.sh \
	tests/package/package.sh \
	tests/package/tutorial.py
check-package:
	SP_SOURCE='$(abs_top_srcdir)' $(srcdir)/tests/package/package.sh
.PHONY: check-package
