/* SPDX-License-Identifier: MIT
 *
 * In: readers, each a thread with a handle of its own, and a writer that
 * replaces, deletes, merges, compacts and builds anew as fast as it can. Out: no
 * error reaches a reader; whatever it finds is of one generation, all of it, and
 * none older than what it has seen; and how long a search takes beside the writer
 * and without. Built with ThreadSanitizer by c_only.sh. */
#include "index_script.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "engine_choice.h"

#define READERS 8
#define DOCUMENTS 24
#define OTHERS 6
#define SHOWS 1500 /* by each reader */

static char folder[64], dir[80];

/* --------------------------------------------------------------- writing --- */

/* Every document of a generation holds its number: "stamp 17 all". */
static pilcrow_status write_generation(unsigned generation, bool full,
                                       pilcrow_error *err)
{
    static char names[DOCUMENTS][16], texts[DOCUMENTS][200];
    pilcrow_source sources[DOCUMENTS];
    pilcrow_report *report = NULL;
    for (unsigned i = 0; i < DOCUMENTS; i++) {
        snprintf(names[i], sizeof names[i], "d%u.txt", i);
        snprintf(texts[i], sizeof texts[i],
                 "stamp %u all of the harbour council, paper %u and word%u.\n",
                 generation, i, (generation * 7 + i) % 50);
        sources[i] = (pilcrow_source){names[i], texts[i], strlen(texts[i])};
    }
    pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
    options.memory_mb = 1;
    options.full = full;
    pilcrow_status status =
        pilcrow_update(&report, dir, sources, DOCUMENTS, &options, err);
    pilcrow_report_free(report);
    return status;
}

/* Documents that come and go together. */
static pilcrow_status write_others(bool there, pilcrow_error *err)
{
    static char names[OTHERS][16];
    const char *paths[OTHERS];
    pilcrow_source sources[OTHERS];
    pilcrow_report *report = NULL;
    const char *text = "Something else altogether.\n";
    for (unsigned i = 0; i < OTHERS; i++) {
        snprintf(names[i], sizeof names[i], "o%u.txt", i);
        paths[i] = names[i];
        sources[i] = (pilcrow_source){names[i], text, strlen(text)};
    }
    pilcrow_status status =
        there ? pilcrow_update(&report, dir, sources, OTHERS, NULL, err)
              : pilcrow_forget(&report, dir, paths, OTHERS, err);
    pilcrow_report_free(report);
    return status == PILCROW_NOT_FOUND ? PILCROW_OK : status;
}

static pilcrow_status write_some(unsigned round, pilcrow_error *err)
{
    pilcrow_status status = write_generation(round, round % 23 == 22, err);
    if (status == PILCROW_OK && round % 3 == 0)
        status = write_others(round % 2 == 0, err);
    if (status == PILCROW_OK && round % 11 == 10)
        status = pilcrow_compact(NULL, NULL, dir, err);
    return status;
}

/* --------------------------------------------------------------- reading ---
 */

typedef struct reader {
    pthread_t thread;
    long queries;
    uint64_t seed;
    unsigned newest; /* generation seen */
    long generations;
    uint32_t *micros; /* each query took */
    char fault[1200]; /* "" if none */
} reader;

static double now_micros(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

/* The first fault is the one that is told. */
__attribute__((format(printf, 2, 3))) static void fault(reader *r,
                                                        const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (r->fault[0] == '\0')
        vsnprintf(r->fault, sizeof r->fault, format, arguments);
    va_end(arguments);
}

/* All hits are of one generation, and there are as many as it has. */
static void look_at_stamps(reader *r, const pilcrow_hits *hits)
{
    unsigned first = 0;
    size_t count = pilcrow_hits_count(hits);
    for (size_t i = 0; i < count; i++) {
        unsigned stamp = 0;
        const char *text = pilcrow_hits_get(hits, i)->paragraph.text;
        if (sscanf(text, "stamp %u all", &stamp) != 1)
            fault(r, "wrong hit: %.100s", text);
        first = i == 0 ? stamp : first;
        if (stamp != first)
            fault(r, "generations %u and %u", first, stamp);
    }
    if (count != DOCUMENTS || pilcrow_hits_total(hits, NULL) != DOCUMENTS)
        fault(r, "%zu hits, %d in all", count,
              (int)pilcrow_hits_total(hits, NULL));
    if (first < r->newest)
        fault(r, "generation %u after %u", first, r->newest);
    r->generations += first != r->newest;
    r->newest = first;
}

static void look_at_others(reader *r, const pilcrow_hits *hits)
{
    size_t count = pilcrow_hits_count(hits);
    if (count != 0 && count != OTHERS)
        fault(r, "%zu of the others", count);
    for (size_t i = 0; i < count; i++)
        if (strstr(pilcrow_hits_get(hits, i)->paragraph.text, "else") == NULL)
            fault(r, "wrong hit of the others");
}

static const struct {
    const char *query;
    void (*look)(reader *r, const pilcrow_hits *hits);
} queries[] = {
    {"stamp", look_at_stamps},
    {"\"harbour council\"", look_at_stamps},
    {"+paper +all", look_at_stamps},
    {"something altogether", look_at_others},
    {"stamp NEAR/6 council", look_at_stamps},
    {"harb*", look_at_stamps},
    {"lang:en -altogether", look_at_stamps}, /* filters alone */
};
#define QUERIES (sizeof queries / sizeof *queries)

static void ask(reader *r, pilcrow_index *index, long i)
{
    size_t which = script_random(&r->seed) % QUERIES;
    pilcrow_error err = {0};
    pilcrow_hits *hits = NULL;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.limit = 100;
    options.count = true;
    double start = now_micros();
    pilcrow_status status =
        pilcrow_search(&hits, index, queries[which].query,
                       strlen(queries[which].query), &options, &err);
    r->micros[i] = (uint32_t)(now_micros() - start);
    if (status != PILCROW_OK)
        fault(r, "status %d: %s", status, err.message);
    else
        queries[which].look(r, hits);
    pilcrow_hits_free(hits);
}

static void *read_on(void *ctx)
{
    reader *r = ctx;
    pilcrow_error err = {0};
    pilcrow_index *index = NULL;
    if (pilcrow_open(&index, dir, &err) != PILCROW_OK)
        fault(r, "open: %s", err.message);
    for (long i = 0; i < r->queries && r->fault[0] == '\0'; i++) {
        ask(r, index, i);
        /* Now and then with a new handle. */
        if (i % 500 != 499)
            continue;
        pilcrow_close(index);
        if (pilcrow_open(&index, dir, &err) != PILCROW_OK)
            fault(r, "open: %s", err.message);
    }
    pilcrow_close(index);
    return NULL;
}

/* --------------------------------------------------------------- together --- */

static atomic_bool done;
static unsigned rounds; /* that the writer has made */
static char writer_fault[1200];

static void *write_on(void *ctx)
{
    pilcrow_error err = {0};
    (void)ctx;
    while (!atomic_load(&done) && writer_fault[0] == '\0')
        if (write_some(++rounds, &err) != PILCROW_OK)
            snprintf(writer_fault, sizeof writer_fault, "round %u: %s", rounds,
                     err.message);
    return NULL;
}

static int by_value(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

typedef struct timing {
    uint32_t median, p99;
} timing;

/* So many queries by all readers; the first fault fails. */
static timing read_all(long total, const char *beside)
{
    reader readers[READERS];
    long each = total / READERS, generations = 0;
    uint32_t *micros = calloc((size_t)total, sizeof *micros);
    uint64_t seed = script_seed(20261128);
    assert_non_null(micros);
    for (int i = 0; i < READERS; i++) {
        readers[i] = (reader){.queries = each,
                              .seed = seed + (uint64_t)i,
                              .micros = micros + i * each};
        pthread_create(&readers[i].thread, NULL, read_on, &readers[i]);
    }
    for (int i = 0; i < READERS; i++) {
        pthread_join(readers[i].thread, NULL);
        generations += readers[i].generations;
    }
    qsort(micros, (size_t)(each * READERS), sizeof *micros, by_value);
    timing t = {micros[each * READERS / 2], micros[each * READERS * 99 / 100]};
    free(micros);
    print_message("%s: %ld queries by %d readers %s: p50 %u us, p99 %u us; "
                  "they saw %ld changes\n",
                  engine_choice(), each * READERS, READERS, beside, t.median,
                  t.p99, generations);
    for (int i = 0; i < READERS; i++)
        if (readers[i].fault[0] != '\0')
            fail_msg("reader %d: %s", i, readers[i].fault);
    return t;
}

static long queries_of(long usual)
{
    const char *asked = getenv("PILCROW_QUERIES");
    if (asked != NULL)
        return atol(asked);
    return getenv("PILCROW_LONG") != NULL ? 1000000 : usual;
}

static void test_readers_beside_a_writer(void **state)
{
    pthread_t writer;
    (void)state;
    const long total = queries_of(2400);
    timing quiet = read_all(total / 10 + READERS, "alone");
    pthread_create(&writer, NULL, write_on, NULL);
    timing busy = read_all(total, "beside a writer");
    atomic_store(&done, true);
    pthread_join(writer, NULL);
    print_message("%s: the writer made %u rounds; p99 is %.2f of the quiet "
                  "one\n",
                  engine_choice(), rounds,
                  (double)busy.p99 / (double)quiet.p99);
    assert_string_equal(writer_fault, "");
    assert_true(rounds > 1);
    assert_true(script_is_whole(dir));
}

/* What all threads do at once, with a handle each, touches nothing that they
 * share. */
static void *show_on(void *ctx)
{
    const char *id = ctx;
    pilcrow_index *index = NULL;
    bool ok = pilcrow_open(&index, dir, NULL) == PILCROW_OK;
    for (int i = 0; ok && i < SHOWS; i++) {
        pilcrow_view *view = NULL;
        ok = pilcrow_show(&view, index, id, 0, NULL) == PILCROW_OK;
        pilcrow_view_free(view);
    }
    pilcrow_close(index);
    return ok ? ctx : NULL;
}

static void test_shows_at_once(void **state)
{
    pilcrow_index *index = NULL;
    pilcrow_hits *hits = NULL;
    pthread_t threads[READERS];
    (void)state;
    assert_int_equal(pilcrow_open(&index, dir, NULL), PILCROW_OK);
    assert_int_equal(pilcrow_search(&hits, index, "stamp", 5, NULL, NULL),
                     PILCROW_OK);
    char *id = strdup(pilcrow_hits_get(hits, 0)->paragraph.id);
    assert_non_null(id);
    for (int i = 0; i < READERS; i++)
        pthread_create(&threads[i], NULL, show_on, id);
    for (int i = 0; i < READERS; i++) {
        void *ok = NULL;
        pthread_join(threads[i], &ok);
        assert_non_null(ok);
    }
    free(id);
    pilcrow_hits_free(hits);
    pilcrow_close(index);
}

static int set_up(void **state)
{
    (void)state;
    script_folder(folder);
    snprintf(dir, sizeof dir, "%s/ix", folder);
    return write_generation(0, false, NULL) != PILCROW_OK;
}

static int tear_down(void **state)
{
    (void)state;
    script_empty(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shows_at_once),
        cmocka_unit_test(test_readers_beside_a_writer)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
