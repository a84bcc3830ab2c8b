/* SPDX-License-Identifier: MIT
 *
 * pilcrow_analyze. In: a text. Out: its tokens as an index of those languages
 * would have them, one at a call. What is handed out lives in one buffer, which
 * each call writes anew. */
#include <stdlib.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/buf.h"
#include "base/json.h"

#define TEXT_MAX ((size_t)1 << 30)

struct pilcrow_analysis {
    analyser *tokens;
    const char *text;
    const char *language;
    pilcrow_token token;
    buf strings; /* of the token */
};

pilcrow_status pilcrow_analyze(pilcrow_analysis **out, const char *text,
                               size_t len, const char *languages,
                               pilcrow_error *err)
{
    if (out == NULL)
        return error_missing(err, "the place for the analysis");
    *out = NULL;
    if (text == NULL && len > 0)
        return error_missing(err, "the text");
    text = text == NULL ? "" : text;
    pilcrow_analysis *a = calloc(1, sizeof *a);
    if (a == NULL)
        return error_no_memory(err);
    buf_init(&a->strings, TEXT_MAX);
    pilcrow_status status =
        analyser_new(&a->tokens, languages != NULL ? languages : "en,ru", err);
    if (status != PILCROW_OK) {
        pilcrow_analysis_free(a);
        return status;
    }
    a->text = text;
    a->language = analyser_language(a->tokens, text, len);
    analyser_start(a->tokens, text, len, a->language);
    *out = a;
    return PILCROW_OK;
}

void pilcrow_analysis_free(pilcrow_analysis *a)
{
    if (a == NULL)
        return;
    analyser_free(a->tokens);
    buf_release(&a->strings);
    free(a);
}

const char *pilcrow_analysis_language(const pilcrow_analysis *a)
{
    return a == NULL ? "" : a->language;
}

static const char *const script_names[] = {
    [ANALYSIS_LATIN] = "latin",
    [ANALYSIS_CYRILLIC] = "cyrillic",
    [ANALYSIS_NUMBER] = "number",
    [ANALYSIS_OTHER] = "other",
};

/* Make a->token of what the analyser found. */
static bool take(pilcrow_analysis *a, const analysis_token *found)
{
    size_t size = found->end - found->start;
    buf_clear(&a->strings);
    if (!buf_add(&a->strings, a->text + found->start, size) ||
        !buf_add_byte(&a->strings, '\0') ||
        !buf_add(&a->strings, found->term, found->term_len))
        return false;
    a->token = (pilcrow_token){
        .text = a->strings.data,
        .start = found->start,
        .end = found->end,
        .position = found->position,
        .script = script_names[found->script],
        .lang = found->lang,
        .term = a->strings.data + size + 1,
    };
    return true;
}

pilcrow_status pilcrow_analysis_next(const pilcrow_token **out,
                                     pilcrow_analysis *a, pilcrow_error *err)
{
    analysis_token found;
    if (out == NULL)
        return error_missing(err, "the place for the token");
    *out = NULL;
    if (a == NULL)
        return error_missing(err, "the analysis");
    bool more = analyser_next(a->tokens, &found);
    if (analyser_failed(a->tokens) || (more && !take(a, &found)))
        return error_no_memory(err);
    *out = more ? &a->token : NULL;
    return PILCROW_OK;
}

static void string(buf *out, const char *key, const char *value)
{
    json_key(out, key);
    json_string(out, value);
}

static void number(buf *out, const char *key, size_t value)
{
    json_key(out, key);
    json_number(out, value);
}

pilcrow_status pilcrow_token_json(char **out, const pilcrow_token *token,
                                  pilcrow_error *err)
{
    buf json;
    if (out == NULL)
        return error_missing(err, "the place for the JSON");
    *out = NULL;
    if (token == NULL)
        return error_missing(err, "the token");
    buf_init(&json, TEXT_MAX);
    json_open(&json, '{');
    string(&json, "token", token->text);
    number(&json, "start", token->start);
    number(&json, "end", token->end);
    number(&json, "position", token->position);
    string(&json, "script", token->script);
    string(&json, "lang", token->lang);
    string(&json, "term", token->term);
    json_close(&json, '}');
    *out = buf_take(&json);
    buf_release(&json);
    return *out == NULL ? error_no_memory(err) : PILCROW_OK;
}
