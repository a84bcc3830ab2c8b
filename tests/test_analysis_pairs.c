/* SPDX-License-Identifier: MIT
 *
 * How well word forms meet: pairs that must come to one term (same.txt) and
 * pairs that must not (differ.txt). A pair marked with ! at the start of its
 * line is known to fail, and is to lose its mark when it does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/analysis.h"
#include "test_analysis_cases.h"

typedef struct score {
    const char *name;
    analyser *a;
    bool same; /* what is wanted */
    size_t right, known, surprises;
} score;

/* The first term of a text. */
static size_t term_of(analyser *a, const char *text, size_t len, char *out)
{
    analysis_token t;
    analyser_start(a, text, len, NULL);
    assert_true(analyser_next(a, &t));
    memcpy(out, t.term, t.term_len);
    return t.term_len;
}

static void check_pair(void *ctx, const case_line *line)
{
    score *s = ctx;
    bool known = line->left[0] == '!';
    char one[ANALYSIS_TERM_MAX], two[ANALYSIS_TERM_MAX];
    size_t one_len = term_of(s->a, line->left, line->left_len, one);
    size_t two_len = term_of(s->a, line->right, line->right_len, two);
    bool same = one_len == two_len && memcmp(one, two, one_len) == 0;
    s->right += same == s->same;
    s->known += known;
    if ((same == s->same) == known) {
        fprintf(stderr, "%s:%zu: %s | %s: %.*s, %.*s%s\n", s->name,
                line->number, line->left, line->right, (int)one_len, one,
                (int)two_len, two, known ? " (take the mark away)" : "");
        s->surprises++;
    }
}

static void check_score(const char *name, bool same, size_t least)
{
    score s = {.name = name, .same = same};
    assert_int_equal(analyser_new(&s.a, "en,ru", NULL), PILCROW_OK);
    size_t count = cases_read(name, " ", check_pair, &s);
    printf("%s: %zu of %zu pairs right, %zu known failures\n", name, s.right,
           count, s.known);
    analyser_free(s.a);
    assert_true(count >= least);
    assert_int_equal(s.surprises, 0);
}

static void test_same(void **unused)
{
    (void)unused;
    check_score("same.txt", true, 200);
}

static void test_differ(void **unused)
{
    (void)unused;
    check_score("differ.txt", false, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same),
        cmocka_unit_test(test_differ),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
