#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# engine/segment/FORMAT.md against what is on disk: a reader that knows nothing
# else finds in the files what the program finds in the index.
. "$(dirname "$0")/lib.sh"
python=/usr/bin/python3
reader=$SOURCE/tests/format_reader.py

mkdir papers
cp "$sample"/*.txt papers/
"$python" - >papers/many.jsonl <<'END'
for i in range(3000):
    print('{"id": "r%d", "text": "%s"}'
          % (i, "Badgers of set %d, барсуки. " % (i % 97) * (1 + i % 7)))
END
run pilcrow index --engine segment papers
check_status 0
run "$python" "$reader" .pilcrow/data-1
check_status 0
cp "$scratch/out" dump

# Whole: what the reader found, held against what the program answers.
cat >compare.py <<'END'
import json, os, subprocess, sys
pilcrow = os.environ["PILCROW"]
lines = [json.loads(line) for line in open("dump", encoding="utf-8")]
paragraphs = [p for p in lines if "record" in p and not p["deleted"]]
terms = {(t["field"], t["term"]): t for t in lines if "field" in t}
faults = 0

def ask(*arguments):
    out = subprocess.run([pilcrow, *arguments], capture_output=True).stdout
    return [json.loads(line) for line in out.decode().splitlines()]

def same(what, found, right):
    global faults
    if found != right:
        faults += 1
        print("%s: %s in the files, %s in the index" % (what, found, right))

status = ask("status", "--json")[0]
same("paragraphs", len(paragraphs), status["paragraphs"])
same("generation", lines[0]["generation"], status["generation"])
for p in paragraphs[::len(paragraphs) // 20]:
    shown = ask("show", "--json", "--context", "0", p["id"])[0]
    same(p["id"] + " has its text", shown["text"] in p["record"], True)
    same(p["id"] + " has its path", shown["path"] in p["record"], True)
if len(sys.argv) == 1:
    scored = [t for t in terms.values() if t["field"] in ("BODY", "HEADING")]
    same("occurrences", sum(t["occurrences"] for t in scored),
         sum(p["length"] for p in paragraphs))
    asked = [("LANG", "ru", "lang:ru"), ("LANG", "en", "lang:en"),
             ("KIND", "glossary", "kind:glossary"), ("DOC", "r17", "doc:r17"),
             ("DOC", "papers/many.jsonl", "doc:papers/many.jsonl")]
    for word in ("badger", "барсук", "refugee", "the", "96"):
        term = ask("analyze", "--json", word)[0]["term"]
        asked.append(("BODY", term, word))
    for field, term, query in asked:
        answer = ask("search", "--json", "--summary", "--no-translate",
                     "-n", "1", query)[-1]["summary"]
        same(query, terms[field, term]["documents"], answer["total"])
sys.exit(faults > 0)
END
run "$python" compare.py
check_status 0
check_silent out

# Several segments, with paragraphs deleted in them.
rm papers/coordination-meeting-paper.txt
echo 'A camel.' >papers/camel.md
run pilcrow index
check_status 0
run "$python" "$reader" .pilcrow/data-1
check_status 0
cp "$scratch/out" dump
check "some are deleted" grep -q '"deleted": true' dump
run "$python" compare.py deleted
check_status 0
check_silent out
run pilcrow compact
check_status 0
run "$python" "$reader" .pilcrow/data-2
check_status 0
cp "$scratch/out" dump
check "none is deleted any more" [ "$(grep -c '"deleted": true' dump)" = 0 ]
run "$python" compare.py
check "nothing else came" [ -s dump ]

# A byte that has changed is not trusted.
file=$(ls .pilcrow/data-2/segment-* | head -1)
printf '\377' | dd of="$file" bs=1 seek=100 conv=notrunc 2>/dev/null
run "$python" "$reader" .pilcrow/data-2
check_status 1

# Files of another version are told, and a rebuild makes them of this one.
"$python" - "$(dirname "$reader")" .pilcrow/data-2/manifest <<'END'
import struct, sys
sys.path.insert(0, sys.argv[1])
import format_reader
data = bytearray(open(sys.argv[2], "rb").read())
data[16] -= 1
data[-8:] = struct.pack("<Q", format_reader.xxh3(bytes(data[:-8])))
open(sys.argv[2], "wb").write(data)
END
run pilcrow search camel
check_status 2
check_err_text "another version of pilcrow; rebuild the index in"
run pilcrow index
check_status 2
run pilcrow index --full papers
check_status 0
run pilcrow search camel
check_status 0
finish
