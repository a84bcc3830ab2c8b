#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# With PILCROW_LONG: the Debian packages are built, the library's ABI is what it
# was, lintian finds no error in them, and installed they pass their own tests. Wants root to install them, and
# a system that has none of them.
set -euo pipefail
skip() {
    echo "skipped: $1"
    exit 77
}
[ -n "${PILCROW_LONG-}" ] || skip "the Debian packages are built with --long"
[ "$(id -u)" -eq 0 ] || skip "only root may install packages"
for tool in dpkg-buildpackage dh dh_python3 lintian; do
    command -v "$tool" >/dev/null || skip "there is no $tool"
done
packages="pilcrow libpilcrow-dev python3-pilcrow libpilcrow0"
for package in $packages; do
    dpkg -s "$package" >/dev/null 2>&1 && skip "$package is installed already"
done
folder=$(mktemp -d)
clean_up() {
    dpkg -r $packages >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap clean_up EXIT

mkdir "$folder/pilcrow"
git -C "$SOURCE" ls-files -z | (cd "$SOURCE" && xargs -0 cp --parents -t "$folder/pilcrow")
cd "$folder/pilcrow"
dpkg-buildpackage -us -uc -b >"$folder/log" 2>&1 || {
    tail -n 40 "$folder/log"
    exit 1
}
# The library offers what it did; debian/libpilcrow0.abi.xz is made anew, by
#     abidw --no-corpus-path --no-show-locs --no-comp-dir-path --short-locs \
#         --headers-dir include --drop-private-types LIBRARY | xz -9
# where that is to change.
if command -v abidiff >/dev/null; then
    xz -dc debian/libpilcrow0.abi.xz >"$folder/old.abi"
    abidiff --no-added-syms --headers-dir2 include "$folder/old.abi" \
        obj-*/lib/libpilcrow.so.0
else
    echo "the ABI is not checked: abidiff (abigail-tools) is not installed"
fi
lintian --fail-on error "$folder"/pilcrow_*.changes
dpkg -i "$folder"/*pilcrow[0-9_-]*_*.deb >/dev/null
for name in command library python; do
    sh "debian/tests/$name" >"$folder/$name" 2>&1 || {
        echo "debian/tests/$name failed:"
        cat "$folder/$name"
        exit 1
    }
    echo "debian/tests/$name passed"
done
