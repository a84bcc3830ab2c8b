/* SPDX-License-Identifier: MIT
 *
 * Queries that are measured, and the clock they are measured with. */
#ifndef PILCROW_BENCH_QUERIES_H
#define PILCROW_BENCH_QUERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* `term`, `or`, `and`, `phrase` or `prefix`, and its words with a space between
 * two. */
typedef struct query {
    char *kind;
    char *words;
    char *text; /* in the language of the engine that is asked */
} query;

typedef struct query_list {
    query *list;
    size_t count;
} query_list;

bool query_kind_known(const char *kind);

/* Write the query of these words as Pilcrow reads it; free() it. What would
 * mean something else there than a word is blanked out. NULL: no memory. */
char *query_for_pilcrow(const char *kind, const char *words);

/* A query a line, all of one kind, `text` for Pilcrow. False if the file cannot
 * be read or holds none. */
bool queries_read_plain(query_list *out, const char *path, const char *kind);

/* "kind <tab> words" a line. `text` is what `write` makes of them. */
typedef char *(*query_writer)(const char *kind, const char *words);
bool queries_read(query_list *out, const char *path, query_writer write);

void queries_free(query_list *queries);

/* Of a clock that only goes forward. */
uint64_t now_ns(void);

#ifdef __cplusplus
}
#endif

#endif
