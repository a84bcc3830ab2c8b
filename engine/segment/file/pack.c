/* SPDX-License-Identifier: MIT
 *
 * In: 128 numbers. Out: bytes, and from bytes the numbers again.
 * Invariant: nothing is read at or behind `end`; what was packed by pack_write
 * comes back whichever kernel unpacks it. */
#include "engine/segment/file/pack.h"

#include <string.h>

#include "engine/segment/file/pack_kernel.h"
#include "engine/segment/file/varint.h"

#define HAS_EXCEPTIONS 0x40u
#define WIDTH_MASK 0x3Fu
#define EXCEPTIONS_MAX 127u
/* Bits of a number that may stand apart from its low ones. */
#define HIGH_BITS 8u

/* ------------------------------------------------------------- packing --- */

/* A slot of the four lanes. */
typedef uint32_t four __attribute__((vector_size(16)));
#define SLOTS (PACK_COUNT / 4)

static unsigned bits_of(uint32_t value)
{
    return value == 0 ? 0 : 32 - (unsigned)__builtin_clz(value);
}

static unsigned widest_of(const four *numbers)
{
    four all = {0};
    for (unsigned i = 0; i < SLOTS; i++)
        all |= numbers[i];
    return bits_of(all[0] | all[1] | all[2] | all[3]);
}

/* How many numbers do not fit into `width` bits, which are below 32. */
static unsigned count_above(const four *numbers, unsigned width)
{
    four fit = {0};
    for (unsigned i = 0; i < SLOTS; i++)
        fit -= (four)(numbers[i] >> width == 0);
    return PACK_COUNT - (fit[0] + fit[1] + fit[2] + fit[3]);
}

/* The width at which the group takes the fewest bytes; how many numbers do not
 * fit into it goes to `*exceptions`. Patching takes time: a width that only
 * saves a byte or two with it is not worth it. */
static unsigned best_width(const four *numbers, unsigned *exceptions)
{
    const unsigned widest = widest_of(numbers);
    unsigned best = widest, above = 0, cost = 16 * widest;
    *exceptions = 0;
    for (unsigned width = widest; width-- > 0 && widest - width <= HIGH_BITS;) {
        above = count_above(numbers, width);
        if (above > EXCEPTIONS_MAX || 2 * above + 4 >= cost)
            break; /* and narrower there are no fewer */
        if (16 * width + 2 * above + 4 < cost) {
            best = width;
            cost = 16 * width + 2 * above + 4;
            *exceptions = above;
        }
    }
    return best;
}

static void write_four(unsigned char *out, four word)
{
    for (unsigned lane = 0; lane < 4; lane++)
        word_write(out + 4 * lane, word[lane]);
}

/* Slot after slot into words, one in each lane at a time. */
static void write_words(unsigned char *out, const four *numbers, unsigned width)
{
    const uint32_t mask = width == 32 ? UINT32_MAX : (1u << width) - 1;
    four word = {0};
    unsigned filled = 0;
    for (unsigned i = 0; width > 0 && i < SLOTS; i++) {
        const four number = numbers[i] & mask;
        word |= number << filled;
        filled += width;
        if (filled < 32)
            continue;
        write_four(out, word);
        out += 16;
        filled -= 32;
        word = filled > 0 ? number >> (width - filled) : (four){0};
    }
}

/* The indexes and the high bits of the numbers wider than `width`. */
static unsigned char *write_exceptions(unsigned char *out,
                                       const uint32_t *values, unsigned width,
                                       unsigned count)
{
    *out++ = (unsigned char)count;
    for (unsigned i = 0; i < PACK_COUNT; i++)
        if (values[i] >> width != 0) {
            out[count] = (unsigned char)(values[i] >> width);
            *out++ = (unsigned char)i;
        }
    return out + count;
}

size_t pack_write(unsigned char *out, const uint32_t *values)
{
    four numbers[SLOTS];
    unsigned exceptions;
    memcpy(numbers, values, sizeof numbers);
    const unsigned width = best_width(numbers, &exceptions);
    unsigned char *at = out;
    *at++ = (unsigned char)(width | (exceptions > 0 ? HAS_EXCEPTIONS : 0));
    if (exceptions > 0)
        at = write_exceptions(at, values, width, exceptions);
    write_words(at, numbers, width);
    return (size_t)(at - out) + 16u * width;
}

/* ----------------------------------------------------------- unpacking --- */

/* What the head of a group says. */
typedef struct group {
    unsigned width;
    unsigned exceptions;
    const unsigned char *indexes;
    const unsigned char *words;
} group;

static bool read_head(group *g, const unsigned char **at,
                      const unsigned char *end)
{
    const unsigned char *next = *at;
    if (next >= end)
        return false;
    const unsigned head = *next++;
    *g = (group){.width = head & WIDTH_MASK};
    if (head > (WIDTH_MASK | HAS_EXCEPTIONS) || g->width > 32)
        return false;
    if (head & HAS_EXCEPTIONS) {
        if (next >= end || *next > EXCEPTIONS_MAX)
            return false;
        g->exceptions = *next++;
    }
    if ((size_t)(end - next) < 2u * g->exceptions + 16u * g->width)
        return false;
    g->indexes = next;
    g->words = next + 2u * g->exceptions;
    *at = g->words + 16u * g->width;
    return true;
}

static bool patch(const group *g, uint32_t *out)
{
    for (unsigned i = 0; i < g->exceptions; i++) {
        const unsigned index = g->indexes[i];
        const uint32_t high = g->indexes[g->exceptions + i];
        if (index >= PACK_COUNT || g->width >= 32)
            return false;
        out[index] |= high << g->width;
    }
    return true;
}

bool pack_skip(const unsigned char **at, const unsigned char *end)
{
    group g;
    return read_head(&g, at, end);
}

bool pack_read(const pack_kernel *kernel, const unsigned char **at,
               const unsigned char *end, uint32_t *out)
{
    group g;
    if (!read_head(&g, at, end))
        return false;
    kernel->unpack(g.words, g.width, out);
    return g.exceptions == 0 || patch(&g, out);
}

/* Gaps so wide that their sum may wrap are added up with care. */
static bool gaps_hold(const uint32_t *gaps, uint32_t before, uint32_t last)
{
    uint64_t sum = before == UINT32_MAX ? 0 : (uint64_t)before + 1;
    for (unsigned i = 0; i < PACK_COUNT; i++)
        sum += (uint64_t)gaps[i] + (i > 0);
    return sum == last;
}

bool pack_read_gaps(const pack_kernel *kernel, const unsigned char **at,
                    const unsigned char *end, uint32_t before, uint32_t last,
                    uint32_t *out)
{
    group g;
    const unsigned narrow = 32 - 8; /* 128 such gaps are below 2^31 */
    if (!read_head(&g, at, end))
        return false;
    kernel->unpack(g.words, g.width, out);
    if (!patch(&g, out) ||
        (g.width + (g.exceptions > 0 ? HIGH_BITS : 0) >= narrow &&
         !gaps_hold(out, before, last)))
        return false;
    kernel->sum_gaps(out, before);
    return out[PACK_COUNT - 1] == last && (last > before || before + 1 == 0);
}

/* ------------------------------------------------------------- kernels --- */

const pack_kernel *pack_kernel_at(size_t i)
{
    const pack_kernel *able[4] = {&pack_plain};
#if defined(__x86_64__)
    size_t count = 1;
    if (__builtin_cpu_supports("sse4.1"))
        able[count++] = &pack_sse41;
    if (__builtin_cpu_supports("avx2"))
        able[count] = &pack_avx2;
#endif
    return i < sizeof able / sizeof *able ? able[i] : NULL;
}

const pack_kernel *pack_kernel_best(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        return &pack_avx2;
    if (__builtin_cpu_supports("sse4.1"))
        return &pack_sse41;
#endif
    return &pack_plain;
}
