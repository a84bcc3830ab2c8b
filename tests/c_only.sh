#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Without the engine on xapian-core all of Pilcrow is C: it builds where there
# is no C++ compiler, and the program depends on nothing of either. Nor does this
# build have libdeflate, so that zlib packs the stored text.
set -euo pipefail
build=$BUILD/c-only
sample=$SOURCE/corpus/sample
index=$(mktemp -d)
trap 'rm -rf "$index"' EXIT

CXX=$index/none cmake -S "$SOURCE" -B "$build" -DPILCROW_XAPIAN=OFF -DPILCROW_LIBDEFLATE=OFF \
    -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS_DEBUG=-O0 -DPILCROW_TESTS=OFF \
    -DCMAKE_CXX_COMPILER="$index/none" ${LAUNCHER:+-DCMAKE_C_COMPILER_LAUNCHER="$LAUNCHER"} \
    >/dev/null 2>&1
cmake --build "$build" --parallel 2 >/dev/null
pilcrow=$build/bin/pilcrow

if readelf -d "$pilcrow" "$build"/lib/libpilcrow.so |
    grep NEEDED | grep -E 'xapian|stdc\+\+|libdeflate'; then
    echo "the libraries above are there"
    exit 1
fi
"$pilcrow" index -i "$index/index" "$sample" >/dev/null
"$pilcrow" search -i "$index/index" refugees | grep -q "$sample" || {
    echo "nothing was found"
    exit 1
}
"$pilcrow" status -i "$index/index" | grep -Eq '^engine +segment$'
"$pilcrow" check -i "$index/index"
