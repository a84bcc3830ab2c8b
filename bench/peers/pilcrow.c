/* SPDX-License-Identifier: MIT
 *
 *     peer_pilcrow serve INDEX QUERIES.tsv    answers to serve.h's orders
 *     peer_pilcrow engines                    the engines of this build
 *
 * Pilcrow as a program that embeds it would use it: pilcrow.h alone. Indexing
 * and the first search of a process are measured on the command itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pilcrow.h>

#include "../queries.h"
#include "serve.h"

static bool ask(void *ctx, request *r)
{
    pilcrow_hits *hits;
    pilcrow_error err;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.limit = r->limit;
    options.count = r->count;
    /* The other engines' hits are ids alone too. The id that they go by is the
     * document's here, and in no answer that is timed. */
    options.ids_only = r->ids == NULL;
    options.suggest = false;
    if (pilcrow_search(&hits, ctx, r->text, strlen(r->text), &options, &err) !=
        PILCROW_OK) {
        fprintf(stderr, "%s: %s\n", r->text, err.message);
        return false;
    }
    const size_t count = pilcrow_hits_count(hits);
    for (size_t i = 0; i < count; i++) {
        const pilcrow_paragraph *p = &pilcrow_hits_get(hits, i)->paragraph;
        const char *id = options.ids_only ? p->id : p->document;
        r->found(r, id, strlen(id));
    }
    r->total = pilcrow_hits_total(hits, NULL);
    pilcrow_hits_free(hits);
    return true;
}

static int serve_index(const char *dir, const char *queries)
{
    pilcrow_index *index;
    pilcrow_error err;
    if (pilcrow_open(&index, dir, &err) != PILCROW_OK) {
        fprintf(stderr, "%s\n", err.message);
        return EXIT_FAILURE;
    }
    const peer p = {index, ask, query_for_pilcrow};
    const int status = serve(&p, queries);
    pilcrow_close(index);
    return status;
}

int main(int argc, char **argv)
{
    const char *name;
    if (argc == 4 && strcmp(argv[1], "serve") == 0)
        return serve_index(argv[2], argv[3]);
    for (size_t i = 0; (name = pilcrow_engine_name(i)) != NULL; i++)
        puts(name);
    return argc == 2 ? EXIT_SUCCESS : 2;
}
