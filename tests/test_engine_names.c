/* SPDX-License-Identifier: MIT
 *
 * The engines that the program lists are those for which the tests run, in
 * $PILCROW_ENGINES, and the first is a new index's. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/backend.h"
#include "pilcrow.h"

static void test_names(void **state)
{
    (void)state;
    char names[256] = "";
    const char *name;
    for (size_t i = 0; (name = pilcrow_engine_name(i)) != NULL; i++) {
        size_t used = strlen(names);
        snprintf(names + used, sizeof names - used, "%s%s", i > 0 ? " " : "",
                 name);
        assert_string_equal(engine_name(i), name);
        assert_non_null(backend_find(name));
    }
    assert_non_null(getenv("PILCROW_ENGINES"));
    assert_string_equal(names, getenv("PILCROW_ENGINES"));
    assert_string_equal(pilcrow_engine_name(0), backend_default()->name);
    assert_null(pilcrow_engine_name(SIZE_MAX));
    assert_null(backend_find("none"));
}

static void test_components(void **state)
{
    (void)state;
    const char *name, *version;
    size_t count = 0;
    bool xapian = false;
    for (; (name = pilcrow_component(count, &version)) != NULL; count++) {
        assert_non_null(version);
        assert_true(version[0] != '\0');
        assert_string_equal(pilcrow_component(count, NULL), name);
        xapian = xapian || strcmp(name, "xapian-core") == 0;
    }
    bool wanted = strstr(getenv("PILCROW_ENGINES"), "xapian") != NULL;
    assert_int_equal(xapian, wanted);
    assert_null(pilcrow_component(SIZE_MAX, &version));
    assert_null(version);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names),
                                       cmocka_unit_test(test_components)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
