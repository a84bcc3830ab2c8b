#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Analysis under libFuzzer for half a minute, with PILCROW_LONG for half an hour.
#
#     FUZZ_SECONDS=600 tests/fuzz_analysis.sh      any other time
. "$(dirname "$0")/fuzz.sh"

fuzz_build tests/fuzz_analysis.c tests/test_analysis_invariants.c
fuzz_run analysis tests/fuzz/analysis -max_total_time="${seconds:-30}" \
    -max_len=768 -dict=tests/fuzz/analysis.dict
