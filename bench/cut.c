/* SPDX-License-Identifier: MIT
 *
 *     cut PATH...
 *
 * Prints the paragraphs that Pilcrow cuts files and folders into, "id <tab>
 * text" a line, so that every engine can be given the same: `p` and a number,
 * and the text with its white space made single spaces. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "corpus/corpus.h"

static unsigned long printed;

static void print_text(const char *text)
{
    bool space = false;
    printf("p%lu\t", ++printed);
    for (; *text != '\0'; text++) {
        if (isspace((unsigned char)*text)) {
            space = true;
            continue;
        }
        if (space)
            putchar(' ');
        space = false;
        putchar(*text);
    }
    putchar('\n');
}

static pilcrow_status print_document(void *ctx, const corpus_document *document,
                                     pilcrow_error *err)
{
    (void)ctx;
    (void)err;
    for (size_t i = 0; i < document->paragraph_count; i++)
        print_text(document->paragraphs[i].text);
    return PILCROW_OK;
}

static void pass_over_line(void *ctx, size_t line, const char *reason)
{
    fprintf(stderr, "%s:%zu: %s\n", (const char *)ctx, line, reason);
}

static void pass_over(void *ctx, const char *path, const char *reason,
                      bool failed)
{
    (void)ctx;
    if (failed)
        fprintf(stderr, "%s: %s\n", path, reason);
}

static pilcrow_status cut(void *ctx, const corpus_file *file,
                          pilcrow_error *err)
{
    buf text;
    (void)ctx;
    const corpus_sink sink = {print_document, pass_over_line,
                              (void *)(uintptr_t)file->path};
    buf_init(&text, CORPUS_UNPACKED_MAX);
    pilcrow_status status =
        corpus_load(&text, file->path, CORPUS_AUTO, true, NULL, err);
    if (status == PILCROW_OK)
        status = corpus_split(file->path, CORPUS_AUTO, text.data, text.len,
                              &sink, err);
    else
        pass_over(NULL, file->path, "cannot be read", true);
    buf_release(&text);
    return status == PILCROW_NO_MEMORY ? status : PILCROW_OK;
}

int main(int count, char **paths)
{
    bool ok = count > 1;
    const corpus_walk_options options = {0};
    const corpus_walk_sink sink = {.file = cut, .skip = pass_over};
    for (int i = 1; i < count; i++) {
        bool complete = false;
        pilcrow_error err;
        ok = corpus_walk(paths[i], &options, &sink, &complete, &err) ==
                 PILCROW_OK &&
             complete && ok;
    }
    return ok && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
