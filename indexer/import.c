/* SPDX-License-Identifier: MIT
 *
 * pilcrow_import. In: a glossary as a table. Out: an index that holds it,
 * committed in one transaction, or what is wrong with which line and the index
 * as it was. */
#include <string.h>

#include "base/path.h"
#include "corpus/corpus.h"
#include "indexer/import_book.h"
#include "indexer/imports.h"

typedef struct importing {
    session session;
    import_book book;
    pilcrow_fault_fn fault;
    void *fault_ctx;
    size_t faults;
} importing;

static pilcrow_status take_entries(void *ctx, const corpus_document *document,
                                   pilcrow_error *err)
{
    importing *in = ctx;
    for (size_t i = 0; i < document->paragraph_count; i++) {
        const corpus_paragraph *p = &document->paragraphs[i];
        const corpus_entry *copy = import_book_copy(&in->book, p->entry);
        if (copy == NULL || !import_book_add(&in->book, p->line, copy))
            return error_no_memory(err);
    }
    return PILCROW_OK;
}

static void take_fault(void *ctx, size_t line, const char *reason)
{
    importing *in = ctx;
    in->faults++;
    if (in->fault != NULL)
        in->fault(in->fault_ctx, line, reason);
}

/* Read the entries; a line that is none is a fault. */
static pilcrow_status read_entries(importing *in, const pilcrow_source *source,
                                   pilcrow_error *err)
{
    buf text;
    pilcrow_error why = {0};
    const char *path = source->path;
    corpus_sink sink = {take_entries, take_fault, in};
    buf_init(&text, CORPUS_UNPACKED_MAX);
    pilcrow_status status =
        source->data == NULL
            ? corpus_load(&text, path, CORPUS_PAIRS, true, NULL, &why)
            : corpus_decode(&text, path, CORPUS_PAIRS, source->data,
                            source->data_len, &why);
    if (status == PILCROW_OK)
        status = corpus_split(path, CORPUS_PAIRS, buf_text(&text), text.len,
                              &sink, &why);
    buf_release(&text);
    if (status != PILCROW_OK)
        return error_set(err, status, "%s: %s", path, why.message);
    if (in->faults > 0)
        return error_set(err, PILCROW_UNSUPPORTED,
                         "%s: %zu line%s no entry; nothing was imported", path,
                         in->faults, in->faults == 1 ? " is" : "s are");
    if (in->book.count == 0)
        return error_set(err, PILCROW_UNSUPPORTED,
                         "%s holds no entry; nothing was imported", path);
    return PILCROW_OK;
}

/* Put the entries in the place of those the same file gave before. */
static pilcrow_status replace(importing *in, const pilcrow_source *source,
                              pilcrow_error *err)
{
    imports held;
    session *s = &in->session;
    lexicon_head head = {.in_memory = source->data != NULL};
    head.path = head.in_memory
                    ? source->path
                    : session_stored(s, &in->book.arena, source->path);
    if (head.path == NULL)
        return error_set(err, PILCROW_INVALID, "the path '%s' is too long",
                         source->path);
    schema_file_key(head.key, head.path, head.in_memory);
    imports_init(&held);
    pilcrow_status status = imports_load(&held, s->before, err);
    for (size_t i = 0; i < held.count && status == PILCROW_OK; i++)
        if (strcmp(held.items[i].key, head.key) == 0)
            status = imports_drop(s, &held.items[i], err);
    imports_release(&held);
    if (status == PILCROW_OK)
        status = import_book_write(&in->book, s, &head, err);
    return status;
}

static pilcrow_status run(importing *in, const char *dir,
                          const pilcrow_source *source, pilcrow_error *err)
{
    engine_snapshot *probe = NULL;
    session_options options = {0};
    if (source->path == NULL || source->path[0] == '\0')
        return error_set(err, PILCROW_INVALID, "the glossary has no name");
    if (source->data != NULL && strlen(source->path) > PATH_BYTES_MAX)
        return error_set(err, PILCROW_INVALID,
                         "the name of the glossary is too long");
    pilcrow_status status = read_entries(in, source, err);
    /* Importing makes no index where there is none. */
    if (status == PILCROW_OK)
        status = engine_snapshot_open(&probe, dir, err);
    engine_snapshot_close(probe);
    if (status == PILCROW_OK)
        status = session_open(&in->session, dir, &options, err);
    if (status == PILCROW_OK)
        status = replace(in, source, err);
    if (status == PILCROW_OK)
        status = session_commit(&in->session, err);
    return status;
}

pilcrow_status pilcrow_import(uint64_t *entries, const char *dir,
                              const pilcrow_source *source,
                              pilcrow_fault_fn fault, void *ctx,
                              pilcrow_error *err)
{
    importing in = {.fault = fault, .fault_ctx = ctx};
    if (entries != NULL)
        *entries = 0;
    if (dir == NULL || source == NULL)
        return error_missing(err, dir == NULL ? "the folder of the index"
                                              : "the glossary to import");
    import_book_init(&in.book);
    pilcrow_status status = run(&in, dir, source, err);
    if (entries != NULL)
        *entries = status == PILCROW_OK ? in.book.count : 0;
    session_close(&in.session);
    import_book_release(&in.book);
    return status;
}
