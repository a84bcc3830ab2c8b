/* SPDX-License-Identifier: MIT
 *
 * In: forms, what entries or names give in place of words. Out: their nodes,
 * each term with the words and the entry it came through.
 *
 * Invariant: what the words are compiled with is put back as it was. */
#include "searcher/translate/translate_nodes.h"

#include <string.h>

#include "base/list.h"
#include "searcher/words/tree.h"

/* What is compiled from now on stands for `from`. What entries say is not the
 * user's mistake. Returns what end_giving() takes. */
static bool begin_giving(words_context *w, const translate_text *from)
{
    const bool strict = w->strict;
    w->strict = false;
    w->from = from->text;
    w->from_len = from->len;
    return strict;
}

static void end_giving(words_context *w, bool strict)
{
    w->from = w->via = NULL;
    w->strict = strict;
}

/* ---------------------------------------------------------------- forms --- */

/* In scripts of pairs not all positions have a term of a side: all of them
 * begin behind the letters of two bytes. */
static bool may_be_pairs(const char *terms)
{
    while (*terms != '\0' && (unsigned char)*terms < 0xe0)
        terms++;
    return *terms != '\0';
}

static pilcrow_status compile_form(engine_query **out, words_context *w,
                                   engine_field field, const bridge_form *f,
                                   pilcrow_error *err)
{
    return words_one_reading(w) && !may_be_pairs(f->side)
               ? words_compile_terms(out, w, field, f->side + 1, err)
               : words_compile(out, w, field, f->text, strlen(f->text), true,
                               err);
}

/* Nodes that are one term in several spellings. */
typedef struct spellings {
    const engine_query **nodes;
    size_t count, capacity;
} spellings;

/* Add a node, each once; one that is several by the languages of its words as
 * these. */
static bool add_spelling(spellings *list, arena *a, const engine_query *node)
{
    if (node->op == ENGINE_OR || node->op == ENGINE_SYNONYM) {
        for (size_t i = 0; i < node->child_count; i++)
            if (!add_spelling(list, a, node->children[i]))
                return false;
        return true;
    }
    for (size_t i = 0; i < list->count; i++)
        if (tree_compare(list->nodes[i], node) == 0)
            return true;
    const engine_query **nodes = list_room_in(a, list->nodes, list->count,
                                              &list->capacity, sizeof *nodes);
    if (nodes == NULL)
        return false;
    list->nodes = nodes;
    list->nodes[list->count++] = node;
    return true;
}

/* `count` forms, which as many documents vouch for, as one term. */
static pilcrow_status group_node(const engine_query **out, translation *t,
                                 engine_field field, const bridge_form *forms,
                                 size_t count, double weight,
                                 pilcrow_error *err)
{
    words_context *w = t->words;
    spellings list = {0};
    const engine_query *group = NULL;
    size_t made = 0;
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < count && status == PILCROW_OK; i++) {
        engine_query *node = NULL;
        w->via = forms[i].via;
        status = compile_form(&node, w, field, &forms[i], err);
        if (node == NULL)
            continue;
        group = node;
        made++;
        if (!add_spelling(&list, w->arena, node))
            status = error_no_memory(err);
    }
    if (status != PILCROW_OK || made == 0)
        return status;
    if (made > 1)
        group = list.count == 1 ? list.nodes[0]
                                : tree_node(w->arena, ENGINE_SYNONYM,
                                            list.nodes, list.count);
    *out = tree_scale(w->arena, group, weight);
    return *out == NULL ? error_no_memory(err) : PILCROW_OK;
}

/* One node for all forms, the more documents vouch for one the heavier. Those
 * that as many do are one term, unless they are `apart`. */
static pilcrow_status forms_node(const engine_query **out, translation *t,
                                 engine_field field, const bridge_forms *list,
                                 double weight, bool apart, pilcrow_error *err)
{
    const engine_query *groups[TRANSLATE_FORMS_MAX];
    size_t made = 0, next;
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < list->count && status == PILCROW_OK; i = next) {
        const bridge_form *first = &list->items[i];
        const engine_query *group = NULL;
        for (next = i + 1; next < list->count; next++)
            if (apart || list->items[next].documents != first->documents)
                break;
        double share =
            (double)first->documents / (double)list->items[0].documents;
        status =
            group_node(&group, t, field, first, next - i, weight * share, err);
        if (group != NULL)
            groups[made++] = group;
    }
    if (status != PILCROW_OK || made == 0)
        return status;
    *out = made == 1 ? groups[0]
                     : tree_node(t->words->arena, ENGINE_OR, groups, made);
    return *out == NULL ? error_no_memory(err) : PILCROW_OK;
}

pilcrow_status translate_forms_node(const engine_query **out, translation *t,
                                    engine_field field,
                                    const translate_text *from,
                                    const bridge_forms *list, double weight,
                                    bool apart, pilcrow_error *err)
{
    const bool strict = begin_giving(t->words, from);
    pilcrow_status status = forms_node(out, t, field, list, weight, apart, err);
    end_giving(t->words, strict);
    return status;
}

/* ----------------------------------------------------------------- near --- */

/* One form of each side, near to each other. */
static pilcrow_status near_form(engine_query **out, words_context *w,
                                engine_field field, const bridge_form *left,
                                const bridge_form *right, uint32_t distance,
                                pilcrow_error *err)
{
    const size_t left_len = strlen(left->text);
    const char *both = arena_format(w->arena, "%s %s", left->text, right->text);
    w->via = arena_format(w->arena, "%s; %s", left->via, right->via);
    if (both == NULL || w->via == NULL)
        return error_no_memory(err);
    return words_compile_near(out, w, field, both, left_len,
                              both + left_len + 1, strlen(right->text),
                              distance, err);
}

/* Each form of the one side with each of the other. */
static pilcrow_status near_forms(const engine_query **out, translation *t,
                                 engine_field field, const bridge_forms *sides,
                                 uint32_t distance, pilcrow_error *err)
{
    const engine_query *ways[TRANSLATE_NEAR_MAX * TRANSLATE_NEAR_MAX];
    size_t count = 0;
    words_context *w = t->words;
    for (size_t i = 0; i < sides[0].count && i < TRANSLATE_NEAR_MAX; i++)
        for (size_t k = 0; k < sides[1].count && k < TRANSLATE_NEAR_MAX; k++) {
            engine_query *node = NULL;
            pilcrow_status status =
                near_form(&node, w, field, &sides[0].items[i],
                          &sides[1].items[k], distance, err);
            if (status != PILCROW_OK)
                return status;
            if (node != NULL)
                ways[count++] = node;
        }
    if (count == 0)
        return PILCROW_OK;
    *out = tree_scale(w->arena,
                      count == 1 ? ways[0]
                                 : tree_node(w->arena, ENGINE_OR, ways, count),
                      t->weight);
    return *out == NULL ? error_no_memory(err) : PILCROW_OK;
}

pilcrow_status translate_near_node(const engine_query **out, translation *t,
                                   engine_field field,
                                   const translate_text *from,
                                   const bridge_forms *sides, uint32_t distance,
                                   pilcrow_error *err)
{
    const bool strict = begin_giving(t->words, from);
    pilcrow_status status = near_forms(out, t, field, sides, distance, err);
    end_giving(t->words, strict);
    return status;
}
