#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# What the end-to-end scripts share. A script sources this file, runs commands
# with `run`, holds what came of each against what should have with the check_
# functions, and ends with `finish`.
#
#     run pilcrow search refugees
#     check_status 0
#     check_out '^[^:]+:[0-9]+: '
#     finish
#
# A script starts in an empty folder of its own, $here, that goes when it ends.
# $PILCROW is the program, $SOURCE the folder of the sources, $PILCROW_ENGINES the
# engines of the build, $engine that of the indexes which are made.
set -u
: "${PILCROW:?the path of the program}" "${SOURCE:?the folder of the sources}" \
    "${PILCROW_ENGINES:?the engines of the build}"
sample=$SOURCE/corpus/sample
scratch=$(mktemp -d "${TMPDIR:-/tmp}/pilcrow-test.XXXXXX") || exit 1
here=$scratch/here
mkdir "$here" && cd "$here" || exit 1
passed=0 failed=0 skipped=0
command_line= status=0
unset PILCROW_INDEX NO_COLOR COLUMNS
export LC_ALL=C.UTF-8
# xapian's own check of a database frees one object with another size than it
# was made with; that is not ours to mend.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}new_delete_type_mismatch=0

clean_up() {
    local mount
    for mount in "$scratch"/mount-*; do
        [ -d "$mount" ] && umount "$mount" 2>/dev/null
    done
    chmod -R u+rwx "$scratch" 2>/dev/null
    rm -rf "$scratch"
}
trap clean_up EXIT

# A run about one engine has `pilcrow index` make indexes of that engine,
# wherever a script calls it: $PILCROW becomes a program that says so.
engine=${PILCROW_TEST_ENGINE-}
if [ -n "$engine" ]; then
    cat >"$scratch/pilcrow" <<END
#!/bin/sh
[ "\$1" = index ] && shift && set -- index --engine $engine "\$@"
exec "$PILCROW" "\$@"
END
    chmod 755 "$scratch" "$scratch/pilcrow"
    PILCROW=$scratch/pilcrow
fi
engine=${engine:-${PILCROW_ENGINES%% *}}

pilcrow() { "$PILCROW" "$@"; }

# Run a command: $status, $scratch/out and $scratch/err hold what came of it.
# Standard input is $scratch/in when that is there, else empty.
run() {
    command_line=$*
    local input=/dev/null
    [ -e "$scratch/in" ] && input=$scratch/in
    "$@" <"$input" >"$scratch/out" 2>"$scratch/err"
    status=$?
    rm -f "$scratch/in"
}

# The next command reads this from standard input.
give() { printf "$@" >"$scratch/in"; }

# Count one check; print all there is to know when it failed.
# check WHAT COMMAND...: the command has to succeed.
check() {
    local what=$1
    shift
    if "$@"; then
        passed=$((passed + 1))
        return 0
    fi
    failed=$((failed + 1))
    printf 'FAILED: %s\n  command: %s\n  status: %s\n' "$what" \
        "$(printf '%s' "$command_line" | head -c 400 | cat -v)" "$status"
    sed 's/^/  out: /' "$scratch/out" | head -n 20 | cut -c 1-300 | cat -v
    sed 's/^/  err: /' "$scratch/err" | head -n 20 | cut -c 1-300 | cat -v
    return 1
}

not() { ! "$@"; }
has() { LC_ALL=C grep -Eqe "$1" "$scratch/$2"; }
has_text() { LC_ALL=C grep -Fqe "$1" "$scratch/$2"; }
line_count_is() { [ "$(wc -l <"$scratch/$2")" -eq "$1" ]; }

check_status() { check "exit status $1" [ "$status" -eq "$1" ]; }
# Patterns are those of grep -E; texts are taken as they are.
check_out() { check "output has /$1/" has "$1" out; }
check_err() { check "errors have /$1/" has "$1" err; }
check_out_text() { check "output has '$1'" has_text "$1" out; }
check_err_text() { check "errors have '$1'" has_text "$1" err; }
check_no_out() { check "output has no /$1/" not has "$1" out; }
check_no_err() { check "errors have no /$1/" not has "$1" err; }
check_silent() { check "nothing in $1" [ ! -s "$scratch/$1" ]; }
check_lines() { check "$2 has $1 lines" line_count_is "$1" "$2"; }
# One line "pilcrow: ..." on standard error and nothing else.
check_one_error() {
    check "one line of errors" line_count_is 1 err
    check_err '^pilcrow: [^ ]'
    check_silent out
}
# No byte that could give a terminal orders or turn the reading direction.
has_hazards() {
    LC_ALL=C grep -q -P '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xaf]|\xef\xbb\xbf' \
        "$scratch/$1"
}
is_utf8() { iconv -f UTF-8 -t UTF-8 "$scratch/$1" >/dev/null 2>&1; }
check_harmless() { check "nothing in $1 gives orders" not has_hazards "$1"; }

skip() {
    skipped=$((skipped + 1))
    printf 'skipped: %s\n' "$1"
}

finish() {
    printf '%s: %d passed, %d failed' "$(basename "$0" .sh)" "$passed" \
        "$failed"
    [ "$skipped" -gt 0 ] && printf ', %d skipped' "$skipped"
    printf '\n'
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}
