/* SPDX-License-Identifier: MIT
 *
 * The invariants over many texts of random bytes, characters and pieces of
 * words, and that the fast path gives what the general rules give.
 * ANALYSIS_SEED and ANALYSIS_ROUNDS in the environment override. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/token.h"
#include "base/utf8.h"
#include "test_analysis_invariants.h"

#define TEXT_MAX 96

/* Pieces that meet in real texts and in the corners of the rules. */
static const char *const pieces[] = {
    "a",      "e",      "x",      "c",        "s",      "I",      "O",
    "T",      "Wi",     "word",   "migrants", "café",   "а",      "е",
    "и",      "х",      "О",      "С",        "день",   "писем",  "рынок",
    "ё",      "й",      "ый",     "1",        "2",      "10",     "000",
    "0",      "74",     "123",    "'",        "’",      "'s",     "-",
    "‑",      ".",      "/",      ",",        "+",      "++",     "#",
    "@",      "_",      ":",      "://",      " ",      " ",      "\n",
    "\u00A0", "\u2009", "\u202F", "\u00AD",   "\u200B", "\u200D", "\uFEFF",
    "\u0301", "\u0300", "\u0306", "\u0308",   "\u0323", "\u20E3", "²",
    "¹",      "™",      "½",      "①",        "ﬁ",      "ß",      "İ",
    "ı",      "Ⅳ",      "ﷺ",      "中",       "文",     "ー",     "ｶ",
    "ﾞ",      "한",     "\u1112", "\u1161",   "\u11AB", "ก",      "า",
    "ำ",      "ा",      "क",      "α",        "ς",      "µ",      "א",
    "ש",      "ب",      "ـ",      ".net",     "net",    "-го",    "l'",
    "d'",     "\xFF",   "\xC2",   "\xE2\x80", "\xF0",   "\u115F", "\u3164",
    "ŉ",      "ǆ",      "𝐀",      "𠀀",       "😀",      "U.N.",   "A/RES/",
    "C#",     "C++",    "1,000",  "3,14",     "don't",  "'S",     "x86_64",
    ".NET",   "n",      "N",      "С.Ш.А.",   "115-ФЗ", "«",      "»",
};

#define PIECES (sizeof pieces / sizeof pieces[0])

/* ASCII that the rules on parts and runs look at. */
static const char signs[] = " '-./,+#@_:0129nNeEtTsSCabzAZ";

#define SIGNS (sizeof signs - 1)

static uint32_t state;

static uint32_t roll(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % below;
}

static size_t add_piece(char *text, size_t len)
{
    const char *piece = pieces[roll(PIECES)];
    size_t size = strlen(piece);
    memcpy(text + len, piece, size);
    return len + size;
}

static size_t add_character(char *text, size_t len)
{
    static const uint32_t tops[] = {0x80,   0x250,   0x600,
                                    0x3000, 0x20000, 0x110000};
    uint32_t code = roll(tops[roll(sizeof tops / sizeof tops[0])]);
    return len + utf8_write(text + len, code);
}

static size_t make_text(char *text)
{
    size_t wanted = roll(TEXT_MAX - 16);
    uint32_t habit = roll(9);
    size_t len = 0;
    while (len < wanted) {
        uint32_t kind = habit < 5 ? 0 : roll(8);
        if (habit == 8)
            text[len++] = roll(4) > 0 ? signs[roll(SIGNS)] : (char)roll(128);
        else if (kind < 5)
            len = add_piece(text, len);
        else if (kind < 7)
            len = add_character(text, len);
        else
            text[len++] = (char)roll(256);
    }
    return len;
}

static void print_bytes(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        fprintf(stderr, "\\x%02X", (unsigned char)text[i]);
    fprintf(stderr, "\n%.*s\n", (int)len, text);
}

static uint32_t setting(const char *name, uint32_t otherwise)
{
    const char *value = getenv(name);
    return value != NULL ? (uint32_t)strtoul(value, NULL, 10) : otherwise;
}

static void check_languages(const char *languages, uint32_t rounds)
{
    analyser *a, *again;
    char text[TEXT_MAX];
    assert_int_equal(analyser_new(&a, languages, NULL), PILCROW_OK);
    assert_int_equal(analyser_new(&again, languages, NULL), PILCROW_OK);
    for (uint32_t i = 0; i < rounds; i++) {
        size_t len = make_text(text);
        /* A copy of just this size, so that reading past it is seen. */
        char *exact = malloc(len + 1);
        assert_non_null(exact);
        memcpy(exact, text, len);
        exact = realloc(exact, len > 0 ? len : 1);
        const char *broken = invariants_broken(a, again, exact, len, NULL);
        if (broken != NULL) {
            print_bytes(exact, len);
            fail_msg("%s: round %u: %s", languages, i, broken);
        }
        free(exact);
    }
    analyser_free(a);
    analyser_free(again);
}

static void test_invariants(void **unused)
{
    (void)unused;
    static const char *const languages[] = {"en,ru", "fr", "tr,el", "ro,ar,hi"};
    state = setting("ANALYSIS_SEED", 20170216u);
    uint32_t rounds = setting("ANALYSIS_ROUNDS", 8000u);
    for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++)
        check_languages(languages[i], rounds);
}

/* A word with a zero-width joiner inside goes by the general rules, without it
 * often by the fast path: the terms are to be the same. */
static void test_fast_path(void **unused)
{
    (void)unused;
    static const char *const words[] = {
        "migration",   "THE",  "Refugees", "a",     "беженцы",
        "ПЕРЕСЕЛЕНЕЦ", "Ёлка", "йод",      "ещё",   "съезд",
        "cafe",        "It",   "день",     "писем",
    };
    analyser *a, *again;
    assert_int_equal(analyser_new(&a, "en,ru", NULL), PILCROW_OK);
    assert_int_equal(analyser_new(&again, "en,ru", NULL), PILCROW_OK);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        char text[64];
        size_t first = (unsigned char)words[i][0] < 0x80 ? 1 : 2;
        snprintf(text, sizeof text, "%.*s\u200D%s", (int)first, words[i],
                 words[i] + first);
        analysis_token fast, slow;
        analyser_start(a, words[i], strlen(words[i]), NULL);
        analyser_start(again, text, strlen(text), NULL);
        assert_true(analyser_next(a, &fast));
        assert_true(analyser_next(again, &slow));
        assert_int_equal(fast.term_len, slow.term_len);
        assert_memory_equal(fast.term, slow.term, fast.term_len);
        assert_false(analyser_next(a, &fast));
        assert_false(analyser_next(again, &slow));
    }
    analyser_free(a);
    analyser_free(again);
}

static void check_same(analyser *fast, analyser *slow, const char *text,
                       size_t len)
{
    analysis_token one, two;
    bool more = true;
    analyser_start(fast, text, len, NULL);
    analyser_start(slow, text, len, NULL);
    while (more) {
        more = analyser_next(fast, &one);
        bool same =
            analyser_next(slow, &two) == more &&
            (!more || (one.start == two.start && one.end == two.end &&
                       one.position == two.position && one.role == two.role &&
                       one.script == two.script && one.lang == two.lang &&
                       one.term_len == two.term_len &&
                       memcmp(one.term, two.term, one.term_len) == 0));
        if (!same) {
            print_bytes(text, len);
            fail_msg("the fast path and the general rules differ");
        }
    }
    assert_false(analyser_next(fast, &one)); /* the end stays the end */
    assert_false(analyser_next(slow, &two));
}

/* The same tokens as by the general rules alone. */
static void test_fast_and_slow(void **unused)
{
    (void)unused;
    char text[TEXT_MAX];
    analyser *fast, *slow;
    state = setting("ANALYSIS_SEED", 20170217u);
    uint32_t rounds = setting("ANALYSIS_ROUNDS", 8000u) * 4;
    assert_int_equal(analyser_new(&fast, "en,ru", NULL), PILCROW_OK);
    assert_int_equal(analyser_new(&slow, "en,ru", NULL), PILCROW_OK);
    slow->slow = true;
    for (uint32_t i = 0; i < rounds; i++)
        check_same(fast, slow, text, make_text(text));
    assert_false(slow->fast);
    assert_true(fast->fast);
    analyser_free(fast);
    analyser_free(slow);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_invariants),
        cmocka_unit_test(test_fast_path),
        cmocka_unit_test(test_fast_and_slow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
