/* SPDX-License-Identifier: MIT
 *
 * In: JSON from outside. Out: an object that can be kept with a document. Its
 * depth is looked at before it is parsed, so that no text can make the parser
 * climb further down the stack than there is. */
#include "corpus/meta.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "corpus/corpus.h"

bool meta_is_shallow(const char *text, size_t len)
{
    size_t depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < len; i++) {
        if (quoted && text[i] == '\\')
            i++;
        else if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && (text[i] == '{' || text[i] == '['))
            depth++;
        else if (!quoted && (text[i] == '}' || text[i] == ']') && depth > 0)
            depth--;
        if (depth > META_DEPTH_MAX)
            return false;
    }
    return true;
}

static pilcrow_status refuse(json_t *value, const json_error_t *why,
                             pilcrow_error *err)
{
    pilcrow_status status;
    if (value == NULL && json_error_code(why) == json_error_out_of_memory)
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
    if (!meta_is_shallow(text, len))
        return error_set(err, PILCROW_INVALID,
                         "the meta is nested deeper than %d levels",
                         META_DEPTH_MAX);
    json_t *value = json_loadb(text, len, 0, &why);
    if (!json_is_object(value))
        return refuse(value, &why, err);
    char *compact = json_dumps(value, JSON_COMPACT);
    json_decref(value);
    bool ok = compact != NULL && buf_add_text(out, compact);
    free(compact);
    return ok ? PILCROW_OK : error_no_memory(err);
}
