/* SPDX-License-Identifier: MIT
 *
 * An index open for changing: its writer, what it held before, and where it
 * lies. Updating, forgetting and carrying over all work on one of these. */
#ifndef PILCROW_INDEXER_SESSION_H
#define PILCROW_INDEXER_SESSION_H

#include "analysis/analysis.h"
#include "base/places.h"
#include "corpus/schema.h"
#include "indexer/catalog.h"
#include "indexer/report.h"

typedef struct alike alike;
typedef struct pipeline pipeline;

typedef struct session {
    places places;
    engine_writer *writer;
    engine_snapshot *before; /* the index as it was; NULL if a rebuild replaces
                                one that cannot be read */
    uint64_t generation;     /* of `before`; 0 for a new index */
    bool rebuild;
    bool changed; /* something was written in this transaction */
    analyser *tokens;
    catalog catalog;      /* as it was, then as it is to be */
    schema_totals totals; /* the same */
    pilcrow_report *report;
    alike *alike;       /* NULL: the engine does not look at which are */
    pipeline *pipeline; /* what is under way to the index; see pipeline.h */
    unsigned jobs;
    catalog_file *finished; /* what has come in since session_wait(): the
                               pipeline's, as the report is; texts borrowed */
    size_t finished_count;
    size_t finished_capacity;
    bool replaces; /* an index that is to be replaced was passed over, and
                      nothing is committed yet */
} session;

typedef struct session_options {
    const char *engine;    /* NULL: as it was */
    const char *languages; /* NULL: as it was */
    bool rebuild;
    size_t memory_bytes;
    unsigned jobs;        /* threads; 0 as 1 */
    pilcrow_skip_fn skip; /* told of each skip; may be NULL */
    void *skip_ctx;
} session_options;

/* Open the index in `dir`, making it if it is not there. On failure nothing is
 * held; call session_close all the same.
 *
 * VERSION    other languages or another analyser than it was made with, and
 *            no rebuild. And what engine_writer_open says. */
pilcrow_status session_open(session *s, const char *dir,
                            const session_options *options, pilcrow_error *err);

/* Wait for what is under way, write the roots, the totals and the analyser's
 * signature, and commit; where nothing has changed, do nothing. */
pilcrow_status session_commit(session *s, pilcrow_error *err);

/* Let go of everything; what was not committed is undone. The report stays the
 * caller's if it was taken out. */
void session_close(session *s);

/* A stored path as the user is to see it; NULL when memory runs out. Owned by
 * the caller: free(). */
char *session_shown(const session *s, const char *stored, bool in_memory);

/* The stored form of a path the user gave, in `a`; NULL without memory. */
const char *session_stored(const session *s, arena *a, const char *path);

/* Wait for all that is under way into the index; then the catalogue learns what
 * has come in, and skips are told to who wants to hear of them. */
pilcrow_status session_wait(session *s, pilcrow_error *err);

/* Drop a file's paragraphs and its entry from the index. */
pilcrow_status session_drop_file(session *s, catalog_file *file,
                                 pilcrow_error *err);

/* Close the index as it was, where nothing more is read of it: while it is open
 * its files keep their room. */
void session_let_go(session *s);

/* Take nothing over from the index that is to be replaced: it was opened to
 * be rebuilt, and what is added from here on is all there will be. */
void session_begin_empty(session *s);

/* Throw away what was not committed; the report begins anew. */
pilcrow_status session_rollback(session *s, pilcrow_error *err);

/* Take the report out, and begin a new one; NULL when memory runs out. */
pilcrow_report *session_take_report(session *s);

#endif
