/* SPDX-License-Identifier: MIT
 *
 * One search under way: what every step of it shares.
 *
 * A query tree is first made a plan for the whole snapshot (plan.h), with the
 * exact statistics in its leaves. For each part of the snapshot, in the order
 * of adding, the plan becomes cursors over that part's lists (cursor.h), and
 * what they match goes to the best hits so far (top.h).
 *
 * A search fails once: whatever goes wrong deep in a list is noted here, the
 * lists then read as ended, and the caller looks at the end. */
#ifndef PILCROW_ENGINE_SEGMENT_SEARCH_SEARCH_H
#define PILCROW_ENGINE_SEGMENT_SEARCH_SEARCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "engine/segment/search/score.h"
#include "engine/segment/snapshot.h"

/* Documents that are summed up at a time. */
#define SEARCH_WINDOW 16384u

/* Kept between the searches of a snapshot, so that each begins at once. */
typedef struct search_memory {
    arena arena;
    /* All 0 between uses. */
    double sums[SEARCH_WINDOW];
    uint32_t counts[SEARCH_WINDOW];
    uint64_t marks[SEARCH_WINDOW / 64]; /* bit i % 64 of word i / 64 */
    /* What the last use has left: see collect_each.c. */
    unsigned char places[SEARCH_WINDOW];
} search_memory;

/* Note that place `offset` of the window is used. */
static inline void search_mark(search_memory *memory, uint32_t offset)
{
    memory->marks[offset / 64] |= UINT64_C(1) << offset % 64;
}

/* Take the first of the places marked in a word of marks, which is not 0. */
static inline uint32_t search_take_mark(uint64_t *marks)
{
    const uint32_t bit = (uint32_t)__builtin_ctzll(*marks);
    *marks &= *marks - 1;
    return bit;
}

/* NULL is fine. */
void search_memory_free(search_memory *memory);

typedef struct search {
    backend_snapshot *snapshot;
    search_memory *memory;
    arena *arena;           /* of this search; emptied by the next one */
    score_shape shape;
    score_block_fn score_block;
    double k1;
    bool plain;             /* every match is scored, nothing passed over */
    /* The clock. */
    int64_t end_ns;         /* 0: no deadline */
    int64_t patience;       /* work left before it is looked at again */
    /* How it ended. */
    bool stopped;           /* nothing more is read */
    bool late;
    bool damaged;
    /* The part under way. */
    const snapshot_part *part;
    segment *segment;
    bool lengths_whole;     /* all its lengths are touched */
} search;

/* Work done, in blocks unpacked or so: looks at the clock now and then. False
 * once the search is stopped. */
bool search_clock(search *s);
static inline bool search_work(search *s, int64_t work)
{
    s->patience -= work;
    return s->patience >= 0 ? !s->stopped : search_clock(s);
}

/* What is read proves damaged: stop. */
void search_damage(search *s);

/* Begin with a part of the snapshot. */
void search_enter(search *s, const snapshot_part *part);

/* Touch the length of a document of the part, or of `count` of them. */
bool search_touch_lengths(search *s, const uint32_t *documents,
                          uint32_t count);
static inline bool search_length_ready(search *s, uint32_t document)
{
    return s->lengths_whole || search_touch_lengths(s, &document, 1);
}
static inline bool search_lengths_ready(search *s, const uint32_t *documents,
                                        uint32_t count)
{
    return s->lengths_whole || search_touch_lengths(s, documents, count);
}

/* OK, or why the search stopped. */
pilcrow_status search_status(const search *s, pilcrow_error *err);

/* As segment_search(), with every match looked at and scored by the plainest
 * way: what the tests hold the fast ways against. */
pilcrow_status segment_search_plainly(backend_snapshot *snapshot,
                                      const engine_query *query,
                                      const engine_search_options *options,
                                      engine_result *out, pilcrow_error *err);

#endif
