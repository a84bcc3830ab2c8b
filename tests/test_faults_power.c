/* SPDX-License-Identifier: MIT
 *
 * In: what a scripted life of an index did to the disk, cut off at any event,
 * with writes that were not synced dropped or torn and names whose folder was
 * not synced undone. Out: the last commit that was acknowledged, whole, or the
 * next one; and the life goes on from there. */
#include "faulty_disk.h"
#include "index_script.h"
#include "power_loss.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine_choice.h"

typedef struct life {
    char folder[64];
    char from[96], to[96]; /* what holds the index, in life and after it */
    char found[104];       /* the index in `to` */
    disk_log log;
    script_content after[SCRIPT_STEPS + 1];
} life;

static life l;

static int live(void **state)
{
    char index[104];
    (void)state;
    script_folder(l.folder);
    snprintf(l.from, sizeof l.from, "%s/from", l.folder);
    snprintf(l.to, sizeof l.to, "%s/to", l.folder);
    snprintf(l.found, sizeof l.found, "%s/ix", l.to);
    snprintf(index, sizeof index, "%s/ix", l.from);
    mkdir(l.from, 0777);
    for (size_t step = 0; step < SCRIPT_STEPS; step++) {
        disk_record(&l.log, l.from);
        if (step > 0)
            disk_mark(step);
        if (script_step(step, index, NULL) != PILCROW_OK)
            return 1;
        disk_record(NULL, NULL);
        if (script_read(&l.after[step + 1], index, NULL) != PILCROW_OK)
            return 1;
    }
    disk_record(&l.log, l.from);
    disk_mark(SCRIPT_STEPS);
    disk_record(NULL, NULL);
    return 0;
}

static int end(void **state)
{
    (void)state;
    script_empty(l.folder);
    disk_log_release(&l.log);
    return 0;
}

/* How many steps were acknowledged by then. */
static size_t acknowledged(size_t count)
{
    size_t steps = 0;
    for (size_t i = 0; i < count; i++)
        if (l.log.events[i].change == DISK_MARK)
            steps = (size_t)l.log.events[i].offset;
    return steps;
}

static bool same(const script_content *a, const script_content *b)
{
    return a->sum == b->sum && a->generation == b->generation;
}

typedef enum outcome { LAST, NEXT, LOST, GONE_ON_BADLY, OUTCOMES } outcome;

/* Look at the folder rebuilt, and do what was being done once more. */
static outcome look(size_t steps)
{
    script_content now;
    outcome result = LOST;
    pilcrow_error err = {0};
    if (script_read(&now, l.found, &err) != PILCROW_OK) {
        printf("%s\n", err.message);
        return LOST;
    }
    if (same(&now, &l.after[steps]))
        result = LAST;
    else if (steps < SCRIPT_STEPS && same(&now, &l.after[steps + 1]))
        result = NEXT;
    if (result == LOST)
        printf("generation %d, %d were acknowledged\n", (int)now.generation,
               (int)l.after[steps].generation);
    if (result == LOST || !script_is_whole(l.found))
        return LOST;
    if (steps == SCRIPT_STEPS)
        return result;
    if (script_step(steps, l.found, &err) == PILCROW_OK &&
        script_read(&now, l.found, &err) == PILCROW_OK &&
        now.sum == l.after[steps + 1].sum && script_is_whole(l.found))
        return result;
    printf("going on: %s\n", err.message);
    return GONE_ON_BADLY;
}

/* One state after `count` events; in a process of its own, for it may crash. */
static int lose_power(size_t count, uint64_t seed)
{
    int status = 0;
    script_empty(l.to);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        alarm(120);
        power_loss(&l.log, count, l.from, l.to, &seed);
        outcome result = look(acknowledged(count));
        fflush(NULL);
        _exit((int)result);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void test_power_fails(void **state)
{
    (void)state;
    long counts[OUTCOMES] = {0}, crashed = 0;
    uint64_t seed = script_seed(20261128);
    const size_t states = getenv("PILCROW_LONG") != NULL ? 5000 : 60;
    for (size_t i = 0; i < states; i++) {
        /* Over the whole life, from a moment drawn within each part of it. */
        size_t part = (i * l.log.count) / states;
        size_t width = l.log.count / states + 1;
        size_t count = part + script_random(&seed) % width;
        count = count < l.log.count ? count : l.log.count;
        uint64_t own = seed;
        int result = lose_power(count, own);
        if (result >= 0 && result < OUTCOMES)
            counts[result]++;
        else
            crashed++;
        if (result != LAST && result != NEXT)
            print_message("state %zu, after event %zu of %zu: %d\n", i, count,
                          l.log.count, result);
    }
    print_message("%s: %zu states of %zu events: %ld last commit, %ld the "
                  "next, %ld lost, %ld that do not go on, %ld crashes\n",
                  engine_choice(), states, l.log.count, counts[LAST],
                  counts[NEXT], counts[LOST], counts[GONE_ON_BADLY], crashed);
    assert_true(counts[LAST] > 0 && counts[NEXT] > 0);
    assert_int_equal(counts[LOST] + counts[GONE_ON_BADLY] + crashed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_power_fails)};
    return cmocka_run_group_tests(tests, live, end);
}
