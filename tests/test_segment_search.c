/* SPDX-License-Identifier: MIT
 *
 * The fast ways of searching segments find what the plain one finds: the same
 * hits in the same order, with scores that are the same to the last bit. Random
 * queries over random collections, of several segments with deletes. */
#include "engine_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/segment/search/search.h"

/* --------------------------------------------------------------- random --- */

static uint64_t seed;

static uint32_t below(uint32_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(seed >> 33) % n;
}

/* Word 0 is in most paragraphs, the last ones in hardly any. */
static uint32_t some_word(uint32_t words)
{
    uint32_t most = words;
    for (uint32_t i = below(5); i > 0; i--)
        most = 1 + below(most);
    return below(most);
}

/* ----------------------------------------------------------- collection --- */

/* How large, and how many words there are to choose from. */
typedef struct measure {
    uint32_t paragraphs, words, length, commits;
} measure;

static void random_text(char *text, size_t size, const measure *m)
{
    size_t used = 0;
    const uint32_t length = 1 + below(1 + below(m->length));
    text[0] = '\0';
    for (uint32_t i = 0; i < length && used + 8 < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%sw%u",
                                 i > 0 ? " " : "", some_word(m->words));
}

/* Most headings stand over so many paragraphs, one after the other. */
#define HEADED 40

static void add_random(engine_writer *writer, const measure *m, uint32_t number)
{
    static char heading[64];
    char id[16], body[1024];
    const measure short_one = {.words = m->words, .length = 3};
    snprintf(id, sizeof id, "p%u", number);
    random_text(body, sizeof body, m);
    if (number % HEADED == 0 || below(4) == 0)
        random_text(heading, sizeof heading, &short_one);
    kit_paragraph p = {.id = id,
                       .body = body,
                       .heading = below(8) > 0 ? heading : NULL,
                       .lang = below(3) == 0 ? "en" : "ru",
                       .document = number / 7,
                       .ordinal = number % 7};
    assert_ok(kit_add(writer, &p, err));
}

static void delete_random(engine_writer *writer, uint32_t added)
{
    for (uint32_t i = below(20); i > 0; i--) {
        char document[16];
        snprintf(document, sizeof document, "d%u", below(added / 7 + 1));
        assert_ok(engine_writer_delete(writer, ENGINE_DOC, document,
                                       strlen(document), NULL, err));
    }
}

static void make_collection(const char *dir, const measure *m)
{
    engine_writer_options options = {.engine = "segment"};
    engine_writer *writer = NULL;
    assert_ok(engine_writer_open(&writer, dir, &options, err));
    uint32_t added = 0;
    for (uint32_t commit = 1; commit <= m->commits; commit++) {
        for (; added < m->paragraphs * commit / m->commits; added++)
            add_random(writer, m, added);
        delete_random(writer, added);
        assert_ok(engine_writer_commit(writer, err));
    }
    engine_writer_close(writer);
}

/* -------------------------------------------------------------- queries --- */

static engine_query *random_query(arena *a, const measure *m, uint32_t depth);

static engine_query *random_term(arena *a, const measure *m)
{
    static const engine_field fields[] = {ENGINE_BODY, ENGINE_BODY, ENGINE_BODY,
                                          ENGINE_HEADING};
    char word[16];
    engine_query *node = arena_alloc(a, sizeof *node);
    node->op = ENGINE_TERM;
    node->field = fields[below(4)];
    snprintf(word, sizeof word, "w%u", some_word(m->words + 1));
    node->len = strlen(word);
    node->term = arena_copy(a, word, node->len);
    return node;
}

static engine_query *random_filter(arena *a, const measure *m)
{
    char name[16];
    engine_query *node = arena_alloc(a, sizeof *node);
    node->op = ENGINE_TERM;
    node->field = below(2) == 0 ? ENGINE_LANG : ENGINE_DOC;
    snprintf(name, sizeof name, "%s", below(3) == 0 ? "en" : "ru");
    if (node->field == ENGINE_DOC)
        snprintf(name, sizeof name, "d%u", below(m->paragraphs / 7 + 1));
    node->len = strlen(name);
    node->term = arena_copy(a, name, node->len);
    return node;
}

static engine_query *random_range(arena *a, const measure *m)
{
    engine_query *node = arena_alloc(a, sizeof *node);
    node->op = ENGINE_RANGE;
    node->value = below(2) == 0 ? ENGINE_DOCUMENT : ENGINE_ORDINAL;
    node->low = below(node->value == ENGINE_ORDINAL ? 7 : m->paragraphs / 7);
    node->high = node->low + below(m->paragraphs / 7);
    return node;
}

static engine_query *random_leaf(arena *a, const measure *m, bool in_group)
{
    const uint32_t kind = below(20);
    engine_query *node;
    if (kind < 15)
        return random_term(a, m);
    if (kind < 17)
        return random_filter(a, m);
    if (kind < 18 && !in_group)
        return random_range(a, m);
    node = arena_alloc(a, sizeof *node);
    node->op = kind < 19 ? ENGINE_ALL : ENGINE_OR;
    return node;
}

static const engine_op ops[] = {
    ENGINE_OR,        ENGINE_OR,     ENGINE_OR,     ENGINE_AND,
    ENGINE_AND,       ENGINE_FILTER, ENGINE_FILTER, ENGINE_AND_NOT,
    ENGINE_AND_MAYBE, ENGINE_PHRASE, ENGINE_PHRASE, ENGINE_NEAR,
    ENGINE_SYNONYM,   ENGINE_SCALE,
};
#define OPS (sizeof ops / sizeof *ops)

static bool grouping; /* below a SYNONYM */

static engine_query *random_node(arena *a, const measure *m, uint32_t depth)
{
    engine_query *node = arena_alloc(a, sizeof *node);
    const engine_query **children = arena_array(a, 8, sizeof *children);
    node->op = ops[below(OPS)];
    node->children = children;
    node->child_count = node->op == ENGINE_SCALE ? 1 : 1 + below(5);
    node->window = below(12);
    node->weight = below(8) == 0 ? 0 : below(30) / 10.0;
    const bool was = grouping;
    grouping = was || node->op == ENGINE_SYNONYM;
    for (size_t i = 0; i < node->child_count; i++)
        children[i] = node->op == ENGINE_PHRASE || node->op == ENGINE_NEAR
                          ? random_term(a, m)
                          : random_query(a, m, depth - 1);
    grouping = was;
    return node;
}

static engine_query *random_query(arena *a, const measure *m, uint32_t depth)
{
    return depth == 0 || below(3) == 0 ? random_leaf(a, m, grouping)
                                       : random_node(a, m, depth);
}

/* Words of the text, any of which may be missing, and what the same and others
 * add that stand in headings. */
static engine_query *random_in_context(arena *a, const measure *m)
{
    engine_query *nodes = arena_array(a, 20, sizeof *nodes);
    const engine_query **children = arena_array(a, 20, sizeof *children);
    const size_t words = 1 + below(5);
    for (size_t i = 0; i < words; i++) {
        const engine_query *word = random_term(a, m);
        nodes[i] = nodes[5 + i] = *word;
        nodes[i].field = ENGINE_BODY;
        nodes[5 + i].field = ENGINE_HEADING;
        nodes[10 + i] = (engine_query){.op = ENGINE_SCALE,
                                       .weight = 0.5 + below(3),
                                       .children = &children[5 + i],
                                       .child_count = 1};
        children[i] = &nodes[i];
        children[5 + i] = &nodes[5 + i];
        children[10 + i] = &nodes[10 + i];
    }
    nodes[15] = (engine_query){
        .op = ENGINE_OR, .children = children, .child_count = words};
    nodes[16] = (engine_query){
        .op = ENGINE_OR, .children = children + 10, .child_count = words};
    children[15] = below(8) == 0 ? random_query(a, m, 2) : &nodes[15];
    children[16] = &nodes[16];
    nodes[17] = (engine_query){
        .op = ENGINE_AND_MAYBE, .children = children + 15, .child_count = 2};
    return &nodes[17];
}

static engine_search_options random_options(void)
{
    static const size_t limits[] = {1, 2, 10, 10, 10, 100, 1000, 100000};
    static const double k1s[] = {1.2, 1.2, 0, 0.5, 2};
    static const double bs[] = {0.75, 0.75, 0, 1, 0.3};
    return (engine_search_options){
        .limit = limits[below(8)],
        .offset = below(4) == 0 ? below(20) : 0,
        .k1 = k1s[below(5)],
        .b = bs[below(5)],
        .by_document = below(5) == 0,
        .count = below(5) == 0,
        .deadline_ms = below(2) * 600000,
    };
}

/* As text, for a failure's message. */
static void describe(buf *out, const engine_query *query)
{
    static const char *const names[] = {"term", "all",     "or",     "and",
                                        "not",  "maybe",   "filter", "phrase",
                                        "near", "synonym", "scale",  "range"};
    if (query->op == ENGINE_TERM) {
        buf_add_format(out, "%d:%.*s", (int)query->field, (int)query->len,
                       query->term);
        return;
    }
    buf_add_format(out, "(%s", names[query->op]);
    if (query->op == ENGINE_PHRASE || query->op == ENGINE_NEAR)
        buf_add_format(out, " %u", query->window);
    if (query->op == ENGINE_SCALE)
        buf_add_format(out, " %g", query->weight);
    if (query->op == ENGINE_RANGE)
        buf_add_format(out, " %d %llu %llu", (int)query->value,
                       (unsigned long long)query->low,
                       (unsigned long long)query->high);
    for (size_t i = 0; i < query->child_count; i++) {
        buf_add_text(out, " ");
        describe(out, query->children[i]);
    }
    buf_add_text(out, ")");
}

/* ----------------------------------------------------------- comparison --- */

static bool count_match(void *ctx, engine_ref ref, uint64_t document)
{
    (void)ref;
    (void)document;
    ++*(uint64_t *)ctx;
    return true;
}

/* What is wrong, in words; NULL if nothing is. */
static const char *difference(const engine_result *fast,
                              const engine_result *plain, uint64_t matches,
                              const engine_search_options *options)
{
    static char words[256];
    if (fast->count != plain->count)
        return "not as many hits";
    for (size_t i = 0; i < fast->count; i++) {
        const engine_hit *a = &fast->hits[i], *b = &plain->hits[i];
        snprintf(words, sizeof words, "hit %zu is %llu %.17g, not %llu %.17g",
                 i, (unsigned long long)a->ref, a->score,
                 (unsigned long long)b->ref, b->score);
        if (a->ref != b->ref || a->score != b->score)
            return words;
    }
    if (fast->total > matches || plain->total > matches)
        return "a total over the matches";
    if (options->count && (!fast->exact || !plain->exact))
        return "a count that is not exact";
    if (!options->by_document && fast->exact && fast->total != matches)
        return "an exact total that is not";
    return NULL;
}

/* Searches before leave groups behind, scored otherwise or the same way. */
static void search_before(backend_snapshot *snapshot, const engine_query *query,
                          const engine_search_options *options)
{
    engine_result first = {0}, second = {0};
    const engine_search_options other = random_options();
    assert_ok(segment_search(snapshot, query, &other, &first, err));
    assert_ok(segment_search(snapshot, query, options, &second, err));
    engine_result_release(&first);
    engine_result_release(&second);
}

static void run_query(backend_snapshot *snapshot, const engine_query *query)
{
    engine_result fast = {0}, plain = {0};
    uint64_t matches = 0;
    const engine_search_options options = random_options();
    if (below(4) == 0)
        search_before(snapshot, query, &options);
    assert_ok(segment_search(snapshot, query, &options, &fast, err));
    assert_ok(segment_search_plainly(snapshot, query, &options, &plain, err));
    assert_ok(
        segment_each_match(snapshot, query, 0, count_match, &matches, err));
    const char *words = difference(&fast, &plain, matches, &options);
    if (words != NULL) {
        buf text;
        buf_init(&text, 1 << 20);
        describe(&text, query);
        fail_msg("%s\noffset %zu limit %zu k1 %g b %g by_document %d: %s",
                 words, options.offset, options.limit, options.k1, options.b,
                 options.by_document, buf_text(&text));
    }
    engine_result_release(&fast);
    engine_result_release(&plain);
}

static void run_queries(const measure *m, uint32_t count, uint32_t depth)
{
    char *dir = kit_folder();
    arena a;
    backend_snapshot *snapshot = NULL;
    make_collection(dir, m);
    assert_ok(snapshot_open(&snapshot, kit_data(dir), err));
    arena_init(&a, (size_t)16 << 20);
    for (uint32_t i = 0; i < count; i++) {
        arena_clear(&a);
        run_query(snapshot, below(4) == 0
                                ? random_in_context(&a, m)
                                : random_query(&a, m, 1 + below(depth)));
    }
    arena_release(&a);
    snapshot_close(snapshot);
    kit_remove(dir);
}

static uint32_t times(uint32_t count)
{
    return getenv("PILCROW_LONG") != NULL ? count * 10 : count;
}

static void start(uint64_t number)
{
    const char *chosen = getenv("PILCROW_SEED");
    seed = chosen != NULL ? strtoull(chosen, NULL, 10) : number;
    print_message("seed %llu\n", (unsigned long long)seed);
    grouping = false;
}

static void test_small(void **state)
{
    (void)state;
    start(1);
    for (uint32_t i = 0; i < 8; i++) {
        const measure m = {5 + below(300), 2 + below(30), 1 + below(30),
                           1 + below(5)};
        run_queries(&m, times(300), 4);
    }
}

static void test_middling(void **state)
{
    const measure m = {6000, 400, 20, 3};
    (void)state;
    start(2);
    run_queries(&m, times(1200), 3);
}

/* More paragraphs than are summed up at a time. */
static void test_large(void **state)
{
    const measure m = {40000, 3000, 6, 2};
    (void)state;
    start(3);
    run_queries(&m, times(500), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_small),
        cmocka_unit_test(test_middling),
        cmocka_unit_test(test_large),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
