/* SPDX-License-Identifier: MIT
 *
 * In: a scripted life of an index in which one call on the disk fails, or that
 * one and all after it; or calls are interrupted or do half of what they were
 * asked. Out: a status and a sentence that says so, the index as it was before
 * the step or as it is after it, and the step done once the fault is gone. */
#include "faulty_disk.h"
#include "index_script.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine_choice.h"

static script_life life;

/* The searches of an index before each step, without faults. */
static uint64_t found[SCRIPT_STEPS + 1];

static int set_up(void **state)
{
    (void)state;
    script_live(&life);
    for (size_t step = 1; step <= SCRIPT_STEPS; step++) {
        if (step < SCRIPT_STEPS)
            script_restore(&life, step);
        if (step < SCRIPT_STEPS &&
            script_search(&found[step], life.now, NULL) != PILCROW_OK)
            return 1;
    }
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    script_end(&life);
    return 0;
}

/* Whoever asks for no space cannot be told that there is none. */
#define TAKES_SPACE                                                            \
    (1u << DISK_CREATE | 1u << DISK_WRITE | 1u << DISK_SYNC |                  \
     1u << DISK_RENAME | 1u << DISK_TRUNCATE)
#define CAN_BE_INTERRUPTED                                                     \
    (1u << DISK_OPEN | 1u << DISK_CREATE | 1u << DISK_READ |                   \
     1u << DISK_WRITE | 1u << DISK_SYNC)
#define MOVES_BYTES (1u << DISK_READ | 1u << DISK_WRITE)

/* A fault as the tests put it. `harmless`: it must not be seen at all. */
typedef struct kind {
    const char *name;
    disk_fault fault;
    int error;
    unsigned calls;
    bool sticks, harmless;
} kind;

static const kind kinds[] = {
    {"EIO once", DISK_FAILS, EIO, DISK_ALL, false, false},
    {"EIO for good", DISK_FAILS, EIO, DISK_ALL, true, false},
    {"ENOSPC once", DISK_FAILS, ENOSPC, TAKES_SPACE, false, false},
    {"ENOSPC for good", DISK_FAILS, ENOSPC, TAKES_SPACE, true, false},
    {"short once", DISK_CUTS_SHORT, 0, MOVES_BYTES, false, true},
    {"short for good", DISK_CUTS_SHORT, 0, MOVES_BYTES, true, true},
    {"EINTR once", DISK_FAILS, EINTR, CAN_BE_INTERRUPTED, false, true},
    {"EINTR again and again", DISK_FAILS, EINTR, CAN_BE_INTERRUPTED, true,
     true},
};
#define KINDS (sizeof kinds / sizeof *kinds)

static disk_plan plan_of(const kind *k, long at)
{
    return (disk_plan){.below = life.now,
                       .calls = k->calls,
                       .fault = at < 0 ? DISK_WORKS : k->fault,
                       .error = k->error,
                       .at = at,
                       .sticks = k->sticks};
}

/* What came of a fault; each is an exit status of the process it was in. */
typedef enum outcome {
    UNSEEN = 10, /* the step was done all the same */
    TOLD,        /* it failed, and said why */
    LANDED,      /* it failed, and said why, after it was done */
    SILENT,      /* its sentence does not say why */
    NOT_HIDDEN,  /* a fault that must not be seen was told */
    HALF,        /* the index is neither as before nor as after */
    NOT_WHOLE,   /* `check` finds damage in it */
    STUCK,       /* it takes no writes when the fault is gone */
    WRONG,       /* a search gave something else and said nothing */
    OUTCOMES
} outcome;

static const char *const outcomes[OUTCOMES] = {
    [SILENT] = "the sentence does not say why",
    [NOT_HIDDEN] = "it should have gone on",
    [HALF] = "the index is neither as before nor as after",
    [NOT_WHOLE] = "the index is damaged",
    [STUCK] = "the index takes no writes when the fault is gone",
    [WRONG] = "the search is wrong",
};

static bool says_why(const kind *k, pilcrow_status status,
                     const pilcrow_error *err)
{
    return status == PILCROW_IO && err->status == status &&
           strstr(err->message, strerror(k->error)) != NULL;
}

/* The state after a fault, and the step once more without it. */
static outcome look_after(size_t step, pilcrow_status status)
{
    script_content now;
    pilcrow_error err = {0};
    const script_content *before = &life.before[step];
    if (script_read(&now, life.now, &err) != PILCROW_OK) {
        printf("%s\n", err.message);
        return NOT_WHOLE;
    }
    if (!script_is_whole(life.now))
        return NOT_WHOLE;
    bool landed = now.sum == before[1].sum;
    if (!landed && (status == PILCROW_OK || now.sum != before->sum))
        return HALF;
    if (script_step(step, life.now, &err) != PILCROW_OK ||
        script_read(&now, life.now, &err) != PILCROW_OK ||
        now.sum != before[1].sum || !script_is_whole(life.now)) {
        printf("afterwards: %s\n", err.message);
        return STUCK;
    }
    return status == PILCROW_OK ? UNSEEN : landed ? LANDED : TOLD;
}

static outcome write_with(const kind *k, size_t step, long at)
{
    pilcrow_error err = {0};
    const disk_plan plan = plan_of(k, at);
    disk_start(&plan);
    pilcrow_status status = script_step(step, life.now, &err);
    disk_stop(NULL);
    if (status != PILCROW_OK && k->harmless) {
        printf("%d: %s\n", status, err.message);
        return NOT_HIDDEN;
    }
    outcome result = look_after(step, status);
    if (status != PILCROW_OK && !says_why(k, status, &err)) {
        printf("%d: %s\n", status, err.message);
        return result == TOLD || result == LANDED ? SILENT : result;
    }
    return result;
}

static outcome search_with(const kind *k, size_t step, long at)
{
    uint64_t sum = 0;
    pilcrow_error err = {0};
    const disk_plan plan = plan_of(k, at);
    disk_start(&plan);
    pilcrow_status status = script_search(&sum, life.now, &err);
    disk_stop(NULL);
    if (status == PILCROW_OK)
        return sum == found[step] ? UNSEEN : WRONG;
    if (!k->harmless && says_why(k, status, &err))
        return TOLD;
    printf("%d: %s\n", status, err.message);
    return k->harmless ? NOT_HIDDEN : SILENT;
}

typedef outcome (*doing)(const kind *k, size_t step, long at);

/* Each in a process of its own, so that a crash or a hang is one outcome. */
static int in_child(doing what, const kind *k, size_t step, long at)
{
    int status = 0;
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        alarm(120);
        outcome result = what(k, step, at);
        fflush(NULL);
        _exit((int)result);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (!WIFEXITED(status))
        return -WTERMSIG(status);
    return WEXITSTATUS(status);
}

static long count_calls(doing what, const kind *k, size_t step)
{
    uint64_t sum;
    const disk_plan plan = plan_of(k, -1);
    script_restore(&life, step);
    disk_start(&plan);
    if (what == search_with)
        script_search(&sum, life.now, NULL);
    else
        script_step(step, life.now, NULL);
    return disk_stop(NULL);
}

typedef struct tally {
    long faults, bad, counts[OUTCOMES];
} tally;

static void count_one(tally *t, const kind *k, size_t step, long at, int result)
{
    t->faults++;
    if (result == UNSEEN || result == TOLD || result == LANDED) {
        t->counts[result]++;
        return;
    }
    t->bad++;
    print_message("%s: step %zu (%s), call %ld: %s (%d)\n", k->name, step,
                  script_name(step), at,
                  result > 0 && result < OUTCOMES && outcomes[result] != NULL
                      ? outcomes[result]
                      : "it crashed",
                  result);
}

/* $PILCROW_CALL is one fault, to be looked at in this very process: the step
 * and the call as they were printed, "0:2"; $PILCROW_KIND, as "EIO once". */
static bool replay(doing what, const kind *k, size_t first)
{
    size_t step;
    long at;
    const char *call = getenv("PILCROW_CALL"), *name = getenv("PILCROW_KIND");
    if (call == NULL || sscanf(call, "%zu:%ld", &step, &at) != 2)
        return false;
    if (step < first || (name != NULL && strcmp(name, k->name) != 0))
        return true;
    tally t = {0};
    script_restore(&life, step);
    count_one(&t, k, step, at, (int)what(k, step, at));
    assert_int_equal(t.bad, 0);
    return true;
}

/* Of the calls of the steps one in `stride`. */
static void break_each(doing what, const kind *k, unsigned stride, size_t first)
{
    if (replay(what, k, first))
        return;
    tally t = {0};
    uint64_t seed = script_seed(20261128) + (uint64_t)(k - kinds);
    long next = (long)(script_random(&seed) % stride);
    for (size_t step = first; step < SCRIPT_STEPS; step++) {
        long count = count_calls(what, k, step);
        for (; next < count; next += stride) {
            script_restore(&life, step);
            count_one(&t, k, step, next, in_child(what, k, step, next));
        }
        next -= count;
    }
    if (t.faults == 0 && getenv("PILCROW_LONG") == NULL)
        skip();
    print_message("%s, %s: %ld faults: %ld told, %ld told after the step was "
                  "done, %ld not felt\n",
                  engine_choice(), k->name, t.faults, t.counts[TOLD],
                  t.counts[LANDED], t.counts[UNSEEN]);
    assert_true(t.faults > 0 || what == search_with);
    assert_int_equal(t.bad, 0);
}

static unsigned stride_of(unsigned usual)
{
    return getenv("PILCROW_LONG") != NULL ? 1 : usual;
}

static void test_write(void **state)
{
    break_each(write_with, *state, stride_of(97), 0);
}

static void test_search(void **state)
{
    break_each(search_with, *state, stride_of(149), 1);
}

int main(void)
{
    struct CMUnitTest tests[2 * KINDS];
    char names[2 * KINDS][64];
    for (size_t i = 0; i < KINDS; i++) {
        void *k = (void *)(uintptr_t)&kinds[i];
        snprintf(names[i], sizeof names[i], "writing, %s", kinds[i].name);
        snprintf(names[KINDS + i], sizeof names[i], "searching, %s",
                 kinds[i].name);
        tests[i] = (struct CMUnitTest){names[i], test_write, NULL, NULL, k};
        tests[KINDS + i] = (struct CMUnitTest){names[KINDS + i], test_search,
                                               NULL, NULL, k};
    }
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
