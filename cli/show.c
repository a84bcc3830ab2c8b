/* SPDX-License-Identifier: MIT
 *
 * pilcrow show. In: a paragraph's id. Out: its place and text, between its
 * neighbours if they were asked for. The neighbours are set in and dimmed. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "locate.h"
#include "output.h"
#include "place.h"
#include "printer.h"
#include "verbs.h"

#define INDENT 4u

static void print_lines(printer *p, const pilcrow_paragraph *paragraph)
{
    char lines[64];
    snprintf(lines, sizeof lines,
             paragraph->line == paragraph->end_line ? "%zu" : "%zu-%zu",
             paragraph->line, paragraph->end_line);
    printer_place(p, paragraph->path, paragraph->line, lines);
    printer_put(p, STYLE_PLAIN, ":");
}

/* Page, kind, language, id. */
static void print_facts(printer *p, const pilcrow_paragraph *paragraph)
{
    char page[40] = "";
    if (paragraph->page > 0)
        snprintf(page, sizeof page, "page %zu, ", paragraph->page);
    printer_put(p, STYLE_DIM, page);
    printer_put(p, STYLE_DIM, paragraph->kind);
    printer_put(p, STYLE_DIM, ", ");
    printer_put(p, STYLE_DIM, paragraph->lang);
    printer_put(p, STYLE_DIM, ", ");
    printer_put(p, STYLE_DIM, paragraph->id);
    printer_line(p);
}

static void print_body(printer *p, const pilcrow_paragraph *paragraph,
                       bool is_focus)
{
    wrapped text = {.text = paragraph->text,
                    .len = paragraph->text_len,
                    .indent = is_focus ? 0 : INDENT,
                    .keep_lines = true,
                    .style = is_focus ? STYLE_PLAIN : STYLE_DIM};
    printer_space(p, text.indent);
    printer_wrap(p, &text);
    printer_line(p);
}

static void print_neighbour(printer *p, const pilcrow_paragraph *paragraph)
{
    char line[48];
    snprintf(line, sizeof line, "line %zu, ", paragraph->line);
    printer_space(p, INDENT);
    printer_put(p, STYLE_DIM, line);
    printer_put(p, STYLE_DIM, paragraph->id);
    printer_line(p);
    print_body(p, paragraph, false);
}

static void print_focus(printer *p, const pilcrow_paragraph *paragraph)
{
    print_lines(p, paragraph);
    place_print_headings(p, paragraph, INDENT, SIZE_MAX);
    printer_line(p);
    print_facts(p, paragraph);
    print_body(p, paragraph, true);
}

static void print_view(const pilcrow_view *view, const options *o)
{
    printer p = printer_for_output(o->color);
    for (size_t i = 0; i < pilcrow_view_count(view); i++) {
        if (i > 0)
            printer_line(&p);
        if (i == pilcrow_view_focus(view))
            print_focus(&p, pilcrow_view_get(view, i));
        else
            print_neighbour(&p, pilcrow_view_get(view, i));
    }
}

static bool print_json(const pilcrow_view *view)
{
    char *json = NULL;
    pilcrow_error err = {0};
    pilcrow_status status = pilcrow_view_json(&json, view, &err);
    return output_json(status, json, &err);
}

static int show(const options *o, pilcrow_index *index)
{
    pilcrow_view *view = NULL;
    pilcrow_error err = {0};
    const char *id = o->arguments.items[0];
    pilcrow_status status = pilcrow_show(&view, index, id, o->context, &err);
    int exit_status = STATUS_DONE;
    if (status != PILCROW_OK) {
        output_complain("%s", err.message);
        return status == PILCROW_NOT_FOUND ? STATUS_NOTHING : STATUS_ERROR;
    }
    if (o->json)
        exit_status = print_json(view) ? STATUS_DONE : STATUS_ERROR;
    else
        print_view(view, o);
    pilcrow_view_free(view);
    return exit_status;
}

int show_run(const options *o)
{
    pilcrow_index *index = locate_and_open(o);
    int status = index != NULL ? show(o, index) : STATUS_ERROR;
    pilcrow_close(index);
    return status;
}
