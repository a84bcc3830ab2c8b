/* SPDX-License-Identifier: MIT
 *
 * In: a paragraph's path and text. Out: its id. Two paragraphs of one key get
 * different repeat counts, so that looking for a free id is rarely a search. */
#include "indexer/identity.h"

#include <string.h>

#define XXH_STATIC_LINKING_ONLY /* for a hash state on the stack */
#include <xxhash.h>

/* Parts of so many bytes in all are hashed in one go: that is the same hash,
 * without the state that goes on from part to part. */
#define TOGETHER_MAX 1024u

typedef struct part {
    const void *bytes;
    size_t len;
} part;

static XXH128_hash_t hash_apart(const part *parts, size_t count)
{
    XXH3_state_t state;
    XXH3_128bits_reset(&state);
    for (size_t i = 0; i < count; i++)
        XXH3_128bits_update(&state, parts[i].bytes, parts[i].len);
    return XXH3_128bits_digest(&state);
}

static XXH128_hash_t hash_together(const part *parts, size_t count)
{
    char bytes[TOGETHER_MAX];
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        memcpy(bytes + len, parts[i].bytes, parts[i].len);
        len += parts[i].len;
    }
    return XXH3_128bits(bytes, len);
}

/* The hash over the parts, each ended by a NUL that no part can hold. */
static XXH128_hash_t hash_of(const identity_key *key, uint32_t repeat)
{
    unsigned char number[4];
    for (int i = 0; i < 4; i++)
        number[i] = (unsigned char)(repeat >> (8 * i));
    const part parts[] = {{key->path, strlen(key->path) + 1},
                          {key->document, strlen(key->document) + 1},
                          {key->text, key->text_len},
                          {number, sizeof number}};
    const size_t count = sizeof parts / sizeof *parts;
    size_t len = 0;
    for (size_t i = 0; i < count; i++)
        len += parts[i].len;
    return len <= TOGETHER_MAX ? hash_together(parts, count)
                               : hash_apart(parts, count);
}

uint64_t identity_make(char *id, const identity_key *key, uint32_t repeat)
{
    static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
    const XXH128_hash_t hash = hash_of(key, repeat);
    const uint64_t bits = hash.high64;
    for (size_t i = 0; i < SCHEMA_ID_LETTERS; i++)
        id[i] = alphabet[bits >> (59 - 5 * i) & 31];
    id[SCHEMA_ID_LETTERS] = '\0';
    return hash.low64;
}

void identity_repeats_init(identity_repeats *repeats)
{
    map_init(&repeats->next, sizeof(uint32_t));
}

uint32_t *identity_repeat(identity_repeats *repeats, uint64_t repeat_key)
{
    uint32_t *next = map_put(&repeats->next, repeat_key);
    if (next != NULL && *next == 0)
        *next = 1;
    return next;
}

void identity_repeats_release(identity_repeats *repeats)
{
    map_release(&repeats->next);
}
