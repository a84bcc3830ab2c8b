#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# How the words of a command line are read, and what is said of those that
# cannot be.
. "$(dirname "$0")/lib.sh"
cp -r "$sample" papers
run pilcrow index papers
check_status 0

# Options before, between and after the words; values joined and apart.
run pilcrow search -n 3 --format json refugee camp
check_status 0
check_lines 3 out
cp "$scratch/out" "$scratch/first"
while IFS= read -r words; do
    eval "run pilcrow search $words"
    check_status 0
    check "'$words' says the same" cmp -s "$scratch/out" "$scratch/first"
done <<'CASES'
refugee camp -n 3 --format json
refugee -n3 camp --format=json
-n3 'refugee camp' --json
--json refugee -n 3 camp
-n 3 --json -- refugee camp
-n 9 -n 3 --json refugee camp
-i .pilcrow -n3 --json refugee camp
-i./.pilcrow -n3 --json refugee camp
--k1=1.2 --b=0.75 --offset=0 -n3 --json refugee camp
--k1 1.2 --b 0.75 --offset 0 -n3 --json refugee camp
CASES

# After "--" nothing is an option.
run pilcrow search --json -- refugee -n 3
check_status 0
check "more than three hits" [ "$(wc -l <"$scratch/out")" -gt 3 ]

# What makes no sense: one line, status 2, nothing on standard output.
complaint() {
    local expected=$1
    shift
    run pilcrow "$@"
    check_status 2
    check_one_error
    check_err_text "$expected"
}
complaint "did you mean '--json'?" search --jsno words
complaint "did you mean '--json'?" search -json words
complaint "did you mean '--offset'?" search --ofset 3 words
complaint "did you mean '--by-document'?" search --by-doc words
complaint "did you mean '--exclude'?" index --exlude x papers
complaint "did you mean '--context'?" show --contex 2 abc
complaint "'search' has no option '-C'; 'pilcrow show --context N ID' prints" \
    search -C words
complaint "prints neighbours" search -A2 words
complaint "'doc:folder/*' narrows" search -r words
complaint "'doc:name*' narrows" search -g '*.md' words
complaint "--summary counts" search -c words
complaint "-n says how many" search -m 5 words
complaint "write 'NOT word'" search -v words
complaint "write 'NOT cats'" search -cats words
complaint "'words' was read as the folder that -i names" search -i words
complaint "write 'NOT refugees', or put '--' before" search -refugees
complaint "write 'NOT nuclear'" search -nuclear
complaint "write 'NOT immigrants'" search -immigrants
complaint "write 'NOT беженцы'" search -беженцы
complaint "'pilcrow help search' lists them" search --refugees words
complaint "'search' has no option '--prune'" search --prune words
complaint "'index' has no option '--zzzzzzzz'" index --zzzzzzzz
complaint "'forget' has no option '--json'" forget --json papers
complaint "-n needs a value: -n N" search words -n
complaint "--queries needs a value: --queries FILE" search --queries
complaint "--json takes no value" search --json=yes words
complaint "-n takes a whole number from 1 to 1000, not '0'" search -n 0 words
complaint "-n takes a whole number from 1 to 1000, not '1001'" search -n1001 w
complaint "not '-5'" search -n -5 words
complaint "not '5x'" search -n 5x words
complaint "not ''" search -n '' words
complaint "not '99999999999999999999'" search -n 99999999999999999999 words
complaint "--offset takes a whole number from 0 to 1000000" \
    search --offset=1000001 words
complaint "--k1 takes a number from 0 to 1000, not 'nan'" search --k1 nan w
complaint "not '-1'" search --k1=-1 words
complaint "not '1e999'" search --k1 1e999 words
complaint "--b takes a number from 0 to 1, not '1.5'" search --b 1.5 words
complaint "--format takes one of text|json|trec, not 'xml'" \
    search --format xml words
complaint "not 'text|json'" search --format 'text|json' words
complaint "--color takes one of auto|always|never" search --color=red words
complaint "--format takes one of auto|markdown|text|html|jsonl|pdf|docx" \
    index --format epub papers
complaint "--memory takes a whole number" index --memory lots papers
complaint "-i was given twice; 'status' is about one index" \
    status -i .pilcrow -i .pilcrow
complaint "--format trec has no place for --facets" \
    search --facets --format trec words
complaint "--json and --format text contradict" search --json --format text w
complaint "--queries brings its own queries" search --queries q.tsv words
complaint "what to search for?" search
complaint "what to search for?" search ''
complaint "what to search for?" search ' ' --json
complaint "an argument is missing: pilcrow show ID" show
complaint "too many arguments: pilcrow show ID" show one two
complaint "too many arguments: pilcrow status" status here
complaint "an argument is missing: pilcrow forget PATH..." forget
complaint "--name says what to call standard input" index --name x papers
complaint "standard input needs a name" index -
complaint "'-' was given twice" index --name x - -
complaint "there is no verb 'serch'" help serch

# The order in which an index is looked for: -i, PILCROW_INDEX, upwards.
mkdir -p papers/deep/deeper other
printf 'A lonely xylophone plays.\n' >other.txt
run pilcrow index -i other/.pilcrow other.txt
check_status 0
cd papers/deep/deeper || exit 1
run pilcrow search refugee
check_status 0
export PILCROW_INDEX=$here/other/.pilcrow
run pilcrow search xylophone
check_status 0
run pilcrow search refugee
check_status 1
run pilcrow search -i "$here/.pilcrow" refugee
check_status 0
PILCROW_INDEX=
run pilcrow search refugee
check_status 0
unset PILCROW_INDEX
cd "$here" || exit 1
finish
