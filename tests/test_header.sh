#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The public header compiles alone, strictly, as C11 and as C++17; and what the
# shared library exports is what the header declares.
set -u
cd "$SOURCE"
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

compile() {
    "$@" -Wall -Wextra -Wpedantic -Werror -fsyntax-only -Iinclude || failed=1
}
echo '#include "pilcrow.h"' >"$work/alone.c"
cp "$work/alone.c" "$work/alone.cc"
compile "${CC:-gcc}" -std=c11 -Wconversion -Wstrict-prototypes "$work/alone.c"
compile "${CXX:-g++}" -std=c++17 "$work/alone.cc"

# A declaration is PILCROW_API, a type, and the name before the bracket.
tr '\n' ' ' <include/pilcrow.h | grep -oE 'PILCROW_API [^;]*;' |
    grep -oE 'pilcrow_[a-z_]+\(' | tr -d '(' | sort -u >"$work/declared"
nm -D --defined-only "$BUILD/lib/libpilcrow.so" | awk '$2 == "T" {print $3}' |
    grep -vE '^(_init|_fini)$' | sort -u >"$work/exported"
if ! diff "$work/declared" "$work/exported"; then
    echo "declared (<) and exported (>) symbols differ"
    failed=1
fi
[ "$(wc -l <"$work/declared")" -gt 20 ] || { echo "too few symbols"; failed=1; }
exit $failed
