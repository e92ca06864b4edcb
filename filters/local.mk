# SPDX-License-Identifier: GPL-2.0-or-later
# The rules by which mail is read. An administrator's own go to a folder of his.
filtersdir = $(pkgdatadir)/filters
dist_filters_DATA = \
	filters/automatic.rules \
	filters/bounces.rules \
	filters/lists.rules \
	filters/pec.rules \
	filters/quotes.rules \
	filters/receipts.rules \
	filters/sign-up.rules \
	filters/signatures.rules \
	filters/spam.rules

# What each of them must find.
TESTS += tests/unit/filter_cases.sh
EXTRA_DIST += \
	filters/automatic.cases \
	filters/bounces.cases \
	filters/lists.cases \
	filters/pec.cases \
	filters/quotes.cases \
	filters/receipts.cases \
	filters/sign-up.cases \
	filters/signatures.cases \
	filters/spam.cases \
	tests/unit/filter_cases.sh
