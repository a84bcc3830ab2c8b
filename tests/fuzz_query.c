/* SPDX-License-Identifier: MIT
 *
 * A libFuzzer target: any bytes as a query, answered over the index that
 * FUZZ_INDEX names; built and run by fuzz_query.sh. The first byte chooses the
 * options: '@' none, and by its bits 1 strict, 2 explain, 4 by document,
 * 8 facets, 16 no translation, 32 count. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/utf8.h"
#include "pilcrow.h"

#define QUERY_MAX 4096u
#define SNIPPET_MAX 240u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    abort();
}

static pilcrow_index *the_index(void)
{
    static pilcrow_index *index;
    pilcrow_error err = {0};
    if (index == NULL &&
        pilcrow_open(&index, getenv("FUZZ_INDEX"), &err) != PILCROW_OK)
        demand(false, err.message);
    return index;
}

static pilcrow_search_options options_of(uint8_t bits)
{
    pilcrow_search_options how = PILCROW_SEARCH_OPTIONS_INIT;
    how.strict = (bits & 1) != 0;
    how.explain = (bits & 2) != 0;
    how.by_document = (bits & 4) != 0;
    how.facets = (bits & 8) != 0;
    how.translate = (bits & 16) == 0;
    how.count = (bits & 32) != 0;
    return how;
}

/* ---------------------------------------------------------------- a hit --- */

static void check_spans(const pilcrow_span *spans, size_t count,
                        const char *text, size_t len)
{
    size_t before = 0;
    for (size_t i = 0; i < count; i++) {
        demand(spans[i].start >= before && spans[i].start < spans[i].end &&
                   spans[i].end <= len,
               "highlights ascend, are not empty and lie in the text");
        demand(utf8_boundary(text, len, spans[i].start) &&
                   utf8_boundary(text, len, spans[i].end),
               "highlights hold whole characters");
        before = spans[i].end;
    }
}

static void check_explanations(const pilcrow_hit *hit)
{
    double sum = 0;
    for (size_t i = 0; i < hit->explanation_count; i++)
        sum += hit->explanations[i].score;
    demand(!hit->explained || fabs(sum - hit->score) <= 1e-6,
           "explanations add up to the score");
}

static void check_json(const char *json)
{
    json_error_t why;
    json_t *object = json_loads(json, 0, &why);
    demand(json_is_object(object), "the JSON is an object");
    json_decref(object);
}

static void check_hit(const pilcrow_hit *hit)
{
    char *json;
    size_t len = strlen(hit->snippet);
    demand(isfinite(hit->score) && hit->score >= 0, "the score is a number");
    demand(utf8_valid(hit->snippet, len), "the snippet is UTF-8");
    demand(utf8_length(hit->snippet, len) <= SNIPPET_MAX,
           "the snippet is short");
    check_spans(hit->highlights, hit->highlight_count, hit->paragraph.text,
                hit->paragraph.text_len);
    check_spans(hit->snippet_highlights, hit->snippet_highlight_count,
                hit->snippet, len);
    check_explanations(hit);
    demand(pilcrow_hit_json(&json, hit, NULL) == PILCROW_OK, "hits are JSON");
    check_json(json);
    pilcrow_free(json);
}

/* ------------------------------------------------------------ an answer --- */

static void check_hits(const pilcrow_hits *hits)
{
    const pilcrow_hit *hit;
    const char *text;
    char *json;
    double before = INFINITY;
    for (size_t i = 0; (hit = pilcrow_hits_get(hits, i)) != NULL; i++) {
        check_hit(hit);
        demand(hit->rank == i + 1 && hit->score <= before, "best first");
        before = hit->score;
    }
    for (size_t i = 0; (text = pilcrow_hits_notice(hits, i)) != NULL; i++)
        demand(utf8_valid(text, strlen(text)), "notices are UTF-8");
    demand(pilcrow_summary_json(&json, hits, NULL) == PILCROW_OK,
           "summaries are JSON");
    check_json(json);
    pilcrow_free(json);
}

/* What is offered finds something. */
static void check_suggestions(const pilcrow_hits *hits)
{
    const char *text;
    for (size_t i = 0; (text = pilcrow_hits_suggestion(hits, i)) != NULL; i++) {
        pilcrow_hits *found;
        demand(utf8_valid(text, strlen(text)), "suggestions are UTF-8");
        demand(pilcrow_search(&found, the_index(), text, strlen(text), NULL,
                              NULL) == PILCROW_OK,
               "suggestions are queries");
        demand(pilcrow_hits_count(found) > 0, "suggestions find something");
        pilcrow_hits_free(found);
    }
}

/* What strict reading takes is read the same way without it. */
static void check_lenient(const pilcrow_hits *strict, const char *query,
                          size_t len, pilcrow_search_options how)
{
    pilcrow_hits *hits;
    how.strict = false;
    demand(pilcrow_search(&hits, the_index(), query, len, &how, NULL) ==
               PILCROW_OK,
           "lenient takes what strict takes");
    demand(pilcrow_hits_total(hits, NULL) == pilcrow_hits_total(strict, NULL),
           "lenient finds what strict finds");
    pilcrow_hits_free(hits);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    pilcrow_hits *hits;
    pilcrow_error err = {0};
    if (size == 0)
        return 0;
    const char *query = (const char *)data + 1;
    size_t len = size - 1;
    pilcrow_search_options how = options_of(data[0]);
    pilcrow_status status =
        pilcrow_search(&hits, the_index(), query, len, &how, &err);
    if (status == PILCROW_OK) {
        check_hits(hits);
        check_suggestions(hits);
        if (how.strict)
            check_lenient(hits, query, len, how);
        pilcrow_hits_free(hits);
        return 0;
    }
    demand(status == PILCROW_QUERY ? how.strict && err.offset <= len
                                   : status == PILCROW_LIMIT && len > QUERY_MAX,
           err.message);
    demand(utf8_valid(err.message, strlen(err.message)), "errors are UTF-8");
    return 0;
}
