/* SPDX-License-Identifier: MIT
 *
 * In: files of cases. Out: each case run, and what came of it compared. */
#include "test_corpus_cases.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CASES_MAX ((size_t)4 * 1024 * 1024)

/* A case while its file is read. */
typedef struct test_case {
    char title[200];
    char name[100]; /* of the document */
    bool escaped;
    bool parted; /* "--" was read: without it nothing would be compared */
    buf input;
    buf expected;
} test_case;

/* All cases of a folder. */
typedef struct case_run {
    kit_reader read;
    size_t count, failed;
} case_run;

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
    c->parted = false;
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

static void run_case(test_case *c, case_run *run)
{
    buf actual;
    if (c->title[0] == '\0')
        return;
    buf_init(&actual, CASES_MAX);
    if (c->escaped)
        unescape(&c->input);
    run->read(&actual, c->name, buf_text(&c->input), c->input.len);
    if (!c->parted) {
        print_error("%s: has no line --\n", c->title);
        run->failed++;
    } else if (strcmp(buf_text(&actual), buf_text(&c->expected)) != 0) {
        print_error("%s\n--- expected\n%s--- actual\n%s", c->title,
                    buf_text(&c->expected), buf_text(&actual));
        run->failed++;
    }
    buf_release(&actual);
    run->count++;
}

static void run_file(const char *path, case_run *run)
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
            run_case(&c, run);
            line[strcspn(line, "\n")] = '\0';
            begin_case(&c, line + 3);
            part = &c.input;
        } else if (strcmp(line, "--\n") == 0) {
            part = &c.expected;
            c.parted = true;
        } else if (part == &c.input || (part != NULL && line[0] != '\n')) {
            buf_add_text(part, line);
        }
    }
    run_case(&c, run);
    free(line);
    fclose(file);
    case_release(&c);
}

static int is_cases(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len > 4 && strcmp(entry->d_name + len - 4, ".txt") == 0;
}

size_t kit_run_cases(const char *folder, kit_reader read)
{
    struct dirent **names;
    char dir[2048], path[4096];
    case_run run = {.read = read};
    snprintf(dir, sizeof dir, TESTS_DIR "/cases/%s", folder);
    int files = scandir(dir, &names, is_cases, alphasort);
    assert_true(files > 0);
    for (int i = 0; i < files; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, names[i]->d_name);
        run_file(path, &run);
        free(names[i]);
    }
    free(names);
    if (run.failed > 0)
        fail_msg("%zu of %zu cases failed", run.failed, run.count);
    return run.count;
}
