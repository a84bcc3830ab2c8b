/* SPDX-License-Identifier: MIT
 *
 * Snippets: the window is the best there is, and whatever the text, what comes
 * out is short, whole characters, cut between words, its highlights in place.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "searcher/snippet.h"

#define MEMORY ((size_t)256 << 20)
#define ELLIPSIS "\xE2\x80\xA6"
#define NUMBERS 5u
#define BUDGET (SNIPPET_CHARACTERS - 2)

/* A paragraph with marks: [needle] is a highlight of number 0, {thread} of
 * number 1, which weighs more; the marks themselves go. */
typedef struct marked {
    arena arena;
    buf text;
    highlight_list list;
    uint32_t weights[NUMBERS + 1];
    uint32_t standing[NUMBERS + 1];
    snippet_weights weigh;
} marked;

static void begin(marked *m)
{
    static const uint32_t weights[NUMBERS] = {10, 25, 40, 1, 7};
    memset(m, 0, sizeof *m);
    arena_init(&m->arena, MEMORY);
    buf_init(&m->text, MEMORY);
    memcpy(m->weights, weights, sizeof weights);
    m->weigh = (snippet_weights){
        .count = NUMBERS, .weights = m->weights, .standing = m->standing};
}

static void finish(marked *m)
{
    buf_release(&m->text);
    arena_release(&m->arena);
    free(m->list.items);
}

static void add_highlight(marked *m, const char *word, size_t number)
{
    if (m->list.count == m->list.capacity) {
        m->list.capacity = 2 * m->list.capacity + 64;
        m->list.items =
            realloc(m->list.items, m->list.capacity * sizeof *m->list.items);
        assert_non_null(m->list.items);
    }
    size_t start = m->text.len;
    buf_add_text(&m->text, word);
    m->list.items[m->list.count++] = (highlight){{start, m->text.len}, number};
}

static void add_text(marked *m, const char *text, int times)
{
    while (times-- > 0)
        buf_add_text(&m->text, text);
}

static snippet cut(marked *m)
{
    snippet out;
    assert_false(m->text.failed);
    assert_int_equal(snippet_cut(&out, &m->arena, buf_text(&m->text),
                                 m->text.len, &m->list, &m->weigh, NULL),
                     PILCROW_OK);
    for (size_t i = 0; i < NUMBERS; i++)
        assert_int_equal(m->standing[i], 0);
    return out;
}

/* ------------------------------------------------------- what is chosen --- */

static void test_a_rare_word_beats_two_common_ones(void **state)
{
    (void)state;
    marked m;
    begin(&m);
    add_text(&m, "hay ", 100);
    add_highlight(&m, "the", 3);
    add_text(&m, " ", 1);
    add_highlight(&m, "of", 4);
    add_text(&m, " hay", 100);
    add_text(&m, " ", 1);
    add_highlight(&m, "needle", 2);
    add_text(&m, " hay", 100);
    snippet s = cut(&m);
    assert_non_null(strstr(s.text, "needle"));
    assert_int_equal(s.span_count, 1);
    finish(&m);
}

static void test_of_equal_words_the_denser_place(void **state)
{
    (void)state;
    marked m;
    begin(&m);
    add_highlight(&m, "once", 2);
    add_text(&m, " hay", 200);
    add_text(&m, " ", 1);
    add_highlight(&m, "twice", 2);
    add_text(&m, " and ", 1);
    add_highlight(&m, "twice", 2);
    add_text(&m, " hay", 200);
    snippet s = cut(&m);
    assert_non_null(strstr(s.text, "twice and twice"));
    assert_int_equal(s.span_count, 2);
    finish(&m);
}

static void test_different_words_beat_many(void **state)
{
    (void)state;
    marked m;
    begin(&m);
    for (int i = 0; i < 30; i++) {
        add_highlight(&m, "many", 0);
        add_text(&m, " ", 1);
    }
    add_text(&m, "hay ", 100);
    add_highlight(&m, "many", 0);
    add_text(&m, " and ", 1);
    add_highlight(&m, "other", 1);
    add_text(&m, " hay", 100);
    snippet s = cut(&m);
    assert_non_null(strstr(s.text, "many and other"));
    finish(&m);
}

static void test_short_texts_stay_whole(void **state)
{
    (void)state;
    marked m;
    begin(&m);
    add_highlight(&m, "слово", 0);
    add_text(&m, " ёж ёж", 39);
    add_text(&m, "!", 1);
    snippet s = cut(&m);
    assert_string_equal(s.text, buf_text(&m.text));
    add_text(&m, "?", 1);
    s = cut(&m);
    assert_int_equal(utf8_length(s.text, strlen(s.text)), 237);
    finish(&m);
}

/* ---------------------------------------------------- what is cut where --- */

static void test_cut_between_words(void **state)
{
    (void)state;
    static const struct {
        const char *filler, *left, *right;
    } cases[] = {
        {"sea-side ", ELLIPSIS "sea-side ", " sea-side" ELLIPSIS},
        {"don't ", ELLIPSIS "don't ", " don't" ELLIPSIS},
        {"слово\xE2\x80\x94", ELLIPSIS "\xE2\x80\x94слово", "слово" ELLIPSIS},
        {"難", ELLIPSIS "難", "難" ELLIPSIS},
        {"e\xCC\x81 ", ELLIPSIS "e\xCC\x81 ", " e\xCC\x81" ELLIPSIS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        marked m;
        begin(&m);
        add_text(&m, cases[i].filler, 300);
        add_highlight(&m, "needle", 2);
        add_text(&m, " ", 1);
        add_text(&m, cases[i].filler, 300);
        snippet s = cut(&m);
        size_t len = strlen(s.text);
        size_t left = strlen(cases[i].left), right = strlen(cases[i].right);
        if (strncmp(s.text, cases[i].left, left) != 0 || len < right ||
            strcmp(s.text + len - right, cases[i].right) != 0)
            fail_msg("%s: cut as '%s'", cases[i].filler, s.text);
        assert_true(utf8_length(s.text, len) <= SNIPPET_CHARACTERS);
        finish(&m);
    }
}

static void test_no_words_to_highlight(void **state)
{
    (void)state;
    marked m;
    begin(&m);
    add_text(&m, "abc ", 500);
    snippet s = cut(&m);
    assert_true(strncmp(s.text, "abc abc", 7) == 0);
    assert_int_equal(s.span_count, 0);
    finish(&m);
}

/* --------------------------------------------------------- any old text --- */

static uint32_t draw(uint32_t *seed, uint32_t below)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % below;
}

static void add_random(marked *m, uint32_t *seed)
{
    static const char *const pieces[] = {"hay",
                                         "солома",
                                         " ",
                                         " ",
                                         " ",
                                         "-",
                                         "\xE2\x80\x94",
                                         "e\xCC\x81",
                                         "難民",
                                         "\xF0\x9F\x99\x82",
                                         "don't",
                                         ", ",
                                         "\xE2\x80\x8D",
                                         "aaaaaaaaaaaaaaaa"};
    static const char *const words[] = {"needle", "игла", "thread", "難"};
    if (draw(seed, 9) == 0)
        add_highlight(m, words[draw(seed, 4)], draw(seed, NUMBERS));
    else
        add_text(m, pieces[draw(seed, sizeof pieces / sizeof *pieces)],
                 draw(seed, 60) == 0 ? 300 : 1);
}

/* The most that different words within the budget weigh, the plain way. */
static uint64_t best_weight(const marked *m)
{
    uint64_t best = 0;
    const highlight *items = m->list.items;
    for (size_t i = 0; i < m->list.count; i++) {
        bool seen[NUMBERS] = {false};
        uint64_t weight = 0;
        size_t start = items[i].span.start;
        for (size_t k = i; k < m->list.count; k++) {
            if (utf8_length(buf_text(&m->text) + start,
                            items[k].span.end - start) > BUDGET)
                break;
            if (!seen[items[k].group])
                weight += m->weights[items[k].group];
            seen[items[k].group] = true;
        }
        best = weight > best ? weight : best;
    }
    return best;
}

/* What the highlights in the snippet weigh, each of them being one whole. */
static uint64_t weight_of(const marked *m, const snippet *s, size_t from,
                          size_t shift)
{
    bool seen[NUMBERS] = {false};
    uint64_t weight = 0;
    size_t next = 0;
    for (size_t i = 0; i < s->span_count; i++) {
        size_t start = s->spans[i].start - shift + from;
        while (next < m->list.count && m->list.items[next].span.start != start)
            next++;
        assert_true(next < m->list.count);
        const highlight *h = &m->list.items[next];
        assert_int_equal(s->spans[i].end - s->spans[i].start,
                         h->span.end - h->span.start);
        if (!seen[h->group])
            weight += m->weights[h->group];
        seen[h->group] = true;
    }
    return weight;
}

static void check_random(marked *m)
{
    snippet s = cut(m);
    const char *text = buf_text(&m->text);
    size_t len = strlen(s.text);
    size_t shift = strncmp(s.text, ELLIPSIS, 3) == 0 ? 3 : 0;
    size_t tail = len >= 6 && strcmp(s.text + len - 3, ELLIPSIS) == 0 ? 3 : 0;
    assert_true(utf8_valid(s.text, len));
    assert_true(utf8_length(s.text, len) <= SNIPPET_CHARACTERS);
    if (memmem(text, m->text.len, s.text + shift, len - shift - tail) == NULL)
        fail_msg("'%s' is not in the text", s.text);
    assert_true(m->text.len == 0 || len > shift + tail);
    assert_true(m->list.count == 0 || s.span_count > 0);
    for (size_t i = 0; i < s.span_count; i++) {
        assert_true(s.spans[i].start < s.spans[i].end);
        assert_true(utf8_boundary(s.text, len, s.spans[i].start));
        assert_true(utf8_boundary(s.text, len, s.spans[i].end));
        assert_true(s.spans[i].start >= (i > 0 ? s.spans[i - 1].end : shift));
        assert_true(s.spans[i].end <= len - tail);
    }
}

static void test_any_text(void **state)
{
    (void)state;
    uint32_t seed = 2026;
    for (int round = 0; round < 3000; round++) {
        marked m;
        begin(&m);
        for (uint32_t n = draw(&seed, 400); n > 0; n--)
            add_random(&m, &seed);
        check_random(&m);
        finish(&m);
    }
}

/* With words that tell where they stand: the window is the best there is. */
static void test_the_window_is_the_best(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int round = 0; round < 1000; round++) {
        marked m;
        char word[32];
        begin(&m);
        for (int i = 0; i < 200; i++) {
            snprintf(word, sizeof word, "%s%d", i % 3 == 0 ? "ш" : "w", i);
            if (draw(&seed, 7) == 0)
                add_highlight(&m, word, draw(&seed, NUMBERS));
            else
                add_text(&m, word, 1);
            add_text(&m, " ", 1);
        }
        snippet s = cut(&m);
        size_t shift = strncmp(s.text, ELLIPSIS, 3) == 0 ? 3 : 0;
        size_t word_len = strcspn(s.text + shift, " ");
        const char *at =
            memmem(buf_text(&m.text), m.text.len, s.text + shift, word_len + 1);
        assert_non_null(at);
        size_t from = (size_t)(at - buf_text(&m.text));
        if (from > 0 && at[-1] != ' ')
            fail_msg("not at a word: '%s'", s.text);
        if (weight_of(&m, &s, from, shift) < best_weight(&m))
            fail_msg("round %d: there is a better window than '%s'", round,
                     s.text);
        finish(&m);
    }
}

/* A megabyte of highlights: this ends only if no window is counted anew. */
static void test_a_megabyte_of_highlights(void **state)
{
    (void)state;
    marked m;
    begin(&m);
    for (size_t i = 0; i < 500000; i++) {
        add_highlight(&m, "a", i % NUMBERS);
        add_text(&m, " ", 1);
    }
    for (int i = 0; i < 50; i++)
        assert_int_equal(cut(&m).span_count, 119);
    finish(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_rare_word_beats_two_common_ones),
        cmocka_unit_test(test_of_equal_words_the_denser_place),
        cmocka_unit_test(test_different_words_beat_many),
        cmocka_unit_test(test_short_texts_stay_whole),
        cmocka_unit_test(test_cut_between_words),
        cmocka_unit_test(test_no_words_to_highlight),
        cmocka_unit_test(test_any_text),
        cmocka_unit_test(test_the_window_is_the_best),
        cmocka_unit_test(test_a_megabyte_of_highlights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
