/* SPDX-License-Identifier: MIT
 *
 * pilcrow_check. In: an index folder. Out: each damage, as a sentence.
 *
 * The engine verifies its own tables first. Then what a search would read is
 * held against what was stored: each posting adds a hash to its paragraph's
 * sum, each posting derived anew from the stored text takes one away, and a
 * paragraph whose sum is not nought in the end is damaged, whichever of its
 * postings was lost, changed or made up. Lengths and counts that are kept
 * beside the paragraphs must be what these add up to. What an attempt finds is
 * told only once no writer has overtaken it. */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/list.h"
#include "base/map.h"
#include "corpus/schema.h"
#include "engine/engine.h"
#include "indexer/catalog.h"
#include "indexer/imports.h"
#include "indexer/postings.h"
#include "indexer/signature.h"

#define XXH_STATIC_LINKING_ONLY /* for a hash state on the stack */
#include <xxhash.h>

#define ATTEMPTS 3
#define PARAGRAPH_MEMORY_MAX ((size_t)512 << 20)
#define SENTENCES_MAX ((size_t)256 << 20)
#define LISTED_MAX 10000u /* more damages are only counted */

/* What is known of one paragraph so far. */
typedef struct sum {
    uint64_t sum;
    uint32_t length; /* occurrences in scored fields */
    bool has_record;
} sum;

/* Paragraphs and words of one file, as their records have them. */
typedef struct share {
    uint64_t paragraphs;
    uint64_t words;
} share;

typedef struct checking {
    pilcrow_damage_fn found;
    void *found_ctx;
    const char **damages; /* of this attempt, in `sentences` */
    size_t damage_count;
    size_t damage_capacity;
    uint64_t unlisted; /* damages that are only counted */
    arena sentences;
    map sums;       /* of sum, by ref */
    map shares;     /* of share, by file_hash() */
    uint64_t words; /* occurrences in scored fields, of all */
    uint64_t records;
    analyser *tokens;
    arena arena; /* of one paragraph */
    bool failed; /* out of memory */
} checking;

/* -------------------------------------------------------------- damages --- */

static void damage(checking *c, const char *sentence)
{
    if (c->damage_count == LISTED_MAX) {
        c->unlisted++;
        return;
    }
    const char **room = list_room(c->damages, c->damage_count,
                                  &c->damage_capacity, sizeof *room);
    if (room == NULL) {
        c->failed = true;
        return;
    }
    c->damages = room;
    room[c->damage_count] = arena_text(&c->sentences, sentence);
    if (room[c->damage_count] == NULL)
        c->failed = true;
    else
        c->damage_count++;
}

__attribute__((format(printf, 2, 3))) static void
damage_format(checking *c, const char *format, ...)
{
    char *sentence = NULL;
    va_list args;
    va_start(args, format);
    if (vasprintf(&sentence, format, args) < 0)
        sentence = NULL;
    va_end(args);
    if (sentence == NULL)
        c->failed = true;
    else
        damage(c, sentence);
    free(sentence);
}

/* The engine's findings are ours. */
static void pass_on(void *ctx, const char *sentence)
{
    damage(ctx, sentence);
}

static void forget_damages(checking *c)
{
    c->damage_count = 0;
    c->unlisted = 0;
    arena_clear(&c->sentences);
}

static void tell_damages(checking *c)
{
    char rest[64];
    for (size_t i = 0; c->found != NULL && i < c->damage_count; i++)
        c->found(c->found_ctx, c->damages[i]);
    if (c->found == NULL || c->unlisted == 0)
        return;
    snprintf(rest, sizeof rest, "... and %" PRIu64 " more damages",
             c->unlisted);
    c->found(c->found_ctx, rest);
}

/* ----------------------------------------------------------------- sums --- */

static sum *sum_of(checking *c, engine_ref ref)
{
    sum *found = map_put(&c->sums, ref);
    c->failed = c->failed || found == NULL;
    return found;
}

static bool is_scored(engine_field field)
{
    return field == ENGINE_BODY || field == ENGINE_HEADING;
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

/* ----------------------------------------------------- the two readings --- */

static bool add_posting(void *ctx, engine_ref ref,
                        const engine_posting *posting)
{
    checking *c = ctx;
    sum *of = sum_of(c, ref);
    if (of == NULL)
        return false;
    of->sum += posting_hash(posting);
    if (is_scored(posting->field)) {
        of->length += posting->frequency;
        c->words += posting->frequency;
    }
    return true;
}

static uint64_t file_hash(const char *path, bool in_memory)
{
    return XXH3_64bits_withSeed(path, strlen(path), in_memory);
}

static bool add_share(checking *c, const schema_record *record, size_t words)
{
    share *of = map_put(&c->shares, file_hash(record->path, record->in_memory));
    if (of == NULL)
        return false;
    of->paragraphs++;
    of->words += words;
    return true;
}

/* Take away what the stored paragraph says it has. */
static bool take_derived(checking *c, sum *of, const schema_record *record)
{
    char key[SCHEMA_KEY_LETTERS + 1];
    postings file, derived;
    schema_file_key(key, record->path, record->in_memory);
    if (postings_of_file(&file, &c->arena, record->path, key, NULL) !=
            PILCROW_OK ||
        postings_derive(&derived, &c->arena, c->tokens, record, &file, NULL) !=
            PILCROW_OK)
        return false;
    for (size_t i = 0; i < derived.count; i++)
        of->sum -= posting_hash(&derived.list[i]);
    return add_share(c, record, derived.words);
}

static void report_paragraph(checking *c, const schema_record *record,
                             const char *what)
{
    damage_format(c, "paragraph %s (%s:%" PRIu64 "): %s", record->id,
                  record->path, record->line, what);
}

static void compare_values(checking *c, const schema_record *record,
                           const uint64_t *values)
{
    uint64_t expected[ENGINE_VALUE_COUNT];
    postings_values(expected, record);
    if (memcmp(expected, values, sizeof expected) != 0)
        report_paragraph(c, record, "the numbers kept with it are not its own");
}

static void compare_paragraph(checking *c, sum *of, const schema_record *record,
                              const uint64_t *values)
{
    compare_values(c, record, values);
    if (!take_derived(c, of, record))
        c->failed = true;
    else if (of->sum != 0)
        report_paragraph(c, record,
                         "the index does not hold the terms of its text");
}

static bool take_record(void *ctx, engine_ref ref, const char *bytes,
                        size_t len, const uint64_t *values, const char *reason)
{
    checking *c = ctx;
    schema_record record;
    sum *of = sum_of(c, ref);
    if (of == NULL)
        return false;
    of->has_record = true;
    c->records++;
    arena_clear(&c->arena);
    pilcrow_status status =
        bytes == NULL ? PILCROW_CORRUPT
                      : schema_decode(&record, &c->arena, bytes, len, NULL);
    if (status == PILCROW_NO_MEMORY)
        c->failed = true;
    else if (status != PILCROW_OK)
        damage(c, reason != NULL ? reason : "a stored paragraph is damaged");
    else
        compare_paragraph(c, of, &record, values);
    return !c->failed;
}

/* --------------------------------------------------- counts and lengths --- */

/* Paragraphs that are not stored, and lengths that are not their own. */
static pilcrow_status compare_lengths(checking *c, engine_snapshot *snapshot,
                                      pilcrow_error *err)
{
    uint64_t orphans = 0, wrong = 0, ref;
    const sum *of;
    pilcrow_status status = PILCROW_OK;
    for (size_t at = 0; status == PILCROW_OK &&
                        (of = map_next(&c->sums, &at, &ref)) != NULL;) {
        uint64_t length = 0;
        if (of->has_record)
            status = engine_occurrences(snapshot, ref, ENGINE_ID, "-", 1, NULL,
                                        &length, err);
        orphans += !of->has_record;
        wrong += of->has_record && length != of->length;
    }
    if (orphans > 0)
        damage_format(
            c, "the index finds %" PRIu64 " paragraphs that are not stored",
            orphans);
    if (wrong > 0)
        damage_format(c,
                      "the length kept of %" PRIu64
                      " paragraphs is not that of their words",
                      wrong);
    return status;
}

/* Two counts of the same things. */
static void compare_counts(checking *c, const char *what, uint64_t kept,
                           uint64_t found)
{
    if (kept != found)
        damage_format(c, "the index counts %" PRIu64 " %s, and holds %" PRIu64,
                      kept, what, found);
}

static void compare_file(checking *c, const catalog_file *file)
{
    static const share none = {0, 0};
    const share *held =
        map_find(&c->shares, file_hash(file->path, file->in_memory));
    held = held == NULL ? &none : held;
    if (held->paragraphs != file->paragraphs || held->words != file->words)
        damage_format(c,
                      "%s: the index lists %" PRIu64 " paragraphs of %" PRIu64
                      " words, and holds %" PRIu64 " of %" PRIu64,
                      file->path, file->paragraphs, file->words,
                      held->paragraphs, held->words);
}

static void compare_files(checking *c, const catalog *files,
                          const schema_totals *totals)
{
    schema_totals sums = {0};
    uint64_t paragraphs = 0;
    for (size_t i = 0; i < files->file_count; i++) {
        const catalog_file *file = &files->files[i];
        compare_file(c, file);
        sums.documents += file->documents;
        sums.words += file->words;
        paragraphs += file->paragraphs;
    }
    compare_counts(c, "documents", totals->documents, sums.documents);
    compare_counts(c, "words in its files", totals->words, sums.words);
    compare_counts(c, "paragraphs in its files", paragraphs, c->records);
}

static pilcrow_status read_totals(schema_totals *out, engine_snapshot *snapshot,
                                  pilcrow_error *err)
{
    buf bytes;
    buf_init(&bytes, ENGINE_RECORD_MAX);
    pilcrow_status status = engine_metadata(
        snapshot, SCHEMA_KEY_TOTALS, strlen(SCHEMA_KEY_TOTALS), &bytes, err);
    if (status == PILCROW_OK)
        *out = schema_decode_totals(buf_text(&bytes), bytes.len);
    buf_release(&bytes);
    return status;
}

/* What is kept beside the paragraphs: how many they are, how long, and of
 * which files. */
static pilcrow_status check_counts(checking *c, engine_snapshot *snapshot,
                                   const engine_stats *stats,
                                   pilcrow_error *err)
{
    catalog files;
    schema_totals totals;
    pilcrow_error why = {0};
    catalog_init(&files);
    compare_counts(c, "paragraphs", stats->paragraphs, c->records);
    compare_counts(c, "words", stats->words, c->words);
    pilcrow_status status = compare_lengths(c, snapshot, &why);
    if (status == PILCROW_OK)
        status = read_totals(&totals, snapshot, &why);
    if (status == PILCROW_OK)
        status = catalog_load(&files, snapshot, &why);
    if (status == PILCROW_OK)
        compare_files(c, &files, &totals);
    if (status == PILCROW_OK)
        status = imports_check(snapshot, c->tokens, pass_on, c, &why);
    catalog_release(&files);
    if (status != PILCROW_CORRUPT)
        return status == PILCROW_OK ? status
                                    : error_set(err, status, "%s", why.message);
    damage(c, why.message);
    return PILCROW_OK;
}

/* -------------------------------------------------------------- the run --- */

static pilcrow_status open_analyser(checking *c, engine_snapshot *snapshot,
                                    pilcrow_error *err)
{
    analyser_free(c->tokens);
    c->tokens = NULL;
    return signature_analyser(&c->tokens, snapshot, err);
}

static pilcrow_status check_content(checking *c, engine_snapshot *snapshot,
                                    const engine_stats *stats,
                                    pilcrow_error *err)
{
    if (stats->generation == 0)
        return PILCROW_OK;
    pilcrow_status status = open_analyser(c, snapshot, err);
    if (status == PILCROW_OK)
        status = engine_each_posting(snapshot, add_posting, c, err);
    if (status == PILCROW_OK && !c->failed)
        status = engine_each_record(snapshot, take_record, c, err);
    if (status == PILCROW_OK && !c->failed)
        status = check_counts(c, snapshot, stats, err);
    return c->failed ? error_no_memory(err) : status;
}

/* Has a writer committed since `before`? */
static pilcrow_status has_moved(bool *moved, engine_snapshot *snapshot,
                                const engine_stats *before, pilcrow_error *err)
{
    engine_stats now;
    pilcrow_status status = engine_snapshot_refresh(snapshot, err);
    if (status == PILCROW_OK)
        status = engine_snapshot_stats(snapshot, &now, err);
    *moved = status == PILCROW_OK && now.generation != before->generation;
    return status;
}

/* Check what the index is now. STALE if it did not stay that. */
static pilcrow_status attempt(checking *c, engine_snapshot *snapshot,
                              pilcrow_error *err)
{
    engine_stats stats;
    bool moved = false;
    map_clear(&c->sums);
    map_clear(&c->shares);
    c->words = c->records = 0;
    forget_damages(c);
    pilcrow_status status = engine_snapshot_refresh(snapshot, err);
    if (status == PILCROW_OK)
        status = engine_snapshot_stats(snapshot, &stats, err);
    if (status == PILCROW_OK)
        status = check_content(c, snapshot, &stats, err);
    if (status == PILCROW_OK && c->damage_count > 0)
        status = has_moved(&moved, snapshot, &stats, err);
    if (moved)
        return error_set(err, PILCROW_STALE,
                         "the index changed while it was checked; try again");
    /* What is found to be fine is so, whatever was written since. */
    return status == PILCROW_CORRUPT
               ? engine_snapshot_confirm(snapshot, status, err)
               : status;
}

/* A writer may overtake the check: then what it has seen is not one index. */
static pilcrow_status check_patiently(checking *c, engine_snapshot *snapshot,
                                      pilcrow_error *err)
{
    pilcrow_status status = PILCROW_STALE;
    for (int i = 0; i < ATTEMPTS && status == PILCROW_STALE; i++)
        status = attempt(c, snapshot, err);
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
    if (status != PILCROW_OK && status != PILCROW_CORRUPT)
        return error_set(err, status, "%s", why.message);
    /* What cannot even be opened is a damage as well. */
    if (status == PILCROW_CORRUPT && c->damage_count == 0)
        damage(c, why.message);
    if (c->failed)
        return error_no_memory(err);
    tell_damages(c);
    if (c->damage_count > 0)
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
    if (dir == NULL)
        return error_missing(err, "the folder of the index");
    arena_init(&c.arena, PARAGRAPH_MEMORY_MAX);
    arena_init(&c.sentences, SENTENCES_MAX);
    map_init(&c.sums, sizeof(sum));
    map_init(&c.shares, sizeof(share));
    pilcrow_status status = check_all(&c, dir, err);
    arena_release(&c.arena);
    arena_release(&c.sentences);
    map_release(&c.sums);
    map_release(&c.shares);
    analyser_free(c.tokens);
    free(c.damages);
    return status;
}
