#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Without the engine on xapian-core all of Pilcrow is C: it builds where there
# is no C++ compiler, and the program depends on nothing of either. Nor does
# this build have libdeflate, so that zlib packs the stored text. And where the
# compiler has ThreadSanitizer, eight readers and a writer run in one process
# under it, which xapian-core's library is not built for.
#
#     PILCROW_QUERIES=100000 tests/c_only.sh      more of the readers' queries
set -euo pipefail
source=${SOURCE:-$(cd "$(dirname "$0")/.." && pwd)}
build=${BUILD:-$source/build-debug}/c-only
sample=$source/corpus/sample
index=$(mktemp -d)
trap 'rm -rf "$index"' EXIT

threads=
echo 'int main(void) { return 0; }' >"$index/try.c"
if "${CC:-cc}" -fsanitize=thread "$index/try.c" -o "$index/try" 2>/dev/null &&
    "$index/try"; then
    threads=-fsanitize=thread
fi
CXX=$index/none cmake -S "$source" -B "$build" -DPILCROW_XAPIAN=OFF \
    -DPILCROW_LIBDEFLATE=OFF -DPILCROW_TESTS=ON -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_C_FLAGS_DEBUG="-O1 -g" -DCMAKE_C_FLAGS="$threads" \
    -DCMAKE_CXX_COMPILER="$index/none" \
    ${LAUNCHER:+-DCMAKE_C_COMPILER_LAUNCHER="$LAUNCHER"} >/dev/null 2>&1
cmake --build "$build" --parallel 2 --target pilcrow pilcrow_shared \
    test_readers >/dev/null
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

[ -n "$threads" ] || {
    echo "left out: ThreadSanitizer does not run here"
    exit 0
}
export TSAN_OPTIONS=halt_on_error=1
export PILCROW_QUERIES=${PILCROW_QUERIES:-${PILCROW_LONG:+20000}}
[ -n "$PILCROW_QUERIES" ] || export PILCROW_QUERIES=1200
PILCROW_TEST_ENGINE=segment "$build/bin/test_readers"
