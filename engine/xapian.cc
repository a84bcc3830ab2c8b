/* SPDX-License-Identifier: MIT
 *
 * In: nothing. Out: the table that makes xapian-core an engine of ours. */
#include "engine/xapian_backend.h"

using namespace pilcrow;

static const char *library(const char **version) noexcept
{
    *version = Xapian::version_string();
    return "xapian-core";
}

extern "C" const engine_backend xapian_backend = {
    "xapian",
    "iamglass",
    false, /* joins_alike */
    true,  /* overwrites */
    writer_open,
    writer_add,
    nullptr, /* expect */
    writer_remove,
    writer_set_metadata,
    writer_commit,
    writer_rollback,
    writer_close,
    writer_compact,
    snapshot_open,
    snapshot_close,
    snapshot_refresh,
    snapshot_join,
    snapshot_part_of,
    snapshot_stats,
    snapshot_search,
    snapshot_each_match,
    snapshot_fetch,
    snapshot_fetch_id,
    snapshot_occurrences,
    snapshot_frequencies,
    snapshot_terms,
    snapshot_metadata,
    snapshot_metadata_each,
    snapshot_each_record,
    snapshot_each_posting,
    verify,
    library,
};
