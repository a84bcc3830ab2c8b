/* SPDX-License-Identifier: MIT
 *
 * What is on disk now: the files below the roots of a run, in the order of the
 * catalogue, each once. */
#ifndef PILCROW_INDEXER_PLAN_H
#define PILCROW_INDEXER_PLAN_H

#include "indexer/session.h"

typedef struct plan_file {
    const char *path; /* stored form */
    const char *disk; /* where to open it: absolute */
    const char *root; /* stored form of the root that showed it */
    corpus_format format;
    bool follow;
    bool named; /* a root itself */
    uint64_t size;
    uint64_t seconds, nanoseconds;
} plan_file;

typedef struct plan_root {
    const char *path; /* stored form */
    bool complete;    /* all of it was seen: what it no longer shows may
                         be dropped */
    bool gone;        /* not there, and to be pruned */
} plan_root;

typedef struct plan {
    plan_file *files;
    size_t file_count;
    size_t file_capacity;
    plan_root *roots;
    size_t root_count;
    size_t root_capacity;
    uint64_t bytes;
    arena arena;
} plan;

void plan_init(plan *p);
void plan_release(plan *p);

/* Walk one root. A root that is missing, or empty where it held something,
 * counts as seen only with `prune`; otherwise the report says so. */
pilcrow_status plan_walk(plan *p, session *s, const catalog_root *root,
                         bool prune, pilcrow_error *err);

/* Put the files in the catalogue's order, each once. */
void plan_sort(plan *p);

/* What is known of the root at this path, NULL if it was not walked. */
const plan_root *plan_find_root(const plan *p, const char *path);

#endif
