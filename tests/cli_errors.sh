#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Bad input and bad disks: one clear line each that names the file, status 2
# (or skipped and counted), and what was in the index stays as it was.
. "$(dirname "$0")/lib.sh"
cp -r "$sample" papers
run pilcrow index papers
check_status 0
run pilcrow search --json -n 50 refugee беженец
cp "$scratch/out" "$scratch/hits"

check_untouched() {
    local line=$command_line was=$status
    pilcrow search --json -n 50 refugee беженец >"$scratch/now" 2>&1
    command_line=$line status=$was
    check "the index is as it was" cmp -s "$scratch/now" "$scratch/hits"
}

# No index.
mkdir "$scratch/bare" && cd "$scratch/bare" || exit 1
for words in "search refugee" "show abc" "status" "check" "forget x" "index"; do
    run pilcrow $words
    check_status 2
    check_one_error
    check_err_text "pilcrow index"
done
check "none was made" [ -z "$(ls -A)" ]
cd "$here" || exit 1
for words in "search refugee" "show abc" "status" "check" "forget x" "index"; do
    run pilcrow $words -i nowhere
    check_status 2
    check_one_error
    check_err_text nowhere
    check "none was made" test ! -e nowhere
done

# A folder of something else is never written to.
mkdir other && printf 'mine\n' >other/mine.txt
for words in "search refugee" "show abc" "status" "check" "forget x" "index" \
    "index papers" "index --full papers"; do
    run pilcrow $words -i other
    check_status 2
    check_one_error
    check_err_text "other' is not a pilcrow index"
    run pilcrow $words -i papers/events.jsonl
    check_status 2
    check_one_error
    check_err_text events.jsonl
done
check "it holds what it held" [ "$(ls -A other)" = mine.txt ]

# An index of a newer format, and one whose first line is no sense.
cp -r .pilcrow newer
sed -i 's/^pilcrow [0-9]*/pilcrow 99/' newer/current
cp -r .pilcrow nonsense
printf 'lorem ipsum\n' >nonsense/current
cp -r .pilcrow hollow
rm -r hollow/data-*
for words in "search refugee" "show abc" "status" "check" "forget papers" \
    "index" "index papers"; do
    for index in newer nonsense hollow; do
        run pilcrow $words -i $index
        check_status 2
        # What is missing of an index is what "check" is asked for.
        if [ "$words $index" = "check hollow" ]; then
            check_out '^the data folder .* is not there'
        else
            check_silent out
        fi
        check_err '^pilcrow: '
        check "one line of errors" line_count_is 1 err
    done
done
run pilcrow search -i newer refugee
check_err_text "newer pilcrow"

# Files that are not there, not readable, not text.
run pilcrow index missing-folder
check_status 2
check_err '^pilcrow: missing-folder: no such file or folder$'
check_lines 1 err
check_untouched
run pilcrow index missing-folder papers
check_status 2
check_err_text missing-folder
check_untouched
run pilcrow index ''
check_status 2
check_one_error
check_untouched

mkdir bad
printf 'PK\003\004\0\0\0\0\0\0binary' >bad/binary.txt
: >bad/empty.txt
printf '   \n\n  \n' >bad/blank.txt
head -c 100000 /dev/urandom >bad/noise.txt
printf '\037\213\010\000 broken' >bad/false.txt.gz
mkfifo bad/pipe.txt
ln -s nowhere bad/dangling.txt
printf '{"text": "broken\n{"id": 7}\n[1]\nnull\n' >bad/broken.jsonl
head -c 67200000 /dev/zero | tr '\0' 'a' >bad/huge.txt
for file in binary.txt empty.txt noise.txt false.txt.gz huge.txt pipe.txt; do
    run timeout 60 "$PILCROW" index "bad/$file"
    check "skipped or failed" [ "$status" -eq 0 -o "$status" -eq 2 ]
    check_err "^pilcrow: bad/$file: "
    check_lines 1 err
    check_untouched
done
run timeout 60 "$PILCROW" index bad
check "skipped or failed" [ "$status" -eq 0 -o "$status" -eq 2 ]
check_untouched
run pilcrow forget bad
run timeout 60 "$PILCROW" index bad/blank.txt bad/dangling.txt bad/broken.jsonl
check "skipped or failed" [ "$status" -eq 0 -o "$status" -eq 2 ]
check_untouched
run pilcrow index /dev/null /dev/zero
check "skipped or failed" [ "$status" -eq 0 -o "$status" -eq 2 ]
check_err '^pilcrow: /dev/null: '
check_err '^pilcrow: /dev/zero: '
check_untouched
rm -r bad

# Broken UTF-8 is read, with what is broken replaced.
printf 'An ocelot \xff\xfe and \xc3( broken \xed\xa0\x80 bytes.\n' >ocelot.txt
run pilcrow index ocelot.txt
check_status 0
run pilcrow search --json ocelot
check_status 0
check "JSON is UTF-8" is_utf8 out
run pilcrow forget ocelot.txt
check_status 0

# What the user may not read: as someone else, root may read all.
user=
if [ "$(id -u)" -ne 0 ]; then
    user="env"
elif command -v setpriv >/dev/null && getent passwd nobody >/dev/null; then
    user="setpriv --reuid=nobody --clear-groups"
fi
if [ -n "$user" ] && $user true 2>/dev/null; then
    chmod 755 "$scratch"
    mkdir locked && cp papers/events.jsonl papers/*.md locked
    printf 'A wombat.\n' >locked/wombat.txt
    mkdir locked/inner && printf 'Another wombat.\n' >locked/inner/in.txt
    mkdir theirs && chmod 777 theirs
    if $user "$PILCROW" --version >/dev/null 2>&1; then
        chmod 000 locked/wombat.txt locked/inner
        run $user "$PILCROW" index -i theirs/idx locked
        check_status 2
        check_err '^pilcrow: locked/wombat.txt: .*[Pp]ermission denied'
        check_err '^pilcrow: locked/inner: .*[Pp]ermission denied'
        check_out '^2 files added.*; 2 could not be read$'
        chmod 755 locked/inner
        chmod 644 locked/wombat.txt
        run $user "$PILCROW" index -i theirs/idx locked
        check_status 0
        check_out '^2 files added, 0 changed, 0 removed, 2 unchanged'
        chmod 000 locked/inner locked/wombat.txt
        run $user "$PILCROW" index -i theirs/idx
        check_status 2
        run $user "$PILCROW" search -i theirs/idx --json wombat
        check_lines 2 out
        chmod 555 .pilcrow
        run $user "$PILCROW" index papers
        [ "$(id -u)" -eq 0 ] && check_status 2
        chmod 755 .pilcrow
        check_untouched
        run $user "$PILCROW" index -i /no-such-place/idx papers
        check_status 2
        check_one_error
        check_err_text /no-such-place
    else
        skip "'$user' cannot run the program: no test of permissions"
    fi
else
    skip "no other user to be: no test of permissions"
fi

# Another writer.
mkdir many
for i in $(seq 200); do cp "$sample"/s*.txt many && mv many/statelessness-report.txt "many/$i.txt"; done
# Copies pack well, words that stand nowhere else do not.
awk 'BEGIN { srand(1)
    for (i = 0; i < 2000; i++) {
        for (k = 0; k < 40; k++) printf "%x ", rand() * 4294967296
        print "\n"
    } }' >many/noise.txt
"$PILCROW" index -i busy many >/dev/null 2>&1 &
writer=$!
for try in $(seq 100); do
    [ -s busy/lock ] && break
    sleep 0.02
done
run pilcrow index -i busy papers
if kill -0 "$writer" 2>/dev/null; then
    check_status 2
    check_one_error
    check_err_text "is writing to"
else
    skip "the other writer was too quick"
fi
kill "$writer" 2>/dev/null
wait "$writer" 2>/dev/null
run pilcrow index -i busy papers
check_status 0
run pilcrow check -i busy
check_status 0

# A small disk that fills up, a disk that may not be written to.
mkdir "$scratch/mount-small"
if [ "$(id -u)" -eq 0 ] &&
    mount -t tmpfs -o size=1m pilcrow-test "$scratch/mount-small" 2>/dev/null
then
    small=$scratch/mount-small
    run pilcrow index -i "$small/idx" papers/events.jsonl
    check_status 0
    run pilcrow search -i "$small/idx" --json -n 50 postal
    cp "$scratch/out" "$scratch/small-hits"
    run pilcrow index -i "$small/idx" many papers
    check_status 2
    check_one_error
    check_err '[Nn]o space left'
    run pilcrow search -i "$small/idx" --json -n 50 postal
    check "the index is as it was" cmp -s "$scratch/out" "$scratch/small-hits"
    run pilcrow check -i "$small/idx"
    check_status 0
    run pilcrow index -i "$small/idx" --full many
    check_status 2
    check_one_error
    check_err '[Nn]o space left'
    run pilcrow check -i "$small/idx"
    check_status 0
    mount -o remount,ro "$small"
    run pilcrow search -i "$small/idx" --json -n 50 postal
    check_status 0
    check "a reader needs no writable disk" cmp -s "$scratch/out" "$scratch/small-hits"
    run pilcrow check -i "$small/idx"
    check_status 0
    run pilcrow index -i "$small/idx" papers
    check_status 2
    check_one_error
    check_err '[Rr]ead-only'
    run pilcrow forget -i "$small/idx" papers/events.jsonl
    check_status 2
    check_one_error
    umount "$small"
else
    skip "cannot mount a small disk: no test of full and read-only disks"
fi
check_untouched
finish
