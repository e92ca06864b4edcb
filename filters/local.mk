# SPDX-License-Identifier: GPL-2.0-or-later
# The rules by which mail is read. An administrator's own go to a folder of his.
filtersdir = $(pkgdatadir)/filters
dist_filters_DATA = \
	filters/quotes.rules \
	filters/signatures.rules
