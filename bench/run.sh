#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Pilcrow's engines beside others, in one run: indexing, size, latency, start.
#
#     bench/run.sh CORPUS [QUERIES]
#
# CORPUS is a folder of documents, or a file "id <tab> text" a line (*.tsv). It
# is cut into paragraphs once, and every engine gets those. QUERIES has a query
# a line: "kind <tab> words" (kind: term, or, and, phrase, prefix), or a query
# as people type it, in its first column. Without it queries are drawn from the
# corpus, of words from rare to very frequent.
#
# Prints tables; writes results.tsv, latencies.tsv and plot.svg to $BENCH_OUT
# (results below $BENCH_DIR if unset). A peer that is not installed is named
# and left out. README.md says what each is set to.
#
#     BENCH_DIR      where builds, indexes and texts are kept (a folder in /tmp)
#     BENCH_BUILD    a build with -DPILCROW_BENCH=ON, in place of a release
#     BENCH_QUERIES  queries of each kind to draw (100)
#     BENCH_PASSES   passes that are measured (5)
#     BENCH_WARM     seconds that each engine searches unmeasured first (10)
#     BENCH_ROUNDS   times that each engine indexes (1); 0: the indexes of an
#                    earlier run of the same corpus are asked
#     BENCH_ENGINES  the engines to compare, as "pilcrow segment,lucene" (all)
#     BENCH_STARTS   first searches of a process (11)
#     BENCH_STEMMER  the peers' stemmer: english (as it comes) or russian
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=${BENCH_DIR:-${TMPDIR:-/tmp}/pilcrow-bench}
python=/usr/bin/python3

if [ $# -lt 1 ] || [ $# -gt 2 ] || [ ! -r "$1" ]; then
    echo "usage: bench/run.sh CORPUS [QUERIES]" >&2
    exit 2
fi
corpus=$(realpath "$1")
queries=${2:+$(realpath "$2")}
mkdir -p "$work/run"

build=${BENCH_BUILD-}
if [ -z "$build" ]; then
    build=$work/release
    cmake -S "$source" -B "$build" -DCMAKE_BUILD_TYPE=Release \
        -DPILCROW_TESTS=OFF -DPILCROW_BENCH=ON >/dev/null
    cmake --build "$build" --parallel "$(nproc)" >/dev/null
fi

# Compile the Lucene peer; where that cannot be, there is no folder of it.
lucene_jars() {
    local name jar
    for name in core analyzers-common queryparser; do
        for jar in /usr/share/java/lucene-"$name"-[0-9]*.jar; do
            [ -e "$jar" ] && printf '%s:' "$jar"
        done
    done
}
jars=$(lucene_jars)
rm -rf "$work/run/java"
if command -v javac >/dev/null && [ -n "$jars" ]; then
    mkdir "$work/run/java"
    javac -d "$work/run/java" -cp "$jars" "$source/bench/peers/Lucene.java" ||
        rm -rf "$work/run/java"
fi

BENCH_CLASSES=$work/run/java:$jars exec "$python" "$source/bench/compare" \
    "$build" "$work/run" "${BENCH_OUT:-$work/results}" "$corpus" "$queries"
