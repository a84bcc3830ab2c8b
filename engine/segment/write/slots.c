/* SPDX-License-Identifier: MIT
 *
 * In: how many more will come. Out: a table with room for them. Invariant: what
 * is in it is found from its first slot on, with no empty one between. */
#include "engine/segment/write/slots.h"

#include <stdlib.h>

#include "base/huge.h"

#define SLOTS_FIRST ((size_t)2 * SLOTS_MORE)

bool slots_room(slots *s, size_t more)
{
    if ((s->used + more) * 4 <= s->capacity * 3)
        return true;
    size_t capacity = s->capacity == 0 ? SLOTS_FIRST : s->capacity * 2;
    slot *list = huge_zeroed(capacity, sizeof *list);
    if (list == NULL)
        return false;
    for (size_t i = 0; i < s->capacity; i++) {
        if (s->list[i].number == 0)
            continue;
        size_t at = s->list[i].hash & (capacity - 1);
        while (list[at].number != 0)
            at = (at + 1) & (capacity - 1);
        list[at] = s->list[i];
    }
    free(s->list);
    s->list = list;
    s->capacity = capacity;
    return true;
}
