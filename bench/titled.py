#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""titled.py SET N < corpus.tsv > corpus.jsonl

The first sentence of each text of cranfield or scifact becomes its title, and
every N sentences of the rest a paragraph (0: all of them one)."""
import json
import re
import sys


def cut(name, text):
    end = re.search(r" \. " if name == "cranfield" else r"(?<=[.?!]) ", text)
    if not end or not text[end.end():].strip():
        return "", text
    return text[:end.start()], text[end.end():]


def paragraphs(text, count):
    sentences = [s for s in re.split(r"(?<=[.?!])\s+|\s\.\s", text) if s.strip()]
    if not count:
        return text
    return "\n\n".join(" ".join(sentences[i:i + count])
                       for i in range(0, len(sentences), count)) or text


for line in sys.stdin:
    name, _, text = line.rstrip("\n").partition("\t")
    title, rest = cut(sys.argv[1], text)
    record = {"id": name, "title": title,
              "text": paragraphs(rest, int(sys.argv[2])) or "-"}
    if not title:
        del record["title"]
    print(json.dumps(record, ensure_ascii=False))
