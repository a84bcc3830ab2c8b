/* SPDX-License-Identifier: MIT
 *
 * In: terms and where they are. Out: the same again. Invariant: a place holds
 * one term with all that belongs to it, or none. */
#include "engine/segment/lookups.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* Terms that are kept, in pairs: a power of two; fewer where the snapshot has
 * so many segments that more would be kept of them than so many. */
#define PLACES_MAX 8192u
#define SHARES_MAX 32768u
/* Of a snapshot of more segments nothing is kept: it would be too much. */
#define PARTS_MAX 64u

typedef struct place {
    uint64_t paragraphs;
    uint64_t occurrences;
    unsigned char len; /* 0: nothing is kept here */
    unsigned char field;
    char term[LOOKUPS_TERM_MAX];
} place;

/* A term has two places, an even one and the next. It goes to the even one,
 * and what was there moves over. */
struct lookups {
    size_t count;        /* of the places */
    segment_term *parts; /* of place i from i * the snapshot's count on */
    place places[];
};

static lookups *make(const backend_snapshot *s)
{
    size_t count = PLACES_MAX;
    while (count * s->count > SHARES_MAX)
        count /= 2;
    lookups *l = calloc(1, sizeof *l + count * sizeof *l->places);
    segment_term *parts = calloc(count * s->count + 1, sizeof *parts);
    if (l == NULL || parts == NULL) {
        free(l);
        free(parts);
        return NULL;
    }
    l->count = count;
    l->parts = parts;
    return l;
}

/* The even one of a term's two places. */
static size_t place_of(const lookups *l, engine_field field, const char *term,
                       size_t len)
{
    return (XXH3_64bits(term, len) + field) * 2 % l->count;
}

static bool holds(const place *at, engine_field field, const char *term,
                  size_t len)
{
    return at->len == len && at->field == field &&
           memcmp(at->term, term, len) == 0;
}

static bool can_be_kept(const backend_snapshot *s, size_t len)
{
    return len > 0 && len <= LOOKUPS_TERM_MAX && s->count <= PARTS_MAX;
}

bool lookups_get(const backend_snapshot *s, engine_field field,
                 const char *term, size_t len, snapshot_term *out)
{
    const lookups *l = s->lookups;
    if (l == NULL || !can_be_kept(s, len))
        return false;
    size_t number = place_of(l, field, term, len);
    if (!holds(&l->places[number], field, term, len) &&
        !holds(&l->places[++number], field, term, len))
        return false;
    const place *at = &l->places[number];
    out->paragraphs = at->paragraphs;
    out->occurrences = at->occurrences;
    if (out->parts != NULL && s->count > 0)
        memcpy(out->parts, l->parts + number * s->count,
               s->count * sizeof *out->parts);
    return true;
}

void lookups_keep(backend_snapshot *s, engine_field field, const char *term,
                  size_t len, const snapshot_term *found)
{
    if (!can_be_kept(s, len))
        return;
    if (s->lookups == NULL)
        s->lookups = make(s);
    lookups *l = s->lookups;
    if (l == NULL)
        return;
    const size_t number = place_of(l, field, term, len);
    place *at = &l->places[number];
    segment_term *parts = l->parts + number * s->count;
    const size_t size = s->count * sizeof *parts;
    at[1] = at[0];
    if (size > 0)
        memcpy(parts + s->count, parts, size);
    at->paragraphs = found->paragraphs;
    at->occurrences = found->occurrences;
    at->len = (unsigned char)len;
    at->field = (unsigned char)field;
    memcpy(at->term, term, len);
    if (size > 0)
        memcpy(parts, found->parts, size);
}

void lookups_free(lookups *l)
{
    if (l != NULL)
        free(l->parts);
    free(l);
}
