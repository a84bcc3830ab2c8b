/* SPDX-License-Identifier: MIT
 *
 * pilcrow_check. In: an index folder. Out: each damage, as a sentence.
 *
 * The engine verifies its own tables first. Then what a search would read is
 * held against what was stored: each posting adds a hash to its paragraph's
 * sum, each posting derived anew from the stored text takes one away, and a
 * paragraph whose sum is not nought in the end is damaged, whichever of its
 * postings was lost, changed or made up. */
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "corpus/schema.h"
#include "engine/engine.h"
#include "indexer/catalog.h"
#include "indexer/postings.h"

#define XXH_STATIC_LINKING_ONLY /* for a hash state on the stack */
#include <xxhash.h>

#define ATTEMPTS 3
#define PARAGRAPH_MEMORY_MAX ((size_t)512 << 20)

/* What is known of one paragraph so far. */
typedef struct sum {
    engine_ref ref;
    uint64_t sum;
    bool taken;
    bool has_record;
} sum;

typedef struct checking {
    pilcrow_damage_fn found;
    void *found_ctx;
    uint64_t damages;
    sum *slots;      /* open addressing by ref */
    size_t capacity; /* 0 or a power of two */
    size_t used;
    analyser *tokens;
    arena arena; /* of one paragraph */
    bool failed; /* out of memory */
} checking;

static void damage(checking *c, const char *sentence)
{
    c->damages++;
    if (c->found != NULL)
        c->found(c->found_ctx, sentence);
}

/* The engine's findings are ours. */
static void pass_on(void *ctx, const char *sentence)
{
    damage(ctx, sentence);
}

/* ------------------------------------------------------------------- sums ---
 */

static sum *slot_of(sum *slots, size_t capacity, engine_ref ref)
{
    size_t at = (size_t)(ref * 0x9E3779B97F4A7C15u >> 20) & (capacity - 1);
    while (slots[at].taken && slots[at].ref != ref)
        at = (at + 1) & (capacity - 1);
    return &slots[at];
}

static bool grow(checking *c)
{
    size_t capacity = c->capacity == 0 ? 1024 : c->capacity * 2;
    sum *slots = calloc(capacity, sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < c->capacity; i++)
        if (c->slots[i].taken)
            *slot_of(slots, capacity, c->slots[i].ref) = c->slots[i];
    free(c->slots);
    c->slots = slots;
    c->capacity = capacity;
    return true;
}

static sum *sum_of(checking *c, engine_ref ref)
{
    if (c->used * 2 >= c->capacity && !grow(c)) {
        c->failed = true;
        return NULL;
    }
    sum *slot = slot_of(c->slots, c->capacity, ref);
    if (!slot->taken) {
        *slot = (sum){.ref = ref, .taken = true};
        c->used++;
    }
    return slot;
}

static uint64_t posting_hash(const engine_posting *p)
{
    XXH3_state_t state;
    uint32_t head[2] = {(uint32_t)p->field, p->frequency};
    XXH3_64bits_reset(&state);
    XXH3_64bits_update(&state, head, sizeof head);
    XXH3_64bits_update(&state, p->term, p->len);
    if (p->positions != NULL)
        XXH3_64bits_update(&state, p->positions,
                           p->frequency * sizeof *p->positions);
    return XXH3_64bits_digest(&state);
}

/* ------------------------------------------------------- the two readings ---
 */

static bool add_posting(void *ctx, engine_ref ref,
                        const engine_posting *posting)
{
    checking *c = ctx;
    sum *slot = sum_of(c, ref);
    if (slot != NULL)
        slot->sum += posting_hash(posting);
    return !c->failed;
}

/* Take away what the stored paragraph says it has. */
static pilcrow_status take_derived(checking *c, sum *slot,
                                   const schema_record *record)
{
    char key[SCHEMA_KEY_LETTERS + 1];
    postings derived;
    schema_file_key(key, record->path, record->in_memory);
    pilcrow_status status =
        postings_derive(&derived, &c->arena, c->tokens, record, key, NULL);
    for (size_t i = 0; i < derived.count && status == PILCROW_OK; i++)
        slot->sum -= posting_hash(&derived.list[i]);
    return status;
}

static void report_paragraph(checking *c, const schema_record *record,
                             const char *what)
{
    buf sentence;
    buf_init(&sentence, 8192);
    buf_add_format(&sentence, "paragraph %s (%s:%llu): %s", record->id,
                   record->path, (unsigned long long)record->line, what);
    damage(c, buf_text(&sentence));
    buf_release(&sentence);
}

static void compare_values(checking *c, const schema_record *record,
                           const uint64_t *values)
{
    uint64_t expected[ENGINE_VALUE_COUNT];
    postings_values(expected, record);
    if (memcmp(expected, values, sizeof expected) != 0)
        report_paragraph(c, record, "the numbers kept with it are not its own");
}

static bool take_record(void *ctx, engine_ref ref, const char *bytes,
                        size_t len, const uint64_t *values, const char *reason)
{
    checking *c = ctx;
    schema_record record;
    sum *slot = sum_of(c, ref);
    if (slot == NULL)
        return false;
    slot->has_record = true;
    arena_clear(&c->arena);
    pilcrow_status status =
        bytes == NULL ? PILCROW_CORRUPT
                      : schema_decode(&record, &c->arena, bytes, len, NULL);
    if (status == PILCROW_NO_MEMORY) {
        c->failed = true;
        return false;
    }
    if (status != PILCROW_OK) {
        damage(c, reason != NULL ? reason : "a stored paragraph is damaged");
        return true;
    }
    compare_values(c, &record, values);
    if (take_derived(c, slot, &record) != PILCROW_OK)
        c->failed = true;
    else if (slot->sum != 0)
        report_paragraph(c, &record,
                         "the index does not hold the terms of its text");
    return !c->failed;
}

static void report_orphans(checking *c)
{
    uint64_t orphans = 0;
    for (size_t i = 0; i < c->capacity; i++)
        orphans += c->slots[i].taken && !c->slots[i].has_record;
    if (orphans > 0)
        damage(c, "the index finds paragraphs that are not stored");
}

/* ---------------------------------------------------------------- the run ---
 */

static pilcrow_status open_analyser(checking *c, engine_snapshot *snapshot,
                                    pilcrow_error *err)
{
    buf signature;
    buf_init(&signature, 1024);
    pilcrow_status status =
        engine_metadata(snapshot, SCHEMA_KEY_ANALYSER,
                        strlen(SCHEMA_KEY_ANALYSER), &signature, err);
    if (status == PILCROW_OK)
        status = analyser_from_signature(&c->tokens, buf_text(&signature), err);
    buf_release(&signature);
    return status;
}

static pilcrow_status check_content(checking *c, engine_snapshot *snapshot,
                                    pilcrow_error *err)
{
    engine_stats stats;
    pilcrow_status status = engine_snapshot_stats(snapshot, &stats, err);
    if (status != PILCROW_OK || stats.generation == 0)
        return status;
    status = open_analyser(c, snapshot, err);
    if (status == PILCROW_OK)
        status = engine_each_posting(snapshot, add_posting, c, err);
    if (status == PILCROW_OK && !c->failed)
        status = engine_each_record(snapshot, take_record, c, err);
    if (c->failed)
        return error_no_memory(err);
    if (status == PILCROW_OK)
        report_orphans(c);
    return status;
}

/* Begin anew on what the index is now. */
static pilcrow_status start_over(checking *c, engine_snapshot *snapshot,
                                 pilcrow_error *err)
{
    if (c->slots != NULL)
        memset(c->slots, 0, c->capacity * sizeof *c->slots);
    c->used = 0;
    return engine_snapshot_refresh(snapshot, err);
}

/* A writer may overtake the check: then what it has seen is not one index. */
static pilcrow_status check_patiently(checking *c, engine_snapshot *snapshot,
                                      pilcrow_error *err)
{
    pilcrow_status status = PILCROW_STALE;
    for (int i = 0; i < ATTEMPTS && status == PILCROW_STALE; i++) {
        uint64_t damages = c->damages;
        status = start_over(c, snapshot, err);
        if (status == PILCROW_OK)
            status = check_content(c, snapshot, err);
        if (status == PILCROW_STALE)
            c->damages = damages;
    }
    return status;
}

static pilcrow_status check_all(checking *c, const char *dir,
                                pilcrow_error *err)
{
    engine_snapshot *snapshot = NULL;
    pilcrow_error why = {0};
    pilcrow_status status = engine_snapshot_open(&snapshot, dir, &why);
    if (status == PILCROW_OK)
        status = engine_verify(dir, pass_on, c, &why);
    /* Tables that are damaged are not read any further. */
    if (status == PILCROW_OK)
        status = check_patiently(c, snapshot, &why);
    engine_snapshot_close(snapshot);
    if (status != PILCROW_OK)
        return error_set(err, status, "%s", why.message);
    if (c->damages > 0)
        return error_set(err, PILCROW_CORRUPT,
                         "the index in '%s' is damaged; rebuild it with "
                         "'pilcrow index --full'",
                         dir);
    return PILCROW_OK;
}

pilcrow_status pilcrow_check(const char *dir, pilcrow_damage_fn found,
                             void *ctx, pilcrow_error *err)
{
    checking c = {.found = found, .found_ctx = ctx};
    arena_init(&c.arena, PARAGRAPH_MEMORY_MAX);
    pilcrow_status status = check_all(&c, dir, err);
    arena_release(&c.arena);
    analyser_free(c.tokens);
    free(c.slots);
    return status;
}
