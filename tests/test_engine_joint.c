/* SPDX-License-Identifier: MIT
 *
 * In: the same paragraphs in one index and spread over several. Out: a joint
 * snapshot of the several answers as the one does, hit by hit and score by
 * score; what is of one part stays apart. */
#include "engine_kit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARTS 3
#define PARAGRAPHS 120
#define DOCUMENTS 17
#define WORDS 12

static const char *const words[WORDS] = {"cat",   "dog", "camp",  "visa",
                                         "law",   "sea", "river", "border",
                                         "child", "aid", "note",  "zebra"};

static const char *const queries[] = {
    "cat",
    "zebra",
    "(all)",
    "(or cat dog)",
    "(and cat dog)",
    "(phrase 2 cat dog)",
    "(near 4 law sea)",
    "(not camp visa)",
    "(filter camp lang:ru)",
    "(scale 2.5 river)",
    "(or child (and aid note))",
    "(synonym law sea)",
    "heading:cat",
    "nothing",
    "(and lang:en (or border aid))",
};
#define QUERIES (sizeof queries / sizeof *queries)

typedef struct indexes {
    char *whole_dir;
    char *dirs[PARTS];
    engine_snapshot *whole;
    engine_snapshot *parts[PARTS];
    engine_snapshot *joint;
} indexes;

/* Paragraph `i` of the collection: the same whenever it is made. */
static void add_numbered(engine_writer *writer, unsigned i)
{
    char id[16], body[256] = "", heading[32];
    unsigned state = i * 2654435761u + 1;
    snprintf(id, sizeof id, "p%u", i);
    for (unsigned word = 0; word < 4 + i % 9; word++) {
        state = state * 1103515245u + 12345u;
        unsigned choice = state >> 16;
        choice = choice % WORDS * (choice / WORDS % WORDS) / WORDS;
        strcat(body, word > 0 ? " " : "");
        strcat(body, words[choice]);
    }
    snprintf(heading, sizeof heading, "%s", words[i % WORDS]);
    kit_paragraph p = {.id = id,
                       .body = body,
                       .heading = heading,
                       .lang = i % 3 == 0 ? "ru" : "en",
                       .document = i % DOCUMENTS,
                       .ordinal = i / DOCUMENTS};
    assert_ok(kit_add(writer, &p, err));
}

/* A document lies in one part only. */
static unsigned part_of(unsigned paragraph)
{
    return paragraph % DOCUMENTS % PARTS;
}

static char *fill(unsigned part)
{
    char *dir = kit_folder();
    engine_writer *writer = kit_writer(dir);
    for (unsigned i = 0; i < PARAGRAPHS; i++)
        if (part == PARTS || part_of(i) == part)
            add_numbered(writer, i);
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    return dir;
}

static indexes make_indexes(void)
{
    indexes all = {.whole_dir = fill(PARTS)};
    all.whole = kit_snapshot(all.whole_dir);
    for (unsigned i = 0; i < PARTS; i++) {
        all.dirs[i] = fill(i);
        all.parts[i] = kit_snapshot(all.dirs[i]);
    }
    assert_ok(engine_snapshot_join(&all.joint, all.parts, PARTS, err));
    return all;
}

static void drop_indexes(indexes *all)
{
    engine_snapshot_close(all->joint);
    engine_snapshot_close(all->whole);
    kit_remove(all->whole_dir);
    for (unsigned i = 0; i < PARTS; i++) {
        engine_snapshot_close(all->parts[i]);
        kit_remove(all->dirs[i]);
    }
}

/* ------------------------------------------------------- as one index --- */

typedef struct scored {
    char id[16];
    double score;
} scored;

typedef struct answer {
    scored hits[PARAGRAPHS];
    size_t count;
    uint64_t total;
    bool exact;
} answer;

static int best_first(const void *left, const void *right)
{
    const scored *a = left;
    const scored *b = right;
    if (fabs(a->score - b->score) > 1e-9)
        return a->score > b->score ? -1 : 1;
    return strcmp(a->id, b->id);
}

/* Ties in the order of ids: theirs is fixed within one index only. */
static answer ask(engine_snapshot *snapshot, const char *query,
                  const engine_search_options *options)
{
    arena a;
    buf record;
    engine_result result;
    answer found = {.count = 0};
    arena_init(&a, 1 << 20);
    buf_init(&record, ENGINE_RECORD_MAX);
    assert_ok(
        engine_search(snapshot, kit_query(&a, query), options, &result, err));
    for (; found.count < result.count; found.count++) {
        scored *hit = &found.hits[found.count];
        assert_ok(
            engine_fetch(snapshot, result.hits[found.count].ref, &record, err));
        sscanf(buf_text(&record), "%15s", hit->id);
        hit->score = result.hits[found.count].score;
    }
    found.total = result.total;
    found.exact = result.exact;
    qsort(found.hits, found.count, sizeof *found.hits, best_first);
    engine_result_release(&result);
    buf_release(&record);
    arena_release(&a);
    return found;
}

static void same_answer(const char *query, const answer *joint,
                        const answer *whole)
{
    if (joint->count != whole->count)
        fail_msg("%s: %zu hits, not %zu", query, joint->count, whole->count);
    for (size_t i = 0; i < joint->count; i++)
        if (strcmp(joint->hits[i].id, whole->hits[i].id) != 0 ||
            fabs(joint->hits[i].score - whole->hits[i].score) > 1e-9)
            fail_msg("%s: %s with %.12f, not %s with %.12f", query,
                     joint->hits[i].id, joint->hits[i].score, whole->hits[i].id,
                     whole->hits[i].score);
}

static void test_hits_and_scores(void **state)
{
    (void)state;
    indexes all = make_indexes();
    size_t hits = 0;
    for (size_t i = 0; i < QUERIES; i++) {
        engine_search_options options = kit_options();
        options.limit = PARAGRAPHS;
        options.count = true;
        answer joint = ask(all.joint, queries[i], &options);
        answer whole = ask(all.whole, queries[i], &options);
        same_answer(queries[i], &joint, &whole);
        assert_int_equal(joint.total, whole.total);
        assert_true(joint.exact);
        hits += joint.count;
    }
    assert_true(hits > 300);
    drop_indexes(&all);
}

static void test_documents(void **state)
{
    (void)state;
    indexes all = make_indexes();
    for (size_t i = 0; i < QUERIES; i++) {
        engine_search_options options = kit_options();
        options.limit = PARAGRAPHS;
        options.by_document = true;
        for (int count = 0; count < 2; count++) {
            options.count = count == 1;
            answer joint = ask(all.joint, queries[i], &options);
            answer whole = ask(all.whole, queries[i], &options);
            assert_int_equal(joint.count, whole.count);
            assert_int_equal(joint.total, whole.total);
            assert_true(joint.exact);
        }
    }
    drop_indexes(&all);
}

static void test_statistics(void **state)
{
    (void)state;
    indexes all = make_indexes();
    engine_stats joint, whole;
    assert_ok(engine_snapshot_stats(all.joint, &joint, err));
    assert_ok(engine_snapshot_stats(all.whole, &whole, err));
    assert_int_equal(joint.paragraphs, PARAGRAPHS);
    assert_int_equal(joint.words, whole.words);
    for (size_t i = 0; i < WORDS; i++) {
        uint64_t of_joint[2], of_whole[2];
        assert_ok(engine_frequencies(all.joint, ENGINE_BODY, words[i],
                                     strlen(words[i]), &of_joint[0],
                                     &of_joint[1], err));
        assert_ok(engine_frequencies(all.whole, ENGINE_BODY, words[i],
                                     strlen(words[i]), &of_whole[0],
                                     &of_whole[1], err));
        assert_int_equal(of_joint[0], of_whole[0]);
        assert_int_equal(of_joint[1], of_whole[1]);
    }
    drop_indexes(&all);
}

static bool write_term(void *ctx, const char *term, size_t len,
                       uint64_t paragraphs, uint64_t occurrences)
{
    return buf_add_format(ctx, "%.*s %u %u\n", (int)len, term,
                          (unsigned)paragraphs, (unsigned)occurrences);
}

static void test_terms(void **state)
{
    static const char *const prefixes[] = {"", "c", "ca", "zebra", "q"};
    (void)state;
    indexes all = make_indexes();
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        buf joint, whole;
        buf_init(&joint, 1 << 16);
        buf_init(&whole, 1 << 16);
        assert_ok(engine_terms(all.joint, ENGINE_BODY, prefixes[i],
                               strlen(prefixes[i]), write_term, &joint, err));
        assert_ok(engine_terms(all.whole, ENGINE_BODY, prefixes[i],
                               strlen(prefixes[i]), write_term, &whole, err));
        assert_string_equal(buf_text(&joint), buf_text(&whole));
        buf_release(&joint);
        buf_release(&whole);
    }
    drop_indexes(&all);
}

/* -------------------------------------------------------- every match --- */

typedef struct visits {
    unsigned count;
    unsigned most; /* then stop */
    unsigned by_document[DOCUMENTS];
    engine_ref refs[PARAGRAPHS];
} visits;

static bool take_match(void *ctx, engine_ref ref, uint64_t document)
{
    visits *v = ctx;
    v->refs[v->count++] = ref;
    if (document < DOCUMENTS)
        v->by_document[document]++;
    return v->count < v->most;
}

static visits visit(engine_snapshot *snapshot, const char *query, unsigned most)
{
    arena a;
    visits v = {.most = most};
    arena_init(&a, 1 << 20);
    assert_ok(engine_each_match(snapshot, kit_query(&a, query), 60000,
                                take_match, &v, err));
    arena_release(&a);
    return v;
}

static int by_ref(const void *left, const void *right)
{
    const engine_ref *a = left;
    const engine_ref *b = right;
    return (*a > *b) - (*a < *b);
}

static void no_ref_twice(visits *v)
{
    qsort(v->refs, v->count, sizeof *v->refs, by_ref);
    for (unsigned i = 1; i < v->count; i++)
        assert_true(v->refs[i] != v->refs[i - 1]);
}

static void test_every_match(void **state)
{
    (void)state;
    indexes all = make_indexes();
    for (size_t i = 0; i < QUERIES; i++) {
        engine_search_options options = kit_options();
        options.limit = PARAGRAPHS;
        answer found = ask(all.whole, queries[i], &options);
        visits whole = visit(all.whole, queries[i], PARAGRAPHS + 1);
        visits joint = visit(all.joint, queries[i], PARAGRAPHS + 1);
        assert_int_equal(whole.count, found.count);
        assert_int_equal(joint.count, found.count);
        assert_memory_equal(joint.by_document, whole.by_document,
                            sizeof joint.by_document);
        no_ref_twice(&whole);
        no_ref_twice(&joint);
    }
    visits stopped = visit(all.whole, "(all)", 7);
    assert_int_equal(stopped.count, 7);
    drop_indexes(&all);
}

/* The refs that it gives lead to the paragraphs. */
static void test_refs(void **state)
{
    (void)state;
    indexes all = make_indexes();
    buf record, of_part;
    buf_init(&record, ENGINE_RECORD_MAX);
    buf_init(&of_part, ENGINE_RECORD_MAX);
    visits v = visit(all.joint, "(all)", PARAGRAPHS + 1);
    assert_int_equal(v.count, PARAGRAPHS);
    for (unsigned i = 0; i < v.count; i++) {
        engine_ref inner;
        unsigned number;
        size_t part = engine_ref_part(all.joint, v.refs[i], &inner);
        assert_true(part < PARTS);
        assert_ok(engine_fetch(all.joint, v.refs[i], &record, err));
        assert_ok(engine_fetch(all.parts[part], inner, &of_part, err));
        assert_string_equal(buf_text(&record), buf_text(&of_part));
        assert_int_equal(sscanf(buf_text(&record), "p%u", &number), 1);
        assert_int_equal(part_of(number), part);
        uint64_t length, length_of_part;
        assert_ok(engine_occurrences(all.joint, v.refs[i], ENGINE_BODY, "cat",
                                     3, NULL, &length, err));
        assert_ok(engine_occurrences(all.parts[part], inner, ENGINE_BODY, "cat",
                                     3, NULL, &length_of_part, err));
        assert_int_equal(length, length_of_part);
    }
    engine_ref inner = 0;
    assert_int_equal(engine_ref_part(all.whole, 5, &inner), 0);
    assert_int_equal(inner, 5);
    buf_release(&record);
    buf_release(&of_part);
    drop_indexes(&all);
}

/* ------------------------------------------------------- kept apart --- */

/* The same id and the same document number in two parts are two paragraphs of
 * two documents. */
static void test_twins(void **state)
{
    (void)state;
    char *dirs[2];
    engine_snapshot *parts[2];
    engine_snapshot *joint;
    for (int i = 0; i < 2; i++) {
        dirs[i] = kit_folder();
        engine_writer *writer = kit_writer(dirs[i]);
        assert_ok(kit_add(
            writer, &(kit_paragraph){.id = "a", .body = "cat", .document = 5},
            err));
        assert_ok(kit_add(
            writer,
            &(kit_paragraph){.id = "b", .body = "cat cat", .document = 5},
            err));
        assert_ok(engine_writer_commit(writer, err));
        engine_writer_close(writer);
        parts[i] = kit_snapshot(dirs[i]);
    }
    assert_ok(engine_snapshot_join(&joint, parts, 2, err));
    engine_search_options options = kit_options();
    assert_string_equal(kit_search(joint, "cat", &options), "b b a a");
    options.by_document = true;
    assert_string_equal(kit_search(joint, "cat", &options), "b b");
    options.limit = 1;
    assert_string_equal(kit_search(joint, "cat", &options), "b");
    options.offset = 1;
    assert_string_equal(kit_search(joint, "cat", &options), "b");
    options.offset = 2;
    assert_string_equal(kit_search(joint, "cat", &options), "");
    options.count = true;
    answer found = ask(joint, "cat", &options);
    assert_int_equal(found.total, 2);
    assert_true(found.exact);
    engine_snapshot_close(joint);
    for (int i = 0; i < 2; i++) {
        engine_snapshot_close(parts[i]);
        kit_remove(dirs[i]);
    }
}

/* Many paragraphs of one document before the first of another. */
static void test_late_document(void **state)
{
    (void)state;
    char *dir = kit_folder();
    engine_writer *writer = kit_writer(dir);
    for (unsigned i = 0; i < 300; i++) {
        char id[16];
        snprintf(id, sizeof id, "x%u", i);
        kit_paragraph p = {.id = id, .body = "cat cat", .document = 1};
        assert_ok(kit_add(writer, &p, err));
    }
    kit_paragraph late = {
        .id = "late", .body = "cat and more words here", .document = 2};
    assert_ok(kit_add(writer, &late, err));
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    char *empty = kit_folder();
    engine_writer_close(kit_writer(empty));
    engine_snapshot *parts[2] = {kit_snapshot(dir), kit_snapshot(empty)};
    engine_snapshot *joint;
    assert_ok(engine_snapshot_join(&joint, parts, 2, err));
    engine_search_options options = kit_options();
    options.by_document = true;
    options.limit = 2;
    assert_string_equal(kit_search(joint, "cat", &options), "x0 late");
    engine_snapshot_close(joint);
    engine_snapshot_close(parts[0]);
    engine_snapshot_close(parts[1]);
    kit_remove(dir);
    kit_remove(empty);
}

/* ------------------------------------------------------------- refresh --- */

static void rebuild(const char *dir, const char *id)
{
    engine_writer *writer;
    engine_writer_options options = {.rebuild = true};
    assert_ok(engine_writer_open(&writer, dir, &options, err));
    kit_commit_one(writer, id, "cat");
    engine_writer_close(writer);
}

static void test_refresh(void **state)
{
    (void)state;
    char *dirs[2] = {kit_folder(), kit_folder()};
    engine_snapshot *parts[2];
    engine_snapshot *joint;
    engine_search_options options = kit_options();
    engine_writer *writer = kit_writer(dirs[0]);
    engine_writer_close(kit_writer(dirs[1]));
    for (int i = 0; i < 2; i++)
        parts[i] = kit_snapshot(dirs[i]);
    assert_ok(engine_snapshot_join(&joint, parts, 2, err));
    assert_string_equal(kit_search(joint, "cat", &options), "");
    kit_commit_one(writer, "a", "cat");
    assert_ok(engine_snapshot_refresh(joint, err));
    assert_string_equal(kit_search(joint, "cat", &options), "a");
    rebuild(dirs[1], "b");
    assert_ok(engine_snapshot_refresh(joint, err));
    assert_string_equal(kit_search(joint, "(or cat dog)", &options), "a b");
    kit_commit_one(writer, "c", "cat dog");
    assert_ok(engine_snapshot_refresh(joint, err));
    assert_string_equal(kit_search(joint, "(or cat dog)", &options), "c a b");
    assert_int_equal(kit_generation(joint), 3);
    engine_writer_close(writer);
    engine_snapshot_close(joint);
    for (int i = 0; i < 2; i++) {
        engine_snapshot_close(parts[i]);
        kit_remove(dirs[i]);
    }
}

/* A part that cannot be refreshed leaves nothing to read, and no crash. */
static void test_lost_part(void **state)
{
    (void)state;
    char *dirs[2] = {fill(0), fill(1)};
    engine_snapshot *parts[2] = {kit_snapshot(dirs[0]), kit_snapshot(dirs[1])};
    engine_snapshot *joint;
    engine_result result;
    buf record;
    buf_init(&record, ENGINE_RECORD_MAX);
    engine_query query = {.op = ENGINE_ALL};
    engine_search_options options = kit_options();
    assert_ok(engine_snapshot_join(&joint, parts, 2, err));
    kit_remove(dirs[1]);
    pilcrow_error ignored;
    assert_int_not_equal(engine_snapshot_refresh(joint, &ignored), PILCROW_OK);
    assert_fails(engine_search(joint, &query, &options, &result, err),
                 PILCROW_STALE, "changed");
    assert_fails(engine_fetch(joint, 1, &record, err), PILCROW_STALE,
                 "changed");
    engine_snapshot_close(joint);
    engine_snapshot_close(parts[0]);
    engine_snapshot_close(parts[1]);
    kit_remove(dirs[0]);
}

static bool ignore_record(void *ctx, engine_ref ref, const char *record,
                          size_t len, const uint64_t *values,
                          const char *reason)
{
    (void)ctx, (void)ref, (void)record, (void)len, (void)values, (void)reason;
    return true;
}

static void test_checks_are_of_one(void **state)
{
    (void)state;
    indexes all = make_indexes();
    assert_fails(engine_each_record(all.joint, ignore_record, NULL, err),
                 PILCROW_INVALID, "one after the other");
    drop_indexes(&all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hits_and_scores),
        cmocka_unit_test(test_documents),
        cmocka_unit_test(test_statistics),
        cmocka_unit_test(test_terms),
        cmocka_unit_test(test_every_match),
        cmocka_unit_test(test_refs),
        cmocka_unit_test(test_twins),
        cmocka_unit_test(test_late_document),
        cmocka_unit_test(test_refresh),
        cmocka_unit_test(test_lost_part),
        cmocka_unit_test(test_checks_are_of_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
