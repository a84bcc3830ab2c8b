/* SPDX-License-Identifier: MIT
 *
 * In: an index. Out: the analyser it was made with. */
#include "indexer/signature.h"

#include <string.h>

#include "corpus/schema.h"

#define SIGNATURE_MAX ((size_t)1024)

pilcrow_status signature_read(buf *out, engine_snapshot *snapshot,
                              pilcrow_error *err)
{
    return engine_metadata(snapshot, SCHEMA_KEY_ANALYSER,
                           strlen(SCHEMA_KEY_ANALYSER), out, err);
}

pilcrow_status signature_analyser(analyser **out, engine_snapshot *snapshot,
                                  pilcrow_error *err)
{
    buf signature;
    *out = NULL;
    buf_init(&signature, SIGNATURE_MAX);
    pilcrow_status status = signature_read(&signature, snapshot, err);
    if (status == PILCROW_OK)
        status = analyser_from_signature(out, buf_text(&signature), err);
    buf_release(&signature);
    return status;
}
