/* SPDX-License-Identifier: MIT
 *
 * engine.h: the inverted index behind one C header.
 *
 * An index is a folder of paragraphs. Each has terms in fields, with positions;
 * one stored record, opaque bytes; and a few 64-bit values. A writer changes it
 * in one transaction at a time; a snapshot reads one generation of it. Nothing
 * here says which engine does the work, and nothing of that engine shows.
 *
 * A term is `len` bytes of any value, at most ENGINE_TERM_MAX of them, where a
 * NUL counts twice. A paragraph is named by an engine_ref: good within one
 * snapshot until its next refresh, never stored.
 *
 * Handles belong to one thread at a time; take one snapshot a thread. */
#ifndef PILCROW_ENGINE_ENGINE_H
#define PILCROW_ENGINE_ENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ENGINE_TERM_MAX 240u
#define ENGINE_POSITION_MAX 0x7FFFFFFFu
#define ENGINE_RECORD_MAX ((size_t)4 * 1024 * 1024)
#define ENGINE_QUERY_DEPTH_MAX 256

/* BODY and HEADING are scored: their occurrences make a paragraph's length.
 * The others only filter. */
typedef enum engine_field {
    ENGINE_BODY,
    ENGINE_HEADING,
    ENGINE_ID,
    ENGINE_DOC,
    ENGINE_PATH,
    ENGINE_LANG,
    ENGINE_KIND,
    ENGINE_GLOSSARY, /* the sides of a glossary entry */
    ENGINE_FIELD_COUNT
} engine_field;

/* A number kept with each paragraph. */
typedef enum engine_value {
    ENGINE_DOCUMENT, /* one number a document: hits are grouped by it */
    ENGINE_ORDINAL,  /* the paragraph's place in its file, from 0 */
    ENGINE_VALUE_COUNT
} engine_value;

typedef uint64_t engine_ref;

/* The name of engine `i` of this build, the one of a new index first; NULL past
 * the last. Static. */
const char *engine_name(size_t i);

/* The library that engine `i` is made on, as "xapian-core", and in `*version`
 * which runs; NULL for an engine that is all our own. Static. */
const char *engine_library(size_t i, const char **version);

/* ------------------------------------------------------------ writing --- */

/* One term of a paragraph. `positions`: each above the one before, `frequency`
 * of them, or NULL where none are kept. `frequency` is 0 in the fields that
 * only filter, and above 0 in the others. */
typedef struct engine_posting {
    engine_field field;
    const char *term;
    size_t len;
    uint32_t frequency;
    const uint32_t *positions;
} engine_posting;

/* What a writer is given: borrowed for the call. Exactly one posting is in
 * field ENGINE_ID; it names the paragraph in the whole index.
 *
 * alike     0, or a hash of the text that the paragraph has in common with
 *           others: their postings in the fields that are scored are the same,
 *           their records are from behind the id on, and their order is of no
 *           matter. An engine may have them stand together.
 * left_out  the postings in those fields, as one alike was added before. */
typedef struct engine_paragraph {
    const engine_posting *postings;
    size_t posting_count;
    const char *record; /* at least 1 byte, at most ENGINE_RECORD_MAX */
    size_t record_len;
    uint64_t values[ENGINE_VALUE_COUNT];
    uint32_t alike;
    bool left_out;
} engine_paragraph;

typedef struct engine_writer engine_writer;

typedef struct engine_writer_options {
    const char *engine;  /* NULL: the index's own, "xapian" when new */
    bool rebuild;        /* write an empty index beside the old one; commit
                            puts it in the old one's place */
    size_t memory_bytes; /* aim for the writer's buffers; 0: 256 MB */
    unsigned jobs;       /* threads that may write at once; 0 as 1. The index is
                            the same with any number */
} engine_writer_options;

/* Open the index in `dir` for writing and begin a transaction. Takes the
 * folder's lock, kept until close. Makes the folder if it is not there, or is
 * empty; leaves any other folder that is no index alone.
 *
 * BUSY       another writer, in this process or another, holds the lock.
 * NOT_INDEX  the folder holds something else.
 * VERSION    the index is of a newer format or an unknown engine.
 * IO         the folder cannot be made or written. */
pilcrow_status engine_writer_open(engine_writer **out, const char *dir,
                                  const engine_writer_options *options,
                                  pilcrow_error *err);

/* Add a paragraph.
 *
 * EXISTS     a paragraph of that ID is there already, in the index or in this
 *            transaction; nothing was added and the transaction goes on.
 * NOT_FOUND  postings are left out, and the writer has or remembers none that
 *            is alike; nothing was added and the transaction goes on.
 * INVALID    a term too long or empty, not exactly one ID, an empty record:
 *            nothing was added and the transaction goes on.
 * else       the transaction cannot go on: roll back or close. */
pilcrow_status engine_writer_add(engine_writer *writer,
                                 const engine_paragraph *paragraph,
                                 pilcrow_error *err);

/* Does its engine look at which paragraphs are alike? If not nothing may be
 * left out. */
bool engine_writer_joins_alike(const engine_writer *writer);

/* A paragraph with that ID and of that hash is added soon: an engine may have
 * the memory fetched that this will touch. Nothing comes of it but time. */
void engine_writer_expect(engine_writer *writer, const char *id, size_t len,
                          uint32_t alike);

/* Delete every paragraph that holds the term; `*deleted` (may be NULL) says
 * how many. */
pilcrow_status engine_writer_delete(engine_writer *writer, engine_field field,
                                    const char *term, size_t len,
                                    uint64_t *deleted, pilcrow_error *err);

/* Keep `value` under `key` (1..200 bytes); a value of 0 bytes removes it. */
pilcrow_status engine_writer_set_metadata(engine_writer *writer,
                                          const char *key, size_t key_len,
                                          const char *value, size_t len,
                                          pilcrow_error *err);

/* Make the transaction durable, raise the generation, and begin the next one.
 * On failure the index is as it was before the transaction, which is rolled
 * back; a failure after which the transaction proves to have landed is OK. Only
 * where the last sync fails is it IO though readers see the new generation: a
 * power failure might take that back. */
pilcrow_status engine_writer_commit(engine_writer *writer, pilcrow_error *err);

/* Throw the transaction away and begin anew. */
pilcrow_status engine_writer_rollback(engine_writer *writer,
                                      pilcrow_error *err);

/* Roll back what is not committed, let go of the lock, free. NULL is fine. */
void engine_writer_close(engine_writer *writer);

/* Write the index in `dir` anew, as small and as fast to read as its engine
 * can make it, beside the old one and put it in its place as the next
 * generation. Readers go on. After a failure the old one stands.
 *
 * NOT_FOUND, NOT_INDEX, VERSION, CORRUPT, BUSY, IO. */
pilcrow_status engine_compact(const char *dir, pilcrow_error *err);

/* ------------------------------------------------------------ reading --- */

/* Does the folder hold an index, of whatever version? */
bool engine_is_index(const char *dir);

typedef struct engine_snapshot engine_snapshot;

/* Open the newest generation. An index that was made but never committed reads
 * as an empty one of generation 0.
 *
 * NOT_FOUND, NOT_INDEX, VERSION, CORRUPT (a table missing or damaged). */
pilcrow_status engine_snapshot_open(engine_snapshot **out, const char *dir,
                                    pilcrow_error *err);
void engine_snapshot_close(engine_snapshot *snapshot);

/* How often to try what a writer may overtake. */
#define ENGINE_ATTEMPTS 16

/* Move on to the newest generation; cheap when there is none newer.
 *
 * Any reading call below may return STALE when a writer has overtaken the
 * snapshot: refresh and start the whole operation over, at most ENGINE_ATTEMPTS
 * times in all. If after a STALE the index turns out not to have moved, refresh
 * returns CORRUPT. */
pilcrow_status engine_snapshot_refresh(engine_snapshot *snapshot,
                                       pilcrow_error *err);

/* What an operation came to that has read the snapshot since it was refreshed
 * last. A writer may have written over what it read: then `status` need not
 * hold, be it OK or CORRUPT, and STALE is given back, to start over. Else
 * `status` is, as it always is where an engine leaves old generations alone. */
pilcrow_status engine_snapshot_confirm(const engine_snapshot *snapshot,
                                       pilcrow_status status,
                                       pilcrow_error *err);

/* Read several snapshots as one, the joint snapshot of these parts: a search
 * finds the paragraphs of all of them and scores by the statistics of all
 * taken together, as if they were one index. Every reading call works on it;
 * those that check want the parts one by one and are INVALID.
 * Documents of different parts are never one, even if they have the same
 * ENGINE_DOCUMENT value, and an ENGINE_ID may name one paragraph in each part.
 * Metadata are those of the first part.
 *
 * parts    `count` of them, 1 or more, none a joint one; borrowed until the
 *          joint snapshot is closed, which leaves them open. Refresh them
 *          through it only.
 *
 * UNSUPPORTED  they are of different engines, or of one that cannot do it. */
pilcrow_status engine_snapshot_join(engine_snapshot **out,
                                    engine_snapshot *const *parts, size_t count,
                                    pilcrow_error *err);

/* Which part a ref of a joint snapshot lies in, and that part's own ref for it
 * (`inner` may be NULL). Part 0 and the same ref where it is not joint. */
size_t engine_ref_part(const engine_snapshot *snapshot, engine_ref ref,
                       engine_ref *inner);

typedef struct engine_stats {
    uint64_t paragraphs;
    uint64_t words; /* occurrences in scored fields */
    uint64_t generation;
    uint64_t bytes;     /* on disk */
    const char *engine; /* static */
} engine_stats;

pilcrow_status engine_snapshot_stats(engine_snapshot *snapshot,
                                     engine_stats *out, pilcrow_error *err);

/* The same but for `bytes`, which is 0: no folder is looked at. */
pilcrow_status engine_snapshot_counts(engine_snapshot *snapshot,
                                      engine_stats *out, pilcrow_error *err);

/* How often the snapshot has read the index anew, in all its parts: what is
 * remembered of what it says is true as long as this number stays the same. The
 * number of the generation does not say so, as an index that was removed and
 * made again counts from 1. */
uint64_t engine_snapshot_epoch(const engine_snapshot *snapshot);

/* Nodes of a query tree. Children are borrowed for the call.
 *
 * TERM     field, term, len.
 * ALL      every paragraph, score 0.
 * OR       any child; the sum of those that match.
 * AND      every child; the sum.
 * AND_NOT  the first child and none of the others; the first one's score.
 * AND_MAYBE the first child's hits; the sum of all children that match.
 * FILTER   the first child where all the others match; the first one's score.
 * PHRASE   TERM children in this order within `window` positions (window =
 *          count or less: adjacent); the sum of their terms. Only over terms
 *          that are kept with positions; one of a field that only filters
 *          matches nothing.
 * NEAR     TERM children in any order within `window` positions; the sum.
 * SYNONYM  any child, scored as one term: frequencies added up, document
 *          frequency that of the union (an engine may estimate it). A phrase
 *          in it counts as often as its rarest term; a SCALE has no effect; a
 *          RANGE is INVALID.
 * SCALE    the one child's score times `weight` (0 or more).
 * RANGE    paragraphs whose `value` is in [low, high]; score 0.
 *
 * A node without the children it needs matches nothing. */
typedef enum engine_op {
    ENGINE_TERM,
    ENGINE_ALL,
    ENGINE_OR,
    ENGINE_AND,
    ENGINE_AND_NOT,
    ENGINE_AND_MAYBE,
    ENGINE_FILTER,
    ENGINE_PHRASE,
    ENGINE_NEAR,
    ENGINE_SYNONYM,
    ENGINE_SCALE,
    ENGINE_RANGE
} engine_op;

typedef struct engine_query engine_query;
struct engine_query {
    engine_op op;
    engine_field field;
    const char *term;
    size_t len;
    uint32_t window;
    double weight;
    engine_value value;
    uint64_t low, high;
    const engine_query *const *children;
    size_t child_count;
};

typedef struct engine_search_options {
    size_t offset;
    size_t limit;
    double k1;            /* 0 or more */
    double b;             /* 0..1 */
    bool by_document;     /* only the best of each ENGINE_DOCUMENT value; in a
                             joint snapshot, of each in each part */
    bool count;           /* total is to be exact */
    uint32_t deadline_ms; /* 0: none */
} engine_search_options;

typedef struct engine_hit {
    engine_ref ref;
    double score;
} engine_hit;

typedef struct engine_result {
    engine_hit *hits; /* freed by engine_result_release */
    size_t count;
    uint64_t total; /* matches in all */
    bool exact;     /* false: there are at least so many, or more */
} engine_result;

/* The best `limit` paragraphs after the first `offset`, by score from the
 * highest, ties in a fixed order. BM25 with idf, k1, b as ARCHITECTURE.md
 * gives them.
 *
 * INVALID  k1, b or a weight out of its range; a phrase of no terms.
 * LIMIT    the tree is deeper than ENGINE_QUERY_DEPTH_MAX.
 * TIMEOUT  the deadline passed; `out` holds the best of what was looked at, each
 *          with its whole score, and the total is a lower bound. */
pilcrow_status engine_search(engine_snapshot *snapshot,
                             const engine_query *query,
                             const engine_search_options *options,
                             engine_result *out, pilcrow_error *err);
void engine_result_release(engine_result *result);

/* Visit every paragraph that matches, once each and in any order; scores play
 * no part. `document` is its ENGINE_DOCUMENT. Return false to stop.
 *
 * deadline_ms  0: none; after TIMEOUT only some were visited.
 * The failures are those of engine_search(). */
typedef bool (*engine_match_visitor)(void *ctx, engine_ref ref,
                                     uint64_t document);
pilcrow_status engine_each_match(engine_snapshot *snapshot,
                                 const engine_query *query,
                                 uint32_t deadline_ms,
                                 engine_match_visitor visit, void *ctx,
                                 pilcrow_error *err);

/* Replace the content of `record` by the stored record. Its checksum is
 * verified on each fetch: CORRUPT if it does not hold. */
pilcrow_status engine_fetch(engine_snapshot *snapshot, engine_ref ref,
                            buf *record, pilcrow_error *err);

/* Replace the content of `id` by the term of ENGINE_ID that names the
 * paragraph: nothing of its record is read. */
pilcrow_status engine_fetch_id(engine_snapshot *snapshot, engine_ref ref,
                               buf *id, pilcrow_error *err);

/* How often a term stands in one paragraph, and that paragraph's length. */
pilcrow_status engine_occurrences(engine_snapshot *snapshot, engine_ref ref,
                                  engine_field field, const char *term,
                                  size_t len, uint32_t *frequency,
                                  uint64_t *length, pilcrow_error *err);

/* How many paragraphs hold the term, and its occurrences in all (0, 0 for a
 * term that is not there). Either pointer may be NULL. */
pilcrow_status engine_frequencies(engine_snapshot *snapshot, engine_field field,
                                  const char *term, size_t len,
                                  uint64_t *paragraphs, uint64_t *occurrences,
                                  pilcrow_error *err);

/* Visit the terms of a field that begin with `prefix`, in byte order. The
 * term's bytes are borrowed for the call. Return false to stop. */
typedef bool (*engine_term_visitor)(void *ctx, const char *term, size_t len,
                                    uint64_t paragraphs, uint64_t occurrences);
pilcrow_status engine_terms(engine_snapshot *snapshot, engine_field field,
                            const char *prefix, size_t prefix_len,
                            engine_term_visitor visit, void *ctx,
                            pilcrow_error *err);

/* Replace the content of `value` by what is kept under `key`: empty if
 * nothing is. */
pilcrow_status engine_metadata(engine_snapshot *snapshot, const char *key,
                               size_t key_len, buf *value, pilcrow_error *err);

/* Visit the keys that begin with `prefix`, in byte order, with their values;
 * both borrowed for the call. Return false to stop. */
typedef bool (*engine_metadata_visitor)(void *ctx, const char *key,
                                        size_t key_len, const char *value,
                                        size_t len);
pilcrow_status engine_metadata_each(engine_snapshot *snapshot,
                                    const char *prefix, size_t prefix_len,
                                    engine_metadata_visitor visit, void *ctx,
                                    pilcrow_error *err);

/* ----------------------------------------------------------- checking --- */

/* Visit every paragraph. A record that cannot be read comes as `record` NULL
 * with the reason. Return false to stop. */
typedef bool (*engine_record_visitor)(void *ctx, engine_ref ref,
                                      const char *record, size_t len,
                                      const uint64_t *values,
                                      const char *reason);
pilcrow_status engine_each_record(engine_snapshot *snapshot,
                                  engine_record_visitor visit, void *ctx,
                                  pilcrow_error *err);

/* Visit every posting as a search would read it, in any order. Return false
 * to stop. */
typedef bool (*engine_posting_visitor)(void *ctx, engine_ref ref,
                                       const engine_posting *posting);
pilcrow_status engine_each_posting(engine_snapshot *snapshot,
                                   engine_posting_visitor visit, void *ctx,
                                   pilcrow_error *err);

/* Verify the engine's own structures on disk. `found` is called with a
 * sentence for each damage. CORRUPT if there was any. */
pilcrow_status engine_verify(const char *dir, pilcrow_damage_fn found,
                             void *ctx, pilcrow_error *err);

#ifdef __cplusplus
}
#endif

#endif
