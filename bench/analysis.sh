#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# How fast analysis alone is, on the English and the Russian documents of
# ../shared/data/corpora, one core.
#
#     bench/analysis.sh              MB/s and tokens/s
#     bench/analysis.sh --profile    the functions its instructions go to
#
# Builds and texts are kept in $BENCH_DIR (a folder in /tmp). --profile takes
# valgrind. Status 77: nothing to measure with.
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
archive=$source/../shared/data/corpora/ms-powershell.tar.xz
work=${BENCH_DIR:-${TMPDIR:-/tmp}/pilcrow-bench}
profile_bytes=4000000 # of each text

skip() {
    echo "skipped: $1" >&2
    exit 77
}

[ -f "$archive" ] || skip "no ../shared/data/corpora/ms-powershell.tar.xz"
mkdir -p "$work/documents"
if [ ! -s "$work/ru.txt" ]; then
    tar -xJf "$archive" -C "$work/documents"
    for lang in en ru; do
        find "$work/documents" -path "*-$lang/*" -name '*.md' -print0 |
            sort -z | xargs -0 cat >"$work/$lang.txt"
    done
fi
cmake -S "$source" -B "$work/speed" -DCMAKE_BUILD_TYPE=Release \
    -DPILCROW_TESTS=OFF -DPILCROW_BENCH=ON -DCMAKE_C_FLAGS=-g >/dev/null
cmake --build "$work/speed" --parallel "$(nproc)" --target bench_analysis \
    >/dev/null
program=$work/speed/bin/bench_analysis

for lang in en ru; do
    if [ "${1-}" != --profile ]; then
        printf '%s: ' "$lang"
        "$program" "$work/$lang.txt"
        continue
    fi
    command -v valgrind >/dev/null || skip "there is no valgrind"
    head -c "$profile_bytes" "$work/$lang.txt" >"$work/part.txt"
    valgrind --tool=callgrind --callgrind-out-file="$work/$lang.callgrind" \
        "$program" "$work/part.txt" >/dev/null 2>&1
    echo "$lang: of the instructions, by function"
    callgrind_annotate "$work/$lang.callgrind" | grep -E '^ *[0-9,]+ \(' |
        sed -n '/PROGRAM TOTALS/d; s/ *\[[^]]*\]$//; p' | sed -n 1,14p
done
