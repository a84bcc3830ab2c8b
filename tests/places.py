#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Hits as JSON Lines on standard input: is the text of each one found in the
lines and bytes of the file that it names? Words are compared without anything
but letters and digits, so that mark-up and line ends do not matter."""
import json
import re
import sys

LETTERS = re.compile(r"[^\w]|_")


def squeeze(text):
    text = re.sub(r"</?\w+[^<>:]*>|&\w+;|\]\([^)]*\)", "", text)
    return LETTERS.sub("", text.replace("\u00ad", ""))


def words(text):
    return [w for w in re.split(r"[^\w]+|_", text) if w]


def missing(hit):
    data = open(hit["path"], encoding="utf-8").read()
    lines = data.split("\n")[hit["line"] - 1:hit["end_line"]]
    piece = data.encode()[hit["byte"]:hit["end_byte"]].decode()
    for name, source in (("lines", "\n".join(lines)), ("bytes", piece)):
        held = squeeze(source)
        lost = [w for w in words(hit["text"]) if w not in held]
        if lost:
            return f"{name} lack {lost[:5]}"
    return None


count = wrong = 0
for line in sys.stdin:
    hit = json.loads(line)
    count += 1
    problem = missing(hit)
    if problem:
        wrong += 1
        print(f"{hit['path']}:{hit['line']}-{hit['end_line']} {problem}")
print(f"{count} hits, {wrong} wrong")
sys.exit(1 if wrong or not count else 0)
