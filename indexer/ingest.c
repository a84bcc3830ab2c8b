/* SPDX-License-Identifier: MIT
 *
 * In: the text of one file. Out: its paragraphs in the engine, each with a free
 * id, its terms and its record. Memory is that of one paragraph at a time. */
#include "indexer/ingest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "indexer/identity.h"
#include "indexer/postings.h"

#define PARAGRAPH_MEMORY_MAX ((size_t)512 << 20)
#define REPEATS_MAX 100000u

/* One file on its way in. */
typedef struct intake {
    session *session;
    catalog_file *file; /* its counts go up */
    char key[SCHEMA_KEY_LETTERS + 1];
    identity_repeats repeats;
    uint64_t ordinal;
    arena arena; /* of one paragraph */
    buf record;
} intake;

static void begin(intake *in, session *s, catalog_file *file)
{
    *in = (intake){.session = s, .file = file};
    identity_repeats_init(&in->repeats);
    schema_file_key(in->key, file->path, file->in_memory);
    arena_init(&in->arena, PARAGRAPH_MEMORY_MAX);
    buf_init(&in->record, ENGINE_RECORD_MAX);
}

static void end(intake *in)
{
    identity_repeats_release(&in->repeats);
    arena_release(&in->arena);
    buf_release(&in->record);
}

/* Give the engine the paragraph under the id it now has. */
static pilcrow_status add_record(intake *in, const schema_record *record,
                                 size_t *words, pilcrow_error *err)
{
    postings terms;
    session *s = in->session;
    pilcrow_status status =
        postings_derive(&terms, &in->arena, s->tokens, record, in->key, err);
    if (status != PILCROW_OK)
        return status;
    buf_clear(&in->record);
    if (strlen(record->meta) + record->text_len > ENGINE_RECORD_MAX / 2)
        return error_set(err, PILCROW_LIMIT,
                         "a paragraph and its other keys are over %zu MB",
                         ENGINE_RECORD_MAX >> 21);
    if (!schema_encode(&in->record, record))
        return error_no_memory(err);
    engine_paragraph paragraph = {
        .postings = terms.list,
        .posting_count = terms.count,
        .record = in->record.data,
        .record_len = in->record.len,
    };
    postings_values(paragraph.values, record);
    *words = terms.words;
    return engine_writer_add(s->writer, &paragraph, err);
}

/* Try one repeat count after the other, from `*repeat` on, until an id is free;
 * `*repeat` is the next to try. */
static pilcrow_status add_free(intake *in, schema_record *record,
                               uint32_t *repeat, size_t *words,
                               pilcrow_error *err)
{
    char id[SCHEMA_ID_LETTERS + 1];
    identity_key key = {record->path, record->document, record->text,
                        record->text_len};
    pilcrow_status status = PILCROW_EXISTS;
    record->id = id;
    while (status == PILCROW_EXISTS && *repeat < REPEATS_MAX) {
        identity_make(id, &key, (*repeat)++);
        status = add_record(in, record, words, err);
    }
    record->id = "";
    return status;
}

/* Find a free id for the paragraph and add it. */
static pilcrow_status add_under_free_id(intake *in, schema_record *record,
                                        pilcrow_error *err)
{
    identity_key key = {record->path, record->document, record->text,
                        record->text_len};
    uint32_t *repeat = identity_repeat(&in->repeats, &key);
    size_t words = 0;
    if (repeat == NULL)
        return error_no_memory(err);
    pilcrow_status status = add_free(in, record, repeat, &words, err);
    if (status == PILCROW_OK) {
        in->file->paragraphs++;
        in->file->words += words;
    }
    return status;
}

/* ------------------------------------------------------------ from text --- */

static pilcrow_status add_paragraph(intake *in, const corpus_document *document,
                                    const corpus_paragraph *p,
                                    pilcrow_error *err)
{
    schema_record record = {
        .document = document->id == NULL ? "" : document->id,
        .path = in->file->path,
        .in_memory = in->file->in_memory,
        .title = document->title,
        .heading = p->heading,
        .heading_count = p->heading_count,
        .kind = corpus_kind_name(p->kind),
        .lang = analyser_language(in->session->tokens, p->text, p->text_len),
        .text = p->text,
        .text_len = p->text_len,
        .meta = document->meta,
        .line = p->line,
        .end_line = p->end_line,
        .byte = p->byte,
        .end_byte = p->end_byte,
        .page = p->page,
        .ordinal = in->ordinal++,
        .entry = p->entry,
    };
    arena_clear(&in->arena);
    return add_under_free_id(in, &record, err);
}

static void note_skip(void *ctx, size_t line, const char *reason)
{
    intake *in = ctx;
    const session *s = in->session;
    char *path = session_shown(s, in->file->path, in->file->in_memory);
    if (path != NULL)
        report_add_skip(s->report, path, line, reason, false);
    free(path);
}

/* One paragraph that cannot be kept does not end the run. */
static pilcrow_status take_paragraph(intake *in,
                                     const corpus_document *document,
                                     const corpus_paragraph *p,
                                     pilcrow_error *err)
{
    pilcrow_error why = {0};
    pilcrow_status status = add_paragraph(in, document, p, &why);
    if (status == PILCROW_OK)
        return status;
    if (status == PILCROW_EXISTS)
        note_skip(in, p->line, "a paragraph repeated too often is passed over");
    else if (status == PILCROW_LIMIT)
        note_skip(in, p->line, why.message);
    else
        return error_set(err, status, "%s", why.message);
    return PILCROW_OK;
}

static pilcrow_status take_document(void *ctx, const corpus_document *document,
                                    pilcrow_error *err)
{
    intake *in = ctx;
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < document->paragraph_count && status == PILCROW_OK;
         i++)
        status = take_paragraph(in, document, &document->paragraphs[i], err);
    if (status == PILCROW_OK)
        in->file->documents++;
    return status;
}

static pilcrow_status finish(intake *in, pilcrow_error *err)
{
    session *s = in->session;
    s->totals.documents += in->file->documents;
    s->totals.words += in->file->words;
    s->changed = true;
    return catalog_write_file(s->writer, in->file, err);
}

pilcrow_status ingest_text(session *s, catalog_file *file, const char *text,
                           size_t len, pilcrow_error *err)
{
    intake in;
    begin(&in, s, file);
    file->documents = file->paragraphs = file->words = 0;
    corpus_sink sink = {take_document, note_skip, &in};
    pilcrow_status status =
        corpus_split(file->path, file->format, text, len, &sink, err);
    if (status == PILCROW_OK)
        status = finish(&in, err);
    if (status == PILCROW_OK) {
        s->report->counts.paragraphs += file->paragraphs;
        s->report->counts.words += file->words;
        s->report->counts.bytes += len;
    }
    end(&in);
    return status;
}

/* ---------------------------------------------------------- from before --- */

static pilcrow_status take_over(intake *in, engine_ref ref, buf *bytes,
                                pilcrow_error *err)
{
    schema_record record;
    session *s = in->session;
    size_t words;
    uint32_t repeat = 0;
    arena_clear(&in->arena);
    pilcrow_status status = engine_fetch(s->before, ref, bytes, err);
    if (status == PILCROW_OK)
        status =
            schema_decode(&record, &in->arena, bytes->data, bytes->len, err);
    if (status != PILCROW_OK)
        return status;
    record.lang = analyser_language(s->tokens, record.text, record.text_len);
    status = add_record(in, &record, &words, err);
    /* Another paragraph took its id in this rebuild. */
    if (status == PILCROW_EXISTS)
        status = add_free(in, &record, &repeat, &words, err);
    return status;
}

static pilcrow_status take_over_all(intake *in, const engine_query *query,
                                    pilcrow_error *err)
{
    session *s = in->session;
    engine_search_options options = {.limit = 1000, .k1 = 1.2, .b = 0.75};
    engine_result result = {0};
    pilcrow_status status;
    buf bytes;
    buf_init(&bytes, ENGINE_RECORD_MAX);
    do {
        status = engine_search(s->before, query, &options, &result, err);
        for (size_t i = 0; i < result.count && status == PILCROW_OK; i++)
            status = take_over(in, result.hits[i].ref, &bytes, err);
        options.offset += result.count;
        if (status != PILCROW_OK || result.count == 0)
            break;
        engine_result_release(&result);
    } while (true);
    engine_result_release(&result);
    buf_release(&bytes);
    return status;
}

pilcrow_status ingest_stored(session *s, const catalog_file *file,
                             pilcrow_error *err)
{
    intake in;
    catalog_file copy = *file;
    begin(&in, s, &copy);
    engine_query all = {.op = ENGINE_ALL};
    engine_query of_file = {.op = ENGINE_TERM,
                            .field = ENGINE_PATH,
                            .term = in.key,
                            .len = SCHEMA_KEY_LETTERS};
    const engine_query *children[] = {&all, &of_file};
    engine_query query = {
        .op = ENGINE_FILTER, .children = children, .child_count = 2};
    pilcrow_status status = take_over_all(&in, &query, err);
    if (status == PILCROW_OK)
        status = finish(&in, err);
    end(&in);
    return status;
}
