# SPDX-License-Identifier: GPL-2.0-or-later
# Whole folders: a message that is added is distributed without being named.
EXTRA_DIST += \
	maildir-test/.gitattributes \
	maildir-test/INDEX \
	maildir-test/README.md \
	maildir-test/cur \
	maildir-test/expect \
	maildir-test/new \
	maildir-test/tmp
