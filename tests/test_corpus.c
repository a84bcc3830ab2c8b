/* SPDX-License-Identifier: MIT
 *
 * The cases in tests/cases/corpus: a text and the paragraphs it gives. How to
 * add one is said at the head of cases/corpus/blocks.txt. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "test_corpus_kit.h"

#define CASES_MAX ((size_t)4 * 1024 * 1024)

/* A case while its file is read. */
typedef struct test_case {
    char title[200];
    char name[100]; /* of the document */
    bool escaped;
    buf input;
    buf expected;
} test_case;

static void case_init(test_case *c)
{
    memset(c, 0, sizeof *c);
    buf_init(&c->input, CASES_MAX);
    buf_init(&c->expected, CASES_MAX);
}

static void case_release(test_case *c)
{
    buf_release(&c->input);
    buf_release(&c->expected);
}

/* "== title | name.md" */
static void begin_case(test_case *c, const char *line)
{
    buf_clear(&c->input);
    buf_clear(&c->expected);
    const char *bar = strstr(line, " | ");
    int len = bar == NULL ? (int)strlen(line) : (int)(bar - line);
    snprintf(c->title, sizeof c->title, "%.*s", len, line);
    snprintf(c->name, sizeof c->name, "%s", bar == NULL ? "case.md" : bar + 3);
    c->escaped = strstr(line, "(escaped)") != NULL;
}

/* \f \r \t \\ and \xNN in the input of an escaped case. */
static void unescape(buf *text)
{
    static const char names[] = "frt\\", values[] = "\f\r\t\\";
    size_t to = 0;
    for (size_t at = 0; at < text->len; at++) {
        char byte = text->data[at];
        const char *known = NULL;
        if (byte == '\\' && at + 1 < text->len)
            known = strchr(names, text->data[at + 1]);
        if (known != NULL && *known != '\0') {
            byte = values[known - names];
            at++;
        } else if (byte == '\\' && at + 3 < text->len &&
                   text->data[at + 1] == 'x') {
            char digits[3] = {text->data[at + 2], text->data[at + 3], '\0'};
            byte = (char)strtol(digits, NULL, 16);
            at += 3;
        }
        text->data[to++] = byte;
    }
    buf_truncate(text, to);
}

static void run_case(test_case *c, size_t *count)
{
    buf actual;
    if (c->title[0] == '\0')
        return;
    buf_init(&actual, CASES_MAX);
    if (c->escaped)
        unescape(&c->input);
    kit_split(&actual, c->name, CORPUS_AUTO, buf_text(&c->input), c->input.len);
    if (strcmp(buf_text(&actual), buf_text(&c->expected)) != 0)
        fail_msg("%s\n--- expected\n%s--- actual\n%s", c->title,
                 buf_text(&c->expected), buf_text(&actual));
    buf_release(&actual);
    (*count)++;
}

static void run_file(const char *path, size_t *count)
{
    char *line = NULL;
    size_t room = 0;
    test_case c;
    buf *part = NULL;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    case_init(&c);
    while (getline(&line, &room, file) >= 0) {
        if (strncmp(line, "== ", 3) == 0) {
            run_case(&c, count);
            line[strcspn(line, "\n")] = '\0';
            begin_case(&c, line + 3);
            part = &c.input;
        } else if (strcmp(line, "--\n") == 0) {
            part = &c.expected;
        } else if (part == &c.input || (part != NULL && line[0] != '\n')) {
            buf_add_text(part, line);
        }
    }
    run_case(&c, count);
    free(line);
    fclose(file);
    case_release(&c);
}

static int is_cases(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len > 4 && strcmp(entry->d_name + len - 4, ".txt") == 0;
}

static void test_cases(void **state)
{
    struct dirent **names;
    size_t count = 0;
    char path[4096];
    (void)state;
    int files = scandir(TESTS_DIR "/cases/corpus", &names, is_cases, alphasort);
    assert_true(files > 0);
    for (int i = 0; i < files; i++) {
        snprintf(path, sizeof path, TESTS_DIR "/cases/corpus/%s",
                 names[i]->d_name);
        run_file(path, &count);
        free(names[i]);
    }
    free(names);
    assert_true(count >= 50);
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
