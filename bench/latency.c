/* SPDX-License-Identifier: MIT
 *
 *     latency [--whole] [--no-context] INDEX QUERIES.txt or|and|phrase \
 *         WARM PASSES LANG
 *
 * How long searches take, from the text of a query to its ten ids, by
 * pilcrow.h alone. QUERIES.txt has a query a line, plain words; they are asked
 * for as `or` (any may be missing), `and` (all of them) or `phrase`. WARM
 * passes over all queries go unmeasured; then each of PASSES prints a line
 *
 *     pass <tab> hits <tab> us <tab> us ...
 *
 * with the number of the pass from 1, how many ids it got in all, and the
 * microseconds of each query in the order of the file. LANG is the language of
 * the queries, as "en" or "en,ru": the index has to read it, or a line on
 * standard error says that it does not.
 *
 * With --whole hits are asked for as pilcrow.h gives them when nothing else is
 * said: with their texts, highlights and snippets, and suggestions for words
 * that the index does not hold. With --no-context titles and headings add
 * nothing to scores. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pilcrow.h>

#include "queries.h"

typedef struct job {
    pilcrow_index *index;
    query_list queries;
    uint64_t *microseconds; /* one a query */
    size_t hits;
    bool whole; /* texts, highlights and snippets too */
    bool without_context;
} job;

static int fail(const char *what, const char *why)
{
    fprintf(stderr, "latency: %s: %s\n", what, why);
    return EXIT_FAILURE;
}

/* True if each language of `asked` is one of those the index was made with. */
static bool reads_language(pilcrow_index *index, const char *asked)
{
    pilcrow_stats stats;
    char one[16];
    if (pilcrow_stat(&stats, index, NULL) != PILCROW_OK)
        return false;
    for (const char *at = asked; *at != '\0'; at += *at == ',') {
        const size_t len = strcspn(at, ",");
        snprintf(one, sizeof one, "%.*s", (int)len, at);
        if (strstr(stats.languages, one) == NULL)
            return false;
        at += len;
    }
    return true;
}

/* Ask every query once. False, and says why, once one fails. */
static bool run_pass(job *j)
{
    pilcrow_hits *hits;
    pilcrow_error err;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.ids_only = !j->whole;
    options.context = !j->without_context;
    options.suggest = j->whole;
    j->hits = 0;
    for (size_t i = 0; i < j->queries.count; i++) {
        const char *text = j->queries.list[i].text;
        const uint64_t start = now_ns();
        if (pilcrow_search(&hits, j->index, text, strlen(text), &options,
                           &err) != PILCROW_OK) {
            fail(text, err.message);
            return false;
        }
        const size_t count = pilcrow_hits_count(hits);
        for (size_t h = 0; h < count; h++)
            j->hits += pilcrow_hits_get(hits, h)->paragraph.id[0] != '\0';
        pilcrow_hits_free(hits);
        j->microseconds[i] = (now_ns() - start + 500) / 1000;
    }
    return true;
}

static bool run(job *j, long warm, long passes)
{
    for (long i = 0; i < warm; i++)
        if (!run_pass(j))
            return false;
    for (long pass = 1; pass <= passes; pass++) {
        if (!run_pass(j))
            return false;
        printf("%ld\t%zu", pass, j->hits);
        for (size_t i = 0; i < j->queries.count; i++)
            printf("\t%llu", (unsigned long long)j->microseconds[i]);
        putchar('\n');
        fflush(stdout);
    }
    return true;
}

/* Take the flag away, if it comes next. */
static bool take_flag(int *argc, char ***argv, const char *flag)
{
    const bool given = *argc > 1 && strcmp((*argv)[1], flag) == 0;
    *argc -= given;
    *argv += given;
    return given;
}

int main(int argc, char **argv)
{
    job j = {0};
    pilcrow_error err;
    j.whole = take_flag(&argc, &argv, "--whole");
    j.without_context = take_flag(&argc, &argv, "--no-context");
    if (argc != 7 || !query_kind_known(argv[3])) {
        fputs("usage: latency [--whole] [--no-context] INDEX QUERIES.txt "
              "or|and|phrase WARM PASSES LANG\n",
              stderr);
        return 2;
    }
    if (!queries_read_plain(&j.queries, argv[2], argv[3]))
        return fail(argv[2], "cannot be read, or holds no query");
    if (pilcrow_open(&j.index, argv[1], &err) != PILCROW_OK)
        return fail(argv[1], err.message);
    if (!reads_language(j.index, argv[6]))
        fail(argv[6], "the index was not made for this language");
    j.microseconds = calloc(j.queries.count, sizeof *j.microseconds);
    const bool ok = j.microseconds != NULL && run(&j, strtol(argv[4], NULL, 10),
                                                  strtol(argv[5], NULL, 10));
    free(j.microseconds);
    queries_free(&j.queries);
    pilcrow_close(j.index);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
