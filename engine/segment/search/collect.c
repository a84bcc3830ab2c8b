/* SPDX-License-Identifier: MIT
 *
 * In: a plan. Out: offers to the best hits. Invariant: documents are offered
 * in ascending order, and none that is deleted. */
#include "engine/segment/search/collect.h"

#include "engine/segment/search/collect_any.h"
#include "engine/segment/search/collect_each.h"

bool collect_one(collection *c, uint32_t document, double score)
{
    search *s = c->search;
    top_key key = {0, s->part->index};
    if (s->stopped)
        return false;
    c->matches++;
    if (score <= c->top.threshold)
        return true;
    if (c->by_document &&
        !segment_value(s->segment, ENGINE_DOCUMENT, document, &key.document))
        search_damage(s);
    else if (!top_offer(&c->top, s->part->base + document, score, &key))
        s->stopped = true;
    return !s->stopped;
}

/* Every match, one after the other, while any may still come in. */
static void collect_all(collection *c, const plan *p)
{
    search *s = c->search;
    cursor *at = cursor_open(s, p);
    if (at == NULL)
        return;
    for (int64_t next = 0; cursor_seek(at, next) != CURSOR_END;
         next = at->document + 1) {
        const uint32_t document = (uint32_t)at->document;
        if (part_deleted(s->part, document))
            continue;
        if (!search_work(s, 0) ||
            !collect_one(c, document, cursor_score(at)) ||
            (at->bound <= c->top.threshold && !s->plain))
            return;
    }
}

void collect(collection *c, const plan *p)
{
    if (!c->search->plain && collect_any_fits(p))
        collect_any(c, p);
    else if (!c->search->plain && collect_each_fits(p))
        collect_each(c, p);
    else
        collect_all(c, p);
}
