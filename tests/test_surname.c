/* SPDX-License-Identifier: MIT
 *
 * Surnames in -ов and -ев: all forms of one find each other, by whatever form
 * it is asked for, and no other words that are only spelt so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support.h"

static const char text[] =
    "# Обзор\n\n"
    "Теорема, которую А. Н. Колмогоров доказал.\n\n"
    "Нам известен метод Колмогорова.\n\n"
    "О том говорил Чебышёв с учениками.\n\n"
    "Письма, полученные Чебышёвым.\n\n"
    "Обед в столовой, много столов.\n\n"
    "На столе стол.\n\n"
    "Роман, что написал Иванов.\n\n"
    "Все знают, что Иван писал. С ним был Иван, и снова Иван.\n\n"
    "Сборник Иванова и Петровых.\n\n"
    "Больная голова.\n\n"
    "Он забил гол.\n";

typedef struct wanted {
    const char *query;
    const char *found; /* how the paragraphs begin, in any order, with bars */
} wanted;

static const wanted cases[] = {
    {"Колмогоров", "Теорема|Нам"},
    {"колмогорова", "Теорема|Нам"},
    {"Колмогоровым", "Теорема|Нам"},
    {"Чебышёв", "О том|Письма"},
    {"чебышеву", "О том|Письма"},
    {"\"метод Колмогоров\"", "Нам"},
    {"+метод +Колмогоров", "Нам"},
    {"Колмогоров NEAR/2 известен", "Нам"},
    {"колмогорова NEAR теорема", "Теорема"},
    {"\"говорил Чебышёвым\" NEAR том", "О том"},
    {"Иванов", "Роман|Все|Сборник"},
    {"Петров", "Сборник"},
    {"столов", "Обед|На"},
    {"столовая", "Обед"},
    {"голова", "Больная"},
    {"гол", "Он"},
};

static void check_case(pilcrow_index *index, const wanted *w)
{
    pilcrow_hits *hits;
    pilcrow_error err = {0};
    size_t expected = 1;
    if (pilcrow_search(&hits, index, w->query, strlen(w->query), NULL, &err) !=
        PILCROW_OK)
        fail_msg("%s", err.message);
    for (const char *at = w->found; *at != '\0'; at++)
        expected += *at == '|';
    if (pilcrow_hits_count(hits) != expected)
        fail_msg("%s finds %zu", w->query, pilcrow_hits_count(hits));
    for (const char *at = w->found; at != NULL; at = strchr(at, '|')) {
        at += *at == '|';
        bool seen = false;
        for (size_t i = 0; i < expected; i++)
            seen |= strncmp(pilcrow_hits_get(hits, i)->paragraph.text, at,
                            strcspn(at, "|")) == 0;
        if (!seen)
            fail_msg("%s does not find %s", w->query, at);
    }
    pilcrow_hits_free(hits);
}

/* Asked twice, as what is found out is remembered. */
static void test_forms(void **state)
{
    (void)state;
    support_write("text.md", text);
    support_index(NULL, "text.md", NULL);
    pilcrow_index *index = support_open();
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++)
        check_case(index, &cases[i / 2]);
    pilcrow_close(index);
}

/* A phrase of many surnames stands for more phrases than are looked for; it is
 * found as it was typed, and nothing is said of patterns, as it has none. */
static void test_many_surnames(void **state)
{
    static const char query[] =
        "\"Иванова Петровым Смирнову Кузнецов Соколова Лебедев Козлов\"";
    pilcrow_hits *hits;
    pilcrow_error err = {0};
    (void)state;
    support_write("text.md",
                  "Тут был Иванов. Были и Иванова Петровым Смирнову Кузнецов "
                  "Соколова Лебедев Козлов.\n\n"
                  "Там Петров, Смирнов, Кузнецова, Соколов, Лебедева, "
                  "Козлова.\n");
    support_index(NULL, "text.md", NULL);
    pilcrow_index *index = support_open();
    if (pilcrow_search(&hits, index, query, strlen(query), NULL, &err) !=
        PILCROW_OK)
        fail_msg("%s", err.message);
    assert_int_equal(pilcrow_hits_count(hits), 1);
    assert_null(pilcrow_hits_notice(hits, 0));
    pilcrow_hits_free(hits);
    pilcrow_close(index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_forms, support_enter,
                                        support_leave),
        cmocka_unit_test_setup_teardown(test_many_surnames, support_enter,
                                        support_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
