# SPDX-License-Identifier: GPL-2.0-or-later
# What must hold when things go wrong (FAULTS.md): each test has the number of
# its first row.  ROWS says which test answers which row; tests/lint/rows.py compares.

# Queues mails for the tests of the sender, and a program with one migration
# more; built before any test runs.
fault_programs = tests/fault/migrate_next tests/fault/outbox_fill
EXTRA_PROGRAMS += $(fault_programs)
check_DATA += $(fault_programs)
MOSTLYCLEANFILES += $(fault_programs)
tests_fault_outbox_fill_SOURCES = tests/fault/outbox_fill.c
tests_fault_outbox_fill_LDADD = libsportello.a $(library_libs)
tests_fault_migrate_next_SOURCES = tests/fault/migrate_next.c
tests_fault_migrate_next_LDADD = libsportello.a $(library_libs)

# What cron does, at times of our choosing (faketime).
clock_tests = \
	tests/fault/57-restored.py \
	tests/fault/75-summer-time.py \
	tests/fault/76-clock-jumps.py \
	tests/fault/77-two-jobs.py \
	tests/fault/78-jobs-killed.py \
	tests/fault/78-two-years.py \
	tests/fault/79-no-calendar.py \
	tests/fault/80-archive-and-delivery.py
EXTRA_DIST += $(clock_tests) tests/fault/clock_desk.py

# Loaded before the C library: its log, and its memory that fails.  Only the
# programs that are no sanitizer's can be told so.
tests/fault/preload.so: $(srcdir)/tests/fault/preload.c
	$(AM_V_CC)$(MKDIR_P) tests/fault && $(CC) -D_GNU_SOURCE -std=gnu11 -Wall -Wextra -O1 -g -fno-builtin \
		-shared -fPIC -o $@ $(srcdir)/tests/fault/preload.c
check_DATA += tests/fault/preload.so
MOSTLYCLEANFILES += tests/fault/preload.so
EXTRA_DIST += tests/fault/preload.c

fault_tests = \
	tests/fault/25-fuzz.sh \
	tests/fault/57-backup.sh \
	tests/fault/62-send-command.sh \
	tests/fault/62-send-replies.sh \
	tests/fault/66-send-secure.sh \
	tests/fault/66-send-wrong-server.sh \
	tests/fault/70-send-killed.py \
	tests/fault/70-send-marks.py \
	tests/fault/71-send-together.sh

# Not in sanitizer builds, whose leak check cannot run below strace, nor they below faketime.
fault_sweeps = \
	tests/fault/01-hostile-input.py \
	tests/fault/21-shown.py \
	tests/fault/46-given-again.py \
	tests/fault/47-storer.py \
	tests/fault/48-storer-interrupted.py \
	tests/fault/49-random-kills.py \
	tests/fault/53-no-memory.py \
	tests/fault/58-not-ready.sh \
	tests/fault/69-check.sh \
	tests/fault/54-storage.sh \
	tests/fault/48-delivery-interrupted.py \
	tests/fault/57-jobs-interrupted.py

TESTS += $(fault_tests)
if !SANITIZERS
TESTS += $(fault_sweeps) $(clock_tests)
endif
EXTRA_DIST += $(fault_tests) $(fault_sweeps) \
	tests/fault/ROWS tests/fault/mended.sh tests/fault/send.sh tests/fault/smtp_server.py tests/fault/storer.py \
	tests/fault/sweep.py

# Rows that a test of another folder answers.
fault_elsewhere = \
	tests/unit/test_rules tests/unit/test_show \
	tests/e2e/09-postfix-recipe.sh tests/e2e/13-procmail.sh tests/e2e/14-maildrop.sh \
	tests/e2e/15-dovecot-sieve.sh tests/e2e/16-fetched.sh tests/e2e/18-44-limits.sh \
	tests/e2e/21-twice.sh

# The long sweeps in full, too.
check-fault: all
	SP_FULL=1 $(MAKE) $(AM_MAKEFLAGS) check TESTS='$(fault_tests) $(clock_tests) $(fault_sweeps) $(fault_elsewhere)'
.PHONY: check-fault
