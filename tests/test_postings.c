/* SPDX-License-Identifier: MIT
 *
 * Posting lists come back as they went in, from the first document to the last
 * or by leaps; what bounds a block bounds every document of it; all kernels
 * unpack alike; and damaged bytes do no harm. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "engine/segment/file/pack.h"
#include "engine/segment/file/pairs.h"
#include "engine/segment/file/postings.h"
#include "support.h"

/* ---------------------------------------------------------------- pack --- */

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

static uint32_t of_width(unsigned width)
{
    return width == 0 ? 0 : any() >> (32 - width);
}

/* A group whose numbers have `width` bits, and `wide` of them up to more. */
static void make_group(uint32_t *values, unsigned width, unsigned wide,
                       unsigned more)
{
    for (unsigned i = 0; i < PACK_COUNT; i++)
        values[i] = of_width(width);
    for (unsigned i = 0; i < wide; i++)
        values[below(PACK_COUNT)] = of_width(width + more);
}

static void check_group(const uint32_t *values)
{
    unsigned char packed[PACK_MAX];
    _Alignas(32) uint32_t out[PACK_COUNT];
    const size_t len = pack_write(packed, values);
    assert_true(len <= PACK_MAX);
    unsigned char *exact = malloc(len); /* so that reading past it is seen */
    assert_non_null(exact);
    memcpy(exact, packed, len);
    for (size_t k = 0; pack_kernel_at(k) != NULL; k++) {
        const unsigned char *at = exact;
        assert_true(pack_read(pack_kernel_at(k), &at, exact + len, out));
        assert_ptr_equal(at, exact + len);
        assert_memory_equal(out, values, sizeof out);
        at = exact;
        assert_false(pack_read(pack_kernel_at(k), &at, exact + len - 1, out));
        at = exact;
        assert_true(pack_skip(&at, exact + len));
        assert_ptr_equal(at, exact + len);
    }
    free(exact);
}

static void test_groups(void **state)
{
    uint32_t values[PACK_COUNT];
    (void)state;
    for (unsigned width = 0; width <= 32; width++)
        for (unsigned more = 0; more <= 16 && width + more <= 32; more += 4)
            for (unsigned wide = 0; wide < 130; wide = wide * 3 + 1) {
                make_group(values, width, wide, more);
                check_group(values);
            }
}

/* The gaps of a group as sums; 0 if these would be over 31 bits. */
static uint64_t sum_up(const uint32_t *gaps, uint32_t before, uint32_t *sums)
{
    uint64_t sum = before == UINT32_MAX ? 0 : (uint64_t)before + 1;
    for (unsigned i = 0; i < PACK_COUNT; i++) {
        sum += gaps[i];
        sums[i] = (uint32_t)sum++;
    }
    return sum < POSTINGS_DOCUMENTS_MAX;
}

static void check_gaps(const uint32_t *gaps, uint32_t before)
{
    unsigned char packed[PACK_MAX];
    uint32_t sums[PACK_COUNT];
    _Alignas(32) uint32_t out[PACK_COUNT];
    const size_t len = pack_write(packed, gaps);
    const uint64_t fits = sum_up(gaps, before, sums);
    const uint32_t last = sums[PACK_COUNT - 1];
    for (size_t k = 0; fits && pack_kernel_at(k) != NULL; k++) {
        const pack_kernel *kernel = pack_kernel_at(k);
        const unsigned char *at = packed;
        assert_true(
            pack_read_gaps(kernel, &at, packed + len, before, last, out));
        assert_memory_equal(out, sums, sizeof out);
        at = packed;
        assert_false(
            pack_read_gaps(kernel, &at, packed + len, before, last + 1, out));
    }
}

static void test_gaps(void **state)
{
    static const uint32_t befores[] = {UINT32_MAX, 0, 1, 77, 1u << 30};
    uint32_t gaps[PACK_COUNT];
    (void)state;
    for (unsigned width = 0; width <= 31; width++)
        for (unsigned i = 0; i < 5; i++)
            for (unsigned wide = 0; wide < 40; wide = wide * 3 + 1) {
                make_group(gaps, width, wide, width < 24 ? 7 : 0);
                check_gaps(gaps, befores[i]);
                memset(gaps, 0, sizeof gaps);
                gaps[below(PACK_COUNT)] = of_width(width);
                check_gaps(gaps, befores[i]);
            }
}

/* Gaps that come to `last` only by going round are refused. */
static void test_gaps_that_wrap(void **state)
{
    unsigned char packed[PACK_MAX];
    uint32_t gaps[PACK_COUNT] = {0};
    _Alignas(32) uint32_t out[PACK_COUNT];
    (void)state;
    gaps[3] = 0xFFFFFFF0;
    gaps[9] = 0x00000100;
    const size_t len = pack_write(packed, gaps);
    uint32_t last = 5;
    for (unsigned i = 0; i < PACK_COUNT; i++)
        last += gaps[i] + 1;
    assert_true(last < 1000);
    for (size_t k = 0; pack_kernel_at(k) != NULL; k++) {
        const unsigned char *at = packed;
        assert_false(
            pack_read_gaps(pack_kernel_at(k), &at, packed + len, 5, last, out));
    }
}

/* --------------------------------------------------------------- pairs --- */

static void test_codes(void **state)
{
    (void)state;
    uint32_t before = 0;
    for (uint32_t length = 0; length < 1u << 24; length += 1 + length / 100) {
        const uint32_t coded = length_of_code(length_code(length));
        assert_true(coded <= length && coded >= before);
        assert_true(length < 128 ? coded == length : coded >= length / 9 * 4);
        before = coded;
    }
    assert_true(length_of_code(length_code(UINT32_MAX)) > 1u << 22);
    for (uint32_t f = 0; f < 300; f++)
        assert_true(frequency_of_code(frequency_code(f)) >= f);
}

static bool is_bounded(const postings_pair *pairs, size_t count,
                       uint32_t frequency, uint32_t length)
{
    for (size_t i = 0; i < count; i++)
        if (pairs[i].frequency >= frequency && pairs[i].length <= length)
            return true;
    return false;
}

static void test_pairs(void **state)
{
    uint32_t seen[60][2];
    postings_pair pairs[POSTINGS_LIST_PAIRS + 1];
    (void)state;
    for (unsigned round = 0; round < 3000; round++) {
        const size_t max = 1 + below(POSTINGS_LIST_PAIRS);
        size_t count = 0;
        for (unsigned n = 0; n < 60; n++) {
            seen[n][0] = 1 + below(1 + round % 20);
            seen[n][1] = 1 + below(1 + round % 50);
            count = pairs_add(pairs, count, max, seen[n][0], seen[n][1]);
            assert_in_range(count, 1, max);
            for (unsigned i = 0; i <= n; i++)
                assert_true(is_bounded(pairs, count, seen[i][0], seen[i][1]));
            for (size_t i = 1; i < count; i++)
                assert_true(pairs[i].frequency < pairs[i - 1].frequency &&
                            pairs[i].length < pairs[i - 1].length);
        }
    }
}

/* --------------------------------------------------------------- lists --- */

/* A list as it is made up, and its bytes. */
typedef struct made {
    uint32_t count;
    bool scored;
    enum { NO_POSITIONS, ALL_POSITIONS, SOME_POSITIONS } kept;
    uint32_t *documents, *frequencies, *lengths;
    uint32_t **positions; /* NULL where none are kept */
    unsigned char *bytes;
    segment segment;
    segment_term term;
    uint64_t verified[1u << 14];
} made;

/* How lists differ: the widest gap, the highest frequency, how often a number
 * is as large as that. */
typedef struct shape {
    uint32_t gap, frequency, position, rarely;
} shape;

static uint32_t some(uint32_t most, uint32_t rarely)
{
    return 1 + below(below(rarely) == 0 ? most : most / 16 + 1);
}

static void make_document(made *m, uint32_t i, const shape *s)
{
    const uint32_t before = i == 0 ? UINT32_MAX : m->documents[i - 1];
    uint32_t next = 0;
    m->documents[i] = before + some(s->gap, s->rarely);
    m->frequencies[i] = m->scored ? some(s->frequency, s->rarely) : 0;
    m->lengths[i] = m->frequencies[i] + below(100);
    if (m->kept == NO_POSITIONS || (m->kept == SOME_POSITIONS && any() % 3 > 0))
        return;
    m->positions[i] = calloc(m->frequencies[i] + 1, sizeof(uint32_t));
    assert_non_null(m->positions[i]);
    for (uint32_t k = 0; k < m->frequencies[i]; k++) {
        m->positions[i][k] = next + below(some(s->position, s->rarely));
        next = m->positions[i][k] + 1;
    }
}

static void read_bytes(made *m, const char *path, uint64_t len)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    m->bytes = malloc(len + SEGMENT_SLACK);
    assert_non_null(m->bytes);
    assert_int_equal(fread(m->bytes, 1, len, file), len);
    fclose(file);
    m->segment.bytes = m->bytes;
    m->segment.pages.bytes = m->bytes;
    m->segment.pages.content = len;
    m->segment.documents = m->count == 0 ? 0 : m->documents[m->count - 1] + 1;
    m->segment.pages.verified = m->verified;
    m->segment.pages.level_count = 1;
    m->segment.pages.levels[0] = (pages_level){0, len, m->verified};
    memset(m->verified, 0xFF, sizeof m->verified);
}

static void pack_list(made *m, postings_writer *w)
{
    sink *file, *spool;
    uint64_t bytes, checksum;
    assert_int_equal(sink_open(&file, "list", NULL), PILCROW_OK);
    assert_int_equal(sink_spool(&spool, ".", NULL), PILCROW_OK);
    assert_true(sink_add(file, "head", 4));
    assert_true(sink_add(spool, "", 0));
    postings_writer_begin(w, m->scored, file,
                          m->kept == NO_POSITIONS ? NULL : spool);
    for (uint32_t i = 0; i < m->count; i++)
        assert_true(postings_writer_add(w, m->documents[i], m->frequencies[i],
                                        m->positions[i], m->lengths[i]));
    assert_true(postings_writer_end(w));
    m->term.docs = 4;
    m->term.docs_len = sink_size(file) - 4;
    m->term.positions_len = sink_size(spool);
    assert_true(sink_drain(file, spool));
    const uint64_t len = sink_size(file);
    assert_int_equal(sink_finish(file, false, &bytes, &checksum, NULL),
                     PILCROW_OK);
    sink_close(file);
    sink_close(spool);
    read_bytes(m, "list", len);
}

static made *make_list(postings_writer *w, uint32_t count, const shape *s,
                       bool scored, int kept)
{
    made *m = calloc(1, sizeof *m);
    assert_non_null(m);
    m->count = count;
    m->scored = scored;
    m->kept = kept;
    m->documents = calloc(count + 1, sizeof(uint32_t));
    m->frequencies = calloc(count + 1, sizeof(uint32_t));
    m->lengths = calloc(count + 1, sizeof(uint32_t));
    m->positions = calloc(count + 1, sizeof(uint32_t *));
    for (uint32_t i = 0; i < count; i++)
        make_document(m, i, s);
    m->term.documents = count;
    m->term.field = scored ? ENGINE_BODY : ENGINE_LANG;
    m->term.only = count == 1 ? m->documents[0] : 0;
    for (uint32_t i = 0; i < count; i++)
        m->term.occurrences += m->frequencies[i];
    pack_list(m, w);
    return m;
}

static void free_list(made *m)
{
    for (uint32_t i = 0; i < m->count; i++)
        free(m->positions[i]);
    free(m->documents);
    free(m->frequencies);
    free(m->lengths);
    free(m->positions);
    free(m->bytes);
    free(m);
}

static void check_positions(postings_reader *r, const made *m, uint32_t i)
{
    const uint32_t *positions = m->positions[i];
    const uint32_t count = postings_reader_positions(r);
    assert_int_equal(count, positions == NULL ? 0 : m->frequencies[i]);
    for (uint32_t k = 0; k < count; k++)
        assert_int_equal(postings_reader_position(r), positions[k]);
    assert_int_equal(postings_reader_position(r), POSTINGS_END);
}

static void check_in_order(made *m, bool with_positions)
{
    postings_reader r;
    assert_true(postings_reader_open(&r, &m->segment, &m->term));
    for (uint32_t i = 0; i < m->count; i++) {
        assert_int_equal(postings_reader_next(&r), m->documents[i]);
        assert_int_equal(postings_reader_frequency(&r), m->frequencies[i]);
        if (with_positions)
            check_positions(&r, m, i);
    }
    assert_int_equal(postings_reader_next(&r), POSTINGS_END);
    assert_int_equal(postings_reader_next(&r), POSTINGS_END);
    assert_int_equal(postings_reader_advance(&r, 0), POSTINGS_END);
    assert_false(r.corrupt);
}

/* Leap to places at, before and after the list's documents, with steps that are
 * small or large; look at the positions of some, or only at a few of them. */
static void check_leaps(made *m, uint32_t leap)
{
    postings_reader r;
    uint32_t i = 0, target = 0;
    assert_true(postings_reader_open(&r, &m->segment, &m->term));
    for (;;) {
        while (i < m->count && m->documents[i] < target)
            i++;
        const uint32_t found = postings_reader_advance(&r, target);
        if (i == m->count) {
            assert_int_equal(found, POSTINGS_END);
            break;
        }
        assert_int_equal(found, m->documents[i]);
        if (any() % 3 == 0)
            assert_int_equal(postings_reader_frequency(&r), m->frequencies[i]);
        if (any() % 3 == 0)
            check_positions(&r, m, i);
        else if (any() % 3 == 0 && postings_reader_positions(&r) > 0)
            assert_int_equal(postings_reader_position(&r), m->positions[i][0]);
        target = found + 1 + below(leap);
    }
    assert_false(r.corrupt);
}

static void check_bounds(made *m)
{
    postings_reader r;
    postings_pair best[POSTINGS_LIST_PAIRS], pairs[POSTINGS_BLOCK_PAIRS];
    assert_true(postings_reader_open(&r, &m->segment, &m->term));
    const size_t best_count = postings_reader_best(&r, best);
    assert_true(r.table != NULL || best_count == 0);
    for (uint32_t i = 0; r.table != NULL && i < m->count; i++) {
        const uint32_t block = i / POSTINGS_BLOCK;
        const size_t count = postings_block_pairs(&r, block, pairs);
        assert_int_equal(postings_block_find(&r, 0, m->documents[i]), block);
        assert_true(postings_block_last(&r, block) >= m->documents[i]);
        if (!m->scored)
            continue;
        assert_true(is_bounded(pairs, count, m->frequencies[i], m->lengths[i]));
        assert_true(
            is_bounded(best, best_count, m->frequencies[i], m->lengths[i]));
    }
}

static void check_deleted(made *m, uint32_t one_in)
{
    postings_reader r;
    const uint32_t words = m->segment.documents / 64 + 1;
    uint64_t *deleted = calloc(words, sizeof *deleted);
    uint64_t occurrences = 0, found_occurrences;
    uint32_t count = 0, documents = 0, found, i = 0;
    assert_non_null(deleted);
    for (uint32_t d = 0; d < m->segment.documents; d++) {
        while (i < m->count && m->documents[i] < d)
            i++;
        if (any() % one_in > 0)
            continue;
        deleted[d / 64] |= UINT64_C(1) << d % 64;
        count++;
        if (i < m->count && m->documents[i] == d) {
            documents++;
            occurrences += m->frequencies[i];
        }
    }
    assert_true(postings_reader_open(&r, &m->segment, &m->term));
    assert_true(
        postings_count_deleted(&r, deleted, count, &found, &found_occurrences));
    assert_int_equal(found, documents);
    assert_int_equal(found_occurrences, occurrences);
    free(deleted);
}

static const shape shapes[] = {
    {1, 1, 1, 1},       {2, 1, 3, 1},         {30, 3, 50, 1},
    {300, 2, 200, 9},   {20, 300, 20, 200},   {5000, 1, 4000, 1},
    {100000, 5, 9, 50}, {3, 1000, 1000, 500}, {16, 6, 300, 3},
};
#define SHAPES (sizeof shapes / sizeof *shapes)

static const uint32_t counts[] = {1, 2, 3, 127, 128, 129, 255, 256, 257, 1500};
#define COUNTS (sizeof counts / sizeof *counts)

static void check_list(made *m)
{
    check_in_order(m, false);
    check_in_order(m, true);
    for (uint32_t leap = 1; leap < 1u << 22; leap = leap * 5 + 1)
        check_leaps(m, leap);
    check_bounds(m);
    if (m->segment.documents < 1u << 20) {
        check_deleted(m, 1);
        check_deleted(m, 5);
        check_deleted(m, 1000);
    }
}

static void test_lists(void **state)
{
    postings_writer w;
    (void)state;
    postings_writer_init(&w);
    for (size_t s = 0; s < SHAPES; s++)
        for (size_t c = 0; c < COUNTS; c++)
            for (int kind = 0; kind < 4; kind++) {
                made *m = make_list(&w, counts[c], &shapes[s], kind > 0,
                                    kind > 0 ? kind - 1 : NO_POSITIONS);
                check_list(m);
                free_list(m);
            }
    postings_writer_release(&w);
}

/* The one document of an id stands in the dictionary. */
static void test_only(void **state)
{
    postings_reader r;
    segment s = {.documents = 10};
    segment_term term = {.documents = 1, .field = ENGINE_ID, .only = 7};
    (void)state;
    assert_true(postings_reader_open(&r, &s, &term));
    assert_int_equal(postings_reader_next(&r), 7);
    assert_int_equal(postings_reader_frequency(&r), 0);
    assert_int_equal(postings_reader_positions(&r), 0);
    assert_int_equal(postings_reader_next(&r), POSTINGS_END);
    assert_true(postings_reader_open(&r, &s, &term));
    assert_int_equal(postings_reader_advance(&r, 8), POSTINGS_END);
    term.only = 10;
    assert_true(postings_reader_open(&r, &s, &term));
    assert_int_equal(postings_reader_next(&r), POSTINGS_END);
    assert_true(r.corrupt);
}

/* What most terms take: one document, once, in a byte, and no more. */
static void test_short_is_small(void **state)
{
    postings_writer w;
    const shape s = {100, 1, 50, 1};
    (void)state;
    postings_writer_init(&w);
    made *m = make_list(&w, 1, &s, true, ALL_POSITIONS);
    assert_int_equal(m->term.docs_len, 0);
    assert_int_equal(m->term.positions_len, 1);
    free_list(m);
    m = make_list(&w, 5, &s, true, ALL_POSITIONS);
    assert_int_equal(m->term.docs_len, 5);
    free_list(m);
    postings_writer_release(&w);
}

/* -------------------------------------------------------------- damage --- */

/* Read all there is, in order or by leaps. Whatever the bytes say, documents
 * ascend and are of the segment; so do positions. */
static void read_damaged(made *m, uint32_t leap)
{
    postings_reader r;
    uint32_t next = 0;
    postings_reader_open(&r, &m->segment, &m->term);
    for (;;) {
        const uint32_t found = leap == 0 ? postings_reader_next(&r)
                                         : postings_reader_advance(&r, next);
        if (found == POSTINGS_END)
            break;
        assert_in_range(found, next, m->segment.documents - 1);
        postings_reader_frequency(&r);
        uint32_t position = 0, from = 0;
        if (postings_reader_positions(&r) > 0)
            while ((position = postings_reader_position(&r)) != POSTINGS_END) {
                assert_in_range(position, from, ENGINE_POSITION_MAX - 1);
                from = position + 1;
            }
        next = found + 1 + below(leap);
    }
    postings_block_find(&r, 0, next);
}

static void damage(made *m, uint32_t round)
{
    const uint64_t len = m->segment.pages.content - 4;
    const uint64_t at = 4 + any() % len;
    switch (round % 4) {
    case 0:
        m->bytes[at] ^= (unsigned char)(1u << any() % 8);
        break;
    case 1:
        m->bytes[at] = (unsigned char)any();
        break;
    case 2: /* towards the table and the counts at the end */
        m->bytes[m->term.docs + m->term.docs_len - 1 -
                 below((uint32_t)(m->term.docs_len < 40 ? m->term.docs_len
                                                        : 40))] =
            (unsigned char)any();
        break;
    default: /* what the dictionary says is wrong */
        m->term.docs_len = any() % (m->segment.pages.content - 3);
        m->term.positions_len = m->segment.pages.content - 4 - m->term.docs_len;
        m->term.documents = 1 + below(2 * m->term.documents);
        m->term.occurrences = any() % 5000;
    }
}

static void test_damage(void **state)
{
    postings_writer w;
    const uint32_t rounds = getenv("PILCROW_LONG") != NULL ? 20000 : 300;
    (void)state;
    postings_writer_init(&w);
    for (size_t s = 0; s < SHAPES; s++)
        for (size_t c = 2; c < COUNTS; c += 3) {
            made *m = make_list(&w, counts[c], &shapes[s], true, ALL_POSITIONS);
            unsigned char *whole = malloc(m->segment.pages.content);
            assert_non_null(whole);
            memcpy(whole, m->bytes, m->segment.pages.content);
            const segment_term term = m->term;
            for (uint32_t round = 0; round < rounds; round++) {
                for (uint32_t more = round % 3 + 1; more > 0; more--)
                    damage(m, any());
                read_damaged(m, round % 2 == 0 ? 0 : 200);
                memcpy(m->bytes, whole, m->segment.pages.content);
                m->term = term;
            }
            free(whole);
            free_list(m);
        }
    postings_writer_release(&w);
}

#define case_of(test)                                                          \
    cmocka_unit_test_setup_teardown(test, support_enter, support_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_groups),
        cmocka_unit_test(test_gaps),
        cmocka_unit_test(test_gaps_that_wrap),
        cmocka_unit_test(test_codes),
        cmocka_unit_test(test_pairs),
        case_of(test_lists),
        case_of(test_only),
        case_of(test_short_is_small),
        case_of(test_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
