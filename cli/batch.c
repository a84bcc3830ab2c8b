/* SPDX-License-Identifier: MIT
 *
 * In: lines of id<TAB>query. Out: the hits of each, in the lines' order. A line
 * never ends the batch: what is wrong with lines is counted, and each kind of
 * trouble gets one notice at the end. */
#include "search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "character.h"
#include "input.h"
#include "output.h"
#include "verbs.h"

#define QUERY_MAX 4096u /* pilcrow_search() takes no more */
#define WHY_MAX 256
#define LINE_NUMBER_MAX 32

typedef enum trouble_kind {
    TROUBLE_UNNAMED,
    TROUBLE_REPEATED,
    TROUBLE_CUT,
    TROUBLE_UNANSWERED,
    TROUBLE_NOTICE,
    TROUBLE_COUNT
} trouble_kind;

static const char *const trouble_words[TROUBLE_COUNT] = {
    [TROUBLE_UNNAMED] = "without an id, known by the number of the line",
    [TROUBLE_REPEATED] = "with the id of an earlier one",
    [TROUBLE_CUT] = "over 4 KiB, cut to that",
    [TROUBLE_UNANSWERED] = "answered with no hits",
    [TROUBLE_NOTICE] = "not read as written",
};

typedef struct trouble {
    size_t count;
    size_t line;       /* the first one's */
    char why[WHY_MAX]; /* the first one's; "" when the kind says all */
} trouble;

/* Who a line says it is; its text is borrowed from the input. */
typedef struct line_id {
    const char *text;
    size_t len;
    size_t line;
} line_id;

typedef struct batch {
    search *search;
    line_id *ids; /* of the lines that have one, in their order */
    size_t id_count;
    size_t id_capacity;
    trouble troubles[TROUBLE_COUNT];
    size_t line;  /* in hand, from 1 */
    size_t found; /* lines with hits */
} batch;

/* ------------------------------------------------------------ troubles --- */

static void note_at(batch *b, trouble_kind kind, size_t line, const char *why)
{
    trouble *t = &b->troubles[kind];
    if (t->count++ > 0 && t->line <= line)
        return;
    t->line = line;
    size_t len = character_cut(why, strlen(why), sizeof t->why - 1);
    memcpy(t->why, why, len);
    t->why[len] = '\0';
}

static void note(batch *b, trouble_kind kind, const char *why)
{
    note_at(b, kind, b->line, why);
}

static int by_id(const void *left, const void *right)
{
    const line_id *a = left;
    const line_id *b = right;
    size_t shorter = a->len < b->len ? a->len : b->len;
    int order = memcmp(a->text, b->text, shorter);
    if (order == 0)
        order = (a->len > b->len) - (a->len < b->len);
    return order != 0 ? order : (a->line > b->line) - (a->line < b->line);
}

/* Programs that judge a run take two queries of one id for one. */
static void note_repeated(batch *b)
{
    if (b->id_count > 0)
        qsort(b->ids, b->id_count, sizeof *b->ids, by_id);
    for (size_t i = 1; i < b->id_count; i++) {
        const line_id *before = &b->ids[i - 1], *id = &b->ids[i];
        if (before->len == id->len &&
            memcmp(before->text, id->text, id->len) == 0)
            note_at(b, TROUBLE_REPEATED, id->line, "");
    }
}

static void print_troubles(const batch *b)
{
    for (size_t i = 0; i < TROUBLE_COUNT; i++) {
        const trouble *t = &b->troubles[i];
        if (t->count > 0)
            output_complain("%zu quer%s %s (%sline %zu%s%s)", t->count,
                            t->count == 1 ? "y" : "ies", trouble_words[i],
                            t->count == 1 ? "" : "the first in ", t->line,
                            t->why[0] == '\0' ? "" : ": ", t->why);
    }
}

/* --------------------------------------------------------------- lines --- */

/* Does only this line suffer from it? */
static bool is_of_the_query(pilcrow_status status)
{
    return status == PILCROW_QUERY || status == PILCROW_LIMIT ||
           status == PILCROW_TIMEOUT;
}

/* At most QUERY_MAX bytes, up to the end of a word if there is one. */
static size_t cut_query(const char *query, size_t len)
{
    size_t cut = character_cut(query, len, QUERY_MAX);
    size_t word = cut;
    while (word > 0 && query[word - 1] != ' ')
        word--;
    return word > 0 ? word : cut;
}

static bool print_answer(batch *b, answer *a, const pilcrow_hits *hits)
{
    const char *notice = pilcrow_hits_notice(hits, 0);
    if (notice != NULL)
        note(b, TROUBLE_NOTICE, notice);
    b->found += pilcrow_hits_count(hits) > 0;
    a->hits = hits;
    return b->search->format->print(&b->search->printer, a);
}

/* False, after saying why, when the batch cannot go on. */
static bool ask(batch *b, answer *a)
{
    pilcrow_hits *hits = NULL;
    pilcrow_error err = {0};
    bool ok = true;
    pilcrow_status status =
        search_ask(&hits, b->search, a->query, a->query_len, &err);
    if (status == PILCROW_OK) {
        ok = print_answer(b, a, hits);
    } else if (is_of_the_query(status)) {
        note(b, TROUBLE_UNANSWERED, err.message);
    } else {
        output_complain("line %zu: %s", b->line, err.message);
        ok = false;
    }
    pilcrow_hits_free(hits);
    return ok;
}

static void remember(batch *b, const char *id, size_t len)
{
    if (b->id_count == b->id_capacity) {
        size_t larger = b->id_capacity == 0 ? 64 : 2 * b->id_capacity;
        line_id *ids = realloc(b->ids, larger * sizeof *ids);
        if (ids == NULL)
            output_no_memory();
        b->ids = ids;
        b->id_capacity = larger;
    }
    b->ids[b->id_count++] = (line_id){id, len, b->line};
}

/* The id is what stands before the first tab; where there is none, `number`,
 * which becomes the line's. */
static void read_line(batch *b, answer *a, const char *line, size_t len,
                      char number[LINE_NUMBER_MAX])
{
    const char *tab = memchr(line, '\t', len);
    a->query = tab == NULL ? line : tab + 1;
    a->query_len = len - (size_t)(a->query - line);
    if (tab != NULL && tab > line) {
        a->id = line;
        a->id_len = (size_t)(tab - line);
        remember(b, a->id, a->id_len);
        return;
    }
    note(b, TROUBLE_UNNAMED, "");
    a->id_len = (size_t)snprintf(number, LINE_NUMBER_MAX, "%zu", b->line);
    a->id = number;
}

static bool take_line(batch *b, const char *line, size_t len)
{
    char number[LINE_NUMBER_MAX];
    const options *o = b->search->options;
    answer a = {.in_batch = true, .summary = o->summary || o->facets};
    if (len > 0 && line[len - 1] == '\r')
        len--;
    if (len == 0)
        return true;
    read_line(b, &a, line, len, number);
    if (a.query_len > QUERY_MAX) {
        note(b, TROUBLE_CUT, "");
        a.query_len = cut_query(a.query, a.query_len);
    }
    return ask(b, &a);
}

static bool take_lines(batch *b, const input *in)
{
    static const char mark[] = "\xEF\xBB\xBF";
    bool marked = in->len >= 3 && memcmp(in->bytes, mark, 3) == 0;
    size_t at = marked ? 3 : 0;
    while (at < in->len && !output_failed()) {
        const char *line = in->bytes + at;
        const char *end = memchr(line, '\n', in->len - at);
        size_t len = end == NULL ? in->len - at : (size_t)(end - line);
        b->line++;
        if (!take_line(b, line, len))
            return false;
        at += len + 1;
    }
    return true;
}

int batch_run(search *s)
{
    input in;
    batch b = {.search = s};
    if (!input_read(&in, s->options->queries))
        return STATUS_ERROR;
    bool ok = take_lines(&b, &in);
    note_repeated(&b);
    print_troubles(&b);
    free(b.ids);
    free(in.bytes);
    if (!ok)
        return STATUS_ERROR;
    if (b.found == 0)
        output_complain("nothing found for any query in '%s'",
                        s->options->queries);
    return b.found > 0 ? STATUS_DONE : STATUS_NOTHING;
}
