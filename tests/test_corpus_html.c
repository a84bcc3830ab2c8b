/* SPDX-License-Identifier: MIT
 *
 * Hostile pages: whatever they repeat, reading them ends soon and every
 * invariant holds (test_corpus_kit). What pages mean is in cases/corpus. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "test_corpus_kit.h"

#define TEXT_MAX ((size_t)64 * 1024 * 1024)
#define LONG ((size_t)256 * 1024)
#define SHORT ((size_t)16 * 1024)
#define SECONDS 10.0

static const char *const units[] = {
    "<b>",
    "<div>",
    "<p>",
    "<p>a",
    "<ul><li>",
    "<ul><li>a",
    "<dl><dt>a",
    "<dt><dd>",
    "<h1>",
    "<h1>a",
    "<pre>\n",
    "<pre>a\n",
    "<tr><td>a",
    "<table>",
    "<table><tr><td>",
    "<table><tr><td>a",
    "<table><th>a",
    "<nav>",
    "<header>a",
    "<form><h1>",
    "<a b=c ",
    "<a b=\"",
    "<a b='>",
    "<a b=\">\"",
    "<a",
    "<",
    "</",
    "</b>",
    "</p>",
    "</x></y>",
    "<b></i>",
    "<b><i></b>",
    "<p><font>a</p>",
    "<!--",
    "<!-->",
    "<!",
    "<?",
    "<![CDATA[",
    "<script>",
    "</script>",
    "<style></styl>",
    "<title>a",
    "<sup>1",
    "<sup>",
    "<sup>1</sup>",
    "a<br>",
    "&",
    "&amp;",
    "&#x41;",
    "&#0;",
    "&lt",
    "<br>",
    "<hr>a",
    "a <b>b </b>",
    "\xC2\xA0",
    "&nbsp;a",
    "<a/>",
    "<o:p>",
    "</html>a",
    "<body><head>",
    "слово <b>",
};

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
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        fill(&text, units[i], SHORT);
        kit_split(NULL, "page.html", CORPUS_HTML, text.data, text.len);
        fill(&text, units[i], LONG);
        clock_t start = clock();
        kit_split(NULL, "page.html", CORPUS_HTML, text.data, text.len);
        double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
        if (seconds > SECONDS)
            fail_msg("%s takes %.1f s", units[i], seconds);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_repeated),
        cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_far_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
