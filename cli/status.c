/* SPDX-License-Identifier: MIT
 *
 * pilcrow status. In: an index. Out: what it holds, one fact a line. */
#include <stdio.h>
#include <string.h>

#include "locate.h"
#include "output.h"
#include "verbs.h"

static void print_fact(const char *name, const char *value)
{
    printf("%-12s", name);
    output_text(stdout, value, strlen(value));
    putchar('\n');
}

static void print_text(const pilcrow_stats *stats)
{
    print_fact("index", stats->folder);
    print_fact("engine", stats->engine);
    print_fact("languages", stats->languages);
    print_fact("documents", output_count(stats->documents).text);
    print_fact("paragraphs", output_count(stats->paragraphs).text);
    print_fact("words", output_count(stats->words).text);
    print_fact("glossary", output_count(stats->glossary_entries).text);
    print_fact("size", output_size(stats->bytes).text);
    print_fact("generation", output_count(stats->generation).text);
}

static bool print_json(const pilcrow_stats *stats)
{
    char *json = NULL;
    pilcrow_error err = {0};
    pilcrow_status status = pilcrow_stats_json(&json, stats, &err);
    return output_json(status, json, &err);
}

int status_run(const options *o)
{
    pilcrow_error err = {0};
    pilcrow_stats stats;
    pilcrow_index *index = locate_and_open(o);
    if (index == NULL)
        return STATUS_ERROR;
    pilcrow_status status = pilcrow_stat(&stats, index, &err);
    bool ok = status == PILCROW_OK;
    if (!ok)
        output_complain("%s", err.message);
    else if (o->json)
        ok = print_json(&stats);
    else
        print_text(&stats);
    pilcrow_close(index);
    return ok ? STATUS_DONE : STATUS_ERROR;
}
