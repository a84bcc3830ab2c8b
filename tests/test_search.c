/* SPDX-License-Identifier: MIT
 *
 * pilcrow_search and pilcrow_show over small collections: what is found, in
 * which order, with which score, highlights and snippet. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support.h"

static const char collection[] =
    "# Handbook\n\n"
    "Asylum-seekers in Bulgaria wait for an answer.\n\n"
    "## Children and guardians\n\n"
    "A guardian speaks for an unaccompanied child. The guardian comes at "
    "once.\n\n"
    "Мигранты посылают деньги домой. Ёлка растёт.\n\n"
    "## Money sent home\n\n"
    "- Remittances are money that migrants send home to their families each "
    "month, and their cost has fallen in most countries of the world since "
    "the first survey was made by the banks.\n";

static void index_collection(void)
{
    support_write("handbook.md", collection);
    support_write("notes/other.txt", "A note on guardians.\n\nNothing else.\n");
    support_index(NULL, "handbook.md", "notes", NULL);
}

/* ----------------------------------------------------------- what is found --- */

static void test_queries(void **state)
{
    (void)state;
    static const struct {
        const char *query;
        size_t count;
    } cases[] = {
        {"guardian", 2},
        {"guardians bulgaria", 3},
        {"\"unaccompanied child\"", 1},
        {"\"child unaccompanied\"", 0},
        {"asylum-seeker", 1},
        {"seekers-asylum", 0},
        {"guardian,remittances", 3},
        {"bulgaria;nowhere", 1},
        {"мигранты/беженцы", 1},
        {"\"asylum seekers in bulgaria\"", 1},
        {"мигрантам", 1},
        {"елка", 1},
        {"ЁЛКИ", 1},
        {"+guardian -note", 1},
        {"guardian AND child", 1},
        {"guardian AND remittances", 0},
        {"guardian OR remittances", 3},
        {"unaccompanied NEAR/2 speaks", 0},
        {"unaccompanied NEAR/4 speaks", 1},
        {"guardian doc:notes/*", 1},
        {"guardian doc:notes/", 1},
        {"guardian doc:notes/other.txt", 1},
        {"guardian doc:hand*", 1},
        {"guardian doc:nowhere*", 0},
        {"-doc:notes/ guardian", 1},
        {"lang:ru", 1},
        {"kind:list", 1},
        {"kind:LIST", 1},
        {"guardian lang:ru", 0},
        {"(lang:ru OR kind:list) деньги money", 2},
        {"heading:guardians", 2},
        {"heading:\"money sent\" cost", 1},
        {"heading:money -cost", 0},
        {"nothing-of-the-kind", 0},
        {"", 0},
        {"?!", 0},
        {"\xFF\xFE", 0},
    };
    index_collection();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t count = support_count(cases[i].query);
        if (count != cases[i].count)
            fail_msg("%s: %zu hits, %zu expected", cases[i].query, count,
                     cases[i].count);
    }
}

/* -------------------------------------------------------------- one score --- */

/* BM25 by hand: the only paragraph with "badger" twice, of three. Each length
 * counts the one word of the title as well. */
static void test_score_is_bm25(void **state)
{
    (void)state;
    support_write("a.md", "# Beasts\n\nbadger badger stone\n\n"
                          "stone water\n\nwater fire earth air\n");
    support_index(NULL, "a.md", NULL);
    pilcrow_hits *hits = support_search("badger");
    assert_int_equal(pilcrow_hits_count(hits), 1);
    double score = pilcrow_hits_get(hits, 0)->score;
    pilcrow_hits_free(hits);
    double average = (4.0 + 3.0 + 5.0) / 3.0;
    double ratio = (3.0 - 1.0 + 0.5) / (1.0 + 0.5);
    double idf = log(ratio < 2.0 ? ratio / 2.0 + 1.0 : ratio);
    double norm = 0.25 + 0.75 * 4.0 / average;
    double expected = idf * 2.0 * 2.2 / (2.0 + 1.2 * norm);
    assert_true(fabs(expected - score) < 1e-6);
}

/* ------------------------------------------------------------- highlights --- */

static void assert_highlights(const char *query, const char *const *expected)
{
    pilcrow_hits *hits = support_search(query);
    const pilcrow_hit *hit = pilcrow_hits_get(hits, 0);
    assert_non_null(hit);
    size_t i = 0;
    for (; expected[i] != NULL; i++) {
        assert_true(i < hit->highlight_count);
        pilcrow_span span = hit->highlights[i];
        assert_true(span.end <= hit->paragraph.text_len);
        assert_int_equal(span.end - span.start, strlen(expected[i]));
        assert_memory_equal(hit->paragraph.text + span.start, expected[i],
                            strlen(expected[i]));
    }
    assert_int_equal(hit->highlight_count, i);
    pilcrow_hits_free(hits);
}

static void test_highlights(void **state)
{
    (void)state;
    index_collection();
    assert_highlights("guardian child",
                      (const char *const[]){"guardian", "child", "guardian",
                                            NULL});
    assert_highlights("\"guardian comes\"",
                      (const char *const[]){"guardian", "comes", NULL});
    assert_highlights("мигрант елки",
                      (const char *const[]){"Мигранты", "Ёлка", NULL});
    assert_highlights("asylum-seekers",
                      (const char *const[]){"Asylum", "seekers", NULL});
    assert_highlights("kind:list", (const char *const[]){NULL});
    assert_highlights("+speaks -note", (const char *const[]){"speaks", NULL});
}

/* --------------------------------------------------------------- snippets --- */

static size_t characters(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

static void test_snippet_shows_the_best_place(void **state)
{
    (void)state;
    char text[8000] = "";
    for (int i = 0; i < 100; i++)
        strcat(text, i == 70   ? "the needle and the thread are here "
                     : i == 20 ? "one needle "
                               : "слова about hay ");
    support_write("a.txt", text);
    support_index(NULL, "a.txt", NULL);
    pilcrow_hits *hits = support_search("needle thread");
    const pilcrow_hit *hit = pilcrow_hits_get(hits, 0);
    assert_non_null(hit);
    assert_true(characters(hit->snippet) <= 240);
    assert_non_null(strstr(hit->snippet, "needle and the thread"));
    assert_int_equal(hit->snippet_highlight_count, 2);
    pilcrow_span span = hit->snippet_highlights[0];
    assert_memory_equal(hit->snippet + span.start, "needle", 6);
    assert_true(strncmp(hit->snippet, "\xE2\x80\xA6", 3) == 0);
    pilcrow_hits_free(hits);
}

/* Whatever the text, a snippet is short and its highlights lie in it. */
static void test_snippet_of_one_endless_word(void **state)
{
    (void)state;
    char text[3000];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    support_write("a.txt", text);
    support_index(NULL, "a.txt", NULL);
    pilcrow_hits *hits = support_search(text);
    const pilcrow_hit *hit = pilcrow_hits_get(hits, 0);
    assert_non_null(hit);
    assert_true(characters(hit->snippet) <= 240);
    for (size_t i = 0; i < hit->snippet_highlight_count; i++)
        assert_true(hit->snippet_highlights[i].end <= strlen(hit->snippet));
    pilcrow_hits_free(hits);
}

/* ---------------------------------------------------------------- options --- */

static pilcrow_hits *search_with(const char *query,
                                 const pilcrow_search_options *options)
{
    pilcrow_index *index;
    pilcrow_hits *hits;
    assert_int_equal(pilcrow_open(&index, ".pilcrow", NULL), PILCROW_OK);
    assert_int_equal(pilcrow_search(&hits, index, query, strlen(query),
                                    options, NULL),
                     PILCROW_OK);
    pilcrow_close(index);
    return hits;
}

static void test_limit_offset_and_total(void **state)
{
    (void)state;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    char ids[7][16];
    for (int i = 0; i < 7; i++) {
        char name[32];
        char text[64];
        snprintf(name, sizeof name, "f%d.txt", i);
        snprintf(text, sizeof text, "common words number%d\n", i);
        support_write(name, text);
    }
    support_index(NULL, ".", NULL);
    options.count = true;
    for (size_t i = 0; i < 7; i++) {
        bool exact;
        options.limit = 1;
        options.offset = i;
        pilcrow_hits *hits = search_with("common", &options);
        assert_int_equal(pilcrow_hits_count(hits), 1);
        assert_int_equal(pilcrow_hits_total(hits, &exact), 7);
        assert_true(exact);
        assert_int_equal(pilcrow_hits_get(hits, 0)->rank, i + 1);
        strcpy(ids[i], pilcrow_hits_get(hits, 0)->paragraph.id);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(ids[i], ids[k]);
        pilcrow_hits_free(hits);
    }
}

static void test_by_document(void **state)
{
    (void)state;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    support_write("a.txt", "apple\n\napple pear\n\napple pear plum\n");
    support_write("b.txt", "apple plum\n");
    support_write("c.jsonl", "{\"id\":\"r1\",\"title\":\"t\",\"text\":\"apple\"}\n"
                             "{\"id\":\"r2\",\"text\":\"apple\",\"year\":2020}\n");
    support_index(NULL, ".", NULL);
    assert_int_equal(support_count("apple"), 6);
    options.by_document = true;
    pilcrow_hits *hits = search_with("apple", &options);
    assert_int_equal(pilcrow_hits_count(hits), 4);
    pilcrow_hits_free(hits);
    hits = search_with("apple id:nothing", &options);
    assert_int_equal(pilcrow_hits_count(hits), 0);
    pilcrow_hits_free(hits);
    hits = search_with("apple doc:r2", &options);
    assert_int_equal(pilcrow_hits_count(hits), 1);
    const pilcrow_paragraph *p = &pilcrow_hits_get(hits, 0)->paragraph;
    assert_string_equal(p->document, "r2");
    assert_string_equal(p->path, "c.jsonl");
    assert_int_equal(p->line, 2);
    assert_non_null(strstr(p->meta, "2020"));
    pilcrow_hits_free(hits);
}

/* Ids alone are those of the whole hits, in their order and with their scores,
 * and nothing beside them is said. */
static void test_ids_only(void **state)
{
    (void)state;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    char *json;
    support_write("a.txt", "apple\n\napple pear\n\napple pear plum\n");
    support_write("b.jsonl", "{\"id\":\"r1\",\"text\":\"apple\"}\n");
    support_index(NULL, ".", NULL);
    pilcrow_hits *whole = search_with("apple pear", &options);
    options.ids_only = true;
    options.explain = true;
    pilcrow_hits *ids = search_with("apple pear", &options);
    assert_int_equal(pilcrow_hits_count(ids), 4);
    assert_int_equal(pilcrow_hits_count(whole), 4);
    for (size_t i = 0; i < 4; i++) {
        const pilcrow_hit *a = pilcrow_hits_get(ids, i);
        const pilcrow_hit *b = pilcrow_hits_get(whole, i);
        assert_string_equal(a->paragraph.id, b->paragraph.id);
        assert_int_equal(a->rank, b->rank);
        assert_true(a->score == b->score);
        assert_true(a->explained && a->explanation_count > 0);
        assert_string_equal(a->paragraph.text, "");
        assert_string_equal(a->paragraph.path, "");
        assert_string_equal(a->snippet, "");
        assert_int_equal(a->highlight_count, 0);
    }
    assert_int_equal(pilcrow_hit_json(&json, pilcrow_hits_get(ids, 0), NULL),
                     PILCROW_OK);
    pilcrow_free(json);
    pilcrow_hits_free(whole);
    pilcrow_hits_free(ids);
}

static void test_bad_options(void **state)
{
    (void)state;
    static const struct {
        size_t limit, offset;
        double k1, b;
    } cases[] = {{0, 0, 1.2, 0.75},   {1001, 0, 1.2, 0.75},
                 {1, 2000000, 1, 0},  {1, 0, -0.1, 0.75},
                 {1, 0, 1.2, 1.1},    {1, 0, NAN, 0.75},
                 {1, 0, 1.2, NAN}};
    pilcrow_index *index;
    pilcrow_hits *hits;
    pilcrow_error err;
    index_collection();
    assert_int_equal(pilcrow_open(&index, ".pilcrow", &err), PILCROW_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
        options.limit = cases[i].limit;
        options.offset = cases[i].offset;
        options.k1 = cases[i].k1;
        options.b = cases[i].b;
        assert_int_equal(pilcrow_search(&hits, index, "a", 1, &options, &err),
                         PILCROW_INVALID);
        assert_null(hits);
    }
    pilcrow_close(index);
}

/* Over 128 words: the rarest are searched for, or strict reading refuses. */
static void test_too_many_words(void **state)
{
    (void)state;
    char query[4000] = "";
    pilcrow_index *index;
    pilcrow_hits *hits;
    pilcrow_error err;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    support_write("a.txt", "common rare\n\ncommon w5\n\ncommon\n");
    support_index(NULL, "a.txt", NULL);
    for (int i = 0; i < 200; i++)
        snprintf(query + strlen(query), 16, "w%d ", i);
    strcat(query, "common rare");
    assert_int_equal(pilcrow_open(&index, ".pilcrow", &err), PILCROW_OK);
    assert_int_equal(pilcrow_search(&hits, index, query, strlen(query), NULL,
                                    &err),
                     PILCROW_OK);
    assert_non_null(pilcrow_hits_notice(hits, 0));
    assert_null(pilcrow_hits_notice(hits, 1));
    assert_int_equal(pilcrow_hits_count(hits), 3); /* "common" is kept */
    pilcrow_hits_free(hits);
    /* The same where some of them are held and left out. */
    support_write("b.txt", query);
    support_write("c.txt", query);
    support_index(NULL, "b.txt", "c.txt", NULL);
    strcat(query, " none");
    assert_int_equal(pilcrow_search(&hits, index, query, strlen(query), NULL,
                                    &err),
                     PILCROW_OK);
    assert_non_null(pilcrow_hits_notice(hits, 0));
    assert_null(pilcrow_hits_notice(hits, 1));
    pilcrow_hits_free(hits);
    options.strict = true;
    assert_int_equal(pilcrow_search(&hits, index, query, strlen(query),
                                    &options, &err),
                     PILCROW_QUERY);
    pilcrow_close(index);
}

/* ---------------------------------------------------------------- explain --- */

static void test_explanations_add_up(void **state)
{
    (void)state;
    static const char *const queries[] = {
        "guardian",
        "guardian guardian child bulgaria",
        "\"unaccompanied child\" guardian",
        "\"guardian comes\" OR \"child guardian\"",
        "+guardian child -note",
        "(guardian AND child) OR мигранты",
        "(guardian AND nowhere) child",
        "speaks NEAR/5 child",
        "heading:guardians child",
        "guardian lang:en doc:hand*",
        "asylum-seekers in bulgaria",
        "(+guardian note) money",
        "kind:list",
        "guardi* child",
        "guar?ian OR m*gr*",
        "\"unacc* ch*\" mony~",
        "+gaurdian~ -note",
        "heading:guard* speaks NEAR/9 ch*",
        "guardian-sp* money",
        "guardian guardian \"unaccompanied child\" \"unaccompanied child\"",
    };
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    index_collection();
    options.explain = true;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        pilcrow_hits *hits = search_with(queries[i], &options);
        assert_true(pilcrow_hits_count(hits) > 0);
        for (size_t h = 0; h < pilcrow_hits_count(hits); h++) {
            const pilcrow_hit *hit = pilcrow_hits_get(hits, h);
            double sum = 0;
            for (size_t e = 0; e < hit->explanation_count; e++)
                sum += hit->explanations[e].score;
            if (fabs(sum - hit->score) > 1e-6)
                fail_msg("%s: hit %zu scores %f, explained %f", queries[i], h,
                         hit->score, sum);
        }
        pilcrow_hits_free(hits);
    }
}

static void test_an_explanation_names_its_word(void **state)
{
    (void)state;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    index_collection();
    options.explain = true;
    pilcrow_hits *hits = search_with("Guardians \"unaccompanied child\"",
                                     &options);
    const pilcrow_hit *hit = pilcrow_hits_get(hits, 0);
    assert_int_equal(hit->explanation_count, 4);
    const pilcrow_explanation *e = &hit->explanations[0];
    assert_string_equal(e->term, "guardian");
    assert_string_equal(e->from, "Guardians");
    assert_string_equal(e->kind, "term");
    assert_int_equal(e->tf, 2);
    assert_int_equal(e->df, 2);
    assert_string_equal(hit->explanations[1].kind, "phrase");
    assert_string_equal(hit->explanations[1].from, "unaccompanied child");
    assert_string_equal(hit->explanations[3].kind, "heading");
    assert_string_equal(hit->explanations[3].from, "Guardians");
    char *json;
    assert_int_equal(pilcrow_hit_json(&json, hit, NULL), PILCROW_OK);
    assert_non_null(strstr(json, "\"explain\":[{\"term\":\"guardian\""));
    pilcrow_free(json);
    pilcrow_hits_free(hits);
}

/* ------------------------------------------------------------------- show --- */

static void test_show_gives_neighbours(void **state)
{
    (void)state;
    pilcrow_index *index;
    pilcrow_view *view;
    pilcrow_error err;
    char id[16];
    index_collection();
    pilcrow_hits *hits = support_search("\"unaccompanied child\"");
    strcpy(id, pilcrow_hits_get(hits, 0)->paragraph.id);
    pilcrow_hits_free(hits);
    assert_int_equal(pilcrow_open(&index, ".pilcrow", &err), PILCROW_OK);
    assert_int_equal(pilcrow_show(&view, index, id, 1, &err), PILCROW_OK);
    assert_int_equal(pilcrow_view_count(view), 3);
    assert_int_equal(pilcrow_view_focus(view), 1);
    assert_string_equal(pilcrow_view_get(view, 1)->id, id);
    assert_non_null(strstr(pilcrow_view_get(view, 2)->text, "Мигранты"));
    assert_null(pilcrow_view_get(view, 3));
    const pilcrow_paragraph *p = pilcrow_view_get(view, 1);
    assert_string_equal(p->title, "Handbook");
    assert_int_equal(p->heading_count, 1);
    assert_string_equal(p->heading[0], "Children and guardians");
    assert_int_equal(p->line, 7);
    assert_int_equal(p->end_line, 7);
    pilcrow_view_free(view);
    assert_int_equal(pilcrow_show(&view, index, "aaaaaaaaaaaa", 1, &err),
                     PILCROW_NOT_FOUND);
    assert_int_equal(pilcrow_show(&view, index, "", 1, &err),
                     PILCROW_NOT_FOUND);
    assert_null(view);
    pilcrow_close(index);
}

/* A record whose id is the name of a file, beside that file. */
static void test_show_keeps_files_apart(void **state)
{
    (void)state;
    pilcrow_index *index;
    pilcrow_view *view;
    pilcrow_error err;
    support_write("a.jsonl", "{\"id\":\"n.md\",\"text\":\"the record\"}\n");
    support_write("n.md", "the file\n");
    support_index(NULL, "a.jsonl", "n.md", NULL);
    pilcrow_hits *hits = support_search("file");
    assert_int_equal(pilcrow_hits_count(hits), 1);
    assert_int_equal(pilcrow_open(&index, ".pilcrow", &err), PILCROW_OK);
    assert_int_equal(pilcrow_show(&view, index,
                                  pilcrow_hits_get(hits, 0)->paragraph.id, 5,
                                  &err),
                     PILCROW_OK);
    assert_int_equal(pilcrow_view_count(view), 1);
    assert_string_equal(pilcrow_view_get(view, 0)->text, "the file");
    pilcrow_view_free(view);
    pilcrow_hits_free(hits);
    pilcrow_close(index);
}

/* Brackets in brackets cost no more than their number. */
static void test_nested_musts(void **state)
{
    (void)state;
    char query[400] = "";
    support_write("a.txt", "b c\n\nc d\n\nb\n");
    support_index(NULL, "a.txt", NULL);
    for (int i = 0; i < 30; i++)
        strcat(query, "(+");
    strcat(query, "b");
    for (int i = 0; i < 30; i++)
        strcat(query, " c)");
    assert_int_equal(support_count(query), 2);
}

/* A handle that was open before a rebuild in other languages. */
static void test_open_index_takes_a_new_analyser(void **state)
{
    (void)state;
    pilcrow_index *index;
    pilcrow_hits *hits;
    pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
    support_write("a.txt", "Die Häuser der Stadt und die Kinder.\n");
    support_index(NULL, "a.txt", NULL);
    assert_int_equal(pilcrow_open(&index, ".pilcrow", NULL), PILCROW_OK);
    options.full = true;
    options.languages = "de";
    support_index(&options, "a.txt", NULL);
    assert_int_equal(pilcrow_search(&hits, index, "Kindes", 6, NULL, NULL),
                     PILCROW_OK);
    assert_int_equal(pilcrow_hits_count(hits), 1);
    pilcrow_hits_free(hits);
    pilcrow_close(index);
}

static void test_similar(void **state)
{
    (void)state;
    pilcrow_index *index;
    pilcrow_hits *hits;
    pilcrow_error err;
    char id[16];
    support_write("a.txt", "badgers dig deep burrows\n\nfoxes dig too\n\n"
                           "deep burrows of badgers\n\nred lanterns\n");
    support_index(NULL, "a.txt", NULL);
    hits = support_search("\"badgers dig\"");
    strcpy(id, pilcrow_hits_get(hits, 0)->paragraph.id);
    pilcrow_hits_free(hits);
    assert_int_equal(pilcrow_open(&index, ".pilcrow", &err), PILCROW_OK);
    assert_int_equal(pilcrow_similar(&hits, index, id, NULL, &err),
                     PILCROW_OK);
    assert_int_equal(pilcrow_hits_count(hits), 2);
    assert_string_equal(pilcrow_hits_get(hits, 0)->paragraph.text,
                        "deep burrows of badgers");
    assert_int_equal(pilcrow_hits_get(hits, 0)->highlight_count, 3);
    pilcrow_hits_free(hits);
    assert_int_equal(pilcrow_similar(&hits, index, "aaaaaaaaaaaa", NULL, &err),
                     PILCROW_NOT_FOUND);
    assert_null(hits);
    pilcrow_close(index);
}

static size_t count_in(pilcrow_index *index, const char *query)
{
    pilcrow_hits *hits;
    pilcrow_error err;
    if (pilcrow_search(&hits, index, query, strlen(query), NULL, &err) !=
        PILCROW_OK)
        fail_msg("%s", err.message);
    size_t count = pilcrow_hits_count(hits);
    pilcrow_hits_free(hits);
    return count;
}

/* A handle that is open goes on through commits, and sees what they brought. */
static void test_open_index_follows_a_writer(void **state)
{
    (void)state;
    pilcrow_index *index;
    pilcrow_error err;
    support_write("f0.txt", "common words\n");
    support_index(NULL, "f0.txt", NULL);
    assert_int_equal(pilcrow_open(&index, ".pilcrow", &err), PILCROW_OK);
    for (int i = 1; i < 10; i++) {
        char name[32];
        snprintf(name, sizeof name, "f%d.txt", i);
        support_write(name, "common words\n");
        support_index(NULL, name, NULL);
        assert_int_equal(count_in(index, "common"), i + 1);
    }
    pilcrow_close(index);
}

/* What an open index has learnt of the words behind a stem is true as long as
 * the index stays the same. */
static void test_open_index_reads_patterns_anew(void **state)
{
    (void)state;
    pilcrow_index *index;
    support_write("a.md", "They read books.\n");
    support_index(NULL, "a.md", NULL);
    assert_int_equal(pilcrow_open(&index, ".pilcrow", NULL), PILCROW_OK);
    assert_int_equal(count_in(index, "readin*"), 0);
    assert_int_equal(count_in(index, "readin*"), 0);
    support_write("b.md", "Reading aloud.\n");
    support_index(NULL, "b.md", NULL);
    assert_int_equal(count_in(index, "readin*"), 2);
    assert_int_equal(count_in(index, "readin*"), 2);
    support_write("b.md", "Nothing of it.\n");
    support_index(NULL, "b.md", NULL);
    assert_int_equal(count_in(index, "readin*"), 0);
    pilcrow_close(index);
}

/* An index that was removed and made again counts its generations from 1 again:
 * what was learnt of the old one is not true of it. */
static void test_open_index_sees_another_in_its_place(void **state)
{
    (void)state;
    pilcrow_index *index;
    support_write("a.md", "They read books.\n");
    support_write("b.md", "They read leaflets.\n");
    support_index(NULL, "a.md", NULL);
    assert_int_equal(pilcrow_open(&index, ".pilcrow", NULL), PILCROW_OK);
    assert_int_equal(count_in(index, "lea*"), 0);
    assert_int_equal(system("rm -r .pilcrow"), 0);
    support_index(NULL, "b.md", NULL);
    assert_int_equal(count_in(index, "lea*"), 1);
    pilcrow_close(index);
}

#define case_of(test)                                                         \
    cmocka_unit_test_setup_teardown(test, support_enter, support_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        case_of(test_queries),
        case_of(test_score_is_bm25),
        case_of(test_highlights),
        case_of(test_snippet_shows_the_best_place),
        case_of(test_snippet_of_one_endless_word),
        case_of(test_limit_offset_and_total),
        case_of(test_by_document),
        case_of(test_ids_only),
        case_of(test_bad_options),
        case_of(test_too_many_words),
        case_of(test_explanations_add_up),
        case_of(test_an_explanation_names_its_word),
        case_of(test_show_gives_neighbours),
        case_of(test_show_keeps_files_apart),
        case_of(test_nested_musts),
        case_of(test_open_index_takes_a_new_analyser),
        case_of(test_similar),
        case_of(test_open_index_follows_a_writer),
        case_of(test_open_index_reads_patterns_anew),
        case_of(test_open_index_sees_another_in_its_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
