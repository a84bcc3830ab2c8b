/* SPDX-License-Identifier: MIT
 *
 * The cases in tests/cases/corpus: a text and the paragraphs it gives. How to
 * add one is said at the head of cases/corpus/blocks.txt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test_corpus_cases.h"
#include "test_corpus_kit.h"

#define CASES_MAX ((size_t)4 * 1024 * 1024)

/* Any document, its format told by the name. */
static void read_document(buf *out, const char *name, const char *text,
                          size_t len)
{
    kit_split(out, name, CORPUS_AUTO, text, len);
}

static void test_cases(void **state)
{
    (void)state;
    assert_true(kit_run_cases("corpus", read_document) >= 50);
}

/* Long paragraphs fall apart at sentences, each with lines of its own. */
static void test_long_paragraph(void **state)
{
    buf text, out;
    (void)state;
    buf_init(&text, CASES_MAX);
    buf_init(&out, CASES_MAX);
    for (size_t i = 0; i < 100; i++)
        buf_add_format(&text,
                       "Sentence number %zu has ten words of text in "
                       "it.\n",
                       i);
    kit_split(&out, "long.md", CORPUS_MARKDOWN, text.data, text.len);
    const char *second = strchr(buf_text(&out), '\n');
    assert_non_null(second);
    assert_memory_equal(out.data, "paragraph 1-34 [] Sentence number 0 ", 36);
    assert_memory_equal(second + 1, "paragraph 35-68 ", 16);
    assert_non_null(strstr(out.data, "paragraph 69-100"));
    buf_release(&text);
    buf_release(&out);
}

static void test_kinds_and_formats(void **state)
{
    corpus_format format;
    (void)state;
    assert_string_equal(corpus_kind_name(CORPUS_FOOTNOTE), "footnote");
    assert_string_equal(corpus_kind_name(CORPUS_GLOSSARY), "glossary");
    assert_true(corpus_format_parse("jsonl", &format));
    assert_int_equal(format, CORPUS_JSONL);
    assert_true(corpus_format_parse("auto", &format));
    assert_int_equal(format, CORPUS_AUTO);
    assert_true(corpus_format_parse("html", &format));
    assert_int_equal(format, CORPUS_HTML);
    assert_true(corpus_format_parse("docx", &format));
    assert_int_equal(format, CORPUS_DOCX);
    assert_false(corpus_format_parse("epub", &format));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_long_paragraph),
        cmocka_unit_test(test_kinds_and_formats),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
