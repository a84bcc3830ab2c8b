/* SPDX-License-Identifier: MIT
 *
 * pilcrow_compact. In: an index. Out: the same, written anew. */
#include "engine/engine.h"

static pilcrow_status measure(uint64_t *bytes, const char *dir,
                              pilcrow_error *err)
{
    engine_stats stats = {0};
    engine_snapshot *snapshot = NULL;
    pilcrow_status status = engine_snapshot_open(&snapshot, dir, err);
    if (status == PILCROW_OK)
        status = engine_snapshot_stats(snapshot, &stats, err);
    engine_snapshot_close(snapshot);
    *bytes = stats.bytes;
    return status;
}

pilcrow_status pilcrow_compact(uint64_t *bytes_before, uint64_t *bytes_after,
                               const char *dir, pilcrow_error *err)
{
    uint64_t unwanted;
    bytes_before = bytes_before != NULL ? bytes_before : &unwanted;
    bytes_after = bytes_after != NULL ? bytes_after : &unwanted;
    *bytes_before = *bytes_after = 0;
    if (dir == NULL)
        return error_missing(err, "the folder of the index");
    pilcrow_status status = measure(bytes_before, dir, err);
    if (status == PILCROW_OK)
        status = engine_compact(dir, err);
    if (status == PILCROW_OK)
        status = measure(bytes_after, dir, err);
    return status;
}
