/* SPDX-License-Identifier: MIT
 *
 * What pilcrow.h promises to every caller: bad use is told and harms nothing,
 * structs of other versions are read as far as they go, handles are closed in
 * any order, filters pass what they should, and a deadline ends a search with
 * what it has. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "support.h"

/* A status, with its sentence. */
static void expect(pilcrow_status wanted, pilcrow_status status,
                   pilcrow_error *err)
{
    assert_int_equal(status, wanted);
    assert_int_equal(err->status, wanted);
    assert_true(strlen(err->message) > 5);
    memset(err, 0, sizeof *err);
}

/* ---------------------------------------------------------------- NULL --- */

static void test_null_is_told(void **state)
{
    (void)state;
    pilcrow_error err = {0};
    char *text;
    pilcrow_index *index;
    pilcrow_hits *hits;
    pilcrow_view *view;
    pilcrow_stats stats;
    pilcrow_analysis *analysis;
    const pilcrow_token *token;
    pilcrow_report *report;
    pilcrow_writer *writer;
    pilcrow_watch *watch;
    pilcrow_glossary *glossary;
    bool changed;
    const pilcrow_source nameless = {NULL, "x", 1};
    const char *const nothing[] = {NULL};
    const pilcrow_status wrong = PILCROW_INVALID;
    support_write("a.md", "Words.\n");
    support_index(NULL, "a.md", NULL);
    index = support_open();
    expect(wrong, pilcrow_find(NULL, NULL, &err), &err);
    expect(wrong, pilcrow_open(NULL, "x", &err), &err);
    expect(wrong, pilcrow_search(NULL, index, "x", 1, NULL, &err), &err);
    expect(wrong, pilcrow_search(&hits, index, NULL, 1, NULL, &err), &err);
    expect(wrong, pilcrow_similar(&hits, index, NULL, NULL, &err), &err);
    expect(wrong, pilcrow_show(&view, index, NULL, 0, &err), &err);
    expect(wrong, pilcrow_stat(NULL, index, &err), &err);
    pilcrow_close(index);
    expect(wrong, pilcrow_open(&index, NULL, &err), &err);
    assert_null(index);
    expect(wrong, pilcrow_open_several(&index, NULL, 2, &err), &err);
    expect(wrong, pilcrow_search(&hits, NULL, "x", 1, NULL, &err), &err);
    assert_null(hits);
    expect(wrong, pilcrow_similar(&hits, NULL, "x", NULL, &err), &err);
    expect(wrong, pilcrow_show(&view, NULL, "x", 0, &err), &err);
    assert_null(view);
    expect(wrong, pilcrow_stat(&stats, NULL, &err), &err);
    expect(wrong, pilcrow_hit_json(&text, NULL, &err), &err);
    expect(wrong, pilcrow_view_json(&text, NULL, &err), &err);
    expect(wrong, pilcrow_stats_json(&text, NULL, &err), &err);
    expect(wrong, pilcrow_summary_json(&text, NULL, &err), &err);
    expect(wrong, pilcrow_token_json(&text, NULL, &err), &err);
    expect(wrong, pilcrow_report_json(&text, NULL, &err), &err);
    expect(wrong, pilcrow_entry_json(&text, NULL, &err), &err);
    expect(wrong, pilcrow_finding_json(&text, NULL, &err), &err);
    assert_null(text);
    expect(wrong, pilcrow_glossary_list(&glossary, NULL, NULL, &err), &err);
    expect(wrong, pilcrow_glossary_lint(&glossary, NULL, NULL, &err), &err);
    assert_null(glossary);
    expect(wrong, pilcrow_glossary_export(&text, NULL, "tsv", &err), &err);
    expect(wrong, pilcrow_import(NULL, "i", NULL, NULL, NULL, &err), &err);
    expect(wrong, pilcrow_import(NULL, NULL, &nameless, NULL, NULL, &err),
           &err);
    expect(wrong, pilcrow_analyze(&analysis, NULL, 1, NULL, &err), &err);
    expect(wrong, pilcrow_analyze(NULL, "x", 1, NULL, &err), &err);
    expect(wrong, pilcrow_analysis_next(&token, NULL, &err), &err);
    expect(wrong, pilcrow_update(&report, NULL, NULL, 0, NULL, &err), &err);
    expect(wrong, pilcrow_update(&report, "i", NULL, 1, NULL, &err), &err);
    expect(wrong, pilcrow_update(&report, "i", &nameless, 1, NULL, &err), &err);
    expect(wrong, pilcrow_forget(&report, NULL, nothing, 1, &err), &err);
    expect(wrong, pilcrow_forget(&report, "i", NULL, 1, &err), &err);
    expect(wrong, pilcrow_forget(&report, "i", nothing, 1, &err), &err);
    expect(wrong, pilcrow_compact(NULL, NULL, NULL, &err), &err);
    expect(wrong, pilcrow_check(NULL, NULL, NULL, &err), &err);
    expect(wrong, pilcrow_watch_open(&watch, NULL, &err), &err);
    expect(wrong, pilcrow_watch_wait(NULL, 0, &changed, &err), &err);
    expect(wrong, pilcrow_writer_open(&writer, NULL, NULL, &err), &err);
    expect(wrong, pilcrow_writer_open(NULL, "i", NULL, &err), &err);
    expect(wrong, pilcrow_writer_add_path(NULL, "a.md", &err), &err);
    expect(wrong, pilcrow_writer_add_memory(NULL, "a", "x", 1, &err), &err);
    expect(wrong, pilcrow_writer_add_record(NULL, NULL, &err), &err);
    expect(wrong, pilcrow_writer_forget(NULL, "a", &err), &err);
    expect(wrong, pilcrow_writer_commit(NULL, NULL, &err), &err);
    expect(wrong, pilcrow_writer_rollback(NULL, &err), &err);
    assert_int_not_equal(access("i", F_OK), 0);
}

static void test_null_reads_as_empty(void **state)
{
    (void)state;
    bool exact = false;
    pilcrow_skip skip;
    assert_int_equal(pilcrow_hits_count(NULL), 0);
    assert_null(pilcrow_hits_get(NULL, 0));
    assert_int_equal(pilcrow_hits_total(NULL, &exact), 0);
    assert_true(exact);
    assert_null(pilcrow_hits_notice(NULL, 0));
    assert_null(pilcrow_hits_suggestion(NULL, 0));
    assert_null(pilcrow_hits_facet(NULL, 0));
    assert_int_equal(pilcrow_hits_documents(NULL), 0);
    assert_null(pilcrow_view_get(NULL, 0));
    assert_int_equal(pilcrow_view_count(NULL), 0);
    assert_int_equal(pilcrow_view_focus(NULL), 0);
    assert_string_equal(pilcrow_analysis_language(NULL), "");
    assert_int_equal(pilcrow_report_counts(NULL)->added, 0);
    assert_false(pilcrow_report_skip(NULL, 0, &skip));
    assert_int_equal(pilcrow_glossary_count(NULL), 0);
    assert_null(pilcrow_glossary_get(NULL, 0));
    assert_null(pilcrow_glossary_finding(NULL, 0));
    pilcrow_glossary_free(NULL);
    pilcrow_close(NULL);
    pilcrow_hits_free(NULL);
    pilcrow_view_free(NULL);
    pilcrow_analysis_free(NULL);
    pilcrow_report_free(NULL);
    pilcrow_watch_close(NULL);
    pilcrow_writer_close(NULL);
    pilcrow_free(NULL);
}

/* No error is wanted, and no report. */
static void test_what_may_be_null(void **state)
{
    (void)state;
    const pilcrow_source source = {"a.md", NULL, 0};
    const char *const path = "a.md";
    pilcrow_hits *hits;
    support_write("a.md", "Words.\n");
    assert_int_equal(pilcrow_open(&(pilcrow_index *){NULL}, "none", NULL),
                     PILCROW_NOT_FOUND);
    assert_int_equal(pilcrow_update(NULL, ".pilcrow", &source, 1, NULL, NULL),
                     PILCROW_OK);
    pilcrow_index *index = support_open();
    assert_int_equal(pilcrow_search(&hits, index, NULL, 0, NULL, NULL),
                     PILCROW_OK);
    assert_int_equal(pilcrow_hits_count(hits), 0);
    pilcrow_hits_free(hits);
    pilcrow_close(index);
    assert_int_equal(pilcrow_forget(NULL, ".pilcrow", &path, 1, NULL),
                     PILCROW_OK);
}

/* --------------------------------------------------------------- sizes --- */

/* The options as a header of the future has them. */
typedef struct newer_options {
    pilcrow_search_options known;
    uint64_t unknown[2];
} newer_options;

static pilcrow_status search_with(pilcrow_index *index, const void *options,
                                  size_t *count, pilcrow_error *err)
{
    pilcrow_hits *hits;
    pilcrow_status status =
        pilcrow_search(&hits, index, "words", 5, options, err);
    *count = pilcrow_hits_count(hits);
    pilcrow_hits_free(hits);
    return status;
}

static void test_sizes_of_options(void **state)
{
    (void)state;
    static const size_t garbage[] = {0,  1,    8,        40,
                                     51, 4104, SIZE_MAX, SIZE_MAX / 2};
    pilcrow_error err = {0};
    size_t count;
    newer_options newer = {.known = PILCROW_SEARCH_OPTIONS_INIT};
    support_write("a.md", "Words.\n");
    support_index(NULL, "a.md", NULL);
    pilcrow_index *index = support_open();
    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++) {
        newer.known.size = garbage[i];
        expect(PILCROW_INVALID, search_with(index, &newer, &count, &err), &err);
    }
    newer.known.size = sizeof newer;
    assert_int_equal(search_with(index, &newer, &count, &err), PILCROW_OK);
    assert_int_equal(count, 1);
    newer.unknown[1] = 1;
    expect(PILCROW_INVALID, search_with(index, &newer, &count, &err), &err);
    pilcrow_close(index);
}

/* What a caller of the first version does not have is as by default, whatever
 * follows its struct in memory. */
static void test_an_older_caller(void **state)
{
    (void)state;
    unsigned char bytes[sizeof(pilcrow_search_options)];
    pilcrow_search_options now = PILCROW_SEARCH_OPTIONS_INIT;
    pilcrow_error err = {0};
    pilcrow_hits *hits;
    now.size = offsetof(pilcrow_search_options, explain);
    memset(bytes, 0xEE, sizeof bytes);
    memcpy(bytes, &now, now.size);
    support_write("a.md", "Words.\n");
    support_index(NULL, "a.md", NULL);
    pilcrow_index *index = support_open();
    assert_int_equal(
        pilcrow_search(&hits, index, "words", 5,
                       (const pilcrow_search_options *)(const void *)bytes,
                       &err),
        PILCROW_OK);
    assert_int_equal(pilcrow_hits_count(hits), 1);
    assert_false(pilcrow_hits_get(hits, 0)->explained);
    pilcrow_hits_free(hits);
    pilcrow_close(index);
}

/* The same of the options for indexing: what follows an older struct is not
 * called, for one. */
static void test_an_older_indexer(void **state)
{
    (void)state;
    unsigned char bytes[sizeof(pilcrow_update_options)];
    pilcrow_update_options now = PILCROW_UPDATE_OPTIONS_INIT;
    const pilcrow_update_options *older = (const void *)bytes;
    const pilcrow_source source = {"in", NULL, 0};
    pilcrow_error err = {0};
    now.size = offsetof(pilcrow_update_options, jobs);
    memset(bytes, 0xEE, sizeof bytes);
    memcpy(bytes, &now, now.size);
    support_write("in/empty.md", "");
    assert_int_equal(pilcrow_update(NULL, ".pilcrow", &source, 1, older, &err),
                     PILCROW_OK);
    for (now.size = 0; now.size < offsetof(pilcrow_update_options, jobs);
         now.size += 4) {
        memcpy(bytes, &now, sizeof now.size);
        expect(PILCROW_INVALID,
               pilcrow_update(NULL, ".pilcrow", &source, 1, older, &err), &err);
    }
}

/* Structs grow by whole words: nothing new may fall into old padding. */
_Static_assert(offsetof(pilcrow_search_options, filter_count) +
                       sizeof(size_t) ==
                   sizeof(pilcrow_search_options),
               "search options end in padding");
_Static_assert(sizeof(pilcrow_update_options) % 8 == 0 &&
                   sizeof(pilcrow_record) % 8 == 0,
               "options are whole words");

/* ------------------------------------------------------ closing, order --- */

static void test_handles_closed_in_any_order(void **state)
{
    (void)state;
    pilcrow_hits *hits, *similar;
    pilcrow_view *view;
    pilcrow_report *report;
    pilcrow_writer *writer;
    char *json;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    const pilcrow_source source = {"a.md", NULL, 0};
    options.explain = options.facets = true;
    support_write("a.md", "# One\n\nWords of one paragraph.\n\nMore words.\n");
    assert_int_equal(
        pilcrow_update(&report, ".pilcrow", &source, 1, NULL, NULL),
        PILCROW_OK);
    pilcrow_index *index = support_open();
    assert_int_equal(
        pilcrow_search(&hits, index, "words wrods", 11, &options, NULL),
        PILCROW_OK);
    const char *id = pilcrow_hits_get(hits, 0)->paragraph.id;
    assert_int_equal(pilcrow_similar(&similar, index, id, NULL, NULL),
                     PILCROW_OK);
    assert_int_equal(pilcrow_show(&view, index, id, 1, NULL), PILCROW_OK);
    assert_int_equal(pilcrow_writer_open(&writer, ".pilcrow", NULL, NULL),
                     PILCROW_OK);
    assert_int_equal(pilcrow_writer_forget(writer, "a.md", NULL), PILCROW_OK);
    pilcrow_close(index);
    assert_int_equal(pilcrow_writer_commit(NULL, writer, NULL), PILCROW_OK);
    pilcrow_writer_close(writer);
    /* All that is left is read whole. */
    for (size_t i = 0; i < pilcrow_hits_count(hits); i++) {
        assert_int_equal(
            pilcrow_hit_json(&json, pilcrow_hits_get(hits, i), NULL),
            PILCROW_OK);
        pilcrow_free(json);
    }
    assert_int_equal(pilcrow_summary_json(&json, hits, NULL), PILCROW_OK);
    pilcrow_free(json);
    pilcrow_hits_free(hits);
    assert_int_equal(pilcrow_view_json(&json, view, NULL), PILCROW_OK);
    pilcrow_free(json);
    assert_int_equal(pilcrow_report_json(&json, report, NULL), PILCROW_OK);
    pilcrow_free(json);
    pilcrow_report_free(report);
    pilcrow_hits_free(similar);
    pilcrow_view_free(view);
}

/* ---------------------------------------------- folders under a handle --- */

static void remove_index(void)
{
    assert_int_equal(system("rm -rf .pilcrow"), 0);
}

static void test_an_index_deleted_under_a_handle(void **state)
{
    (void)state;
    pilcrow_error err = {0};
    pilcrow_hits *hits;
    pilcrow_view *view;
    pilcrow_stats stats;
    pilcrow_watch *watch;
    support_write("a.md", "Words.\n");
    support_index(NULL, "a.md", NULL);
    pilcrow_index *index = support_open();
    assert_int_equal(pilcrow_watch_open(&watch, ".pilcrow", &err), PILCROW_OK);
    remove_index();
    expect(PILCROW_NOT_FOUND,
           pilcrow_search(&hits, index, "words", 5, NULL, &err), &err);
    assert_null(hits);
    expect(PILCROW_NOT_FOUND,
           pilcrow_show(&view, index, "aaaaaaaaaaaa", 0, &err), &err);
    expect(PILCROW_NOT_FOUND, pilcrow_stat(&stats, index, &err), &err);
    pilcrow_watch_close(watch);
    /* Something else in its place, and then a new index there. */
    support_write(".pilcrow/letter.txt", "Dear\n");
    expect(PILCROW_NOT_INDEX,
           pilcrow_search(&hits, index, "words", 5, NULL, &err), &err);
    remove_index();
    support_index(NULL, "a.md", NULL);
    assert_int_equal(pilcrow_search(&hits, index, "words", 5, NULL, &err),
                     PILCROW_OK);
    assert_int_equal(pilcrow_hits_count(hits), 1);
    pilcrow_hits_free(hits);
    pilcrow_close(index);
}

static void test_an_index_deleted_under_a_writer(void **state)
{
    (void)state;
    pilcrow_error err = {0};
    pilcrow_writer *writer;
    support_write("a.md", "Words.\n");
    support_index(NULL, "a.md", NULL);
    assert_int_equal(pilcrow_writer_open(&writer, ".pilcrow", NULL, &err),
                     PILCROW_OK);
    remove_index();
    pilcrow_status status =
        pilcrow_writer_add_memory(writer, "b", "More words.", 11, &err);
    if (status == PILCROW_OK)
        status = pilcrow_writer_commit(NULL, writer, &err);
    assert_int_not_equal(status, PILCROW_OK);
    assert_true(strlen(err.message) > 5);
    pilcrow_writer_close(writer);
}

static void test_a_folder_of_something_else(void **state)
{
    (void)state;
    pilcrow_error err = {0};
    pilcrow_index *index;
    pilcrow_report *report;
    pilcrow_watch *watch;
    const pilcrow_source source = {"papers/a.md", NULL, 0};
    const char *const dirs[] = {"papers", "papers"};
    const char *const path = "a.md";
    const pilcrow_status other = PILCROW_NOT_INDEX;
    support_write("papers/a.md", "Words.\n");
    expect(other, pilcrow_open(&index, "papers", &err), &err);
    expect(other, pilcrow_open_several(&index, dirs, 2, &err), &err);
    expect(other, pilcrow_update(&report, "papers", &source, 1, NULL, &err),
           &err);
    assert_null(report);
    expect(other, pilcrow_forget(&report, "papers", &path, 1, &err), &err);
    expect(other, pilcrow_compact(NULL, NULL, "papers", &err), &err);
    expect(other, pilcrow_check("papers", NULL, NULL, &err), &err);
    expect(other, pilcrow_watch_open(&watch, "papers", &err), &err);
    expect(PILCROW_NOT_FOUND, pilcrow_open(&index, "papers/a.md", &err), &err);
}

/* ------------------------------------------------------------- lengths --- */

static void test_lengths_over_limits(void **state)
{
    (void)state;
    pilcrow_error err = {0};
    pilcrow_hits *hits;
    pilcrow_view *view;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    static char query[5000];
    memset(query, 'a', sizeof query);
    support_write("a.md", "Words.\n");
    support_index(NULL, "a.md", NULL);
    pilcrow_index *index = support_open();
    expect(PILCROW_LIMIT,
           pilcrow_search(&hits, index, query, sizeof query, NULL, &err), &err);
    query[sizeof query - 1] = '\0';
    expect(PILCROW_NOT_FOUND, pilcrow_show(&view, index, query, 0, &err), &err);
    expect(PILCROW_NOT_FOUND, pilcrow_similar(&hits, index, query, NULL, &err),
           &err);
    for (size_t limit = 0; limit <= 1001; limit += 1001) {
        options.limit = limit;
        expect(PILCROW_INVALID,
               pilcrow_search(&hits, index, "words", 5, &options, &err), &err);
    }
    options.limit = 1;
    options.offset = SIZE_MAX;
    expect(PILCROW_INVALID,
           pilcrow_search(&hits, index, "words", 5, &options, &err), &err);
    pilcrow_close(index);
}

/* ------------------------------------------------------------- filters --- */

typedef struct filter_case {
    const char *query;
    pilcrow_filter filters[3]; /* up to the first without a name */
    size_t count;
} filter_case;

static const filter_case filter_cases[] = {
    {"lighthouse", {{NULL, NULL}}, 3},
    {"lighthouse", {{"lang", "en"}}, 2},
    {"маяк OR lighthouse", {{"lang", "ru"}}, 1},
    {"lighthouse", {{"document", "in/a.md"}}, 2},
    {"lighthouse", {{"document", "in/"}}, 3},
    {"lighthouse", {{"document", "in/a*"}}, 2},
    {"lighthouse", {{"document", "in/a.md"}, {"document", "in/b.md"}}, 3},
    {"lighthouse", {{"document", "in/a.md"}, {"kind", "list"}}, 0},
    {"lighthouse", {{"document", "none"}}, 0},
    {"", {{"document", "in/a.md"}}, 2},
    {"", {{"lang", "ru"}}, 1},
    {"", {{NULL, NULL}}, 0},
    {"!!", {{"lang", "en"}}, 0},
    {"lang:en", {{"lang", "ru"}}, 0},
    {"harbour", {{"kind", "paragraph"}}, 1},
};

static void test_filters(void **state)
{
    (void)state;
    support_write("in/a.md", "The lighthouse is old.\n\nA lighthouse, and a "
                             "harbour near it.\n");
    support_write("in/b.md", "Старый маяк, по-английски lighthouse, стоит у "
                             "самого берега моря.\n");
    support_index(NULL, "in", NULL);
    pilcrow_index *index = support_open();
    for (size_t i = 0; i < sizeof filter_cases / sizeof *filter_cases; i++) {
        const filter_case *c = &filter_cases[i];
        pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
        pilcrow_error err = {0};
        pilcrow_hits *hits;
        options.filters = c->filters;
        while (options.filter_count < 3 &&
               c->filters[options.filter_count].name != NULL)
            options.filter_count++;
        if (pilcrow_search(&hits, index, c->query, strlen(c->query), &options,
                           &err) != PILCROW_OK)
            fail_msg("case %zu: %s", i, err.message);
        if (pilcrow_hits_count(hits) != c->count)
            fail_msg("case %zu, %s: %zu hits, not %zu", i, c->query,
                     pilcrow_hits_count(hits), c->count);
        pilcrow_hits_free(hits);
    }
    pilcrow_close(index);
}

/* A filter changes neither scores nor what is highlighted. */
static void test_filters_score_nothing(void **state)
{
    (void)state;
    pilcrow_filter filter = {"lang", "en"};
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    pilcrow_hits *plain, *filtered, *similar;
    support_write("a.md", "The lighthouse is old.\n\nA lighthouse, and a "
                          "harbour near it.\n");
    support_index(NULL, "a.md", NULL);
    pilcrow_index *index = support_open();
    options.explain = true;
    assert_int_equal(
        pilcrow_search(&plain, index, "old lighthouse", 14, &options, NULL),
        PILCROW_OK);
    options.filters = &filter;
    options.filter_count = 1;
    assert_int_equal(
        pilcrow_search(&filtered, index, "old lighthouse", 14, &options, NULL),
        PILCROW_OK);
    assert_int_equal(pilcrow_hits_count(plain), 2);
    for (size_t i = 0; i < 2; i++) {
        char *a, *b;
        pilcrow_hit_json(&a, pilcrow_hits_get(plain, i), NULL);
        pilcrow_hit_json(&b, pilcrow_hits_get(filtered, i), NULL);
        assert_string_equal(a, b);
        pilcrow_free(a);
        pilcrow_free(b);
    }
    filter.value = "ru";
    assert_int_equal(pilcrow_similar(&similar, index,
                                     pilcrow_hits_get(plain, 0)->paragraph.id,
                                     &options, NULL),
                     PILCROW_OK);
    assert_int_equal(pilcrow_hits_count(similar), 0);
    pilcrow_hits_free(plain);
    pilcrow_hits_free(filtered);
    pilcrow_hits_free(similar);
    pilcrow_close(index);
}

static void test_bad_filters(void **state)
{
    (void)state;
    static pilcrow_filter many[101];
    const pilcrow_filter bad[] = {
        {"colour", "red"}, {NULL, "en"}, {"lang", NULL}};
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    pilcrow_error err = {0};
    size_t count;
    support_write("a.md", "Words.\n");
    support_index(NULL, "a.md", NULL);
    pilcrow_index *index = support_open();
    options.filter_count = 1;
    for (size_t i = 0; i < 3; i++) {
        options.filters = &bad[i];
        expect(PILCROW_INVALID, search_with(index, &options, &count, &err),
               &err);
    }
    options.filters = NULL;
    expect(PILCROW_INVALID, search_with(index, &options, &count, &err), &err);
    for (size_t i = 0; i < 101; i++)
        many[i] = (pilcrow_filter){"lang", "en"};
    options.filters = many;
    options.filter_count = 101;
    expect(PILCROW_LIMIT, search_with(index, &options, &count, &err), &err);
    options.filter_count = 100;
    assert_int_equal(search_with(index, &options, &count, &err), PILCROW_OK);
    assert_int_equal(count, 1);
    pilcrow_close(index);
}

/* ------------------------------------------------------------ deadline --- */

/* One document, large enough that a hard query over it takes a while. */
static void index_much(size_t paragraphs)
{
    pilcrow_writer *writer;
    size_t used = 0;
    char *text = malloc(paragraphs * 200);
    assert_non_null(text);
    for (size_t i = 0; i < paragraphs; i++) {
        used += (size_t)sprintf(text + used, "the of and to in w%zu", i % 997);
        for (size_t k = 0; k < 12; k++)
            used += (size_t)sprintf(text + used, " %s x%zu",
                                    k % 2 == 0 ? "the of" : "to and", i % 13);
        used += (size_t)sprintf(text + used, "\n\n");
    }
    assert_int_equal(pilcrow_writer_open(&writer, ".pilcrow", NULL, NULL),
                     PILCROW_OK);
    assert_int_equal(
        pilcrow_writer_add_memory(writer, "much.txt", text, used, NULL),
        PILCROW_OK);
    assert_int_equal(pilcrow_writer_commit(NULL, writer, NULL), PILCROW_OK);
    pilcrow_writer_close(writer);
    free(text);
}

static const char hard[] =
    "the of and to in \"the of\" \"to and\" \"of x1\" the NEAR/9 and "
    "of NEAR/9 to \"and the\" \"of to\" the NEAR/16 of in NEAR/16 the";

/* However long it takes here: with less time than it needs, a search ends with
 * TIMEOUT, and what it gives is a part of the whole, scored as in the whole. */
static void test_deadline(void **state)
{
    (void)state;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    pilcrow_hits *whole, *part;
    pilcrow_error err = {0};
    bool exact, timed_out = false;
    index_much(20000);
    pilcrow_index *index = support_open();
    options.limit = 1000;
    options.suggest = false;
    assert_int_equal(
        pilcrow_search(&whole, index, hard, sizeof hard - 1, &options, NULL),
        PILCROW_OK);
    assert_int_equal(pilcrow_hits_count(whole), 1000);
    for (uint32_t ms = 1; ms < 60; ms += 4) {
        options.deadline_ms = ms;
        pilcrow_status status =
            pilcrow_search(&part, index, hard, sizeof hard - 1, &options, &err);
        assert_non_null(part);
        if (status == PILCROW_TIMEOUT) {
            timed_out = true;
            assert_non_null(strstr(err.message, "ms"));
            pilcrow_hits_total(part, &exact);
            assert_false(exact);
        } else {
            assert_int_equal(status, PILCROW_OK);
        }
        for (size_t i = 0; i < pilcrow_hits_count(part); i++) {
            const pilcrow_hit *hit = pilcrow_hits_get(part, i);
            assert_int_equal(hit->rank, i + 1);
            assert_true(hit->score <= pilcrow_hits_get(whole, i)->score + 1e-9);
            assert_non_null(hit->snippet);
        }
        pilcrow_hits_free(part);
    }
    assert_true(timed_out);
    /* The handle goes on. */
    options.deadline_ms = 0;
    assert_int_equal(pilcrow_search(&part, index, "w7", 2, &options, NULL),
                     PILCROW_OK);
    assert_true(pilcrow_hits_count(part) > 0);
    pilcrow_hits_free(part);
    pilcrow_hits_free(whole);
    pilcrow_close(index);
}

#define case_of(test)                                                          \
    cmocka_unit_test_setup_teardown(test, support_enter, support_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        case_of(test_null_is_told),
        case_of(test_null_reads_as_empty),
        case_of(test_what_may_be_null),
        case_of(test_sizes_of_options),
        case_of(test_an_older_caller),
        case_of(test_an_older_indexer),
        case_of(test_handles_closed_in_any_order),
        case_of(test_an_index_deleted_under_a_handle),
        case_of(test_an_index_deleted_under_a_writer),
        case_of(test_a_folder_of_something_else),
        case_of(test_lengths_over_limits),
        case_of(test_filters),
        case_of(test_filters_score_nothing),
        case_of(test_bad_filters),
        case_of(test_deadline),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
