#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What changes when someone watches: colour, width, the progress line.
. "$(dirname "$0")/lib.sh"
if ! script -qec true /dev/null >/dev/null 2>&1; then
    echo "script(1) cannot play a terminal here; skipped"
    exit 77
fi
cp -r "$sample" papers
run pilcrow index papers
check_status 0

# Run on a terminal of so many columns; both streams end up in $scratch/out.
# watch COLUMNS COMMAND-LINE
watch() {
    command_line="$2 ($1 columns)"
    TERM=${TERM_FOR_TEST-xterm} script -qec \
        "stty cols $1 rows 50; $2" /dev/null </dev/null \
        >"$scratch/out" 2>"$scratch/err"
    status=$?
    tr -d '\r' <"$scratch/out" >"$scratch/plain"
    mv "$scratch/plain" "$scratch/out"
}
# What is to be seen: without styles and hyperlinks.
bare() { sed 's/\x1b\[[0-9;]*[mK]//g; s/\x1b\]8;;[^\x1b]*\x1b\\//g' "$scratch/out"; }
program="'$PILCROW'"

watch 80 "$program search -n 2 refugee camp"
check_status 0
check_out $'^\e\\]8;;file://[^\e]*/papers/[^\e]*\e\\\\\e\\[0;35mpapers/'
check_out $'\e\\[0;1;31m[Rr]efugee'
check_out '^1-2 of (at least )?[0-9]+ paragraphs$'
for columns in 40 60 100; do
    watch $columns "$program search -n 5 refugee camp беженцы"
    check_status 0
    # A place too long for the line stays whole: editors read it.
    check "lines fit $columns columns" [ "$(bare | sed -E 's/^papers[^:]*:[0-9]+:.*//' | wc -L)" -le $columns ]
done
id=$(pilcrow search -n 1 'durable solution' | sed -n 's/^  \([a-z2-7]\{12\}\).*/\1/p')
watch 40 "$program show --context 1 $id"
check_status 0
check_out $'\e\\[0;2m'
check "the text fits 40 columns" [ "$(bare | sed -E 's/^papers[^:]*:.*//' | wc -L)" -le 40 ]
# Wrapping changes nothing but blanks and line ends.
watch 40 "$program show $id"
check "no letter is lost" [ "$(bare | tr -d ' \n')" = "$(pilcrow show "$id" | tr -d ' \n')" ]

# Help is as wide as the terminal, and no wider than 80 columns.
for columns in 40 60 80 200; do
    for verb in "" index search help; do
        watch $columns "$program help --color never $verb"
        check_status 0
        most=$((columns < 80 ? columns : 80))
        check "help $verb fits $most columns" [ "$(bare | wc -L)" -le $most ]
        check "no word of it is lost" [ "$(bare | tr -d ' \n')" = "$(pilcrow help $verb | tr -d ' \n')" ]
    done
done
watch 80 "$program help"
check_out $'^\e\\[0;1mverbs'

# No colour where it is not wanted.
watch 80 "NO_COLOR=1 $program search -n 1 refugee"
check_no_out $'\e'
watch 80 "$program search --color never -n 1 refugee"
check_no_out $'\e'
watch 80 "NO_COLOR= $program search -n 1 refugee"
check_out $'\e\\['
TERM_FOR_TEST=dumb watch 80 "$program search -n 1 refugee"
check_no_out $'\e'
watch 80 "$program search -n 1 refugee | cat"
check_no_out $'\e'

# Messages are wrapped, but for words too long for a line; in a pipe they are one
# line.
watch 40 "$program search --jsno words"
check "the message fits 40 columns" [ "$(bare | wc -L)" -le 40 ]
check "it takes several lines" [ "$(bare | wc -l)" -gt 1 ]
check_out '^  [^ ]'
watch 40 "$program search -i $here/a/very/long/path/that/does/not/fit/into/any/line words"
check_out_text "$here/a/very/long/path/that/does/not/fit/into/any/line"
run pilcrow search --jsno words
check_one_error
watch 40 "$program"
check "the usage fits 40 columns" [ "$(bare | wc -L)" -le 40 ]
watch 40 "$program search -n 2 --facets refugee"
check_out '^        [ 0-9]  (\e\[[0-9;]*m)?(paragraph|list|table)|paragraph'
check "a document's path stays whole" [ "$(bare | grep -Exc ' +[0-9]+  papers/[a-z0-9-]+\.[a-z]+')" -ge 1 ]

# Wide characters and marks: by their columns, nothing lost.
printf '難民は保護を求める人々です。難民認定の手続きは国によって異なります。難民 e\314\201te\314\201 наи\314\201лучший 😀😀😀\n' >wide.txt
run pilcrow index -i wide.idx wide.txt
for columns in 20 27 40 41; do
    watch $columns "$program search -i wide.idx --color never наилучший"
    check "wide text fits $columns columns" [ "$(LC_ALL=C.UTF-8 bare | wc -L)" -le $columns ]
    check "none of it is lost" [ "$(bare | sed '/^wide.txt/d; /^  [a-z2-7]\{12\}$/,$d' | tr -d ' \n')" = "$(tr -d ' \n' <wide.txt)" ]
done

# Places are links where the terminal takes them and colour is wanted.
link=$'\e]8;;'
watch 80 "$program search -n 1 refugee"
check_out "^$link""file://$(hostname)$here/papers/[a-z-]+\.txt"$'\e\\\\'
check "each link is ended" [ "$(grep -o $'\e]8;;[^\e]' "$scratch/out" | wc -l)" -eq "$(grep -o $'\e]8;;\e' "$scratch/out" | wc -l)" ]
watch 80 "$program show $id"
check_out "$link"'file://'
watch 80 "PILCROW_LINK='vscode://file{path}:{line}?{x}' $program search -n 1 refugee"
check_out "$link""vscode://file$here/papers/[a-z-]+\.txt:[0-9]+\?\{x\}"
watch 80 "PILCROW_LINK=\$(printf 'x:\\033]2;title\\007 {path}') $program search -n 1 refugee"
check_out "$link"'x:]2;title/'
for setting in PILCROW_LINK= NO_COLOR=1 TERM=linux TERM=dumb TERM=eterm-color; do
    watch 80 "env $setting '$PILCROW' search -n 1 refugee"
    check "no link with $setting" not has_text "$link" out
done
watch 80 "$program search --color never -n 1 refugee"
check "no link without colour" not has_text "$link" out
watch 80 "$program search --color always -n 1 refugee | cat"
check "no link in a pipe" not has_text "$link" out
mkdir -p 'a b/п'
printf 'A hoopoe.\n' >$'a b/п/%41\e\\\u202e;.txt'
run pilcrow index -i odd.idx 'a b'
watch 80 "$program search -i odd.idx hoopoe"
check_out_text "$here/a%20b/%D0%BF/%2541%1B%5C%E2%80%AE%3B.txt"
check_out_text 'a b/п/%41\x1b\\u202e;.txt'
give 'A hoatzin.\n'
run pilcrow index -i odd.idx --name bird.txt -
watch 80 "$program search -i odd.idx hoatzin"
check_out 'bird.txt'
check "no link to what is no file" not has_text "$link" out

# Hazards stay escapes on a terminal.
printf 'A giraffe \e[2J\u202e and \a%s.\n' "$(printf ' munching%.0s' {1..20})" >$'odd\e[5m.txt'
run pilcrow index $'odd\e[5m.txt'
check_status 0
check_silent err
watch 80 "$program search --color never giraffe"
check_out_text '\x1b[2J\u202e'
check_out_text 'odd\x1b[5m.txt'
check_no_out $'\e'

# Long work shows how far it is, short work does not.
watch 80 "$program index papers"
check_status 0
check_no_out $'\e'
mkdir many
for i in $(seq 100); do
    cp "$sample/study-text-protection-agencies.txt" "many/$i.txt"
    cp "$sample/statelessness-report.txt" "many/$i-b.txt"
done
watch 80 "$program index -i many.idx many"
check_status 0
seconds=$(sed -n 's/.* read in \([0-9]*\)\..*/\1/p' "$scratch/out" | tail -n 1)
if [ "${seconds:-0}" -ge 1 ]; then
    check_out '[0-9]+/200 files, [0-9.]+ MB/s, [0-9]+:[0-9][0-9] left'
    check_out '\[=* *\] '
    check "it is gone in the end" grep -q $'\e\\[K200 files added' "$scratch/out"
    TERM_FOR_TEST=dumb watch 80 "$program index --full -i many.idx many"
    check_no_out ' MB/s'
else
    skip "the machine is too quick for a progress line"
fi

# What cannot say how far it is says what it does, until it is done.
watch 80 "$program check"
check_status 0
check_out $'^checking\e\\[Kok$'
watch 80 "$program compact"
check_status 0
check_out $'^writing the index anew\e\\[K.*, now '
run pilcrow compact
check_status 0
check_silent err

# Who presses Ctrl-C is told at once that it was heard.
mkfifo pipe
sleep 60 >pipe &
writer=$!
for seconds in 2 9 27; do # a slow machine may not have begun to read
    watch 80 "timeout --preserve-status --foreground --signal=INT $seconds $program index -i stopped.idx --name x - <pipe"
    [ -s "$scratch/out" ] && break
done
kill "$writer" 2>/dev/null
check_status 130
check_out '^pilcrow: stopping; Ctrl-C again ends at once$'
finish
