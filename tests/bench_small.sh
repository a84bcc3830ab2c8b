#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A small run of bench/run.sh comes to its end, and every row is there: for each
# engine of the build, and for each peer unless it is said to be skipped.
. "$SOURCE/tests/lib.sh"
export BENCH_BUILD=$BUILD BENCH_DIR=$here/bench BENCH_OUT=$here/out
export BENCH_QUERIES=2 BENCH_PASSES=1 BENCH_WARM=0 BENCH_STARTS=1
kinds='term or and phrase prefix'

# rows MEASURE ENGINE: how many there are in results.tsv.
rows() { awk -F'\t' -v m="$1" -v e="$2" '$1 == m && $2 == e' out/results.tsv |
    wc -l; }

# check_engine NAME KINDS QUERIES: all its rows, each with a number.
check_engine() {
    check "$1: indexing" [ "$(rows indexing "$1")" -eq 5 ]
    check "$1: latency" [ "$(rows latency "$1")" -eq $(($2 * 6)) ]
    check "$1: starts" [ "$(rows start "$1")" -eq 2 ]
    check "$1: hits" [ "$(rows hits "$1")" -eq $(($2 * 3)) ]
    check "$1: each query" \
        [ "$(grep -c "^$1	" out/latencies.tsv)" -eq $(($3 * 2)) ]
}

check_run() {
    local name
    for name in $PILCROW_ENGINES; do check_engine "pilcrow $name" "$@"; done
    for name in xapian 'sqlite fts5' lucene; do
        if has "^skipped: $name \(not installed: " out; then
            skip "$name is not installed"
        else
            check_engine "$name" "$@"
        fi
    done
    check "every row has a number" \
        [ "$(grep -Ec '	[0-9][0-9.e+-]*$' out/results.tsv)" -eq \
        "$(($(wc -l <out/results.tsv) - 1))" ]
    check "the picture is XML" /usr/bin/python3 -c '
import sys, xml.dom.minidom
xml.dom.minidom.parse(sys.argv[1])' out/plot.svg
    check_out '^Indexing$'
    check_out '^Latency in ms, top 1000: p50 / p95 / p99$'
}

# A folder of documents, with queries drawn from it.
run "$SOURCE/bench/run.sh" "$sample"
check_status 0
count=$(wc -l <bench/run/queries.tsv)
check "queries of each kind" [ "$(cut -f1 bench/run/queries.tsv | sort -u |
    wc -l)" -eq 5 ]
check_run 5 "$count"

# A table, with queries as people type them.
head -n 60 bench/run/paragraphs.tsv >table.tsv
printf 'the\tterm\n+the +of\tintersection\n"of the"\tphrase\nmigrants home\n' \
    >typed.tsv
run "$SOURCE/bench/run.sh" table.tsv typed.tsv
check_status 0
check_out '^table.tsv: [0-9]+ paragraphs, .* 4 queries'
check_run 4 4

run "$SOURCE/bench/run.sh"
check_status 2

# latency: a line a pass, a value a query.
printf 'the migrants\nwork AND "home\n' >plain.txt
"$PILCROW" index -i idx "$sample" >/dev/null 2>&1
for kind in or and phrase; do
    run "$BUILD/bench/latency" idx plain.txt "$kind" 1 3 en
    check_status 0
    check_lines 3 out
    check_out '^3	[0-9]+	[0-9]+	[0-9]+$'
    check_silent err
done
run "$BUILD/bench/latency" idx plain.txt or 0 1 de
check_status 0
check_err '^latency: de: '
run "$BUILD/bench/latency" idx nowhere.txt or 0 1 en
check_status 1
run "$BUILD/bench/latency" idx plain.txt xor 0 1 en
check_status 2
finish
