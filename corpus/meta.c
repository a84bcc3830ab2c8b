/* SPDX-License-Identifier: MIT
 *
 * In: JSON from outside. Out: an object that can be kept with a document. */
#include <stdlib.h>
#include <string.h>

#include "corpus/corpus.h"
#include "corpus/loose_json.h"

static pilcrow_status refuse(json_t *value, const json_error_t *why,
                             pilcrow_error *err)
{
    pilcrow_status status;
    if (value == NULL && loose_json_lacked_memory(why))
        status = error_no_memory(err);
    else if (value == NULL)
        status = error_set(err, PILCROW_INVALID, "the meta is no JSON: %s",
                           why->text);
    else
        status =
            error_set(err, PILCROW_INVALID, "the meta is JSON, but no object");
    json_decref(value);
    return status;
}

pilcrow_status corpus_read_meta(buf *out, const char *text, pilcrow_error *err)
{
    json_error_t why = {0};
    const size_t len = strlen(text);
    if (!loose_json_is_shallow(text, len))
        return error_set(err, PILCROW_INVALID,
                         "the meta is nested deeper than %d levels",
                         LOOSE_JSON_DEPTH_MAX);
    json_t *value = loose_json_read(text, len, &why);
    if (!json_is_object(value))
        return refuse(value, &why, err);
    char *compact = json_dumps(value, JSON_COMPACT);
    json_decref(value);
    bool ok = compact != NULL && buf_add_text(out, compact);
    free(compact);
    return ok ? PILCROW_OK : error_no_memory(err);
}
