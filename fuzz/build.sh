#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# build.sh FOLDER: the whole library and each fuzz_*.c with libFuzzer, ASan and
# UBSan into FOLDER (make fuzz).  The command that runs each is printed.
# CPPFLAGS and LIBS come from make.
set -eu
cd "${SP_SOURCE:-.}"
out=$1

# shellcheck disable=SC2086 # the flags are words
compile() {
	${FUZZ_CC:-clang} -std=c11 -g -O1 -fno-omit-frame-pointer -DSP_SANITIZERS=1 \
		'-DSP_CONF_FILE="unused"' '-DSP_DATA_FOLDER="unused"' $CPPFLAGS \
		-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined "$@"
}

mkdir -p "$out/objects"
for source in src/base/*.c src/text/*.c src/core/*.c src/mail/*.c src/store/*.c src/desk/*.c; do
	compile -c "$source" -o "$out/objects/$(echo "$source" | tr / _).o"
done
rm -f "$out/library.a"
ar rcs "$out/library.a" "$out"/objects/*.o
for source in fuzz/fuzz_*.c; do
	name=$(basename "$source" .c)
	# shellcheck disable=SC2086 # the libraries are words
	compile -fsanitize=fuzzer "$source" "$out/library.a" $LIBS -o "$out/$name"
	echo "SP_SOURCE=$(pwd) $out/$name -max_total_time=1200 -max_len=65536 FOLDER fuzz/seeds/${name#fuzz_}"
done
