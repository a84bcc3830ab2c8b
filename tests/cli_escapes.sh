#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Nothing in a document, a file's name, a query or a message can give the
# terminal orders; JSON and trec stay valid UTF-8.
. "$(dirname "$0")/lib.sh"
name=$'evil\e[2J\u202ename\n\x9b.txt'
{
    printf '# Title \e]0;owned\a with \u2066isolate\n\n'
    printf 'A giraffe \e[31mred\e[0m and \u202ebackwards\u202c, \u200f \u061c\n'
    printf 'bell \a, delete \x7f, csi \u009b, mark \ufeff, line \u2028 end.\n\n'
    printf 'A second giraffe has broken bytes \xff\xfe and \xc3( here.\n'
} >"$name"
{
    printf '{"id":"rec\\u001b[1m \\u202e","title":"T\\u001b[5m",'
    printf '"text":"The hippo \\u001b[2J said \\u0007 nothing.",'
    printf '"key\\u001b":"\\u009b"}\n'
} >records.jsonl

run pilcrow index "$name" records.jsonl
check_status 0
check_harmless out
check_harmless err

run pilcrow search giraffe
check_status 0
check_harmless out
check "output is UTF-8" is_utf8 out
check_out_text 'evil\x1b[2J\u202ename\n'
check_out_text '\u202ebackwards\u202c'
id=$(sed -n 's/^  \([a-z2-7]\{12\}\).*/\1/p' "$scratch/out" | head -n 1)
run pilcrow search hippo
check_status 0
check_harmless out
record=$(sed -n 's/^  \([a-z2-7]\{12\}\).*/\1/p' "$scratch/out" | head -n 1)
for paragraph in "$id" "$record"; do
    run pilcrow show --context 3 "$paragraph"
    check_status 0
    check_harmless out
    run pilcrow show --json --context 3 "$paragraph"
    check_status 0
    check "JSON is UTF-8" is_utf8 out
    check "JSON has no raw controls" not has $'[\x01-\x09\x0b-\x1f]' out
done

run pilcrow search --json 'giraffe hippo'
check_status 0
check_lines 3 out
check "JSON is UTF-8" is_utf8 out
check "JSON has no raw controls" not has $'[\x01-\x09\x0b-\x1f]' out
check_out_text '\u001b'
run pilcrow search --format trec 'giraffe hippo'
check_status 0
check_lines 2 out
check "trec is UTF-8" is_utf8 out
check "six columns" [ "$(grep -Ec '^([^ ]+ ){5}pilcrow$' "$scratch/out")" -eq 2 ]
check_out_text '%1B[2J'
check "with colour only ours go out" \
    [ "$(pilcrow search --color always giraffe | sed 's/\x1b\[0\(;[0-9]*\)*m//g' | grep -c $'\e')" -eq 0 ]

# Queries, arguments and messages.
evil=$'\e]\u202e\x9b\u0085'
run pilcrow search "$evil qwertyuiop"
check_status 1
check_harmless err
check_err_text '\x1b]\u202e\x9b\u0085'
run pilcrow search "kind:$evil giraffe"
check_harmless err
run pilcrow search "--$evil"
check_status 2
check_harmless err
run pilcrow search "-$evil"
check_harmless err
run pilcrow search --format "$evil" x
check_status 2
check_harmless err
run pilcrow search -i "$evil" x
check_status 2
check_harmless err
run pilcrow show "$evil"
check_status 1
check_harmless err
run pilcrow forget "$evil"
check_status 1
check_harmless err
run pilcrow index "$evil"
check_status 2
check_harmless err
run pilcrow search --queries "$evil"
check_status 2
check_harmless err
printf '%s\tgiraffe\n%s\tkind:%s\n' "$evil" "$evil" "$evil" >queries.tsv
run pilcrow search --queries queries.tsv
check_status 0
check_harmless out
check_harmless err

# Every control and bidi character there is, one by one.
hazards() {
    local code
    for code in $(seq 1 31) $(seq 127 159) 1564 8206 8207 8232 8233 \
        $(seq 8234 8238) $(seq 8294 8303) 65279; do
        printf "\\U$(printf %08x "$code")"
        [ -z "${1-}" ] || printf "$1"
    done
}
all=$(hazards)
count=$(hazards 'x' | tr -cd x | wc -c)
check "there are all of them" [ "$count" -ge 80 ]
# escapes_in STREAM: how many differ from one another.
escapes_in() {
    grep -oE '\\(x[0-9a-f]{2}|u[0-9a-f]{4}|[ntr])' "$scratch/$1" | sort -u | wc -l
}
mkdir all && cd all || exit 1
hazards 'okapi\n\n' >text.txt
name="name ${all//\//}.txt"
printf 'A quagga.\n' >"$name"
{
    printf '{"id":"id '
    hazards | sed 's/[\x01-\x1f\x7f]//g' | tr -d '\n'
    printf '","title":"x","text":"An aurochs."}\n'
} >records.jsonl
run pilcrow index text.txt "$name" records.jsonl
check_status 0
check_harmless out
check_harmless err
for words in "okapi -n 100" "quagga" "aurochs" "--facets okapi quagga aurochs" \
    "--explain okapi" "--by-document okapi quagga" "--summary okapi"; do
    run pilcrow search --color never $words
    check_status 0
    check_harmless out
    check_harmless err
    check "'$words' is UTF-8" is_utf8 out
done
run pilcrow search quagga
check "each of a name's is shown" [ "$(escapes_in out)" -ge $((count - 1)) ]
for id in $(pilcrow search --json 'okapi OR quagga OR aurochs' | sed 's/.*"id":"\([a-z2-7]\{12\}\)".*/\1/'); do
    run pilcrow show --context 100 "$id"
    check_status 0
    check_harmless out
    run pilcrow similar "$id"
    check_harmless out
    check_harmless err
done
for words in "search" "search --strict" "show" "similar" "forget" "index" \
    "analyze" "search -i x" "search --queries" "search --format" \
    "index --format" "index --lang" "index --engine" "analyze --lang" \
    "analyze --file" "search -n" "help" "" "search --" "status"; do
    run pilcrow $words "$all"
    check_harmless out
    check_harmless err
done
run pilcrow help "$all"
check_status 2
check "a message shows each" [ "$(escapes_in err)" -ge "$count" ]
run pilcrow search "-$all"
check_harmless err
run pilcrow search "--$all"
check_harmless err
run env PILCROW_INDEX="$all" "$PILCROW" search okapi
check_status 2
check_harmless err
{ printf '%s\tokapi\n' "${all//[$'\n\t']/}"; hazards '\tokapi\n' | sed '/^$/d'; } >queries.tsv
for format in text json trec; do
    run pilcrow search --queries queries.tsv --format $format -n 1
    check_status 0
    check_harmless err
    check "$format is UTF-8" is_utf8 out
    [ $format != text ] || check_harmless out
done
rm -f "$name" records.jsonl
chmod 0 text.txt
run pilcrow index
check_harmless out
check_harmless err
chmod 644 text.txt
cd "$here" || exit 1

# The name of an index, of standard input, and of what a glossary's entry is in.
printf 'A puma of standard input.\n' >"$scratch/in"
run pilcrow index -i "i$evil" --name "n$evil" -
check_status 0
check_harmless out
check_harmless err
printf 'New words:\n\npuma - пума; tapir - тапир; okapi - окапи\n' >"g$evil.md"
run pilcrow index -i "i$evil" "g$evil.md"
check_harmless out
for words in puma "--explain пума" "--facets пума" "pumaa" "puma~ pum*" \
    "doc:n puma" "-i i$evil puma"; do
    # shellcheck disable=SC2086
    run pilcrow search -i "i$evil" $words
    check_harmless out
    check_harmless err
done
for words in status check compact index "search -i none$evil x"; do
    # shellcheck disable=SC2086
    run pilcrow $words -i "i$evil"
    check_harmless out
    check_harmless err
done

# An index in a folder of such a name.
mkdir "$evil" && cd "$evil" || exit 1
printf 'A zebra.\n' >zebra.txt
run pilcrow index zebra.txt
check_status 0
run pilcrow status
check_status 0
check_harmless out
check_out_text '\x1b]'
run pilcrow check
check_status 0
run pilcrow search qwertyuiop
check_harmless err
finish
