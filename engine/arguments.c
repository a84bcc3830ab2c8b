/* SPDX-License-Identifier: MIT
 *
 * In: what a caller of engine.h passes. Out: OK, or what is wrong with it in
 * words. Invariant: what passes here, every engine can take. */
#include "engine/arguments.h"

#include <math.h>
#include <string.h>

#define KEY_MAX 200u

static bool is_scored(engine_field field)
{
    return field == ENGINE_BODY || field == ENGINE_HEADING;
}

size_t term_cost(const char *term, size_t len)
{
    size_t cost = len;
    for (size_t i = 0; i < len; i++)
        cost += term[i] == '\0';
    return cost;
}

pilcrow_status check_term(engine_field field, const char *term, size_t len,
                          pilcrow_error *err)
{
    if ((unsigned)field >= ENGINE_FIELD_COUNT)
        return error_set(err, PILCROW_INVALID, "no field has the number %d",
                         (int)field);
    if (len == 0)
        return error_set(err, PILCROW_INVALID, "a term is empty");
    /* No byte costs more than two. */
    if (len > ENGINE_TERM_MAX / 2 && term_cost(term, len) > ENGINE_TERM_MAX)
        return error_set(err, PILCROW_INVALID,
                         "a term of %zu bytes is over the limit of %u", len,
                         ENGINE_TERM_MAX);
    return PILCROW_OK;
}

static pilcrow_status check_positions(const engine_posting *posting,
                                      pilcrow_error *err)
{
    if (posting->positions == NULL || posting->frequency == 0)
        return PILCROW_OK;
    if (posting->positions[posting->frequency - 1] >= ENGINE_POSITION_MAX)
        return error_set(err, PILCROW_INVALID,
                         "a term's position is over the limit of %u",
                         ENGINE_POSITION_MAX);
    for (uint32_t i = 1; i < posting->frequency; i++)
        if (posting->positions[i] <= posting->positions[i - 1])
            return error_set(err, PILCROW_INVALID,
                             "the positions of a term do not ascend");
    return PILCROW_OK;
}

static pilcrow_status check_posting(const engine_posting *posting,
                                    pilcrow_error *err)
{
    pilcrow_status status =
        check_term(posting->field, posting->term, posting->len, err);
    if (status != PILCROW_OK)
        return status;
    if (is_scored(posting->field) != (posting->frequency > 0))
        return error_set(err, PILCROW_INVALID,
                         "a term's frequency is %u in a field that is %s",
                         (unsigned)posting->frequency,
                         is_scored(posting->field) ? "scored" : "not scored");
    return check_positions(posting, err);
}

/* Is this a posting as most are? Then nothing is wrong with it. */
static bool is_usual(const engine_posting *posting)
{
    if (posting->len - 1 >= ENGINE_TERM_MAX / 2)
        return false;
    if (is_scored(posting->field))
        return posting->frequency == 1 && posting->positions != NULL &&
               posting->positions[0] < ENGINE_POSITION_MAX;
    return (unsigned)posting->field < ENGINE_FIELD_COUNT &&
           posting->frequency == 0;
}

pilcrow_status check_paragraph(const engine_paragraph *paragraph,
                               pilcrow_error *err)
{
    size_t ids = 0;
    if (paragraph->record_len == 0)
        return error_set(err, PILCROW_INVALID, "a paragraph's record is empty");
    if (paragraph->record_len > ENGINE_RECORD_MAX)
        return error_set(err, PILCROW_INVALID,
                         "a paragraph's record of %zu bytes is over the limit "
                         "of %zu",
                         paragraph->record_len, ENGINE_RECORD_MAX);
    for (size_t i = 0; i < paragraph->posting_count; i++) {
        const engine_posting *posting = &paragraph->postings[i];
        pilcrow_status status =
            is_usual(posting) ? PILCROW_OK : check_posting(posting, err);
        if (status != PILCROW_OK)
            return status;
        ids += posting->field == ENGINE_ID;
    }
    if (ids != 1)
        return error_set(err, PILCROW_INVALID,
                         "a paragraph has %zu ids, not one", ids);
    return PILCROW_OK;
}

pilcrow_status check_key(size_t key_len, pilcrow_error *err)
{
    if (key_len >= 1 && key_len <= KEY_MAX)
        return PILCROW_OK;
    return error_set(err, PILCROW_INVALID,
                     "a metadata key of %zu bytes; 1 to %u are allowed",
                     key_len, KEY_MAX);
}

/* What one node must keep to, whatever is below it. */
static pilcrow_status check_node(const engine_query *query, pilcrow_error *err)
{
    if ((unsigned)query->op > ENGINE_RANGE ||
        (unsigned)query->field >= ENGINE_FIELD_COUNT ||
        (unsigned)query->value >= ENGINE_VALUE_COUNT)
        return error_set(err, PILCROW_INVALID,
                         "a query node is of no known kind");
    if (query->op == ENGINE_SCALE &&
        !(query->weight >= 0 && isfinite(query->weight)))
        return error_set(err, PILCROW_INVALID,
                         "a query's weight is not a number of 0 or more");
    if (query->op != ENGINE_PHRASE && query->op != ENGINE_NEAR)
        return PILCROW_OK;
    for (size_t i = 0; i < query->child_count; i++)
        if (query->children[i]->op != ENGINE_TERM)
            return error_set(err, PILCROW_INVALID,
                             "a phrase holds something that is no term");
    return PILCROW_OK;
}

/* `in_group`: below a SYNONYM, where what has no frequency has no place. */
static pilcrow_status check_tree(const engine_query *query, size_t depth,
                                 bool in_group, pilcrow_error *err)
{
    if (depth > ENGINE_QUERY_DEPTH_MAX)
        return error_set(err, PILCROW_LIMIT,
                         "the query is nested more than %d deep",
                         ENGINE_QUERY_DEPTH_MAX);
    if (in_group && query->op == ENGINE_RANGE)
        return error_set(err, PILCROW_INVALID,
                         "a group of synonyms holds a range");
    pilcrow_status status = check_node(query, err);
    if (query->op == ENGINE_TERM)
        return status;
    in_group = in_group || query->op == ENGINE_SYNONYM;
    for (size_t i = 0; status == PILCROW_OK && i < query->child_count; i++)
        status = check_tree(query->children[i], depth + 1, in_group, err);
    return status;
}

pilcrow_status check_query(const engine_query *query, pilcrow_error *err)
{
    return check_tree(query, 1, false, err);
}

pilcrow_status check_search(const engine_search_options *options,
                            pilcrow_error *err)
{
    if (!(options->k1 >= 0 && isfinite(options->k1)))
        return error_set(err, PILCROW_INVALID, "k1 is %g; it must be 0 or more",
                         options->k1);
    if (!(options->b >= 0 && options->b <= 1))
        return error_set(err, PILCROW_INVALID,
                         "b is %g; it must be between 0 and 1", options->b);
    return PILCROW_OK;
}

pilcrow_status refuse_overtaken(pilcrow_error *err)
{
    return error_set(err, PILCROW_STALE,
                     "the index changed while it was read; try again");
}

pilcrow_status name_index(pilcrow_error *err, pilcrow_status status,
                          const char *path)
{
    static const char words[] = "the index";
    if (status == PILCROW_OK || err == NULL)
        return status;
    pilcrow_error old = *err;
    const char *at = strstr(old.message, words);
    const char *rest = at == NULL ? NULL : at + strlen(words);
    if (rest == NULL || strncmp(rest, " in '", 5) == 0)
        return status;
    return error_set(err, status, "%.*s in '%s'%s", (int)(rest - old.message),
                     old.message, path, rest);
}
