/* SPDX-License-Identifier: MIT
 *
 * In: the name of a case file. Out: its lines, one call for each. */
#include "test_analysis_cases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

/* Undo the escape at `in`, which begins with a backslash. Returns its size. */
static size_t read_escape(const char *in, char *out, size_t *len)
{
    if ((in[1] == 'u' || in[1] == 'x') && in[2] == '{') {
        char *end;
        unsigned long code = strtoul(in + 3, &end, 16);
        if (*end != '}')
            fail_msg("an escape without }: %s", in);
        if (in[1] == 'u')
            *len += utf8_write(out + *len, (uint32_t)code);
        else
            out[(*len)++] = (char)code;
        return (size_t)(end - in) + 1;
    }
    out[(*len)++] = in[1] == 'n' ? '\n' : in[1];
    return 2;
}

static size_t unescape(char *out, const char *in, size_t in_len)
{
    size_t len = 0;
    for (size_t at = 0; at < in_len;)
        if (in[at] == '\\')
            at += read_escape(in + at, out, &len);
        else
            out[len++] = in[at++];
    out[len] = '\0';
    return len;
}

static void split(case_line *line, const char *text, const char *separator)
{
    const char *middle = strstr(text, separator);
    size_t left = middle != NULL ? (size_t)(middle - text) : strlen(text);
    const char *right = middle != NULL ? middle + strlen(separator) : "";
    line->left_len = unescape(line->left, text, left);
    line->right_len = unescape(line->right, right, strlen(right));
}

size_t cases_read(const char *name, const char *separator, case_fn check,
                  void *ctx)
{
    char path[CASE_BYTES_MAX], text[CASE_BYTES_MAX];
    snprintf(path, sizeof path, "%s/cases/analysis/%s", TESTS_DIR, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        fail_msg("cannot open %s", path);
    static case_line line;
    size_t count = 0;
    for (size_t number = 1; fgets(text, sizeof text, file) != NULL; number++) {
        text[strcspn(text, "\n")] = '\0';
        if (text[0] == '\0' || text[0] == '#')
            continue;
        line.number = number;
        split(&line, text, separator);
        check(ctx, &line);
        count++;
    }
    fclose(file);
    return count;
}
