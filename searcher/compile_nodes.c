/* SPDX-License-Identifier: MIT
 *
 * In: nodes of the engine's tree. Out: the node that they make together, each
 * kept once. */
#include "searcher/compile_inside.h"

#include "base/list.h"
#include "searcher/words/tree.h"

void compile_fail(compiler *c, pilcrow_status status)
{
    if (c->status == PILCROW_OK)
        c->status = status;
}

engine_query *compile_lacks_memory(compiler *c)
{
    compile_fail(c, error_no_memory(c->err));
    return NULL;
}

engine_query *compile_new(compiler *c, engine_op op,
                          const engine_query *const *children, size_t count)
{
    engine_query *node = tree_node(c->arena, op, children, count);
    return node == NULL ? compile_lacks_memory(c) : node;
}

engine_query *compile_scale(compiler *c, const engine_query *child,
                            double weight)
{
    engine_query *node = tree_scale(c->arena, child, weight);
    return node == NULL ? compile_lacks_memory(c) : node;
}

void compile_add(compiler *c, node_list *list, const engine_query *node)
{
    if (node == NULL)
        return;
    for (size_t i = 0; i < list->count; i++)
        if (tree_compare(list->items[i].node, node) == 0) {
            list->items[i].times++;
            return;
        }
    node_item *items = list_room_in(c->arena, list->items, list->count,
                                    &list->capacity, sizeof *items);
    if (items == NULL) {
        compile_lacks_memory(c);
        return;
    }
    list->items = items;
    list->items[list->count++] = (node_item){node, 1};
}

static const engine_query *weighed(compiler *c, const node_item *item)
{
    return item->times == 1 ? item->node
                            : compile_scale(c, item->node, (double)item->times);
}

const engine_query *compile_join(compiler *c, engine_op op,
                                 const node_list *list)
{
    if (list->count == 0)
        return NULL;
    if (list->count == 1)
        return weighed(c, &list->items[0]);
    const engine_query **nodes =
        arena_array(c->arena, list->count, sizeof *nodes);
    if (nodes == NULL)
        return compile_lacks_memory(c);
    for (size_t i = 0; i < list->count; i++)
        if ((nodes[i] = weighed(c, &list->items[i])) == NULL)
            return NULL;
    return compile_new(c, op, nodes, list->count);
}

const engine_query *compile_pair(compiler *c, engine_op op,
                                 const engine_query *first,
                                 const engine_query *second)
{
    const engine_query *both[] = {first, second};
    return compile_new(c, op, both, 2);
}

const engine_query *compile_all(compiler *c)
{
    return compile_new(c, ENGINE_ALL, NULL, 0);
}
