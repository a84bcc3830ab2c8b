/* SPDX-License-Identifier: MIT
 *
 * The three ways to print hits: for people, as JSON, as a TREC run. */
#ifndef PILCROW_CLI_FORMAT_H
#define PILCROW_CLI_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "pilcrow.h"
#include "printer.h"

/* The answer to one query. */
typedef struct answer {
    const char *id; /* of the query; "1" when there is only one */
    size_t id_len;
    const char *query;
    size_t query_len;
    const pilcrow_hits *hits;
    bool in_batch;
    bool summary; /* JSON: one last object */
} answer;

typedef struct format {
    const char *name;
    bool by_document; /* one line a document */
    /* False after saying why it could not be printed. */
    bool (*print)(printer *p, const answer *a);
} format;

/* The format of that name; the first for NULL. */
const format *format_find(const char *name);

#endif
