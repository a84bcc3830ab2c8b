/* SPDX-License-Identifier: MIT
 *
 * In: random collections and random queries of every kind. Out: whatever a hit
 * scores, its explanation adds up to it, line by line by the published
 * formula; and the switches of context and proximity do what they say. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "searcher/index.h"
#include "support.h"

#define QUERIES 150
#define QUERIES_LONG 5000
#define COUNT(list) (sizeof(list) / sizeof *(list))

static const char *const words[] = {
    "guardian", "child",  "asylum",   "seeker",  "asylum-seeker", "court",
    "appeal",   "border", "беженец",  "убежище", "граница",       "the",
    "guards",   "courts", "childish", "R123-78", "суд",           "appeals"};

static uint64_t seed;

static unsigned draw(unsigned below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(seed >> 33) % below;
}

static const char *word(void)
{
    return words[draw(COUNT(words))];
}

/* ----------------------------------------------------------- collection --- */

static void add_words(char *text, size_t size, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        size_t used = strlen(text);
        snprintf(text + used, size - used, "%s%s", i > 0 ? " " : "", word());
    }
}

static void add_text(char *text, size_t size, const char *more)
{
    size_t used = strlen(text);
    snprintf(text + used, size - used, "%s", more);
}

static void write_document(const char *name)
{
    char text[8192] = "# ";
    add_words(text, sizeof text, 1 + draw(3));
    for (unsigned section = 0; section < 3; section++) {
        add_text(text, sizeof text, "\n\n## ");
        add_words(text, sizeof text, 1 + draw(3));
        for (unsigned i = 0; i < 4; i++) {
            add_text(text, sizeof text, "\n\n");
            add_words(text, sizeof text, 2 + draw(20));
            add_text(text, sizeof text, ".");
        }
    }
    add_text(text, sizeof text,
             "\n\n## New words\n\nasylum - убежище;\n"
             "court - суд;\nborder - граница;\n");
    support_write(name, text);
}

/* -------------------------------------------------------------- queries --- */

static void add_query(char *text, size_t size, unsigned depth);

static void add_part(char *text, size_t size, unsigned depth)
{
    char part[256] = "";
    switch (draw(depth > 0 ? 12 : 10)) {
    case 0:
        snprintf(part, sizeof part, "\"%s %s\"", word(), word());
        break;
    case 1:
        snprintf(part, sizeof part, "%s NEAR/%u %s", words[draw(6)],
                 1 + draw(8), words[draw(6)]);
        break;
    case 2:
        snprintf(part, sizeof part, "%.*s*", 3, words[draw(4)]);
        break;
    case 3:
        snprintf(part, sizeof part, "%s~", words[draw(4)]);
        break;
    case 4:
        snprintf(part, sizeof part, "+%s", word());
        break;
    case 5:
        snprintf(part, sizeof part, "-%s", word());
        break;
    case 6:
        snprintf(part, sizeof part, "heading:%s", word());
        break;
    case 10:
        add_text(text, size, "(");
        add_query(text, size, depth - 1);
        add_text(text, size, ")");
        return;
    case 11:
        snprintf(part, sizeof part, "lang:%s", draw(2) == 0 ? "en" : "ru");
        break;
    default:
        snprintf(part, sizeof part, "%s", word());
    }
    add_text(text, size, part);
}

static void add_query(char *text, size_t size, unsigned depth)
{
    static const char *const joints[] = {" ", " ", " ", " AND ", " OR "};
    unsigned parts = 1 + draw(4);
    for (unsigned i = 0; i < parts; i++) {
        if (i > 0)
            add_text(text, size, joints[draw(COUNT(joints))]);
        add_part(text, size, depth);
    }
}

/* ---------------------------------------------------------------- check --- */

static double by_formula(const pilcrow_explanation *e,
                         const pilcrow_search_options *options, double average)
{
    double f = (double)e->tf;
    double b = options->b;
    return e->weight * e->idf * f * (options->k1 + 1.0) /
           (f + options->k1 * (1.0 - b + b * (double)e->length / average));
}

static void check_hit(const pilcrow_hit *hit, const char *query,
                      const pilcrow_search_options *options, double average)
{
    double sum = 0;
    for (size_t i = 0; i < hit->explanation_count; i++) {
        const pilcrow_explanation *e = &hit->explanations[i];
        sum += e->score;
        if (fabs(by_formula(e, options, average) - e->score) > 1e-6)
            fail_msg("%s: '%s' (%s): %f, by the formula %f", query, e->term,
                     e->kind, e->score, by_formula(e, options, average));
        if (e->df == 0 || e->tf == 0)
            fail_msg("%s: '%s' (%s) is in nothing", query, e->term, e->kind);
    }
    if (fabs(sum - hit->score) > 1e-6)
        fail_msg("%s: %s:%zu scores %f, explained %f", query,
                 hit->paragraph.path, hit->paragraph.line, hit->score, sum);
}

/* The lines of the JSON add up too. */
static void check_json(const pilcrow_hit *hit, const char *query)
{
    char *json;
    double score, sum = 0;
    assert_int_equal(pilcrow_hit_json(&json, hit, NULL), PILCROW_OK);
    const char *at = strstr(json, "\"score\":");
    assert_non_null(at);
    score = strtod(at + 8, NULL);
    at = strstr(json, "\"explain\":[");
    assert_non_null(at);
    while ((at = strstr(at, "\"score\":")) != NULL)
        sum += strtod(at += 8, NULL);
    if (fabs(sum - score) > 1e-6)
        fail_msg("%s: as JSON %f, explained %f", query, score, sum);
    pilcrow_free(json);
}

static void ask(pilcrow_index *index, const char *query)
{
    pilcrow_hits *hits;
    engine_stats stats;
    pilcrow_error err = {0};
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.explain = true;
    options.limit = 100;
    options.by_document = draw(4) == 0;
    options.context = draw(4) > 0;
    options.proximity = draw(2) == 0;
    options.translate = draw(4) > 0;
    options.k1 = draw(3) == 0 ? draw(30) / 10.0 : 1.2;
    options.b = draw(3) == 0 ? draw(11) / 10.0 : 0.75;
    assert_int_equal(engine_snapshot_stats(index->snapshot, &stats, NULL),
                     PILCROW_OK);
    if (pilcrow_search(&hits, index, query, strlen(query), &options, &err) !=
        PILCROW_OK)
        fail_msg("%s: %s", query, err.message);
    for (size_t i = 0; i < pilcrow_hits_count(hits); i++) {
        const pilcrow_hit *hit = pilcrow_hits_get(hits, i);
        check_hit(hit, query, &options,
                  (double)stats.words / (double)stats.paragraphs);
        check_json(hit, query);
    }
    pilcrow_hits_free(hits);
}

static void ask_at_random(pilcrow_index *index)
{
    unsigned count = getenv("PILCROW_LONG") != NULL ? QUERIES_LONG : QUERIES;
    for (unsigned i = 0; i < count; i++) {
        char query[2048] = "";
        add_query(query, sizeof query, 2);
        ask(index, query);
    }
}

/* ---------------------------------------------------------------- tests --- */

static void test_one_index(void **state)
{
    (void)state;
    pilcrow_index *index;
    seed = 1;
    write_document("a.md");
    write_document("b.md");
    support_index(NULL, ".", NULL);
    assert_int_equal(pilcrow_open(&index, ".pilcrow", NULL), PILCROW_OK);
    ask_at_random(index);
    pilcrow_close(index);
}

static void index_into(const char *dir, const char *path)
{
    pilcrow_report *report = NULL;
    pilcrow_error err = {0};
    pilcrow_source source = {.path = path};
    if (pilcrow_update(&report, dir, &source, 1, NULL, &err) != PILCROW_OK)
        fail_msg("%s", err.message);
    pilcrow_report_free(report);
}

/* Both hold a.md, and so the same ids, under different statistics. */
static void test_several_indexes(void **state)
{
    (void)state;
    static const char *const dirs[] = {"one", "two"};
    pilcrow_index *index;
    seed = 2;
    write_document("a.md");
    write_document("b.md");
    index_into("one", "a.md");
    index_into("two", "a.md");
    index_into("two", "b.md");
    assert_int_equal(pilcrow_open_several(&index, dirs, 2, NULL), PILCROW_OK);
    ask_at_random(index);
    pilcrow_close(index);
}

/* How many are found, and what the first scores. */
static size_t found(double *score, pilcrow_index *index, const char *query,
                    bool context)
{
    pilcrow_hits *hits;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.context = context;
    assert_int_equal(
        pilcrow_search(&hits, index, query, strlen(query), &options, NULL),
        PILCROW_OK);
    size_t count = pilcrow_hits_count(hits);
    *score = count > 0 ? pilcrow_hits_get(hits, 0)->score : 0.0;
    pilcrow_hits_free(hits);
    return count;
}

/* What a title adds to, and that it finds nothing and takes nothing away. */
static void test_context(void **state)
{
    static const struct {
        const char *query;
        size_t count;
        bool more;
    } cases[] = {
        {"kestrels", 1, true},
        {"voles", 1, false},
        {"voles kestrels", 2, true},
        {"migration", 0, false},
        {"migration distance", 1, true},
        {"+migration distance", 0, false},
        {"distance AND stork", 1, true},
        {"distance OR (migration AND nothing)", 1, true},
        {"distance \"migration of storks\"", 1, true},
        {"distance -migration", 1, false},
        {"distance -(migration nothing)", 1, false},
        {"distance heading:migration", 1, false},
        {"distance kind:paragraph migration", 1, true},
        {"distance migr*", 1, false},
        {"each NEAR/5 flies", 1, false},
    };
    (void)state;
    pilcrow_index *index;
    support_write("a.md",
                  "# Kestrels\n\nA kestrel hovers.\n\nIt eats voles.\n");
    support_write("b.jsonl", "{\"id\": \"s\", \"title\": \"Migration of "
                             "storks\", \"text\": \"Each stork flies a "
                             "distance.\"}\n");
    support_index(NULL, ".", NULL);
    assert_int_equal(pilcrow_open(&index, ".pilcrow", NULL), PILCROW_OK);
    for (size_t i = 0; i < COUNT(cases); i++) {
        double with, without;
        size_t count = found(&with, index, cases[i].query, true);
        if (count != found(&without, index, cases[i].query, false) ||
            count != cases[i].count || (with > without) != cases[i].more ||
            with < without)
            fail_msg("%s: %zu found, score %g with context, %g without",
                     cases[i].query, count, with, without);
    }
    pilcrow_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_one_index, support_enter,
                                        support_leave),
        cmocka_unit_test_setup_teardown(test_several_indexes, support_enter,
                                        support_leave),
        cmocka_unit_test_setup_teardown(test_context, support_enter,
                                        support_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
