/* SPDX-License-Identifier: MIT
 *
 * pilcrow glossary. In: an index. Out: its glossary entries as a list or a
 * file for other programs, what is odd about them, or an index that holds one
 * glossary more. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "locate.h"
#include "output.h"
#include "printer.h"
#include "verbs.h"

/* One of the words that may stand behind "glossary". */
typedef struct action {
    const char *name;
    int (*run)(const options *o, const text_list *rest);
} action;

/* What entries there are, or what is odd about them. */
typedef pilcrow_status (*asking)(pilcrow_glossary **out, pilcrow_index *index,
                                 const char *term, pilcrow_error *err);

/* Ask for the entries that the rest of the arguments name; NULL after saying
 * why there is no answer. */
static pilcrow_glossary *ask(const options *o, const text_list *rest,
                             asking question)
{
    pilcrow_error err = {0};
    pilcrow_glossary *glossary = NULL;
    pilcrow_index *index = locate_and_open(o);
    if (index == NULL)
        return NULL;
    char *term = text_list_join(rest);
    if (question(&glossary, index, term, &err) != PILCROW_OK)
        output_complain("%s", err.message);
    free(term);
    pilcrow_close(index);
    return glossary;
}

/* Nothing was found: say which of two things that means. */
static int found_nothing(const text_list *rest)
{
    char *term = text_list_join(rest);
    if (rest->count > 0)
        output_complain("no glossary entry has '%s' on one of its sides", term);
    else
        output_complain("the index holds no glossary entry");
    free(term);
    return STATUS_NOTHING;
}

/* ----------------------------------------------------------------- list --- */

static void put_place(char *room, size_t size, const pilcrow_entry *e)
{
    snprintf(room, size, ":%zu", e->line);
}

static void print_piped(const pilcrow_entry *e)
{
    char line[32];
    put_place(line, sizeof line, e);
    output_text(stdout, e->term, strlen(e->term));
    putchar('\t');
    output_text(stdout, e->translation, strlen(e->translation));
    putchar('\t');
    output_text(stdout, e->path, strlen(e->path));
    printf("%s\n", line);
}

static void print_cell(printer *p, size_t column, style s, const char *text)
{
    wrapped cell = {
        .text = text, .len = strlen(text), .indent = column + 2, .style = s};
    printer_column(p, column);
    printer_wrap(p, &cell);
}

/* Three columns of one width. */
static void print_row(printer *p, style s, const char *term,
                      const char *translation, const char *source)
{
    size_t width = p->width / 3;
    print_cell(p, 0, s, term);
    print_cell(p, width, s, translation);
    print_cell(p, 2 * width, s == STYLE_PLAIN ? STYLE_DIM : s, source);
    printer_line(p);
}

static void print_columns(printer *p, const pilcrow_entry *e)
{
    char line[32];
    put_place(line, sizeof line, e);
    size_t size = strlen(e->path) + sizeof line;
    char *source = malloc(size);
    if (source == NULL)
        output_no_memory();
    snprintf(source, size, "%s%s", e->path, line);
    print_row(p, STYLE_PLAIN, e->term, e->translation, source);
    free(source);
}

static bool print_entry_json(const pilcrow_entry *e)
{
    char *json = NULL;
    pilcrow_error err = {0};
    pilcrow_status status = pilcrow_entry_json(&json, e, &err);
    return output_json(status, json, &err);
}

static bool print_entries(const options *o, const pilcrow_glossary *glossary)
{
    printer p = printer_for_output(o->color);
    const pilcrow_entry *e;
    bool ok = true;
    if (p.width > 0 && !o->json && pilcrow_glossary_count(glossary) > 0)
        print_row(&p, STYLE_STRONG, "term", "translation", "source");
    for (size_t i = 0; ok && !output_failed(); i++) {
        if ((e = pilcrow_glossary_get(glossary, i)) == NULL)
            break;
        if (o->json)
            ok = print_entry_json(e);
        else if (p.width > 0)
            print_columns(&p, e);
        else
            print_piped(e);
    }
    return ok;
}

static int list_run(const options *o, const text_list *rest)
{
    pilcrow_glossary *glossary = ask(o, rest, pilcrow_glossary_list);
    int status = STATUS_ERROR;
    if (glossary != NULL && print_entries(o, glossary))
        status = pilcrow_glossary_count(glossary) > 0 ? STATUS_DONE
                                                      : found_nothing(rest);
    pilcrow_glossary_free(glossary);
    return status;
}

/* ----------------------------------------------------------------- lint --- */

static void print_finding(const pilcrow_finding *f)
{
    output_text(stdout, f->entry->path, strlen(f->entry->path));
    printf(":%zu: %s: ", f->entry->line, f->kind);
    output_text(stdout, f->reason, strlen(f->reason));
    putchar('\n');
}

static bool print_finding_json(const pilcrow_finding *f)
{
    char *json = NULL;
    pilcrow_error err = {0};
    pilcrow_status status = pilcrow_finding_json(&json, f, &err);
    return output_json(status, json, &err);
}

static int lint_run(const options *o, const text_list *rest)
{
    pilcrow_glossary *glossary = ask(o, rest, pilcrow_glossary_lint);
    const pilcrow_finding *f;
    bool ok = glossary != NULL;
    size_t count = 0;
    for (; ok && (f = pilcrow_glossary_finding(glossary, count)) != NULL;
         count++) {
        if (o->json)
            ok = print_finding_json(f);
        else
            print_finding(f);
    }
    if (ok && pilcrow_glossary_count(glossary) == 0 && rest->count > 0)
        found_nothing(rest);
    pilcrow_glossary_free(glossary);
    return !ok ? STATUS_ERROR : count > 0 ? STATUS_NOTHING : STATUS_DONE;
}

/* --------------------------------------------------------------- export --- */

static int export_run(const options *o, const text_list *rest)
{
    char *text = NULL;
    pilcrow_error err = {0};
    const char *format = o->format == NULL ? "tsv" : o->format;
    pilcrow_glossary *glossary = ask(o, rest, pilcrow_glossary_list);
    int status = STATUS_ERROR;
    if (glossary == NULL)
        return status;
    if (pilcrow_glossary_export(&text, glossary, format, &err) != PILCROW_OK) {
        output_complain("%s", err.message);
    } else {
        fputs(text, stdout);
        status = pilcrow_glossary_count(glossary) > 0 ? STATUS_DONE
                                                      : found_nothing(rest);
    }
    pilcrow_free(text);
    pilcrow_glossary_free(glossary);
    return status;
}

/* --------------------------------------------------------------- import --- */

static void tell_fault(void *ctx, size_t line, const char *sentence)
{
    const pilcrow_source *source = ctx;
    output_complain("%s:%zu: %s", source->path, line, sentence);
}

/* The file, or standard input under its name. False after saying why. */
static bool read_source(pilcrow_source *out, input *bytes, const options *o,
                        const char *path)
{
    *out = (pilcrow_source){.path = path};
    if (strcmp(path, "-") != 0)
        return true;
    if (o->name == NULL || o->name[0] == '\0') {
        output_complain("standard input needs a name to be known by: add "
                        "--name NAME");
        return false;
    }
    if (!input_read(bytes, "-"))
        return false;
    *out = (pilcrow_source){o->name, bytes->bytes, bytes->len};
    return true;
}

static int import_source(const options *o, pilcrow_source *source)
{
    pilcrow_error err = {0};
    uint64_t entries = 0;
    pilcrow_index *index = locate_and_open(o); /* says what is wrong with it */
    char *folder = index != NULL ? locate_index(o) : NULL;
    pilcrow_close(index);
    if (folder == NULL)
        return STATUS_ERROR;
    pilcrow_status status =
        pilcrow_import(&entries, folder, source, tell_fault, source, &err);
    free(folder);
    if (status != PILCROW_OK) {
        output_complain("%s", err.message);
        return STATUS_ERROR;
    }
    if (o->json)
        printf("{\"entries\":%" PRIu64 "}\n", entries);
    else
        printf("%s entr%s imported\n", output_count(entries).text,
               entries == 1 ? "y" : "ies");
    return STATUS_DONE;
}

static int import_run(const options *o, const text_list *rest)
{
    pilcrow_source source;
    input bytes = {0};
    if (rest->count != 1) {
        output_complain("'glossary import' takes one FILE; 'pilcrow help "
                        "glossary' says what is in it");
        return STATUS_ERROR;
    }
    int status = STATUS_ERROR;
    if (read_source(&source, &bytes, o, rest->items[0]))
        status = import_source(o, &source);
    free(bytes.bytes);
    return status;
}

/* -------------------------------------------------------------- actions --- */

static const action actions[] = {{"list", list_run},
                                 {"lint", lint_run},
                                 {"export", export_run},
                                 {"import", import_run}};

int glossary_run(const options *o)
{
    text_list rest = o->arguments;
    int (*run)(const options *, const text_list *) = list_run;
    for (size_t i = 0; rest.count > 0 && i < sizeof actions / sizeof *actions;
         i++) {
        if (strcmp(rest.items[0], actions[i].name) != 0)
            continue;
        run = actions[i].run;
        rest.items++;
        rest.count--;
        break;
    }
    if (o->format != NULL && run != export_run) {
        output_complain("--format is of 'glossary export'; --json prints the "
                        "others as JSON");
        return STATUS_ERROR;
    }
    if (o->json && run == export_run) {
        output_complain("'glossary export' takes --format; 'glossary list "
                        "--json' prints JSON");
        return STATUS_ERROR;
    }
    if (o->name != NULL && run != import_run) {
        output_complain("--name says what to call standard input of 'glossary "
                        "import -'");
        return STATUS_ERROR;
    }
    return run(o, &rest);
}
