/* SPDX-License-Identifier: MIT
 *
 * In: the frequency and length of one document after another. Out: the few
 * pairs that bound them. Invariant: frequencies and lengths both fall. */
#include "engine/segment/file/pairs.h"

#include <string.h>

/* About what BM25 makes of a pair in paragraphs of the usual length: good
 * enough to tell which pairs can be given up. */
static double worth(uint32_t frequency, uint32_t length)
{
    return frequency / (frequency + 0.3 + length / 60.0);
}

/* What is lost where pairs i and i + 1 become one. */
static double loss(const postings_pair *pairs, size_t i)
{
    const double first = worth(pairs[i].frequency, pairs[i].length);
    const double second = worth(pairs[i + 1].frequency, pairs[i + 1].length);
    const double both = worth(pairs[i].frequency, pairs[i + 1].length);
    return both - (first > second ? first : second);
}

static void drop(postings_pair *pairs, size_t at, size_t many, size_t count)
{
    memmove(pairs + at, pairs + at + many,
            (count - at - many) * sizeof *pairs);
}

static void join_two(postings_pair *pairs, size_t count)
{
    size_t best = 0;
    for (size_t i = 1; i + 1 < count; i++)
        if (loss(pairs, i) < loss(pairs, best))
            best = i;
    pairs[best].length = pairs[best + 1].length;
    drop(pairs, best + 1, 1, count);
}

size_t pairs_add(postings_pair *pairs, size_t count, size_t max,
                 uint32_t frequency, uint32_t length)
{
    size_t at = 0, beaten = 0;
    while (at < count && pairs[at].frequency >= frequency &&
           pairs[at].length > length)
        at++;
    if (at < count && pairs[at].frequency >= frequency)
        return count;
    /* An equal frequency that is longer stands before the place. */
    if (at > 0 && pairs[at - 1].frequency == frequency)
        at--;
    while (at + beaten < count && pairs[at + beaten].length >= length)
        beaten++;
    if (beaten > 0)
        drop(pairs, at, beaten - 1, count);
    else
        memmove(pairs + at + 1, pairs + at, (count - at) * sizeof *pairs);
    count = count + 1 - beaten;
    pairs[at] = (postings_pair){frequency, length};
    if (count > max) {
        join_two(pairs, count);
        count--;
    }
    return count;
}
