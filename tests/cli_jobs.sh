#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Indexing with several threads: the same index as with one.
. "$(dirname "$0")/lib.sh"

# Many small files in several formats, which are cut by any thread, larger ones
# of many parcels, which are not, paragraphs that are the same, and what is passed
# over, all over the place.
mkdir -p papers/sub
for i in $(seq 1 40); do
    printf '# Paper %d\n\nA badger of paper %d.\n\nThe same in all.\n\nThe same in all.\n' \
        "$i" "$i" >"papers/$i.md"
done
cp "$sample"/*.txt papers/sub/
/usr/bin/python3 - >papers/many.jsonl <<'END'
for i in range(2000):
    if i % 500 == 7:
        print("this is no JSON")
    elif i % 5 == 0:
        print('{"id": "same", "text": "A camel comes back."}')
    else:
        print('{"id": "r%d", "title": "Record %d", "text": "%s"}'
              % (i, i, "word%d and camels, слово%d. " % (i % 97, i % 89) * 9))
END
# Records whose texts come again, in a file of many parcels.
/usr/bin/python3 - >papers/again.jsonl <<'END'
for i in range(6000):
    text = i * i % 701
    print('{"id": "a%d", "text": "%s"}'
          % (i, "gnu%d and gnus, слово%d. " % (text, text % 89) * 3))
END
printf '\0\1\2' >papers/zz.txt
printf '{"text": "A lemur."}\nno JSON\n{"text": "A loris."}\n' >papers/few.jsonl
for i in $(seq 1 9); do
    printf '<html><title>Page %d</title><p>A coati of page %d.<p>The same in all.' \
        "$i" "$i" >"papers/$i.html"
done
# Files that another program turns into text, which are loaded ahead.
ends=0
if command -v pandoc >/dev/null && command -v pdftotext >/dev/null; then
    for i in $(seq 1 5); do
        printf '# Report %d\n\nA tamandua of report %d.\n\nThe same in all.\n' \
            "$i" "$i" >report.md
        pandoc report.md -o "papers/report-$i.docx"
    done
    rm report.md
    printf 'PK\003\004 no more' >papers/report-0.docx
    printf '%%PDF-1.4 no more' >papers/report-6.pdf
    ends=2
fi
/usr/bin/python3 - >papers/long.md <<'END'
for i in range(6000):
    print("# Part %d\n\nA tapir of part %d, and camels, слово%d.\n" % (i, i, i % 89))
END

ask() {
    pilcrow search --json -n 50 "$@"
}

# Everything that can be seen of an index.
look() {
    local query
    pilcrow status --json | sed 's/"bytes":[0-9]*//'
    for query in camels gnu25 '"gnus слово7"' 'badger paper' 'слово12' 'kind:glossary refugee' \
        '"the same in all"' 'comes +back' 'coati page' tapir lemur \
        tamandua; do
        ask "$query"
    done
}

for jobs in 1 2 5 64; do
    mkdir "with-$jobs"
    cp -rp papers "with-$jobs/"
    cd "with-$jobs" || exit 1
    run pilcrow index --json --jobs "$jobs" papers
    check_status "$ends"
    sed 's/"seconds":[0-9.]*//' "$scratch/out" >"$here/report-$jobs"
    look >"$here/seen-$jobs"
    run pilcrow check
    check_status 0
    cd "$here" || exit 1
done
check "something was passed over" grep -q 'many.jsonl.*not' report-1
if [ -e papers/report-0.docx ]; then
    check "a broken document was passed over" grep -q 'report-0.docx' report-1
    check "a converted document was found" grep -q 'A tamandua of report 3' seen-1
fi
check "something was passed over in a small file" grep -q 'few.jsonl.*not' report-1
check "something was found" [ "$(wc -l <seen-1)" -gt 100 ]
for jobs in 2 5 64; do
    check "the same report with $jobs" cmp -s report-1 "report-$jobs"
    check "the same answers with $jobs" cmp -s seen-1 "seen-$jobs"
    if [ "$engine" = segment ]; then
        command_line="the files of the index"
        check "the same files with $jobs" \
            diff -r with-1/.pilcrow/data-1 "with-$jobs/.pilcrow/data-1"
    fi
done

# What has changed, with other files beside it.
cd with-5 || exit 1
for i in 3 5 7; do
    echo "A dormouse of paper $i." >"papers/$i.md"
done
rm papers/9.md
run pilcrow index --jobs 3
check_status "$ends"
check_out '^0 files added, 3 changed, 1 removed, '
run pilcrow search --json dormouse
check_lines 3 out
run pilcrow check
check_status 0

run pilcrow index --jobs 0
check_status 2
finish
