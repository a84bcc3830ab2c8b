/* SPDX-License-Identifier: MIT
 *
 * In: a word with a mark, and the node it became. Out: a notice where entries
 * have what it stands for. */
#include "searcher/translate/bridge.h"
#include "searcher/translate/translate.h"

/* Is one of the terms that the node stands for all of an entry's side? */
static pilcrow_status has_entry(bool *out, translation *t,
                                const engine_query *node, pilcrow_error *err)
{
    const engine_query *const *terms =
        node->op == ENGINE_SYNONYM ? node->children : &node;
    const size_t count = node->op == ENGINE_SYNONYM ? node->child_count
                         : node->op == ENGINE_TERM  ? 1
                                                    : 0;
    pilcrow_status status = PILCROW_OK;
    *out = false;
    for (size_t i = 0;
         i < count && i < TRANSLATE_LOOKED_MAX && !*out && status == PILCROW_OK;
         i++) {
        size_t len;
        uint64_t entries = 0;
        const bridge_token token = {.term = terms[i]->term,
                                    .len = terms[i]->len};
        const char *key = bridge_side_key(t, &token, 1, &len);
        if (key == NULL)
            return error_no_memory(err);
        status = entries_count(&t->entries, key, len, &entries, err);
        *out = entries > 0;
    }
    return status;
}

pilcrow_status translate_pattern(translation *t, const engine_query *node,
                                 const char *text, size_t len,
                                 pilcrow_error *err)
{
    query_quoted name;
    bool held = false;
    if (!t->has_entries)
        return PILCROW_OK;
    pilcrow_status status = has_entry(&held, t, node, err);
    if (status == PILCROW_OK && held)
        query_notice(t->words->notices,
                     "'%s' is not translated; no word with *, ? or ~ is",
                     query_quote(&name, text, len));
    return status;
}
