#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Build Pilcrow as users do, without sanitizers, in $BUILD/plain: the tests of
# what is installed take it from there. Nothing is optimised: it is not for speed.
set -euo pipefail
cmake -S "$SOURCE" -B "$BUILD/plain" -DCMAKE_BUILD_TYPE=Release \
    -DCMAKE_C_FLAGS_RELEASE="-O0 -DNDEBUG" -DCMAKE_CXX_FLAGS_RELEASE="-O0 -DNDEBUG" \
    -DPILCROW_TESTS=OFF -DPILCROW_XAPIAN="$XAPIAN" \
    ${LAUNCHER:+-DCMAKE_C_COMPILER_LAUNCHER="$LAUNCHER" \
        -DCMAKE_CXX_COMPILER_LAUNCHER="$LAUNCHER"} >/dev/null
cmake --build "$BUILD/plain" --parallel 2 | tail -n 1
