/* SPDX-License-Identifier: MIT
 *
 * In: terms and where they are. Out: the same again. Invariant: a place holds
 * one term with all that belongs to it, or none. */
#include "engine/segment/lookups.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* Terms that are kept: a power of two. */
#define PLACES 1024u
/* Of a snapshot of more segments nothing is kept: it would be too much. */
#define PARTS_MAX 64u

typedef struct place {
    uint64_t paragraphs;
    uint64_t occurrences;
    unsigned char len; /* 0: nothing is kept here */
    unsigned char field;
    char term[LOOKUPS_TERM_MAX];
} place;

struct lookups {
    place places[PLACES];
    segment_term parts[]; /* of place i from i * the snapshot's count on */
};

static size_t place_of(engine_field field, const char *term, size_t len)
{
    return (XXH3_64bits(term, len) + field) % PLACES;
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
    const size_t number = place_of(field, term, len);
    const place *at = &l->places[number];
    if (at->len != len || at->field != field ||
        memcmp(at->term, term, len) != 0)
        return false;
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
        s->lookups = calloc(1, sizeof *s->lookups +
                                   PLACES * s->count * sizeof(segment_term));
    lookups *l = s->lookups;
    if (l == NULL)
        return;
    const size_t number = place_of(field, term, len);
    place *at = &l->places[number];
    at->paragraphs = found->paragraphs;
    at->occurrences = found->occurrences;
    at->len = (unsigned char)len;
    at->field = (unsigned char)field;
    memcpy(at->term, term, len);
    if (s->count > 0)
        memcpy(l->parts + number * s->count, found->parts,
               s->count * sizeof *found->parts);
}

void lookups_free(lookups *l)
{
    free(l);
}
