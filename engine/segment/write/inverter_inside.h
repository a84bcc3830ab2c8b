/* SPDX-License-Identifier: MIT
 *
 * What an inverter holds, for those who fill it (inverter.c), tell where things
 * are to stand (inverter_place.c) and write them (inverter_write.c).
 *
 * Documents that are alike form a group, each other document one of its own.
 * The postings of a field that is scored are those of groups, by their numbers;
 * the others are those of documents. In a segment the documents of a group
 * stand together, so that the groups come in their order, and within each its
 * documents in theirs. */
#ifndef PILCROW_ENGINE_SEGMENT_WRITE_INVERTER_INSIDE_H
#define PILCROW_ENGINE_SEGMENT_WRITE_INVERTER_INSIDE_H

#include "engine/segment/write/chain.h"
#include "engine/segment/write/held.h"
#include "engine/segment/write/inverter.h"
#include "engine/segment/write/pool.h"
#include "engine/segment/write/rows.h"
#include "engine/segment/write/slots.h"

/* Terms of a paragraph that may be those of the one before. */
#define REPEATED 16u

typedef struct entry {
    chain postings;
    const char *term;
    uint8_t field;
    uint8_t len;
    bool positions; /* some posting has them */
} entry;

_Static_assert(sizeof(entry) == ROWS_LINE, "an entry is a line of the cache");

typedef struct document {
    const char *id;
    uint64_t values[ENGINE_VALUE_COUNT];
    uint32_t group;
    uint8_t id_len;
} document;

typedef struct group {
    uint32_t first;  /* its first document, */
    uint32_t count;  /* how many it has, */
    uint32_t length; /* and the length of each */
} group;

struct inverter {
    pool pool;
    rows entries;
    slots terms;
    entry *repeated[REPEATED]; /* what the last paragraph is filtered by */
    rows documents;
    group *groups;
    size_t group_count, group_capacity;
    /* Those that may still grow: the groups whose documents' records wait. */
    slots alike; /* which of them have a hash */
    held held;   /* the records of the last documents */
    uint32_t *places; /* of the documents, once they are written; NULL: in the
                         order in which they came */
    slots ids;
    ids_shape shape;
    uint32_t length_max;
};

/* Have `places`, if any document is to stand elsewhere than it came. False
 * without memory. */
bool inverter_find_places(inverter *v);

static inline entry *entry_at(const inverter *v, size_t number)
{
    return rows_at(&v->entries, number, sizeof(entry));
}

static inline document *document_at(const inverter *v, size_t number)
{
    return rows_at(&v->documents, number, sizeof(document));
}

#endif
