/* SPDX-License-Identifier: MIT
 *
 * A query tree made ready for one snapshot: looked up, flattened, weighed.
 *
 * What matches nothing is gone (a plan of nothing is NULL). SCALE has become
 * part of the weights below it. ORs of ORs are one; AND, FILTER, AND_NOT and
 * AND_MAYBE are one kind: what is required, what only adds, what is excluded.
 * The parts of a sum are sorted, the heaviest first: every way of evaluating
 * adds up in this order, so that all agree to the last bit. */
#ifndef PILCROW_ENGINE_SEGMENT_SEARCH_PLAN_H
#define PILCROW_ENGINE_SEGMENT_SEARCH_PLAN_H

#include "engine/segment/search/search.h"

typedef enum plan_kind {
    PLAN_TERM,
    PLAN_ALL,       /* every document */
    PLAN_RANGE,     /* by a value */
    PLAN_ANY,       /* any child */
    PLAN_EACH,      /* all children, any of `optional`, none of `excluded` */
    PLAN_WINDOW,    /* TERM children near each other: a phrase, or near */
    PLAN_GROUP      /* any child, as one term */
} plan_kind;

typedef struct plan plan;

typedef struct plan_list {
    plan **items;
    size_t count;
    size_t capacity;
} plan_list;

/* A group's documents in one part, in order, deleted ones left out. */
typedef struct plan_group {
    uint32_t *documents;
    uint32_t *frequencies;
    double *bounds;     /* the best score part of each 128 of them */
    uint32_t count;
    double bound;       /* the best of all */
} plan_group;

struct plan {
    plan_kind kind;
    bool scored;
    bool positive;      /* every match scores above 0 */
    uint32_t order;     /* among its parent's, as the query has them */
    double weight;      /* TERM, GROUP: idf, k1 + 1 and scales; of others the
                           sum of what is in them. 0 if not scored */
    uint64_t most;      /* paragraphs it may match */
    uint64_t least;     /* paragraphs it matches for certain */
    plan_list children;
    plan_list optional;
    plan_list excluded;
    segment_term *parts;    /* TERM: in each part */
    plan_group *groups;     /* GROUP: in each part */
    uint32_t window;        /* WINDOW */
    bool ordered;
    engine_value value;     /* RANGE */
    uint64_t low, high;
};

/* Make the plan; `*out` is NULL if nothing can match. `scored` false: all that
 * counts is what matches. */
pilcrow_status plan_make(plan **out, search *s, const engine_query *query,
                         bool scored, pilcrow_error *err);

#endif
