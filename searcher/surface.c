/* SPDX-License-Identifier: MIT
 *
 * In: a term. Out: the words of stored paragraphs that came to it. */
#include "searcher/surface.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"

#define PARAGRAPH_MEMORY_MAX ((size_t)64 << 20)
#define REFS_MAX 10000u

typedef struct finding {
    engine_ref *refs; /* REFS_MAX of them */
    size_t count;
} finding;

static bool take_ref(void *ctx, engine_ref ref, uint64_t document)
{
    finding *f = ctx;
    (void)document;
    f->refs[f->count++] = ref;
    return f->count < REFS_MAX;
}

/* What is looked for in a text. */
typedef struct looking {
    pilcrow_index *index;
    arena *arena;
    const char *term;
    size_t len;
    surface_visitor visit;
    void *ctx;
    bool go_on;
} looking;

static bool look_through(looking *l, const char *text, size_t len,
                         const pilcrow_paragraph *p)
{
    analysis_token token;
    pilcrow_span *spans = NULL;
    size_t count = 0;
    size_t capacity = 0;
    analyser *tokens = l->index->tokens;
    analyser_start(tokens, text, len, p->lang);
    while (analyser_next(tokens, &token)) {
        if (token.term_len != l->len ||
            memcmp(token.term, l->term, l->len) != 0)
            continue;
        spans = list_room_in(l->arena, spans, count, &capacity, sizeof *spans);
        if (spans == NULL)
            return false;
        spans[count++] = (pilcrow_span){token.start, token.end};
    }
    if (analyser_failed(tokens))
        return false;
    for (size_t i = 0; i < count && l->go_on; i++) {
        const size_t start = spans[i].start;
        const surface_word word = {text + start, spans[i].end - start, start,
                                   p};
        l->go_on = l->visit(l->ctx, &word);
    }
    return true;
}

static bool look_at(looking *l, engine_field field, const pilcrow_paragraph *p)
{
    if (field == ENGINE_BODY)
        return look_through(l, p->text, p->text_len, p);
    bool ok = look_through(l, p->title, strlen(p->title), p);
    for (size_t i = 0; i < p->heading_count && ok && l->go_on; i++)
        ok = look_through(l, p->heading[i], strlen(p->heading[i]), p);
    return ok;
}

/* Read every so manieth of the paragraphs, as neighbours tell the same. */
static pilcrow_status read_spread(looking *l, engine_field field,
                                  const finding *f, size_t most, size_t *read,
                                  pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    size_t count = f->count < most ? f->count : most;
    for (size_t i = 0; i < count && l->go_on && status == PILCROW_OK; i++) {
        pilcrow_paragraph p;
        arena_clear(l->arena);
        ++*read;
        status = index_paragraph(&p, l->index, f->refs[i * f->count / count],
                                 l->arena, NULL, err);
        if (status == PILCROW_OK && !look_at(l, field, &p))
            status = error_no_memory(err);
    }
    return status;
}

pilcrow_status surface_each(pilcrow_index *index, engine_field field,
                            const char *term, size_t len, size_t most,
                            surface_visitor visit, void *ctx, size_t *read,
                            pilcrow_error *err)
{
    arena a;
    finding f = {.refs = malloc(REFS_MAX * sizeof *f.refs)};
    looking l = {.index = index,
                 .arena = &a,
                 .term = term,
                 .len = len,
                 .visit = visit,
                 .ctx = ctx,
                 .go_on = true};
    const engine_query query = {
        .op = ENGINE_TERM, .field = field, .term = term, .len = len};
    *read = 0;
    if (f.refs == NULL)
        return error_no_memory(err);
    arena_init(&a, PARAGRAPH_MEMORY_MAX);
    pilcrow_status status = PILCROW_OK;
    if (most > 0)
        status =
            engine_each_match(index->snapshot, &query, 0, take_ref, &f, err);
    if (status == PILCROW_OK)
        status = read_spread(&l, field, &f, most, read, err);
    arena_release(&a);
    free(f.refs);
    return status;
}
