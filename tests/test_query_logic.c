/* SPDX-License-Identifier: MIT
 *
 * Every operator inside every other: random queries over a collection that has
 * one paragraph for each set of five words, held against what the words
 * "any", "all", "not" and "next to" mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "support.h"

#define WORDS 5
#define SETS (1u << WORDS)
#define ROOM ((size_t)1 << 16)
#define DEEPEST 4
#define CHILDREN_MAX 3

/* In the order in which they stand in a paragraph. */
static const char *const words[WORDS] = {"ash", "birch", "дуб", "elm",
                                         "тополь"};

/* A bit for each set of words: which of them a query matches. */
typedef uint32_t matches;

static matches all_sets = UINT32_MAX;

static uint32_t seed = 20240607;

static uint32_t pick(uint32_t count)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 16) % count;
}

static const char *one_of(const char *a, const char *b)
{
    return pick(2) == 0 ? a : b;
}

/* ---------------------------------------------------------------- leaves - */

static matches having(uint32_t word)
{
    matches m = 0;
    for (uint32_t set = 0; set < SETS; set++)
        if ((set >> word & 1) != 0)
            m |= (matches)1 << set;
    return m;
}

/* How many words of the set stand between two of it. */
static int between(uint32_t set, uint32_t low, uint32_t high)
{
    int count = 0;
    for (uint32_t i = low + 1; i < high; i++)
        count += (set >> i & 1) != 0;
    return count;
}

/* Both words, with fewer than `distance` others between; if `ordered` in
 * their order. */
static matches near_by(uint32_t a, uint32_t b, int distance, bool ordered)
{
    matches both = having(a) & having(b);
    matches m = 0;
    uint32_t low = a < b ? a : b;
    uint32_t high = a < b ? b : a;
    if (a == b || (ordered && a > b))
        return 0;
    for (uint32_t set = 0; set < SETS; set++)
        if ((both >> set & 1) != 0 && between(set, low, high) < distance)
            m |= (matches)1 << set;
    return m;
}

static matches write_word(buf *out)
{
    uint32_t word = pick(WORDS);
    buf_add_text(out, words[word]);
    return having(word);
}

static matches write_phrase(buf *out)
{
    uint32_t a = pick(WORDS);
    uint32_t b = pick(WORDS);
    const char *marks[][2] = {{"\"", "\""}, {"«", "»"}, {"„", "“"}, {"“", "”"}};
    uint32_t kind = pick(4);
    buf_add_format(out, "%s%s %s%s", marks[kind][0], words[a], words[b],
                   marks[kind][1]);
    return near_by(a, b, 1, true);
}

static matches write_near(buf *out)
{
    uint32_t a = pick(WORDS);
    uint32_t b = (a + 1 + pick(WORDS - 1)) % WORDS;
    int distance = (int)pick(3) + 1;
    buf_add_format(out, "%s NEAR/%d %s", words[a], distance, words[b]);
    return near_by(a, b, distance, false);
}

/* ------------------------------------------------------------- operators - */

static matches write_group(buf *out, int depth);

/* A word, a phrase, or something in brackets. */
static matches write_operand(buf *out, int depth)
{
    uint32_t kind = pick(depth < DEEPEST ? 6 : 3);
    if (kind == 0)
        return write_phrase(out);
    if (kind == 1)
        return write_near(out);
    if (kind == 2 || kind == 3)
        return write_word(out);
    buf_add_byte(out, '(');
    matches m = write_group(out, depth + 1);
    buf_add_byte(out, ')');
    return m;
}

/* Words side by side, some of them with a sign: +, - or NOT. */
static matches write_sequence(buf *out, int depth)
{
    matches must = all_sets;
    matches must_not = 0;
    matches any = 0;
    bool has_must = false;
    bool has_any = false;
    uint32_t count = 1 + pick(CHILDREN_MAX);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t sign = pick(4);
        buf_add_text(out, i > 0 ? " " : "");
        if (sign == 0) {
            buf_add_byte(out, '+');
            must &= write_operand(out, depth);
            has_must = true;
        } else if (sign == 1) {
            buf_add_text(out, pick(2) == 0 ? "-" : one_of("NOT ", "НЕ "));
            must_not |= write_operand(out, depth);
        } else {
            any |= write_operand(out, depth);
            has_any = true;
        }
    }
    return (has_must || !has_any ? must : any) & ~must_not;
}

static matches write_all(buf *out, int depth)
{
    matches m = write_sequence(out, depth);
    for (uint32_t more = pick(CHILDREN_MAX); more > 0; more--) {
        buf_add_format(out, " %s ", one_of("AND", "И"));
        m &= write_sequence(out, depth);
    }
    return m;
}

static matches write_group(buf *out, int depth)
{
    matches m = write_all(out, depth);
    for (uint32_t more = pick(CHILDREN_MAX); more > 0; more--) {
        buf_add_format(out, " %s ", one_of("OR", "ИЛИ"));
        m |= write_all(out, depth);
    }
    return m;
}

/* ---------------------------------------------------------------- search - */

static void index_sets(void)
{
    buf text;
    buf_init(&text, ROOM);
    for (uint32_t set = 0; set < SETS; set++) {
        buf_add_format(&text, "set%u.", set);
        for (uint32_t i = 0; i < WORDS; i++)
            if ((set >> i & 1) != 0)
                buf_add_format(&text, " %s", words[i]);
        buf_add_text(&text, "\n\n");
    }
    support_write("sets.txt", text.data);
    buf_release(&text);
    support_index(NULL, "sets.txt", NULL);
}

static matches found(const pilcrow_hits *hits)
{
    matches m = 0;
    const pilcrow_hit *hit;
    for (size_t i = 0; (hit = pilcrow_hits_get(hits, i)) != NULL; i++)
        m |= (matches)1 << atoi(hit->paragraph.text + strlen("set"));
    return m;
}

static void check_query(pilcrow_index *index, const char *query,
                        matches expected)
{
    pilcrow_hits *hits;
    pilcrow_error err;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.limit = SETS;
    options.strict = true;
    if (pilcrow_search(&hits, index, query, strlen(query), &options, &err) !=
        PILCROW_OK)
        fail_msg("%s\n  %s (byte %zu)", query, err.message, err.offset);
    if (found(hits) != expected)
        fail_msg("%s\n  finds %08x, expected %08x", query, found(hits),
                 expected);
    pilcrow_hits_free(hits);
}

static void test_random_logic(void **state)
{
    (void)state;
    pilcrow_index *index;
    pilcrow_error err;
    int rounds = getenv("PILCROW_LONG") != NULL ? 50000 : 2000;
    index_sets();
    assert_int_equal(pilcrow_open(&index, ".pilcrow", &err), PILCROW_OK);
    for (int i = 0; i < rounds; i++) {
        buf query;
        buf_init(&query, ROOM);
        matches expected = write_group(&query, 0);
        if (query.len <= 4096)
            check_query(index, query.data, expected);
        buf_release(&query);
    }
    pilcrow_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(
        test_random_logic, support_enter, support_leave)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
