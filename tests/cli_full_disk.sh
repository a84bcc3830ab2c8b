#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A disk that is full: `index` says so in a sentence and exits with 2, the index
# stays as it was, and takes the rest when there is space again. On a small disk
# in memory, which only root may mount; skips elsewhere.
. "$SOURCE/tests/lib.sh"
disk=$scratch/mount-full
mkdir "$disk"
mount -t tmpfs -o size=3m tmpfs "$disk" 2>/dev/null || {
    echo "skipped: only root may mount a small disk"
    exit 77
}

# make_papers FIRST LAST WORD: files of words that do not compress to nothing.
make_papers() {
    local n
    mkdir -p papers
    for n in $(seq "$1" "$2"); do
        printf 'The %s of paper %d.\n\n' "$3" "$n"
        od -An -v -tx1 -w32 -N 20000 --skip-bytes=$((n * 20000)) \
            "$PILCROW_NOISE" | tr -d ' ' | sed 's/^\(.*\)$/\1\n/'
    done >"papers/$1.txt"
}
# The program itself is noise enough, and the same each time.
PILCROW_NOISE=$(command -v bash)

hits() { pilcrow search -i "$disk/index" --summary --json -n 1 "$1" 2>/dev/null |
    sed -n 's/.*"total":\([0-9]*\).*/\1/p'; }

make_papers 1 2 harbour
run pilcrow index -i "$disk/index" papers
check_status 0
before=$(hits harbour)
check "there is something to lose" [ "$before" = 2 ]

# Where xapian's own compaction fails it does not free what it holds; that is not
# ours to mend.
leaks=1
[ "$engine" = xapian ] && leaks=0

# What is free is filled with ballast up to a little.
for left in 0 8 64 256; do
    dd if=/dev/zero of="$disk/ballast" bs=1k 2>/dev/null
    truncate -s "-${left}K" "$disk/ballast"
    make_papers 10 40 glacier
    for how in "" --full; do
        run pilcrow index -i "$disk/index" $how papers
        check_status 2
        check_err '^pilcrow: .*No space left on device'
        check_err_text 'free some space'
        check "nothing is lost" [ "$(hits harbour)" = "$before" ]
        check "nothing is there by half" [ "$(hits glacier)" = 0 ]
        run pilcrow check -i "$disk/index"
        check_status 0
    done
    run env ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=$leaks" \
        "$PILCROW" compact -i "$disk/index"
    check "compact works, or says why: $left" \
        [ "$status" = 0 -o "$status" = 2 ]
    check "compact loses nothing" [ "$(hits harbour)" = "$before" ]
    rm "$disk/ballast"
    rm papers/10.txt
done

make_papers 3 4 glacier
run pilcrow index -i "$disk/index" papers
check_status 0
check "with space again the rest comes" [ "$(hits glacier)" = 2 ]
run pilcrow check -i "$disk/index"
check_status 0
finish
