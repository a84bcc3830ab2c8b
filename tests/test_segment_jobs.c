/* SPDX-License-Identifier: MIT
 *
 * In: paragraphs enough for several pieces of terms and blocks of text. Out: the
 * same files, whatever number of threads writes them; and where memory runs out
 * while they do, NO_MEMORY or OK, with the index as it was or as it is to be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/engine.h"
#include "no_memory.h"
#include "support.h"

#define PARAGRAPHS 1500u
#define WORDS 20u
/* The records of those from here on wait until the commit. */
#define WAITING_FROM 300u
/* Allocations of a commit that fail, one by one. */
#define FAILURES 60

/* ----------------------------------------------------------- paragraphs --- */

typedef struct drawn {
    char id[16];
    char words[WORDS][24];
    uint32_t positions[WORDS][2];
    engine_posting postings[WORDS + 3];
    char record[WORDS * 24 + 32];
} drawn;

/* Paragraph `i`: rare words and common ones, some twice, some without
 * positions, and three filters. */
static void draw(drawn *d, uint32_t i)
{
    engine_posting *p = d->postings;
    for (uint32_t k = 0; k < WORDS; k++, p++) {
        const uint32_t frequency = k % 7 == 3 ? 2 : 1;
        const uint32_t many = k < 10 ? 20 : 9000;
        const uint32_t word = (i * 7919u + k * 104729u) % many * WORDS + k;
        snprintf(d->words[k], sizeof d->words[k], "%s%u", k % 2 ? "w" : "слово",
                 word);
        d->positions[k][0] = k * 3;
        d->positions[k][1] = k * 3 + 2 + i % 200;
        *p =
            (engine_posting){.field = k % 5 == 4 ? ENGINE_HEADING : ENGINE_BODY,
                             .term = d->words[k],
                             .len = strlen(d->words[k]),
                             .frequency = frequency,
                             .positions = k == 6 ? NULL : d->positions[k]};
    }
    snprintf(d->id, sizeof d->id, "p%u", i);
    p[0] = (engine_posting){ENGINE_ID, d->id, strlen(d->id), 0, NULL};
    p[1] = (engine_posting){ENGINE_LANG, i % 3 ? "en" : "ru", 2, 0, NULL};
    p[2] = (engine_posting){ENGINE_KIND, "text", 4, 0, NULL};
    int len = snprintf(d->record, sizeof d->record, "head %s", d->id);
    for (uint32_t k = 0; k < WORDS; k++)
        len += snprintf(d->record + len, sizeof d->record - (size_t)len, " %s",
                        d->words[k]);
}

static engine_writer *filled(const char *dir, unsigned jobs)
{
    engine_writer *writer;
    drawn d;
    const engine_writer_options options = {
        .engine = "segment", .rebuild = true, .jobs = jobs};
    assert_int_equal(engine_writer_open(&writer, dir, &options, NULL),
                     PILCROW_OK);
    for (uint32_t i = 0; i < PARAGRAPHS; i++) {
        draw(&d, i);
        const engine_paragraph paragraph = {.postings = d.postings,
                                            .posting_count = WORDS + 3,
                                            .record = d.record,
                                            .record_len = strlen(d.record),
                                            .values = {i / 10, i % 10},
                                            .alike =
                                                i < WAITING_FROM ? 0 : i};
        assert_int_equal(engine_writer_add(writer, &paragraph, NULL),
                         PILCROW_OK);
    }
    return writer;
}

/* ---------------------------------------------------------------- tests --- */

static void no_damage(void *ctx, const char *sentence)
{
    (void)ctx;
    fail_msg("%s", sentence);
}

static void test_same_files(void **state)
{
    (void)state;
    static const unsigned jobs[] = {1, 2, 3, 8, 200};
    for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) {
        char dir[32], command[128];
        snprintf(dir, sizeof dir, "jobs-%u", jobs[i]);
        engine_writer *writer = filled(dir, jobs[i]);
        assert_int_equal(engine_writer_commit(writer, NULL), PILCROW_OK);
        engine_writer_close(writer);
        snprintf(command, sizeof command, "diff -r jobs-1/data-1 %s/data-1",
                 dir);
        assert_int_equal(system(command), 0);
    }
    assert_int_equal(engine_verify("jobs-3", no_damage, NULL, NULL),
                     PILCROW_OK);
}

/* The commit's outcome where its `failing`th allocation of `*all` fails. */
static pilcrow_status commit_failing(long failing, long *all,
                                     uint64_t *paragraphs)
{
    engine_snapshot *snapshot;
    engine_stats stats;
    engine_writer *writer = filled("failing", 3);
    no_memory_begin(failing);
    const pilcrow_status status = engine_writer_commit(writer, NULL);
    *all = no_memory_end();
    engine_writer_close(writer);
    assert_int_equal(engine_snapshot_open(&snapshot, "failing", NULL),
                     PILCROW_OK);
    assert_int_equal(engine_snapshot_counts(snapshot, &stats, NULL),
                     PILCROW_OK);
    engine_snapshot_close(snapshot);
    *paragraphs = stats.paragraphs;
    return status;
}

static void test_memory_runs_out(void **state)
{
    (void)state;
    uint64_t paragraphs;
    unsigned failures = 0;
    long all, now;
    assert_int_equal(commit_failing(-1, &all, &paragraphs), PILCROW_OK);
    assert_true(all > FAILURES);
    for (long i = 0; i < FAILURES; i++) {
        assert_int_equal(system("rm -rf failing"), 0);
        const pilcrow_status status =
            commit_failing(i * all / FAILURES, &now, &paragraphs);
        failures += status == PILCROW_NO_MEMORY;
        if (status == PILCROW_OK)
            assert_int_equal(paragraphs, PARAGRAPHS);
        else
            assert_int_equal(status, PILCROW_NO_MEMORY);
        if (status != PILCROW_OK)
            assert_int_equal(paragraphs, 0);
    }
    /* The first at least: the fewer pieces the helpers take, the fewer
     * allocations there are. */
    assert_true(failures > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_same_files, support_enter,
                                        support_leave),
        cmocka_unit_test_setup_teardown(test_memory_runs_out, support_enter,
                                        support_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
