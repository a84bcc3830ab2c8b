/* SPDX-License-Identifier: MIT
 *
 * Prints the glossary entries that Pilcrow finds in files, for
 * bench/glossary.py: "file PATH", and for each entry its line, term,
 * translation, note and forms of both sides, between tabs. */
#include <stdio.h>
#include <stdlib.h>

#include "corpus/corpus.h"

static void print_forms(const corpus_side *side)
{
    putchar('\t');
    for (size_t i = 0; i < side->form_count; i++)
        printf("%s%s", i > 0 ? " | " : "", side->forms[i]);
}

static pilcrow_status print_entries(void *ctx, const corpus_document *document,
                                    pilcrow_error *err)
{
    (void)ctx;
    (void)err;
    for (size_t i = 0; i < document->paragraph_count; i++) {
        const corpus_paragraph *p = &document->paragraphs[i];
        const corpus_entry *e = p->entry;
        if (e == NULL)
            continue;
        printf("%zu\t%s\t%s\t%s", p->line, e->term.text, e->translation.text,
               e->note);
        print_forms(&e->term);
        print_forms(&e->translation);
        putchar('\n');
    }
    return PILCROW_OK;
}

static void pass_over(void *ctx, size_t line, const char *reason)
{
    (void)ctx;
    fprintf(stderr, "line %zu: %s\n", line, reason);
}

static bool print_file(const char *path)
{
    buf text;
    pilcrow_error err = {0};
    corpus_sink sink = {print_entries, pass_over, NULL};
    buf_init(&text, CORPUS_UNPACKED_MAX);
    bool ok =
        corpus_load(&text, path, CORPUS_AUTO, true, NULL, &err) == PILCROW_OK;
    printf("file %s\n", path);
    ok = ok && corpus_split(path, CORPUS_AUTO, buf_text(&text), text.len, &sink,
                            &err) == PILCROW_OK;
    if (!ok)
        fprintf(stderr, "%s: %s\n", path, err.message);
    buf_release(&text);
    return ok;
}

int main(int count, char **paths)
{
    bool ok = true;
    for (int i = 1; i < count; i++)
        ok = print_file(paths[i]) && ok;
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
