/* SPDX-License-Identifier: MIT
 *
 * In: an inverter's documents and terms. Out: the same in a segment's file.
 *
 * Whoever comes first sorts the terms and cuts them into pieces. The caller,
 * when it has written the documents, writes pieces from the first on straight
 * into the file. Others meanwhile pack what there is of records that waited,
 * and write pieces from the last on into batches, which are put behind the
 * caller's when they have met. Invariant: what is written of a term depends
 * on the term alone, so the file is the same whoever writes which. */
#include <stdlib.h>

#include "base/huge.h"
#include "base/thread.h"
#include "engine/segment/file/deleted.h"
#include "engine/segment/file/sorting.h"
#include "engine/segment/write/inverter_inside.h"

/* Terms or documents whose memory is fetched ahead of its use. */
#define FETCHED 8u
/* What writing a term costs beside its postings, in postings; and how many
 * paragraphs of a field that is not scored cost as much as one posting. */
#define TERM_WEIGHT 8u
#define PLAIN_PER_POSTING 64u
/* A piece is worth a thread's while from this weight on; a batch of one takes
 * up to a megabyte of memory and what is said of its terms, so there are not
 * many. */
#define PIECE_WEIGHT_LEAST 4096u
#define PIECES 64u
/* A thread's worth of records to be packed, in bytes. */
#define RECORDS_LEAST ((size_t)256 << 10)
#define HELPERS_MAX 15u
/* Documents of a filter that are sorted without more memory. */
#define FEW 16u

typedef struct piece {
    size_t first, end; /* terms */
    bool in_batch;
    lists_batch batch;
} piece;

/* Terms being written by several threads. Pieces first .. last - 1 are nobody's
 * yet. */
typedef struct writing {
    const inverter *inverter;
    const char *data;
    const uint32_t *lengths; /* of the groups' documents */
    const uint32_t *starts;  /* their first documents in the segment, and the
                                end; NULL: each has one */
    sorting_item *items;     /* the terms in order, once they are ready */
    packer *packer;          /* of the records */
    piece pieces[PIECES + 1];
    size_t piece_count;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    /* Under the mutex: */
    bool begun;   /* someone is at it to have them ready */
    bool ready;   /* they are, or */
    bool failed;  /* cannot be for want of memory */
    bool stopped; /* nothing more is to be begun */
    size_t first, last;
    /* The caller's: */
    pthread_t helpers[HELPERS_MAX];
    unsigned helper_count;
} writing;

/* ----------------------------------------------------------- documents --- */

/* All documents, each at its place; NULL without memory. */
static const document **list_documents(const inverter *v)
{
    const document **list = huge_alloc(v->documents.count * sizeof *list);
    for (uint32_t i = 0; list != NULL && i < v->documents.count; i++)
        list[inverter_written(v, i)] = document_at(v, i);
    return list;
}

static bool write_documents(const inverter *v, builder *b)
{
    const size_t count = v->documents.count;
    const document **list = list_documents(v);
    if (list == NULL)
        return false;
    builder_begin_lengths(b, v->length_max);
    for (size_t i = 0; i < count; i++)
        builder_add_length(b, v->groups[list[i]->group].length);
    for (unsigned which = 0; which < ENGINE_VALUE_COUNT; which++) {
        builder_begin_column(b, (engine_value)which);
        for (size_t i = 0; i < count; i++)
            column_writer_add(&b->column, list[i]->values[which]);
    }
    builder_begin_ids(b, &v->shape);
    for (size_t i = 0; i < count; i++) {
        if (i + FETCHED < count)
            __builtin_prefetch(list[i + FETCHED]->id);
        ids_writer_add(&b->ids, list[i]->id, list[i]->id_len);
    }
    free(list);
    return true;
}

static int compare_ids(const sorting_item *a, const sorting_item *b, void *ctx)
{
    const inverter *v = ctx;
    const document *left = document_at(v, a->number);
    const document *right = document_at(v, b->number);
    return sorting_order(left->id, left->id_len, right->id, right->id_len);
}

static int compare_terms(const sorting_item *a, const sorting_item *b,
                         void *ctx)
{
    const inverter *v = ctx;
    const entry *left = entry_at(v, a->number);
    const entry *right = entry_at(v, b->number);
    if (left->field != right->field)
        return left->field < right->field ? -1 : 1;
    return sorting_order(left->term, left->len, right->term, right->len);
}

static bool write_ids(inverter *v, builder *b)
{
    size_t count = v->documents.count;
    sorting_item *items = huge_alloc(count * sizeof *items);
    if (items == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const document *d = document_at(v, i);
        items[i] =
            (sorting_item){sorting_prefix(d->id, d->id_len), (uint32_t)i};
    }
    bool sorted = sorting_sort(items, count, compare_ids, v);
    for (size_t i = 0; sorted && i < count; i++)
        ids_writer_add_sorted(&b->ids, inverter_written(v, items[i].number));
    free(items);
    return sorted;
}

/* --------------------------------------------------------------- terms --- */

/* The postings of a term in the form in which they are written: no more is done
 * for each than must be. */
static void write_posting(chain_reader *r, uint32_t number, uint32_t frequency,
                          bool positions, uint32_t length, postings_writer *w)
{
    postings_writer_document(w, number, frequency, length);
    if (positions)
        for (uint32_t i = 0; i < frequency; i++)
            postings_writer_position(w, (uint32_t)chain_number(r));
    else if (w->positions != NULL)
        postings_writer_without(w, frequency);
}

static void write_scored(const writing *w, chain_reader *r,
                         postings_writer *out)
{
    while (r->left > 0) {
        bool positions;
        const uint32_t frequency = chain_next_scored(r, &positions);
        write_posting(r, r->document, frequency, positions,
                      w->lengths[r->document], out);
    }
}

/* The same where groups have several documents: all of one have its posting. */
static void write_alike(const writing *w, chain_reader *r, postings_writer *out)
{
    while (r->left > 0) {
        bool positions;
        const uint32_t frequency = chain_next_scored(r, &positions);
        const uint32_t *start = &w->starts[r->document];
        const uint32_t length = w->lengths[r->document];
        const unsigned char *numbers = r->at;
        for (uint32_t at = start[0]; at < start[1]; at++) {
            r->at = numbers;
            write_posting(r, at, frequency, positions, length, out);
        }
    }
}

static void write_runs(chain_reader *r, postings_writer *w)
{
    while (r->left > 0) {
        uint32_t count;
        const uint32_t first = chain_next_run(r, &count);
        for (uint32_t i = 0; i < count; i++)
            postings_writer_document(w, first + i, 0, 0);
    }
}

/* Put the places of the documents of all runs into `out`, in order. */
static void sort_few(const inverter *v, chain_reader *r, uint32_t *out)
{
    for (uint32_t had = 0; r->left > 0;) {
        uint32_t count;
        const uint32_t first = chain_next_run(r, &count);
        for (uint32_t i = 0; i < count; i++, had++) {
            const uint32_t place = v->places[first + i];
            uint32_t at = had;
            for (; at > 0 && out[at - 1] > place; at--)
                out[at] = out[at - 1];
            out[at] = place;
        }
    }
}

/* The first and the last place of the documents of all runs. */
static void find_span(const inverter *v, chain_reader r, uint32_t *first,
                      uint32_t *last)
{
    *first = UINT32_MAX;
    *last = 0;
    while (r.left > 0) {
        uint32_t count;
        const uint32_t run = chain_next_run(&r, &count);
        for (uint32_t i = 0; i < count; i++) {
            const uint32_t place = v->places[run + i];
            *first = place < *first ? place : *first;
            *last = place > *last ? place : *last;
        }
    }
}

/* The same by a bit for each place of the span, which is short where the
 * documents are those of a small file. */
static bool sort_many(const inverter *v, chain_reader *r, postings_writer *w)
{
    uint32_t base, last;
    find_span(v, *r, &base, &last);
    const size_t words = deleted_words(last - base + 1);
    uint64_t *bits = calloc(words, sizeof *bits);
    if (bits == NULL)
        return false;
    while (r->left > 0) {
        uint32_t count;
        const uint32_t first = chain_next_run(r, &count);
        for (uint32_t i = 0; i < count; i++) {
            const uint32_t at = v->places[first + i] - base;
            bits[at / 64] |= UINT64_C(1) << at % 64;
        }
    }
    for (uint32_t i = 0; i < words; i++)
        for (uint64_t left = bits[i]; left != 0; left &= left - 1) {
            const uint32_t at = 64 * i + (uint32_t)__builtin_ctzll(left);
            postings_writer_document(w, base + at, 0, 0);
        }
    free(bits);
    return true;
}

/* Documents that are not where they came. False without memory. */
static bool write_moved(const inverter *v, chain_reader *r, postings_writer *w)
{
    uint32_t few[FEW];
    const uint32_t count = r->left;
    if (count > FEW)
        return sort_many(v, r, w);
    sort_few(v, r, few);
    for (uint32_t i = 0; i < count; i++)
        postings_writer_document(w, few[i], 0, 0);
    return true;
}

/* Have the memory fetched of terms that come after the `at`th. */
static void fetch_terms(const inverter *v, const sorting_item *items,
                        size_t count, size_t at)
{
    const size_t far = at + 2 * FETCHED;
    const size_t near = at + FETCHED;
    if (far < count)
        __builtin_prefetch(entry_at(v, items[far].number));
    if (near < count)
        __builtin_prefetch(entry_at(v, items[near].number)->term);
}

/* The lengths of all groups side by side; NULL without memory. */
static uint32_t *list_lengths(const inverter *v)
{
    const size_t count = v->group_count;
    uint32_t *lengths = huge_alloc((count + 1) * sizeof *lengths);
    for (size_t i = 0; lengths != NULL && i < count; i++)
        lengths[i] = v->groups[i].length;
    return lengths;
}

static uint32_t *list_starts(const inverter *v)
{
    const size_t count = v->group_count;
    uint32_t before = 0;
    uint32_t *starts = huge_alloc((count + 1) * sizeof *starts);
    for (size_t i = 0; starts != NULL && i <= count; i++) {
        starts[i] = before;
        before += i < count ? v->groups[i].count : 0;
    }
    return starts;
}

static bool sort_terms(const inverter *v, sorting_item *items)
{
    for (size_t i = 0; i < v->entries.count; i++) {
        const entry *e = entry_at(v, i);
        const uint64_t rest = sorting_prefix(e->term, e->len);
        items[i] =
            (sorting_item){(uint64_t)e->field << 56 | rest >> 8, (uint32_t)i};
    }
    return sorting_sort(items, v->entries.count, compare_terms,
                        (void *)(uintptr_t)v);
}

/* Write the list of the `at`th term but for its end. False without memory. */
static bool write_list(const writing *w, size_t at, size_t end,
                       lists_writer *out)
{
    const inverter *v = w->inverter;
    fetch_terms(v, w->items, end, at);
    const entry *e = entry_at(v, w->items[at].number);
    chain_reader r = chain_read(&e->postings);
    lists_begin(out, e->field, e->term, e->len, e->positions);
    if (field_is_scored(e->field) && w->starts == NULL)
        write_scored(w, &r, &out->postings);
    else if (field_is_scored(e->field))
        write_alike(w, &r, &out->postings);
    else if (w->starts == NULL || r.left == v->documents.count)
        write_runs(&r, &out->postings);
    else
        return write_moved(v, &r, &out->postings);
    return true;
}

/* -------------------------------------------------------------- pieces --- */

static size_t weight_of(const entry *e)
{
    const size_t documents = e->postings.documents;
    return TERM_WEIGHT + (field_is_scored(e->field)
                              ? documents
                              : documents / PLAIN_PER_POSTING);
}

static void cut_pieces(writing *w)
{
    const inverter *v = w->inverter;
    size_t total = 0, weight = 0;
    for (size_t i = 0; i < v->entries.count; i++)
        total += weight_of(entry_at(v, i));
    size_t each = total / PIECES + 1;
    each = each < PIECE_WEIGHT_LEAST ? PIECE_WEIGHT_LEAST : each;
    w->pieces[0].first = 0;
    for (size_t i = 0; i < v->entries.count; i++) {
        weight += weight_of(entry_at(v, w->items[i].number));
        if (weight < each && i + 1 < v->entries.count)
            continue;
        w->pieces[w->piece_count++].end = i + 1;
        w->pieces[w->piece_count].first = i + 1;
        weight = 0;
    }
    w->last = w->piece_count;
}

/* Have the terms in order and cut, be it by another thread. False without
 * memory. */
static bool get_ready(writing *w)
{
    pthread_mutex_lock(&w->mutex);
    const bool ours = !w->begun;
    w->begun = true;
    if (ours) {
        pthread_mutex_unlock(&w->mutex);
        const bool sorted = sort_terms(w->inverter, w->items);
        pthread_mutex_lock(&w->mutex);
        if (sorted)
            cut_pieces(w);
        w->failed = !sorted;
        w->ready = true;
        pthread_cond_broadcast(&w->changed);
    }
    while (!w->ready)
        pthread_cond_wait(&w->changed, &w->mutex);
    const bool ok = !w->failed;
    pthread_mutex_unlock(&w->mutex);
    return ok;
}

/* The first piece that is nobody's, or the last; NULL if there is none. */
static piece *take_first(writing *w)
{
    pthread_mutex_lock(&w->mutex);
    piece *taken = w->first < w->last ? &w->pieces[w->first++] : NULL;
    pthread_mutex_unlock(&w->mutex);
    return taken;
}

static piece *take_last(writing *w)
{
    pthread_mutex_lock(&w->mutex);
    piece *taken =
        w->first < w->last && !w->stopped ? &w->pieces[--w->last] : NULL;
    if (taken != NULL)
        taken->in_batch = true;
    pthread_mutex_unlock(&w->mutex);
    return taken;
}

static void write_piece(const writing *w, const piece *p, builder *b)
{
    for (size_t i = p->first; i < p->end && !b->failed; i++) {
        if (!write_list(w, i, p->end, &b->lists))
            b->failed = true;
        builder_end_term(b);
    }
}

static void write_in_batch(const writing *w, piece *p)
{
    lists_batch *batch = &p->batch;
    if (lists_batch_open(batch, w->data, NULL) != PILCROW_OK)
        batch->failed = true;
    for (size_t i = p->first; i < p->end && !batch->failed; i++) {
        if (!write_list(w, i, p->end, &batch->lists))
            batch->failed = true;
        lists_batch_end(batch);
    }
    if (!batch->failed) /* of one that has, all tells why */
        lists_release(&batch->lists);
}

/* Do one thing that is to be done, records first: the caller cannot go on
 * without them. False if there is none and will be none. */
static bool help_once(writing *w, deflater *d)
{
    piece *p;
    if (d != NULL && packer_help(w->packer, d))
        return true;
    if (!get_ready(w))
        return false;
    if ((p = take_last(w)) == NULL)
        return d != NULL && packer_wait(w->packer);
    write_in_batch(w, p);
    return true;
}

static void *help(void *ctx)
{
    writing *w = ctx;
    deflater *d = deflater_new();
    while (help_once(w, d))
        continue;
    deflater_free(d);
    return NULL;
}

/* Each is to have enough to do. */
static void start_helpers(writing *w, unsigned jobs)
{
    const inverter *v = w->inverter;
    const size_t tasks = v->entries.count * TERM_WEIGHT / PIECE_WEIGHT_LEAST +
                         inverter_waiting(v) / RECORDS_LEAST;
    packer_share(w->packer, true);
    while (w->helper_count + 1 < jobs && w->helper_count < HELPERS_MAX &&
           w->helper_count < tasks &&
           thread_start(&w->helpers[w->helper_count], help, w))
        w->helper_count++;
    if (w->helper_count == 0)
        packer_share(w->packer, false);
}

/* Wait for the helpers, who begin nothing more. */
static void stop_helpers(writing *w)
{
    pthread_mutex_lock(&w->mutex);
    w->stopped = true;
    pthread_mutex_unlock(&w->mutex);
    packer_share(w->packer, false);
    while (w->helper_count > 0)
        pthread_join(w->helpers[--w->helper_count], NULL);
}

/* -------------------------------------------------------- to a segment --- */

/* All is ready: write what waits, documents and terms. */
static bool write_all(writing *w, inverter *v, builder *b)
{
    if (inverter_settle(v, &b->records, NULL) != PILCROW_OK ||
        !write_documents(v, b) || !write_ids(v, b) || !get_ready(w))
        return false;
    builder_begin_terms(b);
    for (piece *p; !b->failed && (p = take_first(w)) != NULL;)
        write_piece(w, p, b);
    stop_helpers(w);
    for (size_t i = w->last; i < w->piece_count && !b->failed; i++)
        builder_add_batch(b, &w->pieces[i].batch);
    return true;
}

static void release_pieces(writing *w)
{
    for (size_t i = 0; i < w->piece_count; i++)
        if (w->pieces[i].in_batch)
            lists_batch_release(&w->pieces[i].batch);
}

pilcrow_status inverter_write(inverter *v, builder *b, const char *data,
                              unsigned jobs, pilcrow_error *err)
{
    writing *w = calloc(1, sizeof *w);
    uint32_t *lengths = list_lengths(v);
    uint32_t *starts = NULL;
    sorting_item *items = huge_alloc((v->entries.count + 1) * sizeof *items);
    bool ok = w != NULL && lengths != NULL && items != NULL &&
              inverter_find_places(v);
    if (ok && v->places != NULL)
        ok = (starts = list_starts(v)) != NULL;
    if (ok) {
        w->inverter = v;
        w->data = data;
        w->lengths = lengths;
        w->starts = starts;
        w->items = items;
        w->packer = &b->records.packer;
        pthread_mutex_init(&w->mutex, NULL);
        pthread_cond_init(&w->changed, NULL);
        start_helpers(w, jobs);
        ok = write_all(w, v, b);
        stop_helpers(w);
        release_pieces(w);
        pthread_cond_destroy(&w->changed);
        pthread_mutex_destroy(&w->mutex);
    }
    free(items);
    free(starts);
    free(lengths);
    free(w);
    return ok ? PILCROW_OK : error_no_memory(err);
}
