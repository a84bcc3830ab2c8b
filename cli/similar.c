/* SPDX-License-Identifier: MIT
 *
 * pilcrow similar. In: an id. Out: the paragraphs most like that one, printed
 * as search prints hits. */
#include "format.h"
#include "locate.h"
#include "output.h"
#include "verbs.h"

static int print(const options *o, const char *id, const pilcrow_hits *hits)
{
    printer p = printer_for_output(o->color);
    answer a = {.id = "1", .id_len = 1, .query = id, .hits = hits};
    if (!format_find(o->json ? "json" : NULL)->print(&p, &a))
        return STATUS_ERROR;
    if (pilcrow_hits_count(hits) > 0)
        return STATUS_DONE;
    output_complain("no other paragraph shares the words of '%s'", id);
    return STATUS_NOTHING;
}

static int ask(const options *o, pilcrow_index *index)
{
    pilcrow_hits *hits = NULL;
    pilcrow_error err = {0};
    pilcrow_search_options how = PILCROW_SEARCH_OPTIONS_INIT;
    const char *id = o->arguments.items[0];
    int exit_status = STATUS_ERROR;
    how.limit = o->limit;
    pilcrow_status status = pilcrow_similar(&hits, index, id, &how, &err);
    if (status == PILCROW_OK)
        exit_status = print(o, id, hits);
    else
        output_complain("%s", err.message);
    pilcrow_hits_free(hits);
    return status == PILCROW_NOT_FOUND ? STATUS_NOTHING : exit_status;
}

int similar_run(const options *o)
{
    pilcrow_index *index = locate_and_open(o);
    int status = index != NULL ? ask(o, index) : STATUS_ERROR;
    pilcrow_close(index);
    return status;
}
