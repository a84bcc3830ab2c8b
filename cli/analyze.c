/* SPDX-License-Identifier: MIT
 *
 * pilcrow analyze. In: a text. Out: its tokens, one a line; on a terminal in
 * columns, with the parts that do not fit beside a long token below it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "character.h"
#include "input.h"
#include "output.h"
#include "pilcrow.h"
#include "printer.h"
#include "verbs.h"

enum { TOKEN, BYTES, POSITION, SCRIPT, LANG, TERM, COLUMNS };

#define CELL_MAX 48
#define ROOMY 72u /* a terminal from which on tokens have a column's width */

static const char *const titles[COLUMNS] = {
    [TOKEN] = "token",   [BYTES] = "bytes", [POSITION] = "pos",
    [SCRIPT] = "script", [LANG] = "lang",   [TERM] = "term",
};

/* Where each column begins. */
static const size_t roomy[COLUMNS] = {0, 24, 36, 43, 53, 58};
static const size_t cramped[COLUMNS] = {0, 2, 12, 17, 27, 32};

/* ----------------------------------------------------------------- rows --- */

static void print_piped(const char *const *cells)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        if (i > 0)
            putchar('\t');
        output_text(stdout, cells[i], strlen(cells[i]));
    }
    putchar('\n');
}

static void print_columns(printer *p, style s, const char *const *cells)
{
    const size_t *starts = p->width >= ROOMY ? roomy : cramped;
    for (size_t i = 0; i < COLUMNS; i++) {
        wrapped cell = {.text = cells[i],
                        .len = strlen(cells[i]),
                        .indent = starts[BYTES],
                        .style = s};
        printer_column(p, starts[i]);
        printer_wrap(p, &cell);
    }
    printer_line(p);
}

static void print_row(printer *p, style s, const char *const *cells)
{
    if (p->width == 0)
        print_piped(cells);
    else
        print_columns(p, s, cells);
}

static void print_token(printer *p, const pilcrow_token *token)
{
    char bytes[CELL_MAX], position[CELL_MAX];
    snprintf(bytes, sizeof bytes, "%zu-%zu", token->start, token->end);
    snprintf(position, sizeof position, "%zu", token->position);
    const char *const cells[COLUMNS] = {
        [TOKEN] = token->text,    [BYTES] = bytes,      [POSITION] = position,
        [SCRIPT] = token->script, [LANG] = token->lang, [TERM] = token->term,
    };
    print_row(p, STYLE_PLAIN, cells);
}

static bool print_json(const pilcrow_token *token)
{
    char *json = NULL;
    pilcrow_error err = {0};
    pilcrow_status status = pilcrow_token_json(&json, token, &err);
    return output_json(status, json, &err);
}

/* ----------------------------------------------------------------- text --- */

/* The text that is meant; free its bytes. False after saying why. */
static bool read_text(input *out, const options *o)
{
    const text_list *words = &o->arguments;
    bool from_input = words->count == 0 ||
                      (words->count == 1 && strcmp(words->items[0], "-") == 0);
    if (o->file != NULL && words->count > 0) {
        output_complain("--file brings its own text; leave '%s' out",
                        words->items[0]);
        return false;
    }
    if (o->file != NULL || from_input)
        return input_read(out, o->file != NULL ? o->file : "-");
    out->bytes = text_list_join(words);
    out->len = strlen(out->bytes);
    return true;
}

/* Print all tokens; how many there are. False after saying why. */
static bool print_tokens(const options *o, pilcrow_analysis *analysis,
                         size_t *count)
{
    pilcrow_error err = {0};
    const pilcrow_token *token = NULL;
    printer p = printer_for_output(o->color);
    bool ok = true;
    while (ok && !output_failed()) {
        ok = pilcrow_analysis_next(&token, analysis, &err) == PILCROW_OK;
        if (!ok)
            output_complain("%s", err.message);
        if (!ok || token == NULL)
            break;
        if (*count == 0 && p.width > 0 && !o->json)
            print_row(&p, STYLE_DIM, titles);
        ++*count;
        if (o->json)
            ok = print_json(token);
        else
            print_token(&p, token);
    }
    return ok;
}

int analyze_run(const options *o)
{
    input text = {0};
    pilcrow_error err = {0};
    pilcrow_analysis *analysis = NULL;
    size_t count = 0;
    int status = STATUS_ERROR;
    if (!read_text(&text, o))
        return STATUS_ERROR;
    if (pilcrow_analyze(&analysis, text.bytes, text.len, o->languages, &err) !=
        PILCROW_OK)
        output_complain("%s", err.message);
    else if (print_tokens(o, analysis, &count))
        status = count > 0 ? STATUS_DONE : STATUS_NOTHING;
    if (status == STATUS_NOTHING)
        output_complain("there is no word in the text");
    pilcrow_analysis_free(analysis);
    free(text.bytes);
    return status;
}
