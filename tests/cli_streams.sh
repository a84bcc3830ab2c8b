#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Readers that go away, disks that are full, streams that are closed.
. "$(dirname "$0")/lib.sh"
cp -r "$sample" papers
run pilcrow index papers
check_status 0

# A reader that goes away: no noise, the status every filter has then.
for i in $(seq 300); do printf 'q%d\trefugee camp\n' "$i"; done >queries.tsv
for words in "--json --queries queries.tsv" "--queries queries.tsv" \
    "--format trec --queries queries.tsv -n 1000"; do
    pilcrow search $words 2>"$scratch/err" | head -n 1 >"$scratch/out"
    status=${PIPESTATUS[0]} command_line="search $words | head -n 1"
    check_status 141
    check_silent err
    check_lines 1 out
done
# The same where the signal is ignored.
(trap '' PIPE; pilcrow search --json --queries queries.tsv 2>"$scratch/err"
    echo $? >"$scratch/status") | head -n 1 >"$scratch/out"
status=$(cat "$scratch/status") command_line='search | head, SIGPIPE ignored'
check_status 2
check_silent err

# A disk that is full: one line, status 2.
if [ -w /dev/full ]; then
    for words in "search refugee" "search --json -n 100 refugee" \
        "search --format trec refugee" "search --queries queries.tsv" \
        "status" "status --json" "check" "help" "help search" "--version" \
        "index --json papers" "index papers"; do
        command_line="$words >/dev/full"
        pilcrow $words >/dev/full 2>"$scratch/err"
        status=$? ; : >"$scratch/out"
        check_status 2
        check_one_error
        check_err_text "cannot write to standard output: No space left"
    done
else
    skip "there is no /dev/full"
fi

# Closed streams: never a file of the index on their numbers.
: >"$scratch/out"
command_line='search >&-'
pilcrow search refugee >&- 2>"$scratch/err"
status=$?
check_status 2
check_one_error
command_line='index <&- >&- 2>&-'
printf 'A walrus.\n' >walrus.txt
pilcrow index walrus.txt <&- >&- 2>&-
status=$?
check_status 2
run pilcrow check
check_status 0
run pilcrow search walrus
check_status 0
command_line='search 2>&-'
pilcrow search qwertyuiop 2>&- >"$scratch/out"
status=$?
check_status 1
check_silent out
pilcrow index --name x - <&- >"$scratch/out" 2>"$scratch/err"
status=$? command_line='index - <&-'
check_status 2
check_one_error
run pilcrow check
check_status 0
finish
