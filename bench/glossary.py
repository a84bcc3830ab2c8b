#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Precision and recall of the glossary entries that Pilcrow finds.

    bench/glossary.py PROGRAM DATA [SEEDS]

PROGRAM is the build's bin/bench_glossary. DATA holds NAME.md beside NAME.gold.tsv (line, term, translation); seed-003's
text is the one of SEEDS (DATA/../../seeds unless given) that begins with 003.
An entry is found when its line and its term agree, whatever stands in brackets
aside. Entries that are no pair of a Latin and a Cyrillic side count neither
way. Exit status 1 if precision or recall is under 0.97."""
import glob
import os
import re
import subprocess
import sys

LEAST = 0.97


def term_key(term):
    """A term without brackets, quotation marks and case."""
    term = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", term)
    return " ".join(re.sub(r"[«»\"“”*_]", " ", term).lower().split())


def has_both(term, translation):
    cyrillic = [bool(re.search("[а-яёіїєґ]", side.lower()))
                for side in (term, translation)]
    return cyrillic[0] != cyrillic[1]


def read_gold(path):
    """The entries to be found, and those that count neither way."""
    rows = [line.rstrip("\n").split("\t") for line in open(path)][1:]
    both, neither = set(), set()
    for row in rows:
        (both if has_both(row[1], row[2]) else neither).add(
            (int(row[0]), term_key(row[1])))
    return both, neither


def find_entries(program, path):
    lines = subprocess.run([program, path], check=True, text=True,
                           stdout=subprocess.PIPE).stdout.splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    return {(int(row[0]), term_key(row[1])) for row in rows}


def text_of(gold, seeds):
    name = gold[:-len(".gold.tsv")]
    if os.path.basename(name).startswith("seed-"):
        number = os.path.basename(name)[len("seed-"):]
        return glob.glob(os.path.join(seeds, number + "_*"))[0]
    return name + ".md"


def ratio(part, whole):
    return part / whole if whole else 1.0


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    program = sys.argv[1]
    data = sys.argv[2]
    seeds = sys.argv[3] if len(sys.argv) > 3 else os.path.join(
        data, "..", "..", "seeds")
    total = [0, 0, 0]
    print("glossary                                  gold  found  right"
          "  precision  recall")
    for gold in sorted(glob.glob(os.path.join(data, "*.gold.tsv"))):
        want, neither = read_gold(gold)
        found = find_entries(program, text_of(gold, seeds)) - neither
        right = want & found
        counts = len(want), len(found), len(right)
        total = [a + b for a, b in zip(total, counts)]
        name = os.path.basename(gold)[:-len(".gold.tsv")]
        print(f"{name:40} {counts[0]:5} {counts[1]:6} {counts[2]:6}"
              f"  {ratio(counts[2], counts[1]):9.3f}"
              f"  {ratio(counts[2], counts[0]):6.3f}")
        if "-v" in sys.argv or os.environ.get("VERBOSE"):
            for row in sorted(want - found):
                print("    missing", *row)
            for row in sorted(found - want):
                print("    wrong  ", *row)
    precision, recall = ratio(total[2], total[1]), ratio(total[2], total[0])
    print(f"{'all':40} {total[0]:5} {total[1]:6} {total[2]:6}"
          f"  {precision:9.3f}  {recall:6.3f}")
    return 0 if min(precision, recall) >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())
