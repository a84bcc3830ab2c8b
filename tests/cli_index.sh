#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Filling an index: what is said of it, what changes, standard input, Ctrl-C.
. "$(dirname "$0")/lib.sh"
cp -r "$sample" papers
count() { pilcrow status --json | sed "s/.*\"$1\":\([0-9]*\).*/\1/"; }
summary() { check "summary begins '$1'" grep -Eq "^$1" "$scratch/out"; }

# The first run makes ./.pilcrow; the next ones read only what changed.
run pilcrow index papers
check_status 0
check_silent err
check_lines 1 out
summary '8 files added, 0 changed, 0 removed, 0 unchanged; [0-9]+ paragraphs, [0-9,]+ words read in [0-9.]+ s$'
check "the index is here" test -d .pilcrow
run pilcrow index
check_status 0
summary '0 files added, 0 changed, 0 removed, 8 unchanged; 0 paragraphs'
printf '\nA walrus was added.\n' >>papers/statelessness-report.txt
run pilcrow index papers
check_status 0
summary '0 files added, 1 changed, 0 removed, 7 unchanged; '
run pilcrow search walrus
check_status 0
rm papers/statelessness-report.txt
run pilcrow index
check_status 0
summary '0 files added, 0 changed, 1 removed, 7 unchanged; '
run pilcrow search walrus
check_status 1
run pilcrow index --full
check_status 0
run pilcrow check
check_status 0

# Without a path, from a folder below: the index above.
cd papers || exit 1
run pilcrow index
check_status 0
summary '0 files added, 0 changed, 0 removed, 7 unchanged; '
check "no index was made here" test ! -e .pilcrow
cd ..

# JSON.
printf 'A walrus on its own.\n' >walrus.txt
run pilcrow index --json walrus.txt
check_status 0
check_lines 1 out
check_out '^\{"added":1,"changed":0,"removed":0,"unchanged":0,"skipped":\[\],"paragraphs":1,"seconds":[0-9.e-]+\}$'

# Several paths, excluded ones, hidden ones, links.
mkdir -p more/.secret more/drafts
printf 'An aardvark is first.\n' >more/one.txt
printf 'An aardvark is drafted.\n' >more/drafts/two.txt
printf 'An aardvark is hidden.\n' >more/.secret/three.txt
printf 'An aardvark is elsewhere.\n' >elsewhere.txt
ln -s ../elsewhere.txt more/link.txt
run pilcrow index -i a.idx --exclude drafts more walrus.txt
check_status 0
summary '2 files added'
run pilcrow index -i b.idx --hidden --follow --exclude='*.zip' --exclude one.txt more
check_status 0
summary '3 files added'
run pilcrow search -i b.idx --json -n 50 aardvark
check_lines 3 out
check_no_out 'one\.txt'

# Files passed over by rule leave 0 and are told apart from failures.
printf 'a\0b\0c\0' >more/binary.txt
: >more/empty.txt
run pilcrow index -i c.idx more
check_status 0
check_err '^pilcrow: more/binary.txt: skipped: '
check_err '^pilcrow: more/empty.txt: skipped: '
check_out '; [0-9]+ skipped$'
for i in 1 2 3 4 5 6 7 8; do : >more/empty-$i.txt; done
run pilcrow index -i d.idx more
check_status 0
check_err '^pilcrow: skipped [0-9]+: '
check "skips are counted, not listed" [ "$(wc -l <"$scratch/err")" -le 8 ]
run pilcrow index -i d.idx --json more
check_status 0
check_out '"skipped":\[\{"path":"more/[^"]*","reason":"[^"]+"\}'

# Standard input.
give 'A narwhal came through a pipe.\n'
run pilcrow index --name piped.txt -
check_status 0
summary '1 file added'
run pilcrow search narwhal
check_status 0
check_out '^piped.txt:1:'
give 'A narwhal came again.\n\nAnd left.\n'
run pilcrow index - --name piped.txt --json
check_status 0
check_out '"added":0,"changed":1,'
run pilcrow index
check_status 0
run pilcrow search narwhal
check_status 0
check_lines 3 out
run pilcrow forget piped.txt
check_status 0
run pilcrow search narwhal
check_status 1
give 'An impala as pdftotext has it.\n\f'
run pilcrow index --name law.pdf -
check_status 0
run pilcrow search impala
check_out '^law.pdf:1:'
check_out 'page 1$'
give '<html><body><p>404, and no impala.</p></body></html>'
run pilcrow index --name page.pdf -
check_status 2
check_err 'page.pdf: not a PDF file'
give '# Heading\n\nA *gnu* in bold.\n'
run pilcrow index --format text --name gnu.md - walrus.txt
check_status 0
run pilcrow search --json gnu
check_out '\*gnu\*'
give '{"id":"r1","text":"An okapi.","year":1999}\n'
run pilcrow index --format jsonl --name stream -
check_status 0
run pilcrow search --json okapi
check_out '"document":"r1","path":"stream".*"meta":\{"year":1999\}'
head -c 67200000 /dev/zero | tr '\0' 'a' >"$scratch/in"
before=$(count generation)
run pilcrow index --name big -
check_status 2
check_one_error
check_err_text "over 64 MB"
check "nothing was changed" [ "$(count generation)" = "$before" ]

# A folder that went away drops nothing unless that is wanted.
mkdir away && printf 'A quokka.\n' >away/q.txt
run pilcrow index away
check_status 0
mv away gone
run pilcrow index
check_status 2
check_err '^pilcrow: away: '
run pilcrow search quokka
check_status 0
run pilcrow index --prune
check_status 0
run pilcrow search quokka
check_status 1

# Options the library refuses.
run pilcrow index --lang xx -i new.idx papers
check_status 2
check_one_error
check_err_text "'xx'"
run pilcrow index --engine abacus -i new.idx papers
check_status 2
check_one_error
check_err_text "'abacus'"
run pilcrow index --lang en papers
check_status 2
check_one_error
check_err_text "--full"

# Ctrl-C: what is finished is kept, the rest comes with the next run.
mkdir many
for i in $(seq 120); do
    for file in statelessness-report study-text-protection-agencies; do
        cp "$sample/$file.txt" "many/$file-$i.txt"
    done
done
# A slow machine may need longer to finish the first file.
for seconds in 1 3 9; do
    rm -rf "$here/interrupted"
    mkdir "$here/interrupted" && cd "$here/interrupted" || exit 1
    run timeout --preserve-status --signal=INT "$seconds" "$PILCROW" index ../many
    grep -qv '^0 files added' "$scratch/out" && break
done
if [ "$status" -eq 0 ]; then
    skip "the machine indexed 240 files before Ctrl-C came"
else
    check_status 130
    check_err '^pilcrow: stopped by Ctrl-C'
    check_lines 1 out
    added=$(sed 's/ .*//' "$scratch/out")
    check "some were finished, some not" [ "$added" -gt 0 -a "$added" -lt 240 ]
    check "they are in the index" [ "$(count documents)" -eq "$added" ]
    run pilcrow check
    check_status 0
    run pilcrow index ../many
    check_status 0
    summary "$((240 - added)) files? added, 0 changed, 0 removed, $added unchanged"
fi
cd "$here" || exit 1

# Ctrl-C while standard input is awaited.
mkfifo pipe
sleep 60 >pipe &
writer=$!
command_line='index --name x - <pipe'
for seconds in 3 9 27; do # a slow machine may not have begun to read
    timeout --preserve-status --signal=INT "$seconds" "$PILCROW" \
        index --name x - <pipe >"$scratch/out" 2>"$scratch/err"
    status=$?
    [ -s "$scratch/err" ] && break
done
kill "$writer" 2>/dev/null
check_status 130
check_one_error
finish
