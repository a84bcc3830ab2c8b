/* SPDX-License-Identifier: MIT
 *
 * pilcrow search. In: a query from the command line, or a file of them. Out:
 * hits on standard output; notices, and what to do when nothing is found, on
 * standard error. */
#include "search.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "caret.h"
#include "character.h"
#include "locate.h"
#include "output.h"
#include "terminal.h"
#include "verbs.h"

#define STALE_TRIES 5
#define SHOWN_QUERY_MAX 120u /* bytes of it in a message */

pilcrow_status search_ask(pilcrow_hits **out, search *s, const char *query,
                          size_t len, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_STALE;
    for (int i = 0; i < STALE_TRIES && status == PILCROW_STALE; i++)
        status = pilcrow_search(out, s->index, query, len, &s->how, err);
    return status;
}

/* ----------------------------------------------------------- one query --- */

/* Does the query ask for more than some of its words? The signs of "C++" and
 * of "well-being" do not. */
static bool is_demanding(const char *query)
{
    for (const char *at = query; (at = strpbrk(at, "+-")) != NULL; at++)
        if (at == query || at[-1] == ' ')
            return true;
    static const char *const signs[] = {" AND ", " И ", " NEAR", "«", "„", "“"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strstr(query, signs[i]) != NULL)
            return true;
    return strpbrk(query, "\"()") != NULL;
}

static void complain_nothing(search *s, const char *query,
                             const pilcrow_hits *hits)
{
    uint64_t total = pilcrow_hits_total(hits, NULL);
    pilcrow_error err = {0};
    pilcrow_stats stats = {0};
    size_t len = strlen(query);
    size_t cut = character_cut(query, len, SHOWN_QUERY_MAX);
    const char *dots = cut < len ? "..." : "";
    bool known = pilcrow_stat(&stats, s->index, &err) == PILCROW_OK;
    if (known && stats.paragraphs == 0)
        output_complain("the index in '%s' holds nothing yet; 'pilcrow index "
                        "PATH' fills it",
                        stats.folder);
    else if (total > 0)
        output_complain("no more than %" PRIu64 " found for '%.*s%s'; use a "
                        "smaller --offset",
                        total, (int)cut, query, dots);
    else if (pilcrow_hits_suggestion(hits, 0) != NULL ||
             pilcrow_hits_notice(hits, 0) != NULL) /* that says enough */
        output_complain("nothing found for '%.*s%s'", (int)cut, query, dots);
    else if (is_demanding(query))
        output_complain("nothing found for '%.*s%s'; without quotation marks "
                        "and operators any word may be missing",
                        (int)cut, query, dots);
    else
        output_complain("nothing found for '%.*s%s'; try other words, or "
                        "heading:WORD for one in a title",
                        (int)cut, query, dots);
}

/* "1-10 of 47 paragraphs", where someone is there to read it. */
static void print_extent(const search *s, const pilcrow_hits *hits)
{
    bool watched = terminal_is(stdout) && terminal_is(stderr);
    bool exact = true;
    uint64_t total = pilcrow_hits_total(hits, &exact);
    size_t count = pilcrow_hits_count(hits);
    char page[64];
    if (s->format != format_find("text") || (!watched && !s->options->summary))
        return;
    fflush(stdout);
    size_t first = pilcrow_hits_get(hits, 0)->rank;
    snprintf(page, sizeof page, count == 1 ? "%zu" : "%zu-%zu", first,
             first + count - 1);
    fprintf(stderr, "%s%s of %s%s %s%s\n", watched ? "\n" : "", page,
            exact ? "" : "at least ", output_count(total).text,
            s->how.by_document ? "document" : "paragraph",
            output_plural(total));
}

/* On a line of its own, so that it can be copied whole. */
static void print_suggestions(const pilcrow_hits *hits)
{
    const char *query;
    for (size_t i = 0; (query = pilcrow_hits_suggestion(hits, i)) != NULL;
         i++) {
        fflush(stdout);
        fputs("Did you mean: ", stderr);
        output_text(stderr, query, strlen(query));
        fputs("?\n", stderr);
    }
}

static int print_hits(search *s, const char *query, const pilcrow_hits *hits)
{
    answer a = {.id = "1",
                .id_len = 1,
                .query = query,
                .query_len = strlen(query),
                .hits = hits,
                .summary = s->options->summary || s->options->facets};
    const char *notice;
    for (size_t i = 0; (notice = pilcrow_hits_notice(hits, i)) != NULL; i++)
        output_complain("%s", notice);
    if (!s->format->print(&s->printer, &a))
        return STATUS_ERROR;
    if (pilcrow_hits_count(hits) == 0) {
        complain_nothing(s, query, hits);
        print_suggestions(hits);
        return STATUS_NOTHING;
    }
    print_extent(s, hits);
    print_suggestions(hits);
    return STATUS_DONE;
}

/* What a strict reading refuses, and where: the byte counts from 0. */
static void complain_query(const char *query, const pilcrow_error *err)
{
    output_complain("%s (byte %zu)", err->message, err->offset);
    caret_print(query, strlen(query), err->offset);
}

static int search_one(search *s)
{
    pilcrow_hits *hits = NULL;
    pilcrow_error err = {0};
    char *query = text_list_join(&s->options->arguments);
    int exit_status = STATUS_ERROR;
    pilcrow_status status = search_ask(&hits, s, query, strlen(query), &err);
    if (status == PILCROW_OK)
        exit_status = print_hits(s, query, hits);
    else if (status == PILCROW_QUERY)
        complain_query(query, &err);
    else
        output_complain("%s", err.message);
    pilcrow_hits_free(hits);
    free(query);
    return exit_status;
}

/* ------------------------------------------------------------- options --- */

static bool is_blank(const text_list *words)
{
    for (size_t i = 0; i < words->count; i++)
        if (words->items[i][strspn(words->items[i], " \t\n")] != '\0')
            return false;
    return true;
}

/* Options that contradict each other. */
static bool options_make_sense(const options *o)
{
    if (o->queries != NULL && o->arguments.count > 0)
        output_complain("--queries brings its own queries; leave '%s' out",
                        o->arguments.items[0]);
    else if (o->queries == NULL && o->arguments.count == 0 &&
             o->indexes.count > 0)
        output_complain("what to search for? '%s' was read as the folder that "
                        "-i names",
                        o->indexes.items[o->indexes.count - 1]);
    else if (o->queries == NULL && is_blank(&o->arguments))
        output_complain("what to search for? write 'pilcrow search WORD...'");
    else if (o->facets && o->format != NULL && strcmp(o->format, "trec") == 0)
        output_complain("--format trec has no place for --facets");
    else if (o->json && o->format != NULL && strcmp(o->format, "json") != 0)
        output_complain("--json and --format %s contradict each other",
                        o->format);
    else
        return true;
    return false;
}

static pilcrow_search_options library_options(const options *o, const format *f)
{
    pilcrow_search_options how = PILCROW_SEARCH_OPTIONS_INIT;
    how.limit = o->limit;
    how.offset = o->offset;
    how.k1 = o->k1;
    how.b = o->b;
    how.strict = o->strict;
    how.translate = !o->no_translate;
    how.context = !o->no_headings;
    how.proximity = o->proximity;
    how.translation = o->translation;
    how.by_document = o->by_document || f->by_document;
    how.count = o->summary || o->by_document;
    how.facets = o->facets;
    how.explain = o->explain;
    how.suggest = o->queries == NULL || o->summary || o->facets;
    return how;
}

int search_run(const options *o)
{
    search s = {.options = o,
                .format = format_find(o->json ? "json" : o->format),
                .printer = printer_for_output(o->color)};
    if (!options_make_sense(o))
        return STATUS_ERROR;
    s.how = library_options(o, s.format);
    s.index = locate_and_open(o);
    if (s.index == NULL)
        return STATUS_ERROR;
    int status = o->queries != NULL ? batch_run(&s) : search_one(&s);
    pilcrow_close(s.index);
    return status;
}
