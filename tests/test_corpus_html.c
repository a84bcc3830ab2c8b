/* SPDX-License-Identifier: MIT
 *
 * Hostile pages: whatever they repeat, every invariant holds (test_corpus_kit).
 * What reading them takes is counted in test_growth.sh, what pages mean is in
 * cases/corpus. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "shapes.h"
#include "test_corpus_kit.h"

#define TEXT_MAX ((size_t)64 * 1024 * 1024)
#define LONG ((size_t)256 * 1024)
#define SHORT ((size_t)16 * 1024)

static void fill(buf *text, const char *unit, size_t len)
{
    buf_clear(text);
    while (text->len < len)
        buf_add_text(text, unit);
}

static void test_repeated(void **state)
{
    buf text;
    (void)state;
    buf_init(&text, TEXT_MAX);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (strcmp(shapes[i].name, "a.html") != 0)
            continue;
        fill(&text, shapes[i].unit, SHORT);
        kit_split(NULL, "page.html", CORPUS_HTML, text.data, text.len);
        fill(&text, shapes[i].unit, LONG);
        kit_split(NULL, "page.html", CORPUS_HTML, text.data, text.len);
    }
    buf_release(&text);
}

/* A tag of very many attributes, none like another, is only a tag. */
static void test_attributes(void **state)
{
    buf text, out;
    (void)state;
    buf_init(&text, TEXT_MAX);
    buf_init(&out, TEXT_MAX);
    buf_add_text(&text, "<p>One <a x=\">\" ");
    for (size_t i = 0; text.len < 4 * LONG; i++)
        buf_add_format(&text, "a%zu=%zu ", i, i);
    buf_add_text(&text, ">two</a>.");
    kit_split(&out, "page.html", CORPUS_HTML, text.data, text.len);
    assert_string_equal(buf_text(&out), "paragraph 1-1 [] One two.\n");
    buf_release(&text);
    buf_release(&out);
}

/* Places are right far into a page, behind all its attributes and entities. */
static void test_far_places(void **state)
{
    buf text, out;
    (void)state;
    buf_init(&text, TEXT_MAX);
    buf_init(&out, TEXT_MAX);
    for (size_t i = 1; i <= 70000; i++)
        buf_add_format(&text, "<p class=\"c%zu\">Line &amp; %zu\r\n", i, i);
    kit_split(&out, "page.html", CORPUS_HTML, text.data, text.len);
    assert_non_null(
        strstr(out.data, "paragraph 69999-69999 [] Line & 69999\n"));
    buf_release(&text);
    buf_release(&out);
}

/* A text is read whole whatever its length: libxml2 gives a long one in parts,
 * which may end anywhere. The unit is written often enough for several. */
static void check_long(const char *unit, const char *read_as)
{
    buf text, out, expected;
    buf_init(&text, TEXT_MAX);
    buf_init(&out, TEXT_MAX);
    buf_init(&expected, TEXT_MAX);
    for (size_t begin = 0; begin < 8; begin++) {
        buf_clear(&text);
        buf_clear(&out);
        buf_clear(&expected);
        buf_add_text(&text, "<p>");
        buf_add_text(&expected, "paragraph 1-1 [] ");
        for (size_t i = 0; i < begin; i++) {
            buf_add_byte(&text, 'x');
            buf_add_byte(&expected, 'x');
        }
        for (size_t i = 0; i < 350; i++) {
            buf_add_text(&text, unit);
            buf_add_text(&expected, read_as);
        }
        buf_add_text(&text, ".<sup>1</sup></p>");
        buf_add_text(&expected, ".\n");
        kit_split(&out, "page.html", CORPUS_HTML, text.data, text.len);
        assert_string_equal(buf_text(&out), buf_text(&expected));
    }
    buf_release(&text);
    buf_release(&out);
    buf_release(&expected);
}

/* Each piece of a paragraph that is cut ends behind an entity. */
static void test_pieces_end(void **state)
{
    buf text;
    (void)state;
    buf_init(&text, TEXT_MAX);
    for (size_t i = 0; i < 1000; i++)
        buf_add_text(&text, "&laquo;да&raquo; ");
    kit_split(NULL, "page.html", CORPUS_HTML, text.data, text.len);
    buf_release(&text);
}

static void test_long_texts(void **state)
{
    (void)state;
    check_long("aaaaaaa ", "aaaaaaa ");
    check_long("aaaaaaa", "aaaaaaa");
    check_long("мигра ", "мигра ");
    check_long("\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80");
    check_long("word\xE2\x80\x94  ", "word\xE2\x80\x94 ");
    check_long("words&amp; ", "words& ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_repeated),
        cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_far_places),
        cmocka_unit_test(test_long_texts),
        cmocka_unit_test(test_pieces_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
