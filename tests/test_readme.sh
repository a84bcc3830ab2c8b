#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What README.md shows is what happens: its commands run as they are written
# there, and print what it says they print.
. "$SOURCE/tests/lib.sh"
mkdir corpus papers bin
cp -r "$SOURCE/corpus/sample" corpus/sample
cp corpus/sample/*.txt papers
ln -s "$PILCROW" bin/pilcrow
PATH=$PWD/bin:$PATH
unset -f pilcrow

# expected COMMAND: the lines that the README prints below it, up to the next
# command or the text, times, elided ends and elided lines aside.
expected() {
    awk -v want="    \$ $1" '$0 == want {on = 1; next}
        /^[^ ]/ || /^    \$ / {on = 0}
        on && !/^$/ && !/^    …$/' "$SOURCE/README.md" |
        sed 's/^    //; s/ in [0-9.]* s$//; s/ …$//'
}
# are_in EXPECTED FILE: its lines hold the expected texts, one after the other.
are_in() {
    awk 'NR == FNR {text[++count] = $0; next}
        found < count && index($0, text[found + 1]) {found++}
        END {if (found < count) print "lacks: " text[found + 1]
             exit found < count}' "$1" "$2"
}
sed -n 's/^    \$ pilcrow/pilcrow/p' "$SOURCE/README.md" >"$scratch/commands"
check "the README shows commands" [ "$(wc -l <"$scratch/commands")" -ge 3 ]
while read -r line; do
    run bash -c "$line"
    check_status 0
    expected "$line" >"$scratch/expected"
    cat "$scratch/out" "$scratch/err" >"$scratch/both"
    check "the README shows output of: $line" [ -s "$scratch/expected" ]
    check "prints it, in this order" are_in "$scratch/expected" "$scratch/both"
done <"$scratch/commands"

# The five lines to know.
awk '/^## Five lines/ {on = 1} /^`pilcrow help`/ {on = 0} on' \
    "$SOURCE/README.md" | sed -n 's/^    pilcrow/pilcrow/p' >"$scratch/tour"
check "five lines" [ "$(wc -l <"$scratch/tour")" -eq 5 ]
rm -rf .pilcrow
id=
while read -r line; do
    run bash -c "${line//ID/$id}"
    case $line in
    *'"exact phrase"'*) check_status 1 ;;
    *) check_status 0 ;;
    esac
    id=$(pilcrow search --json -n 1 guardian | sed 's/.*"id":"\([^"]*\)".*/\1/')
done <"$scratch/tour"
finish
