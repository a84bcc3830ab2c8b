/* SPDX-License-Identifier: MIT
 *
 * In: groups and their documents. Out: the same again. Invariant: nothing that
 * a search was given is freed before it ends. */
#define XXH_STATIC_LINKING_ONLY /* for a hash state on the stack */
#include "engine/segment/search/unions.h"

#include <stdlib.h>
#include <string.h>

#include "engine/segment/search/group.h"

#define PLACES 256u
#define BYTES_MAX ((size_t)32 << 20)

/* A group's documents; behind the groups of the parts lie their arrays. */
typedef struct kept kept;
struct kept {
    kept *next; /* of the same place */
    XXH128_hash_t key;
    uint64_t count;
    plan_group groups[];
};

struct unions {
    kept *places[PLACES];
    size_t bytes;
};

/* ----------------------------------------------------------------- keys --- */

static void add_node(XXH3_state_t *state, const engine_query *query)
{
    const uint64_t numbers[] = {query->op, query->field, query->window,
                                query->len, query->child_count};
    XXH3_128bits_update(state, numbers, sizeof numbers);
    if (query->op == ENGINE_TERM)
        XXH3_128bits_update(state, query->term, query->len);
    for (size_t i = 0; i < query->child_count; i++)
        add_node(state, query->children[i]);
}

XXH128_hash_t unions_key(const engine_query *group, const score_shape *shape)
{
    XXH3_state_t state;
    const double numbers[] = {shape->base, shape->slope};
    XXH3_128bits_reset(&state);
    XXH3_128bits_update(&state, numbers, sizeof numbers);
    add_node(&state, group);
    return XXH3_128bits_digest(&state);
}

/* --------------------------------------------------------------- copies --- */

/* Documents, and frequencies with the room behind them. */
static size_t numbers_of(const plan_group *group)
{
    return 2 * (size_t)group->count + GROUP_FREQUENCIES_MORE;
}

static size_t size_of(const plan_group *groups, size_t parts)
{
    size_t size = sizeof(kept) + parts * sizeof *groups;
    for (size_t i = 0; i < parts; i++)
        size += group_bounds(groups[i].count) * sizeof(double) +
                numbers_of(&groups[i]) * sizeof(uint32_t);
    return size;
}

/* Copy the arrays of the groups to behind those of `to`. */
static void copy_arrays(kept *to, const plan_group *from, size_t parts)
{
    double *bounds = (double *)(void *)(to->groups + parts);
    uint32_t *numbers = NULL;
    for (size_t i = 0; i < parts; i++) {
        to->groups[i] = from[i];
        to->groups[i].bounds = bounds;
        if (from[i].count > 0)
            memcpy(bounds, from[i].bounds,
                   group_bounds(from[i].count) * sizeof *bounds);
        bounds += group_bounds(from[i].count);
    }
    numbers = (uint32_t *)(void *)bounds;
    for (size_t i = 0; i < parts; i++) {
        const size_t size = from[i].count * sizeof *numbers;
        to->groups[i].documents = numbers;
        to->groups[i].frequencies = numbers + from[i].count;
        if (size > 0) {
            memcpy(to->groups[i].documents, from[i].documents, size);
            memcpy(to->groups[i].frequencies, from[i].frequencies, size);
        }
        numbers += numbers_of(&from[i]);
    }
}

/* ---------------------------------------------------------------- table --- */

bool unions_get(const backend_snapshot *s, XXH128_hash_t key,
                plan_group *groups, uint64_t *count)
{
    const kept *at =
        s->unions == NULL ? NULL : s->unions->places[key.low64 % PLACES];
    while (at != NULL && !XXH128_isEqual(at->key, key))
        at = at->next;
    if (at == NULL)
        return false;
    if (s->count > 0)
        memcpy(groups, at->groups, s->count * sizeof *groups);
    *count = at->count;
    return true;
}

void unions_keep(backend_snapshot *s, XXH128_hash_t key,
                 const plan_group *groups, uint64_t count)
{
    const size_t size = size_of(groups, s->count);
    if (s->unions == NULL)
        s->unions = calloc(1, sizeof *s->unions);
    unions *u = s->unions;
    if (u == NULL || size > BYTES_MAX - u->bytes)
        return;
    kept *item = calloc(1, size);
    if (item == NULL)
        return;
    item->next = u->places[key.low64 % PLACES];
    item->key = key;
    item->count = count;
    copy_arrays(item, groups, s->count);
    u->places[key.low64 % PLACES] = item;
    u->bytes += size;
}

void unions_free(unions *u)
{
    for (size_t i = 0; u != NULL && i < PLACES; i++)
        while (u->places[i] != NULL) {
            kept *item = u->places[i];
            u->places[i] = item->next;
            free(item);
        }
    free(u);
}

void unions_trim(backend_snapshot *s)
{
    if (s->unions == NULL || s->unions->bytes <= BYTES_MAX / 2)
        return;
    unions_free(s->unions);
    s->unions = NULL;
}
