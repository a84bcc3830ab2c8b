/* SPDX-License-Identifier: MIT
 *
 * In: a folder. Out: an index open for changing. The lock is taken before
 * anything is read, so what was read stays true until commit. */
#include "indexer/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "indexer/alike.h"
#include "indexer/pipeline.h"
#include "indexer/signature.h"

#define DEFAULT_LANGUAGES "en,ru"
#define SIGNATURE_MAX ((size_t)1024)

/* --------------------------------------------------------------- places --- */

char *session_shown(const session *s, const char *stored, bool in_memory)
{
    buf shown;
    if (in_memory)
        return strdup(stored);
    buf_init(&shown, 2 * PATH_BYTES_MAX);
    if (!places_shown(&shown, &s->places, stored)) {
        buf_release(&shown);
        return NULL;
    }
    return buf_take(&shown);
}

const char *session_stored(const session *s, arena *a, const char *path)
{
    buf stored;
    const char *copy = NULL;
    buf_init(&stored, 2 * PATH_BYTES_MAX);
    if (places_stored(&stored, &s->places, path))
        copy = arena_copy(a, stored.data, stored.len);
    buf_release(&stored);
    return copy;
}

/* ------------------------------------------------------------- analyser --- */

/* Same languages, in the same order? `signature` is "1 en,ru". */
static bool has_languages(const char *signature, const char *languages)
{
    const char *space = strchr(signature, ' ');
    return space != NULL && strcmp(space + 1, languages) == 0;
}

static pilcrow_status new_analyser(session *s, const char *signature,
                                   const char *languages, pilcrow_error *err)
{
    const char *space = strchr(signature, ' ');
    if (languages == NULL)
        languages = space != NULL ? space + 1 : DEFAULT_LANGUAGES;
    return analyser_new(&s->tokens, languages, err);
}

static pilcrow_status same_analyser(session *s, const char *signature,
                                    const char *languages, pilcrow_error *err)
{
    if (languages != NULL && !has_languages(signature, languages))
        return error_set(err, PILCROW_VERSION,
                         "the index was made with the languages '%s'; to "
                         "change them, make it anew with --full",
                         strchr(signature, ' ') + 1);
    return analyser_from_signature(&s->tokens, signature, err);
}

static pilcrow_status open_analyser(session *s, const char *languages,
                                    pilcrow_error *err)
{
    buf signature;
    buf_init(&signature, SIGNATURE_MAX);
    pilcrow_status status = PILCROW_OK;
    if (s->before != NULL)
        status = signature_read(&signature, s->before, err);
    if (status == PILCROW_OK) {
        const char *text = buf_text(&signature);
        bool fresh = s->rebuild || strchr(text, ' ') == NULL;
        status = fresh ? new_analyser(s, text, languages, err)
                       : same_analyser(s, text, languages, err);
    }
    buf_release(&signature);
    return status;
}

/* ------------------------------------------------------- open and close --- */

static pilcrow_status read_before(session *s, pilcrow_error *err)
{
    engine_stats stats;
    pilcrow_status status =
        engine_snapshot_open(&s->before, s->places.dir, err);
    if (status == PILCROW_OK)
        status = engine_snapshot_stats(s->before, &stats, err);
    if (status == PILCROW_OK) {
        s->generation = stats.generation;
        status = catalog_load(&s->catalog, s->before, err);
    }
    return status;
}

/* A rebuild mends an index that cannot be read: then there is none before it.
 */
static pilcrow_status load_before(session *s, pilcrow_error *err)
{
    pilcrow_error why = {0};
    pilcrow_status status = read_before(s, &why);
    bool unreadable = status == PILCROW_CORRUPT || status == PILCROW_VERSION;
    if (unreadable && s->rebuild) {
        engine_snapshot_close(s->before);
        s->before = NULL;
        s->generation = 0;
        catalog_release(&s->catalog);
        return PILCROW_OK;
    }
    return status == PILCROW_OK ? status
                                : error_set(err, status, "%s", why.message);
}

static void add_up_totals(session *s)
{
    s->totals = (schema_totals){0};
    for (size_t i = 0; i < s->catalog.file_count && !s->rebuild; i++) {
        s->totals.documents += s->catalog.files[i].documents;
        s->totals.words += s->catalog.files[i].words;
    }
}

pilcrow_status session_open(session *s, const char *dir,
                            const session_options *options, pilcrow_error *err)
{
    engine_writer_options writer = {options->engine, options->rebuild,
                                    options->memory_bytes, options->jobs};
    *s = (session){.rebuild = options->rebuild};
    catalog_init(&s->catalog);
    s->report = report_new();
    if (s->report == NULL)
        return error_no_memory(err);
    s->report->tell = options->skip;
    s->report->tell_ctx = options->skip_ctx;
    pilcrow_status status = engine_writer_open(&s->writer, dir, &writer, err);
    if (status == PILCROW_OK)
        status = places_find(&s->places, dir, err);
    if (status == PILCROW_OK)
        status = load_before(s, err);
    if (status == PILCROW_OK)
        status = open_analyser(s, options->languages, err);
    if (status != PILCROW_OK)
        return status;
    add_up_totals(s);
    s->jobs = options->jobs;
    s->pipeline = pipeline_new(s, s->jobs);
    const bool joins = engine_writer_joins_alike(s->writer);
    if (joins)
        s->alike = alike_new();
    return s->pipeline != NULL && (s->alike != NULL || !joins)
               ? PILCROW_OK
               : error_no_memory(err);
}

static pilcrow_status set_metadata(session *s, const char *key,
                                   const char *value, size_t len,
                                   pilcrow_error *err)
{
    return engine_writer_set_metadata(s->writer, key, strlen(key), value, len,
                                      err);
}

pilcrow_status session_wait(session *s, pilcrow_error *err)
{
    pilcrow_status status = pipeline_wait(s->pipeline, err);
    if (status != PILCROW_OK)
        return status;
    for (size_t i = 0; i < s->finished_count; i++)
        if (!catalog_put(&s->catalog, &s->finished[i]))
            return error_no_memory(err);
    s->finished_count = 0;
    report_tell(s->report);
    return PILCROW_OK;
}

pilcrow_status session_commit(session *s, pilcrow_error *err)
{
    buf totals;
    const char *signature = analyser_signature(s->tokens);
    pilcrow_status status = session_wait(s, err);
    if (status != PILCROW_OK)
        return status;
    if (!s->changed && !s->catalog.roots_changed && s->generation > 0 &&
        !s->rebuild)
        return PILCROW_OK;
    buf_init(&totals, 64);
    status = catalog_write_roots(s->writer, &s->catalog, s->rebuild, err);
    if (status == PILCROW_OK)
        status = set_metadata(s, SCHEMA_KEY_ANALYSER, signature,
                              strlen(signature), err);
    if (status == PILCROW_OK && !schema_encode_totals(&totals, &s->totals))
        status = error_no_memory(err);
    if (status == PILCROW_OK)
        status =
            set_metadata(s, SCHEMA_KEY_TOTALS, totals.data, totals.len, err);
    if (status == PILCROW_OK)
        status = engine_writer_commit(s->writer, err);
    buf_release(&totals);
    if (status == PILCROW_OK) {
        catalog_committed(&s->catalog);
        s->changed = s->replaces = false;
        s->generation++;
    }
    return status;
}

void session_let_go(session *s)
{
    engine_snapshot_close(s->before);
    s->before = NULL;
}

void session_begin_empty(session *s)
{
    session_let_go(s);
    catalog_release(&s->catalog);
    s->totals = (schema_totals){0};
    s->rebuild = false;
    s->changed = s->replaces = true;
}

pilcrow_report *session_take_report(session *s)
{
    pilcrow_report *taken = s->report;
    pilcrow_report *next = report_new();
    if (next == NULL)
        return NULL;
    next->tell = taken->tell;
    next->tell_ctx = taken->tell_ctx;
    s->report = next;
    return taken;
}

pilcrow_status session_rollback(session *s, pilcrow_error *err)
{
    pipeline_free(s->pipeline);
    s->pipeline = pipeline_new(s, s->jobs);
    s->finished_count = 0;
    if (s->pipeline == NULL)
        return error_no_memory(err);
    pilcrow_status status = engine_writer_rollback(s->writer, err);
    pilcrow_report *report = session_take_report(s);
    pilcrow_report_free(report);
    if (status != PILCROW_OK)
        return status;
    if (report == NULL)
        return error_no_memory(err);
    catalog_release(&s->catalog);
    s->changed = s->replaces;
    if (s->replaces) {
        s->totals = (schema_totals){0};
        return PILCROW_OK;
    }
    status = read_before(s, err);
    add_up_totals(s);
    session_let_go(s);
    return status;
}

void session_close(session *s)
{
    pipeline_free(s->pipeline);
    alike_free(s->alike);
    free(s->finished);
    engine_snapshot_close(s->before);
    engine_writer_close(s->writer);
    analyser_free(s->tokens);
    catalog_release(&s->catalog);
    pilcrow_report_free(s->report);
    places_release(&s->places);
    *s = (session){0};
}

pilcrow_status session_drop_file(session *s, catalog_file *file,
                                 pilcrow_error *err)
{
    char key[SCHEMA_KEY_LETTERS + 1];
    if (s->rebuild)
        return PILCROW_OK;
    schema_file_key(key, file->path, file->in_memory);
    pilcrow_status status = pipeline_wait(s->pipeline, err);
    if (status != PILCROW_OK)
        return status;
    status = engine_writer_delete(s->writer, ENGINE_PATH, key,
                                  SCHEMA_KEY_LETTERS, NULL, err);
    if (status == PILCROW_OK)
        status = catalog_erase_file(s->writer, file, err);
    s->changed = true;
    if (status == PILCROW_OK) {
        file->gone = true;
        s->totals.documents -= file->documents;
        s->totals.words -= file->words;
    }
    return status;
}
