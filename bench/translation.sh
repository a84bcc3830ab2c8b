#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What a dictionary imported as a glossary does to a search, and what it costs.
#
#     bench/translation.sh PROGRAM            relevance, with it and without
#     bench/translation.sh --weights PROGRAM  the same by --translation
#     bench/translation.sh --cost PROGRAM     processor time of a batch
#
# PROGRAM is a release build's bin/pilcrow. The dictionary is Debian's
# mueller7-dict (bench/mueller.py), for the cost filled up to 50,000 entries by
# those of the other direction. The collections are $SETS, for the cost
# $COST_SETS; $WEIGHTS are the weights tried, $ENGINES the engines, of which all
# but the cost use the first.
#
# In: ../shared/data/ir/SET. Out: tables, tab-separated. What eval.py compares
# is the run that translates (A) and one with --no-translate (B): the means of
# both, A - B, the probability of a difference as large by chance, how many
# queries each is better at. The cost is the least of nine runs each, in turn,
# on an index with the dictionary and on one without. Needs python3-numpy.
#
# Runs are kept in $BENCH_DIR (a folder in /tmp). Status 77: nothing to measure
# with.
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
data=$source/../shared/data/ir
tools=$source/../shared/tools
work=${BENCH_DIR:-${TMPDIR:-/tmp}/pilcrow-bench}/translation
read -ra sets <<<"${SETS:-xquad-ru2en xquad-en2ru xquad-en xquad-ru xquad-mixed}"
read -ra cost_sets <<<"${COST_SETS:-xquad-mixed}"
read -ra weights <<<"${WEIGHTS:-0.2 0.3 0.4 0.5 0.6}"
read -ra engines <<<"${ENGINES:-xapian segment}"
python=/usr/bin/python3

skip() {
    echo "skipped: $1" >&2
    exit 77
}

# build ENGINE SET: two indexes, $work/ENGINE/SET and the same with ".dict".
build() {
    local lines=$work/$2.jsonl index=$work/$1/$2
    mkdir -p "$work/$1"
    [ -s "$lines" ] || "$python" -c '
import json, sys
for line in sys.stdin:
    name, _, text = line.rstrip("\n").partition("\t")
    print(json.dumps({"id": name, "text": text}, ensure_ascii=False))
' <"$data/$2/corpus.tsv" >"$lines"
    [ -d "$index.dict" ] && return
    rm -rf "$index"
    "$program" index --engine "$1" -i "$index" "$lines" >/dev/null 2>&1
    cp -r "$index" "$index.part"
    "$program" glossary -i "$index.part" import "$dictionary" >/dev/null
    mv "$index.part" "$index.dict"
}

# answer ENGINE INDEX SET RUN OPTION...
answer() {
    local index=$work/$1/$2 set=$3 run=$4
    shift 4
    "$program" search -i "$index" --queries "$data/$set/queries.tsv" \
        --format trec -n 100 "$@" >"$run" 2>/dev/null || [ $? -eq 1 ]
}

compare() {
    "$python" "$tools/eval.py" compare "$data/$1/qrels.tsv" "$2" "$3"
}

# The share of queries with a right answer among ten; each query of these
# collections has one right answer, so this is recall@10.
found() {
    "$python" "$tools/eval.py" perquery "$data/$1/qrels.tsv" "$2" |
        awk -F '\t' 'NR > 1 { n++; found += $4 > 0 }
                     END { printf "%.4f", found / n }'
}

print_relevance() {
    local set engine=${engines[0]}
    printf 'set\tmeasure\tA\tB\tA-B\tp\tA better\tB better\tqueries\n'
    for set in "${sets[@]}"; do
        build "$engine" "$set"
        answer "$engine" "$set.dict" "$set" "$work/$set.dict"
        answer "$engine" "$set.dict" "$set" "$work/$set.plain" --no-translate
        compare "$set" "$work/$set.dict" "$work/$set.plain" |
            sed "1d;s/^/$set\t/"
        printf '%s\trecall@10\t%s\t%s\n' "$set" \
            "$(found "$set" "$work/$set.dict")" \
            "$(found "$set" "$work/$set.plain")"
    done
}

# MRR@10 and recall@10 by the weight of translations; 0 is without.
print_weights() {
    local set weight engine=${engines[0]}
    printf 'weight'
    printf '\t%s MRR@10\trecall@10' "${sets[@]}"
    printf '\n'
    for weight in 0 "${weights[@]}"; do
        printf '%s' "$weight"
        for set in "${sets[@]}"; do
            build "$engine" "$set"
            answer "$engine" "$set.dict" "$set" "$work/run" \
                --translation "$weight"
            printf '\t%s\t%s' "$("$python" "$tools/eval.py" \
                "$data/$set/qrels.tsv" "$work/run" | tail -n 1 | cut -f5)" \
                "$(found "$set" "$work/run")"
        done
        printf '\n'
    done
}

# seconds INDEX QUERIES: processor time of the batch.
seconds() {
    ( TIMEFORMAT=%U
      time "$program" search -i "$1" --queries "$2" --format trec -n 10 \
          >/dev/null 2>&1 ) 2>&1
}

# cost NAME INDEX QUERIES: a row of the least of nine runs each, in turn.
cost() {
    local run
    for ((run = 0; run < 9; run++)); do
        printf '%s\t%s\n' "$(seconds "$2" "$3")" "$(seconds "$2.dict" "$3")"
    done | awk -F '\t' -v name="$1" '
        NR == 1 || $1 < plain { plain = $1 }
        NR == 1 || $2 < dict { dict = $2 }
        END { printf "%s\t%s\t%s\t%.2f\n", name, plain, dict, dict / plain }'
}

# page ENGINE SET: those of the words of which ten paragraphs are found without
# the dictionary, so that with it no more are shown.
page() {
    { "$program" search -i "$work/$1/$2" --queries "$work/$2.words" \
        --format trec -n 10 2>/dev/null || [ $? -eq 1 ]; } |
        awk 'NR == FNR { if ($4 == 10) found[$1]; next } $1 in found' \
            - "$work/$2.words" >"$work/$2.page"
}

# Questions, the words of them one by one, and those that fill a page.
print_cost() {
    local engine set kind
    printf 'engine\tqueries\twithout\twith\tratio\n'
    for engine in "${engines[@]}"; do
        for set in "${cost_sets[@]}"; do
            build "$engine" "$set"
            shuf -n 600 --random-source="$data/$set/corpus.tsv" \
                "$data/$set/queries.tsv" >"$work/$set.questions"
            cut -f2 "$work/$set.questions" | grep -oP '\pL+' |
                awk 'length > 2 && !seen[$0]++ { print NR "\t" $0 }' \
                >"$work/$set.words"
            page "$engine" "$set"
            for kind in questions words page; do
                cost "$engine"$'\t'"$set, $kind" "$work/$engine/$set" \
                    "$work/$set.$kind"
            done
        done
    done
}

mode=print_relevance
case ${1-} in
--weights) mode=print_weights && shift ;;
--cost) mode=print_cost && shift ;;
esac
[ $# -eq 1 ] || {
    echo "usage: bench/translation.sh [--weights | --cost] PROGRAM" >&2
    exit 2
}
program=$(realpath "$1")
[ -d "$data" ] || skip "no collections in ../shared/data/ir"
[ -f "$tools/eval.py" ] || skip "no ../shared/tools/eval.py"
"$python" -c 'import numpy' 2>/dev/null || skip "python3-numpy is missing"
mkdir -p "$work"
all=$work/mueller.tsv dictionary=$work/mueller.tsv
"$python" "$source/bench/mueller.py" >"$all" || skip "no dictionary to import"
if [ "$mode" = print_cost ]; then
    work=$work/cost
    dictionary=$work/mueller.tsv
    mkdir -p "$work"
    awk -F '\t' '{ split($2, first, ", "); print first[1] "\t" $1 }' "$all" |
        cat "$all" - | awk 'NR <= 50000' >"$dictionary"
fi
"$mode"
