/* SPDX-License-Identifier: MIT
 *
 * In: segments and what is deleted in them. Out: one segment of the rest.
 * Invariant: documents keep their order, and a part's documents stand together
 * after those of the parts before it. */
#include "engine/segment/merge.h"

#include <stdlib.h>
#include <string.h>

#include "engine/segment/builder.h"
#include "engine/segment/sorting.h"

#define WORD_BITS 64u
/* What is mapped of the sources is given back after so much was written. */
#define LET_GO_BYTES ((uint64_t)16 << 20)

/* A part, and where its documents go. */
typedef struct source {
    merge_part part;
    uint32_t base;     /* the new number of its first document */
    uint32_t *before;  /* documents deleted before each word of the bitmap;
                          NULL: none is deleted */
    segment_walk walk; /* over its terms */
    uint32_t rank;     /* of the next id in order, */
    char id[ENGINE_TERM_MAX]; /* which is this; */
    size_t id_len;
    uint32_t id_document; /* its document; rank past the end: none */
} source;

typedef struct merging {
    source *sources;
    size_t count;
    builder *builder;
    postings_reader reader;
    uint32_t *positions;
    size_t positions_capacity;
    uint64_t let_go_at; /* bytes of the file being written */
    pilcrow_error *err;
} merging;

/* Each part of a source is read once and in order, so its pages would only
 * fill memory. */
static void let_go(merging *m)
{
    const uint64_t written = sink_size(m->builder->file);
    if (written < m->let_go_at)
        return;
    for (size_t i = 0; i < m->count; i++)
        pages_let_go(&m->sources[i].part.segment->pages);
    m->let_go_at = written + LET_GO_BYTES;
}

/* ------------------------------------------------------------ documents --- */

static bool is_deleted(const source *s, uint32_t document)
{
    const uint64_t *bits = s->part.deleted;
    return bits != NULL &&
           (bits[document / WORD_BITS] >> document % WORD_BITS & 1) != 0;
}

static uint32_t new_number(const source *s, uint32_t document)
{
    if (s->before == NULL)
        return s->base + document;
    uint64_t below = (UINT64_C(1) << document % WORD_BITS) - 1;
    uint64_t bits = s->part.deleted[document / WORD_BITS] & below;
    return s->base + document - s->before[document / WORD_BITS] -
           (uint32_t)__builtin_popcountll(bits);
}

static bool count_before(source *s)
{
    uint32_t sum = 0;
    size_t words = (size_t)s->part.segment->documents / WORD_BITS + 1;
    if (s->part.deleted == NULL)
        return true;
    s->before = malloc(words * sizeof *s->before);
    if (s->before == NULL)
        return false;
    for (size_t i = 0; i < words; i++) {
        s->before[i] = sum;
        sum += (uint32_t)__builtin_popcountll(s->part.deleted[i]);
    }
    return true;
}

static pilcrow_status copy_records(merging *m)
{
    records_writer *out = &m->builder->records;
    for (size_t i = 0; i < m->count; i++) {
        source *s = &m->sources[i];
        segment *from = s->part.segment;
        for (uint32_t at = 0; at < from->documents;) {
            if (is_deleted(s, at)) {
                at++;
                continue;
            }
            let_go(m);
            pilcrow_status status =
                records_copy(out, &from->records, &at, s->part.deleted);
            if (status == PILCROW_CORRUPT)
                return segment_damaged(m->err);
            if (status != PILCROW_OK)
                return builder_status(m->builder, m->err) != PILCROW_OK
                           ? builder_status(m->builder, m->err)
                           : error_no_memory(m->err);
        }
    }
    return PILCROW_OK;
}

static pilcrow_status copy_lengths(merging *m)
{
    uint32_t max = 0;
    for (size_t i = 0; i < m->count; i++) {
        const segment *from = m->sources[i].part.segment;
        max = from->length_max > max ? from->length_max : max;
    }
    builder_begin_lengths(m->builder, max);
    for (size_t i = 0; i < m->count; i++) {
        const source *s = &m->sources[i];
        segment *from = s->part.segment;
        if (!segment_lengths(from, 0, from->documents - 1))
            return segment_damaged(m->err);
        for (uint32_t at = 0; at < from->documents; at++)
            if (!is_deleted(s, at))
                builder_add_length(m->builder, segment_length(from, at));
    }
    return PILCROW_OK;
}

static pilcrow_status copy_values(merging *m, const source *s,
                                  engine_value which)
{
    uint64_t values[SEGMENT_VALUES_BLOCK];
    segment *from = s->part.segment;
    for (uint32_t at = 0; at < from->documents; at++) {
        if (at % SEGMENT_VALUES_BLOCK == 0 &&
            !segment_values(from, which, at / SEGMENT_VALUES_BLOCK, values))
            return segment_damaged(m->err);
        if (!is_deleted(s, at))
            column_writer_add(&m->builder->column,
                              values[at % SEGMENT_VALUES_BLOCK]);
    }
    return PILCROW_OK;
}

static pilcrow_status copy_columns(merging *m)
{
    pilcrow_status status = PILCROW_OK;
    for (unsigned which = 0; which < ENGINE_VALUE_COUNT; which++) {
        builder_begin_column(m->builder, (engine_value)which);
        for (size_t i = 0; i < m->count && status == PILCROW_OK; i++)
            status = copy_values(m, &m->sources[i], (engine_value)which);
    }
    return status;
}

/* ------------------------------------------------------------------ ids --- */

static pilcrow_status copy_ids(merging *m)
{
    ids_shape shape = {0};
    for (size_t i = 0; i < m->count; i++) {
        const merge_part *part = &m->sources[i].part;
        ids_shape_join(&shape, &part->segment->ids);
        shape.count += part->segment->documents - part->deleted_count;
    }
    if (!builder_begin_ids(m->builder, &shape))
        return builder_status(m->builder, m->err);
    for (size_t i = 0; i < m->count; i++) {
        const source *s = &m->sources[i];
        for (uint32_t at = 0; at < s->part.segment->documents; at++) {
            char id[ENGINE_TERM_MAX];
            size_t len;
            if (is_deleted(s, at))
                continue;
            if (!ids_get(&s->part.segment->ids, at, id, &len))
                return segment_damaged(m->err);
            ids_writer_add(&m->builder->ids, id, len);
        }
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
        if (!is_deleted(s, s->id_document))
            return ids_get(from, s->id_document, s->id, &s->id_len);
    }
    return true;
}

/* The source whose next id is the least; NULL: all are through. */
static source *least_id(const merging *m)
{
    source *least = NULL;
    for (size_t i = 0; i < m->count; i++) {
        source *s = &m->sources[i];
        if (s->rank < s->part.segment->documents &&
            (least == NULL ||
             sorting_order(s->id, s->id_len, least->id, least->id_len) < 0))
            least = s;
    }
    return least;
}

static pilcrow_status sort_ids(merging *m)
{
    for (size_t i = 0; i < m->count; i++)
        if (!load_id(&m->sources[i]))
            return segment_damaged(m->err);
    uint64_t left = m->builder->directory.documents;
    for (source *s; (s = least_id(m)) != NULL; left--) {
        ids_writer_add_sorted(&m->builder->ids, new_number(s, s->id_document));
        s->rank++;
        if (left == 0 || !load_id(s))
            return segment_damaged(m->err);
    }
    return left == 0 ? PILCROW_OK : segment_damaged(m->err);
}

/* ---------------------------------------------------------------- terms --- */

static int compare_walks(const segment_walk *a, const segment_walk *b)
{
    if (a->field != b->field)
        return a->field < b->field ? -1 : 1;
    return sorting_order(a->term, a->len, b->term, b->len);
}

/* The first source that stands on the least term; NULL: all are through. */
static source *least_term(const merging *m)
{
    source *least = NULL;
    for (size_t i = 0; i < m->count; i++) {
        source *s = &m->sources[i];
        if (!s->walk.done &&
            (least == NULL || compare_walks(&s->walk, &least->walk) < 0))
            least = s;
    }
    return least;
}

/* The positions of the reader's posting in m->positions; false: no memory. */
static bool read_positions(merging *m, uint32_t *count)
{
    *count = postings_reader_positions(&m->reader);
    if (*count > m->positions_capacity) {
        size_t capacity = 2 * (size_t)*count;
        uint32_t *positions =
            realloc(m->positions, capacity * sizeof *positions);
        if (positions == NULL)
            return false;
        m->positions = positions;
        m->positions_capacity = capacity;
    }
    for (uint32_t i = 0; i < *count; i++)
        m->positions[i] = postings_reader_position(&m->reader);
    return true;
}

static pilcrow_status copy_postings(merging *m, const source *s)
{
    uint32_t document;
    uint32_t count = 0;
    segment *from = s->part.segment;
    postings_reader *r = &m->reader;
    if (!postings_reader_open(r, from, &s->walk.at))
        return segment_damaged(m->err);
    while ((document = postings_reader_next(r)) != POSTINGS_END) {
        if (document >= from->documents)
            return segment_damaged(m->err);
        if (is_deleted(s, document))
            continue;
        uint32_t frequency = postings_reader_frequency(r);
        if (s->walk.at.positions_len > 0 && !read_positions(m, &count))
            return error_no_memory(m->err);
        if (r->corrupt || (count != 0 && count != frequency) ||
            (frequency > 0) != field_is_scored(s->walk.field))
            return segment_damaged(m->err);
        postings_writer_add(
            &m->builder->lists.postings, new_number(s, document), frequency,
            count > 0 ? m->positions : NULL, segment_length(from, document));
    }
    return r->corrupt ? segment_damaged(m->err) : PILCROW_OK;
}

/* Write one term, of which `first` has the first postings, and move on all
 * sources that have it. */
static pilcrow_status copy_term(merging *m, source *first)
{
    pilcrow_status status = PILCROW_OK;
    segment_walk key = first->walk;
    bool positions = false;
    key.term = key.cursor.key + 1;
    for (size_t i = 0; i < m->count; i++) {
        const segment_walk *w = &m->sources[i].walk;
        if (!w->done && compare_walks(w, &key) == 0)
            positions = positions || w->at.positions_len > 0;
    }
    builder_begin_term(m->builder, key.field, key.term, key.len, positions);
    for (size_t i = 0; i < m->count && status == PILCROW_OK; i++) {
        source *s = &m->sources[i];
        if (s->walk.done || compare_walks(&s->walk, &key) != 0)
            continue;
        status = copy_postings(m, s);
        if (status == PILCROW_OK)
            status = segment_walk_next(&s->walk, m->err);
    }
    builder_end_term(m->builder);
    return status;
}

static pilcrow_status copy_terms(merging *m)
{
    pilcrow_status status = PILCROW_OK;
    builder_begin_terms(m->builder);
    for (size_t i = 0; i < m->count && status == PILCROW_OK; i++)
        status = segment_walk_begin(
            &m->sources[i].walk, m->sources[i].part.segment, 0, "", 0, m->err);
    for (source *s; status == PILCROW_OK && (s = least_term(m)) != NULL;) {
        let_go(m);
        status = copy_term(m, s);
        if (status == PILCROW_OK)
            status = builder_status(m->builder, m->err);
    }
    return status;
}

/* ----------------------------------------------------------- all of it --- */

static pilcrow_status open_sources(merging *m, const merge_part *parts)
{
    uint32_t base = 0;
    m->sources = calloc(m->count, sizeof *m->sources);
    if (m->sources == NULL)
        return error_no_memory(m->err);
    for (size_t i = 0; i < m->count; i++) {
        source *s = &m->sources[i];
        s->part = parts[i];
        s->base = base;
        base += parts[i].segment->documents - parts[i].deleted_count;
        if (!count_before(s))
            return error_no_memory(m->err);
    }
    return PILCROW_OK;
}

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

pilcrow_status merge_segments(segment_name *out, const merge_part *parts,
                              size_t count, const char *data, uint64_t number,
                              bool durable, pilcrow_error *err)
{
    merging *m = calloc(1, sizeof *m);
    if (m == NULL)
        return error_no_memory(err);
    m->count = count;
    m->err = err;
    pilcrow_status status = open_sources(m, parts);
    if (status == PILCROW_OK)
        status = builder_open(&m->builder, data, number, err);
    if (status == PILCROW_OK)
        status = copy_all(m);
    if (status == PILCROW_OK)
        status = builder_finish(m->builder, durable, out, err);
    builder_close(m->builder);
    for (size_t i = 0; m->sources != NULL && i < count; i++)
        free(m->sources[i].before);
    free(m->sources);
    free(m->positions);
    free(m);
    return status;
}
