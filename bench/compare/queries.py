# SPDX-License-Identifier: MIT
"""Queries: read from a file, or drawn from the paragraphs themselves."""
import collections
import random
import re

KINDS = {"term", "or", "and", "phrase", "prefix"}
BANDS = (2, 10, 100, 1000, 10000, 1 << 62)
WORD = re.compile(r"[^\W\d_]+")
PLAIN = re.compile(r"[^\W\d_]{2,}")
SEED = 20240607


def kind_of(query):
    """What a query means as people type it, and its words."""
    words = " ".join(WORD.findall(query.lower()))
    if query.startswith('"') and query.endswith('"') and " " in words:
        return "phrase", words
    if query.startswith("+") and " " in words:
        return "and", words
    return ("or" if " " in words else "term"), words


def read_queries(path):
    queries = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            first, _, rest = line.rstrip("\r\n").partition("\t")
            if first in KINDS and rest:
                queries.append((first, rest.strip()))
            elif " -" not in first and WORD.search(first):
                queries.append(kind_of(first))
    return queries


class Source:
    """Where words stand, and how many paragraphs hold each."""

    def __init__(self, path):
        self.random = random.Random(SEED)
        self.texts = []
        self.count = collections.Counter()
        self.holders = collections.defaultdict(list)
        with open(path, encoding="utf-8", errors="replace") as file:
            for line in file:
                text = line.rstrip("\n").partition("\t")[2].lower()
                self.texts.append(text)
                for word in sorted(set(self.plain_words(text))):
                    self.count[word] += 1
                    if len(self.holders[word]) < 50:
                        self.holders[word].append(len(self.texts) - 1)
        self.bands = [[] for _ in BANDS[1:]]
        for word, count in sorted(self.count.items()):
            for i, band in enumerate(self.bands):
                if BANDS[i] <= count < BANDS[i + 1]:
                    band.append(word)
        self.bands = [band for band in self.bands if band]

    @staticmethod
    def plain_words(text):
        """Those between spaces that are letters and nothing else, so that no
        two engines can cut them differently."""
        return [w for w in text.split(" ") if PLAIN.fullmatch(w)]

    def word(self, number):
        """One of each band of frequency in turn."""
        return self.random.choice(self.bands[number % len(self.bands)])

    def text_with(self, word):
        return self.texts[self.random.choice(self.holders[word])]

    def several(self, number, most):
        """Words that stand in one paragraph, one of them of each band in
        turn."""
        for _ in range(1000):
            word = self.word(number)
            others = sorted(set(self.plain_words(self.text_with(word))))
            others.remove(word)
            wanted = self.random.randint(1, most - 1)
            if len(others) >= wanted:
                chosen = [word] + self.random.sample(others, wanted)
                self.random.shuffle(chosen)
                return " ".join(chosen)
        return None

    def phrase(self, number):
        """Two to four words as they stand somewhere."""
        for _ in range(1000):
            word = self.word(number)
            words = self.text_with(word).split(" ")
            places = [i for i, w in enumerate(words) if w == word]
            start = self.random.choice(places)
            run = words[start:start + self.random.randint(2, 4)]
            if len(run) > 1 and all(PLAIN.fullmatch(w) for w in run):
                return " ".join(run)
        return None

    def prefix(self, number):
        word = self.word(number)
        return word[:self.random.randint(3, 5)]


def draw_queries(path, each):
    """`each` queries of each kind."""
    source = Source(path)
    queries = []
    if not source.bands:
        raise SystemExit("the corpus is too small to draw queries from")
    for number in range(each):
        queries += [("term", source.word(number)),
                    ("or", source.several(number, 5)),
                    ("and", source.several(number, 3)),
                    ("phrase", source.phrase(number)),
                    ("prefix", source.prefix(number))]
    return [q for q in queries if q[1] and len(q[1]) > 1]
