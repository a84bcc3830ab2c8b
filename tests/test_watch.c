/* SPDX-License-Identifier: MIT
 *
 * pilcrow_watch: what below the roots is a change, and what beside them is
 * none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support.h"

/* What is no change is waited for so long. */
#define A_WHILE_MS 300

static pilcrow_watch *open_watch(void)
{
    pilcrow_watch *watch;
    pilcrow_error err = {0};
    if (pilcrow_watch_open(&watch, ".pilcrow", &err) != PILCROW_OK)
        fail_msg("%s", err.message);
    return watch;
}

static void assert_change(pilcrow_watch *watch)
{
    bool changed = false;
    assert_int_equal(pilcrow_watch_wait(watch, -1, &changed, NULL), PILCROW_OK);
    assert_true(changed);
}

static void assert_no_change(pilcrow_watch *watch)
{
    bool changed = true;
    assert_int_equal(pilcrow_watch_wait(watch, A_WHILE_MS, &changed, NULL),
                     PILCROW_OK);
    assert_false(changed);
}

static void test_changes(void **state)
{
    (void)state;
    support_write("papers/a.md", "Words.\n");
    support_index(NULL, "papers", NULL);
    pilcrow_watch *watch = open_watch();
    assert_no_change(watch);
    support_write("papers/a.md", "Other words.\n");
    assert_change(watch);
    support_write("papers/deep/er/b.md", "Words.\n");
    assert_change(watch);
    support_write("papers/deep/er/c.md", "Words.\n");
    assert_change(watch);
    support_remove("papers/deep/er/b.md");
    assert_change(watch);
    assert_int_equal(rename("papers", "elsewhere"), 0);
    assert_change(watch);
    assert_int_equal(rename("elsewhere", "papers"), 0);
    assert_change(watch);
    support_write("papers/deep/er/c.md", "New words.\n");
    assert_change(watch);
    assert_no_change(watch);
    pilcrow_watch_close(watch);
    pilcrow_watch_close(NULL);
}

static void test_what_is_no_change(void **state)
{
    (void)state;
    static const char *const globs[] = {"drafts"};
    pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
    options.exclude = globs;
    options.exclude_count = 1;
    support_write("papers/a.md", "Words.\n");
    support_write("papers/.git/index", "x");
    support_write("papers/drafts/a.md", "Words.\n");
    support_index(&options, "papers", NULL);
    pilcrow_watch *watch = open_watch();
    support_write("beside.md", "Words.\n");
    support_write("papers/.a.md.swp", "x");
    support_write("papers/.git/index.lock", "x");
    support_write("papers/drafts/b.md", "Words.\n");
    support_index(&options, "papers", NULL);
    assert_no_change(watch);
    pilcrow_watch_close(watch);
    options.hidden = true;
    support_index(&options, "papers", NULL);
    watch = open_watch();
    support_write("papers/.hidden.md", "Words.\n");
    assert_change(watch);
    pilcrow_watch_close(watch);
}

/* A file, and the folder that holds the index itself. */
static void test_roots(void **state)
{
    (void)state;
    support_write("a.md", "Words.\n");
    support_write("sub/b.md", "Words.\n");
    support_index(NULL, "a.md", NULL);
    pilcrow_watch *watch = open_watch();
    support_write("b.md", "Words.\n");
    support_write("sub/b.md", "Other words.\n");
    assert_no_change(watch);
    support_write("a.md", "Other words.\n");
    assert_change(watch);
    support_index(NULL, ".", NULL); /* a new root, seen after a change */
    support_write("a.md", "New words.\n");
    assert_change(watch);
    support_write("sub/b.md", "Words again.\n");
    assert_change(watch);
    pilcrow_watch_close(watch);
}

static void test_no_index(void **state)
{
    (void)state;
    pilcrow_watch *watch;
    pilcrow_error err = {0};
    assert_int_equal(pilcrow_watch_open(&watch, "nowhere", &err),
                     PILCROW_NOT_FOUND);
    assert_null(watch);
}

#define case_of(test)                                                          \
    cmocka_unit_test_setup_teardown(test, support_enter, support_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        case_of(test_changes),
        case_of(test_what_is_no_change),
        case_of(test_roots),
        case_of(test_no_index),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
