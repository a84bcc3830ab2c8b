#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Records of which many have the same text: the same is found, with the same
# scores, as where that is not made use of, in files too small for it.
. "$(dirname "$0")/lib.sh"

mkdir one many
/usr/bin/python3 - <<'END'
import random
random.seed(5)
words = ["heron", "egret", "ibis", "аист", "цапля", "stork", "crane", "bittern"]
texts = [" ".join(random.choice(words) + random.choice(["", "s"] + [str(k % 40)] * 90)
                  for _ in range(random.randint(3, 60))) for k in range(900)]
lines = []
for i in range(5000):
    text = texts[min(random.randrange(900), random.randrange(900))]
    kind = random.randrange(20)
    if kind == 0:
        text += "\\n\\n" + texts[0]
    title = ', "title": "Heron"' if kind == 1 else ""
    lines.append('{"id": "r%d"%s, "text": "%s", "year": %d}\n'
                 % (i, title, text, 1990 + i % 30))
open("one/all.jsonl", "w").writelines(lines)
for part in range(50):
    with open("many/part-%02d.jsonl" % part, "w") as out:
        out.writelines(lines[part * 100:part * 100 + 100])
END
check "the file is large enough" [ "$(wc -c <one/all.jsonl)" -gt 524288 ]

# A line for each hit, without what tells the files apart.
hits() {
    local query
    for query in heron 'egret3 ibis' '+crane +storks' '"ibis12 crane12"' 'цапли' \
        'heading:heron' 'doc:r77' 'bittern12 NOT herons' 'stork NEAR/3 crane'; do
        pilcrow search -i "$1" --json -n 1000 "$query" | /usr/bin/python3 -c '
import json, sys
for hit in map(json.loads, sys.stdin):
    print(hit["document"], "%.9f" % hit["score"], hit["lang"], hit["text"],
          hit["highlights"], hit["meta"])' | sort
    done
}

run pilcrow index -i few many
check_status 0
hits few >expected
check "something is found" [ "$(wc -l <expected)" -gt 1000 ]
words=$(pilcrow status -i few --json | grep -o '"words":[0-9]*')
for memory in 1 256; do
    for jobs in 1 3; do
        index=index-$memory-$jobs
        run pilcrow index -i "$index" --memory "$memory" --jobs "$jobs" one
        check_status 0
        check_out '5,[0-9]* paragraphs'
        run pilcrow check -i "$index"
        check_status 0
        run pilcrow status -i "$index" --json
        check_out "$words"
        hits "$index" >found
        check "the same hits with $memory MB, $jobs" cmp -s expected found
    done
done

# The file comes again, with fewer records.
head -n 3000 one/all.jsonl >half && mv half one/all.jsonl
run pilcrow index -i index-256-1
check_status 0
run pilcrow check -i index-256-1
check_status 0
rm -r many/part-[345]*
run pilcrow index -i few --prune
check_status 0
hits few >expected
hits index-256-1 >found
check "the same hits of what is left" cmp -s expected found

# However often a text comes, each place of it is a paragraph.
yes '{"text": "yes"}' | head -n 100003 >yes.jsonl
run pilcrow index -i often yes.jsonl
check_status 0
check_out '; 100,003 paragraphs, [^;]*$'
finish
