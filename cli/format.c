/* SPDX-License-Identifier: MIT
 *
 * In: the hits of one query. Out: their lines on standard output. Text shows
 * hazards as escapes; JSON and trec are for programs and are not touched. */
#include "format.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "output.h"
#include "place.h"

#define INDENT 2u
#define HEADING_COLUMNS 60u /* of each, where hits are listed */
#define EXPLANATION_INDENT (2 * INDENT + 14) /* where words begin */
#define FACET_COLUMNS 9u                     /* of a count */
#define FACET_LINES 10u /* of one name; the rest are only counted */

/* ---------------------------------------------------------------- text --- */

/* path:line: title > heading */
static void print_place(printer *p, const pilcrow_paragraph *paragraph)
{
    char line[32];
    snprintf(line, sizeof line, "%zu", paragraph->line);
    printer_place(p, paragraph->path, paragraph->line, line);
    printer_put(p, STYLE_PLAIN, ":");
    place_print_headings(p, paragraph, 2 * INDENT, HEADING_COLUMNS);
    printer_line(p);
}

/* The glossary entries that led to the hit. */
static void print_bridges(printer *p, const pilcrow_hit *hit)
{
    for (size_t i = 0; i < hit->bridge_count; i++) {
        wrapped bridge = {.text = hit->bridges[i],
                          .len = strlen(hit->bridges[i]),
                          .indent = 2 * INDENT,
                          .style = STYLE_DIM};
        printer_space(p, INDENT);
        printer_put(p, STYLE_DIM, "by ");
        printer_wrap(p, &bridge);
        printer_line(p);
    }
}

static void print_snippet(printer *p, const pilcrow_hit *hit)
{
    wrapped snippet = {.text = hit->snippet,
                       .len = strlen(hit->snippet),
                       .indent = INDENT,
                       .matches = hit->snippet_highlights,
                       .match_count = hit->snippet_highlight_count};
    printer_space(p, INDENT);
    printer_wrap(p, &snippet);
    printer_line(p);
}

/* What to give to `show`, the page, what it is if no plain paragraph, and of
 * how many it is the best. */
static void print_id(printer *p, const pilcrow_hit *hit)
{
    char page[40] = "", kind[40] = "", best[60] = "";
    if (hit->paragraph.page > 0)
        snprintf(page, sizeof page, ", page %zu", hit->paragraph.page);
    if (strcmp(hit->paragraph.kind, "paragraph") != 0)
        snprintf(kind, sizeof kind, ", %s", hit->paragraph.kind);
    if (hit->in_document > 1)
        snprintf(best, sizeof best, ", best of %s here",
                 output_count(hit->in_document).text);
    printer_space(p, INDENT);
    printer_put(p, STYLE_DIM, hit->paragraph.id);
    printer_put(p, STYLE_DIM, page);
    printer_put(p, STYLE_DIM, kind);
    printer_put(p, STYLE_DIM, best);
    printer_line(p);
}

/* One word's part of the score. */
static void print_explanation(printer *p, const pilcrow_explanation *e)
{
    char numbers[200];
    wrapped rest = {.text = numbers, .indent = EXPLANATION_INDENT};
    snprintf(numbers, sizeof numbers,
             ": %s, tf %" PRIu64 ", df %" PRIu64 ", idf %.6f, length %" PRIu64
             ", weight %g",
             e->kind, e->tf, e->df, e->idf, e->length, e->weight);
    char score[40];
    snprintf(score, sizeof score, "%12.9f  ", e->score);
    printer_space(p, 2 * INDENT);
    printer_put(p, STYLE_PLAIN, score);
    printer_put(p, STYLE_STRONG, e->term);
    if (strcmp(e->from, e->term) != 0) {
        printer_put(p, STYLE_PLAIN, " from ");
        printer_put(p, STYLE_PLAIN, e->from);
    }
    rest.len = strlen(numbers);
    printer_wrap(p, &rest);
    printer_line(p);
}

static void print_explanations(printer *p, const pilcrow_hit *hit)
{
    char score[40];
    if (!hit->explained)
        return;
    snprintf(score, sizeof score, "score %.9f is the sum of", hit->score);
    printer_space(p, INDENT);
    printer_put(p, STYLE_PLAIN, score);
    printer_line(p);
    for (size_t i = 0; i < hit->explanation_count; i++)
        print_explanation(p, &hit->explanations[i]);
}

/* ------------------------------------------------------- text: facets --- */

static void print_facet(printer *p, const pilcrow_facet *facet)
{
    char count[48];
    snprintf(count, sizeof count, "%*s", (int)FACET_COLUMNS,
             output_count(facet->count).text);
    printer_put(p, STYLE_PLACE, count);
    printer_space(p, INDENT);
    printer_put(p, STYLE_PLAIN, facet->value);
    printer_line(p);
}

static void print_more(printer *p, uint64_t count)
{
    char more[80];
    snprintf(more, sizeof more, "%*s and %s more", (int)FACET_COLUMNS, "",
             output_count(count).text);
    printer_put(p, STYLE_DIM, more);
    printer_line(p);
}

/* The facets from `i` on that have one name; returns where the next begin. */
static size_t print_facets_of(printer *p, const pilcrow_hits *hits, size_t i)
{
    const pilcrow_facet *facet = pilcrow_hits_facet(hits, i);
    const char *name = facet->name;
    uint64_t documents = pilcrow_hits_documents(hits);
    size_t first = i;
    printer_line(p);
    printer_put(p, STYLE_STRONG, name);
    printer_line(p);
    for (; facet != NULL && strcmp(facet->name, name) == 0;
         facet = pilcrow_hits_facet(hits, ++i))
        if (i - first < FACET_LINES)
            print_facet(p, facet);
    uint64_t all = strcmp(name, "document") == 0 ? documents : i - first;
    if (all > FACET_LINES)
        print_more(p, all - FACET_LINES);
    return i;
}

/* A heading for each name, below it counts and values. */
static void print_facets(printer *p, const pilcrow_hits *hits)
{
    for (size_t i = 0; pilcrow_hits_facet(hits, i) != NULL;)
        i = print_facets_of(p, hits, i);
}

static void print_query(printer *p, const answer *a)
{
    fputs("# ", p->out);
    output_text(p->out, a->id, a->id_len);
    fputs(": ", p->out);
    output_text(p->out, a->query, a->query_len);
    printer_line(p);
    printer_line(p);
}

static bool print_text(printer *p, const answer *a)
{
    const pilcrow_hit *hit;
    if (a->in_batch)
        print_query(p, a);
    for (size_t i = 0; (hit = pilcrow_hits_get(a->hits, i)) != NULL; i++) {
        if (i > 0)
            printer_line(p);
        print_place(p, &hit->paragraph);
        print_snippet(p, hit);
        print_bridges(p, hit);
        print_id(p, hit);
        print_explanations(p, hit);
    }
    print_facets(p, a->hits);
    if (a->in_batch && pilcrow_hits_count(a->hits) > 0)
        printer_line(p);
    return true;
}

/* ---------------------------------------------------------------- JSON --- */

static bool print_json(printer *p, const answer *a)
{
    (void)p;
    const pilcrow_hit *hit;
    pilcrow_error err = {0};
    char *json = NULL;
    for (size_t i = 0; (hit = pilcrow_hits_get(a->hits, i)) != NULL; i++) {
        pilcrow_status status = pilcrow_hit_json(&json, hit, &err);
        if (!output_json(status, json, &err))
            return false;
    }
    if (!a->summary)
        return true;
    pilcrow_status status = pilcrow_summary_json(&json, a->hits, &err);
    return output_json(status, json, &err);
}

/* ---------------------------------------------------------------- trec --- */

static bool print_trec(printer *p, const answer *a)
{
    (void)p;
    const pilcrow_hit *hit;
    for (size_t i = 0; (hit = pilcrow_hits_get(a->hits, i)) != NULL; i++) {
        const char *document = hit->paragraph.document;
        output_token(stdout, a->id, a->id_len);
        fputs(" Q0 ", stdout);
        output_token(stdout, document, strlen(document));
        printf(" %zu %.9g pilcrow\n", hit->rank, hit->score);
    }
    return true;
}

static const format formats[] = {
    {"text", false, print_text},
    {"json", false, print_json},
    {"trec", true, print_trec},
};

const format *format_find(const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof formats / sizeof *formats;
         i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return &formats[0];
}
