/* SPDX-License-Identifier: MIT
 *
 * In: texts, terminals of several widths. Out: lines that fit them, in which
 * nothing but blanks is lost; widths of characters as the C library has them.
 */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "cli/character.h"
#include "cli/printer.h"

/* ------------------------------------------------------------- columns --- */

static void test_columns(void **state)
{
    (void)state;
    unsigned compared = 0, other = 0;
    if (setlocale(LC_CTYPE, "C.UTF-8") == NULL)
        skip();
    for (uint32_t c = 0x20; c < 0x110000; c++) {
        int columns = wcwidth((wchar_t)c);
        if (columns < 0 || (c >= 0xD800 && c < 0xE000))
            continue;
        compared++;
        other += character_columns(c) != (size_t)columns;
    }
    setlocale(LC_CTYPE, "C");
    print_message("%u of %u characters differ\n", other, compared);
    assert_true(compared > 200000);
    /* Another version of Unicode has some more. */
    assert_true(other < compared / 500);
}

/* ------------------------------------------------------------ wrapping --- */

static char *print(const wrapped *w, size_t width)
{
    char *text = NULL;
    size_t len = 0;
    printer p = {.width = width};
    p.out = open_memstream(&text, &len);
    assert_non_null(p.out);
    printer_space(&p, w->indent);
    printer_wrap(&p, w);
    fclose(p.out);
    return text;
}

static const struct {
    size_t width;
    size_t indent;
    const char *text;
    const char *expected;
} cases[] = {
    {20, 0, "one two three four five", "one two three four\nfive"},
    {20, 2, "one two three four five", "  one two three four\n  five"},
    {8, 0, "abcdefgh ij", "abcdefgh\nij"},
    {8, 0, "abcdefghijk lm", "abcdefgh\nijk lm"},
    {0, 2, "never wrapped however long", "  never wrapped however long"},
    {8, 0, "two  blanks  wide", "two\nblanks\nwide"},
    /* Wide characters take two columns and may be parted. */
    {8, 0, "日本語日本語", "日本語日\n本語"},
    {7, 0, "日本語日本語", "日本語\n日本語"},
    {9, 0, "abc 日本語日本語", "abc 日本\n語日本語"},
    {8, 0, "日本語日。本語", "日本語\n日。本語"},
    {8, 0, "日本語日ab本語", "日本語日\nab本語"},
    {8, 0, "ab日本cdef", "ab日本\ncdef"},
    /* Marks take none and stay with their character. */
    {5, 0, "e\u0301e\u0301e\u0301e\u0301e\u0301 x",
     "e\u0301e\u0301e\u0301e\u0301e\u0301\nx"},
    {4, 0, "日\u3099本\u3099語", "日\u3099本\u3099\n語"},
    {6, 0, "и\u0306и\u0306и\u0306и\u0306и\u0306и\u0306и\u0306",
     "и\u0306и\u0306и\u0306и\u0306и\u0306и\u0306\nи\u0306"},
    /* What is shown as an escape is as wide as the escape. */
    {8, 0, "ab \x1b[2J cd", "ab\n\\x1b[2J\ncd"},
    {10, 0, "\u202e\u202e", "\\u202e\n\\u202e"},
    {9, 0, "a\nb \xff", "a\\nb \\xff"},
};

static void test_wrapping(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        wrapped w = {.text = cases[i].text,
                     .len = strlen(cases[i].text),
                     .indent = cases[i].indent};
        char *text = print(&w, cases[i].width);
        assert_string_equal(text, cases[i].expected);
        free(text);
    }
}

static void test_kept_lines_and_words(void **state)
{
    (void)state;
    wrapped lines = {
        .text = "a b\nlonger c\n", .len = 13, .keep_lines = true, .indent = 1};
    char *text = print(&lines, 7);
    assert_string_equal(text, " a b\n longer\n c\n ");
    free(text);
    wrapped words = {.text = "see /a/long/path here",
                     .len = 21,
                     .indent = 2,
                     .keep_words = true};
    text = print(&words, 8);
    assert_string_equal(text, "  see\n  /a/long/path\n  here");
    free(text);
}

/* Any text at any width: lines fit, and only blanks and line ends change. */
static void test_any_text(void **state)
{
    static const char *const pieces[] = {"a",      "word", " ", "  ",
                                         "日",     "。",   "é", "e\u0301",
                                         "\u202e", "\x1b", "😀", "ё"};
    (void)state;
    unsigned random = 1;
    for (int round = 0; round < 3000; round++) {
        char text[256] = "";
        for (int i = 0; i < 30; i++) {
            random = random * 1103515245u + 12345u;
            strcat(text, pieces[(random >> 16) % 12]);
        }
        size_t width = 12 + (random >> 8) % 30;
        wrapped w = {.text = text, .len = strlen(text), .indent = 2};
        char *lines = print(&w, width), *whole = print(&w, 0);
        size_t column = 0, used;
        for (size_t i = 0, len = strlen(lines); i < len; i += used) {
            uint32_t c = character_decode(lines + i, len - i, &used);
            column = c == '\n' ? 0 : column + character_columns(c);
            assert_true(column <= width);
        }
        char *from = lines, *with = whole;
        for (;; from++, with++) {
            from += strspn(from, " \n");
            with += strspn(with, " \n");
            assert_int_equal(*from, *with);
            if (*from == '\0')
                break;
        }
        free(lines);
        free(whole);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_wrapping),
        cmocka_unit_test(test_kept_lines_and_words),
        cmocka_unit_test(test_any_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
