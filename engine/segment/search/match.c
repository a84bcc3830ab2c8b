/* SPDX-License-Identifier: MIT
 *
 * In: a plan. Out: every paragraph that matches, once, in order; or how many
 * there are. Invariant: none that is deleted. */
#include "engine/segment/search/match.h"

#include <stdlib.h>

#include "engine/segment/search/cursor.h"

/* ------------------------------------------------------------ documents --- */

/* A set of documents: (index, document) pairs, open addressing. */
typedef struct document_key {
    uint64_t document;
    uint32_t index;
    bool used;
} document_key;

typedef struct document_set {
    document_key *keys;
    size_t capacity;    /* a power of 2 */
    uint64_t count;
} document_set;

static document_key *find_key(const document_set *set, uint64_t document,
                              uint32_t index)
{
    const uint64_t mixed = (document ^ index) * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(mixed ^ mixed >> 32) & (set->capacity - 1);
    while (set->keys[at].used && (set->keys[at].document != document ||
                                  set->keys[at].index != index))
        at = (at + 1) & (set->capacity - 1);
    return &set->keys[at];
}

static bool grow_set(document_set *set)
{
    document_set larger = {.capacity =
                               set->capacity == 0 ? 256 : 2 * set->capacity};
    larger.keys = calloc(larger.capacity, sizeof *larger.keys);
    if (larger.keys == NULL)
        return false;
    for (size_t i = 0; i < set->capacity; i++)
        if (set->keys[i].used)
            *find_key(&larger, set->keys[i].document, set->keys[i].index) =
                set->keys[i];
    larger.count = set->count;
    free(set->keys);
    *set = larger;
    return true;
}

static bool add_key(document_set *set, uint64_t document, uint32_t index)
{
    if (2 * set->count >= set->capacity && !grow_set(set))
        return false;
    document_key *key = find_key(set, document, index);
    set->count += !key->used;
    *key = (document_key){document, index, true};
    return true;
}

/* ---------------------------------------------------------------- visit --- */

/* What is done with each match; false stops. */
typedef struct visit {
    search *search;
    bool (*match)(struct visit *v, uint32_t document);
    uint64_t count;
    document_set documents;
    engine_match_visitor visitor;
    void *ctx;
    bool failed;    /* out of memory */
} visit;

static bool value_of(visit *v, uint32_t document, uint64_t *value)
{
    if (segment_value(v->search->segment, ENGINE_DOCUMENT, document, value))
        return true;
    search_damage(v->search);
    return false;
}

static bool count_paragraph(visit *v, uint32_t document)
{
    (void)document;
    v->count++;
    return true;
}

static bool count_document(visit *v, uint32_t document)
{
    uint64_t value;
    if (!value_of(v, document, &value))
        return false;
    v->failed = !add_key(&v->documents, value, v->search->part->index);
    v->count = v->documents.count;
    return !v->failed;
}

static bool tell(visit *v, uint32_t document)
{
    uint64_t value;
    return value_of(v, document, &value) &&
           v->visitor(v->ctx, v->search->part->base + document, value);
}

/* False if the visit is to end. */
static bool visit_part(visit *v, const plan *p)
{
    search *s = v->search;
    cursor *c = cursor_open(s, p);
    if (c == NULL)
        return !s->arena->failed;
    for (int64_t next = 0; cursor_seek(c, next) != CURSOR_END;
         next = c->document + 1) {
        const uint32_t document = (uint32_t)c->document;
        if (part_deleted(s->part, document))
            continue;
        if (!search_work(s, 0) || !v->match(v, document))
            return false;
    }
    return !s->stopped;
}

static pilcrow_status visit_all(visit *v, const plan *p, pilcrow_error *err)
{
    search *s = v->search;
    for (size_t i = 0; i < s->snapshot->count; i++) {
        search_enter(s, &s->snapshot->parts[i]);
        if (!visit_part(v, p))
            break;
    }
    free(v->documents.keys);
    return v->failed ? error_no_memory(err) : search_status(s, err);
}

pilcrow_status match_count(uint64_t *count, search *s, const plan *p,
                           bool by_document, pilcrow_error *err)
{
    visit v = {.search = s,
               .match = by_document ? count_document : count_paragraph};
    pilcrow_status status = visit_all(&v, p, err);
    *count = v.count;
    return status;
}

pilcrow_status match_each(search *s, const plan *p, engine_match_visitor visit_,
                          void *ctx, pilcrow_error *err)
{
    visit v = {.search = s, .match = tell, .visitor = visit_, .ctx = ctx};
    return visit_all(&v, p, err);
}
