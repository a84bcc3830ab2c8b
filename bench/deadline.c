/* SPDX-License-Identifier: MIT
 *
 *     deadline INDEX MILLISECONDS PASSES <bench/deadline.txt
 *
 * By how much searches overrun their deadline. Each line of standard input is a
 * query; those that take no longer than MILLISECONDS without a deadline are
 * left out, the others are asked PASSES times with one. Prints
 *
 *     <milliseconds> ms: <searches> searches, <with hits> gave hits; over by
 *     <median> ms, <99th in a hundred> ms, <worst> ms
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <pilcrow.h>

#define OVERS_MAX 100000u

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Milliseconds of one search; less than 0 if it failed. */
static double ask(pilcrow_index *index, const char *query, uint32_t deadline_ms,
                  size_t *count)
{
    pilcrow_hits *hits = NULL;
    pilcrow_error err;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.deadline_ms = deadline_ms;
    const double start = now_ms();
    const pilcrow_status status =
        pilcrow_search(&hits, index, query, strlen(query), &options, &err);
    const double took = now_ms() - start;
    *count = pilcrow_hits_count(hits);
    pilcrow_hits_free(hits);
    if (status == PILCROW_OK || status == PILCROW_TIMEOUT)
        return took;
    fprintf(stderr, "deadline: %s: %s\n", query, err.message);
    return -1.0;
}

static int by_size(const void *left, const void *right)
{
    const double *a = left;
    const double *b = right;
    return (*a > *b) - (*a < *b);
}

int main(int argc, char **argv)
{
    static double overs[OVERS_MAX];
    char line[4200];
    size_t asked = 0, with_hits = 0;
    pilcrow_index *index = NULL;
    pilcrow_error err;
    if (argc != 4) {
        fputs("usage: deadline INDEX MILLISECONDS PASSES <QUERIES\n", stderr);
        return 2;
    }
    const uint32_t deadline_ms = (uint32_t)strtoul(argv[2], NULL, 10);
    const long passes = strtol(argv[3], NULL, 10);
    if (pilcrow_open(&index, argv[1], &err) != PILCROW_OK) {
        fprintf(stderr, "deadline: %s\n", err.message);
        return 1;
    }
    while (fgets(line, sizeof line, stdin) != NULL) {
        size_t count;
        line[strcspn(line, "\n")] = '\0';
        if (ask(index, line, 0, &count) <= (double)deadline_ms)
            continue;
        for (long i = 0; i < passes && asked < OVERS_MAX; i++) {
            overs[asked++] =
                ask(index, line, deadline_ms, &count) - (double)deadline_ms;
            with_hits += count > 0;
        }
    }
    pilcrow_close(index);
    qsort(overs, asked, sizeof *overs, by_size);
    printf("%u ms: %zu searches, %zu gave hits", deadline_ms, asked, with_hits);
    if (asked > 0)
        printf("; over by %.2f ms, %.2f ms, %.2f ms", overs[asked / 2],
               overs[asked * 99 / 100], overs[asked - 1]);
    putchar('\n');
    return 0;
}
