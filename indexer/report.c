/* SPDX-License-Identifier: MIT
 *
 * In: what happened to each file. Out: the counts and the list of skips. */
#include "indexer/report.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/json.h"
#include "base/list.h"

#define TEXTS_MAX ((size_t)1 << 30)
#define JSON_MAX ((size_t)1 << 30)

pilcrow_report *report_new(void)
{
    pilcrow_report *report = calloc(1, sizeof *report);
    if (report != NULL)
        arena_init(&report->arena, TEXTS_MAX);
    return report;
}

void pilcrow_report_free(pilcrow_report *report)
{
    if (report == NULL)
        return;
    arena_release(&report->arena);
    free(report->skips);
    free(report);
}

bool report_add_skip(pilcrow_report *report, const char *path, size_t line,
                     const char *reason, bool failed)
{
    pilcrow_skip *skips = list_room(report->skips, report->skip_count,
                                    &report->skip_capacity, sizeof *skips);
    if (skips == NULL)
        return false;
    report->skips = skips;
    pilcrow_skip skip = {arena_text(&report->arena, path),
                         arena_text(&report->arena, reason), failed, line};
    if (report->arena.failed)
        return false;
    report->skips[report->skip_count++] = skip;
    report->counts.failed += failed;
    return true;
}

void report_tell(pilcrow_report *report)
{
    for (; report->told < report->skip_count; report->told++)
        if (report->tell != NULL)
            report->tell(report->tell_ctx, &report->skips[report->told]);
}

const pilcrow_counts *pilcrow_report_counts(const pilcrow_report *report)
{
    static const pilcrow_counts none = {0};
    return report == NULL ? &none : &report->counts;
}

bool pilcrow_report_skip(const pilcrow_report *report, size_t i,
                         pilcrow_skip *out)
{
    if (report == NULL || out == NULL || i >= report->skip_count)
        return false;
    *out = report->skips[i];
    return true;
}

/* The reason, after the line that it is for. */
static void write_reason(buf *out, const pilcrow_skip *skip)
{
    buf reason;
    buf_init(&reason, JSON_MAX);
    if (skip->line > 0)
        buf_add_format(&reason, "line %zu: ", skip->line);
    buf_add_text(&reason, skip->reason);
    json_string(out, buf_text(&reason));
    buf_release(&reason);
}

static void write_skips(buf *out, const pilcrow_report *report)
{
    json_open(out, '[');
    for (size_t i = 0; i < report->skip_count; i++) {
        json_open(out, '{');
        json_key(out, "path");
        json_string(out, report->skips[i].path);
        json_key(out, "reason");
        write_reason(out, &report->skips[i]);
        json_close(out, '}');
    }
    json_close(out, ']');
}

pilcrow_status pilcrow_report_json(char **out, const pilcrow_report *report,
                                   pilcrow_error *err)
{
    const pilcrow_counts *counts = pilcrow_report_counts(report);
    buf json;
    if (out == NULL)
        return error_missing(err, "the place for the JSON");
    *out = NULL;
    if (report == NULL)
        return error_missing(err, "the report");
    buf_init(&json, JSON_MAX);
    json_open(&json, '{');
    json_key(&json, "added");
    json_number(&json, counts->added);
    json_key(&json, "changed");
    json_number(&json, counts->changed);
    json_key(&json, "removed");
    json_number(&json, counts->removed);
    json_key(&json, "unchanged");
    json_number(&json, counts->unchanged);
    json_key(&json, "skipped");
    write_skips(&json, report);
    json_key(&json, "paragraphs");
    json_number(&json, counts->paragraphs);
    json_key(&json, "seconds");
    json_real(&json, counts->seconds);
    json_close(&json, '}');
    *out = buf_take(&json);
    return *out == NULL ? error_no_memory(err) : PILCROW_OK;
}
