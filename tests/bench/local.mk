# SPDX-License-Identifier: GPL-2.0-or-later
# Measured side by side in one run; never a pass or fail on a time (make bench).
EXTRA_PROGRAMS += tests/bench/parse_ours
tests_bench_parse_ours_SOURCES = tests/bench/parse_ours.c
tests_bench_parse_ours_LDADD = libsportello.a $(library_libs)
MOSTLYCLEANFILES += tests/bench/parse_ours tests/bench/parse_gmime
EXTRA_DIST += tests/bench/parse.sh tests/bench/parse_gmime.c tests/bench/big_mail.py tests/bench/RESULTS.md

# Other rooms add their targets to bench: with "bench: bench-NAME".
bench-parse: tests/bench/parse_ours
	@SP_SOURCE='$(abs_top_srcdir)' SP_BUILD='$(abs_top_builddir)' CC='$(CC)' \
	  $(top_srcdir)/tests/bench/parse.sh
bench: bench-parse
.PHONY: bench bench-parse

# What sending costs beside a bare loop over libcurl.
EXTRA_PROGRAMS += tests/bench/curl_loop
tests_bench_curl_loop_SOURCES = tests/bench/curl_loop.c
tests_bench_curl_loop_CPPFLAGS = $(AM_CPPFLAGS) $(CURL_CFLAGS)
tests_bench_curl_loop_LDADD = $(CURL_LIBS)
EXTRA_DIST += tests/bench/send.py
MOSTLYCLEANFILES += tests/bench/curl_loop

bench-send: all tests/bench/curl_loop tests/fault/outbox_fill
	@SP_BUILD='$(abs_top_builddir)' $(top_srcdir)/tests/bench/send.py
bench: bench-send
.PHONY: bench-send

# What a delivery costs beside other delivery agents.
bench_programs = tests/bench/race tests/bench/floor_write tests/bench/floor_sqlite tests/bench/nothing \
	tests/bench/steps
EXTRA_PROGRAMS += $(bench_programs)
MOSTLYCLEANFILES += $(bench_programs)
tests_bench_race_SOURCES = tests/bench/race.c
tests_bench_nothing_SOURCES = tests/bench/nothing.c
tests_bench_steps_SOURCES = tests/bench/steps.c src/deliver/parser.c src/deliver/rights.c
tests_bench_steps_LDADD = libsportello.a $(library_libs)
tests_bench_floor_write_SOURCES = tests/bench/floor_write.c
tests_bench_floor_sqlite_SOURCES = tests/bench/floor_sqlite.c
tests_bench_floor_sqlite_LDADD = $(SP_LIBS_sqlite)
EXTRA_DIST += tests/bench/bench.py tests/bench/deliver.py tests/bench/deliver_messages.py \
	tests/bench/grow.py tests/bench/scale.py tests/bench/pipe.sh tests/bench/memory.py \
	tests/bench/steps.py

bench-deliver: all $(bench_programs)
	@SP_SOURCE='$(abs_top_srcdir)' SP_BUILD='$(abs_top_builddir)' $(top_srcdir)/tests/bench/deliver.py
bench-steps: all $(bench_programs)
	@SP_SOURCE='$(abs_top_srcdir)' SP_BUILD='$(abs_top_builddir)' $(top_srcdir)/tests/bench/steps.py
bench: bench-deliver bench-steps
bench-scale: all $(bench_programs)
	@SP_SOURCE='$(abs_top_srcdir)' SP_BUILD='$(abs_top_builddir)' $(top_srcdir)/tests/bench/scale.py
bench-pipe: all $(bench_programs)
	@SP_SOURCE='$(abs_top_srcdir)' SP_BUILD='$(abs_top_builddir)' $(top_srcdir)/tests/bench/pipe.sh
bench-memory: all
	@SP_SOURCE='$(abs_top_srcdir)' SP_BUILD='$(abs_top_builddir)' $(top_srcdir)/tests/bench/memory.py
bench: bench-scale bench-pipe bench-memory
.PHONY: bench-deliver bench-steps bench-scale bench-pipe bench-memory
