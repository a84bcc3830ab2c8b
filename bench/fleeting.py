#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Count what the steps for Russian join beside the stemmer, rightly and wrongly.

    fleeting.py path/to/bench_analysis [path/to/ru_RU (without .dic, .aff)]

Every form that the hunspell dictionary hunspell-ru gives for its entries in
small letters is stemmed twice: by libstemmer alone, and by Pilcrow's analysis.
Entries that share forms under libstemmer count as related. Then

  right  a form of an entry whose stem was not the one most of the entry's
         forms have, and whose term now is
  split  the reverse of it: two forms of one entry had a stem in common, and
         now have two terms
  wrong  two stems that met in a term though no entry has both; its forms are
         those of the smaller of the two. The dictionary has participles,
         nouns in -ание and irregular forms as entries of their own, so most
         of these are right, to be judged by eye; where one side is an entry
         of a single form they are listed apart
"""
import collections
import ctypes
import ctypes.util
import itertools
import re
import subprocess
import sys


def stemmer():
    lib = ctypes.CDLL(ctypes.util.find_library("stemmer"))
    lib.sb_stemmer_new.restype = ctypes.c_void_p
    lib.sb_stemmer_stem.restype = ctypes.c_void_p
    lib.sb_stemmer_stem.argtypes = [
        ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    lib.sb_stemmer_length.argtypes = [ctypes.c_void_p]
    handle = lib.sb_stemmer_new(b"russian", b"UTF_8")

    def stem(word):
        data = word.encode()
        out = lib.sb_stemmer_stem(handle, data, len(data))
        return ctypes.string_at(out, lib.sb_stemmer_length(handle)).decode()
    return stem


def read_suffixes(path):
    rules = collections.defaultdict(list)
    for line in open(path, encoding="utf-8"):
        field = line.split()
        if len(field) < 5 or field[0] != "SFX":
            continue
        strip = "" if field[2] == "0" else field[2]
        add = "" if field[3] == "0" else field[3]
        rules[field[1]].append((strip, add, re.compile(field[4] + "$")))
    return rules


def read_entries(path):
    """Lists of forms, one for each entry, with ё as е."""
    rules = read_suffixes(path + ".aff")
    for line in open(path + ".dic", encoding="utf-8"):
        word, _, flags = line.strip().partition("/")
        if not re.fullmatch("[а-яё]+", word):
            continue
        forms = {word}
        for strip, add, condition in (r for f in flags for r in rules[f]):
            if word.endswith(strip) and condition.search(word):
                forms.add(word[:len(word) - len(strip)] + add)
        yield sorted({form.replace("ё", "е") for form in forms})


def analyse(program, forms):
    out = subprocess.run([program, "--terms"], input="\n".join(forms) + "\n",
                         stdout=subprocess.PIPE, text=True, check=True)
    return dict(zip(forms, out.stdout.split("\n")))


def count_right(entries, stem_of, term_of):
    right = split = 0
    for forms in entries:
        stems = collections.Counter(stem_of[f] for f in forms)
        main_stem = stems.most_common(1)[0][0]
        main_forms = [f for f in forms if stem_of[f] == main_stem]
        main_term = term_of[main_forms[0]]
        for form in forms:
            was = stem_of[form] == main_stem
            now = term_of[form] == main_term
            right += now and not was
            split += was and not now
    return right, split


def wrong_pairs(entries, stem_of, term_of):
    """Pairs of stems that met in a term without an entry in common."""
    owners = collections.defaultdict(set)
    forms_of = collections.defaultdict(set)
    stems_of = collections.defaultdict(set)
    for i, forms in enumerate(entries):
        for form in forms:
            key = term_of[form], stem_of[form]
            owners[key].add(i)
            forms_of[key].add(form)
            stems_of[key[0]].add(key[1])
    alone = {i for i, forms in enumerate(entries) if len(forms) == 1}
    for term, stems in stems_of.items():
        for one, two in itertools.combinations(sorted(stems), 2):
            mine, other = owners[term, one], owners[term, two]
            if not mine & other:
                size = min(len(forms_of[term, one]), len(forms_of[term, two]))
                yield mine <= alone or other <= alone, size, one, two


def main():
    program = sys.argv[1]
    path = sys.argv[2] if len(sys.argv) > 2 else "/usr/share/hunspell/ru_RU"
    entries = list(read_entries(path))
    forms = sorted({form for entry in entries for form in entry})
    stem = stemmer()
    stem_of = {form: stem(form) for form in forms}
    term_of = analyse(program, forms)
    changed = sum(term_of[f] != stem_of[f] for f in forms)
    right, split = count_right(entries, stem_of, term_of)
    pairs = sorted(wrong_pairs(entries, stem_of, term_of))
    wrong = [pair for pair in pairs if not pair[0]]
    print(f"{len(entries)} entries, {len(forms)} forms, {changed} with a term "
          f"other than their stem")
    print(f"right: {right} forms; split: {split} forms")
    print(f"wrong: {len(wrong)} pairs of stems, "
          f"{sum(pair[1] for pair in wrong)} forms")
    for _, size, one, two in wrong:
        print(f"  {one} {two} ({size})")
    print(f"{len(pairs) - len(wrong)} pairs of which one side is an entry of "
          f"a single form:")
    print("  " + ", ".join(f"{one}/{two}" for s, _, one, two in pairs if s))


main()
