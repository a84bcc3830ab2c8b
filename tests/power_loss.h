/* SPDX-License-Identifier: MIT
 *
 * What a disk may hold after a power failure.
 *
 * From the log of what was done to a folder comes the folder as it may be found
 * if the power went after the first so many events. Of each file, what was
 * written since it was last synced may be there or not: none of it, all, the
 * first writes with the last one torn, or any of them, page by page. Of each
 * folder, the names that were made, moved and removed since it was synced the
 * same: none of that, all, the first of it, or any of it. A write beyond what is
 * there leaves zeros between. */
#ifndef PILCROW_TESTS_POWER_LOSS_H
#define PILCROW_TESTS_POWER_LOSS_H

#include "faulty_disk.h"

/* Make, at `to`, which is not there, what may have become of the folder `below`
 * of the log after its first `count` events; what is drawn follows `*seed`. */
void power_loss(const disk_log *log, size_t count, const char *below,
                const char *to, uint64_t *seed);

#endif
