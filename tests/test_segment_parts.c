/* SPDX-License-Identifier: MIT
 *
 * The parts of a segment come back as they went in, alone and at every size at
 * which something changes; and no turned bit of a file goes unseen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/segment/file/column.h"
#include "engine/segment/file/deleted.h"
#include "engine/segment/file/ids.h"
#include "engine/segment/file/metadata.h"
#include "engine/segment/file/pages.h"
#include "engine/segment/file/records.h"
#include "engine/segment/file/sink.h"
#include "engine/segment/file/sorting.h"
#include "engine/segment/file/table.h"
#include "engine/segment/file/varint.h"
#include "engine/segment/write/id_filter.h"
#include "engine/segment/write/tiers.h"
#include "support.h"

static uint64_t seed = 88172645463325252u;

static uint32_t any(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 16);
}

static uint32_t below(uint32_t n)
{
    return n == 0 ? 0 : any() % n;
}

/* A file being written in the test's folder, and then read. */
typedef struct medium {
    sink *file;
    sink *spool;
    uint64_t bytes, checksum;
    pages pages;
} medium;

static void medium_begin(medium *m)
{
    *m = (medium){0};
    assert_int_equal(sink_open(&m->file, "part", NULL), PILCROW_OK);
    assert_int_equal(sink_spool(&m->spool, ".", NULL), PILCROW_OK);
    assert_true(sink_add(m->file, "before", 6));
}

static void medium_turn(medium *m)
{
    assert_int_equal(sink_finish(m->file, false, &m->bytes, &m->checksum, NULL),
                     PILCROW_OK);
    sink_close(m->file);
    sink_close(m->spool);
    assert_int_equal(pages_open(&m->pages, "part", m->bytes, m->checksum, NULL),
                     PILCROW_OK);
}

static void medium_end(medium *m)
{
    pages_close(&m->pages);
}

/* ---------------------------------------------------------------- pages --- */

static unsigned char byte_at(uint64_t offset)
{
    return (unsigned char)(offset * 2654435761u >> 13);
}

static void write_pages(medium *m, uint64_t len)
{
    *m = (medium){0};
    assert_int_equal(sink_open(&m->file, "part", NULL), PILCROW_OK);
    for (uint64_t at = 0; at < len;) {
        unsigned char run[7000];
        size_t part = 1 + below(sizeof run);
        part = len - at < part ? (size_t)(len - at) : part;
        for (size_t i = 0; i < part; i++)
            run[i] = byte_at(at + i);
        assert_true(sink_add(m->file, run, part));
        at += part;
    }
    assert_int_equal(sink_size(m->file), len);
    medium_turn(m);
    assert_int_equal(m->pages.content, (len + 7) / 8 * 8);
}

static const uint64_t page_sizes[] = {1,
                                      8,
                                      4096,
                                      4097,
                                      8192,
                                      512 * 4096,
                                      512 * 4096 + 1,
                                      513 * 4096,
                                      1100 * 4096 + 77};

#define COUNT_OF(list) (sizeof(list) / sizeof *(list))

static void test_pages(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(page_sizes); i++) {
        medium m;
        uint64_t first = 0;
        uint64_t len = page_sizes[i];
        write_pages(&m, len);
        assert_true(pages_touch(&m.pages, 0, len));
        for (uint64_t at = 0; at < len; at++)
            assert_int_equal(m.pages.bytes[at], byte_at(at));
        assert_true(pages_touch(&m.pages, m.pages.content, 0));
        assert_false(pages_touch(&m.pages, m.pages.content, 1));
        assert_false(pages_touch(&m.pages, m.pages.content + 1, 0));
        assert_false(pages_touch(&m.pages, 1, UINT64_MAX));
        assert_false(pages_touch(&m.pages, UINT64_MAX, 2));
        assert_int_equal(pages_check(&m.pages, &first), 0);
        medium_end(&m);
    }
}

static void turn_bit(uint64_t offset, unsigned bit)
{
    FILE *file = fopen("part", "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, (long)offset, SEEK_SET), 0);
    int byte = fgetc(file);
    assert_int_equal(fseek(file, (long)offset, SEEK_SET), 0);
    fputc(byte ^ (int)(1u << bit), file);
    assert_int_equal(fclose(file), 0);
}

/* Wherever a bit turns, the file does not open or the check tells; and what
 * is touched is never the turned bit. */
static void test_pages_damage(void **state)
{
    medium m;
    (void)state;
    write_pages(&m, 600 * 4096 + 99);
    medium_end(&m);
    for (int round = 0; round < 200; round++) {
        uint64_t first;
        uint64_t at =
            round < 80 ? m.bytes - 1 - (uint64_t)round * 67 : any() % m.bytes;
        unsigned bit = below(8);
        turn_bit(at, bit);
        if (pages_open(&m.pages, "part", m.bytes, m.checksum, NULL) ==
            PILCROW_OK) {
            assert_int_not_equal(pages_check(&m.pages, &first), 0);
            if (at < m.pages.content) {
                assert_false(pages_touch(&m.pages, at, 1));
                assert_true(pages_touch(
                    &m.pages, (at + 4096) % (600 * 4096) / 4096 * 4096, 1));
            }
            medium_end(&m);
        } else {
            assert_true(at >= m.bytes - PAGES_FOOTER);
        }
        turn_bit(at, bit);
    }
}

static void test_pages_other_file(void **state)
{
    medium m;
    (void)state;
    write_pages(&m, 5000);
    medium_end(&m);
    assert_int_equal(
        pages_open(&m.pages, "part", m.bytes - 1, m.checksum, NULL),
        PILCROW_CORRUPT);
    assert_int_equal(
        pages_open(&m.pages, "part", m.bytes, m.checksum + 1, NULL),
        PILCROW_CORRUPT);
    assert_int_equal(pages_open(&m.pages, "none", m.bytes, m.checksum, NULL),
                     PILCROW_NOT_FOUND);
    support_write("part", "");
    assert_int_equal(pages_open(&m.pages, "part", 0, m.checksum, NULL),
                     PILCROW_CORRUPT);
}

/* What a spool cannot keep in memory goes through a file. */
static void test_spool(void **state)
{
    static const size_t sizes[] = {0, 1, 5000, 1u << 20, 3 << 20};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        medium m;
        medium_begin(&m);
        for (int round = 0; round < 2; round++) {
            for (size_t at = 0; at < sizes[i]; at++) {
                unsigned char byte = byte_at(at);
                assert_true(sink_add(m.spool, &byte, 1));
            }
            assert_int_equal(sink_size(m.spool), sizes[i]);
            assert_true(sink_drain(m.file, m.spool));
            assert_int_equal(sink_size(m.spool), 0);
        }
        medium_turn(&m);
        assert_true(pages_touch(&m.pages, 6, 2 * sizes[i]));
        for (size_t at = 0; at < 2 * sizes[i]; at++)
            assert_int_equal(m.pages.bytes[6 + at], byte_at(at % sizes[i]));
        medium_end(&m);
    }
}

/* ---------------------------------------------------------------- table --- */

/* A key that differs from its neighbours by number, of a length by number. */
static size_t make_key(char *key, uint32_t number)
{
    size_t len = 0;
    if (number % 7 == 3)
        for (; len < number % 200; len++)
            key[len] = 'm';
    else
        key[len++] = 'k';
    for (int shift = 24; shift >= 0; shift -= 8)
        key[len++] = (char)(number * 2654435761u >> shift);
    return len;
}

/* Each stands for 1. */
static bool skip_number(const unsigned char **at, const unsigned char *end,
                        unsigned char first, uint64_t *sum)
{
    uint64_t number;
    (void)first;
    ++*sum;
    return varint_read(at, end, &number);
}

typedef struct keys {
    char (*bytes)[256];
    size_t *lens;
    uint32_t *order;
    uint32_t count;
} keys;

static keys *sorting_keys;

static int by_key(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a;
    uint32_t right = *(const uint32_t *)b;
    return sorting_order(sorting_keys->bytes[left], sorting_keys->lens[left],
                         sorting_keys->bytes[right], sorting_keys->lens[right]);
}

static void make_keys(keys *k, uint32_t count)
{
    k->count = count;
    k->bytes = calloc(count + 1, sizeof *k->bytes);
    k->lens = calloc(count + 1, sizeof *k->lens);
    k->order = calloc(count + 1, sizeof *k->order);
    for (uint32_t i = 0; i < count; i++) {
        k->lens[i] = make_key(k->bytes[i], i);
        k->order[i] = i;
    }
    sorting_keys = k;
    qsort(k->order, count, sizeof *k->order, by_key);
}

static void free_keys(keys *k)
{
    free(k->bytes);
    free(k->lens);
    free(k->order);
}

static void write_table(medium *m, const keys *k, table *t)
{
    table_writer w;
    table_place place;
    medium_begin(m);
    table_writer_init(&w, m->file);
    for (uint32_t i = 0; i < k->count; i++) {
        unsigned char payload[VARINT_MAX];
        uint32_t key = k->order[i];
        assert_true(table_writer_add(&w, k->bytes[key], k->lens[key], i,
                                     payload, varint_write(payload, key)));
    }
    assert_true(table_writer_end(&w, &place));
    table_writer_release(&w);
    assert_int_equal(place.count, k->count);
    medium_turn(m);
    assert_true(table_open(t, &m->pages, &place, skip_number));
}

static void check_cursor(const table_cursor *c, const keys *k, uint32_t rank)
{
    uint64_t number;
    if (rank == k->count) {
        assert_true(c->done);
        return;
    }
    uint32_t key = k->order[rank];
    const unsigned char *at = c->payload;
    assert_false(c->done);
    assert_int_equal(c->key_len, k->lens[key]);
    assert_memory_equal(c->key, k->bytes[key], c->key_len);
    assert_true(varint_read(&at, c->payload_end, &number));
    assert_int_equal(number, key);
    assert_int_equal(c->sum, rank);
}

static const uint32_t table_sizes[] = {0, 1, 2, 100, 400, 5000, 60000};

static void test_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(table_sizes); i++) {
        keys k;
        medium m;
        table t;
        table_cursor c;
        make_keys(&k, table_sizes[i]);
        write_table(&m, &k, &t);
        assert_true(table_seek(&c, &t, "", 0));
        for (uint32_t rank = 0; rank < k.count; rank++) {
            check_cursor(&c, &k, rank);
            assert_true(table_next(&c));
        }
        assert_true(c.done);
        for (uint32_t round = 0; round < 300; round++) {
            uint32_t rank = below(k.count + 1);
            uint32_t key = k.order[rank];
            if (rank == k.count)
                continue;
            assert_true(table_seek(&c, &t, k.bytes[key], k.lens[key]));
            check_cursor(&c, &k, rank);
            /* Just behind it is the next one, or one that it begins. */
            char after[257];
            memcpy(after, k.bytes[key], k.lens[key]);
            after[k.lens[key]] = '\0';
            assert_true(table_seek(&c, &t, after, k.lens[key] + 1));
            check_cursor(&c, &k, rank + 1);
        }
        medium_end(&m);
        free_keys(&k);
    }
}

/* --------------------------------------------------------------- column --- */

enum pattern { SAME, COUNTING, FILES, HASHES, SMALL, FALLING, PATTERNS };

static uint64_t value_of(enum pattern pattern, uint32_t i)
{
    switch (pattern) {
    case SAME:
        return 0xFEDCBA9876543210u;
    case COUNTING:
        return i;
    case FILES: /* ordinals of files of 1 to 300 paragraphs */
        return i % (1 + i / 300 % 300);
    case HASHES:
        return (i + 1) * UINT64_C(0x9E3779B97F4A7C15);
    case SMALL:
        return 1000000 + i * 7919 % 200;
    case FALLING:
        return UINT64_MAX - i;
    default:
        return 0;
    }
}

static void test_column(void **state)
{
    static const uint32_t counts[] = {1, 127, 128, 129, 3000};
    (void)state;
    for (size_t p = 0; p < PATTERNS; p++)
        for (size_t n = 0; n < COUNT_OF(counts); n++) {
            medium m;
            column_writer w;
            column_place place;
            column c;
            uint64_t value;
            medium_begin(&m);
            column_writer_init(&w, m.file);
            for (uint32_t i = 0; i < counts[n]; i++)
                assert_true(column_writer_add(&w, value_of(p, i)));
            assert_true(column_writer_end(&w, &place));
            column_writer_release(&w);
            medium_turn(&m);
            assert_true(column_open(&c, &m.pages, &place, counts[n]));
            for (uint32_t i = 0; i < counts[n]; i++) {
                assert_true(column_get(&c, i, &value));
                assert_true(value == value_of(p, i));
            }
            assert_false(column_get(&c, counts[n], &value));
            if (p == SAME || p == COUNTING)
                assert_true(place.len <= 20 * (counts[n] / 128 + 1));
            medium_end(&m);
        }
}

/* ------------------------------------------------------------------ ids --- */

static size_t make_id(char *id, uint32_t number, bool even)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    uint64_t bits = (number + 1) * UINT64_C(0x9E3779B97F4A7C15);
    size_t len = even ? 12 : 4 + number % 9;
    for (size_t i = 0; i < len; i++)
        id[i] = letters[bits >> (59 - 5 * i) & 31];
    return len;
}

static int by_id(const sorting_item *a, const sorting_item *b, void *ctx)
{
    char left[16], right[16];
    const bool *even = ctx;
    size_t left_len = make_id(left, a->number, *even);
    size_t right_len = make_id(right, b->number, *even);
    return sorting_order(left, left_len, right, right_len);
}

static void write_ids(medium *m, uint32_t count, bool even, sorting_item *items,
                      ids_place *place)
{
    char id[16];
    ids_writer w;
    ids_shape shape = {0};
    for (uint32_t i = 0; i < count; i++) {
        size_t len = make_id(id, i, even);
        ids_shape_add(&shape, id, len);
        items[i] = (sorting_item){sorting_prefix(id, len), i};
    }
    assert_true(sorting_sort(items, count, by_id, &even));
    medium_begin(m);
    assert_true(ids_writer_begin(&w, &shape, m->file, m->spool));
    for (uint32_t i = 0; i < count; i++) {
        size_t len = make_id(id, i, even);
        assert_true(ids_writer_add(&w, id, len));
    }
    for (uint32_t i = 0; i < count; i++)
        assert_true(ids_writer_add_sorted(&w, items[i].number));
    assert_true(ids_writer_end(&w, place));
    medium_turn(m);
}

/* What is there may be there, always; of what is not little passes for it, once
 * it has been asked a few times. */
static void check_filter(const ids *s, uint32_t count, bool even)
{
    char id[16];
    id_filter filter = {0};
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < count; i++) {
        const size_t len = make_id(id, i, even);
        assert_true(id_filter_may_have(&filter, s, id, len));
    }
    assert_non_null(filter.words);
    for (uint32_t i = count; i < 2 * count; i++) {
        const size_t len = make_id(id, i, true);
        wrong += id_filter_may_have(&filter, s, id, len);
    }
    assert_true(count < 1000 || wrong < count / 20);
    id_filter_release(&filter);
}

static void test_ids(void **state)
{
    static const uint32_t counts[] = {1, 2, 3, 100, 5000};
    (void)state;
    for (size_t n = 0; n < 2 * COUNT_OF(counts); n++) {
        medium m;
        ids s;
        ids_place place;
        bool even = n % 2 == 0;
        uint32_t count = counts[n / 2];
        sorting_item *items = calloc(count, sizeof *items);
        write_ids(&m, count, even, items, &place);
        assert_true(ids_open(&s, &m.pages, &place, count));
        for (uint32_t i = 0; i < count; i++) {
            char id[16], found[ENGINE_TERM_MAX];
            size_t found_len;
            uint32_t rank, document;
            bool equal;
            size_t len = make_id(id, i, even);
            assert_true(ids_get(&s, i, found, &found_len));
            assert_int_equal(found_len, len);
            assert_memory_equal(found, id, len);
            assert_true(ids_find(&s, id, len, &rank, &equal));
            assert_true(equal && items[rank].number == i);
            assert_true(ids_by_rank(&s, rank, &document));
            assert_int_equal(document, i);
            assert_true(ids_find(&s, id, len - 1, &rank, &equal));
            assert_true(rank <= count);
        }
        check_filter(&s, count, even);
        if (even && count == 5000) /* 60 bits and 13 */
            assert_true(place.len < 5000 * 74 / 8);
        free(items);
        medium_end(&m);
    }
}

/* -------------------------------------------------------------- records --- */

/* Some have the text of others: a few each, and then hundreds one text. */
static uint32_t text_of(uint32_t number)
{
    if (number >= 600 && number < 950)
        return 600;
    return number % 200 < 100 ? number / 10 : number;
}

static size_t make_record(char *record, uint32_t number, const char *id)
{
    size_t len = 0;
    const uint32_t text = text_of(number);
    uint32_t words = text % 97 == 5 ? 3000 : 1 + text % 60;
    len += (size_t)sprintf(record, "%u ", number);
    if (number % 3 != 0)
        len += (size_t)sprintf(record + len, "%s ", id);
    for (uint32_t i = 0; i < words; i++)
        len += (size_t)sprintf(record + len, "word%u ", (text * i) % 50);
    return len;
}

static void check_record(records *r, uint32_t document, uint32_t number)
{
    static char expected[40000], joined[40000];
    char id[16] = {0};
    records_piece piece;
    size_t id_len = make_id(id, number, true);
    size_t len = make_record(expected, number, id);
    assert_int_equal(records_get(r, document, &piece), PILCROW_OK);
    assert_int_equal(piece.cut, number % 3 != 0);
    id_len = piece.cut ? id_len : 0;
    assert_int_equal(piece.head_len + id_len + piece.tail_len, len);
    memcpy(joined, piece.head, piece.head_len);
    memcpy(joined + piece.head_len, id, id_len);
    memcpy(joined + piece.head_len + id_len, piece.tail, piece.tail_len);
    assert_memory_equal(joined, expected, len);
}

static void write_records(medium *m, uint32_t count, records_place *place)
{
    static char record[40000];
    records_writer w;
    medium_begin(m);
    records_writer_init(&w, m->file);
    for (uint32_t i = 0; i < count; i++) {
        char id[16] = {0};
        size_t id_len = make_id(id, i, true);
        size_t len = make_record(record, i, id);
        const records_piece piece =
            records_cut(record, len, id, id_len, w.last.len);
        assert_true(records_writer_add(&w, &piece));
    }
    assert_true(records_writer_end(&w, place));
    records_writer_release(&w);
    medium_turn(m);
}

/* Read in order and out of it; and copied without every seventh, or without
 * those of one stretch, so that some blocks stay whole. */
static void test_records(void **state)
{
    static const uint32_t counts[] = {1, 5, 1000};
    (void)state;
    for (size_t n = 0; n < COUNT_OF(counts); n++) {
        medium m;
        records r;
        records_place place;
        uint32_t count = counts[n];
        write_records(&m, count, &place);
        assert_true(records_open(&r, &m.pages, &place, count));
        for (uint32_t i = 0; i < count; i++)
            check_record(&r, i, i);
        for (uint32_t i = 0; i < 200; i++) {
            uint32_t document = below(count);
            check_record(&r, document, document);
        }
        records_release(&r);
        medium_end(&m);
    }
}

static void test_records_copy(void **state)
{
    (void)state;
    for (int way = 0; way < 3; way++) {
        medium m, copy;
        records r;
        records_writer w;
        records_place place;
        uint64_t deleted[1000 / 64 + 1] = {0};
        uint32_t kept[1000], count = 0;
        write_records(&m, 1000, &place);
        assert_int_equal(rename("part", "from"), 0);
        assert_true(records_open(&r, &m.pages, &place, 1000));
        medium_begin(&copy);
        records_writer_init(&w, copy.file);
        for (uint32_t i = 0; i < 1000; i++) {
            bool gone = way == 1 ? i % 7 == 0 : way == 2 && i / 100 == 4;
            deleted[i / 64] |= (uint64_t)gone << i % 64;
            if (!gone)
                kept[count++] = i;
        }
        for (uint32_t at = 0; at < 1000;) {
            if ((deleted[at / 64] >> at % 64 & 1) != 0)
                at++;
            else
                assert_int_equal(records_copy(&w, &r, &at, deleted),
                                 PILCROW_OK);
        }
        assert_true(records_writer_end(&w, &place));
        records_writer_release(&w);
        records_release(&r);
        medium_end(&m);
        medium_turn(&copy);
        assert_true(records_open(&r, &copy.pages, &place, count));
        for (uint32_t i = 0; i < count; i++)
            check_record(&r, i, kept[i]);
        records_release(&r);
        medium_end(&copy);
    }
}

/* -------------------------------------------------------------- deleted --- */

static void test_deleted(void **state)
{
    static const uint32_t parts[] = {1, 2, 50, 700};
    (void)state;
    for (size_t n = 0; n < COUNT_OF(parts); n++) {
        uint64_t bits[1000 / 64 + 1] = {0};
        uint64_t *read = NULL;
        uint32_t count = 0;
        deleted_name name = {.number = 9};
        for (uint32_t i = 0; i < 1000; i += parts[n], count++)
            bits[i / 64] |= UINT64_C(1) << i % 64;
        assert_int_equal(
            deleted_write(&name, ".", bits, 1000, count, false, NULL),
            PILCROW_OK);
        assert_int_equal(deleted_read(&read, ".", &name, 1000, count, NULL),
                         PILCROW_OK);
        assert_memory_equal(read, bits, sizeof bits);
        free(read);
        assert_int_equal(deleted_read(&read, ".", &name, 1000, count + 1, NULL),
                         PILCROW_CORRUPT);
        name.checksum++;
        assert_int_equal(deleted_read(&read, ".", &name, 1000, count, NULL),
                         PILCROW_CORRUPT);
        name.number++;
        assert_int_equal(deleted_read(&read, ".", &name, 1000, count, NULL),
                         PILCROW_NOT_FOUND);
    }
}

/* ------------------------------------------------------------- metadata --- */

static bool add_up(void *ctx, const char *key, size_t key_len,
                   const char *value, size_t len)
{
    char *text = ctx;
    sprintf(text + strlen(text), "%.*s=%.*s ", (int)key_len, key, (int)len,
            value);
    return true;
}

static void write_changes(metadata_name *name, const char *const *pairs)
{
    metadata_changes c;
    metadata_changes_init(&c);
    for (; pairs[0] != NULL; pairs += 2)
        assert_true(metadata_change(&c, pairs[0], strlen(pairs[0]), pairs[1],
                                    strlen(pairs[1])));
    assert_int_equal(metadata_write(&c, name, ".", false, NULL), PILCROW_OK);
    metadata_changes_release(&c);
}

static void check_metadata(metadata_file *files, size_t count, bool removed,
                           const char *prefix, const char *expected)
{
    char text[200] = "";
    assert_int_equal(metadata_each(files, count, removed, prefix,
                                   strlen(prefix), add_up, text, NULL),
                     PILCROW_OK);
    assert_string_equal(text, expected);
}

static void test_metadata(void **state)
{
    static const char *const first[] = {"b", "1", "a", "1",  "file/x", "1",
                                        "b", "2", "z", "26", NULL};
    static const char *const second[] = {"a", "",   "file/y", "2",
                                         "z", "27", NULL};
    metadata_name names[3] = {{.number = 1}, {.number = 2}, {.number = 3}};
    metadata_file files[3];
    buf value;
    (void)state;
    write_changes(&names[0], first);
    write_changes(&names[1], second);
    for (size_t i = 0; i < 2; i++)
        assert_int_equal(metadata_open(&files[i], ".", &names[i], NULL),
                         PILCROW_OK);
    check_metadata(files, 1, false, "", "a=1 b=2 file/x=1 z=26 ");
    check_metadata(files, 2, false, "", "b=2 file/x=1 file/y=2 z=27 ");
    check_metadata(files, 2, true, "", "a= b=2 file/x=1 file/y=2 z=27 ");
    check_metadata(files, 2, false, "file/", "file/x=1 file/y=2 ");
    check_metadata(files, 2, false, "q", "");
    buf_init(&value, 100);
    assert_int_equal(metadata_get(files, 2, "z", 1, &value, NULL), PILCROW_OK);
    assert_string_equal(buf_text(&value), "27");
    assert_int_equal(metadata_get(files, 2, "a", 1, &value, NULL), PILCROW_OK);
    assert_string_equal(buf_text(&value), "");
    buf_release(&value);
    for (int whole = 0; whole < 2; whole++) {
        assert_int_equal(
            metadata_merge(files, 2, whole, &names[2], ".", false, NULL),
            PILCROW_OK);
        assert_int_equal(metadata_open(&files[2], ".", &names[2], NULL),
                         PILCROW_OK);
        check_metadata(&files[2], 1, true, "",
                       whole ? "b=2 file/x=1 file/y=2 z=27 "
                             : "a= b=2 file/x=1 file/y=2 z=27 ");
        metadata_close(&files[2]);
    }
    for (size_t i = 0; i < 2; i++)
        metadata_close(&files[i]);
}

/* ---------------------------------------------------------------- tiers --- */

/* Add small segments one by one, merge what is to be merged, and look that
 * there are never many, none is ever passed over, and little is written. */
static void test_tiers(void **state)
{
    tiers_item items[200];
    size_t count = 0;
    size_t first, run;
    uint64_t written = 0;
    const uint64_t bytes = 300000;
    (void)state;
    for (int i = 0; i < 5000; i++) {
        items[count++] = (tiers_item){bytes, 10, 0};
        while (tiers_pick(items, count, &first, &run)) {
            assert_true(run >= 2 && first + run <= count);
            for (size_t k = 1; k < run; k++) {
                items[first].bytes += items[first + k].bytes;
                items[first].documents += items[first + k].documents;
            }
            written += items[first].bytes;
            memmove(&items[first + 1], &items[first + run],
                    (count - first - run) * sizeof *items);
            count -= run - 1;
        }
        assert_true(count <= 7 * 5);
    }
    assert_true(written < 5 * 5000 * bytes);
}

static void test_tiers_deleted(void **state)
{
    size_t first, run;
    tiers_item items[] = {
        {1 << 20, 100, 25}, {1 << 20, 100, 26}, {1 << 20, 100, 0}};
    (void)state;
    assert_true(tiers_pick(items, 3, &first, &run));
    assert_true(first == 1 && run == 1);
    items[1].deleted_count = 25;
    assert_false(tiers_pick(items, 3, &first, &run));
}

#define case_of(test)                                                          \
    cmocka_unit_test_setup_teardown(test, support_enter, support_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        case_of(test_pages),
        case_of(test_pages_damage),
        case_of(test_pages_other_file),
        case_of(test_spool),
        case_of(test_table),
        case_of(test_column),
        case_of(test_ids),
        case_of(test_records),
        case_of(test_records_copy),
        case_of(test_deleted),
        case_of(test_metadata),
        case_of(test_tiers),
        case_of(test_tiers_deleted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
