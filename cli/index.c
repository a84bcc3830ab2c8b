/* SPDX-License-Identifier: MIT
 *
 * pilcrow index. In: paths, standard input, options. Out: an index up to date
 * with them, a line that sums it up, and a line on standard error for each
 * file that could not be read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "input.h"
#include "locate.h"
#include "output.h"
#include "progress.h"
#include "terminal.h"
#include "verbs.h"

#define LISTED_SKIPS 5u /* by rule: more than these are only counted */
#define LISTED_REASONS 8u
#define WATCH_MS 1000 /* then a Ctrl-C that came just before is looked at */

/* A run's inputs, as the library takes them. */
typedef struct sources {
    pilcrow_source *items;
    size_t count;
    input standard; /* what "-" gave */
} sources;

/* ------------------------------------------------------------- sources --- */

static size_t count_standard(const options *o)
{
    size_t count = 0;
    for (size_t i = 0; i < o->arguments.count; i++)
        count += strcmp(o->arguments.items[i], "-") == 0;
    return count;
}

static bool standard_makes_sense(const options *o)
{
    size_t count = count_standard(o);
    if (count == 0 && o->name != NULL)
        output_complain("--name says what to call standard input; give '-' "
                        "as well");
    else if (count > 0 && (o->name == NULL || o->name[0] == '\0'))
        output_complain("standard input needs a name to be known by: add "
                        "--name NAME");
    else if (count > 1)
        output_complain("'-' was given twice; standard input can be read "
                        "once");
    else
        return true;
    return false;
}

static bool sources_read(sources *out, const options *o)
{
    const text_list *paths = &o->arguments;
    *out = (sources){0};
    if (!standard_makes_sense(o))
        return false;
    out->items = calloc(paths->count + 1, sizeof *out->items);
    if (out->items == NULL)
        output_no_memory();
    out->count = paths->count;
    for (size_t i = 0; i < paths->count; i++) {
        out->items[i].path = paths->items[i];
        if (strcmp(paths->items[i], "-") != 0)
            continue;
        if (!input_read(&out->standard, "-"))
            return false;
        out->items[i] =
            (pilcrow_source){o->name, out->standard.bytes, out->standard.len};
    }
    return true;
}

static void sources_release(sources *s)
{
    free(s->standard.bytes);
    free(s->items);
}

/* --------------------------------------------------------------- skips --- */

/* One reason for which files were passed over. */
typedef struct tally {
    const char *reason;
    size_t count;
    pilcrow_skip first;
} tally;

static void tally_add(tally *reasons, size_t most, const pilcrow_skip *skip)
{
    size_t i = 0;
    while (i + 1 < most && reasons[i].reason != NULL &&
           strcmp(reasons[i].reason, skip->reason) != 0)
        i++;
    if (reasons[i].reason == NULL)
        reasons[i] = (tally){skip->reason, 0, *skip};
    else if (strcmp(reasons[i].reason, skip->reason) != 0)
        reasons[i].reason = "other reasons";
    reasons[i].count++;
}

/* "skipped 12: empty (the first is papers/a.md)" */
static void print_tally(const tally *t)
{
    char line[32] = "";
    if (t->first.line > 0)
        snprintf(line, sizeof line, ":%zu", t->first.line);
    output_complain("skipped %zu: %s (the first is %s%s)", t->count, t->reason,
                    t->first.path, line);
}

/* "papers/a.jsonl:3: " */
static void print_skip(const pilcrow_skip *skip, const char *how)
{
    if (skip->line > 0)
        output_complain("%s:%zu: %s%s", skip->path, skip->line, how,
                        skip->reason);
    else
        output_complain("%s: %s%s", skip->path, how, skip->reason);
}

/* Files passed over by rule: each by name where they are few, else by
 * reason. */
static void print_skips_by_rule(const pilcrow_report *report, size_t count)
{
    tally reasons[LISTED_REASONS] = {{0}};
    pilcrow_skip skip;
    for (size_t i = 0; pilcrow_report_skip(report, i, &skip); i++) {
        if (skip.failed)
            continue;
        tally_add(reasons, LISTED_REASONS, &skip);
        if (count <= LISTED_SKIPS)
            print_skip(&skip, "skipped: ");
    }
    for (size_t i = 0; count > LISTED_SKIPS && i < LISTED_REASONS; i++)
        if (reasons[i].count > 0)
            print_tally(&reasons[i]);
}

/* Returns how many were passed over by rule. */
static size_t print_skips(const pilcrow_report *report)
{
    size_t by_rule = 0;
    pilcrow_skip skip;
    for (size_t i = 0; pilcrow_report_skip(report, i, &skip); i++) {
        if (skip.failed)
            print_skip(&skip, "");
        else
            by_rule++;
    }
    print_skips_by_rule(report, by_rule);
    return by_rule;
}

/* ------------------------------------------------------------- summary --- */

static void print_summary(const pilcrow_counts *counts, size_t by_rule)
{
    printf("%s file%s added, %s changed, %s removed, %s unchanged; ",
           output_count(counts->added).text, output_plural(counts->added),
           output_count(counts->changed).text,
           output_count(counts->removed).text,
           output_count(counts->unchanged).text);
    printf("%s paragraph%s, %s word%s read in %.1f s",
           output_count(counts->paragraphs).text,
           output_plural(counts->paragraphs), output_count(counts->words).text,
           output_plural(counts->words), counts->seconds);
    if (by_rule > 0)
        printf("; %s skipped", output_count(by_rule).text);
    if (counts->failed > 0)
        printf("; %s could not be read", output_count(counts->failed).text);
    putchar('\n');
}

static bool print_json(const pilcrow_report *report)
{
    char *json = NULL;
    pilcrow_error err = {0};
    pilcrow_status status = pilcrow_report_json(&json, report, &err);
    return output_json(status, json, &err);
}

/* Returns the exit status. */
static int print_report(const options *o, const pilcrow_report *report,
                        bool stopped)
{
    const pilcrow_counts *counts = pilcrow_report_counts(report);
    bool ok = true;
    size_t by_rule = print_skips(report);
    if (o->json)
        ok = print_json(report);
    else
        print_summary(counts, by_rule);
    if (stopped && o->full && counts->added + counts->changed == 0)
        output_complain("stopped by Ctrl-C; the index is as it was");
    else if (stopped && counts->added + counts->changed > 0)
        output_complain("stopped by Ctrl-C; the files finished so far are in "
                        "the index, run it again for the others");
    else if (stopped)
        output_complain("stopped by Ctrl-C before any file was finished");
    if (!ok)
        return STATUS_ERROR;
    if (stopped)
        return STATUS_STOPPED;
    return counts->failed > 0 ? STATUS_ERROR : STATUS_DONE;
}

static bool has_changes(const pilcrow_report *report)
{
    const pilcrow_counts *counts = pilcrow_report_counts(report);
    return counts->added + counts->changed + counts->removed > 0;
}

/* ----------------------------------------------------------------- run --- */

static pilcrow_update_options library_options(const options *o, progress *p)
{
    pilcrow_update_options update = PILCROW_UPDATE_OPTIONS_INIT;
    update.engine = o->engine;
    update.languages = o->languages;
    update.format = o->format;
    update.hidden = o->hidden;
    update.follow = o->follow;
    update.exclude = o->exclude.items;
    update.exclude_count = o->exclude.count;
    update.full = o->full;
    update.prune = o->prune;
    update.memory_mb = o->memory_mb;
    update.jobs = (unsigned)o->jobs;
    update.progress = progress_step;
    update.progress_ctx = p;
    return update;
}

/* One run; `*exit_status` is its own. `quiet`: say nothing where nothing has
 * changed. False if there was no run at all. */
static bool update(int *exit_status, const options *o, const char *folder,
                   const sources *s, bool quiet)
{
    pilcrow_report *report = NULL;
    pilcrow_error err = {0};
    progress p = progress_begin();
    pilcrow_update_options how = library_options(o, &p);
    pilcrow_status status =
        pilcrow_update(&report, folder, s->items, s->count, &how, &err);
    progress_end(&p);
    bool ran = report != NULL;
    *exit_status = STATUS_ERROR;
    if (!ran)
        output_complain("%s", err.message);
    else if (quiet && status == PILCROW_OK && !has_changes(report))
        *exit_status = STATUS_DONE;
    else
        *exit_status = print_report(o, report, status == PILCROW_CANCELLED);
    pilcrow_report_free(report);
    return ran;
}

/* After the first run: another one whenever something below the roots has
 * changed. Ends by Ctrl-C only, or where there is nothing to watch. */
static int follow_changes(const options *o, const char *folder)
{
    const sources none = {0};
    pilcrow_watch *watch = NULL;
    pilcrow_error err = {0};
    options again = *o;
    again.full = false;
    pilcrow_status status = pilcrow_watch_open(&watch, folder, &err);
    bool changed = true; /* while the watch was not yet open */
    int ignored;
    while (status == PILCROW_OK && !terminal_was_interrupted()) {
        if (changed)
            update(&ignored, &again, folder, &none, true);
        fflush(stdout); /* what was said is to be seen while we wait */
        if (!terminal_was_interrupted())
            status = pilcrow_watch_wait(watch, WATCH_MS, &changed, &err);
    }
    pilcrow_watch_close(watch);
    if (terminal_was_interrupted())
        return STATUS_STOPPED;
    output_complain("%s", err.message);
    return STATUS_ERROR;
}

/* A new index in the current folder hides one further up from here on. */
static void tell_shadowed(const char *folder, const char *shadowed)
{
    pilcrow_index *index = NULL;
    if (shadowed == NULL || pilcrow_open(&index, folder, NULL) != PILCROW_OK)
        return;
    pilcrow_close(index);
    output_complain("made a new index here, '%s'; from this folder it is used "
                    "in place of '%s'",
                    folder, shadowed);
}

int index_run(const options *o)
{
    sources s = {0};
    int status = STATUS_ERROR;
    char *shadowed = NULL;
    char *folder = o->arguments.count > 0 ? locate_new_index(o, &shadowed)
                                          : locate_index(o);
    if (folder == NULL)
        goto done;
    terminal_note_interrupt();
    if (!sources_read(&s, o)) {
        if (terminal_was_interrupted())
            status = STATUS_STOPPED;
        goto done;
    }
    bool ran = update(&status, o, folder, &s, false);
    tell_shadowed(folder, shadowed);
    if (ran && o->watch && !terminal_was_interrupted())
        status = follow_changes(o, folder);
done:
    sources_release(&s);
    free(shadowed);
    free(folder);
    return status;
}
