/* SPDX-License-Identifier: MIT
 *
 * pilcrow_update. In: an index folder and sources. Out: the index up to date
 * with them, committed in one transaction, and a report.
 *
 * A run: open the index, register the sources as roots, walk the roots, lay
 * what they show beside what the index holds, commit. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/path.h"
#include "indexer/reconcile.h"

typedef struct run {
    session session;
    plan plan;
    const pilcrow_source *sources;
    size_t source_count;
    pilcrow_update_options options;
    corpus_format format;
} run;

/* -------------------------------------------------------------- arguments ---
 */

static bool is_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

/* Bytes in memory are known by their name alone. */
static pilcrow_status refuse_repeated_names(const run *r, pilcrow_error *err)
{
    for (size_t i = 0; i < r->source_count; i++)
        for (size_t k = 0; k < i && r->sources[i].data != NULL; k++)
            if (r->sources[k].data != NULL &&
                strcmp(r->sources[i].path, r->sources[k].path) == 0)
                return error_set(err, PILCROW_INVALID,
                                 "the name '%s' is given twice",
                                 r->sources[i].path);
    return PILCROW_OK;
}

static pilcrow_status
read_options(run *r, const pilcrow_update_options *options, pilcrow_error *err)
{
    r->options = (pilcrow_update_options)PILCROW_UPDATE_OPTIONS_INIT;
    if (options != NULL) {
        if (options->size != sizeof *options)
            return error_set(err, PILCROW_INVALID,
                             "the update options are of another size than "
                             "this library's; start from their _INIT");
        r->options = *options;
    }
    if (r->options.format != NULL &&
        !corpus_format_parse(r->options.format, &r->format))
        return error_set(err, PILCROW_INVALID,
                         "there is no format '%s'; use auto, markdown, text, "
                         "html, jsonl, pdf or docx",
                         r->options.format);
    for (size_t i = 0; i < r->source_count; i++)
        if (r->sources[i].path == NULL || r->sources[i].path[0] == '\0')
            return error_set(err, PILCROW_INVALID, "a path to index is empty");
    return refuse_repeated_names(r, err);
}

/* Before an index is made for it: is there anything to index at all, in
 * languages there are? */
static pilcrow_status look_for_sources(const run *r, const char *dir,
                                       pilcrow_error *err)
{
    analyser *probe;
    if (r->options.languages != NULL) {
        pilcrow_status status = analyser_new(&probe, r->options.languages, err);
        if (status != PILCROW_OK)
            return status;
        analyser_free(probe);
    }
    if (is_there(dir))
        return PILCROW_OK;
    if (r->source_count == 0)
        return error_set(err, PILCROW_NOT_FOUND,
                         "there is no index '%s' to refresh; name a file or a "
                         "folder to make one",
                         dir);
    for (size_t i = 0; i < r->source_count; i++)
        if (r->sources[i].data != NULL || is_there(r->sources[i].path))
            return PILCROW_OK;
    return error_system(err, ENOENT, "index", r->sources[0].path);
}

/* ------------------------------------------------------------------ roots ---
 */

static pilcrow_status walk_root(run *r, const catalog_root *root,
                                pilcrow_error *err)
{
    catalog_root copy = *root; /* the list it is from may move */
    return plan_walk(&r->plan, &r->session, &copy, r->options.prune, err);
}

/* A path that is neither on disk nor known: a slip of the keyboard. */
static bool is_unknown(const run *r, const char *path, const char *stored)
{
    return !is_there(path) &&
           catalog_find_root(&r->session.catalog, stored) == NULL;
}

/* Does an older root show this file already? */
static bool is_owned(const run *r, const char *stored)
{
    const catalog *c = &r->session.catalog;
    const catalog_file *file = catalog_find(c, stored, false);
    return file != NULL && strcmp(file->root, stored) != 0 &&
           catalog_find_root(c, file->root) != NULL;
}

static pilcrow_status add_source(run *r, const pilcrow_source *source,
                                 pilcrow_error *err)
{
    session *s = &r->session;
    const char *stored = session_stored(s, &r->plan.arena, source->path);
    if (stored == NULL)
        return error_set(err, PILCROW_INVALID, "the path '%s' is too long",
                         source->path);
    if (is_unknown(r, source->path, stored))
        return report_add_skip(s->report, source->path,
                               "no such file or folder", true)
                   ? PILCROW_OK
                   : error_no_memory(err);
    catalog_root root = {.path = stored,
                         .hidden = r->options.hidden,
                         .follow = r->options.follow,
                         .format = r->format,
                         .exclude = r->options.exclude,
                         .exclude_count = r->options.exclude_count};
    if (!is_owned(r, stored) && !catalog_set_root(&s->catalog, &root))
        return error_no_memory(err);
    return walk_root(r, &root, err);
}

/* Walk every root of the index, by its own ways. */
static pilcrow_status walk_known_roots(run *r, pilcrow_error *err)
{
    const catalog *c = &r->session.catalog;
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < c->root_count && status == PILCROW_OK; i++)
        status = walk_root(r, &c->roots[i], err);
    return status;
}

static pilcrow_status make_plan(run *r, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    const catalog *c = &r->session.catalog;
    if (r->source_count == 0 && r->session.before == NULL)
        return error_set(err, PILCROW_CORRUPT,
                         "the old index cannot be read any more; name the "
                         "files and folders to index with --full");
    if (r->source_count == 0 && c->root_count == 0 && c->file_count == 0)
        return error_set(err, PILCROW_INVALID,
                         "nothing was indexed here before; name a file or a "
                         "folder");
    for (size_t i = 0; i < r->source_count && status == PILCROW_OK; i++)
        if (r->sources[i].data == NULL)
            status = add_source(r, &r->sources[i], err);
    if (status == PILCROW_OK && (r->source_count == 0 || r->options.full))
        status = walk_known_roots(r, err);
    plan_sort(&r->plan);
    return status;
}

/* A root that is gone and pruned, or a file that a wider root shows now, is
 * no root any more. */
static void tidy_roots(run *r)
{
    catalog *c = &r->session.catalog;
    for (size_t i = 0; i < r->plan.root_count; i++)
        if (r->plan.roots[i].gone)
            catalog_drop_root(c, r->plan.roots[i].path);
    for (size_t i = 0; i < r->plan.file_count; i++) {
        const plan_file *file = &r->plan.files[i];
        if (!file->named && catalog_find_root(c, file->path) != NULL)
            catalog_drop_root(c, file->path);
    }
}

/* ---------------------------------------------------------------- running ---
 */

static pilcrow_status add_memory_sources(run *r, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < r->source_count && status == PILCROW_OK; i++)
        if (r->sources[i].data != NULL)
            status =
                reconcile_memory(&r->session, &r->sources[i], r->format, err);
    return status;
}

/* Commit what is finished. A rebuild that was stopped is thrown away instead:
 * the index as it was is whole, the new one is not. */
static pilcrow_status conclude(run *r, pilcrow_status matched,
                               pilcrow_error *err)
{
    bool stopped = matched == PILCROW_CANCELLED;
    if (matched != PILCROW_OK && !stopped)
        return matched;
    if (stopped && r->session.rebuild && r->session.generation > 0) {
        pilcrow_counts *counts = &r->session.report->counts;
        *counts = (pilcrow_counts){.failed = counts->failed};
        return matched;
    }
    if (!stopped)
        tidy_roots(r);
    pilcrow_status status = session_commit(&r->session, err);
    return status == PILCROW_OK ? matched : status;
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) +
           (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static pilcrow_status run_all(run *r, const char *dir, pilcrow_error *err)
{
    size_t memory = r->options.memory_mb == 0 ? 256 : r->options.memory_mb;
    session_options options = {r->options.engine, r->options.languages,
                               r->options.full, memory << 20};
    pilcrow_status status = look_for_sources(r, dir, err);
    if (status == PILCROW_OK)
        status = session_open(&r->session, dir, &options, err);
    if (status == PILCROW_OK)
        status = make_plan(r, err);
    if (status != PILCROW_OK)
        return status;
    status = add_memory_sources(r, err);
    if (status == PILCROW_OK)
        status = reconcile(&r->session, &r->plan, r->options.progress,
                           r->options.progress_ctx, err);
    return conclude(r, status, err);
}

pilcrow_status pilcrow_update(pilcrow_report **out, const char *dir,
                              const pilcrow_source *sources,
                              size_t source_count,
                              const pilcrow_update_options *options,
                              pilcrow_error *err)
{
    struct timespec start;
    run r = {.sources = sources, .source_count = source_count};
    clock_gettime(CLOCK_MONOTONIC, &start);
    *out = NULL;
    plan_init(&r.plan);
    pilcrow_status status = read_options(&r, options, err);
    if (status == PILCROW_OK)
        status = run_all(&r, dir, err);
    if (status == PILCROW_OK || status == PILCROW_CANCELLED) {
        *out = r.session.report;
        r.session.report = NULL;
        (*out)->counts.seconds = seconds_since(&start);
    }
    session_close(&r.session);
    plan_release(&r.plan);
    return status;
}
