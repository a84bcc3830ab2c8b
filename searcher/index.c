/* SPDX-License-Identifier: MIT
 *
 * In: a folder. Out: an index open for reading, its newest generation at each
 * call, and its paragraphs as the public struct. */
#include "searcher/glossary/entries.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/path.h"
#include "base/utf8.h"

#define SIGNATURE_MAX ((size_t)1024)
#define IMPORTS_MEMORY_MAX ((size_t)64 << 20)

/* Make the analyser of this signature the index's own. */
static pilcrow_status take_analyser(pilcrow_index *index, const char *signature,
                                    pilcrow_error *err)
{
    analyser *tokens;
    const char *space = strchr(signature, ' ');
    pilcrow_status status = analyser_from_signature(&tokens, signature, err);
    if (status != PILCROW_OK)
        return status;
    char *languages = strdup(space == NULL ? "" : space + 1);
    if (languages == NULL) {
        analyser_free(tokens);
        return error_no_memory(err);
    }
    analyser_free(index->tokens);
    free(index->languages);
    index->tokens = tokens;
    index->languages = languages;
    return PILCROW_OK;
}

static pilcrow_status read_signature(pilcrow_index *index, buf *signature,
                                     pilcrow_error *err)
{
    return engine_metadata(index->snapshot, SCHEMA_KEY_ANALYSER,
                           strlen(SCHEMA_KEY_ANALYSER), signature, err);
}

/* The signature that all parts have; those that are empty have none. */
static pilcrow_status shared_signature(pilcrow_index *index, buf *signature,
                                       pilcrow_error *err)
{
    const pilcrow_index *first = NULL;
    pilcrow_status status = PILCROW_OK;
    buf own;
    buf_init(&own, SIGNATURE_MAX);
    for (size_t i = 0; i < index->part_count && status == PILCROW_OK; i++) {
        pilcrow_index *part = index->parts[i];
        status = read_signature(part, &own, err);
        if (status != PILCROW_OK || own.len == 0)
            continue;
        if (first != NULL && strcmp(own.data, signature->data) != 0)
            status = error_set(err, PILCROW_VERSION,
                               "'%s' and '%s' cannot be searched together: "
                               "they were made with different analysers or "
                               "languages (%s; %s); rebuild one of them with "
                               "--full and --lang",
                               first->places.dir, part->places.dir,
                               signature->data, own.data);
        else if (first == NULL && !buf_add(signature, own.data, own.len))
            status = error_no_memory(err);
        first = first == NULL ? part : first;
    }
    buf_release(&own);
    return status;
}

/* Take the analyser that this generation was made with, once there is one. A
 * rebuild may have brought another. */
static pilcrow_status load_analyser(void *ctx, pilcrow_error *err)
{
    pilcrow_index *index = ctx;
    buf signature;
    buf_init(&signature, SIGNATURE_MAX);
    pilcrow_status status = index->parts == NULL
                                ? read_signature(index, &signature, err)
                                : shared_signature(index, &signature, err);
    if (status == PILCROW_OK && signature.len > 0 &&
        (index->tokens == NULL ||
         strcmp(analyser_signature(index->tokens), signature.data) != 0))
        status = take_analyser(index, signature.data, err);
    buf_release(&signature);
    return status;
}

pilcrow_status pilcrow_open(pilcrow_index **out, const char *dir,
                            pilcrow_error *err)
{
    if (out == NULL)
        return error_missing(err, "the place for the index");
    *out = NULL;
    if (dir == NULL)
        return error_missing(err, "the folder of the index");
    pilcrow_index *index = calloc(1, sizeof *index);
    if (index == NULL)
        return error_no_memory(err);
    pilcrow_status status = engine_snapshot_open(&index->snapshot, dir, err);
    if (status == PILCROW_OK)
        status = places_find(&index->places, dir, err);
    if (status == PILCROW_OK)
        status = index_with_newest(index, load_analyser, index, err);
    if (status != PILCROW_OK) {
        pilcrow_close(index);
        return status;
    }
    *out = index;
    return PILCROW_OK;
}

/* ------------------------------------------------------------- several --- */

static bool is_open(const pilcrow_index *index, const char *dir)
{
    for (size_t i = 0; i < index->part_count; i++)
        if (strcmp(index->parts[i]->places.dir, dir) == 0)
            return true;
    return false;
}

/* Open what `dirs` name, each once. */
static pilcrow_status open_parts(pilcrow_index *index, const char *const *dirs,
                                 size_t count, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    index->parts = calloc(count, sizeof *index->parts);
    if (index->parts == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < count && status == PILCROW_OK; i++) {
        pilcrow_index *part;
        status = pilcrow_open(&part, dirs[i], err);
        if (status == PILCROW_OK && is_open(index, part->places.dir))
            pilcrow_close(part);
        else if (status == PILCROW_OK)
            index->parts[index->part_count++] = part;
    }
    return status;
}

static pilcrow_status join_parts(pilcrow_index *index, pilcrow_error *err)
{
    const size_t count = index->part_count;
    engine_snapshot **snapshots = calloc(count, sizeof *snapshots);
    if (snapshots == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < count; i++)
        snapshots[i] = index->parts[i]->snapshot;
    pilcrow_status status =
        engine_snapshot_join(&index->snapshot, snapshots, count, err);
    free(snapshots);
    return status;
}

pilcrow_status pilcrow_open_several(pilcrow_index **out,
                                    const char *const *dirs, size_t count,
                                    pilcrow_error *err)
{
    if (out == NULL)
        return error_missing(err, "the place for the index");
    *out = NULL;
    if (count == 0 || dirs == NULL)
        return error_set(err, PILCROW_INVALID, "no index was named");
    if (count == 1)
        return pilcrow_open(out, dirs[0], err);
    pilcrow_index *index = calloc(1, sizeof *index);
    if (index == NULL)
        return error_no_memory(err);
    pilcrow_status status = open_parts(index, dirs, count, err);
    if (status == PILCROW_OK)
        status = join_parts(index, err);
    if (status == PILCROW_OK)
        status = index_with_newest(index, load_analyser, index, err);
    if (status != PILCROW_OK) {
        pilcrow_close(index);
        return status;
    }
    *out = index;
    return PILCROW_OK;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void index_set_deadline(pilcrow_index *index, uint32_t ms)
{
    index->end_ms = ms == 0 ? 0 : now_ms() + ms;
}

uint32_t index_time_left(const pilcrow_index *index)
{
    if (index->end_ms == 0)
        return 0;
    int64_t left = index->end_ms - now_ms();
    return left > 0 ? (uint32_t)left : 1;
}

bool index_is_late(const pilcrow_index *index, int64_t grace)
{
    return index->end_ms != 0 && now_ms() >= index->end_ms + grace;
}

pilcrow_index *index_owner(pilcrow_index *index, engine_ref *ref)
{
    if (index->parts == NULL)
        return index;
    return index->parts[engine_ref_part(index->snapshot, *ref, ref)];
}

void pilcrow_close(pilcrow_index *index)
{
    if (index == NULL)
        return;
    engine_snapshot_close(index->snapshot);
    for (size_t i = 0; i < index->part_count; i++)
        pilcrow_close(index->parts[i]);
    free(index->parts);
    analyser_free(index->tokens);
    places_release(&index->places);
    answers_free(index->expansions);
    answers_free(index->bridges);
    answers_free(index->surnames);
    entries_forget(index->lexicons);
    free(index->languages);
    free(index);
}

/* One attempt, on the newest generation. */
static pilcrow_status attempt(pilcrow_index *index, index_step step, void *ctx,
                              pilcrow_error *err)
{
    pilcrow_status status = engine_snapshot_refresh(index->snapshot, err);
    if (status != PILCROW_OK)
        return status; /* what is not there is overtaken by nothing */
    if (step != load_analyser)
        status = load_analyser(index, err);
    if (status == PILCROW_OK)
        status = step(ctx, err);
    /* What ran out of time is not whole in any case. */
    return status == PILCROW_TIMEOUT
               ? status
               : engine_snapshot_confirm(index->snapshot, status, err);
}

pilcrow_status index_with_newest(pilcrow_index *index, index_step step,
                                 void *ctx, pilcrow_error *err)
{
    pilcrow_error why = {0};
    pilcrow_status status = PILCROW_STALE;
    for (int i = 0; i < ENGINE_ATTEMPTS && status == PILCROW_STALE; i++)
        status = attempt(index, step, ctx, &why);
    if (status != PILCROW_OK && err != NULL)
        *err = why;
    return status;
}

const char **index_latin_languages(const pilcrow_index *index, arena *a)
{
    const char **list = arena_array(a, INDEX_LANGUAGES_MAX + 1, sizeof *list);
    if (list == NULL || index->tokens == NULL)
        return list;
    for (size_t i = 0; i < INDEX_LANGUAGES_MAX; i++)
        if ((list[i] = analyser_latin(index->tokens, i)) == NULL)
            break;
    return list;
}

/* ----------------------------------------------------------- paragraph --- */

pilcrow_status index_find(pilcrow_index *index, const char *id, engine_ref *out,
                          pilcrow_error *err)
{
    engine_query all = {.op = ENGINE_ALL};
    engine_query term = {
        .op = ENGINE_TERM, .field = ENGINE_ID, .term = id, .len = strlen(id)};
    const engine_query *children[] = {&all, &term};
    engine_query query = {
        .op = ENGINE_FILTER, .children = children, .child_count = 2};
    engine_search_options options = {.limit = 1, .k1 = 1.2, .b = 0.75};
    engine_result result = {0};
    pilcrow_status status = PILCROW_OK;
    if (term.len == SCHEMA_ID_LETTERS)
        status = engine_search(index->snapshot, &query, &options, &result, err);
    if (status == PILCROW_OK && result.count == 0)
        status = error_set(err, PILCROW_NOT_FOUND,
                           "no paragraph has the id '%.*s'; ids come with "
                           "the hits of 'pilcrow search'",
                           (int)utf8_cut(id, 100), id);
    if (status == PILCROW_OK)
        *out = result.hits[0].ref;
    engine_result_release(&result);
    return status;
}

static void fill(pilcrow_paragraph *out, const schema_record *record,
                 const char *path)
{
    *out = (pilcrow_paragraph){
        .id = record->id,
        .document = record->document[0] != '\0' ? record->document : path,
        .path = path,
        .line = (size_t)record->line,
        .end_line = (size_t)record->end_line,
        .byte = (size_t)record->byte,
        .end_byte = (size_t)record->end_byte,
        .page = (size_t)record->page,
        .title = record->title,
        .heading = record->heading,
        .heading_count = record->heading_count,
        .kind = record->kind,
        .lang = record->lang,
        .text = record->text,
        .text_len = record->text_len,
        .meta = record->meta,
    };
}

const char *index_shown_path(const pilcrow_index *index, const char *path,
                             bool in_memory, arena *a)
{
    buf shown;
    const char *copy = NULL;
    if (in_memory)
        return path;
    buf_init(&shown, 2 * PATH_BYTES_MAX);
    if (places_shown(&shown, &index->places, path))
        copy = arena_copy(a, shown.data, shown.len);
    buf_release(&shown);
    return copy;
}

pilcrow_status index_paragraph(pilcrow_paragraph *out, pilcrow_index *index,
                               engine_ref ref, arena *a, schema_record *stored,
                               pilcrow_error *err)
{
    buf bytes;
    schema_record record;
    buf_init(&bytes, ENGINE_RECORD_MAX);
    pilcrow_status status = engine_fetch(index->snapshot, ref, &bytes, err);
    if (status == PILCROW_OK)
        status = schema_decode(&record, a, buf_text(&bytes), bytes.len, err);
    if (status == PILCROW_OK) {
        const char *path = index_shown_path(index_owner(index, &ref),
                                            record.path, record.in_memory, a);
        if (path == NULL)
            status = error_no_memory(err);
        else
            fill(out, &record, path);
        if (stored != NULL)
            *stored = record;
    }
    buf_release(&bytes);
    return status;
}

/* ---------------------------------------------------------------- stat --- */

typedef struct stating {
    pilcrow_index *index;
    pilcrow_stats *out;
} stating;

/* What the totals of all parts come to. */
static pilcrow_status add_totals(pilcrow_index *index, schema_totals *sum,
                                 pilcrow_error *err)
{
    buf totals;
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < index->part_count && status == PILCROW_OK; i++)
        status = add_totals(index->parts[i], sum, err);
    if (index->parts != NULL)
        return status;
    buf_init(&totals, 256);
    status = engine_metadata(index->snapshot, SCHEMA_KEY_TOTALS,
                             strlen(SCHEMA_KEY_TOTALS), &totals, err);
    if (status == PILCROW_OK) {
        schema_totals own = schema_decode_totals(buf_text(&totals), totals.len);
        sum->documents += own.documents;
        sum->words += own.words;
    }
    buf_release(&totals);
    return status;
}

/* What was imported: a document each, and its entries. */
static pilcrow_status add_imported(pilcrow_index *index, schema_totals *sum,
                                   uint64_t *count, pilcrow_error *err)
{
    arena a;
    known_entries imported;
    arena_init(&a, IMPORTS_MEMORY_MAX);
    pilcrow_status status = entries_begin(&imported, &a, index, err);
    if (status == PILCROW_OK) {
        sum->documents += entries_books(&imported);
        *count += entries_imported(&imported);
    }
    entries_end(&imported);
    arena_release(&a);
    return status;
}

static pilcrow_status take_stats(void *ctx, pilcrow_error *err)
{
    stating *s = ctx;
    pilcrow_index *index = s->index;
    engine_stats stats;
    schema_totals sum = {0};
    uint64_t entries = 0;
    pilcrow_status status = engine_snapshot_stats(index->snapshot, &stats, err);
    if (status == PILCROW_OK)
        status = add_totals(index, &sum, err);
    if (status == PILCROW_OK)
        status = engine_frequencies(index->snapshot, ENGINE_KIND, "glossary",
                                    strlen("glossary"), &entries, NULL, err);
    if (status == PILCROW_OK)
        status = add_imported(index, &sum, &entries, err);
    if (status == PILCROW_OK) {
        *s->out = (pilcrow_stats){
            .documents = sum.documents,
            .paragraphs = stats.paragraphs,
            .words = sum.words,
            .bytes = stats.bytes,
            .generation = stats.generation,
            .glossary_entries = entries,
            .engine = stats.engine,
            .languages = index->languages == NULL ? "" : index->languages,
            .folder =
                (index->parts == NULL ? index : index->parts[0])->places.dir,
        };
    }
    return status;
}

pilcrow_status pilcrow_stat(pilcrow_stats *out, pilcrow_index *index,
                            pilcrow_error *err)
{
    stating s = {index, out};
    if (index == NULL || out == NULL)
        return error_missing(err, index == NULL ? "the index"
                                                : "the place for the stats");
    return index_with_newest(index, take_stats, &s, err);
}

const char *pilcrow_engine_name(size_t i)
{
    return engine_name(i);
}
