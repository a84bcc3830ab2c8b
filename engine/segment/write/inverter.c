/* SPDX-License-Identifier: MIT
 *
 * In: paragraphs. Out: their terms, each with its postings; inverter_place.c
 * says where each paragraph is to stand, inverter_write.c writes them.
 * Invariant: the number of a document or group is its place among those taken
 * since all was forgotten, and each term's postings are in that order. */
#include "engine/segment/write/inverter.h"

#include <stdlib.h>
#include <string.h>

#include "base/eight.h"
#include "base/list.h"
#include "engine/segment/file/sorting.h"
#include "engine/segment/write/inverter_inside.h"

/* Postings whose memory is fetched ahead of its use. */
#define FETCHED 32u

/* ------------------------------------------------------ open and close --- */

pilcrow_status inverter_new(inverter **out, pilcrow_error *err)
{
    *out = calloc(1, sizeof **out);
    return *out != NULL ? PILCROW_OK : error_no_memory(err);
}

void inverter_clear(inverter *v)
{
    pool_release(&v->pool);
    free(v->entries.blocks);
    free(v->terms.list);
    free(v->documents.blocks);
    free(v->ids.list);
    free(v->groups);
    free(v->alike.list);
    held_release(&v->held);
    free(v->places);
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
    return (uint32_t)v->documents.count;
}

uint32_t inverter_length(const inverter *v, uint32_t number)
{
    return v->groups[document_at(v, number)->group].length;
}

/* What writing takes for each term, which is sorted and may wait in a batch,
 * and for each document, of which the ids are sorted. */
#define WRITING_ENTRY (2 * sizeof(sorting_item) + 32)
#define WRITING_DOCUMENT                                                       \
    (2 * sizeof(sorting_item) + sizeof(document *) + 3 * sizeof(uint32_t))

size_t inverter_memory(const inverter *v)
{
    return v->entries.count * WRITING_ENTRY +
           v->documents.count * WRITING_DOCUMENT + v->pool.bytes +
           (v->entries.block_capacity + v->documents.block_capacity) *
               sizeof(char *) +
           v->group_capacity * sizeof *v->groups +
           (v->terms.capacity + v->ids.capacity + v->alike.capacity) *
               sizeof(slot) +
           held_memory(&v->held);
}

/* -------------------------------------------------------------- hashing --- */

static inline bool is_of(const entry *e, engine_field field, const char *term,
                         size_t len)
{
    return e->len == len && e->field == field && eight_same(e->term, term, len);
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
        if (here->hash == hash &&
            is_of(entry_at(v, here->number - 1), field, term, len))
            return here;
    }
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
        const document *d = document_at(v, here->number - 1);
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
    const slot *found = find_id(v, id, len, slots_hash(id, len, ENGINE_ID));
    if (found->number == 0)
        return false;
    *number = found->number - 1;
    return true;
}

static void fetch_slot(const slots *s, uint32_t hash)
{
    if (s->capacity > 0)
        __builtin_prefetch(slots_first(s, hash));
}

void inverter_expect(const inverter *v, const char *id, size_t len,
                     uint32_t alike)
{
    fetch_slot(&v->ids, slots_hash(id, len, ENGINE_ID));
    if (alike != 0)
        fetch_slot(&v->alike, alike);
}

/* -------------------------------------------------------------- writing --- */

/* A new entry, for the slot. */
static entry *add_entry(inverter *v, const engine_posting *posting,
                        uint32_t hash, slot *at)
{
    entry *e = rows_room(&v->entries, &v->pool, sizeof *e);
    const char *term = pool_copy(&v->pool, posting->term, posting->len);
    if (e == NULL || term == NULL)
        return NULL;
    chain_begin(&e->postings);
    e->term = term;
    e->field = (uint8_t)posting->field;
    e->len = (uint8_t)posting->len;
    e->positions = false;
    *at = (slot){hash, (uint32_t)++v->entries.count};
    v->terms.used++;
    return e;
}

/* A paragraph on its way to be the next document. */
typedef struct coming {
    document document;
    records_piece piece;
    uint32_t number;
    bool known;      /* its group is there, with the scored postings */
    uint32_t length; /* else what was added of it so far */
    uint32_t place;  /* of its next filter among the repeated */
} coming;

static bool add_id(inverter *v, const engine_posting *posting, document *d)
{
    const uint32_t hash = slots_hash(posting->term, posting->len, ENGINE_ID);
    d->id = pool_copy(&v->pool, posting->term, posting->len);
    d->id_len = (uint8_t)posting->len;
    if (d->id == NULL || !slots_room(&v->ids, 1))
        return false;
    *find_id(v, posting->term, posting->len, hash) =
        (slot){hash, (uint32_t)v->documents.count + 1};
    v->ids.used++;
    ids_shape_add(&v->shape, posting->term, posting->len);
    return true;
}

/* A posting on its way to its entry. */
typedef struct arrival {
    const engine_posting *posting;
    entry *likely; /* the entry, if the first slot is its; else NULL */
    uint32_t hash;
    uint32_t place; /* among the repeated; REPEATED: not among them */
} arrival;

/* The entry of its term, a new one if need be; some slot is empty. */
static entry *find_entry(inverter *v, const arrival *a)
{
    const engine_posting *p = a->posting;
    slot *at = find_term(v, p->field, p->term, p->len, a->hash);
    return at->number != 0 ? entry_at(v, at->number - 1)
                           : add_entry(v, p, a->hash, at);
}

static bool add_plain(inverter *v, entry *e, uint32_t place, uint32_t number)
{
    if (place < REPEATED)
        v->repeated[place] = e;
    return chain_holds(&e->postings, number) ||
           chain_add_plain(&e->postings, &v->pool, number);
}

static bool add_scored(inverter *v, entry *e, const engine_posting *posting,
                       coming *c)
{
    if (chain_holds(&e->postings, c->document.group))
        return true;
    c->length += posting->frequency;
    e->positions |= chain_has_positions(posting);
    return chain_add_scored(&e->postings, &v->pool, c->document.group, posting);
}

static bool add_arrivals(inverter *v, const arrival *arrivals, size_t count,
                         coming *c)
{
    bool ok = true;
    for (const arrival *a = arrivals; ok && a < arrivals + count; a++) {
        const engine_posting *p = a->posting;
        entry *e = a->likely;
        if (e == NULL || !is_of(e, p->field, p->term, p->len))
            e = find_entry(v, a);
        if (e == NULL)
            return false;
        ok = field_is_scored(p->field) ? add_scored(v, e, p, c)
                                       : add_plain(v, e, a->place, c->number);
    }
    return ok;
}

/* Have the memory fetched that adding these will touch: slots, entries and
 * terms lie anywhere, and to wait for one after the other takes longer than
 * the work. */
static void fetch_entries(const inverter *v, arrival *arrivals, size_t count)
{
    for (arrival *a = arrivals; a < arrivals + count; a++) {
        const slot *first = slots_first(&v->terms, a->hash);
        a->likely = NULL;
        if (first->number == 0 || first->hash != a->hash)
            continue;
        a->likely = entry_at(v, first->number - 1);
        __builtin_prefetch(a->likely);
    }
    for (arrival *a = arrivals; a < arrivals + count; a++) {
        if (a->likely == NULL)
            continue;
        __builtin_prefetch(a->likely->term);
        __builtin_prefetch(a->likely->postings.at);
    }
}

/* The paragraphs of a file are filtered by the same terms: is this one what the
 * paragraph before had in the same place? `*place` moves on. */
static entry *find_repeated(const inverter *v, const engine_posting *posting,
                            uint32_t *place)
{
    if (*place == REPEATED)
        return NULL;
    entry *e = v->repeated[(*place)++];
    return e != NULL && is_of(e, posting->field, posting->term, posting->len)
               ? e
               : NULL;
}

/* Is a posting done with? A filter may be added at once, or `*a` is where its
 * term has its place. */
static bool add_easily(inverter *v, const engine_posting *posting, arrival *a,
                       coming *c, bool *ok)
{
    if (field_is_scored(posting->field)) {
        a->place = REPEATED;
        return c->known;
    }
    if (posting->field == ENGINE_ID) {
        *ok = add_id(v, posting, &c->document);
        return true;
    }
    a->place = c->place;
    entry *e = find_repeated(v, posting, &c->place);
    if (e != NULL)
        *ok = add_plain(v, e, REPEATED, c->number);
    return e != NULL;
}

/* At most FETCHED. */
static bool add_postings(inverter *v, const engine_posting *postings,
                         size_t count, coming *c)
{
    arrival arrivals[FETCHED];
    arrival *next = arrivals;
    bool ok = slots_room(&v->terms, count);
    for (const engine_posting *p = postings; ok && p < postings + count; p++) {
        if (add_easily(v, p, next, c, &ok))
            continue;
        next->posting = p;
        next->hash = slots_hash(p->term, p->len, p->field);
        __builtin_prefetch(slots_first(&v->terms, next->hash));
        next++;
    }
    const size_t arrived = (size_t)(next - arrivals);
    if (!ok)
        return false;
    fetch_entries(v, arrivals, arrived);
    return add_arrivals(v, arrivals, arrived, c);
}

/* --------------------------------------------------- documents, groups --- */

/* Which of the records that wait is the first of the group. */
static size_t held_of(const inverter *v, uint32_t number)
{
    return v->groups[number].first - (v->documents.count - v->held.count);
}

/* Where the group of that hash and text is or goes. Some slot is empty. */
static slot *find_alike(const inverter *v, uint32_t alike,
                        const records_piece *piece)
{
    const slots *s = &v->alike;
    for (size_t at = alike & (s->capacity - 1);;
         at = (at + 1) & (s->capacity - 1)) {
        slot *here = &s->list[at];
        if (here->number == 0)
            return here;
        if (here->hash == alike &&
            held_has_tail(&v->held, held_of(v, here->number - 1), piece))
            return here;
    }
}

/* The next document is of a group that is there, or the first of the next. Of a
 * record without the id it cannot be told what is its text. */
static bool find_group(inverter *v, const engine_paragraph *paragraph,
                       coming *c)
{
    c->document.group = (uint32_t)v->group_count;
    if (paragraph->alike == 0 || !c->piece.cut)
        return true;
    if (!slots_room(&v->alike, 1))
        return false;
    slot *at = find_alike(v, paragraph->alike, &c->piece);
    c->known = at->number != 0;
    if (c->known) {
        c->document.group = at->number - 1;
    } else if (!paragraph->left_out) {
        *at = (slot){paragraph->alike, (uint32_t)v->group_count + 1};
        v->alike.used++;
    }
    return true;
}

static bool add_group(inverter *v, const coming *c)
{
    group *list =
        list_room(v->groups, v->group_count, &v->group_capacity, sizeof *list);
    if (list == NULL)
        return false;
    v->groups = list;
    list[v->group_count++] = (group){c->number, 0, c->length};
    v->length_max = c->length > v->length_max ? c->length : v->length_max;
    return true;
}

static bool add_document(inverter *v, const coming *c)
{
    document *d = rows_room(&v->documents, &v->pool, sizeof *d);
    if (d == NULL || (!c->known && !add_group(v, c)))
        return false;
    *d = c->document;
    v->documents.count++;
    v->groups[c->document.group].count++;
    return true;
}

/* The records from the first on that has to wait wait. */
static bool keep_record(inverter *v, uint32_t alike, const coming *c,
                        records_writer *out)
{
    if (alike != 0 || v->held.count > 0)
        return held_add(&v->held, &c->piece,
                        c->known ? held_of(v, c->document.group)
                                 : HELD_LIKE_NONE);
    records_writer_add(out, &c->piece);
    return true;
}

static bool add_all_postings(inverter *v, const engine_paragraph *paragraph,
                             coming *c)
{
    const engine_posting *at = paragraph->postings;
    for (size_t left = paragraph->posting_count; left > 0;) {
        const size_t count = left < FETCHED ? left : FETCHED;
        if (!add_postings(v, at, count, c))
            return false;
        at += count;
        left -= count;
    }
    return true;
}

pilcrow_status inverter_add(inverter *v, const engine_paragraph *paragraph,
                            const engine_posting *id, records_writer *out,
                            pilcrow_error *err)
{
    coming c = {.number = (uint32_t)v->documents.count};
    c.piece = records_cut(paragraph->record, paragraph->record_len, id->term,
                          id->len, held_last_head(&v->held, out->last.len));
    if (!find_group(v, paragraph, &c))
        return error_no_memory(err);
    if (paragraph->left_out && !c.known)
        return error_set(err, PILCROW_NOT_FOUND,
                         "no paragraph that is alike is known");
    memcpy(c.document.values, paragraph->values, sizeof c.document.values);
    return add_all_postings(v, paragraph, &c) &&
                   keep_record(v, paragraph->alike, &c, out) &&
                   add_document(v, &c)
               ? PILCROW_OK
               : error_no_memory(err);
}

/* -------------------------------------------------------------- reading --- */

static void visit_group(const inverter *v, uint32_t number,
                        inverter_visitor *visit, void *ctx)
{
    uint32_t left = v->groups[number].count;
    for (uint32_t i = v->groups[number].first; left > 0; i++)
        if (document_at(v, i)->group == number) {
            visit(ctx, i);
            left--;
        }
}

static void visit_scored(const inverter *v, chain_reader *r,
                         inverter_visitor *visit, void *ctx)
{
    bool positions;
    const uint32_t frequency = chain_next_scored(r, &positions);
    for (uint32_t i = 0; positions && i < frequency; i++)
        chain_number(r);
    visit_group(v, r->document, visit, ctx);
}

static void visit_run(chain_reader *r, inverter_visitor *visit, void *ctx)
{
    uint32_t count;
    const uint32_t first = chain_next_run(r, &count);
    for (uint32_t i = 0; i < count; i++)
        visit(ctx, first + i);
}

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
    const slot *at =
        find_term(v, field, term, len, slots_hash(term, len, field));
    if (at->number == 0)
        return;
    chain_reader r = chain_read(&entry_at(v, at->number - 1)->postings);
    while (r.left > 0)
        if (field_is_scored(field))
            visit_scored(v, &r, visit, ctx);
        else
            visit_run(&r, visit, ctx);
}
