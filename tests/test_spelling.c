/* SPDX-License-Identifier: MIT
 *
 * Names in both alphabets: which are one, which are not, and that a search for
 * one begins with all letters that the other may begin with. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "searcher/translate/spelling.h"

typedef struct name {
    const char *cyrillic, *latin;
    unsigned cost;
} name;

/* Folded, as an analyser does: ё is е, ü is u. */
static const name same[] = {
    {"тесла", "tesla", 0},
    {"чебышев", "chebyshev", 0},
    {"чебышев", "tschebyschow", 1},
    {"чайковский", "tchaikovsky", 0},
    {"чайковский", "chaikovskii", 0},
    {"шостакович", "schostakowitsch", 0},
    {"ельцин", "yeltsin", 0},
    {"хрущев", "khrushchev", 0},
    {"щукин", "shchukin", 0},
    {"юнг", "jung", 0},
    {"ягода", "yagoda", 0},
    {"жуковский", "zhukovsky", 0},
    {"джон", "john", 1},
    {"джексон", "jackson", 1},
    {"вашингтон", "washington", 0},
    {"филипп", "philip", 0},
    {"квебек", "quebec", 0},
    {"александр", "alexander", 1},
    {"максвелл", "maxwell", 0},
    {"гамильтон", "hamilton", 0},
    {"смит", "smith", 0},
    {"лейбниц", "leibniz", 0},
    {"эйлер", "euler", 1},
    {"фрейд", "freud", 1},
    {"райт", "wright", 2},
    {"гаусс", "gauss", 0},
    {"анна", "ana", 0},
    {"марк", "mark", 0},
    {"марк", "marco", 1},
    {"сергій", "serhii", 0},
    {"київ", "kyiv", 0},
    {"љубљана", "ljubljana", 0},
    {"макдональд", "mcdonald", 0},
    {"маккартни", "mccartney", 0},
    {"экзюпери", "exupery", 0},
    {"бройль", "broglie", 1},
    {"навье", "navier", 0},
    {"бордо", "bordeaux", 1},
    {"флобер", "flaubert", 1},
    {"моне", "monet", 1},
    {"даламбер", "dalembert", 2},
    {"гете", "goethe", 1},
    {"петербург", "petersburg", 0},
    {"ньюкасл", "newcastle", 0},
    {"майк", "mike", 1},
    {"франс", "france", 0},
};

static const name other[] = {
    {"тесла", "tula", 0},       {"марк", "marconi", 0}, {"иван", "john", 0},
    {"москва", "moscow", 0},    {"сервер", "serve", 0}, {"роман", "rome", 0},
    {"париж", "parliament", 0}, {"книга", "king", 0},   {"петр", "peter's", 0},
    {"вейл", "wales", 0},       {"ален", "alex", 0},
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void read_name(const name *n, letters *cyrillic, letters *latin)
{
    assert_true(letters_read(cyrillic, n->cyrillic, strlen(n->cyrillic)));
    assert_true(letters_read(latin, n->latin, strlen(n->latin)));
}

static void test_same(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(same); i++) {
        letters cyrillic, latin;
        read_name(&same[i], &cyrillic, &latin);
        const unsigned cost =
            spelling_cost(&cyrillic, cyrillic.count, &latin, 0, 5);
        if (cost != same[i].cost)
            fail_msg("%s, %s: %u", same[i].cyrillic, same[i].latin, cost);
        if (cost > 0)
            assert_int_equal(
                spelling_cost(&cyrillic, cyrillic.count, &latin, 0, cost - 1),
                cost);
    }
}

static void test_other(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(other); i++) {
        letters cyrillic, latin;
        read_name(&other[i], &cyrillic, &latin);
        if (spelling_cost(&cyrillic, cyrillic.count, &latin, 0, 1) <= 1)
            fail_msg("%s is %s", other[i].cyrillic, other[i].latin);
    }
}

/* An inflection may be left of the Cyrillic word, letters of the Latin one. */
static void test_ends(void **state)
{
    letters cyrillic, latin;
    const name inflected = {"теслами", "tesla", 0};
    const name stem = {"иван", "ivanov", 0};
    (void)state;
    read_name(&inflected, &cyrillic, &latin);
    assert_int_equal(spelling_cost(&cyrillic, 4, &latin, 0, 3), 0);
    assert_int_equal(spelling_cost(&cyrillic, 7, &latin, 0, 3), 4);
    read_name(&stem, &cyrillic, &latin);
    assert_int_equal(spelling_cost(&cyrillic, 4, &latin, 2, 3), 0);
    assert_int_equal(spelling_cost(&cyrillic, 4, &latin, 0, 3), 4);
}

static void test_beginnings(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(same); i++) {
        letters cyrillic, latin;
        spelling_beginnings begin;
        read_name(&same[i], &cyrillic, &latin);
        spelling_begin_latin(&begin, &cyrillic);
        if (!begin.two[latin.codes[0] - SPELLING_LATIN_FIRST]
                      [latin.codes[1] - SPELLING_LATIN_FIRST])
            fail_msg("%s for %s", same[i].latin, same[i].cyrillic);
        spelling_begin_cyrillic(&begin, &latin);
        if (!begin.two[cyrillic.codes[0] - SPELLING_CYRILLIC_FIRST]
                      [cyrillic.codes[1] - SPELLING_CYRILLIC_FIRST])
            fail_msg("%s for %s", same[i].cyrillic, same[i].latin);
    }
}

/* Whatever the words, nothing is read or written outside. */
static void test_any_letters(void **state)
{
    letters longest = {.count = LETTERS_MAX}, none = {.count = 0}, odd = {0};
    spelling_beginnings begin;
    (void)state;
    for (size_t i = 0; i < LETTERS_MAX; i++)
        longest.codes[i] = i % 2 == 0 ? 0x43Eu : 0x443u;
    odd.count = 3;
    odd.codes[0] = 0x10FFFF;
    odd.codes[1] = 0;
    odd.codes[2] = 0x4E00;
    const letters *const all[] = {&longest, &none, &odd};
    for (size_t i = 0; i < COUNT(all); i++) {
        spelling_begin_latin(&begin, all[i]);
        spelling_begin_cyrillic(&begin, all[i]);
        for (size_t k = 0; k < COUNT(all); k++)
            spelling_cost(all[i], 0, all[k], 3, 99);
    }
    assert_int_equal(spelling_cost(&none, 0, &none, 0, 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same),        cmocka_unit_test(test_other),
        cmocka_unit_test(test_ends),        cmocka_unit_test(test_beginnings),
        cmocka_unit_test(test_any_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
