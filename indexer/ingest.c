/* SPDX-License-Identifier: MIT
 *
 * In: the text of one file. Out: parcels of its paragraphs, on their way into
 * the engine. Memory is that of the few parcels that are on their way. */
#include "indexer/ingest.h"

#include "indexer/cut.h"
#include "indexer/pipeline.h"

/* A file of up to so much text goes into one parcel as it is, to be cut by
 * whichever thread prepares that; a larger one is cut by the caller's into
 * several. */
#define WHOLE_TEXT_MAX ((size_t)256 << 10)

/* ------------------------------------------------------------ from text --- */

/* A file on its way into parcels. */
typedef struct sending {
    cutting cutting;
    pipeline *pipeline;
    intake_file *file;
} sending;

static pilcrow_status send(const sending *s, parcel *full, pilcrow_error *err)
{
    if (s->cutting.alike != NULL)
        parcel_look(full, s->cutting.alike);
    return pipeline_send(s->pipeline, full, err);
}

/* Send off the full parcel and begin the next. */
static pilcrow_status send_full(cutting *c, pilcrow_error *err)
{
    const sending *s = c->ctx;
    parcel *full = c->parcel;
    c->parcel = NULL;
    pilcrow_status status = send(s, full, err);
    if (status != PILCROW_OK)
        return status;
    c->parcel = pipeline_parcel(s->pipeline, s->file);
    return c->parcel != NULL ? PILCROW_OK : error_no_memory(err);
}

/* Let go of a file of which not all was sent. */
static void give_up(sending *s)
{
    parcel_free(s->cutting.parcel);
    pipeline_abandon(s->pipeline);
    intake_file_free(s->file);
}

/* No file on disk is as the entry says: the next run reads it again. */
static void mark_unread(catalog_file *entry)
{
    entry->seconds = entry->nanoseconds = 0;
    entry->hash_high = entry->hash_low = 0;
}

static pilcrow_status cut_file(sending *s, const ingest_source *source,
                               pilcrow_error *err)
{
    s->cutting.alike = s->file->session->alike;
    if (source->pieces == NULL)
        return cut_text(&s->cutting, source->text, source->len, err);
    pilcrow_status status = cut_pieces(&s->cutting, source->pieces, err);
    if (status != PILCROW_OK || !source->pieces->changed)
        return status;
    mark_unread(&s->file->entry);
    return parcel_add_skip(s->cutting.parcel, source->pieces->lines + 1,
                           "it changed while it was read, or cannot be read "
                           "on: the rest of it is left out",
                           true)
               ? PILCROW_OK
               : error_no_memory(err);
}

/* Have the last parcel of the file ready to be sent. */
static pilcrow_status fill(sending *s, const ingest_source *source,
                           pilcrow_error *err)
{
    s->cutting.parcel = pipeline_parcel(s->pipeline, s->file);
    if (s->cutting.parcel == NULL)
        return error_no_memory(err);
    if (source->len > WHOLE_TEXT_MAX || source->pieces != NULL)
        return cut_file(s, source, err);
    s->cutting.parcel->whole = true;
    return intake_file_keep(s->file, source->text) ? PILCROW_OK
                                                   : error_no_memory(err);
}

pilcrow_status ingest_text(session *s, const catalog_file *file,
                           const intake_about *about,
                           const ingest_source *source, pilcrow_error *err)
{
    sending sent = {.cutting = {.next = send_full, .ctx = &sent},
                    .pipeline = s->pipeline};
    catalog_file entry = *file;
    entry.documents = entry.paragraphs = entry.words = 0;
    sent.file = intake_file_new(s, &entry, about, source->len);
    pilcrow_status status =
        sent.file == NULL ? error_no_memory(err) : fill(&sent, source, err);
    if (status != PILCROW_OK) {
        give_up(&sent);
        return status;
    }
    sent.cutting.parcel->last = true;
    return send(&sent, sent.cutting.parcel, err);
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
    intake_file *taken = intake_file_new(s, file, NULL, 0);
    parcel *p = taken == NULL ? NULL : parcel_new(taken);
    status = p == NULL ? error_no_memory(err) : take_over_file(p, err);
    parcel_free(p);
    intake_file_free(taken);
    return status;
}
