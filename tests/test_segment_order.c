/* SPDX-License-Identifier: MIT
 *
 * What compacting a collection of records puts next to each other, and that
 * nothing else changes by it: not what is found, not a score, not a record; not
 * in want of memory either. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/segment/write/bisect.h"
#include "engine_kit.h"
#include "no_memory.h"

#define KINDS 5u

/* ----------------------------------------------------------- bisection --- */

#define THINGS 2000u

/* Thing i is of kind i % KINDS; each kind has terms of its own, one in three of
 * its things each, and one term is in every other thing. */
static void add_terms(bisection *b)
{
    static uint32_t list[THINGS];
    for (uint32_t term = 0; term < 12 * KINDS; term++) {
        uint32_t found = 0;
        for (uint32_t i = term % KINDS; i < THINGS; i += KINDS)
            if ((i * 2654435761u >> 8) % 3 == term / KINDS % 3)
                list[found++] = i;
        assert_true(bisection_add(b, list, found));
    }
    for (uint32_t i = 0; i < THINGS / 2; i++)
        list[i] = 2 * i;
    assert_true(bisection_add(b, list, THINGS / 2));
}

static void test_kinds_come_together(void **state)
{
    static uint32_t order[2][THINGS];
    static bool seen[THINGS];
    uint32_t alike = 0;
    (void)state;
    for (unsigned run = 0; run < 2; run++) {
        bisection *b = bisection_new(THINGS);
        assert_non_null(b);
        add_terms(b);
        assert_true(bisection_run(b, order[run]));
        bisection_free(b);
    }
    assert_memory_equal(order[0], order[1], sizeof *order);
    for (uint32_t i = 0; i < THINGS; i++) {
        assert_false(seen[order[0][i]]);
        seen[order[0][i]] = true;
        alike += i > 0 && order[0][i] % KINDS == order[0][i - 1] % KINDS;
    }
    assert_true(alike > THINGS * 8 / 10);
}

/* Nothing is known of them, or there are none. */
static void test_nothing_to_go_by(void **state)
{
    uint32_t order[100];
    (void)state;
    for (uint32_t things = 0; things <= 100; things += 50) {
        bisection *b = bisection_new(things);
        assert_non_null(b);
        assert_true(bisection_run(b, order));
        for (uint32_t i = 0; i < things; i++)
            assert_int_equal(order[i], i);
        bisection_free(b);
    }
}

/* ---------------------------------------------------------- compacting --- */

static uint32_t below(uint64_t *seed, uint32_t n)
{
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % n;
}

/* Paragraph `i`, in documents of `each` paragraphs: words of its document's
 * kind, and some that all may have. */
static void add_one(engine_writer *writer, uint32_t i, uint32_t each)
{
    char id[16], body[512] = "", word[32];
    const uint32_t document = i / each;
    uint64_t seed = i;
    for (uint32_t n = 5 + below(&seed, 20); n > 0; n--) {
        if (below(&seed, 4) == 0)
            snprintf(word, sizeof word, "any%u ", below(&seed, 50));
        else
            snprintf(word, sizeof word, "k%uw%u ", document % KINDS,
                     below(&seed, 20));
        strcat(body, word);
    }
    snprintf(id, sizeof id, "p%05u", i);
    const kit_paragraph p = {.id = id,
                             .body = body,
                             .heading = i % 7 == 0 ? "head" : "",
                             .lang = i % 9 == 0 ? "ru" : "en",
                             .document =
                                 document * UINT64_C(0x9E3779B97F4A7C15),
                             .ordinal = i % each};
    assert_ok(kit_add(writer, &p, err));
}

/* Three segments, of which every ninth paragraph is deleted. */
static void fill(const char *dir, uint32_t paragraphs, uint32_t each)
{
    engine_writer *writer = kit_writer(dir);
    for (uint32_t i = 0; i < paragraphs; i++) {
        add_one(writer, i, each);
        if (i % (paragraphs / 3) == paragraphs / 3 - 1)
            assert_ok(engine_writer_commit(writer, err));
    }
    assert_ok(engine_writer_delete(writer, ENGINE_LANG, "ru", 2, NULL, err));
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
}

#define MOST 2000u

/* A hit, by what does not depend on where it stands. */
typedef struct found {
    char id[16];
    double score;
    char record[600];
} found;

static int by_id(const void *a, const void *b)
{
    return strcmp(((const found *)a)->id, ((const found *)b)->id);
}

static void look(engine_snapshot *snapshot, const engine_hit *hit, found *out)
{
    buf text;
    buf_init(&text, sizeof out->record - 1);
    assert_ok(engine_fetch_id(snapshot, hit->ref, &text, err));
    snprintf(out->id, sizeof out->id, "%s", buf_text(&text));
    assert_ok(engine_fetch(snapshot, hit->ref, &text, err));
    snprintf(out->record, sizeof out->record, "%s", buf_text(&text));
    out->score = hit->score;
    buf_release(&text);
}

/* All that a query finds. */
static size_t find(engine_snapshot *snapshot, const char *query, found *out,
                   size_t most)
{
    arena a;
    engine_result result;
    engine_search_options options = kit_options();
    options.limit = most;
    arena_init(&a, 1 << 20);
    assert_ok(
        engine_search(snapshot, kit_query(&a, query), &options, &result, err));
    const size_t found_count = result.count;
    assert_int_equal(result.count, result.total);
    for (size_t i = 0; i < found_count; i++)
        look(snapshot, &result.hits[i], &out[i]);
    engine_result_release(&result);
    arena_release(&a);
    return found_count;
}

/* Each query finds the same in both, as well. */
static void compare(engine_snapshot *before, engine_snapshot *after)
{
    static const char *const queries[] = {"(all)",
                                          "k0w1",
                                          "k4w7",
                                          "any3",
                                          "heading:head",
                                          "(or k1w1 k2w2 any5)",
                                          "(and k3w1 any7)",
                                          "(phrase 2 k2w3 k2w4)",
                                          "(near 20 k1w1 k1w2)"};
    found *left = calloc(MOST, sizeof *left),
          *right = calloc(MOST, sizeof *right);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        const size_t found_count = find(before, queries[i], left, MOST);
        assert_int_equal(found_count, find(after, queries[i], right, MOST));
        qsort(left, found_count, sizeof *left, by_id);
        qsort(right, found_count, sizeof *right, by_id);
        if (found_count == 0)
            fail_msg("%s finds nothing", queries[i]);
        for (size_t n = 0; n < found_count; n++) {
            assert_string_equal(left[n].id, right[n].id);
            assert_string_equal(left[n].record, right[n].record);
            assert_true(fabs(left[n].score - right[n].score) < 1e-9);
        }
    }
    free(left);
    free(right);
}

/* Of neighbours in the index, how many in a hundred are of one kind; and how
 * many are of one document, in the order they had there. */
static void count_alike(engine_snapshot *snapshot, uint32_t each,
                        uint32_t *kinds, uint32_t *documents)
{
    found *list = calloc(MOST, sizeof *list);
    const size_t all = find(snapshot, "(all)", list, MOST);
    uint32_t last = 0, kind = 0, document = 0;
    for (size_t i = 0; i < all; i++) {
        const uint32_t number = (uint32_t)strtoul(list[i].id + 1, NULL, 10);
        kind += i > 0 && number / each % KINDS == last / each % KINDS;
        document += i > 0 && number / each == last / each && number > last;
        last = number;
    }
    free(list);
    *kinds = kind * 100 / (uint32_t)all;
    *documents = document * 100 / (uint32_t)all;
}

static const struct {
    uint32_t paragraphs, each; /* in all, in a document */
    bool moved;
} rows[] = {
    {1500, 1, true},   /* records */
    {1500, 2, true},   /* of two paragraphs, which stay together */
    {1500, 10, false}, /* files: they keep their order */
    {240, 1, false},   /* too few to be worth it */
};

static void test_compact(void **state)
{
    (void)state;
    kit_only("segment");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t kinds[2], documents[2];
        char *dir = kit_folder();
        fill(dir, rows[i].paragraphs, rows[i].each);
        engine_snapshot *before = kit_snapshot(dir);
        assert_ok(engine_compact(dir, err));
        engine_snapshot *after = kit_snapshot(dir);
        compare(before, after);
        count_alike(before, rows[i].each, &kinds[0], &documents[0]);
        count_alike(after, rows[i].each, &kinds[1], &documents[1]);
        print_message("of one kind %u %%, then %u %%\n", kinds[0], kinds[1]);
        assert_true(documents[1] >= documents[0]);
        assert_true(rows[i].moved ? kinds[1] >= kinds[0] + 20
                                  : kinds[1] == kinds[0]);
        engine_snapshot_close(before);
        engine_snapshot_close(after);
        assert_ok(engine_verify(dir, NULL, NULL, err));
        kit_remove(dir);
    }
}

/* One allocation fails: the index is as it was, or compacted. */
static void test_without_memory(void **state)
{
    pilcrow_error why = {0};
    long all = 0;
    (void)state;
    kit_only("segment");
    char *dir = kit_folder();
    fill(dir, 300, 1);
    for (long n = -1; n < all; n += n < 0 ? 1 : 1 + all / 100) {
        no_memory_begin(n);
        const pilcrow_status status = engine_compact(dir, &why);
        const long now = no_memory_end();
        all = n < 0 ? now : all;
        assert_true(status == PILCROW_OK || status == PILCROW_NO_MEMORY);
        engine_snapshot *snapshot = kit_snapshot(dir);
        assert_int_equal(kit_paragraphs(snapshot), 300 - 34);
        engine_snapshot_close(snapshot);
        assert_ok(engine_verify(dir, NULL, NULL, err));
    }
    assert_true(all > 100);
    kit_remove(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds_come_together),
        cmocka_unit_test(test_nothing_to_go_by),
        cmocka_unit_test(test_compact),
        cmocka_unit_test(test_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
