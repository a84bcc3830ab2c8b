/* SPDX-License-Identifier: MIT
 *
 * What an index keeps of glossary entries: the terms by which a side is looked
 * up, the record that tells the other side, and both gone with their
 * document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <utime.h>

#include <cmocka.h>

#include "corpus/schema.h"
#include "engine/engine.h"
#include "engine_choice.h"
#include "support.h"

static const char words[] =
    "# Text\n"
    "\n"
    "New words: asylum-seeker - беженец; to combat racism & xenophobia — по "
    "борьбе с расизмом и ксенофобией (неприязнь к иностранцам); framework- "
    "основа, структура.\n";

static engine_snapshot *open_snapshot(void)
{
    engine_snapshot *snapshot;
    assert_int_equal(engine_snapshot_open(&snapshot, ".pilcrow", NULL),
                     PILCROW_OK);
    return snapshot;
}

/* How many entries have the term. */
static uint64_t count_term(const char *term)
{
    uint64_t paragraphs;
    engine_snapshot *snapshot = open_snapshot();
    assert_int_equal(engine_frequencies(snapshot, ENGINE_GLOSSARY, term,
                                        strlen(term), &paragraphs, NULL, NULL),
                     PILCROW_OK);
    engine_snapshot_close(snapshot);
    return paragraphs;
}

static void test_terms(void **state)
{
    static const struct {
        const char *term;
        uint64_t entries;
    } expected[] = {
        {"=asylum seeker", 1},
        {"=asylum", 0},
        {"~asylum", 1},
        {"~seeker", 1},
        {"=беженц", 1},
        {"~беженц", 1},
        {"=combat racism and xenophobia", 1},
        {"=combat racism xenophobia", 1},
        {"~combat", 1},
        {"~xenophobia", 1},
        {"~and", 0},
        {"~to", 0},
        {"=по борьб с расизм и ксенофоб", 1},
        {"~расизм", 1},
        {"~по", 0},
        {"~иностранц", 0},
        {"=framework", 1},
        {"=основ", 1},
        {"=структур", 1},
        {"=основ структур", 0},
        {"=new words", 0},
    };
    (void)state;
    support_write("a.md", words);
    support_index(NULL, "a.md", NULL);
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        if (count_term(expected[i].term) != expected[i].entries)
            fail_msg("'%s' is not in %d entries", expected[i].term,
                     (int)expected[i].entries);
}

/* Two entries of one term are two paragraphs. */
static void test_several_documents(void **state)
{
    (void)state;
    support_write("a.md", words);
    support_write("b.md", "Words: framework — рамки; panel — комиссия; dignity "
                          "— достоинство.\n");
    support_index(NULL, "a.md", "b.md", NULL);
    assert_int_equal(count_term("=framework"), 2);
    assert_int_equal(count_term("=panel"), 1);
}

static uint64_t count_entries(void)
{
    pilcrow_index *index;
    pilcrow_stats stats;
    assert_int_equal(pilcrow_open(&index, ".pilcrow", NULL), PILCROW_OK);
    assert_int_equal(pilcrow_stat(&stats, index, NULL), PILCROW_OK);
    pilcrow_close(index);
    return stats.glossary_entries;
}

static void no_damage(void *ctx, const char *sentence)
{
    (void)ctx;
    fail_msg("%s", sentence);
}

static void test_replaced_and_gone(void **state)
{
    struct utimbuf later = {2000000000, 2000000000};
    (void)state;
    support_write("papers/a.md", words);
    support_index(NULL, "papers", NULL);
    assert_int_equal(count_entries(), 3);
    assert_int_equal(pilcrow_check(".pilcrow", no_damage, NULL, NULL),
                     PILCROW_OK);
    support_write("papers/a.md", "New words: panel - комиссия.\n");
    assert_int_equal(utime("papers/a.md", &later), 0);
    support_index(NULL, NULL);
    assert_int_equal(count_entries(), 1);
    assert_int_equal(count_term("=framework"), 0);
    assert_int_equal(count_term("=panel"), 1);
    support_remove("papers/a.md");
    support_write("papers/b.md", "Other words.\n");
    support_index(NULL, NULL);
    assert_int_equal(count_entries(), 0);
    assert_int_equal(count_term("=panel"), 0);
}

/* Where a stored entry is found. */
typedef struct lookup {
    arena memory;
    const corpus_entry *entry;
    uint64_t line;
} lookup;

static void find_entry(lookup *out, const char *term)
{
    buf bytes;
    schema_record record;
    engine_snapshot *snapshot = open_snapshot();
    engine_query all = {.op = ENGINE_ALL};
    engine_query of_term = {.op = ENGINE_TERM,
                            .field = ENGINE_GLOSSARY,
                            .term = term,
                            .len = strlen(term)};
    const engine_query *children[] = {&all, &of_term};
    engine_query query = {
        .op = ENGINE_FILTER, .children = children, .child_count = 2};
    engine_search_options options = {.limit = 1, .k1 = 1.2, .b = 0.75};
    engine_result result;
    buf_init(&bytes, ENGINE_RECORD_MAX);
    arena_init(&out->memory, ENGINE_RECORD_MAX);
    assert_int_equal(engine_search(snapshot, &query, &options, &result, NULL),
                     PILCROW_OK);
    assert_int_equal(result.count, 1);
    assert_int_equal(engine_fetch(snapshot, result.hits[0].ref, &bytes, NULL),
                     PILCROW_OK);
    assert_int_equal(
        schema_decode(&record, &out->memory, bytes.data, bytes.len, NULL),
        PILCROW_OK);
    out->entry = record.entry;
    out->line = record.line;
    engine_result_release(&result);
    buf_release(&bytes);
    engine_snapshot_close(snapshot);
}

static void test_record(void **state)
{
    lookup found;
    (void)state;
    support_write("a.md", words);
    support_index(NULL, "a.md", NULL);
    find_entry(&found, "=по борьб с расизм и ксенофоб");
    const corpus_entry *e = found.entry;
    assert_non_null(e);
    assert_int_equal(found.line, 3);
    assert_string_equal(e->term.text, "to combat racism & xenophobia");
    assert_int_equal(e->term.form_count, 2);
    assert_string_equal(e->term.forms[0], "combat racism and xenophobia");
    assert_string_equal(e->term.forms[1], "combat racism xenophobia");
    assert_false(e->term.cyrillic);
    assert_string_equal(e->translation.text,
                        "по борьбе с расизмом и ксенофобией");
    assert_int_equal(e->translation.form_count, 1);
    assert_true(e->translation.cyrillic);
    assert_string_equal(e->note, "неприязнь к иностранцам");
    arena_release(&found.memory);
    find_entry(&found, "=структур");
    assert_string_equal(found.entry->term.text, "framework");
    assert_string_equal(found.entry->translation.forms[0], "основа");
    assert_string_equal(found.entry->translation.forms[1], "структура");
    assert_string_equal(found.entry->note, "");
    arena_release(&found.memory);
}

/* A rebuild takes over, with its terms, what cannot be read now. */
static void test_rebuild_keeps_what_is_away(void **state)
{
    pilcrow_update_options full = PILCROW_UPDATE_OPTIONS_INIT;
    (void)state;
    support_write("papers/a.md", words);
    support_index(NULL, "papers", NULL);
    assert_int_equal(rename("papers", "away"), 0);
    full.full = true;
    support_index(&full, NULL);
    assert_int_equal(count_entries(), 3);
    assert_int_equal(count_term("=asylum seeker"), 1);
    assert_int_equal(pilcrow_check(".pilcrow", no_damage, NULL, NULL),
                     PILCROW_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_terms, support_enter,
                                        support_leave),
        cmocka_unit_test_setup_teardown(test_several_documents, support_enter,
                                        support_leave),
        cmocka_unit_test_setup_teardown(test_replaced_and_gone, support_enter,
                                        support_leave),
        cmocka_unit_test_setup_teardown(test_record, support_enter,
                                        support_leave),
        cmocka_unit_test_setup_teardown(test_rebuild_keeps_what_is_away,
                                        support_enter, support_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
