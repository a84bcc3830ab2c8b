/* SPDX-License-Identifier: MIT
 *
 * Positions come back as they were given: every set of positions below 10, and
 * sets of far ones, a paragraph each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/engine.h"
#include "support.h"

#define SMALL_SETS 1024u

static const uint32_t far_ones[][4] = {
    {0, 1, 0x7FFFFFFE, 0},
    {0x7FFFFFFE, 0, 0, 0},
    {0, 0x7FFFFFFD, 0x7FFFFFFE, 0},
    {1000000, 1000001, 2000000, 3000000},
};
static const uint32_t far_counts[] = {3, 1, 3, 4};
#define FAR_SETS (sizeof far_counts / sizeof *far_counts)

/* The positions of set `n`; returns how many. */
static uint32_t positions_of(uint32_t n, uint32_t *positions)
{
    uint32_t count = 0;
    if (n >= SMALL_SETS) {
        memcpy(positions, far_ones[n - SMALL_SETS], sizeof *far_ones);
        return far_counts[n - SMALL_SETS];
    }
    for (uint32_t bit = 0; bit < 10; bit++)
        if (n >> bit & 1)
            positions[count++] = bit;
    return count;
}

static pilcrow_status add_set(engine_writer *writer, uint32_t n)
{
    char name[16];
    uint32_t positions[10];
    snprintf(name, sizeof name, "t%u", n);
    engine_posting postings[] = {
        {ENGINE_ID, name, strlen(name), 0, NULL},
        {ENGINE_BODY, name, strlen(name), positions_of(n, positions),
         positions}};
    engine_paragraph paragraph = {.postings = postings,
                                  .posting_count = 2,
                                  .record = name,
                                  .record_len = strlen(name)};
    return engine_writer_add(writer, &paragraph, NULL);
}

static bool compare(void *ctx, engine_ref ref, const engine_posting *posting)
{
    uint32_t *seen = ctx;
    uint32_t n;
    uint32_t positions[10];
    char name[16] = "";
    (void)ref;
    if (posting->field != ENGINE_BODY)
        return true;
    memcpy(name, posting->term, posting->len);
    assert_int_equal(sscanf(name, "t%u", &n), 1);
    uint32_t count = positions_of(n, positions);
    if (posting->frequency != count || posting->positions == NULL)
        fail_msg("set %u comes back as %u positions", n, posting->frequency);
    assert_memory_equal(posting->positions, positions, count * sizeof count);
    ++*seen;
    return true;
}

static void test_every_set_comes_back(void **state)
{
    (void)state;
    uint32_t seen = 0;
    engine_writer *writer;
    engine_snapshot *snapshot;
    engine_writer_options options = {0};
    assert_int_equal(engine_writer_open(&writer, "index", &options, NULL),
                     PILCROW_OK);
    for (uint32_t n = 1; n < SMALL_SETS + FAR_SETS; n++)
        assert_int_equal(add_set(writer, n), PILCROW_OK);
    assert_int_equal(engine_writer_commit(writer, NULL), PILCROW_OK);
    engine_writer_close(writer);
    assert_int_equal(engine_snapshot_open(&snapshot, "index", NULL),
                     PILCROW_OK);
    assert_int_equal(engine_each_posting(snapshot, compare, &seen, NULL),
                     PILCROW_OK);
    assert_int_equal(seen, SMALL_SETS + FAR_SETS - 1);
    engine_snapshot_close(snapshot);
}

static void test_limit(void **state)
{
    (void)state;
    engine_writer *writer;
    engine_writer_options options = {0};
    uint32_t position = ENGINE_POSITION_MAX;
    engine_posting postings[] = {{ENGINE_ID, "a", 1, 0, NULL},
                                 {ENGINE_BODY, "b", 1, 1, &position}};
    engine_paragraph paragraph = {
        .postings = postings, .posting_count = 2, .record = "r",
        .record_len = 1};
    assert_int_equal(engine_writer_open(&writer, "index", &options, NULL),
                     PILCROW_OK);
    assert_int_equal(engine_writer_add(writer, &paragraph, NULL),
                     PILCROW_INVALID);
    engine_writer_close(writer);
}

#define case_of(test)                                                         \
    cmocka_unit_test_setup_teardown(test, support_enter, support_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        case_of(test_every_set_comes_back),
        case_of(test_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
