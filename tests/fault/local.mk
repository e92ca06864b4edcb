# SPDX-License-Identifier: GPL-2.0-or-later
# What must hold when things go wrong (FAULTS.md).

# Queues mails for the tests of the sender; built before any test runs.
EXTRA_PROGRAMS += tests/fault/outbox_fill
check_DATA += tests/fault/outbox_fill
MOSTLYCLEANFILES += tests/fault/outbox_fill
tests_fault_outbox_fill_SOURCES = tests/fault/outbox_fill.c
tests_fault_outbox_fill_LDADD = libsportello.a $(library_libs)

fault_tests = \
	tests/fault/62-send-command.sh \
	tests/fault/62-send-replies.sh \
	tests/fault/66-send-secure.sh \
	tests/fault/66-send-wrong-server.sh \
	tests/fault/70-send-killed.py \
	tests/fault/71-send-together.sh
TESTS += $(fault_tests)

# Not in sanitizer builds, whose leak check cannot run below strace.
if !SANITIZERS
TESTS += tests/fault/48-delivery-interrupted.py
endif
EXTRA_DIST += tests/fault/48-delivery-interrupted.py
EXTRA_DIST += $(fault_tests) tests/fault/send.sh tests/fault/smtp_server.py

# The long sweeps in full, too.
check-fault: all
	SP_FULL=1 $(MAKE) $(AM_MAKEFLAGS) check TESTS='$(fault_tests) tests/fault/48-delivery-interrupted.py'
.PHONY: check-fault
