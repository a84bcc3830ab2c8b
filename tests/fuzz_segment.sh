#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Any bytes as a file of the segment engine under libFuzzer, searched, checked
# and merged: half a minute, with PILCROW_LONG half an hour.
#
#     FUZZ_SECONDS=600 tests/fuzz_segment.sh      any other time
. "$(dirname "$0")/fuzz.sh"

fuzz_build tests/fuzz_segment.c tests/index_script.c
mkdir "$work/good"
"$work/fuzz" --seeds "$work/good" 2>/dev/null
fuzz_run segment "$work/good" -max_total_time="${seconds:-20}" -max_len=65536
