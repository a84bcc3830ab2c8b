#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Searches over the documents that Pilcrow was made for. They are not part of
# the project: without them the test is skipped.
seeds=$SOURCE/../shared/seeds
if [ ! -d "$seeds" ]; then
    echo "skipped: the seed documents are not here"
    exit 77
fi
. "$SOURCE/tests/lib.sh"
cp -r "$seeds" seeds
chmod -R u+w .

run pilcrow index seeds
check_status 0
run pilcrow check
check_status 0

# The phrase of a compound: the paragraph on minors in Bulgaria comes first.
run pilcrow search --json -n 1 '"asylum-seekers" -kind:glossary'
check_out_text 'unaccompanied minor asylum-seekers in Bulgaria'

# A Russian word finds the glossary that has it, in any form.
for word in беженец беженцы беженцами; do
    run pilcrow search --json -n 3 "$word"
    check_out_text 'asylum-seeker - беженец'
done

# Each entry of the glossaries is a paragraph of its own.
run pilcrow search --json -n 100 kind:glossary
check "all entries are found" [ "$(wc -l <"$scratch/out")" -eq 16 ]
check_out_text '"line":102,"end_line":102'
check_out_text '"text":"framework- основа, структура"'

# A word finds what its translation is in, past the glossary entries: in the
# first three paragraphs there is one in English with this word in it.
bridged() {
    pilcrow search --json -n 3 "$1 -kind:glossary" |
        grep '"lang":"en"' | grep -qi "$2"
}
while IFS='|' read -r query word; do
    check "'$query' finds '$word'" bridged "$query" "$word"
done <<'END'
беженцы|asylum-seeker
беженцами|asylum-seeker
достоинство|dignity
"средства к существованию"|livelihood
средствами к существованию|livelihood
ксенофобия|xenophobia
глобальное присутствие|global footprint
борьба с расизмом|racism
структура|framework
дискуссия|panel discussion
диаспора|diaspora
страны происхождения и назначения|origin and destination
livelihood|livelihood
END
run pilcrow search -n 1 'беженцы -kind:glossary'
check_out_text 'беженец = asylum-seeker, seeds/003'

# A phrase finds what holds it and nothing else.
run pilcrow search --json -n 100 '"Migration Governance Index"'
check_out_text 'Migration Governance Index'
check "every hit holds the phrase" not grep -qv 'Migration Governance Index' \
    "$scratch/out"

# Paragraphs that footnotes and page breaks cut are whole.
while read -r query; do
    run pilcrow search --json -n 1 "$query"
    check_status 0
done <<'END'
"help states identify gaps and build their capacity to develop policies"
"managing migration in conflict and post conflict situations"
"works closely with UN partners"
END

if command -v python3 >/dev/null; then
    for word in IOM migration migrants development rights беженец; do
        pilcrow search --json -n 1000 "$word"
    done >"$scratch/in"
    run python3 "$SOURCE/tests/places.py"
    check "each hit's lines hold its text" [ "$status" -eq 0 ]
else
    skip "no python3 to compare the places with"
fi
finish
