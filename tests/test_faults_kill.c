/* SPDX-License-Identifier: MIT
 *
 * In: a scripted life of an index, killed with SIGKILL before each call that
 * changes the disk and in the midst of each write. Out: what the index was
 * before the step, or what it is after it, whole; and the step done again. */
#include "faulty_disk.h"
#include "index_script.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine_choice.h"

static script_life life;

static int set_up(void **state)
{
    (void)state;
    script_live(&life);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    script_end(&life);
    return 0;
}

static disk_plan plan_of(disk_fault fault, long at)
{
    return (disk_plan){
        .below = life.folder,
        .calls = fault == DISK_KILLS_IN_IT ? 1u << DISK_WRITE : DISK_CHANGES,
        .fault = fault,
        .at = at};
}

/* How many calls the step has in which it can be killed. */
static long count_calls(size_t step, disk_fault fault)
{
    disk_plan plan = plan_of(fault, -1);
    plan.fault = DISK_WORKS;
    script_restore(&life, step);
    disk_start(&plan);
    pilcrow_status status = script_step(step, life.now, NULL);
    long count = disk_stop(NULL);
    assert_int_equal(status, PILCROW_OK);
    return count;
}

/* Do the step in a process of its own, which dies of it. */
static void kill_step(size_t step, disk_fault fault, long at)
{
    int status = 0;
    script_restore(&life, step);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0) {
        disk_plan plan = plan_of(fault, at);
        disk_start(&plan);
        script_step(step, life.now, NULL);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static bool same(const script_content *a, const script_content *b)
{
    return a->sum == b->sum && a->generation == b->generation;
}

/* Whether the step had landed: 1 it had, 0 it had not, -1 neither. */
static int look(size_t step)
{
    uint64_t sum;
    script_content now;
    pilcrow_error err = {0};
    pilcrow_status status = script_read(&now, life.now, &err);
    if (status == PILCROW_OK && now.generation > 0)
        status = script_search(&sum, life.now, &err);
    if (status != PILCROW_OK)
        print_message("%s\n", err.message);
    if (status != PILCROW_OK || !script_is_whole(life.now))
        return -1;
    if (same(&now, &life.before[step]))
        return 0;
    return same(&now, &life.before[step + 1]) ? 1 : -1;
}

static bool goes_on(size_t step)
{
    script_content now;
    pilcrow_error err = {0};
    if (script_step(step, life.now, &err) == PILCROW_OK &&
        script_read(&now, life.now, &err) == PILCROW_OK &&
        now.sum == life.before[step + 1].sum && script_is_whole(life.now))
        return true;
    print_message("the step again: %s\n", err.message);
    return false;
}

/* Of the calls of all steps one in `stride`, the first one drawn. */
static void kill_all(disk_fault fault, unsigned stride, const char *what)
{
    long kills = 0, landed = 0;
    uint64_t seed = script_seed(20261128);
    long next = (long)(script_random(&seed) % stride);
    for (size_t step = 0; step < SCRIPT_STEPS; step++) {
        long count = count_calls(step, fault);
        for (; next < count; next += stride, kills++) {
            kill_step(step, fault, next);
            int result = look(step);
            if (result < 0 || !goes_on(step))
                fail_msg("step %zu (%s) killed %s call %ld", step,
                         script_name(step), what, next);
            landed += result;
        }
        next -= count;
    }
    print_message("%s: %ld kills %s a call, %ld had landed\n",
                  engine_choice(), kills, what, landed);
    assert_true(kills > 0);
}

static unsigned stride_of(unsigned usual)
{
    return getenv("PILCROW_LONG") != NULL ? 1 : usual;
}

static void test_killed_before_each_call(void **state)
{
    (void)state;
    kill_all(DISK_KILLS, stride_of(29), "before");
}

static void test_killed_in_each_write(void **state)
{
    (void)state;
    kill_all(DISK_KILLS_IN_IT, stride_of(23), "in");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_killed_before_each_call),
        cmocka_unit_test(test_killed_in_each_write),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
