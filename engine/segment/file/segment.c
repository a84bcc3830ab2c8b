/* SPDX-License-Identifier: MIT
 *
 * In: a segment's file. Out: what it holds, by document and by term.
 * Invariant: what is given out lies within the file and has been verified, but
 * for postings, whose reader touches them itself. */
#include "engine/segment/file/segment.h"

#include <stdlib.h>

#include "engine/segment/file/directory.h"
#include "engine/segment/file/files.h"

pilcrow_status segment_damaged(pilcrow_error *err)
{
    return error_set(err, PILCROW_CORRUPT,
                     "the index is damaged: a part of it is not as it was "
                     "written; rebuild it with --full");
}

/* ------------------------------------------------------- open and close --- */

/* A term's payload stands for its postings. */
static bool skip_payload(const unsigned char **at, const unsigned char *end,
                         unsigned char first, uint64_t *sum)
{
    segment_term term;
    term.field = (engine_field)first;
    if (!payload_read(&term, at, end))
        return false;
    *sum += term.docs_len + term.positions_len;
    return true;
}

static bool within(const pages *p, uint64_t offset, uint64_t len)
{
    return offset <= p->content && len <= p->content - offset;
}

/* Lay the parts out; false if they do not hold together. */
static bool open_parts(segment *s, const directory *d)
{
    if (!within(&s->pages, d->lengths, d->documents * d->length_bytes) ||
        !within(&s->pages, d->postings, d->postings_len))
        return false;
    bool fine = true;
    s->bytes = s->pages.bytes;
    s->documents = (uint32_t)d->documents;
    s->words = d->words;
    s->length_bytes = (unsigned)d->length_bytes;
    s->length_min = (uint32_t)d->length_min;
    s->length_max = (uint32_t)d->length_max;
    s->lengths_at = d->lengths;
    s->lengths = s->bytes + d->lengths;
    s->postings = d->postings;
    s->postings_len = d->postings_len;
    for (unsigned i = 0; i < ENGINE_VALUE_COUNT; i++)
        fine = column_open(&s->columns[i], &s->pages, &d->columns[i],
                           s->documents) &&
               fine;
    fine =
        records_open(&s->records, &s->pages, &d->records, s->documents) && fine;
    return fine && ids_open(&s->ids, &s->pages, &d->ids, s->documents) &&
           table_open(&s->terms, &s->pages, &d->terms, skip_payload);
}

static bool read_parts(segment *s)
{
    directory d;
    pages *p = &s->pages;
    if (p->content < SEGMENT_MAGIC_BYTES + DIRECTORY_BYTES ||
        !pages_touch(p, 0, SEGMENT_MAGIC_BYTES) ||
        memcmp(p->bytes, SEGMENT_MAGIC, SEGMENT_MAGIC_BYTES) != 0)
        return false;
    uint64_t at = p->content - DIRECTORY_BYTES;
    return pages_touch(p, at, DIRECTORY_BYTES) &&
           directory_read(&d, p->bytes + at) && open_parts(s, &d);
}

pilcrow_status segment_open(segment **out, const char *data,
                            const segment_name *name, pilcrow_error *err)
{
    *out = NULL;
    char *path = files_path(data, FILES_SEGMENT, name->number);
    segment *s = calloc(1, sizeof *s);
    pilcrow_status status =
        path == NULL || s == NULL
            ? error_no_memory(err)
            : pages_open(&s->pages, path, name->bytes, name->checksum, err);
    if (status == PILCROW_OK && !read_parts(s))
        status = error_set(err, PILCROW_CORRUPT,
                           "'%s' is not as it was written; rebuild the index "
                           "with --full",
                           path);
    if (status == PILCROW_OK)
        *out = s;
    else
        segment_close(s);
    free(path);
    return status;
}

void segment_close(segment *s)
{
    if (s == NULL)
        return;
    records_release(&s->records);
    pages_close(&s->pages);
    free(s);
}

/* -------------------------------------------------------- by document --- */

bool segment_all_lengths(segment *s)
{
    s->lengths_touched =
        s->lengths_touched || segment_lengths(s, 0, s->documents - 1);
    return s->lengths_touched;
}

bool segment_lengths(segment *s, uint32_t first, uint32_t last)
{
    return segment_touch(s, s->lengths_at + (uint64_t)first * s->length_bytes,
                         (uint64_t)(last - first + 1) * s->length_bytes);
}

bool segment_value(segment *s, engine_value which, uint32_t document,
                   uint64_t *out)
{
    return column_get(&s->columns[which], document, out);
}

bool segment_values(segment *s, engine_value which, uint32_t block,
                    uint64_t *out)
{
    return column_get_block(&s->columns[which], block, out);
}

pilcrow_status segment_id(segment *s, uint32_t document, char *id, size_t *len,
                          pilcrow_error *err)
{
    return ids_get(&s->ids, document, id, len) ? PILCROW_OK
                                               : segment_damaged(err);
}

/* Put a piece together with the id that was cut out of it. */
static pilcrow_status join(segment *s, uint32_t document,
                           const records_piece *piece, buf *record,
                           pilcrow_error *err)
{
    char id[ENGINE_TERM_MAX];
    size_t id_len = 0;
    if (piece->cut && !ids_get(&s->ids, document, id, &id_len))
        return segment_damaged(err);
    buf_clear(record);
    buf_add(record, piece->head, piece->head_len);
    buf_add(record, id, id_len);
    buf_add(record, piece->tail, piece->tail_len);
    return record->failed ? error_no_memory(err) : PILCROW_OK;
}

pilcrow_status segment_record(segment *s, uint32_t document, buf *record,
                              pilcrow_error *err)
{
    records_piece piece;
    pilcrow_status status = records_get(&s->records, document, &piece);
    if (status == PILCROW_NO_MEMORY)
        return error_no_memory(err);
    if (status != PILCROW_OK)
        return segment_damaged(err);
    return join(s, document, &piece, record, err);
}

/* ------------------------------------------------------------- by term --- */

static size_t make_key(char *key, engine_field field, const char *term,
                       size_t len)
{
    key[0] = (char)field;
    memcpy(key + 1, term, len);
    return len + 1;
}

/* Fill the walk from the key that the cursor stands on. */
static pilcrow_status take(segment_walk *w, pilcrow_error *err)
{
    const table_cursor *c = &w->cursor;
    const segment *s = w->segment;
    w->done = c->done;
    if (w->done)
        return PILCROW_OK;
    const unsigned char *at = c->payload;
    segment_term *term = &w->at;
    w->field = (engine_field)(unsigned char)c->key[0];
    term->field = w->field;
    term->docs = s->postings + c->sum;
    if (w->field >= ENGINE_FIELD_COUNT || c->key_len < 2 ||
        c->key_len > 1 + ENGINE_TERM_MAX ||
        !payload_read(term, &at, c->payload_end) ||
        c->sum > s->postings_len ||
        term->docs_len > s->postings_len - c->sum ||
        term->positions_len > s->postings_len - c->sum - term->docs_len ||
        term->documents > s->documents || term->only >= s->documents)
        return segment_damaged(err);
    w->term = c->key + 1;
    w->len = c->key_len - 1;
    return PILCROW_OK;
}

pilcrow_status segment_walk_begin(segment_walk *w, segment *s,
                                  engine_field field, const char *term,
                                  size_t len, pilcrow_error *err)
{
    char key[1 + ENGINE_TERM_MAX];
    w->segment = s;
    w->done = true;
    size_t key_len = make_key(key, field, term,
                              len < ENGINE_TERM_MAX ? len : ENGINE_TERM_MAX);
    if (!table_seek(&w->cursor, &s->terms, key, key_len))
        return segment_damaged(err);
    return take(w, err);
}

pilcrow_status segment_walk_next(segment_walk *w, pilcrow_error *err)
{
    if (!table_next(&w->cursor))
        return segment_damaged(err);
    return take(w, err);
}

static pilcrow_status find_id(segment *s, const char *id, size_t len,
                              segment_term *out, pilcrow_error *err)
{
    uint32_t rank;
    bool equal;
    if (!ids_find(&s->ids, id, len, &rank, &equal) ||
        (equal && !ids_by_rank(&s->ids, rank, &out->only)))
        return segment_damaged(err);
    out->documents = equal;
    return PILCROW_OK;
}

pilcrow_status segment_find(segment *s, engine_field field, const char *term,
                            size_t len, segment_term *out, pilcrow_error *err)
{
    segment_walk w;
    *out = (segment_term){.field = field};
    if (len > ENGINE_TERM_MAX)
        return PILCROW_OK;
    if (field == ENGINE_ID)
        return find_id(s, term, len, out, err);
    pilcrow_status status = segment_walk_begin(&w, s, field, term, len, err);
    if (status == PILCROW_OK && !w.done && w.field == field && w.len == len &&
        memcmp(w.term, term, len) == 0)
        *out = w.at;
    return status;
}
