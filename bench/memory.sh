#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# How much memory indexing takes as the corpus grows.
#
#     bench/memory.sh FOLDER
#
# In: a folder of documents. It is laid out anew, TIMES times side by side, and
# indexed by the release build of Pilcrow with each engine and each --memory.
# Out: a table, tab-separated: engine, times, --memory in MB, paragraphs, peak
# memory of its own in MB, the same with what it has mapped of files, which the
# system may take away at any time, and processor and elapsed seconds.
#
#     TIMES="1 10"  ENGINES="xapian segment"  MEMORY="64 256"
#
# The copies are links and stand, as the index does, in $BENCH_DIR (a folder in
# /tmp), on the file system of FOLDER if links are to be. Status 77: nothing to
# measure with.
set -euo pipefail
source=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=${BENCH_DIR:-${TMPDIR:-/tmp}/pilcrow-bench}
pilcrow=${PILCROW:-$source/build/bin/pilcrow}
read -ra times <<<"${TIMES:-1 10}"
read -ra engines <<<"${ENGINES:-xapian segment}"
read -ra memories <<<"${MEMORY:-64 256}"

skip() {
    echo "skipped: $1" >&2
    exit 77
}

[ $# -eq 1 ] && [ -d "$1" ] || skip "give a folder of documents"
[ -x /usr/bin/time ] || skip "there is no time (package time)"
[ -x "$pilcrow" ] || skip "there is no $pilcrow (cmake --build --preset release)"

# copies N: N folders like the given one, in $work/copies.
copies() {
    rm -rf "$work/copies"
    mkdir -p "$work/copies"
    for ((copy = 1; copy <= $1; copy++)); do
        cp -rl "$folder" "$work/copies/$copy" 2>/dev/null ||
            cp -r "$folder" "$work/copies/$copy"
    done
}

# own_peak PID: the most memory of its own that it is seen to have, in KB.
own_peak() {
    local peak=0 key value
    while [ -r "/proc/$1/status" ]; do
        while read -r key value _; do
            [ "$key" = RssAnon: ] && [ "$value" -gt "$peak" ] && peak=$value
        done 2>/dev/null <"/proc/$1/status"
        sleep 0.1
    done
    echo "$peak"
}

# measure ENGINE TIMES MEMORY: one line of the table.
measure() {
    local own peak user system elapsed paragraphs
    rm -rf "$work/memory-index"
    /usr/bin/time -o "$work/memory-usage" -f '%M %U %S %e' \
        sh -c 'echo $$ >"$1"; shift; exec "$@"' sh "$work/memory-pid" \
        "$pilcrow" index -i "$work/memory-index" --engine "$1" \
        --memory "$3" --json "$work/copies" >"$work/memory-run" \
        2>"$work/memory-messages" &
    sleep 0.5
    own=$(own_peak "$(<"$work/memory-pid")")
    wait "$!" || skip "pilcrow index failed: $(tail -n 1 "$work/memory-messages")"
    read -r peak user system elapsed <"$work/memory-usage"
    paragraphs=$(sed -n 's/.*"paragraphs":\([0-9]*\).*/\1/p' "$work/memory-run")
    awk -v e="$1" -v t="$2" -v m="$3" -v p="$paragraphs" -v o="$own" \
        -v k="$peak" -v u="$user" -v s="$system" -v l="$elapsed" \
        'BEGIN { printf "%s\t%d\t%d\t%d\t%.0f\t%.0f\t%.0f\t%.0f\n", e, t, m,
                 p, o / 1024, k / 1024, u + s, l }'
}

folder=$(cd "$1" && pwd)
trap 'rm -rf "$work"/copies "$work"/memory-*' EXIT
printf 'engine\ttimes\tmemory\tparagraphs\town MB\twith files MB\tcpu s\ts\n'
for count in "${times[@]}"; do
    copies "$count"
    for engine in "${engines[@]}"; do
        for memory in "${memories[@]}"; do
            measure "$engine" "$count" "$memory"
        done
    done
done
