/* SPDX-License-Identifier: MIT
 *
 * In: documents in groups. Out: where each stands in the segment; and the
 * records that wait, in that order. */
#include <stdlib.h>

#include "base/huge.h"
#include "engine/segment/write/inverter_inside.h"

/* Have `places[i]` be the place of the document `first + i` among all those
 * from `first` on, which begins a group: that of the group's first, and how
 * many of the group came before it. False without memory. */
static bool place(const inverter *v, uint32_t first, uint32_t *places)
{
    const uint32_t first_group = document_at(v, first)->group;
    const size_t groups = v->group_count - first_group;
    uint32_t *next = huge_alloc(groups * sizeof *next);
    uint32_t before = 0;
    if (next == NULL)
        return false;
    for (size_t i = 0; i < groups; i++) {
        next[i] = before;
        before += v->groups[first_group + i].count;
    }
    for (size_t i = first; i < v->documents.count; i++)
        places[i - first] = next[document_at(v, i)->group - first_group]++;
    free(next);
    return true;
}

/* Which of the records that wait is the i-th in the segment; NULL without
 * memory. */
static uint32_t *order_held(const inverter *v)
{
    const uint32_t first = (uint32_t)(v->documents.count - v->held.count);
    uint32_t *places = huge_alloc(v->held.count * sizeof *places);
    uint32_t *order = huge_alloc(v->held.count * sizeof *order);
    const bool ok = places != NULL && order != NULL && place(v, first, places);
    for (uint32_t i = 0; ok && i < v->held.count; i++)
        order[places[i]] = i;
    free(places);
    if (ok)
        return order;
    free(order);
    return NULL;
}

pilcrow_status inverter_settle(inverter *v, records_writer *out,
                               pilcrow_error *err)
{
    if (v->held.count == 0)
        return PILCROW_OK;
    uint32_t *order = order_held(v);
    if (order == NULL)
        return error_no_memory(err);
    const bool written = held_write(&v->held, order, out);
    free(order);
    if (!written && !out->failed)
        return error_no_memory(err);
    held_release(&v->held);
    free(v->alike.list);
    v->alike = (slots){0};
    return PILCROW_OK;
}

size_t inverter_waiting(const inverter *v)
{
    return v->held.count == 0 ? 0 : held_memory(&v->held);
}

bool inverter_find_places(inverter *v)
{
    if (v->group_count == v->documents.count)
        return true;
    v->places = huge_alloc(v->documents.count * sizeof *v->places);
    return v->places != NULL && place(v, 0, v->places);
}

uint32_t inverter_written(const inverter *v, uint32_t number)
{
    return v->places == NULL ? number : v->places[number];
}
