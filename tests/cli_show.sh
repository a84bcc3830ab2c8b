#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# show, status, check and forget.
. "$(dirname "$0")/lib.sh"
cp -r "$sample" papers
run pilcrow index papers
check_status 0
run pilcrow search -n 1 --json '"durable solution" voluntary return'
id=$(sed -n 's/.*"id":"\([a-z2-7]*\)".*/\1/p' "$scratch/out")
check "there is an id" [ ${#id} -eq 12 ]

# The place line, the facts, the text; neighbours set in.
run pilcrow show "$id"
check_status 0
check_silent err
check "the place first" grep -Eq '^papers/[^:]+:[0-9]+(-[0-9]+)?:' <(head -n 1 "$scratch/out")
check_out "^(page [0-9]+, )?[a-z]+, (en|ru), $id\$"
check_lines 3 out
focus=$(tail -n 1 "$scratch/out")
run pilcrow show --context 1 "$id"
check_status 0
check "the paragraph stands out" grep -Fxq "$focus" "$scratch/out"
check "neighbours are set in" [ "$(grep -Ec '^    line [0-9]+, [a-z2-7]{12}$' "$scratch/out")" -ge 1 ]
run pilcrow show "$id" --context=1000
check_status 0
check "no neighbour twice" [ -z "$(grep -Eo '[a-z2-7]{12}$' "$scratch/out" | sort | uniq -d)" ]

run pilcrow show --json --context 1 "$id"
check_status 0
check_lines 1 out
check_out "^\{\"id\":\"$id\",\"document\":\"papers/[^\"]*\",\"path\":\"papers/"
check_out '"lang":"[a-z]+","text":"'
check_out '"meta":\{.*\},"before":\[.*\],"after":\[.*\]\}$'
check_no_out '"rank"|"score"|"highlights"|"snippet"'
run pilcrow show aaaaaaaaaaaa
check_status 1
check_one_error
check_err_text aaaaaaaaaaaa
for odd in '' ' ' "$(printf 'a%.0s' {1..5000})" $'\xff'; do
    run pilcrow show -- "$odd"
    check_status 1
    check_one_error
done

# status
run pilcrow status
check_status 0
for fact in 'index +/.*/\.pilcrow' "engine +$engine" 'languages +en,ru' \
    'documents +[1-9][0-9]*' 'paragraphs +[0-9,]+' 'words +[0-9,]+' \
    'glossary +[0-9]+' 'size +[0-9.]+ KB' 'generation +1'; do
    check_out "^$fact\$"
done
run pilcrow status --json
check_status 0
check_lines 1 out
number='[1-9][0-9]*'
check_out "^\{\"documents\":$number,\"paragraphs\":$number,\"words\":$number,\"bytes\":$number,\"engine\":\"$engine\",\"generation\":1,\"languages\":\[\"en\",\"ru\"\],\"glossary_entries\":[0-9]+\}\$"

# check: a whole index, then each of its files damaged in turn.
run pilcrow check
check_status 0
check_silent err
check "says ok" [ "$(cat "$scratch/out")" = ok ]
run pilcrow check --json
check_status 0
check "says ok in JSON" [ "$(cat "$scratch/out")" = '{"damage":[],"ok":true}' ]
damage() { # FILE OFFSET
    printf '\xa5\x5a\xa5\x5a' |
        dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}
# Some bytes of a table mean nothing; damage there may pass, but then a search
# finds what it found before.
run pilcrow search --json -n 50 refugee беженец
cp "$scratch/out" "$scratch/hits"
find .pilcrow -type f -size +8k >"$scratch/tables"
check "there are tables to damage" [ -s "$scratch/tables" ]
noticed=0
while read -r table; do
    cp "$table" "$scratch/whole"
    damage "$table" 9000
    damage "$table" 12000
    run pilcrow check
    check "sound or damaged" [ "$status" -eq 0 -o "$status" -eq 2 ]
    if [ "$status" -eq 2 ]; then
        noticed=$((noticed + 1))
        check_err '^pilcrow: '
        check_no_out '^ok$'
    else
        run pilcrow search --json -n 50 refugee беженец
        check "the same hits" cmp -s "$scratch/out" "$scratch/hits"
    fi
    cp "$scratch/whole" "$table"
done <"$scratch/tables"
check "some damage was noticed" [ "$noticed" -gt 0 ]
run pilcrow check
check_status 0

# forget: a file, a folder, what is not there.
documents() { pilcrow status --json | sed 's/.*"documents":\([0-9]*\).*/\1/'; }
before=$(documents)
run pilcrow forget papers/statelessness-report.txt
check_status 0
check "says how many" [ "$(cat "$scratch/out")" = '1 file forgotten' ]
check "one document less" [ "$(documents)" -eq $((before - 1)) ]
check "the file is still there" test -f papers/statelessness-report.txt
run pilcrow search --json -n 1000 stateless
check_no_out statelessness-report
run pilcrow forget papers/statelessness-report.txt
check_status 1
check_one_error
run pilcrow forget nowhere
check_status 1
check_one_error
check_err_text nowhere
run pilcrow forget papers
check_status 0
check_out '^7 files forgotten$'
check "nothing is left" [ "$(documents)" -eq 0 ]
run pilcrow search refugee
check_status 1
check_err_text "holds nothing yet"
run pilcrow forget papers
check_status 1
finish
