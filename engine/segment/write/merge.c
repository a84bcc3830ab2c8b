/* SPDX-License-Identifier: MIT
 *
 * In: segments and what is deleted in them. Out: one segment of the rest.
 * Invariant: every part of the file has the documents in one order: that of
 * adding, or the one that order.c has found. */
#include "engine/segment/write/merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "engine/segment/file/builder.h"
#include "engine/segment/file/sorting.h"
#include "engine/segment/write/order.h"

/* What is mapped of the sources is given back after so much was written. */
#define LET_GO_BYTES ((uint64_t)16 << 20)
/* Inflated blocks that are kept where records are read in another order than
 * they lie in, of some 16 KB; and documents of such a block, about. */
#define SHELF_BLOCKS 1024u
#define SHELF_DOCUMENTS 64u

/* A posting that waits until those of all sources can be put in order. */
typedef struct waiting {
    uint32_t frequency;
    uint32_t length; /* of its document */
    uint32_t count;  /* of its positions, */
    size_t at;       /* which begin here among them all */
} waiting;

typedef struct merging {
    sources sources;
    order order;
    builder *builder;
    postings_reader reader;
    uint32_t *positions;
    size_t positions_capacity;
    /* In another order: the postings of a term. */
    sorting_item *items; /* by new number; each is of a posting that waits */
    size_t items_capacity;
    waiting *waiting;
    size_t waiting_count, waiting_capacity;
    size_t position_count;
    records *shelf;     /* SHELF_BLOCKS of them */
    uint64_t let_go_at; /* bytes of the file being written */
    pilcrow_error *err;
} merging;

/* See order_next(). */
static source *next_document(const merging *m, order_place *at, uint32_t *next,
                             uint32_t *document)
{
    return order_next(&m->order, &m->sources, at, next, document);
}

static void let_go(merging *m)
{
    const uint64_t written = sink_size(m->builder->file);
    if (written < m->let_go_at)
        return;
    sources_let_go(&m->sources);
    m->let_go_at = written + LET_GO_BYTES;
}

/* ------------------------------------------------------------ documents --- */

/* The status of a call on records, in words. */
static pilcrow_status records_status(const merging *m, pilcrow_status status)
{
    if (status == PILCROW_CORRUPT)
        return segment_damaged(m->err);
    if (status == PILCROW_OK)
        return PILCROW_OK;
    status = builder_status(m->builder, m->err);
    return status != PILCROW_OK ? status : error_no_memory(m->err);
}

static pilcrow_status copy_records_as_they_come(merging *m)
{
    records_writer *out = &m->builder->records;
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < m->sources.count; i++) {
        const source *s = &m->sources.list[i];
        segment *from = s->part.segment;
        for (uint32_t at = 0; at < from->documents && status == PILCROW_OK;) {
            if (source_is_deleted(s, at)) {
                at++;
                continue;
            }
            let_go(m);
            status = records_copy(out, &from->records, &at, s->part.deleted);
        }
    }
    return records_status(m, status);
}

/* The reader for a document's record: one that most likely has its block. */
static records *shelf_at(merging *m, const source *s, uint32_t document)
{
    segment *from = s->part.segment;
    const size_t number = (size_t)(s - m->sources.list);
    records *slot =
        &m->shelf[(document / SHELF_DOCUMENTS + number * 37) % SHELF_BLOCKS];
    if (slot->pages == from->records.pages)
        return slot;
    records_release(slot);
    return records_open(slot, from->records.pages, &from->records.place,
                        from->documents)
               ? slot
               : NULL;
}

static pilcrow_status copy_records_anew(merging *m)
{
    order_place at = {0};
    uint32_t next = 0, document;
    pilcrow_status status = PILCROW_OK;
    m->shelf = calloc(SHELF_BLOCKS, sizeof *m->shelf);
    if (m->shelf == NULL)
        return error_no_memory(m->err);
    for (source *s; status == PILCROW_OK &&
                    (s = next_document(m, &at, &next, &document)) != NULL;) {
        records *from = shelf_at(m, s, document);
        let_go(m);
        status = from == NULL
                     ? PILCROW_CORRUPT
                     : records_copy_one(&m->builder->records, from, document);
    }
    return records_status(m, status);
}

static pilcrow_status copy_records(merging *m)
{
    return m->order.places == NULL ? copy_records_as_they_come(m)
                                   : copy_records_anew(m);
}

static pilcrow_status copy_lengths(merging *m)
{
    uint32_t max = 0, next = 0, document;
    order_place at = {0};
    for (size_t i = 0; i < m->sources.count; i++) {
        segment *from = m->sources.list[i].part.segment;
        max = from->length_max > max ? from->length_max : max;
        if (!segment_lengths(from, 0, from->documents - 1))
            return segment_damaged(m->err);
    }
    builder_begin_lengths(m->builder, max);
    for (source *s; (s = next_document(m, &at, &next, &document)) != NULL;)
        builder_add_length(m->builder,
                           segment_length(s->part.segment, document));
    return PILCROW_OK;
}

static pilcrow_status copy_column(merging *m, engine_value which)
{
    source_values values = {0};
    order_place at = {0};
    uint32_t next = 0, document;
    uint64_t value;
    builder_begin_column(m->builder, which);
    for (source *s; (s = next_document(m, &at, &next, &document)) != NULL;) {
        if (!source_value(&values, s, which, document, &value))
            return segment_damaged(m->err);
        column_writer_add(&m->builder->column, value);
    }
    return PILCROW_OK;
}

static pilcrow_status copy_columns(merging *m)
{
    pilcrow_status status = PILCROW_OK;
    for (unsigned which = 0; which < ENGINE_VALUE_COUNT && status == PILCROW_OK;
         which++)
        status = copy_column(m, (engine_value)which);
    return status;
}

/* ------------------------------------------------------------------ ids --- */

static pilcrow_status copy_ids(merging *m)
{
    ids_shape shape = {.count = m->sources.documents};
    order_place at = {0};
    uint32_t next = 0, document;
    for (size_t i = 0; i < m->sources.count; i++)
        ids_shape_join(&shape, &m->sources.list[i].part.segment->ids);
    if (!builder_begin_ids(m->builder, &shape))
        return builder_status(m->builder, m->err);
    for (source *s; (s = next_document(m, &at, &next, &document)) != NULL;) {
        char id[ENGINE_TERM_MAX];
        size_t len;
        if (!ids_get(&s->part.segment->ids, document, id, &len))
            return segment_damaged(m->err);
        ids_writer_add(&m->builder->ids, id, len);
    }
    return PILCROW_OK;
}

/* Stand on the id at s->rank, or on the next after it that is not deleted. */
static bool load_id(source *s)
{
    const ids *from = &s->part.segment->ids;
    for (; s->rank < from->documents; s->rank++) {
        if (!ids_by_rank(from, s->rank, &s->id_document))
            return false;
        if (!source_is_deleted(s, s->id_document))
            return ids_get(from, s->id_document, s->id, &s->id_len);
    }
    return true;
}

/* The source whose next id is the least; NULL: all are through. */
static source *least_id(const merging *m)
{
    source *least = NULL;
    for (size_t i = 0; i < m->sources.count; i++) {
        source *s = &m->sources.list[i];
        if (s->rank < s->part.segment->documents &&
            (least == NULL ||
             sorting_order(s->id, s->id_len, least->id, least->id_len) < 0))
            least = s;
    }
    return least;
}

static pilcrow_status sort_ids(merging *m)
{
    for (size_t i = 0; i < m->sources.count; i++)
        if (!load_id(&m->sources.list[i]))
            return segment_damaged(m->err);
    uint64_t left = m->builder->directory.documents;
    for (source *s; (s = least_id(m)) != NULL; left--) {
        ids_writer_add_sorted(&m->builder->ids,
                              order_number(&m->order, s, s->id_document));
        s->rank++;
        if (left == 0 || !load_id(s))
            return segment_damaged(m->err);
    }
    return left == 0 ? PILCROW_OK : segment_damaged(m->err);
}

/* ---------------------------------------------------------------- terms --- */

/* The positions of the reader's posting, behind those that wait; false: no
 * memory. */
static bool read_positions(merging *m, uint32_t *count)
{
    *count = postings_reader_positions(&m->reader);
    if (m->positions_capacity - m->position_count < *count) {
        size_t capacity = 2 * (m->position_count + *count);
        uint32_t *positions =
            realloc(m->positions, capacity * sizeof *positions);
        if (positions == NULL)
            return false;
        m->positions = positions;
        m->positions_capacity = capacity;
    }
    for (uint32_t i = 0; i < *count; i++)
        m->positions[m->position_count + i] =
            postings_reader_position(&m->reader);
    return true;
}

static void write_posting(merging *m, uint32_t number, const waiting *w)
{
    postings_writer_add(&m->builder->lists.postings, number, w->frequency,
                        w->count > 0 ? m->positions + w->at : NULL, w->length);
}

/* Keep a posting until all of its term are there. */
static bool keep_waiting(merging *m, uint32_t number, const waiting *w)
{
    waiting *list = list_room(m->waiting, m->waiting_count,
                              &m->waiting_capacity, sizeof *list);
    if (list == NULL)
        return false;
    m->waiting = list;
    sorting_item *items = list_room(m->items, m->waiting_count,
                                    &m->items_capacity, sizeof *items);
    if (items == NULL)
        return false;
    m->items = items;
    items[m->waiting_count] =
        (sorting_item){number, (uint32_t)m->waiting_count};
    list[m->waiting_count++] = *w;
    m->position_count += w->count;
    return true;
}

static bool write_waiting(merging *m)
{
    if (!sorting_sort(m->items, m->waiting_count, sorting_by_number, NULL))
        return false;
    for (size_t i = 0; i < m->waiting_count; i++)
        write_posting(m, (uint32_t)m->items[i].prefix,
                      &m->waiting[m->items[i].number]);
    m->waiting_count = 0;
    m->position_count = 0;
    return true;
}

static pilcrow_status copy_posting(merging *m, const source *s,
                                   uint32_t document)
{
    postings_reader *r = &m->reader;
    waiting w = {.frequency = postings_reader_frequency(r),
                 .length = segment_length(s->part.segment, document),
                 .at = m->position_count};
    if (s->walk.at.positions_len > 0 && !read_positions(m, &w.count))
        return error_no_memory(m->err);
    if (r->corrupt || (w.count != 0 && w.count != w.frequency) ||
        (w.frequency > 0) != field_is_scored(s->walk.field))
        return segment_damaged(m->err);
    const uint32_t number = order_number(&m->order, s, document);
    if (m->order.numbers == NULL)
        write_posting(m, number, &w);
    else if (!keep_waiting(m, number, &w))
        return error_no_memory(m->err);
    return PILCROW_OK;
}

static pilcrow_status copy_postings(merging *m, const source *s)
{
    uint32_t document;
    segment *from = s->part.segment;
    postings_reader *r = &m->reader;
    pilcrow_status status = PILCROW_OK;
    if (!postings_reader_open(r, from, &s->walk.at))
        return segment_damaged(m->err);
    while (status == PILCROW_OK &&
           (document = postings_reader_next(r)) != POSTINGS_END) {
        if (document >= from->documents)
            return segment_damaged(m->err);
        if (!source_is_deleted(s, document))
            status = copy_posting(m, s, document);
    }
    return status == PILCROW_OK && r->corrupt ? segment_damaged(m->err)
                                              : status;
}

/* Write one term, of which `first` has the first postings, and move on all
 * sources that have it. */
static pilcrow_status copy_term(merging *m, source *first)
{
    pilcrow_status status = PILCROW_OK;
    const segment_walk *term = &first->walk;
    bool positions = false;
    for (size_t i = 0; i < m->sources.count; i++) {
        const source *s = &m->sources.list[i];
        if (source_has_term(s, first))
            positions = positions || s->walk.at.positions_len > 0;
    }
    builder_begin_term(m->builder, term->field, term->term, term->len,
                       positions);
    for (size_t i = 0; i < m->sources.count && status == PILCROW_OK; i++)
        if (source_has_term(&m->sources.list[i], first))
            status = copy_postings(m, &m->sources.list[i]);
    if (status == PILCROW_OK && !write_waiting(m))
        status = error_no_memory(m->err);
    builder_end_term(m->builder);
    return status == PILCROW_OK ? sources_pass_term(&m->sources, first, m->err)
                                : status;
}

static pilcrow_status copy_terms(merging *m)
{
    builder_begin_terms(m->builder);
    pilcrow_status status = sources_begin_terms(&m->sources, 0, m->err);
    for (source *s; status == PILCROW_OK &&
                    (s = sources_least_term(&m->sources)) != NULL;) {
        let_go(m);
        status = copy_term(m, s);
        if (status == PILCROW_OK)
            status = builder_status(m->builder, m->err);
    }
    return status;
}

/* ----------------------------------------------------------- all of it --- */

static pilcrow_status copy_all(merging *m)
{
    static pilcrow_status (*const steps[])(merging *) = {
        copy_records, copy_lengths, copy_columns,
        copy_ids,     sort_ids,     copy_terms};
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (status == PILCROW_OK)
            status = steps[i](m);
        if (status == PILCROW_OK)
            status = builder_status(m->builder, m->err);
        m->let_go_at = 0;
        let_go(m);
    }
    return status;
}

static void release(merging *m)
{
    builder_close(m->builder);
    sources_release(&m->sources);
    order_release(&m->order);
    for (size_t i = 0; m->shelf != NULL && i < SHELF_BLOCKS; i++)
        records_release(&m->shelf[i]);
    free(m->shelf);
    free(m->positions);
    free(m->items);
    free(m->waiting);
    free(m);
}

pilcrow_status merge_segments(segment_name *out, const merge_part *parts,
                              size_t count, const merge_target *to,
                              pilcrow_error *err)
{
    merging *m = calloc(1, sizeof *m);
    if (m == NULL)
        return error_no_memory(err);
    m->err = err;
    pilcrow_status status = sources_open(&m->sources, parts, count)
                                ? PILCROW_OK
                                : error_no_memory(err);
    if (status == PILCROW_OK && to->reorder)
        status = order_find(&m->order, &m->sources, err);
    if (status == PILCROW_OK)
        status = builder_open(&m->builder, to->data, to->number, err);
    if (status == PILCROW_OK)
        status = copy_all(m);
    if (status == PILCROW_OK)
        status = builder_finish(m->builder, to->durable, out, err);
    release(m);
    return status;
}
