#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Queries under libFuzzer, some thousand of them, with PILCROW_LONG half an hour:
# parsed, compiled and answered over the collection of the query tests.
#
#     PILCROW=build/bin/pilcrow FUZZ_SECONDS=600 tests/fuzz_query.sh
. "$(dirname "$0")/fuzz.sh"
pilcrow=${PILCROW:-build/bin/pilcrow}
[ -x "$pilcrow" ] || skip "there is no $pilcrow to make an index with"

fuzz_length 2000

"$pilcrow" index -i "$work/index" --engine segment \
    tests/cases/query/collection >"$work/log" 2>&1 || {
    cat "$work/log"
    exit 1
}
fuzz_build tests/fuzz_query.c
export FUZZ_INDEX=$work/index
fuzz_run query tests/fuzz/query "$length" -max_len=1024 \
    -dict=tests/fuzz/query.dict
