/* SPDX-License-Identifier: MIT
 *
 * In: paragraphs of which many have the same text, added whole to one index and
 * with what is left out to another. Out: the same paragraphs, postings and
 * records in both, whatever is deleted or forgotten on the way; alike ones next
 * to each other; and no other outcome where memory runs out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "engine_kit.h"
#include "no_memory.h"

#define PARAGRAPHS 4000u
#define TEXTS 600u

/* ----------------------------------------------------------- paragraphs --- */

static uint32_t below(uint64_t *seed, uint32_t n)
{
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)(*seed >> 33) % n;
}

/* The text of that number: some words come twice, or at one place. */
static const char *text_of(uint32_t number)
{
    static char text[1024];
    uint64_t seed = number;
    size_t len = 0;
    for (uint32_t n = 3 + below(&seed, 40); n > 0; n--)
        len += (size_t)snprintf(text + len, sizeof text - len, "w%u%s",
                                below(&seed, 300),
                                below(&seed, 9) == 0 ? "/" : " ");
    return text;
}

/* Some texts are frequent. Of two numbers one is below a tenth of TEXTS. */
static uint32_t draw_text(uint64_t *seed)
{
    return below(seed, 2) == 0 ? below(seed, TEXTS / 10) : below(seed, TEXTS);
}

/* Paragraph `i` of that text. A few texts have the hash of another, and a few
 * paragraphs no hash at all. */
static kit_paragraph paragraph_of(uint32_t i, uint32_t text, char *id,
                                  char *record)
{
    const char *body = text_of(text);
    sprintf(id, "p%u", i);
    sprintf(record, "%u %s %s", i % 10, id, body);
    return (kit_paragraph){.id = id,
                           .body = body,
                           .lang = i % 3 ? "en" : "ru",
                           .document = i / 2,
                           .ordinal = i % 2,
                           .record = record,
                           .alike = i % 11 == 0 ? 0 : 1 + text % (TEXTS - 20)};
}

/* ------------------------------------------------------------- two ways --- */

typedef struct pair {
    engine_writer *whole, *alike;
    bool seen[TEXTS];
    uint32_t left_out, refused;
} pair;

/* Leave out what was seen before, if that goes. */
static void add_alike(pair *p, kit_paragraph *k, uint32_t text)
{
    pilcrow_error err = {0};
    k->left_out = k->alike != 0 && p->seen[text];
    p->seen[text] |= k->alike != 0;
    pilcrow_status status = kit_add(p->alike, k, &err);
    p->left_out += k->left_out && status == PILCROW_OK;
    if (status == PILCROW_NOT_FOUND) {
        p->refused++;
        k->left_out = false;
        status = kit_add(p->alike, k, &err);
    }
    if (status != PILCROW_OK)
        fail_msg("%s", err.message);
}

static void delete_from(engine_writer *writer, engine_field field,
                        const char *term)
{
    assert_ok(
        engine_writer_delete(writer, field, term, strlen(term), NULL, err));
}

static void delete_some(pair *p, uint64_t *seed, uint32_t i)
{
    char term[16];
    const uint32_t kind = below(seed, 8);
    if (kind > 0)
        snprintf(term, sizeof term, "p%u", below(seed, i + 1));
    else
        snprintf(term, sizeof term, "w%u", below(seed, 300));
    const engine_field field = kind > 0 ? ENGINE_ID : ENGINE_BODY;
    delete_from(p->whole, field, term);
    delete_from(p->alike, field, term);
}

static void add_both(pair *p, uint64_t *seed, uint32_t i)
{
    char id[16], record[1200];
    const uint32_t text = draw_text(seed);
    kit_paragraph k = paragraph_of(i, text, id, record);
    const uint32_t alike = k.alike;
    k.alike = 0;
    assert_ok(kit_add(p->whole, &k, err));
    k.alike = alike;
    add_alike(p, &k, text);
}

static engine_writer *open_writer(const char *dir, size_t memory)
{
    engine_writer *writer;
    const engine_writer_options options = {
        .engine = "segment", .memory_bytes = memory, .jobs = 2};
    assert_ok(engine_writer_open(&writer, dir, &options, err));
    return writer;
}

/* ------------------------------------------------------------ comparing --- */

/* What an index holds, a line for each posting and each record. */
typedef struct holding {
    engine_snapshot *snapshot;
    char **lines;
    size_t count, capacity;
} holding;

static void note_line(holding *h, const char *line)
{
    if (h->count == h->capacity) {
        h->capacity = h->capacity * 2 + 1000;
        h->lines = realloc(h->lines, h->capacity * sizeof *h->lines);
    }
    h->lines[h->count++] = strdup(line);
}

static const char *id_of(holding *h, engine_ref ref)
{
    static buf id;
    buf_init(&id, 64);
    assert_ok(engine_fetch_id(h->snapshot, ref, &id, err));
    static char copy[64];
    snprintf(copy, sizeof copy, "%s", buf_text(&id));
    buf_release(&id);
    return copy;
}

static bool note_posting(void *ctx, engine_ref ref,
                         const engine_posting *posting)
{
    holding *h = ctx;
    char line[2048];
    int len = snprintf(line, sizeof line, "%s %d %.*s %u", id_of(h, ref),
                       (int)posting->field, (int)posting->len, posting->term,
                       posting->frequency);
    for (uint32_t i = 0; posting->positions && i < posting->frequency; i++)
        len += snprintf(line + len, sizeof line - (size_t)len, " %u",
                        posting->positions[i]);
    note_line(h, line);
    return true;
}

static bool note_record(void *ctx, engine_ref ref, const char *record,
                        size_t len, const uint64_t *values, const char *reason)
{
    holding *h = ctx;
    char line[2048];
    snprintf(line, sizeof line, "%s = %.*s %llu %llu %s", id_of(h, ref),
             (int)len, record, (unsigned long long)values[0],
             (unsigned long long)values[1], reason == NULL ? "" : reason);
    note_line(h, line);
    return true;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static holding hold(const char *dir)
{
    holding h = {.snapshot = kit_snapshot(dir)};
    assert_ok(engine_each_posting(h.snapshot, note_posting, &h, err));
    assert_ok(engine_each_record(h.snapshot, note_record, &h, err));
    qsort(h.lines, h.count, sizeof *h.lines, by_text);
    engine_snapshot_close(h.snapshot);
    return h;
}

static void let_go(holding *h)
{
    for (size_t i = 0; i < h->count; i++)
        free(h->lines[i]);
    free(h->lines);
}

static void compare(const char *whole, const char *alike)
{
    holding a = hold(whole), b = hold(alike);
    assert_int_equal(a.count, b.count);
    assert_true(a.count > PARAGRAPHS);
    for (size_t i = 0; i < a.count; i++)
        assert_string_equal(a.lines[i], b.lines[i]);
    let_go(&a);
    let_go(&b);
    assert_ok(engine_verify(alike, NULL, NULL, err));
}

/* ---------------------------------------------------------------- tests --- */

static const struct {
    size_t memory;  /* of the writers */
    uint32_t often; /* one change in so many deletes; 0: none does */
    uint32_t commits;
    uint32_t refused; /* so many are, or more; 0: none is */
} rows[] = {
    {0, 0, 1, 0},                     /* all in one segment */
    {0, 50, 1, 0},                    /* where some are deleted again */
    {(size_t)512 << 10, 0, 1, 500},   /* records wait for a while only */
    {(size_t)512 << 10, 300, 3, 500}, /* and segments come and go */
};

static void test_same_index(void **state)
{
    (void)state;
    kit_only("segment");
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++) {
        char *whole = kit_folder(), *alike = kit_folder();
        uint64_t seed = row;
        pair p = {.whole = open_writer(whole, rows[row].memory),
                  .alike = open_writer(alike, rows[row].memory)};
        for (uint32_t i = 0; i < PARAGRAPHS; i++) {
            add_both(&p, &seed, i);
            if (rows[row].often > 0 && below(&seed, rows[row].often) == 0)
                delete_some(&p, &seed, i);
            if ((i + 1) % (PARAGRAPHS / rows[row].commits) == 0) {
                assert_ok(engine_writer_commit(p.whole, err));
                assert_ok(engine_writer_commit(p.alike, err));
            }
        }
        print_message("left out %u, refused %u\n", p.left_out, p.refused);
        assert_true(p.left_out > PARAGRAPHS / 2);
        assert_true(p.refused >= rows[row].refused);
        assert_int_equal(p.refused > 0, rows[row].refused > 0);
        engine_writer_close(p.whole);
        engine_writer_close(p.alike);
        compare(whole, alike);
        kit_remove(whole);
        kit_remove(alike);
    }
}

/* In an index of one segment the paragraphs of a text follow each other. */
static void test_together(void **state)
{
    char id[16], record[1200];
    char *dir = kit_folder();
    (void)state;
    kit_only("segment");
    engine_writer *writer = open_writer(dir, 0);
    for (uint32_t i = 0; i < 9; i++) {
        kit_paragraph k = paragraph_of(i, i % 3, id, record);
        k.alike = i % 3;
        k.record = NULL;
        assert_ok(kit_add(writer, &k, err));
    }
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    engine_snapshot *snapshot = kit_snapshot(dir);
    const engine_search_options options = kit_options();
    assert_string_equal(kit_search(snapshot, "(all)", &options),
                        "p0 p1 p4 p7 p2 p5 p8 p3 p6");
    engine_snapshot_close(snapshot);
    kit_remove(dir);
}

/* How often the text changes from one paragraph to the next in the index. */
static uint32_t count_changes(const char *dir, uint32_t texts)
{
    uint32_t changes = 0, last = UINT32_MAX;
    engine_snapshot *snapshot = kit_snapshot(dir);
    engine_search_options options = kit_options();
    options.limit = 2000;
    const char *ids = kit_search(snapshot, "(all)", &options);
    for (const char *at = ids; (at = strchr(at, 'p')) != NULL; at++) {
        const uint32_t text = (uint32_t)strtoul(at + 1, NULL, 10) % texts;
        changes += last != UINT32_MAX && text != last;
        last = text;
    }
    engine_snapshot_close(snapshot);
    return changes;
}

/* Compacting has texts change their places, not the paragraphs of one; but a
 * block of stored records may end among these. */
static void test_compact(void **state)
{
    enum { ALL = 600, DIFFERENT = 40 };
    char id[16], record[1200];
    char *dir = kit_folder();
    (void)state;
    kit_only("segment");
    engine_writer *writer = open_writer(dir, 0);
    for (uint32_t i = 0; i < ALL; i++) {
        kit_paragraph k = paragraph_of(i, i % DIFFERENT, id, record);
        k.record = NULL;
        k.document = i;
        k.alike = 1 + i % DIFFERENT;
        assert_ok(kit_add(writer, &k, err));
    }
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    assert_int_equal(count_changes(dir, DIFFERENT), DIFFERENT - 1);
    assert_ok(engine_compact(dir, err));
    assert_ok(engine_verify(dir, NULL, NULL, err));
    const uint32_t changes = count_changes(dir, DIFFERENT);
    assert_in_range(changes, DIFFERENT - 1, DIFFERENT - 1 + ALL / 200);
    kit_remove(dir);
}

/* Nothing may be left out where nothing alike is known, and then nothing has
 * happened. */
static void test_refused(void **state)
{
    char *dir = kit_folder();
    (void)state;
    kit_only("segment");
    engine_writer *writer = open_writer(dir, 0);
    kit_paragraph k = {.id = "a", .body = "one two", .record = "a one two"};
    k.alike = 7;
    k.left_out = true;
    assert_true(engine_writer_joins_alike(writer));
    assert_fails(kit_add(writer, &k, err), PILCROW_NOT_FOUND, "alike");
    k.left_out = false;
    assert_ok(kit_add(writer, &k, err));
    kit_paragraph other = {.id = "b", .body = "three", .record = "b three"};
    other.alike = 7;
    other.left_out = true;
    assert_fails(kit_add(writer, &other, err), PILCROW_NOT_FOUND, "alike");
    k.left_out = true;
    assert_fails(kit_add(writer, &k, err), PILCROW_EXISTS, "'a'");
    k.id = "c";
    k.record = "c one two";
    assert_ok(kit_add(writer, &k, err));
    assert_ok(engine_writer_commit(writer, err));
    k.id = "d";
    k.record = "d one two";
    assert_fails(kit_add(writer, &k, err), PILCROW_NOT_FOUND, "alike");
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    engine_snapshot *snapshot = kit_snapshot(dir);
    const engine_search_options options = kit_options();
    assert_string_equal(kit_sorted(kit_search(snapshot, "two", &options)),
                        "a c");
    engine_snapshot_close(snapshot);
    kit_remove(dir);
}

/* Two texts may have one hash, and a record without its id has no text that
 * could be compared. */
static void test_same_hash(void **state)
{
    char *dir = kit_folder();
    (void)state;
    kit_only("segment");
    engine_writer *writer = open_writer(dir, 0);
    kit_paragraph one = {.id = "a", .body = "one", .alike = 7};
    kit_paragraph other = {.id = "b", .body = "other", .alike = 7};
    kit_paragraph bare = {.id = "c", .body = "bare", .record = "-", .alike = 7};
    assert_ok(kit_add(writer, &one, err));
    assert_ok(kit_add(writer, &other, err));
    assert_ok(kit_add(writer, &bare, err));
    one.left_out = other.left_out = bare.left_out = true;
    one.id = "d";
    assert_ok(kit_add(writer, &one, err));
    other.id = "e";
    assert_ok(kit_add(writer, &other, err));
    bare.id = "f";
    assert_fails(kit_add(writer, &bare, err), PILCROW_NOT_FOUND, "alike");
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    engine_snapshot *snapshot = kit_snapshot(dir);
    const engine_search_options options = kit_options();
    assert_string_equal(kit_sorted(kit_search(snapshot, "one", &options)),
                        "a d");
    assert_string_equal(kit_sorted(kit_search(snapshot, "other", &options)),
                        "b e");
    assert_string_equal(kit_search(snapshot, "bare", &options), "-");
    engine_snapshot_close(snapshot);
    kit_remove(dir);
}

/* A paragraph of one word, without the kit, which is to have its memory. */
static pilcrow_status add_word(engine_writer *writer, uint32_t i, bool left_out)
{
    static const uint32_t position[] = {1};
    char id[16], word[16], record[40];
    const int id_len = sprintf(id, "p%u", i);
    const int word_len = sprintf(word, "w%u", i % 7);
    const int len = sprintf(record, "%s %s", id, word);
    const engine_posting postings[] = {
        {ENGINE_ID, id, (size_t)id_len, 0, NULL},
        {ENGINE_BODY, word, (size_t)word_len, 1, position}};
    const engine_paragraph p = {.postings = postings,
                                .posting_count = left_out ? 1 : 2,
                                .record = record,
                                .record_len = (size_t)len,
                                .alike = 1 + i % 7,
                                .left_out = left_out};
    return engine_writer_add(writer, &p, NULL);
}

/* Forty paragraphs of seven texts, and a commit: NO_MEMORY or OK. */
static pilcrow_status fill_failing(engine_writer *writer, long failing,
                                   long *all)
{
    pilcrow_status status = PILCROW_OK;
    no_memory_begin(failing);
    for (uint32_t i = 0; i < 40 && status == PILCROW_OK; i++)
        status = add_word(writer, i, i >= 7);
    if (status == PILCROW_OK)
        status = engine_writer_commit(writer, NULL);
    *all = no_memory_end();
    return status;
}

static void test_memory_runs_out(void **state)
{
    long all = 0, now;
    unsigned failures = 0;
    (void)state;
    kit_only("segment");
    for (long n = -1; n < all; n++) {
        char *dir = kit_folder();
        engine_writer *writer = open_writer(dir, 0);
        const pilcrow_status status = fill_failing(writer, n, &now);
        all = n < 0 ? now : all;
        failures += status == PILCROW_NO_MEMORY;
        assert_true(status == PILCROW_OK || status == PILCROW_NO_MEMORY);
        engine_writer_close(writer);
        engine_snapshot *snapshot = kit_snapshot(dir);
        assert_int_equal(kit_paragraphs(snapshot),
                         status == PILCROW_OK ? 40 : 0);
        engine_snapshot_close(snapshot);
        kit_remove(dir);
    }
    print_message("%ld allocations, %u failures\n", all, failures);
    assert_true(failures > all / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_index),      cmocka_unit_test(test_together),
        cmocka_unit_test(test_compact),         cmocka_unit_test(test_refused),
        cmocka_unit_test(test_same_hash),
        cmocka_unit_test(test_memory_runs_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
