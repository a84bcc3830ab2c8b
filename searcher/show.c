/* SPDX-License-Identifier: MIT
 *
 * pilcrow_show. In: an id. Out: that paragraph and its neighbours in the same
 * document, found by their ordinals. */
#include <stdlib.h>
#include <string.h>

#include "searcher/hits.h"
#include "searcher/index.h"

#define CONTEXT_MAX 1000u

typedef struct showing {
    pilcrow_index *index;
    pilcrow_index *owner; /* which of several holds it; else `index` */
    const char *id;
    size_t context;
    pilcrow_view *view;
} showing;

/* A paragraph of the view, with its place in the document. */
typedef struct placed {
    pilcrow_paragraph paragraph;
    schema_record stored;
} placed;

static engine_query term(engine_field field, const char *bytes, size_t len)
{
    return (engine_query){
        .op = ENGINE_TERM, .field = field, .term = bytes, .len = len};
}

/* Every paragraph where all of `conditions` hold, at most `limit`. */
static pilcrow_status find_all(showing *s, engine_result *out,
                               const engine_query *const *conditions,
                               size_t count, size_t limit, pilcrow_error *err)
{
    engine_query all = {.op = ENGINE_ALL};
    const engine_query *children[4] = {&all};
    engine_query filter = {
        .op = ENGINE_FILTER, .children = children, .child_count = count + 1};
    engine_search_options options = {.limit = limit, .k1 = 1.2, .b = 0.75};
    for (size_t i = 0; i < count; i++)
        children[i + 1] = conditions[i];
    return engine_search(s->owner->snapshot, &filter, &options, out, err);
}

static pilcrow_status find_focus(showing *s, placed *out, pilcrow_error *err)
{
    engine_ref ref;
    pilcrow_status status = index_find(s->index, s->id, &ref, err);
    if (status != PILCROW_OK)
        return status;
    s->owner = index_owner(s->index, &ref);
    return index_paragraph(&out->paragraph, s->owner, ref, &s->view->arena,
                           &out->stored, err);
}

static int by_ordinal(const void *left, const void *right)
{
    const placed *a = left;
    const placed *b = right;
    return (a->stored.ordinal > b->stored.ordinal) -
           (a->stored.ordinal < b->stored.ordinal);
}

/* Put the view's paragraphs in order; those of another document of the same
 * file (a record beside it) are left out. */
static pilcrow_status arrange(showing *s, placed *list, size_t count,
                              const placed *focus, pilcrow_error *err)
{
    pilcrow_view *view = s->view;
    view->list = arena_array(&view->arena, count + 1, sizeof *view->list);
    if (view->list == NULL)
        return error_no_memory(err);
    qsort(list, count, sizeof *list, by_ordinal);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].stored.document, focus->stored.document) != 0)
            continue;
        if (list[i].stored.ordinal == focus->stored.ordinal)
            view->focus = view->count;
        view->list[view->count++] = list[i].paragraph;
    }
    if (view->count > 0 &&
        strcmp(view->list[view->focus].id, focus->paragraph.id) == 0)
        return PILCROW_OK;
    return error_set(err, PILCROW_CORRUPT,
                     "the index does not hold paragraph %s where it should; "
                     "see 'pilcrow check'",
                     focus->paragraph.id);
}

static pilcrow_status load_neighbours(showing *s, const engine_result *found,
                                      const placed *focus, pilcrow_error *err)
{
    arena *a = &s->view->arena;
    pilcrow_status status = PILCROW_OK;
    placed *list = arena_array(a, found->count + 1, sizeof *list);
    if (list == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < found->count && status == PILCROW_OK; i++)
        status = index_paragraph(&list[i].paragraph, s->owner,
                                 found->hits[i].ref, a, &list[i].stored, err);
    if (status == PILCROW_OK)
        status = arrange(s, list, found->count, focus, err);
    return status;
}

static pilcrow_status attempt(void *ctx, pilcrow_error *err)
{
    showing *s = ctx;
    placed focus = {0};
    char key[SCHEMA_KEY_LETTERS + 1];
    engine_result result = {0};
    arena_clear(&s->view->arena);
    s->view->count = s->view->focus = 0;
    pilcrow_status status = find_focus(s, &focus, err);
    if (status != PILCROW_OK)
        return status;
    schema_file_key(key, focus.stored.path, focus.stored.in_memory);
    uint64_t at = focus.stored.ordinal;
    engine_query file = term(ENGINE_PATH, key, SCHEMA_KEY_LETTERS);
    engine_query near = {.op = ENGINE_RANGE,
                         .value = ENGINE_ORDINAL,
                         .low = at < s->context ? 0 : at - s->context,
                         .high = at + s->context};
    const engine_query *conditions[] = {&file, &near};
    status = find_all(s, &result, conditions, 2, 2 * s->context + 1, err);
    if (status == PILCROW_OK)
        status = load_neighbours(s, &result, &focus, err);
    engine_result_release(&result);
    return status;
}

pilcrow_status pilcrow_show(pilcrow_view **out, pilcrow_index *index,
                            const char *id, size_t context, pilcrow_error *err)
{
    showing s = {.index = index,
                 .id = id,
                 .context = context < CONTEXT_MAX ? context : CONTEXT_MAX};
    if (out == NULL)
        return error_missing(err, "the place for the view");
    *out = NULL;
    if (index == NULL || id == NULL)
        return error_missing(err, index == NULL ? "the index" : "the id");
    s.view = calloc(1, sizeof *s.view);
    if (s.view == NULL)
        return error_no_memory(err);
    arena_init(&s.view->arena, HITS_MEMORY_MAX);
    pilcrow_status status = index_with_newest(index, attempt, &s, err);
    if (status != PILCROW_OK) {
        pilcrow_view_free(s.view);
        return status;
    }
    *out = s.view;
    return PILCROW_OK;
}

const pilcrow_paragraph *pilcrow_view_get(const pilcrow_view *view, size_t i)
{
    return view != NULL && i < view->count ? &view->list[i] : NULL;
}

size_t pilcrow_view_count(const pilcrow_view *view)
{
    return view == NULL ? 0 : view->count;
}

size_t pilcrow_view_focus(const pilcrow_view *view)
{
    return view == NULL ? 0 : view->focus;
}

void pilcrow_view_free(pilcrow_view *view)
{
    if (view == NULL)
        return;
    arena_release(&view->arena);
    free(view);
}
