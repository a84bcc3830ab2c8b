/* SPDX-License-Identifier: MIT
 *
 * Blocks that several threads pack come out in their order, each once, and each
 * inflates to what it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/thread.h"
#include "chance.h"
#include "engine/segment/file/packer.h"

#define BLOCKS 400u
#define BLOCK_MAX 30000u
#define HELPERS_MAX 5u

/* What has come out, and what is to. */
typedef struct taken {
    size_t count;
    size_t smaller; /* of them */
    inflater *inflater;
} taken;

/* The bytes of a block: two in three say the same again and again. */
static size_t make_block(unsigned char *out, uint32_t number)
{
    uint64_t seed = number + 1;
    const size_t len = 1 + below(&seed, BLOCK_MAX);
    const size_t letters = number % 3 == 0 ? 256 : 4;
    for (size_t i = 0; i < len; i++)
        out[i] = (unsigned char)below(&seed, letters);
    return len;
}

static void take(void *ctx, const packer_block *block)
{
    static unsigned char expected[BLOCK_MAX], inflated[BLOCK_MAX];
    taken *t = ctx;
    const size_t len = make_block(expected, (uint32_t)t->count);
    assert_int_equal(block->first, t->count);
    assert_int_equal(block->raw.len, len);
    assert_memory_equal(block->raw.data, expected, len);
    if (block->packed.len > 0) {
        assert_true(block->packed.len < len);
        assert_true(inflater_unpack(t->inflater, block->packed.data,
                                    block->packed.len, inflated, len));
        assert_memory_equal(inflated, expected, len);
        t->smaller++;
    }
    t->count++;
}

static void *help(void *ctx)
{
    packer *p = ctx;
    deflater *d = deflater_new();
    if (d != NULL)
        while (packer_help(p, d) || packer_wait(p))
            continue;
    deflater_free(d);
    return NULL;
}

/* Send all blocks, and end the help before or after the last are out. */
static void pack_with(unsigned helpers, bool until_end)
{
    static unsigned char bytes[BLOCK_MAX];
    pthread_t threads[HELPERS_MAX];
    taken t = {.inflater = inflater_new()};
    packer p;
    packer_init(&p, BLOCK_MAX, take, &t);
    packer_share(&p, helpers > 0);
    for (unsigned i = 0; i < helpers; i++)
        assert_true(thread_start(&threads[i], help, &p));
    for (uint32_t i = 0; i < BLOCKS; i++) {
        packer_block *block = packer_next(&p);
        assert_int_equal(block->raw.len, 0);
        assert_true(buf_add(&block->raw, bytes, make_block(bytes, i)));
        block->first = i;
        packer_send(&p);
    }
    if (until_end)
        packer_finish(&p);
    packer_share(&p, false);
    for (unsigned i = 0; i < helpers; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    packer_finish(&p);
    assert_int_equal(t.count, BLOCKS);
    assert_true(t.smaller >= BLOCKS / 2 && t.smaller < BLOCKS);
    packer_release(&p);
    inflater_free(t.inflater);
}

static void test_order(void **state)
{
    (void)state;
    for (unsigned helpers = 0; helpers <= HELPERS_MAX; helpers++) {
        pack_with(helpers, true);
        pack_with(helpers, false);
    }
}

/* Where nobody helps a block is out as soon as it is sent: whatever else is
 * written of it comes behind it. */
static void test_alone(void **state)
{
    static unsigned char bytes[BLOCK_MAX];
    taken t = {.inflater = inflater_new()};
    packer p;
    (void)state;
    packer_init(&p, BLOCK_MAX, take, &t);
    for (uint32_t i = 0; i < 5; i++) {
        packer_block *block = packer_next(&p);
        assert_true(buf_add(&block->raw, bytes, make_block(bytes, i)));
        block->first = i;
        packer_send(&p);
        assert_int_equal(t.count, i + 1);
    }
    packer_release(&p);
    inflater_free(t.inflater);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
