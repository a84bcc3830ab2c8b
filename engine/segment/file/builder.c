/* SPDX-License-Identifier: MIT
 *
 * In: a segment's documents, part by part. Out: its file. Invariant: the file
 * is written in one go from its first byte to its last; what must stand later
 * than it is known waits in a spool. */
#include "engine/segment/file/builder.h"

#include <stdlib.h>
#include <string.h>

#include "engine/segment/file/files.h"

static bool fail(builder *b)
{
    b->failed = true;
    return false;
}

/* ------------------------------------------------------ open and close --- */

static pilcrow_status open_sinks(builder *b, const char *data,
                                 pilcrow_error *err)
{
    char *path = files_path(data, FILES_SEGMENT, b->number);
    pilcrow_status status =
        path == NULL ? error_no_memory(err) : sink_open(&b->file, path, err);
    free(path);
    if (status == PILCROW_OK)
        status = lists_open(&b->lists, b->file, data, err);
    if (status == PILCROW_OK)
        status = sink_spool(&b->terms_spool, data, err);
    if (status == PILCROW_OK)
        status = sink_spool(&b->ids_spool, data, err);
    return status;
}

pilcrow_status builder_open(builder **out, const char *data, uint64_t number,
                            pilcrow_error *err)
{
    *out = NULL;
    builder *b = calloc(1, sizeof *b);
    if (b == NULL)
        return error_no_memory(err);
    b->number = number;
    b->column_at = -1;
    pilcrow_status status = open_sinks(b, data, err);
    if (status != PILCROW_OK) {
        builder_close(b);
        return status;
    }
    sink_add(b->file, SEGMENT_MAGIC, SEGMENT_MAGIC_BYTES);
    records_writer_init(&b->records, b->file);
    column_writer_init(&b->column, b->file);
    table_writer_init(&b->terms, b->terms_spool);
    *out = b;
    return PILCROW_OK;
}

void builder_close(builder *b)
{
    if (b == NULL)
        return;
    records_writer_release(&b->records);
    column_writer_release(&b->column);
    table_writer_release(&b->terms);
    lists_release(&b->lists);
    sink_close(b->file);
    sink_close(b->terms_spool);
    sink_close(b->ids_spool);
    free(b);
}

pilcrow_status builder_status(const builder *b, pilcrow_error *err)
{
    const sink *const sinks[] = {b->file, b->lists.positions, b->terms_spool,
                                 b->ids_spool};
    for (size_t i = 0; i < sizeof sinks / sizeof *sinks; i++) {
        pilcrow_status status = sink_status(sinks[i], err);
        if (status != PILCROW_OK)
            return status;
    }
    return b->failed ? error_no_memory(err) : PILCROW_OK;
}

/* --------------------------------------------------------- by document --- */

bool builder_begin_lengths(builder *b, uint32_t max)
{
    directory *d = &b->directory;
    if (!records_writer_end(&b->records, &d->records))
        return fail(b);
    d->lengths = sink_size(b->file);
    d->length_bytes = max <= UINT8_MAX ? 1 : max <= UINT16_MAX ? 2 : 4;
    d->length_min = UINT32_MAX;
    return true;
}

bool builder_add_length(builder *b, uint32_t length)
{
    directory *d = &b->directory;
    unsigned char bytes[4];
    for (unsigned i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(length >> 8 * i);
    d->documents++;
    d->words += length;
    d->length_min = length < d->length_min ? length : d->length_min;
    d->length_max = length > d->length_max ? length : d->length_max;
    return sink_add(b->file, bytes, (size_t)d->length_bytes) || fail(b);
}

static bool end_column(builder *b)
{
    if (b->column_at < 0)
        return true;
    bool ok =
        column_writer_end(&b->column, &b->directory.columns[b->column_at]);
    column_writer_release(&b->column);
    b->column_at = -1;
    return ok || fail(b);
}

bool builder_begin_column(builder *b, engine_value which)
{
    bool ok = end_column(b);
    column_writer_init(&b->column, b->file);
    b->column_at = (int)which;
    return ok;
}

bool builder_begin_ids(builder *b, const ids_shape *shape)
{
    bool ok = end_column(b);
    return (ids_writer_begin(&b->ids, shape, b->file, b->ids_spool) && ok) ||
           fail(b);
}

/* ------------------------------------------------------------- by term --- */

bool builder_begin_terms(builder *b)
{
    if (!ids_writer_end(&b->ids, &b->directory.ids))
        return fail(b);
    b->directory.postings = sink_size(b->file);
    return true;
}

void builder_begin_term(builder *b, engine_field field, const char *term,
                        size_t len, bool positions)
{
    lists_begin(&b->lists, field, term, len, positions);
}

bool builder_end_term(builder *b)
{
    segment_term term;
    unsigned char payload[PAYLOAD_MAX];
    if (!lists_end(&b->lists, &term))
        return fail(b);
    if (term.documents == 0)
        return true;
    return table_writer_add(&b->terms, b->lists.key, b->lists.key_len,
                            term.docs - b->directory.postings, payload,
                            payload_write(payload, &term)) ||
           fail(b);
}

static bool add_batch(builder *b, lists_batch *batch)
{
    uint64_t at = sink_size(b->file) - b->directory.postings;
    lists_note note;
    sink *positions = batch->lists.positions; /* none once it is whole */
    if (batch->failed && positions == NULL)
        return fail(b); /* it could not be opened */
    const size_t len = batch->failed ? 0 : batch->terms.len;
    for (size_t i = 0; i < len && !b->failed;) {
        i = lists_batch_read(batch, i, &note);
        if (!table_writer_add(&b->terms, note.key, note.key_len, at,
                              note.payload, note.payload_len))
            fail(b);
        at += note.list_len;
    }
    /* A spool that has failed hands over why. */
    return ((positions == NULL || sink_drain(b->file, positions)) &&
            sink_drain(b->file, batch->spool) && !batch->failed) ||
           fail(b);
}

bool builder_add_batch(builder *b, lists_batch *batch)
{
    const bool added = add_batch(b, batch);
    lists_batch_release(batch);
    return added;
}

/* ----------------------------------------------------------- finishing --- */

/* Append the table of terms and the directory. */
static bool add_end(builder *b)
{
    static const unsigned char zeros[8];
    unsigned char bytes[DIRECTORY_BYTES];
    directory *d = &b->directory;
    d->postings_len = sink_size(b->file) - d->postings;
    uint64_t offset = sink_size(b->file);
    if (!table_writer_end(&b->terms, &d->terms) ||
        !sink_drain(b->file, b->terms_spool))
        return false;
    d->terms.offset = offset;
    directory_write(bytes, d);
    return sink_add(b->file, zeros, (8 - sink_size(b->file) % 8) % 8) &&
           sink_add(b->file, bytes, sizeof bytes);
}

pilcrow_status builder_finish(builder *b, bool durable, segment_name *out,
                              pilcrow_error *err)
{
    if (!b->failed && !add_end(b))
        fail(b);
    pilcrow_status status = builder_status(b, err);
    *out = (segment_name){.number = b->number};
    if (status == PILCROW_OK)
        status =
            sink_finish(b->file, durable, &out->bytes, &out->checksum, err);
    return status;
}
