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
nm -D --defined-only "$BUILD/lib/libpilcrow.so" | awk '$2 == "T" {print $3}' | sed 's|@@.*||' |
    grep -vE '^(_init|_fini)$' | sort -u >"$work/exported"
if ! diff "$work/declared" "$work/exported"; then
    echo "declared (<) and exported (>) symbols differ"
    failed=1
fi
# One version: CMake's, the header's, the library's.
of_cmake=$(sed -n 's/^project(pilcrow VERSION \([0-9.]*\) .*/\1/p' CMakeLists.txt)
of_header=$(sed -n 's/^#define PILCROW_VERSION_[MP][A-Z]* \([0-9]*\).*/\1/p' \
    include/pilcrow.h | paste -sd.)
of_program=$("$PILCROW" --version | sed -n '1s/^pilcrow //p')
if [ -z "$of_cmake" ] || [ "$of_cmake" != "$of_header" ] ||
    [ "$of_cmake" != "$of_program" ]; then
    echo "versions differ: CMakeLists.txt $of_cmake, pilcrow.h $of_header," \
        "pilcrow --version $of_program"
    failed=1
fi
grep -q "^## $of_cmake\b" CHANGELOG.md || {
    echo "CHANGELOG.md does not tell of version $of_cmake"
    failed=1
}
[ "$(wc -l <"$work/declared")" -gt 20 ] || { echo "too few symbols"; failed=1; }
exit $failed
