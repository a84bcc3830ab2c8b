#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Files of queries as programs and people write them: whatever a line holds, the
# others are answered, and each kind of trouble is told once, with its number.
. "$(dirname "$0")/lib.sh"
printf 'A walrus on the ice.\n\nThe penguin swims.\n' >animals.txt
run pilcrow index animals.txt
check_status 0

# batch TEXT EXPECTED: the ids of the trec run that comes of these lines.
batch() {
    give "$1"
    run pilcrow search --queries - --format trec
    check_status 0
    check "the run's ids are '$2'" \
        [ "$(cut -d' ' -f1 "$scratch/out" | tr '\n' ' ')" = "$2" ]
    check "each line has six columns" \
        [ "$(grep -Evc '^[^ ]+ Q0 [^ ]+ [0-9]+ [0-9.e+-]+ pilcrow$' "$scratch/out")" -eq 0 ]
}
quiet() { check_silent err; }
batch 'q1\twalrus\nq2\tpenguin\n' 'q1 q2 '
quiet
batch 'q1\twalrus\nq2\tpenguin' 'q1 q2 '
quiet
batch 'q1\twalrus\r\nq2\tpenguin\r\n' 'q1 q2 '
quiet
batch 'q1\twalrus\r\nq2\tpenguin\r' 'q1 q2 '
quiet
batch '\xef\xbb\xbfq1\twalrus\r\n\r\n\r\nq2\tpenguin' 'q1 q2 '
quiet
batch '\n\n\nq1\twalrus\n\n' 'q1 '
quiet
batch 'q1\twal\trus walrus\tx\n' 'q1 '
quiet
batch '\xef\xbb\xbf\twalrus\n\tpenguin\n' '1 2 '
check_lines 1 err
check_err_text 'pilcrow: 2 queries without an id, known by the number of the line (the first in line 1)'
batch 'walrus\npenguin\n' '1 2 '
check_lines 1 err
batch 'a b\twalrus\nc\xc2\xa0d\twalrus\n' 'a%20b c%C2%A0d '
quiet
batch 'x\twalrus\ny\tpenguin\nx\tpenguin\nx\twalrus\n' 'x y x x '
check_lines 1 err
check_err_text 'pilcrow: 2 queries with the id of an earlier one (the first in line 3)'
batch 'x\twalrus\nxx\tpenguin\n' 'x xx '
quiet
batch 'x\t\ny\twalrus\nz\t \n' 'y '
check_lines 1 err
check_err_text '2 queries not read as written (the first in line 1: '
batch '\x00\twalrus\n\x00a\twalrus\n' '%00 %00a '
quiet
batch '\xff\twalrus\n' '%FF '
quiet

# With JSON the summary ends what belongs to one query.
give 'q1\twalrus\nq2\tnothing\nq3\tpenguin\n'
run pilcrow search --queries - --json --summary
check_lines 5 out
check "hits and summaries" [ "$(sed 's/^{"\([a-z]*\)".*/\1/' "$scratch/out" | tr '\n' ' ')" = "rank summary summary rank summary " ]
give 'q1\twalrus\nq3\tpenguin\n'
run pilcrow search --queries - --facets
check_status 0
check "facets of each" [ "$(grep -c '^kind$' "$scratch/out")" -eq 2 ]
finish
