#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Searches over the documents that Pilcrow was made for. They are not part of
# the project: without them the test is skipped.
set -u
seeds=$SOURCE/../shared/seeds
if [ ! -d "$seeds" ]; then
    echo "skipped: the seed documents are not here"
    exit 77
fi
. "$SOURCE/tests/lib.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$seeds" "$work/seeds"
chmod -R u+w "$work"
cd "$work"

"$PILCROW" index seeds >/dev/null 2>&1
check_equal "index" 0 $?
"$PILCROW" check >/dev/null 2>&1
check_equal "check" 0 $?

first=$("$PILCROW" search --json -n 1 '"asylum-seekers"')
check_match "the phrase of a compound: minors in Bulgaria come first" \
    'unaccompanied minor asylum-seekers in Bulgaria' "$first"

check_match "a Russian word finds the glossary that has it" \
    '003_[^"]*"' "$("$PILCROW" search --json -n 3 беженец)"
check_match "... and its line" 'asylum-seeker - беженец' \
    "$("$PILCROW" search --json -n 3 беженец)"

hits=$("$PILCROW" search --json -n 100 '"Migration Governance Index"')
check_match "a phrase finds what holds it" 'Migration Governance Index' "$hits"
check_equal "a phrase finds nothing else" "" \
    "$(grep -v 'Migration Governance Index' <<<"$hits")"

# Every word of every paragraph stands in the lines it claims.
if command -v python3 >/dev/null; then
    for word in IOM migration migrants development rights беженец; do
        "$PILCROW" search --json -n 1000 "$word"
    done | python3 "$SOURCE/tests/places.py"
    check_equal "each hit's lines hold its text" 0 $?
fi
finish
