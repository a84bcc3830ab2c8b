/* SPDX-License-Identifier: MIT
 *
 * pilcrow_writer: an index open for changing, one document after the other. In:
 * files, texts, records. Out: at each commit an index that holds them all, or,
 * after a failure or a roll back, what it held before.
 *
 * A call that fails half-way leaves a transaction that may hold a part of a
 * document: `broken` keeps its status, and nothing but a roll back is taken
 * from there on. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/options.h"
#include "base/path.h"
#include "indexer/forget.h"
#include "indexer/reconcile.h"
#include "indexer/update.h"

#define TEXTS_MAX ((size_t)16 << 20)
#define META_MAX (ENGINE_RECORD_MAX / 2)

struct pilcrow_writer {
    session session;
    pilcrow_update_options options;
    corpus_format format;
    arena arena; /* the texts of the options */
    pilcrow_status broken;
    struct timespec since; /* the last commit */
    pid_t process;         /* whose it is */
};

/* ------------------------------------------------------ open and close --- */

/* What the options point to is the caller's, who may not keep it. */
static pilcrow_status copy_options(pilcrow_writer *w, pilcrow_error *err)
{
    pilcrow_update_options *o = &w->options;
    const char **globs =
        arena_array(&w->arena, o->exclude_count + 1, sizeof *globs);
    if (globs == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < o->exclude_count; i++)
        globs[i] = arena_text(&w->arena, o->exclude[i]);
    o->exclude = globs;
    return w->arena.failed ? error_no_memory(err) : PILCROW_OK;
}

static pilcrow_status open_session(pilcrow_writer *w, const char *dir,
                                   pilcrow_error *err)
{
    session_options how = update_session_options(&w->options);
    pilcrow_status status = session_open(&w->session, dir, &how, err);
    if (status == PILCROW_OK && w->options.full)
        session_begin_empty(&w->session);
    session_let_go(&w->session);
    w->options.engine = w->options.languages = w->options.format = NULL;
    return status;
}

pilcrow_status pilcrow_writer_open(pilcrow_writer **out, const char *dir,
                                   const pilcrow_update_options *options,
                                   pilcrow_error *err)
{
    if (out == NULL)
        return error_missing(err, "the place for the writer");
    *out = NULL;
    if (dir == NULL)
        return error_missing(err, "the folder of the index");
    pilcrow_writer *w = calloc(1, sizeof *w);
    if (w == NULL)
        return error_no_memory(err);
    arena_init(&w->arena, TEXTS_MAX);
    catalog_init(&w->session.catalog);
    clock_gettime(CLOCK_MONOTONIC, &w->since);
    w->process = getpid();
    pilcrow_status status =
        update_read_options(&w->options, &w->format, options, err);
    if (status == PILCROW_OK)
        status = copy_options(w, err);
    if (status == PILCROW_OK)
        status = open_session(w, dir, err);
    if (status == PILCROW_OK)
        *out = w;
    else
        pilcrow_writer_close(w);
    return status;
}

void pilcrow_writer_close(pilcrow_writer *w)
{
    /* A child of fork() has a copy, and is to leave the files alone. */
    if (w == NULL || w->process != getpid())
        return;
    session_close(&w->session);
    arena_release(&w->arena);
    free(w);
}

/* -------------------------------------------------------------- adding --- */

/* Is there a writer, and of this process? */
static pilcrow_status check_owner(const pilcrow_writer *w, pilcrow_error *err)
{
    if (w == NULL)
        return error_missing(err, "the writer");
    return w->process == getpid()
               ? PILCROW_OK
               : error_set(err, PILCROW_INVALID,
                           "the writer is of another process");
}

/* Before anything is changed: is there a writer, and can it go on? */
static pilcrow_status check_writer(const pilcrow_writer *w, pilcrow_error *err)
{
    pilcrow_status status = check_owner(w, err);
    if (status != PILCROW_OK)
        return status;
    if (w->broken != PILCROW_OK)
        return error_set(err, PILCROW_INVALID,
                         "an earlier call has failed (%s) and may have left "
                         "half a document; roll back first",
                         pilcrow_status_name(w->broken));
    return PILCROW_OK;
}

/* After something was: can the transaction go on? */
static pilcrow_status settle(pilcrow_writer *w, pilcrow_status status)
{
    if (status != PILCROW_OK && status != PILCROW_CANCELLED)
        w->broken = status;
    return status;
}

/* What was never indexed and is not there is no file to index. */
static pilcrow_status look_for(pilcrow_writer *w, const char *path,
                               pilcrow_error *err)
{
    struct stat at;
    session *s = &w->session;
    if (path_is_lost("."))
        return error_set(err, PILCROW_IO, PATH_LOST_SENTENCE);
    if (lstat(path, &at) == 0 || (errno != ENOENT && errno != ENOTDIR))
        return PILCROW_OK;
    const char *stored = session_stored(s, &s->catalog.arena, path);
    if (stored != NULL &&
        (catalog_find_root(&s->catalog, stored) != NULL ||
         catalog_holds_below(&s->catalog, &s->places, stored)))
        return PILCROW_OK;
    return error_system(err, ENOENT, "index", path);
}

pilcrow_status pilcrow_writer_add_path(pilcrow_writer *w, const char *path,
                                       pilcrow_error *err)
{
    pilcrow_status status = check_writer(w, err);
    if (status == PILCROW_OK && !update_check_name(path, false, err))
        status = PILCROW_INVALID;
    if (status == PILCROW_OK)
        status = look_for(w, path, err);
    if (status != PILCROW_OK)
        return status;
    return settle(w,
                  update_path(&w->session, &w->options, w->format, path, err));
}

static pilcrow_status check_text(const char *name, const char *text, size_t len,
                                 pilcrow_error *err)
{
    if (!update_check_name(name, true, err))
        return PILCROW_INVALID;
    if (text == NULL && len > 0)
        return error_missing(err, "the text");
    return PILCROW_OK;
}

/* Take a text in, whole. */
static pilcrow_status take_text(pilcrow_writer *w, const char *name,
                                corpus_format format, const intake_about *about,
                                const buf *text, pilcrow_error *err)
{
    session *s = &w->session;
    pilcrow_status status = reconcile_text(s, name, format, about, text, err);
    if (status == PILCROW_OK)
        status = session_wait(s, err);
    return settle(w, status);
}

pilcrow_status pilcrow_writer_add_memory(pilcrow_writer *w, const char *name,
                                         const char *data, size_t len,
                                         pilcrow_error *err)
{
    static const intake_about nothing = {0};
    buf text;
    pilcrow_status status = check_writer(w, err);
    if (status == PILCROW_OK)
        status = check_text(name, data, len, err);
    if (status != PILCROW_OK)
        return status;
    buf_init(&text, CORPUS_UNPACKED_MAX);
    status = corpus_decode(&text, name, w->format, data, len, err);
    if (status == PILCROW_OK)
        status = take_text(w, name, w->format, &nothing, &text, err);
    buf_release(&text);
    return status;
}

/* ------------------------------------------------------------- records --- */

/* What a caller of the first version passes. */
#define RECORD_SIZE_MIN                                                        \
    (offsetof(pilcrow_record, format) + sizeof(const char *))

static pilcrow_status read_record(pilcrow_record *out, corpus_format *format,
                                  const pilcrow_record *given,
                                  pilcrow_error *err)
{
    *out = (pilcrow_record)PILCROW_RECORD_INIT;
    *format = CORPUS_TEXT;
    if (given == NULL)
        return error_missing(err, "the record");
    pilcrow_status status =
        options_take(out, sizeof *out, RECORD_SIZE_MIN, given, "record", err);
    if (status == PILCROW_OK)
        status = update_read_format(format, out->format, err);
    if (status == PILCROW_OK)
        status = check_text(out->id, out->text, out->text_len, err);
    if (status == PILCROW_OK && *format != CORPUS_TEXT &&
        *format != CORPUS_MARKDOWN && *format != CORPUS_HTML)
        status = error_set(err, PILCROW_INVALID,
                           "a record's text is text, markdown or html; give "
                           "other formats to pilcrow_writer_add_memory()");
    return status;
}

/* The record's texts, ready to be stored. */
typedef struct record_texts {
    buf text, title, meta;
    intake_about about;
} record_texts;

static pilcrow_status prepare(record_texts *out, const pilcrow_record *record,
                              pilcrow_error *err)
{
    pilcrow_status status =
        corpus_clean(&out->text, record->text == NULL ? "" : record->text,
                     record->text_len, err);
    if (status == PILCROW_OK && record->meta != NULL) {
        if (strlen(record->meta) > META_MAX)
            return error_set(err, PILCROW_LIMIT, "the meta is over %zu MB",
                             META_MAX >> 20);
        status = corpus_read_meta(&out->meta, record->meta, err);
        out->about.meta = buf_text(&out->meta);
    }
    if (status == PILCROW_OK && record->title != NULL) {
        if (strlen(record->title) > PATH_BYTES_MAX)
            return error_set(err, PILCROW_LIMIT,
                             "a title is longer than %zu bytes",
                             (size_t)PATH_BYTES_MAX);
        status = corpus_clean(&out->title, record->title, strlen(record->title),
                              err);
        out->about.title = buf_text(&out->title);
    }
    return status;
}

pilcrow_status pilcrow_writer_add_record(pilcrow_writer *w,
                                         const pilcrow_record *given,
                                         pilcrow_error *err)
{
    pilcrow_record record;
    corpus_format format;
    record_texts texts = {.about = {NULL, NULL}};
    pilcrow_status status = check_writer(w, err);
    if (status == PILCROW_OK)
        status = read_record(&record, &format, given, err);
    if (status != PILCROW_OK)
        return status;
    buf_init(&texts.text, CORPUS_UNPACKED_MAX);
    buf_init(&texts.title, 4 * PATH_BYTES_MAX);
    buf_init(&texts.meta, 2 * META_MAX);
    status = prepare(&texts, &record, err);
    if (status == PILCROW_OK)
        status = take_text(w, record.id, format, &texts.about, &texts.text,
                           err);
    buf_release(&texts.text);
    buf_release(&texts.title);
    buf_release(&texts.meta);
    return status;
}

/* ---------------------------------------------------------- forgetting --- */

pilcrow_status pilcrow_writer_forget(pilcrow_writer *w, const char *path,
                                     pilcrow_error *err)
{
    pilcrow_status status = check_writer(w, err);
    if (status == PILCROW_OK && !update_check_name(path, false, err))
        status = PILCROW_INVALID;
    if (status != PILCROW_OK)
        return status;
    uint64_t before = w->session.report->counts.removed;
    status = settle(w, forget_path(&w->session, path, err));
    if (status == PILCROW_OK && w->session.report->counts.removed == before)
        status = error_set(err, PILCROW_NOT_FOUND,
                           "the index holds nothing of '%s'", path);
    return status;
}

/* -------------------------------------------------------- transactions --- */

pilcrow_status pilcrow_writer_commit(pilcrow_report **out, pilcrow_writer *w,
                                     pilcrow_error *err)
{
    if (out != NULL)
        *out = NULL;
    pilcrow_status status = check_writer(w, err);
    if (status != PILCROW_OK)
        return status;
    status = session_commit(&w->session, err);
    if (status != PILCROW_OK)
        return settle(w, status);
    const struct timespec since = w->since;
    pilcrow_report *report = session_take_report(&w->session);
    clock_gettime(CLOCK_MONOTONIC, &w->since);
    if (report == NULL)
        return out == NULL ? PILCROW_OK : error_no_memory(err);
    report->counts.seconds = (double)(w->since.tv_sec - since.tv_sec) +
                             (double)(w->since.tv_nsec - since.tv_nsec) / 1e9;
    if (out != NULL)
        *out = report;
    else
        pilcrow_report_free(report);
    return PILCROW_OK;
}

pilcrow_status pilcrow_writer_rollback(pilcrow_writer *w, pilcrow_error *err)
{
    pilcrow_status status = check_owner(w, err);
    if (status != PILCROW_OK)
        return status;
    w->broken = session_rollback(&w->session, err);
    return w->broken;
}
