/* SPDX-License-Identifier: MIT
 *
 * In: a word or a phrase as typed. Out: a term, a phrase of terms, or the
 * alternatives its languages give; and the groups to highlight. */
#include "searcher/words.h"

#include <string.h>

#include "base/list.h"

/* A token, its term kept. */
typedef struct word {
    const char *term;
    size_t len;
    size_t start, end;
    uint32_t position;
    analysis_role role;
} word;

typedef struct word_list {
    word *items;
    size_t count;
    size_t capacity;
} word_list;

pilcrow_status words_begin(words_context *w, arena *a, pilcrow_index *index,
                           bool strict, query_notices *notices,
                           pilcrow_error *err)
{
    *w = (words_context){.arena = a,
                         .index = index,
                         .strict = strict,
                         .notices = notices,
                         .marking = true};
    w->languages = index_latin_languages(index, a);
    return w->languages == NULL ? error_no_memory(err) : PILCROW_OK;
}

/* ---------------------------------------------------------------- tokens ---
 */

static bool push(arena *a, word_list *list, const analysis_token *token)
{
    word *items = list_room_in(a, list->items, list->count, &list->capacity,
                               sizeof *items);
    const char *term = arena_copy(a, token->term, token->term_len);
    if (items == NULL || term == NULL)
        return false;
    list->items = items;
    list->items[list->count++] =
        (word){term,       token->term_len, token->start,
               token->end, token->position, token->role};
    return true;
}

static bool tokens_of(word_list *list, words_context *w, const char *text,
                      size_t len, const char *lang)
{
    analyser *tokens = w->index->tokens;
    analysis_token token;
    *list = (word_list){0};
    analyser_start(tokens, text, len, lang);
    while (analyser_next(tokens, &token))
        if (!push(w->arena, list, &token))
            return false;
    return !analyser_failed(tokens);
}

bool words_hold_token(words_context *w, const char *text, size_t len)
{
    analysis_token token;
    analyser_start(w->index->tokens, text, len, NULL);
    return analyser_next(w->index->tokens, &token);
}

/* Take whole symbols and single characters off the list: the tokens left have
 * a position each. `*whole` is the symbol that covers all of them, if there is
 * one. */
static void separate_whole(word_list *list, word *whole)
{
    size_t kept = 0;
    size_t last_end = 0;
    whole->term = NULL;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].end > last_end)
            last_end = list->items[i].end;
    for (size_t i = 0; i < list->count; i++) {
        const word *now = &list->items[i];
        if (now->role == ANALYSIS_WHOLE && i == 0 && now->end == last_end)
            *whole = *now;
        if (now->role == ANALYSIS_WORD)
            list->items[kept++] = *now;
    }
    list->count = kept;
}

/* ----------------------------------------------------------------- nodes ---
 */

static engine_query *term_node(words_context *w, engine_field field,
                               const word *from)
{
    engine_query *node = arena_alloc(w->arena, sizeof *node);
    compile_origin *origins =
        list_room_in(w->arena, w->origins, w->origin_count, &w->origin_capacity,
                     sizeof *origins);
    if (node == NULL || origins == NULL)
        return NULL;
    w->origins = origins;
    w->origins[w->origin_count++] = (compile_origin){node, w->text, w->len};
    *node = (engine_query){.op = ENGINE_TERM,
                           .field = field,
                           .term = from->term,
                           .len = from->len};
    return node;
}

static engine_query *parent_node(words_context *w, engine_op op,
                                 engine_query *const *children, size_t count)
{
    engine_query *node = arena_alloc(w->arena, sizeof *node);
    const engine_query **copy = arena_array(w->arena, count + 1, sizeof *copy);
    if (node == NULL || copy == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        copy[i] = children[i];
    *node = (engine_query){.op = op, .children = copy, .child_count = count};
    return node;
}

/* A run of words as adjacent terms (`op` PHRASE) or as near ones. */
static engine_query *run_node(words_context *w, engine_op op,
                              engine_field field, const word *words,
                              size_t count, uint32_t window)
{
    engine_query *children[2 * QUERY_PHRASE_WORDS_MAX];
    for (size_t i = 0; i < count; i++) {
        children[i] = term_node(w, field, &words[i]);
        if (children[i] == NULL)
            return NULL;
    }
    if (count == 1)
        return children[0];
    engine_query *node = parent_node(w, op, children, count);
    if (node != NULL)
        node->window = window;
    return node;
}

/* ------------------------------------------------------------ highlights ---
 */

static bool mark(words_context *w, const word *words, size_t count)
{
    if (!w->marking)
        return true;
    compile_group *groups = list_room_in(w->arena, w->groups, w->group_count,
                                         &w->group_capacity, sizeof *groups);
    compile_term *terms = arena_array(w->arena, count, sizeof *terms);
    if (groups == NULL || terms == NULL)
        return false;
    w->groups = groups;
    for (size_t i = 0; i < count; i++)
        terms[i] = (compile_term){words[i].term, words[i].len,
                                  words[i].position - words[0].position};
    w->groups[w->group_count++] = (compile_group){terms, count};
    return true;
}

/* Near words are highlighted each for itself. */
static bool mark_each(words_context *w, const word_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (!mark(w, &list->items[i], 1))
            return false;
    return true;
}

/* -------------------------------------------------------------- phrases --- */

static pilcrow_status limit_phrase(words_context *w, word_list *list,
                                   pilcrow_error *err)
{
    if (list->count <= QUERY_PHRASE_WORDS_MAX)
        return PILCROW_OK;
    if (w->strict) {
        error_set(err, PILCROW_QUERY,
                  "a phrase has %zu words; at most %u are allowed", list->count,
                  QUERY_PHRASE_WORDS_MAX);
        if (err != NULL)
            err->offset = (size_t)(w->text - w->query);
        return PILCROW_QUERY;
    }
    query_notice(w->notices, "of a phrase of %zu words the first %u are read",
                 list->count, QUERY_PHRASE_WORDS_MAX);
    list->count = QUERY_PHRASE_WORDS_MAX;
    return PILCROW_OK;
}

/* What joins the parts of one word: hyphens, apostrophes, nothing at all. Any
 * other mark between two words only lacks its space. */
static bool is_joint(const char *text, size_t len)
{
    static const char *const joints[] = {"-",
                                         "'",
                                         "_",
                                         "@",
                                         "\xC2\xAD",
                                         "\xE2\x80\x90",
                                         "\xE2\x80\x91",
                                         "\xE2\x80\x99"};
    if (len == 0)
        return true;
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
        if (strlen(joints[i]) == len && memcmp(joints[i], text, len) == 0)
            return true;
    return false;
}

static bool is_compound(const word_list *list, const char *text)
{
    for (size_t i = 1; i < list->count; i++) {
        size_t end = list->items[i - 1].end;
        size_t start = list->items[i].start;
        if (start > end && !is_joint(text + end, start - end))
            return false;
    }
    return true;
}

/* A compound by its parts: half of the score for them as words, half for their
 * phrase `run`. */
static engine_query *loose_node(words_context *w, engine_field field,
                                const word_list *list, engine_query *run)
{
    engine_query *terms[2 * QUERY_PHRASE_WORDS_MAX];
    for (size_t i = 0; i < list->count; i++)
        if ((terms[i] = term_node(w, field, &list->items[i])) == NULL)
            return NULL;
    engine_query *any = parent_node(w, ENGINE_OR, terms, list->count);
    engine_query *halves[] = {
        any == NULL ? NULL : parent_node(w, ENGINE_SCALE, &any, 1),
        parent_node(w, ENGINE_SCALE, &run, 1)};
    if (halves[0] == NULL || halves[1] == NULL)
        return NULL;
    halves[0]->weight = halves[1]->weight = 0.5;
    return parent_node(w, ENGINE_OR, halves, 2);
}

/* A symbol: as written, or its parts `run` within a longer one. */
static engine_query *symbol_node(words_context *w, engine_field field,
                                 const word *whole, engine_query *run)
{
    engine_query *either[] = {term_node(w, field, whole), run};
    if (either[0] == NULL || (field == ENGINE_BODY && !mark(w, whole, 1)))
        return NULL;
    return parent_node(w, ENGINE_OR, either, 2);
}

/* The text in one language; `*out` NULL where it holds no token. */
static pilcrow_status compile_in(engine_query **out, words_context *w,
                                 engine_field field, const char *text,
                                 size_t len, bool phrase, const char *lang,
                                 pilcrow_error *err)
{
    word_list list;
    word whole;
    *out = NULL;
    if (!tokens_of(&list, w, text, len, lang))
        return error_no_memory(err);
    separate_whole(&list, &whole);
    pilcrow_status status = limit_phrase(w, &list, err);
    if (status != PILCROW_OK || list.count == 0)
        return status;
    uint32_t window =
        list.items[list.count - 1].position - list.items[0].position + 1;
    bool symbol = !phrase && whole.term != NULL;
    bool loose = !phrase && !symbol && list.count > 1 &&
                 (w->loose || !is_compound(&list, text));
    engine_query *run =
        run_node(w, ENGINE_PHRASE, field, list.items, list.count, window);
    bool marked =
        field != ENGINE_BODY ||
        (loose ? mark_each(w, &list) : mark(w, list.items, list.count));
    if (run == NULL || !marked)
        return error_no_memory(err);
    *out = loose    ? loose_node(w, field, &list, run)
           : symbol ? symbol_node(w, field, &whole, run)
                    : run;
    return *out == NULL ? error_no_memory(err) : PILCROW_OK;
}

/* ------------------------------------------------------------- languages ---
 */

static bool same_tree(const engine_query *a, const engine_query *b)
{
    if (a->op != b->op || a->len != b->len || a->child_count != b->child_count)
        return false;
    if (a->op == ENGINE_TERM)
        return memcmp(a->term, b->term, a->len) == 0;
    for (size_t i = 0; i < a->child_count; i++)
        if (!same_tree(a->children[i], b->children[i]))
            return false;
    return true;
}

static bool is_new(const engine_query *node, engine_query *const *known,
                   size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (same_tree(known[i], node))
            return false;
    return true;
}

/* The alternatives as one node: single terms are one word in several
 * spellings. */
static engine_query *either_of(words_context *w, engine_query *const *nodes,
                               size_t count)
{
    if (count == 1)
        return nodes[0];
    bool terms = true;
    for (size_t i = 0; i < count; i++)
        terms = terms && nodes[i]->op == ENGINE_TERM;
    return parent_node(w, terms ? ENGINE_SYNONYM : ENGINE_OR, nodes, count);
}

pilcrow_status words_compile(engine_query **out, words_context *w,
                             engine_field field, const char *text, size_t len,
                             bool phrase, pilcrow_error *err)
{
    engine_query *nodes[INDEX_LANGUAGES_MAX];
    size_t count = 0;
    size_t i = 0;
    *out = NULL;
    w->text = text;
    w->len = len;
    do {
        engine_query *node;
        size_t groups = w->group_count;
        pilcrow_status status = compile_in(&node, w, field, text, len, phrase,
                                           w->languages[i], err);
        if (status != PILCROW_OK)
            return status;
        if (node != NULL && is_new(node, nodes, count))
            nodes[count++] = node;
        else
            w->group_count = groups;
    } while (w->languages[i] != NULL && w->languages[++i] != NULL);
    if (count == 0)
        return PILCROW_OK;
    *out = either_of(w, nodes, count);
    return *out == NULL ? error_no_memory(err) : PILCROW_OK;
}

/* ------------------------------------------------------------------ near ---
 */

static pilcrow_status near_in(engine_query **out, words_context *w,
                              engine_field field, const word_list *left,
                              const word_list *right, uint32_t distance,
                              pilcrow_error *err)
{
    word both[2 * QUERY_PHRASE_WORDS_MAX];
    size_t count = left->count + right->count;
    memcpy(both, left->items, left->count * sizeof *both);
    memcpy(both + left->count, right->items, right->count * sizeof *both);
    *out = run_node(w, ENGINE_NEAR, field, both, count,
                    distance + (uint32_t)count - 1);
    bool marked =
        field != ENGINE_BODY || (mark_each(w, left) && mark_each(w, right));
    return *out == NULL || !marked ? error_no_memory(err) : PILCROW_OK;
}

pilcrow_status words_compile_near(engine_query **out, words_context *w,
                                  engine_field field, const char *left,
                                  size_t left_len, const char *right,
                                  size_t right_len, uint32_t distance,
                                  pilcrow_error *err)
{
    word_list lists[2];
    word whole;
    const char *lang = w->languages[0];
    pilcrow_status status = PILCROW_OK;
    w->text = left; /* both, and what stands between */
    w->len = (size_t)(right + right_len - left);
    if (!tokens_of(&lists[0], w, left, left_len, lang) ||
        !tokens_of(&lists[1], w, right, right_len, lang))
        return error_no_memory(err);
    for (int i = 0; i < 2 && status == PILCROW_OK; i++) {
        separate_whole(&lists[i], &whole);
        status = limit_phrase(w, &lists[i], err);
    }
    if (status != PILCROW_OK)
        return status;
    if (lists[0].count == 0)
        return words_compile(out, w, field, right, right_len, true, err);
    if (lists[1].count == 0)
        return words_compile(out, w, field, left, left_len, true, err);
    return near_in(out, w, field, &lists[0], &lists[1], distance, err);
}
