/* SPDX-License-Identifier: MIT
 *
 * The id of a paragraph: the first 60 bits of XXH3-128 over its document's
 * path, the record's own id, its text and a repeat count, as 12 letters of
 * base 32 (a-z, 2-7). Edits elsewhere in the file leave it as it is. */
#ifndef PILCROW_INDEXER_IDENTITY_H
#define PILCROW_INDEXER_IDENTITY_H

#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "corpus/schema.h"

typedef struct identity_key {
    const char *path;     /* as stored */
    const char *document; /* "" where there is no record id */
    const char *text;
    size_t text_len;
} identity_key;

/* Write the id for the `repeat`-th paragraph (from 0) of this key; `id` has
 * room for SCHEMA_ID_LETTERS and a NUL. Returns a hash that with a `repeat` of
 * 0 stands for the key. */
uint64_t identity_make(char *id, const identity_key *key, uint32_t repeat);

/* How often each key was seen, within one file, of those that were seen again.
 * Two keys of one hash share a count: then an id that is free is found a little
 * later. */
typedef struct identity_repeats {
    map next; /* of uint32_t */
} identity_repeats;

void identity_repeats_init(identity_repeats *repeats);
/* The count to start from for the key of that hash, from 1 on, where the next
 * one to try is kept. NULL when memory runs out. Good until the next call. */
uint32_t *identity_repeat(identity_repeats *repeats, uint64_t repeat_key);
void identity_repeats_release(identity_repeats *repeats);

#endif
