/* SPDX-License-Identifier: MIT
 *
 * Analysis, case by case: the files in cases/analysis, and what does not fit in
 * a line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/analysis.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "test_analysis_cases.h"

/* ------------------------------------------------------- tokens by file --- */

/* A case file in progress. A line "@languages en,ru" makes a new analyser, and
 * "@lang de" sets the language the cases after it start with. */
typedef struct token_file {
    const char *name;
    analyser *a;
    char lang[16];
    size_t wrong;
} token_file;

static void set_languages(token_file *file, const char *languages)
{
    pilcrow_error err;
    analyser_free(file->a);
    if (analyser_new(&file->a, languages, &err) != PILCROW_OK)
        fail_msg("%s: %s", file->name, err.message);
    file->lang[0] = '\0';
}

static bool is_directive(token_file *file, const char *line)
{
    if (strncmp(line, "@languages ", 11) == 0)
        set_languages(file, line + 11);
    else if (strncmp(line, "@lang ", 6) == 0)
        snprintf(file->lang, sizeof file->lang, "%s", line + 6);
    else
        return false;
    return true;
}

/* The tokens of a text as a case file writes them. */
static void render(buf *out, token_file *file, const char *text, size_t len)
{
    analysis_token t;
    analyser_start(file->a, text, len, file->lang[0] ? file->lang : NULL);
    while (analyser_next(file->a, &t)) {
        buf_add_text(out, out->len > 0 ? " " : "");
        buf_add(out, text + t.start, t.end - t.start);
        buf_add_format(out, "@%zu-%zu/%u:", t.start, t.end, t.position);
        buf_add(out, t.term, t.term_len);
    }
}

static void check_tokens(void *ctx, const case_line *line)
{
    token_file *file = ctx;
    if (is_directive(file, line->left))
        return;
    buf got;
    buf_init(&got, CASE_BYTES_MAX);
    render(&got, file, line->left, line->left_len);
    if (got.len != line->right_len ||
        memcmp(buf_text(&got), line->right, got.len) != 0) {
        fprintf(stderr, "%s:%zu: %s\n  is     %s\n  not    %s\n", file->name,
                line->number, line->left, buf_text(&got), line->right);
        file->wrong++;
    }
    buf_release(&got);
}

static void check_fold(void *ctx, const case_line *line)
{
    token_file *file = ctx;
    if (is_directive(file, line->left))
        return;
    buf got;
    buf_init(&got, CASE_BYTES_MAX);
    assert_true(analyser_fold(file->a, &got, line->left, line->left_len));
    if (got.len != line->right_len ||
        memcmp(buf_text(&got), line->right, got.len) != 0) {
        fprintf(stderr, "%s:%zu: %s\n  is     %s\n  not    %s\n", file->name,
                line->number, line->left, buf_text(&got), line->right);
        file->wrong++;
    }
    buf_release(&got);
}

static void check_file_by(const char *name, const char *separator,
                          case_fn check)
{
    token_file file = {.name = name};
    set_languages(&file, "en,ru");
    size_t count = cases_read(name, separator, check, &file);
    analyser_free(file.a);
    assert_true(count > 0);
    if (file.wrong > 0)
        fail_msg("%s: %zu cases are wrong", name, file.wrong);
}

/* Folding is not stemming, and leaves the analyser fit for the next text. */
static void test_fold(void **unused)
{
    (void)unused;
    check_file_by("fold.txt", " => ", check_fold);
}

static void check_file(const char *name)
{
    check_file_by(name, " => ", check_tokens);
}

static void test_words(void **unused)
{
    (void)unused;
    check_file("words.txt");
}

static void test_characters(void **unused)
{
    (void)unused;
    check_file("characters.txt");
}

static void test_symbols(void **unused)
{
    (void)unused;
    check_file("symbols.txt");
}

static void test_scripts(void **unused)
{
    (void)unused;
    check_file("scripts.txt");
}

static void test_languages(void **unused)
{
    (void)unused;
    check_file("languages.txt");
}

/* ------------------------------------------------------------- the vote --- */

/* "en,fr: text => fr" */
static void check_vote(void *ctx, const case_line *line)
{
    size_t *wrong = ctx;
    char languages[64];
    size_t size = strcspn(line->left, ":");
    snprintf(languages, sizeof languages, "%.*s", (int)size, line->left);
    const char *text = line->left + size + 1;
    analyser *a;
    assert_int_equal(analyser_new(&a, languages, NULL), PILCROW_OK);
    const char *got = analyser_language(a, text, line->left_len - size - 1);
    if (strcmp(got, line->right) != 0) {
        fprintf(stderr, "vote.txt:%zu: is %s not %s\n", line->number, got,
                line->right);
        (*wrong)++;
    }
    analyser_free(a);
}

static void test_vote(void **unused)
{
    (void)unused;
    size_t wrong = 0;
    assert_true(cases_read("vote.txt", " => ", check_vote, &wrong) > 0);
    assert_int_equal(wrong, 0);
}

/* ---------------------------------------------------------- the object --- */

static void test_unknown_language(void **unused)
{
    (void)unused;
    static const char *const bad[] = {"xx",      "",       "en,",
                                      "english", "en, ru", "en,zz"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        analyser *a;
        pilcrow_error err;
        assert_int_equal(analyser_new(&a, bad[i], &err), PILCROW_INVALID);
        assert_null(a);
        assert_non_null(strstr(err.message, "en, es"));
    }
    analyser_free(NULL);
}

static void test_signature(void **unused)
{
    (void)unused;
    static const char *const cases[][2] = {
        {"en,ru", "en,ru"}, {"ru", "ru"}, {"de,en,de", "de,en"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char wanted[64];
        snprintf(wanted, sizeof wanted, "%d %s", ANALYSIS_VERSION, cases[i][1]);
        analyser *a;
        assert_int_equal(analyser_new(&a, cases[i][0], NULL), PILCROW_OK);
        assert_string_equal(analyser_signature(a), wanted);
        analyser_free(a);
    }
}

static void test_from_signature(void **unused)
{
    (void)unused;
    static const char *const bad[] = {"",      "1",    "0 en",    "1 zz",
                                      "1 en,", "x en", "1 en,en", "999 en,ru"};
    analyser *a, *again;
    assert_int_equal(analyser_new(&a, "de,ru", NULL), PILCROW_OK);
    assert_int_equal(
        analyser_from_signature(&again, analyser_signature(a), NULL),
        PILCROW_OK);
    assert_string_equal(analyser_signature(again), analyser_signature(a));
    analyser_free(a);
    analyser_free(again);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_int_equal(analyser_from_signature(&a, bad[i], NULL),
                         PILCROW_VERSION);
        assert_null(a);
    }
}

/* Each language that the message names can be had. */
static void test_all_languages(void **unused)
{
    (void)unused;
    analyser *a;
    pilcrow_error err;
    assert_int_equal(analyser_new(&a, "xx", &err), PILCROW_INVALID);
    const char *code = strrchr(err.message, ':') + 2;
    size_t count = 0;
    for (;; code += 4, count++) {
        char one[3] = {code[0], code[1], '\0'};
        assert_int_equal(analyser_new(&a, one, NULL), PILCROW_OK);
        analyser_free(a);
        if (code[2] != ',')
            break;
    }
    assert_true(count >= 15);
}

/* ---------------------------------------------------------- long words --- */

/* The only term of a word of `count` times `letter`, then `last`. */
static size_t long_term(analyser *a, const char *letter, size_t count,
                        const char *last, char *out)
{
    buf word;
    buf_init(&word, (size_t)1 << 20);
    for (size_t i = 0; i < count; i++)
        buf_add_text(&word, letter);
    buf_add_text(&word, last);
    analysis_token t, more;
    analyser_start(a, word.data, word.len, NULL);
    assert_true(analyser_next(a, &t));
    assert_int_equal(t.end, word.len);
    assert_true(t.term_len <= ANALYSIS_TERM_MAX);
    assert_true(utf8_valid(t.term, t.term_len));
    memcpy(out, t.term, t.term_len);
    size_t len = t.term_len;
    assert_false(analyser_next(a, &more));
    buf_release(&word);
    return len;
}

static void test_long_words(void **unused)
{
    (void)unused;
    static const char *const letters[] = {"x", "ж", "7", "ђ", "α"};
    analyser *a;
    assert_int_equal(analyser_new(&a, "en,ru", NULL), PILCROW_OK);
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        char one[ANALYSIS_TERM_MAX], two[ANALYSIS_TERM_MAX];
        size_t size = long_term(a, letters[i], 100000, letters[i], one);
        size_t other = long_term(a, letters[i], 100001, letters[i], two);
        assert_true(size > ANALYSIS_TERM_MAX - 4);
        assert_true(size != other || memcmp(one, two, size) != 0);
        assert_int_equal(long_term(a, letters[i], 100000, letters[i], two),
                         size);
        assert_memory_equal(one, two, size);
    }
    analyser_free(a);
}

/* Shapes that a careless rule would take quadratic time over. */
static void test_long_texts(void **unused)
{
    (void)unused;
    static const char *const shapes[] = {
        "a-",           "1,",     "1.",    "1\u00A0", "aб",     "a'",
        "a\u0301",      "\u0301", "中",    "a1-",     "\u200B", ".net",
        "ж'",           "A.",     "1-го-", "'",       "\xFF",   "ก\u0E31",
        "\u0323\u0301", "000,",   "a+",    "ab/",     "中a",    "1.000.",
    };
    analyser *a;
    assert_int_equal(analyser_new(&a, "en,ru", NULL), PILCROW_OK);
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        buf text;
        buf_init(&text, (size_t)1 << 22);
        buf_add_text(&text, "a");
        while (text.len < 400000)
            buf_add_text(&text, shapes[i]);
        analysis_token t;
        analyser_start(a, text.data, text.len, NULL);
        while (analyser_next(a, &t))
            assert_true(t.end <= text.len);
        assert_false(analyser_failed(a));
        buf_release(&text);
    }
    analyser_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_characters),
        cmocka_unit_test(test_symbols),
        cmocka_unit_test(test_scripts),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_vote),
        cmocka_unit_test(test_unknown_language),
        cmocka_unit_test(test_signature),
        cmocka_unit_test(test_from_signature),
        cmocka_unit_test(test_all_languages),
        cmocka_unit_test(test_long_words),
        cmocka_unit_test(test_long_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
