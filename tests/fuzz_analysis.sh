#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Analysis under libFuzzer, some ten thousand inputs, with PILCROW_LONG half an
# hour.
#
#     FUZZ_SECONDS=600 tests/fuzz_analysis.sh      any other time
. "$(dirname "$0")/fuzz.sh"

fuzz_length 20000

fuzz_build tests/fuzz_analysis.c tests/test_analysis_invariants.c
fuzz_run analysis tests/fuzz/analysis "$length" \
    -max_len=768 -dict=tests/fuzz/analysis.dict
