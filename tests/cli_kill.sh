#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# kill -9 at any moment of `pilcrow index` leaves a whole index: what was there
# before the run, or what is there after it. The moments are drawn from a seed.
. "$SOURCE/tests/lib.sh"
rounds=6
[ -n "${PILCROW_LONG-}" ] && rounds=100
RANDOM=4711

# write_files WORD: two hundred files, all of whose paragraphs hold the word.
write_files() {
    local file
    for file in $(seq 200); do
        printf '%s one of %d.\n\n%s two of %d.\n\nThe end %s.\n' "$1" "$file" \
            "$1" "$file" "$1" >"papers/$file.txt"
    done
}

now() { echo $(($(date +%s%N) / 1000)); }

# hits WORD: how many paragraphs hold it; what the search says is kept.
hits() { pilcrow search --summary --json -n 1 "$1" 2>>"$scratch/err" |
    sed -n 's/.*"total":\([0-9]*\).*/\1/p'; }

mkdir papers
write_files wordx
run pilcrow index papers
check_status 0
# How long a run takes here, in microseconds: moments are drawn from within.
write_files wordy
start=$(now)
run pilcrow index
length=$(($(now) - start))
before=wordy
cut_short=0
for round in $(seq "$rounds"); do
    after=word$(printf '%c' "$(printf "\\x$(printf %x $((97 + round % 20)))")")$round
    write_files "$after"
    moment=$((RANDOM * length / 30000))
    set -m
    "$PILCROW" index >/dev/null 2>&1 &
    writer=$!
    set +m
    sleep "$(printf %d.%06d $((moment / 1000000)) $((moment % 1000000)))"
    kill -KILL "$writer" 2>/dev/null && cut_short=$((cut_short + 1))
    wait "$writer" 2>/dev/null
    command_line="round $round, killed after $moment us"
    : >"$scratch/out" 2>"$scratch/err"
    old=$(hits "$before") new=$(hits "$after")
    check "before or after, whole: ${old:-0} and ${new:-0}" \
        [ "${old:-0}/${new:-0}" = 600/0 -o "${old:-0}/${new:-0}" = 0/600 ]
    run pilcrow check
    check_status 0
    run pilcrow index
    check_status 0
    check "the next run brings the rest" [ "$(hits "$after")" = 600 ]
    before=$after
done
check "some runs were cut short" [ "$cut_short" -gt 0 ]
echo "$cut_short of $rounds runs were cut short"
finish
