/* SPDX-License-Identifier: MIT
 *
 * Every byte of an index verified, and what the bytes say. */
#ifndef PILCROW_ENGINE_SEGMENT_CHECK_H
#define PILCROW_ENGINE_SEGMENT_CHECK_H

#include "base/error.h"

/* As engine_verify(), on a data folder. */
pilcrow_status check_folder(const char *data, pilcrow_damage_fn found,
                            void *ctx, pilcrow_error *err);

#endif
