#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Everything in pilcrow.h is documented: doxygen, to which each warning is an
# error, says so; and every call that gives a status lists those it can give.
. "$SOURCE/tests/lib.sh"
header=$SOURCE/include/pilcrow.h
command -v doxygen >/dev/null || {
    echo "doxygen is not installed"
    exit 77
}
# The pages of `header`, made in $scratch.
document() {
    sed "s|@CMAKE_BINARY_DIR@|$scratch|; s|@CMAKE_SOURCE_DIR@/include/pilcrow.h|$1|
        s|@CMAKE_SOURCE_DIR@|$SOURCE|; s|@PROJECT_[A-Z]*@|test|" \
        "$SOURCE/docs/Doxyfile.in" >"$scratch/Doxyfile"
    run doxygen "$scratch/Doxyfile"
}
document "$header"
check_status 0
check_silent err
cp "$scratch/docs/html/pilcrow_8h.html" "$scratch/out"
check_out_text 'pilcrow_writer_add_record'
check_out_text '<b>TIMEOUT</b>'
check_out_text 'the deadline passed'
# A field and a call without a word are seen.
sed 's|size_t limit;  .*|size_t limit;|' "$header" >pilcrow.h
check "a field without its comment" not cmp -s "$header" pilcrow.h
document "$here/pilcrow.h"
check "doxygen refuses a field without words" [ "$status" -ne 0 ]
sed 's|^/\* Close an index\..*||' "$header" >pilcrow.h
check "a call without its comment" not cmp -s "$header" pilcrow.h
document "$here/pilcrow.h"
check "doxygen refuses a call without words" [ "$status" -ne 0 ]

# Statuses: each is one of the enum, and OK is said of every call that gives
# one.
grep -oE '^    PILCROW_[A-Z_]+ = ' "$header" | sed 's/ *PILCROW_//; s/ = //' |
    sort >"$scratch/statuses"
check "17 statuses" [ "$(wc -l <"$scratch/statuses")" -ge 17 ]
awk '
    /^\/\*/ { comment = ""; inside = 1 }
    inside { comment = comment $0 "\n" }
    /\*\/$/ { inside = 0; next }
    /^PILCROW_API pilcrow_status/ {
        call = $0
        while (call !~ /\(/) { getline line; call = call " " line }
        match(call, /pilcrow_[a-z_]+\(/)
        name = substr(call, RSTART, RLENGTH - 1)
        if (comment !~ /\n \* OK( |\n)/ && comment !~ /\* OK( |\n)/)
            print name " does not say OK"
        count = split(comment, lines, "\n")
        for (i = 1; i <= count; i++)
            if (match(lines[i], /^ \* [A-Z_]+(, [A-Z_]+)*(  |$)/)) {
                words = substr(lines[i], 4, RLENGTH - 3)
                gsub(/[, ]+/, "\n", words)
                printf "%s", words > "/dev/stderr"
                print "" > "/dev/stderr"
            }
        comment = ""
    }' "$header" >"$scratch/missing" 2>"$scratch/named"
check "every call lists its statuses: $(tr '\n' ' ' <"$scratch/missing")" \
    [ ! -s "$scratch/missing" ]
sort -u "$scratch/named" | grep . >"$scratch/named.sorted"
check "statuses that are named are statuses" \
    [ -z "$(comm -23 "$scratch/named.sorted" "$scratch/statuses")" ]
check "most are named" [ "$(wc -l <"$scratch/named.sorted")" -ge 12 ]
finish
