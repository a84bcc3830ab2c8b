/* SPDX-License-Identifier: MIT
 *
 * In: a word or a phrase as typed. Out: a term, a phrase of terms, or the
 * alternatives its languages give; and the groups to highlight. */
#include "searcher/words.h"

#include <string.h>

#include "base/list.h"
#include "searcher/tree.h"

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
                           const char *query, bool strict,
                           query_notices *notices, pilcrow_error *err)
{
    *w = (words_context){.arena = a,
                         .index = index,
                         .query = query,
                         .strict = strict,
                         .notices = notices,
                         .marking = true};
    w->languages = index_latin_languages(index, a);
    return w->languages == NULL ? error_no_memory(err) : PILCROW_OK;
}

void words_restart(words_context *w)
{
    w->group_count = 0;
    w->group_number = 0;
    w->origin_count = 0;
}

/* Begin on a piece of the query. */
static void begin_piece(words_context *w, const char *text, size_t len)
{
    w->text = text;
    w->len = len;
    w->terms = NULL;
    w->term_count = 0;
    w->group_number++;
}

/* ---------------------------------------------------------------- tokens - */

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

/* ----------------------------------------------------------------- nodes - */

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
    w->origins[w->origin_count++] =
        w->from == NULL
            ? (compile_origin){node, w->text, w->len, NULL}
            : (compile_origin){node, w->from, w->from_len, w->via};
    *node = (engine_query){.op = ENGINE_TERM,
                           .field = field,
                           .term = from->term,
                           .len = from->len};
    return node;
}

/* A run of words as adjacent terms (`op` PHRASE) or as near ones. */
static engine_query *run_node(words_context *w, engine_op op,
                              engine_field field, const word *words,
                              size_t count, uint32_t window)
{
    const engine_query *children[2 * QUERY_PHRASE_WORDS_MAX];
    engine_query *child = NULL;
    for (size_t i = 0; i < count; i++)
        if ((children[i] = child = term_node(w, field, &words[i])) == NULL)
            return NULL;
    if (count == 1)
        return child;
    engine_query *node = tree_node(w->arena, op, children, count);
    if (node != NULL)
        node->window = window;
    return node;
}

/* ------------------------------------------------------------ highlights - */

static bool same_group(const compile_group *group, const compile_term *terms,
                       size_t count)
{
    bool same = group->count == count;
    for (size_t i = 0; i < count && same; i++)
        same = group->terms[i].len == terms[i].len &&
               group->terms[i].offset == terms[i].offset &&
               memcmp(group->terms[i].bytes, terms[i].bytes, terms[i].len) == 0;
    return same;
}

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
    for (size_t i = 0; i < w->group_count; i++)
        if (same_group(&w->groups[i], terms, count))
            return true;
    w->groups[w->group_count++] =
        (compile_group){terms, count, w->group_number, w->via};
    return true;
}

/* The terms of the piece, as the limits count them. */
static bool note_terms(words_context *w, const word_list *list)
{
    size_t count = w->term_count + list->count;
    limits_term *terms = arena_array(w->arena, count + 1, sizeof *terms);
    if (terms == NULL)
        return false;
    if (w->term_count > 0)
        memcpy(terms, w->terms, w->term_count * sizeof *terms);
    for (size_t i = 0; i < list->count; i++)
        terms[w->term_count + i] =
            (limits_term){list->items[i].term, list->items[i].len};
    w->terms = terms;
    w->term_count = count;
    return true;
}

/* Near words are highlighted each for itself. */
static bool mark_each(words_context *w, const word_list *list)
{
    for (size_t i = 0; i < list->count; i++, w->group_number++)
        if (!mark(w, &list->items[i], 1))
            return false;
    return true;
}

/* --------------------------------------------------------------- phrases - */

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
    const engine_query *terms[2 * QUERY_PHRASE_WORDS_MAX];
    for (size_t i = 0; i < list->count; i++)
        if ((terms[i] = term_node(w, field, &list->items[i])) == NULL)
            return NULL;
    const engine_query *any =
        tree_node(w->arena, ENGINE_OR, terms, list->count);
    const engine_query *phrase = run;
    engine_query *words =
        any == NULL ? NULL : tree_node(w->arena, ENGINE_SCALE, &any, 1);
    engine_query *whole = tree_node(w->arena, ENGINE_SCALE, &phrase, 1);
    if (words == NULL || whole == NULL)
        return NULL;
    words->weight = whole->weight = 0.5;
    const engine_query *halves[] = {words, whole};
    return tree_node(w->arena, ENGINE_OR, halves, 2);
}

/* A symbol: as written, or its parts `run` within a longer one. */
static engine_query *symbol_node(words_context *w, engine_field field,
                                 const word *whole, engine_query *run)
{
    const engine_query *either[] = {term_node(w, field, whole), run};
    if (either[0] == NULL || (field == ENGINE_BODY && !mark(w, whole, 1)))
        return NULL;
    return tree_node(w->arena, ENGINE_OR, either, 2);
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
    if (w->terms == NULL && !note_terms(w, &list))
        return error_no_memory(err);
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

/* ------------------------------------------------------------- languages - */

static bool is_new(const engine_query *node, engine_query *const *known,
                   size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (tree_compare(known[i], node) == 0)
            return false;
    return true;
}

/* The alternatives as one node: single terms are one word in several
 * spellings. */
static engine_query *either_of(words_context *w, engine_query *const *nodes,
                               size_t count)
{
    const engine_query *children[INDEX_LANGUAGES_MAX];
    bool terms = true;
    if (count == 1)
        return nodes[0];
    for (size_t i = 0; i < count; i++) {
        children[i] = nodes[i];
        terms = terms && nodes[i]->op == ENGINE_TERM;
    }
    return tree_node(w->arena, terms ? ENGINE_SYNONYM : ENGINE_OR, children,
                     count);
}

/* One language's reading of the piece in hand. */
typedef pilcrow_status (*reading)(engine_query **out, words_context *w,
                                  const void *piece, const char *lang,
                                  pilcrow_error *err);

/* The readings of a piece in all languages, those that differ. */
static pilcrow_status read_piece(engine_query **out, words_context *w,
                                 reading read, const void *piece,
                                 pilcrow_error *err)
{
    engine_query *nodes[INDEX_LANGUAGES_MAX];
    size_t count = 0;
    size_t i = 0;
    *out = NULL;
    do {
        engine_query *node;
        size_t groups = w->group_count;
        pilcrow_status status = read(&node, w, piece, w->languages[i], err);
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

/* A word or phrase. */
typedef struct text_piece {
    engine_field field;
    const char *text;
    size_t len;
    bool phrase;
} text_piece;

static pilcrow_status read_text(engine_query **out, words_context *w,
                                const void *piece, const char *lang,
                                pilcrow_error *err)
{
    const text_piece *p = piece;
    return compile_in(out, w, p->field, p->text, p->len, p->phrase, lang, err);
}

pilcrow_status words_compile(engine_query **out, words_context *w,
                             engine_field field, const char *text, size_t len,
                             bool phrase, pilcrow_error *err)
{
    text_piece piece = {field, text, len, phrase};
    begin_piece(w, text, len);
    return read_piece(out, w, read_text, &piece, err);
}

/* ------------------------------------------------------------------ near - */

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

/* Two words or phrases and their distance. */
typedef struct near_piece {
    engine_field field;
    const char *text[2];
    size_t len[2];
    uint32_t distance;
} near_piece;

static pilcrow_status read_near(engine_query **out, words_context *w,
                                const void *piece, const char *lang,
                                pilcrow_error *err)
{
    const near_piece *p = piece;
    word_list lists[2];
    word whole;
    pilcrow_status status = PILCROW_OK;
    *out = NULL;
    for (int i = 0; i < 2 && status == PILCROW_OK; i++) {
        if (!tokens_of(&lists[i], w, p->text[i], p->len[i], lang))
            return error_no_memory(err);
        separate_whole(&lists[i], &whole);
        status = limit_phrase(w, &lists[i], err);
    }
    if (status != PILCROW_OK)
        return status;
    if (w->terms == NULL &&
        !(note_terms(w, &lists[0]) && note_terms(w, &lists[1])))
        return error_no_memory(err);
    for (int i = 0; i < 2; i++)
        if (lists[i].count == 0)
            return compile_in(out, w, p->field, p->text[1 - i], p->len[1 - i],
                              true, lang, err);
    return near_in(out, w, p->field, &lists[0], &lists[1], p->distance, err);
}

pilcrow_status words_compile_near(engine_query **out, words_context *w,
                                  engine_field field, const char *left,
                                  size_t left_len, const char *right,
                                  size_t right_len, uint32_t distance,
                                  pilcrow_error *err)
{
    near_piece piece = {field, {left, right}, {left_len, right_len}, distance};
    /* both, and what stands between */
    begin_piece(w, left, (size_t)(right + right_len - left));
    return read_piece(out, w, read_near, &piece, err);
}
