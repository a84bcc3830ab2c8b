/* SPDX-License-Identifier: MIT
 *
 * In: a text of the query. Out: its slots, through the same analyser that read
 * the documents. The analyser sees the text without its patterns; they are put
 * back between its tokens. */
#include "searcher/words/slots.h"

#include <string.h>

#include "base/list.h"

typedef struct preparing {
    slots_text *out;
    expander *x;
    engine_field field;
    query_notices *notices;
    size_t capacity; /* of out->patterns */
    pilcrow_error *err;
    pilcrow_status status;
} preparing;

/* ------------------------------------------------------------- expanding - */

/* Only stars, as behind the last slash of A/RES/74/. */
static bool is_bare(const slots_text *t, const pattern *form)
{
    size_t at = form->start;
    while (at < form->end && t->text[at] == '*')
        at++;
    return form->edits == 0 && at == form->end;
}

static bool take_pattern(void *ctx, const pattern *form)
{
    preparing *p = ctx;
    slots_text *t = p->out;
    slots_pattern *patterns = list_room_in(p->x->arena, t->patterns, t->count,
                                           &p->capacity, sizeof *patterns);
    if (patterns == NULL) {
        p->status = error_no_memory(p->err);
        return false;
    }
    t->patterns = patterns;
    slots_pattern *now = &t->patterns[t->count++];
    *now = (slots_pattern){.form = *form};
    if (!is_bare(t, form))
        p->status =
            expand_pattern(&now->terms, p->x, p->field, t->text + form->start,
                           form->end - form->start, form->edits, p->err);
    return p->status == PILCROW_OK;
}

/* A symbol with a star: A/RES/74/ and all that begins so. */
static pilcrow_status expand_whole(preparing *p)
{
    slots_text *t = p->out;
    const pattern *form = &t->patterns[0].form;
    if (t->count != 1 || form->edits > 0 || form->word == form->start)
        return PILCROW_OK;
    return expand_pattern(&t->whole, p->x, p->field, t->text + form->word,
                          form->end - form->word, 0, p->err);
}

/* ---------------------------------------------------------------- telling - */

static const char *place_of(const preparing *p)
{
    return p->field == ENGINE_HEADING ? "a title or heading" : "the index";
}

static void tell_count(preparing *p, const char *name, const expansion *e,
                       unsigned edits)
{
    if (e->count == 0)
        query_notice(p->notices,
                     edits > 0 ? "no word of %s is like '%s'"
                               : "no word of %s begins with '%s'",
                     place_of(p), name);
    else if (e->found > e->count)
        query_notice(p->notices,
                     edits > 0 ? "'%s' is like %zu words; the %zu nearest are "
                                 "searched for"
                               : "'%s' stands for %zu words; the %zu most "
                                 "frequent are searched for",
                     name, e->found, e->count);
}

/* Has it two letters or more on each side of each mark? Then the mark may only
 * lack its space. */
static bool is_two_words(const slots_text *t, const pattern *form)
{
    size_t letters = 0;
    size_t at = form->start;
    while (at < form->end) {
        char c = t->text[at];
        bool mark = c == '*' || c == '?';
        if (mark && letters < 2)
            return false;
        letters = mark ? 0 : letters + 1;
        at++;
        while (!mark && at < form->end &&
               ((unsigned char)t->text[at] & 0xC0) == 0x80)
            at++;
    }
    return letters >= 2;
}

/* What becomes of a pattern. */
typedef enum fate {
    FATE_SLOT,   /* its terms have a slot */
    FATE_WORDS,  /* its text is read as words */
    FATE_NOTHING /* it is passed over */
} fate;

static fate settle(preparing *p, const slots_pattern *now)
{
    const slots_text *t = p->out;
    const pattern *form = &now->form;
    query_quoted quoted;
    const char *name =
        query_quote(&quoted, t->text + form->start, form->after - form->start);
    if (is_bare(t, form))
        return FATE_NOTHING;
    if (now->terms.pairs)
        return FATE_WORDS;
    if (!now->terms.tried) {
        p->out->untried = true;
        query_notice(p->notices,
                     "of the words with *, ? or ~ the first %u different ones "
                     "are searched for",
                     EXPAND_PATTERNS_MAX);
        return FATE_NOTHING;
    }
    if (now->terms.count == 0 && form->inner) {
        bool words = is_two_words(t, form);
        query_notice(p->notices, "no word of %s is of the form '%s'%s",
                     place_of(p), name, words ? "; it is read as words" : "");
        return words ? FATE_WORDS : FATE_SLOT;
    }
    tell_count(p, name, &now->terms, form->edits);
    return FATE_SLOT;
}

/* Blank out what is not for the analyser; keep the patterns that have slots. */
static bool mask(preparing *p)
{
    slots_text *t = p->out;
    size_t kept = 0;
    char *masked = arena_copy(p->x->arena, t->text, t->len);
    if (masked == NULL)
        return false;
    for (size_t i = 0; i < t->count; i++) {
        const slots_pattern now = t->patterns[i];
        fate what = settle(p, &now);
        if (what != FATE_WORDS)
            memset(masked + now.form.start, ' ',
                   now.form.after - now.form.start);
        if (what == FATE_SLOT)
            t->patterns[kept++] = now;
    }
    t->count = kept;
    t->masked = masked;
    return true;
}

pilcrow_status slots_prepare(slots_text *out, expander *x, engine_field field,
                             const char *text, size_t len, bool phrase,
                             query_notices *notices, pilcrow_error *err)
{
    preparing p = {
        .out = out, .x = x, .field = field, .notices = notices, .err = err};
    pattern_visitor visitor = {.ctx = &p, .pattern = take_pattern};
    *out = (slots_text){.text = text, .len = len, .masked = text};
    pattern_scan(text, len, &visitor);
    if (p.status != PILCROW_OK || out->count == 0)
        return p.status;
    if (!phrase)
        p.status = expand_whole(&p);
    if (p.status != PILCROW_OK)
        return p.status;
    if (out->whole.count > 0) {
        query_quoted quoted;
        tell_count(&p, query_quote(&quoted, text, len), &out->whole, 0);
        return PILCROW_OK;
    }
    return mask(&p) ? PILCROW_OK : error_no_memory(err);
}

/* --------------------------------------------------------------- reading - */

/* Where the slots are written. */
typedef struct reading {
    slot_list *out;
    expander *x;
    const slots_text *text;
    size_t patterns; /* put in so far */
    size_t end;      /* of all tokens, in bytes */
} reading;

static bool push(reading *r, const slot *now)
{
    slot *items = list_room_in(r->x->arena, r->out->items, r->out->count,
                               &r->out->capacity, sizeof *items);
    if (items == NULL)
        return false;
    r->out->items = items;
    r->out->items[r->out->count++] = *now;
    return true;
}

/* The patterns that stand before byte `end`. */
static bool push_patterns(reading *r, size_t end)
{
    const slots_text *t = r->text;
    while (r->patterns < t->count &&
           t->patterns[r->patterns].form.start < end) {
        const slots_pattern *now = &t->patterns[r->patterns++];
        size_t count = r->out->count;
        uint32_t position =
            count == 0 ? 0 : r->out->items[count - 1].position + 1;
        slot item = {.terms = now->terms.terms,
                     .count = now->terms.count,
                     .name = t->text + now->form.start,
                     .name_len = now->form.after - now->form.start,
                     .start = now->form.start,
                     .end = now->form.after,
                     .position = position};
        if (!push(r, &item))
            return false;
    }
    return true;
}

/* Whole symbols and single characters of a text in pairs are no slots: those
 * have a position each. */
static bool push_token(reading *r, const analysis_token *token)
{
    expand_term *term = arena_alloc(r->x->arena, sizeof *term);
    const char *bytes = arena_copy(r->x->arena, token->term, token->term_len);
    if (term == NULL || bytes == NULL || !push_patterns(r, token->start))
        return false;
    *term = (expand_term){.bytes = bytes, .len = token->term_len};
    slot item = {.terms = term,
                 .count = 1,
                 .name = bytes,
                 .name_len = token->term_len,
                 .start = token->start,
                 .end = token->end,
                 .position = token->position + (uint32_t)r->patterns};
    r->end = token->end > r->end ? token->end : r->end;
    if (token->role == ANALYSIS_WHOLE && token->position == 0)
        r->out->whole = item;
    return token->role != ANALYSIS_WORD || push(r, &item);
}

bool slots_read(slot_list *out, expander *x, const slots_text *text,
                const char *lang)
{
    analyser *tokens = x->index->tokens;
    analysis_token token;
    reading r = {.out = out, .x = x, .text = text};
    *out = (slot_list){0};
    analyser_start(tokens, text->masked, text->len, lang);
    while (analyser_next(tokens, &token))
        if (!push_token(&r, &token))
            return false;
    if (analyser_failed(tokens) || !push_patterns(&r, SIZE_MAX))
        return false;
    if (out->whole.end < r.end || text->count > 0)
        out->whole = (slot){0};
    return true;
}
