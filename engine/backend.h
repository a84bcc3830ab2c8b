/* SPDX-License-Identifier: MIT
 *
 * What one engine offers on one data folder: a table of functions.
 *
 * The callers in writer.c and snapshot.c have looked after everything that is
 * the same for all engines: the index folder and its lock, the limits of
 * terms, keys and queries, pointers that may be NULL. Each function here
 * otherwise does what its namesake in engine.h says; in its messages it calls
 * what it works on "the index", and the callers add which one. To add an
 * engine, write such a table and list it in backends.c. */
#ifndef PILCROW_ENGINE_BACKEND_H
#define PILCROW_ENGINE_BACKEND_H

#include "engine/engine.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct backend_writer backend_writer;
typedef struct backend_snapshot backend_snapshot;

/* Where to write. A fresh folder is empty and nobody reads it before it has
 * been committed and synced by the caller: the engine need not sync it, and
 * the writer is closed after that one commit. Any other holds a committed
 * index, which must survive a crash at any moment. */
typedef struct backend_target {
    const char *data; /* the data folder; borrowed for the call */
    bool fresh;
    uint64_t generation; /* fresh only: the commit makes this one */
    size_t memory_bytes;
    unsigned jobs; /* threads that may be used, 1 at least */
} backend_target;

typedef struct engine_backend {
    const char *name;
    /* The file of a data folder that each commit puts a new one in place of,
     * and nothing else changes: while it is the same, no refresh is asked for.
     */
    const char *newest;
    /* Paragraphs that are alike may have postings left out. */
    bool joins_alike;
    /* Once there is a newer generation a writer may write over what a snapshot
     * of the one before reads. It may see half of a write and take it for what
     * it asked for. */
    bool overwrites;

    pilcrow_status (*writer_open)(backend_writer **out,
                                  const backend_target *target,
                                  pilcrow_error *err);
    pilcrow_status (*add)(backend_writer *writer,
                          const engine_paragraph *paragraph,
                          pilcrow_error *err);
    /* NULL: nothing comes of it. */
    void (*expect)(backend_writer *writer, const char *id, size_t len,
                   uint32_t alike);
    pilcrow_status (*remove)(backend_writer *writer, engine_field field,
                             const char *term, size_t len, uint64_t *deleted,
                             pilcrow_error *err);
    pilcrow_status (*set_metadata)(backend_writer *writer, const char *key,
                                   size_t key_len, const char *value,
                                   size_t len, pilcrow_error *err);
    /* Once it is OK the caller syncs the folder's names. After a failure the
     * next transaction has begun on what was there before, or the writer only
     * fails until a rollback brings it back. */
    pilcrow_status (*commit)(backend_writer *writer, pilcrow_error *err);
    pilcrow_status (*rollback)(backend_writer *writer, pilcrow_error *err);
    /* Never commits. */
    void (*writer_close)(backend_writer *writer);
    /* Write what the data folder `from` holds into the fresh folder `to`, as
     * small and as fast to read as can be, as generation `generation`. Nobody
     * writes to the one and nobody reads the other; the caller syncs. */
    pilcrow_status (*compact)(const char *from, const char *to,
                              uint64_t generation, pilcrow_error *err);

    /* `data` NULL: an empty index of generation 0. */
    pilcrow_status (*snapshot_open)(backend_snapshot **out, const char *data,
                                    pilcrow_error *err);
    void (*snapshot_close)(backend_snapshot *snapshot);
    pilcrow_status (*refresh)(backend_snapshot *snapshot, bool *moved,
                              pilcrow_error *err);
    /* A snapshot over `count` others of this engine, which stay open and are
     * good until it is closed; it is made anew after each of their refreshes.
     * Only search, each_match, terms and part_of are called on it. NULL: the
     * engine cannot do it. */
    pilcrow_status (*snapshot_join)(backend_snapshot **out,
                                    backend_snapshot *const *parts,
                                    size_t count, pilcrow_error *err);
    /* Which of them a ref lies in, and its own ref for it. Only called on a
     * joint snapshot, with refs that its search and each_match gave; NULL
     * where snapshot_join is. */
    size_t (*part_of)(const backend_snapshot *snapshot, engine_ref ref,
                      engine_ref *inner);
    /* Leaves `bytes` and `engine` to the caller. */
    pilcrow_status (*stats)(backend_snapshot *snapshot, engine_stats *out,
                            pilcrow_error *err);
    pilcrow_status (*search)(backend_snapshot *snapshot,
                             const engine_query *query,
                             const engine_search_options *options,
                             engine_result *out, pilcrow_error *err);
    pilcrow_status (*each_match)(backend_snapshot *snapshot,
                                 const engine_query *query,
                                 uint32_t deadline_ms,
                                 engine_match_visitor visit, void *ctx,
                                 pilcrow_error *err);
    pilcrow_status (*fetch)(backend_snapshot *snapshot, engine_ref ref,
                            buf *record, pilcrow_error *err);
    pilcrow_status (*fetch_id)(backend_snapshot *snapshot, engine_ref ref,
                               buf *id, pilcrow_error *err);
    pilcrow_status (*occurrences)(backend_snapshot *snapshot, engine_ref ref,
                                  engine_field field, const char *term,
                                  size_t len, uint32_t *frequency,
                                  uint64_t *length, pilcrow_error *err);
    /* `occurrences` may be NULL. */
    pilcrow_status (*frequencies)(backend_snapshot *snapshot,
                                  engine_field field, const char *term,
                                  size_t len, uint64_t *paragraphs,
                                  uint64_t *occurrences, pilcrow_error *err);
    pilcrow_status (*terms)(backend_snapshot *snapshot, engine_field field,
                            const char *prefix, size_t prefix_len,
                            engine_term_visitor visit, void *ctx,
                            pilcrow_error *err);
    pilcrow_status (*metadata)(backend_snapshot *snapshot, const char *key,
                               size_t key_len, buf *value, pilcrow_error *err);
    pilcrow_status (*metadata_each)(backend_snapshot *snapshot,
                                    const char *prefix, size_t prefix_len,
                                    engine_metadata_visitor visit, void *ctx,
                                    pilcrow_error *err);
    pilcrow_status (*each_record)(backend_snapshot *snapshot,
                                  engine_record_visitor visit, void *ctx,
                                  pilcrow_error *err);
    pilcrow_status (*each_posting)(backend_snapshot *snapshot,
                                   engine_posting_visitor visit, void *ctx,
                                   pilcrow_error *err);
    pilcrow_status (*verify)(const char *data, pilcrow_damage_fn found,
                             void *ctx, pilcrow_error *err);

    /* The library it is made on; NULL: none. */
    const char *(*library)(const char **version);
} engine_backend;

extern const engine_backend xapian_backend;
extern const engine_backend segment_backend;

/* The engine called `name`; NULL if there is none. */
const engine_backend *backend_find(const char *name);
/* The engine of a new index for which none was asked. */
const engine_backend *backend_default(void);

#ifdef __cplusplus
}
#endif

#endif
