#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# How well Pilcrow ranks, on collections with known answers.
#
#     bench/relevance.sh [SET...]            the table
#     bench/relevance.sh --ablate [SET...]   steps of the analysis left out, those
#                                            in $SWITCHES
#     bench/relevance.sh --grid [SET...]     other values of k1 and b, those in
#                                            $GRID_K1 and $GRID_B
#
# In: ../shared/data/ir/SET with corpus.tsv, queries.tsv and qrels.tsv, all sets
# if none is named. Each corpus becomes JSON Lines, is indexed with the defaults,
# and its queries are run as a batch. Out: tables, tab-separated, the figures by
# ../shared/tools/eval.py. Comparing runs takes python3-numpy.
#
# Builds and runs are kept in $BENCH_DIR (a folder in /tmp). Status 77: nothing
# to measure with.
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=$source/../shared/data/ir
tools=$source/../shared/tools
work=${BENCH_DIR:-${TMPDIR:-/tmp}/pilcrow-bench}
all_sets=(cranfield cacm scifact squad-dev squadshifts-reddit xquad-en xquad-ru
    xquad-mixed xquad-ru2en xquad-en2ru)
all_switches="FOLD_YO JOIN_RUSSIAN STEM_BY_SCRIPT STRIP_MARKS"
read -ra switches <<<"${SWITCHES:-$all_switches}"
read -ra grid_k1 <<<"${GRID_K1:-0.8 1.0 1.2 1.4 1.6 2.0}"
read -ra grid_b <<<"${GRID_B:-0.4 0.6 0.75 0.9}"
python=/usr/bin/python3

skip() {
    echo "skipped: $1" >&2
    exit 77
}

# nDCG@10 of the reference BM25 and of the best of other engines, as the data's
# README has them.
known_figures() {
    case $1 in
    cranfield) echo .424 .423 ;;
    cacm) echo .483 .498 ;;
    scifact) echo .687 .687 ;;
    squad-dev) echo .869 .871 ;;
    squadshifts-reddit) echo .575 .581 ;;
    xquad-en) echo - .965 ;;
    xquad-ru) echo - .954 ;;
    xquad-mixed) echo - .954 ;;
    xquad-ru2en) echo - .143 ;;
    xquad-en2ru) echo - .159 ;;
    *) echo - - ;;
    esac
}

# build NAME FLAGS: a release build in $work/NAME/build.
build() {
    cmake -S "$source" -B "$work/$1/build" -DCMAKE_BUILD_TYPE=Release \
        -DPILCROW_TESTS=OFF -DCMAKE_C_FLAGS="$2" >/dev/null
    cmake --build "$work/$1/build" --parallel "$(nproc)" --target pilcrow \
        >/dev/null
}

# index NAME SET: with the build of that name.
index() {
    local lines=$work/$2.jsonl index=$work/$1/$2.index
    [ -s "$lines" ] || "$python" -c '
import json, sys
for line in sys.stdin:
    name, _, text = line.rstrip("\n").partition("\t")
    print(json.dumps({"id": name, "text": text}, ensure_ascii=False))
' <"$data/$2/corpus.tsv" >"$lines"
    rm -rf "$index"
    "$work/$1/build/bin/pilcrow" index -i "$index" "$lines" >/dev/null 2>&1
}

# answer NAME SET RUN OPTION...: write the run.
answer() {
    local name=$1 set=$2 run=$3
    shift 3
    "$work/$name/build/bin/pilcrow" search -i "$work/$name/$set.index" \
        --queries "$data/$set/queries.tsv" --format trec "$@" \
        >"$run" 2>/dev/null
}

figures() { "$python" "$tools/eval.py" "$data/$1/qrels.tsv" "$2" | cut -f2-; }

print_table() {
    local set
    build full ''
    printf 'set\treference\tbest peer\tqueries\tnDCG@10\tR@100\tMRR@10\ttop1\n'
    for set in "$@"; do
        index full "$set"
        answer full "$set" "$work/full/$set.run" -n 100
        printf '%s\t%s\t%s\n' "$set" "$(known_figures "$set" | tr ' ' '\t')" \
            "$(figures "$set" "$work/full/$set.run")"
    done
}

# A line for each switch and set: with the step, without it, their difference,
# the probability of one as large by chance, and how many queries it helps and
# hurts.
print_ablations() {
    local set switch
    "$python" -c 'import numpy' 2>/dev/null || skip "python3-numpy is missing"
    print_table "$@"
    printf '\nswitch\tset\twith\twithout\tgain\tp\thelps\thurts\tqueries\n'
    for switch in "${switches[@]}"; do
        build "$switch" "-DANALYSIS_$switch=0"
        for set in "$@"; do
            index "$switch" "$set"
            answer "$switch" "$set" "$work/$switch/$set.run" -n 100
            printf '%s\t%s\t%s\n' "$switch" "$set" \
                "$("$python" "$tools/eval.py" compare "$data/$set/qrels.tsv" \
                    "$work/full/$set.run" "$work/$switch/$set.run" |
                    sed -n '2s/^[^\t]*\t//p')"
        done
    done
}

# nDCG@10 for each k1, b and set, and the mean over the sets.
print_grid() {
    local set k1 b value values
    build full ''
    for set in "$@"; do index full "$set"; done
    printf 'k1\tb\tmean\t%s\n' "$(IFS=$'\t' && echo "$*")"
    for k1 in "${grid_k1[@]}"; do
        for b in "${grid_b[@]}"; do
            values=()
            for set in "$@"; do
                answer full "$set" "$work/full/grid.run" -n 10 \
                    --k1 "$k1" --b "$b"
                values+=("$(figures "$set" "$work/full/grid.run" | cut -f2)")
            done
            printf '%s\t%s\t%s\t%s\n' "$k1" "$b" \
                "$(printf '%s\n' "${values[@]}" |
                    awk '{ sum += $1 } END { printf "%.4f", sum / NR }')" \
                "$(IFS=$'\t' && echo "${values[*]}")"
        done
    done
}

mode=print_table
case ${1-} in
--ablate) mode=print_ablations && shift ;;
--grid) mode=print_grid && shift ;;
-*)
    echo "usage: bench/relevance.sh [--ablate | --grid] [SET...]" >&2
    exit 2
    ;;
esac
[ -d "$data" ] || skip "no collections in ../shared/data/ir"
[ -f "$tools/eval.py" ] || skip "no ../shared/tools/eval.py"
[ $# -gt 0 ] || set -- "${all_sets[@]}"
for name in "$@"; do
    [ -f "$data/$name/qrels.tsv" ] || skip "no collection '$name'"
done
mkdir -p "$work"
"$mode" "$@"
