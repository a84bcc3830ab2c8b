/* SPDX-License-Identifier: MIT
 *
 * A search as the command line asked for it: one query, or a batch of them. */
#ifndef PILCROW_CLI_SEARCH_H
#define PILCROW_CLI_SEARCH_H

#include "format.h"
#include "options.h"
#include "pilcrow.h"
#include "printer.h"

typedef struct search {
    const options *options;
    pilcrow_index *index;
    pilcrow_search_options how;
    const format *format;
    printer printer;
} search;

/* pilcrow_search(), again while the index changes underneath. */
pilcrow_status search_ask(pilcrow_hits **out, search *s, const char *query,
                          size_t len, pilcrow_error *err);

/* Answer every line of --queries. Returns the exit status. */
int batch_run(search *s);

#endif
