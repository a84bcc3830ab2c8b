/* SPDX-License-Identifier: MIT
 *
 * The analyser an index was made with, which it remembers by a signature. */
#ifndef PILCROW_INDEXER_SIGNATURE_H
#define PILCROW_INDEXER_SIGNATURE_H

#include "analysis/analysis.h"
#include "base/buf.h"
#include "engine/engine.h"

/* Replace `out` by the signature: empty while the index is. */
pilcrow_status signature_read(buf *out, engine_snapshot *snapshot,
                              pilcrow_error *err);

/* The analyser of the signature, analyser_free().
 *
 * VERSION  another one than this pilcrow has. */
pilcrow_status signature_analyser(analyser **out, engine_snapshot *snapshot,
                                  pilcrow_error *err);

#endif
