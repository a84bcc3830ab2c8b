/* SPDX-License-Identifier: MIT
 *
 * In: bytes and where they stand in the file. Out: one text and its runs, as
 * few as say it. */
#include "corpus/draft.h"

#define DRAFT_MAX ((size_t)1024 * 1024 * 1024)

void draft_init(draft *d)
{
    buf_init(&d->text, DRAFT_MAX);
    buf_init(&d->runs, DRAFT_MAX);
}

void draft_clear(draft *d)
{
    buf_clear(&d->text);
    buf_clear(&d->runs);
}

void draft_release(draft *d)
{
    buf_release(&d->text);
    buf_release(&d->runs);
}

bool draft_failed(const draft *d)
{
    return d->text.failed || d->runs.failed;
}

const corpus_run *draft_runs(const draft *d)
{
    return (const corpus_run *)(const void *)d->runs.data;
}

size_t draft_run_count(const draft *d)
{
    return d->runs.len / sizeof(corpus_run);
}

/* The last run, if it is an exact one that ends at `source`. */
static corpus_run *run_before(draft *d, size_t source)
{
    size_t count = draft_run_count(d);
    if (count == 0)
        return NULL;
    corpus_run *last = (corpus_run *)(void *)d->runs.data + count - 1;
    if (!last->exact || last->source + last->source_len != source)
        return NULL;
    return last;
}

static void add_run(draft *d, size_t source, size_t source_len, bool exact)
{
    corpus_run run = {.text = d->text.len,
                      .source = source,
                      .source_len = source_len,
                      .exact = exact};
    buf_add(&d->runs, &run, sizeof run);
}

void draft_copy(draft *d, const char *bytes, size_t len, size_t source)
{
    if (len == 0 || draft_failed(d))
        return;
    corpus_run *run = run_before(d, source);
    if (run != NULL)
        run->source_len += len;
    else
        add_run(d, source, len, true);
    buf_add(&d->text, bytes, len);
}

void draft_make(draft *d, const char *bytes, size_t len, size_t source,
                size_t source_len)
{
    if (len == 0 || draft_failed(d))
        return;
    add_run(d, source, source_len, false);
    buf_add(&d->text, bytes, len);
}

void draft_add(draft *d, const draft *more)
{
    size_t base = d->text.len;
    size_t count = draft_run_count(more);
    for (size_t i = 0; i < count && !draft_failed(d); i++) {
        corpus_run run = draft_runs(more)[i];
        run.text += base;
        buf_add(&d->runs, &run, sizeof run);
    }
    buf_add(&d->text, buf_text(&more->text), more->text.len);
}

size_t draft_run_at(const draft *d, size_t at)
{
    const corpus_run *runs = draft_runs(d);
    size_t low = 0, high = draft_run_count(d);
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (runs[middle].text <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

size_t draft_source(const draft *d, size_t at)
{
    const corpus_run *run = draft_runs(d) + draft_run_at(d, at);
    return run->exact ? run->source + (at - run->text) : run->source;
}

size_t draft_source_end(const draft *d, size_t at)
{
    const corpus_run *run = draft_runs(d) + draft_run_at(d, at);
    return run->source + (run->exact ? at - run->text + 1 : run->source_len);
}

void draft_add_part(draft *d, const draft *more, size_t start, size_t end)
{
    const corpus_run *runs = draft_runs(more);
    size_t count = draft_run_count(more);
    for (size_t i = draft_run_at(more, start); i < count; i++) {
        size_t from = runs[i].text;
        if (from >= end)
            return;
        size_t to = i + 1 < count ? runs[i + 1].text : more->text.len;
        size_t skip = from < start ? start - from : 0;
        to = to < end ? to : end;
        if (from + skip >= to)
            continue;
        const char *bytes = more->text.data + from + skip;
        if (runs[i].exact)
            draft_copy(d, bytes, to - from - skip, runs[i].source + skip);
        else
            draft_make(d, bytes, to - from - skip, runs[i].source,
                       runs[i].source_len);
    }
}

void draft_range(const draft *d, size_t *start, size_t *end)
{
    const corpus_run *runs = draft_runs(d);
    size_t count = draft_run_count(d);
    *start = count == 0 ? 0 : runs[0].source;
    *end = count == 0 ? 0 : runs[count - 1].source + runs[count - 1].source_len;
}
