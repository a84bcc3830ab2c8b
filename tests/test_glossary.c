/* SPDX-License-Identifier: MIT
 *
 * Glossaries as a whole: listing, checking, exporting and importing them, and
 * what becomes of an imported one when the index is changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "corpus/lexicon.h"
#include "engine/engine.h"
#include "support.h"

static const char text[] = "# Report\n\n"
                           "The harvest failed and grain was scarce.\n\n"
                           "Урожай зерна был богатым.\n";

static const char table[] = "# a remark\n"
                            "harvest\tурожай, жатва\n"
                            "\n"
                            "grain\tзерно\tплод злаков\n"
                            "crop failure\tнеурожай\n";

/* -------------------------------------------------------------- helpers --- */

static pilcrow_glossary *list(const char *term, bool lint)
{
    pilcrow_glossary *glossary;
    pilcrow_error err = {0};
    pilcrow_index *index = support_open();
    pilcrow_status status =
        lint ? pilcrow_glossary_lint(&glossary, index, term, &err)
             : pilcrow_glossary_list(&glossary, index, term, &err);
    if (status != PILCROW_OK)
        fail_msg("%s", err.message);
    pilcrow_close(index);
    return glossary;
}

static size_t count_entries(const char *term)
{
    pilcrow_glossary *glossary = list(term, false);
    size_t count = pilcrow_glossary_count(glossary);
    pilcrow_glossary_free(glossary);
    return count;
}

static uint64_t import(const char *path)
{
    uint64_t entries;
    pilcrow_error err = {0};
    pilcrow_source source = {path, NULL, 0};
    if (pilcrow_import(&entries, ".pilcrow", &source, NULL, NULL, &err) !=
        PILCROW_OK)
        fail_msg("%s", err.message);
    return entries;
}

static size_t count_hits(const char *query, double *score)
{
    pilcrow_hits *hits;
    pilcrow_error err = {0};
    pilcrow_index *index = support_open();
    if (pilcrow_search(&hits, index, query, strlen(query), NULL, &err) !=
        PILCROW_OK)
        fail_msg("%s", err.message);
    size_t count = pilcrow_hits_count(hits);
    if (score != NULL)
        *score = count > 0 ? pilcrow_hits_get(hits, 0)->score : 0.0;
    pilcrow_hits_free(hits);
    pilcrow_close(index);
    return count;
}

static void check_index(void)
{
    pilcrow_error err = {0};
    if (pilcrow_check(".pilcrow", NULL, NULL, &err) != PILCROW_OK)
        fail_msg("%s", err.message);
}

static void index_text(void)
{
    support_write("text.md", text);
    support_write("table.tsv", table);
    support_index(NULL, "text.md", NULL);
}

static char *export(const char *format)
{
    char *out;
    pilcrow_error err = {0};
    pilcrow_glossary *glossary = list(NULL, false);
    if (pilcrow_glossary_export(&out, glossary, format, &err) != PILCROW_OK)
        fail_msg("%s", err.message);
    pilcrow_glossary_free(glossary);
    return out;
}

/* -------------------------------------------------------------- import --- */

static void test_import(void **state)
{
    double before, after;
    pilcrow_stats stats;
    pilcrow_error err = {0};
    (void)state;
    index_text();
    assert_int_equal(count_hits("scarce", &before), 1);
    assert_int_equal(count_hits("зерном", NULL), 1);
    assert_int_equal(import("table.tsv"), 3);
    /* No score changes and no entry is a hit. */
    assert_int_equal(count_hits("scarce", &after), 1);
    assert_true(before == after);
    assert_int_equal(count_hits("kind:glossary", NULL), 0);
    assert_int_equal(count_hits("зерном", NULL), 2);
    assert_int_equal(count_hits("crop failure", NULL), 0);
    pilcrow_index *index = support_open();
    assert_int_equal(pilcrow_stat(&stats, index, &err), PILCROW_OK);
    assert_int_equal(stats.glossary_entries, 3);
    assert_int_equal(stats.documents, 2);
    assert_int_equal(stats.paragraphs, 2);
    pilcrow_close(index);
    check_index();
}

/* What an open index remembers of a glossary is of the generation it reads. */
static void test_import_again_is_seen(void **state)
{
    static const char *const tables[] = {table, "grain\tкрупа\n",
                                         "flood\tзерно\n", "grain\tзерно\n"};
    static const size_t hits[] = {1, 2, 1, 1, 2};
    pilcrow_error err = {0};
    (void)state;
    index_text();
    pilcrow_index *index = support_open();
    for (size_t i = 0; i <= sizeof tables / sizeof *tables; i++) {
        pilcrow_hits *found;
        assert_int_equal(pilcrow_search(&found, index, "зерном",
                                        strlen("зерном"), NULL, &err),
                         PILCROW_OK);
        assert_int_equal(pilcrow_hits_count(found), hits[i]);
        pilcrow_hits_free(found);
        if (i == sizeof tables / sizeof *tables)
            break;
        support_write("table.tsv", tables[i]);
        import("table.tsv");
    }
    pilcrow_close(index);
}

/* Spreadsheets put quotes around some cells; others have quotes of their own,
 * which go out so that they come in again. */
static void test_quoted_columns(void **state)
{
    static const char once[] = "to fight, to combat\tбороться\tverb, often\n"
                               "the \"New\" Deal\tновый курс\n"
                               "\"\"\"Titanic\"\" ship\"\t«Титаник»\n"
                               "\"\"\"A\"\" and \"\"B\"\"\"\tначало\n"
                               "\"#1 hit\"\tглавная песня\n";
    (void)state;
    index_text();
    support_write("table.tsv",
                  "\"to fight, to combat\"\tбороться\t\"verb, often\"\n"
                  " \"the \"\"New\"\" Deal\" \t\"новый курс\"\n"
                  "\"Titanic\" ship\t«Титаник»\n"
                  "\"\"\"A\"\" and \"\"B\"\"\"\tначало\n"
                  "\"#1 hit\"\tглавная песня\n");
    assert_int_equal(import("table.tsv"), 5);
    char *first = export("tsv");
    assert_string_equal(first, once);
    support_write("table.tsv", first);
    import("table.tsv");
    char *second = export("tsv");
    assert_string_equal(second, once);
    pilcrow_free(first);
    pilcrow_free(second);
}

/* A phrase in a script of pairs has positions without a term of its own. */
static void test_import_of_pairs(void **state)
{
    (void)state;
    support_write("text.md", "Scurvy is 维生素C缺乏症 there.\n\n维生素 alone.\n");
    support_write("table.tsv", "维生素C缺乏症\tцинга\n");
    support_index(NULL, "text.md", NULL);
    import("table.tsv");
    assert_int_equal(count_hits("цинга", NULL), 1);
}

/* Make the imported glossary one of version 1: without its version. */
static void make_old(void)
{
    engine_writer *writer;
    engine_snapshot *snapshot;
    const engine_writer_options options = {0};
    char key[SCHEMA_KEY_LETTERS + 1];
    char head[LEXICON_KEY_MAX];
    buf value;
    buf_init(&value, 4096);
    schema_file_key(key, "table.tsv", false);
    lexicon_head_key(head, key);
    assert_int_equal(engine_snapshot_open(&snapshot, ".pilcrow", NULL),
                     PILCROW_OK);
    assert_int_equal(
        engine_metadata(snapshot, head, strlen(head), &value, NULL),
        PILCROW_OK);
    engine_snapshot_close(snapshot);
    assert_true(value.len > 1);
    assert_int_equal(engine_writer_open(&writer, ".pilcrow", &options, NULL),
                     PILCROW_OK);
    assert_int_equal(engine_writer_set_metadata(writer, head, strlen(head),
                                                value.data + 1, value.len - 1,
                                                NULL),
                     PILCROW_OK);
    assert_int_equal(engine_writer_commit(writer, NULL), PILCROW_OK);
    engine_writer_close(writer);
    buf_release(&value);
}

/* One that an older version imported is told, until it is imported again. */
static void test_import_of_old(void **state)
{
    pilcrow_hits *hits;
    pilcrow_update_options full = PILCROW_UPDATE_OPTIONS_INIT;
    pilcrow_report *report;
    pilcrow_error err = {0};
    (void)state;
    index_text();
    import("table.tsv");
    make_old();
    pilcrow_index *index = support_open();
    assert_int_equal(pilcrow_search(&hits, index, "scarce", 6, NULL, &err),
                     PILCROW_VERSION);
    pilcrow_close(index);
    assert_non_null(strstr(err.message, "table.tsv' was imported by an older"));
    assert_non_null(strstr(err.message, "pilcrow glossary import"));
    full.full = true;
    assert_int_equal(pilcrow_update(&report, ".pilcrow", NULL, 0, &full, &err),
                     PILCROW_VERSION);
    import("table.tsv");
    assert_int_equal(count_entries(NULL), 3);
    assert_int_equal(count_hits("зерном", NULL), 2);
    check_index();
}

static void test_import_again_replaces(void **state)
{
    (void)state;
    index_text();
    import("table.tsv");
    support_write("table.tsv", "grain\tкрупа\n");
    assert_int_equal(import("table.tsv"), 1);
    assert_int_equal(count_entries(NULL), 1);
    assert_int_equal(count_hits("зерном", NULL), 1);
    check_index();
}

static void test_forget_undoes(void **state)
{
    pilcrow_report *report;
    pilcrow_error err = {0};
    const char *path = "table.tsv";
    (void)state;
    index_text();
    import("table.tsv");
    assert_int_equal(pilcrow_forget(&report, ".pilcrow", &path, 1, &err),
                     PILCROW_OK);
    assert_int_equal(pilcrow_report_counts(report)->removed, 1);
    pilcrow_report_free(report);
    assert_int_equal(count_entries(NULL), 0);
    assert_int_equal(count_hits("зерном", NULL), 1);
    assert_int_equal(count_hits("scarce", NULL), 1);
    check_index();
    assert_int_equal(pilcrow_forget(&report, ".pilcrow", &path, 1, &err),
                     PILCROW_NOT_FOUND);
}

/* A word that only a glossary knows is no slip, if what it gives is found. */
static void test_known_words(void **state)
{
    pilcrow_hits *hits;
    (void)state;
    support_write("text.md", "Зерно лежит.\n\nA horn and a grain of sand.\n");
    support_write("table.tsv", "brain\tмозг\ncorn\tзерно\n");
    support_index(NULL, "text.md", NULL);
    hits = support_search("corn");
    assert_int_equal(pilcrow_hits_count(hits), 0);
    assert_string_equal(pilcrow_hits_suggestion(hits, 0), "horn");
    pilcrow_hits_free(hits);
    import("table.tsv");
    hits = support_search("corn");
    assert_int_equal(pilcrow_hits_count(hits), 1);
    assert_null(pilcrow_hits_suggestion(hits, 0));
    pilcrow_hits_free(hits);
    hits = support_search("brain"); /* of which nothing is found */
    assert_int_equal(pilcrow_hits_count(hits), 0);
    assert_string_equal(pilcrow_hits_suggestion(hits, 0), "grain");
    pilcrow_hits_free(hits);
}

/* A refresh, a rebuild and a compaction keep it, though its file is gone. */
static void test_import_stays(void **state)
{
    pilcrow_error err = {0};
    pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
    (void)state;
    index_text();
    import("table.tsv");
    support_remove("table.tsv");
    support_index(NULL, NULL);
    assert_int_equal(count_entries(NULL), 3);
    options.full = true;
    support_index(&options, NULL);
    assert_int_equal(count_entries(NULL), 3);
    assert_int_equal(pilcrow_compact(NULL, NULL, ".pilcrow", &err), PILCROW_OK);
    assert_int_equal(count_entries(NULL), 3);
    assert_int_equal(count_hits("зерном", NULL), 2);
    check_index();
}

static void note_fault(void *ctx, size_t line, const char *sentence)
{
    char *told = ctx;
    size_t len = strlen(told);
    snprintf(told + len, 1000 - len, "%zu %s\n", line, sentence);
}

/* Broken lines are told, and nothing of the file is kept. */
static void test_broken_lines(void **state)
{
    char told[1000] = "";
    uint64_t entries = 7;
    pilcrow_error err = {0};
    pilcrow_source source = {"bad.tsv", NULL, 0};
    (void)state;
    index_text();
    support_write("bad.tsv", "grain\tзерно\n"
                             "no tab here\n"
                             "\tпусто\n"
                             "empty\t\n"
                             "one\ttwo\n"
                             "a\tб\tв\tг\n"
                             "harvest\tурожай\n");
    assert_int_equal(
        pilcrow_import(&entries, ".pilcrow", &source, note_fault, told, &err),
        PILCROW_UNSUPPORTED);
    assert_int_equal(entries, 0);
    assert_non_null(strstr(err.message, "bad.tsv: 5 lines are no entry"));
    assert_string_equal(
        told, "2 there is no tab between a term and its translation\n"
              "3 the term is empty\n"
              "4 the translation is empty\n"
              "5 both sides are written in one alphabet\n"
              "6 there are more than three columns: term, translation, note\n");
    assert_int_equal(count_entries(NULL), 0);
}

/* A term beyond all measure is told by its line, too. */
static void test_long_lines(void **state)
{
    char told[1000] = "";
    static char lines[30000];
    pilcrow_error err = {0};
    pilcrow_source source = {"long.tsv", lines, 0};
    (void)state;
    index_text();
    memset(lines, 'a', sizeof lines);
    memcpy(lines + 5000, "\tзерно\nb", strlen("\tзерно\nb"));
    memcpy(lines + 9000, "\tмука\n", strlen("\tмука\n"));
    source.data_len = 9000 + strlen("\tмука\n");
    assert_int_equal(
        pilcrow_import(NULL, ".pilcrow", &source, note_fault, told, &err),
        PILCROW_UNSUPPORTED);
    assert_string_equal(told, "1 a term is longer than 2,048 bytes\n"
                              "2 a term is longer than 2,048 bytes\n");
    /* One of several alternatives is passed over. */
    memcpy(lines, "grain, ", 7);
    source.data_len = 5000 + strlen("\tзерно\n");
    assert_int_equal(
        pilcrow_import(NULL, ".pilcrow", &source, NULL, NULL, &err),
        PILCROW_OK);
    assert_int_equal(count_hits("зерном", NULL), 2);
}

static void test_what_cannot_be_imported(void **state)
{
    pilcrow_error err = {0};
    pilcrow_source empty = {"empty.tsv", "# nothing\n", 10};
    pilcrow_source gone = {"gone.tsv", NULL, 0};
    pilcrow_source good = {"good.tsv", table, strlen(table)};
    (void)state;
    assert_int_equal(pilcrow_import(NULL, ".pilcrow", &good, NULL, NULL, &err),
                     PILCROW_NOT_FOUND);
    index_text();
    assert_int_equal(pilcrow_import(NULL, ".pilcrow", &empty, NULL, NULL, &err),
                     PILCROW_UNSUPPORTED);
    assert_int_equal(pilcrow_import(NULL, ".pilcrow", &gone, NULL, NULL, &err),
                     PILCROW_NOT_FOUND);
    assert_int_equal(pilcrow_import(NULL, ".pilcrow", &good, NULL, NULL, &err),
                     PILCROW_OK);
    pilcrow_glossary *glossary = list(NULL, false);
    assert_string_equal(pilcrow_glossary_get(glossary, 0)->path, "good.tsv");
    pilcrow_glossary_free(glossary);
}

/* Many entries: each is found again, by either side. */
static void test_many_entries(void **state)
{
    static char lines[200000];
    size_t len = 0;
    (void)state;
    index_text();
    for (unsigned i = 0; i < 3000; i++)
        len += (size_t)snprintf(lines + len, sizeof lines - len,
                                "word%uz and more\tслово%uя\n", i, i);
    support_write("many.tsv", lines);
    assert_int_equal(import("many.tsv"), 3000);
    assert_int_equal(count_entries("слово2718я"), 1);
    assert_int_equal(count_entries("word17z"), 1);
    support_write("more.md", "Слово2999я стоит здесь.\n");
    support_index(NULL, "more.md", NULL);
    assert_int_equal(count_hits("\"word2999z and more\"", NULL), 1);
    check_index();
}

/* ------------------------------------------------------------- listing --- */

static void test_list(void **state)
{
    (void)state;
    index_text();
    support_write("words.md", "New words: asylum-seeker - беженец; livelihood "
                              "- средства к существованию (доход).\n");
    support_index(NULL, "words.md", NULL);
    import("table.tsv");
    static const struct {
        const char *term;
        size_t count;
    } cases[] = {
        {NULL, 5},      {"", 5},        {"беженцами", 1},
        {"asylum", 1},  {"SEEKERS", 1}, {"средствами существования", 1},
        {"grain", 1},   {"жатвы", 1},   {"harvest grain", 0},
        {"nothing", 0}, {"...", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (count_entries(cases[i].term) != cases[i].count)
            fail_msg("'%s': %zu entries", cases[i].term,
                     count_entries(cases[i].term));
    pilcrow_glossary *glossary = list("livelihoods", false);
    const pilcrow_entry *e = pilcrow_glossary_get(glossary, 0);
    assert_string_equal(e->term, "livelihood");
    assert_string_equal(e->translation, "средства к существованию");
    assert_string_equal(e->note, "доход");
    assert_string_equal(e->path, "words.md");
    assert_int_equal(e->line, 1);
    assert_int_equal(strlen(e->id), 12);
    assert_null(pilcrow_glossary_get(glossary, 1));
    pilcrow_glossary_free(glossary);
    glossary = list("grain", false);
    assert_string_equal(pilcrow_glossary_get(glossary, 0)->id, "");
    assert_int_equal(pilcrow_glossary_get(glossary, 0)->line, 4);
    pilcrow_glossary_free(glossary);
}

/* ------------------------------------------------------------- linting --- */

static void test_lint(void **state)
{
    (void)state;
    static const struct {
        const char *table, *kind, *reason; /* kind NULL: nothing is found */
    } cases[] = {
        {"grain\tзерно\nharvest\tурожай\n", NULL, NULL},
        {"issue\tвопрос, проблема\nissue\tвопрос\n", NULL, NULL},
        {"bank\tберег\nbank\tбанк\n", "conflict",
         "'bank' is 'банк' here and 'берег' in t.tsv:1"},
        {"shelter\tприют\nприют\tasylum\n", "conflict", "asylum"},
        {"shelter\tприют\nasylum\tприют\n", NULL, NULL},
        {"enhance\tусиливать\nenhancement\tусовершенствование\n", NULL, NULL},
        {"grain\tзерно\nGrains\tзёрна\n", "duplicate", "t.tsv:1"},
        {"state\tто, чем владеет и чем распоряжается каждый народ\n",
         "suspicious", "definition"},
        {"G20 summit\tсаммит 8\n", "suspicious", "number 20"},
        {"asylum\tубежищe\n", "suspicious", "both alphabets"},
        {"grain (corn\tзерно\n", "suspicious", "bracket"},
        {"grain\tзерно - хлеб\n", "suspicious", "dash"},
    };
    index_text();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        support_write("t.tsv", cases[i].table);
        import("t.tsv");
        pilcrow_glossary *glossary = list(NULL, true);
        const pilcrow_finding *f = pilcrow_glossary_finding(glossary, 0);
        if ((f == NULL) != (cases[i].kind == NULL) ||
            (f != NULL && (strcmp(f->kind, cases[i].kind) != 0 ||
                           strstr(f->reason, cases[i].reason) == NULL)))
            fail_msg("%s: %s: %s", cases[i].table,
                     f == NULL ? "nothing" : f->kind,
                     f == NULL ? "" : f->reason);
        if (f != NULL)
            assert_null(pilcrow_glossary_finding(glossary, 1));
        pilcrow_glossary_free(glossary);
    }
}

/* Halves of entries among those of documents. */
static void test_lint_finds_halves(void **state)
{
    (void)state;
    static const struct {
        const char *text, *reason;
        size_t line;
    } cases[] = {
        {"- asylum — убежище\n- dignity —\n- border — граница\n"
         "- shelter — приют\n",
         "'dignity' has nothing on its other side", 2},
        {"- asylum — убежище\n- border — граница\n- — честь\n"
         "- shelter — приют\n",
         "'честь' has nothing on its other side", 3},
        {"| English | Русский |\n|---|---|\n| asylum | убежище |\n"
         "| dignity | |\n| border | граница |\n",
         "'dignity' has nothing on its other side", 4},
        {"- asylum — убежище\n- border — граница\n- shelter — приют\n\n"
         "The border was closed.\n",
         NULL, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        support_write("words.md", cases[i].text);
        support_index(NULL, "words.md", NULL);
        pilcrow_glossary *glossary = list(NULL, true);
        const pilcrow_finding *f = pilcrow_glossary_finding(glossary, 0);
        assert_int_equal(f != NULL, cases[i].reason != NULL);
        if (f != NULL) {
            assert_string_equal(f->kind, "one-sided");
            assert_string_equal(f->reason, cases[i].reason);
            assert_int_equal(f->entry->line, cases[i].line);
            assert_null(pilcrow_glossary_finding(glossary, 1));
        }
        pilcrow_glossary_free(glossary);
    }
}

/* ----------------------------------------------------------- exporting --- */

/* A word left out for "~" is there again, and a term of several words has its
 * commas. */
static void test_export_of_documents(void **state)
{
    (void)state;
    support_write("words.md", "# Words\n\nNew words:\n\n"
                              "- bank — банк\n"
                              "- ~ account — банковский счёт\n"
                              "- asylum-seeker — лицо, ищущее убежище\n"
                              "- to enhance — усиливать, улучшать\n");
    support_index(NULL, "words.md", NULL);
    char *tsv = export("tsv");
    assert_string_equal(tsv, "bank\tбанк\n"
                             "bank account\tбанковский счёт\n"
                             "asylum-seeker\tлицо, ищущее убежище\n"
                             "to enhance\tусиливать, улучшать\n");
    pilcrow_free(tsv);
    char *tbx = export("tbx");
    assert_non_null(strstr(tbx, "<term>bank account</term>"));
    assert_non_null(strstr(tbx, "<term>лицо, ищущее убежище</term>"));
    assert_non_null(strstr(tbx, "<term>to enhance</term>"));
    assert_non_null(strstr(tbx, "<term>улучшать</term>"));
    pilcrow_free(tbx);
}

/* What is exported can be imported, and is the same then. */
static void test_export(void **state)
{
    pilcrow_error err = {0};
    char *none;
    (void)state;
    index_text();
    import("table.tsv");
    char *first = export("tsv");
    assert_string_equal(first, "harvest\tурожай, жатва\n"
                               "grain\tзерно\tплод злаков\n"
                               "crop failure\tнеурожай\n");
    support_write("table.tsv", first);
    import("table.tsv");
    char *second = export("tsv");
    assert_string_equal(first, second);
    pilcrow_free(first);
    pilcrow_free(second);
    char *tbx = export("tbx");
    assert_non_null(strstr(tbx, "<term>жатва</term>"));
    assert_non_null(strstr(tbx, "<langSec xml:lang=\"ru\">"));
    pilcrow_free(tbx);
    pilcrow_glossary *glossary = list(NULL, false);
    assert_int_equal(pilcrow_glossary_export(&none, glossary, "csv", &err),
                     PILCROW_INVALID);
    assert_null(none);
    pilcrow_glossary_free(glossary);
}

int main(void)
{
#define CASE(test)                                                             \
    cmocka_unit_test_setup_teardown(test, support_enter, support_leave)
    const struct CMUnitTest tests[] = {
        CASE(test_import),        CASE(test_import_again_replaces),
        CASE(test_long_lines),    CASE(test_export_of_documents),
        CASE(test_import_of_old), CASE(test_import_again_is_seen),
        CASE(test_import_of_pairs), CASE(test_quoted_columns),
        CASE(test_known_words),
        CASE(test_forget_undoes), CASE(test_import_stays),
        CASE(test_broken_lines),  CASE(test_what_cannot_be_imported),
        CASE(test_many_entries),  CASE(test_list),
        CASE(test_lint),          CASE(test_lint_finds_halves),
        CASE(test_export),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
