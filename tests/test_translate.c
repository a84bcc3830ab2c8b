/* SPDX-License-Identifier: MIT
 *
 * What glossaries do to a search: which words they bridge, in which form, what
 * is highlighted, what a notice and an explanation say, and what switches them
 * off. And names, which the other alphabet spells by their sound. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "searcher/index.h"
#include "searcher/translate/bridges.h"
#include "searcher/translate/names.h"
#include "searcher/translate/spelling.h"
#include "support.h"

static const char words[] =
    "# Words\n\n"
    "New words: asylum-seeker - беженец; dignity - достоинство; "
    "livelihood - средства к существованию; to combat racism & xenophobia - "
    "по борьбе с расизмом и ксенофобией; human rights - права человека; "
    "border - граница, рубеж; on - на; on the move - в пути.\n";

static const char english[] = "# Report\n\n"
                              "Each asylum-seeker waits for an answer.\n\n"
                              "They lost their livelihoods in the flood.\n\n"
                              "A law to combat racism and xenophobia.\n\n"
                              "The borders are closed at night.\n\n"
                              "Human rights are for all.\n";

static const char russian[] = "# Доклад\n\n"
                              "Беженцы ждут ответа на границе.\n\n"
                              "Рубежи и люди.\n\n"
                              "Они ещё в пути.\n\n"
                              "Права каждого человека, права человека.\n\n"
                              "По борьбе с расизмом и ксенофобией.\n";

static void index_words(void)
{
    support_write("words.md", words);
    support_write("english.md", english);
    support_write("russian.md", russian);
    support_index(NULL, "words.md", "english.md", "russian.md", NULL);
}

static pilcrow_hits *search(const char *query, bool translate, bool explain)
{
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    pilcrow_index *index;
    pilcrow_hits *hits;
    pilcrow_error err = {0};
    options.translate = translate;
    options.explain = explain;
    options.limit = 100;
    if (pilcrow_open(&index, ".pilcrow", &err) != PILCROW_OK ||
        pilcrow_search(&hits, index, query, strlen(query), &options, &err) !=
            PILCROW_OK)
        fail_msg("%s: %s", query, err.message);
    pilcrow_close(index);
    return hits;
}

/* The first hit in that file; NULL without one. */
static const pilcrow_hit *hit_in(const pilcrow_hits *hits, const char *path)
{
    for (size_t i = 0; i < pilcrow_hits_count(hits); i++)
        if (strcmp(pilcrow_hits_get(hits, i)->paragraph.path, path) == 0)
            return pilcrow_hits_get(hits, i);
    return NULL;
}

/* All that its score is made of adds up to it. */
static void check_sum(const pilcrow_hit *hit)
{
    double sum = 0.0;
    for (size_t e = 0; e < hit->explanation_count; e++)
        sum += hit->explanations[e].score;
    assert_true(fabs(sum - hit->score) < 1e-6);
}

/* What a query finds first in that file. */
typedef struct wanted {
    const char *query, *path;
    const char *text; /* its beginning; NULL: there is no hit */
} wanted;

/* That hit, which is as wanted. */
static const pilcrow_hit *check_hit(const wanted *w, const pilcrow_hits *hits)
{
    const pilcrow_hit *hit = hit_in(hits, w->path);
    if ((hit != NULL) != (w->text != NULL) ||
        (hit != NULL &&
         strncmp(hit->paragraph.text, w->text, strlen(w->text)) != 0))
        fail_msg("%s in %s: %s", w->query, w->path,
                 hit == NULL ? "nothing" : hit->paragraph.text);
    return hit;
}

static void check_search(const wanted *w)
{
    pilcrow_hits *hits = search(w->query, true, false);
    check_hit(w, hits);
    pilcrow_hits_free(hits);
}

/* ----------------------------------------------------------- what is found --- */

static void test_bridges(void **state)
{
    (void)state;
    static const wanted cases[] = {
        {"беженцами", "english.md", "Each asylum-seeker waits"},
        {"asylum-seekers", "russian.md", "Беженцы ждут"},
        {"asylum seeker", "russian.md", "Беженцы ждут"},
        {"livelihoods", "words.md", "livelihood"},
        {"средствами к существованию", "english.md", "They lost their"},
        {"\"средства к существованию\"", "english.md", "They lost their"},
        {"\"средства к\"", "english.md", NULL},
        {"\"to combat racism & xenophobia\"", "russian.md", "По борьбе"},
        {"\"to the combat racism\"", "russian.md", NULL},
        {"\"the asylum-seekers\"", "russian.md", "Беженцы ждут"},
        {"ксенофобия", "english.md", "A law to combat"},
        {"racism and xenophobia", "english.md", "A law to combat"},
        {"рубежа", "english.md", "The borders"},
        {"border", "russian.md", "Рубежи"},
        {"права человека", "english.md", "Human rights"},
        {"+беженцы +answer", "english.md", "Each asylum-seeker"},
        {"беженцы AND answer", "english.md", "Each asylum-seeker"},
        {"flood OR беженец", "english.md", "They lost"},
        {"answer -беженцы", "english.md", "Each asylum-seeker"},
        {"(беженцы) lang:en", "english.md", "Each asylum-seeker"},
        {"ответа", "english.md", NULL},
        {"on", "russian.md", NULL}, /* a function word says nothing alone */
        {"people on the move", "russian.md", "Они ещё"},
    };
    index_words();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_search(&cases[i]);
}

static const char german_words[] =
    "# Wörter\n\n"
    "- der Flüchtling — беженец;\n"
    "- die Fremdenfeindlichkeit — ксенофобия;\n"
    "- die Würde des Menschen — достоинство человека.\n\n"
    "Die Flüchtlinge verloren auf dem Weg, was sie hatten.\n\n"
    "Und die Fremdenfeindlichkeit hat hier keinen Platz.\n\n"
    "Von der Würde des Menschen wird hier nicht gesprochen.\n";

/* A side in German is found by its words in any form, and without its article,
 * which is none of them. */
static void test_languages(void **state)
{
    (void)state;
    static const wanted cases[] = {
        {"Flüchtlinge -lang:de", "russian.md", "Беженцы ждут"},
        {"\"der Flüchtling\"", "russian.md", "Беженцы ждут"},
        {"fremdenfeindlich", "russian.md", "По борьбе с"},
        {"die", "russian.md", NULL},
        {"беженцам kind:paragraph lang:de", "german.md", "Die Flüchtlinge"},
        {"ксенофобия kind:paragraph lang:de", "german.md", "Und die Fremd"},
        {"достоинство человека kind:paragraph lang:de", "german.md",
         "Von der Würde"},
        {"asylum-seekers", "russian.md", "Беженцы ждут"},
    };
    pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
    options.languages = "en,ru,de";
    support_write("words.md", words);
    support_write("german.md", german_words);
    support_write("russian.md", russian);
    support_index(&options, "words.md", "german.md", "russian.md", NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pilcrow_hits *hits = search(cases[i].query, true, true);
        const pilcrow_hit *hit = check_hit(&cases[i], hits);
        if (hit != NULL)
            check_sum(hit);
        pilcrow_hits_free(hits);
    }
    pilcrow_glossary *glossary;
    pilcrow_index *index = support_open();
    assert_int_equal(
        pilcrow_glossary_list(&glossary, index, "Flüchtlinge", NULL),
        PILCROW_OK);
    assert_int_equal(pilcrow_glossary_count(glossary), 1);
    pilcrow_glossary_free(glossary);
    pilcrow_close(index);
}

static void test_switched_off(void **state)
{
    (void)state;
    index_words();
    pilcrow_hits *hits = search("беженцами", false, false);
    assert_null(hit_in(hits, "english.md"));
    assert_non_null(hit_in(hits, "russian.md"));
    assert_null(pilcrow_hits_notice(hits, 0));
    pilcrow_hits_free(hits);
}

static void test_goes_with_its_document(void **state)
{
    (void)state;
    index_words();
    support_remove("words.md");
    pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
    options.prune = true;
    support_index(&options, NULL);
    pilcrow_hits *hits = search("беженцами", true, false);
    assert_null(hit_in(hits, "english.md"));
    pilcrow_hits_free(hits);
}

/* -------------------------------------------------------- what it is told --- */

static void test_highlights(void **state)
{
    (void)state;
    index_words();
    pilcrow_hits *hits = search("беженец", true, false);
    const pilcrow_hit *hit = hit_in(hits, "english.md");
    assert_non_null(hit);
    assert_int_equal(hit->highlight_count, 2);
    assert_int_equal(hit->highlights[0].start, strlen("Each "));
    assert_int_equal(hit->highlights[1].end, strlen("Each asylum-seeker"));
    pilcrow_hits_free(hits);
}

static void test_hit_names_the_entry(void **state)
{
    (void)state;
    index_words();
    pilcrow_hits *hits = search("беженцами", true, false);
    const pilcrow_hit *hit = hit_in(hits, "english.md");
    assert_non_null(hit);
    assert_int_equal(hit->bridge_count, 1);
    assert_string_equal(hit->bridges[0],
                        "беженец = asylum-seeker, words.md:3");
    hit = hit_in(hits, "russian.md");
    assert_int_equal(hit->bridge_count, 0);
    assert_null(pilcrow_hits_notice(hits, 0));
    pilcrow_hits_free(hits);
}

static void test_explanation_adds_up(void **state)
{
    (void)state;
    index_words();
    static const char *const queries[] = {"беженцы", "граница рубеж border",
                                          "средства к существованию",
                                          "ксенофобия и права человека"};
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        bool bridged = false;
        pilcrow_hits *hits = search(queries[i], true, true);
        for (size_t h = 0; h < pilcrow_hits_count(hits); h++) {
            const pilcrow_hit *hit = pilcrow_hits_get(hits, h);
            for (size_t e = 0; e < hit->explanation_count; e++) {
                const pilcrow_explanation *x = &hit->explanations[e];
                if (strcmp(x->kind, "translation") != 0)
                    continue;
                bridged = true;
                assert_non_null(strstr(x->from, "words.md:3"));
            }
            check_sum(hit);
        }
        assert_true(bridged);
        pilcrow_hits_free(hits);
    }
}

/* Of several translations that one is told which the paragraph holds, all of
 * it. */
static void test_phrase_is_told(void **state)
{
    (void)state;
    support_write("words.md", "# Words\n\nNew words: dwelling - жилой дом, "
                              "кров; border - граница; road - дорога.\n");
    support_write("russian.md", "# Доклад\n\nОни вошли в жилой дом.\n\n"
                                "Кров над головой.\n");
    support_index(NULL, "words.md", "russian.md", NULL);
    pilcrow_hits *hits = search("dwelling", true, true);
    for (size_t i = 0; i < pilcrow_hits_count(hits); i++) {
        const pilcrow_hit *hit = pilcrow_hits_get(hits, i);
        if (strncmp(hit->paragraph.text, "Они", strlen("Они")) == 0)
            assert_string_equal(hit->explanations[0].term, "жил дом");
        if (strncmp(hit->paragraph.text, "Кров", strlen("Кров")) == 0)
            assert_string_equal(hit->explanations[0].term, "кров");
    }
    assert_int_equal(pilcrow_hits_count(hits), 3);
    pilcrow_hits_free(hits);
}

/* A translation beside the word itself scores less than the word. */
static void test_discount(void **state)
{
    (void)state;
    support_write("words.md", words);
    support_write("a.md", "# A\n\nborder one two three\n");
    support_write("b.md", "# B\n\nграница один два три\n");
    support_index(NULL, "words.md", "a.md", "b.md", NULL);
    pilcrow_hits *hits = search("border", true, false);
    const pilcrow_hit *own = hit_in(hits, "a.md"), *other = hit_in(hits, "b.md");
    assert_non_null(own);
    assert_non_null(other);
    assert_true(own->score > other->score);
    pilcrow_hits_free(hits);
}

static const char rail[] =
    "# Rail\n\n"
    "New words: derailment — сход с рельсов; sleeper — шпала;\n"
    "breach of contract — нарушение договора; axle — ось.\n\n"
    "The derailment closed the line for two days.\n\n"
    "No other line was built in all these years.\n\n"
    "A contract is what the builders of the line never had in hand, and a "
    "contract they wanted, as any of them said.\n\n"
    "Of the contract they said: a breach.\n\n"
    "An axle broke the sleeper there.\n\n"
    "The trains went on as before.\n";
static const char road[] =
    "# Дорога\n\n"
    "Вчера был сход с рельсов.\n\n"
    "Утро с ними.\n\n"
    "Ветер с гор.\n\n"
    "Город стоит у реки, и дорога идёт мимо.\n\n"
    "Мост построили давно.\n\n"
    "Одна ось.\n\n"
    "Одна шпала.\n\n"
    "Поезда ходят редко.\n";

/* The place of the first hit that begins so, from 1; 0 without one. */
static size_t place_of(const pilcrow_hits *hits, const char *text)
{
    for (size_t i = 0; i < pilcrow_hits_count(hits); i++)
        if (strncmp(pilcrow_hits_get(hits, i)->paragraph.text, text,
                    strlen(text)) == 0)
            return i + 1;
    return 0;
}

/* What a phrase is counts more than its "with" alone, what all words are more
 * than one of the words, and more words of what a part of a side gives count
 * more than one of them twice. */
static void test_more_words_count_more(void **state)
{
    (void)state;
    support_write("rail.md", rail);
    support_write("road.md", road);
    support_index(NULL, "rail.md", "road.md", NULL);
    pilcrow_hits *hits = search("сход с рельсов", true, false);
    const size_t derailment = place_of(hits, "The derailment");
    assert_in_range(place_of(hits, "Вчера был"), 1, derailment - 1);
    assert_true(derailment < place_of(hits, "Утро с"));
    assert_true(derailment < place_of(hits, "Ветер с"));
    pilcrow_hits_free(hits);
    hits = search("ось, шпалы kind:paragraph", true, true);
    assert_int_equal(place_of(hits, "An axle"), 1);
    check_sum(pilcrow_hits_get(hits, 0));
    pilcrow_hits_free(hits);
    hits = search("нарушение lang:en kind:paragraph", true, true);
    assert_int_equal(place_of(hits, "Of the contract"), 1);
    assert_int_equal(place_of(hits, "A contract is"), 2);
    check_sum(pilcrow_hits_get(hits, 0));
    pilcrow_hits_free(hits);
}

/* 128 words, and a table that has 16 translations for each. */
static void write_many_words(buf *query)
{
    static const char latin[] = "bcdfgklmnprstvzh";
    buf table;
    buf_init(&table, (size_t)1 << 20);
    for (size_t i = 0; i < 128; i++) {
        const char first = latin[i % 16], second = latin[i / 16];
        buf_add_format(query, "%co%cum ", first, second);
        buf_add_format(&table,
                       "%co%cum\tбалун; валун; галун; далун; жалун; залун; "
                       "калун; лалун; малун; налун; палун; ралун; салун; "
                       "талун; фалун; халун\n",
                       first, second);
    }
    support_write("many.tsv", table.data);
    buf_release(&table);
}

/* Translations that most paragraphs have, of all words that a query may have,
 * are more work than it may be: it is they that are left out. */
static void test_too_many_translations(void **state)
{
    (void)state;
    uint64_t entries;
    pilcrow_error err = {0};
    pilcrow_source source = {"many.tsv", NULL, 0};
    buf query, text;
    buf_init(&query, 4096);
    buf_init(&text, (size_t)4 << 20);
    write_many_words(&query);
    buf_add_format(&text, "%s\n", query.data);
    for (size_t i = 0; i < 3000; i++)
        buf_add_format(&text,
                       "\nБалун валун галун далун жалун залун калун лалун малун "
                       "налун палун ралун салун талун фалун халун %zu.\n",
                       i);
    support_write("many.md", text.data);
    support_index(NULL, "many.md", NULL);
    assert_int_equal(
        pilcrow_import(&entries, ".pilcrow", &source, NULL, NULL, &err),
        PILCROW_OK);
    pilcrow_hits *hits = search(query.data, true, false);
    assert_string_equal(
        pilcrow_hits_notice(hits, 0),
        "the query would take too long; its words are not translated");
    assert_null(pilcrow_hits_notice(hits, 1));
    assert_int_equal(place_of(hits, "bobum cobum"), 1);
    pilcrow_hits_free(hits);
    buf_release(&query);
    buf_release(&text);
}

/* Where few paragraphs are in the query's language, "and" in it is no rare word
 * that would find what answers less; alone it is a word as others. */
static void test_function_words(void **state)
{
    (void)state;
    bool told = false;
    static const struct {
        const char *query;
        bool light;
    } cases[] = {{"беженцы и рубежи", true}, {"и", false}, {"+и", false}};
    index_words();
    support_remove("russian.md");
    pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
    options.prune = true;
    support_index(&options, NULL);
    pilcrow_hits *hits = search("asylum-seekers and borders", true, true);
    for (size_t h = 0; h < pilcrow_hits_count(hits); h++) {
        const pilcrow_hit *hit = pilcrow_hits_get(hits, h);
        for (size_t e = 0; e < hit->explanation_count; e++)
            if (strcmp(hit->explanations[e].term, "and") == 0)
                assert_true(hit->explanations[e].weight == 1.0);
    }
    pilcrow_hits_free(hits);
    hits = search("беженцы и рубежи", true, false);
    assert_string_equal(pilcrow_hits_get(hits, 2)->paragraph.path,
                        "english.md");
    pilcrow_hits_free(hits);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++, told = false) {
        hits = search(cases[i].query, true, true);
        for (size_t h = 0; h < pilcrow_hits_count(hits); h++) {
            const pilcrow_hit *hit = pilcrow_hits_get(hits, h);
            for (size_t e = 0; e < hit->explanation_count; e++) {
                const pilcrow_explanation *x = &hit->explanations[e];
                if (strcmp(x->term, "и") != 0)
                    continue;
                told = true;
                assert_int_equal(x->weight < 0.5, cases[i].light);
            }
            check_sum(hit);
        }
        assert_true(told);
        pilcrow_hits_free(hits);
    }
}

/* Of two translations the one that more documents give weighs more. */
static void test_documents_vouch(void **state)
{
    (void)state;
    support_write("g1.md", "New words: bank - берег.\n");
    support_write("g2.md", "New words: bank - банк.\n");
    support_write("g3.md", "New words: bank - банк.\n");
    support_write("text.md", "Берег один два.\n\nБанк один два.\n");
    support_index(NULL, "g1.md", "g2.md", "g3.md", "text.md", NULL);
    pilcrow_hits *hits = search("bank kind:paragraph doc:text.md", true, false);
    assert_int_equal(pilcrow_hits_count(hits), 2);
    assert_string_equal(pilcrow_hits_get(hits, 0)->paragraph.text,
                        "Банк один два.");
    pilcrow_hits_free(hits);
}

/* Words near each other are found where their translations are. */
static void test_near(void **state)
{
    static const wanted cases[] = {
        {"refugee NEAR/5 border", "russian.md", "Беженцев"},
        {"граница NEAR/9 беженец", "english.md", "The refugees"},
        {"\"asylum seeker\" NEAR/5 camp", "russian.md", "Проситель"},
        {"camp NEAR/4 \"проситель убежища\"", "english.md", NULL},
        {"Тесла NEAR/9 лагерь", "english.md", "An asylum"},
        {"refugee NEAR/5 camp", "russian.md", NULL},
        {"refugee NEAR/5 guards", "russian.md", NULL},
        {"guards -(refugee NEAR/5 border)", "russian.md", NULL},
    };
    (void)state;
    support_write("words.md", "# Glossary\n\n- asylum seeker - проситель "
                              "убежища\n- refugee - беженец\n- border - "
                              "граница\n- camp - лагерь\n");
    support_write("english.md",
                  "The refugees were stopped at a border.\n\n"
                  "A border. And far away, in another place of the world, "
                  "refugees.\n\n"
                  "An asylum seeker told Tesla of the camp.\n");
    support_write("russian.md",
                  "Граница. А далеко-далеко, совсем в другом месте этого "
                  "мира, беженцы.\n\n"
                  "Беженцев остановили у границы.\n\n"
                  "Проситель убежища живёт в лагере.\n");
    support_index(NULL, "words.md", "english.md", "russian.md", NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_search(&cases[i]);
    pilcrow_hits *hits = search("refugee NEAR/5 border", true, true);
    const pilcrow_hit *hit = hit_in(hits, "russian.md");
    assert_string_equal(hit->bridges[0], "refugee = беженец, words.md:4; "
                                         "border = граница, words.md:5");
    assert_int_equal(hit->highlight_count, 2);
    check_sum(hit);
    pilcrow_hits_free(hits);
}

/* A quoted phrase that no entry is all of is found by what its words are. */
static void test_phrase_by_words(void **state)
{
    static const wanted cases[] = {
        {"\"alternating current\"", "russian.md", "Его переменный"},
        {"\"переменный ток\"", "english.md", "The alternating"},
        {"\"current of Tesla\"", "russian.md", NULL},
        {"\"Tesla current\"", "russian.md", "О том, как Тесла"},
        {"\"current alternating\"", "russian.md", NULL},
        {"\"alternating currents~\"", "russian.md", NULL},
        {"\"alternating the current\"", "russian.md", NULL},
        {"\"Los Angeles\"", "russian.md", "Видели Лос-Анджелес"},
        {"\"Los Angeles\" NEAR/3 alternating", "russian.md", NULL},
        /* "new" is a word as well as a part of New York */
        {"\"new current\"", "russian.md", "Там новый ток"},
    };
    (void)state;
    support_write("words.md",
                  "# Glossary\n\n- alternating - переменный\n"
                  "- current - течение; ток; поток\n- angel - ангел\n"
                  "- new - новый\n");
    support_write("english.md", "The alternating current came. Then the "
                                "current, alternating, went to Los Angeles.\n");
    support_write("russian.md",
                  "Его переменный ток.\n\nО том, как Тесла ток нашёл.\n\n"
                  "Видели Лос-Анджелес, а в нём поток, течение и ангела.\n\n"
                  "Там новый ток.\n");
    support_index(NULL, "words.md", "english.md", "russian.md", NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_search(&cases[i]);
    pilcrow_hits *hits = search(cases[0].query, true, true);
    const pilcrow_hit *hit = hit_in(hits, "russian.md");
    assert_non_null(strstr(hit->bridges[0], "; "));
    check_sum(hit);
    pilcrow_hits_free(hits);
}

/* That a word with a mark is not translated is told where it could have been. */
static void test_pattern_is_told(void **state)
{
    static const char *const queries[] = {"refuge*", "refugeo~", "guards*",
                                          "guard -refuge*"};
    (void)state;
    support_write("words.md", "# Glossary\n\n- refugee - беженец\n"
                              "- border - граница\n");
    support_write("english.md", "The refugees were stopped by guards.\n");
    support_index(NULL, "words.md", "english.md", NULL);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        pilcrow_hits *hits = search(queries[i], true, false);
        const char *notice = pilcrow_hits_notice(hits, 0);
        if (i >= 2)
            assert_null(notice);
        else
            assert_string_equal(
                notice, i == 0 ? "'refuge*' is not translated; no word with "
                                 "*, ? or ~ is"
                               : "'refugeo~' is not translated; no word with "
                                 "*, ? or ~ is");
        pilcrow_hits_free(hits);
        hits = search(queries[i], false, false);
        assert_null(pilcrow_hits_notice(hits, 0));
        pilcrow_hits_free(hits);
    }
}

/* -------------------------------------------------------------------- names --- */

static const char names_english[] =
    "# Physics\n\n"
    "Nikola Tesla met Guglielmo Marconi in New York.\n\n"
    "The theorem of Kolmogorov, by Vladimir Arnold; see Chebyshev's "
    "letters to Tchaikovsky.\n\n"
    "The xenophobia of crowds, and a server. Xenophobia again.\n\n"
    "Their tower was in Paris. Marco came too, and a mark was left.\n";

static const char names_russian[] =
    "# Физика\n\n"
    "О том, как Никола Тесла встретил Гульельмо Маркони в Лондоне.\n\n"
    "Работы Чебышёва и Колмогорова, их ученик Мартин.\n\n"
    "Сервер стоит в башне. Старый сервер. Ракета летит.\n";

static const char names_words[] = "New words: tower - Тауэр; book - книга.\n";

static void index_names(void)
{
    support_write("english.md", names_english);
    support_write("russian.md", names_russian);
    support_write("words.md", names_words);
    support_index(NULL, "english.md", "russian.md", "words.md", NULL);
}

/* Names are found by their sound, in any inflection; common words are not,
 * whatever they sound like, nor is what an entry translates. */
static void test_names(void **state)
{
    static const wanted cases[] = {
        {"Тесла", "english.md", "Nikola Tesla"},
        {"Теслой", "english.md", "Nikola Tesla"},
        {"Tesla", "russian.md", "О том, как Никола"},
        {"тесла", "english.md", "Nikola Tesla"},
        {"Маркони", "english.md", "Nikola Tesla"},
        {"Чебышёв", "english.md", "The theorem"},
        {"Chebyshev", "russian.md", "Работы"},
        {"chebyshev", "russian.md", "Работы"},
        {"Чайковским", "english.md", "The theorem"},
        {"Арнольда", "english.md", "The theorem"},
        {"London", "russian.md", "О том, как Никола"},
        {"\"Никола Тесла\"", "english.md", "Nikola Tesla"},
        {"\"Nikola Tesla\"", "russian.md", "О том, как Никола"},
        {"\"Тесла Никола\"", "english.md", NULL},
        {"\"Тесла а б в г д е ж з и к л м н о п р\"", "english.md", NULL},
        {"+Тесла +York", "english.md", "Nikola Tesla"},
        {"York -Тесла", "english.md", "Nikola Tesla"},
        {"(Тесла) lang:en", "english.md", "Nikola Tesla"},
        {"Ксенофобия", "english.md", NULL},
        {"Server", "russian.md", NULL},
        {"Сервер", "english.md", NULL},
        {"racket", "russian.md", NULL},
        {"Tower", "russian.md", NULL},
        {"Тесл*", "english.md", NULL},
        {"Теслы~", "english.md", NULL},
        {"в", "english.md", NULL},
    };
    (void)state;
    index_names();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_search(&cases[i]);
        pilcrow_hits *hits = search(cases[i].query, false, false);
        if (strstr(cases[i].query, "York") == NULL)
            assert_null(hit_in(hits, cases[i].path));
        pilcrow_hits_free(hits);
    }
}

/* In how many paragraphs of russian.md the query is found. */
static size_t count_russian(const char *query)
{
    size_t count = 0;
    pilcrow_hits *hits = search(query, true, false);
    for (size_t i = 0; i < pilcrow_hits_count(hits); i++)
        count += strcmp(pilcrow_hits_get(hits, i)->paragraph.path,
                        "russian.md") == 0;
    pilcrow_hits_free(hits);
    return count;
}

/* Russian names are found in all of their forms, also those that the stemmer
 * takes an ending from. */
static void test_name_has_all_forms(void **state)
{
    static const char *const queries[] = {"Chebyshev",  "chebyshev",
                                          "Chaikovsky", "chaikovsky",
                                          "Ivanov",     "ivanov"};
    (void)state;
    support_write("russian.md", "# Письма\n\n"
                                "О том писал Чебышёв.\n\n"
                                "Об этом знали и у Чебышёва.\n\n"
                                "Это слышал Чайковский.\n\n"
                                "А потом и у Чайковского.\n\n"
                                "Но туда прибыл Иванов.\n\n"
                                "Затем того видели у Иванова.\n\n"
                                "Уехал и Иван. С ним был Иван, как и Иван.\n");
    support_index(NULL, "russian.md", NULL);
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        if (count_russian(queries[i]) != (i < 4 ? 2 : 1))
            fail_msg("%s: %zu", queries[i], count_russian(queries[i]));
}

/* What the stemmer takes of a name that stands without an ending is a part of
 * it: Роман is no Roma. What ends another word is none: no up-swing tells of a
 * Swing. */
static void test_name_without_ending(void **state)
{
    static const wanted cases[] = {
        {"Свинг", "roman.md", "It is Roman"},
        {"Роман", "roman.md", "It is Roman"},
        {"Роман", "roma.md", NULL},
        {"Roma", "russian.md", NULL},
        {"Roman", "russian.md", "Когда приедет"},
    };
    (void)state;
    support_write("roman.md", "It is Roman who came, on an up-swing with "
                              "Swing.\n");
    support_write("roma.md", "It is Roma where they met.\n");
    support_write("russian.md", "Когда приедет Роман?\n");
    support_index(NULL, "roman.md", "roma.md", "russian.md", NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_search(&cases[i]);
}

/* Is the first hit found that is English the same as the first that is
 * Russian? */
static bool finds_both(const char *query)
{
    const char *paths[2] = {NULL, NULL};
    pilcrow_hits *hits = search(query, true, false);
    for (size_t i = pilcrow_hits_count(hits); i > 0; i--) {
        const char *path = pilcrow_hits_get(hits, i - 1)->paragraph.path;
        paths[strstr(path, ".ru.") != NULL] = path;
    }
    const bool both = paths[0] != NULL && paths[1] != NULL &&
                      strncmp(paths[0], paths[1], strlen("names/00")) == 0;
    pilcrow_hits_free(hits);
    return both;
}

/* Names with a small word, an apostrophe or a hyphen, and those of which the
 * stemmers leave less than they are spelt with, each way. */
static void test_names_of_many_kinds(void **state)
{
    static const char *const same[][2] = {
        {"Макартур", "MacArthur"},
        {"Макдональд", "McDonald"},
        {"О'Нил", "O'Neill"},
        {"О’Нил", "O’Neill"},
        {"Даламбер", "d'Alembert"},
        {"Джокович", "Djokovic"},
        {"Чивита", "Civita"},
        {"Шопенгауэр", "Schopenhauer"},
        {"Римский-Корсаков", "Rimsky-Korsakov"},
        {"\"Мендес-Франс\"", "\"Mendès-France\""},
        {"\"Сен-Санс\"", "\"Saint-Saëns\""},
        {"Сент-Экзюпери", "Saint-Exupéry"},
        {"\"ван дер Ваальс\"", "\"van der Waals\""},
        {"\"Джон фон Нейман\"", "\"John von Neumann\""},
        {"\"Нильс Бор\"", "\"Niels Bohr\""},
        {"\"Нью-Йорк\"", "\"New York\""},
        {"\"ван Гог\"", "\"van Gogh\""},
        {"ван Гог", "van Gogh"},
        {"картины Винсента ван Гога", "paintings by van Gogh"},
    };
    static const char *const latin[] = {
        "MacArthur",        "McDonald",    "O'Neill",         "d'Alembert",
        "Djokovic",         "Levi-Civita", "Schopenhauer",    "Rimsky-Korsakov",
        "Mendès-France",    "Saint-Saëns", "Saint-Exupéry",   "van der Waals",
        "John von Neumann", "Niels Bohr",  "Vincent van Gogh",
        "New York"};
    static const char *const cyrillic[] = {
        "Макартуром",          "Макдональдом",       "О'Нил",
        "Даламбером",          "Джоковичем",         "Леви-Чивитой",
        "Шопенгауэром",        "Римским-Корсаковым", "Мендес-Франсом",
        "Сен-Сансом",          "Сент-Экзюпери",      "ван-дер-Ваальсом",
        "Джоном фон Нейманом", "Нильсом Бором",      "Винсентом ван Гогом",
        "Нью-Йорком"};
    (void)state;
    for (size_t i = 0; i < sizeof latin / sizeof *latin; i++) {
        char path[32], text[128];
        snprintf(path, sizeof path, "names/%02zu.en.md", i);
        snprintf(text, sizeof text, "There we met %s again.\n", latin[i]);
        support_write(path, text);
        snprintf(path, sizeof path, "names/%02zu.ru.md", i);
        snprintf(text, sizeof text, "Там мы встречались с %s.\n", cyrillic[i]);
        support_write(path, text);
    }
    support_index(NULL, "names", NULL);
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        for (size_t k = 0; k < 2; k++)
            if (!finds_both(same[i][k]))
                fail_msg("%s", same[i][k]);
}

/* A hit says where the name stands in its letters, and an explanation of it
 * adds up. */
static void test_name_is_told(void **state)
{
    static const wanted all[] = {
        {"Теслой", "english.md", "Nikola Tesla"},
        {"\"Никола Тесла\"", "english.md", "Nikola Tesla"},
    };
    static const char *const told[] = {
        "Теслой = Tesla, english.md:3",
        "Никола = Nikola, english.md:3; Тесла = Tesla, english.md:3",
    };
    (void)state;
    index_names();
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        pilcrow_hits *hits = search(all[i].query, true, true);
        const pilcrow_hit *hit = check_hit(&all[i], hits);
        assert_int_equal(hit->bridge_count, 1);
        assert_string_equal(hit->bridges[0], told[i]);
        assert_true(hit->highlight_count > 0);
        check_sum(hit);
        pilcrow_hits_free(hits);
    }
}

/* Of a long query words with a small letter are names only where no paragraph
 * has them. */
static void test_names_of_long_queries(void **state)
{
    static const wanted cases[] = {
        {"книга о которой тесла думал", "english.md", NULL},
        {"книга о которой Тесла думал", "english.md", "Nikola Tesla"},
        {"книга о которой чайковский думал", "english.md", "The theorem"},
    };
    (void)state;
    index_names();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_search(&cases[i]);
}

/* Only so many words are looked for; but where a query is cut to the rarest of
 * its words, these are counted anew. */
static void test_names_of_cut_queries(void **state)
{
    static char text[4096] = "Чайковский";
    const wanted w = {text, "english.md", "The theorem"};
    (void)state;
    for (int i = 0; i < 140; i++)
        sprintf(text + strlen(text), " Ab%c%cov", 'a' + i / 26, 'a' + i % 26);
    index_names();
    check_search(&w);
}

/* A word counts once, however often it comes. */
static void test_name_comes_again(void **state)
{
    static char text[1024] = "";
    const wanted w = {text, "english.md", "The theorem"};
    (void)state;
    for (int i = 0; i < 40; i++)
        strcat(text, "Сервера ");
    strcat(text, "Чайковский");
    index_names();
    check_search(&w);
}

/* Words enough to look through for names. */
static void index_many_words(void)
{
    static const char *const consonants[] = {"б", "в", "г", "д", "ж", "з",
                                             "к", "л", "м", "н", "п", "р",
                                             "с", "т", "х", "ч", "ш", "ц"};
    static const char *const vowels[] = {"а", "е", "и", "о", "у", "я"};
    enum { CONSONANTS = 18, VOWELS = 6, ALL = CONSONANTS * VOWELS };
    buf text;
    buf_init(&text, (size_t)1 << 20);
    for (size_t i = 0; i < ALL * ALL; i++)
        for (size_t n = i, k = 0; k < 3; k++, n = k == 1 ? i / ALL : i * 7) {
            buf_add_text(&text, consonants[n % CONSONANTS]);
            buf_add_text(&text, vowels[n / CONSONANTS % VOWELS]);
            if (k == 2)
                buf_add_text(&text, i % 100 == 99 ? "к.\n\n" : "к ");
        }
    support_write("russian.md", buf_text(&text));
    buf_release(&text);
    support_index(NULL, "russian.md", NULL);
}

/* Called in place of spelling_cost(), which each term is held against a name
 * by, and of index_is_late(). */
unsigned __real_spelling_cost(const letters *cyrillic, size_t least,
                              const letters *latin, size_t rest, unsigned most);
unsigned __wrap_spelling_cost(const letters *cyrillic, size_t least,
                              const letters *latin, size_t rest, unsigned most);
bool __real_index_is_late(const pilcrow_index *index, int64_t grace);
bool __wrap_index_is_late(const pilcrow_index *index, int64_t grace);

/* So many terms were looked at, and at so many the deadline comes; 0: never. */
static size_t looked, late_at;

unsigned __wrap_spelling_cost(const letters *cyrillic, size_t least,
                              const letters *latin, size_t rest, unsigned most)
{
    looked++;
    return __real_spelling_cost(cyrillic, least, latin, rest, most);
}

bool __wrap_index_is_late(const pilcrow_index *index, int64_t grace)
{
    return late_at > 0 ? looked >= late_at : __real_index_is_late(index, grace);
}

/* How many terms a search for many names looks at. */
static size_t look_for_names(const char *query, size_t late,
                             pilcrow_status expected)
{
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    pilcrow_hits *hits;
    options.suggest = false;
    pilcrow_index *index = support_open();
    looked = 0;
    late_at = late;
    assert_int_equal(
        pilcrow_search(&hits, index, query, strlen(query), &options, NULL),
        expected);
    late_at = 0;
    pilcrow_hits_free(hits);
    pilcrow_close(index);
    return looked;
}

/* However many words begin as the names of a query do, the work has an end. */
static void test_names_are_bounded(void **state)
{
    enum { CONSONANTS = 12, VOWELS = 5, ALL = CONSONANTS * VOWELS, NAMES = 30 };
    static const char *const consonants[CONSONANTS] = {
        "б", "в", "г", "д", "з", "к", "л", "м", "н", "п", "р", "т"};
    static const char *const vowels[VOWELS] = {"а", "е", "и", "о", "у"};
    char query[512] = "";
    buf text;
    (void)state;
    buf_init(&text, (size_t)1 << 20);
    for (size_t i = 0; i < ALL * ALL * 3; i++) {
        buf_add_text(&text, i % 100 == 99 ? ".\n\nча" : " ча");
        for (size_t k = 0, n = i; k < 3; k++, n /= ALL) {
            buf_add_text(&text, consonants[n % CONSONANTS]);
            buf_add_text(&text, vowels[n / CONSONANTS % VOWELS]);
        }
        buf_add_text(&text, "к");
    }
    support_write("russian.md", buf_text(&text));
    buf_release(&text);
    support_index(NULL, "russian.md", NULL);
    for (int i = 0; i < NAMES; i++)
        sprintf(query + strlen(query), "Cha%cos%cuf ", "bcdfgklmnp"[i % 10],
                "bdg"[i / 10]);
    assert_in_range(look_for_names(query, 0, PILCROW_OK), TRANSLATE_VISITS_MAX,
                    TRANSLATE_VISITS_MAX + NAMES_VISITS_MAX);
}

/* Past the deadline no more terms are looked at, but for those to the next look
 * at the clock. */
static void test_names_end_in_time(void **state)
{
    enum { LATE = 1000, NEXT = 256 };
    static const char query[] =
        "Chataza Chataka Chateza Chateka Chakaza Chakaka Chakeza Chakeka "
        "Chuta Chuteza Chutaka Chukaza Chukaka Chetaza Chetaka Chekaza";
    (void)state;
    index_many_words();
    assert_true(look_for_names(query, 0, PILCROW_OK) > 2 * (LATE + NEXT));
    assert_in_range(look_for_names(query, LATE, PILCROW_TIMEOUT), LATE, LATE + NEXT);
}

/* ----------------------------------------------------- remembered answers --- */

/* What is remembered of a name changes nothing for queries it is too common a
 * word for. */
static void test_remembered_name(void **state)
{
    static const wanted queries[] = {
        {"тесла", "english.md", "Nikola Tesla"},
        {"книга о которой тесла думал", "english.md", NULL},
        {"тесла~", "english.md", NULL},
        {"тесла", "english.md", "Nikola Tesla"},
    };
    (void)state;
    index_names();
    pilcrow_index *index = support_open();
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        pilcrow_hits *hits;
        const char *query = queries[i].query;
        assert_int_equal(
            pilcrow_search(&hits, index, query, strlen(query), NULL, NULL),
            PILCROW_OK);
        check_hit(&queries[i], hits);
        pilcrow_hits_free(hits);
    }
    pilcrow_close(index);
}

/* Search an open index, twice: the second time with what is remembered. What
 * the hit in english.md came through; NULL: there is none. */
static const char *bridge_of(pilcrow_hits **hits, pilcrow_index *index)
{
    static const char query[] = "беженцами";
    pilcrow_error err = {0};
    for (int i = 0; i < 2; i++) {
        if (i > 0)
            pilcrow_hits_free(*hits);
        if (pilcrow_search(hits, index, query, strlen(query), NULL, &err) !=
            PILCROW_OK)
            fail_msg("%s", err.message);
    }
    const pilcrow_hit *hit = hit_in(*hits, "english.md");
    if (hit == NULL)
        return NULL;
    assert_int_equal(hit->bridge_count, 1);
    return hit->bridges[0];
}

/* What an open index remembers is true of the generation it reads, also where
 * another index took its place; and hits keep what they were told. */
static void test_change_is_seen(void **state)
{
    static const char first[] = "беженец = asylum-seeker, words.md:3";
    static const char moved[] = "беженец = asylum-seeker, words.md:5";
    pilcrow_update_options prune = PILCROW_UPDATE_OPTIONS_INIT;
    pilcrow_hits *before, *hits;
    (void)state;
    prune.prune = true;
    index_words();
    pilcrow_index *index = support_open();
    const char *told = bridge_of(&before, index);
    assert_string_equal(told, first);
    support_write("words.md", "# Words\n\nBelow.\n\n"
                              "New words: asylum-seeker - беженец.\n");
    support_index(NULL, "words.md", NULL);
    assert_string_equal(bridge_of(&hits, index), moved);
    pilcrow_hits_free(hits);
    support_remove("words.md");
    support_index(&prune, NULL);
    assert_null(bridge_of(&hits, index));
    pilcrow_hits_free(hits);
    assert_int_equal(rename(".pilcrow", "gone"), 0);
    index_words();
    assert_string_equal(bridge_of(&hits, index), first);
    pilcrow_hits_free(hits);
    pilcrow_close(index);
    assert_string_equal(told, first);
    pilcrow_hits_free(before);
}

/* What is remembered stays where it is for the query, however much is added,
 * and makes room when the next one begins. */
static void test_much_is_remembered(void **state)
{
    enum { MUCH = 30000 };
    char key[24], text[512];
    bridge_forms got;
    const bridge_form form = {.text = text, .side = "Wone", .via = "one"};
    bridges_question first = {.key = "first", .len = 5};
    (void)state;
    index_words();
    pilcrow_index *index = support_open();
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    bridges_begin(index);
    bridges_keep(index, &first, &(bridge_forms){.items = &form, .count = 1});
    for (int i = 0; i < MUCH; i++) {
        const int len = snprintf(key, sizeof key, "%d", i);
        const bridges_question next = {.key = key, .len = (size_t)len};
        bridges_keep(index, &next, &(bridge_forms){.items = &form, .count = 1});
    }
    assert_true(bridges_get(&got, index, &first));
    assert_int_equal(got.count, 1);
    assert_string_equal(got.items[0].text, text);
    first.cyrillic = true;
    assert_false(bridges_get(&got, index, &first));
    first.cyrillic = false;
    bridges_begin(index);
    assert_false(bridges_get(&got, index, &first));
    bridges_keep(index, &first, &(bridge_forms){.items = &form, .count = 1});
    bridges_begin(index);
    assert_true(bridges_get(&got, index, &first));
    pilcrow_close(index);
}

int main(void)
{
#define CASE(test) \
    cmocka_unit_test_setup_teardown(test, support_enter, support_leave)
    const struct CMUnitTest tests[] = {
        CASE(test_bridges),
        CASE(test_languages),
        CASE(test_switched_off),
        CASE(test_goes_with_its_document),
        CASE(test_highlights),
        CASE(test_hit_names_the_entry),
        CASE(test_explanation_adds_up),
        CASE(test_phrase_is_told),
        CASE(test_discount),
        CASE(test_function_words),
        CASE(test_more_words_count_more),
        CASE(test_too_many_translations),
        CASE(test_documents_vouch),
        CASE(test_near),
        CASE(test_phrase_by_words),
        CASE(test_pattern_is_told),
        CASE(test_names),
        CASE(test_name_is_told),
        CASE(test_name_has_all_forms),
        CASE(test_name_without_ending),
        CASE(test_names_of_many_kinds),
        CASE(test_names_of_long_queries),
        CASE(test_names_of_cut_queries),
        CASE(test_name_comes_again),
        CASE(test_names_end_in_time),
        CASE(test_names_are_bounded),
        CASE(test_remembered_name),
        CASE(test_change_is_seen),
        CASE(test_much_is_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
