#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Any bytes as a file of the segment engine under libFuzzer, searched, checked
# and merged: some thousand files, with PILCROW_LONG half an hour.
#
#     FUZZ_SECONDS=600 tests/fuzz_segment.sh      any other time
. "$(dirname "$0")/fuzz.sh"

fuzz_length 3000

fuzz_build tests/fuzz_segment.c tests/index_script.c
mkdir "$work/good"
"$work/fuzzer" --seeds "$work/good" 2>/dev/null
fuzz_run segment "$work/good" "$length" -max_len=65536
