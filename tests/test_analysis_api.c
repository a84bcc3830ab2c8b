/* SPDX-License-Identifier: MIT
 *
 * pilcrow_analyze from outside: ownership, the end, what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "pilcrow.h"

static pilcrow_analysis *begin(const char *text, size_t len,
                               const char *languages)
{
    pilcrow_analysis *analysis = NULL;
    assert_int_equal(pilcrow_analyze(&analysis, text, len, languages, NULL),
                     PILCROW_OK);
    assert_non_null(analysis);
    return analysis;
}

static const pilcrow_token *next(pilcrow_analysis *analysis)
{
    const pilcrow_token *token = NULL;
    assert_int_equal(pilcrow_analysis_next(&token, analysis, NULL), PILCROW_OK);
    return token;
}

static void test_tokens(void **unused)
{
    (void)unused;
    const char text[] = "The caf\u00E9s, 10.7 дней";
    pilcrow_analysis *analysis = begin(text, sizeof text - 1, NULL);
    assert_string_equal(pilcrow_analysis_language(analysis), "en");
    assert_string_equal(next(analysis)->term, "the");
    const pilcrow_token *cafe = next(analysis);
    assert_string_equal(cafe->text, "caf\u00E9s");
    assert_string_equal(cafe->term, "cafe");
    assert_string_equal(cafe->script, "latin");
    assert_string_equal(cafe->lang, "en");
    assert_int_equal(cafe->start, 4);
    assert_int_equal(cafe->end, 10);
    assert_int_equal(cafe->position, 1);
    const pilcrow_token *whole = next(analysis);
    assert_string_equal(whole->text, "10.7");
    assert_string_equal(whole->script, "number");
    assert_string_equal(whole->lang, "");
    assert_int_equal(whole->position, 2);
    assert_int_equal(next(analysis)->position, 2);
    assert_int_equal(next(analysis)->position, 3);
    const pilcrow_token *day = next(analysis);
    assert_string_equal(day->term, "ден");
    assert_string_equal(day->script, "cyrillic");
    assert_null(next(analysis));
    assert_null(next(analysis));
    pilcrow_analysis_free(analysis);
}

/* The text need not end in NUL, and may hold any bytes. */
static void test_bounds(void **unused)
{
    (void)unused;
    const char text[] = {'a', 'b', 0, 'c', '\xFF', 'd', 'e'};
    pilcrow_analysis *analysis = begin(text, sizeof text - 1, "en");
    assert_string_equal(next(analysis)->text, "ab");
    assert_string_equal(next(analysis)->text, "c");
    assert_string_equal(next(analysis)->text, "d");
    assert_null(next(analysis));
    pilcrow_analysis_free(analysis);
    analysis = begin("", 0, "ru,de");
    assert_null(next(analysis));
    pilcrow_analysis_free(analysis);
    pilcrow_analysis_free(NULL);
}

static void test_refused(void **unused)
{
    (void)unused;
    static const char *const bad[] = {"xx", "", "en,", "en ru", "EN"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        pilcrow_analysis *analysis = (pilcrow_analysis *)1;
        pilcrow_error err = {0};
        assert_int_equal(pilcrow_analyze(&analysis, "a", 1, bad[i], &err),
                         PILCROW_INVALID);
        assert_null(analysis);
        assert_non_null(strstr(err.message, "ru, sr"));
    }
}

static void test_json(void **unused)
{
    (void)unused;
    pilcrow_analysis *analysis = begin("Haus", 4, "de");
    char *json = NULL;
    assert_int_equal(pilcrow_token_json(&json, next(analysis), NULL),
                     PILCROW_OK);
    assert_string_equal(json, "{\"token\":\"Haus\",\"start\":0,\"end\":4,"
                              "\"position\":0,\"script\":\"latin\","
                              "\"lang\":\"de\",\"term\":\"haus\"}");
    pilcrow_free(json);
    pilcrow_analysis_free(analysis);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
