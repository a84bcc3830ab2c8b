#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Make a collection with few paragraphs in one of its two languages.

    bench/few.py ru 24 DATA OUT     all English paragraphs, 24 of the Russian ones
    bench/few.py en 24 DATA OUT     all Russian paragraphs, 24 of the English ones

In: the sets xquad-en, xquad-ru, xquad-ru2en and xquad-en2ru in DATA, whose
paragraphs say the same in both languages. Out: OUT.jsonl to be indexed and
OUT.qrels, by which a question in the language of the few is answered by its
paragraph in either language; the questions are those of xquad-ru2en or -en2ru.
"""
import json
import random
import sys


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [line.rstrip("\n").split("\t", 1) for line in lines]


def main():
    few, count, data, out = sys.argv[1:]
    many = {"ru": "en", "en": "ru"}[few]
    random.seed(7)
    taken = random.sample(read(f"{data}/xquad-{few}/corpus.tsv"), int(count))
    with open(f"{out}.jsonl", "w", encoding="utf-8") as lines:
        paragraphs = read(f"{data}/xquad-{many}/corpus.tsv")
        paragraphs += [("few-" + name, text) for name, text in taken]
        for name, text in paragraphs:
            record = {"id": name, "text": text}
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")
    names = {name for name, _ in taken}
    with open(f"{out}.qrels", "w", encoding="utf-8") as lines:
        for query, rest in read(f"{data}/xquad-{few}2{many}/qrels.tsv"):
            name, relevant = rest.split("\t")
            lines.write(f"{query}\t{name}\t{relevant}\n")
            if name in names:
                lines.write(f"{query}\tfew-{name}\t{relevant}\n")


main()
