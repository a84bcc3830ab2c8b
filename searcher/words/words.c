/* SPDX-License-Identifier: MIT
 *
 * In: a word or a phrase as typed. Out: a term, a phrase of terms, or the
 * alternatives that its patterns and its languages give; and the groups to
 * highlight. Of a slot and of a run of them runs.c makes the node. */
#include "searcher/words/words.h"

#include <string.h>

#include "searcher/words/runs.h"
#include "searcher/words/surname.h"
#include "searcher/words/tree.h"

/* The phrases that all patterns may make, shared out. */
static size_t ways_of_each(size_t patterns)
{
    size_t share = WORDS_PHRASES_TOTAL / (patterns > 0 ? patterns : 1);
    if (share > WORDS_PHRASES_MAX)
        return WORDS_PHRASES_MAX;
    return share < WORDS_PHRASES_MIN ? WORDS_PHRASES_MIN : share;
}

pilcrow_status words_begin(words_context *w, arena *a, pilcrow_index *index,
                           const char *query, size_t patterns, bool strict,
                           query_notices *notices, pilcrow_error *err)
{
    *w = (words_context){.arena = a,
                         .index = index,
                         .query = query,
                         .ways = ways_of_each(patterns),
                         .strict = strict,
                         .notices = notices,
                         .marking = true};
    w->languages = index_latin_languages(index, a);
    if (w->languages == NULL)
        return error_no_memory(err);
    expander_begin(&w->expander, a, index, w->languages, patterns);
    return PILCROW_OK;
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

static bool count_pattern(void *ctx, const pattern *form)
{
    size_t *count = ctx;
    (void)form;
    ++*count;
    return true;
}

size_t words_count_patterns(const char *text, size_t len)
{
    size_t count = 0;
    pattern_visitor visitor = {.ctx = &count, .pattern = count_pattern};
    pattern_scan(text, len, &visitor);
    return count;
}

bool words_hold_token(words_context *w, const char *text, size_t len)
{
    analysis_token token;
    analyser_start(w->index->tokens, text, len, NULL);
    return analyser_next(w->index->tokens, &token);
}

/* The words of the piece, as the limits count them. */
static bool note_terms(words_context *w, const slot_list *list)
{
    size_t count = w->term_count + list->count;
    limits_term *terms = arena_array(w->arena, count + 1, sizeof *terms);
    if (terms == NULL)
        return false;
    if (w->term_count > 0)
        memcpy(terms, w->terms, w->term_count * sizeof *terms);
    for (size_t i = 0; i < list->count; i++)
        terms[w->term_count + i] =
            (limits_term){list->items[i].name, list->items[i].name_len};
    w->terms = terms;
    w->term_count = count;
    return true;
}

/* --------------------------------------------------------------- phrases - */

static pilcrow_status limit_phrase(words_context *w, slot_list *list,
                                   pilcrow_error *err)
{
    if (list->count <= QUERY_PHRASE_WORDS_MAX)
        return PILCROW_OK;
    if (w->strict) {
        error_set(err, PILCROW_QUERY,
                  "a phrase has %zu words; at most %u are allowed", list->count,
                  QUERY_PHRASE_WORDS_MAX);
        return query_refuse(err, (size_t)(w->text - w->query));
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

static bool is_compound(const slot_list *list, const char *text)
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
 * phrase. */
static engine_query *loose_node(words_context *w, engine_field field,
                                const slot_list *list, uint32_t window)
{
    const engine_query *parts[RUNS_SLOTS_MAX];
    if (field == ENGINE_BODY && !runs_mark_each(w, list->items, list->count))
        return NULL;
    for (size_t i = 0; i < list->count; i++)
        if ((parts[i] = runs_slot_node(w, field, &list->items[i])) == NULL)
            return NULL;
    const engine_query *any =
        tree_node(w->arena, ENGINE_OR, parts, list->count);
    const engine_query *phrase = runs_node(w, ENGINE_PHRASE, field, list->items,
                                           list->count, window, false);
    const engine_query *halves[] = {tree_scale(w->arena, any, 0.5),
                                    tree_scale(w->arena, phrase, 0.5)};
    if (halves[0] == NULL || halves[1] == NULL)
        return NULL;
    return tree_node(w->arena, ENGINE_OR, halves, 2);
}

/* A symbol: as written, or its parts `phrase` within a longer one. */
static engine_query *symbol_node(words_context *w, engine_field field,
                                 const slot *whole, const engine_query *phrase)
{
    const engine_query *either[] = {runs_slot_node(w, field, whole), phrase};
    if (either[0] == NULL || either[1] == NULL ||
        (field == ENGINE_BODY && !runs_mark_slot(w, whole)))
        return NULL;
    return tree_node(w->arena, ENGINE_OR, either, 2);
}

/* A word or phrase. */
typedef struct text_piece {
    slots_text text;
    engine_field field;
    bool phrase;
} text_piece;

/* Its words in one language, each with all terms that it may have. */
static pilcrow_status read_slots(slot_list *out, words_context *w,
                                 const text_piece *p, const char *lang,
                                 pilcrow_error *err)
{
    if (!slots_read(out, &w->expander, &p->text, lang))
        return error_no_memory(err);
    pilcrow_status status = limit_phrase(w, out, err);
    return status == PILCROW_OK ? surname_widen(out, w->index, w->arena,
                                                p->field, p->text.text, err)
                                : status;
}

static engine_query *list_node(words_context *w, const text_piece *p,
                               const slot_list *list)
{
    uint32_t window =
        list->items[list->count - 1].position - list->items[0].position + 1;
    bool symbol = !p->phrase && list->whole.count > 0;
    bool loose = !p->phrase && !symbol && list->count > 1 &&
                 (w->loose || !is_compound(list, p->text.text));
    if (loose)
        return loose_node(w, p->field, list, window);
    engine_query *phrase =
        runs_node(w, ENGINE_PHRASE, p->field, list->items, list->count, window,
                  p->field == ENGINE_BODY);
    return symbol ? symbol_node(w, p->field, &list->whole, phrase) : phrase;
}

/* A symbol with a star is any of those that begin so. */
static engine_query *whole_node(words_context *w, const text_piece *p)
{
    slot whole = {.terms = p->text.whole.terms,
                  .count = p->text.whole.count,
                  .name = p->text.text,
                  .name_len = p->text.len};
    slot_list list = {.items = &whole, .count = 1};
    if ((w->terms == NULL && !note_terms(w, &list)) ||
        (p->field == ENGINE_BODY && !runs_mark_slot(w, &whole)))
        return NULL;
    return runs_slot_node(w, p->field, &whole);
}

/* The text in one language; `*out` NULL where it holds no token. */
static pilcrow_status read_text(engine_query **out, words_context *w,
                                const void *piece, const char *lang,
                                pilcrow_error *err)
{
    const text_piece *p = piece;
    slot_list list;
    *out = NULL;
    if (p->text.whole.count > 0) {
        *out = whole_node(w, p);
        return *out == NULL ? error_no_memory(err) : PILCROW_OK;
    }
    pilcrow_status status = read_slots(&list, w, p, lang, err);
    if (status != PILCROW_OK || list.count == 0)
        return status;
    if (w->terms == NULL && !note_terms(w, &list))
        return error_no_memory(err);
    *out = list_node(w, p, &list);
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

/* Expand the patterns of a text; that of a glossary entry has none. Strict: not
 * more of them than may be. */
static pilcrow_status prepare(words_context *w, text_piece *out,
                              const char *text, size_t len, pilcrow_error *err)
{
    if (w->from != NULL) {
        out->text = (slots_text){.text = text, .len = len, .masked = text};
        return PILCROW_OK;
    }
    pilcrow_status status =
        slots_prepare(&out->text, &w->expander, out->field, text, len,
                      out->phrase, w->notices, err);
    if (status != PILCROW_OK || !w->strict || !out->text.untried)
        return status;
    error_set(err, PILCROW_QUERY,
              "the query has more than %u different words with *, ? or ~",
              EXPAND_PATTERNS_MAX);
    return query_refuse(err, (size_t)(text - w->query));
}

pilcrow_status words_compile(engine_query **out, words_context *w,
                             engine_field field, const char *text, size_t len,
                             bool phrase, pilcrow_error *err)
{
    text_piece piece = {.field = field, .phrase = phrase};
    *out = NULL;
    begin_piece(w, text, len);
    pilcrow_status status = prepare(w, &piece, text, len, err);
    if (status != PILCROW_OK)
        return status;
    return read_piece(out, w, read_text, &piece, err);
}

bool words_one_reading(const words_context *w)
{
    return w->languages[0] == NULL || w->languages[1] == NULL;
}

pilcrow_status words_compile_terms(engine_query **out, words_context *w,
                                   engine_field field, const char *terms,
                                   pilcrow_error *err)
{
    slot slots[QUERY_PHRASE_WORDS_MAX];
    expand_term each[QUERY_PHRASE_WORDS_MAX];
    uint32_t count = 0;
    begin_piece(w, terms, strlen(terms));
    for (const char *at = terms; count < QUERY_PHRASE_WORDS_MAX; at++) {
        size_t len = strcspn(at, " ");
        each[count] = (expand_term){.bytes = at, .len = len};
        slots[count] =
            (slot){.terms = &each[count], .count = 1, .position = count};
        count++;
        at += len;
        if (*at == '\0')
            break;
    }
    *out = runs_node(w, ENGINE_PHRASE, field, slots, count, count,
                     field == ENGINE_BODY);
    return *out == NULL ? error_no_memory(err) : PILCROW_OK;
}

/* A term, or terms side by side, do not depend on what stands beside them in
 * the query. */
static bool is_same_anywhere(const engine_query *node)
{
    return node != NULL &&
           (node->op == ENGINE_TERM || node->op == ENGINE_PHRASE ||
            node->op == ENGINE_SYNONYM);
}

/* The same node in another field; NULL without memory. */
static engine_query *in_field(words_context *w, const engine_query *node,
                              engine_field field)
{
    const expand_term term = {.bytes = node->term, .len = node->len};
    const slot only = {.terms = &term, .count = 1};
    if (node->op == ENGINE_TERM)
        return runs_slot_node(w, field, &only);
    engine_query *copy = arena_alloc(w->arena, sizeof *copy);
    const engine_query **children =
        arena_array(w->arena, node->child_count, sizeof *children);
    if (copy == NULL || children == NULL)
        return NULL;
    *copy = *node;
    copy->children = children;
    for (size_t i = 0; i < node->child_count; i++)
        if ((children[i] = in_field(w, node->children[i], field)) == NULL)
            return NULL;
    return copy;
}

pilcrow_status words_compile_again(engine_query **out, words_context *w,
                                   const engine_query *known,
                                   engine_field field, const char *text,
                                   size_t len, bool phrase, pilcrow_error *err)
{
    text_piece piece = {.field = ENGINE_BODY, .phrase = phrase};
    bool marking = w->marking;
    *out = NULL;
    if (is_same_anywhere(known)) {
        *out = in_field(w, known, field);
        return *out == NULL ? error_no_memory(err) : PILCROW_OK;
    }
    pilcrow_status status = prepare(w, &piece, text, len, err);
    if (status != PILCROW_OK)
        return status;
    piece.field = field;
    w->marking = false;
    status = read_piece(out, w, read_text, &piece, err);
    w->marking = marking;
    return status;
}

/* ------------------------------------------------------------------ near - */

/* Two words or phrases and their distance. */
typedef struct near_piece {
    text_piece sides[2];
    uint32_t distance;
} near_piece;

static engine_query *near_node(words_context *w, const near_piece *p,
                               const slot_list *left, const slot_list *right)
{
    slot both[RUNS_SLOTS_MAX];
    engine_field field = p->sides[0].field;
    size_t count = left->count + right->count;
    memcpy(both, left->items, left->count * sizeof *both);
    memcpy(both + left->count, right->items, right->count * sizeof *both);
    if (field == ENGINE_BODY && !runs_mark_each(w, both, count))
        return NULL;
    return runs_node(w, ENGINE_NEAR, field, both, count,
                     p->distance + (uint32_t)count - 1, false);
}

static pilcrow_status read_near(engine_query **out, words_context *w,
                                const void *piece, const char *lang,
                                pilcrow_error *err)
{
    const near_piece *p = piece;
    slot_list lists[2];
    pilcrow_status status = PILCROW_OK;
    *out = NULL;
    for (int i = 0; i < 2 && status == PILCROW_OK; i++)
        status = read_slots(&lists[i], w, &p->sides[i], lang, err);
    if (status != PILCROW_OK)
        return status;
    for (int i = 0; i < 2; i++)
        if (lists[i].count == 0)
            return read_text(out, w, &p->sides[1 - i], lang, err);
    if (w->terms == NULL &&
        !(note_terms(w, &lists[0]) && note_terms(w, &lists[1])))
        return error_no_memory(err);
    *out = near_node(w, p, &lists[0], &lists[1]);
    return *out == NULL ? error_no_memory(err) : PILCROW_OK;
}

pilcrow_status words_compile_near(engine_query **out, words_context *w,
                                  engine_field field, const char *left,
                                  size_t left_len, const char *right,
                                  size_t right_len, uint32_t distance,
                                  pilcrow_error *err)
{
    near_piece piece = {.distance = distance};
    const char *const texts[] = {left, right};
    const size_t lens[] = {left_len, right_len};
    pilcrow_status status = PILCROW_OK;
    *out = NULL;
    /* both, and what stands between */
    begin_piece(w, left, (size_t)(right + right_len - left));
    for (int i = 0; i < 2 && status == PILCROW_OK; i++) {
        piece.sides[i].field = field;
        piece.sides[i].phrase = true;
        status = prepare(w, &piece.sides[i], texts[i], lens[i], err);
    }
    if (status != PILCROW_OK)
        return status;
    return read_piece(out, w, read_near, &piece, err);
}
