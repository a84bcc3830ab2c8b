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
