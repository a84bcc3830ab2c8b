#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Several -i at once; what matches counted by kind, language and document.
. "$(dirname "$0")/lib.sh"
mkdir one two
printf '# Pears\n\nA pear and an apple.\n\nTwo pears.\n\n> A pear, quoted.\n' >one/same.md
printf 'Груша по-английски pear.\n' >one/ru.txt
printf 'A pear of another tree.\n\nNo fruit.\n' >two/same.md
for tree in one two; do
    run pilcrow index -i $tree/.pilcrow $tree
    check_status 0
done
both="-i one/.pilcrow -i two/.pilcrow"

run pilcrow search $both --json pear
check_status 0
check_lines 5 out
check_out '"path":"one/same.md"'
check_out '"path":"two/same.md"'
check "ranked as one" [ "$(grep -o '"rank":[0-9]*' "$scratch/out" | tr -d '\n')" = '"rank":1"rank":2"rank":3"rank":4"rank":5' ]
check "the best comes first" sort -c -t: -k3,3gr <(sed 's/.*"score":\([0-9.]*\).*/x:x:\1/' "$scratch/out")
cp "$scratch/out" "$scratch/first"
run pilcrow search -i one/.pilcrow -i ./two/../two/.pilcrow -i one/.pilcrow/ --json pear
check "an index counts once" [ "$(wc -l <"$scratch/out")" -eq 5 ]
run pilcrow search $both --json --by-document pear
check "by document, each of its own tree" [ "$(grep -o '"path":"[^"]*"' "$scratch/out" | sort | tr '\n' ' ')" = '"path":"one/ru.txt" "path":"one/same.md" "path":"two/same.md" ' ]

# The statistics are those of all: as if it were one index.
run pilcrow index -i whole.idx one two
run pilcrow search -i whole.idx --json pear
check "scores of one index" [ "$(grep -o '"score":[0-9.]*' "$scratch/out" | sort)" = "$(grep -o '"score":[0-9.]*' "$scratch/first" | sort)" ]

# show and similar find what any of them holds.
for word in quoted another; do
    id=$(pilcrow search $both --json -n 1 $word | sed 's/.*"id":"\([^"]*\)".*/\1/')
    run pilcrow show $both --context 1 $id
    check_status 0
    check_out "$word"
done
check_out 'No fruit'
check_no_out 'quoted'
run pilcrow similar $both $id
check_status 0
check_out '^one/same.md:'

# What cannot be searched together.
run pilcrow search -i one/.pilcrow -i nowhere pear
check_status 2
check_one_error
check_err_text nowhere
printf 'Eine Birne.\n' >de.txt
run pilcrow index -i de.idx --lang de,en de.txt
run pilcrow search -i one/.pilcrow -i de.idx pear
check_status 2
check_one_error
check_err_text 'cannot be searched together'
for other in $PILCROW_ENGINES; do
    [ "$other" != "$engine" ] || continue
    run pilcrow index -i other.idx --engine "$other" two
    check_status 0
    run pilcrow search -i one/.pilcrow -i other.idx pear
    check_status 2
    check_one_error
    check_err_text 'only indexes of one engine can be searched together'
done
for verb in status check index forget; do
    run pilcrow $verb $both
    check_status 2
    check_one_error
    check_err_text "'$verb' is about one index"
done

# Facets: all that matches, whatever the page shows.
for words in "" "-n 1" "--offset 1" "--by-document"; do
    run pilcrow search -i one/.pilcrow --json --facets $words pear
    check_status 0
    check_out '^\{"summary":\{"total":[0-9]+,"exact":true,.*,"facets":\{"kind":\{"paragraph":3,"quote":1\},"lang":\{"en":3,"ru":1\},"document":\{"one/same.md":3,"one/ru.txt":1\}\}\}\}$'
done
run pilcrow search --facets $both pear
check_status 0
awk '/^(kind|lang|document)$/ {on = 1} on' "$scratch/out" >"$scratch/facets"
check "as a table" cmp -s "$scratch/facets" - <<'TABLE'
kind
        4  paragraph
        1  quote

lang
        4  en
        1  ru

document
        3  one/same.md
        1  one/ru.txt
        1  two/same.md
TABLE
mkdir many
for i in $(seq 13); do echo 'A plum.' >many/$i.txt; done
echo 'Another plum, and a plum' >>many/7.txt
run pilcrow index -i many.idx many
run pilcrow search -i many.idx --facets -n 1 plum
check_out '^        1  many/'
check_out '^          and 3 more$'
run pilcrow search -i many.idx --facets nothing
check_status 1
check_silent out
run pilcrow search -i many.idx --json --facets nothing
check_status 1
check_out '"facets":\{\}'

# By document: how many of it there are.
run pilcrow search $both --by-document pear
check_status 0
check_out '^  [a-z2-7]{12}, best of 3 here$'
check "one is not counted" [ "$(grep -c ', best of' "$scratch/out")" -eq 1 ]
finish
