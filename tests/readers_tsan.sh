#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Eight readers and a writer in one process under ThreadSanitizer. Built aside,
# without the engine on xapian-core, whose library is not built with it. Skips
# where the compiler has no ThreadSanitizer.
#
#     PILCROW_QUERIES=100000 tests/readers_tsan.sh      more of them
set -euo pipefail
source=${SOURCE:-$(cd "$(dirname "$0")/.." && pwd)}
build=${BUILD:-$source/build-debug}/tsan
mkdir -p "$build"

echo 'int main(void) { return 0; }' >"$build/try.c"
"${CC:-cc}" -fsanitize=thread "$build/try.c" -o "$build/try" 2>/dev/null &&
    "$build/try" || {
    echo "skipped: ThreadSanitizer does not run here"
    exit 77
}
cmake -S "$source" -B "$build" -DPILCROW_XAPIAN=OFF -DPILCROW_SANITIZE=OFF \
    -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS_DEBUG="-O1 -g" \
    -DCMAKE_C_FLAGS=-fsanitize=thread -DPILCROW_TESTS=ON \
    ${LAUNCHER:+-DCMAKE_C_COMPILER_LAUNCHER="$LAUNCHER"} >/dev/null
cmake --build "$build" --parallel 2 --target test_readers >/dev/null
export TSAN_OPTIONS=halt_on_error=1
export PILCROW_QUERIES=${PILCROW_QUERIES:-${PILCROW_LONG:+20000}}
[ -n "$PILCROW_QUERIES" ] || export PILCROW_QUERIES=1200
PILCROW_TEST_ENGINE=segment "$build/bin/test_readers"
