/* SPDX-License-Identifier: MIT
 *
 * The cases in tests/cases/glossary: a text and the entries found in it. How to
 * add one is said at the head of cases/glossary/forms.txt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "test_corpus_cases.h"
#include "test_corpus_kit.h"

static pilcrow_status write_entries(void *ctx, const corpus_document *d,
                                    pilcrow_error *err)
{
    buf *out = ctx;
    (void)err;
    for (size_t i = 0; i < d->paragraph_count; i++) {
        if (d->paragraphs[i].entry == NULL)
            continue;
        buf_add_format(out, "%zu ", d->paragraphs[i].line);
        kit_entry(out, d->paragraphs[i].entry);
        buf_add_text(out, "\n");
    }
    return PILCROW_OK;
}

static void pass_over(void *ctx, size_t line, const char *reason)
{
    (void)ctx;
    fail_msg("line %zu: %s", line, reason);
}

static void read_entries(buf *out, const char *name, const char *text,
                         size_t len)
{
    pilcrow_error err;
    corpus_sink sink = {write_entries, pass_over, out};
    kit_split(NULL, name, CORPUS_AUTO, text, len);
    assert_int_equal(corpus_split(name, CORPUS_AUTO, text, len, &sink, &err),
                     PILCROW_OK);
}

static void test_cases(void **state)
{
    (void)state;
    assert_true(kit_run_cases("glossary", read_entries) >= 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
