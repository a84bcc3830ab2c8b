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
    bool named; /* by the user, in this run */
    uint64_t size;
    uint64_t seconds, nanoseconds;
} plan_file;

/* A place that was walked: a root, or a part of one. */
typedef struct plan_walked {
    const char *path; /* stored form */
    const char *root; /* the root it is a part of, itself if it is one; NULL
                         for what is gone, whose files belong to any root */
    bool complete;    /* all of it was seen: what it no longer shows may be
                         dropped */
    bool gone;        /* a root that is not there, and to be pruned */
} plan_walked;

typedef struct plan {
    plan_file *files;
    size_t file_count;
    size_t file_capacity;
    plan_walked *walked;
    size_t walked_count;
    size_t walked_capacity;
    path_map walked_numbers;
    uint64_t bytes;
    arena arena;
} plan;

void plan_init(plan *p);
void plan_release(plan *p);

/* Walk `path`, a root or a part of the root `root`, in the ways of that root;
 * once, if it is asked for again. What is missing, or empty where it held
 * something, counts as seen only with `prune`; otherwise the report says so.
 * `asked`: the user names it in this run, and is to hear if it is a file that
 * cannot be indexed. */
pilcrow_status plan_walk(plan *p, session *s, const char *path,
                         const catalog_root *root, bool prune, bool asked,
                         pilcrow_error *err);

/* Note that nothing is left at or below `path`. */
pilcrow_status plan_note_gone(plan *p, const char *path, pilcrow_error *err);

/* Would a walk of the root come to `path`? Both in stored form. */
bool plan_root_shows(const session *s, const catalog_root *root,
                     const char *path);

/* Put the files in the catalogue's order, each once. */
void plan_sort(plan *p);

/* Was the place of a file which the plan does not show seen whole? */
bool plan_misses(const plan *p, const session *s, const catalog_file *file);

#endif
