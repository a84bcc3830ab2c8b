/* SPDX-License-Identifier: MIT
 *
 * The engine of immutable segments, as backend.h wants it. */
#include "engine/backend.h"

#include "engine/segment/check.h"
#include "engine/segment/file/files.h"
#include "engine/segment/snapshot.h"
#include "engine/segment/write/transaction.h"

const engine_backend segment_backend = {
    .name = "segment",
    .newest = FILES_MANIFEST,
    .joins_alike = true,
    .overwrites = false,
    .writer_open = transaction_open,
    .add = transaction_add,
    .expect = transaction_expect,
    .remove = transaction_remove,
    .set_metadata = transaction_set_metadata,
    .commit = transaction_commit,
    .rollback = transaction_rollback,
    .writer_close = transaction_close,
    .compact = transaction_compact,
    .snapshot_open = snapshot_open,
    .snapshot_close = snapshot_close,
    .refresh = snapshot_refresh,
    .snapshot_join = snapshot_join,
    .part_of = snapshot_part_of,
    .stats = snapshot_stats,
    .search = segment_search,
    .each_match = segment_each_match,
    .fetch = snapshot_fetch,
    .fetch_id = snapshot_fetch_id,
    .occurrences = snapshot_occurrences,
    .frequencies = snapshot_frequencies,
    .terms = snapshot_terms,
    .metadata = snapshot_metadata,
    .metadata_each = snapshot_metadata_each,
    .each_record = snapshot_each_record,
    .each_posting = snapshot_each_posting,
    .verify = check_folder,
};
