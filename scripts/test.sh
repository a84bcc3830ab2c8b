#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Build everything with sanitizers and warnings as errors, and run every test.
#
#     scripts/test.sh           samples of the long tests
#     scripts/test.sh --long    their full counts
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/install.sh

case "${1-}" in
'') ;;
--long) export PILCROW_LONG=1 ;;
*)
    echo "usage: scripts/test.sh [--long]" >&2
    exit 2
    ;;
esac

need_packages "build and test Pilcrow" "${build_packages[@]}" libcmocka-dev \
    doxygen locales mypy python3-jsonschema valgrind \
    poppler-utils pandoc clang libclang-rt-14-dev man-db mandoc zsh fish

if [ -n "${PILCROW_LONG-}" ]; then
    need_packages "build the Debian packages" abigail-tools debhelper dh-python \
        dpkg-dev lintian xz-utils
fi

cmake --preset debug
cmake --build --preset debug --parallel "$(jobs_to_run)"
# Tests wait for the disk at times: one more than there are processors.
ctest --preset debug --no-tests=error --parallel $(($(jobs_to_run) + 1))
