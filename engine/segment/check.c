/* SPDX-License-Identifier: MIT
 *
 * In: a data folder that may be damaged. Out: a sentence for each damage.
 * Every page of every file is hashed anew; then, for a file whose pages are
 * whole, its content is read from end to end, for a writer's mistake has good
 * checksums too. Invariant: what is damaged in one file does not keep the
 * others from being looked at. */
#include "engine/segment/check.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/segment/file/files.h"
#include "engine/segment/file/manifest.h"
#include "engine/segment/file/postings.h"
#include "engine/segment/file/sorting.h"

/* A writer may commit while a generation is being checked; so many times. */
#define TRIES 20

typedef struct checking {
    const char *data;
    pilcrow_damage_fn found;
    void *ctx;
    uint64_t damages;
    uint64_t generation;
    bool overtaken; /* by a writer, which has removed files */
    bool no_memory; /* so that not all was looked at */
    char file[64]; /* the one being looked at */
} checking;

static void report(checking *c, const char *what)
{
    char sentence[sizeof((pilcrow_error *)0)->message + 80];
    c->damages++;
    snprintf(sentence, sizeof sentence, "%s%s%s", c->file,
             c->file[0] != '\0' ? ": " : "", what);
    if (c->found != NULL)
        c->found(c->ctx, sentence);
}

/* A sentence that names its file itself. */
static void report_whole(checking *c, const char *sentence)
{
    c->file[0] = '\0';
    report(c, sentence);
}

/* A file could not be opened. If it is not there because a newer generation
 * has no need of it, the check begins anew. */
static void report_unopened(checking *c, pilcrow_status status,
                            const char *sentence)
{
    manifest now;
    if (status == PILCROW_NO_MEMORY) {
        c->no_memory = true;
        return;
    }
    if (status == PILCROW_NOT_FOUND &&
        manifest_read(&now, c->data, NULL) == PILCROW_OK) {
        c->overtaken = c->overtaken || now.generation != c->generation;
        manifest_release(&now);
    }
    if (!c->overtaken)
        report_whole(c, sentence);
}

static void check_pages(checking *c, pages *p)
{
    char what[96];
    uint64_t first = 0;
    uint64_t bad = pages_check(p, &first);
    if (bad == 0)
        return;
    snprintf(what, sizeof what,
             "%" PRIu64 " page%s not as written, the first at byte %" PRIu64,
             bad, bad == 1 ? " is" : "s are", first);
    report(c, what);
}

/* --------------------------------------------------------- by document --- */

static void check_lengths(checking *c, segment *s)
{
    uint64_t words = 0;
    uint32_t min = UINT32_MAX;
    uint32_t max = 0;
    if (!segment_lengths(s, 0, s->documents - 1)) {
        report(c, "its lengths cannot be read");
        return;
    }
    for (uint32_t i = 0; i < s->documents; i++) {
        uint32_t length = segment_length(s, i);
        words += length;
        min = length < min ? length : min;
        max = length > max ? length : max;
    }
    if (words != s->words || min != s->length_min || max != s->length_max)
        report(c, "its lengths are not those that it was written with");
}

static void check_values(checking *c, segment *s)
{
    uint64_t values[SEGMENT_VALUES_BLOCK];
    for (unsigned which = 0; which < ENGINE_VALUE_COUNT; which++)
        for (uint32_t at = 0; at < s->documents; at += SEGMENT_VALUES_BLOCK)
            if (!segment_values(s, (engine_value)which,
                                at / SEGMENT_VALUES_BLOCK, values)) {
                report(c, "the numbers kept with its paragraphs cannot be "
                          "read");
                return;
            }
}

/* Each document once, in the order of their ids, no id twice. */
static void check_ids(checking *c, segment *s)
{
    char last[ENGINE_TERM_MAX];
    size_t last_len = 0;
    for (uint32_t rank = 0; rank < s->documents; rank++) {
        char id[ENGINE_TERM_MAX];
        size_t len;
        uint32_t document;
        if (!ids_by_rank(&s->ids, rank, &document) ||
            !ids_get(&s->ids, document, id, &len) || len == 0 ||
            sorting_order(last, last_len, id, len) >= 0) {
            report(c, "its ids do not hold together");
            return;
        }
        memcpy(last, id, len);
        last_len = len;
    }
}

static void check_records(checking *c, segment *s)
{
    buf record;
    buf_init(&record, ENGINE_RECORD_MAX + ENGINE_TERM_MAX);
    pilcrow_status status = PILCROW_OK;
    for (uint32_t i = 0; i < s->documents && status == PILCROW_OK; i++)
        status = segment_record(s, i, &record, NULL);
    if (status == PILCROW_NO_MEMORY)
        c->no_memory = true;
    else if (status != PILCROW_OK)
        report(c, "a stored paragraph cannot be read");
    buf_release(&record);
}

/* ------------------------------------------------------------- by term --- */

/* What a list says must be what the table of terms says of it. */
static bool list_holds(segment *s, const segment_term *term, uint32_t *lengths)
{
    postings_reader r;
    uint32_t document;
    uint32_t documents = 0;
    uint64_t occurrences = 0;
    if (!postings_reader_open(&r, s, term))
        return false;
    while ((document = postings_reader_next(&r)) != POSTINGS_END) {
        if (document >= s->documents)
            return false;
        uint32_t frequency = postings_reader_frequency(&r);
        uint32_t count =
            term->positions_len > 0 ? postings_reader_positions(&r) : 0;
        uint64_t next = 0;
        for (uint32_t i = 0; i < count; i++) {
            uint32_t position = postings_reader_position(&r);
            if (position < next || position >= ENGINE_POSITION_MAX)
                return false;
            next = (uint64_t)position + 1;
        }
        if (count != 0 && count != frequency)
            return false;
        documents++;
        occurrences += frequency;
        lengths[document] += frequency;
    }
    return !r.corrupt && documents == term->documents &&
           occurrences == term->occurrences;
}

/* Terms ascend, and their lists follow one another without a gap. */
static bool terms_hold(segment *s, uint32_t *lengths)
{
    segment_walk w;
    char last[ENGINE_TERM_MAX];
    size_t last_len = 0;
    uint64_t count = 0;
    uint64_t next = s->postings;
    engine_field field = 0;
    pilcrow_status status = segment_walk_begin(&w, s, 0, "", 0, NULL);
    for (; status == PILCROW_OK && !w.done; count++) {
        if (w.at.docs != next || w.field < field || w.field == ENGINE_ID ||
            (w.field == field && count > 0 &&
             sorting_order(last, last_len, w.term, w.len) >= 0) ||
            !list_holds(s, &w.at, lengths))
            return false;
        next += w.at.docs_len + w.at.positions_len;
        field = w.field;
        last_len = w.len;
        memcpy(last, w.term, w.len);
        status = segment_walk_next(&w, NULL);
    }
    return status == PILCROW_OK && count == s->terms.place.count &&
           next == s->postings + s->postings_len;
}

static void check_terms(checking *c, segment *s)
{
    uint32_t *lengths = calloc(s->documents, sizeof *lengths);
    if (lengths == NULL) {
        c->no_memory = true;
        return;
    }
    bool good = terms_hold(s, lengths);
    for (uint32_t i = 0; good && i < s->documents; i++)
        good = lengths[i] == segment_length(s, i);
    if (!good)
        report(c, "its terms do not hold together");
    free(lengths);
}

/* ---------------------------------------------------------------- files --- */

static void name_file(checking *c, const char *kind, uint64_t number)
{
    snprintf(c->file, sizeof c->file, "%s-%" PRIu64, kind, number);
}

static void check_content(checking *c, segment *s)
{
    uint64_t before = c->damages;
    check_pages(c, &s->pages);
    if (c->damages != before)
        return;
    check_lengths(c, s);
    check_values(c, s);
    check_ids(c, s);
    check_records(c, s);
    if (c->damages == before)
        check_terms(c, s);
}

/* The bitmap of what is deleted, and the words that are left. */
static void check_deleted(checking *c, segment *s,
                          const manifest_segment *info)
{
    pilcrow_error why = {0};
    uint64_t words = s->words;
    uint64_t *bits = NULL;
    pilcrow_status status = PILCROW_OK;
    if (info->deleted_count > 0)
        status = deleted_read(&bits, c->data, &info->deleted, info->documents,
                              info->deleted_count, &why);
    if (status != PILCROW_OK) {
        report_unopened(c, status, why.message);
        return;
    }
    for (uint32_t i = 0; bits != NULL && i < s->documents; i++)
        if ((bits[i / 64] >> i % 64 & 1) != 0)
            words -= segment_length(s, i);
    free(bits);
    if (words != info->words)
        report(c, "it has other lengths than the manifest says");
}

static void check_segment(checking *c, const manifest_segment *info)
{
    segment *s = NULL;
    pilcrow_error why = {0};
    pilcrow_status status = segment_open(&s, c->data, &info->name, &why);
    if (status != PILCROW_OK) {
        report_unopened(c, status, why.message);
        return;
    }
    uint64_t before = c->damages;
    name_file(c, "segment", info->name.number);
    if (s->documents != info->documents)
        report(c, "it has another number of paragraphs than the manifest "
                  "says");
    else
        check_content(c, s);
    if (c->damages == before)
        check_deleted(c, s, info);
    segment_close(s);
}

static bool count_key(void *ctx, const char *key, size_t key_len,
                      const char *value, size_t len)
{
    uint64_t *count = ctx;
    (void)key;
    (void)key_len;
    (void)value;
    (void)len;
    ++*count;
    return true;
}

static void check_metadata(checking *c, const metadata_name *name)
{
    metadata_file file;
    uint64_t count = 0;
    pilcrow_error why = {0};
    pilcrow_status status = metadata_open(&file, c->data, name, &why);
    if (status != PILCROW_OK) {
        report_unopened(c, status, why.message);
        return;
    }
    uint64_t before = c->damages;
    name_file(c, "metadata", name->number);
    check_pages(c, &file.pages);
    if (c->damages == before)
        status = metadata_each(&file, 1, true, "", 0, count_key, &count, NULL);
    if (status == PILCROW_NO_MEMORY)
        c->no_memory = true;
    else if (c->damages == before &&
             (status != PILCROW_OK || count != file.table.place.count))
        report(c, "its keys do not hold together");
    metadata_close(&file);
}

/* One generation, the newest. OK also when damage was found. */
static pilcrow_status check_newest(checking *c, pilcrow_error *err)
{
    manifest m;
    pilcrow_error why = {0};
    c->overtaken = false;
    pilcrow_status status = manifest_read(&m, c->data, &why);
    if (status == PILCROW_CORRUPT)
        report_whole(c, why.message);
    else if (status != PILCROW_OK)
        return error_set(err, status, "%s", why.message);
    c->generation = m.generation;
    for (size_t i = 0; i < m.segment_count && !c->overtaken; i++)
        check_segment(c, &m.segments[i]);
    for (size_t i = 0; i < m.metadata_count && !c->overtaken; i++)
        check_metadata(c, &m.metadata[i]);
    manifest_release(&m);
    return PILCROW_OK;
}

pilcrow_status check_folder(const char *data, pilcrow_damage_fn found,
                            void *ctx, pilcrow_error *err)
{
    checking c = {.data = data, .found = found, .ctx = ctx};
    pilcrow_status status = check_newest(&c, err);
    for (int i = 1; i < TRIES && c.overtaken && c.damages == 0; i++)
        status = check_newest(&c, err);
    if (status != PILCROW_OK)
        return status;
    if (c.damages > 0)
        return error_set(err, PILCROW_CORRUPT,
                         "the index is damaged; rebuild it with --full");
    if (c.no_memory)
        return error_no_memory(err);
    if (c.overtaken)
        return error_set(err, PILCROW_STALE,
                         "a writer keeps changing the index; check again");
    return PILCROW_OK;
}
