/* SPDX-License-Identifier: MIT
 *
 * In: random query trees over a random collection. Out: the best few hits have
 * the scores that the tree comes to by hand, from those of its terms. A search
 * for a few hits leaves much of a collection aside; that must not show. */
#include "engine_kit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARAGRAPHS 600u
#define WORDS 8u
#define BODY_MAX 14u

/* What the collection is, beside the index. */
typedef struct model {
    engine_snapshot *snapshot;
    unsigned char body[PARAGRAPHS][BODY_MAX];
    size_t length[PARAGRAPHS];
    double score[WORDS][PARAGRAPHS]; /* of each word; below 0: not there */
    uint32_t seed;
} model;

static uint32_t any(model *m, uint32_t below)
{
    m->seed = m->seed * 1664525u + 1013904223u;
    return (m->seed >> 8) % below;
}

/* Words of a low number are common. */
static unsigned char any_word(model *m)
{
    uint32_t high = 1 + any(m, WORDS);
    return (unsigned char)any(m, high);
}

/* -------------------------------------------------------- the collection - */

static void fill(model *m, const char *dir)
{
    engine_writer *writer = kit_writer(dir);
    for (uint32_t p = 0; p < PARAGRAPHS; p++) {
        char id[16], body[8 * BODY_MAX] = "";
        m->length[p] = 3 + any(m, BODY_MAX - 2);
        for (size_t i = 0; i < m->length[p]; i++) {
            m->body[p][i] = any_word(m);
            snprintf(body + strlen(body), 8, "w%u ", m->body[p][i]);
        }
        snprintf(id, sizeof id, "p%u", p);
        kit_paragraph paragraph = {.id = id, .body = body, .ordinal = p};
        assert_ok(kit_add(writer, &paragraph, err));
    }
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    m->snapshot = kit_snapshot(dir);
}

/* The paragraph of a hit, by its record "pNUMBER ...". */
static size_t number_of(model *m, engine_ref ref)
{
    buf record;
    buf_init(&record, ENGINE_RECORD_MAX);
    assert_ok(engine_fetch(m->snapshot, ref, &record, err));
    size_t number = strtoul(record.data + 1, NULL, 10);
    buf_release(&record);
    assert_true(number < PARAGRAPHS);
    return number;
}

/* The scores of every word alone: all hits are asked for. */
static void read_scores(model *m)
{
    for (uint32_t w = 0; w < WORDS; w++) {
        engine_result found = {0};
        engine_search_options options = kit_options();
        char word[4];
        snprintf(word, sizeof word, "w%u", w);
        engine_query term = {
            .op = ENGINE_TERM, .term = word, .len = strlen(word)};
        for (size_t p = 0; p < PARAGRAPHS; p++)
            m->score[w][p] = -1;
        options.limit = PARAGRAPHS;
        assert_ok(engine_search(m->snapshot, &term, &options, &found, err));
        for (size_t i = 0; i < found.count; i++)
            m->score[w][number_of(m, found.hits[i].ref)] = found.hits[i].score;
        engine_result_release(&found);
    }
}

/* ------------------------------------------------------- scores by hand - */

static size_t word_of(const engine_query *term)
{
    return (size_t)(term->term[1] - '0');
}

/* Do the two terms stand within `window` positions, in this order unless it is
 * a NEAR? */
static bool stand_together(const model *m, size_t p, const engine_query *q)
{
    size_t a = word_of(q->children[0]), b = word_of(q->children[1]);
    for (size_t i = 0; i < m->length[p]; i++)
        for (size_t k = 0; k < m->length[p]; k++) {
            bool forward = k > i && k - i < q->window;
            bool backward = q->op == ENGINE_NEAR && i > k && i - k < q->window;
            if (m->body[p][i] == a && m->body[p][k] == b &&
                (forward || backward))
                return true;
        }
    return false;
}

static bool score_of(const model *m, const engine_query *q, size_t p,
                     double *score);

/* The sum over the children that match; how many do. */
static size_t sum_of(const model *m, const engine_query *q, size_t p,
                     double *score)
{
    size_t count = 0;
    for (size_t i = 0; i < q->child_count; i++) {
        double one;
        if (score_of(m, q->children[i], p, &one)) {
            *score += one;
            count++;
        }
    }
    return count;
}

static bool score_of(const model *m, const engine_query *q, size_t p,
                     double *score)
{
    double other;
    *score = 0;
    switch (q->op) {
    case ENGINE_TERM:
        *score = m->score[word_of(q)][p];
        return *score >= 0;
    case ENGINE_OR:
        return sum_of(m, q, p, score) > 0;
    case ENGINE_AND:
        return sum_of(m, q, p, score) == q->child_count;
    case ENGINE_AND_MAYBE:
        sum_of(m, q, p, score);
        return score_of(m, q->children[0], p, &other);
    case ENGINE_AND_NOT:
        return score_of(m, q->children[0], p, score) &&
               !score_of(m, q->children[1], p, &other);
    case ENGINE_FILTER:
        return score_of(m, q->children[0], p, score) &&
               score_of(m, q->children[1], p, &other);
    case ENGINE_SCALE:
        if (!score_of(m, q->children[0], p, score))
            return false;
        *score *= q->weight;
        return true;
    default:
        return sum_of(m, q, p, score) == q->child_count &&
               stand_together(m, p, q);
    }
}

/* ------------------------------------------------------------ the trees - */

/* Write a random tree of at most `depth` levels to `out`. */
static char *write_tree(model *m, char *out, int depth)
{
    static const char *const inner[] = {"or",    "or",  "or",  "maybe",
                                        "maybe", "and", "not", "filter"};
    uint32_t kind = any(m, 10);
    if (depth == 0 || kind < 3)
        return out + sprintf(out, "w%u ", any_word(m));
    if (kind < 6) {
        unsigned a = any_word(m), b = (a + 1 + any(m, WORDS - 1)) % WORDS;
        return out + sprintf(out, "(%s %u w%u w%u) ",
                             any(m, 2) == 0 ? "phrase" : "near",
                             2 + any(m, 2), a, b);
    }
    if (kind == 6) {
        out += sprintf(out, "(scale 0.%u ", 1 + any(m, 9));
        out = write_tree(m, out, depth - 1);
        return out + sprintf(out, ") ");
    }
    const char *op = inner[any(m, sizeof inner / sizeof *inner)];
    bool two = strcmp(op, "not") == 0 || strcmp(op, "filter") == 0;
    uint32_t count = two ? 2 : 2 + any(m, 3);
    out += sprintf(out, "(%s ", op);
    for (uint32_t i = 0; i < count; i++)
        out = write_tree(m, out, depth - 1);
    return out + sprintf(out, ") ");
}

static int from_the_highest(const void *left, const void *right)
{
    const double *a = left, *b = right;
    return (*a < *b) - (*a > *b);
}

static void check_tree(model *m, const char *text, uint32_t deadline_ms)
{
    arena a;
    engine_result found = {0};
    double best[PARAGRAPHS], score;
    size_t matches = 0;
    engine_search_options options = kit_options();
    arena_init(&a, 1 << 20);
    const engine_query *tree = kit_query(&a, text);
    for (size_t p = 0; p < PARAGRAPHS; p++)
        if (score_of(m, tree, p, &score))
            best[matches++] = score;
    qsort(best, matches, sizeof *best, from_the_highest);
    options.limit = 1 + any(m, 6);
    options.deadline_ms = deadline_ms;
    assert_ok(engine_search(m->snapshot, tree, &options, &found, err));
    if (found.count != (matches < options.limit ? matches : options.limit))
        fail_msg("%s: %zu hits of %zu", text, found.count, matches);
    for (size_t i = 0; i < found.count; i++) {
        bool there = score_of(m, tree, number_of(m, found.hits[i].ref), &score);
        if (!there || fabs(found.hits[i].score - score) > 1e-9 ||
            fabs(found.hits[i].score - best[i]) > 1e-9)
            fail_msg("%s: hit %zu scores %.9f, by hand %.9f, the best %.9f",
                     text, i, found.hits[i].score, there ? score : -1, best[i]);
    }
    engine_result_release(&found);
    arena_release(&a);
}

static void test_scores(void **state)
{
    (void)state;
    static model m = {.seed = 11};
    char *dir = kit_folder();
    char text[2000];
    uint32_t rounds = getenv("PILCROW_LONG") != NULL ? 20000 : 400;
    fill(&m, dir);
    read_scores(&m);
    for (uint32_t i = 0; i < rounds; i++) {
        write_tree(&m, text, 3);
        check_tree(&m, text, i % 4 == 0 ? 60000 : 0);
    }
    engine_snapshot_close(m.snapshot);
    kit_remove(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_scores)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
