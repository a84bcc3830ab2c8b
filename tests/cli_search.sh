#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What a search prints, in its three formats, and its exit statuses.
. "$(dirname "$0")/lib.sh"
cp -r "$sample" papers
run pilcrow index papers
check_status 0

# Text: "path:line: title", the snippet, the id; a blank line between hits.
run pilcrow search -n 2 refugee camp
check_status 0
check_silent err
check_lines 7 out
check "a place comes first" grep -Eq '^papers/[^:]+:[0-9]+:' <(head -n 1 "$scratch/out")
check_out '^  [a-z2-7]{12}(, page [0-9]+)?$'
check_no_out $'\e'
place=$(head -n 1 "$scratch/out")
file=${place%%:*} line=${place#*:} line=${line%%:*}
check "the place is there" test -f "$file"
check "the line is in the file" [ "$line" -le "$(wc -l <"$file")" ]

# A long heading is cut at a word where hits are listed, whole in show.
printf '# Short\n\n## A heading %s end\n\nA kestrel hovers.\n' "$(printf 'of many words %.0s' {1..9})" >long.md
run pilcrow index -i long.idx long.md
run pilcrow search -i long.idx kestrel
check_out '^long\.md:5: Short › A heading( of many words)+( of( many)?)?…$'
check_no_out 'end'
run pilcrow show -i long.idx "$(sed -n 's/^  \([a-z2-7]\{12\}\).*/\1/p' "$scratch/out")"
check_out 'words end$'

# From another folder the path still leads to the file.
mkdir -p below/it && cd below/it || exit 1
run pilcrow search -n 1 refugee camp
check_status 0
check "the path resolves from here" test -f "$(sed -n '1s/:.*//p' "$scratch/out")"
cd "$here" || exit 1

# Nothing found: status 1 and one sentence.
run pilcrow search qwertyuiop
check_status 1
check_one_error
check_err_text "nothing found for 'qwertyuiop'"
run pilcrow search '"refugee qwertyuiop"'
check_status 1
check_one_error
check_err_text "without quotation marks and operators"
run pilcrow search 'refugee И qwertyuiop'
check_err_text "without quotation marks and operators"
run pilcrow search 'refugee NEAR qwertyuiop'
check_err_text "without quotation marks and operators"
run pilcrow search 'refugee AND qwertyuiop'
check_err_text "without quotation marks and operators"
run pilcrow search 'qwertyuiop++'
check_err_text "nothing found for 'qwertyuiop++'; try other words"
run pilcrow search --offset 100000 refugee
check_status 1
check_err_text "use a smaller --offset"
run pilcrow search --json qwertyuiop
check_status 1
check_silent out
run pilcrow search --json --summary qwertyuiop
check_status 1
check_lines 1 out
check_out '^\{"summary":\{"total":0,"exact":true,'

# What may have been meant is said on standard error, and never searched for.
run pilcrow search remitances
check_status 1
check_silent out
check_lines 2 err
check_err_text "pilcrow: nothing found for 'remitances'"
check_err '^Did you mean: remittances\?$'
run pilcrow search ',t;tytw'
check_status 1
check_err '^Did you mean: беженец\?$'
run pilcrow search --json --summary '"refugee cmap"'
check_status 1
check_lines 1 out
check_out_text '"suggestions":["\"refugee camp\""]'
run pilcrow search -n 1 'refugee remitances'
check_status 0
check_lines 3 out
check_err '^Did you mean: refugee remittances\?$'
give 'q1\tremitances\n'
run pilcrow search --queries -
check_no_err 'Did you mean'
run pilcrow search $'remitances \e[31m'
check_err 'Did you mean: remittances \\x1b\[31m\?$'
check_harmless err

# JSON: one object a line, exactly these keys in this order.
run pilcrow search --json -n 5 refugee беженец
check_status 0
check_lines 5 out
text='"([^"\\]|\\.)*"'
keys='^\{"rank":[0-9]+,"score":[0-9.e+-]+,"id":"[a-z2-7]{12}"'
keys+=",\"document\":$text,\"path\":$text,\"line\":[0-9]+,\"end_line\":[0-9]+"
keys+=',"byte":[0-9]+,"end_byte":[0-9]+,"page":([0-9]+|null)'
keys+=",\"title\":$text,\"heading\":\[($text(,$text)*)?\],\"kind\":\"[a-z]+\""
keys+=",\"lang\":\"[a-z]*\",\"text\":$text"
keys+=',"highlights":\[(\[[0-9]+,[0-9]+\](,\[[0-9]+,[0-9]+\])*)?\]'
keys+=",\"snippet\":$text,\"meta\":\{.*\}\}\$"
check "every line has the keys of a hit" \
    [ "$(LC_ALL=C grep -Ec "$keys" "$scratch/out")" -eq 5 ]
check "ranks count from 1" [ "$(grep -o '"rank":[0-9]*' "$scratch/out" | tr '\n' ' ')" = '"rank":1 "rank":2 "rank":3 "rank":4 "rank":5 ' ]
cp "$scratch/out" "$scratch/first"
if command -v jq >/dev/null; then
    check "jq reads it" jq -e . "$scratch/out" >"$scratch/jq"
    # Ends before it starts, or outside the text: such a highlight is wrong.
    run jq -c 'select(any(.highlights[]; .[0] >= .[1] or .[1] > (.text | utf8bytelength)))' "$scratch/first"
    check_silent out
else
    skip "jq is not there to read the JSON"
fi

run pilcrow search --json --offset 2 -n 3 refugee беженец
check "hits go on after the offset" cmp -s "$scratch/out" <(tail -n 3 "$scratch/first")
run pilcrow search --json --summary -n 1 refugee
check_lines 2 out
check_out '^\{"summary":\{"total":[0-9]+,"exact":true,"notices":\[.*\],"suggestions":\[.*\],"facets":\{.*\}\}\}$'
run pilcrow search --summary -n 1 refugee
check_err '^1 of [0-9]+ paragraphs$'
run pilcrow search --summary --by-document -n 2 refugee
check_err '^1-2 of [0-9]+ documents$'
run pilcrow search --json --by-document -n 20 refugee
check "each document once" [ -z "$(grep -o '"document":"[^"]*"' "$scratch/out" | sort | uniq -d)" ]

# Notices go to standard error; with --strict they are errors with a byte.
run pilcrow search -n 1 '"refugee camp'
check_status 0
check_err '^pilcrow: .*quotation mark'
check_lines 3 out
run pilcrow search --strict -n 1 'refugee "camp'
check_status 2
check_silent out
check_lines 3 err
check "a caret under the byte" cmp -s "$scratch/err" <(
    printf 'pilcrow: a quotation mark is not closed (byte 8)\n%s\n%s\n' \
        '  refugee "camp' \
        '          ^')

# The caret's column is that of what is shown, whatever the query holds.
# check_caret COLUMNS QUERY...: the caret stands after so many columns.
check_caret() {
    local columns=$1
    shift
    run pilcrow search --strict -- "$@"
    check_status 2
    check_lines 3 err
    check "the caret is after $columns columns" \
        [ "$(sed -n 3p "$scratch/err")" = "$(printf '%*s^' $((columns + 2)) '')" ]
}
check_caret 0 '"a'
check_caret 2 'a AND'
check_caret 8 'беженцы "лагерь'
check_caret 8 беженцы '"лагерь'
check_caret 7 '難民 a «b'
check_caret 7 'café a "b'
check_caret 7 $'cafe\u0301 a "b'
check_caret 6 $'a\tb\n"c'
check_caret 11 $'a\x1b\u202e"c'
check_caret 4 'one ('
check_caret 7 'birds "" of'
check_caret 5 'lang:en NEAR/3 birds'
run pilcrow search --strict "$(printf 'слово %.0s' {1..50})AND OR" \
    "$(printf 'слово %.0s' {1..50})"
check_status 2
check_lines 3 err
check "a long query is shown in part" \
    [ "$(sed -n 2p "$scratch/err" | wc -m)" -le 79 ]
before=$(sed -n '3s/\^//p' "$scratch/err")
check "the caret is under the operator" \
    grep -Eq "^.{${#before}}AND OR" <(sed -n 2p "$scratch/err")

# A query over 4 KiB is refused.
run pilcrow search "$(printf 'word %.0s' {1..900})"
check_status 2
check_one_error
check_err '4096'

# Colour by wish.
run pilcrow search --color always -n 1 refugee
check_out $'\e\\[0;1;31m[Rr]efugee'
check_out $'^\e\\[0;35mpapers/'
run env NO_COLOR=1 "$PILCROW" search --color always -n 1 refugee
check_out $'\e\\['
run pilcrow search --color never -n 1 refugee
check_no_out $'\e'

# trec: six columns, one line a document, -n counts documents.
run pilcrow search --format trec -n 3 refugee
check_status 0
check_lines 3 out
check "six columns" [ "$(grep -Ec '^1 Q0 [^ ]+ [123] [0-9.e+-]+ pilcrow$' "$scratch/out")" -eq 3 ]
check "each document once" [ -z "$(cut -d' ' -f3 "$scratch/out" | sort | uniq -d)" ]
run pilcrow search --format trec -n 3 qwertyuiop
check_status 1
check_silent out

# A document's name without blanks, whatever it holds.
mkdir odd
printf 'A zebra crosses the road.\n' >"odd/two words
and a line.txt"
printf 'Another zebra waits.\n' >"odd/no$(printf '\302\240')break.txt"
run pilcrow index odd
check_status 0
run pilcrow search --format trec zebra
check_status 0
check_lines 2 out
check_out_text 'Q0 odd/two%20words%0Aand%20a%20line.txt '
check_out_text 'Q0 odd/no%C2%A0break.txt '
run pilcrow forget odd

# A batch: every line is answered, in order; trouble is counted, once a kind.
tab=$'\t'
cat >queries.tsv <<EOF
q1${tab}refugee camp
q 2${tab}беженцы

q3${tab}qwertyuiop
a line without a tab about refugees
q5${tab}"refugee
q6${tab}"camp
q7${tab}
EOF
printf 'q8\t%s\r\nq9\trefugee' "$(printf 'refugee %.0s' {1..700})" >>queries.tsv
run pilcrow search --queries queries.tsv --format trec -n 2
check_status 0
check "ids in order" [ "$(cut -d' ' -f1 "$scratch/out" | uniq | tr '\n' ' ')" = "q1 q%202 5 q5 q6 q8 q9 " ]
check_err_text "pilcrow: 1 query without an id, known by the number of the line (line 5)"
check_err_text "pilcrow: 1 query over 4 KiB, cut to that (line 9)"
check_err '^pilcrow: 3 queries not read as written \(the first in line 6: .*\)$'
check_lines 3 err

run pilcrow search --queries queries.tsv --json -n 1
check_status 0
check_lines 7 out
check "only hits" [ "$(LC_ALL=C grep -Ec "$keys" "$scratch/out")" -eq 7 ]
run pilcrow search --queries queries.tsv -n 1
check_out '^# q1: refugee camp$'
check_out '^# q3: qwertyuiop$'

run pilcrow search --strict --queries queries.tsv --format trec -n 1
check_status 0
check_err '^pilcrow: [23] queries answered with no hits \(the first in line 6: '

cp queries.tsv "$scratch/in"
run pilcrow search --queries - --format trec -n 2
check_status 0
check "standard input is read" [ "$(wc -l <"$scratch/out")" -ge 10 ]

give '\xef\xbb\xbfq1\trefugee\n'
run pilcrow search --queries - --format trec -n 1
check_out '^q1 Q0 '
give 'q1\tqwertyuiop\nq2\tasdfgh\n'
run pilcrow search --queries - --format trec
check_status 1
check_one_error
give ''
run pilcrow search --queries - --format trec
check_status 1
give 'q1\trefu\xffgee \x00camp\nq2\tcamp\n'
run pilcrow search --queries - --format trec -n 1
check_status 0
check_out '^q2 Q0 '
run pilcrow search --queries nowhere.tsv
check_status 2
check_one_error
check_err_text "cannot open nowhere.tsv: No such file or directory"
run pilcrow search --queries papers
check_status 2
check_one_error
check_err_text "cannot read papers: Is a directory"

# Folders whose paths are longer than a term.
far=$(printf 'п%.0s' {1..70})/$(printf 'р%.0s' {1..80})
mkdir -p "long/$far"
printf 'A kestrel.\n' >"long/$far/one.md"
printf 'A falcon.\n' >"long/$far/two.md"
run pilcrow index -i far.idx long
check_status 0
for name in "long/$far/" "long/$far/*" "long/$far/one.md" 'long/п*'; do
    run pilcrow search -i far.idx --json "kestrel doc:\"$name\""
    check_status 0
    check_lines 1 out
    check_silent err
done
run pilcrow search -i far.idx "doc:\"long/$far/o*\""
check_status 1
check_err 'longer than 221 bytes'
finish
