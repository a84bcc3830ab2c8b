#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The man pages that the build makes: one for each verb, with the words that
# help has, and nothing that man or mandoc would complain about.
. "$(dirname "$0")/lib.sh"
pages=$BUILD/man
verbs=$(pilcrow help | sed -n '/^verbs$/,/^$/s/^  \([a-z]*\) .*/\1/p')
check "there are verbs" [ "$(wc -w <<<"$verbs")" -ge 9 ]
check "a page for each and one of all" \
    [ "$(ls "$pages" | tr '\n' ' ')" = "$(printf 'pilcrow-%s.1\n' $verbs pilcrow | sed 's/pilcrow-pilcrow/pilcrow/' | sort | tr '\n' ' ')" ]
check "pages are plain ASCII" [ -z "$(LC_ALL=C grep -l '[^ -~]' "$pages"/*)" ]

# words_of_help VERB, words_of_page VERB: from the text about it to the examples,
# a word a line, titles aside.
words_of_help() {
    pilcrow help "$1" | sed '1,/^usage:/d; /^options$/d; /^examples$/d' |
        tr -s ' ' '\n' | sed '/^$/d'
}
words_of_page() {
    "${formatter[@]}" "$pages/pilcrow-$1.1" 2>"$scratch/err" | col -bx |
        sed '1,/^SYNOPSIS$/d' | sed '1,/^$/d' | sed '/^SEE ALSO$/,$d' |
        sed '/^DESCRIPTION$/d; /^OPTIONS$/d; /^EXAMPLES$/d' |
        tr -s ' ' '\n' | sed '/^$/d'
}
compare() {
    for verb in $verbs; do
        command_line="${formatter[*]} pilcrow-$verb.1"
        words_of_help "$verb" >"$scratch/help"
        words_of_page "$verb" >"$scratch/out"
        check "help has words" [ "$(wc -l <"$scratch/help")" -gt 8 ]
        check "the page of $verb says what help says" \
            cmp -s "$scratch/help" "$scratch/out"
        check_silent err
    done
}

if command -v man >/dev/null && command -v groff >/dev/null; then
    export MANWIDTH=80 MANROFFSEQ= MANPAGER=cat
    formatter=(man --warnings -E UTF-8 -l)
    compare
    run man --warnings -l "$pages/pilcrow.1"
    check_status 0
    check_silent err
    check_out 'pilcrow-search\(1\)'
    command_line=apropos
else
    skip "man and groff are not there"
fi
if command -v mandoc >/dev/null; then
    formatter=(mandoc -T utf8)
    compare
    for page in "$pages"/*; do
        run mandoc -T lint -W style "$page"
        check_status 0
        check_silent out
    done
else
    skip "mandoc is not there"
fi

# From the program itself, too.
run pilcrow help --generate man
check_status 0
check "the page of the build" cmp -s "$scratch/out" "$pages/pilcrow.1"
run pilcrow help --generate man forget
check "the page of a verb" cmp -s "$scratch/out" "$pages/pilcrow-forget.1"
run pilcrow help --generate man nonesuch
check_status 2
check_one_error
run pilcrow help --generate bash search
check_status 2
check_one_error
check_err_text "leave 'search' out"
finish
