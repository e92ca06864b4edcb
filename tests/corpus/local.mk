# SPDX-License-Identifier: GPL-2.0-or-later
# The shared corpus of real messages, where it is (beside the source, or not).
EXTRA_DIST += tests/corpus/check.py tests/corpus/DIFFERENCES
check-corpus: sportello
	SP_SOURCE='$(abs_top_srcdir)' $(top_srcdir)/tests/corpus/check.py ./sportello
.PHONY: check-corpus
