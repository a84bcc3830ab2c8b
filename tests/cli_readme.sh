#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What the README shows of the command is what it prints: each line behind a "$"
# is run beside the sample, in their order. Of what it shows a line of "…" stands
# for any lines, and " …" at an end for the rest of that line; empty lines and
# seconds do not count.
. "$(dirname "$0")/lib.sh"
mkdir corpus
cp -r "$sample" corpus/

# Is the second file's text what the first one shows?
is_shown() {
    awk '
        { sub(/in [0-9.]+ s$/, "in s") }
        /^ *$/ { next }
        NR == FNR { shown[++count] = $0; next }
        function is_line(expected, line) {
            if (sub(/ …$/, "", expected))
                return index(line, expected) == 1
            return line == expected
        }
        {
            if (shown[at + 1] == "…") { at++; any = 1 }
            if (is_line(shown[at + 1], $0)) { at++; any = 0 }
            else if (!any) { print "not shown: " $0; wrong = 1; exit }
        }
        END { if (shown[at + 1] == "…") at++; exit wrong || at < count }' "$1" "$2"
}

awk -v to="$scratch" '
    /^    \$ / { n++; print substr($0, 7) > to "/command." n; inside = 1; next }
    /^[^ ]/ { inside = 0 }
    inside { print substr($0, 5) > to "/shown." n }' "$SOURCE/README.md"
check "commands are shown" [ -s "$scratch/command.5" ]
for ((n = 1; ; n++)); do
    [ -s "$scratch/command.$n" ] || break
    line=$(cat "$scratch/command.$n")
    run bash -c "${line/#pilcrow/\'$PILCROW\'}"
    check_status 0
    check "README shows what it prints" is_shown "$scratch/shown.$n" "$scratch/out"
done
finish
