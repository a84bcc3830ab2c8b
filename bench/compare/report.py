# SPDX-License-Identifier: MIT
"""What was measured: tables to read, and tab-separated files."""
import os
import platform
import statistics
import sys

MB = 1e6
# An engine's matches may differ from the others' by so much, in all queries of
# a kind together: stemmers are not the same.
APART = 1.25


def percentile(values, part):
    """The value that `part` of all do not exceed, by nearest rank."""
    ordered = sorted(values)
    rank = -(-len(ordered) * part // 100)
    return ordered[max(0, int(rank) - 1)]


def print_table(head, rows):
    widths = [max(len(str(row[i])) for row in [head] + rows)
              for i in range(len(head))]
    for row in [head] + rows:
        cells = [str(c).ljust(w) if i == 0 else str(c).rjust(w)
                 for i, (c, w) in enumerate(zip(row, widths))]
        print("  ".join(cells).rstrip())


def milliseconds(microseconds):
    value = microseconds / 1000
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


class Results:
    def __init__(self, out, corpus, engines, missing, kinds, limits, queries):
        self.out = out
        self.corpus = corpus
        self.names = [engine.name for engine in engines]
        self.missing = missing
        self.kinds = kinds
        self.limits = limits
        self.queries = queries
        self.figures = []      # (measure, engine, kind, top, figure, value)
        self.latencies = {}    # (engine, kind, top): microseconds a query
        self.counts = {}       # (engine, kind): matches a query
        self.apart = []
        os.makedirs(out, exist_ok=True)
        print(f"{corpus.name}: {corpus.count} paragraphs, "
              f"{corpus.text_bytes / MB:.1f} MB of text, {len(queries)} "
              f"queries; {platform.platform()}, {os.cpu_count()} processors")
        for name, packages in missing:
            print(f"skipped: {name} (not installed: {packages})")
        sys.stdout.flush()

    def add(self, measure, engine, kind, top, figure, value):
        self.figures.append((measure, engine, kind, top, figure, value))

    def value(self, measure, engine, kind, top, figure):
        for *key, value in self.figures:
            if key == [measure, engine, kind, top, figure]:
                return value
        return None

    def indexing(self, engine, runs, size, text):
        """The middle run, by the clock, stands for all. Without any only the
        size is known."""
        self.add("indexing", engine, "", "", "index MB", size / MB)
        self.add("indexing", engine, "", "", "index / text", size / text)
        if not runs:
            return
        middle = sorted(runs, key=lambda r: r.seconds)[len(runs) // 2]
        for figure, value in (
                ("MB/s", text / MB / middle.seconds),
                ("MB/s of processor", text / MB / middle.cpu),
                ("peak MB", middle.memory / MB)):
            self.add("indexing", engine, "", "", figure, value)

    def latency(self, engine, kind, limit, taken):
        self.latencies[engine, kind, limit] = taken
        for part in (50, 95, 99):
            self.add("latency", engine, kind, limit, f"p{part} ms",
                     percentile(taken, part) / 1000)

    def hits(self, kind, counts, best):
        """An engine whose matches are far from the middle one's does not do
        the same work; ids in common are with those of the first engine."""
        totals = {name: sum(values) for name, values in counts.items()}
        middle = statistics.median(totals.values())
        first = best[self.names[0]]
        for name in self.names:
            self.counts[name, kind] = counts[name]
            shared = sum(len(a & b) for a, b in zip(first, best[name]))
            most = sum(min(len(a), len(b)) for a, b in zip(first, best[name]))
            self.add("hits", name, kind, "", "matches", totals[name])
            self.add("hits", name, kind, "", "of middle",
                     totals[name] / middle if middle else 1)
            self.add("hits", name, kind, "", "shared of ten",
                     shared / most if most else 1)
            if middle and not 1 / APART <= totals[name] / middle <= APART:
                self.apart.append((name, kind, totals[name] / middle))

    def start(self, engine, evicted, taken):
        self.add("start", engine, "evicted" if evicted else "cached", "",
                 "p50 ms", statistics.median(taken))

    def print_indexing(self):
        print("\nIndexing")
        figures = ("MB/s", "MB/s of processor", "peak MB", "index / text")
        known = {name: [self.value("indexing", name, "", "", f)
                        for f in figures] for name in self.names}
        print_table(("",) + figures, [
            [name] + ["" if value is None else f"{value:.2f}"
                      for value in known[name]] for name in self.names])

    def print_latency(self, limit):
        print(f"\nLatency in ms, top {limit}: p50 / p95 / p99")
        rows = []
        for name in self.names:
            cells = []
            for kind in self.kinds:
                taken = self.latencies[name, kind, limit]
                cells.append(" / ".join(milliseconds(percentile(taken, p))
                                        for p in (50, 95, 99)))
            rows.append([name] + cells)
        print_table([""] + list(self.kinds), rows)

    def print_hits(self):
        print("\nMatches, of the middle engine's (and how many of the best ten "
              f"are {self.names[0]}'s)")
        rows = []
        for name in self.names:
            cells = []
            for kind in self.kinds:
                part = self.value("hits", name, kind, "", "of middle")
                shared = self.value("hits", name, kind, "", "shared of ten")
                cells.append(f"{part:.2f} ({shared:.0%})")
            rows.append([name] + cells)
        print_table([""] + list(self.kinds), rows)
        for name, kind, part in self.apart:
            print(f"not comparable: {name} finds {part:.2f} times what the "
                  f"middle engine finds for {kind} queries")

    def print_starts(self):
        print("\nOne search in a process of its own, ms")
        rows = [[name] + [f"{self.value('start', name, k, '', 'p50 ms'):.1f}"
                          for k in ("cached", "evicted")]
                for name in self.names]
        print_table(("", "index in cache", "index on disk"), rows)

    def write(self):
        self.print_indexing()
        for limit in self.limits:
            self.print_latency(limit)
        self.print_starts()
        self.print_hits()
        path = os.path.join(self.out, "results.tsv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("measure\tengine\tkind\ttop\tfigure\tvalue\n")
            for *key, value in self.figures:
                file.write("\t".join(map(str, key)) + f"\t{value:.6g}\n")
        path = os.path.join(self.out, "latencies.tsv")
        with open(path, "w", encoding="utf-8") as file:
            file.write("engine\tkind\ttop\twords\tmatches\tmicroseconds\n")
            for (name, kind, limit), taken in self.latencies.items():
                words = [w for k, w in self.queries if k == kind]
                for line in zip(words, self.counts[name, kind], taken):
                    file.write(f"{name}\t{kind}\t{limit}\t" +
                               "\t".join(map(str, line)) + "\n")
