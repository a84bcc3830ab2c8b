# SPDX-License-Identifier: MIT
"""compare BUILD WORK OUT CORPUS QUERIES: what bench/run.sh runs.

Cuts the corpus, has every engine index it and answer the queries, pass by pass
and engine by engine in turn, and reports."""
import os
import sys
import time

from cutting import cut
from engines import available
from plot import write_plot
from queries import draw_queries, read_queries
from report import Results

KINDS = ("term", "or", "and", "phrase", "prefix")
LIMITS = (10, 1000)


def setting(name, default):
    return int(os.environ.get("BENCH_" + name, default))


def chosen(engines, names):
    """Those that are named, with a comma between two; all if none is."""
    if not names:
        return engines
    wanted = [name.strip() for name in names.split(",")]
    known = [engine.name for engine in engines]
    for name in wanted:
        if name not in known:
            raise SystemExit(f"BENCH_ENGINES: there is no engine '{name}' "
                             f"here, only {', '.join(known)}")
    return [engine for engine in engines if engine.name in wanted]


def rotated(items, by):
    by %= max(1, len(items))
    return items[by:] + items[:by]


def measure_indexing(engines, corpus, results):
    """With no round at all, the indexes of an earlier run are asked."""
    rounds = {engine.name: [] for engine in engines}
    count = setting("ROUNDS", 1)
    for engine in engines if count == 0 else []:
        if not engine.is_indexed():
            raise SystemExit(f"{engine.name} has no index of an earlier run in "
                             f"{engine.folder}: run with BENCH_ROUNDS=1 first")
    for number in range(count):
        for engine in rotated(engines, number):
            rounds[engine.name].append(engine.index(corpus))
    for engine in engines:
        results.indexing(engine.name, rounds[engine.name], engine.size(),
                         corpus.text_bytes)


def warm_up(engines, kinds):
    """Each engine searches for as long as the others do, so that compilers and
    caches are done with what they do at first."""
    for engine in engines:
        end = time.monotonic() + setting("WARM", 10)
        while True:
            for kind in kinds:
                for limit in LIMITS:
                    engine.order(f"pass {kind} {limit}")
            if time.monotonic() >= end:
                break


def measure_latency(engines, kinds, results):
    """The best of the passes stands for each query: what is slower is what
    else the machine was doing."""
    for limit in LIMITS:
        for kind in kinds:
            taken = {engine.name: [] for engine in engines}
            for number in range(setting("PASSES", 5)):
                for engine in rotated(engines, number):
                    values = engine.order(f"pass {kind} {limit}")
                    taken[engine.name].append([float(v) for v in values])
            for name, passes in taken.items():
                best = [min(query) for query in zip(*passes)]
                results.latency(name, kind, limit, best)


def compare_hits(engines, kinds, results):
    for kind in kinds:
        counts, best = {}, {}
        for engine in engines:
            values = engine.order(f"count {kind}")
            counts[engine.name] = [int(v) for v in values]
            values = engine.order(f"top {kind}")
            best[engine.name] = [set(v.split(",")) - {""} for v in values]
        results.hits(kind, counts, best)


def measure_starts(engines, words, results):
    for evicted in (False, True):
        taken = {engine.name: [] for engine in engines}
        for number in range(setting("STARTS", 11)):
            for engine in rotated(engines, number):
                if evicted:
                    engine.evict()
                word = words[number % len(words)]
                taken[engine.name].append(engine.start(word))
        for name, milliseconds in taken.items():
            results.start(name, evicted, milliseconds)


def main():
    build, work, out, corpus_path, queries_path = sys.argv[1:6]
    corpus = cut(corpus_path, build, work)
    if queries_path:
        queries = read_queries(queries_path)
    else:
        queries = draw_queries(corpus.paragraphs, setting("QUERIES", 100))
    kinds = [k for k in KINDS if any(kind == k for kind, _ in queries)]
    queries_file = os.path.join(work, "queries.tsv")
    with open(queries_file, "w", encoding="utf-8") as file:
        file.writelines(f"{kind}\t{words}\n" for kind, words in queries)
    engines, missing = available(build, work)
    engines = chosen(engines, os.environ.get("BENCH_ENGINES"))
    results = Results(out, corpus, engines, missing, kinds, LIMITS, queries)
    measure_indexing(engines, corpus, results)
    for engine in engines:
        engine.serve(queries_file)
    compare_hits(engines, kinds, results)
    warm_up(engines, kinds)
    measure_latency(engines, kinds, results)
    for engine in engines:
        engine.stop()
    words = [w for kind, w in queries if kind == "term"]
    measure_starts(engines, words or [queries[0][1].split()[0]], results)
    results.write()
    write_plot(os.path.join(out, "plot.svg"), results)
    print(f"\nwritten: {out}/results.tsv, latencies.tsv, plot.svg")


main()
