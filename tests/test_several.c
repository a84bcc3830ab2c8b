/* SPDX-License-Identifier: MIT
 *
 * In: searches that count by kind, language and document, and searches of
 * several indexes at once. Out: exact counts, and the paragraphs of all
 * indexes with the paths that lead to them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "searcher/tally.h"
#include "support.h"

#define FIRST_SIZE offsetof(pilcrow_search_options, explain)

static pilcrow_hits *search(pilcrow_index *index, const char *query,
                            const pilcrow_search_options *options)
{
    pilcrow_error err = {0};
    pilcrow_hits *hits = NULL;
    if (pilcrow_search(&hits, index, query, strlen(query), options, &err) !=
        PILCROW_OK)
        fail_msg("%s: %s", query, err.message);
    return hits;
}

/* "kind=paragraph:3 kind=list:1 ..." in a static buffer. */
static const char *facets_of(const pilcrow_hits *hits)
{
    static char text[4096];
    const pilcrow_facet *facet;
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; (facet = pilcrow_hits_facet(hits, i)) != NULL; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s=%s:%u",
                                 i > 0 ? " " : "", facet->name, facet->value,
                                 (unsigned)facet->count);
    return text;
}

/* ------------------------------------------------------------- facets --- */

static void write_mixed(void)
{
    support_write("a.md", "# Apples\n\nAn apple falls.\n\nThe apple rolls.\n\n"
                          "> An apple quoted.\n");
    support_write("b.md", "An apple, once more, falls here.\n\nNo fruit.\n");
    support_write("c.md", "Яблоко apple упало с дерева на землю.\n");
    support_index(NULL, ".", NULL);
}

static void test_facets(void **state)
{
    static const struct {
        const char *query;
        const char *expected;
    } cases[] = {
        {"apple", "kind=paragraph:4 kind=quote:1 lang=en:4 lang=ru:1 "
                  "document=a.md:3 document=b.md:1 document=c.md:1"},
        {"apple lang:ru", "kind=paragraph:1 lang=ru:1 document=c.md:1"},
        {"\"no fruit\"", "kind=paragraph:1 lang=en:1 document=b.md:1"},
        {"fruit rolls", "kind=paragraph:2 lang=en:2 document=a.md:1 "
                        "document=b.md:1"},
        {"qwertyuiop", ""},
        {"...", ""},
    };
    (void)state;
    pilcrow_index *index;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    write_mixed();
    assert_int_equal(pilcrow_open(&index, ".pilcrow", NULL), PILCROW_OK);
    options.facets = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        /* Neither the page nor the grouping changes what is counted. */
        for (int way = 0; way < 4; way++) {
            bool exact = false;
            options.limit = way < 2 ? 1 : 100;
            options.by_document = way % 2 == 1;
            pilcrow_hits *hits = search(index, cases[i].query, &options);
            assert_string_equal(facets_of(hits), cases[i].expected);
            if (pilcrow_hits_count(hits) > 0)
                assert_int_equal(pilcrow_hits_get(hits, 0)->in_document > 0,
                                 options.by_document);
            pilcrow_hits_total(hits, &exact);
            assert_true(exact);
            pilcrow_hits_free(hits);
        }
    }
    options.facets = false;
    pilcrow_hits *hits = search(index, "apple", &options);
    assert_string_equal(facets_of(hits), "");
    pilcrow_hits_free(hits);
    pilcrow_close(index);
}

static void test_facets_json(void **state)
{
    (void)state;
    pilcrow_index *index;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    char *json = NULL;
    write_mixed();
    assert_int_equal(pilcrow_open(&index, ".pilcrow", NULL), PILCROW_OK);
    options.facets = true;
    pilcrow_hits *hits = search(index, "apple", &options);
    assert_int_equal(pilcrow_summary_json(&json, hits, NULL), PILCROW_OK);
    assert_non_null(
        strstr(json, "\"facets\":{\"kind\":{\"paragraph\":4,\"quote\":1},"
                     "\"lang\":{\"en\":4,\"ru\":1},"
                     "\"document\":{\"a.md\":3,\"b.md\":1,\"c.md\":1}}}}"));
    pilcrow_free(json);
    pilcrow_hits_free(hits);
    pilcrow_close(index);
}

/* Records of the same name in two files, and more documents than are listed. */
static void test_many_documents(void **state)
{
    (void)state;
    pilcrow_index *index;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    FILE *file = fopen("many.jsonl", "w");
    assert_non_null(file);
    for (int i = 0; i < 1200; i++)
        fprintf(file, "{\"id\":\"r%d\",\"text\":\"apple%s\"}\n", i,
                i == 1100 ? "\\n\\napple" : "");
    assert_int_equal(fclose(file), 0);
    support_write("more.jsonl",
                  "{\"id\":\"r7\",\"text\":\"apple\\n\\nmore apple\"}\n");
    support_index(NULL, ".", NULL);
    assert_int_equal(pilcrow_open(&index, ".pilcrow", NULL), PILCROW_OK);
    options.facets = true;
    pilcrow_hits *hits = search(index, "apple", &options);
    size_t documents = 0;
    const pilcrow_facet *facet;
    for (size_t i = 0; (facet = pilcrow_hits_facet(hits, i)) != NULL; i++) {
        if (strcmp(facet->name, "document") != 0)
            continue;
        static const char *const first[] = {"r7", "r1100"};
        assert_int_equal(facet->count, documents < 2 ? 3 - documents : 1);
        if (documents < 2)
            assert_string_equal(facet->value, first[documents]);
        documents++;
    }
    assert_int_equal(documents, 999); /* of 1000, two have one name */
    assert_int_equal(pilcrow_hits_documents(hits), 1201);
    assert_int_equal(pilcrow_hits_total(hits, NULL), 1203);
    pilcrow_hits_free(hits);
    pilcrow_close(index);
}

static void test_in_document(void **state)
{
    (void)state;
    pilcrow_index *index;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    write_mixed();
    assert_int_equal(pilcrow_open(&index, ".pilcrow", NULL), PILCROW_OK);
    options.by_document = true;
    for (int count = 0; count < 2; count++) {
        options.count = count == 1;
        pilcrow_hits *hits = search(index, "apple", &options);
        assert_int_equal(pilcrow_hits_count(hits), 3);
        for (size_t i = 0; i < 3; i++) {
            const pilcrow_hit *hit = pilcrow_hits_get(hits, i);
            uint64_t all = strcmp(hit->paragraph.path, "a.md") == 0 ? 3 : 1;
            assert_int_equal(hit->in_document, count == 1 ? all : 0);
        }
        assert_int_equal(pilcrow_hits_documents(hits), count == 1 ? 3 : 0);
        pilcrow_hits_free(hits);
    }
    pilcrow_close(index);
}

static void test_tally(void **state)
{
    (void)state;
    arena a;
    tally t;
    size_t count;
    arena_init(&a, (size_t)64 << 20);
    tally_init(&t, &a);
    assert_int_equal(tally_count(&t, 0, 5), 0);
    for (uint64_t i = 0; i < 5000; i++)
        for (uint64_t times = 0; times < 1 + i % 3; times++)
            assert_true(tally_add(&t, i % 2, i / 2 * 65536, i * 10 + times));
    for (uint64_t i = 0; i < 5000; i++)
        assert_int_equal(tally_count(&t, i % 2, i / 2 * 65536), 1 + i % 3);
    assert_int_equal(tally_count(&t, 0, 1), 0);
    assert_int_equal(tally_count(&t, 2, 0), 0);
    const tally_row *rows = tally_largest(&t, 7, &count);
    assert_int_equal(count, 7);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(rows[i].count, 3);
        assert_int_equal(rows[i].first, 20 + 30 * i);
    }
    arena_release(&a);
    arena_init(&a, 1000);
    tally_init(&t, &a);
    assert_false(tally_add(&t, 0, 1, 1));
    arena_release(&a);
}

/* ------------------------------------------------------------- options --- */

/* What a caller of an older library passes, and what nobody can. */
static void test_option_sizes(void **state)
{
    (void)state;
    pilcrow_index *index;
    pilcrow_hits *hits;
    pilcrow_error err;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    write_mixed();
    assert_int_equal(pilcrow_open(&index, ".pilcrow", NULL), PILCROW_OK);
    options.explain = options.facets = true;
    options.size = FIRST_SIZE;
    hits = search(index, "apple", &options);
    assert_null(pilcrow_hits_facet(hits, 0));
    assert_false(pilcrow_hits_get(hits, 0)->explained);
    pilcrow_hits_free(hits);
    const size_t wrong[] = {0, 8, FIRST_SIZE - 1, sizeof options + 1, SIZE_MAX};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        options.size = wrong[i];
        assert_int_equal(
            pilcrow_search(&hits, index, "apple", 5, &options, &err),
            PILCROW_INVALID);
        assert_non_null(strstr(err.message, "_INIT"));
    }
    pilcrow_close(index);
}

/* ------------------------------------------------------------- several --- */

/* Index `root` into the `.pilcrow` in it. */
static void index_tree(const char *root, const char *languages)
{
    char dir[64];
    pilcrow_report *report = NULL;
    pilcrow_error err = {0};
    pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
    options.languages = languages;
    options.full = languages != NULL;
    snprintf(dir, sizeof dir, "%s/.pilcrow", root);
    pilcrow_source source = {.path = root};
    if (pilcrow_update(&report, dir, &source, 1, &options, &err) != PILCROW_OK)
        fail_msg("%s", err.message);
    pilcrow_report_free(report);
}

static pilcrow_index *open_trees(const char *const *dirs, size_t count)
{
    pilcrow_index *index;
    pilcrow_error err = {0};
    if (pilcrow_open_several(&index, dirs, count, &err) != PILCROW_OK)
        fail_msg("%s", err.message);
    return index;
}

/* The two trees have a document of the same path and one the same text. */
static void write_trees(void)
{
    support_write("one/same.txt", "Apple and pear.\n\nAnother apple.\n");
    support_write("one/twin.txt", "The twin of a plum.\n");
    support_write("one/only.txt", "Before it.\n\nCherry in one.\n\nAfter.\n");
    support_write("two/same.txt", "An apple of another kind.\n");
    support_write("two/twin.txt", "The twin of a plum.\n");
    support_write("two/only.txt", "Two before.\n\nDates.\n\nTwo after.\n");
    index_tree("one", NULL);
    index_tree("two", NULL);
}

static const char *const trees[] = {"one/.pilcrow", "two/.pilcrow"};

/* The hits' places as "path:line", in the order of the alphabet. */
static int by_text(const void *left, const void *right)
{
    return strcmp(left, right);
}

static const char *places(const pilcrow_hits *hits)
{
    static char list[32][64], text[2048];
    size_t count = pilcrow_hits_count(hits);
    assert_in_range(count, 0, 32);
    for (size_t i = 0; i < count; i++) {
        const pilcrow_paragraph *p = &pilcrow_hits_get(hits, i)->paragraph;
        snprintf(list[i], sizeof list[i], "%s:%zu", p->path, p->line);
    }
    qsort(list, count, sizeof *list, by_text);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        strcat(strcat(text, i > 0 ? " " : ""), list[i]);
    return text;
}

static void test_several(void **state)
{
    static const struct {
        const char *query;
        bool by_document;
        const char *expected;
    } cases[] = {
        {"apple", false, "one/same.txt:1 one/same.txt:3 two/same.txt:1"},
        {"apple", true, "one/same.txt:1 two/same.txt:1"},
        {"plum", false, "one/twin.txt:1 two/twin.txt:1"},
        {"plum", true, "one/twin.txt:1 two/twin.txt:1"},
        {"cherry dates", false, "one/only.txt:3 two/only.txt:3"},
        {"\"another apple\"", false, "one/same.txt:3"},
        {"doc:one/only.txt cherry", false, "one/only.txt:3"},
        {"doc:two/only.txt dates", false, "two/only.txt:3"},
        {"nothing", false, ""},
    };
    (void)state;
    write_trees();
    pilcrow_index *index = open_trees(trees, 2);
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        options.by_document = cases[i].by_document;
        pilcrow_hits *hits = search(index, cases[i].query, &options);
        if (cases[i].by_document)
            assert_int_equal(pilcrow_hits_count(hits), 2);
        else
            assert_string_equal(places(hits), cases[i].expected);
        pilcrow_hits_free(hits);
    }
    pilcrow_close(index);
}

/* As if it were one index. */
static void test_shared_statistics(void **state)
{
    (void)state;
    write_trees();
    support_index(NULL, "one", "two", NULL);
    pilcrow_index *whole, *several = open_trees(trees, 2);
    assert_int_equal(pilcrow_open(&whole, ".pilcrow", NULL), PILCROW_OK);
    static const char *const queries[] = {"apple another kind", "plum twin",
                                          "before cherry dates after two"};
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.explain = true;
    for (size_t i = 0; i < 3; i++) {
        pilcrow_hits *a = search(several, queries[i], &options);
        pilcrow_hits *b = search(whole, queries[i], &options);
        assert_int_equal(pilcrow_hits_count(a), pilcrow_hits_count(b));
        for (size_t k = 0; k < pilcrow_hits_count(a); k++) {
            const pilcrow_hit *hit = pilcrow_hits_get(a, k);
            double sum = 0;
            assert_float_equal(hit->score, pilcrow_hits_get(b, k)->score, 1e-9);
            for (size_t e = 0; e < hit->explanation_count; e++)
                sum += hit->explanations[e].score;
            assert_float_equal(sum, hit->score, 1e-6);
        }
        assert_string_equal(places(a), places(b));
        pilcrow_hits_free(a);
        pilcrow_hits_free(b);
    }
    pilcrow_stats of_several, of_whole;
    assert_int_equal(pilcrow_stat(&of_several, several, NULL), PILCROW_OK);
    assert_int_equal(pilcrow_stat(&of_whole, whole, NULL), PILCROW_OK);
    assert_int_equal(of_several.documents, 6);
    assert_int_equal(of_several.paragraphs, of_whole.paragraphs);
    assert_int_equal(of_several.words, of_whole.words);
    pilcrow_close(whole);
    pilcrow_close(several);
}

static void test_facets_of_several(void **state)
{
    (void)state;
    write_trees();
    pilcrow_index *index = open_trees(trees, 2);
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.facets = options.by_document = options.count = true;
    pilcrow_hits *hits = search(index, "apple", &options);
    assert_string_equal(facets_of(hits),
                        "kind=paragraph:3 lang=en:3 document=one/same.txt:2 "
                        "document=two/same.txt:1");
    for (size_t i = 0; i < 2; i++) {
        const pilcrow_hit *hit = pilcrow_hits_get(hits, i);
        bool is_first = strcmp(hit->paragraph.path, "one/same.txt") == 0;
        assert_int_equal(hit->in_document, is_first ? 2 : 1);
    }
    pilcrow_hits_free(hits);
    pilcrow_close(index);
}

/* A paragraph's neighbours are those of its own index. */
static void test_show_and_similar(void **state)
{
    (void)state;
    write_trees();
    pilcrow_index *index = open_trees(trees, 2);
    pilcrow_view *view;
    pilcrow_hits *hits = search(index, "dates", NULL);
    const char *id = pilcrow_hits_get(hits, 0)->paragraph.id;
    assert_int_equal(pilcrow_show(&view, index, id, 5, NULL), PILCROW_OK);
    assert_int_equal(pilcrow_view_count(view), 3);
    assert_int_equal(pilcrow_view_focus(view), 1);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(pilcrow_view_get(view, i)->path, "two/only.txt");
    pilcrow_view_free(view);
    pilcrow_hits_free(hits);
    hits = search(index, "\"another apple\"", NULL);
    pilcrow_hits *like;
    assert_int_equal(pilcrow_similar(&like, index,
                                     pilcrow_hits_get(hits, 0)->paragraph.id,
                                     NULL, NULL),
                     PILCROW_OK);
    assert_string_equal(places(like), "one/same.txt:1 two/same.txt:1");
    pilcrow_hits_free(like);
    pilcrow_hits_free(hits);
    assert_int_equal(pilcrow_show(&view, index, "aaaaaaaaaaaa", 0, NULL),
                     PILCROW_NOT_FOUND);
    pilcrow_close(index);
}

static void test_the_same_twice(void **state)
{
    (void)state;
    write_trees();
    const char *const dirs[] = {"one/.pilcrow", "./one/../one/.pilcrow",
                                "one/.pilcrow/"};
    pilcrow_index *index = open_trees(dirs, 3);
    pilcrow_hits *hits = search(index, "apple", NULL);
    assert_int_equal(pilcrow_hits_count(hits), 2);
    pilcrow_hits_free(hits);
    pilcrow_close(index);
}

static void test_cannot_be_opened(void **state)
{
    (void)state;
    pilcrow_index *index;
    pilcrow_error err;
    write_trees();
    support_write("three/x.txt", "Ein Apfel.\n");
    index_tree("three", "de,en");
    const char *const missing[] = {"one/.pilcrow", "four/.pilcrow"};
    assert_int_equal(pilcrow_open_several(&index, missing, 2, &err),
                     PILCROW_NOT_FOUND);
    assert_null(index);
    const char *const mixed[] = {"one/.pilcrow", "three/.pilcrow"};
    assert_int_equal(pilcrow_open_several(&index, mixed, 2, &err),
                     PILCROW_VERSION);
    assert_non_null(strstr(err.message, "one/.pilcrow"));
    assert_non_null(strstr(err.message, "three/.pilcrow"));
    assert_non_null(strstr(err.message, "de,en"));
    assert_int_equal(pilcrow_open_several(&index, mixed, 0, &err),
                     PILCROW_INVALID);
}

/* What changes in one of them is found, a rebuild too. */
static void test_changes(void **state)
{
    (void)state;
    write_trees();
    pilcrow_index *index = open_trees(trees, 2);
    pilcrow_hits *hits = search(index, "quince", NULL);
    assert_int_equal(pilcrow_hits_count(hits), 0);
    pilcrow_hits_free(hits);
    support_write("two/new.txt", "A quince.\n");
    index_tree("two", NULL);
    hits = search(index, "quince", NULL);
    assert_string_equal(places(hits), "two/new.txt:1");
    pilcrow_hits_free(hits);
    index_tree("two", "de,en");
    pilcrow_error err;
    assert_int_equal(pilcrow_search(&hits, index, "quince", 6, NULL, &err),
                     PILCROW_VERSION);
    assert_non_null(strstr(err.message, "cannot be searched together"));
    index_tree("two", "en,ru");
    hits = search(index, "quince", NULL);
    assert_string_equal(places(hits), "two/new.txt:1");
    pilcrow_hits_free(hits);
    pilcrow_close(index);
}

#define case_of(test)                                                          \
    cmocka_unit_test_setup_teardown(test, support_enter, support_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        case_of(test_facets),
        case_of(test_facets_json),
        case_of(test_many_documents),
        case_of(test_in_document),
        cmocka_unit_test(test_tally),
        case_of(test_option_sizes),
        case_of(test_several),
        case_of(test_shared_statistics),
        case_of(test_facets_of_several),
        case_of(test_show_and_similar),
        case_of(test_the_same_twice),
        case_of(test_cannot_be_opened),
        case_of(test_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
