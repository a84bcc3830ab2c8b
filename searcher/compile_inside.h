/* SPDX-License-Identifier: MIT
 *
 * A query while it is compiled, and the nodes that are made of it: what
 * compile.c and compile_nodes.c share. */
#ifndef PILCROW_SEARCHER_COMPILE_INSIDE_H
#define PILCROW_SEARCHER_COMPILE_INSIDE_H

#include "searcher/compile.h"
#include "searcher/translate/translate.h"
#include "searcher/words/limits.h"
#include "searcher/words/words.h"

typedef struct compiler {
    arena *arena;
    pilcrow_index *index;
    words_context words;
    translation translation;
    const compile_options *options;
    bool in_run; /* translated with the words beside it */
    bool translated; /* something was */
    query_notices *notices;
    pilcrow_error *err;
    pilcrow_status status; /* the first failure; NULL nodes come with it */
    limits_leaf *leaves;
    size_t leaf_count;
    size_t leaf_capacity;
} compiler;

/* Nodes side by side, each kept once, with how often it was added. */
typedef struct node_item {
    const engine_query *node;
    size_t times;
} node_item;

typedef struct node_list {
    node_item *items;
    size_t count;
    size_t capacity;
} node_list;

void compile_fail(compiler *c, pilcrow_status status);

/* Fails for want of memory: NULL. */
engine_query *compile_lacks_memory(compiler *c);

/* NULL without memory, as all that make nodes. */
engine_query *compile_new(compiler *c, engine_op op,
                          const engine_query *const *children, size_t count);

engine_query *compile_scale(compiler *c, const engine_query *child,
                            double weight);

/* NULL is not added. */
void compile_add(compiler *c, node_list *list, const engine_query *node);

/* One node for the list: none for an empty one, itself for a single one. What
 * was added several times counts so many times. */
const engine_query *compile_join(compiler *c, engine_op op,
                                 const node_list *list);

const engine_query *compile_pair(compiler *c, engine_op op,
                                 const engine_query *first,
                                 const engine_query *second);

/* Every paragraph. */
const engine_query *compile_all(compiler *c);

#endif
