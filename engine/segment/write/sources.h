/* SPDX-License-Identifier: MIT
 *
 * Several segments as one row of documents, part after part and without those
 * that are deleted: what a merge reads. A document's number in that row is its
 * `number` here. */
#ifndef PILCROW_ENGINE_SEGMENT_WRITE_SOURCES_H
#define PILCROW_ENGINE_SEGMENT_WRITE_SOURCES_H

#include "engine/segment/file/postings.h"
#include "engine/segment/write/merge.h"

typedef struct source {
    merge_part part;
    uint32_t base;     /* the number of its first document */
    uint32_t *before;  /* documents deleted before each word of the bitmap;
                          NULL: none is deleted */
    segment_walk walk; /* over its terms */
    uint32_t rank;     /* of the next id in order, */
    char id[ENGINE_TERM_MAX]; /* which is this; */
    size_t id_len;
    uint32_t id_document; /* its document; rank past the end: none */
} source;

typedef struct sources {
    source *list;
    size_t count;
    uint32_t documents; /* of all, without those deleted */
} sources;

/* The parts are borrowed. Release after any outcome; false without memory. */
bool sources_open(sources *out, const merge_part *parts, size_t count);
void sources_release(sources *s);

/* Of the bitmap of what is deleted. */
#define SOURCE_WORD_BITS 64u

static inline bool source_is_deleted(const source *s, uint32_t document)
{
    const uint64_t *bits = s->part.deleted;
    return bits != NULL && (bits[document / SOURCE_WORD_BITS] >>
                                document % SOURCE_WORD_BITS &
                            1) != 0;
}

/* Of one that is not deleted. */
static inline uint32_t source_number(const source *s, uint32_t document)
{
    if (s->before == NULL)
        return s->base + document;
    const uint64_t below = (UINT64_C(1) << document % SOURCE_WORD_BITS) - 1;
    const uint64_t bits = s->part.deleted[document / SOURCE_WORD_BITS] & below;
    return s->base + document - s->before[document / SOURCE_WORD_BITS] -
           (uint32_t)__builtin_popcountll(bits);
}

/* One value of documents, read a block at a time; begin with zeros. */
typedef struct source_values {
    const source *of; /* whose block it is */
    uint32_t block;
    uint64_t values[SEGMENT_VALUES_BLOCK];
} source_values;

/* False is damage. */
bool source_value(source_values *v, const source *s, engine_value which,
                  uint32_t document, uint64_t *out);

/* Each part of a source is read once and in order, so its pages would only
 * fill memory: give them back. */
void sources_let_go(const sources *s);

/* Stand on the first term of each from that field on; then the source with the
 * least of them, by field and bytes. NULL: all are through. */
pilcrow_status sources_begin_terms(sources *s, engine_field field,
                                   pilcrow_error *err);
source *sources_least_term(const sources *s);
/* Does that one stand on the same term as `least`? */
bool source_has_term(const source *s, const source *least);
/* Move on all that stand on the term of `least`. */
pilcrow_status sources_pass_term(sources *s, source *least, pilcrow_error *err);

#endif
