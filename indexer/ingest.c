/* SPDX-License-Identifier: MIT
 *
 * In: the text of one file. Out: parcels of its paragraphs, on their way into
 * the engine. Memory is that of the few parcels that are on their way. */
#include "indexer/ingest.h"

#include "indexer/pipeline.h"

/* A parcel is sent off when it holds so much text. */
#define PARCEL_TEXT ((size_t)64 << 10)
#define PARCEL_ITEMS 512u

/* One file being cut. */
typedef struct cutting {
    session *session;
    const ingest_about *about;
    intake_file *file;
    parcel *parcel; /* being filled; NULL without memory, or when one could not
                       be sent */
    uint64_t ordinal;
} cutting;

/* ------------------------------------------------------------ from text --- */

/* Send off the parcel and begin the next. */
static pilcrow_status send(cutting *c, pilcrow_error *err)
{
    parcel *full = c->parcel;
    pipeline *p = c->session->pipeline;
    c->parcel = NULL;
    pilcrow_status status = pipeline_send(p, full, err);
    if (status != PILCROW_OK)
        return status;
    c->parcel = pipeline_parcel(p, c->file);
    return c->parcel != NULL ? PILCROW_OK : error_no_memory(err);
}

static pilcrow_status take_paragraph(cutting *c,
                                     const corpus_document *document,
                                     const corpus_paragraph *p,
                                     pilcrow_error *err)
{
    const catalog_file *file = &c->file->entry;
    const schema_record record = {
        .id = "",
        .document = document->id == NULL ? "" : document->id,
        .path = file->path,
        .in_memory = file->in_memory,
        .title = c->about->title != NULL ? c->about->title : document->title,
        .heading = p->heading,
        .heading_count = p->heading_count,
        .kind = corpus_kind_name(p->kind),
        .lang = "",
        .text = p->text,
        .text_len = p->text_len,
        .meta = c->about->meta != NULL ? c->about->meta : document->meta,
        .line = p->line,
        .end_line = p->end_line,
        .byte = p->byte,
        .end_byte = p->end_byte,
        .page = p->page,
        .ordinal = c->ordinal++,
        .entry = p->entry,
    };
    if (!parcel_add(c->parcel, &record))
        return error_no_memory(err);
    return c->parcel->text_bytes >= PARCEL_TEXT ||
                   c->parcel->count >= PARCEL_ITEMS
               ? send(c, err)
               : PILCROW_OK;
}

/* A skip that finds no memory is told by the parcel when that is added. */
static void note_skip(void *ctx, size_t line, const char *reason)
{
    cutting *c = ctx;
    if (c->parcel != NULL && !parcel_add_skip(c->parcel, line, reason))
        c->parcel->arena.failed = true;
}

static pilcrow_status take_document(void *ctx, const corpus_document *document,
                                    pilcrow_error *err)
{
    cutting *c = ctx;
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < document->paragraph_count && status == PILCROW_OK;
         i++)
        status = take_paragraph(c, document, &document->paragraphs[i], err);
    if (status == PILCROW_OK)
        c->file->entry.documents++;
    return status;
}

/* Let go of a file of which not all was sent. */
static void give_up(cutting *c)
{
    parcel_free(c->parcel);
    pipeline_abandon(c->session->pipeline);
    intake_file_free(c->file);
}

pilcrow_status ingest_text(session *s, const catalog_file *file,
                           const ingest_about *about, const char *text,
                           size_t len, pilcrow_error *err)
{
    cutting c = {.session = s, .about = about};
    const corpus_sink sink = {take_document, note_skip, &c};
    catalog_file entry = *file;
    entry.documents = entry.paragraphs = entry.words = 0;
    c.file = intake_file_new(s, &entry, len);
    c.parcel = c.file == NULL ? NULL : pipeline_parcel(s->pipeline, c.file);
    pilcrow_status status =
        c.parcel == NULL
            ? error_no_memory(err)
            : corpus_split(file->path, file->format, text, len, &sink, err);
    if (status != PILCROW_OK) {
        give_up(&c);
        return status;
    }
    c.parcel->last = true;
    return pipeline_send(s->pipeline, c.parcel, err);
}

/* ---------------------------------------------------------- from before --- */

static pilcrow_status take_over(parcel *p, engine_ref ref, buf *bytes,
                                pilcrow_error *err)
{
    schema_record record;
    session *s = p->file->session;
    arena_clear(&p->arena);
    pilcrow_status status = engine_fetch(s->before, ref, bytes, err);
    if (status == PILCROW_OK)
        status =
            schema_decode(&record, &p->arena, bytes->data, bytes->len, err);
    return status == PILCROW_OK ? parcel_add_stored(p, &record, s->tokens, err)
                                : status;
}

static pilcrow_status take_over_all(parcel *p, const engine_query *query,
                                    pilcrow_error *err)
{
    const session *s = p->file->session;
    engine_search_options options = {.limit = 1000, .k1 = 1.2, .b = 0.75};
    engine_result result = {0};
    pilcrow_status status;
    buf bytes;
    buf_init(&bytes, ENGINE_RECORD_MAX);
    do {
        status = engine_search(s->before, query, &options, &result, err);
        for (size_t i = 0; i < result.count && status == PILCROW_OK; i++)
            status = take_over(p, result.hits[i].ref, &bytes, err);
        options.offset += result.count;
        if (status != PILCROW_OK || result.count == 0)
            break;
        engine_result_release(&result);
    } while (true);
    engine_result_release(&result);
    buf_release(&bytes);
    return status;
}

/* The counts are as they were, but for the words, which are of this analyser.
 */
static pilcrow_status take_over_file(parcel *p, pilcrow_error *err)
{
    const engine_query all = {.op = ENGINE_ALL};
    const engine_query of_file = {.op = ENGINE_TERM,
                                  .field = ENGINE_PATH,
                                  .term = p->file->key,
                                  .len = SCHEMA_KEY_LETTERS};
    const engine_query *children[] = {&all, &of_file};
    const engine_query query = {
        .op = ENGINE_FILTER, .children = children, .child_count = 2};
    session *s = p->file->session;
    const catalog_file *entry = &p->file->entry;
    pilcrow_status status = take_over_all(p, &query, err);
    if (status != PILCROW_OK)
        return status;
    s->totals.documents += entry->documents;
    s->totals.words += entry->words;
    s->changed = true;
    return catalog_write_file(s->writer, entry, err);
}

pilcrow_status ingest_stored(session *s, const catalog_file *file,
                             pilcrow_error *err)
{
    pilcrow_status status = pipeline_wait(s->pipeline, err);
    if (status != PILCROW_OK)
        return status;
    intake_file *taken = intake_file_new(s, file, 0);
    parcel *p = taken == NULL ? NULL : parcel_new(taken);
    status = p == NULL ? error_no_memory(err) : take_over_file(p, err);
    parcel_free(p);
    intake_file_free(taken);
    return status;
}
