/* SPDX-License-Identifier: MIT
 *
 * In: a snapshot. Out: what its segments hold together, but for searches.
 * Invariant: a deleted document counts nowhere and is never given out. */
#include <stdlib.h>
#include <string.h>

#include "engine/segment/file/postings.h"
#include "engine/segment/file/sorting.h"
#include "engine/segment/lookups.h"
#include "engine/segment/snapshot.h"

/* Terms whose deleted postings are remembered: a power of two. When half of
 * the places are taken all are forgotten. */
#define COUNTS 4096u
/* Parts of a snapshot that need no memory of their own for a lookup. */
#define PARTS_FEW 16u

/* How many documents of a part's list are deleted. */
struct snapshot_count {
    uint64_t docs; /* where the list is; 0: an empty place */
    uint32_t part;
    uint32_t documents;
    uint64_t occurrences;
};

/* ------------------------------------------------------------- locating --- */

const snapshot_part *snapshot_locate(const backend_snapshot *s, engine_ref ref,
                                     uint32_t *document)
{
    size_t low = 0;
    size_t high = s->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (s->parts[middle].base <= ref)
            low = middle;
        else
            high = middle;
    }
    if (low >= s->count ||
        ref - s->parts[low].base >= s->parts[low].segment->documents)
        return NULL;
    *document = (uint32_t)(ref - s->parts[low].base);
    return &s->parts[low];
}

/* The same for a ref from outside: INVALID unless it is a paragraph's. */
static pilcrow_status locate(const backend_snapshot *s, engine_ref ref,
                             const snapshot_part **part, uint32_t *document,
                             pilcrow_error *err)
{
    *document = 0;
    *part = snapshot_locate(s, ref, document);
    if (*part != NULL && !part_deleted(*part, *document))
        return PILCROW_OK;
    return error_set(err, PILCROW_INVALID, "no paragraph has the number %llu",
                     (unsigned long long)ref);
}

/* ------------------------------------------------ counting what is left --- */

/* The place of a list's count in the table, or an empty one for it. */
static struct snapshot_count *find_count(backend_snapshot *s, size_t part,
                                         uint64_t docs)
{
    if (s->counts == NULL)
        s->counts = calloc(COUNTS, sizeof *s->counts);
    if (s->counts == NULL)
        return NULL;
    if (s->counts_used >= COUNTS / 2) {
        memset(s->counts, 0, COUNTS * sizeof *s->counts);
        s->counts_used = 0;
    }
    uint64_t hash = (docs + part * 31) * UINT64_C(0x9E3779B97F4A7C15) >> 40;
    for (;; hash++) {
        struct snapshot_count *at = &s->counts[hash % COUNTS];
        if (at->docs == 0 || (at->docs == docs && at->part == part))
            return at;
    }
}

static pilcrow_status count_list(backend_snapshot *s, size_t number,
                                 const segment_term *term,
                                 struct snapshot_count *out, pilcrow_error *err)
{
    postings_reader r;
    const snapshot_part *part = &s->parts[number];
    *out =
        (struct snapshot_count){.docs = term->docs, .part = (uint32_t)number};
    if (!postings_reader_open(&r, part->segment, term) ||
        !postings_count_deleted(&r, part->deleted, part->deleted_count,
                                &out->documents, &out->occurrences) ||
        out->documents > term->documents ||
        out->occurrences > term->occurrences)
        return segment_damaged(err);
    return PILCROW_OK;
}

/* How many documents of the term are deleted in a part. */
static pilcrow_status count_deleted(backend_snapshot *s, size_t number,
                                    const segment_term *term,
                                    struct snapshot_count *out,
                                    pilcrow_error *err)
{
    const snapshot_part *part = &s->parts[number];
    *out = (struct snapshot_count){0};
    if (part->deleted == NULL || term->documents == 0)
        return PILCROW_OK;
    if (term->docs_len == 0) {
        out->documents = part_deleted(part, term->only);
        out->occurrences = out->documents * term->occurrences;
        return PILCROW_OK;
    }
    struct snapshot_count *known = find_count(s, number, term->docs);
    if (known == NULL)
        return error_no_memory(err);
    if (known->docs != 0) {
        *out = *known;
        return PILCROW_OK;
    }
    pilcrow_status status = count_list(s, number, term, out, err);
    if (status == PILCROW_OK) {
        *known = *out;
        s->counts_used++;
    }
    return status;
}

/* Add a part's share of a term to the sums; one of which nothing is left is
 * as good as not there. */
static pilcrow_status add_share(backend_snapshot *s, size_t number,
                                segment_term *term, snapshot_term *sums,
                                pilcrow_error *err)
{
    struct snapshot_count gone;
    pilcrow_status status = count_deleted(s, number, term, &gone, err);
    if (status != PILCROW_OK)
        return status;
    sums->paragraphs += term->documents - gone.documents;
    sums->occurrences += term->occurrences - gone.occurrences;
    if (term->documents == gone.documents)
        term->documents = 0;
    return PILCROW_OK;
}

/* Look a term up in every part, in the segments themselves. */
static pilcrow_status find_in_parts(backend_snapshot *s, engine_field field,
                                    const char *term, size_t len,
                                    snapshot_term *out, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    out->paragraphs = 0;
    out->occurrences = 0;
    for (size_t i = 0; i < s->count && status == PILCROW_OK; i++) {
        segment_term *at = &out->parts[i];
        status = segment_find(s->parts[i].segment, field, term, len, at, err);
        if (status == PILCROW_OK)
            status = add_share(s, i, at, out, err);
    }
    return status;
}

pilcrow_status snapshot_find(backend_snapshot *s, engine_field field,
                             const char *term, size_t len, snapshot_term *out,
                             pilcrow_error *err)
{
    segment_term few[PARTS_FEW];
    snapshot_term found = {.parts = out->parts};
    if (lookups_get(s, field, term, len, out))
        return PILCROW_OK;
    if (found.parts == NULL && s->count <= PARTS_FEW)
        found.parts = few;
    else if (found.parts == NULL)
        found.parts = calloc(s->count, sizeof *found.parts);
    if (found.parts == NULL)
        return error_no_memory(err);
    pilcrow_status status = find_in_parts(s, field, term, len, &found, err);
    if (status == PILCROW_OK)
        lookups_keep(s, field, term, len, &found);
    out->paragraphs = found.paragraphs;
    out->occurrences = found.occurrences;
    if (found.parts != few && found.parts != out->parts)
        free(found.parts);
    return status;
}

pilcrow_status snapshot_frequencies(backend_snapshot *s, engine_field field,
                                    const char *term, size_t len,
                                    uint64_t *paragraphs, uint64_t *occurrences,
                                    pilcrow_error *err)
{
    snapshot_term found = {0};
    pilcrow_status status = snapshot_find(s, field, term, len, &found, err);
    *paragraphs = found.paragraphs;
    if (occurrences != NULL)
        *occurrences = found.occurrences;
    return status;
}

pilcrow_status snapshot_stats(backend_snapshot *s, engine_stats *out,
                              pilcrow_error *err)
{
    (void)err;
    out->paragraphs = s->paragraphs;
    out->words = s->words;
    out->generation = s->generation;
    return PILCROW_OK;
}

/* -------------------------------------------------------- by paragraph --- */

pilcrow_status snapshot_fetch(backend_snapshot *s, engine_ref ref, buf *record,
                              pilcrow_error *err)
{
    uint32_t document;
    const snapshot_part *part;
    pilcrow_status status = locate(s, ref, &part, &document, err);
    if (status == PILCROW_OK)
        status = segment_record(part->segment, document, record, err);
    return status;
}

pilcrow_status snapshot_fetch_id(backend_snapshot *s, engine_ref ref, buf *id,
                                 pilcrow_error *err)
{
    uint32_t document;
    const snapshot_part *part;
    char bytes[ENGINE_TERM_MAX];
    size_t len;
    pilcrow_status status = locate(s, ref, &part, &document, err);
    if (status == PILCROW_OK)
        status = segment_id(part->segment, document, bytes, &len, err);
    if (status == PILCROW_OK && !buf_add(id, bytes, len))
        status = error_no_memory(err);
    return status;
}

pilcrow_status snapshot_occurrences(backend_snapshot *s, engine_ref ref,
                                    engine_field field, const char *term,
                                    size_t len, uint32_t *frequency,
                                    uint64_t *length, pilcrow_error *err)
{
    uint32_t document;
    segment_term found;
    postings_reader r;
    const snapshot_part *part;
    pilcrow_status status = locate(s, ref, &part, &document, err);
    if (status != PILCROW_OK)
        return status;
    segment *from = part->segment;
    if (!segment_lengths(from, document, document))
        return segment_damaged(err);
    *length = segment_length(from, document);
    status = segment_find(from, field, term, len, &found, err);
    if (status != PILCROW_OK || found.documents == 0)
        return status;
    if (!postings_reader_open(&r, from, &found))
        return segment_damaged(err);
    if (postings_reader_advance(&r, document) == document)
        *frequency = postings_reader_frequency(&r);
    return r.corrupt ? segment_damaged(err) : PILCROW_OK;
}

pilcrow_status snapshot_each_record(backend_snapshot *s,
                                    engine_record_visitor visit, void *ctx,
                                    pilcrow_error *err)
{
    buf record;
    bool go_on = true;
    bool no_memory = false;
    buf_init(&record, ENGINE_RECORD_MAX + ENGINE_TERM_MAX);
    for (size_t i = 0; i < s->count && go_on; i++) {
        const snapshot_part *part = &s->parts[i];
        for (uint32_t at = 0; at < part->segment->documents && go_on; at++) {
            uint64_t values[ENGINE_VALUE_COUNT] = {0};
            pilcrow_error why = {0};
            if (part_deleted(part, at))
                continue;
            pilcrow_status status =
                segment_record(part->segment, at, &record, &why);
            for (unsigned v = 0; v < ENGINE_VALUE_COUNT; v++)
                if (!segment_value(part->segment, (engine_value)v, at,
                                   &values[v]))
                    status = segment_damaged(&why);
            bool good = status == PILCROW_OK;
            no_memory = status == PILCROW_NO_MEMORY;
            go_on =
                !no_memory &&
                visit(ctx, part->base + at, good ? record.data : NULL,
                      good ? record.len : 0, values, good ? NULL : why.message);
        }
    }
    buf_release(&record);
    return no_memory ? error_no_memory(err) : PILCROW_OK;
}

/* ---------------------------------------------------------- by posting --- */

typedef struct visiting {
    engine_posting_visitor visit;
    void *ctx;
    bool go_on;
    uint32_t *positions;
    size_t capacity;
} visiting;

/* The positions of the reader's posting into v->positions, `*count` of them. */
static bool read_positions(visiting *v, postings_reader *r, uint32_t *count)
{
    *count = postings_reader_positions(r);
    if (*count > v->capacity) {
        size_t capacity = 2 * (size_t)*count;
        uint32_t *positions =
            realloc(v->positions, capacity * sizeof *positions);
        if (positions == NULL)
            return false;
        v->positions = positions;
        v->capacity = capacity;
    }
    for (uint32_t i = 0; i < *count; i++)
        v->positions[i] = postings_reader_position(r);
    return true;
}

static pilcrow_status visit_list(visiting *v, const snapshot_part *part,
                                 const segment_walk *w, pilcrow_error *err)
{
    uint32_t document;
    postings_reader r;
    if (!postings_reader_open(&r, part->segment, &w->at))
        return segment_damaged(err);
    while (v->go_on && (document = postings_reader_next(&r)) != POSTINGS_END) {
        uint32_t count = 0;
        engine_posting posting = {
            .field = w->field, .term = w->term, .len = w->len};
        if (document >= part->segment->documents)
            return segment_damaged(err);
        if (part_deleted(part, document))
            continue;
        posting.frequency = postings_reader_frequency(&r);
        if (w->at.positions_len > 0 && !read_positions(v, &r, &count))
            return error_no_memory(err);
        if (count != 0 && count != posting.frequency)
            return segment_damaged(err);
        posting.positions = count > 0 ? v->positions : NULL;
        if (!r.corrupt)
            v->go_on = v->visit(v->ctx, part->base + document, &posting);
    }
    return r.corrupt ? segment_damaged(err) : PILCROW_OK;
}

static pilcrow_status visit_ids(visiting *v, const snapshot_part *part,
                                pilcrow_error *err)
{
    char id[ENGINE_TERM_MAX];
    pilcrow_status status = PILCROW_OK;
    for (uint32_t at = 0; at < part->segment->documents && v->go_on; at++) {
        engine_posting posting = {.field = ENGINE_ID, .term = id};
        if (part_deleted(part, at))
            continue;
        status = segment_id(part->segment, at, id, &posting.len, err);
        if (status != PILCROW_OK)
            break;
        v->go_on = v->visit(v->ctx, part->base + at, &posting);
    }
    return status;
}

static pilcrow_status visit_part(visiting *v, const snapshot_part *part,
                                 pilcrow_error *err)
{
    segment_walk w;
    pilcrow_status status = visit_ids(v, part, err);
    if (status == PILCROW_OK)
        status = segment_walk_begin(&w, part->segment, 0, "", 0, err);
    while (status == PILCROW_OK && v->go_on && !w.done) {
        status = visit_list(v, part, &w, err);
        if (status == PILCROW_OK)
            status = segment_walk_next(&w, err);
    }
    return status;
}

pilcrow_status snapshot_each_posting(backend_snapshot *s,
                                     engine_posting_visitor visit, void *ctx,
                                     pilcrow_error *err)
{
    visiting v = {.visit = visit, .ctx = ctx, .go_on = true};
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < s->count && v.go_on && status == PILCROW_OK; i++)
        status = visit_part(&v, &s->parts[i], err);
    free(v.positions);
    return status;
}

/* -------------------------------------------------------------- by term --- */

/* Walks over one field in all parts. */
typedef struct walking {
    backend_snapshot *snapshot;
    segment_walk *walks;
    engine_term_visitor visit;
    void *ctx;
    engine_field field;
    const char *prefix;
    size_t prefix_len;
} walking;

/* Does the walk stand on a term that is to be visited? */
static bool in_range(const walking *k, const segment_walk *w)
{
    return !w->done && w->field == k->field && w->len >= k->prefix_len &&
           memcmp(w->term, k->prefix, k->prefix_len) == 0;
}

static const segment_walk *find_least(const walking *k)
{
    const segment_walk *least = NULL;
    for (size_t i = 0; i < k->snapshot->count; i++) {
        const segment_walk *w = &k->walks[i];
        if (in_range(k, w) &&
            (least == NULL ||
             sorting_order(w->term, w->len, least->term, least->len) < 0))
            least = w;
    }
    return least;
}

/* Visit the term of `least`, and move on the walks that stand on it. */
static pilcrow_status visit_term(walking *k, const segment_walk *least,
                                 bool *go_on, pilcrow_error *err)
{
    char term[ENGINE_TERM_MAX + 1];
    size_t len = least->len;
    snapshot_term sums = {0};
    pilcrow_status status = PILCROW_OK;
    memcpy(term, least->term, len);
    term[len] = '\0';
    for (size_t i = 0; i < k->snapshot->count && status == PILCROW_OK; i++) {
        segment_walk *w = &k->walks[i];
        if (!in_range(k, w) || w->len != len || memcmp(w->term, term, len) != 0)
            continue;
        segment_term at = w->at;
        status = add_share(k->snapshot, i, &at, &sums, err);
        if (status == PILCROW_OK)
            status = segment_walk_next(w, err);
    }
    if (status == PILCROW_OK && sums.paragraphs > 0)
        *go_on = k->visit(k->ctx, term, len, sums.paragraphs, sums.occurrences);
    return status;
}

static pilcrow_status walk_terms(walking *k, pilcrow_error *err)
{
    bool go_on = true;
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < k->snapshot->count && status == PILCROW_OK; i++)
        status = segment_walk_begin(&k->walks[i], k->snapshot->parts[i].segment,
                                    k->field, k->prefix, k->prefix_len, err);
    for (const segment_walk *w;
         status == PILCROW_OK && go_on && (w = find_least(k)) != NULL;)
        status = visit_term(k, w, &go_on, err);
    return status;
}

/* A walk over the ids of one part. */
typedef struct id_walk {
    const snapshot_part *part;
    uint32_t rank;
    char id[ENGINE_TERM_MAX];
    size_t len;
    bool done;
} id_walk;

/* Stand on the id at the walk's rank, or the next that is not deleted. */
static bool load_id(id_walk *w, const char *prefix, size_t prefix_len)
{
    uint32_t document;
    const ids *from = &w->part->segment->ids;
    for (;; w->rank++) {
        w->done = w->rank >= from->documents;
        if (w->done)
            return true;
        if (!ids_by_rank(from, w->rank, &document))
            return false;
        if (!part_deleted(w->part, document))
            break;
    }
    if (!ids_get(from, document, w->id, &w->len))
        return false;
    w->done = w->len < prefix_len || memcmp(w->id, prefix, prefix_len) != 0;
    return true;
}

static id_walk *least_id(id_walk *walks, size_t count)
{
    id_walk *least = NULL;
    for (size_t i = 0; i < count; i++) {
        id_walk *w = &walks[i];
        if (!w->done &&
            (least == NULL ||
             sorting_order(w->id, w->len, least->id, least->len) < 0))
            least = w;
    }
    return least;
}

/* Ids are unique but in a joint snapshot: there the same one counts once for
 * each index that has it. */
static pilcrow_status visit_all_ids(const walking *k, id_walk *walks,
                                    pilcrow_error *err)
{
    size_t count = k->snapshot->count;
    for (id_walk *w; (w = least_id(walks, count)) != NULL;) {
        char id[ENGINE_TERM_MAX + 1];
        size_t len = w->len;
        uint64_t paragraphs = 0;
        memcpy(id, w->id, len);
        id[len] = '\0';
        for (size_t i = 0; i < count; i++) {
            if (walks[i].done || walks[i].len != len ||
                memcmp(walks[i].id, id, len) != 0)
                continue;
            paragraphs++;
            walks[i].rank++;
            if (!load_id(&walks[i], k->prefix, k->prefix_len))
                return segment_damaged(err);
        }
        if (!k->visit(k->ctx, id, len, paragraphs, 0))
            break;
    }
    return PILCROW_OK;
}

static pilcrow_status walk_ids(const walking *k, pilcrow_error *err)
{
    bool equal;
    bool good = true;
    size_t count = k->snapshot->count;
    id_walk *walks = calloc(count + 1, sizeof *walks);
    if (walks == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < count && good; i++) {
        walks[i].part = &k->snapshot->parts[i];
        good = ids_find(&walks[i].part->segment->ids, k->prefix, k->prefix_len,
                        &walks[i].rank, &equal) &&
               load_id(&walks[i], k->prefix, k->prefix_len);
    }
    pilcrow_status status =
        good ? visit_all_ids(k, walks, err) : segment_damaged(err);
    free(walks);
    return status;
}

pilcrow_status snapshot_terms(backend_snapshot *s, engine_field field,
                              const char *prefix, size_t prefix_len,
                              engine_term_visitor visit, void *ctx,
                              pilcrow_error *err)
{
    walking k = {.snapshot = s,
                 .visit = visit,
                 .ctx = ctx,
                 .field = field,
                 .prefix = prefix_len > 0 ? prefix : "",
                 .prefix_len = prefix_len};
    if (field == ENGINE_ID)
        return walk_ids(&k, err);
    k.walks = calloc(s->count + 1, sizeof *k.walks);
    if (k.walks == NULL)
        return error_no_memory(err);
    pilcrow_status status = walk_terms(&k, err);
    free(k.walks);
    return status;
}

/* ------------------------------------------------------------- metadata --- */

pilcrow_status snapshot_metadata(backend_snapshot *s, const char *key,
                                 size_t key_len, buf *value, pilcrow_error *err)
{
    return metadata_get(s->metadata, s->metadata_count, key, key_len, value,
                        err);
}

pilcrow_status snapshot_metadata_each(backend_snapshot *s, const char *prefix,
                                      size_t prefix_len,
                                      engine_metadata_visitor visit, void *ctx,
                                      pilcrow_error *err)
{
    return metadata_each(s->metadata, s->metadata_count, false,
                         prefix_len > 0 ? prefix : "", prefix_len, visit, ctx,
                         err);
}
