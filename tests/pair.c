/* SPDX-License-Identifier: MIT
 *
 * In: steps and probes. Out: where the engine and the reference disagree.
 * Invariant: once they do nothing more is compared. */
#include "pair.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "random_trees.h"

#define TOLERANCE 1e-6

/* Keep the first disagreement. Returns true. */
static bool disagree(pair *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool disagree(pair *p, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    if (p->why[0] == '\0')
        vsnprintf(p->why, sizeof p->why, format, values);
    va_end(values);
    return true;
}

void pair_open(pair *p)
{
    *p = (pair){.dir = kit_folder(), .reference = reference_new()};
    p->writer = kit_writer(p->dir);
}

void pair_close(pair *p)
{
    engine_snapshot_close(p->snapshot);
    engine_writer_close(p->writer);
    kit_remove(p->dir);
    reference_free(p->reference);
    free(p->numbers);
    free(p->refs);
}

/* ---------------------------------------------------------------- steps --- */

static void apply_add(pair *p, const step *s, uint64_t right)
{
    pilcrow_error err = {0};
    const pilcrow_status status = kit_add(p->writer, &s->paragraph, &err);
    if (status != (right == 1 ? PILCROW_OK : PILCROW_EXISTS))
        disagree(p, "adding %s came to %d '%s', not %s", s->paragraph.id,
                 (int)status, err.message, right == 1 ? "OK" : "EXISTS");
}

static void apply_delete(pair *p, const step *s, uint64_t right)
{
    uint64_t deleted = 0;
    pilcrow_error err = {0};
    if (engine_writer_delete(p->writer, s->field, s->term, strlen(s->term),
                             &deleted, &err) != PILCROW_OK)
        disagree(p, "deleting %s failed: %s", s->term, err.message);
    else if (deleted != right)
        disagree(p, "%s: %" PRIu64 " deleted, not %" PRIu64, s->term, deleted,
                 right);
}

static void reopen(pair *p)
{
    pilcrow_error err = {0};
    engine_writer_close(p->writer);
    p->writer = NULL;
    if (engine_writer_open(&p->writer, p->dir, NULL, &err) != PILCROW_OK)
        fail_msg("cannot open the index again: %s", err.message);
}

void pair_apply(pair *p, const step *s)
{
    pilcrow_error err = {0};
    pilcrow_status status = PILCROW_OK;
    const uint64_t right = reference_apply(p->reference, s);
    if (s->kind == STEP_ADD)
        apply_add(p, s, right);
    else if (s->kind == STEP_DELETE)
        apply_delete(p, s, right);
    else if (s->kind == STEP_COMMIT)
        status = engine_writer_commit(p->writer, &err);
    else if (s->kind == STEP_ROLLBACK)
        status = engine_writer_rollback(p->writer, &err);
    else
        reopen(p);
    if (status != PILCROW_OK)
        disagree(p, "commit or rollback failed: %s", err.message);
}

/* ----------------------------------------------------- what is in there --- */

static bool note_record(void *ctx, engine_ref ref, const char *record,
                        size_t len, const uint64_t *values, const char *reason)
{
    pair *p = ctx;
    const char *space = record == NULL ? NULL : memchr(record, ' ', len);
    if (space == NULL)
        return !disagree(p, "a record is damaged: %s", reason);
    const size_t id_len = (size_t)(space - record);
    const size_t i = reference_find(p->reference, record, id_len);
    if (i == SIZE_MAX || p->count == reference_count(p->reference))
        return !disagree(p, "%.*s should not be there", (int)id_len, record);
    const kit_paragraph *right = reference_paragraph(p->reference, i);
    if (len - id_len - 1 != strlen(right->body) ||
        memcmp(space + 1, right->body, len - id_len - 1) != 0 ||
        values[ENGINE_DOCUMENT] != right->document ||
        values[ENGINE_ORDINAL] != right->ordinal)
        return !disagree(p, "%s has another record or number", right->id);
    p->refs[p->count] = ref;
    p->numbers[p->count++] = i;
    return true;
}

/* Sort both lists by ref. They are nearly sorted, or wholly. */
static void sort_refs(pair *p)
{
    for (size_t i = 1; i < p->count; i++)
        for (size_t j = i; j > 0 && p->refs[j - 1] > p->refs[j]; j--) {
            const engine_ref ref = p->refs[j];
            const size_t number = p->numbers[j];
            p->refs[j] = p->refs[j - 1];
            p->numbers[j] = p->numbers[j - 1];
            p->refs[j - 1] = ref;
            p->numbers[j - 1] = number;
        }
}

static pilcrow_status open_newest(pair *p, bool anew, pilcrow_error *err)
{
    if (p->snapshot != NULL && !anew)
        return engine_snapshot_refresh(p->snapshot, err);
    engine_snapshot_close(p->snapshot);
    p->snapshot = NULL;
    return engine_snapshot_open(&p->snapshot, p->dir, err);
}

void pair_look(pair *p, bool anew)
{
    pilcrow_error err = {0};
    engine_stats stats = {0};
    const size_t right = reference_count(p->reference);
    p->refs = realloc(p->refs, (right + 1) * sizeof *p->refs);
    p->numbers = realloc(p->numbers, (right + 1) * sizeof *p->numbers);
    p->count = 0;
    pilcrow_status status = open_newest(p, anew, &err);
    if (status == PILCROW_OK)
        status = engine_snapshot_stats(p->snapshot, &stats, &err);
    if (status == PILCROW_OK)
        status = engine_each_record(p->snapshot, note_record, p, &err);
    if (status != PILCROW_OK) {
        disagree(p, "the index cannot be read: %s", err.message);
        return;
    }
    if (p->count != right || stats.paragraphs != right)
        disagree(p, "%zu records and %" PRIu64 " paragraphs, not %zu", p->count,
                 stats.paragraphs, right);
    if (stats.words != reference_words(p->reference))
        disagree(p, "%" PRIu64 " words, not %" PRIu64, stats.words,
                 reference_words(p->reference));
    sort_refs(p);
}

/* The paragraph of that ref; SIZE_MAX if there is none. */
static size_t number_of(const pair *p, engine_ref ref)
{
    size_t low = 0, high = p->count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (p->refs[middle] == ref)
            return p->numbers[middle];
        if (p->refs[middle] < ref)
            low = middle + 1;
        else
            high = middle;
    }
    return SIZE_MAX;
}

static const char *id_of(const pair *p, size_t number)
{
    return number == SIZE_MAX ? "?"
                              : reference_paragraph(p->reference, number)->id;
}

/* ---------------------------------------------------------------- terms --- */

static void compare_term(pair *p, const engine_query *term)
{
    uint64_t paragraphs, occurrences, right[2], length;
    uint32_t frequency;
    reference_frequencies(p->reference, term->field, term->term, term->len,
                          &right[0], &right[1]);
    assert_ok(engine_frequencies(p->snapshot, term->field, term->term,
                                 term->len, &paragraphs, &occurrences, err));
    if (paragraphs != right[0] || occurrences != right[1])
        disagree(p,
                 "%.*s is in %" PRIu64 " paragraphs %" PRIu64
                 " times, not %" PRIu64 " and %" PRIu64,
                 (int)term->len, term->term, paragraphs, occurrences, right[0],
                 right[1]);
    for (size_t i = 0; i < p->count; i += 1 + p->count / 8) {
        const size_t number = p->numbers[i];
        assert_ok(engine_occurrences(p->snapshot, p->refs[i], term->field,
                                     term->term, term->len, &frequency,
                                     &length, err));
        if (frequency != reference_occurrences(p->reference, number,
                                               term->field, term->term,
                                               term->len) ||
            length != reference_length(p->reference, number))
            disagree(p, "%.*s in %s: %u times of %" PRIu64, (int)term->len,
                     term->term, id_of(p, number), (unsigned)frequency, length);
    }
}

static void compare_terms(pair *p, const engine_query *q)
{
    if (q->op == ENGINE_TERM)
        compare_term(p, q);
    for (size_t i = 0; i < q->child_count; i++)
        compare_terms(p, q->children[i]);
}

/* ----------------------------------------------------------------- hits --- */

/* What the engine finds for the tree, every hit of it. */
typedef struct answer {
    engine_result result;
    reference_row *rows;
    size_t *numbers;     /* of the paragraphs found */
    size_t expected;     /* how many there should be */
    bool scored;         /* engine.h says what their scores are */
} answer;

static bool close_to(double a, double b)
{
    return fabs(a - b) <= TOLERANCE * fmax(1, fabs(b));
}

static void answer_release(answer *a)
{
    engine_result_release(&a->result);
    free(a->rows);
    free(a->numbers);
}

/* The best score of the paragraph's document; of itself, where hits are not by
 * document. */
static double right_score(const pair *p, const answer *a, const probe *q,
                          size_t number)
{
    double best = a->rows[number].score;
    const uint64_t document =
        reference_paragraph(p->reference, number)->document;
    for (size_t i = 0; q->options.by_document && i < p->count; i++)
        if (a->rows[i].match &&
            reference_paragraph(p->reference, i)->document == document)
            best = fmax(best, a->rows[i].score);
    return best;
}

/* How many hits there should be: paragraphs that match, or their documents. */
static size_t count_expected(const pair *p, const answer *a, bool by_document)
{
    size_t count = 0;
    for (size_t i = 0; i < reference_count(p->reference); i++) {
        bool first = a->rows[i].match;
        const uint64_t document =
            reference_paragraph(p->reference, i)->document;
        for (size_t j = 0; first && by_document && j < i; j++)
            first = !a->rows[j].match ||
                    reference_paragraph(p->reference, j)->document != document;
        count += first;
    }
    return count;
}

/* The hit belongs there, once, with its score. */
static void compare_hit(pair *p, const answer *a, const probe *q, size_t i,
                        bool *seen)
{
    const engine_hit *hit = &a->result.hits[i];
    const size_t number = a->numbers[i];
    if (number == SIZE_MAX || !a->rows[number].match) {
        disagree(p, "%s should not be found", id_of(p, number));
        return;
    }
    const uint64_t document =
        reference_paragraph(p->reference, number)->document;
    if (seen[number])
        disagree(p, "%s is found twice", id_of(p, number));
    for (size_t j = 0; q->options.by_document && j < p->count; j++)
        if (seen[j] &&
            reference_paragraph(p->reference, j)->document == document)
            disagree(p, "document %" PRIu64 " is found twice", document);
    seen[number] = true;
    if (!a->scored)
        return;
    const double right = right_score(p, a, q, number);
    if (!close_to(hit->score, right) ||
        !close_to(hit->score, a->rows[number].score))
        disagree(p, "%s scores %.9f, not %.9f", id_of(p, number), hit->score,
                 right);
}

/* From the highest score, ties in the order of adding. */
static void compare_order(pair *p, const answer *a, size_t i)
{
    const engine_hit *hits = a->result.hits;
    if (hits[i].score < hits[i + 1].score)
        disagree(p, "%s comes before %s, which scores more",
                 id_of(p, a->numbers[i]), id_of(p, a->numbers[i + 1]));
    if (hits[i].score == hits[i + 1].score && a->numbers[i] > a->numbers[i + 1])
        disagree(p, "%s comes before %s, added later and of the same score",
                 id_of(p, a->numbers[i]), id_of(p, a->numbers[i + 1]));
}

/* Ask for every hit, and hold them against the reference. */
static void compare_all(pair *p, const probe *q, answer *a)
{
    pilcrow_error err = {0};
    engine_search_options options = q->options;
    const size_t count = reference_count(p->reference);
    *a = (answer){.scored = true};
    a->rows = reference_search(p->reference, q->query, options.k1, options.b);
    a->expected = count_expected(p, a, options.by_document);
    if (tree_holds(q->query, ENGINE_SYNONYM))
        a->scored = !engine_choice_is("xapian") &&
                    tree_groups_are_plain(q->query);
    options.offset = 0;
    options.limit = count + 5;
    options.count = true;
    if (engine_search(p->snapshot, q->query, &options, &a->result, &err) !=
        PILCROW_OK) {
        disagree(p, "the search failed: %s", err.message);
        return;
    }
    bool *seen = calloc(count + 1, sizeof *seen);
    a->numbers = calloc(a->result.count + 1, sizeof *a->numbers);
    for (size_t i = 0; i < a->result.count; i++)
        a->numbers[i] = number_of(p, a->result.hits[i].ref);
    for (size_t i = 0; i < a->result.count && p->why[0] == '\0'; i++)
        compare_hit(p, a, q, i, seen);
    for (size_t i = 0; i + 1 < a->result.count && p->why[0] == '\0'; i++)
        compare_order(p, a, i);
    for (size_t i = 0; !options.by_document && i < count; i++)
        if (a->rows[i].match && !seen[i])
            disagree(p, "%s is not found", id_of(p, i));
    if (a->result.count != a->expected || a->result.total != a->expected ||
        !a->result.exact)
        disagree(p, "%zu hits of %" PRIu64 ", not %zu", a->result.count,
                 a->result.total, a->expected);
    free(seen);
}

/* A page is that part of all hits; only what differs by rounding may change
 * places. */
static void compare_page(pair *p, const probe *q, const answer *a)
{
    engine_result page = {0};
    pilcrow_error err = {0};
    if (engine_search(p->snapshot, q->query, &q->options, &page, &err) !=
        PILCROW_OK) {
        disagree(p, "the search for a page failed: %s", err.message);
        return;
    }
    const size_t from = q->options.offset < a->result.count ? q->options.offset
                                                            : a->result.count;
    const size_t rest = a->result.count - from;
    const size_t right = rest < q->options.limit ? rest : q->options.limit;
    if (page.count != right)
        disagree(p, "%zu hits on the page, not %zu", page.count, right);
    for (size_t i = 0; i < page.count && i < right; i++) {
        const engine_hit *whole = &a->result.hits[from + i];
        const bool same = page.hits[i].ref == whole->ref;
        const double apart = fabs(page.hits[i].score - whole->score);
        if (same ? !(apart < 1e-9) : !(apart < 1e-9 && apart > 0))
            disagree(p, "hit %zu of the page is %s %.12f, not %s %.12f", i,
                     id_of(p, number_of(p, page.hits[i].ref)),
                     page.hits[i].score, id_of(p, a->numbers[from + i]),
                     whole->score);
    }
    if (page.exact ? page.total != a->expected : page.total > a->expected)
        disagree(p, "%s %" PRIu64 " in all, not %zu",
                 page.exact ? "exactly" : "at least", page.total, a->expected);
    if (!page.exact && q->options.count)
        disagree(p, "a count was asked for and did not come");
    engine_result_release(&page);
}

/* Each paragraph that matches, once. */
typedef struct matching {
    const pair *p;
    reference_row *rows;
    size_t matched, wrong;
} matching;

static bool see_match(void *ctx, engine_ref ref, uint64_t document)
{
    matching *m = ctx;
    const size_t number = number_of(m->p, ref);
    m->matched++;
    if (number == SIZE_MAX || !m->rows[number].match ||
        reference_paragraph(m->p->reference, number)->document != document) {
        m->wrong++;
        return true;
    }
    m->rows[number].match = false;
    return true;
}

static void compare_matches(pair *p, const probe *q)
{
    matching m = {.p = p};
    m.rows = reference_search(p->reference, q->query, 1, 0.5);
    size_t right = 0;
    for (size_t i = 0; i < reference_count(p->reference); i++)
        right += m.rows[i].match;
    assert_ok(
        engine_each_match(p->snapshot, q->query, 0, see_match, &m, err));
    if (m.wrong > 0 || m.matched != right)
        disagree(p, "%zu matches, %zu of them wrong; not %zu", m.matched,
                 m.wrong, right);
    free(m.rows);
}

void pair_compare(pair *p, const probe *q)
{
    answer a;
    compare_all(p, q, &a);
    if (p->why[0] == '\0')
        compare_page(p, q, &a);
    if (p->why[0] == '\0')
        compare_matches(p, q);
    if (p->why[0] == '\0')
        compare_terms(p, q->query);
    answer_release(&a);
}
