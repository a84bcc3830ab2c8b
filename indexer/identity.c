/* SPDX-License-Identifier: MIT
 *
 * In: a paragraph's path and text. Out: its id. Two paragraphs of one key get
 * different repeat counts, so that looking for a free id is rarely a search. */
#include "indexer/identity.h"

#include <stdlib.h>
#include <string.h>

#define XXH_STATIC_LINKING_ONLY /* for a hash state on the stack */
#include <xxhash.h>

struct identity_slot {
    uint64_t hash;
    uint32_t next;
    bool taken;
};

/* The hash over the parts, each ended by a NUL that no part can hold. */
static XXH128_hash_t hash_of(const identity_key *key, uint32_t repeat)
{
    XXH3_state_t state;
    unsigned char count[4];
    for (int i = 0; i < 4; i++)
        count[i] = (unsigned char)(repeat >> (8 * i));
    XXH3_128bits_reset(&state);
    XXH3_128bits_update(&state, key->path, strlen(key->path) + 1);
    XXH3_128bits_update(&state, key->document, strlen(key->document) + 1);
    XXH3_128bits_update(&state, key->text, key->text_len);
    XXH3_128bits_update(&state, count, sizeof count);
    return XXH3_128bits_digest(&state);
}

void identity_make(char *id, const identity_key *key, uint32_t repeat)
{
    static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
    uint64_t bits = hash_of(key, repeat).high64;
    for (size_t i = 0; i < SCHEMA_ID_LETTERS; i++)
        id[i] = alphabet[bits >> (59 - 5 * i) & 31];
    id[SCHEMA_ID_LETTERS] = '\0';
}

static struct identity_slot *find_slot(struct identity_slot *slots,
                                       size_t capacity, uint64_t hash)
{
    size_t at = (size_t)hash & (capacity - 1);
    while (slots[at].taken && slots[at].hash != hash)
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static bool grow(identity_repeats *repeats)
{
    size_t capacity = repeats->capacity == 0 ? 256 : repeats->capacity * 2;
    struct identity_slot *slots = calloc(capacity, sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < repeats->capacity; i++)
        if (repeats->slots[i].taken)
            *find_slot(slots, capacity, repeats->slots[i].hash) =
                repeats->slots[i];
    free(repeats->slots);
    repeats->slots = slots;
    repeats->capacity = capacity;
    return true;
}

uint32_t *identity_repeat(identity_repeats *repeats, const identity_key *key)
{
    if (repeats->used * 2 >= repeats->capacity && !grow(repeats))
        return NULL;
    uint64_t hash = hash_of(key, 0).low64;
    struct identity_slot *slot =
        find_slot(repeats->slots, repeats->capacity, hash);
    if (!slot->taken) {
        *slot = (struct identity_slot){.hash = hash, .taken = true};
        repeats->used++;
    }
    return &slot->next;
}

void identity_repeats_release(identity_repeats *repeats)
{
    free(repeats->slots);
    *repeats = (identity_repeats){0};
}
