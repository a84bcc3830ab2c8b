/* SPDX-License-Identifier: MIT
 *
 * pilcrow_update. In: an index folder and sources. Out: the index up to date
 * with them, committed in one transaction, and a report.
 *
 * A run: open the index, register the sources as roots, walk the roots, lay
 * what they show beside what the index holds, commit. */
#include "indexer/update.h"

#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/options.h"
#include "base/path.h"
#include "corpus/corpus.h"
#include "engine/engine.h"
#include "indexer/imports.h"
#include "indexer/reconcile.h"

/* What the first version of the options had. */
#define OPTIONS_SIZE_MIN                                                       \
    (offsetof(pilcrow_update_options, progress_ctx) + sizeof(void *))
#define MEMORY_MB_DEFAULT ((size_t)256)

typedef struct run {
    session *session;
    plan plan;
    const pilcrow_source *sources;
    size_t source_count;
    pilcrow_update_options options;
    corpus_format format;
} run;

/* ------------------------------------------------------------ arguments --- */

/* `glob`, or what it means below `path` if it begins as that does. In `a`. */
static const char *glob_below(arena *a, const char *glob, const char *path)
{
    buf folder, whole;
    const char *made = NULL;
    buf_init(&folder, 2 * PATH_BYTES_MAX);
    buf_init(&whole, 2 * PATH_BYTES_MAX);
    bool ok = path_normal(&folder, path) && path_normal(&whole, glob);
    if (ok && path_is_below(whole.data, folder.data) && whole.len > folder.len)
        made = arena_text(a, whole.data + folder.len);
    else if (ok && strncmp(glob, "./", 2) == 0)
        made = arena_text(a, whole.data);
    else
        made = arena_text(a, glob);
    buf_release(&folder);
    buf_release(&whole);
    return made;
}

static bool is_there(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

/* A file, a folder or a link, which the walk will look into. */
static bool is_readable_kind(const char *path)
{
    struct stat at;
    return lstat(path, &at) == 0 &&
           (S_ISREG(at.st_mode) || S_ISDIR(at.st_mode) || S_ISLNK(at.st_mode));
}

/* Bytes in memory are known by their name alone. */
static pilcrow_status refuse_repeated_names(const run *r, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    path_map names;
    path_map_init(&names);
    for (size_t i = 0; i < r->source_count && status == PILCROW_OK; i++) {
        const char *name = r->sources[i].path;
        if (r->sources[i].data == NULL)
            continue;
        if (path_map_find(&names, name) != PATH_MAP_NONE)
            status = error_set(err, PILCROW_INVALID,
                               "the name '%s' is given twice", name);
        else if (!path_map_put(&names, name, i))
            status = error_no_memory(err);
    }
    path_map_release(&names);
    return status;
}

bool update_check_name(const char *name, bool in_memory, pilcrow_error *err)
{
    if (name == NULL || name[0] == '\0')
        error_set(err, PILCROW_INVALID, "a path to index is empty");
    else if (in_memory && strlen(name) > PATH_BYTES_MAX)
        error_set(err, PILCROW_INVALID,
                  "a name given to bytes is longer than %zu bytes",
                  (size_t)PATH_BYTES_MAX);
    else
        return true;
    return false;
}

pilcrow_status update_read_format(corpus_format *out, const char *name,
                                  pilcrow_error *err)
{
    if (name == NULL || corpus_format_parse(name, out))
        return PILCROW_OK;
    return error_set(err, PILCROW_INVALID,
                     "there is no format '%s'; use auto, markdown, text, "
                     "html, jsonl, pdf or docx",
                     name);
}

/* Are there languages of these names? */
static pilcrow_status check_languages(const char *languages, pilcrow_error *err)
{
    analyser *probe = NULL;
    if (languages == NULL)
        return PILCROW_OK;
    pilcrow_status status = analyser_new(&probe, languages, err);
    analyser_free(probe);
    return status;
}

/* Is there an engine of that name? */
static pilcrow_status check_engine(const char *engine, pilcrow_error *err)
{
    if (engine == NULL)
        return PILCROW_OK;
    for (size_t i = 0; engine_name(i) != NULL; i++)
        if (strcmp(engine, engine_name(i)) == 0)
            return PILCROW_OK;
    return error_set(err, PILCROW_INVALID,
                     "this pilcrow has no engine called '%s'", engine);
}

static pilcrow_status check_exclude(const pilcrow_update_options *o,
                                    pilcrow_error *err)
{
    for (size_t i = 0; i < o->exclude_count; i++)
        if (o->exclude == NULL || o->exclude[i] == NULL)
            return error_missing(err, "a pattern of `exclude`");
    return PILCROW_OK;
}

pilcrow_status update_read_options(pilcrow_update_options *out,
                                   corpus_format *format,
                                   const pilcrow_update_options *given,
                                   pilcrow_error *err)
{
    *out = (pilcrow_update_options)PILCROW_UPDATE_OPTIONS_INIT;
    *format = CORPUS_AUTO;
    pilcrow_status status = options_take(out, sizeof *out, OPTIONS_SIZE_MIN,
                                         given, "update options", err);
    if (status == PILCROW_OK)
        status = update_read_format(format, out->format, err);
    if (status == PILCROW_OK)
        status = check_engine(out->engine, err);
    if (status == PILCROW_OK)
        status = check_languages(out->languages, err);
    if (status == PILCROW_OK)
        status = check_exclude(out, err);
    return status;
}

static pilcrow_status check_sources(const run *r, pilcrow_error *err)
{
    if (r->sources == NULL && r->source_count > 0)
        return error_set(err, PILCROW_INVALID, "there are no sources");
    for (size_t i = 0; i < r->source_count; i++)
        if (!update_check_name(r->sources[i].path, r->sources[i].data != NULL,
                               err))
            return PILCROW_INVALID;
    return refuse_repeated_names(r, err);
}

/* Before an index is made for it: is there anything to index at all? */
static pilcrow_status look_for_sources(const run *r, const char *dir,
                                       pilcrow_error *err)
{
    if (path_is_lost("."))
        return error_set(err, PILCROW_IO, PATH_LOST_SENTENCE);
    if (is_there(dir))
        return PILCROW_OK;
    if (r->source_count == 0)
        return error_set(err, PILCROW_NOT_FOUND,
                         "there is no index '%s' to refresh; name a file or a "
                         "folder to make one",
                         dir);
    for (size_t i = 0; i < r->source_count; i++)
        if (r->sources[i].data != NULL || is_readable_kind(r->sources[i].path))
            return PILCROW_OK;
    const char *first = r->sources[0].path;
    if (is_there(first))
        return error_set(err, PILCROW_UNSUPPORTED,
                         "'%s' is neither a file nor a folder", first);
    return error_system(err, ENOENT, "index", first);
}

/* ---------------------------------------------------------------- roots --- */

/* The ways given with this run. Globs that begin as the source does are meant
 * below it: `papers/old` for `papers` becomes `/old`. */
static pilcrow_status given_ways(catalog_root *out, run *r,
                                 const pilcrow_source *source,
                                 const char *stored, pilcrow_error *err)
{
    size_t count = r->options.exclude_count;
    const char **globs = arena_array(&r->plan.arena, count + 1, sizeof *globs);
    if (globs == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        globs[i] =
            glob_below(&r->plan.arena, r->options.exclude[i], source->path);
        if (globs[i] == NULL)
            return error_no_memory(err);
    }
    *out = (catalog_root){.path = stored,
                          .hidden = r->options.hidden,
                          .follow = r->options.follow,
                          .format = r->format,
                          .exclude = globs,
                          .exclude_count = count};
    return PILCROW_OK;
}

/* Does `outer` look at a place below it as a root with the ways of `inner`
 * would? No ways at all leave it to the outer one. */
static bool covers(const session *s, const catalog_root *outer,
                   const catalog_root *inner)
{
    static const catalog_root none = {0};
    return (catalog_same_ways(inner, &none) ||
            (inner->exclude_count == 0 && catalog_same_ways(inner, outer))) &&
           plan_root_shows(s, outer, inner->path);
}

/* The innermost root above the place that covers it; NULL if none does. */
static const catalog_root *find_cover(const session *s,
                                      const catalog_root *inner)
{
    buf path;
    const catalog_root *found = NULL;
    buf_init(&path, 2 * PATH_BYTES_MAX);
    path_normal(&path, inner->path);
    while (found == NULL && places_go_up(&path, &s->places)) {
        const catalog_root *root = catalog_find_root(&s->catalog, path.data);
        if (root != NULL && covers(s, root, inner))
            found = root;
    }
    buf_release(&path);
    return found;
}

/* Roots below a new one that it covers are none of their own any more. */
static void drop_covered(session *s, const char *path)
{
    catalog *c = &s->catalog;
    const catalog_root *outer = catalog_find_root(c, path);
    for (size_t i = 0; outer != NULL && i < c->root_count; i++) {
        const catalog_root *inner = &c->roots[i];
        if (inner != outer && !inner->dropped &&
            places_is_below(&s->places, inner->path, path) &&
            covers(s, outer, inner))
            catalog_drop_root(c, inner->path);
    }
}

/* Walk the roots at or below `path`, each by its own ways. */
static pilcrow_status walk_roots_below(run *r, const char *path,
                                       pilcrow_error *err)
{
    session *s = r->session;
    const catalog *c = &s->catalog;
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < c->root_count && status == PILCROW_OK; i++)
        if (!c->roots[i].dropped &&
            (path == NULL ||
             places_is_below(&s->places, c->roots[i].path, path)))
            status = plan_walk(&r->plan, s, c->roots[i].path, &c->roots[i],
                               r->options.prune, false, err);
    return status;
}

/* -------------------------------------------------------------- sources --- */

static pilcrow_status report_source(run *r, const pilcrow_source *source,
                                    const char *reason, pilcrow_error *err)
{
    return report_add_skip(r->session->report, source->path, 0, reason, true)
               ? PILCROW_OK
               : error_no_memory(err);
}

/* A path that cannot be looked at, by the errno of that: something that was
 * indexed once, or a slip of the keyboard. */
static pilcrow_status take_missing(run *r, const pilcrow_source *source,
                                   const char *stored, int code,
                                   pilcrow_error *err)
{
    const session *s = r->session;
    bool gone = code == ENOENT || code == ENOTDIR;
    bool held = catalog_holds_below(&s->catalog, &s->places, stored);
    char words[128];
    if (!gone)
        return report_source(r, source, strerror_r(code, words, sizeof words),
                             err);
    if (!held)
        return report_source(r, source, "no such file or folder", err);
    if (r->options.prune)
        return plan_note_gone(&r->plan, stored, err);
    return report_source(r, source,
                         "is not there any more; what was indexed from it is "
                         "kept (--prune drops it)",
                         err);
}

/* Can a root be made of what is there? The walk says why not. */
static bool is_walkable(const char *path, const struct stat *at, bool follow)
{
    return (S_ISREG(at->st_mode) || S_ISDIR(at->st_mode) ||
            (S_ISLNK(at->st_mode) && follow)) &&
           !corpus_walk_in_index(path, engine_is_index);
}

/* Make a root of what the source names, unless an older root shows it or it
 * cannot be one. */
static pilcrow_status register_source(run *r, const pilcrow_source *source,
                                      pilcrow_error *err)
{
    session *s = r->session;
    struct stat at;
    catalog_root given;
    const char *stored = session_stored(s, &r->plan.arena, source->path);
    bool there = stored != NULL && lstat(source->path, &at) == 0;
    bool known =
        stored != NULL && catalog_find_root(&s->catalog, stored) != NULL;
    if (!known && !(there && is_walkable(source->path, &at, r->options.follow)))
        return PILCROW_OK;
    pilcrow_status status = given_ways(&given, r, source, stored, err);
    if (status != PILCROW_OK || (!known && find_cover(s, &given) != NULL))
        return status;
    if (!catalog_set_root(&s->catalog, &given))
        return error_no_memory(err);
    if (there && S_ISDIR(at.st_mode))
        drop_covered(s, stored);
    return PILCROW_OK;
}

/* Walk what the source names: a root, a part of one, or what is neither and
 * will be reported. */
static pilcrow_status walk_source(run *r, const pilcrow_source *source,
                                  pilcrow_error *err)
{
    session *s = r->session;
    struct stat at;
    catalog_root given;
    const char *stored = session_stored(s, &r->plan.arena, source->path);
    if (stored == NULL)
        return report_source(r, source, "the path is too long", err);
    const catalog_root *root = catalog_find_root(&s->catalog, stored);
    bool there = lstat(source->path, &at) == 0;
    if (!there && root == NULL)
        return take_missing(r, source, stored, errno, err);
    pilcrow_status status = given_ways(&given, r, source, stored, err);
    if (status != PILCROW_OK)
        return status;
    if (root == NULL)
        root = find_cover(s, &given);
    return plan_walk(&r->plan, s, stored, root != NULL ? root : &given,
                     r->options.prune, true, err);
}

/* Walk the roots below a folder that the source names. */
static pilcrow_status walk_below_source(run *r, const pilcrow_source *source,
                                        pilcrow_error *err)
{
    struct stat at;
    const char *stored =
        session_stored(r->session, &r->plan.arena, source->path);
    return stored != NULL && lstat(source->path, &at) == 0 &&
                   S_ISDIR(at.st_mode)
               ? walk_roots_below(r, stored, err)
               : PILCROW_OK;
}

/* All are registered before any is walked: one may be a part of a later one;
 * and what is named is walked as that before what lies below it. */
static pilcrow_status take_sources(run *r, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < r->source_count && status == PILCROW_OK; i++)
        if (r->sources[i].data == NULL)
            status = register_source(r, &r->sources[i], err);
    for (size_t i = 0; i < r->source_count && status == PILCROW_OK; i++)
        if (r->sources[i].data == NULL)
            status = walk_source(r, &r->sources[i], err);
    for (size_t i = 0; i < r->source_count && status == PILCROW_OK; i++)
        if (r->sources[i].data == NULL)
            status = walk_below_source(r, &r->sources[i], err);
    return status;
}

static pilcrow_status make_plan(run *r, pilcrow_error *err)
{
    const session *s = r->session;
    if (r->source_count == 0 && s->before == NULL)
        return error_set(err, PILCROW_CORRUPT,
                         "the old index cannot be read any more; name the "
                         "files and folders to index with --full");
    if (r->source_count == 0 && s->catalog.root_count == 0 &&
        s->catalog.file_count == 0)
        return error_set(err, PILCROW_INVALID,
                         "nothing was indexed in '%s' before; name a file or "
                         "a folder",
                         s->places.dir);
    pilcrow_status status = take_sources(r, err);
    if (status == PILCROW_OK && (r->source_count == 0 || r->options.full))
        status = walk_roots_below(r, NULL, err);
    plan_sort(&r->plan);
    return status;
}

/* A root that is gone and pruned is no root any more. */
static void tidy_roots(run *r)
{
    for (size_t i = 0; i < r->plan.walked_count; i++)
        if (r->plan.walked[i].gone)
            catalog_drop_root(&r->session->catalog, r->plan.walked[i].path);
}

/* -------------------------------------------------------------- running --- */

static pilcrow_status add_memory_sources(run *r, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < r->source_count && status == PILCROW_OK; i++)
        if (r->sources[i].data != NULL)
            status =
                reconcile_memory(r->session, &r->sources[i], r->format, err);
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
    if (stopped && r->session->rebuild && r->session->generation > 0) {
        pilcrow_counts *counts = &r->session->report->counts;
        *counts = (pilcrow_counts){.failed = counts->failed};
        return matched;
    }
    if (!stopped)
        tidy_roots(r);
    pilcrow_status status = session_commit(r->session, err);
    return status == PILCROW_OK ? matched : status;
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) +
           (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

/* More than can be told in bytes is all there is. */
static size_t memory_bytes(size_t mb)
{
    if (mb == 0)
        mb = MEMORY_MB_DEFAULT;
    return mb > SIZE_MAX >> 20 ? SIZE_MAX : mb << 20;
}

/* 0 is a thread for each processor that this process may run on. */
static unsigned jobs_of(const pilcrow_update_options *options)
{
    if (options->jobs > 0)
        return options->jobs > UINT_MAX ? UINT_MAX : (unsigned)options->jobs;
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (unsigned)online : 1;
}

session_options update_session_options(const pilcrow_update_options *options)
{
    return (session_options){
        .engine = options->engine,
        .languages = options->languages,
        .rebuild = options->full,
        .memory_bytes = memory_bytes(options->memory_mb),
        .jobs = jobs_of(options),
        .skip = options->skip,
        .skip_ctx = options->skip_ctx,
    };
}

static pilcrow_status match(run *r, pilcrow_error *err)
{
    return reconcile(r->session, &r->plan, r->options.progress,
                     r->options.progress_ctx, err);
}

static pilcrow_status run_all(run *r, const char *dir, pilcrow_error *err)
{
    session_options options = update_session_options(&r->options);
    pilcrow_status status = look_for_sources(r, dir, err);
    if (status == PILCROW_OK)
        status = session_open(r->session, dir, &options, err);
    if (status == PILCROW_OK)
        status = make_plan(r, err);
    if (status == PILCROW_OK && r->session->rebuild)
        status = imports_carry(r->session, err);
    if (status != PILCROW_OK)
        return status;
    status = add_memory_sources(r, err);
    if (status == PILCROW_OK)
        status = match(r, err);
    return conclude(r, status, err);
}

pilcrow_status update_path(session *s, const pilcrow_update_options *options,
                           corpus_format format, const char *path,
                           pilcrow_error *err)
{
    const pilcrow_source source = {.path = path};
    run r = {.session = s,
             .sources = &source,
             .source_count = 1,
             .options = *options,
             .format = format};
    plan_init(&r.plan);
    catalog_settle(&s->catalog);
    pilcrow_status status = take_sources(&r, err);
    plan_sort(&r.plan);
    if (status == PILCROW_OK)
        status = match(&r, err);
    if (status == PILCROW_OK)
        tidy_roots(&r);
    plan_release(&r.plan);
    return status;
}

pilcrow_status pilcrow_update(pilcrow_report **out, const char *dir,
                              const pilcrow_source *sources,
                              size_t source_count,
                              const pilcrow_update_options *options,
                              pilcrow_error *err)
{
    struct timespec start;
    session s = {0};
    run r = {.session = &s, .sources = sources, .source_count = source_count};
    pilcrow_report *unwanted = NULL;
    clock_gettime(CLOCK_MONOTONIC, &start);
    out = out != NULL ? out : &unwanted;
    *out = NULL;
    plan_init(&r.plan);
    pilcrow_status status =
        dir == NULL ? error_missing(err, "a folder")
                    : update_read_options(&r.options, &r.format, options, err);
    if (status == PILCROW_OK)
        status = check_sources(&r, err);
    if (status == PILCROW_OK)
        status = run_all(&r, dir, err);
    if (status == PILCROW_OK || status == PILCROW_CANCELLED) {
        *out = s.report;
        s.report = NULL;
        (*out)->counts.seconds = seconds_since(&start);
    }
    session_close(&s);
    plan_release(&r.plan);
    pilcrow_report_free(unwanted);
    return status;
}
