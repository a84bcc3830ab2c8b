#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Files of every format, found by a walk and named on the command line.
. "$(dirname "$0")/lib.sh"
mkdir papers
printf '<html><title>Home</title><nav>Menu</nav>\n<h2>Part</h2>\n<p>A <b>wal</b>rus\nin HTML.</p>' \
    >papers/page.html
gzip -c papers/page.html >papers/packed.htm.gz
printf '%%PDF-1.4 no more' >papers/broken.pdf
printf 'no document at all' >papers/broken.docx

# A walk takes them all; what cannot be read is told and the rest goes on.
run pilcrow index papers
check_out '^2 files added'
check_err '^pilcrow: papers/broken.pdf: '
check_err '^pilcrow: papers/broken.docx: '
run pilcrow search --json walrus
check_status 0
check_lines 2 out
check_out '"path":"papers/page.html","line":3,"end_line":4,.*"title":"Home","heading":\["Part"\]'
check_out '"text":"A walrus in HTML\."'
check_out '"path":"papers/packed.htm.gz","line":3'
run pilcrow search Menu
check_status 1

# A page is text when that is asked for, and text a page.
run pilcrow index -i text.idx --format text papers/page.html
check_status 0
run pilcrow search -i text.idx --json title
check_out '<title>Home</title>'
printf 'A <i>gnu</i> &amp; more' >papers/gnu.txt
run pilcrow index -i html.idx --format html papers/gnu.txt
check_status 0
run pilcrow search -i html.idx --json gnu
check_out '"text":"A gnu & more"'

# A file without an ending that begins as a page is one.
printf '<!doctype html>\n<p>An <em>okapi</em>.' >papers/page
run pilcrow index -i auto.idx papers/page
run pilcrow search -i auto.idx --json okapi
check_out '"text":"An okapi\."'

# From standard input.
give '<meta charset=koi8-r><p>\304\317\315 on the hill'
run pilcrow index -i in.idx --format html --name page -
check_status 0
run pilcrow search -i in.idx --json дом
check_out '"text":"дом on the hill"'

# Word documents through pandoc.
if command -v pandoc >/dev/null; then
    printf '# Animals\n\nA quokka in Word.\n' | pandoc -o papers/word.docx
    run pilcrow index -i docx.idx papers/word.docx
    check_status 0
    run pilcrow search -i docx.idx --json quokka
    check_out '"heading":\[\].*"text":"A quokka in Word\."|"heading":\["Animals"\]'
    cp papers/word.docx papers/unnamed
    run pilcrow index -i unnamed.idx papers/unnamed
    check_status 0
    run pilcrow search -i unnamed.idx --json quokka
    check_out '"text":"A quokka in Word\."'
else
    echo "skipped: pandoc is not installed"
fi
finish
