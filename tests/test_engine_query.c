/* SPDX-License-Identifier: MIT
 *
 * In: query trees, most of them from cases/engine/query.txt. Out: which
 * paragraphs match, in which order, with which scores. */
#include "engine_choice.h"
#include "engine_kit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* ---------------------------------------------------------- text cases --- */

/* The part of `line` up to `end`, which is cut off with the spaces around it;
 * what is left of the line goes to `*rest`. */
static char *cut(char *line, const char *end, char **rest)
{
    char *at = strstr(line, end);
    *rest = at == NULL ? line + strlen(line) : at + strlen(end);
    if (at != NULL)
        *at = '\0';
    line += strspn(line, " ");
    size_t len = strlen(line);
    while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\n'))
        line[--len] = '\0';
    return line;
}

static void add_case(engine_writer *writer, char *line)
{
    char id[16], lang[8];
    char *rest;
    kit_paragraph p = {.id = id, .lang = lang};
    unsigned long long document, ordinal;
    char *head = cut(line, "|", &rest);
    assert_int_equal(
        sscanf(head, "%15s %llu %llu %7s", id, &document, &ordinal, lang), 4);
    p.document = document;
    p.ordinal = ordinal;
    p.body = cut(rest, "|", &rest);
    p.heading = cut(rest, "\n", &rest);
    assert_ok(kit_add(writer, &p, err));
}

static void run_case(engine_snapshot *snapshot, char *line, char kind,
                     const engine_search_options *options)
{
    char *expected;
    char *query = cut(line, "=>", &expected);
    expected = cut(expected, "\n", &line);
    const char *found = kit_search(snapshot, query, options);
    if (kind == '=')
        found = kit_sorted(found);
    if (strcmp(found, expected) != 0)
        fail_msg("%s => %s, not %s", query, found, expected);
}

/* Every case as it stands, and with a deadline that does not pass; those whose
 * order does not matter with a k1 of 0 too, where a frequency of 0 would be
 * divided by itself. */
static const struct {
    uint32_t deadline_ms;
    double k1;
} variants[] = {{0, 1.2}, {60000, 1.2}, {0, 0}};

static void run_cases(FILE *file, const char *dir)
{
    char line[512];
    engine_writer *writer = kit_writer(dir);
    engine_snapshot *snapshot = NULL;
    int cases = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        if (line[0] == '+')
            add_case(writer, line + 1);
        if (line[0] != '?' && line[0] != '=')
            continue;
        if (snapshot == NULL) {
            assert_ok(engine_writer_commit(writer, err));
            snapshot = kit_snapshot(dir);
        }
        for (size_t i = 0; i < sizeof variants / sizeof *variants; i++) {
            char copy[512];
            if (variants[i].k1 == 0 && line[0] == '?')
                continue;
            engine_search_options options = kit_options();
            options.deadline_ms = variants[i].deadline_ms;
            options.k1 = variants[i].k1;
            memcpy(copy, line, sizeof copy);
            run_case(snapshot, copy + 1, line[0], &options);
        }
        cases++;
    }
    assert_true(cases > 40);
    engine_snapshot_close(snapshot);
    engine_writer_close(writer);
}

static void test_cases(void **state)
{
    (void)state;
    char *dir = kit_folder();
    FILE *file = fopen(TESTS_DIR "/cases/engine/query.txt", "r");
    assert_non_null(file);
    run_cases(file, dir);
    fclose(file);
    kit_remove(dir);
}

/* ---------------------------------------------------------------- BM25 --- */

static const kit_paragraph scored[] = {
    {.id = "a", .body = "cat cat cat dog", .heading = "pets", .document = 1},
    {.id = "b", .body = "cat dog bird fish ant bee", .document = 1},
    {.id = "c", .body = "dog", .heading = "dog dog", .document = 2},
    {.id = "d", .body = "bird bird dog cat fish fish", .document = 2},
    {.id = "e", .body = "ant dog", .document = 3},
    {.id = "f", .body = "stone", .lang = "en", .document = 3},
};
#define SCORED (sizeof scored / sizeof *scored)

/* The paragraphs that hold the body word, its frequency in paragraph `i`, and
 * that one's length, all counted anew from the text. */
static unsigned count_in(const char *text, const char *word)
{
    unsigned count = 0;
    for (const char *at = text; at != NULL && *at != '\0';) {
        size_t len = strcspn(at, " ");
        count +=
            word == NULL || (strlen(word) == len && memcmp(at, word, len) == 0);
        at += len + strspn(at + len, " ");
    }
    return count;
}

static double length_of(size_t i)
{
    return count_in(scored[i].body, NULL) + count_in(scored[i].heading, NULL);
}

/* BM25 as ARCHITECTURE.md gives it, written down a second time. */
static double bm25_of(double f, double n, double length, double k1, double b)
{
    double total = 0;
    for (size_t i = 0; i < SCORED; i++)
        total += length_of(i);
    double w = (SCORED - n + 0.5) / (n + 0.5);
    double idf = log(w < 2 ? w / 2 + 1 : w);
    double average = total / SCORED;
    return idf * f * (k1 + 1) / (f + k1 * (1 - b + b * length / average));
}

static double bm25(size_t i, const char *word, double k1, double b)
{
    double n = 0;
    for (size_t j = 0; j < SCORED; j++)
        n += count_in(scored[j].body, word) > 0;
    double f = count_in(scored[i].body, word);
    return f == 0 ? 0 : bm25_of(f, n, length_of(i), k1, b);
}

/* An index of these paragraphs, open for reading. */
static engine_snapshot *index_of(const char *dir, const kit_paragraph *list,
                                 size_t count)
{
    engine_writer *writer = kit_writer(dir);
    for (size_t i = 0; i < count; i++)
        assert_ok(kit_add(writer, &list[i], err));
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    return kit_snapshot(dir);
}

static engine_snapshot *scored_index(const char *dir)
{
    return index_of(dir, scored, SCORED);
}

/* The score of a paragraph for a query; -1 if it does not match. */
static double score_of(engine_snapshot *snapshot, const char *query,
                       engine_ref ref, double k1, double b)
{
    arena a;
    engine_result result;
    double found = -1;
    engine_search_options options = kit_options();
    options.k1 = k1;
    options.b = b;
    arena_init(&a, 1 << 20);
    assert_ok(
        engine_search(snapshot, kit_query(&a, query), &options, &result, err));
    for (size_t h = 0; h < result.count; h++)
        if (result.hits[h].ref == ref)
            found = result.hits[h].score;
    engine_result_release(&result);
    arena_release(&a);
    return found;
}

static double score(engine_snapshot *snapshot, const char *query, size_t i,
                    double k1, double b)
{
    return score_of(snapshot, query, kit_ref(snapshot, scored[i].id), k1, b);
}

static const double parameters[][2] = {
    {1.2, 0.75}, {0, 0.75}, {1.2, 0}, {2, 1}, {0.9, 0.4},
};

/* What each query scores in terms of the words' own BM25. */
static double expected(const char *query, size_t i, double k1, double b)
{
    double cat = bm25(i, "cat", k1, b);
    double dog = bm25(i, "dog", k1, b);
    double stone = bm25(i, "stone", k1, b);
    const struct {
        const char *query;
        double score;
    } rules[] = {
        {"cat", cat},
        {"dog", dog},
        {"stone", stone},
        {"(or cat dog)", cat + dog},
        {"(or cat cat)", 2 * cat},
        {"(and cat dog)", cat + dog},
        {"(phrase 2 cat dog)", cat + dog},
        {"(near 2 dog cat)", cat + dog},
        {"(not cat stone)", cat},
        {"(filter cat dog)", cat},
        {"(filter (all) dog)", 0},
        {"(scale 2.5 cat)", 2.5 * cat},
        {"(scale 0 cat)", 0},
        {"(or cat (all))", cat},
        {"(or dog id:a lang:en)", dog},
        {"(or dog (range 1 0 9))", dog},
        {"(synonym cat)", cat},
    };
    for (size_t r = 0; r < sizeof rules / sizeof *rules; r++)
        if (strcmp(rules[r].query, query) == 0)
            return rules[r].score;
    fail_msg("no rule for %s", query);
    return 0;
}

static void test_bm25(void **state)
{
    static const char *const queries[] = {
        "cat",
        "dog",
        "stone",
        "(or cat dog)",
        "(or cat cat)",
        "(and cat dog)",
        "(phrase 2 cat dog)",
        "(near 2 dog cat)",
        "(not cat stone)",
        "(filter cat dog)",
        "(filter (all) dog)",
        "(scale 2.5 cat)",
        "(scale 0 cat)",
        "(or cat (all))",
        "(or dog id:a lang:en)",
        "(or dog (range 1 0 9))",
        "(synonym cat)",
    };
    (void)state;
    char *dir = kit_folder();
    engine_snapshot *snapshot = scored_index(dir);
    int compared = 0;
    for (size_t p = 0; p < sizeof parameters / sizeof *parameters; p++)
        for (size_t q = 0; q < sizeof queries / sizeof *queries; q++)
            for (size_t i = 0; i < SCORED; i++) {
                double k1 = parameters[p][0], b = parameters[p][1];
                double found = score(snapshot, queries[q], i, k1, b);
                double right = expected(queries[q], i, k1, b);
                if (found < 0)
                    continue;
                compared++;
                if (!(fabs(found - right) < 1e-9))
                    fail_msg("%s in %s, k1 %g b %g: %.12f, not %.12f",
                             queries[q], scored[i].id, k1, b, found, right);
            }
    assert_true(compared > 200);
    engine_snapshot_close(snapshot);
    kit_remove(dir);
}

/* In a group frequencies add up; a phrase counts as often as its rarest word
 * stands in the paragraph. */
static void test_synonym_score(void **state)
{
    (void)state;
    char *dir = kit_folder();
    engine_snapshot *snapshot = scored_index(dir);
    const double n = 3; /* paragraphs that hold "bird" or "ant" */
    double right = bm25_of(3, n, length_of(3), 1.2, 0.75);
    assert_float_equal(score(snapshot, "(synonym bird ant)", 3, 1.2, 0.75),
                       bm25_of(2, n, length_of(3), 1.2, 0.75), 1e-9);
    assert_float_equal(score(snapshot, "(synonym bird none)", 3, 1.2, 0.75),
                       bm25(3, "bird", 1.2, 0.75), 1e-9);
    assert_true(score(snapshot, "(synonym bird fish)", 3, 1.2, 0.75) > right);
    engine_snapshot_close(snapshot);
    kit_remove(dir);
}

/* A paragraph's length is that of BODY and HEADING and of nothing else. */
static void test_length(void **state)
{
    uint64_t length;
    (void)state;
    char *dir = kit_folder();
    engine_snapshot *snapshot = scored_index(dir);
    for (size_t i = 0; i < SCORED; i++) {
        assert_ok(engine_occurrences(snapshot, kit_ref(snapshot, scored[i].id),
                                     ENGINE_BODY, "cat", 3, NULL, &length,
                                     err));
        assert_int_equal(length, (uint64_t)length_of(i));
    }
    engine_snapshot_close(snapshot);
    kit_remove(dir);
}

/* ------------------------------------------------------ what only adds --- */

static const kit_paragraph optional[] = {
    {.id = "a", .body = "on the of ref of the camp in on", .heading = "camp"},
    {.id = "b", .body = "asylum the the in in", .heading = "in x the"},
    {.id = "c", .body = "the camp", .heading = "the"},
    {.id = "d", .body = "x in camp on on", .heading = "camp the"},
    {.id = "e", .body = "border in on the in of in camp"},
    {.id = "f", .body = "x ref camp of in"},
};

/* A phrase beside other words that only add: where it is not, it adds nothing.
 * And the best of all is the best though few are asked for. */
static void test_optional_words(void **state)
{
    (void)state;
    char *dir = kit_folder();
    engine_search_options one = kit_options();
    one.limit = 1;
    engine_snapshot *snapshot =
        index_of(dir, optional, sizeof optional / sizeof *optional);
    const char *const with[] = {
        "(maybe (all) (near 2 border on) heading:the)",
        "(maybe (all) (or (phrase 2 border on) heading:the))",
        "(maybe (all) heading:the (phrase 2 border on))",
    };
    const engine_ref d = kit_ref(snapshot, "d");
    const double right = score_of(snapshot, "heading:the", d, 1.2, 0.75);
    assert_true(right > 0);
    for (size_t i = 0; i < sizeof with / sizeof *with; i++)
        assert_float_equal(score_of(snapshot, with[i], d, 1.2, 0.75), right,
                           1e-9);
    char best[8];
    snprintf(best, sizeof best, "%.1s",
             kit_search(snapshot, "(maybe in of)", NULL));
    assert_string_equal(kit_search(snapshot, "(maybe in of)", &one), best);
    assert_string_equal(kit_search(snapshot, "(maybe of in)", &one), best);
    engine_snapshot_close(snapshot);
    kit_remove(dir);
}

static const kit_paragraph any_of_four[] = {
    {.id = "a", .body = "day of of"},
    {.id = "b", .body = "and refuge on under the law the"},
    {.id = "c", .body = "day the court child"},
    {.id = "d", .body = "asylum in east the on", .heading = "refuge"},
    {.id = "e", .body = "the work the the child seeker of"},
    {.id = "f", .body = "asylum of border"},
    {.id = "g", .body = "day visa work on the"},
    {.id = "h", .body = "east in the the in"},
    {.id = "i", .body = "in refuge court child refuge"},
    {.id = "j", .body = "apple border refuge on the of cost day"},
};

/* The best few are the first of all, however few are asked for. */
static void test_first_few(void **state)
{
    (void)state;
    char *dir = kit_folder();
    engine_search_options few = kit_options();
    engine_snapshot *snapshot =
        index_of(dir, any_of_four, sizeof any_of_four / sizeof *any_of_four);
    static const char *const queries[] = {
        "(or refuge (or seeker (or east of)))",
        "(or (or refuge east) (range 1 0 9) (maybe of seeker))",
        "(not (or refuge (or seeker (or east of))) asylum)",
        "(filter (or refuge of) (or the day))",
        "(and (or refuge of) (or the day))",
        "(scale 2 (maybe (or refuge of) day))",
        "(maybe (or east (all)) refuge)",
        "(filter (maybe (or refuge (all)) day) (range 1 0 9))",
        "(or visa (and day (or refuge (phrase 2 of of))))",
    };
    few.k1 = few.b = 0;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        char all[64];
        few.limit = 100;
        snprintf(all, sizeof all, "%s", kit_search(snapshot, queries[i], &few));
        for (few.limit = 1; few.limit < 10; few.limit++) {
            const char *first = kit_search(snapshot, queries[i], &few);
            const size_t len = strlen(first);
            assert_int_equal(strncmp(all, first, len), 0);
            assert_true(all[len] == '\0' || len == 2 * few.limit - 1);
        }
    }
    engine_snapshot_close(snapshot);
    kit_remove(dir);
}

/* ------------------------------------------------------------- options --- */

static engine_result search(engine_snapshot *snapshot, const char *query,
                            const engine_search_options *options)
{
    arena a;
    engine_result result;
    arena_init(&a, 1 << 20);
    assert_ok(
        engine_search(snapshot, kit_query(&a, query), options, &result, err));
    arena_release(&a);
    return result;
}

static void test_by_document(void **state)
{
    (void)state;
    char *dir = kit_folder();
    engine_snapshot *snapshot = scored_index(dir);
    engine_search_options options = kit_options();
    options.by_document = true;
    assert_string_equal(kit_search(snapshot, "cat", &options), "a d");
    assert_string_equal(kit_search(snapshot, "(all)", &options), "a c e");
    options.count = true;
    engine_result result = search(snapshot, "dog", &options);
    assert_int_equal(result.total, 3);
    assert_true(result.exact);
    engine_result_release(&result);
    options.limit = 1;
    result = search(snapshot, "dog", &options);
    assert_int_equal(result.count, 1);
    assert_int_equal(result.total, 3);
    assert_true(result.exact);
    engine_result_release(&result);
    engine_snapshot_close(snapshot);
    kit_remove(dir);
}

static void test_pages_and_totals(void **state)
{
    (void)state;
    char *dir = kit_folder();
    engine_snapshot *snapshot = scored_index(dir);
    engine_search_options options = kit_options();
    char all[64];
    snprintf(all, sizeof all, "%s", kit_search(snapshot, "dog", NULL));
    assert_int_equal(strlen(all), strlen("a b c d e"));
    for (options.offset = 0; options.offset < 7; options.offset++) {
        options.limit = 2;
        size_t from =
            options.offset * 2 < strlen(all) ? options.offset * 2 : strlen(all);
        char page[8];
        snprintf(page, sizeof page, "%.3s", all + from);
        assert_string_equal(kit_search(snapshot, "dog", &options), page);
    }
    options.offset = SIZE_MAX;
    options.limit = SIZE_MAX;
    assert_string_equal(kit_search(snapshot, "dog", &options), "");
    options = kit_options();
    options.limit = 0;
    options.count = true;
    engine_result result = search(snapshot, "(and dog cat)", &options);
    assert_int_equal(result.count, 0);
    assert_int_equal(result.total, 3);
    assert_true(result.exact);
    engine_result_release(&result);
    engine_snapshot_close(snapshot);
    kit_remove(dir);
}

/* -------------------------------------------------------------- limits --- */

static void test_depth(void **state)
{
    static engine_query nodes[ENGINE_QUERY_DEPTH_MAX + 1];
    static const engine_query *children[ENGINE_QUERY_DEPTH_MAX + 1];
    (void)state;
    char *dir = kit_folder();
    engine_snapshot *snapshot = scored_index(dir);
    engine_search_options options = kit_options();
    engine_result result;
    const size_t top = ENGINE_QUERY_DEPTH_MAX;
    nodes[0] = (engine_query){.op = ENGINE_TERM, .term = "cat", .len = 3};
    for (size_t i = 1; i <= top; i++) {
        children[i] = &nodes[i - 1];
        nodes[i] = (engine_query){.op = i % 2 ? ENGINE_OR : ENGINE_AND,
                                  .children = &children[i],
                                  .child_count = 1};
    }
    assert_ok(engine_search(snapshot, &nodes[top - 1], &options, &result, err));
    assert_int_equal(result.count, 3);
    engine_result_release(&result);
    assert_fails(engine_search(snapshot, &nodes[top], &options, &result, err),
                 PILCROW_LIMIT, "256 deep");
    engine_result_release(&result);
    engine_snapshot_close(snapshot);
    kit_remove(dir);
}

static void test_bad_arguments(void **state)
{
    static const struct {
        const char *query;
        double k1, b;
        const char *words;
    } cases[] = {
        {"cat", -1, 0.5, "k1"},
        {"cat", (double)INFINITY, 0.5, "k1"},
        {"cat", (double)NAN, 0.5, "k1"},
        {"cat", 1, 1.5, "b is"},
        {"cat", 1, (double)NAN, "b is"},
        {"(scale -1 cat)", 1, 0.5, "weight"},
        {"(scale nan cat)", 1, 0.5, "weight"},
        {"(phrase 2 cat (or dog))", 1, 0.5, "phrase"},
        {"(near 2 (all) dog)", 1, 0.5, "phrase"},
        {"(synonym cat (or dog (range 0 1 2)))", 1, 0.5, "synonyms"},
    };
    (void)state;
    char *dir = kit_folder();
    engine_snapshot *snapshot = scored_index(dir);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        arena a;
        engine_result result;
        engine_search_options options = kit_options();
        options.k1 = cases[i].k1;
        options.b = cases[i].b;
        arena_init(&a, 1 << 20);
        assert_fails(engine_search(snapshot, kit_query(&a, cases[i].query),
                                   &options, &result, err),
                     PILCROW_INVALID, cases[i].words);
        arena_release(&a);
    }
    engine_snapshot_close(snapshot);
    kit_remove(dir);
}

/* Without positions in the whole index a phrase still is no AND. */
static void test_phrase_without_positions(void **state)
{
    const engine_posting postings[] = {{ENGINE_ID, "x", 1, 0, NULL},
                                       {ENGINE_BODY, "a", 1, 1, NULL},
                                       {ENGINE_BODY, "b", 1, 1, NULL}};
    const engine_paragraph p = {.postings = postings,
                                .posting_count = 3,
                                .record = "x",
                                .record_len = 1};
    (void)state;
    char *dir = kit_folder();
    engine_writer *writer = kit_writer(dir);
    assert_ok(engine_writer_add(writer, &p, err));
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    engine_snapshot *snapshot = kit_snapshot(dir);
    assert_string_equal(kit_search(snapshot, "(and a b)", NULL), "x");
    assert_string_equal(kit_search(snapshot, "(phrase 2 a b)", NULL), "");
    assert_string_equal(kit_search(snapshot, "(near 9 a b)", NULL), "");
    engine_snapshot_close(snapshot);
    kit_remove(dir);
}

/* Words that share places: a NEAR gives each one of its own, whichever way they
 * have to be told apart. Xapian tries one way only. */
static void test_near_with_shared_places(void **state)
{
    static const struct {
        const char *body, *query;
        bool found;
    } rows[] = {
        {"a/b b x x x x x x x x a", "(near 8 a b)", true},
        {"a/b b x x x x x x x x a", "(near 8 b a)", true},
        {"a/b x x x x x x x x a", "(near 8 a b)", false},
        {"a/b/c c/b x x x x x x x b", "(near 3 a b c)", false},
        {"a/b/c c/b b", "(near 3 a b c)", true},
        {"a/b a/b/c c x x x c", "(near 3 c b a)", true},
        {"a/b/c/d a/b/c b/c c x x x x d a b", "(near 4 a b c d)", true},
        {"a/b/c/d a/b b/c c x x x x d a b", "(near 3 a b c d)", true},
        {"x d a/b/c a/b a/b x x x x x x x d", "(near 3 c b a)", true},
        {"a x a x a x a", "(near 5 a a a)", true},
        {"a x a x x a x x a", "(near 5 a a a)", false},
        {"a/b x x b/c x x c/a", "(near 2 a b c)", false},
        {"a/b x x b/c c/a a", "(near 3 a b c)", true},
    };
    (void)state;
    if (engine_choice_is("xapian"))
        skip();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *dir = kit_folder();
        engine_writer *writer = kit_writer(dir);
        const kit_paragraph p = {
            .id = "p", .lang = "en", .body = rows[i].body, .heading = ""};
        assert_ok(kit_add(writer, &p, err));
        assert_ok(engine_writer_commit(writer, err));
        engine_writer_close(writer);
        engine_snapshot *snapshot = kit_snapshot(dir);
        const char *found = kit_search(snapshot, rows[i].query, NULL);
        if ((found[0] != '\0') != rows[i].found)
            fail_msg("%s in %s => '%s'", rows[i].query, rows[i].body, found);
        engine_snapshot_close(snapshot);
        kit_remove(dir);
    }
}

/* ------------------------------------------------------------ deadline --- */

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Paragraphs of "a" and "b" by turns, over which nothing is near anything. */
static void fill_slowly(const char *dir)
{
    char id[16];
    uint32_t odd[600], even[600];
    engine_writer *writer = kit_writer(dir);
    for (uint32_t i = 0; i < 600; i++) {
        odd[i] = i * 40 + 1;
        even[i] = i * 40 + 20;
    }
    for (int i = 0; i < 3000; i++) {
        snprintf(id, sizeof id, "p%d", i);
        engine_posting postings[] = {{ENGINE_ID, id, strlen(id), 0, NULL},
                                     {ENGINE_BODY, "a", 1, 600, odd},
                                     {ENGINE_BODY, "b", 1, 600, even}};
        engine_paragraph p = {.postings = postings,
                              .posting_count = 3,
                              .record = "r",
                              .record_len = 1};
        assert_ok(engine_writer_add(writer, &p, err));
    }
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
}

/* A long list of phrases that match nothing: no hit ever comes up at which a
 * clock could be looked at. */
static engine_query *slow_query(arena *a)
{
    char text[8192] = "(or";
    for (int i = 0; i < 200; i++)
        strcat(text, " (phrase 2 a b) (near 3 b a)");
    return kit_query(a, strcat(text, ")"));
}

static void test_deadline(void **state)
{
    arena a;
    engine_result result;
    engine_search_options options = kit_options();
    (void)state;
    char *dir = kit_folder();
    fill_slowly(dir);
    engine_snapshot *snapshot = kit_snapshot(dir);
    arena_init(&a, 1 << 20);
    engine_query *query = slow_query(&a);
    query->child_count = 30;
    double start = seconds();
    assert_ok(engine_search(snapshot, query, &options, &result, err));
    double whole = seconds() - start;
    options.deadline_ms = 10;
    start = seconds();
    assert_fails(engine_search(snapshot, query, &options, &result, err),
                 PILCROW_TIMEOUT, "longer");
    assert_false(result.exact);
    assert_true(result.total >= result.count);
    engine_result_release(&result);
    double stopped = seconds() - start;
    print_message("%.0f ms in all, stopped after %.0f ms\n", whole * 1e3,
                  stopped * 1e3);
    assert_true(whole > 0.02);
    assert_true(stopped < 0.010 + whole / 2);
    options.deadline_ms = 600000;
    query->child_count = 1;
    assert_ok(engine_search(snapshot, query, &options, &result, err));
    arena_release(&a);
    engine_snapshot_close(snapshot);
    kit_remove(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_bm25),
        cmocka_unit_test(test_synonym_score),
        cmocka_unit_test(test_length),
        cmocka_unit_test(test_optional_words),
        cmocka_unit_test(test_first_few),
        cmocka_unit_test(test_by_document),
        cmocka_unit_test(test_pages_and_totals),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_bad_arguments),
        cmocka_unit_test(test_phrase_without_positions),
        cmocka_unit_test(test_near_with_shared_places),
        cmocka_unit_test(test_deadline),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
