# SPDX-License-Identifier: MIT
# What the scripts that fuzz share; to be sourced. Fuzzers are built here, with
# clang, so that the rest stays with the usual compiler. Skips where clang or its
# runtime (Debian: clang, libclang-rt-14-dev) is missing.
#
#     $seconds    how long to run: FUZZ_SECONDS, half an hour with PILCROW_LONG,
#                 else empty
#     $work       a folder of the run's own, gone at its end
set -eu
source=${SOURCE:-$(cd "$(dirname "$0")/.." && pwd)}
clang=${CLANG:-clang}
seconds=${FUZZ_SECONDS:-${PILCROW_LONG:+1800}}
flags=(-std=c11 -D_GNU_SOURCE -g -O1 -fno-omit-frame-pointer
    -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all)
work=$(mktemp -d "${TMPDIR:-/tmp}/pilcrow-fuzz.XXXXXX")
trap 'rm -rf "$work"' EXIT

skip() {
    echo "skipped: $1"
    exit 77
}

command -v "$clang" >/dev/null || skip "there is no clang (package clang)"
echo 'int LLVMFuzzerTestOneInput(const void *, unsigned long);
int LLVMFuzzerTestOneInput(const void *a, unsigned long b)
{ (void)a; return b == 1 ? 0 : 0; }' >"$work/try.c"
"$clang" "${flags[@]}" "$work/try.c" -o "$work/try" 2>"$work/why" ||
    skip "clang has no libFuzzer (package libclang-rt-14-dev)"
cd "$source"

# fuzz_build FILE...: the fuzzer, of sources and what compiler and linker take.
fuzz_build() {
    local file sources=() needs=(-I. -Iinclude -Wno-unused-command-line-argument)
    for file; do
        case $file in
        *.c) sources+=("$file") ;;
        *) needs+=("$file") ;;
        esac
    done
    mkdir "$work/objects"
    printf '%s\n' "${sources[@]}" |
        xargs -P 2 -I{} bash -c '"${@:2}" -c "$1" -o "$0/${1//\//_}.o"' \
            "$work/objects" {} "$clang" "${flags[@]}" "${needs[@]}"
    "$clang" "${flags[@]}" "$work"/objects/*.o "${needs[@]}" -o "$work/fuzz"
}

# fuzz_run NAME SEEDS OPTION...: run it from the seeds in that folder; what breaks
# an invariant is kept beside the build.
fuzz_run() {
    local name=$1 seeds=$2 found=${BUILD:-$work}/fuzz-$1-
    shift 2
    mkdir "$work/$name"
    echo "$name: what breaks an invariant is kept as $found..."
    "$work/fuzz" -seed=1 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$found" "$@" "$work/$name" "$seeds" 2>"$work/log" || {
        tail -n 40 "$work/log"
        exit 1
    }
    grep -E '^(Done|stat::number_of_executed_units)' "$work/log"
}
