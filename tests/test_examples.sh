#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every example compiles without a warning against the library installed below a
# prefix outside the tree, and does what it says.
. "$SOURCE/tests/lib.sh"
prefix=$here/prefix
cmake --install "$PLAIN" --prefix "$prefix" >/dev/null
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name pilcrow.pc)")
LD_LIBRARY_PATH=$(dirname "$PKG_CONFIG_PATH")
export PKG_CONFIG_PATH LD_LIBRARY_PATH
flags=$(pkg-config --cflags --libs pilcrow)
strict="-Wall -Wextra -Wpedantic -Wshadow -Werror -O1"
mkdir bin
for file in "$SOURCE"/examples/*.c; do
    run bash -c "${CC:-gcc} -std=c11 -D_POSIX_C_SOURCE=200809L $strict \
        -o bin/$(basename "$file" .c) '$file' $flags"
    check_status 0
done
for file in "$SOURCE"/examples/*.cc; do
    run bash -c "${CXX:-g++} -std=c++17 $strict \
        -o bin/$(basename "$file" .cc) '$file' $flags"
    check_status 0
done
check "all of them" [ "$(find bin -type f | wc -l)" -eq 5 ]
for name in $(ls bin); do
    check "examples/README.md tells of $name" \
        grep -q "^| \`$name\.c" "$SOURCE/examples/README.md"
done
code_lines() { grep -cvE '^ *($|/\*|\*|//)' "$1"; }
check "the shortest search has 30 lines of code" \
    [ "$(code_lines "$SOURCE/examples/search.c")" -le 30 ]

"$prefix/bin/pilcrow" index "$sample" >/dev/null
run bin/search .pilcrow asylum seekers
check_status 0
check_out "^$sample/.*:[0-9]+: .*sylum"
run bin/search .pilcrow xyzzyx
check_status 1
check_silent out
run bin/search none words
check_status 2
check_err '^search: .*none'

run bin/memory notes
check_status 0
check_out_text 'note-2 (Lighthouse) {"author":"Ben","year":2025}: The keeper'
check_out_text 'note-3 (Маяк)'
run bin/memory notes
check_status 0

run bin/cite .pilcrow best interests of the child
check_status 0
check_out '^> .*child'
check_out ', lines [0-9]+-[0-9]+, ¶ [a-z2-7]{12}$'
run bin/cite none words
check_status 1
check_err '^cite: '

printf '%s\n' as asyl 'asylum se' '"asylum' '' >"$scratch/in"
run bin/type .pilcrow
check_status 0
check_out '^\[asyl\]'
check "a prefix finds what it begins" \
    grep -A1 '^\[asyl\]' "$scratch/out" -q
check_out '^    .*sylum'
rm -f "$scratch/in"

cat >box <<'END'
From ann Mon Jan  1 00:00:00 2024
From: Ann
Subject: The harbour
Date: Mon, 1 Jan 2024 00:00:00 +0000

The harbour is dredged in "spring".

Each year.
From ben Tue Jan  2 00:00:00 2024
From: Ben
Subject: Re: The harbour
Date: Tue, 2 Jan 2024 00:00:00 +0000

The harbour and its lighthouse.
END
run bin/mailbox add mail box
check_status 0
check_out '^2 messages added, 0 unchanged$'
run bin/mailbox add mail box
check_out '^0 messages added, 2 unchanged$'
run bin/mailbox find mail harbour
check_status 0
check_lines 2 out
check_out '"title":"Re: The harbour".*"meta":\{"from":"Ben",'
run bin/mailbox find mail from:Ann/ harbour
check_status 0
check_lines 1 out
check_out '"document":"Ann/1"'
run bin/mailbox find mail harbuor
check_err '^did you mean: harbour$'
run bin/mailbox drop mail Ann/1
check_status 0
run bin/mailbox find mail spring
check_status 1
run bin/mailbox drop mail Ann/1
check_status 1
run bin/mailbox
check_status 2
finish
