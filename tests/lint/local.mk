# SPDX-License-Identifier: GPL-2.0-or-later
# What the house rules say, checked.
lint_scripts = \
	tests/lint/alarms.py \
	tests/lint/banned.py \
	tests/lint/distributed.py \
	tests/lint/docs.sh \
	tests/lint/layers.sh \
	tests/lint/licence.py \
	tests/lint/maildir-test.py \
	tests/lint/manual.py \
	tests/lint/rows.py \
	tests/lint/shell.py \
	tests/lint/size.py \
	tests/lint/unused.py \
	tests/lint/where.py
TESTS += $(lint_scripts)
EXTRA_DIST += $(lint_scripts) tests/lint/files.py
