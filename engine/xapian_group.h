/* SPDX-License-Identifier: MIT
 *
 * Words that count as one, put together before a search begins: the paragraphs
 * that hold any of them, with what each is worth. Xapian's own OP_SYNONYM asks
 * every member about every candidate, and bounds their worth by what all of
 * them at their best would make. */
#ifndef PILCROW_ENGINE_XAPIAN_GROUP_H
#define PILCROW_ENGINE_XAPIAN_GROUP_H

#include <memory>
#include <vector>

#include <xapian.h>

#include "engine/xapian_backend.h"
#include "engine/xapian_deadline.h"

namespace pilcrow
{

/* What BM25 has besides the words. */
struct bm25_shape {
    double k1; /* above 0 */
    double b;
};

/* A group's paragraphs in one database, by docid. A part is f / (f + norm), of
 * the frequencies of all members added up. */
struct word_group {
    std::vector<Xapian::docid> dids;
    std::vector<double> parts;
    double best = 0.0; /* of the parts */
};

/* The words within a window, of a PHRASE or a NEAR of more than one. */
Xapian::Query window_query(const Xapian::Database &db,
                           const engine_query *query);

/* Can the SYNONYM be put together? Its members are then scored words, phrases
 * and NEARs of them, more than one. */
bool is_word_group(const engine_query *query);

/* A posting source for a word group in all of the snapshot, which remembers
 * groups: of a joint one it is made part by part. Where the clock runs out some
 * paragraphs are missing. */
Xapian::PostingSource *group_source(xapian_snapshot *snapshot,
                                    const engine_query *query,
                                    const bm25_shape &shape, deadline *clock);

} // namespace pilcrow

#endif
