#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# analyze, and what the languages of an index do for its searches.
. "$(dirname "$0")/lib.sh"

# Whole lines of the output, tabs as they are.
check_row() { check "output has the row '$1'" grep -Fxq "$(printf "$1")" "$scratch/out"; }

# One token a line, tab-separated in a pipe.
run pilcrow analyze 'Беженцы and' asylum-seekers, A/RES/74/1
check_status 0
check_silent err
check_lines 9 out
check_row 'Беженцы\t0-14\t0\tcyrillic\tru\tбеженц'
check_row 'and\t15-18\t1\tlatin\ten\tand'
check_row 'asylum\t19-25\t2\tlatin\ten\tasylum'
check_row 'seekers\t26-33\t3\tlatin\ten\tseeker'
check_row 'A/RES/74/1\t35-45\t4\tlatin\t\ta/res/74/1'
check_row '74\t41-43\t6\tnumber\t\t74'
cp "$scratch/out" "$scratch/first"

# The same from standard input and from a file.
for words in '' -; do
    give 'Беженцы and asylum-seekers, A/RES/74/1'
    run pilcrow analyze $words
    check_status 0
    check "the same rows" cmp -s "$scratch/out" "$scratch/first"
done
printf 'Беженцы and asylum-seekers, A/RES/74/1' >text
run pilcrow analyze --file text
check_status 0
check "the same rows" cmp -s "$scratch/out" "$scratch/first"

# The bytes are those of the token.
while IFS=$'\t' read -r token range _; do
    start=${range%-*} end=${range#*-}
    check "bytes of $token" [ "$(dd if=text bs=1 skip="$start" count=$((end - start)) status=none)" = "$token" ]
done <"$scratch/first"

run pilcrow analyze --json наи́лучший 'café 10.7'
check_status 0
check_lines 5 out
check_out_text '{"token":"наи́лучший","start":0,"end":20,"position":0,"script":"cyrillic","lang":"ru","term":"наилучш"}'
check_out_text '{"token":"café","start":21,"end":26,"position":1,"script":"latin","lang":"en","term":"cafe"}'
check_out_text '{"token":"10.7","start":27,"end":31,"position":2,"script":"number","lang":"","term":"10.7"}'

# Nothing to show, and what is refused.
for text in '?!' '' ' '; do
    run pilcrow analyze "$text"
    check_status 1
    check_one_error
done
run pilcrow analyze
check_status 1
check_one_error
run pilcrow analyze --lang en,xx word
check_status 2
check_one_error
check_err_text "'xx'"
run pilcrow analyze --file text word
check_status 2
check_one_error
run pilcrow analyze --file nowhere
check_status 2
check_one_error

# Broken bytes and orders to the terminal stop nothing and do nothing.
give 'good\xff\xc3 bad\033[31mword \xe2\x80\xaeсло\xe2\x80\x8bво\n'
run pilcrow analyze
check_status 0
check_harmless out
check_row 'good\t0-4\t0\tlatin\ten\tgood'
check_out $'\tслов$'
for bytes in '\xff' '\xd0' '\0\0' '\xed\xa0\x80'; do
    give "$bytes"
    run pilcrow analyze --json
    check_status 1
done
head -c 200000 /dev/urandom >noise
run pilcrow analyze --file noise
check "noise is no error" [ "$status" -le 1 ]
check_harmless out
run pilcrow analyze --json --file noise
check "valid UTF-8" is_utf8 out

# A term over the limit is cut, not dropped.
long=$(printf 'x%.0s' {1..1000})
run pilcrow analyze "$long"
check_status 0
check_lines 1 out
check "a short term" [ "$(cut -f 6 "$scratch/out" | wc -c)" -le 201 ]

# Every language that help and the complaint name can be chosen, and an index
# made with each of them alone finds its own words.
run pilcrow analyze --lang xx word
codes=$(sed 's/.*choose from: //; s/,//g' "$scratch/err")
check "there are languages" [ "$(wc -w <<<"$codes")" -ge 25 ]
run pilcrow help analyze
cp "$scratch/out" "$scratch/help"
mkdir words && printf 'Migration беженцы\n' >words/text.txt
for code in $codes; do
    run pilcrow analyze --lang "$code" migration беженцы
    check_status 0
    check_row 'беженцы\t10-24\t1\tcyrillic\tru\tбеженц'
    check "help names $code" grep -Eqw "$code" "$scratch/help"
    run pilcrow index -i "of-$code" --lang "$code" words
    check_status 0
    run pilcrow search -i "of-$code" --json migration беженца
    check_status 0
    check_lines 1 out
done

# Four languages in one index. Each paragraph's language is told by its words,
# and other forms of its words find it.
mkdir four && cat >four/papers.md <<'END'
# Papers

Die Flüchtlinge haben in den Häusern der Stadt gewohnt, und sie sind nicht geblieben.

Les réfugiés sont arrivés dans la ville avec leurs enfants et les écoles les ont accueillis.

The refugees have settled in the villages, and their children are going to school.

Беженцы поселились в деревнях, и их дети ходят в школу вместе с другими детьми.
END
run pilcrow index --lang de,fr,ru,en four
check_status 0
finds() { # finds QUERY LANG: the best hit is the paragraph of that language
    run pilcrow search -n 1 --json "$1"
    check_status 0
    check_out_text "\"lang\":\"$2\""
}
finds Flüchtling de
finds 'Haus wohnen' de
finds réfugiée fr
finds 'école accueillir' fr
finds 'village settling' en
finds 'settle' en
finds 'беженец' ru
finds 'деревня поселиться' ru
for pair in de:Flüchtlings fr:arrivée en:settles ru:школы; do
    run pilcrow search --json "lang:${pair%%:*} ${pair#*:}"
    check_status 0
    check_lines 1 out
    check_out_text "\"lang\":\"${pair%%:*}\""
done
run pilcrow search --json Flüchtling
check_out_text '"highlights":[[4,16]]'
run pilcrow status
check_out '^languages +de,fr,ru,en$'
run pilcrow check
check_status 0

# Characters of a text without spaces are found alone and in pairs.
mkdir pairs && printf '難民の保護について\n' >pairs/text.txt
run pilcrow index -i pairs-index pairs
for word in 難 保 護 難民 保護 の保護 ついて; do
    run pilcrow search -i pairs-index --json "$word"
    check_status 0
    check_lines 1 out
done
for word in 民難 護保 犬; do
    run pilcrow search -i pairs-index "$word"
    check_status 1
done

# A compound is a phrase; beside other words its parts count alone too, and
# less than together.
mkdir compounds && cat >compounds/a.md <<'END'
The asylum-seekers waited at the border crossing for a long winter night.

Seekers of work waited at the border crossing for a long winter night.

An asylum for the old stood at the border crossing for a long winter night.
END
run pilcrow index -i compounds-index compounds
for query in asylum-seeker '"asylum-seeker"' '+asylum-seeker waited' 'waited AND asylum-seeker'; do
    run pilcrow search -i compounds-index --json "$query"
    check_status 0
    check_lines 1 out
done
run pilcrow search -i compounds-index --json 'asylum-seeker visa'
check_lines 3 out
check "together first" grep -q asylum-seekers <(head -n 1 "$scratch/out")
run pilcrow search -i compounds-index --json '"asylum-seeker" visa'
check_lines 1 out

# On a terminal: columns under a heading, and lines that fit.
if script -qec true /dev/null >/dev/null 2>&1; then
    for columns in 40 80; do
        script -qec "stty cols $columns; '$PILCROW' analyze --file text" \
            /dev/null </dev/null 2>/dev/null | tr -d '\r' |
            sed 's/\x1b\[[0-9;]*m//g' >"$scratch/out"
        check_out '^token'
        check "lines fit $columns columns" [ "$(wc -L <"$scratch/out")" -le $columns ]
        check_out 'cyrillic  ru'
    done
else
    skip "no script(1) to play a terminal"
fi

finish
