# SPDX-License-Identifier: GPL-2.0-or-later
# What must hold when things go wrong (FAULTS.md).

# Queues mails for the tests of the sender; built before any test runs.
EXTRA_PROGRAMS += tests/fault/outbox_fill
check_DATA += tests/fault/outbox_fill
MOSTLYCLEANFILES += tests/fault/outbox_fill
tests_fault_outbox_fill_SOURCES = tests/fault/outbox_fill.c
tests_fault_outbox_fill_LDADD = libsportello.a $(library_libs)
