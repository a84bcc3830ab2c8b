#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The splitter and the readers of HTML, JSON Lines and packed files under
# libFuzzer, some thousand inputs each, with PILCROW_LONG half an hour. Built here,
# with clang, so that the rest stays with the usual compiler. Skips where clang
# or its runtime (Debian: clang, libclang-rt-14-dev) is missing.
#
#     FUZZ_SECONDS=600 tests/fuzz_corpus.sh      any other time
set -eu
source=${SOURCE:-$(cd "$(dirname "$0")/.." && pwd)}
clang=${CLANG:-clang}
seconds=${FUZZ_SECONDS:-${PILCROW_LONG:+1800}}
flags=(-std=c11 -D_GNU_SOURCE -g -O1 -fno-omit-frame-pointer
    -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all)
libraries=(libxml-2.0 jansson zlib libutf8proc libxxhash cmocka)
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

# A short run is the same one each time; a long one goes as far as it gets.
length=(-runs=10000)
[ -z "$seconds" ] || length=(-max_total_time=$((seconds / 4)))

cd "$source"
read -ra needs <<<"$(pkg-config --cflags --libs "${libraries[@]}")"
"$clang" "${flags[@]}" -I. -Iinclude tests/fuzz_corpus.c \
    tests/test_corpus_kit.c corpus/*.c base/*.c "${needs[@]}" -o "$work/fuzz"

# What is fuzzed, by the name that fuzz_corpus.c knows it under.
readers=(markdown html jsonl files)
for reader in "${readers[@]}"; do
    mkdir "$work/$reader"
    found=${BUILD:-$work}/fuzz-corpus-$reader-
    echo "$reader: what breaks an invariant is kept as $found..."
    FUZZ_READER=$reader "$work/fuzz" \
        -seed=1 "${length[@]}" -max_len=8192 \
        -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$found" "$work/$reader" tests/fuzz/corpus \
        2>"$work/log" || {
        tail -n 40 "$work/log"
        exit 1
    }
    grep -E '^(Done|stat::number_of_executed_units)' "$work/log"
done
