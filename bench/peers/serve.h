/* SPDX-License-Identifier: MIT
 *
 * One engine answering to bench/compare.py, in a process of its own that keeps
 * its index open. Orders come a line each on standard input and are answered
 * by a line each on standard output:
 *
 *     pass KIND K    ask every query of the kind for its best K once: the
 *                    microseconds of each, from its text to the ids
 *     count KIND     how many paragraphs match each, exactly
 *     top KIND       the ids of the best 10 of each, commas between them
 *     quit
 *
 * Values are separated by tabs, in the order of the queries. */
#ifndef PILCROW_BENCH_SERVE_H
#define PILCROW_BENCH_SERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What an engine is asked for, and where it puts the answer. */
typedef struct request {
    const char *kind;
    const char *text;  /* of the query, as the engine reads it */
    size_t limit;      /* ids to fetch */
    bool count;        /* `total` is to be exact */
    /* Each id that comes, the best first: it is copied. */
    void (*found)(struct request *r, const char *id, size_t len);
    uint64_t total;
    char *ids;         /* NULL: not wanted */
    size_t ids_len;
} request;

/* A peer: `ask` answers a request, `write` puts words into its query language
 * (free()d by the caller). False: it failed and has said why. */
typedef struct peer {
    void *ctx;
    bool (*ask)(void *ctx, request *r);
    char *(*write)(const char *kind, const char *words);
} peer;

/* Serve the queries of the file ("kind <tab> words") until the end of the
 * orders. Returns the exit status. */
int serve(const peer *p, const char *queries);

/* Ask one query for its best 10 and print the ids: how long that takes from the
 * start of the process is measured from outside. */
int serve_once(const peer *p, const char *kind, const char *words);

#ifdef __cplusplus
}
#endif

#endif
