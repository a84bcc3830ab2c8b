#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Analysis under libFuzzer for half a minute, with PILCROW_LONG for half an hour.
# Built here, with clang, so that the rest stays with the usual compiler. Skips
# where clang or its runtime (Debian: clang, libclang-rt-14-dev) is missing.
#
#     FUZZ_SECONDS=600 tests/fuzz_analysis.sh      any other time
set -eu
source=${SOURCE:-$(cd "$(dirname "$0")/.." && pwd)}
clang=${CLANG:-clang}
seconds=${FUZZ_SECONDS:-${PILCROW_LONG:+1800}}
flags=(-std=c11 -D_GNU_SOURCE -g -O1 -fno-omit-frame-pointer
    -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all)
work=$(mktemp -d "${TMPDIR:-/tmp}/pilcrow-fuzz.XXXXXX")
trap 'rm -rf "$work"' EXIT

skip() {
    echo "skipped: $1"
    exit 77
}

command -v "$clang" >/dev/null || skip "there is no clang (package clang)"
echo 'int LLVMFuzzerTestOneInput(const void *, unsigned long);
int LLVMFuzzerTestOneInput(const void *a, unsigned long b)
{ (void)a; return b == 1 ? 0 : 0; }' >"$work/try.c"
"$clang" "${flags[@]}" "$work/try.c" -o "$work/try" 2>"$work/why" ||
    skip "clang has no libFuzzer (package libclang-rt-14-dev)"

cd "$source"
"$clang" "${flags[@]}" -I. -Iinclude tests/fuzz_analysis.c \
    tests/test_analysis_invariants.c analysis/*.c \
    base/buf.c base/error.c base/utf8.c \
    -lstemmer -lutf8proc -lxxhash -o "$work/fuzz"

mkdir "$work/found"
found=${BUILD:-$work}/fuzz-analysis-
echo "what breaks an invariant is kept as $found..."
"$work/fuzz" -seed=1 -max_total_time="${seconds:-30}" -max_len=768 -timeout=20 \
    -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$found" \
    -dict=tests/fuzz/analysis.dict "$work/found" tests/fuzz/analysis \
    2>"$work/log" || {
    tail -n 40 "$work/log"
    exit 1
}
grep -E '^(Done|stat::number_of_executed_units)' "$work/log"
