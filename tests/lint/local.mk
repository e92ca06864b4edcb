# SPDX-License-Identifier: GPL-2.0-or-later
# What the house rules say, checked.
lint_scripts = tests/lint/layers.sh tests/lint/maildir-test.py
TESTS += $(lint_scripts)
EXTRA_DIST += $(lint_scripts)
