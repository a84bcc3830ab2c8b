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
    -ftrivial-auto-var-init=pattern
    -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all)
folders=(base corpus analysis engine indexer searcher)
libraries=(libxml-2.0 jansson zlib libutf8proc libxxhash cmocka)
export ASAN_OPTIONS=${ASAN_OPTIONS-detect_leaks=1}
ASAN_OPTIONS=${ASAN_OPTIONS/detect_leaks=0/detect_leaks=1}
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
shared=${BUILD:-$work}/fuzz
read -ra needs <<<"$(pkg-config --cflags --libs "${libraries[@]}") -lstemmer -lm"
needs+=(-Wno-unused-command-line-argument)

# compile FOLDER FILE...: an object of each source.
compile() {
    local folder=$1
    shift
    printf '%s\n' "$@" |
        xargs -P 2 -I{} bash -c '"${@:2}" -c "$1" -o "$0/${1//\//_}.o"' \
            "$folder" {} "$clang" "${flags[@]}" -I. -Iinclude "${needs[@]}"
}

# All of Pilcrow but the engine on xapian-core, for all fuzzers: the first to
# come builds it, and whoever comes after a change.
build_library() {
    mkdir -p "$shared"
    exec 9>"$shared/lock"
    flock 9
    if [ ! -e "$shared/library.a" ] ||
        [ -n "$(find "${folders[@]}" include -name '*.[ch]' \
            -newer "$shared/library.a" -print -quit)" ]; then
        rm -rf "$shared/objects" "$shared/library.a"
        mkdir "$shared/objects"
        compile "$shared/objects" \
            $(find "${folders[@]}" -name '*.c' ! -path '*xapian*' \
                ! -name deflate_libdeflate.c)
        ar rcs "$shared/library.a" "$shared"/objects/*.o
    fi
    exec 9>&-
}

# fuzz_build FILE...: the fuzzer, of these sources and the library.
fuzz_build() {
    build_library
    mkdir "$work/objects"
    compile "$work/objects" "$@"
    "$clang" "${flags[@]}" "$work"/objects/*.o "$shared/library.a" \
        "${needs[@]}" -o "$work/fuzzer"
}

# fuzz_length RUNS [SHARES]: the option `length`. A short run is of so many
# inputs, the same ones each time; a long one goes as far as it gets in its share
# of the time.
fuzz_length() {
    length=-runs=$1
    [ -z "$seconds" ] || length=-max_total_time=$((seconds / ${2-1}))
}

# fuzz_run NAME SEEDS OPTION...: run it from the seeds in that folder; what breaks
# an invariant is kept beside the build.
fuzz_run() {
    local name=$1 seeds=$2 found=${BUILD:-$work}/fuzz-$1-
    shift 2
    mkdir "$work/$name"
    echo "$name: what breaks an invariant is kept as $found..."
    "$work/fuzzer" -seed=1 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$found" "$@" "$work/$name" "$seeds" 2>"$work/log" || {
        tail -n 40 "$work/log"
        exit 1
    }
    grep -E '^(Done|stat::number_of_executed_units)' "$work/log"
}
