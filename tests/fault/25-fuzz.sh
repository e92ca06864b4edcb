#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# FAULTS.md 25: every entry of hostile bytes has its fuzz target, and each target's seeds
# are replayed without a finding.  SP_FUZZ_SECONDS=3600 runs each with libFuzzer for an
# hour besides (clang; build-fuzz/ is made by `make fuzz`).
# shellcheck source=../e2e/lib.sh
. "${SP_SOURCE:-.}/tests/e2e/lib.sh"
export SPORTELLO_DATA="$SP_SOURCE"
targets=$(find "$SP_SOURCE/fuzz" -name 'fuzz_*.c' -exec basename {} .c \; | sort)
plan $((2 + 3 * $(printf '%s\n' "$targets" | wc -l)))

is "25: the entries" "$(printf '%s\n' "$targets" | tr '\n' ' ')" \
    "fuzz_command fuzz_compose fuzz_conf fuzz_csv fuzz_decode fuzz_headers fuzz_html fuzz_mbox fuzz_parse fuzz_record fuzz_reply fuzz_rules fuzz_template fuzz_token "
is "25: each is in make check" "$(for target in $targets; do
    grep -Eq "^check_PROGRAMS \+=.* fuzz/$target( |\$)" "$SP_SOURCE/fuzz/local.mk" || echo "$target"
done)" ""
for target in $targets; do
    seeds=$SP_SOURCE/fuzz/seeds/${target#fuzz_}
    ok "25: $target has seeds ($(files_in "$seeds"))" has_files "$seeds" 3
    ok "25: $target: they are replayed" "$SP_BUILD/fuzz/$target" "$seeds"
    if [ -z "${SP_FUZZ_SECONDS:-}" ]; then
        pass "25: $target: with libFuzzer when SP_FUZZ_SECONDS says how long"
    else
        mkdir "$T/$target"
        ok "25: $target: $SP_FUZZ_SECONDS s of libFuzzer" "$SP_BUILD/build-fuzz/$target" \
            -max_total_time="$SP_FUZZ_SECONDS" -max_len=65536 -artifact_prefix="$T/" "$T/$target" "$seeds"
    fi
done
