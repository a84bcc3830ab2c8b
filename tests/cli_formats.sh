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

# A PDF in letters that run from right to left, which is read as plain text.
if command -v pdftotext >/dev/null; then
    printf '%s\n' '%PDF-1.4' '1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj' \
        '2 0 obj <</Type/Pages/Kids[4 0 R]/Count 1>> endobj' \
        '3 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding' \
        '<</Differences[97/afii57664/afii57665/afii57666]>>>> endobj' \
        '4 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]' \
        '/Resources<</Font<</F1 3 0 R>>>>/Contents 5 0 R>> endobj' \
        '5 0 obj <</Length 40>>stream' \
        'BT /F1 9 Tf 40 700 Td (abc bca cab) Tj ET' 'endstream endobj' \
        'trailer <</Root 1 0 R>>' '%%EOF' >papers/left.pdf
    run pilcrow index -i pdf.idx papers/left.pdf
    check_status 0
    check_err '^pilcrow: papers/left.pdf:1: skipped: where its words stand, as most of its letters run from right to left; '
    check_out '^1 file added.* 1 paragraph,'
    run pilcrow index -i json.idx --json papers/left.pdf
    check_status 0
    check_out '"reason":"line 1: where its words stand, as '
else
    echo "skipped: pdftotext is not installed"
fi
finish
