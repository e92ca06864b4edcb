# SPDX-License-Identifier: GPL-2.0-or-later
# An independent model of hours and money, in another language, and random
# cases on which the program has to agree with it: 600 of each subject (calendars,
# deadlines, work logs, packages, prices) in make check, 100,000 of each in make
# check-model (MODEL_CASES, MODEL_SEED change that).  replay.py does the same
# through the real program and its database: 4 desks in make check, 200 there
# (MODEL_DESKS).  months.py compares the monthly statements with the ledger, over
# random months: 2 desks, 50 there.
EXTRA_PROGRAMS += tests/model/driver
tests_model_driver_SOURCES = \
	tests/model/driver.c tests/model/driver.h \
	tests/model/driver_calendar.c \
	tests/model/driver_ledger.c \
	tests/model/driver_money.c
tests_model_driver_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
tests_model_driver_LDADD = libsportello.a $(library_libs)
check_DATA += tests/model/driver$(EXEEXT)
CLEANFILES += tests/model/driver$(EXEEXT)

TESTS += tests/model/commands.sh tests/model/compare.py tests/model/replay.py
# Jobs are killed there, and the leak check cannot run below libfaketime.
if !SANITIZERS
TESTS += tests/model/months.py
endif
EXTRA_DIST += \
	tests/model/commands.sh \
	tests/model/cases.py \
	tests/model/cases_hours.py \
	tests/model/cases_money.py \
	tests/model/compare.py \
	tests/model/hours.py \
	tests/model/money.py \
	tests/model/months.py \
	tests/model/replay.py

MODEL_CASES = 100000
MODEL_DESKS = 200
MODEL_SEED = 1
check-model: tests/model/driver$(EXEEXT)
	SP_BUILD='$(abs_top_builddir)' $(srcdir)/tests/model/compare.py $(MODEL_CASES) $(MODEL_SEED)
	SP_BUILD='$(abs_top_builddir)' SP_SOURCE='$(abs_top_srcdir)' \
		$(srcdir)/tests/model/replay.py $(MODEL_DESKS) $(MODEL_SEED)
	SP_BUILD='$(abs_top_builddir)' SP_SOURCE='$(abs_top_srcdir)' \
		$(srcdir)/tests/model/months.py 50 $(MODEL_SEED)
.PHONY: check-model
