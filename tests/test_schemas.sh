#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What the program prints as JSON is what the schemas say, key by key.
. "$SOURCE/tests/lib.sh"
python3 -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null || {
    echo "python3-jsonschema of version 4 or later is not installed"
    exit 77
}
schemas=$SOURCE/schemas
described=

# hold NAME COUNT COMMAND...: it prints at least COUNT lines, all of NAME.json.
hold() {
    local name=$1 count=$2
    shift 2
    described+=" $name"
    run "$@"
    cp "$scratch/out" "$scratch/in"
    check "$count lines or more" [ "$(wc -l <"$scratch/in")" -ge "$count" ]
    run python3 "$SOURCE/tests/schemas.py" "$schemas" "$name"
    check_status 0
    rm -f "$scratch/in"
}
# refuse NAME LINE: the schema does see what is wrong.
refuse() {
    printf '%s\n' "$2" >"$scratch/in"
    run python3 "$SOURCE/tests/schemas.py" "$schemas" "$1"
    check "$1.json refuses $2" [ "$status" -ne 0 ]
    rm -f "$scratch/in"
}

run python3 "$SOURCE/tests/schemas.py" "$schemas" --self
check_status 0

cp -r "$sample" papers
printf '%s\n' '{"id":"r1","title":"T","text":"A guardian.","year":7}' \
    '{"id":2,"text":"x"' >papers/records.jsonl
: >papers/empty.md
printf 'One\fTwo pages of a guardian.\n' >papers/pages.txt
hold index 1 pilcrow index --json papers
hold index 1 pilcrow index --json
# Each hit on its own, and the summary at the end.
pilcrow search --json -n 1000 --explain 'guardian OR refugees OR lang:ru' \
    >"$scratch/hits"
hold hit 20 cat "$scratch/hits"
hold hit 1 pilcrow search --json 'doc:r1'
hold hit 1 pilcrow search --json --by-document '"best interests" OR child'
id=$(sed -n '1s/.*"id":"\([a-z2-7]*\)".*/\1/p' "$scratch/hits")
hold hit 1 pilcrow similar --json "$id"
summary() { pilcrow search --json -n 1 "$@" | tail -n 1; }
hold summary 1 summary --summary refugeees
hold summary 1 summary --facets 'refugees +"'
hold show 1 pilcrow show --json "$id"
hold show 1 pilcrow show --json --context 3 "$id"
hold status 1 pilcrow status --json
hold token 8 pilcrow analyze --json "Asylum-seekers' A/RES/74/1, беженцы 80,000"
printf 'word\tслово\nword\tречь\n' >pairs.tsv
run pilcrow glossary import pairs.tsv
check_status 0
hold glossary 10 pilcrow glossary list --json
hold finding 1 pilcrow glossary lint --json
hold check 1 pilcrow check --json
hold compact 1 pilcrow compact --json
first=$(head -n 1 "$scratch/hits")
refuse hit "${first%\}},\"more\":1}"
refuse hit "${first/\"rank\":1,/}"
refuse hit "${first/\"rank\":1,/\"rank\":0,}"
refuse show "$first"
refuse summary '{"summary":{}}'

# No schema is left out.
for file in "$schemas"/*.json; do
    name=$(basename "$file" .json)
    check "$name.json is held against real output" \
        grep -qw "$name" <<<"$described"
done
finish
