#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Make a glossary of Debian's mueller7-dict, for `pilcrow glossary import`.

    bench/mueller.py > /tmp/mueller.tsv

Out: "word<TAB>translation, translation...", a line an English word, in the
dictionary's order. Usage marks, transcriptions, notes in parentheses and
phrases given as examples stay behind.
"""
import gzip
import re
import sys

DICTIONARY = "/usr/share/dictd/mueller7.dict.dz"
WORDS_MAX = 3  # of one translation: more is an explanation

LATIN = re.compile(r"[A-Za-z]")
CYRILLIC = re.compile(r"[а-яё]", re.I)


def articles(lines):
    """Yield (headword, text) of each article."""
    head, body = None, []
    for line in lines:
        line = line.rstrip("\n")
        if line and not line[0].isspace():
            if head:
                yield head, " ".join(body)
            head, body = line.strip(), []
        else:
            body.append(line.strip())
    if head:
        yield head, " ".join(body)


def translations(text):
    """The Russian words and short phrases of an article, each once."""
    text = re.sub(r"\[[^\]]*\]", " ", text)        # transcription
    text = re.sub(r"\([^)]*\)", " ", text)         # notes
    text = re.sub(r"_[\w.-]+", " ", text)          # usage marks
    text = re.sub(r"(?:^|(?<=\s))[\dа-яIVX]+[.)>](?=\s|$)", ";", text)
    seen = []
    for part in re.split(r"[;,:]", text):
        part = " ".join(part.split()).strip(" .!?")
        if not CYRILLIC.search(part) or LATIN.search(part):
            continue
        if len(part.split()) <= WORDS_MAX and part not in seen:
            seen.append(part)
    return seen


def main():
    with gzip.open(DICTIONARY, "rt", encoding="utf-8") as file:
        for head, text in articles(file):
            if (head.startswith("00-") or CYRILLIC.search(head)
                    or not LATIN.search(head)):
                continue
            found = translations(text)
            if found:
                print(head, ", ".join(found), sep="\t")


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"no dictionary (Debian package mueller7-dict): {error}")
