/* SPDX-License-Identifier: MIT
 *
 * In: paragraphs. Out: their terms in order, each with its postings.
 * Invariant: a document's number is its place among those taken since all was
 * forgotten, and each term's postings are in that order. */
#include "engine/segment/inverter.h"

#include <stdlib.h>
#include <string.h>

#include "base/huge.h"
#include "base/list.h"
#include "engine/segment/chain.h"
#include "engine/segment/pool.h"
#include "engine/segment/sorting.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#define SLOTS_FIRST 1024u
/* Postings, and terms, whose memory is fetched ahead of its use. */
#define FETCHED 32u
#define TERMS_FETCHED 8u

typedef struct entry {
    const char *term;
    uint8_t field;
    uint8_t len;
    bool positions; /* some posting has them */
    chain postings;
} entry;

/* A place in a table of hashes; number 0 is an empty one. */
typedef struct slot {
    uint32_t hash;
    uint32_t number; /* and 1 */
} slot;

typedef struct slots {
    slot *list;
    size_t capacity; /* 0 or a power of two */
    size_t used;
} slots;

typedef struct document {
    const char *id;
    uint64_t values[ENGINE_VALUE_COUNT];
    uint32_t length;
    uint8_t id_len;
} document;

struct inverter {
    pool pool;
    entry *entries;
    size_t entry_count, entry_capacity;
    slots terms;
    document *documents;
    size_t document_count, document_capacity;
    slots ids;
    ids_shape shape;
    uint32_t length_max;
    uint32_t *positions; /* of one posting being read */
    size_t positions_capacity;
};

/* -------------------------------------------------------- open and close --- */

pilcrow_status inverter_new(inverter **out, pilcrow_error *err)
{
    *out = calloc(1, sizeof **out);
    return *out != NULL ? PILCROW_OK : error_no_memory(err);
}

void inverter_clear(inverter *v)
{
    pool_release(&v->pool);
    free(v->entries);
    free(v->terms.list);
    free(v->documents);
    free(v->ids.list);
    free(v->positions);
    *v = (inverter){0};
}

void inverter_free(inverter *v)
{
    if (v == NULL)
        return;
    inverter_clear(v);
    free(v);
}

uint32_t inverter_documents(const inverter *v)
{
    return (uint32_t)v->document_count;
}

uint32_t inverter_length(const inverter *v, uint32_t number)
{
    return v->documents[number].length;
}

size_t inverter_memory(const inverter *v)
{
    return v->pool.bytes + v->entry_capacity * sizeof *v->entries +
           v->document_capacity * sizeof *v->documents +
           (v->terms.capacity + v->ids.capacity) * sizeof(slot);
}

/* -------------------------------------------------------------- hashing --- */

/* Make room for one more. */
static bool slots_room(slots *s)
{
    if (s->used * 4 < s->capacity * 3)
        return true;
    size_t capacity = s->capacity == 0 ? SLOTS_FIRST : s->capacity * 2;
    slot *list = calloc(capacity, sizeof *list);
    if (list == NULL)
        return false;
    huge_ask(list, capacity * sizeof *list);
    for (size_t i = 0; i < s->capacity; i++) {
        if (s->list[i].number == 0)
            continue;
        size_t at = s->list[i].hash & (capacity - 1);
        while (list[at].number != 0)
            at = (at + 1) & (capacity - 1);
        list[at] = s->list[i];
    }
    free(s->list);
    s->list = list;
    s->capacity = capacity;
    return true;
}

static uint32_t hash_of(const char *bytes, size_t len, unsigned field)
{
    uint64_t hash = XXH3_64bits_withSeed(bytes, len, field);
    return (uint32_t)(hash ^ hash >> 32);
}

/* The slot of a term, or the empty one where it goes. Some slot is empty. */
static slot *find_term(const inverter *v, engine_field field, const char *term,
                       size_t len, uint32_t hash)
{
    const slots *s = &v->terms;
    for (size_t at = hash & (s->capacity - 1);;
         at = (at + 1) & (s->capacity - 1)) {
        slot *here = &s->list[at];
        if (here->number == 0)
            return here;
        const entry *e = &v->entries[here->number - 1];
        if (here->hash == hash && e->field == field && e->len == len &&
            memcmp(e->term, term, len) == 0)
            return here;
    }
}

/* Where the search of a term begins. Some slot is empty. */
static const slot *first_slot(const inverter *v, uint32_t hash)
{
    return &v->terms.list[hash & (v->terms.capacity - 1)];
}

static slot *find_id(const inverter *v, const char *id, size_t len,
                     uint32_t hash)
{
    const slots *s = &v->ids;
    for (size_t at = hash & (s->capacity - 1);;
         at = (at + 1) & (s->capacity - 1)) {
        slot *here = &s->list[at];
        if (here->number == 0)
            return here;
        const document *d = &v->documents[here->number - 1];
        if (here->hash == hash && d->id_len == len &&
            memcmp(d->id, id, len) == 0)
            return here;
    }
}

bool inverter_find_id(const inverter *v, const char *id, size_t len,
                      uint32_t *number)
{
    if (v->ids.capacity == 0)
        return false;
    const slot *found = find_id(v, id, len, hash_of(id, len, ENGINE_ID));
    if (found->number == 0)
        return false;
    *number = found->number - 1;
    return true;
}

/* -------------------------------------------------------------- writing --- */

/* The entry of a term, a new one if need be. */
static entry *entry_of(inverter *v, const engine_posting *posting,
                       uint32_t hash)
{
    if (!slots_room(&v->terms))
        return NULL;
    slot *at = find_term(v, posting->field, posting->term, posting->len, hash);
    if (at->number != 0)
        return &v->entries[at->number - 1];
    entry *entries = list_room(v->entries, v->entry_count, &v->entry_capacity,
                               sizeof *entries);
    const char *term = pool_copy(&v->pool, posting->term, posting->len);
    if (entries != NULL)
        v->entries = entries;
    if (entries == NULL || term == NULL)
        return NULL;
    entry *e = &v->entries[v->entry_count++];
    *e = (entry){.term = term,
                 .field = (uint8_t)posting->field,
                 .len = (uint8_t)posting->len};
    *at = (slot){hash, (uint32_t)v->entry_count};
    v->terms.used++;
    return e;
}

static bool add_id(inverter *v, const engine_posting *posting, uint32_t hash,
                   document *d)
{
    d->id = pool_copy(&v->pool, posting->term, posting->len);
    d->id_len = (uint8_t)posting->len;
    if (d->id == NULL || !slots_room(&v->ids))
        return false;
    *find_id(v, posting->term, posting->len, hash) =
        (slot){hash, (uint32_t)v->document_count + 1};
    v->ids.used++;
    ids_shape_add(&v->shape, posting->term, posting->len);
    return true;
}

static bool add_posting(inverter *v, const engine_posting *posting,
                        uint32_t hash, document *d)
{
    if (posting->field == ENGINE_ID)
        return add_id(v, posting, hash, d);
    entry *e = entry_of(v, posting, hash);
    uint32_t number = (uint32_t)v->document_count;
    if (e == NULL)
        return false;
    if (chain_holds(&e->postings, number))
        return true;
    d->length += posting->frequency;
    e->positions = e->positions || chain_has_positions(posting);
    return chain_add(&e->postings, &v->pool, number, posting);
}

/* The hashes of these postings' terms. The memory is fetched that adding them
 * will touch: slots and entries lie anywhere, and to wait for one after the
 * other takes longer than the work. */
static void hash_ahead(const inverter *v, const engine_posting *postings,
                       size_t count, uint32_t *hashes)
{
    for (size_t i = 0; i < count; i++) {
        hashes[i] = hash_of(postings[i].term, postings[i].len,
                            postings[i].field);
        if (v->terms.capacity > 0)
            __builtin_prefetch(first_slot(v, hashes[i]));
    }
    if (v->terms.capacity == 0)
        return;
    for (size_t i = 0; i < count; i++) {
        const uint32_t number = first_slot(v, hashes[i])->number;
        if (number > 0)
            __builtin_prefetch(&v->entries[number - 1]);
    }
    for (size_t i = 0; i < count; i++) {
        const uint32_t number = first_slot(v, hashes[i])->number;
        if (number == 0)
            continue;
        __builtin_prefetch(v->entries[number - 1].term);
        __builtin_prefetch(v->entries[number - 1].postings.at);
    }
}

static bool add_postings(inverter *v, const engine_posting *postings,
                         size_t count, document *d)
{
    uint32_t hashes[FETCHED];
    hash_ahead(v, postings, count, hashes);
    for (size_t i = 0; i < count; i++)
        if (!add_posting(v, &postings[i], hashes[i], d))
            return false;
    return true;
}

pilcrow_status inverter_add(inverter *v, const engine_paragraph *paragraph,
                            pilcrow_error *err)
{
    document d = {0};
    size_t left = paragraph->posting_count;
    for (const engine_posting *at = paragraph->postings; left > 0;) {
        const size_t count = left < FETCHED ? left : FETCHED;
        if (!add_postings(v, at, count, &d))
            return error_no_memory(err);
        at += count;
        left -= count;
    }
    memcpy(d.values, paragraph->values, sizeof d.values);
    document *list = list_room(v->documents, v->document_count,
                               &v->document_capacity, sizeof *list);
    if (list == NULL)
        return error_no_memory(err);
    v->documents = list;
    v->documents[v->document_count++] = d;
    v->length_max = d.length > v->length_max ? d.length : v->length_max;
    return PILCROW_OK;
}

/* -------------------------------------------------------------- reading --- */

void inverter_visit(const inverter *v, engine_field field, const char *term,
                    size_t len, inverter_visitor *visit, void *ctx)
{
    uint32_t number;
    if (field == ENGINE_ID) {
        if (inverter_find_id(v, term, len, &number))
            visit(ctx, number);
        return;
    }
    if (v->terms.capacity == 0)
        return;
    const slot *at = find_term(v, field, term, len, hash_of(term, len, field));
    if (at->number == 0)
        return;
    chain_reader r = chain_read(&v->entries[at->number - 1].postings);
    while (chain_next(&r)) {
        chain_positions(&r, NULL);
        visit(ctx, r.document);
    }
}

/* ---------------------------------------------------------- to a segment --- */

static void write_documents(const inverter *v, builder *b)
{
    size_t count = v->document_count;
    builder_begin_lengths(b, v->length_max);
    for (size_t i = 0; i < count; i++)
        builder_add_length(b, v->documents[i].length);
    for (unsigned which = 0; which < ENGINE_VALUE_COUNT; which++) {
        builder_begin_column(b, (engine_value)which);
        for (size_t i = 0; i < count; i++)
            column_writer_add(&b->column, v->documents[i].values[which]);
    }
    builder_begin_ids(b, &v->shape);
    for (size_t i = 0; i < count; i++)
        ids_writer_add(&b->ids, v->documents[i].id, v->documents[i].id_len);
}

static int compare_ids(const sorting_item *a, const sorting_item *b, void *ctx)
{
    const inverter *v = ctx;
    const document *left = &v->documents[a->number];
    const document *right = &v->documents[b->number];
    return sorting_order(left->id, left->id_len, right->id, right->id_len);
}

static int compare_terms(const sorting_item *a, const sorting_item *b,
                         void *ctx)
{
    const inverter *v = ctx;
    const entry *left = &v->entries[a->number];
    const entry *right = &v->entries[b->number];
    if (left->field != right->field)
        return left->field < right->field ? -1 : 1;
    return sorting_order(left->term, left->len, right->term, right->len);
}

static bool write_ids(inverter *v, builder *b)
{
    size_t count = v->document_count;
    sorting_item *items = malloc(count * sizeof *items);
    if (items == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const document *d = &v->documents[i];
        items[i] = (sorting_item){sorting_prefix(d->id, d->id_len),
                                  (uint32_t)i};
    }
    bool sorted = sorting_sort(items, count, compare_ids, v);
    for (size_t i = 0; sorted && i < count; i++)
        ids_writer_add_sorted(&b->ids, items[i].number);
    free(items);
    return sorted;
}

static bool room_for_positions(inverter *v, uint32_t count)
{
    if (count <= v->positions_capacity)
        return true;
    size_t capacity = 2 * (size_t)count;
    uint32_t *positions = realloc(v->positions, capacity * sizeof *positions);
    if (positions == NULL)
        return false;
    v->positions = positions;
    v->positions_capacity = capacity;
    return true;
}

static bool write_term(inverter *v, const entry *e, builder *b)
{
    chain_reader r = chain_read(&e->postings);
    builder_begin_term(b, e->field, e->term, e->len, e->positions);
    while (chain_next(&r)) {
        if (!room_for_positions(v, r.frequency))
            return false;
        chain_positions(&r, v->positions);
        builder_add_posting(b, r.document, r.frequency,
                            r.positions ? v->positions : NULL,
                            v->documents[r.document].length);
    }
    builder_end_term(b);
    return true;
}

/* Have the memory fetched of terms that come after the `at`th. */
static void fetch_terms(const inverter *v, const sorting_item *items,
                        size_t count, size_t at)
{
    const size_t far = at + 2 * TERMS_FETCHED;
    const size_t near = at + TERMS_FETCHED;
    if (far < count)
        __builtin_prefetch(&v->entries[items[far].number]);
    if (near < count) {
        __builtin_prefetch(v->entries[items[near].number].term);
        __builtin_prefetch(v->entries[items[near].number].postings.first);
    }
}

static bool write_terms(inverter *v, builder *b)
{
    size_t count = v->entry_count;
    sorting_item *items = malloc((count + 1) * sizeof *items);
    if (items == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const entry *e = &v->entries[i];
        uint64_t rest = sorting_prefix(e->term, e->len);
        items[i] = (sorting_item){(uint64_t)e->field << 56 | rest >> 8,
                                  (uint32_t)i};
    }
    bool ok = sorting_sort(items, count, compare_terms, v);
    for (size_t i = 0; ok && i < count; i++) {
        fetch_terms(v, items, count, i);
        ok = write_term(v, &v->entries[items[i].number], b);
    }
    free(items);
    return ok;
}

pilcrow_status inverter_write(inverter *v, builder *b, pilcrow_error *err)
{
    write_documents(v, b);
    if (!write_ids(v, b))
        return error_no_memory(err);
    builder_begin_terms(b);
    if (!write_terms(v, b))
        return error_no_memory(err);
    return PILCROW_OK;
}
