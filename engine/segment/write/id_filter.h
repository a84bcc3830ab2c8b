/* SPDX-License-Identifier: MIT
 *
 * Which ids a segment surely has not: a Bloom filter in memory. A writer asks
 * for each id that it adds; to look one up takes a dozen steps all over the
 * segment's ids, and mostly it is not there. */
#ifndef PILCROW_ENGINE_SEGMENT_WRITE_ID_FILTER_H
#define PILCROW_ENGINE_SEGMENT_WRITE_ID_FILTER_H

#include "engine/segment/file/ids.h"

/* All zeroes: not made, every id may be there. */
typedef struct id_filter {
    uint64_t *words;
    uint32_t asked; /* times, before it was made */
} id_filter;

/* May it be among the ids? Once it has been asked often the filter is made of
 * them; where that cannot be, be it for damage, any may be there. */
bool id_filter_may_have(id_filter *f, const ids *of, const char *id,
                        size_t len);
void id_filter_release(id_filter *f);

#endif
