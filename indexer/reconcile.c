/* SPDX-License-Identifier: MIT
 *
 * In: what the index holds and what the disk shows. Out: the same in both. A
 * file leaves the index only when the whole of its root was seen without it. */
#include "indexer/reconcile.h"

#include <stdlib.h>
#include <string.h>

#include "indexer/ahead.h"
#include "indexer/ingest.h"
#include "indexer/pipeline.h"

#include <xxhash.h>

typedef struct matching {
    session *session;
    const plan *plan;
    pilcrow_progress_fn progress;
    void *progress_ctx;
    pilcrow_progress now;
    buf text;      /* of the file in hand, */
    pieces pieces; /* or that file */
    ahead *ahead;
    size_t looked; /* so many of the plan's files were begun ahead, or need not
                      be */
} matching;

/* ------------------------------------------------------------- skipping --- */

static pilcrow_status skip(session *s, const char *stored, bool in_memory,
                           const char *reason, bool failed, pilcrow_error *err)
{
    pilcrow_status status = pipeline_wait(s->pipeline, err);
    if (status != PILCROW_OK)
        return status;
    char *shown = session_shown(s, stored, in_memory);
    bool ok =
        shown != NULL && report_add_skip(s->report, shown, 0, reason, failed);
    free(shown);
    report_tell(s->report);
    return ok ? PILCROW_OK : error_no_memory(err);
}

/* What a file that could not be loaded has come to. Where it could be read and
 * holds no text, or none of its format, nothing of it stays in the index; where
 * it may be readable another time, all does. */
typedef enum loss {
    LOSS_NO_TEXT,
    LOSS_TOO_LARGE, /* or its converter is missing */
    LOSS_UNREADABLE
} loss;

static bool is_untouched(const catalog_file *old, const plan_file *file)
{
    return old->size == file->size && old->seconds == file->seconds &&
           old->nanoseconds == file->nanoseconds;
}

/* A file that is as it was has not lost its text: it is asked for in a format
 * that it is not of. */
static loss loss_of(pilcrow_status status, bool untouched)
{
    switch (status) {
    case PILCROW_UNSUPPORTED:
        return untouched ? LOSS_UNREADABLE : LOSS_NO_TEXT;
    case PILCROW_LIMIT:
    case PILCROW_NOT_FOUND:
        return LOSS_TOO_LARGE;
    default:
        return LOSS_UNREADABLE;
    }
}

/* Say of a file that could not be loaded that its old text stays. */
static pilcrow_status skip_kept(session *s, const catalog_file *old,
                                const char *reason, pilcrow_error *err)
{
    buf sentence;
    buf_init(&sentence, 2 * sizeof err->message);
    buf_add_format(&sentence, "%s; what was indexed from it before is kept",
                   reason);
    pilcrow_status status =
        skip(s, old->path, old->in_memory, buf_text(&sentence), true, err);
    buf_release(&sentence);
    return status;
}

/* A file that may be readable another time: its old text stays. */
static pilcrow_status not_readable(session *s, catalog_file *old,
                                   const pilcrow_error *why, pilcrow_error *err)
{
    if (why->status == PILCROW_NO_MEMORY)
        return error_no_memory(err);
    const pilcrow_status status = skip_kept(s, old, why->message, err);
    return status == PILCROW_OK && s->rebuild ? ingest_stored(s, old, err)
                                              : status;
}

/* Passing over what no format reads is a rule, unless the user named it. */
static pilcrow_status not_loaded(session *s, const plan_file *file,
                                 catalog_file *old, const pilcrow_error *why,
                                 pilcrow_error *err)
{
    loss what = loss_of(why->status, old != NULL && is_untouched(old, file));
    pilcrow_status status;
    if (old != NULL && what != LOSS_NO_TEXT)
        return not_readable(s, old, why, err);
    status = skip(s, file->path, false, why->message,
                  what == LOSS_UNREADABLE || file->named, err);
    if (status != PILCROW_OK || old == NULL)
        return status;
    s->report->counts.removed++;
    return session_drop_file(s, old, err);
}

/* ------------------------------------------------------------- one file --- */

static bool same_on_disk(const catalog_file *old, const plan_file *file)
{
    return is_untouched(old, file) && old->format == file->format;
}

static bool needs_loading(const session *s, const catalog_file *old,
                          const plan_file *file)
{
    return old == NULL || s->rebuild || !same_on_disk(old, file);
}

/* Write the entry of a file whose text the index holds already. */
static pilcrow_status keep_text(session *s, catalog_file *file,
                                const catalog_file *old, pilcrow_error *err)
{
    file->hash_high = old->hash_high;
    file->hash_low = old->hash_low;
    file->documents = old->documents;
    file->paragraphs = old->paragraphs;
    file->words = old->words;
    s->report->counts.unchanged++;
    if (file->size == old->size && file->seconds == old->seconds &&
        file->nanoseconds == old->nanoseconds &&
        strcmp(file->root, old->root) == 0)
        return PILCROW_OK;
    pilcrow_status status = pipeline_wait(s->pipeline, err);
    if (status != PILCROW_OK)
        return status;
    s->changed = true;
    if (!catalog_put(&s->catalog, file))
        return error_no_memory(err);
    return catalog_write_file(s->writer, file, err);
}

/* Of a text and what is told of it. */
static XXH128_hash_t hash_of(const ingest_source *source,
                             const intake_about *about)
{
    const char *const more[] = {about->title, about->meta};
    XXH128_hash_t hash = source->pieces != NULL
                             ? source->pieces->hash
                             : XXH3_128bits(source->text, source->len);
    for (size_t i = 0; i < 2; i++)
        if (more[i] != NULL) {
            XXH128_hash_t next =
                XXH3_128bits_withSeed(more[i], strlen(more[i]), hash.low64 + i);
            hash.low64 = next.low64;
            hash.high64 ^= next.high64;
        }
    return hash;
}

/* Index the text as `file`, unless that is what the index holds already. */
static pilcrow_status replace(session *s, catalog_file *file, catalog_file *old,
                              const intake_about *about,
                              const ingest_source *source, pilcrow_error *err)
{
    XXH128_hash_t hash = hash_of(source, about);
    pilcrow_status status = PILCROW_OK;
    pilcrow_error why = {0};
    pilcrow_counts *counts = &s->report->counts;
    file->hash_high = hash.high64;
    file->hash_low = hash.low64;
    bool same = old != NULL && old->hash_high == hash.high64 &&
                old->hash_low == hash.low64 && old->format == file->format;
    if (same && !s->rebuild)
        return keep_text(s, file, old, err);
    if (!same && old != NULL && old->paragraphs > 0) {
        status = corpus_look(file->path, file->format, source->text,
                             source->len, &why);
        if (status != PILCROW_OK)
            return not_readable(s, old, &why, err);
    }
    if (old != NULL)
        status = session_drop_file(s, old, err);
    if (status == PILCROW_OK)
        status = ingest_text(s, file, about, source, err);
    if (status != PILCROW_OK)
        return status;
    if (same)
        counts->unchanged++;
    else if (old != NULL)
        counts->changed++;
    else
        counts->added++;
    return PILCROW_OK;
}

/* The text of a file, whole in m->text or in m->pieces, which are then to be
 * closed. Only one of which the index holds nothing is read piece by piece:
 * where that fails midway, nothing is lost. */
static pilcrow_status have_text(matching *m, ingest_source *out,
                                const plan_file *item, bool known,
                                pilcrow_error *err)
{
    if (!known &&
        pieces_open(&m->pieces, item->disk, item->format, item->follow)) {
        *out = (ingest_source){.pieces = &m->pieces, .len = m->pieces.len};
        return PILCROW_OK;
    }
    const pilcrow_status status = ahead_load(m->ahead, &m->text, item, err);
    *out = (ingest_source){.text = buf_text(&m->text), .len = m->text.len};
    return status;
}

static pilcrow_status match_file(matching *m, const plan_file *item,
                                 catalog_file *old, pilcrow_error *err)
{
    static const intake_about nothing = {0};
    session *s = m->session;
    pilcrow_error why = {0};
    catalog_file file = {
        .path = item->path,
        .root = item->root,
        .format = item->format,
        .size = item->size,
        .seconds = item->seconds,
        .nanoseconds = item->nanoseconds,
    };
    if (!needs_loading(s, old, item))
        return keep_text(s, &file, old, err);
    ingest_source source = {0};
    pilcrow_status status = have_text(m, &source, item, old != NULL, &why);
    if (status == PILCROW_NO_MEMORY)
        status = error_no_memory(err);
    else if (status != PILCROW_OK)
        status = not_loaded(s, item, old, &why, err);
    else
        status = replace(s, &file, old, &nothing, &source, err);
    if (source.pieces != NULL)
        pieces_close(source.pieces);
    return status;
}

/* What is known by that name, unless it is dropped. */
static catalog_file *find_in_memory(session *s, const char *name)
{
    catalog_file *file = catalog_find(&s->catalog, name, true);
    return file == NULL || file->gone ? NULL : file;
}

pilcrow_status reconcile_text(session *s, const char *name,
                              corpus_format format, const intake_about *about,
                              const buf *text, pilcrow_error *err)
{
    catalog_file file = {.path = name,
                         .root = "",
                         .in_memory = true,
                         .format = format,
                         .size = text->len};
    const ingest_source source = {.text = buf_text(text), .len = text->len};
    pilcrow_status status =
        replace(s, &file, find_in_memory(s, name), about, &source, err);
    catalog_file *now = catalog_find(&s->catalog, name, true);
    if (now != NULL)
        now->done = true;
    return status;
}

pilcrow_status reconcile_memory(session *s, const pilcrow_source *source,
                                corpus_format format, pilcrow_error *err)
{
    buf text;
    pilcrow_error why = {0};
    const intake_about nothing = {0};
    const catalog_file *old = find_in_memory(s, source->path);
    buf_init(&text, CORPUS_UNPACKED_MAX);
    pilcrow_status status = corpus_decode(&text, source->path, format,
                                          source->data, source->data_len, &why);
    if (status == PILCROW_OK) {
        status = reconcile_text(s, source->path, format, &nothing, &text, err);
    } else if (status == PILCROW_NO_MEMORY) {
        status = error_no_memory(err);
    } else if (old != NULL) {
        status = skip_kept(s, old, why.message, err);
    } else {
        status = skip(s, source->path, true, why.message, true, err);
    }
    buf_release(&text);
    return status;
}

/* ---------------------------------------------------- files not on disk --- */

static pilcrow_status match_absent(matching *m, catalog_file *old,
                                   pilcrow_error *err)
{
    session *s = m->session;
    if (old->done || old->gone)
        return PILCROW_OK;
    if (!old->in_memory && plan_misses(m->plan, s, old)) {
        s->report->counts.removed++;
        return session_drop_file(s, old, err);
    }
    return s->rebuild ? ingest_stored(s, old, err) : PILCROW_OK;
}

/* ------------------------------------------------------------- the loop --- */

static bool stop_asked(matching *m, const char *path, uint64_t bytes)
{
    m->now.path = path;
    bool stop = m->progress != NULL && m->progress(m->progress_ctx, &m->now);
    m->now.files_done++;
    m->now.bytes_done += bytes;
    return stop;
}

/* Begin with files that are slow to load, from the plan's file `from` on. */
static void look_ahead(matching *m, size_t from)
{
    const session *s = m->session;
    const plan *p = m->plan;
    m->looked = m->looked < from ? from : m->looked;
    while (m->looked < p->file_count && ahead_has_room(m->ahead)) {
        const plan_file *item = &p->files[m->looked++];
        if (corpus_is_converted(item->disk, item->format) &&
            needs_loading(s, catalog_find(&s->catalog, item->path, false),
                          item))
            ahead_begin(m->ahead, item);
    }
}

static pilcrow_status match_next_file(matching *m, const plan_file *item,
                                      catalog_file *old, pilcrow_error *err)
{
    char *shown = session_shown(m->session, item->path, false);
    if (shown == NULL)
        return error_no_memory(err);
    bool stop = stop_asked(m, shown, item->size);
    free(shown);
    if (stop)
        return error_set(err, PILCROW_CANCELLED, "stopped as asked");
    look_ahead(m, (size_t)(item - m->plan->files));
    return match_file(m, item, old, err);
}

/* Both lists are in the catalogue's order: step through them together. */
static pilcrow_status match_all(matching *m, pilcrow_error *err)
{
    const catalog *c = &m->session->catalog;
    const plan *p = m->plan;
    const size_t all = c->sorted;
    size_t held = 0;
    size_t shown = 0;
    pilcrow_status status = PILCROW_OK;
    while (status == PILCROW_OK && (held < all || shown < p->file_count)) {
        int order = 0;
        if (held == all)
            order = 1;
        else if (shown == p->file_count)
            order = -1;
        else
            order =
                catalog_compare(c->files[held].path, c->files[held].in_memory,
                                p->files[shown].path, false);
        if (order < 0)
            status = match_absent(m, &c->files[held++], err);
        else
            status =
                match_next_file(m, &p->files[shown++],
                                order == 0 ? &c->files[held++] : NULL, err);
    }
    return status;
}

pilcrow_status reconcile(session *s, const plan *p,
                         pilcrow_progress_fn progress, void *progress_ctx,
                         pilcrow_error *err)
{
    matching m = {
        .session = s,
        .plan = p,
        .progress = progress,
        .progress_ctx = progress_ctx,
        .now = {.files_total = p->file_count, .bytes_total = p->bytes}};
    m.ahead = ahead_new(s->jobs);
    if (m.ahead == NULL)
        return error_no_memory(err);
    buf_init(&m.text, CORPUS_UNPACKED_MAX);
    catalog_settle(&s->catalog);
    pilcrow_status status = match_all(&m, err);
    /* What was read before a stop is to be in the index and in the report. */
    if (status == PILCROW_OK || status == PILCROW_CANCELLED) {
        const pilcrow_status added = session_wait(s, err);
        status = added == PILCROW_OK ? status : added;
    }
    if (status == PILCROW_OK && progress != NULL)
        stop_asked(&m, NULL, 0);
    ahead_free(m.ahead);
    buf_release(&m.text);
    return status;
}
