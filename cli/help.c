/* SPDX-License-Identifier: MIT
 *
 * In: the tables of verbs and options. Out: help on standard output, as wide as
 * the terminal but for 80 columns at most. Nothing here names a verb or option
 * of its own, so help cannot fall behind. */
#include "help.h"

#include <string.h>

#include "complete.h"
#include "options.h"
#include "output.h"
#include "pages.h"
#include "pilcrow.h"
#include "printer.h"
#include "terminal.h"

#define WIDEST 80u
#define INDENT 2u
#define NAME_COLUMNS 24u /* where the texts beside names begin */
#define ROOMY 60u        /* narrower terminals have no room beside names */

static printer printer_for_help(const char *color)
{
    printer p = printer_for_output(color);
    if (p.width == 0) /* a pager shows it in the terminal that errors go to */
        p.width = terminal_width(stderr);
    if (p.width == 0 || p.width > WIDEST)
        p.width = WIDEST;
    return p;
}

static void put(printer *p, const char *text, size_t indent)
{
    printer_wrap(
        p, &(wrapped){.text = text, .len = strlen(text), .indent = indent});
}

static void print_line(printer *p, size_t indent, const char *text)
{
    printer_space(p, indent);
    put(p, text, indent);
    printer_line(p);
}

static void print_title(printer *p, const char *title)
{
    printer_line(p);
    printer_put(p, STYLE_STRONG, title);
    printer_line(p);
}

/* A name, and its text beside it from a column on, or below it where there is
 * no room. */
static void print_row(printer *p, const char *name, const char *text,
                      size_t column)
{
    bool roomy = p->width == 0 || p->width >= ROOMY;
    size_t indent = roomy ? column : 3 * INDENT;
    printer_space(p, INDENT);
    put(p, name, 2 * INDENT);
    if (!roomy || p->column + 1 > indent) {
        printer_line(p);
        printer_space(p, indent);
    } else {
        printer_space(p, indent - p->column);
    }
    put(p, text, indent);
    printer_line(p);
}

/* Where the texts beside the verbs' names begin. */
static size_t verb_column(void)
{
    size_t longest = 0;
    for (const verb *v = verb_table; v->name != NULL; v++)
        longest = strlen(v->name) > longest ? strlen(v->name) : longest;
    return longest + 2 * INDENT;
}

static void print_verbs(printer *p)
{
    for (const verb *v = verb_table; v->name != NULL; v++)
        print_row(p, v->name, v->summary, verb_column());
}

void help_print_usage(void)
{
    printer p = printer_for_errors();
    print_line(&p, 0, "usage: pilcrow VERB [OPTION...] [ARGUMENT...]");
    printer_line(&p);
    print_verbs(&p);
    printer_line(&p);
    print_line(&p, 0,
               "'pilcrow help' says more, 'pilcrow help VERB' all "
               "about one.");
}

static void print_examples(printer *p, const verb *v)
{
    for (size_t i = 0; v->examples[i] != NULL; i++)
        print_line(p, INDENT, v->examples[i]);
}

static void print_facts(printer *p)
{
    const char *section = "";
    for (const page_fact *fact = page_facts; fact->section != NULL; fact++) {
        if (strcmp(section, fact->section) != 0)
            print_title(p, fact->section);
        section = fact->section;
        print_row(p, fact->name, fact->text, NAME_COLUMNS);
    }
    for (size_t i = 0; page_closing[i] != NULL; i++) {
        printer_line(p);
        print_line(p, 0, page_closing[i]);
    }
}

void help_print_all(const char *color)
{
    printer p = printer_for_help(color);
    printer_put(&p, STYLE_PLAIN, "pilcrow ");
    printer_put(&p, STYLE_PLAIN, pilcrow_version());
    put(&p, ": full-text search whose unit is the paragraph", 0);
    printer_line(&p);
    printer_line(&p);
    print_line(&p, 0, "usage: pilcrow VERB [OPTION...] [ARGUMENT...]");
    print_line(&p, 7, "pilcrow help VERB, or pilcrow VERB --help");
    print_line(&p, 7, "pilcrow --version");
    print_title(&p, "verbs");
    print_verbs(&p);
    print_title(&p, "examples");
    for (const verb *v = verb_table; v->name != NULL; v++)
        print_examples(&p, v);
    print_facts(&p);
}

static void print_about(printer *p, const char *about)
{
    page_piece piece;
    bool in_table = false;
    while (page_next(&piece, &about)) {
        if (!in_table || piece.name[0] == '\0')
            printer_line(p);
        in_table = piece.name[0] != '\0';
        if (in_table)
            print_row(p, piece.name, piece.text, NAME_COLUMNS);
        else
            print_line(p, 0, piece.text);
    }
}

void help_print_verb(const char *color, const verb *v)
{
    printer p = printer_for_help(color);
    printer_put(&p, STYLE_PLAIN, "pilcrow ");
    printer_put(&p, STYLE_PLAIN, v->name);
    put(&p, ": ", 0);
    put(&p, v->summary, INDENT);
    printer_line(&p);
    printer_line(&p);
    put(&p, "usage: pilcrow ", 0);
    put(&p, v->name, 0);
    put(&p, " [OPTION...] ", 7);
    put(&p, v->arguments, 7);
    printer_line(&p);
    if (v->about != NULL)
        print_about(&p, v->about);
    print_title(&p, "options");
    for (const option *row = option_table; row->help != NULL; row++) {
        char name[PAGE_OPTION_MAX];
        page_option_name(name, row);
        if (option_is_of(row, v))
            print_row(&p, name, row->help, NAME_COLUMNS);
    }
    print_title(&p, "examples");
    print_examples(&p, v);
}

/* What --generate asks for. */
static int generate(const char *what, const verb *v)
{
    if (strcmp(what, "man") == 0) {
        page_print_man(v);
    } else if (v != NULL) {
        output_complain("completions are for all verbs; leave '%s' out",
                        v->name);
        return STATUS_ERROR;
    } else {
        complete_print(what);
    }
    return STATUS_DONE;
}

int help_run(const options *o)
{
    const verb *v = NULL;
    if (o->arguments.count > 0) {
        v = verb_find(o->arguments.items[0]);
        if (v == NULL) {
            verb_complain(o->arguments.items[0]);
            return STATUS_ERROR;
        }
    }
    if (o->generate != NULL)
        return generate(o->generate, v);
    if (v != NULL)
        help_print_verb(o->color, v);
    else
        help_print_all(o->color);
    return STATUS_DONE;
}
