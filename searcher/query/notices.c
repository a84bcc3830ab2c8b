/* SPDX-License-Identifier: MIT
 *
 * In: what the user should know of how the query was read. Out: a list of
 * sentences, each once. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/list.h"
#include "base/utf8.h"
#include "searcher/query/query.h"

#define SENTENCE_MAX 512

static bool is_known(const query_notices *notices, const char *sentence)
{
    for (size_t i = 0; i < notices->count; i++)
        if (strcmp(notices->list[i], sentence) == 0)
            return true;
    return false;
}

bool query_notice(query_notices *notices, const char *format, ...)
{
    char sentence[SENTENCE_MAX];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    if (is_known(notices, sentence) || notices->count >= QUERY_NOTICES_MAX)
        return true;
    const char **list =
        list_room_in(notices->arena, notices->list, notices->count,
                     &notices->capacity, sizeof *list);
    const char *copy = arena_text(notices->arena, sentence);
    if (list == NULL || copy == NULL)
        return false;
    notices->list = list;
    notices->list[notices->count++] = copy;
    return true;
}

pilcrow_status query_refuse(pilcrow_error *err, size_t offset)
{
    if (err != NULL)
        err->offset = offset;
    return PILCROW_QUERY;
}

pilcrow_status query_complain(query_notices *notices, bool strict,
                              pilcrow_error *err, size_t offset,
                              const char *what, const char *reading)
{
    if (!strict) {
        query_notice(notices, "%s; %s", what, reading);
        return PILCROW_OK;
    }
    error_set(err, PILCROW_QUERY, "%s", what);
    return query_refuse(err, offset);
}

const char *query_quote(query_quoted *out, const char *text, size_t len)
{
    size_t used = 0;
    size_t at = 0;
    for (size_t count = 0; at < len && count < QUERY_QUOTED_MAX; count++) {
        uint32_t code;
        at += utf8_read(text + at, len - at, &code);
        used +=
            utf8_write(out->text + used, code == 0 ? UTF8_REPLACEMENT : code);
    }
    memcpy(out->text + used, at < len ? "..." : "", at < len ? 4 : 1);
    return out->text;
}
