/* SPDX-License-Identifier: MIT
 *
 * In: an index in a folder of the test's own. Out: what engine.h promises of
 * adding, deleting, committing, rolling back and reading. */
#include "engine_kit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int make_folder(void **state)
{
    *state = kit_folder();
    return 0;
}

static int remove_folder(void **state)
{
    kit_remove(*state);
    return 0;
}

/* ------------------------------------------------------------- limits --- */

/* A paragraph "x" with one more term, of `len` bytes `byte`. */
static pilcrow_status add_term(engine_writer *writer, char byte, size_t len,
                               pilcrow_error *err)
{
    static char term[1024];
    memset(term, byte, sizeof term);
    engine_posting postings[] = {{ENGINE_ID, "x", 1, 0, NULL},
                                 {ENGINE_BODY, term, len, 1, NULL}};
    engine_paragraph paragraph = {.postings = postings,
                                  .posting_count = 2,
                                  .record = "r",
                                  .record_len = 1};
    return engine_writer_add(writer, &paragraph, err);
}

static const struct {
    char byte;
    size_t len;
    bool fits;
} term_cases[] = {
    {'a', 0, false},    {'a', 1, true},      {'a', 240, true},
    {'a', 241, false},  {'a', 246, false},   {'a', 1000, false},
    {'\0', 1, true},    {'\0', 120, true},   {'\0', 121, false},
    {'\0', 240, false}, {'\xFF', 240, true},
};

/* A term that was taken can be committed. (Xapian throws at 246 bytes, counts a
 * NUL twice, and finds that out only when it commits.) */
static void test_term_limits(void **state)
{
    const char *dir = *state;
    for (size_t i = 0; i < sizeof term_cases / sizeof *term_cases; i++) {
        engine_writer *writer = kit_writer(dir);
        char byte = term_cases[i].byte;
        size_t len = term_cases[i].len;
        if (term_cases[i].fits)
            assert_ok(add_term(writer, byte, len, err));
        else
            assert_fails(add_term(writer, byte, len, err), PILCROW_INVALID,
                         len == 0 ? "empty" : "240");
        assert_ok(engine_writer_delete(writer, ENGINE_ID, "x", 1, NULL, err));
        assert_ok(add_term(writer, 'b', 1, err));
        assert_ok(engine_writer_commit(writer, err));
        assert_ok(engine_writer_delete(writer, ENGINE_ID, "x", 1, NULL, err));
        assert_ok(engine_writer_commit(writer, err));
        engine_writer_close(writer);
    }
}

static void test_longest_terms_are_found(void **state)
{
    const char *dir = *state;
    char term[ENGINE_TERM_MAX] = {0};
    engine_writer *writer = kit_writer(dir);
    assert_ok(add_term(writer, '\0', ENGINE_TERM_MAX / 2, err));
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    engine_snapshot *snapshot = kit_snapshot(dir);
    uint64_t paragraphs, occurrences;
    assert_ok(engine_frequencies(snapshot, ENGINE_BODY, term,
                                 ENGINE_TERM_MAX / 2, &paragraphs, &occurrences,
                                 err));
    assert_int_equal(paragraphs, 1);
    assert_int_equal(occurrences, 1);
    assert_ok(engine_frequencies(snapshot, ENGINE_BODY, term, ENGINE_TERM_MAX,
                                 &paragraphs, NULL, err));
    assert_int_equal(paragraphs, 0);
    engine_snapshot_close(snapshot);
}

/* Paragraphs that break a rule, and the word that tells which. */
static void test_bad_paragraphs(void **state)
{
    static const uint32_t falling[] = {3, 3};
    static const engine_posting id = {ENGINE_ID, "x", 1, 0, NULL};
    const engine_posting with[][2] = {
        {id, id},
        {id, {ENGINE_BODY, "a", 1, 0, NULL}},
        {id, {ENGINE_LANG, "en", 2, 1, NULL}},
        {id, {ENGINE_BODY, "a", 1, 2, falling}},
        {id, {ENGINE_FIELD_COUNT, "a", 1, 0, NULL}},
    };
    const char *const words[] = {"2 ids", "scored", "not scored", "ascend",
                                 "no field"};
    engine_writer *writer = kit_writer(*state);
    for (size_t i = 0; i < sizeof with / sizeof *with; i++) {
        engine_paragraph bad = {.postings = with[i],
                                .posting_count = 2,
                                .record = "r",
                                .record_len = 1};
        assert_fails(engine_writer_add(writer, &bad, err), PILCROW_INVALID,
                     words[i]);
    }
    engine_paragraph bare = {.record = "r", .record_len = 1};
    assert_fails(engine_writer_add(writer, &bare, err), PILCROW_INVALID,
                 "0 ids");
    engine_paragraph empty = {.postings = &id, .posting_count = 1};
    assert_fails(engine_writer_add(writer, &empty, err), PILCROW_INVALID,
                 "empty");
    empty.record = "r";
    empty.record_len = ENGINE_RECORD_MAX + 1;
    assert_fails(engine_writer_add(writer, &empty, err), PILCROW_INVALID,
                 "limit");
    kit_commit_one(writer, "good", "word");
    engine_writer_close(writer);
}

/* -------------------------------------------------------- transactions --- */

static void test_id_clash_goes_on(void **state)
{
    engine_writer *writer = kit_writer(*state);
    kit_paragraph a = {.id = "a", .body = "one"};
    kit_paragraph again = {.id = "a", .body = "two"};
    kit_paragraph b = {.id = "b", .body = "three"};
    assert_ok(kit_add(writer, &a, err));
    assert_fails(kit_add(writer, &again, err), PILCROW_EXISTS, "'a'");
    assert_ok(engine_writer_commit(writer, err));
    assert_fails(kit_add(writer, &again, err), PILCROW_EXISTS, "'a'");
    assert_ok(kit_add(writer, &b, err));
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    engine_snapshot *snapshot = kit_snapshot(*state);
    assert_string_equal(kit_search(snapshot, "(or one two three)", NULL),
                        "a b");
    engine_snapshot_close(snapshot);
}

static void test_delete(void **state)
{
    uint64_t deleted = 9;
    engine_writer *writer = kit_writer(*state);
    for (int i = 0; i < 6; i++) {
        char id[16];
        snprintf(id, sizeof id, "p%d", i);
        kit_paragraph p = {.id = id, .body = "w", .document = (uint64_t)i / 3};
        assert_ok(kit_add(writer, &p, err));
    }
    assert_ok(engine_writer_delete(writer, ENGINE_DOC, "d9", 2, &deleted, err));
    assert_int_equal(deleted, 0);
    assert_ok(engine_writer_delete(writer, ENGINE_ID, "p1", 2, &deleted, err));
    assert_int_equal(deleted, 1);
    assert_ok(engine_writer_commit(writer, err));
    assert_ok(engine_writer_delete(writer, ENGINE_DOC, "d1", 2, &deleted, err));
    assert_int_equal(deleted, 3);
    kit_commit_one(writer, "p1", "w");
    engine_writer_close(writer);
    engine_snapshot *snapshot = kit_snapshot(*state);
    assert_string_equal(kit_search(snapshot, "w", NULL), "p0 p2 p1");
    engine_snapshot_close(snapshot);
}

/* What a snapshot sees: "GENERATION ids". */
static void assert_sees(const char *dir, uint64_t generation, const char *ids)
{
    engine_snapshot *snapshot = kit_snapshot(dir);
    assert_int_equal(kit_generation(snapshot), generation);
    assert_string_equal(kit_search(snapshot, "(all)", NULL), ids);
    engine_snapshot_close(snapshot);
}

/* What was added and deleted before a commit leaves nothing, and harms
 * nothing. */
static void test_added_and_deleted(void **state)
{
    kit_paragraph p = {.id = "a", .body = "w"};
    engine_writer *writer = kit_writer(*state);
    for (uint64_t generation = 1; generation < 4; generation++) {
        assert_ok(kit_add(writer, &p, err));
        assert_ok(engine_writer_delete(writer, ENGINE_ID, "a", 1, NULL, err));
        assert_ok(engine_writer_commit(writer, err));
        assert_sees(*state, generation, "");
    }
    engine_writer_close(writer);
    assert_ok(engine_verify(*state, NULL, NULL, err));
    writer = kit_writer(*state);
    kit_commit_one(writer, "a", "w");
    engine_writer_close(writer);
    assert_sees(*state, 4, "a");
}

static void test_rollback(void **state)
{
    kit_paragraph lost = {.id = "lost", .body = "w"};
    engine_writer *writer = kit_writer(*state);
    assert_ok(kit_add(writer, &lost, err));
    assert_ok(engine_writer_rollback(writer, err));
    kit_commit_one(writer, "a", "w");
    assert_ok(kit_add(writer, &lost, err));
    assert_ok(engine_writer_delete(writer, ENGINE_ID, "a", 1, NULL, err));
    assert_ok(engine_writer_set_metadata(writer, "k", 1, "v", 1, err));
    assert_ok(engine_writer_rollback(writer, err));
    assert_sees(*state, 1, "a");
    kit_commit_one(writer, "b", "w");
    assert_sees(*state, 2, "a b");
    engine_writer_close(writer);
}

/* (A xapian database commits when it is closed outside a transaction.) */
static void test_close_commits_nothing(void **state)
{
    kit_paragraph lost = {.id = "lost", .body = "w"};
    engine_writer *writer = kit_writer(*state);
    assert_ok(kit_add(writer, &lost, err));
    engine_writer_close(writer);
    assert_sees(*state, 0, "");
    writer = kit_writer(*state);
    kit_commit_one(writer, "a", "w");
    assert_ok(kit_add(writer, &lost, err));
    assert_ok(engine_writer_delete(writer, ENGINE_ID, "a", 1, NULL, err));
    engine_writer_close(writer);
    assert_sees(*state, 1, "a");
}

/* What an engine writes out by itself is no commit. (Xapian does past 10,000
 * changes.) */
static void test_large_transaction_is_one(void **state)
{
    char id[16];
    engine_writer *writer = kit_writer(*state);
    kit_commit_one(writer, "a", "w");
    for (int i = 0; i < 21000; i++) {
        snprintf(id, sizeof id, "p%d", i);
        engine_posting postings[] = {{ENGINE_ID, id, strlen(id), 0, NULL},
                                     {ENGINE_BODY, "w", 1, 1, NULL}};
        engine_paragraph p = {.postings = postings,
                              .posting_count = 2,
                              .record = "r",
                              .record_len = 1};
        assert_ok(engine_writer_add(writer, &p, err));
    }
    assert_sees(*state, 1, "a");
    engine_writer_close(writer);
    assert_sees(*state, 1, "a");
}

/* With little memory the buffers are written out early, and nothing shows. */
static void test_little_memory(void **state)
{
    char id[16];
    char body[2400];
    size_t used = 0;
    engine_writer_options options = {.memory_bytes = 1};
    engine_writer *writer = NULL;
    assert_ok(engine_writer_open(&writer, *state, &options, err));
    for (int i = 0; i < 400; i++)
        used += (size_t)snprintf(body + used, sizeof body - used, "w%d ", i);
    for (int i = 0; i < 600; i++) {
        snprintf(id, sizeof id, "p%d", i);
        kit_paragraph p = {.id = id, .body = body};
        assert_ok(kit_add(writer, &p, err));
    }
    assert_true(engine_choice_bytes(kit_path(*state, "data-1")) > 100000);
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    engine_snapshot *snapshot = kit_snapshot(*state);
    engine_stats stats;
    assert_ok(engine_snapshot_stats(snapshot, &stats, err));
    assert_int_equal(stats.paragraphs, 600);
    assert_int_equal(stats.words, 600 * 400);
    engine_search_options best = kit_options();
    best.limit = 3;
    assert_string_equal(kit_search(snapshot, "(phrase 2 w5 w6)", &best),
                        "p0 p1 p2");
    engine_snapshot_close(snapshot);
}

/* ------------------------------------------------------------- records --- */

/* A record of `len` bytes that no packing makes smaller. */
static char *noise(size_t len)
{
    uint64_t seed = 42;
    char *bytes = malloc(len);
    assert_non_null(bytes);
    for (size_t i = 0; i < len; i++) {
        seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
        bytes[i] = (char)(seed >> 56);
    }
    return bytes;
}

static void test_big_records_and_values(void **state)
{
    static const engine_posting id = {ENGINE_ID, "x", 1, 0, NULL};
    char *big = noise(ENGINE_RECORD_MAX);
    engine_paragraph p = {.postings = &id,
                          .posting_count = 1,
                          .record = big,
                          .record_len = ENGINE_RECORD_MAX,
                          .values = {UINT64_MAX, UINT64_MAX - 1}};
    engine_writer *writer = kit_writer(*state);
    assert_ok(engine_writer_add(writer, &p, err));
    assert_ok(engine_writer_set_metadata(writer, "k", 1, big, ENGINE_RECORD_MAX,
                                         err));
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    engine_snapshot *snapshot = kit_snapshot(*state);
    buf bytes;
    buf_init(&bytes, ENGINE_RECORD_MAX);
    const engine_ref ref = kit_ref(snapshot, "x");
    assert_ok(engine_fetch(snapshot, ref, &bytes, err));
    assert_int_equal(bytes.len, ENGINE_RECORD_MAX);
    assert_memory_equal(bytes.data, big, bytes.len);
    assert_ok(engine_metadata(snapshot, "k", 1, &bytes, err));
    assert_int_equal(bytes.len, ENGINE_RECORD_MAX);
    assert_memory_equal(bytes.data, big, bytes.len);
    assert_int_not_equal(engine_fetch(snapshot, ref + 6, &bytes, NULL),
                         PILCROW_OK);
    assert_int_not_equal(engine_fetch(snapshot, UINT64_MAX, &bytes, NULL),
                         PILCROW_OK);
    assert_ok(engine_fetch_id(snapshot, ref, &bytes, err));
    assert_string_equal(buf_text(&bytes), "x");
    assert_int_not_equal(engine_fetch_id(snapshot, ref + 6, &bytes, NULL),
                         PILCROW_OK);
    assert_int_not_equal(engine_fetch_id(snapshot, UINT64_MAX, &bytes, NULL),
                         PILCROW_OK);
    buf_release(&bytes);
    engine_snapshot_close(snapshot);
    free(big);
}

/* A body of 20 words of 100, which hardly repeat within it; the same one for
 * the same number. */
static void write_body(buf *out, uint32_t number)
{
    static const char *const starts[] = {
        "committee", "resolution", "asylum", "postpone", "recommend",
        "беженц",    "комитет",    "border", "hearing",  "government",
    };
    static const char *const ends[] = {
        "", "s", "ed", "ing", "ation", "ов", "ами", "ная", "wise", "ful",
    };
    uint32_t seed = number * 2654435761u + 1;
    buf_clear(out);
    for (int i = 0; i < 20; i++) {
        seed = seed * 1664525u + 1013904223u;
        buf_add_format(out, "%s%s%s", i > 0 ? " " : "",
                       starts[(seed >> 16) % 10], ends[(seed >> 24) % 10]);
    }
}

static void add_bodies(engine_writer *writer, const char *record,
                       uint32_t from, uint32_t to)
{
    buf body;
    char id[16];
    buf_init(&body, 4096);
    for (uint32_t i = from; i < to; i++) {
        write_body(&body, i);
        snprintf(id, sizeof id, "p%u", (unsigned)i);
        kit_paragraph p = {.id = id, .body = body.data, .record = record};
        assert_ok(kit_add(writer, &p, err));
    }
    buf_release(&body);
}

/* 5,000 paragraphs but one, in an index of their own in `dir`. Returns the
 * bytes it takes. */
static size_t write_bodies(const char *dir, const char *record)
{
    engine_writer *writer = kit_writer(dir);
    add_bodies(writer, record, 0, 100);
    assert_ok(engine_writer_delete(writer, ENGINE_ID, "p7", 2, NULL, err));
    add_bodies(writer, record, 100, 4900);
    assert_ok(engine_writer_commit(writer, err));
    add_bodies(writer, record, 4900, 5000);
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    return engine_choice_bytes(kit_data(dir));
}

/* Fetch record `i` and compare. */
static size_t check_body(engine_snapshot *snapshot, uint32_t i)
{
    char id[16];
    buf body, record;
    snprintf(id, sizeof id, "p%u", (unsigned)i);
    const engine_ref ref = kit_ref(snapshot, id);
    buf_init(&body, 4096);
    buf_init(&record, 4096);
    write_body(&body, i);
    assert_ok(engine_fetch(snapshot, ref, &record, err));
    size_t len = record.len;
    assert_string_equal(strchr(record.data, ' ') + 1, body.data);
    buf_release(&body);
    buf_release(&record);
    return len;
}

/* Records are kept small and come back whole, those of a first build and those
 * of later ones: by a dictionary of their own, or as neighbours together. One
 * by one, without a dictionary, they take more than half their bytes. */
static void test_records_are_packed(void **state)
{
    size_t raw = 0;
    char *dir = strdup(kit_path(*state, "whole"));
    const size_t bare = write_bodies(kit_path(*state, "bare"), "r");
    const size_t whole = write_bodies(dir, NULL);
    engine_snapshot *snapshot = kit_snapshot(dir);
    assert_int_equal(kit_paragraphs(snapshot), 4999);
    for (uint32_t i = 0; i < 5000; i++)
        if (i != 7)
            raw += check_body(snapshot, i);
    print_message("%zu bytes of records in %zu\n", raw, whole - bare);
    assert_true(whole > bare && whole - bare < raw * 2 / 5);
    engine_snapshot_close(snapshot);
    free(dir);
}

/* ------------------------------------------------------------ metadata --- */

static bool join(void *ctx, const char *key, size_t key_len, const char *value,
                 size_t len)
{
    buf_add(ctx, key, key_len);
    buf_add_byte(ctx, '=');
    buf_add(ctx, value, len);
    buf_add_byte(ctx, ' ');
    return key_len < 4;
}

static void test_metadata(void **state)
{
    static const char *const pairs[][2] = {
        {"b", "2"},  {"a", "1"},       {"ab", "x"},   {"ac", "y"},
        {"b", ""},   {"c", ""},        {"ad", "old"}, {"ad", "new"},
        {"z1", "1"}, {"z2 stop", "2"}, {"z3", "3"},   {"p generation", "9"},
    };
    static const char nothing[200] = {0};
    char key[201];
    memset(key, 'k', sizeof key);
    buf out;
    buf_init(&out, 4096);
    engine_writer *writer = kit_writer(*state);
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_ok(engine_writer_set_metadata(writer, pairs[i][0],
                                             strlen(pairs[i][0]), pairs[i][1],
                                             strlen(pairs[i][1]), err));
    assert_ok(engine_writer_set_metadata(writer, key, 200, "long", 4, err));
    assert_ok(engine_writer_set_metadata(writer, "n\0l", 3, "v\0w", 3, err));
    assert_ok(engine_writer_set_metadata(writer, nothing, 200, "no", 2, err));
    assert_ok(engine_writer_set_metadata(writer, nothing, 1, "one", 3, err));
    assert_fails(engine_writer_set_metadata(writer, key, 201, "v", 1, err),
                 PILCROW_INVALID, "201");
    assert_fails(engine_writer_set_metadata(writer, "", 0, "v", 1, err),
                 PILCROW_INVALID, "0 bytes");
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    engine_snapshot *snapshot = kit_snapshot(*state);
    assert_int_equal(kit_generation(snapshot), 1);
    assert_ok(engine_metadata_each(snapshot, "a", 1, join, &out, err));
    assert_string_equal(buf_text(&out), "a=1 ab=x ac=y ad=new ");
    buf_clear(&out);
    assert_ok(engine_metadata_each(snapshot, "z", 1, join, &out, err));
    assert_string_equal(buf_text(&out), "z1=1 z2 stop=2 ");
    assert_ok(engine_metadata(snapshot, "b", 1, &out, err));
    assert_int_equal(out.len, 0);
    assert_ok(engine_metadata(snapshot, nothing, 1, &out, err));
    assert_string_equal(buf_text(&out), "one");
    assert_ok(engine_metadata(snapshot, nothing, 200, &out, err));
    assert_string_equal(buf_text(&out), "no");
    assert_ok(engine_metadata(snapshot, nothing, 199, &out, err));
    assert_int_equal(out.len, 0);
    assert_ok(engine_metadata(snapshot, key, 200, &out, err));
    assert_string_equal(buf_text(&out), "long");
    assert_ok(engine_metadata(snapshot, "n\0l", 3, &out, err));
    assert_int_equal(out.len, 3);
    assert_memory_equal(out.data, "v\0w", 3);
    buf_release(&out);
    engine_snapshot_close(snapshot);
}

/* ---------------------------------------------------------------- terms --- */

static bool list_term(void *ctx, const char *term, size_t len,
                      uint64_t paragraphs, uint64_t occurrences)
{
    buf_add_format(ctx, "%.*s:%" PRIu64 "/%" PRIu64 " ", (int)len, term,
                   paragraphs, occurrences);
    return len < 5;
}

static void test_terms_and_frequencies(void **state)
{
    buf out;
    uint32_t frequency;
    uint64_t length;
    kit_paragraph a = {.id = "a", .body = "cat car cat dog", .heading = "car"};
    kit_paragraph b = {.id = "b", .body = "cat carry cars"};
    engine_writer *writer = kit_writer(*state);
    assert_ok(kit_add(writer, &a, err));
    assert_ok(kit_add(writer, &b, err));
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    buf_init(&out, 4096);
    engine_snapshot *snapshot = kit_snapshot(*state);
    const engine_ref ra = kit_ref(snapshot, "a"), rb = kit_ref(snapshot, "b");
    assert_ok(
        engine_terms(snapshot, ENGINE_BODY, "ca", 2, list_term, &out, err));
    assert_string_equal(buf_text(&out), "car:1/1 carry:1/1 ");
    buf_clear(&out);
    assert_ok(
        engine_terms(snapshot, ENGINE_HEADING, "", 0, list_term, &out, err));
    assert_string_equal(buf_text(&out), "car:1/1 ");
    buf_clear(&out);
    assert_ok(engine_terms(snapshot, ENGINE_ID, "", 0, list_term, &out, err));
    assert_string_equal(buf_text(&out), "a:1/0 b:1/0 ");
    assert_ok(engine_occurrences(snapshot, ra, ENGINE_BODY, "cat", 3, &frequency,
                                 &length, err));
    assert_int_equal(frequency, 2);
    assert_int_equal(length, 5);
    assert_ok(engine_occurrences(snapshot, rb, ENGINE_BODY, "dog", 3, &frequency,
                                 &length, err));
    assert_int_equal(frequency, 0);
    assert_int_equal(length, 3);
    assert_ok(engine_occurrences(snapshot, rb, ENGINE_BODY, "none", 4,
                                 &frequency, NULL, err));
    assert_int_equal(frequency, 0);
    buf_release(&out);
    engine_snapshot_close(snapshot);
}

/* ------------------------------------------------------------ checking --- */

/* What has been visited, as words; paragraph "a" is 1 and any other 2. */
typedef struct visited {
    engine_ref a;
    buf words;
} visited;

static bool list_posting(void *ctx, engine_ref ref,
                         const engine_posting *posting)
{
    visited *v = ctx;
    buf_add_format(&v->words, "%d%.*s%d:%u", (int)posting->field,
                   (int)posting->len, posting->term, ref == v->a ? 1 : 2,
                   (unsigned)posting->frequency);
    for (uint32_t i = 0; posting->positions != NULL && i < posting->frequency;
         i++)
        buf_add_format(&v->words, ",%u", (unsigned)posting->positions[i]);
    buf_add_byte(&v->words, ' ');
    return true;
}

static bool list_record(void *ctx, engine_ref ref, const char *record,
                        size_t len, const uint64_t *values, const char *reason)
{
    visited *v = ctx;
    buf_add_format(&v->words, "%d=%.*s(%" PRIu64 ",%" PRIu64 ")%s ",
                   ref == v->a ? 1 : 2, (int)len, record, values[0], values[1],
                   reason == NULL ? "" : reason);
    return true;
}

static void test_each(void **state)
{
    visited v;
    kit_paragraph a = {.id = "a",
                       .body = "x y x",
                       .heading = "y",
                       .document = 3,
                       .ordinal = 7,
                       .record = "a_x_y_x"};
    kit_paragraph b = {.id = "b", .body = "y", .lang = "en", .record = "b_y"};
    engine_writer *writer = kit_writer(*state);
    assert_ok(kit_add(writer, &a, err));
    assert_ok(kit_add(writer, &b, err));
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    buf_init(&v.words, 4096);
    engine_snapshot *snapshot = kit_snapshot(*state);
    v.a = kit_ref(snapshot, "a");
    assert_ok(engine_each_posting(snapshot, list_posting, &v, err));
    assert_string_equal(kit_sorted(buf_text(&v.words)),
                        "0x1:2,1,3 0y1:1,2 0y2:1,1 1y1:1,1 2a1:0 2b2:0 "
                        "3d02:0 3d31:0 5en2:0");
    buf_clear(&v.words);
    assert_ok(engine_each_record(snapshot, list_record, &v, err));
    assert_string_equal(kit_sorted(buf_text(&v.words)),
                        "1=a_x_y_x(3,7) 2=b_y(0,0)");
    buf_release(&v.words);
    engine_snapshot_close(snapshot);
}

/* An index that was made and never committed. */
static void test_empty_index(void **state)
{
    buf out;
    visited v = {0};
    engine_stats stats;
    uint64_t paragraphs = 7;
    buf_init(&out, 64);
    buf_init(&v.words, 64);
    engine_writer_close(kit_writer(*state));
    engine_snapshot *snapshot = kit_snapshot(*state);
    assert_ok(engine_snapshot_stats(snapshot, &stats, err));
    assert_int_equal(stats.paragraphs + stats.words + stats.generation, 0);
    assert_int_equal(stats.bytes, 0);
    assert_string_equal(stats.engine, engine_choice());
    assert_string_equal(kit_search(snapshot, "(or a (phrase 2 a b))", NULL),
                        "");
    assert_ok(engine_frequencies(snapshot, ENGINE_BODY, "a", 1, &paragraphs,
                                 NULL, err));
    assert_int_equal(paragraphs, 0);
    assert_ok(engine_terms(snapshot, ENGINE_BODY, "", 0, list_term, &out, err));
    assert_ok(engine_each_posting(snapshot, list_posting, &v, err));
    assert_ok(engine_each_record(snapshot, list_record, &v, err));
    assert_int_equal(v.words.len, 0);
    buf_release(&v.words);
    assert_ok(engine_metadata_each(snapshot, "", 0, join, &out, err));
    assert_ok(engine_metadata(snapshot, "k", 1, &out, err));
    assert_int_equal(out.len, 0);
    assert_ok(engine_snapshot_refresh(snapshot, err));
    assert_ok(engine_verify(*state, NULL, NULL, err));
    engine_snapshot_close(snapshot);
    buf_release(&out);
}

/* ---------------------------------------------------------- compacting --- */

/* What is deleted goes, what is left is found in the order of adding, a reader
 * of the generation before goes on, and there is nothing to compact where there
 * is no index. */
static void test_compact(void **state)
{
    const char *dir = *state;
    assert_fails(engine_compact(kit_path(dir, "none"), err),
                 PILCROW_NOT_FOUND, "none");
    assert_fails(engine_compact(dir, err), PILCROW_NOT_INDEX, "not a pilcrow");
    engine_writer *writer = kit_writer(dir);
    kit_commit_one(writer, "a", "cat dog");
    kit_commit_one(writer, "b", "cat");
    kit_commit_one(writer, "c", "dog");
    kit_commit_one(writer, "d", "cat cow");
    assert_ok(engine_writer_set_metadata(writer, "key", 3, "value", 5, err));
    assert_ok(engine_writer_delete(writer, ENGINE_ID, "b", 1, NULL, err));
    assert_ok(engine_writer_commit(writer, err));
    assert_fails(engine_compact(dir, err), PILCROW_BUSY, "writing");
    engine_writer_close(writer);
    engine_snapshot *before = kit_snapshot(dir);
    assert_ok(engine_compact(dir, err));
    engine_snapshot *after = kit_snapshot(dir);
    engine_search_options options = kit_options();
    assert_string_equal(kit_search(after, "(all)", &options), "a c d");
    assert_string_equal(kit_search(before, "(all)", &options), "a c d");
    assert_int_equal(kit_paragraphs(after), 3);
    assert_int_equal(kit_generation(after), kit_generation(before) + 1);
    buf value;
    buf_init(&value, 100);
    assert_ok(engine_metadata(after, "key", 3, &value, err));
    assert_string_equal(buf_text(&value), "value");
    buf_release(&value);
    engine_snapshot_close(after);
    engine_snapshot_close(before);
    assert_ok(engine_verify(dir, NULL, NULL, err));
    writer = kit_writer(dir);
    kit_commit_one(writer, "b", "cat");
    engine_writer_close(writer);
}

#define in_folder(test)                                                        \
    cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(test_term_limits),
        in_folder(test_longest_terms_are_found),
        in_folder(test_bad_paragraphs),
        in_folder(test_id_clash_goes_on),
        in_folder(test_delete),
        in_folder(test_added_and_deleted),
        in_folder(test_rollback),
        in_folder(test_close_commits_nothing),
        in_folder(test_large_transaction_is_one),
        in_folder(test_little_memory),
        in_folder(test_big_records_and_values),
        in_folder(test_records_are_packed),
        in_folder(test_metadata),
        in_folder(test_terms_and_frequencies),
        in_folder(test_each),
        in_folder(test_empty_index),
        in_folder(test_compact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
