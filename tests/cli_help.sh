#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Help, versions, verbs that are none.
. "$(dirname "$0")/lib.sh"

run pilcrow
check_status 2
check_silent out
check_err '^usage: pilcrow VERB'

for words in help --help -h; do
    run pilcrow $words
    check_status 0
    check_silent err
    for verb in index search show similar status check forget help; do
        check_out "^  $verb +[a-z]"
    done
    for title in verbs examples 'exit status' environment files; do
        check_out "^$title\$"
    done
    check_out '^  pilcrow index papers/$'
    check_out '^  pilcrow search asylum seekers$'
    check_out '^  130 '
    check_out PILCROW_INDEX
    check_out NO_COLOR
    check_out '\.pilcrow'
done

run pilcrow --version
check_status 0
check "the version comes first" grep -Exq 'pilcrow [0-9]+\.[0-9]+\.[0-9]+' <(head -n 1 "$scratch/out")
check_out '^engines: xapian'
for part in analysis xapian-core Unicode utf8proc zlib libxml2; do
    check_out "^$part [0-9][0-9.]*\$"
done

# Every verb has a page of its own, reached in two ways, with its options.
for verb in index search show similar status check forget help; do
    run pilcrow help $verb
    check_status 0
    check_silent err
    check_out "^usage: pilcrow $verb"
    check_out '^options$'
    cp "$scratch/out" "$scratch/page"
    run pilcrow $verb --help
    check_status 0
    check "the same page twice" cmp -s "$scratch/out" "$scratch/page"
    run pilcrow $verb -h
    check_status 0
done

# What is listed is read, and what is read is listed.
listed() { pilcrow help "$1" | sed -n 's/^  \(-[^ ]*\).*/\1/p' | tr '\n' ' '; }
check "options of index" [ "$(listed index)" = "-i --lang --format --hidden --follow --exclude --name --full --prune --watch --engine --memory --jobs --json -h, " ]
check "options of search" [ "$(listed search)" = "-i -n --offset --by-document --format --facets --summary --explain --strict --no-translate --translation --no-headings --proximity --queries --k1 --b --color --json -h, " ]
check "options of show" [ "$(listed show)" = "-i --color --context --json -h, " ]
check "options of similar" [ "$(listed similar)" = "-i -n --color --json -h, " ]
check "options of status" [ "$(listed status)" = "-i --json -h, " ]
check "options of check" [ "$(listed check)" = "-i --json -h, " ]
check "options of help" [ "$(listed help)" = "--color --generate -h, " ]
check "options of forget" [ "$(listed forget)" = "-i -h, " ]

run pilcrow search --help some words
check_status 0
check_out '^usage: pilcrow search'

# No line of help is wider than a terminal.
for verb in "" index search show similar status check forget help; do
    run pilcrow help $verb
    check "help $verb fits 80 columns" [ "$(wc -L <"$scratch/out")" -le 80 ]
done

# Slips of the keyboard.
while read -r typed meant; do
    run pilcrow "$typed" words
    check_status 2
    check_one_error
    check_err_text "there is no verb '$typed'; did you mean '$meant'?"
done <<'CASES'
serach search
seach search
searchh search
idnex index
inde index
shwo show
stat status
chekc check
forgt forget
halp help
CASES

run pilcrow 'asylum seekers'
check_status 2
check_one_error
check_err_text "pilcrow search asylum seekers"

run pilcrow help sarch
check_status 2
check_err_text "did you mean 'search'?"

# Options may come before the verb.
run pilcrow --json -n 5
check_status 2
check_one_error
check_err_text "a verb is missing"
run pilcrow -n 5 serch words
check_status 2
check_err_text "did you mean 'search'?"
run pilcrow --color never --help search
check_status 0
check_out '^usage: pilcrow search'
run pilcrow -i "$here/none" --json status
check_status 2
check_err_text "$here/none"
run pilcrow - search
check_status 2
check_err_text "there is no verb '-'"

run pilcrow $'\e[31mred\e[0m'
check_status 2
check_one_error
check_harmless err
check_err_text '\x1b[31mred'
finish
