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

/* ---------------------------------------------------------------- text --- */

/* path:line: title > heading */
static void print_place(printer *p, const pilcrow_paragraph *paragraph)
{
    char line[32];
    snprintf(line, sizeof line, "%zu", paragraph->line);
    printer_put(p, STYLE_PATH, paragraph->path);
    printer_put(p, STYLE_PLAIN, ":");
    printer_put(p, STYLE_PLACE, line);
    printer_put(p, STYLE_PLAIN, ":");
    place_print_headings(p, paragraph, INDENT);
    printer_line(p);
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

/* What to give to `show`, and the page. */
static void print_id(printer *p, const pilcrow_paragraph *paragraph)
{
    char page[40] = "";
    if (paragraph->page > 0)
        snprintf(page, sizeof page, ", page %zu", paragraph->page);
    printer_space(p, INDENT);
    printer_put(p, STYLE_DIM, paragraph->id);
    printer_put(p, STYLE_DIM, page);
    printer_line(p);
}

/* One word's part of the score. */
static void print_explanation(printer *p, const pilcrow_explanation *e)
{
    char numbers[200];
    snprintf(numbers, sizeof numbers,
             ": %s, tf %" PRIu64 ", df %" PRIu64
             ", idf %.6f, length %" PRIu64 ", weight %g",
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
    printer_put(p, STYLE_PLAIN, numbers);
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

static void print_query(printer *p, const answer *a)
{
    fputs("# ", stdout);
    output_text(stdout, a->id, a->id_len);
    fputs(": ", stdout);
    output_text(stdout, a->query, a->query_len);
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
        print_id(p, &hit->paragraph);
        print_explanations(p, hit);
    }
    if (a->in_batch && pilcrow_hits_count(a->hits) > 0)
        printer_line(p);
    return true;
}

/* ---------------------------------------------------------------- JSON --- */

/* Takes `json` over. */
static bool print_object(pilcrow_status status, char *json,
                         const pilcrow_error *err)
{
    if (status == PILCROW_OK)
        puts(json);
    else
        output_complain("%s", err->message);
    pilcrow_free(json);
    return status == PILCROW_OK;
}

static bool print_json(printer *p, const answer *a)
{
    (void)p;
    const pilcrow_hit *hit;
    pilcrow_error err = {0};
    char *json = NULL;
    for (size_t i = 0; (hit = pilcrow_hits_get(a->hits, i)) != NULL; i++) {
        pilcrow_status status = pilcrow_hit_json(&json, hit, &err);
        if (!print_object(status, json, &err))
            return false;
    }
    if (!a->summary)
        return true;
    pilcrow_status status = pilcrow_summary_json(&json, a->hits, &err);
    return print_object(status, json, &err);
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
